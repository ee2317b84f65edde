"""How the ledger is: pages, chain, derived tables, version, space, and what to do."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from onrecord.ledger.codec import decode_incident
from onrecord.ledger.dialect import integrity, is_sqlite, size_bytes, size_of_tables
from onrecord.ledger.facts import claim_facts
from onrecord.ledger.judging import corrected_claim, standing, verdicts
from onrecord.ledger.look import claims_in_order, judgements_until
from onrecord.ledger.migrate import head, revision_of
from onrecord.ledger.schema import FORMAT, as_stored, t
from onrecord.ledger.standing import superseded
from onrecord.ledger.values import Fault
from onrecord.ledger.verify import verify
from onrecord.model import Incident

__all__ = ["Health", "check_derived", "examine"]

_LOW_SPACE = 1 << 30
_SHOWN = 100


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """What ``doctor`` finds. Sizes in bytes; ``free`` is absent where the server's disk cannot be seen from here."""

    where: str
    database: str
    format: str
    schema: str
    size: int
    free: int | None
    tables: dict[str, int]
    batches: int
    head: str | None
    signed: int
    pages: list[str]
    faults: list[Fault]
    derived: list[Fault]
    advice: list[str]

    @property
    def well(self) -> bool:
        return not (self.pages or self.faults or self.derived)


def examine(connection: Connection, where: str) -> Health:
    """Check everything that can be checked without linking again."""
    pages = integrity(connection)
    faults = verify(connection)
    derived = check_derived(connection) if not faults and not pages else []
    chain = connection.execute(select(t.batches.c.hash, t.batches.c.public_key).order_by(t.batches.c.seq)).all()
    size, free = size_bytes(connection), None
    if is_sqlite(connection):
        free = shutil.disk_usage(Path(where).parent).free
    return Health(
        where=where, database=connection.dialect.name, format=FORMAT, schema=revision_of(connection) or "", size=size,
        free=free, tables=size_of_tables(connection), batches=len(chain), head=chain[-1].hash if chain else None,
        signed=sum(c.public_key is not None for c in chain), pages=pages, faults=faults, derived=derived,
        advice=_advice(pages, faults, derived, size, free, revision_of(connection)),
    )  # fmt: skip


def _advice(
    pages: list[str], faults: list[Fault], derived: list[Fault], size: int, free: int | None, schema: str | None
) -> list[str]:
    found = []
    if pages:
        found.append(
            "The file is damaged: stop writing, copy it aside, and restore the last backup (`onrecord restore`)."
        )
    if faults:
        first = faults[0]
        found.append(
            f"The chain breaks first at {first.table} {first.seq}: {first.reason}. Keep this file as it is, and compare it with a "
            "backup of before (`onrecord verify` on both)."
        )
    if derived:
        found.append(
            "Incidents and indexes do not follow from the claims: `onrecord rebuild` makes them anew; nothing is lost."
        )
    if free is not None and free < max(_LOW_SPACE, size // 2):
        found.append(f"Only {free // 2**20} MiB are free on this disk: make room before adding more.")
    if schema != head():
        found.append("The tables are of an older version: open the ledger once for writing to upgrade them.")
    return found or ["Nothing to do. Note down the head's hash somewhere else: with it, `verify` finds a cut-off end."]


def check_derived(connection: Connection, incidents: Iterable[Incident] | None = None) -> list[Fault]:
    """Derived rows that do not follow from the append-only ones.

    ``incidents`` are those that linking makes of all claims and judgements anew; without them only the tables that the
    ledger fills itself are compared.
    """
    found = _check_facts(connection)
    if incidents is not None:
        found += _check_incidents(connection, incidents)
    return found[:_SHOWN]


def _check_facts(connection: Connection) -> list[Fault]:
    found = []
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
            found.append(Fault(table="claim_facts", seq=row["seq"], reason="no such claim"))
            row = next(rows, None)
        if row is None or row["seq"] != claim_row.seq:
            found.append(Fault(table="claim_facts", seq=claim_row.seq, reason="the row is missing"))
            continue
        if dict(row) != wanted:
            names = ", ".join(k for k in wanted if row[k] != wanted[k])
            found.append(Fault(table="claim_facts", seq=claim_row.seq, reason=f"{names} do not follow from the claim"))
        row = next(rows, None)
    for name in ("documents", "claims"):
        found += _check_search(connection, name)
    return found


def _check_search(connection: Connection, name: str) -> list[Fault]:
    source = "docsize" if is_sqlite(connection) else ""
    key = "id" if is_sqlite(connection) else "seq"
    table = f"{name}_search_{source}" if source else f"{name}_search"
    held = connection.exec_driver_sql(f"select count({key}) from {table}").scalar_one()  # noqa: S608
    wanted = connection.execute(
        select(func.count()).select_from(t.documents if name == "documents" else t.claims)
    ).scalar_one()
    if held == wanted:
        return []
    return [Fault(table=f"{name}_search", seq=None, reason=f"{held} of {wanted} texts are indexed")]


def _check_incidents(connection: Connection, incidents: Iterable[Incident]) -> list[Fault]:
    found = []
    wanted = {i.id: i for i in incidents}
    joined = select(t.incidents.c.id, t.incidents.c.num, t.incident_bodies.c.body).join_from(
        t.incidents, t.incident_bodies, t.incident_bodies.c.num == t.incidents.c.num
    )
    seen: set[str] = set()
    row: Any
    for row in connection.execute(joined.order_by(t.incidents.c.id)):
        seen.add(row.id)
        if row.id not in wanted:
            found.append(Fault(table="incidents", seq=row.num, reason=f"{row.id} does not follow from the claims"))
        elif decode_incident(row.body) != wanted[row.id]:
            found.append(Fault(table="incidents", seq=row.num, reason=f"{row.id} differs from what the claims give"))
    found += [Fault(table="incidents", seq=None, reason=f"{i} is missing") for i in sorted(set(wanted) - seen)]
    return found
