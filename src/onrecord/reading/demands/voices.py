"""Who speaks where nobody is said to ask: a named speaker, or a publisher that speaks for itself."""

import msgspec

from onrecord.model import Span, Speaker
from onrecord.reading.actors import categorise
from onrecord.reading.analysis import Analysis
from onrecord.reading.demands.build import Demand
from onrecord.reading.demands.chain import chain_of
from onrecord.reading.demands.lexicon import parties
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.parties import Cast, Who

__all__ = ["Act", "before_colon", "demand_of", "resolver", "teller", "voice"]

_OPENING = ('"', "“", "«", "„", "‘", "'")
# kinds of documents whose publisher speaks for itself
_STATEMENTS = ("statement", "post", "report", "official")


def voice(analysis: Analysis, cast: Cast, line: Line, offset: int) -> Who | None:
    """Who says the words at ``offset``: a named speaker, or a publisher that speaks for itself."""
    speaker = cast.speaker_at(line, offset)
    if speaker is not None:
        return speaker
    if any(p.start <= offset < p.end for a in analysis.attributions for p in a.content if not a.speakers):
        told_by = teller(cast, line)
        if told_by is not None:
            return told_by
    document = analysis.document
    press = document.kind == "report" and categorise((), document.publisher or "") == "media"
    if document.kind in _STATEMENTS and document.publisher and not press:
        return cast.publisher(line.start, line.start + 1)
    return None


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act of asking: who asks whom, the word that asks and where it stands; ``refused`` is told by who refuses."""

    asker: Who | None
    asked: Who | None
    word: str
    cue: int = 0
    refused: bool = False


def demand_of(cast: Cast, line: Line, code: str, action: Span, evidence: Span, act: Act) -> Demand:
    """A thing asked with those who ask, are asked, and told of it."""
    said: tuple[Speaker, ...]
    if act.refused:
        said = (act.asker.speaker(cast.text),) if act.asker is not None and not act.asker.own else ()
    else:
        said = chain_of(cast, action.start, action.end, act.asker, line)
    return Demand(
        code=code,
        evidence=(evidence,),
        action=action,
        by=act.asker,
        to=act.asked,
        said_by=said,
        line=line.index,
        word=act.word,
        cue=act.cue,
    )


def teller(cast: Cast, line: Line) -> Who | None:
    """The subject of the verb of saying that closes a quotation."""
    for i in range(len(line.tokens) - 1, -1, -1):
        if line.lemma[i] in ("say", "state", "add", "write", "tweet", "post", "suggest", "demand", "recommend"):
            subjects = line.syntax.subjects(i)
            if not subjects and i > 0 and line.tokens[i - 1].pos in ("PRON", "PROPN", "NOUN"):
                subjects = [i - 1]
            if not subjects:
                subjects = [
                    k
                    for k in range(i + 1, min(i + 5, len(line.tokens)))
                    if line.tokens[k].pos in ("NOUN", "PROPN") or line.tokens[k].tag == "PRP"
                ][:1]
            if subjects:
                return cast.who(line, subjects[0])
    return None


def before_colon(cast: Cast, line: Line, colon: int) -> Who | None:
    """Who is named before a colon and a quotation without a verb of saying: "The minister on the radio: “…”"."""
    if not 0 < colon < len(line.tokens) - 1 or line.tokens[colon + 1].text not in _OPENING:
        return None
    heads = [i for i, t in enumerate(line.tokens[:colon]) if t.pos in ("NOUN", "PROPN") and not 0 <= t.head < colon]
    named = [
        k for i in heads[:1] for k in (i, *line.syntax.below[i]) if line.tokens[k].dep in ("appos", "flat") or k == i
    ]
    told = [who for k in named if k < colon and (who := cast.who(line, k)) is not None and (who.person or who.category)]
    person = next((who for who in told if who.person), None)
    # a person named beside his office holds it
    return (
        msgspec.structs.replace(person, category=told[0].category or person.category)
        if person
        else next(iter(told), None)
    )


def resolver(cast: Cast, line: Line, verb: int) -> Who | None:
    """Who does what a list of resolutions tells, "The Council: 1. condemns …": the body named before the list."""
    if not line.bullet() or line.first_word() != verb or line.tokens[verb].tag not in ("VBZ", "VBP"):
        return None
    lead = next((k for k in reversed(cast.lines) if k.index < line.index and not k.bullet()), None)
    root = next((i for i, token in enumerate(lead.tokens) if token.dep == "root"), None) if lead is not None else None
    found = None
    if lead is not None and root is not None:
        heads = lead.syntax.subjects(root) if lead.verbal(root) else [root]
        found = cast.who(lead, heads[0]) if heads else None
    document = cast.analysis.document
    if document.kind not in ("statement", "official") or not document.publisher:
        return found
    # "the Council" in a paper of its own
    itself = found is None or found.name.lower() in parties().bodies or found.name.lower() in document.publisher.lower()
    return cast.publisher(line.start, line.start + 1) if itself else found
