"""The ledger's link tables as linking's store: plain rows on one side, linking's values on the other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from onrecord.ledger import Ledger, LinkTables
from onrecord.linking import Edge, EdgeKind, Forward, StoredDocument, StoredIncident, StoredNode
from onrecord.model import Claim

__all__ = ["LedgerLinks"]


class LedgerLinks:
    """A ``LinkStore`` over a ledger, inside the caller's transaction.

    ``replaced`` gathers the ids of incidents that stood before and were replaced. ``known`` are claims as the ledger gives
    them, for a caller that keeps them; they are used and added to.
    """

    def __init__(self, ledger: Ledger, tables: LinkTables | None = None, known: dict[str, Claim] | None = None) -> None:
        self._ledger = ledger
        self._tables = tables or ledger.links()
        self._known = known
        self.replaced: set[str] = set()

    def put_documents(self, documents: Sequence[StoredDocument]) -> None:
        self._tables.put_documents([(d.id, d.sequence, d.body) for d in documents])

    def documents(self, ids: Iterable[str]) -> Mapping[str, StoredDocument]:
        rows = self._tables.documents(ids).values()
        return {i: StoredDocument(id=i, sequence=sequence, body=body) for i, sequence, body in rows}

    def put_nodes(self, nodes: Sequence[StoredNode]) -> None:
        self._tables.put_nodes([(n.id, n.document, n.claims, n.keys, n.body) for n in nodes])

    def drop_nodes(self, ids: Iterable[int]) -> None:
        self._tables.drop_nodes(ids)

    def nodes(self, ids: Iterable[int]) -> Mapping[int, StoredNode]:
        rows = self._tables.nodes(ids).values()
        return {
            i: StoredNode(id=i, document=document, claims=tuple(claims), keys=tuple(keys), body=body)
            for i, document, claims, keys, body in rows
        }

    def nodes_of_documents(self, documents: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
        return self._tables.nodes_of_documents(documents)

    def nodes_of_claims(self, claims: Iterable[str]) -> Mapping[str, int]:
        return self._tables.nodes_of_claims(claims)

    def blocks(self, keys: Iterable[int], cap: int) -> Mapping[int, tuple[int, ...]]:
        return self._tables.blocks(keys, cap)

    def put_edges(self, edges: Sequence[Edge]) -> None:
        self._tables.put_edges([(e.a, e.b, e.kind, e.weight) for e in edges])

    def drop_edges(self, edges: Sequence[Edge]) -> None:
        self._tables.drop_edges([(e.a, e.b, e.kind) for e in edges])

    def edges(self, nodes: Iterable[int]) -> Sequence[Edge]:
        return [
            Edge(a=a, b=b, kind=cast(EdgeKind, kind), weight=weight) for a, b, kind, weight in self._tables.edges(nodes)
        ]

    def claims(self, ids: Iterable[str]) -> Mapping[str, Claim]:
        known = self._known
        if known is None:
            return self._ledger.claims_by_ids(ids)
        wanted = list(ids)
        missing = [i for i in wanted if i not in known]
        if missing:
            known.update(self._ledger.claims_by_ids(missing))
        return {i: known[i] for i in wanted if i in known}

    def incidents_of(self, nodes: Iterable[int]) -> Mapping[int, str]:
        return self._tables.incidents_of(nodes)

    def incidents(self, ids: Iterable[str]) -> Mapping[str, StoredIncident]:
        rows = self._tables.incidents(ids)
        return {i: StoredIncident(incident=incident, nodes=tuple(nodes)) for i, (incident, nodes) in rows.items()}

    def replace(self, old: Iterable[str], new: Sequence[StoredIncident], forwards: Sequence[Forward]) -> None:
        gone = list(old)
        self.replaced |= set(gone)
        self._tables.replace(gone, [(s.incident, s.nodes) for s in new], [(f.old, f.new, f.reason) for f in forwards])
