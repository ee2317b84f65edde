"""One component of kept pairs to the clusters that become incidents."""

from collections.abc import Callable, Mapping

from onrecord.linking.cluster import Constraints, cluster
from onrecord.linking.features import Account
from onrecord.linking.nodes import pair_bits, told_apart
from onrecord.linking.settings import Settings

__all__ = ["partition"]


def partition(
    component: list[int],
    weights: Mapping[tuple[int, int], float],
    constraints: Constraints,
    account: Callable[[int], Account],
    limits: Settings,
) -> list[tuple[int, ...]]:
    """Clusters of the nodes of ``component``, each sorted.

    Up to ``limits.dense`` nodes, pairs that were never compared are compared now; in larger components they count
    ``limits.missing`` bits, which keeps the cost of a component in proportion to its kept pairs.
    """
    if len(component) == 1:
        return [(component[0],)]
    told = told_apart([(n, account(n)) for n in component])
    known: dict[tuple[int, int], float] = dict(weights)

    def bits(a: int, b: int) -> float:
        if (a, b) not in known:
            found = pair_bits(account(a), account(b))
            known[a, b] = limits.veto if found is None else max(found, limits.veto)
        return known[a, b]

    missing = bits if len(component) <= limits.dense else limits.missing
    found = cluster(
        component, weights, constraints, join=limits.join, missing=missing, told_apart=told, apart=limits.apart
    )
    return [tuple(c) for c in found]
