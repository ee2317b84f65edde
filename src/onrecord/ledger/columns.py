"""The columns of all incidents as arrays: what is counted, drawn and filtered without asking the database.

One slot an incident. Words are kept once and stand in the arrays as numbers; days are numbers such as 20240207, in the order of
the words that they are made of, and 0 where no day is known. Some 150 bytes an incident, its id and words included.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from onrecord.ledger.schema import EFFECTS

__all__ = ["NUMBERS", "WORDS", "Column", "Columns", "Mask", "Numbers", "Row", "grouped"]

T = TypeVar("T")
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Column = npt.NDArray[np.int32] | npt.NDArray[np.int64]
WORDS = (
    "type",
    "status",
    "link",
    "country",
    "countries",
    "admin1",
    "places",
    "actors",
    "rights",
    "publishers",
    "spot",
    "seen",
)
"""Columns of words: ``publishers`` are the independent ones; ``spot`` is where it is drawn, ``seen`` the collections it is in."""
NUMBERS = ("day_start", "day_end", "demands", "answered", "responses", *EFFECTS, "reported")
"""Columns of numbers; a toll is -1 where none is told; ``reported`` is a moment such as 20240207093000. Beside them stand ``num``,
the number of the incident, and ``repeats``, 1 where somebody repeated another's words."""
_FIRST = 1_024
_WIDE = ("num", "reported")
_MOST_MASKS = 32
_MOST_KEYS = 2_000_000


class Row(NamedTuple):
    """An incident in the order of ``WORDS`` and ``NUMBERS``; ``told`` is everybody who tells of it, copies too; ``claims`` are the
    numbers of those that stand in it."""

    num: int
    id: str
    words: tuple[Any, ...]
    numbers: tuple[int, ...]
    told: tuple[str, ...]
    claims: tuple[int, ...]


class Columns:
    """Rows by the number of their incident; not safe between threads."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.live: Mask = np.zeros(_FIRST, np.bool_)
        self.slots: dict[int, int] = {}
        self._free: list[int] = []
        self.values: dict[str, list[Any]] = {name: [] for name in WORDS}
        self._codes: dict[str, dict[Any, int]] = {name: {} for name in WORDS}
        self._held: dict[str, Column] = {n: np.zeros(_FIRST, np.int32) for n in (*WORDS, *NUMBERS, "repeats")}
        self._held |= {n: np.zeros(_FIRST, np.int64) for n in _WIDE}
        self._masks: dict[Hashable, Mask] = {}
        self._answers: dict[tuple[Hashable, Hashable], Any] = {}
        self._points = np.zeros((0, 4))
        # who tells of an incident, and the claims that stand in it
        self.publishers: list[str] = []
        self._publisher_codes: dict[str, int] = {}
        self._told: dict[int, tuple[int, ...]] = {}
        self._tellers, self._claims = _Pairs(), _Pairs()

    def __len__(self) -> int:
        return len(self.slots)

    def __getitem__(self, name: str) -> Column:
        """A column up to the last slot in use; of words, numbers in ``values``."""
        return self._held[name][: len(self.ids)]

    @property
    def alive(self) -> Mask:
        return self.live[: len(self.ids)]

    def telling(self, slot: int) -> tuple[frozenset[str], frozenset[str]]:
        """Everybody who tells of the incident in a slot, and the independent ones of them."""
        told = frozenset(self.publishers[p] for p in self._told.get(slot, ()))
        return told, _listed(self.values["publishers"][self._held["publishers"][slot]])

    def pairs(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """``(slots, publishers)`` of all that is told by somebody."""
        return self._tellers.live()

    # ------------------------------------------------------------------------------------------------------ changing

    def put(self, rows: Sequence[Row]) -> None:
        """Keep incidents that are not held."""
        self._changed()
        slots = [self._free.pop() if self._free else self._new_slot() for _ in rows]
        for slot, row in zip(slots, rows, strict=True):
            self.slots[row.num] = slot
            self.ids[slot] = row.id
            codes = tuple(map(self._publisher, row.told))
            if codes:
                self._told[slot] = codes
        self._tellers.put([(slot, code) for slot in slots for code in self._told.get(slot, ())])
        self._claims.put([(slot, claim) for slot, row in zip(slots, rows, strict=True) for claim in row.claims])
        self.live[slots] = True
        for i, name in enumerate(WORDS):
            codes_of, values = self._codes[name], self.values[name]
            found = []
            for row in rows:
                value = row.words[i]
                code = codes_of.get(value)
                if code is None:
                    code = codes_of[value] = len(values)
                    values.append(value)
                found.append(code)
            self._held[name][slots] = found
        for i, name in enumerate(NUMBERS):
            self._held[name][slots] = [row.numbers[i] for row in rows]
        at = WORDS.index("publishers")
        self._held["num"][slots] = [row.num for row in rows]
        self._held["repeats"][slots] = [_repeats(r.told, r.words[at]) for r in rows]

    def drop(self, nums: Iterable[int]) -> None:
        """Forget incidents; those that are not held are left out."""
        slots = [slot for num in nums if (slot := self.slots.pop(num, None)) is not None]
        if not slots:
            return
        self._changed()
        self.live[slots] = False
        self._free += slots
        for slot in slots:
            self._told.pop(slot, None)
        gone = np.zeros(len(self.ids), np.bool_)
        gone[slots] = True
        self._tellers.drop(gone)
        self._claims.drop(gone)

    def _changed(self) -> None:
        self._masks.clear()
        self._answers.clear()

    def _publisher(self, name: str) -> int:
        code = self._publisher_codes.get(name)
        if code is None:
            code = self._publisher_codes[name] = len(self.publishers)
            self.publishers.append(name)
        return code

    def _new_slot(self) -> int:
        slot = len(self.ids)
        self.ids.append("")
        if slot >= len(self.live):
            self.live = np.concatenate([self.live, np.zeros(len(self.live), np.bool_)])
            for name, held in self._held.items():
                self._held[name] = np.concatenate([held, np.zeros(len(held), held.dtype)])
        return slot

    # ------------------------------------------------------------------------------------------------------- looking

    def points(self) -> npt.NDArray[np.float64]:
        """Of each word of ``spot``: latitude, longitude, 1 where a point is known, 1 where it is an area."""
        fresh = self.values["spot"][len(self._points) :]
        if fresh:
            told = [(s.lat or 0.0, s.lon or 0.0, float(s.known), float(s.is_area)) for s in fresh]
            self._points = np.concatenate([self._points, np.array(told)])
        return self._points

    def mask(self, about: Hashable, make: Callable[[], Mask]) -> Mask:
        """What ``make`` gives, kept until a row changes; ``about`` names all that it depends on beside the columns. Nobody changes
        what comes back."""
        found = self._masks.get(about)
        if found is None:
            if len(self._masks) >= _MOST_MASKS:
                self._changed()
            found = self._masks[about] = make()
        return found

    def answer(self, fits: Mask, about: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives of the slots of a mask, kept as long as the mask, where that is kept. Nobody changes what comes
        back."""
        of = next((key for key, held in self._masks.items() if held is fits), None)
        if of is None:
            return make()
        if (of, about) not in self._answers:
            self._answers[of, about] = make()
        found: T = self._answers[of, about]
        return found

    def where(self, name: str, fits: Any) -> Mask:
        """The slots whose word fits; each word is looked at once."""
        told = np.fromiter((fits(v) for v in self.values[name]), np.bool_, len(self.values[name]))
        return told[self[name]] if len(told) else np.zeros(len(self.ids), np.bool_)

    def told_by(self, publisher: str) -> Mask:
        found = np.zeros(len(self.ids), np.bool_)
        code = self._publisher_codes.get(publisher)
        if code is not None:
            slots, codes = self.pairs()
            found[slots[codes == code]] = True
        return found

    def holding(self, claims: Sequence[int]) -> Mask:
        """The slots of the incidents in which one of the claims stands."""
        found = np.zeros(len(self.ids), np.bool_)
        slots, held = self._claims.live()
        if len(claims) and len(held):
            told = np.asarray(claims)
            wanted = np.zeros(max(int(held.max()), int(told.max())) + 1, np.bool_)
            wanted[told] = True
            found[slots[wanted[held]]] = True
        return found

    def holding_after(self, claim: int) -> Mask:
        """The slots of the incidents in which a claim of a higher number stands."""
        found = np.zeros(len(self.ids), np.bool_)
        slots, held = self._claims.live()
        found[slots[held > claim]] = True
        return found

    def of_numbers(self, nums: Iterable[int]) -> Mask:
        """The slots of incidents given by their numbers; unknown ones are left out."""
        found = np.zeros(len(self.ids), np.bool_)
        slots = [s for s in map(self.slots.get, nums) if s is not None]
        found[slots] = True
        return found


class _Pairs:
    """Pairs of a slot and a number. Taken out are all pairs of a slot at once."""

    def __init__(self) -> None:
        self._held = np.zeros((_FIRST, 2), np.int32)
        self._used = 0

    def put(self, pairs: Sequence[tuple[int, int]]) -> None:
        end = self._used + len(pairs)
        if end > len(self._held):
            self._held = np.concatenate([self._held, np.zeros((max(end, len(self._held)), 2), np.int32)])
        if pairs:
            self._held[self._used : end] = pairs
            self._used = end

    def drop(self, gone: Mask) -> None:
        """Take out the pairs of the slots that are marked."""
        used = self._held[: self._used]
        kept = used[~gone[used[:, 0]]]
        self._used = len(kept)
        self._held[: self._used] = kept

    def live(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """``(slots, numbers)``; they hold until something changes."""
        return self._held[: self._used, 0], self._held[: self._used, 1]


def grouped(keys: Numbers) -> tuple[Numbers, Numbers]:
    """The different keys in their order, and the place of each key among them: ``np.unique``, but unsorted where they lie close."""
    if not len(keys):
        return keys, keys
    low = int(keys.min())
    many = int(keys.max()) - low + 1
    if many > _MOST_KEYS:
        found, place = np.unique(keys, return_inverse=True)
        return found, place
    there = np.zeros(many, np.bool_)
    there[keys - low] = True
    found = np.flatnonzero(there)
    places = np.zeros(many, np.int64)
    places[found] = np.arange(len(found))
    return found + low, places[keys - low]


def _listed(words: str) -> frozenset[str]:
    return frozenset(w for w in words.split("|") if w)


def _repeats(told: tuple[str, ...], independent: str) -> bool:
    # most often all are independent, which the number of bars tells
    return len(told) != independent.count("|") - 1 and not set(told) <= _listed(independent)
