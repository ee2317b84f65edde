"""The things asked in one sentence: how many they are, and of which type each is."""

from collections.abc import Iterator, Sequence

import msgspec

from onrecord.reading.claims import asked, certain, firm
from onrecord.reading.demands.kinds import NO_DEATH, OTHER, kind_at, kind_between, marked_in, refused
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.openings import SEPARATORS, Mode, begins_behind, verb_at

__all__ = ["LISTED", "Thing", "as_marked", "split"]

# words between a separator and the verb of what somebody else is asked to do
_WHOM = 10
# tokens behind "and" or a comma within which the finder's mark begins what follows there
_NEAR = 3
LISTED = 3
"""So many things asked in one sentence are a list: each stands on its own words."""
# which of the two is told by what is restricted, not by the words around it
_ALIKE = {"demand.restore_access", "demand.lift_restriction"}


class Thing(msgspec.Struct, frozen=True):
    """One thing asked: tokens ``first``..``last`` (exclusive) and its type; ``asked`` is the head of whom this alone is asked."""

    first: int
    last: int
    code: str
    asked: int | None = None


def split(line: Line, first: int, last: int, mode: Mode) -> list[Thing]:
    """The things asked in tokens ``first``..``last`` (exclusive), in order."""
    edges = [first]
    others: dict[int, tuple[int, int]] = {}
    for i in range(first + 1, last):
        joined = line.low[i] == "as" and line.low[i - 1] == "well"
        if not joined and (line.low[i] not in SEPARATORS or line.low[i - 1] in SEPARATORS):
            continue
        k = begins_behind(line, i, last, mode)
        if k is None and mode == "to" and (other := _asked_besides(line, i, last)) is not None:
            k = other[1]
            others[k] = (i, other[0])
        if k is None:
            k = _marked_behind(line, i, last)
        elif mode == "thing" and not _has_noun(line, edges[-1], i):
            continue
        if k is not None and k < last:
            edges.append(k)
    pieces: list[Thing] = []
    for a, b in zip(edges, [*edges[1:], last], strict=True):
        told_to = others[a][1] if a in others else pieces[-1].asked if pieces else None
        b = others[b][0] if b in others else b
        while b > a and (
            line.tokens[b - 1].text in "()" or (line.low[b - 1].isdigit() and line.tokens[b - 2].text == "(")
        ):
            b -= 1
            while b > a and line.low[b - 1] in SEPARATORS:
                b -= 1
        if line.low[max(a, b - 3) : b] == ["as", "well", "as"]:
            b -= 3
        while b > a and (line.low[b - 1] in SEPARATORS or line.low[b - 1] in ("to", "that", "for", "on", "not")):
            b -= 1
        pieces += (msgspec.structs.replace(thing, asked=told_to) for thing in _pieces(line, a, b, mode))
    return pieces


def _behind(line: Line, i: int, last: int) -> int:
    """The token behind the separator ``i`` and those that follow it (", and")."""
    return next((k for k in range(i + 1, last) if line.low[k] not in SEPARATORS), max(i + 1, last))


def _marked_behind(line: Line, i: int, last: int) -> int | None:
    """The token right behind the separator ``i`` at which the finder marks another thing asked than the one before."""
    k = _behind(line, i, last)
    near = line.tokens[k : min(k + _NEAR, last)]
    mark = next(
        (m for m in line.acts if asked(m) and firm(m) and near and near[0].start <= m.start < near[-1].end), None
    )
    if mark is None or mark.type == OTHER:
        return None
    before = [m for m in line.acts if asked(m) and m.start < line.tokens[i].start]
    return k if before and before[-1].type != mark.type else None


def _asked_besides(line: Line, i: int, last: int) -> tuple[int, int] | None:
    """Of whom another thing is asked after the separator ``i``, and its verb: "…, and on all parties to accept them"."""
    k = _behind(line, i, last)
    joined = line.low[i] in (",", ";") and k > i + 1
    again = k < last and line.low[k] in ("on", "upon", "to", "with")
    if not again and not joined:
        return None
    k += again
    for to in range(k + 1, min(k + _WHOM, last)):
        if line.low[to] == "to":
            nouns = [n for n in range(k, to) if line.tokens[n].pos in ("NOUN", "PROPN")]
            found = next((n for n in nouns if line.tokens[n].dep not in ("compound", "flat")), None)
            return (found, to + 1) if found is not None and verb_at(line, to + 1, "to") else None
        if line.tokens[to].pos not in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART") and line.low[to] != "of":
            return None
    return None


def _has_noun(line: Line, a: int, b: int) -> bool:
    return any(t.pos in ("NOUN", "PROPN") or t.tag == "VBG" for t in line.tokens[a:b])


def _pieces(line: Line, a: int, b: int, mode: Mode) -> Iterator[Thing]:
    """One thing, and the refusal of the death penalty that stands in it as a thing of its own."""
    if line.span(a, b) is None:
        return
    code = kind_at(line, a, b, mode)
    aside = next(
        (k for k in range(a + 1, b) if line.low[k] == "without" and kind_between(line, k, b) == NO_DEATH), None
    )
    if aside is not None:
        yield Thing(a, aside, kind_between(line, a, aside) if line.span(a, aside) else code)
        yield Thing(aside, b, NO_DEATH)
    else:
        yield Thing(a, b, code)


def as_marked(line: Line, pieces: Sequence[Thing], cue: int) -> list[Thing]:
    """The things with the types that the finder tells, where no line of the vocabulary does.

    Of the first the mark may begin at ``cue``, the word that asks.
    """
    found = []
    for n, thing in enumerate(pieces):
        mark = marked_in(line, line.span(thing.first if n else min(cue, thing.first), thing.last))
        sure = mark is not None and certain(mark) and {mark.type, thing.code} != _ALIKE
        if mark is not None and (thing.code == OTHER or sure) and not refused(line, thing.first, mark.type):
            thing = msgspec.structs.replace(thing, code=mark.type)
        found.append(thing)
    return found
