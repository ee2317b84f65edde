"""Which nodes stand under which blocking key: sorted pairs of a key and a node's number, some hundred of them to a row.

A pair takes five or six bytes here, and took thirteen as a row of its own. A row holds the pairs from its own ``(key, node)``
on, up to where the next row begins. It is named by its first pair; the first row by one before all pairs.

A row's body is one byte (four bits each: how many bytes a key's distance from the row's key takes, and how many a node's
number), then the distances and the numbers in the order of the pairs, byte by byte: the lowest bytes of all distances, then
the next, and so on, then those of the numbers in the same way.
"""

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlalchemy import Connection

from onrecord.ledger.dialect import is_sqlite

__all__ = ["FIRST", "Blocks", "pack_pairs", "unpack_pairs"]

Pair = tuple[int, int]
_Change = Callable[[Sequence[Pair], Sequence[Pair]], Sequence[Pair]]
_LEAST = -(2**31)
FIRST: Pair = (_LEAST, 0)
# twice as many are parted; larger rows take less room and longer to write
_MOST = 160
_WIDE = 4


def pack_pairs(key: int, pairs: Sequence[Pair]) -> bytes:
    """``pairs`` as the body of a row that begins at ``key``."""
    distances, nodes = _planes([k - key for k, _ in pairs]), _planes([n for _, n in pairs])
    return b"".join((bytes([len(distances) << 4 | len(nodes)]), *distances, *nodes))


def unpack_pairs(key: int, body: bytes) -> list[Pair]:
    distances, nodes = _parted(bytes(body))
    return [(key + d, n) for d, n in zip(distances, nodes, strict=True)]


def _planes(numbers: Sequence[int]) -> list[bytes]:
    held = array("I", numbers)
    if sys.byteorder == "big":
        held.byteswap()
    spelt = held.tobytes()
    width = (max(numbers, default=0).bit_length() + 7) // 8
    return [spelt[i::_WIDE] for i in range(width)]


def _parted(body: bytes) -> tuple[Sequence[int], Sequence[int]]:
    first, second = body[0] >> 4, body[0] & 0xF
    number = (len(body) - 1) // (first + second) if first + second else 0
    middle = 1 + first * number
    return _numbers(body[1:middle], first, number), _numbers(body[middle:], second, number)


def _numbers(planes: bytes, width: int, number: int) -> Sequence[int]:
    spelt = bytearray(_WIDE * number)
    for i in range(width):
        spelt[i::_WIDE] = planes[i * number : (i + 1) * number]
    held = array("I")
    held.frombytes(bytes(spelt))
    if sys.byteorder == "big":
        held.byteswap()
    return held


class Blocks:
    """The pairs in the rows of ``link_block``, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._mark = "?" if is_sqlite(connection) else "%s"

    def nodes(self, keys: Iterable[int], most: int) -> dict[int, tuple[int, ...]]:
        """At most ``most`` nodes under each key, the lowest first; keys without any are left out."""
        found = {}
        for key in sorted(set(keys)):
            row = self._before((key, 2**31))
            if row is None:
                return {}
            held = _under(key, row)
            if row[0] == key:
                # under this key stand more pairs than a row holds
                held = [n for r in self._beside(key, row[1]) for n in _under(key, r)] + held
            if held:
                found[key] = tuple(held[:most])
        return found

    def put(self, pairs: Iterable[Pair]) -> None:
        """Add pairs; those that are there stay."""
        self._change(sorted(set(pairs)), lambda held, new: sorted({*held, *new}))

    def drop(self, pairs: Iterable[Pair]) -> None:
        """Take pairs out; others are passed over."""
        self._change(sorted(set(pairs)), lambda held, gone: sorted({*held} - {*gone}))

    def rows(self) -> Iterator[tuple[int, int, bytes]]:
        """Every row in its order."""
        for row in self._connection.exec_driver_sql("select key, node, body from link_block order by key, node"):
            yield row[0], row[1], row[2]

    # ---------------------------------------------------------------------------------------------------- rows

    def _ask(self, statement: str, *values: int) -> list[tuple[int, int, bytes]]:
        self._cursor.execute(statement.replace("?", self._mark), values)
        return list(self._cursor.fetchall())

    def _before(self, pair: Pair) -> tuple[int, int, bytes] | None:
        """The row in whose range a pair is."""
        found = self._ask(
            "select key, node, body from link_block where (key, node) <= (?, ?) order by key desc, node desc limit 1",
            *pair,
        )
        return found[0] if found else None

    def _beside(self, key: int, node: int) -> list[tuple[int, int, bytes]]:
        """The rows before the one that begins at the pair, from the one on in which the key begins."""
        inside = self._ask("select key, node, body from link_block where key = ? and node < ? order by node", key, node)
        first = self._before((key, -1))
        return [first, *inside] if first else inside

    def _change(self, pairs: Sequence[Pair], change: _Change) -> None:
        at = 0
        while at < len(pairs):
            row = self._before(pairs[at]) or (*FIRST, pack_pairs(_LEAST, ()))
            begin = row[:2]
            after = self._ask(
                "select key, node, body from link_block where (key, node) > (?, ?) order by key, node limit 1", *begin
            )
            end = bisect_left(pairs, after[0][:2]) if after else len(pairs)
            self._write(begin, change(unpack_pairs(row[0], row[2]), pairs[at:end]))
            at = end

    def _write(self, begin: Pair, held: Sequence[Pair]) -> None:
        """The pairs of a range, as one row or several; an empty range falls to the row before it."""
        if begin != FIRST and (not held or held[0] != begin):
            self._cursor.execute(f"delete from link_block where key = {self._mark} and node = {self._mark}", begin)  # noqa: S608
            if not held:
                return
            begin = held[0]
        size = len(held) if len(held) <= 2 * _MOST else _MOST
        starts = range(0, len(held), size) if held else range(1)
        rows = []
        for start in starts:
            named = begin if start == 0 else held[start]
            rows.append((*named, pack_pairs(named[0], held[start : start + size])))
        self._cursor.executemany(
            f"insert into link_block (key, node, body) values ({', '.join([self._mark] * 3)}) "  # noqa: S608
            "on conflict (key, node) do update set body = excluded.body",
            rows,
        )


def _under(key: int, row: tuple[int, int, bytes]) -> list[int]:
    distances, nodes = _parted(bytes(row[2]))
    wanted = key - row[0]
    return list(nodes[bisect_left(distances, wanted) : bisect_right(distances, wanted)])
