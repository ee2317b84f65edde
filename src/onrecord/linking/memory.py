"""LinkStore in memory: for linking from scratch, for tests, and as the plainest statement of what the verbs mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord.linking.store import Edge, Forward, StoredDocument, StoredIncident, StoredNode
from onrecord.model import Claim

__all__ = ["MemoryStore"]


class MemoryStore:
    """All tables as dicts. ``claims`` are given by ``remember``, as the ledger would hold them."""

    def __init__(self) -> None:
        self._documents: dict[str, StoredDocument] = {}
        self._nodes: dict[int, StoredNode] = {}
        self._by_document: dict[str, set[int]] = defaultdict(set)
        self._by_claim: dict[str, int] = {}
        self._keys: dict[int, set[int]] = defaultdict(set)
        self._edges: dict[tuple[int, int, str], Edge] = {}
        self._touching: dict[int, set[tuple[int, int, str]]] = defaultdict(set)
        self._claims: dict[str, Claim] = {}
        self._incidents: dict[str, StoredIncident] = {}
        self._home: dict[int, str] = {}
        self.forwards: list[Forward] = []

    def remember(self, claims: Iterable[Claim]) -> None:
        self._claims.update((c.id, c) for c in claims)

    def put_documents(self, documents: Sequence[StoredDocument]) -> None:
        for document in documents:
            known = self._documents.get(document.id)
            if known is not None:
                document = StoredDocument(id=document.id, sequence=known.sequence, body=document.body)
            self._documents[document.id] = document

    def documents(self, ids: Iterable[str]) -> Mapping[str, StoredDocument]:
        return {i: self._documents[i] for i in ids if i in self._documents}

    def put_nodes(self, nodes: Sequence[StoredNode]) -> None:
        for node in nodes:
            if node.id in self._nodes:
                continue
            self._nodes[node.id] = node
            self._by_document[node.document].add(node.id)
            self._by_claim.update(dict.fromkeys(node.claims, node.id))
            for key in node.keys:
                self._keys[key].add(node.id)

    def drop_nodes(self, ids: Iterable[int]) -> None:
        for i in ids:
            node = self._nodes.pop(i, None)
            if node is None:
                continue
            self._by_document[node.document].discard(i)
            for claim in node.claims:
                if self._by_claim.get(claim) == i:
                    del self._by_claim[claim]
            for key in node.keys:
                self._keys[key].discard(i)
            self.drop_edges([self._edges[e] for e in list(self._touching.pop(i, ()))])
            self._home.pop(i, None)

    def nodes(self, ids: Iterable[int]) -> Mapping[int, StoredNode]:
        return {i: self._nodes[i] for i in ids if i in self._nodes}

    def keys(self, ids: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
        return {i: node.keys for i, node in self.nodes(ids).items()}

    def nodes_of_documents(self, documents: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
        return {d: tuple(self._by_document[d]) for d in documents if self._by_document.get(d)}

    def nodes_of_claims(self, claims: Iterable[str]) -> Mapping[str, int]:
        return {c: self._by_claim[c] for c in claims if c in self._by_claim}

    def blocks(self, keys: Iterable[int], cap: int) -> Mapping[int, tuple[int, ...]]:
        found = {}
        for key in keys:
            held = self._keys.get(key)
            if held:
                found[key] = tuple(held) if len(held) <= cap else tuple(held)[: cap + 1]
        return found

    def put_edges(self, edges: Sequence[Edge]) -> None:
        for edge in edges:
            key = (edge.a, edge.b, edge.kind)
            self._edges[key] = edge
            self._touching[edge.a].add(key)
            self._touching[edge.b].add(key)

    def drop_edges(self, edges: Sequence[Edge]) -> None:
        for edge in edges:
            key = (edge.a, edge.b, edge.kind)
            if self._edges.pop(key, None) is not None:
                self._touching[edge.a].discard(key)
                self._touching[edge.b].discard(key)

    def edges(self, nodes: Iterable[int]) -> Sequence[Edge]:
        keys = {key for n in nodes for key in self._touching.get(n, ())}
        return [self._edges[k] for k in keys]

    def claims(self, ids: Iterable[str]) -> Mapping[str, Claim]:
        return {i: self._claims[i] for i in ids if i in self._claims}

    def incidents_of(self, nodes: Iterable[int]) -> Mapping[int, str]:
        return {n: self._home[n] for n in nodes if n in self._home}

    def incidents(self, ids: Iterable[str]) -> Mapping[str, StoredIncident]:
        return {i: self._incidents[i] for i in ids if i in self._incidents}

    def all_incidents(self) -> list[StoredIncident]:
        """Every incident, by id."""
        return [self._incidents[i] for i in sorted(self._incidents)]

    def all_nodes(self) -> list[StoredNode]:
        return list(self._nodes.values())

    def all_edges(self) -> list[Edge]:
        return list(self._edges.values())

    def all_ids(self) -> list[str]:
        """The ids of every incident, in no order."""
        return list(self._incidents)

    def replace(self, old: Iterable[str], new: Sequence[StoredIncident], forwards: Sequence[Forward]) -> None:
        for i in old:
            gone = self._incidents.pop(i, None)
            for node in gone.nodes if gone else ():
                if self._home.get(node) == i:
                    del self._home[node]
        for stored in new:
            self._incidents[stored.incident.id] = stored
            self._home.update(dict.fromkeys(stored.nodes, stored.incident.id))
        self.forwards.extend(forwards)
