"""A layer on disk: columns of numbers and tables of strings in one file that is mapped into memory, never read whole.

The file is a line of magic, the length of a header (8 digits, hexadecimal), the header (JSON: sections with offset
and length, list of country codes), then the sections, each on a multiple of eight bytes. Keys stand in the order of
their CRC-32, so a lookup is one bisection over mapped integers. Writing needs little memory whatever the number of
places: keys are spread over files by the top byte of their hash and sorted one file at a time.
"""

import heapq
import json
import struct
import sys
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from onrecord.vocab.gazetteer.entry import KINDS, Kind
from onrecord.vocab.gazetteer.folding import fold, key_hash, skeleton

__all__ = ["ALTERNATE", "CAPITAL", "MAGIC", "SECTIONS", "LayerWriter", "Row"]

MAGIC = b"onrecord gazetteer 1\n"
ALTERNATE = 1 << 31
"""Set on a posting when the key is not the entry's own name."""

CAPITAL = 0x80
"""Set on the kind of a city that is its country's capital."""

SECTIONS = {
    "geonames": "I", "lat": "i", "lon": "i", "population": "I", "country": "B", "kind": "B", "admin1": "I",
    "admin2": "I", "name_start": "I", "names": "B", "key_hash": "I", "key_start": "I", "keys": "B", "post_start": "I",
    "posts": "I", "by_skeleton": "I",
}  # fmt: skip
_COLUMNS = ("geonames", "lat", "lon", "population", "country", "kind", "admin1", "admin2", "name_start")
_RUN = 500_000
_RECORD = struct.Struct("<IIH")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A place to be written. ``admin1`` and ``admin2`` are numbers of rows already or later written, from 0."""

    name: str
    kind: Kind
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    geonames: int = 0
    admin1: int | None = None
    admin2: int | None = None
    alternates: tuple[str, ...] = ()
    capital: bool = False


class LayerWriter:
    """Writes one layer; use as a context manager, ``add`` rows in the order of their numbers.

    Raises:
        ValueError: for more than 254 country codes.
        OSError: when the disk is full or not writable.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self._folder = tempfile.TemporaryDirectory(prefix="onrecord-gazetteer-")
        root = Path(self._folder.name)
        self._files: dict[str, BinaryIO] = {name: (root / name).open("w+b") for name in SECTIONS}
        self._buckets = [(root / f"bucket{i:03d}").open("w+b") for i in range(256)]
        self._pending: dict[str, array[int]] = {name: array(SECTIONS[name]) for name in _COLUMNS}
        self._countries: dict[str, int] = {"": 0}
        self._name_end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            for file in (*self._files.values(), *self._buckets):
                file.close()
            self._folder.cleanup()

    def add(self, row: Row) -> int:
        """Write ``row``; its number."""
        number = self.rows
        self.rows += 1
        country = self._countries.setdefault(row.country, len(self._countries))
        if country > 255:
            raise ValueError("a layer holds at most 255 country codes")
        known = row.lat is not None and row.lon is not None
        values = (
            row.geonames,
            round((row.lat or 0.0) * 1e5) if known else -(1 << 31),
            round((row.lon or 0.0) * 1e5) if known else 0,
            min(row.population, 0xFFFFFFFF),
            country,
            KINDS.index(row.kind) | (CAPITAL if row.capital else 0),
            0 if row.admin1 is None else row.admin1 + 1,
            0 if row.admin2 is None else row.admin2 + 1,
            self._name_end,
        )
        for name, value in zip(_COLUMNS, values, strict=True):
            self._pending[name].append(value)
        self._name_end += self._files["names"].write(row.name.encode("utf-8"))
        self._add_keys(number, row)
        if self.rows % 65536 == 0:
            self._flush()
        return number

    def _add_keys(self, number: int, row: Row) -> None:
        own = fold(row.name)
        keys = {fold(alternate) for alternate in row.alternates} - {own, ""}
        for key, post in [(own, number), *((key, number | ALTERNATE) for key in sorted(keys))]:
            body = key.encode("utf-8")
            if 0 < len(body) <= 120:
                hashed = key_hash(key)
                self._buckets[hashed >> 24].write(_RECORD.pack(hashed, post, len(body)) + body)

    def _flush(self) -> None:
        for name, column in self._pending.items():
            column.tofile(self._files[name])
            del column[:]

    def _finish(self) -> None:
        self._pending["name_start"].append(self._name_end)
        self._flush()
        self._sort_keys()
        header: dict[str, object] = {"countries": list(self._countries), "rows": self.rows}
        sizes = {name: file.tell() for name, file in self._files.items()}
        at, sections = 0, {}
        for name, size in sizes.items():
            sections[name] = (at, size)
            at += -(-size // 8) * 8
        header["sections"] = sections
        head = json.dumps(header, separators=(",", ":")).encode()
        head += b" " * (-(len(MAGIC) + 8 + len(head)) % 8)
        partial = self.path.with_suffix(".partial")
        with partial.open("wb") as out:
            out.write(MAGIC + f"{len(head):08x}".encode() + head)
            for name, file in self._files.items():
                file.seek(0)
                while block := file.read(1 << 20):
                    out.write(block)
                out.write(b"\0" * (-sizes[name] % 8))
        partial.replace(self.path)

    def _sort_keys(self) -> None:
        key_end = post_end = 0
        runs = _Runs(Path(self._folder.name))
        number = 0
        for bucket in self._buckets:
            for hashed, key, posts in _grouped(bucket):
                array("I", [hashed]).tofile(self._files["key_hash"])
                array("I", [key_end]).tofile(self._files["key_start"])
                array("I", [post_end]).tofile(self._files["post_start"])
                array("I", posts).tofile(self._files["posts"])
                key_end += self._files["keys"].write(key)
                post_end += len(posts)
                if len(key) >= 4:
                    runs.add(skeleton(key.decode("utf-8")), number)
                number += 1
        array("I", [key_end]).tofile(self._files["key_start"])
        array("I", [post_end]).tofile(self._files["post_start"])
        for number in runs.in_order():
            self._files["by_skeleton"].write(number.to_bytes(4, sys.byteorder))


class _Runs:
    """Sorts more pairs than memory holds: sorted runs on disk, merged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pairs: list[tuple[str, int]] = []
        self._paths: list[Path] = []

    def add(self, key: str, number: int) -> None:
        self._pairs.append((key, number))
        if len(self._pairs) >= _RUN:
            self._spill()

    def _spill(self) -> None:
        self._pairs.sort()
        path = self._folder / f"run{len(self._paths):04d}"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"{key}\t{number}\n" for key, number in self._pairs)
        self._paths.append(path)
        self._pairs = []

    def in_order(self) -> Iterator[int]:
        """The numbers in the order of their keys."""
        self._pairs.sort()
        with ExitStack() as stack:
            files = [stack.enter_context(path.open(encoding="utf-8", newline="\n")) for path in self._paths]
            for _, number in heapq.merge(*(map(_pair, file) for file in files), self._pairs):
                yield number


def _pair(line: str) -> tuple[str, int]:
    key, _, number = line.rstrip("\n").partition("\t")
    return key, int(number)


def _grouped(bucket: BinaryIO) -> Iterable[tuple[int, bytes, list[int]]]:
    bucket.seek(0)
    data, at = bucket.read(), 0
    found: dict[tuple[int, bytes], list[int]] = {}
    while at < len(data):
        hashed, post, length = _RECORD.unpack_from(data, at)
        at += _RECORD.size
        found.setdefault((hashed, data[at : at + length]), []).append(post)
        at += length
    for (hashed, key), posts in sorted(found.items()):
        yield hashed, key, posts
