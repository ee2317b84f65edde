"""Derived rows against what they follow from: the proof that nobody changed what is found, counted and shown.

Rows that the ledger makes itself are made once more and compared. What linking makes (incidents, accounts, the weights of pairs) is
compared with what is handed in, made anew by the caller; without that, the rows by which incidents and accounts are found
are held against the incidents and accounts themselves.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice, zip_longest
from typing import Any

import zstandard
from sqlalchemy import Connection, Table, func, select

from onrecord.ledger.blocks import FIRST, Blocks, unpack_pairs
from onrecord.ledger.codec import decode_incident, load
from onrecord.ledger.dialect import is_sqlite
from onrecord.ledger.facts import claim_facts
from onrecord.ledger.fulltext import SEARCHED, Searched, differing_texts
from onrecord.ledger.hashing import row_mark
from onrecord.ledger.judging import corrected_claim, standing, verdicts
from onrecord.ledger.links import Kept, rows_of_incidents, unpacked_node
from onrecord.ledger.look import claims_in_order, incident_numbers, judgements_until, portions
from onrecord.ledger.schema import as_stored, t
from onrecord.ledger.sealed import hidden_rows
from onrecord.ledger.standing import collection_rows, searched_texts, superseded
from onrecord.ledger.values import Fault
from onrecord.model import Incident, OnrecordError

__all__ = ["check_derived", "check_links"]

_SHOWN = 100
Rows = Iterable[tuple[Any, ...]]


def check_derived(
    connection: Connection, incidents: Iterable[Incident] | None = None, texts: bool = False
) -> list[Fault]:
    """Derived rows that do not follow from the append-only ones.

    ``incidents`` are those that linking makes of all claims and judgements anew; without them the rows of incidents are held
    against the incidents that are kept. With ``texts`` the full text is made anew too and compared word by word; without, its
    texts are counted.
    """
    return list(islice(_each(connection, incidents, texts), _SHOWN))


def _each(connection: Connection, incidents: Iterable[Incident] | None, texts: bool) -> Iterator[Fault]:
    yield from _facts(connection)
    judged = {
        (s, seq)
        for seq, subjects in connection.execute(select(t.judgements.c.seq, t.judgements.c.subjects))
        for s in load(subjects)
    }
    yield from _differ(connection, t.judged, judged)
    yield from _differ(connection, t.collections, {(r["document"], r["name"]) for r in collection_rows(connection)})
    yield from _differ(connection, t.hidden_words, set(hidden_rows(connection)))
    for name in SEARCHED:
        yield from _search(connection, name, texts)
    yield from _incident_rows(connection)
    yield from _link_rows(connection)
    yield from _forwards(connection)
    if incidents is not None:
        yield from _incidents(connection, incidents)


# ------------------------------------------------------------------------------------------------- rows against rows


def _differ(connection: Connection, table: Table, made: set[tuple[Any, ...]]) -> Iterator[Fault]:
    """What a table holds against the rows that it should hold, in the order of its columns."""
    held = {tuple(r) for r in connection.execute(select(*as_stored(table)))}
    yield from _unlike(table, held, made)


def _unlike(table: Table, held: set[tuple[Any, ...]], made: set[tuple[Any, ...]]) -> Iterator[Fault]:
    for row in sorted(held - made, key=repr):
        yield Fault(table=table.name, seq=_number(row), reason=f"{_told(row)} does not follow from what was appended")
    for row in sorted(made - held, key=repr):
        yield Fault(table=table.name, seq=_number(row), reason=f"{_told(row)} is missing")


def _number(row: tuple[Any, ...]) -> int | None:
    return next((x for x in row if isinstance(x, int)), None)


def _told(row: tuple[Any, ...]) -> str:
    return ", ".join(str(x)[:40] for x in row if x not in (None, ""))[:120]


# ------------------------------------------------------------------------------------------------------------- claims


def _facts(connection: Connection) -> Iterator[Fault]:
    valid = standing(judgements_until(connection))
    words, away = verdicts(valid), superseded(connection, None)
    about = {s for j in valid if j.verdict == "correct" for s in j.subjects}
    held = (
        connection.execution_options(yield_per=2_000)
        .execute(select(*as_stored(t.claim_facts)).order_by(t.claim_facts.c.seq))
        .mappings()
    )
    rows = iter(held)
    row = next(rows, None)
    for claim_row, claim in claims_in_order(connection):
        state = 2 if claim_row.seq in away else 1 if words.get(claim.id) == "reject" else 0
        shown = corrected_claim(claim, valid) if claim.id in about else claim
        wanted = claim_facts(claim_row.seq, shown, claim_row.published, state)
        while row is not None and row["seq"] < claim_row.seq:
            yield Fault(table="claim_facts", seq=row["seq"], reason="no such claim")
            row = next(rows, None)
        if row is None or row["seq"] != claim_row.seq:
            yield Fault(table="claim_facts", seq=claim_row.seq, reason="the row is missing")
            continue
        if dict(row) != wanted:
            names = ", ".join(k for k in wanted if row[k] != wanted[k])
            yield Fault(table="claim_facts", seq=claim_row.seq, reason=f"{names} do not follow from the claim")
        row = next(rows, None)
    while row is not None:
        yield Fault(table="claim_facts", seq=row["seq"], reason="no such claim")
        row = next(rows, None)


def _search(connection: Connection, name: Searched, texts: bool) -> Iterator[Fault]:
    key, table = ("id", f"{name}_search_docsize") if is_sqlite(connection) else ("seq", f"{name}_search")
    held = connection.exec_driver_sql(f"select count({key}) from {table}").scalar_one()  # noqa: S608
    source = t.documents if name == "documents" else t.claims
    wanted = connection.execute(select(func.count()).select_from(source)).scalar_one()
    if held != wanted:
        yield Fault(table=f"{name}_search", seq=None, reason=f"{held} of {wanted} texts are indexed")
    elif texts:
        for seq in differing_texts(connection, name, searched_texts(connection, name)):
            yield Fault(table=f"{name}_search", seq=seq, reason="its words are not those of the text")


# ---------------------------------------------------------------------------------------------------------- incidents


def _incident_rows(connection: Connection) -> Iterator[Fault]:
    """The rows by which incidents are found, against the incidents."""
    tables = {
        t.incidents: t.incidents.c.num, t.incident_claims: t.incident_claims.c.incident,
        t.incident_documents: t.incident_documents.c.incident, t.incident_publishers: t.incident_publishers.c.incident,
    }  # fmt: skip
    counts = dict.fromkeys(tables, 0)
    for portion in portions(connection, t.incident_bodies, "num"):
        kept: dict[str, Incident] = {}
        numbers: dict[str, int] = {}
        for row in portion:
            incident = _unpacked(row.body)
            if incident is None:
                yield Fault(table="incident_bodies", seq=row.num, reason="it cannot be unpacked")
                continue
            if incident_numbers(connection, [incident.id]).get(incident.id) != row.num:
                yield Fault(table="incident_bodies", seq=row.num, reason=f"{incident.id} stands under another's number")
                continue
            kept[incident.id], numbers[incident.id] = incident, row.num
        made = rows_of_incidents(connection, list(kept.values()), numbers)
        for table, column in tables.items():
            names = [c.name for c in table.columns]
            wanted = {tuple(r[n] for n in names) for r in made[table]}
            chosen = select(*as_stored(table)).where(column.in_(list(numbers.values())))
            held = {tuple(r) for r in connection.execute(chosen)}
            counts[table] += len(held)
            yield from _unlike(table, held, wanted)
    for table, number in counts.items():
        there = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if there != number:
            yield Fault(table=table.name, seq=None, reason=f"{there - number} rows are of no incident")


def _unpacked(body: bytes) -> Incident | None:
    """The incident of a stored body; None for damaged bytes."""
    try:
        return decode_incident(bytes(body))
    except (zstandard.ZstdError, OnrecordError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _incidents(connection: Connection, incidents: Iterable[Incident]) -> Iterator[Fault]:
    wanted = {i.id: i for i in incidents}
    joined = select(t.incidents.c.id, t.incidents.c.num, t.incident_bodies.c.body).join_from(
        t.incidents, t.incident_bodies, t.incident_bodies.c.num == t.incidents.c.num
    )
    seen: set[str] = set()
    row: Any
    for row in connection.execute(joined.order_by(t.incidents.c.id)):
        seen.add(row.id)
        if row.id not in wanted:
            yield Fault(table="incidents", seq=row.num, reason=f"{row.id} does not follow from the claims")
        elif _unpacked(row.body) != wanted[row.id]:
            yield Fault(table="incidents", seq=row.num, reason=f"{row.id} differs from what the claims give")
    for missing in sorted(set(wanted) - seen):
        yield Fault(table="incidents", seq=None, reason=f"{missing} is missing")


# ------------------------------------------------------------------------------------------------------------ linking


def _link_rows(connection: Connection) -> Iterator[Fault]:
    """What stands beside the accounts of linking, against the accounts."""
    pairs: list[tuple[int, int]] = []
    for portion in portions(connection, t.link_node, "num"):
        for row in portion:
            try:
                _, keys = unpacked_node(row)
            except ValueError as error:
                yield Fault(table="link_node", seq=row.num, reason=f"it cannot be unpacked: {error}")
                continue
            pairs += [(key, row.num) for key in keys]
    pairs.sort()
    yield from _blocks(connection, pairs)


def _blocks(connection: Connection, wanted: Sequence[tuple[int, int]]) -> Iterator[Fault]:
    held: list[tuple[int, int]] = []
    for key, node, body in Blocks(connection).rows():
        try:
            inside = unpack_pairs(key, body)
        except (ValueError, IndexError) as error:
            yield Fault(table="link_block", seq=key, reason=f"it cannot be unpacked: {error}")
            return
        if (key, node) != (inside[0] if held and inside else FIRST):
            yield Fault(table="link_block", seq=key, reason="it does not begin with the first of its keys")
        held += inside
    for a, b in zip_longest(held, wanted):
        if a != b:
            yield Fault(
                table="link_block",
                seq=(a or b or (0,))[0],
                reason="its keys and accounts are not those of the accounts",
            )
            return


def _forwards(connection: Connection) -> Iterator[Fault]:
    """Where incidents went is history that follows from nothing else; each row has a mark of its own."""
    for place, row in enumerate(connection.execute(select(t.link_forward).order_by(t.link_forward.c.seq)), 1):
        if row.seq != place:
            yield Fault(table="link_forward", seq=row.seq, reason=f"row {place} is missing")
            return
        if row_mark(t.link_forward.name, tuple(row)[:-1]) != bytes(row.mark):
            yield Fault(table="link_forward", seq=row.seq, reason="its columns do not give its mark")


def check_links(connection: Connection, made: Kept) -> list[Fault]:
    """The accounts, weights and homes that are kept against those that linking makes anew."""
    documents = {r.id: r.seq for r in connection.execute(select(t.documents.c.id, t.documents.c.seq))}
    claims = {r.id: r.seq for r in connection.execute(select(t.claims.c.id, t.claims.c.seq))}
    wanted = {
        (i, documents[d], tuple(claims[c] for c in told), tuple(keys)) for i, d, told, keys in made.nodes
    }  # fmt: skip
    held = set()
    for portion in portions(connection, t.link_node, "num"):
        for row in portion:
            # of damaged rows ``check_derived`` tells
            with suppress(ValueError):
                held.add((row.id, row.document, *unpacked_node(row)))
    numbers = incident_numbers(connection, set(made.homes.values()))
    found = [
        *_unlike(t.link_node, held, wanted),
        *_differ(connection, t.link_node_claim, {(claim, i) for i, _, told, _ in wanted for claim in told}),
        *_differ(connection, t.link_edge, set(made.edges)),
        *_differ(connection, t.link_incident_node, {(node, numbers[i]) for node, i in made.homes.items()}),
    ]
    return found[:_SHOWN]
