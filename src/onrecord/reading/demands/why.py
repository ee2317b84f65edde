"""Why a demand or a response is there: its rule, its words, how each field was found, and what stood beside it untaken."""

from collections.abc import Iterator, Sequence

from onrecord.model import Claim, ReadBy, Span, seal
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims import Dropped, FieldWhy, Why, by_finder
from onrecord.reading.demands.admit import refusal
from onrecord.reading.demands.asks import Ask, find_asks
from onrecord.reading.demands.demands import Scene, asker_of
from onrecord.reading.demands.extent import region_end
from onrecord.reading.demands.hits import Hit
from onrecord.reading.demands.kinds import OTHER, marked_in, typed
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.responses import Unheard, responses_told
from onrecord.reading.demands.things import as_marked, split
from onrecord.reading.demands.voices import voice
from onrecord.reading.parts import Act

__all__ = ["why_asked", "why_done"]

_FORMS = {
    "verb": "a verb that asks",
    "noun": "a noun that asks",
    "modal": "what must or should be",
    "need": "what is needed, due or deserved",
    "condition": "what a threat is made to depend on",
}
_MODES = {"to": "to do something", "that": "that something be", "thing": "for a thing", "gerund": "for doing something"}
_UNSAID = "left open: the text names nobody, or more than one who could be meant"


def why_asked(analysis: Analysis, scene: Scene, claim: Claim) -> Why:
    """The account of a demand."""
    action = claim.action.exact if claim.action else ""
    found = typed(action)
    lines = [line for line in scene.lines if line is not None and _touches(line, claim.evidence)]
    ask = next((a for line in lines for a in find_asks(line) if _asks_for(line, a, claim)), None)
    line = next((x for x in lines if ask is not None and _asks_for(x, ask, claim)), None)
    word = line.tokens[ask.cue].text if line is not None and ask is not None else ""
    rule = "a list of things asked, or a bare request"
    if ask is not None:
        rule = f"{_FORMS[ask.form]}, {_MODES[ask.mode]}"
    marked = _mark(lines, claim, line.tokens[ask.cue].start if line is not None and ask is not None else None)
    fields = [
        FieldWhy("type", f"{claim.type}, {by_finder(marked)}", marked.exact)
        if marked is not None and claim.type not in (found.code, OTHER)
        else _type(claim, found.code, found.line, found.words)
    ]
    fields += _parties(claim, "who asks", "who is asked")
    fields.append(FieldWhy("action", "what is asked, to where its clause ends", action))
    return Why(
        claim=claim.id,
        rule=f"frames of asking: {rule}",
        patterns=(f"{found.code}: {found.line}",) if found.line else (),
        words=tuple(w for w in (word, found.words) if w),
        fields=tuple(fields + _rest(claim)),
        rejected=tuple(d for x in lines for d in _unasked(analysis, scene, x, claim)),
    )


def _mark(lines: Sequence[Line], claim: Claim, cue: int | None) -> Act | None:
    """The finder's mark that told the type of what is asked."""
    if claim.action is None:
        return None
    start = claim.action.start if cue is None else min(cue, claim.action.start)
    words = Span.cut(lines[0].text, start, claim.action.end) if lines else None
    told = [m for x in lines if (m := marked_in(x, words)) is not None]
    return next((m for m in told if m.type == claim.type), None)


def why_done(analysis: Analysis, scene: Scene, claim: Claim, incidents: Sequence[Claim], reader: ReadBy) -> Why:
    """The account of a response."""
    told, unheard = responses_told(analysis, incidents, reader, scene)
    hit = next((h for c, h in told if seal(c, analysis.text).id == claim.id), None)
    marked = hit is not None and hit.marked
    how = "as the finder marked it" if marked else "by the line of the vocabulary"
    fields = [FieldWhy("type", f"{claim.type}, {how}", claim.action.exact if claim.action else "")]
    fields += _parties(claim, "the subject of the deed, or who tells of it", "of whom it is asked")
    if claim.modality != "actual":
        fields.append(FieldWhy("modality", f"{claim.modality}: told as to come, by its helping or planning verb"))
    if claim.when is not None:
        fields.append(FieldWhy("when", "the time nearest to the verb of the deed", claim.when.exact or ""))
    return Why(
        claim=claim.id,
        rule=f"{'finder of acts' if marked else 'lines of responses'}: {_doer(hit)}"
        if hit is not None
        else "an arrest told after the crime that it answers",
        patterns=(f"{claim.type}: {hit.line}",) if hit is not None else (),
        words=tuple(_words(scene, claim, hit)) if hit is not None else (),
        fields=tuple(fields + _rest(claim)),
        rejected=tuple(_unheard(analysis.text, claim, unheard)),
    )


def _doer(hit: Hit) -> str:
    return {
        "authority": "the deed of an office or of somebody who holds one",
        "accused": "the words of somebody accused",
        "anyone": "anybody can do it",
        "unsaid": "told of those to whom it is done",
    }[hit.rule.by]


def _words(scene: Scene, claim: Claim, hit: Hit) -> Iterator[str]:
    for line in scene.lines:
        if line is not None and claim.action is not None and line.start <= claim.action.start < line.end:
            yield " … ".join(line.tokens[i].text for i in hit.tokens if i < len(line.tokens))


def _type(claim: Claim, code: str, line: str, words: str) -> FieldWhy:
    if claim.type != code:
        return FieldWhy(
            "type", f"{claim.type}: the words leave open what is restricted; told by the restriction before", words
        )
    if not line:
        return FieldWhy("type", f"{claim.type}: no line of the vocabulary names the thing asked")
    return FieldWhy("type", f"{claim.type}, by the line that stands first in what is asked", words)


def _parties(claim: Claim, who: str, whom: str) -> list[FieldWhy]:
    by = FieldWhy("by", f"{who}: {claim.by.name}", claim.by.exact) if claim.by is not None else FieldWhy("by", _UNSAID)
    return [by] + ([FieldWhy("to", f"{whom}: {claim.to.name}", claim.to.exact)] if claim.to is not None else [])


def _rest(claim: Claim) -> list[FieldWhy]:
    found = [FieldWhy("said_by", "covers the words of the claim", s.exact) for s in claim.said_by]
    if claim.about:
        how = "an incident of a type that fits, weighed by shared names, the paragraph and what was told last"
        found.append(FieldWhy("about", how, ", ".join(claim.about)))
    if claim.rights:
        found.append(FieldWhy("rights", "by the type, or by what is restricted", ", ".join(claim.rights)))
    return found


def _touches(line: Line, evidence: Sequence[Span]) -> bool:
    return any(e.start < line.end and line.start < e.end for e in evidence)


def _asks_for(line: Line, ask: Ask, claim: Claim) -> bool:
    if claim.action is None or ask.first >= len(line.tokens) or not line.start <= claim.action.start < line.end:
        return False
    end = region_end(line, ask.first, ask.mode)
    return line.tokens[ask.first].start <= claim.action.start and claim.action.end <= line.tokens[end - 1].end


def _unasked(analysis: Analysis, scene: Scene, line: Line, claim: Claim) -> Iterator[Dropped]:
    """Things asked in the same sentence that are no demands."""
    for ask in find_asks(line):
        if ask.open or ask.first >= len(line.tokens):
            continue
        asker = asker_of(scene.cast, line, ask) or voice(analysis, scene.cast, line, line.tokens[ask.cue].start)
        asked = scene.cast.who(line, ask.asked) if ask.asked is not None else None
        pieces = split(line, ask.first, region_end(line, ask.first, ask.mode), ask.mode)
        for thing in as_marked(line, pieces, ask.cue):
            to = scene.cast.who(line, thing.asked) if thing.asked is not None else asked
            span, reason = line.span(thing.first, thing.last), refusal(line, ask, thing, asker, to)
            if span is not None and reason and (claim.action is None or not span.overlaps(claim.action)):
                yield Dropped(span.start, span.end, span.exact, reason)


def _unheard(text: str, claim: Claim, unheard: Sequence[Unheard]) -> Iterator[Dropped]:
    for item in unheard:
        if any(e.start <= item.start < e.end for e in claim.evidence):
            yield Dropped(item.start, item.end, text[item.start : item.end], f"{item.hit.rule.type}: {item.reason}")
