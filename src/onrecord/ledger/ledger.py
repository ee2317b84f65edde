"""The ledger: one object to append to and to ask, on SQLite or PostgreSQL."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine, delete
from sqlalchemy.exc import DBAPIError

from onrecord.ledger import dialect
from onrecord.ledger.append import append
from onrecord.ledger.links import LinkTables
from onrecord.ledger.migrate import check_schema, upgrade
from onrecord.ledger.reader import Reader
from onrecord.ledger.schema import DERIVED
from onrecord.ledger.standing import rebuild_facts
from onrecord.ledger.values import Appended, Batch
from onrecord.model import LedgerReadOnly

__all__ = ["Ledger", "open_ledger"]


def open_ledger(where: str | Path, *, create: bool = False, readonly: bool = False) -> "Ledger":
    """Open the ledger at a path (SQLite) or a ``postgresql://user:password@host/database`` address.

    ``create`` makes a file that is not there, and the tables of an empty database. An older ledger is brought to this
    version's schema unless ``readonly``.

    Raises:
        LedgerMissing: nothing is there.
        LedgerForeign: it is something else, or damaged.
        LedgerNewer: written by a newer version, or older than this one and opened ``readonly``.
        LedgerReadOnly: it cannot be written.
        LedgerUnreachable: the server does not answer, or refuses the sign-in.
    """
    url = dialect.address(where)
    shown = url.database if url.drivername == "sqlite" else url.render_as_string(hide_password=True)
    engine = dialect.connect(url, readonly, create)
    ledger = Ledger(engine, str(shown), readonly)
    try:
        ledger._prepare(create)
    except BaseException:
        ledger.close()
        raise
    return ledger


class Ledger(Reader):
    """Appends, and answers questions in full; ``seen_by`` gives the view of somebody without the right to see names.

    Safe to share between threads: each question has a connection of its own, a writing thread has one for its transaction.
    """

    def __init__(self, engine: Engine, where: str, readonly: bool) -> None:
        super().__init__(self._reading)
        self.where = where
        self.readonly = readonly
        self._engine = engine
        self._mine = threading.local()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    def _prepare(self, create: bool) -> None:
        with self._errors(), self._engine.connect() as connection, connection.begin():
            if check_schema(connection, self.where, create):
                return
        if self.readonly:
            raise LedgerReadOnly(f"{self.where} needs an upgrade of its tables; open it once for writing (`onrecord doctor`)")
        with self._errors(), self._engine.connect() as connection, connection.begin():
            dialect.lock_for_writing(connection)
            # another process may have done it while this one waited
            if not check_schema(connection, self.where, create):
                upgrade(connection)

    # ---------------------------------------------------------------------------------------------- transactions

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise dialect.explain(error, self.where) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        current = getattr(self._mine, "connection", None)
        if current is not None:
            with self._errors():
                yield current
            return
        with self._errors(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction of this thread: ``append`` and the link tables join it, and it is kept as a whole or not at all.

        Another writer waits until it ends; when the block ends without an error, all of it is on the disk.

        Raises:
            LedgerReadOnly: opened ``readonly``, no right, or no space left.
        """
        if self.readonly:
            raise LedgerReadOnly(f"{self.where} was opened for reading")
        if getattr(self._mine, "connection", None) is not None:
            yield self._mine.connection
            return
        with self._errors(), self._engine.connect() as connection, connection.begin():
            dialect.lock_for_writing(connection)
            self._mine.connection = connection
            try:
                yield connection
            finally:
                self._mine.connection = None

    # --------------------------------------------------------------------------------------------------- writing

    def append(self, batch: Batch, key: Ed25519PrivateKey | None = None) -> Appended:
        """Append what is new of ``batch`` in one transaction, or in that of ``writing``; a second time changes nothing.

        A document under a known id with another text, a claim whose words do not stand in its document and a judgement
        that cannot hold are kept as rejections, and the rest goes on. ``key`` signs the batch.
        """
        with self.writing() as connection:
            return append(connection, batch, key)

    def links(self) -> LinkTables:
        """The tables of linking, in the transaction of ``writing``.

        Raises:
            RuntimeError: outside of ``writing``.
        """
        connection = getattr(self._mine, "connection", None)
        if connection is None:
            raise RuntimeError("links() is used inside `with ledger.writing():`")
        return LinkTables(connection, self.claims_by_ids)

    @contextmanager
    def looking_at_links(self) -> Iterator[LinkTables]:
        """The tables of linking for reading alone, in a transaction of their own."""
        with self._reading() as connection:
            yield LinkTables(connection, self.claims_by_ids)

    def clear_derived(self) -> None:
        """Empty the derived tables but the forwards, and fill those that the ledger makes itself; linking fills the others."""
        with self.writing() as connection:
            for table in DERIVED:
                connection.execute(delete(table))
            rebuild_facts(connection)

    def analyse(self) -> None:
        """Let the database look at what its tables hold, after much was appended."""
        with self._errors(), self._engine.connect() as connection, connection.begin():
            dialect.analyse(connection)
