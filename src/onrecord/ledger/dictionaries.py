"""Dictionaries that a ledger trains on what it holds, and keeps: its own places, names and turns of phrase.

Texts take a quarter less room with them, claims and incidents a tenth to a quarter. They are rows of the record, in the chain like
all others: without them nothing packed with them can be read. They are trained with the first batch after the ledger has reached a
size, and again when it has grown eightfold; what was packed before stays as it is.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import zstandard
from sqlalchemy import Connection, Table, select

from onrecord.ledger.direct import every_row
from onrecord.ledger.packing import Kind, Own, know, numbered, unpack
from onrecord.ledger.schema import t

__all__ = ["FIRST", "content_of", "own_dictionaries", "trained"]

FIRST, _GROWN = 256, 8
"""Documents at which the first are trained, and how many times as many there are each time after."""
_BYTES, _MOST_BYTES = 32_768, 110_000
# rows, the newest ones, and bytes to learn from
_ROWS, _SAMPLE = 4_000, 8_000_000
_LEVEL, _KEPT_LEVEL = 6, 19
_LEARNT: tuple[tuple[Kind, Table, str, str], ...] = (
    (Kind.TEXT, t.documents, "seq", "text"),
    (Kind.CLAIM, t.claims, "seq", "body"),
    (Kind.INCIDENT, t.incident_bodies, "num", "body"),
)


def own_dictionaries(connection: Connection) -> Own:
    """The newest of each kind."""
    rows = every_row(connection, "select kind, number from dictionaries order by seq")
    return {Kind[kind]: number for kind, number in rows}


def content_of(connection: Connection, number: int) -> bytes | None:
    """Raises ``zstandard.ZstdError`` for damaged bytes."""
    kept = t.dictionaries.c
    found = connection.execute(select(kept.content).where(kept.number == number).limit(1)).scalar()
    return None if found is None else zstandard.decompress(bytes(found))


def trained(connection: Connection, documents: int) -> Iterator[dict[str, Any]]:
    """Rows of ``dictionaries`` to append now, where a ledger of so many documents lacks them; this process knows them already."""
    times = 0
    while documents >= FIRST * _GROWN**times:
        times += 1
    held = Counter(kind for (kind,) in every_row(connection, "select kind from dictionaries"))
    # of a kind there may have been too little to learn from
    if max(held.values(), default=0) >= times:
        return
    size = min(_BYTES * 2 ** (times - 1), _MOST_BYTES)
    for kind, table, key, column in _LEARNT:
        content = _train(connection, kind, table, key, column, size)
        if content is not None:
            packed = zstandard.ZstdCompressor(level=_KEPT_LEVEL).compress(content)
            yield {"kind": kind.name, "number": know(content), "content": packed}


def _train(connection: Connection, kind: Kind, table: Table, key: str, column: str, size: int) -> bytes | None:
    newest = select(table.c[column]).order_by(table.c[key].desc()).limit(_ROWS)
    samples: list[bytes | bytearray | memoryview[int]] = []
    room = _SAMPLE
    for stored in connection.execute(newest).scalars():
        samples.append(unpack(kind, bytes(stored)))
        room -= len(samples[-1])
        if room < 0:
            break
    try:
        return numbered(zstandard.train_dictionary(size, samples, level=_LEVEL).as_bytes())
    except zstandard.ZstdError:
        # too few, or too much alike to learn from
        return None
