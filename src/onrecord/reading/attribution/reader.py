"""All attributions of a document: frames of its sentences, quotations that run on, speakers and chains."""

from collections.abc import Sequence

import msgspec

from onrecord.model import Document, Range, Speaker
from onrecord.reading.attribution.cues import cues
from onrecord.reading.attribution.frames import Frame, find_frames
from onrecord.reading.attribution.quotes import find_quotes, inside_quote
from onrecord.reading.attribution.speakers import Cast
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Attribution

__all__ = ["read_attributions"]


class _Found(msgspec.Struct):
    """An attribution while it is being completed."""

    sentence: int
    frame: Frame
    cue: Range
    content: list[Range]
    source: Range | None
    own: tuple[Speaker, ...]


def read_attributions(document: Document, sentences: Sequence[ParsedSentence]) -> tuple[Attribution, ...]:
    """The attributions of the parsed sentences, in text order; contents are offsets in ``document.text``."""
    text = document.text
    quotes = find_quotes(text)
    cast = Cast(text)
    found: list[_Found] = []
    for number, sentence in enumerate(sentences):
        cast.meet(sentence)
        if not sentence.parsed:
            continue
        syntax = Syntax(sentence)
        here = sorted(find_frames(sentence, syntax), key=lambda f: f.verb)
        for frame in here:
            found.append(_complete(text, number, sentence, syntax, frame, cast))
    _run_on(sentences, found, quotes)
    return _chained(text, found, quotes)


def _complete(text: str, number: int, sentence: ParsedSentence, syntax: Syntax, frame: Frame, cast: Cast) -> _Found:
    tokens = sentence.tokens
    source = None
    own: list[Speaker] = []
    if frame.source is not None:
        phrase = [j for j in syntax.subtree(frame.source) if j not in frame.content and j != frame.verb]
        phrase = _unbroken(phrase, frame.source)
        source = Range(tokens[phrase[0]].start, tokens[phrase[-1]].end)
        medium = _medium(sentence, syntax, frame.verb)
        for head in _joined(syntax, frame.source):
            speaker = cast.speaker(sentence, syntax, head, medium)
            if speaker is not None:
                own.append(speaker)
    if frame.cited is not None:
        cited = cast.speaker(sentence, syntax, frame.cited)
        if cited is not None:
            own.insert(0, cited)
    cue = Range(tokens[frame.cue[0]].start, tokens[frame.cue[1] - 1].end)
    return _Found(number, frame, cue, _ranges(sentence, frame.content), source, tuple(own))


def _unbroken(indices: list[int], around: int) -> list[int]:
    """The run of neighbouring tokens that holds ``around``; a comma or dash between them does not break it."""
    keep = set(indices) | {around}
    first = last = around
    while first - 1 in keep or (first - 2 in keep and first >= 2):
        first -= 1
    while last + 1 in keep or last + 2 in keep:
        last += 1
    return list(range(first, last + 1))


def _joined(syntax: Syntax, head: int) -> list[int]:
    return [head, *(c for c in syntax.below[head] if syntax.tokens[c].dep == "conj")]


def _medium(sentence: ParsedSentence, syntax: Syntax, verb: int) -> str | None:
    """The platform or paper on which it was said: "in a statement on X"."""
    words = cues().words
    near = [c for c in syntax.below[verb] if sentence.tokens[c].dep in ("obl", "nmod")]
    near += [g for c in near for g in syntax.below[c] if sentence.tokens[g].dep in ("nmod", "obl")]
    for c in near:
        if sentence.tokens[c].text in words.platforms:
            return sentence.tokens[c].text
    return None


def _ranges(sentence: ParsedSentence, indices: Sequence[int]) -> list[Range]:
    """The tokens as stretches of text: one where they are unbroken."""
    found: list[Range] = []
    first = last = None
    for j in sorted(indices):
        if last is not None and first is not None and j > last + 1:
            found.append(Range(sentence.tokens[first].start, sentence.tokens[last].end))
            first = None
        first = j if first is None else first
        last = j
    if first is not None and last is not None:
        found.append(Range(sentence.tokens[first].start, sentence.tokens[last].end))
    return found


def _run_on(sentences: Sequence[ParsedSentence], found: list[_Found], quotes: Sequence[Range]) -> None:
    """A quotation that goes on in the next sentences stays its speaker's; one without a cue is the last speaker's."""
    last: _Found | None = None
    by_sentence: dict[int, list[_Found]] = {}
    for f in found:
        by_sentence.setdefault(f.sentence, []).append(f)
    for number, sentence in enumerate(sentences):
        here = by_sentence.get(number, [])
        outer = [f for f in here if f.source is not None and not any(_covers(g, f) for g in here if g is not f)]
        quote = inside_quote(quotes, sentence.start) or inside_quote(quotes, sentence.start + 1)
        wholly = quote is not None and sentence.end <= quote.end + 2
        if (
            wholly
            and quote is not None
            and last is not None
            and not any(f.frame.verb >= 0 and f.source and f.source.start >= quote.end for f in here)
        ):
            near = sentence.start - max(r.end for r in last.content) < 400
            if near and last.source is not None:
                last.content.append(Range(sentence.start, sentence.end))
                continue
        reporting = [f for f in outer if f.frame.stance not in ("believe", "plan") and f.own]
        if reporting:
            last = reporting[0]
        elif quote is None and number and not here:
            last = None


def _covers(outer: _Found, inner: _Found) -> bool:
    if inner.source is None:
        return False
    return any(r.start <= inner.source.start and inner.source.end <= r.end for r in outer.content)


def _chained(text: str, found: list[_Found], quotes: Sequence[Range]) -> tuple[Attribution, ...]:
    made = []
    for f in found:
        if not f.content:
            continue
        sentence_mates = [g for g in found if g is not f and g.sentence == f.sentence and _covers(g, f)]
        chain = list(f.own)
        for g in sorted(sentence_mates, key=lambda g: sum(r.end - r.start for r in g.content)):
            chain += [s for s in g.own if s.name not in {c.name for c in chain}]
        start, end = f.content[0].start, f.content[0].end
        direct = inside_quote(quotes, start) is not None or text[start : start + 1] in "\"“'"
        kind = "direct" if direct and inside_quote(quotes, max(start, end - 1)) else f.frame.kind
        made.append(
            Attribution(
                cue=f.cue,
                source=f.source,
                content=_merged(f.content),
                speakers=tuple(chain),
                kind=kind,  # type: ignore[arg-type]
                stance=f.frame.stance,
                why=f"{f.frame.kind} of a word of {f.frame.stance}",
            )  # fmt: skip
        )
    return tuple(sorted(made, key=lambda a: (a.cue.start, a.content[0].start)))


def _merged(ranges: list[Range]) -> tuple[Range, ...]:
    """Neighbouring ranges as one."""
    merged: list[Range] = []
    for r in sorted(ranges):
        if merged and r.start <= merged[-1].end + 3:
            merged[-1] = Range(merged[-1].start, max(merged[-1].end, r.end))
        else:
            merged.append(r)
    return tuple(merged)
