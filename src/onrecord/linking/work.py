"""The three heavy steps of linking from scratch, each a pure function of one argument: for this process or another."""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from onrecord.linking.cluster import Constraints
from onrecord.linking.copies import Brief
from onrecord.linking.decisions import Decisions
from onrecord.linking.incident import Member, build
from onrecord.linking.nodes import Told, decode_body, decode_brief, kept_bits, prepare
from onrecord.linking.parcel import Parcel
from onrecord.linking.partition import Cluster, partition
from onrecord.linking.recall import Recall
from onrecord.linking.screen import may_be_kept
from onrecord.linking.settings import settings
from onrecord.linking.store import Edge, StoredDocument, StoredIncident, StoredNode
from onrecord.model import Claim, Rule

__all__ = ["Compared", "Meetings", "Pieces", "Prepared", "compare_batch", "prepare_batch", "settle_batch"]

Numbers = npt.NDArray[np.int64]


class Prepared(msgspec.Struct, frozen=True, array_like=True):
    """What linking keeps of some documents."""

    documents: list[StoredDocument]
    nodes: list[StoredNode]
    covers: list[Edge]


class Meetings(msgspec.Struct, frozen=True, array_like=True):
    """Pairs to compare. ``left`` and ``right`` are places in ``ids`` and ``bodies``."""

    ids: list[int]
    bodies: list[bytes]
    left: Numbers
    right: Numbers


class Compared(msgspec.Struct, frozen=True, array_like=True):
    """Pairs above the floor, by their places, and the match weight of each."""

    left: Numbers
    right: Numbers
    bits: npt.NDArray[np.float64]


class Pieces(msgspec.Struct, frozen=True, array_like=True):
    """Some pieces with everything that their incidents are made of.

    ``sizes`` of the pieces, whose nodes stand in ``nodes`` one piece after the other (without keys, which are not needed
    here); ``edges`` are the kept pairs inside them, must-link and cannot-link pairs are by node id.
    """

    sizes: list[int]
    nodes: list[StoredNode]
    documents: list[StoredDocument]
    claims: list[Claim]
    edges: list[Edge]
    must: list[tuple[int, int]]
    cannot: list[tuple[int, int]]


def prepare_batch(told: Parcel[list[Told]], decisions: Decisions) -> Parcel[Prepared]:
    """Documents to nodes."""
    documents, nodes, covers = [], [], []
    for item in told.value:
        document, made, edges = prepare(item, decisions.must, decisions.cannot)
        documents.append(document)
        nodes += made
        covers += edges
    return Parcel(Prepared, Prepared(documents, nodes, covers))


def compare_batch(met: Meetings) -> Compared:
    """The pairs above the floor: screened in columns, weighed one by one."""
    accounts = [decode_body(b).account for b in met.bodies]
    left, right, bits = [], [], []
    for place in may_be_kept(accounts, met.left, met.right).tolist():
        a, b = int(met.left[place]), int(met.right[place])
        if met.ids[a] > met.ids[b]:
            a, b = b, a
        found = kept_bits(accounts[a], accounts[b])
        if found is not None:
            left.append(a)
            right.append(b)
            bits.append(found)
    return Compared(np.array(left, np.int64), np.array(right, np.int64), np.array(bits))


def settle_batch(work: Parcel[Pieces], decisions: Decisions, rule: Rule) -> Parcel[list[StoredIncident]]:
    """Pieces to incidents, without what these cover."""
    given = work.value
    held = _Held(given)
    weights: dict[int, dict[tuple[int, int], float]] = {}
    piece_of = {n.id: i for i, nodes in enumerate(held.pieces) for n in nodes}
    for edge in given.edges:
        weights.setdefault(piece_of[edge.a], {})[edge.a, edge.b] = edge.weight
    constraints = Constraints(given.must, given.cannot)
    made: list[StoredIncident] = []
    for i, nodes in enumerate(held.pieces):
        ids = sorted(n.id for n in nodes)
        for cluster in partition(ids, weights.get(i, {}), constraints, held.recall, settings()):
            incident = build(held.members(cluster), rule, decisions)
            if incident is not None:
                made.append(StoredIncident(incident=incident, nodes=cluster.nodes))
    return Parcel(list[StoredIncident], made)


class _Held:
    """The nodes, documents and claims of some pieces, each unpacked once."""

    def __init__(self, given: Pieces) -> None:
        self.pieces = _cut(given.nodes, given.sizes)
        self.recall = Recall()
        self.recall.put(given.nodes)
        self.claims = {c.id: c for c in given.claims}
        self.documents = {d.id: d for d in given.documents}
        self.briefs: dict[str, Brief] = {}

    def members(self, cluster: Cluster) -> list[Member]:
        return [self._member(n, n in cluster.mains) for n in cluster.nodes]

    def _member(self, node: int, main: bool) -> Member:
        held = self.recall[node]
        document = held.document
        brief = self.briefs.get(document)
        if brief is None:
            brief = self.briefs[document] = decode_brief(self.documents[document])
        return Member(brief=brief, claims=tuple(self.claims[c] for c in held.told if c in self.claims), main=main)


def _cut(nodes: Sequence[StoredNode], sizes: Sequence[int]) -> list[Sequence[StoredNode]]:
    found, at = [], 0
    for size in sizes:
        found.append(nodes[at : at + size])
        at += size
    return found
