"""The tables that linking keeps between two additions, behind its verbs, with plain rows in place of its values.

Everything here but ``forwards`` is derived, and what can be made of a document's text and claims is not kept. Ids of nodes are
signed 64-bit numbers, keys signed ones of 32 bits; documents, claims and incidents stand in the rows by their short numbers.
Every verb runs in the transaction that was open when the tables were taken from the ledger. Unknown ids are left out of
answers; what is kept must rest on documents and claims that the ledger holds.
"""

import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Table

from onrecord.ledger.blocks import Blocks
from onrecord.ledger.changes import note_changes
from onrecord.ledger.codec import decode_incident, encode_incident
from onrecord.ledger.dialect import insert_rows
from onrecord.ledger.dictionaries import own_dictionaries
from onrecord.ledger.direct import delete_rows, delete_where, first_row, last_number, put_rows, rows_where
from onrecord.ledger.facts import incident_facts, roles
from onrecord.ledger.hashing import row_mark
from onrecord.ledger.judging import corrected_incident, standing
from onrecord.ledger.look import incident_numbers, judgements_about
from onrecord.ledger.schema import t
from onrecord.ledger.sealed import incidents_redacted, refresh_hidden
from onrecord.model import Claim, Incident, Judgement, RecordError

__all__ = ["Kept", "LinkTables", "rows_of_incidents", "unpacked_node"]

NodeRow = tuple[int, str, tuple[str, ...], tuple[int, ...]]
EdgeRow = tuple[int, int, str, float]
IncidentRow = tuple[Incident, tuple[int, ...]]
ForwardRow = tuple[str, str | None, str]
_CHUNK = 8_000
_BYTES = 4


class Kept(NamedTuple):
    """All that linking keeps: nodes, edges, and the id of the incident that each node is in."""

    nodes: Sequence[NodeRow]
    edges: Sequence[EdgeRow]
    homes: Mapping[int, str]


class LinkTables:
    """The verbs of linking's store. ``claims`` gives the ledger's claims, corrections applied."""

    def __init__(self, connection: Connection, claims: Callable[[Iterable[str]], Mapping[str, Claim]]) -> None:
        self._connection = connection
        self._blocks = Blocks(connection)
        self.claims = claims

    # ------------------------------------------------------------------------------------------------------ nodes

    @contextmanager
    def filling(self) -> Iterator[None]:
        """While it lasts what nodes are met by is gathered, and written in one go at the end, if there is nothing yet.

        Until then ``blocks`` finds nothing, and nothing may be dropped.
        """
        self._blocks.gather()
        yield
        self._blocks.fill()

    def put_nodes(self, rows: Sequence[NodeRow]) -> None:
        """Keep ``(id, document, claims, keys)``; a known id is left as it is.

        Raises:
            RecordError: for a document or a claim that the ledger does not hold.
        """
        known = {i for (i,) in rows_where(self._connection, t.link_node, ("id",), "id", (r[0] for r in rows))}
        fresh = {r[0]: r for r in rows if r[0] not in known}
        if not fresh:
            return
        numbered = list(enumerate(fresh.values(), last_number(self._connection, t.link_node.c.num) + 1))
        documents = self._numbers(t.documents, (r[1] for r in fresh.values()))
        claims = self._numbers(t.claims, (c for r in fresh.values() for c in r[2]))
        told = {r[0]: [claims[c] for c in r[2]] for r in fresh.values()}
        insert_rows(
            self._connection, t.link_node,
            [(num, i, documents[d], _joined(told[i]), _joined(keys)) for num, (i, d, _, keys) in numbered],
        )  # fmt: skip
        homes = [(claim, node) for node, held in told.items() for claim in held]
        put_rows(self._connection, t.link_node_claim, homes, replace=True)
        self._blocks.put((k, num) for num, r in numbered for k in r[3])

    def _numbers(self, table: Table, ids: Iterable[str]) -> dict[str, int]:
        """The numbers of all these documents or claims."""
        wanted = set(ids)
        found = dict(rows_where(self._connection, table, ("id", "seq"), "id", wanted))
        if len(found) < len(wanted):
            missing = min(wanted - set(found))
            raise RecordError(f"{missing} cannot be linked: it is none of the ledger's {table.name}")
        return found

    def drop_nodes(self, ids: Iterable[int]) -> None:
        """Forget nodes with their keys, claims, edges and places in incidents."""
        wanted = list(ids)
        rows = rows_where(self._connection, t.link_node, ("num", "claims", "keys"), "id", wanted)
        self._blocks.drop((k, num) for num, _, keys in rows for k in _parted(keys))
        claims = {claim for _, held, _ in rows for claim in _parted(held)}
        homes = rows_where(self._connection, t.link_node_claim, ("claim", "node"), "claim", claims)
        mine = set(wanted)
        self._delete(t.link_node_claim, t.link_node_claim.c.claim, [claim for claim, node in homes if node in mine])
        for table, column in (
            (t.link_edge, t.link_edge.c.a), (t.link_edge, t.link_edge.c.b),
            (t.link_incident_node, t.link_incident_node.c.node), (t.link_node, t.link_node.c.id),
        ):  # fmt: skip
            self._delete(table, column, wanted)

    def nodes(self, ids: Iterable[int]) -> dict[int, NodeRow]:
        rows = rows_where(self._connection, t.link_node, ("id", "document", "claims", "keys"), "id", ids)
        documents = self._ids(t.documents, {r[1] for r in rows})
        told = {r[0]: _parted(r[2]) for r in rows}
        claims = self._ids(t.claims, {seq for held in told.values() for seq in held})
        return {i: (i, documents[d], tuple([claims[seq] for seq in told[i]]), _parted(keys)) for i, d, _, keys in rows}

    def keys(self, ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """The keys of nodes."""
        rows = rows_where(self._connection, t.link_node, ("id", "keys"), "id", ids)
        return {i: _parted(keys) for i, keys in rows}

    def _ids(self, table: Table, numbers: Iterable[int]) -> dict[int, str]:
        return dict(rows_where(self._connection, table, ("seq", "id"), "seq", numbers))

    def nodes_of_documents(self, documents: Iterable[str]) -> dict[str, tuple[int, ...]]:
        named = {seq: i for i, seq in rows_where(self._connection, t.documents, ("id", "seq"), "id", documents)}
        found: dict[str, list[int]] = defaultdict(list)
        for document, node in rows_where(self._connection, t.link_node, ("document", "id"), "document", named):
            found[named[document]].append(node)
        return {d: tuple(sorted(ids)) for d, ids in found.items()}

    def nodes_of_claims(self, claims: Iterable[str]) -> dict[str, int]:
        named = {seq: i for i, seq in rows_where(self._connection, t.claims, ("id", "seq"), "id", claims)}
        rows = rows_where(self._connection, t.link_node_claim, ("claim", "node"), "claim", named)
        return {named[claim]: node for claim, node in rows}

    def blocks(self, keys: Iterable[int], cap: int) -> dict[int, tuple[int, ...]]:
        """The nodes under each key; of one with more than ``cap`` their numbers in place of their ids, ``cap + 1`` of them."""
        held = self._blocks.nodes(keys, cap + 1)
        # nobody compares those of a closed block, which hold most of the nodes
        numbers = {n for nodes in held.values() if len(nodes) <= cap for n in nodes}
        ids = dict(rows_where(self._connection, t.link_node, ("num", "id"), "num", numbers))
        seen = {
            key: nodes if len(nodes) > cap else tuple([ids[n] for n in nodes if n in ids])
            for key, nodes in held.items()
        }
        return {key: nodes for key, nodes in seen.items() if nodes}

    # ------------------------------------------------------------------------------------------------------ edges

    def put_edges(self, rows: Sequence[EdgeRow]) -> None:
        """Keep ``(a, b, kind, weight)``; one between the same nodes of the same kind is replaced."""
        last = {(a, b, kind): weight for a, b, kind, weight in rows}
        put_rows(self._connection, t.link_edge, [(a, b, k, w) for (a, b, k), w in sorted(last.items())], replace=True)

    def drop_edges(self, rows: Sequence[EdgeRow] | Sequence[tuple[int, int, str]]) -> None:
        delete_rows(self._connection, t.link_edge, [(r[0], r[1], r[2]) for r in rows])

    def edges(self, nodes: Iterable[int]) -> list[EdgeRow]:
        """Every edge with at least one end in ``nodes``."""
        wanted = list(nodes)
        columns = ("a", "b", "kind", "weight")
        found = [
            tuple(r) for end in ("a", "b") for r in rows_where(self._connection, t.link_edge, columns, end, wanted)
        ]
        return list(dict.fromkeys(found))

    # -------------------------------------------------------------------------------------------------- incidents

    def incidents_of(self, nodes: Iterable[int]) -> dict[int, str]:
        rows = rows_where(self._connection, t.link_incident_node, ("node", "incident"), "node", nodes)
        named = dict(rows_where(self._connection, t.incidents, ("num", "id"), "num", {num for _, num in rows}))
        return {node: named[num] for node, num in rows if num in named}

    def incidents(self, ids: Iterable[str]) -> dict[str, IncidentRow]:
        """``(incident, nodes)`` by id, as linking made them, without corrections."""
        numbers = incident_numbers(self._connection, ids)
        nodes: dict[int, list[int]] = defaultdict(list)
        columns = ("incident", "node")
        for num, node in rows_where(self._connection, t.link_incident_node, columns, "incident", numbers.values()):
            nodes[num].append(node)
        bodies = rows_where(self._connection, t.incident_bodies, ("num", "body"), "num", numbers.values())
        found = [(num, decode_incident(body)) for num, body in bodies]
        return {i.id: (i, tuple(sorted(nodes[num]))) for num, i in found}

    def replace(self, old: Iterable[str], new: Sequence[IncidentRow], forwards: Sequence[ForwardRow]) -> None:
        """Take the incidents ``old`` out, put ``new`` in (ids may repeat), and append ``forwards``."""
        numbers = incident_numbers(self._connection, {*old, *(i.id for i, _ in new)})
        gone = sorted(numbers.values())
        note_changes(self._connection, gone)
        redacted = incidents_redacted(self._connection)
        left = self._documents_in(gone) if redacted else set()
        self._take_publishers_out(gone)
        for table, column in (
            (t.incidents, t.incidents.c.num), (t.incident_bodies, t.incident_bodies.c.num),
            (t.incident_claims, t.incident_claims.c.incident), (t.incident_documents, t.incident_documents.c.incident),
            (t.link_incident_node, t.link_incident_node.c.incident),
        ):  # fmt: skip
            self._delete(table, column, gone)
        for i in range(0, len(new), _CHUNK):
            self._insert(new[i : i + _CHUNK], numbers)
        if forwards:
            last = last_number(self._connection, t.link_forward.c.seq)
            now = datetime.now(UTC).isoformat(timespec="microseconds")
            moved = [(last + n, a, b, why, now) for n, (a, b, why) in enumerate(forwards, 1)]
            insert_rows(self._connection, t.link_forward, [(*m, row_mark(t.link_forward.name, m)) for m in moved])
        if redacted:
            # a redaction of a whole incident hides in what joins it, and no search may find that
            refresh_hidden(self._connection, left | {d.id for incident, _ in new for d in incident.documents})

    def _documents_in(self, incidents: Sequence[int]) -> set[str]:
        told = rows_where(self._connection, t.incident_documents, ("document",), "incident", incidents)
        return set(self._ids(t.documents, {d for (d,) in told}).values())

    def _take_publishers_out(self, gone: Sequence[int]) -> None:
        """The rows of ``incident_publishers``, which are found by the publishers of the incidents' documents."""
        told = rows_where(self._connection, t.incident_documents, ("incident", "document"), "incident", gone)
        held = dict(rows_where(self._connection, t.documents, ("seq", "publisher"), "seq", {d for _, d in told}))
        pairs = sorted({(held[d], num) for num, d in told if held[d]})
        delete_rows(self._connection, t.incident_publishers, pairs)

    def _insert(self, new: Sequence[IncidentRow], numbers: Mapping[str, int]) -> None:
        rows = rows_of_incidents(self._connection, [incident for incident, _ in new], numbers)
        own = own_dictionaries(self._connection)
        rows[t.incident_bodies] = [{"num": numbers[i.id], "body": encode_incident(i, own)} for i, _ in new]
        for table, found in rows.items():
            names = [c.name for c in table.columns]
            insert_rows(self._connection, table, [[row[n] for n in names] for row in found])
        nodes = [(n, numbers[incident.id]) for incident, nodes in new for n in nodes]
        put_rows(self._connection, t.link_incident_node, nodes, replace=True)

    def _delete(self, table: Table, column: Column[Any], values: Sequence[Any]) -> None:
        delete_where(self._connection, table, column.name, values)


def rows_of_incidents(
    c: Connection, incidents: Sequence[Incident], numbers: Mapping[str, int]
) -> dict[Table, list[dict[str, Any]]]:
    """The rows by which incidents are found, their bodies aside, by table; ``numbers`` are theirs by id."""
    told = {i.id: roles(i) for i in incidents}
    wanted = {claim for found in told.values() for claim in found}
    seqs = dict(rows_where(c, t.claims, ("id", "seq"), "id", wanted))
    facts = dict(rows_where(c, t.claim_facts, ("seq", "rights"), "seq", seqs.values()))
    known = {claim: (seq, facts[seq]) for claim, seq in seqs.items() if seq in facts}
    documents = {x.id for incident in incidents for x in incident.documents}
    held = {r[0]: r[1:] for r in rows_where(c, t.documents, ("id", "seq", "publisher"), "id", documents)}
    judged: Mapping[str, Sequence[Judgement]] = {}
    if first_row(c, "select 1 from judged limit 1") is not None:
        judged = judgements_about(c, list(told))
    valid = standing(j for js in judged.values() for j in js)
    rows: dict[Table, list[dict[str, Any]]] = {
        x: [] for x in (t.incidents, t.incident_claims, t.incident_documents, t.incident_publishers)
    }
    for incident in incidents:
        num = numbers[incident.id]
        inside = {known[claim][0]: role for claim, role in told[incident.id].items() if claim in known}
        rights = {r for claim in told[incident.id] if claim in known for r in known[claim][1].split("|") if r}
        shown = corrected_incident(incident, valid) if incident.id in judged else incident
        rows[t.incidents].append(incident_facts(num, shown, rights))
        rows[t.incident_claims] += [{"claim": s, "incident": num, "role": role} for s, role in sorted(inside.items())]
        there = [held[x.id] for x in incident.documents if x.id in held]
        rows[t.incident_documents] += [{"document": s, "incident": num} for s in sorted({seq for seq, _ in there})]
        names = sorted({publisher for _, publisher in there if publisher})
        rows[t.incident_publishers] += [{"incident": num, "publisher": name} for name in names]
    return rows


def unpacked_node(row: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The numbers of the claims, and the keys, of a row of ``link_node``. Raises ValueError for damaged bytes."""
    try:
        return _parted(row.claims), _parted(row.keys)
    except struct.error as error:
        raise ValueError(str(error)) from error


def _joined(numbers: Sequence[int]) -> bytes:
    return struct.pack(f">{len(numbers)}i", *numbers)


def _parted(stored: bytes) -> tuple[int, ...]:
    stored = bytes(stored)
    return struct.unpack(f">{len(stored) // _BYTES}i", stored)
