"""Which entry a toponym means, decided for all toponyms of a document together.

Every distinct name is a variable, its readings the gazetteer's entries. A reading is weighed by what it is (size, kind,
own name or alternate), by what stands beside it ("Paris, Texas"; "the Pishin district"), by the publisher's home, and
by the readings of the other names: those of one unit or country, and those nearby, support each other. The weights of
readings are exchanged between names for a few rounds, as in loopy belief propagation with mean-field updates; the
ideas are spatial minimality (Leidner, *Toponym Resolution in Text*, 2007), one sense per document (Gale, Church and
Yarowsky, 1992) and context hierarchies (Kamalloo and Rafiei, 2018).
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from onrecord.reading.places.lexicon import cues
from onrecord.reading.places.publisher import Home
from onrecord.vocab.gazetteer import Entry

__all__ = ["Evidence", "Reading", "Weights", "kilometres", "resolve"]

_MOST = 60
_HOME = "\0home"
"""The key of the publisher's home, which is weighed like one more name of the document."""
Floats = npt.NDArray[np.float64]


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """What each kind of evidence counts, in log units."""

    population: float = 0.55
    country: float = 3.2
    admin1: float = 2.2
    admin2: float = -0.8
    region: float = 2.0
    feature: float = 1.5
    spot: float = -2.0
    alternate: float = -2.0
    seat: float = -4.0
    container: float = 6.0
    kind: float = 3.5
    wrong_kind: float = -3.0
    same_admin2: float = 60.0
    same_admin1: float = 12.0
    same_country: float = 2.5
    near: float = 20.0
    near_km: float = 80.0
    damping: float = 0.08
    people: float = 1.2
    capital: float = 1.5
    heading: float = 4.0
    wide: float = 1.0
    wide_km: float = 500.0
    home: float = 2.0
    home_population: float = 0.3
    home_english: float = 2.5
    home_country: float = 1.5
    rounds: int = 4


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a document tells of one name. ``containers`` are ids of entries named as holding it, ``count`` its uses."""

    key: str
    entries: tuple[Entry, ...]
    kinds: frozenset[str] = frozenset()
    containers: frozenset[int] = frozenset()
    container_countries: frozenset[str] = frozenset()
    count: int = 1


class Reading(msgspec.Struct, frozen=True):
    """An entry with the weight that the document gives it (they sum to 1 over a name) and the parts of its score."""

    entry: Entry
    weight: float
    parts: dict[str, float]


def kilometres(a: Entry, b: Entry) -> float:
    """Great-circle distance of two entries; infinite where one has no point."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return math.inf
    one, two = math.radians(a.latitude), math.radians(b.latitude)
    half = math.sin((two - one) / 2) ** 2
    half += math.cos(one) * math.cos(two) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))


def resolve(
    names: Sequence[Evidence],
    home: Home,
    countries: Mapping[str, int],
    *,
    heading: str | None = None,
    weights: Weights | None = None,
) -> dict[str, list[Reading]]:
    """Readings of every name, heaviest first.

    ``countries`` counts other mentions of countries (demonyms), ``heading`` is the country that heads the text.
    """
    w = weights or Weights()
    names = [name for name in names if name.entries]
    if not names:
        return {}
    if home.places:
        names = [*names, Evidence(key=_HOME, entries=home.places)]
    entries = [entry for name in names for entry in name.entries[:_MOST]]
    sizes = [len(name.entries[:_MOST]) for name in names]
    starts = np.cumsum([0, *sizes[:-1]])
    own = [_alone(name, entry, home, heading, w) for name in names for entry in name.entries[:_MOST]]
    base = np.array([sum(parts.values()) for parts in own])
    peoples = np.array([w.people * math.log1p(countries.get(e.country or "", 0)) for e in entries])
    affinity = _affinities(entries, w)
    owner = np.repeat(np.arange(len(names)), sizes)
    damp = 1.0 + w.damping * max(0, len(names) - 2)
    together = np.zeros(len(entries))
    share = _shares(base, starts, owner)
    for _ in range(w.rounds):
        said = np.log1p(np.add.reduceat(affinity * share, starts, axis=1))
        said[np.arange(len(entries)), owner] = 0.0
        together = said.sum(axis=1) / damp
        share = _shares(base + together + peoples, starts, owner)
    found: dict[str, list[Reading]] = {}
    for i, entry in enumerate(entries):
        parts = own[i] | {"together": float(together[i]), "peoples": float(peoples[i])}
        found.setdefault(names[owner[i]].key, []).append(Reading(entry, float(share[i]), parts))
    found.pop(_HOME, None)
    for readings in found.values():
        readings.sort(key=lambda reading: -reading.weight)
    return found


def _shares(scores: Floats, starts: Any, owner: Any) -> Floats:
    """Softmax of ``scores`` within each name's block."""
    weights = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
    shares: Floats = weights / np.add.reduceat(weights, starts)[owner]
    return shares


def _alone(name: Evidence, entry: Entry, home: Home, heading: str | None, w: Weights) -> dict[str, float]:
    if name.key == _HOME:
        english = w.home_english if entry.country in cues().english_countries else 0.0
        return {"population": w.home_population * math.log(entry.population + 100.0), "language": english}
    people = {"region": 3_000_000, "feature": 200_000}.get(entry.kind, entry.population)
    parts = {"population": w.population * math.log(people + 100.0)}
    if entry.kind != "city":
        parts["kind"] = getattr(w, entry.kind)
    if entry.kind == "admin1" and not name.kinds and _has_seat(entry, name.entries):
        parts["seat"] = w.seat
    if entry.capital and not any(e.kind == "country" for e in name.entries):
        parts["capital"] = w.capital
    if entry.alternate:
        parts["alternate"] = w.alternate
    if name.kinds:
        parts["designator"] = w.kind if _fits(entry, name.kinds) else w.wrong_kind
    if name.containers or name.container_countries:
        inside = {entry.admin1_id, entry.admin2_id} & name.containers
        if inside or (entry.kind != "country" and entry.country in name.container_countries):
            parts["container"] = w.container
    if heading is not None and entry.country == heading and entry.kind != "country":
        parts["heading"] = w.heading
    if home.country and entry.country == home.country:
        parts["home_country"] = w.home_country
    if any(entry.id == p.id or entry.admin1_id == p.id for p in home.places):
        parts["home"] = w.home
    return parts


def _has_seat(unit: Entry, entries: Sequence[Entry]) -> bool:
    """Whether a large town of the unit, or the country's capital, bears its name: alone it means the town ("Kano")."""
    return any(
        e.kind == "city"
        and (
            (e.admin1_id == unit.id and e.population >= (0.3 if e.alternate else 0.25) * unit.population)
            or (e.capital and not e.alternate and e.country == unit.country)
        )
        for e in entries
    )


def _fits(entry: Entry, kinds: frozenset[str]) -> bool:
    return entry.kind in kinds or (entry.kind == "spot" and "spot" in kinds)


def _affinities(entries: Sequence[Entry], w: Weights) -> Floats:
    """How much likelier each two places are to be named together than any two of different countries, as odds."""
    codes: dict[str | None, int] = {None: -1}
    country = np.array([codes.setdefault(e.country, len(codes)) for e in entries])
    one, two, own = (
        np.array([-1 if v is None else v for v in values])
        for values in ([e.admin1_id for e in entries], [e.admin2_id for e in entries], [e.id for e in entries])
    )
    land = np.array([e.kind == "country" for e in entries])
    odds = np.where((country[:, None] == country[None, :]) & (country >= 0), w.same_country, 0.0)
    local = (odds > 0) & ~(land[:, None] | land[None, :])
    odds[local & _shared(one, own)] = w.same_admin1
    odds[local & _shared(two, own)] = w.same_admin2
    lat = np.radians([np.nan if e.latitude is None else e.latitude for e in entries])
    lon = np.radians([np.nan if e.longitude is None else e.longitude for e in entries])
    point = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    chord = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * (point @ point.T)))
    near = np.nan_to_num(np.exp(-6371.0 * chord / w.near_km))
    wide = np.nan_to_num(np.exp(-6371.0 * chord / w.wide_km))
    together: Floats = odds + np.where(local, w.near * near, 0.0) + w.wide * wide
    return together


def _shared(unit: Any, own: Any) -> Any:
    """Pairs in one unit, or of which one is the unit of the other."""
    same = (unit[:, None] == unit[None, :]) & (unit[:, None] >= 0)
    return same | (unit[:, None] == own[None, :]) | (own[:, None] == unit[None, :])
