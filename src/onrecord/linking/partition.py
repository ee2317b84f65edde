"""One component of kept pairs to the clusters that become incidents, and what each document is mostly about."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from onrecord.linking.cluster import Constraints, cluster
from onrecord.linking.nodes import story_bits, told_apart
from onrecord.linking.recall import Recall
from onrecord.linking.settings import Settings

__all__ = ["Cluster", "partition"]


class Cluster(msgspec.Struct, frozen=True):
    """``nodes`` of one incident, sorted; ``mains`` are those whose document is mostly about it."""

    nodes: tuple[int, ...]
    mains: frozenset[int]


def partition(
    component: list[int],
    weights: Mapping[tuple[int, int], float],
    constraints: Constraints,
    recall: Recall,
    limits: Settings,
) -> list[Cluster]:
    """The clusters of the nodes of ``component``, which ``recall`` knows.

    Up to ``limits.dense`` nodes, pairs that were never compared are compared now; in larger components they count
    ``limits.missing`` bits, which keeps the cost of a component in proportion to its kept pairs.
    """
    if len(component) == 1:
        return [Cluster(tuple(component), frozenset(n for n in component if recall.bare(n).main))]
    sources = Counter(recall.bare(n).source for n in component)
    told = told_apart([(n, recall.account(n)) for n in component if sources[recall.bare(n).source] > 1])
    known: dict[tuple[int, int], float] = dict(weights)

    def bits(a: int, b: int) -> float:
        if (a, b) not in known:
            found = recall.bits(a, b)
            known[a, b] = limits.veto if found is None else max(found, limits.veto)
        return known[a, b]

    missing = bits if len(component) <= limits.dense else limits.missing
    found = cluster(
        component, weights, constraints, join=limits.join, missing=missing, told_apart=told, apart=limits.apart
    )
    mains = _mains(found, recall, limits.join)
    return [Cluster(tuple(c), mains.intersection(c)) for c in found]


def _mains(
    clusters: Sequence[Sequence[int]],
    recall: Recall,
    join: float,
) -> frozenset[int]:
    """The node of each document that tells what it is mostly about, by the word of the others.

    A follow-up often opens with something later (a plea, a funeral, a reopening) and tells the deed further down. Where
    that second account stands in an incident that other reports are mostly about, and their stories agree with the
    story of this one better than the companions of its opening do, the document is about that incident.
    """
    home = {n: i for i, nodes in enumerate(clusters) for n in nodes}
    leads = [[n for n in nodes if recall.bare(n).main] for nodes in clusters]
    told: dict[str, list[int]] = defaultdict(list)
    for node in sorted(home):
        told[recall.bare(node).document].append(node)

    def support(opening: int, node: int) -> float:
        others = (story_bits(recall.account(opening), recall.account(n)) for n in leads[home[node]] if n != opening)
        return max(others, default=join)

    mains = set()
    for nodes in told.values():
        opening = next((n for n in nodes if recall.bare(n).main), None)
        if opening is not None and len(nodes) == 1:
            mains.add(opening)
        elif opening is not None:
            # equal support leaves the opening what it is
            mains.add(max(nodes, key=lambda n: (support(opening, n), n == opening, -n)))
    return frozenset(mains)
