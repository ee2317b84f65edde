"""Counts, lines over time and areas from the register's columns: the same answers as those of ``counting``.

What the columns do not hold (words of claims, their documents, when they came) is asked of the database first, as the numbers of
the incidents that fit; the rest is arithmetic on arrays.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from sqlalchemy import Connection, select

from onrecord.ledger.columns import Column, Columns, Mask, Numbers, grouped
from onrecord.ledger.facts import day_number
from onrecord.ledger.filters import (
    claims_with_words,
    cursor_of,
    incident_conditions,
    incidents_hidden,
    last_claim_until,
    read_cursor,
    wants_more,
)
from onrecord.ledger.schema import EFFECTS, t
from onrecord.ledger.values import AreaCount, Filter, PeriodCount, Request, Step, period_name, period_of
from onrecord.ledger.walls import sees
from onrecord.ledger.words import fold
from onrecord.model import RecordError
from onrecord.vocab import actor_categories

__all__ = ["areas", "copies", "facets", "fitting", "ordered", "outside", "page", "timeline"]

Counts = list[tuple[str, int]]
_SORTED = {"date": "day_start", "killed": "killed"}


# ---------------------------------------------------------------------------------------------------------- filters


class Outside(NamedTuple):
    """What the columns do not know of a filter: ``only`` these incidents may fit (None: any), those in which one of the claims
    ``told`` stands (None: any), and one of a higher number than ``after``, and none of ``never``."""

    only: Sequence[int] | None
    told: Sequence[int] | None
    after: int
    never: Sequence[int]


def outside(c: Connection, f: Filter) -> Outside:
    """The numbers that the database gives for the part of a filter of which the columns know nothing."""
    only, never = None, incidents_hidden(f)
    if wants_more(f):
        rest = Filter(
            document=f.document, modality=f.modality, kinds=f.kinds if f.modality else (), incident=f.incident,
            as_of=f.as_of, masked=f.masked, include_rejected=True,
        )  # fmt: skip
        only = list(c.execute(select(t.incidents.c.num).where(*incident_conditions(c, rest))).scalars())
    told = claims_with_words(c, f) if f.text else None
    after = last_claim_until(c, f.since) if f.since else 0
    return Outside(only, told, after, () if never is None else list(c.execute(never).scalars()))


def visible(held: Columns, collections: frozenset[str] | None) -> Mask:
    """The incidents that somebody sees who may see these collections (None: all)."""
    return held.alive if collections is None else held.alive & held.where("seen", sees(collections))


def fitting(held: Columns, f: Filter, collections: frozenset[str] | None, beside: Outside) -> Mask:
    """The slots of the incidents of a filter; nobody changes what comes back."""
    f, collections = _shared(held, f, collections)
    fits = held.mask((f, collections), lambda: _fitting(held, f, collections))
    if beside.only is not None:
        fits = fits & held.of_numbers(beside.only)
    if beside.told is not None:
        fits = fits & held.holding(beside.told)
    if beside.after:
        fits = fits & held.holding_after(beside.after)
    return fits & ~held.of_numbers(beside.never) if beside.never else fits


def _shared(held: Columns, f: Filter, collections: frozenset[str] | None) -> tuple[Filter, frozenset[str] | None]:
    """A question as everybody asks it who is shown the same: masks hide no incident where no word is asked for, nor do walls where
    nothing lies behind them."""
    if f.masked and not (f.text or f.place or f.area or f.actor):
        f = msgspec.structs.replace(f, masked=False)
    if collections is not None and all(map(sees(collections), held.values["seen"])):
        collections = None
    return f, collections


def _fitting(held: Columns, f: Filter, collections: frozenset[str] | None) -> Mask:
    fits = visible(held, collections)
    start, end = held["day_start"], held["day_end"]
    if f.date_from:
        fits = fits & ((start if f.began else end) >= day_number(f.date_from)) & (start > 0)
    if f.date_to:
        fits = fits & (start <= day_number(f.date_to)) & (start > 0)
    if f.began_between:
        first, last = map(day_number, f.began_between)
        fits = fits & (start >= first) & (start <= last) & (start > 0)
    if f.types:
        stems = [code.rstrip(".*") for code in f.types]
        fits = fits & held.where("type", lambda v: any(v == s or v.startswith(f"{s}.") for s in stems))
    if f.countries:
        wanted = [c.upper() for c in f.countries]
        abroad = held.where("countries", lambda v: any(f"|{c}|" in v for c in wanted))
        fits = fits & (held.where("country", lambda v: v in wanted) | abroad)
    if f.link:
        fits = fits & held.where("link", lambda v: v == f.link)
    for effect, least in f.minimum:
        if effect not in EFFECTS:
            raise RecordError("%(value)s is none of %(known)s", value=repr(effect), known=", ".join(EFFECTS))
        fits = fits & (held[effect] >= max(0, least))
    return fits & _words(held, f) & _demands(held, f)


def _words(held: Columns, f: Filter) -> Mask:
    fits = held.alive
    if f.statuses:
        fits = fits & held.where("status", lambda v: v in f.statuses)
    elif not f.include_rejected:
        fits = fits & held.where("status", lambda v: v != "rejected")
    for word in f.place.split() if f.place else ():
        wanted = fold(word)
        fits = fits & held.where("places", lambda v, w=wanted: w in v)
    if f.right:
        fits = fits & held.where("rights", lambda v: f"|{f.right}|" in v)
    if f.actor:
        # by category alone where names are hidden
        known = not f.masked or f.actor in actor_categories()
        fits = fits & held.where("actors", lambda v: known and f"|{f.actor}|" in v)
    if f.publisher:
        fits = fits & held.told_by(f.publisher)
    if f.area:
        country, unit = f.area
        fits = fits & held.where("country", lambda v: v == country) & held.where("admin1", lambda v: v == unit)
    return fits


def _demands(held: Columns, f: Filter) -> Mask:
    fits = held.alive
    if f.kinds and "incident" not in f.kinds and not f.modality:
        asked = {"demand": held["demands"] > 0, "response": held["responses"] > 0}
        counted = [asked[k] for k in f.kinds if k in asked]
        fits = fits & (np.logical_or.reduce(counted) if counted else False)
    if f.answered is not None:
        answered = held["answered"]
        fits = fits & ((answered > 0) if f.answered else (held["demands"] > answered))
    return fits


# ------------------------------------------------------------------------------------------------------------ pages


def page(held: Columns, fits: Mask, request: Request) -> tuple[list[int], str | None]:
    """The numbers of a page of incidents in the order asked for, and the cursor of the next: what the database would find.

    Raises:
        RecordError: for a cursor that is none.
    """
    slots = np.flatnonzero(fits)
    by, numbers = held[_SORTED.get(request.sort.lstrip("-"), "reported")], held["num"]
    return ordered(by[slots], lambda places: numbers[slots[places]], request)


KeyOf = Callable[[Numbers], Column]


def ordered(value: Column, key_of: KeyOf, request: Request) -> tuple[list[int], str | None]:
    """The keys of a page in the order of their values, and the cursor of the next; ``key_of`` gives those at some places of
    ``value``, for most are never looked at. Raises RecordError for a cursor that is none."""
    limit, way = max(1, min(request.limit, 10_000)), -1 if request.sort.startswith("-") else 1
    before = read_cursor(request, number=True)
    if before is not None:
        last, least = before
        left = value < last if way < 0 else value > last
        level = np.flatnonzero(value == last)
        left[level] = way * key_of(level) > way * least
        places = np.flatnonzero(left)
        value, every = value[places], key_of
        key_of = lambda chosen: every(places[chosen])  # noqa: E731
    first = _first(value, key_of, limit + 1, way)
    keys, following = key_of(first), None
    if len(first) > limit:
        following = cursor_of(int(value[first[limit - 1]]), int(keys[limit - 1]))
    return [int(n) for n in keys[:limit]], following


def _first(value: Column, key_of: KeyOf, most: int, way: int) -> Numbers:
    """The places of the ``most`` least values (``way`` -1: greatest), ordered, those of equal value by their keys; nothing else is
    sorted."""
    found = np.arange(len(value))
    if len(value) > most:
        nth = most - 1 if way > 0 else len(value) - most
        edge = np.partition(value, nth)[nth]
        before, level = np.flatnonzero(value < edge if way > 0 else value > edge), np.flatnonzero(value == edge)
        wanted = most - len(before)
        if wanted < len(level):
            level = level[np.argpartition(way * key_of(level), wanted - 1)[:wanted]]
        found = np.concatenate([before, level])
    return found[np.lexsort((way * key_of(found), way * value[found]))]


# ----------------------------------------------------------------------------------------------------------- counts


def facets(held: Columns, fits: Mask, limit: int, wanted: Sequence[str]) -> dict[str, Counts]:
    """Incidents by each facet wanted, most first."""
    found: dict[str, Counts] = {}
    for name in wanted:
        if name == "month":
            found[name] = [(p.period, p.incidents) for p in timeline(held, fits, "month")]
        elif name == "publisher":
            slots, codes = held.pairs()
            found[name] = _named(np.bincount(codes[fits[slots]], minlength=1), held.publishers)
        else:
            found[name] = _named(np.bincount(held[name][fits], minlength=1), held.values[name])
    return {
        n: sorted(((v, k) for v, k in held_ if v), key=lambda x: (-x[1], x[0]))[:limit] for n, held_ in found.items()
    }


def _named(counted: Numbers, values: Sequence[str]) -> Counts:
    return [(values[int(i)], int(counted[i])) for i in np.flatnonzero(counted)]


def timeline(held: Columns, fits: Mask, step: Step) -> tuple[PeriodCount, ...]:
    """Incidents and people killed by day, month or year, oldest first."""
    chosen = fits & (held["day_start"] > 0)
    periods, place = grouped(period_of(held["day_start"][chosen].astype(np.int64), step))
    counted = np.bincount(place, minlength=len(periods))
    killed = np.bincount(place, np.maximum(held["killed"][chosen], 0), minlength=len(periods))
    return tuple(
        PeriodCount(period=period_name(int(p), step), incidents=int(n), killed=int(k))
        for p, n, k in zip(periods, counted, killed, strict=True)
    )


def areas(held: Columns, fits: Mask) -> tuple[AreaCount, ...]:
    """Incidents and people killed by country and first-level unit, in their order."""
    many = max(1, len(held.values["admin1"]))
    keys, place = grouped(held["country"][fits].astype(np.int64) * many + held["admin1"][fits])
    counted = np.bincount(place, minlength=len(keys))
    killed = np.bincount(place, np.maximum(held["killed"][fits], 0), minlength=len(keys))
    found = [
        AreaCount(
            country=held.values["country"][int(k) // many], admin1=held.values["admin1"][int(k) % many], incidents=int(n),
            killed=int(d),
        )
        for k, n, d in zip(keys, counted, killed, strict=True)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda a: (a.country, a.admin1)))


def copies(held: Columns, fits: Mask) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Publishers who repeated others' words: in how many incidents, and whose texts they share.

    A publisher who tells of an incident and is none of its independent ones repeated another's words; where several are
    independent it is not told whose.
    """
    alike = Counter(held.telling(int(slot)) for slot in np.flatnonzero(fits & (held["repeats"] > 0)))
    times: Counter[str] = Counter()
    shared: dict[str, set[str]] = defaultdict(set)
    for (told, independent), number in alike.items():
        repeating, original = told - independent, told & independent
        for one in repeating:
            times[one] += number
        group = repeating | original if len(original) == 1 else repeating
        for one in group if len(group) > 1 else ():
            shared[one] |= group - {one}
    return {p: (times[p], tuple(sorted(shared[p]))) for p in sorted({*times, *shared})}
