"""Clustering of accounts by the evidence of whole clusters.

Average linkage with constraints: two clusters join while the mean match weight over all their pairs stays above a
threshold, so a report in the middle cannot chain two strangers: their own pair counts against it. The order of joining
depends only on weights and ids, never on the order of input.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

__all__ = ["Constraints", "cluster", "components"]

Pair = tuple[int, int]


class Constraints:
    """Must-link and cannot-link pairs of nodes, as judgements put them."""

    __slots__ = ("cannot", "must")

    def __init__(self, must: Iterable[Pair] = (), cannot: Iterable[Pair] = ()) -> None:
        self.must = frozenset((min(p), max(p)) for p in must if p[0] != p[1])
        self.cannot = frozenset((min(p), max(p)) for p in cannot if p[0] != p[1])


def components(nodes: Iterable[int], edges: Iterable[Pair]) -> list[list[int]]:
    """Connected components, each sorted, in the order of their least node."""
    parent = {n: n for n in nodes}

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in edges:
        if a in parent and b in parent:
            x, y = root(a), root(b)
            parent[max(x, y)] = min(x, y)
    groups: dict[int, list[int]] = {}
    for n in sorted(parent):
        groups.setdefault(root(n), []).append(n)
    return [groups[r] for r in sorted(groups)]


def cluster(
    nodes: Sequence[int],
    weights: Mapping[Pair, float],
    constraints: Constraints,
    *,
    join: float,
    missing: float | Callable[[int, int], float],
    told_apart: Iterable[Pair] = (),
    apart: float = 0.0,
) -> list[list[int]]:
    """Partition ``nodes``. ``weights`` are in bits for pairs ``(a, b)`` with ``a < b``.

    A pair without a weight counts ``missing`` bits (or what ``missing(a, b)`` finds). Every pair of ``told_apart`` (accounts
    that one document tells as two events) takes ``apart`` bits off the mean, however large the clusters are.

    A cannot-link pair never shares a cluster, must-link or not. Must-link nodes bring their clusters with them: each gathers
    its own as if nobody had bound it, then these become one, for who says that two incidents are one means all that is told
    of both. Where a cannot-link pair stands between two such clusters, the nodes are joined first and the others choose.
    """
    inside = set(nodes)
    bound = _bound(inside, constraints)
    first: list[list[int]] = []
    while True:
        made = _Linkage(
            sorted(nodes), weights, _bars(inside, bound, constraints), join, missing, _ToldApart(told_apart, apart)
        )
        for group in first:
            made.unite(group)
        made.run()
        hindered = [g for g in bound if g not in first and not made.unite(g)]
        if not hindered:
            return made.clusters()
        first += hindered


def _bound(inside: Set[int], constraints: Constraints) -> list[list[int]]:
    """Nodes that must-link pairs hold together, as far as no cannot-link pair forbids it."""
    groups: dict[int, list[int]] = {}
    for a, b in sorted(constraints.must):
        if a in inside and b in inside:
            mine, other = groups.setdefault(a, [a]), groups.setdefault(b, [b])
            barred = any((min(x, y), max(x, y)) in constraints.cannot for x in mine for y in other)
            if mine is not other and not barred:
                mine += other
                groups |= dict.fromkeys(other, mine)
    return [g for n, g in groups.items() if n == g[0] and len(g) > 1]


def _bars(inside: Set[int], bound: Iterable[Sequence[int]], constraints: Constraints) -> set[Pair]:
    """Pairs that never share a cluster: what is barred from a node is barred from all that must be with it."""
    mates = {n: group for group in bound for n in group}
    return {
        (x, y) for a, b in constraints.cannot if a in inside and b in inside
        for x in mates.get(a, (a,)) for y in mates.get(b, (b,))
    }  # fmt: skip


class _ToldApart:
    """How many documents tell the members of two clusters apart, and what each of them weighs."""

    __slots__ = ("bits", "near")

    def __init__(self, pairs: Iterable[Pair], bits: float) -> None:
        self.bits = bits
        self.near: dict[int, dict[int, int]] = {}
        for a, b in pairs:
            self.near.setdefault(a, {})[b] = 1
            self.near.setdefault(b, {})[a] = 1

    def penalty(self, a: int, b: int) -> float:
        return self.bits * self.near.get(a, _NONE).get(b, 0)

    def merge(self, a: int, b: int) -> None:
        for other, count in self.near.pop(b, {}).items():
            del self.near[other][b]
            if other != a:
                mine = self.near.setdefault(a, {})
                mine[other] = self.near[other][a] = mine.get(other, 0) + count


_NONE: Mapping[int, int] = {}


class _Linkage:
    """Sums of pair weights between the clusters that some edge connects; the rest is only computed when asked."""

    def __init__(
        self,
        nodes: list[int],
        weights: Mapping[Pair, float],
        bars: Iterable[Pair],
        join: float,
        missing: float | Callable[[int, int], float],
        told: _ToldApart,
    ) -> None:
        self.join, self.missing, self.told = join, missing, told
        inside = set(nodes)
        self.members: dict[int, list[int]] = {n: [n] for n in nodes}
        self.near: dict[int, dict[int, tuple[float, int]]] = {n: {} for n in nodes}
        self.barred: dict[int, set[int]] = {n: set() for n in nodes}
        for a, b in bars:
            self.barred[a].add(b)
            self.barred[b].add(a)
        for (a, b), w in weights.items():
            if a in inside and b in inside:
                self.near[a][b] = self.near[b][a] = (w, 1)

    def unite(self, nodes: Sequence[int]) -> bool:
        """Make one of the clusters that the nodes are in; false, with some of them joined, where two of these are barred."""
        for node in nodes[1:]:
            x, y = self._home(nodes[0]), self._home(node)
            if y in self.barred[x]:
                return False
            if x != y:
                self._merge(min(x, y), max(x, y))
        return True

    def _home(self, node: int) -> int:
        return next(c for c, members in self.members.items() if node in members)

    def _score(self, a: int, b: int) -> float:
        return self._mean(a, b) - self.told.penalty(a, b)

    def _mean(self, a: int, b: int) -> float:
        total, known = self.near[a].get(b, (0.0, 0))
        pairs = len(self.members[a]) * len(self.members[b])
        if known == pairs:
            return total / pairs
        if callable(self.missing):
            total = self._fill(a, b)
            return total / pairs
        return (total + self.missing * (pairs - known)) / pairs

    def _fill(self, a: int, b: int) -> float:
        assert callable(self.missing)
        total = 0.0
        for x in self.members[a]:
            for y in self.members[b]:
                total += self.missing(min(x, y), max(x, y))
        self.near[a][b] = self.near[b][a] = (total, len(self.members[a]) * len(self.members[b]))
        return total

    def _merge(self, a: int, b: int) -> None:
        """Take ``b`` into ``a``."""
        self.told.merge(a, b)
        self.members[a] = sorted(self.members[a] + self.members.pop(b))
        for other, (total, known) in self.near.pop(b).items():
            del self.near[other][b]
            if other == a:
                continue
            t, k = self.near[a].get(other, (0.0, 0))
            self.near[a][other] = self.near[other][a] = (t + total, k + known)
        for other in self.barred.pop(b):
            self.barred[other].discard(b)
            self.barred[other].add(a)
            self.barred[a].add(other)
        self.barred[a].discard(a)

    def clusters(self) -> list[list[int]]:
        return [sorted(self.members[c]) for c in sorted(self.members, key=lambda c: self.members[c][0])]

    def run(self) -> None:
        """Join, the nearest first, until no two are near enough."""
        heap: list[tuple[float, int, int]] = []

        def push(a: int, b: int) -> None:
            if b not in self.barred[a]:
                score = self._score(a, b)
                if score > self.join:
                    heapq.heappush(heap, (-score, min(a, b), max(a, b)))

        for a in list(self.members):
            for b in list(self.near[a]):
                if a < b:
                    push(a, b)
        while heap:
            bits, a, b = heapq.heappop(heap)
            if a not in self.members or b not in self.members or b in self.barred[a] or self._score(a, b) != -bits:
                continue
            self._merge(a, b)
            for other in list(self.near[a]):
                push(a, other)
