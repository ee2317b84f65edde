"""Everything in which SQLite and PostgreSQL differ, in one file: addresses, pragmas, locks, upserts, full text, errors."""

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from onrecord.model import LedgerError, LedgerForeign, LedgerMissing, LedgerReadOnly, LedgerUnreachable

__all__ = ["Search", "address", "connect", "explain", "insert_new", "is_sqlite", "lock_for_writing", "upsert"]

_WAIT_MS = 120_000
_WRITER_LOCK = 0x6F6E7265
_WORD = re.compile(r"\w+", re.UNICODE)


def address(where: str | Path) -> URL:
    """A path or ``postgresql://…`` as a database address."""
    name = str(where)
    if name.startswith(("postgresql://", "postgres://")):
        return make_url(name.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+psycopg")
    if name.startswith("sqlite:///"):
        name = name.removeprefix("sqlite:///")
    return URL.create("sqlite", database=str(Path(name).expanduser().absolute()))


def is_sqlite(connection: Connection | Engine) -> bool:
    return connection.dialect.name == "sqlite"


def connect(url: URL, readonly: bool, create: bool) -> Engine:
    """An engine on the ledger's database.

    Raises:
        LedgerMissing: no such file (and ``create`` is false), or no such database.
        LedgerForeign: a file that is no SQLite database.
        LedgerUnreachable: the server does not answer, or refuses the sign-in.
    """
    if url.drivername == "sqlite":
        return _connect_sqlite(Path(url.database or ""), readonly, create)
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise LedgerError("PostgreSQL needs the extra: pip install 'onrecord[postgres]'") from None
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    try:
        with engine.connect() as connection:
            connection.execute(text("select 1"))
    except DBAPIError as error:
        raise explain(error, url.render_as_string(hide_password=True)) from error
    return engine


def _connect_sqlite(path: Path, readonly: bool, create: bool) -> Engine:
    if path.is_dir():
        raise LedgerForeign(f"{path} is a folder, not a ledger; name a file in it")
    if not path.exists():
        if not create:
            raise LedgerMissing(f"there is no ledger at {path}; `onrecord add` makes one")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerReadOnly(f"the folder {path.parent} cannot be made: {error.strerror}") from error
    elif path.stat().st_size and not path.open("rb").read(16).startswith(b"SQLite format 3"):
        raise LedgerForeign(f"{path} is no ledger (no SQLite database); nothing was changed")

    def opened() -> sqlite3.Connection:
        mode = "ro" if readonly else "rwc" if create else "rw"
        return sqlite3.connect(
            f"{path.as_uri()}?mode={mode}", uri=True, timeout=_WAIT_MS / 1000, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=opened)

    @event.listens_for(engine, "connect")
    def _pragmas(raw: Any, _: Any) -> None:
        raw.isolation_level = None
        cursor = raw.cursor()
        cursor.execute(f"pragma busy_timeout = {_WAIT_MS}")
        if not readonly:
            cursor.execute("pragma journal_mode = wal")
            # an acknowledged batch must be on the disk, not in a cache that a power cut empties
            cursor.execute("pragma synchronous = full")
        cursor.execute("pragma foreign_keys = on")
        cursor.execute("pragma cache_size = -65536")
        cursor.execute("pragma temp_store = memory")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # the driver's own begin would take a write lock too late to wait for
        connection.exec_driver_sql("begin")

    try:
        with engine.connect() as connection:
            connection.execute(text("select count(*) from sqlite_master"))
    except DatabaseError as error:
        raise explain(error, str(path)) from error
    return engine


def lock_for_writing(connection: Connection) -> None:
    """Become the one writer; others wait here until the transaction ends."""
    if is_sqlite(connection):
        connection.exec_driver_sql("rollback")
        connection.exec_driver_sql("begin immediate")
    else:
        connection.execute(text("select pg_advisory_xact_lock(:k)"), {"k": _WRITER_LOCK})


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; those whose key is there already are left out."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), list(rows))


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], keep: tuple[str, ...] = ()) -> None:
    """Insert rows; those whose key is there already replace the old row, the columns ``keep`` aside."""
    if not rows:
        return
    statement = _insert(connection, table)
    keys = [c.name for c in table.primary_key]
    changed = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in (*keys, *keep)}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), list(rows))


def _insert(connection: Connection, table: Table) -> Any:
    if is_sqlite(connection):
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    return insert(table)


class Search:
    """Full text over documents and claims: FTS5 without content, or a tsvector column."""

    KINDS = ("document", "claim")

    @staticmethod
    def create(connection: Connection) -> None:
        for kind in Search.KINDS:
            if is_sqlite(connection):
                connection.exec_driver_sql(
                    f"create virtual table if not exists {kind}_search using fts5"
                    "(body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')"
                )
            else:
                connection.exec_driver_sql(
                    f"create table if not exists {kind}_search (seq bigint primary key, body tsvector not null)"
                )
                connection.exec_driver_sql(
                    f"create index if not exists {kind}_search_body on {kind}_search using gin (body)"
                )

    @staticmethod
    def put(connection: Connection, kind: str, rows: Sequence[tuple[int, str]]) -> None:
        """Index texts under the sequence numbers of their rows."""
        if not rows:
            return
        values = [{"seq": seq, "body": body} for seq, body in rows]
        if is_sqlite(connection):
            connection.execute(text(f"insert into {kind}_search(rowid, body) values (:seq, :body)"), values)  # noqa: S608
        else:
            connection.execute(
                text(
                    f"insert into {kind}_search(seq, body) values (:seq, to_tsvector('simple', left(:body, 600000)))"  # noqa: S608
                    " on conflict do nothing"
                ),
                values,
            )

    @staticmethod
    def condition(connection: Connection, kind: str, query: str) -> tuple[str, str] | None:
        """``(SQL giving the matching seq as a subquery, value of :search)``; nothing for a query without words."""
        words = _WORD.findall(query)
        if not words:
            return None
        if is_sqlite(connection):
            value = " ".join(f'"{w}"' for w in words[:-1]) + f' "{words[-1]}"*'
            return f"select rowid from {kind}_search where body match :search", value.strip()  # noqa: S608
        value = " & ".join(words[:-1] + [words[-1] + ":*"])
        return f"select seq from {kind}_search where body @@ to_tsquery('simple', :search)", value  # noqa: S608


def explain(error: Exception, where: str) -> LedgerError:
    """The database's error as one of ours, with what to do."""
    message = str(getattr(error, "orig", None) or error)
    low = message.lower()
    if "not a database" in low or "malformed" in low or "file is encrypted" in low:
        return LedgerForeign(f"{where} is damaged or no ledger ({message}); restore a backup with `onrecord restore`")
    if "disk is full" in low or "no space" in low or "disk i/o" in low:
        return LedgerReadOnly(
            f"{where}: the disk is full or failing ({message}); what was acknowledged is safe, free space and add again"
        )
    if "readonly" in low or "read-only" in low or "permission denied" in low or "unable to open" in low:
        return LedgerReadOnly(f"{where} cannot be written ({message}); check the rights of the file and its folder")
    if "password" in low or "authentication" in low or "role" in low:
        return LedgerUnreachable(f"{where}: the server refuses the sign-in; check user and password")
    if "does not exist" in low and "database" in low:
        return LedgerMissing(f"{where}: there is no such database; create it first (createdb)")
    if isinstance(error, OperationalError):
        return LedgerUnreachable(f"{where}: the database does not answer ({message.splitlines()[0]})")
    return LedgerError(f"{where}: {message.splitlines()[0]}")
