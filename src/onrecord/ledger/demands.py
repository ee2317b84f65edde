"""All demands as arrays, beside the columns of incidents: what is open, since when, and for whom it is answered.

A demand is answered where an incident says so, and only for who may see that incident; so of each demand stands here which
collections the incidents that answer it are in. It is kept right by what can change it: new claims, incidents linked anew,
judgements about claims, and documents that were read anew.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np
from sqlalchemy import Connection, select

from onrecord.ledger.columns import Columns, Mask, Numbers, grouped
from onrecord.ledger.direct import last_number, rows_where
from onrecord.ledger.facts import ANSWERED, ASKED, STANDING, day_number
from onrecord.ledger.schema import t
from onrecord.ledger.values import DemandCount, Filter, period_name, period_of
from onrecord.ledger.walls import GENERAL, Seen, sees

__all__ = ["Demands", "knows"]

T = TypeVar("T")
_FIRST = 256
_OPEN: frozenset[Seen] = frozenset()


def knows(f: Filter) -> bool:
    """Whether a filter of claims asks for demands, and for nothing that does not stand here."""
    return f == Filter(
        kinds=("demand",), answered=f.answered, asked_from=f.asked_from, asked_to=f.asked_to, masked=f.masked
    )


class Demands:
    """One slot a demand, in the order of appending; not safe between threads."""

    def __init__(self) -> None:
        self._slots: dict[int, int] = {}
        self._seq: Numbers = np.zeros(_FIRST, np.int64)
        self._told: Numbers = np.zeros(_FIRST, np.int64)
        self._standing: Mask = np.zeros(_FIRST, np.bool_)
        # words kept once: the collection of its document, and the collections of the incidents that answer it
        self._home, self._answers = _Coded[str](), _Coded[frozenset[Seen]]()
        self._of_incident: dict[int, tuple[int, ...]] = {}
        self._last_claim = self._last_reading = 0

    def __len__(self) -> int:
        return len(self._slots)

    # ------------------------------------------------------------------------------------------------------ following

    def follow(self, c: Connection, held: Columns, changed: Iterable[int], touched: Iterable[int] = ()) -> None:
        """Bring everything up to the transaction of ``c``. ``changed`` are incidents, in ``held`` as they are now; ``touched`` the
        numbers of claims that were judged."""
        fresh = self._add(c)
        again = set(touched) | self._read_anew(c)
        self._judge(c, [seq for seq in again if seq in self._slots])
        self._answer(c, held, changed, fresh)

    def _add(self, c: Connection) -> list[int]:
        facts, last = t.claim_facts.c, last_number(c, t.claims.c.seq)
        wanted = select(facts.seq, facts.told, facts.state).where(facts.kind == "demand", facts.seq > self._last_claim)
        # what came between the two looks is for the next time
        rows = c.execute(wanted.where(facts.seq <= last).order_by(facts.seq)).all()
        self._last_claim = last
        if not rows:
            return []
        numbers = [r.seq for r in rows]
        first, end = len(self._slots), len(self._slots) + len(rows)
        while end > len(self._seq):
            self._seq, self._told = (np.concatenate([a, np.zeros_like(a)]) for a in (self._seq, self._told))
            self._standing = np.concatenate([self._standing, np.zeros_like(self._standing)])
        self._slots.update(zip(numbers, range(first, end), strict=True))
        self._seq[first:end] = numbers
        self._told[first:end] = [r.told for r in rows]
        self._standing[first:end] = [r.state == STANDING for r in rows]
        homes = _homes(c, numbers)
        self._home.put(range(first, end), [homes.get(n, GENERAL) for n in numbers])
        self._answers.put(range(first, end), [_OPEN] * len(rows))
        return numbers

    def _read_anew(self, c: Connection) -> set[int]:
        """The claims of documents that were read anew."""
        last = last_number(c, t.readings.c.seq)
        if last == self._last_reading:
            return set()
        seq = t.readings.c.seq
        fresh = select(t.readings.c.document).where(seq > self._last_reading, seq <= last)
        documents = list(c.execute(fresh).scalars())
        self._last_reading = last
        return {seq for (seq,) in rows_where(c, t.claims, ("seq",), "document", documents)}

    def _judge(self, c: Connection, numbers: Sequence[int]) -> None:
        for seq, state in rows_where(c, t.claim_facts, ("seq", "state"), "seq", numbers):
            self._standing[self._slots[seq]] = state == STANDING

    def _answer(self, c: Connection, held: Columns, changed: Iterable[int], fresh: Iterable[int]) -> None:
        """What the incidents that changed, before and after, say of their demands; and what any says of new ones."""
        numbers = set(changed)
        about = {seq for num in numbers for seq in self._of_incident.pop(num, ())} | set(fresh)
        mine: dict[int, list[int]] = defaultdict(list)
        asking = [num for num in numbers if (slot := held.slots.get(num)) is not None and held["demands"][slot]]
        for claim, num, role in rows_where(c, t.incident_claims, ("claim", "incident", "role"), "incident", asking):
            if role in (ASKED, ANSWERED) and claim in self._slots:
                mine[num].append(claim)
        self._of_incident |= {num: tuple(claims) for num, claims in mine.items()}
        about |= {claim for claims in mine.values() for claim in claims}
        answers: dict[int, set[Seen]] = {seq: set() for seq in about if seq in self._slots}
        for claim, num, role in rows_where(c, t.incident_claims, ("claim", "incident", "role"), "claim", answers):
            slot = held.slots.get(num)
            if role == ANSWERED and slot is not None:
                answers[claim].add(held.values["seen"][held["seen"][slot]])
        self._answers.put([self._slots[s] for s in answers], [frozenset(a) for a in answers.values()])

    # ------------------------------------------------------------------------------------------------------- looking

    def fitting(self, f: Filter, collections: frozenset[str] | None) -> Mask:
        """The demands of a filter that ``knows``, for somebody who may see these collections (None: all)."""
        many = len(self._slots)
        fits = self._standing[:many]
        if collections is not None:
            fits = fits & self._home.where(many, lambda name: name in collections)
        if f.asked_from or f.asked_to:
            told = self._told[:many]
            first, last = max(1, day_number(f.asked_from or "")), day_number(f.asked_to or "9999", "9")
            fits = fits & (told >= first) & (told <= last)
        if f.answered is not None:
            fits = fits & (self._answered(collections) == f.answered)
        return fits

    def _answered(self, collections: frozenset[str] | None) -> Mask:
        seen = sees(collections)
        return self._answers.where(len(self._slots), lambda keys: any(map(seen, keys)))

    def told(self, fits: Mask) -> tuple[Numbers, Numbers]:
        """``(days of publication, numbers)`` of demands."""
        slots = np.flatnonzero(fits)
        return self._told[slots], self._seq[slots]

    def ages(self, f: Filter, collections: frozenset[str] | None) -> tuple[DemandCount, ...]:
        """Those of a filter by the month of their publication, oldest first."""
        fits, answered = self.fitting(f, collections), self._answered(collections)
        months, place = grouped(period_of(self._told[: len(fits)][fits], "month"))
        every = np.bincount(place, minlength=len(months))
        done = np.bincount(place, answered[fits], minlength=len(months)).astype(np.int64)
        return tuple(
            DemandCount(month=period_name(int(m), "month"), open=int(n - a), answered=int(a))
            for m, n, a in zip(months, every, done, strict=True)
        )


class _Coded(Generic[T]):
    """A column of words that are kept once, as numbers."""

    def __init__(self) -> None:
        self._values: list[T] = []
        self._codes: dict[T, int] = {}
        self._held = np.zeros(_FIRST, np.int32)

    def put(self, slots: Sequence[int], values: Sequence[T]) -> None:
        if not len(slots):
            return
        while max(slots) >= len(self._held):
            self._held = np.concatenate([self._held, np.zeros_like(self._held)])
        codes = []
        for value in values:
            code = self._codes.get(value)
            if code is None:
                code = self._codes[value] = len(self._values)
                self._values.append(value)
            codes.append(code)
        self._held[np.asarray(slots)] = codes

    def where(self, many: int, fits: Callable[[T], bool]) -> Mask:
        told = np.fromiter((fits(v) for v in self._values), np.bool_, len(self._values))
        return told[self._held[:many]] if len(told) else np.zeros(many, np.bool_)


def _homes(c: Connection, numbers: Sequence[int]) -> Mapping[int, str]:
    """The collections of the documents of claims that are not in ``general``."""
    if c.execute(select(t.collections.c.document).limit(1)).first() is None:
        return {}
    held = dict(rows_where(c, t.claims, ("seq", "document"), "seq", numbers))
    names = dict(rows_where(c, t.collections, ("document", "name"), "document", set(held.values())))
    return {seq: names[d] for seq, d in held.items() if d in names}
