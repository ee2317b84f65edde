"""The gazetteer as the rooms above use it: layers mapped into memory, looked up by name."""

import math
import mmap
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from onrecord.model import VocabularyError
from onrecord.vocab.gazetteer.entry import KINDS, Entry
from onrecord.vocab.gazetteer.folding import fold, key_hash, skeleton, within_edits
from onrecord.vocab.gazetteer.layout import ALTERNATE, CAPITAL, MAGIC, SECTIONS

__all__ = ["Candidate", "Gazetteer", "Layer", "open_gazetteer"]

_LAYER_BITS = 28
_NO_POINT = -(1 << 31)
_FUZZY_SCAN = 4000
_LARGE = 64_000_000
"""Bytes from which on a layer gives back what it mapped: an entry's columns lie far apart, and each touch maps some 64 kB."""
_HELD = 128
"""Entries of a large layer between two times of giving back."""


class _Header(msgspec.Struct):
    countries: list[str]
    rows: int
    sections: dict[str, tuple[int, int]]


class Layer:
    """One file of places. Opening maps it; nothing is read before it is asked for.

    Raises:
        VocabularyError: the file is missing, cut short or not a layer of this version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise VocabularyError(f"gazetteer {path} cannot be read: {error}") from error
        view = memoryview(self._map)
        start = len(MAGIC) + 8
        try:
            if view[: len(MAGIC)] != MAGIC:
                raise VocabularyError(f"gazetteer {path} is no gazetteer of this version; import it again")
            size = int(bytes(view[len(MAGIC) : start]), 16)
            header = msgspec.json.decode(view[start : start + size], type=_Header)
            base = start + size
            self._columns: dict[str, Any] = {
                name: view[base + at : base + at + length].cast(code)  # type: ignore[call-overload]
                for name, code in SECTIONS.items()
                for at, length in (header.sections[name],)
            }
        except (ValueError, KeyError, TypeError, msgspec.MsgspecError) as error:
            raise VocabularyError(f"gazetteer {path} is damaged: {error}") from error
        if len(self._columns["name_start"]) != header.rows + 1:
            raise VocabularyError(f"gazetteer {path} is damaged: it ends early")
        self.countries = header.countries
        self.rows = header.rows
        self._large = len(self._map) > _LARGE and hasattr(self._map, "madvise")
        self._read = 0
        self._hashes = self._columns["key_hash"]
        self._key_start = self._columns["key_start"]
        self._keys = self._columns["keys"]

    def key(self, number: int) -> str:
        return str(self._keys[self._key_start[number] : self._key_start[number + 1]], "utf-8")

    def find(self, key: str) -> int | None:
        """The number of ``key``, or nothing."""
        hashed = key_hash(key)
        hashes = self._hashes
        at = bisect_left(hashes, hashed)
        body = key.encode("utf-8")
        while at < len(hashes) and hashes[at] == hashed:
            if self._keys[self._key_start[at] : self._key_start[at + 1]] == body:
                return at
            at += 1
        return None

    def posts(self, number: int) -> list[int]:
        """Rows that bear the key, ``ALTERNATE`` set where it is not their own name."""
        start = self._columns["post_start"]
        return list(self._columns["posts"][start[number] : start[number + 1]])

    def name(self, row: int) -> str:
        start = self._columns["name_start"]
        return str(self._columns["names"][start[row] : start[row + 1]], "utf-8")

    def entry(self, row: int, *, base: int = 0, alternate: bool = False) -> Entry:
        if self._large:
            self._give_back()
        column = self._columns
        lat = column["lat"][row]
        one, two = column["admin1"][row], column["admin2"][row]
        return Entry(
            id=base | row,
            name=self.name(row),
            kind=KINDS[column["kind"][row] & ~CAPITAL],
            country=self.countries[column["country"][row]] or None,
            admin1=self.name(one - 1) if one else None,
            admin2=self.name(two - 1) if two else None,
            latitude=None if lat == _NO_POINT else lat / 1e5,
            longitude=None if lat == _NO_POINT else column["lon"][row] / 1e5,
            population=column["population"][row],
            geonames=column["geonames"][row] or None,
            alternate=alternate,
            capital=bool(column["kind"][row] & CAPITAL),
            admin1_id=base | (one - 1) if one else None,
            admin2_id=base | (two - 1) if two else None,
        )

    def _give_back(self) -> None:
        """Unmap what was touched, now and then: it stays in the system's cache, and the process stays small."""
        self._read += 1
        if self._read % _HELD == 0:
            self._map.madvise(mmap.MADV_DONTNEED)

    def near(self, key: str, most: int, *, sound_only: bool) -> list[tuple[int, int]]:
        """Keys spelt nearly like ``key`` with their edits: same skeleton first, then skeletons that begin alike."""
        order = self._columns["by_skeleton"]
        wanted = skeleton(key)
        if len(wanted) < 2:
            return []
        found: dict[int, int] = {}
        at = bisect_left(order, wanted, key=lambda n: skeleton(self.key(n)))
        for number in self._run(order, at, wanted, 400, exact=True):
            edits = within_edits(key, self.key(number), most + 2)
            if edits is not None:
                found[number] = edits
        if not sound_only and min(found.values(), default=most + 1) > most and len(wanted) >= 3:
            stem = wanted[:3]
            at = bisect_left(order, stem, key=lambda n: skeleton(self.key(n)))
            for number in self._run(order, at, stem, _FUZZY_SCAN, exact=False):
                edits = within_edits(key, self.key(number), most)
                if edits is not None:
                    found[number] = edits
        return sorted(found.items(), key=lambda item: item[1])

    def _run(self, order: Any, at: int, wanted: str, limit: int, *, exact: bool) -> Iterator[int]:
        for step in range(at, min(at + limit, len(order))):
            number: int = order[step]
            found = skeleton(self.key(number))
            if found != wanted if exact else not found.startswith(wanted):
                return
            yield number


class Candidate(msgspec.Struct, frozen=True):
    """An entry that a name may mean. ``edits`` is 0 for a name that is borne as it stands."""

    entry: Entry
    edits: int
    parts: dict[str, float]

    @property
    def score(self) -> float:
        return sum(self.parts.values())


class Gazetteer:
    """Layers of places, the shipped one first. Safe to share between threads; pickles as the list of its files."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self.layers = tuple(Layer(path) for path in self._paths)
        self._same: dict[int, int] = {}

    def __reduce__(self) -> tuple[type["Gazetteer"], tuple[tuple[Path, ...]]]:
        return Gazetteer, (self._paths,)

    def __len__(self) -> int:
        return sum(layer.rows for layer in self.layers)

    def has(self, key: str) -> bool:
        """Whether a folded name is known. A few microseconds."""
        return any(layer.find(key) is not None for layer in self.layers)

    def lookup(self, name: str) -> Sequence[Entry]:
        """Entries that bear ``name``, own names before alternates, then by population. Empty when unknown."""
        return self.lookup_key(fold(name))

    def lookup_key(self, key: str) -> Sequence[Entry]:
        """``lookup`` for a name already folded."""
        found: list[Entry] = []
        seen: set[int] = set()
        for index, layer in enumerate(self.layers):
            number = layer.find(key)
            for post in layer.posts(number) if number is not None else ():
                row, alternate = post & ~ALTERNATE, bool(post & ALTERNATE)
                entry = self._joined(layer.entry(row, base=index << _LAYER_BITS, alternate=alternate))
                if entry.geonames is None or entry.geonames not in seen:
                    found.append(entry)
                    seen.add(entry.geonames or 0)
        found.sort(key=lambda e: (e.alternate, -e.population))
        return found

    def entry(self, identity: int) -> Entry:
        """The entry with this ``id``."""
        index, row = identity >> _LAYER_BITS, identity & ((1 << _LAYER_BITS) - 1)
        return self._joined(self.layers[index].entry(row, base=index << _LAYER_BITS))

    def _joined(self, entry: Entry) -> Entry:
        """The entry with its units told by the first layer's ids, so that places of two layers share them."""
        if entry.id >> _LAYER_BITS == 0:
            return entry
        one = None if entry.admin1_id is None else self._first(entry.admin1_id)
        two = None if entry.admin2_id is None else self._first(entry.admin2_id)
        return msgspec.structs.replace(entry, admin1_id=one, admin2_id=two)

    def _first(self, identity: int) -> int:
        known = self._same.get(identity)
        if known is None:
            index, row = identity >> _LAYER_BITS, identity & ((1 << _LAYER_BITS) - 1)
            unit = self.layers[index].entry(row)
            twins = (e.id for e in self.lookup(unit.name) if e.geonames == unit.geonames and e.kind == unit.kind)
            known = self._same[identity] = min(twins, default=identity)
        return known

    def similar(self, name: str, *, most: int | None = None, sound_only: bool = False) -> Sequence[tuple[Entry, int]]:
        """Entries whose name is spelt nearly like ``name``, with the edits between the keys, fewest first.

        ``most`` defaults to one edit for names of up to seven letters, else two; names that sound alike by
        ``skeleton`` may differ by two more. For names that ``lookup`` does not know: about a millisecond with
        ``sound_only``, up to a tenth of a second else.
        """
        key = fold(name)
        if len(key) < 4:
            return []
        allowed = most if most is not None else (1 if len(key) < 8 else 2)
        found: dict[int, tuple[Entry, int]] = {}
        for index, layer in enumerate(self.layers):
            for number, edits in layer.near(key, allowed, sound_only=sound_only)[:20]:
                for post in layer.posts(number):
                    base = index << _LAYER_BITS
                    entry = self._joined(layer.entry(post & ~ALTERNATE, base=base, alternate=bool(post & ALTERNATE)))
                    if entry.id not in found:
                        found[entry.id] = (entry, edits)
        return sorted(found.values(), key=lambda item: (item[1], item[0].alternate, -item[0].population))

    def explain(self, name: str) -> Sequence[Candidate]:
        """What ``name`` may be, likeliest first, with the parts of each score: for people who ask why.

        Names spelt nearly like it stand in when it is unknown itself. Without a document only size, kind and the way
        the name is borne can count; the reader weighs the context on top.
        """
        exact = [Candidate(e, 0, _score(e, 0)) for e in self.lookup(name)]
        found = exact or [Candidate(e, edits, _score(e, edits)) for e, edits in self.similar(name)]
        return sorted(found, key=lambda c: -sum(c.parts.values()))


def _score(entry: Entry, edits: int) -> dict[str, float]:
    kinds = {"country": 3.2, "admin1": 2.2, "region": 2.0, "feature": 1.5, "admin2": -0.8, "spot": -2.0}
    parts = {"population": round(0.55 * math.log(entry.population + 100.0), 2), "kind": kinds.get(entry.kind, 0.0)}
    parts |= {"capital": 1.5} if entry.capital else {}
    parts |= {"alternate name": -2.0} if entry.alternate else {}
    return parts | ({"edits": -2.5 * edits} if edits else {})


@cache
def _open(paths: tuple[Path, ...]) -> Gazetteer:
    return Gazetteer(paths)


def open_gazetteer(extra_dir: Path | str | None = None) -> Gazetteer:
    """The shipped gazetteer, with every imported layer (``*.gazetteer``) of ``extra_dir`` on top.

    The same folders give the same object for as long as the process lives.

    Raises:
        VocabularyError: a layer is missing or damaged.
    """
    shipped = Path(str(files("onrecord.vocab") / "data" / "gazetteer" / "places.gazetteer"))
    extra = sorted(Path(extra_dir).glob("*.gazetteer")) if extra_dir is not None else []
    return _open((shipped, *extra))
