"""Pieces: the sets of accounts that are clustered together, each small enough to be clustered anew for one new report.

Kept pairs connect accounts into components, and a component may grow for ever (every day's shooting in a city is a little
like yesterday's). So a component of more than ``most`` accounts is cut at the next of ``LEVELS`` of match weight, and
again, until its parts are small; at the last level it is taken as it is. Which piece an account is in follows from the
graph alone, never from the order in which it grew, and can be found by walking no more than ``most`` accounts a level.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from onrecord.linking.cluster import components
from onrecord.linking.store import Edge

__all__ = ["LEVELS", "Walk", "piece_of", "pieces"]

LEVELS = (0.0, 2.0, 4.0, 6.0, 9.0, 12.0)
"""Bits of match weight above which a pair connects, one level after the other."""

Pair = tuple[int, int]
Numbers = npt.NDArray[np.int64]


def pieces(
    nodes: Iterable[int], edges: Mapping[Pair, float], must: Iterable[Pair], most: int, level: int = 0
) -> Iterator[list[int]]:
    """The pieces of ``nodes``, in the order of their least node; must-link pairs connect at every level."""
    joined = list(must)
    kept = {pair: bits for pair, bits in edges.items() if bits > LEVELS[level]}
    groups = components(nodes, [*kept, *joined])
    if level + 1 == len(LEVELS):
        yield from groups
        return
    large = [g for g in groups if len(g) > most]
    home = {n: i for i, group in enumerate(large) for n in group}
    inside: list[dict[Pair, float]] = [{} for _ in large]
    for pair, bits in kept.items():
        if pair[0] in home:
            inside[home[pair[0]]][pair] = bits
    bound: list[list[Pair]] = [[] for _ in large]
    for pair in joined:
        if pair[0] in home and home[pair[0]] == home.get(pair[1]):
            bound[home[pair[0]]].append(pair)
    at = 0
    for group in groups:
        if len(group) <= most:
            yield group
        else:
            yield from pieces(group, inside[at], bound[at], most, level + 1)
            at += 1


def piece_of(
    count: int, left: Numbers, right: Numbers, bits: npt.NDArray[np.float64], must: Numbers, most: int
) -> Numbers:
    """The least member of the piece of each of ``count`` accounts: ``pieces`` over arrays, for a whole ledger.

    ``must`` has two columns. Pairs are in any order, each once.
    """
    piece = np.arange(count)
    open_ = np.ones(count, dtype=bool)
    for level, least in enumerate(LEVELS):
        kept = (bits > least) & open_[left]
        left, right, bits = left[kept], right[kept], bits[kept]
        bound = must[open_[must[:, 0]]]
        home = _components(count, np.r_[left, bound[:, 0]], np.r_[right, bound[:, 1]])
        small = np.bincount(home, minlength=count)[home] <= most
        done = open_ & (small | (level + 1 == len(LEVELS)))
        piece[done] = home[done]
        open_ &= ~done
    return piece


def _components(count: int, left: Numbers, right: Numbers) -> Numbers:
    """The least member of each account's connected component: roots are hooked to lesser ones until no pair crosses."""
    root = np.arange(count)
    while len(left):
        a, b = root[left], root[right]
        crossing = a != b
        left, right, a, b = left[crossing], right[crossing], a[crossing], b[crossing]
        np.minimum.at(root, np.maximum(a, b), np.minimum(a, b))
        while not np.array_equal(above := root[root], root):
            root = above
    return root


class Walk:
    """Finds, from touched accounts, every piece that may have changed; ``edges`` gives the kept pairs at some accounts.

    ``new`` are the accounts just added and ``joined`` older ones that connect only now, pair by pair: without them the graph
    is as it was, which tells whose piece was another. Ends of joined pairs, and of pairs that are gone, are owed as touched.
    ``covers`` are the cover edges met on the way: all of those at the accounts of the pieces found.
    """

    def __init__(
        self,
        edges: Callable[[Iterable[int]], Iterable[Edge]],
        must: Iterable[Pair],
        new: Iterable[int],
        most: int,
        joined: Iterable[Pair] = (),
    ) -> None:
        self._edges, self._most, self._new = edges, most, frozenset(new)
        self._joined = frozenset(joined)
        self._near: dict[int, dict[int, float]] = {}
        self.covers: set[Edge] = set()
        self._must: dict[int, set[int]] = {}
        for a, b in must:
            self._must.setdefault(a, set()).add(b)
            self._must.setdefault(b, set()).add(a)

    def pieces(self, touched: Iterable[int]) -> Iterator[list[int]]:
        """The pieces that hold ``touched`` accounts, and those whose component outgrew its level by them."""
        left = set(touched)
        for level in range(len(LEVELS)):
            last = level + 1 == len(LEVELS)
            ahead: set[int] = set()
            large: set[int] = set()
            while left:
                start = min(left)
                found = self._component(start, level, 0 if last else self._most, before=False)
                if found is not None:
                    left -= found
                    yield sorted(found)
                    continue
                left.discard(start)
                large.add(start)
                # before the new accounts came it may have been a piece of its own: all of it is clustered anew
                if start not in self._new:
                    before = self._component(start, level, self._most, before=True)
                    left -= before or set()
                    ahead |= before or set()
            left = ahead | large

    def weights(self, piece: Iterable[int]) -> dict[Pair, float]:
        """The kept pairs inside a piece that was found."""
        inside = set(piece)
        return {(a, b): w for a in inside for b, w in self._near[a].items() if a < b and b in inside}

    def _component(self, start: int, level: int, most: int, before: bool) -> set[int] | None:
        """The component of ``start`` above a level, breadth first; None once it has more than ``most`` accounts (0: any).

        ``before``: without what is new.
        """
        seen, front = {start}, {start}
        while front:
            self._load(front)
            met = [(a, b) for a in front for b, bits in self._near[a].items() if bits > LEVELS[level]]
            met += [(a, b) for a in front for b in self._must.get(a, ())]
            if before:
                met = [(a, b) for a, b in met if b not in self._new and (min(a, b), max(a, b)) not in self._joined]
            front = {b for _, b in met} - seen
            seen |= front
            if most and len(seen) > most:
                return None
        return seen

    def _load(self, nodes: Iterable[int]) -> None:
        missing = [n for n in nodes if n not in self._near]
        if not missing:
            return
        for n in missing:
            self._near[n] = {}
        for edge in self._edges(missing):
            if edge.kind == "match":
                for a, b in ((edge.a, edge.b), (edge.b, edge.a)):
                    if a in self._near:
                        self._near[a][b] = edge.weight
            else:
                self.covers.add(edge)
