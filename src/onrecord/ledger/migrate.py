"""Bring a database to the schema of this version, or say that it is newer or something else."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from onrecord.ledger.schema import APPEND_ONLY, t
from onrecord.model import LedgerForeign, LedgerMissing, LedgerNewer

__all__ = ["check_schema", "head", "revision_of", "upgrade"]

_MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def _revisions() -> tuple[str, ...]:
    """The revisions in their order, as their files are numbered: the library that runs them is slow to load, and most ledgers
    are of today."""
    return tuple(sorted(p.name[:4] for p in (_MIGRATIONS / "versions").glob("[0-9]*.py")))


def head() -> str:
    """The schema revision that this version writes."""
    return _revisions()[-1]


def revision_of(connection: Connection) -> str | None:
    found = connection.execute(text("select version_num from alembic_version")).scalar()
    return None if found is None else str(found)


def check_schema(connection: Connection, where: str, create: bool) -> bool:
    """Whether the schema is there and current; false when it is to be made or upgraded.

    Raises:
        LedgerMissing: an empty database, and ``create`` is false.
        LedgerNewer: written by a newer version.
        LedgerForeign: tables of something else.
    """
    names = set(inspect(connection).get_table_names())
    current = revision_of(connection) if "alembic_version" in names else None
    if current is None:
        if names:
            some = ", ".join(sorted(names)[:3])
            raise LedgerForeign(
                f"{where} holds another program's tables ({some}…); nothing was changed. Name another one"
            )
        if not create:
            raise LedgerMissing(f"there is no ledger in {where}; `onrecord add` makes one")
        return False
    missing = {x.name for x in (*APPEND_ONLY, t.batches)} - names
    if current not in _revisions():
        if "batches" not in names:
            raise LedgerForeign(f"{where} holds another program's tables; nothing was changed. Name another one")
        raise LedgerNewer(
            f"{where} was written by a newer Onrecord (schema {current}); upgrade: pip install -U onrecord. Nothing was changed"
        )
    if missing and current == head():
        raise LedgerForeign(f"{where} lacks its tables {', '.join(sorted(missing))}: it is damaged; restore a backup")
    return current == head()


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
