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

import msgspec

from onrecord.reading.places.publisher import Home
from onrecord.vocab.gazetteer import Entry

__all__ = ["Evidence", "Reading", "Weights", "kilometres", "resolve"]

_MOST = 60


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
    container: float = 6.0
    kind: float = 3.5
    wrong_kind: float = -3.0
    same_admin2: float = 40.0
    same_admin1: float = 12.0
    same_country: float = 2.5
    near: float = 20.0
    near_km: float = 80.0
    damping: float = 0.12
    people: float = 1.2
    capital: float = 1.5
    home_country: float = 1.5
    home_near: float = 2.5
    home_admin1: float = 1.2
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
    names: Sequence[Evidence], home: Home, countries: Mapping[str, int], weights: Weights | None = None
) -> dict[str, list[Reading]]:
    """Readings of every name, heaviest first. ``countries`` counts other mentions of countries (demonyms)."""
    w = weights or Weights()
    entries = {name.key: list(name.entries)[:_MOST] for name in names}
    base = {name.key: [_alone(name, entry, home, w) for entry in entries[name.key]] for name in names}
    share = {key: _softmax([sum(p.values()) for p in parts]) for key, parts in base.items()}
    context: dict[str, list[dict[str, float]]] = {}
    for _ in range(w.rounds):
        context = {
            name.key: [_together(entry, name.key, names, entries, share, countries, w) for entry in entries[name.key]]
            for name in names
        }
        share = {
            key: _softmax([sum(a.values()) + sum(b.values()) for a, b in zip(parts, context[key], strict=True)])
            for key, parts in base.items()
        }
    return {
        key: sorted(
            (
                Reading(entry, weight, {**own, **other})
                for entry, weight, own, other in zip(
                    entries[key], share[key], base[key], context.get(key) or [{}] * len(entries[key]), strict=True
                )
            ),
            key=lambda reading: -reading.weight,
        )
        for key in entries
    }


def _softmax(scores: Sequence[float]) -> list[float]:
    if not scores:
        return []
    top = max(scores)
    weights = [math.exp(s - top) for s in scores]
    total = sum(weights)
    return [v / total for v in weights]


def _alone(name: Evidence, entry: Entry, home: Home, w: Weights) -> dict[str, float]:
    people = {"region": 3_000_000, "feature": 200_000}.get(entry.kind, entry.population)
    parts = {"population": w.population * math.log(people + 100.0)}
    if entry.kind != "city":
        parts["kind"] = getattr(w, entry.kind)
    if entry.capital:
        parts["capital"] = w.capital
    if entry.alternate:
        parts["alternate"] = w.alternate
    if name.kinds:
        parts["designator"] = w.kind if _fits(entry, name.kinds) else w.wrong_kind
    if name.containers or name.container_countries:
        inside = {entry.admin1_id, entry.admin2_id} & name.containers
        if inside or (entry.kind != "country" and entry.country in name.container_countries):
            parts["container"] = w.container
    if home.country and entry.country == home.country:
        parts["home_country"] = w.home_country
    if home.places:
        parts["home"] = max(
            (w.home_near * math.exp(-kilometres(entry, p) / w.near_km) for p in home.places if p.kind != "admin1"), default=0.0
        ) + (w.home_admin1 if any(p.kind == "admin1" and entry.admin1_id == p.id for p in home.places) else 0.0)
    return parts


def _fits(entry: Entry, kinds: frozenset[str]) -> bool:
    return entry.kind in kinds or (entry.kind == "spot" and "spot" in kinds)


def _together(
    entry: Entry,
    key: str,
    names: Sequence[Evidence],
    entries: Mapping[str, Sequence[Entry]],
    share: Mapping[str, Sequence[float]],
    countries: Mapping[str, int],
    w: Weights,
) -> dict[str, float]:
    """What the other names say for ``entry``: the log of what they would expect of it, over all their readings."""
    support = 0.0
    for other in names:
        if other.key != key:
            odds = sum(
                weight * _affinity(entry, rival, w)
                for rival, weight in zip(entries[other.key], share[other.key], strict=True)
                if weight > 0.003 and rival.country == entry.country and rival.country is not None
            )
            support += math.log1p(odds)
    damp = 1.0 + w.damping * max(0, len(names) - 2)
    people = countries.get(entry.country or "", 0)
    return {"together": support / damp, "peoples": w.people * math.log1p(people)}


def _affinity(entry: Entry, rival: Entry, w: Weights) -> float:
    """How much likelier two places of one country are to be named together than any two places."""
    if entry.kind == "country" or rival.kind == "country":
        return w.same_country
    odds = w.same_country
    if _share(entry.admin2_id, rival.admin2_id, entry.id, rival.id):
        odds = w.same_admin2
    elif _share(entry.admin1_id, rival.admin1_id, entry.id, rival.id):
        odds = w.same_admin1
    return odds + w.near * math.exp(-kilometres(entry, rival) / w.near_km)


def _share(unit: int | None, other: int | None, own: int, rival: int) -> bool:
    return (unit is not None and unit in {other, rival}) or (other is not None and other == own)
