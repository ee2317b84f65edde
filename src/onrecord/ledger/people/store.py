"""The store of people: one object with an engine of its own, on SQLite or PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

from onrecord.ledger import dialect
from onrecord.ledger.people.accounts import Accounts
from onrecord.ledger.people.audit import Audit
from onrecord.ledger.people.sessions import Sessions
from onrecord.ledger.people.tables import SCHEMA, VERSION, metadata, p
from onrecord.ledger.people.work import Work
from onrecord.model import LedgerForeign, LedgerNewer

__all__ = ["People", "open_people", "people_of"]


def open_people(ledger: str | Path) -> "People":
    """The people of the ledger at a path or a ``postgresql://`` address; made where there are none yet.

    Raises:
        LedgerForeign: something else lies where they should be.
        LedgerNewer: they were written by a newer version.
        LedgerReadOnly, LedgerUnreachable: as for the ledger itself.
    """
    url = dialect.address(ledger)
    if url.drivername == "sqlite":
        url = url.set(database=str(_beside(Path(url.database or ""))))
        fresh = not Path(str(url.database)).exists()
        engine = dialect.connect(url, readonly=False, create=True, durable=False)
        if fresh:
            # hashes of passwords are for whoever runs the desk
            Path(str(url.database)).chmod(0o600)
    else:
        engine = dialect.connect(url, readonly=False, create=True, schema=SCHEMA)
    people = People(engine, dialect.shown(url))
    try:
        people._prepare()
    except BaseException:
        people.close()
        raise
    return people


def _beside(ledger: Path) -> Path:
    return ledger.with_name(f"{ledger.stem}.people{ledger.suffix or '.db'}")


def people_of(ledger: str | Path) -> str | None:
    """Where the people of a ledger are, as a person may read it; None where there are none. Makes nothing."""
    url = dialect.address(ledger)
    if url.drivername == "sqlite":
        path = _beside(Path(url.database or ""))
        return str(path) if path.exists() else None
    engine = dialect.connect(url, readonly=True, create=False)
    try:
        with engine.connect() as connection:
            there = inspect(connection).has_table(p.accounts.name, schema=SCHEMA)
    except DBAPIError as error:
        raise dialect.explain(error, dialect.shown(url)) from error
    finally:
        engine.dispose()
    return f"the schema {SCHEMA} of {dialect.shown(url)}" if there else None


class People:
    """``accounts``, ``sessions`` (with API tokens and one-time links), ``work`` (views, assignments) and ``audit``.

    Safe to share between threads.
    """

    def __init__(self, engine: Engine, where: str) -> None:
        self.where = where
        self._engine = engine
        self.accounts = Accounts(self.reading, self.writing)
        self.sessions = Sessions(self.reading, self.writing)
        self.work = Work(self.reading, self.writing)
        self.audit = Audit(self.reading, self.writing)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except (DBAPIError, sqlite3.Error) as error:
            raise dialect.explain(error, self.where) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.reading() as connection:
            if dialect.is_sqlite(connection):
                dialect.lock_for_writing(connection)
            yield connection

    def _prepare(self) -> None:
        with self.reading() as connection:
            names = set(inspect(connection).get_table_names())
        if p.settings.name not in names:
            if names:
                raise LedgerForeign(f"{self.where} holds another program's tables; nothing was changed")
            dialect.use_log(self._engine)
            with self.writing() as connection:
                if not dialect.is_sqlite(connection):
                    connection.execute(text(f"create schema if not exists {SCHEMA}"))
                # another process may have made them meanwhile
                if p.settings.name in inspect(connection).get_table_names():
                    return
                metadata.create_all(connection)
                dialect.forbid_changes(connection, p.audit.name)
                connection.execute(p.settings.insert(), {"name": "version", "value": VERSION})
            return
        found = self.setting("version")
        if found != VERSION:
            raise LedgerNewer(
                f"{self.where} was written by a newer Onrecord (people {found}); upgrade. Nothing was changed"
            )

    def setting(self, name: str) -> str | None:
        with self.reading() as connection:
            return connection.execute(select(p.settings.c.value).where(p.settings.c.name == name)).scalar()

    def set_setting(self, name: str, value: str) -> None:
        with self.writing() as connection:
            dialect.upsert(connection, p.settings, [{"name": name, "value": value}])
