"""Bringing the tables of an older ledger to today's shape, from the rows that it holds. What was appended stays as it was, and so
does its chain; how its hashes are kept is all that changes."""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, inspect, text

from onrecord.ledger.blocks import Blocks
from onrecord.ledger.changes import everything_changed
from onrecord.ledger.codec import decode_incident, load
from onrecord.ledger.dialect import bytes_of_hex, forbid_changes, insert_rows
from onrecord.ledger.links import LinkTables, rows_of_incidents
from onrecord.ledger.look import incident_numbers
from onrecord.ledger.schema import APPEND_ONLY, DERIVED, Hex, t
from onrecord.ledger.standing import rebuild_facts

__all__ = ["appended_as_today", "drop_what_is_made_again", "indexes_as_today", "renew"]

_STEP = 2_000
_PAIRS = 100_000
_GONE = ("link_document", "link_key")
# what linking found out is carried over; all else follows from it and from what was appended
_CARRIED = (t.incident_bodies, t.link_node, t.link_edge, t.link_incident_node)


def appended_as_today(connection: Connection) -> None:
    """From 0009 to 0010: hashes as bytes in place of digits, and a mark of eight bytes in place of the whole leaf. Done once, by
    whichever migration comes to read appended rows first."""
    if inspect(connection).has_table(t.dictionaries.name):
        return
    t.dictionaries.create(connection)
    forbid_changes(connection, t.dictionaries.name)
    for table in APPEND_ONLY:
        if table is not t.dictionaries:
            _move_into_new(connection, table)


def _move_into_new(connection: Connection, table: Table) -> None:
    _drop_indexes(connection, table)
    connection.execute(text(f"alter table {table.name} rename to {table.name}_old"))
    table.create(connection)
    as_now = {"leaf": "substr(leaf, 1, 8)"}
    as_now |= {c.name: bytes_of_hex(connection, c.name) for c in table.columns if isinstance(c.type, Hex)}
    names = [c.name for c in table.columns]
    connection.execute(
        text(
            f"insert into {table.name} ({', '.join(map(_quoted, names))}) "  # noqa: S608 - our own names
            f"select {', '.join(as_now.get(n, _quoted(n)) for n in names)} from {table.name}_old order by seq"
        )
    )
    connection.execute(text(f"drop table {table.name}_old"))
    forbid_changes(connection, table.name)


def indexes_as_today(connection: Connection, table: Table) -> None:
    """From 0009 to 0010: the indexes of a derived table made anew."""
    _drop_indexes(connection, table)
    for index in table.indexes:
        index.create(connection)


def _drop_indexes(connection: Connection, table: Table) -> None:
    for index in table.indexes:
        connection.execute(text(f"drop index if exists {index.name}"))


def _quoted(name: str) -> str:
    return f'"{name}"'


def renew(connection: Connection) -> None:
    """Make every derived table anew, in whatever shape an older version left it; what linking kept is carried over."""
    appended_as_today(connection)
    there = set(inspect(connection).get_table_names())
    for table in _CARRIED:
        connection.execute(text(f"create table {table.name}_old as select * from {table.name}"))  # noqa: S608 - our own names
    for table in DERIVED:
        if table.name in there:
            connection.execute(text(f"drop table {table.name}"))
        table.create(connection)
    for name in _GONE:
        connection.execute(text(f"drop table {name}"))
    t.incident_changes.create(connection, checkfirst=True)
    rebuild_facts(connection)
    _incidents(connection)
    _link_tables(connection)
    for table in _CARRIED:
        connection.execute(text(f"drop table {table.name}_old"))
    everything_changed(connection)


def drop_what_is_made_again(connection: Connection) -> None:
    """From 0007 to 0008: keys go from rows of their own into rows of some hundred, and what is made of a text is kept no more."""
    t.link_block.create(connection)
    blocks = Blocks(connection)
    after = (-(2**31), 0)
    statement = text(f"select key, node from link_key where (key, node) > (:k, :n) order by key, node limit {_PAIRS}")  # noqa: S608
    while rows := connection.execute(statement, {"k": after[0], "n": after[1]}).all():
        blocks.put([(r.key, r.node) for r in rows])
        after = (rows[-1].key, rows[-1].node)
    connection.execute(text("alter table link_node drop column body"))
    for name in _GONE:
        connection.execute(text(f"drop table {name}"))


def _portions(connection: Connection, table: str, key: str) -> Iterator[Sequence[Any]]:
    after = None
    while True:
        beyond = "" if after is None else f"where {key} > :after "
        statement = text(f"select * from {table}_old {beyond}order by {key} limit {_STEP}")  # noqa: S608 - our own names
        rows = connection.execute(statement, {} if after is None else {"after": after}).all()
        if not rows:
            return
        after = getattr(rows[-1], key)
        yield rows


def _incidents(connection: Connection) -> None:
    for portion in _portions(connection, "incident_bodies", "num"):
        held = [(decode_incident(bytes(row.body)), row.body) for row in portion]
        numbers = incident_numbers(connection, [incident.id for incident, _ in held])
        insert_rows(connection, t.incident_bodies, [(numbers[i.id], body) for i, body in held])
        for table, found in rows_of_incidents(connection, [i for i, _ in held], numbers).items():
            names = [c.name for c in table.columns]
            insert_rows(connection, table, [[row[n] for n in names] for row in found])


_OF_INCIDENTS = """
    insert into link_incident_node
    select o.node, c.seq * 2 + (case substr(o.incident, 1, 4) when 'agg-' then 1 else 0 end)
    from link_incident_node_old o join claims c on c.id = substr(o.incident, 5)"""
_STATEMENTS = (
    "insert into link_edge select * from link_edge_old",
    _OF_INCIDENTS,
)


def _link_tables(connection: Connection) -> None:
    for statement in _STATEMENTS:
        connection.execute(text(statement))
    tables = LinkTables(connection, lambda ids: {})
    for rows in _portions(connection, "link_node", "id"):
        tables.put_nodes(
            [(r.id, r.document, tuple(load(r.claims)), _keys(r)) for r in rows],
        )


def _keys(row: Any) -> tuple[int, ...]:
    """The first four bytes of each key: before 0007 they had six, before 0005 eight."""
    stored = bytes(row.keys)
    if "num" in row._fields:
        wide = [int.from_bytes(stored[i : i + 4], "big", signed=True) for i in range(0, len(stored), 6)]
    else:
        eights = array("q")
        eights.frombytes(stored)
        wide = [k >> 32 for k in eights]
    return tuple(dict.fromkeys(wide))
