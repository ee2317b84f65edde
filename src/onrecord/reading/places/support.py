"""Which readings the text supports, and what is known of places that the gazetteer lacks."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from onrecord.reading.dateline import Dateline
from onrecord.reading.places.publisher import Home
from onrecord.reading.places.resolve import Reading, kilometres
from onrecord.reading.places.values import Candidate
from onrecord.vocab.gazetteer import Entry, Gazetteer, fold

__all__ = ["Surroundings", "around", "choose", "explain", "spelt_alike"]

_LARGE = 100_000
_SHARE = 0.7
_MAINLY = 0.8
_SHORTEST = 5
_EDITS = 2
_MOST_SEARCHES = 12
_NEAR_KM = 150.0
_REACH = 2
"""Sentences back that a place may be carried over to a name beside it."""


class Surroundings(msgspec.Struct, frozen=True):
    """The place that an unknown one lies in (``named_within``) or is named beside; ``country_only``: in one country with."""

    entry: Entry
    named_within: bool
    country_only: bool = False


def choose(taken: Sequence[Candidate], readings: Mapping[str, Sequence[Reading]], home: Home) -> list[Reading | None]:
    """The reading of each mention, or nothing where the best one has no support.

    A small town of a country that nothing else in the document points to is no answer to a name in a document that is
    all about another country: more likely the gazetteer lacks the place that is meant.
    """
    best = [next(iter(readings.get(c.key or "", ())), None) for c in taken]
    lands = Counter(r.entry.country for r in best if r is not None and r.entry.country and _stands_alone(r, home))
    leading = _leading(lands, 2)
    if not leading:
        # none is large: several small ones of one country lead as well
        named = {(r.entry.id, r.entry.country) for r in best if r is not None}
        leading = _leading(Counter(country for _, country in named if country), 3)
    return [
        r if r is None or not leading or r.entry.country in leading or _stands_alone(r, home) else None for r in best
    ]


def _leading(lands: Counter[str], least: int) -> set[str | None]:
    total = sum(lands.values())
    return {country for country, n in lands.items() if total >= least and n >= _SHARE * total}


def _stands_alone(reading: Reading, home: Home) -> bool:
    entry = reading.entry
    return (
        entry.kind not in {"city", "admin2", "spot"}
        or entry.capital
        or (entry.population >= _LARGE and not entry.alternate)
        or "container" in reading.parts
        or any(p.id == entry.id for p in home.places)
    )


def spelt_alike(
    taken: Sequence[Candidate], chosen: Sequence[Reading | None], gazetteer: Gazetteer
) -> list[Reading | None]:
    """``chosen`` with readings for names that the gazetteer spells otherwise ("Qilla Saifulla").

    Only for names that the parser takes for a place, that sound like the gazetteer's, and only where a place of the
    document lies in the same unit or nearby: a spelling alone is no ground for an answer.
    """
    known = [r.entry for r in chosen if r is not None and r.entry.kind in {"city", "admin1", "admin2"}]
    found: dict[str, Reading | None] = {}
    result = list(chosen)
    for i, candidate in enumerate(taken):
        name = fold(candidate.exact)
        if chosen[i] is not None or candidate.key is not None or candidate.label != "LOC" or not known:
            continue
        if "spot" in candidate.kinds or len(name) < _SHORTEST or (name not in found and len(found) >= _MOST_SEARCHES):
            continue
        if name not in found:
            alike = gazetteer.similar(name, sound_only=True)
            found[name] = next((_alike(e, n) for e, n in alike if n <= _EDITS and _near_known(e, known)), None)
        result[i] = found[name]
    return result


def _alike(entry: Entry, edits: int) -> Reading:
    return Reading(entry, 0.5, {"spelling": -1.0 * edits, "together": 2.0})


def _near_known(entry: Entry, known: Sequence[Entry]) -> bool:
    if entry.population < 1 and entry.alternate:
        return False
    return any(
        entry.country == other.country
        and (
            (entry.admin1_id is not None and entry.admin1_id in {other.admin1_id, other.id})
            or kilometres(entry, other) < _NEAR_KM
        )
        for other in known
    )


def around(
    taken: Sequence[Candidate],
    chosen: Sequence[Reading | None],
    within: Mapping[int, int],
    dateline: Dateline,
    home: Home,
) -> dict[int, Surroundings]:
    """For every mention without a reading, the place that it lies in or beside.

    One small town that nothing else in the document supports lends its country to nobody: it may be a surname.
    """
    found: dict[int, Surroundings] = {}
    named = Counter(country for country, _ in {(r.entry.country, r.entry.id) for r in chosen if r is not None})
    ours = {home.country, *(p.country for p in home.places)} - {None}
    lending = [
        r
        if r is not None and (named[r.entry.country] > 1 or r.entry.country in ours or _stands_alone(r, home))
        else None
        for r in chosen
    ]
    land = _one_land(lending)
    for i, candidate in enumerate(taken):
        if chosen[i] is not None:
            continue
        outer = chosen[within[i]] if i in within else None
        if outer is not None:
            found[i] = Surroundings(outer.entry, named_within=True)
            continue
        beside, away = _beside(i, taken, lending)
        if beside is not None and away and land is not None and beside.country != land.country:
            # a namesake abroad, or somewhere told of in passing
            found[i] = Surroundings(land, named_within=False, country_only=True)
            continue
        if beside is None:
            beside = _common(lending)
        if beside is None:
            beside = next(
                (r.entry for c, r in zip(taken, chosen, strict=True) if r and dateline.start <= c.start < dateline.end),
                None,
            )
        if beside is not None and beside.country is not None and candidate.label != "PER":
            found[i] = Surroundings(beside, named_within=False)
        elif beside is None and land is not None and (candidate.label, candidate.key) == ("LOC", None):
            found[i] = Surroundings(land, named_within=False, country_only=True)
    return found


def _one_land(lending: Sequence[Reading | None]) -> Entry | None:
    """A place of the one country that all places of the document lie in, or all but a few."""
    placed = [r.entry for r in lending if r is not None and r.entry.country is not None]
    (leading, most), *_ = Counter(e.country for e in placed).most_common(1) or [(None, 0)]
    return next((e for e in placed if e.country == leading), None) if most >= _MAINLY * len(placed) else None


def _common(chosen: Sequence[Reading | None]) -> Entry | None:
    """A town or unit of the first unit that nearly all towns and units of the document lie in."""
    local = [r.entry for r in chosen if r is not None and r.entry.kind in {"city", "admin2"} and r.entry.admin1_id]
    units = Counter(e.admin1_id for e in local)
    if not units or (top := units.most_common(1)[0])[1] < _SHARE * len(local):
        return None
    return next(e for e in local if e.admin1_id == top[0])


def _beside(i: int, taken: Sequence[Candidate], chosen: Sequence[Reading | None]) -> tuple[Entry | None, bool]:
    """The nearest town or unit of the same sentence, else of the sentences before; whether it is of one before."""
    near = [
        (abs(taken[j].sentence - taken[i].sentence), abs(taken[j].start - taken[i].start), reading.entry)
        for j, reading in enumerate(chosen)
        if reading is not None
        and reading.entry.kind in {"city", "admin1", "admin2"}
        and 0 <= taken[i].sentence - taken[j].sentence <= _REACH
    ]
    if not near:
        return None, False
    steps, _, entry = min(near, key=lambda item: item[:2])
    return entry, steps > 0


def explain(reading: Reading) -> str:
    """The parts of the score, weightiest first: "container +6.0, population +5.1"."""
    parts = sorted(reading.parts.items(), key=lambda item: -abs(item[1]))
    return ", ".join(f"{name} {value:+.1f}" for name, value in parts if abs(value) >= 0.1)
