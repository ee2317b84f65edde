"""Join the candidates of the gazetteer pass with the names that the parser found."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal, cast

import msgspec

from onrecord.reading.nlp import Entity, ParsedSentence
from onrecord.reading.places.lexicon import cues, designators
from onrecord.reading.places.values import Candidate, Found
from onrecord.vocab.gazetteer import fold

__all__ = ["merge"]

_LEAD = re.compile(r"(?:the|The|THE)\s+|[DRI]-(?=[A-Z])|[\s\"'“”‘(\[]+")
_TAIL = re.compile(r"(?:['’]s|['’]|[\s\"”’,;:)\]]+)$")


def merge(
    text: str,
    sentence: ParsedSentence,
    found: Found,
    make: Callable[[int, int], Candidate],
    is_land: Callable[[str | None], bool],
) -> tuple[Candidate, ...]:
    """Give each candidate the label of the name it stands in; add places that only the parser saw.

    A place name of the parser that is longer than the gazetteer's takes its place ("Moore's Ford", not "Moore"),
    unless what it adds is a direction, a comma or a word without a capital. So does one that the gazetteer cuts in two
    towns ("Baga Sola"), unless the second is a country or province ("Lahore Pakistan"), which ``is_land`` tells.
    """
    names = [(_trim(text, entity), entity.label) for entity in sentence.entities]
    kept: list[Candidate] = []
    for candidate in found.candidates:
        label, span = _best(names, candidate)
        whole = span is not None and span[0] >= candidate.start and span[1] <= candidate.end
        if candidate.before == "representing":
            label = ""
        kept.append(
            msgspec.structs.replace(candidate, label=cast(Literal["", "LOC", "ORG", "PER"], label), whole=whole)
        )
    for (start, end), label in names:
        if label != "LOC" or end - start < 2 or not text[start].isupper():
            continue
        if any(a < end and start < b for a, b, _ in found.demonyms):
            continue
        inside = [c for c in kept if c.start < end and start < c.end]
        if inside and not (_longer(text, start, end, inside) or _cut(text, start, end, inside, is_land)):
            continue
        kept = [c for c in kept if c not in inside]
        kept.append(msgspec.structs.replace(make(start, end), label="LOC", whole=True))
    return tuple(sorted(kept, key=lambda c: c.start))


def _trim(text: str, entity: Entity) -> tuple[int, int]:
    start, end = entity.start, entity.end
    while lead := _LEAD.match(text, start, end):
        start = lead.end()
    while tail := _TAIL.search(text[start:end]):
        end = start + tail.start()
    return start, end


def _best(names: Sequence[tuple[tuple[int, int], str]], candidate: Candidate) -> tuple[str, tuple[int, int] | None]:
    shared = [
        (min(end, candidate.end) - max(start, candidate.start), label, (start, end)) for (start, end), label in names
    ]
    best = max(shared, default=(0, "", None), key=lambda item: item[0])
    return (best[1], best[2]) if best[0] > 0 else ("", None)


def _between(text: str, start: int, end: int, inside: Sequence[Candidate]) -> list[str]:
    """What of a name its candidates leave over."""
    ends = [start, *(c.end for c in inside)]
    return [text[a:b] for a, b in zip(ends, [*(c.start for c in inside), end], strict=True)]


def _longer(text: str, start: int, end: int, inside: Sequence[Candidate]) -> bool:
    """Whether the parser's name says more than the gazetteer's, in capitals and without a comma."""
    if any(c.start < start or c.end > end for c in inside) or "," in text[start:end]:
        return False
    if any(word in cues().body_heads for word in fold(text[start:end]).split()):
        return False
    if any(c.source == "pattern" for c in inside):
        return False
    if all(c.start == start and c.end == end for c in inside):
        return False
    if len(inside) > 1 and not any(fold(gap) for gap in _between(text, start, end, inside)):
        return False
    if len(inside) == 1 and text[inside[0].end : end].strip(".") == "":
        extra = fold(text[start : inside[0].start])
        return bool(extra) and any(w not in cues().directions for w in extra.split())
    return all(_names(word) or word in cues().joining_words for word in text[start:end].split())


def _cut(text: str, start: int, end: int, inside: Sequence[Candidate], is_land: Callable[[str | None], bool]) -> bool:
    """Whether the gazetteer cuts a name of the parser into towns that stand side by side."""
    whole = len(inside) > 1 and inside[0].start == start and inside[-1].end == end
    if not whole or any(c.source == "pattern" for c in inside) or any(c.kinds for c in inside[:-1]):
        return False
    kinds = cues().body_heads | cues().common_words | cues().people_words | designators().after.keys()
    if any(word in kinds for word in fold(text[start:end]).split()):
        # "Landmark Bank", "Greer Station": what is called after a town
        return False
    gaps = [text[a.end : b.start] for a, b in pairwise(inside)]
    return all(gap == " " for gap in gaps) and not any(is_land(c.key) for c in inside)


def _names(word: str) -> bool:
    """Whether a word is a name or a part of one: "Tal", "al-Dhahab"."""
    return any(part[:1].isupper() for part in word.split("-"))
