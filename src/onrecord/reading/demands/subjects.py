"""Who does what a verb tells: its subject, the one that it shares with the verb before, or who is named before it."""

from collections.abc import Sequence

from onrecord.reading.actors import categorise, noun_phrase
from onrecord.reading.demands.lexicon import parties
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.names import antecedent, is_finite, is_marked, is_passive, own_subject, whole_name
from onrecord.reading.demands.parties import Cast, Who

__all__ = ["actor_of"]

_FINITE = ("VBD", "VBZ", "VBP", "MD")


def actor_of(cast: Cast, line: Line, verb: int) -> Who | None:
    """Who does what the verb tells; ``None`` where the sentence does not say.

    Where the attributions have a speaker for the verb, it mends what the tree alone gets wrong: a name cut short
    before "on Human Rights", a joined verb hung on a verb inside what was said.
    """
    found = _by_syntax(cast, line, verb)
    at = line.tokens[verb].start
    said = next((a for a in cast.analysis.attributions if a.cue.start <= at < a.cue.end and a.speakers), None)
    if said is None or said.source is None or not line.start <= said.source.start < line.end:
        return found
    first = said.speakers[0]
    if found is None or found.own:
        return found
    cut = first.name.startswith(found.name + " ") and first.start == found.start
    elsewhere = not said.source.start <= found.start < said.source.end and not said.source.start > found.start
    if cut:
        return Who(first.start, first.end, first.name, found.category, found.person)
    return cast.named_speaker(first) if elsewhere else found


def _by_syntax(cast: Cast, line: Line, verb: int) -> Who | None:
    heads = [
        h
        for h in line.syntax.subjects(verb)
        if h != verb and line.low[h] not in parties().times and not line.low[h][:1].isdigit()
    ]
    if not is_passive(line, verb):
        own = [c for c in line.syntax.below[verb] if line.tokens[c].dep.startswith("nsubj") and c < verb]
        if own and not heads:
            heads = own
        elif not own and is_finite(line, verb):
            opening = _opening(cast, line, verb) if line.tokens[verb].dep in ("advcl", "ccomp") else None
            if opening is not None:
                return opening
            heads = _shared(line, verb) or heads
    if not heads:
        return _opening(cast, line, verb)
    head = antecedent(line, heads[0])
    if head != heads[0] or head > verb:
        return cast.who(line, head)
    region = _region(line, heads, verb)
    if region is not None:
        named = cast.person_in(line, *region)
        if named is not None:
            return named
    return cast.who(line, head)


def _shared(line: Line, verb: int) -> list[int]:
    """The subject of the finite verb that this one goes on from; trees often hang it on a verb inside a clause."""
    token = line.tokens[verb]
    if token.dep not in ("conj", "parataxis", "root", "advcl") or verb == 0:
        return []
    if not any(line.low[k] in ("and", "but") for k in range(max(0, verb - 3), verb)):
        return []
    fitting: list[int] = []
    for node in line.syntax.path(verb)[1:]:
        helped = any(line.tokens[c].tag in _FINITE for c in line.syntax.below[node])
        if line.tokens[node].dep not in ("root", "ccomp", "parataxis", "conj") or not own_subject(line, node):
            continue
        if not helped and line.tokens[node].tag not in _FINITE:
            continue
        if line.tokens[node].dep == "ccomp" and line.tokens[node].head >= 0 and is_marked(line, node):
            continue
        fitting.append(node)
    # "said the men had been beaten and called for …": the verb goes on from the one in its own form
    alike = [n for n in fitting if line.tokens[n].tag == token.tag]
    best = (alike or fitting)[:1]
    return line.syntax.dep(best[0], "nsubj", "nsubj:pass") if best else []


def _region(line: Line, heads: Sequence[int], verb: int) -> tuple[int, int] | None:
    """The tokens of the subject: title, name and what stands between, up to the first comma."""
    before = [h for h in heads if h < verb]
    if not before:
        return None
    first = min(*(noun_phrase(line.sentence, h, line.syntax)[0] for h in before), *before)
    last = max(before) + 1
    while (last < verb and line.tokens[last].pos in ("PROPN", "NOUN")) or (
        last < verb and line.tokens[last].text == "-"
    ):
        last += 1
    return first, last


def _opening(cast: Cast, line: Line, verb: int) -> Who | None:
    """The one named before a finite verb that the tree leaves without a subject."""
    if not is_finite(line, verb) or is_passive(line, verb):
        return None
    if any(line.low[k] in ("and", "but") for k in range(max(0, verb - 3), verb)):
        before = next(
            (
                k
                for k in range(verb - 2, -1, -1)
                if line.tokens[k].tag in ("VBD", "VBZ", "VBP") and line.tokens[k].dep != "acl:relcl"
            ),
            None,
        )
        if before is not None:
            return actor_of(cast, line, before)
    first = verb = min([verb, *(c for c in line.syntax.below[verb] if line.tokens[c].dep.startswith("aux"))])
    while (
        first > 0
        and line.tokens[first - 1].text not in (",", ";", "—", "|", ".", ":")
        and line.tokens[first - 1].tag not in _FINITE
        and line.tokens[first - 1].dep != "mark"
    ):
        first -= 1
    if verb - first > 14 or first == verb:
        while first > 0 and line.tokens[first - 1].tag not in _FINITE and first > verb - 24:
            first -= 1
    named = cast.person_in(line, first, verb)
    if named is not None:
        return named
    for e in reversed(line.sentence.entities):
        if first <= e.first < verb and e.last <= verb:
            a, b = whole_name(line, e.first, e.last)
            start, end = line.tokens[a].start, line.tokens[b - 1].end
            return Who(start, end, cast.roster.expand(cast.text[start:end]), categorise((), cast.text[start:end]))
    subject = next(
        (
            k
            for k in range(first, verb)
            if line.tokens[k].dep.startswith("nsubj") and line.tokens[k].pos in ("NOUN", "PROPN")
        ),
        None,
    )
    return cast.who(line, subject) if subject is not None else None
