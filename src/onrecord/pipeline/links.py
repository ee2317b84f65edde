"""The ledger's link tables as linking's store: plain rows on one side, linking's values on the other."""

from collections.abc import Container, Iterable, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from typing import cast

from onrecord.ledger import Ledger, LinkTables
from onrecord.linking import (
    Edge,
    EdgeKind,
    Forward,
    StoredDocument,
    StoredIncident,
    StoredNode,
    bodies_again,
    document_again,
)
from onrecord.model import Claim

__all__ = ["LedgerLinks"]


class LedgerLinks:
    """A ``LinkStore`` over a ledger, inside the caller's transaction.

    The ledger keeps which claims make up a node and by which keys it is met. What is compared is made of the document's text and
    claims when it is asked for: to keep it took as much room as the text itself.
    ``replaced`` gathers the ids of incidents that stood before and were replaced. ``known`` are claims, and ``briefs`` documents,
    as the ledger gives them, for a caller that keeps them; they are used and added to.
    """

    def __init__(
        self,
        ledger: Ledger,
        tables: LinkTables | None = None,
        known: dict[str, Claim] | None = None,
        briefs: dict[str, StoredDocument] | None = None,
    ) -> None:
        self._ledger = ledger
        self._tables = tables or ledger.links()
        self._known = known
        self._briefs = {} if briefs is None else briefs
        self.replaced: set[str] = set()

    def filling(self) -> AbstractContextManager[None]:
        """While it lasts nodes are put into empty tables in bulk (``LinkTables.filling``)."""
        return self._tables.filling()

    def put_documents(self, documents: Sequence[StoredDocument]) -> None:
        self._briefs.update((d.id, d) for d in documents)

    def documents(self, ids: Iterable[str]) -> Mapping[str, StoredDocument]:
        wanted = list(ids)
        missing = [i for i in wanted if i not in self._briefs]
        if missing:
            sequences = self._ledger.sequences(missing)
            texts = self._ledger.documents_by_ids(missing)
            self._briefs.update((i, document_again(d, sequences[i])) for i, d in texts.items())
        return {i: self._briefs[i] for i in wanted if i in self._briefs}

    def put_nodes(self, nodes: Sequence[StoredNode]) -> None:
        self._tables.put_nodes([(n.id, n.document, n.claims, n.keys) for n in nodes])

    def drop_nodes(self, ids: Iterable[int]) -> None:
        self._tables.drop_nodes(ids)

    def nodes(self, ids: Iterable[int]) -> Mapping[int, StoredNode]:
        rows = self._tables.nodes(ids)
        bodies = self._bodies({document for _, document, _, _ in rows.values()}, rows)
        return {
            i: StoredNode(id=i, document=document, claims=claims, keys=keys, body=bodies[i])
            for i, document, claims, keys in rows.values()
        }

    def _bodies(self, documents: Set[str], wanted: Container[int]) -> dict[int, bytes]:
        """What is compared of the nodes ``wanted``; ``documents`` are those that they are of."""
        beside = self._tables.nodes_of_documents(documents)
        held = {i: claims for i, _, claims, _ in self._tables.nodes(n for of in beside.values() for n in of).values()}
        texts = self._ledger.documents_by_ids(beside)
        told = {c.id: c for of in self._ledger.claims_of_documents(beside, include_rejected=True).values() for c in of}
        # a node that a new reading takes away is still there until that is linked
        told |= self._ledger.claims_by_ids({c for ids in held.values() for c in ids} - told.keys())
        claims: dict[str, list[Claim]] = {}
        for claim in told.values():
            claims.setdefault(claim.document, []).append(claim)
        found: dict[int, bytes] = {}
        for document, nodes in beside.items():
            found |= bodies_again(texts[document], claims[document], {n: held[n] for n in nodes}, wanted)
        return found

    def keys(self, ids: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
        return self._tables.keys(ids)

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
