"""Bring a database to the schema of this version, or say that it is newer."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from onrecord.ledger.schema import t
from onrecord.model import LedgerForeign, LedgerNewer

__all__ = ["check_schema", "head", "upgrade"]


@cache
def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


@cache
def head() -> str:
    """The schema revision that this version writes."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def check_schema(connection: Connection, where: str) -> bool:
    """Whether the schema is there and current; false when an upgrade is needed.

    Raises:
        LedgerNewer: written by a newer version.
        LedgerForeign: tables of something else.
    """
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        names = inspect(connection).get_table_names()
        if names and t.batches.name not in names:
            raise LedgerForeign(
                f"{where} holds another program's tables ({', '.join(names[:3])}…); name another database"
            )
        return False
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if current not in known:
        raise LedgerNewer(
            f"{where} was written by a newer Onrecord (schema {current}); upgrade: pip install -U onrecord"
        )
    return current == head()


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, inside the caller's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
