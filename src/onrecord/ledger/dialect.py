"""Everything in which SQLite and PostgreSQL differ but full text (see ``fulltext``): addresses, pragmas, locks, upserts, errors."""

import json
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Integer, Table, column, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.expression import TextualSelect

from onrecord.ledger.schema import Hex, for_postgresql
from onrecord.ledger.walls import raise_walls
from onrecord.ledger.words import teach
from onrecord.model import LedgerError, LedgerForeign, LedgerMissing, LedgerReadOnly, LedgerUnreachable

__all__ = [
    "address", "analyse", "bytes_of_hex", "connect", "explain", "forbid_changes", "in_bulk", "insert_rows", "integrity",
    "is_sqlite", "listed_numbers", "lock_for_writing", "shown", "size_bytes", "size_of_tables", "upsert", "use_log",
]  # fmt: skip

# an hour: a writer waits for another however long that one's batch is
_WAIT_MS = 3_600_000
# room for pages of the file in memory, as SQLite counts it
_CACHE_KIB = 65_536
_WRITER_LOCK = 0x6F6E7265
_ADDRESS = "postgresql://user:password@host:5432/database"


def address(where: str | Path) -> URL:
    """A path, ``sqlite:///path`` or ``postgresql://…`` as a database address.

    Raises:
        LedgerMissing: an address of something else, or one that is misspelt.
    """
    name = str(where)
    kind, _, rest = name.partition("://")
    if kind in ("postgresql", "postgres", "postgresql+psycopg") and rest:
        try:
            return make_url(f"postgresql+psycopg://{rest}")
        except (ValueError, ArgumentError):
            raise LedgerMissing(f"{_ADDRESS} is how a database is named; a port is a number") from None
    if name.startswith("sqlite:///"):
        name = name.removeprefix("sqlite:///")
    elif re.fullmatch(r"[A-Za-z][\w+.-]+", kind) and rest and not Path(name).exists():
        raise LedgerMissing(f"a ledger is a file, or {_ADDRESS}; there are none in {kind}")
    return URL.create("sqlite", database=str(Path(name).expanduser().absolute()))


def shown(url: URL) -> str:
    """The address as people may see it, without the password."""
    if url.drivername == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def is_sqlite(connection: Connection | Engine) -> bool:
    return connection.dialect.name == "sqlite"


# ------------------------------------------------------------------------------------------------------- opening


def connect(
    url: URL,
    readonly: bool,
    create: bool,
    durable: bool = True,
    schema: str | None = None,
    walls: frozenset[str] | None = None,
) -> Engine:
    """An engine on the ledger's database, tried once.

    Without ``durable`` SQLite leaves the last moments to the system's cache: what a power cut may take, a crash may not.
    ``schema`` is the PostgreSQL schema that names without one mean. ``walls`` are the collections that can be seen.

    Raises:
        LedgerMissing: no such file (and ``create`` is false), or no such database.
        LedgerForeign: a folder, or a file that is no SQLite database.
        LedgerReadOnly: the file or its folder cannot be written.
        LedgerUnreachable: the server does not answer, or refuses the sign-in.
    """
    if url.drivername == "sqlite":
        return _with_walls(_connect_sqlite(Path(url.database or ""), readonly, create, durable), walls)
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise LedgerError("PostgreSQL needs the extra: pip install 'onrecord[postgres]'") from None
    for_postgresql()
    options = "-c default_transaction_read_only=on" if readonly else ""
    if schema is not None:
        options += f" -c search_path={schema}"
    engine = create_engine(
        url, pool_pre_ping=True, isolation_level="REPEATABLE READ" if readonly else "READ COMMITTED",
        connect_args={"connect_timeout": 10, "options": options, "application_name": "onrecord"},
    )  # fmt: skip
    try:
        with engine.connect() as connection:
            connection.execute(text("select 1"))
    except DBAPIError as error:
        raise explain(error, shown(url)) from error
    return _with_walls(engine, walls)


def _with_walls(engine: Engine, walls: frozenset[str] | None) -> Engine:
    if walls is None:
        return engine
    # the connection with which the engine was tried has no walls yet
    engine.dispose()

    @event.listens_for(engine, "connect")
    def _raise(raw: Any, record: Any) -> None:
        cursor = raw.cursor()
        raise_walls(cursor, walls, is_sqlite(engine))
        cursor.close()
        raw.commit()
        record.info["walls"] = walls

    return engine


def _connect_sqlite(path: Path, readonly: bool, create: bool, durable: bool) -> Engine:
    _check_file(path, create and not readonly)
    mode = "ro" if readonly else "rwc" if create else "rw"

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(
            f"{path.as_uri()}?mode={mode}", uri=True, timeout=_WAIT_MS / 1000, check_same_thread=False,
            cached_statements=512,
        )  # fmt: skip

    def frozen() -> sqlite3.Connection:
        return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    engine = _sqlite_engine(opened, readonly, durable)
    try:
        _try_sqlite(engine)
    except LedgerError as error:
        wal = path.with_name(path.name + "-wal")
        if not readonly or isinstance(error, LedgerForeign) or (wal.exists() and wal.stat().st_size):
            raise type(error)(str(error).replace("?", str(path), 1)) from error
        # on a disk that cannot be written the log's shared memory cannot be made: nobody can be writing either
        engine = _sqlite_engine(frozen, readonly)
        _try_sqlite(engine)
    return engine


def _check_file(path: Path, create: bool) -> None:
    if path.is_dir():
        raise LedgerForeign(f"{path} is a folder, not a ledger; name a file in it")
    try:
        if not path.exists():
            if not create:
                raise LedgerMissing(f"there is no ledger at {path}; `onrecord add` makes one")
            path.parent.mkdir(parents=True, exist_ok=True)
        elif path.stat().st_size:
            with path.open("rb") as file:
                head = file.read(16)
            if head != b"SQLite format 3\0":
                raise LedgerForeign(f"{path} is no ledger (no SQLite database); nothing was changed")
        elif not create:
            raise LedgerForeign(f"{path} is an empty file, not a ledger; nothing was changed")
    except OSError as error:
        raise LedgerReadOnly(
            f"{path} cannot be opened: {error.strerror}; check the rights of the file and its folder"
        ) from error


def _sqlite_engine(opened: Any, readonly: bool, durable: bool = True) -> Engine:
    # a question takes a connection that is open already: opening one costs more than most questions
    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool, pool_size=16, max_overflow=-1)

    @event.listens_for(engine, "connect")
    def _pragmas(raw: Any, _: Any) -> None:
        raw.isolation_level = None
        cursor = raw.cursor()
        # before the first table; a file that has tables keeps its own. A report of a few pages fits better than into 4 KiB
        cursor.execute("pragma page_size = 8192")
        cursor.execute(f"pragma busy_timeout = {_WAIT_MS}")
        if not readonly:
            # an acknowledged batch must be on the disk, not in a cache that a power cut empties
            cursor.execute(f"pragma synchronous = {'full' if durable else 'normal'}")
        cursor.execute(f"pragma cache_size = -{_CACHE_KIB}")
        cursor.execute("pragma mmap_size = 1073741824")
        cursor.execute("pragma temp_store = memory")
        cursor.close()
        teach(raw)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin")

    return engine


@contextmanager
def in_bulk(connection: Connection) -> Iterator[None]:
    """Let SQLite keep more of the file in memory while very many rows go into tables in no order of theirs.

    With less room than the tables take, each page is written to the disk again and again before the transaction ends.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"pragma cache_size = -{_room_kib()}")
    try:
        yield
    finally:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"pragma cache_size = -{_CACHE_KIB}")


def _room_kib() -> int:
    """A quarter of this machine's memory, at most 4 GiB; the usual room where the system does not say."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024
    except (AttributeError, OSError, ValueError):
        return _CACHE_KIB
    return max(_CACHE_KIB, min(memory // 4, 4 * 1024 * 1024))


def use_log(engine: Engine) -> None:
    """Let SQLite write ahead into a log, so that readers never wait; the file remembers it. For a ledger's file alone."""
    if is_sqlite(engine):
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.rollback()
            raw.execute("pragma journal_mode = wal")


def _try_sqlite(engine: Engine) -> None:
    try:
        with engine.connect() as connection:
            connection.execute(text("select count(*) from sqlite_master"))
    except (DatabaseError, sqlite3.Error) as error:
        raise explain(error, "?") from error


# ------------------------------------------------------------------------------------------------------- writing


def lock_for_writing(connection: Connection) -> None:
    """Become the one writer; others wait here until the transaction ends. The first statement of a transaction."""
    if is_sqlite(connection):
        connection.exec_driver_sql("rollback")
        connection.exec_driver_sql("begin immediate")
    else:
        connection.execute(text("select pg_advisory_xact_lock(:k)"), {"k": _WRITER_LOCK})


def forbid_changes(connection: Connection, table: str) -> None:
    """Triggers that refuse to update or delete rows: against mistakes, not against an attacker (that is ``verify``)."""
    if is_sqlite(connection):
        for verb in ("update", "delete"):
            connection.exec_driver_sql(
                f"create trigger {table}_no_{verb} before {verb} on {table} "
                f"begin select raise(abort, '{table} is append-only'); end"
            )
        return
    connection.exec_driver_sql(
        "create or replace function onrecord_append_only() returns trigger language plpgsql as "
        "$$ begin raise exception using message = tg_table_name || ' is append-only'; end $$"
    )
    connection.exec_driver_sql(
        f"create trigger {table}_append_only before update or delete or truncate on {table} "
        "for each statement execute function onrecord_append_only()"
    )


def insert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows given in the order of the table's columns, past SQLAlchemy's own handling of each value, for speed."""
    if not rows:
        return
    for place in _hashes(table):
        rows = [
            (*r[:place], bytes.fromhex(r[place]), *r[place + 1 :]) if isinstance(r[place], str) else r for r in rows
        ]
    cursor = connection.connection.cursor()
    if is_sqlite(connection):
        cursor.executemany(_insert_statement(table), rows)
        return
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    with cursor.copy(f"copy {table.name} ({names}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def bytes_of_hex(connection: Connection, column: str) -> str:
    """An expression for the bytes that a column spells in hexadecimal digits."""
    if not is_sqlite(connection):
        return f"decode({column}, 'hex')"
    raw: Any = connection.connection.driver_connection
    # SQLite itself can from 3.41 on
    raw.create_function("bytes_of_hex", 1, lambda digits: None if digits is None else bytes.fromhex(digits))
    return f"bytes_of_hex({column})"


@cache
def _hashes(table: Table) -> tuple[int, ...]:
    """The places of columns that keep hashes as their bytes."""
    return tuple(i for i, c in enumerate(table.columns) if isinstance(c.type, Hex))


@cache
def _insert_statement(table: Table) -> str:
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    return f"insert into {table.name} ({names}) values ({', '.join('?' * len(table.columns))})"  # noqa: S608


def listed_numbers(connection: Connection, numbers: Sequence[int]) -> TextualSelect:
    """A SELECT of ``seq``: these numbers, bound as one value."""
    if is_sqlite(connection):
        statement, value = "select value as seq from json_each(:numbers)", json.dumps(numbers)
    else:
        statement, value = "select unnest(cast(:numbers as bigint[])) as seq", list(numbers)  # type: ignore[assignment]
    return text(statement).bindparams(numbers=value).columns(column("seq", Integer))


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


# --------------------------------------------------------------------------------------------------------- others


def analyse(connection: Connection) -> None:
    """Let the planner look at what the tables hold."""
    connection.exec_driver_sql("pragma optimize" if is_sqlite(connection) else "analyze")


def integrity(connection: Connection) -> list[str]:
    """What the database finds wrong with its own pages and indexes; PostgreSQL checks its pages when it reads them."""
    if not is_sqlite(connection):
        return []
    found = [str(r[0]) for r in connection.exec_driver_sql("pragma integrity_check(20)")]
    return [] if found == ["ok"] else found


def size_bytes(connection: Connection) -> int:
    """Bytes that the ledger takes on the disk."""
    if is_sqlite(connection):
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
        return int(pages) * int(connection.exec_driver_sql("pragma page_size").scalar_one())
    return int(connection.exec_driver_sql("select pg_database_size(current_database())").scalar_one())


def size_of_tables(connection: Connection) -> dict[str, int]:
    """Bytes by table with its indexes, largest first; empty where the database cannot tell."""
    if is_sqlite(connection):
        try:
            rows = connection.exec_driver_sql(
                "select m.tbl_name, sum(s.pgsize) from dbstat s join sqlite_master m on m.name = s.name group by 1 order by 2 desc"
            ).all()
        except DatabaseError:
            return {}
    else:
        rows = connection.exec_driver_sql(
            "select relname, pg_total_relation_size(oid) from pg_class where relkind = 'r' and relnamespace = "
            "current_schema()::regnamespace order by 2 desc"
        ).all()
    return {str(name): int(size) for name, size in rows}


def explain(error: Exception, where: str) -> LedgerError:
    """The database's error as one of ours, with what to do."""
    told = getattr(error, "orig", None) or error
    message = str(told).strip() or type(told).__name__
    low = message.lower()
    line = message.splitlines()[0]
    if "not a database" in low or "malformed" in low or "file is encrypted" in low or "database corruption" in low:
        return LedgerForeign(f"{where} is damaged or no ledger ({line}); restore a backup with `onrecord restore`")
    if "is full" in low or "no space" in low or "disk i/o" in low or "disk full" in low:
        return LedgerReadOnly(
            f"{where}: the disk is full or failing ({line}); what was acknowledged is safe: free space and add again"
        )
    sqlite = isinstance(told, sqlite3.Error)
    if "permission denied" in low and not sqlite:
        return LedgerReadOnly(f"{where}: this user has no right to it ({line}); ask for it, or sign in as another")
    if "readonly" in low or "read-only" in low or "permission denied" in low or "unable to open" in low:
        return LedgerReadOnly(f"{where} cannot be written ({line}); check the rights of the file and its folder")
    if "password" in low or "authentication" in low or ("role" in low and "does not exist" in low):
        return LedgerUnreachable(f"{where}: the server refuses the sign-in; check user and password")
    if "does not exist" in low and "database" in low:
        return LedgerMissing(f"{where}: there is no such database; create it first (createdb)")
    operational = any(c.__name__ == "OperationalError" for c in type(told).__mro__)
    if (operational and not sqlite) or "connection" in low or "database is locked" in low:
        return LedgerUnreachable(f"{where}: the database does not answer ({line}); nothing of this batch was kept")
    return LedgerError(f"{where}: {line}")
