"""Linking from scratch: the same result as adding one by one, in bulk and within bounded memory.

Three steps, each spread over processes: documents to nodes, pairs of nodes to match weights, pieces to incidents. Between
them only flat arrays are held (keys, ids, kept pairs); bodies wait in a temporary file, and what is done goes to the store.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Any, Self

import msgspec
import numpy as np
import numpy.typing as npt

from onrecord.linking.blocking import Blocks
from onrecord.linking.decisions import Decisions
from onrecord.linking.nodes import Told
from onrecord.linking.packing import unpack_others
from onrecord.linking.parcel import Parcel
from onrecord.linking.pieces import piece_of
from onrecord.linking.settings import settings
from onrecord.linking.spool import Spool
from onrecord.linking.store import Edge, LinkStore, StoredDocument, StoredIncident, StoredNode
from onrecord.linking.work import Meetings, Pieces, compare_batch, prepare_batch, settle_batch
from onrecord.model import Rule

__all__ = ["Spread", "link_all"]

Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""``map``, or the map of an executor: results in the order of the items."""

Numbers = npt.NDArray[np.int64]
_COMPARED = 8_000
_SETTLED = 400
_PORTION = 5_000


def link_all(
    batches: Iterable[Sequence[Told]],
    store: LinkStore,
    decisions: Decisions | None = None,
    rule: Rule = "latest",
    spread: Spread = map,
) -> int:
    """Link every document into an empty store; gives the number of incidents.

    The store then holds what ``Linker.add`` over the same documents would have put there, in any order. It owes the claims
    of the documents from the moment on that their batch was given.
    """
    decisions = decisions or Decisions()
    with _Kept(store, decisions) as kept:
        told = (Parcel(list[Told], list(batch)) for batch in batches)
        for prepared in spread(partial(prepare_batch, decisions=decisions), told):
            kept.take(prepared.value.documents, prepared.value.nodes, prepared.value.covers)
        kept.compare(spread)
        work = (Parcel(Pieces, pieces) for pieces in kept.pieces())
        made = 0
        for settled in spread(partial(settle_batch, decisions=decisions, rule=rule), work):
            made += len(settled.value)
            kept.settle(settled.value)
        kept.cover()
    return made


class _Node(msgspec.Struct, frozen=True, array_like=True):
    """A node as it waits in the file; its number is its place there."""

    claims: tuple[str, ...]
    body: bytes


_ENCODER = msgspec.msgpack.Encoder()
_NODE = msgspec.msgpack.Decoder(_Node)


class _Kept:
    """What is known of a ledger while it is linked: nodes and documents by number, in flat arrays and two files."""

    def __init__(self, store: LinkStore, decisions: Decisions) -> None:
        self.store = store
        self.limits = settings()
        self.must, self.cannot = decisions.must, decisions.cannot
        self.judged = {c: -1 for pair in self.must | self.cannot for c in pair}
        self.names: list[str] = []
        self.sequences, self.briefs = array("q"), Spool()
        self.ids, self.document, self.bodies = array("q"), array("q"), Spool()
        self.keys, self.key_counts = array("i"), array("B")
        self.covers: list[Edge] = []
        self.unput: list[StoredDocument] = []
        self.unput_nodes: list[StoredNode] = []
        self.left = self.right = np.empty(0, np.int64)
        self.bits = np.empty(0, np.float64)
        self.ready: list[StoredIncident] = []
        self.wholes: list[StoredIncident] = []
        # of the nodes that cover others, or are covered: the incident that each is in
        self.home: dict[int, str] = {}
        self.above: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.briefs.close()
        self.bodies.close()

    # -------------------------------------------------------------- documents to nodes

    def take(self, documents: Sequence[StoredDocument], nodes: Sequence[StoredNode], covers: Sequence[Edge]) -> None:
        number = {d.id: len(self.names) + i for i, d in enumerate(documents)}
        self.names += number
        self.sequences.extend(d.sequence for d in documents)
        self.briefs.extend(d.body for d in documents)
        for node in nodes:
            self.judged.update((c, len(self.ids)) for c in node.claims if c in self.judged)
            self.ids.append(node.id)
            self.document.append(number[node.document])
            self.keys.extend(node.keys)
            self.key_counts.append(len(node.keys))
        self.bodies.extend(_ENCODER.encode(_Node(n.claims, n.body)) for n in nodes)
        self.covers += covers
        self.unput += documents
        self.unput_nodes += nodes
        if len(self.unput_nodes) >= _PORTION:
            self.put()

    def put(self) -> None:
        """Give the store what waits: many at a time, which a database takes faster."""
        self.store.put_documents(self.unput)
        self.store.put_nodes(self.unput_nodes)
        self.unput, self.unput_nodes = [], []

    # -------------------------------------------------------------- nodes to kept pairs

    def compare(self, spread: Spread) -> None:
        """Weigh all pairs that share an open block, and put those above the floor."""
        self.put()
        blocks = Blocks(self.keys, self.key_counts, self.limits.cap)
        self.keys, self.key_counts = array("i"), array("B")
        waiting: list[Numbers] = []
        parts = []
        for found in spread(compare_batch, self._meetings(blocks, waiting)):
            used = waiting.pop(0)
            parts.append((used[found.left], used[found.right], found.bits))
            self.store.put_edges(self._edges(*parts[-1]))
        if parts:
            self.left, self.right, self.bits = (np.concatenate(column) for column in zip(*parts, strict=True))
        self.home = {end: "" for e in self.covers for end in (e.a, e.b)}
        self.above = {e.a for e in self.covers}
        for i in range(0, len(self.covers), _PORTION):
            self.store.put_edges(self.covers[i : i + _PORTION])

    def _meetings(self, blocks: Blocks, waiting: list[Numbers]) -> Iterator[Meetings]:
        for left, right in blocks.pairs(_COMPARED):
            used = np.unique(np.concatenate([left, right]))
            waiting.append(used)
            ids = [self.ids[i] for i in used.tolist()]
            bodies = [_NODE.decode(b).body for b in self.bodies.get(used.tolist())]
            yield Meetings(ids, bodies, np.searchsorted(used, left), np.searchsorted(used, right))

    def _edges(self, left: npt.NDArray[Any], right: npt.NDArray[Any], bits: npt.NDArray[Any]) -> list[Edge]:
        ids = self.ids
        return [
            Edge(a=ids[a], b=ids[b], weight=w)
            for a, b, w in zip(left.tolist(), right.tolist(), bits.tolist(), strict=True)
        ]

    # -------------------------------------------------------------- pieces to incidents

    def pieces(self) -> Iterator[Pieces]:
        """Batches of whole pieces, in the order of their first node."""
        must, cannot = self._pairs(self.must), self._pairs(self.cannot)
        piece = piece_of(len(self.ids), self.left, self.right, self.bits, must, self.limits.most)
        order = np.argsort(piece, kind="stable")
        inside = np.flatnonzero(piece[self.left] == piece[self.right])
        inside = inside[np.argsort(piece[self.left[inside]], kind="stable")]
        edge_piece = piece[self.left[inside]]
        starts = np.flatnonzero(np.r_[True, np.diff(piece[order]) != 0]) if len(order) else np.empty(0, np.int64)
        ends = np.r_[starts[1:], len(order)]
        first = 0
        while first < len(starts):
            last = max(first + 1, int(np.searchsorted(ends, starts[first] + _SETTLED, side="right")))
            numbers = order[starts[first] : ends[last - 1]].tolist()
            low = np.searchsorted(edge_piece, piece[numbers[0]], side="left")
            high = np.searchsorted(edge_piece, piece[numbers[-1]], side="right")
            chosen = inside[low:high]
            sizes = (ends[first:last] - starts[first:last]).tolist()
            yield self._work(sizes, numbers, chosen, must, cannot)
            first = last

    def _work(self, sizes: list[int], numbers: list[int], edges: Numbers, must: Numbers, cannot: Numbers) -> Pieces:
        held = [_NODE.decode(b) for b in self.bodies.get(numbers)]
        nodes = [
            StoredNode(id=self.ids[i], document=self.names[self.document[i]], claims=n.claims, keys=(), body=n.body)
            for i, n in zip(numbers, held, strict=True)
        ]
        documents = sorted({self.document[i] for i in numbers})
        wanted = {c for n in held for c in (*n.claims, *unpack_others(n.body))}
        return Pieces(
            sizes=sizes,
            nodes=nodes,
            documents=[
                StoredDocument(id=self.names[d], sequence=self.sequences[d], body=b)
                for d, b in zip(documents, self.briefs.get(documents), strict=True)
            ],
            claims=list(self.store.claims(wanted).values()),
            edges=self._edges(self.left[edges], self.right[edges], self.bits[edges]),
            must=self._named(must, numbers),
            cannot=self._named(cannot, numbers),
        )

    def _pairs(self, judged: Iterable[tuple[str, str]]) -> Numbers:
        """Judged pairs of claims as pairs of node numbers."""
        home = self.judged
        found = {(min(home[a], home[b]), max(home[a], home[b])) for a, b in judged if home[a] >= 0 and home[b] >= 0}
        return np.array(sorted(p for p in found if p[0] != p[1]), dtype=np.int64).reshape(-1, 2)

    def _named(self, pairs: Numbers, numbers: Sequence[int]) -> list[tuple[int, int]]:
        """The pairs with both ends among the nodes ``numbers``, by their ids."""
        if not len(pairs):
            return []
        chosen = pairs[np.isin(pairs, np.array(numbers)).all(axis=1)]
        return [(self.ids[a], self.ids[b]) for a, b in chosen.tolist()]

    def settle(self, made: Sequence[StoredIncident]) -> None:
        """Put incidents; those that may cover others wait until all are there."""
        for stored in made:
            self.home.update((n, stored.incident.id) for n in stored.nodes if n in self.home)
            wait = not self.above.isdisjoint(stored.nodes) if self.above else False
            (self.wholes if wait else self.ready).append(stored)
        if len(self.ready) >= _PORTION:
            self.finish()

    def finish(self) -> None:
        self.store.replace((), self.ready, ())
        self.ready = []

    def cover(self) -> None:
        """Put the aggregates with the single incidents that their documents tell inside their scope."""
        parts: dict[str, set[str]] = defaultdict(set)
        for edge in self.covers:
            whole, part = self.home[edge.a], self.home[edge.b]
            if whole and part:
                parts[whole].add(part)
        for stored in self.wholes:
            covers = tuple(sorted(parts[stored.incident.id]))
            self.ready.append(StoredIncident(incident=replace(stored.incident, covers=covers), nodes=stored.nodes))
        self.finish()
