"""How the ledger is: pages, chain, derived tables, version, space, and what to do."""

import shutil
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

from onrecord.ledger.derived import check_derived
from onrecord.ledger.dialect import integrity, is_sqlite, size_bytes, size_of_tables
from onrecord.ledger.migrate import head, revision_of
from onrecord.ledger.schema import FORMAT, t
from onrecord.ledger.values import Fault
from onrecord.ledger.verify import verify

__all__ = ["Health", "examine"]

_LOW_SPACE = 1 << 30


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
