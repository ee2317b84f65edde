"""Plain rows in and out by their keys, past SQLAlchemy's statements: what linking asks some fifty times a report.

Building a statement for each of these questions took longer than answering it. Names of tables and columns come from the
schema, values are always bound.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table

from onrecord.ledger.dialect import is_sqlite

__all__ = [
    "delete_rows", "delete_where", "every_row", "first_row", "last_number", "put_rows", "rows_among", "rows_where",
]  # fmt: skip

Rows = Sequence[Any]
# SQLite takes 32,766 variables in a statement
_VARIABLES = 4_000


def first_row(connection: Connection, statement: str, *values: Any) -> tuple[Any, ...] | None:
    """The first row of a statement in which ``?`` stands for each of ``values``; None where there is none."""
    found: tuple[Any, ...] | None = _asked(connection, statement, values).fetchone()
    return found


def every_row(connection: Connection, statement: str, *values: Any) -> Rows:
    """All rows of such a statement."""
    return list(_asked(connection, statement, values).fetchall())


def _asked(connection: Connection, statement: str, values: Sequence[Any]) -> Any:
    if not is_sqlite(connection):
        statement = statement.replace("?", "%s")
    cursor = connection.connection.cursor()
    cursor.execute(statement, values)
    return cursor


def last_number(connection: Connection, column: Column[Any]) -> int:
    """The greatest value of a column; 0 of an empty table."""
    found = first_row(connection, f"select coalesce(max({column.name}), 0) from {column.table.name}")  # noqa: S608
    return int(found[0]) if found else 0


def rows_where(connection: Connection, table: Table, columns: Sequence[str], key: str, values: Iterable[Any]) -> Rows:
    """``columns`` of the rows whose ``key`` is one of ``values``, as plain tuples."""
    return rows_among(connection, f"select {', '.join(columns)} from {table.name}", key, values)  # noqa: S608


def rows_among(connection: Connection, statement: str, key: str, values: Iterable[Any]) -> Rows:
    """The rows of a statement without a condition whose column ``key`` is one of ``values``, as plain tuples."""
    wanted = sorted(set(values))
    if not wanted:
        return []
    head = f"{statement} where {key} "
    if not is_sqlite(connection):
        return list(connection.exec_driver_sql(head + "= any(%(wanted)s)", {"wanted": wanted}))
    raw = connection.connection.cursor()
    if len(wanted) == 1:
        return list(raw.execute(head + "= ?", wanted))
    found: list[Any] = []
    for i in range(0, len(wanted), _VARIABLES):
        part = wanted[i : i + _VARIABLES]
        # few different lengths, so that the driver's cache of statements holds them all
        part += part[-1:] * (-len(part) % 16)
        found += raw.execute(f"{head}in ({','.join('?' * len(part))})", part).fetchall()
    return found


def delete_where(connection: Connection, table: Table, key: str, values: Iterable[Any]) -> None:
    """Delete the rows whose ``key`` is one of ``values``."""
    wanted = sorted(set(values))
    if is_sqlite(connection):
        connection.connection.cursor().executemany(f"delete from {table.name} where {key} = ?", [(v,) for v in wanted])  # noqa: S608
    elif wanted:
        connection.exec_driver_sql(f"delete from {table.name} where {key} = any(%(wanted)s)", {"wanted": wanted})  # noqa: S608


def delete_rows(connection: Connection, table: Table, keys: Sequence[Sequence[Any]]) -> None:
    """Delete the rows that have these whole keys, each given in the order of the key's columns."""
    if keys:
        mark = "?" if is_sqlite(connection) else "%s"
        named = " and ".join(f"{c.name} = {mark}" for c in table.primary_key)
        connection.connection.cursor().executemany(f"delete from {table.name} where {named}", keys)  # noqa: S608


def put_rows(
    connection: Connection, table: Table, rows: Sequence[Sequence[Any]], *, replace: bool, keep: tuple[str, ...] = ()
) -> None:
    """Insert rows in the order of the columns; where the key is there already the old row stays, or (``replace``) is
    replaced, the columns ``keep`` aside.
    """
    if not rows:
        return
    names = [c.name for c in table.columns]
    keys = [c.name for c in table.primary_key]
    taken = [n for n in names if n not in keys and n not in keep]
    change = "do update set " + ", ".join(f"{n} = excluded.{n}" for n in taken) if replace and taken else "do nothing"
    mark = "?" if is_sqlite(connection) else "%s"
    statement = (
        f"insert into {table.name} ({', '.join(names)}) values ({', '.join([mark] * len(names))}) "  # noqa: S608
        f"on conflict ({', '.join(keys)}) {change}"
    )
    connection.connection.cursor().executemany(statement, [tuple(r) for r in rows])
