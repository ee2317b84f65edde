"""Who tells what a mention tells: the speaker of its figures, else of its act."""

from onrecord.model import Range, Speaker
from onrecord.reading.actors import name_of, noun_phrase
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.binding import attribution_of
from onrecord.reading.claims.context import context
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Attribution, TollMention

__all__ = ["told_by"]


def told_by(
    analysis: Analysis,
    syntax: Syntax,
    lead: tuple[int, int],
    tolls: tuple[TollMention, ...],
    acts: list[tuple[int, int]],
) -> Attribution | None:
    """Who tells it: of a figure who gives it, else who tells the act, whose words are ``lead``."""
    for toll in tolls:
        if not toll.part_of:
            found = attribution_of(analysis, toll.start, toll.end, acts) or _figure_given(analysis, syntax, toll)
            if found is not None:
                return found
            break
    return attribution_of(analysis, *lead, acts)


def _figure_given(analysis: Analysis, syntax: Syntax, toll: TollMention) -> Attribution | None:
    """ "The party put the number of dead at four": who gives the figure says it."""
    head = syntax.head_of(toll.start, toll.end)
    for i in _own_clause(syntax, head) if head is not None else ():
        if syntax.tokens[i].lemma not in context().giving or syntax.tokens[i].pos != "VERB":
            continue
        for subject in syntax.dep(i, "nsubj")[:1]:
            if syntax.tokens[subject].pos == "PRON" or syntax.passive(i):
                return None
            first, last = noun_phrase(syntax.sentence, subject, syntax)
            start, end = syntax.tokens[first].start, syntax.tokens[last - 1].end
            if syntax.tokens[first].pos == "DET" and last - first > 1:
                start = syntax.tokens[first + 1].start
            name = name_of(syntax.sentence, subject, syntax) or analysis.text[start:end]
            speaker = Speaker.cut(analysis.text, start, end, name=name)
            cue = Range(syntax.tokens[i].start, syntax.tokens[i].end)
            return Attribution(cue=cue, source=speaker.range, content=(), speakers=(speaker,))
    return None


def _own_clause(syntax: Syntax, head: int) -> list[int]:
    """The words above a figure up to the verb of its clause: what is told beside gives no figure ("placed a bomb, killing two")."""
    path = syntax.path(head)[:5]
    end = next((n for n, i in enumerate(path) if syntax.tokens[i].dep in ("advcl", "conj", "parataxis")), len(path) - 1)
    return path[: end + 1]
