"""Attributions of a document: who is told to have said, thought or wanted what."""

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Document, Speaker
from onrecord.model.spans import Range
from onrecord.reading.attribution.cues import find_cues
from onrecord.reading.attribution.labels import find_labels
from onrecord.reading.attribution.lexicon import lexicon
from onrecord.reading.attribution.quotes import find_quotations
from onrecord.reading.attribution.sources import Scene
from onrecord.reading.attribution.speakers import chains
from onrecord.reading.attribution.spread import Found, holders, is_speech, join_quotations, stretches, zones
from onrecord.reading.attribution.values import Cue
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.parts import Attribution

__all__ = ["outermost", "read_attributions"]

_DASHES = ("—", "–", "--", "-")
_OPENING = 8


def read_attributions(document: Document, sentences: Sequence[ParsedSentence]) -> tuple[Attribution, ...]:
    """All attributions in text order; only parsed sentences are read for cues."""
    text = document.text
    words = lexicon()
    found: list[Found] = []
    quotations = find_quotations(text)
    speech = [q for q in quotations if is_speech(text, q)]
    for n, sentence in enumerate(sentences):
        if not sentence.parsed or len(sentence.tokens) < 2:
            continue
        opening = _sent_from(sentence)
        cues = find_cues(Scene(sentence, zones(sentence, speech)), words)
        found += [_located(n, sentence, _without_place(sentence, cue, opening)) for cue in cues]
    kept = join_quotations(text, sentences, found, speech) + find_labels(text, sentences, words)
    kept = _distinct(kept)
    kept.sort(key=lambda f: f.at)
    named = chains(text, sentences, kept, words)
    return tuple(_value(item, speakers) for item, speakers in zip(kept, named, strict=True))


def _sent_from(sentence: ParsedSentence) -> int:
    """How many tokens tell where a report was sent from: "ISLAMABAD, Pakistan — ", also behind a headline in the text."""
    tokens = sentence.tokens
    places = {k for e in sentence.entities if e.label == "LOC" for k in range(e.first, e.last)}
    dash = next((k for k in range(1, min(_OPENING, len(tokens))) if tokens[k].text in _DASHES and k not in places), 0)
    # "a Tel Aviv-based group" was sent from nowhere
    loose = dash > 0 and tokens[dash - 1].end < tokens[dash].start
    told = loose and all(k in places or tokens[k].pos == "PUNCT" for k in range(dash))
    return dash + 1 if told else 0


def _without_place(sentence: ParsedSentence, cue: Cue, opening: int) -> Cue:
    """The town of a dateline says nothing, though the tree may take it for who "agreed"."""
    if not any(k < opening for k in cue.source):
        return cue
    own = [k for k in cue.source if k >= opening]
    head = next((k for k in own if sentence.tokens[k].pos in ("NOUN", "PROPN", "PRON")), None)
    return replace(cue, source=own if head is not None else [], source_head=head)


def outermost(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Those whose cue does not stand in the content of another one that has a source."""
    contents = [[(c.start, c.end) for c in a.content] if a.source is not None else [] for a in attributions]
    around = holders([a.cue.start for a in attributions], contents)
    return tuple(a for a, outer in zip(attributions, around, strict=True) if not outer)


def _located(n: int, sentence: ParsedSentence, cue: Cue) -> Found:
    tokens = sentence.tokens
    at = (tokens[cue.tokens[0]].start, tokens[cue.tokens[-1]].end)
    if cue.tokens[-1] - cue.tokens[0] > len(cue.tokens) + 3:
        at = (tokens[cue.index].start, tokens[cue.index].end)
    source = (tokens[cue.source[0]].start, tokens[cue.source[-1]].end) if cue.source else None
    return Found(n, cue, at, source, stretches(sentence, cue.content))


def _distinct(found: list[Found]) -> list[Found]:
    """Without those whose words another cue of the same source holds nearly whole ("issued a statement saying …")."""
    alike: dict[tuple[int, tuple[int, int] | None], list[Found]] = {}
    for item in found:
        alike.setdefault((item.sentence, item.source), []).append(item)
    return [
        item
        for item in found
        if item.source is None
        or not any(_same(item, k) and _weaker(item, k) for k in alike[item.sentence, item.source] if k is not item)
    ]


def _size(content: Sequence[tuple[int, int]]) -> int:
    return sum(b - a for a, b in content)


def _same(a: Found, b: Found) -> bool:
    shared = sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a.content for y in b.content)
    return 2 * shared >= 1.0 * (_size(a.content) + _size(b.content)) * 0.6


def _weaker(a: Found, b: Found) -> bool:
    return (_size(a.content), a.at) > (_size(b.content), b.at)


def _value(item: Found, speakers: tuple[Speaker, ...]) -> Attribution:
    sense = item.cue.sense
    if item.cue.form == "label":
        kind = "direct"
    elif item.cue.form == "according_to":
        kind = "according_to"
    elif item.quoted:
        whole = _size(item.quoted) >= 0.8 * _size(item.content)
        kind = "direct" if whole else "mixed"
    else:
        kind = {"said": "indirect", "judged": "belief", "held": "belief", "wanted": "intention"}[sense.kind]
    return Attribution(
        cue=Range(*item.at),
        source=Range(*item.source) if item.source else None,
        content=tuple(Range(a, b) for a, b in item.content),
        speakers=speakers,
        kind=kind,  # type: ignore[arg-type]
        stance=sense.stance,
        why=item.cue.form,
    )
