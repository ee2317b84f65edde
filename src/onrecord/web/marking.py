"""Text cut into runs, so that every claim's words can be marked where they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Claim

__all__ = ["Paragraph", "Run", "around", "marked"]

_BREAK = re.compile(r"\n[ \t]*\n\s*")
_CONTEXT = 220


@dataclass(frozen=True)
class Run:
    """Words with one set of marks. ``claims`` are numbers (from 1) of the claims whose evidence this is."""

    text: str
    claims: tuple[int, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[int, ...] = ()
    strong: bool = False
    start: int = 0


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]
    cut_before: bool = False
    cut_after: bool = False


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _BREAK.finditer(text):
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if at < len(text):
        yield at, len(text)


def marked(text: str, claims: Sequence[Claim]) -> list[Paragraph]:
    """The whole text; a claim's id stands in ``begins`` of the run where its first evidence begins."""
    return [Paragraph(_runs(text, start, end, claims)) for start, end in _paragraphs(text)]


def around(text: str, claim: Claim) -> list[Paragraph]:
    """The paragraphs that hold a claim's evidence, long ones cut at a distance from it."""
    found = []
    for start, end in _paragraphs(text):
        inside = [e for e in claim.evidence if e.start < end and e.end > start]
        if not inside:
            continue
        first, last = max(start, inside[0].start), min(end, max(e.end for e in inside))
        begin = start if first - start <= _CONTEXT else _word(text, first - _CONTEXT, first)
        stop = end if end - last <= _CONTEXT else text.rfind(" ", last, last + _CONTEXT)
        stop = stop if stop > last else min(end, last + _CONTEXT) if end - last > _CONTEXT else end
        found.append(Paragraph(_runs(text, begin, stop, [claim]), begin > start, stop < end))
    return found


def _word(text: str, start: int, before: int) -> int:
    """The first beginning of a word after ``start``."""
    space = text.find(" ", start, before)
    return start if space < 0 else space + 1


def _runs(text: str, start: int, end: int, claims: Sequence[Claim]) -> tuple[Run, ...]:
    evidence = [
        (e.start, e.end, number, claim.id if i == 0 else "")
        for number, claim in enumerate(claims, 1) for i, e in enumerate(sorted(claim.evidence, key=lambda s: s.start))
        if e.start < end and e.end > start
    ]  # fmt: skip
    figures = [
        (s.start, s.end)
        for c in claims
        for s in (*c.tolls, *([c.action] if c.action else []))
        if s.start < end and s.end > start
    ]
    cuts = {start, end} | {x for a, b, *_ in evidence for x in (a, b)} | {x for pair in figures for x in pair}
    edges = sorted(x for x in cuts if start <= x <= end)
    return tuple(
        Run(
            text=text[a:b],
            claims=tuple(sorted({n for s, t, n, _ in evidence if s <= a and b <= t})),
            begins=tuple(i for s, _, _, i in evidence if i and max(s, start) == a),
            ends=tuple(sorted({n for _, t, n, _ in evidence if min(t, end) == b})),
            start=a,
            strong=any(s <= a and b <= t for s, t in figures),
        )
        for a, b in pairwise(edges)
    )
