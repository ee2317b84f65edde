"""Which nodes stand under which blocking key: sorted pairs of a key and a node's number, some sixty to a hundred to a row.

A pair takes five or six bytes here, and took thirteen as a row of its own. A row holds the pairs from its own ``(key, node)``
on, up to where the next row begins. It is named by its first pair; the first row by one before all pairs.

A row's body is one byte (four bits each: how many bytes a key's distance from the row's key takes, and how many a node's
number), then the distances and the numbers in the order of the pairs, byte by byte: the lowest bytes of all distances, then
the next, and so on, then those of the numbers in the same way.
"""

import json
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection

from onrecord.ledger.dialect import is_sqlite

__all__ = ["FIRST", "Blocks", "pack_pairs", "unpack_pairs"]

Pair = tuple[int, int]
_LEAST = -(2**31)
FIRST: Pair = (_LEAST, 0)
# twice as many are parted; larger rows take less room and longer to write
_MOST = 64
# pairs of a row where all are written at once, with room for some more
_FILLED = 96
_WRITTEN = 5_000
_WIDE = 4
_LAST_SQLITE = """
    select k.value, b.key, b.node, b.body from json_each(?) k cross join link_block b where (b.key, b.node) =
    (select key, node from link_block where (key, node) <= (k.value, 2147483648) order by key desc, node desc limit 1)"""
_LAST_POSTGRESQL = """
    select k.key, b.key, b.node, b.body from unnest(%s::bigint[]) k(key) cross join lateral
    (select key, node, body from link_block where (key, node) <= (k.key, 2147483648) order by key desc, node desc limit 1) b"""


def pack_pairs(key: int, pairs: Sequence[Pair]) -> bytes:
    """``pairs`` as the body of a row that begins at ``key``."""
    return _packed(array("I", [k - key for k, _ in pairs]), array("I", [n for _, n in pairs]))


def unpack_pairs(key: int, body: bytes) -> list[Pair]:
    distances, nodes = _parted(bytes(body))
    return [(key + d, n) for d, n in zip(distances, nodes, strict=True)]


def _packed(distances: "array[int]", nodes: "array[int]") -> bytes:
    first, second = _planes(distances), _planes(nodes)
    return b"".join((bytes([len(first) << 4 | len(second)]), *first, *second))


def _planes(numbers: "array[int]") -> list[bytes]:
    spelt = _turned(numbers).tobytes()
    planes = [spelt[i::_WIDE] for i in range(_WIDE)]
    # the bytes that no number needs
    while planes and planes[-1].count(0) == len(numbers):
        planes.pop()
    return planes


def _parted(body: bytes) -> "tuple[array[int], array[int]]":
    first, second = body[0] >> 4, body[0] & 0xF
    number = (len(body) - 1) // (first + second) if first + second else 0
    middle = 1 + first * number
    return _numbers(body[1:middle], first, number), _numbers(body[middle:], second, number)


def _numbers(planes: bytes, width: int, number: int) -> "array[int]":
    spelt = bytearray(_WIDE * number)
    for i in range(width):
        spelt[i::_WIDE] = planes[i * number : (i + 1) * number]
    held = array("I")
    held.frombytes(spelt)
    return _turned(held)


def _turned(numbers: "array[int]") -> "array[int]":
    """Least byte first, or back from there: a copy on machines that have the greatest first."""
    if sys.byteorder == "big":
        numbers = array("I", numbers)
        numbers.byteswap()
    return numbers


class _Row:
    """A row by its first pair ``begin``, with what it holds unpacked."""

    __slots__ = ("begin", "distances", "nodes")

    def __init__(self, key: int, node: int, body: bytes) -> None:
        self.begin = (key, node)
        self.distances, self.nodes = _parted(bytes(body))

    def under(self, key: int) -> "array[int]":
        low, high = self._range(key)
        return self.nodes[low:high]

    def put(self, pair: Pair) -> None:
        at, there = self._place(pair)
        if not there:
            self.distances.insert(at, pair[0] - self.begin[0])
            self.nodes.insert(at, pair[1])

    def drop(self, pair: Pair) -> None:
        at, there = self._place(pair)
        if there:
            del self.distances[at], self.nodes[at]

    def rows(self) -> Iterator[tuple[int, int, bytes]]:
        """What to write: this row, or several where it has grown too long, each named by its first pair."""
        many = len(self.nodes)
        size = many if many <= 2 * _MOST else _MOST
        for start in range(0, many, size) if many else (0,):
            distances, nodes = self.distances[start : start + size], self.nodes[start : start + size]
            key, node = self.begin
            # before the first pair of all there is no other row, so that the first row's name stays
            if many and (start or self.begin != FIRST):
                shift, node = distances[0], nodes[0]
                key += shift
                if shift:
                    distances = array("I", [d - shift for d in distances])
            yield key, node, _packed(distances, nodes)

    def _range(self, key: int) -> tuple[int, int]:
        wanted = key - self.begin[0]
        low = bisect_left(self.distances, wanted)
        return low, bisect_right(self.distances, wanted, low)

    def _place(self, pair: Pair) -> tuple[int, bool]:
        """Where a pair stands or would stand, and whether it does."""
        low, high = self._range(pair[0])
        at = bisect_left(self.nodes, pair[1], low, high)
        return at, at < high and self.nodes[at] == pair[1]


class Blocks:
    """The pairs in the rows of ``link_block``, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._mark = "?" if is_sqlite(connection) else "%s"
        # by key: the last row of its range, as the last question found it, until something is changed
        self._last: dict[int, _Row] = {}
        self._gathered: array[int] | None = None

    def gather(self) -> None:
        """Hold pairs in memory up to ``fill``, eight bytes each, if the table has none: each would change a row of its own."""
        if not self._ask("select 1 from link_block limit 1"):
            self._gathered = array("Q")

    def fill(self) -> None:
        """Write the pairs gathered, in their order."""
        if self._gathered is None:
            return
        numbers = np.frombuffer(self._gathered, np.uint64)
        numbers.sort()
        keep = np.flatnonzero(np.r_[True, numbers[1:] != numbers[:-1]]) if len(numbers) else np.empty(0, np.int64)
        rows: list[tuple[int, int, bytes]] = []
        for start in range(0, len(keep), _FILLED):
            pairs = numbers[keep[start : start + _FILLED]]
            keys, nodes = (pairs >> np.uint64(32)).astype(np.int64) + _LEAST, pairs & np.uint64(0xFFFFFFFF)
            key, node = (int(keys[0]), int(nodes[0])) if start else FIRST
            distances = array("I", (keys - key).tolist())
            rows.append((key, node, _packed(distances, array("I", nodes.tolist()))))
            if len(rows) == _WRITTEN:
                self._write(rows)
                rows = []
        self._write(rows)
        self._gathered = None

    def nodes(self, keys: Iterable[int], most: int) -> dict[int, tuple[int, ...]]:
        """The nodes under each key, ascending, at most ``most`` (of more than these any); keys without any are left out."""
        found = {}
        self._last = self._at_end_of(sorted(set(keys)))
        for key, last in self._last.items():
            held, begin = last.under(key), last.begin
            # under this key may stand more pairs than a row holds
            while begin[0] == key and len(held) < most and (row := self._ahead_of(begin)) is not None:
                held, begin = row.under(key) + held, row.begin
            if held:
                found[key] = tuple(held[:most])
        return found

    def put(self, pairs: Iterable[Pair]) -> None:
        """Add pairs; those that are there stay."""
        if self._gathered is not None:
            self._gathered.extend((key - _LEAST) << 32 | node for key, node in pairs)
            return
        self._change(sorted(set(pairs)), _Row.put)

    def drop(self, pairs: Iterable[Pair]) -> None:
        """Take pairs out; others are passed over."""
        self._change(sorted(set(pairs)), _Row.drop)

    def rows(self) -> Iterator[tuple[int, int, bytes]]:
        """Every row in its order."""
        for row in self._connection.exec_driver_sql("select key, node, body from link_block order by key, node"):
            yield row[0], row[1], row[2]

    # ---------------------------------------------------------------------------------------------------- rows

    def _ask(self, statement: str, *values: int) -> list[tuple[Any, ...]]:
        self._cursor.execute(statement.replace("?", self._mark), values)
        return list(self._cursor.fetchall())

    def _before(self, pair: Pair) -> _Row | None:
        """The row in whose range a pair is."""
        return self._nearest("<=", pair)

    def _ahead_of(self, begin: Pair) -> _Row | None:
        """The row before the one that begins so."""
        return self._nearest("<", begin)

    def _nearest(self, beside: str, pair: Pair) -> _Row | None:
        found = self._ask(
            f"select key, node, body from link_block where (key, node) {beside} (?, ?) order by key desc, node desc limit 1",  # noqa: S608
            *pair,
        )
        return _Row(*found[0]) if found else None

    def _at_end_of(self, keys: Sequence[int]) -> dict[int, _Row]:
        """For each key the last row that may hold it, all of them in one question."""
        if is_sqlite(self._connection):
            asked: tuple[str, Any] = (_LAST_SQLITE, json.dumps(keys))
        else:
            asked = (_LAST_POSTGRESQL, keys)
        self._cursor.execute(asked[0], (asked[1],))
        return {key: _Row(*row) for key, *row in self._cursor.fetchall()}

    def _change(self, pairs: Sequence[Pair], change: Callable[[_Row, Pair], None]) -> None:
        gone: list[Pair] = []
        rows: list[tuple[int, int, bytes]] = []
        at = 0
        while at < len(pairs):
            row = self._asked(pairs[at]) or self._before(pairs[at]) or _Row(*FIRST, _packed(array("I"), array("I")))
            end = self._end(row, pairs, at + 1)
            for pair in pairs[at:end]:
                change(row, pair)
            written = list(row.rows()) if row.nodes or row.begin == FIRST else []
            # an empty range falls to the row before it
            if not written or written[0][:2] != row.begin:
                gone.append(row.begin)
            rows += written
            at = end
        self._last = {}
        if gone:
            self._cursor.executemany(f"delete from link_block where key = {self._mark} and node = {self._mark}", gone)  # noqa: S608
        self._write(rows)

    def _write(self, rows: Sequence[tuple[int, int, bytes]]) -> None:
        self._cursor.executemany(
            f"insert into link_block (key, node, body) values ({', '.join([self._mark] * 3)}) "  # noqa: S608
            "on conflict (key, node) do update set body = excluded.body",
            rows,
        )

    def _asked(self, pair: Pair) -> _Row | None:
        """The row in whose range a pair is, where the last question has shown it: no row begins between it and its key's end."""
        row = self._last.get(pair[0])
        return row if row is not None and row.begin <= pair else None

    def _end(self, row: _Row, pairs: Sequence[Pair], at: int) -> int:
        """The first of ``pairs``, from ``at`` on, that is beyond a row's range."""
        while at < len(pairs) and (known := self._asked(pairs[at])) is not None:
            if known.begin != row.begin:
                return at
            at += 1
        if at == len(pairs):
            return at
        after = self._ask(
            "select key, node from link_block where (key, node) > (?, ?) order by key, node limit 1", *row.begin
        )
        return bisect_left(pairs, after[0], at) if after else len(pairs)
