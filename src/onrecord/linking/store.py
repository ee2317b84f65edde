"""LinkStore: what linking keeps between two additions, behind a few verbs.

Everything here is derived: it can be dropped and rebuilt from documents, claims and judgements, and then holds the
same rows. Ids are signed 64-bit numbers and keys such of 32 bits, so that a database keeps them in plain integer columns.

Life of one addition (``incremental.add``): ``put_documents``, ``put_nodes``, ``blocks``, ``nodes``, ``put_edges``, then
``edges`` a few times (the component of the new nodes, breadth first), ``incidents_of``, ``claims``, ``documents``, and
one ``replace``. A caller wraps the whole in one transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from onrecord.model import Claim, Incident

__all__ = ["Edge", "EdgeKind", "Forward", "LinkStore", "StoredDocument", "StoredIncident", "StoredNode"]

EdgeKind = Literal["match", "covers"]


class StoredDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What linking remembers of a document.

    ``body`` is opaque to the store, which may keep it or make it again (``document_again``).

    ``sequence`` is the number under which the ledger appended the document; it only decides which of two incidents
    keeps its id when they turn out to be one.
    """

    id: str
    sequence: int
    body: bytes


class StoredNode(msgspec.Struct, frozen=True, kw_only=True):
    """One account: the incident claims of one document that tell of one event.

    ``id`` is a hash of everything else, so that what is known of a node by its id stays true; a claim stands in one node.
    ``keys`` are its blocking keys (at most 56). ``body`` is opaque to the store, which may keep it or make it again
    (``bodies_again``).
    """

    id: int
    document: str
    claims: tuple[str, ...]
    keys: tuple[int, ...]
    body: bytes


class Edge(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Two nodes and what speaks for their being one event.

    ``match``: ``a < b``, ``weight`` in bits (log2 of the likelihood ratio plus prior), only edges above the linker's
    floor are kept. ``covers``: ``a`` is the aggregate, ``b`` the single event that its text names; weight 0.
    """

    a: int
    b: int
    kind: EdgeKind = "match"
    weight: float = 0.0


class StoredIncident(msgspec.Struct, frozen=True, kw_only=True):
    """An incident and the nodes that it is made of. A node stands in exactly one incident, or in none."""

    incident: Incident
    nodes: tuple[int, ...]


class Forward(msgspec.Struct, frozen=True, kw_only=True):
    """Where to look for an incident that is no longer there (``merged``, ``gone``), or that lost a part (``split``).

    ``new`` is absent where every claim of the old incident has left the incidents (a rejected or replaced reading).
    """

    old: str
    new: str | None
    reason: Literal["merged", "split", "gone"]


class LinkStore(Protocol):
    """The verbs. Every argument may be empty; unknown ids are left out of answers, never an error.

    Orders of answers do not matter: linking sorts what it gets.
    """

    def put_documents(self, documents: Sequence[StoredDocument]) -> None:
        """Keep documents; one with a known id replaces the old row but keeps the old ``sequence``."""

    def documents(self, ids: Iterable[str]) -> Mapping[str, StoredDocument]:
        """The kept documents among ``ids``."""

    def put_nodes(self, nodes: Sequence[StoredNode]) -> None:
        """Keep nodes with their keys and claims; a known id is left as it is."""

    def drop_nodes(self, ids: Iterable[int]) -> None:
        """Forget nodes with their keys, claims, edges and places in incidents (a document was read anew)."""

    def nodes(self, ids: Iterable[int]) -> Mapping[int, StoredNode]:
        """The kept nodes among ``ids``."""

    def keys(self, ids: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
        """The keys of the kept nodes among ``ids``, where nothing else of them is wanted."""

    def nodes_of_documents(self, documents: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
        """The nodes of each document that has any."""

    def nodes_of_claims(self, claims: Iterable[str]) -> Mapping[str, int]:
        """The node that each claim stands in."""

    def blocks(self, keys: Iterable[int], cap: int) -> Mapping[int, tuple[int, ...]]:
        """The nodes under each key, at most ``cap + 1`` of them.

        ``cap + 1`` numbers in the answer mean that the block is too large to be used; which they are then does not
        matter, and they need be no ids. Keys without nodes are left out.
        """

    def put_edges(self, edges: Sequence[Edge]) -> None:
        """Keep edges; one between the same nodes of the same kind is replaced."""

    def drop_edges(self, edges: Sequence[Edge]) -> None:
        """Forget edges by ``a``, ``b`` and ``kind``."""

    def edges(self, nodes: Iterable[int]) -> Sequence[Edge]:
        """Every edge of both kinds with at least one end in ``nodes``."""

    def claims(self, ids: Iterable[str]) -> Mapping[str, Claim]:
        """The ledger's claims by id. The store owes every claim of a node that was put."""

    def incidents_of(self, nodes: Iterable[int]) -> Mapping[int, str]:
        """The id of the incident that each node stands in now."""

    def incidents(self, ids: Iterable[str]) -> Mapping[str, StoredIncident]:
        """The kept incidents among ``ids``."""

    def replace(self, old: Iterable[str], new: Sequence[StoredIncident], forwards: Sequence[Forward]) -> None:
        """Take the incidents ``old`` out, put ``new`` in (ids may repeat those of ``old``), and append ``forwards``."""
