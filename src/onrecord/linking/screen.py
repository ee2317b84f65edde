"""Many pairs at once: an upper bound of each match weight, so that only pairs that may be kept are weighed one by one.

Nineteen candidate pairs in twenty weigh too little to be kept, and most of them show it early. The bound is made in columns:
every comparison of ``levels`` looks at a few values of an account (its facet), few different facets meet in a batch, and
each pair of facets is compared once, by the same function that ``compare.levels`` calls. Cosines are sums over arrays.
Comparisons that are not listed here count as the most that their table gives. So the bound never lies below the match
weight (the tests hold it against ``pair_bits``), and what is kept is weighed one by one (``kept_bits``).
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from onrecord.linking import levels
from onrecord.linking.compare import STEP
from onrecord.linking.features import Account
from onrecord.linking.settings import settings, weights

__all__ = ["at_most", "may_be_kept"]

Numbers = npt.NDArray[np.int64]
Bits = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
# sums of floats in another order
_CLOSE_BY = 1e-9
_CELLS = 4_000_000


class _Facet(NamedTuple):
    """What a comparison looks at; accounts with a false ``seen`` compare as unknown."""

    name: str
    seen: Callable[[Account], Any]
    level: Callable[[Account, Account], str]


def _tolls(effects: Sequence[str]) -> Callable[[Account], Hashable]:
    return lambda a: tuple([(e, a.tolls[e]) for e in effects if e in a.tolls])


_FACETS = (
    _Facet("type", lambda a: a.types, lambda a, b: levels.type_level(a.types, b.types)),
    _Facet("date", lambda a: (a.first, a.last, a.published_day, bool(a.publisher)), levels.date_level),
    # never unseen: a place told nowhere may be named in the story
    _Facet("place", lambda a: a.sites or ("",), lambda a, b: levels.place_level(a.sites, b.sites)),
    _Facet("persons", lambda a: a.persons, lambda a, b: levels.name_level(a.persons, b.persons)),
    _Facet("killed", _tolls(("killed",)), lambda a, b: levels.toll_level(a, b, "killed")),
    _Facet("bodies", lambda a: a.bodies, lambda a, b: levels.body_level(a.bodies, b.bodies)),
    _Facet("injured", _tolls(("injured",)), lambda a, b: levels.toll_level(a, b, "injured")),
    _Facet("others", _tolls(sorted(levels.OTHER_EFFECTS)), levels.other_tolls),
    _Facet("occurrences", lambda a: a.occurrences if a.occurrences[0] else (), levels.occurrence_level),
    _Facet("named", lambda a: a.named if a.story else (), lambda a, b: levels.named_level(a.named, b.named)),
    _Facet("roads", lambda a: a.roads, lambda a, b: levels.named_level(a.roads, b.roads)),
    _Facet("clock", lambda a: a.clocks, lambda a, b: levels.clock_level(a.clocks, b.clocks)),
    _Facet("ages", lambda a: a.ages if a.story else (), lambda a, b: levels.named_level(a.ages, b.ages)),
)
# the levels that words in the story, or another account of the report, may put in place of these
_MENDED = {"place": ("named in story", "named, elsewhere", "each named"), "date": ("told elsewhere",)}
_FROM = {"place": frozenset(levels.DOUBTFUL), "date": frozenset(levels.DATE_CONFLICT)}
# by how many of the two tell a story; the last where one is a note
_TEXTS = ("words", "mention", "story", "note")
_BINS = {
    "words": levels.WORD_BINS, "mention": levels.WORD_BINS, "story": levels.STORY_BINS, "note": levels.STORY_BINS,
}  # fmt: skip


def may_be_kept(accounts: Sequence[Account], left: Numbers, right: Numbers) -> Numbers:
    """Positions of the pairs ``(left, right)`` of places in ``accounts`` whose match weight may lie above the floor."""
    return np.flatnonzero(at_most(accounts, left, right, settings().floor) > settings().floor)


def at_most(accounts: Sequence[Account], left: Numbers, right: Numbers, floor: float = -np.inf) -> Bits:
    """For each pair a number of bits that its match weight does not exceed; -inf where the two are never one event.

    A pair is looked at no further once its bound is down to ``floor``. ``left`` ascends (any order is right, but slow).
    """
    return _Screen(accounts, left, right, floor).run()


class _Screen:
    """The bounds of one batch; ``alive`` are the pairs that are still above the floor."""

    def __init__(self, accounts: Sequence[Account], left: Numbers, right: Numbers, floor: float) -> None:
        self.accounts, self.left, self.right, self.floor = accounts, left, right, floor
        self.table = weights().across
        self.story = np.array([bool(a.story) for a in accounts], dtype=bool)
        self.notes = np.array([bool(a.story) and a.story_length < levels.NOTE for a in accounts], dtype=bool)
        self.mending = {
            "place": np.array([a.chief_site != 0 or bool(a.other_sites) for a in accounts], dtype=bool),
            "date": np.array([bool(a.other_days) for a in accounts], dtype=bool),
        }
        self.alive = np.arange(len(left))
        self.bound = np.empty(len(left))

    def run(self) -> Bits:
        coded = {f.name: _coded(self.accounts, f) for f in _FACETS}
        self._begin(coded)
        for facet in _FACETS[:2]:
            self._take(facet, *coded[facet.name])
        self._read()
        for facet in _FACETS[2:]:
            self._take(facet, *coded[facet.name])
        rows = np.array([a.structured for a in self.accounts], dtype=bool)
        self.bound[rows[self.left] & rows[self.right]] = np.inf
        return self.bound

    def _begin(self, coded: Mapping[str, tuple[Numbers, list[Account]]]) -> None:
        """Prior and the most that every comparison can give."""
        known = settings()
        listed = {f.name for f in _FACETS} | set(_TEXTS)
        others = sum(max(0.0, *held.values()) for name, held in self.table.items() if name not in listed)
        self.bound[:] = known.prior + others + max(self._top(name) for name in _TEXTS) + STEP
        sums = np.array([a.aggregate for a in self.accounts], dtype=bool)
        reports = _coded(self.accounts, _Facet("", lambda a: a.document, levels.date_level))[0]
        self.bound[reports[self.left] == reports[self.right]] += known.same_document
        for name, (codes, _) in coded.items():
            self.bound += np.where((codes[self.left] != 0) & (codes[self.right] != 0), self._top(name), 0.0)
        self.bound[sums[self.left] != sums[self.right]] = -np.inf
        self._drop()

    def _top(self, name: str) -> float:
        return max(0.0, *self.table.get(name, {"": 0.0}).values())

    def _drop(self) -> None:
        self.alive = self.alive[self.bound[self.alive] > self.floor]

    def _take(self, facet: _Facet, codes: Numbers, shown: Sequence[Account]) -> None:
        """Put the weight of the level in place of the most that the comparison could give."""
        a, b = codes[self.left[self.alive]], codes[self.right[self.alive]]
        here = self.alive[(a != 0) & (b != 0)]
        a, b = codes[self.left[here]], codes[self.right[here]]
        met, place = np.unique(np.minimum(a, b) * len(shown) + np.maximum(a, b), return_inverse=True)
        pairs = [(shown[x], shown[y]) for x, y in zip(*(v.tolist() for v in np.divmod(met, len(shown))), strict=True)]
        found = [facet.level(x, y) for x, y in pairs]
        held, top = self.table.get(facet.name, {}), self._top(facet.name)
        change = np.array([self._bits(facet.name, level, held) - top for level in found])[place]
        if facet.name in _MENDED:
            mended = max(held.get(level, 0.0) for level in _MENDED[facet.name]) - top
            wrong = np.array([level in _FROM[facet.name] for level in found], dtype=bool)[place]
            may = self.mending[facet.name][self.left[here]] | self.mending[facet.name][self.right[here]]
            may &= wrong & self.story[self.left[here]] & self.story[self.right[here]]
            change = np.where(may, np.maximum(change, mended), change)
        self.bound[here] += change
        self._drop()

    def _bits(self, name: str, level: str, held: Mapping[str, float]) -> float:
        if name == "type" and level == "apart":
            return -np.inf
        return 0.0 if level == "unknown" else held.get(level, 0.0)

    def _read(self) -> None:
        """The words that both have in common, and what they can weigh."""
        top = max(self._top(name) for name in _TEXTS)
        vectors = _Vectors([a.story or a.words for a in self.accounts])
        x, y = self.left[self.alive], self.right[self.alive]
        kinds = self.story[x].astype(np.int64) + self.story[y]
        kinds += (kinds == 2) & (self.notes[x] | self.notes[y])
        for number, name in enumerate(_TEXTS):
            bins = np.array(_BINS[name])
            held = [self.table.get(name, {}).get(level, 0.0) for level in levels.bin_names(_BINS[name])]
            most = np.maximum.accumulate(held)
            here = self.alive[kinds == number]
            alike = vectors.cosines(self.left[here], self.right[here]) * (levels.MENTION_SCALE if number == 1 else 1.0)
            self.bound[here] += most[np.searchsorted(bins, alike + _CLOSE_BY, side="right")] - top
        self._drop()


def _coded(accounts: Sequence[Account], facet: _Facet) -> tuple[Numbers, list[Account]]:
    """A number for each account's facet, 0 where it is not seen, and an account that shows each."""
    numbers: dict[Hashable, int] = {}
    shown = list(accounts[:1])
    codes = []
    for account in accounts:
        seen = facet.seen(account)
        if not seen:
            codes.append(0)
            continue
        code = numbers.setdefault(seen, len(shown))
        if code == len(shown):
            shown.append(account)
        codes.append(code)
    return np.array(codes, dtype=np.int64), shown


_ROOM = 1 << 15


class _Vectors:
    """Vectors row by row. Terms share ``_ROOM`` places, so that a cosine can come out a little too high, never too low."""

    def __init__(self, vectors: Sequence[Mapping[int, float]]) -> None:
        self.sizes = np.array([len(v) for v in vectors], dtype=np.int64)
        self.starts = np.concatenate(([0], np.cumsum(self.sizes)))
        terms, weights = chain.from_iterable(vectors), chain.from_iterable(v.values() for v in vectors)
        self.places = np.fromiter(terms, np.int64, int(self.starts[-1])) % _ROOM
        self.weights = np.fromiter(weights, np.float64, int(self.starts[-1]))

    def cosines(self, left: Numbers, right: Numbers) -> Bits:
        found = np.zeros(len(left))
        if not len(left):
            return found
        table = np.zeros((_CELLS // _ROOM, _ROOM))
        begins = np.flatnonzero(np.r_[True, left[1:] != left[:-1]])
        for i in range(0, len(begins), len(table)):
            rows = left[begins[i : i + len(table)]]
            lo = begins[i]
            hi = begins[i + len(table)] if i + len(table) < len(begins) else len(left)
            at, row = self._spread(rows)
            flat = row * _ROOM + self.places[at]
            np.add.at(table.reshape(-1), flat, self.weights[at])
            row_of = np.cumsum(np.r_[0, left[lo + 1 : hi] != left[lo : hi - 1]])
            at, pair = self._spread(right[lo:hi])
            products = table.reshape(-1)[row_of[pair] * _ROOM + self.places[at]] * self.weights[at]
            found[lo:hi] = np.bincount(pair, weights=products, minlength=hi - lo)
            table.reshape(-1)[flat] = 0.0
        return found

    def _spread(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Positions of all terms of the rows, and which of the rows each belongs to."""
        sizes = self.sizes[rows]
        owner = np.repeat(np.arange(len(rows)), sizes)
        before = np.cumsum(sizes) - sizes
        return np.arange(len(owner)) + (self.starts[rows] - before)[owner], owner
