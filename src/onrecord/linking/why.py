"""Why an incident is what it is: how each report joined, and which near incidents were kept apart."""

from collections.abc import Iterable, Sequence

import msgspec

from onrecord.linking.compare import Part, explain
from onrecord.linking.copies import copy_groups
from onrecord.linking.decisions import Decisions
from onrecord.linking.features import Account
from onrecord.linking.nodes import decode_brief, decode_node, pair_bits
from onrecord.linking.settings import settings
from onrecord.linking.store import LinkStore

__all__ = ["Joined", "KeptApart", "Why", "why"]


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """A report of the incident and its strongest partner in it: the waterfall whose bits add up to ``bits``.

    ``mean`` is the mean weight against all other accounts of the incident, which is what the clustering goes by.
    ``judged`` is true where a must-link holds it.
    """

    document: str
    partner: str | None
    bits: float
    mean: float
    parts: tuple[Part, ...]
    judged: bool


class KeptApart(msgspec.Struct, frozen=True, kw_only=True):
    """A near incident: the pair of reports that speaks most for joining, and the mean weight that kept them apart.

    ``reason``: ``judged`` (cannot-link), ``kind`` (never one event: an aggregate, or kinds that exclude each other) or
    ``weight``.
    """

    incident: str
    document: str
    other: str
    bits: float
    mean: float
    parts: tuple[Part, ...]
    reason: str

    @property
    def compared(self) -> float:
        """What the comparisons of the pair weigh together; for ``kind`` the pair is apart all the same."""
        return sum(p.bits for p in self.parts)


class Why(msgspec.Struct, frozen=True, kw_only=True):
    joined: tuple[Joined, ...]
    apart: tuple[KeptApart, ...]
    copies: tuple[tuple[str, ...], ...]


def why(store: LinkStore, incident: str, decisions: Decisions | None = None, nearest: int = 5) -> Why:
    """The waterfalls of an incident. Costs a few lookups and no clustering; unknown ids give an empty answer."""
    decisions = decisions or Decisions()
    stored = store.incidents([incident]).get(incident)
    if stored is None:
        return Why(joined=(), apart=(), copies=())
    inside = {n: decode_node(s).account for n, s in store.nodes(stored.nodes).items()}
    judged = store.nodes_of_claims({c for pair in decisions.must | decisions.cannot for c in pair})
    must = {(judged[a], judged[b]) for a, b in decisions.must if a in judged and b in judged}
    cannot = {(judged[a], judged[b]) for a, b in decisions.cannot if a in judged and b in judged}
    held = {n for pair in must for n in pair}
    joined = [_joined(n, inside, n in held) for n in sorted(inside, key=lambda n: (inside[n].published, n))]
    near = _neighbours(store, stored.nodes, {n for pair in cannot for n in pair})
    apart = [_apart(name, inside, others, cannot) for name, others in near.items()]
    apart.sort(key=lambda k: (-k.mean, -k.compared, k.incident))
    briefs = [decode_brief(d) for d in store.documents({a.document for a in inside.values()}).values()]
    return Why(
        joined=tuple(joined),
        apart=tuple(apart[:nearest]),
        copies=tuple(copy_groups(briefs, settings().copy_similarity)),
    )


def _joined(node: int, inside: dict[int, Account], judged: bool) -> Joined:
    mine = inside[node]
    others = [(pair_bits(mine, a), n) for n, a in inside.items() if n != node]
    if not others:
        return Joined(document=mine.document, partner=None, bits=0.0, mean=0.0, parts=(), judged=judged)
    weighed = [(settings().veto if bits is None else bits, n) for bits, n in others]
    best, partner = max(weighed, key=lambda w: (w[0], -w[1]))
    return Joined(
        document=mine.document,
        partner=inside[partner].document,
        bits=best,
        mean=sum(bits for bits, _ in weighed) / len(weighed),
        parts=explain(mine, inside[partner]),
        judged=judged,
    )


def _neighbours(store: LinkStore, nodes: Sequence[int], judged: Iterable[int]) -> dict[str, dict[int, Account]]:
    """Incidents that a kept edge, a shared block or a judgement leads to, with their accounts."""
    mine = set(nodes)
    ends = {end for e in store.edges(mine) for end in (e.a, e.b)}
    keys = {k for held in store.keys(mine).values() for k in held}
    cap = settings().cap
    for block in store.blocks(keys, cap).values():
        if len(block) <= cap:
            ends.update(block)
    homes = store.incidents_of((ends | set(judged)) - mine)
    found: dict[str, dict[int, Account]] = {}
    for name, stored in store.incidents(set(homes.values())).items():
        found[name] = {n: decode_node(s).account for n, s in store.nodes(stored.nodes).items()}
    return found


def _apart(
    name: str, inside: dict[int, Account], others: dict[int, Account], cannot: set[tuple[int, int]]
) -> KeptApart:
    floor = settings().veto
    weighed = [(pair_bits(a, b), x, y) for x, a in inside.items() for y, b in others.items()]
    known = [(floor if bits is None else bits, x, y) for bits, x, y in weighed]
    best = max(bits for bits, _, _ in known)
    parts = {(x, y): explain(inside[x], others[y]) for bits, x, y in known if bits == best}
    # those that are never one event are all as far apart: what is compared tells which are near
    x, y = max(parts, key=lambda pair: (sum(p.bits for p in parts[pair]), -pair[0], -pair[1]))
    barred = any((x, y) in cannot or (y, x) in cannot for _, x, y in weighed)
    never = all(bits is None for bits, _, _ in weighed)
    return KeptApart(
        incident=name,
        document=inside[x].document,
        other=others[y].document,
        bits=best,
        mean=sum(bits for bits, _, _ in known) / len(known),
        parts=parts[x, y],
        reason="judged" if barred else "kind" if never else "weight",
    )
