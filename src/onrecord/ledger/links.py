"""The tables that linking keeps between two additions, behind its verbs, with plain rows in place of its values.

Everything here but ``forwards`` is derived. Ids are signed 64-bit numbers, keys have 48 bits. Every verb runs in the transaction
that was open when the tables were taken from the ledger; unknown ids are left out of answers.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import zstandard
from sqlalchemy import Column, Connection, Table, bindparam, delete, func, select

from onrecord.ledger.changes import note_changes
from onrecord.ledger.codec import decode_incident, dump, encode_incident, load
from onrecord.ledger.dialect import insert_rows
from onrecord.ledger.direct import delete_where, first_under, put_rows, rows_where
from onrecord.ledger.facts import incident_facts, incident_number, roles
from onrecord.ledger.judging import corrected_incident, standing
from onrecord.ledger.look import chosen, judgements_about
from onrecord.ledger.packing import Kind, pack, unpack
from onrecord.ledger.schema import t
from onrecord.model import Claim, Incident, Judgement

__all__ = ["LinkTables", "renumber_nodes", "rows_of_incidents"]

DocumentRow = tuple[str, int, bytes]
NodeRow = tuple[int, str, tuple[str, ...], tuple[int, ...], bytes]
EdgeRow = tuple[int, int, str, float]
IncidentRow = tuple[Incident, tuple[int, ...]]
ForwardRow = tuple[str, str | None, str]
_CHUNK = 8_000
_KEY_BYTES = 6
# with which every packed body begins, and no other: bodies of older ledgers are as they were given
_FRAME = zstandard.FRAME_HEADER


class LinkTables:
    """The verbs of linking's store. ``claims`` gives the ledger's claims, corrections applied."""

    def __init__(self, connection: Connection, claims: Callable[[Iterable[str]], Mapping[str, Claim]]) -> None:
        self._connection = connection
        self.claims = claims

    # --------------------------------------------------------------------------------------- documents and nodes

    def put_documents(self, rows: Sequence[DocumentRow]) -> None:
        """Keep ``(id, sequence, body)``; a known id takes the new body and keeps its sequence."""
        packed = [(i, sequence, _packed(body)) for i, sequence, body in rows]
        put_rows(self._connection, t.link_document, packed, replace=True, keep=("sequence",))

    def documents(self, ids: Iterable[str]) -> dict[str, DocumentRow]:
        rows = rows_where(self._connection, t.link_document, ("id", "sequence", "body"), "id", ids)
        return {i: (i, sequence, _unpacked(body)) for i, sequence, body in rows}

    def put_nodes(self, rows: Sequence[NodeRow]) -> None:
        """Keep ``(id, document, claims, keys, body)``; a known id is left as it is."""
        known = self._numbers_of(r[0] for r in rows)
        fresh = {r[0]: r for r in rows if r[0] not in known}
        if not fresh:
            return
        last = self._connection.execute(select(func.coalesce(func.max(t.link_node.c.num), 0))).scalar_one()
        numbered = list(enumerate(fresh.values(), int(last) + 1))
        stored = [(num, i, d, dump(list(c)), _joined(keys), _packed(body)) for num, (i, d, c, keys, body) in numbered]
        insert_rows(self._connection, t.link_node, stored)
        claims = [(c, r[0]) for r in fresh.values() for c in r[2]]
        put_rows(self._connection, t.link_node_claim, claims, replace=True)
        keys = sorted({(k, num) for num, r in numbered for k in r[3]})
        put_rows(self._connection, t.link_key, keys, replace=False)

    def drop_nodes(self, ids: Iterable[int]) -> None:
        """Forget nodes with their keys, claims, edges and places in incidents."""
        wanted = list(ids)
        numbers = self._numbers_of(wanted)
        pairs = [{"k": k, "n": numbers[i]} for i, row in self.nodes(wanted).items() for k in row[3]]
        if pairs:
            gone = delete(t.link_key).where(t.link_key.c.key == bindparam("k"), t.link_key.c.node == bindparam("n"))
            self._connection.execute(gone, pairs)
        for table, column in (
            (t.link_node_claim, t.link_node_claim.c.node), (t.link_edge, t.link_edge.c.a),
            (t.link_edge, t.link_edge.c.b), (t.link_incident_node, t.link_incident_node.c.node),
            (t.link_node, t.link_node.c.id),
        ):  # fmt: skip
            self._delete(table, column, wanted)

    def _numbers_of(self, ids: Iterable[int]) -> dict[int, int]:
        return dict(rows_where(self._connection, t.link_node, ("id", "num"), "id", ids))

    def nodes(self, ids: Iterable[int]) -> dict[int, NodeRow]:
        rows = rows_where(self._connection, t.link_node, ("id", "document", "claims", "keys", "body"), "id", ids)
        return {i: (i, d, tuple(load(claims)), _parted(keys), _unpacked(body)) for i, d, claims, keys, body in rows}

    def nodes_of_documents(self, documents: Iterable[str]) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = defaultdict(list)
        for document, node in rows_where(self._connection, t.link_node, ("document", "id"), "document", documents):
            found[document].append(node)
        return {d: tuple(sorted(ids)) for d, ids in found.items()}

    def nodes_of_claims(self, claims: Iterable[str]) -> dict[str, int]:
        return dict(rows_where(self._connection, t.link_node_claim, ("claim", "node"), "claim", claims))

    def blocks(self, keys: Iterable[int], cap: int) -> dict[int, tuple[int, ...]]:
        """The nodes under each key, at most ``cap + 1`` of them."""
        held = {k: n for k, n in first_under(self._connection, t.link_key, sorted(set(keys)), cap + 1) if n}
        numbers = {n for nodes in held.values() for n in nodes}
        ids = dict(rows_where(self._connection, t.link_node, ("num", "id"), "num", numbers))
        return {key: tuple([ids[n] for n in nodes]) for key, nodes in held.items()}

    # ------------------------------------------------------------------------------------------------------ edges

    def put_edges(self, rows: Sequence[EdgeRow]) -> None:
        """Keep ``(a, b, kind, weight)``; one between the same nodes of the same kind is replaced."""
        last = {(a, b, kind): weight for a, b, kind, weight in rows}
        put_rows(self._connection, t.link_edge, [(a, b, k, w) for (a, b, k), w in sorted(last.items())], replace=True)

    def drop_edges(self, rows: Sequence[EdgeRow] | Sequence[tuple[int, int, str]]) -> None:
        e = t.link_edge.c
        gone = delete(t.link_edge).where(e.a == bindparam("x"), e.b == bindparam("y"), e.kind == bindparam("z"))
        if rows:
            self._connection.execute(gone, [{"x": r[0], "y": r[1], "z": r[2]} for r in rows])

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
        return dict(rows_where(self._connection, t.link_incident_node, ("node", "incident"), "node", nodes))

    def incidents(self, ids: Iterable[str]) -> dict[str, IncidentRow]:
        """``(incident, nodes)`` by id, as linking made them, without corrections."""
        wanted = list(ids)
        nodes: dict[str, list[int]] = defaultdict(list)
        columns = ("incident", "node")
        for incident, node in rows_where(self._connection, t.link_incident_node, columns, "incident", wanted):
            nodes[incident].append(node)
        numbers = map(incident_number, wanted)
        rows = rows_where(self._connection, t.incident_bodies, ("body",), "num", numbers)
        found = [decode_incident(r[0]) for r in rows]
        return {i.id: (i, tuple(sorted(nodes[i.id]))) for i in found}

    def replace(self, old: Iterable[str], new: Sequence[IncidentRow], forwards: Sequence[ForwardRow]) -> None:
        """Take the incidents ``old`` out, put ``new`` in (ids may repeat), and append ``forwards``."""
        gone = list(dict.fromkeys([*old, *(i.id for i, _ in new)]))
        numbers = [incident_number(i) for i in gone]
        note_changes(self._connection, numbers)
        self._delete(t.incidents, t.incidents.c.num, numbers)
        self._delete(t.incident_bodies, t.incident_bodies.c.num, numbers)
        self._delete(t.incident_claims, t.incident_claims.c.incident, numbers)
        self._delete(t.incident_documents, t.incident_documents.c.incident, numbers)
        self._delete(t.incident_publishers, t.incident_publishers.c.incident, numbers)
        self._delete(t.link_incident_node, t.link_incident_node.c.incident, gone)
        for i in range(0, len(new), _CHUNK):
            self._insert(new[i : i + _CHUNK])
        if forwards:
            last = int(self._connection.execute(select(func.coalesce(func.max(t.link_forward.c.seq), 0))).scalar_one())
            now = datetime.now(UTC).isoformat(timespec="microseconds")
            self._connection.execute(
                t.link_forward.insert(),
                [
                    {"seq": last + n, "old": a, "new": b, "reason": why, "at": now}
                    for n, (a, b, why) in enumerate(forwards, 1)
                ],
            )

    def _insert(self, new: Sequence[IncidentRow]) -> None:
        rows = rows_of_incidents(self._connection, [incident for incident, _ in new])
        rows[t.incident_bodies] = [
            {"num": incident_number(i.id), "body": encode_incident(i)} for i, _ in new
        ]  # fmt: skip
        for table, found in rows.items():
            names = [c.name for c in table.columns]
            insert_rows(self._connection, table, [[row[n] for n in names] for row in found])
        nodes = [(n, incident.id) for incident, nodes in new for n in nodes]
        put_rows(self._connection, t.link_incident_node, nodes, replace=True)

    def _delete(self, table: Table, column: Column[Any], values: Sequence[Any]) -> None:
        delete_where(self._connection, table, column.name, values)


def rows_of_incidents(c: Connection, incidents: Sequence[Incident]) -> dict[Table, list[dict[str, Any]]]:
    """The rows by which incidents are found, their bodies aside, by table."""
    told = {i.id: roles(i) for i in incidents}
    facts = t.claim_facts.c
    statement = select(t.claims.c.id, t.claims.c.seq, facts.rights).join_from(
        t.claims, t.claim_facts, t.claims.c.seq == facts.seq
    )
    wanted = {claim for found in told.values() for claim in found}
    known = {r.id: (r.seq, r.rights) for r in chosen(c, statement, t.claims.c.id, wanted)}
    documents = {x.id for incident in incidents for x in incident.documents}
    held = {r[0]: r[1:] for r in rows_where(c, t.documents, ("id", "seq", "publisher"), "id", documents)}
    judged: Mapping[str, Sequence[Judgement]] = {}
    if c.execute(select(t.judged.c.judgement).limit(1)).first() is not None:
        judged = judgements_about(c, list(told))
    valid = standing(j for js in judged.values() for j in js)
    rows: dict[Table, list[dict[str, Any]]] = {
        x: [] for x in (t.incidents, t.incident_claims, t.incident_documents, t.incident_publishers)
    }
    for incident in incidents:
        num = incident_number(incident.id)
        inside = {known[claim][0]: role for claim, role in told[incident.id].items() if claim in known}
        rights = {r for claim in told[incident.id] if claim in known for r in known[claim][1].split("|") if r}
        shown = corrected_incident(incident, valid) if incident.id in judged else incident
        rows[t.incidents].append(incident_facts(shown, rights))
        rows[t.incident_claims] += [{"claim": s, "incident": num, "role": role} for s, role in sorted(inside.items())]
        there = [held[x.id] for x in incident.documents if x.id in held]
        rows[t.incident_documents] += [{"document": s, "incident": num} for s in sorted({seq for seq, _ in there})]
        names = sorted({publisher for _, publisher in there if publisher})
        rows[t.incident_publishers] += [{"incident": num, "publisher": name} for name in names]
    return rows


def _packed(body: bytes) -> bytes:
    """A body as it is stored: packed where that makes it shorter."""
    packed = pack(Kind.ACCOUNT, body)
    return packed if len(packed) < len(body) else body


def _unpacked(stored: bytes) -> bytes:
    stored = bytes(stored)
    return unpack(Kind.ACCOUNT, stored) if stored.startswith(_FRAME) else stored


def _joined(keys: Iterable[int]) -> bytes:
    return b"".join([k.to_bytes(_KEY_BYTES, "big") for k in keys])


def _parted(stored: bytes) -> tuple[int, ...]:
    stored = bytes(stored)
    return tuple([int.from_bytes(stored[i : i + _KEY_BYTES], "big") for i in range(0, len(stored), _KEY_BYTES)])


def renumber_nodes(connection: Connection, rows: Iterable[Any]) -> None:
    """Fill the tables of nodes and keys from rows of older ledgers, which had no short numbers and keys of eight bytes."""
    portion: list[NodeRow] = []
    tables = LinkTables(connection, lambda ids: {})
    for row in rows:
        keys = array("q")
        keys.frombytes(bytes(row.keys))
        # the first six of eight bytes
        cut = tuple(dict.fromkeys((k & (1 << 64) - 1) >> 16 for k in keys))
        portion.append((row.id, row.document, tuple(load(row.claims)), cut, _unpacked(row.body)))
        if len(portion) == _CHUNK:
            tables.put_nodes(portion)
            portion.clear()
    tables.put_nodes(portion)
