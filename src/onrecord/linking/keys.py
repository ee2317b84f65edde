"""Blocking keys: two accounts are compared when they share a key that not too many others hold.

Every account carries every key itself, so that the relation is symmetric and the same whoever came first. Keys cross a
window of time (two overlapping grids, so that near days always meet) with a place, a name, a telling word or a kind of
event; near copies meet by bands of their signature (Broder's MinHash with banding).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from onrecord.linking.features import Account, Site
from onrecord.linking.settings import compat

__all__ = ["MAX_KEYS", "keys"]

MAX_KEYS = 56
_RARE, _ROADS = 10, 3
_NARROW, _WIDE = 8, 32
_MOST_WINDOWS = 6


def keys(account: Account, rare: Sequence[str] = (), bands: Iterable[int] = (), wall: str = "") -> tuple[int, ...]:
    """The blocking keys of an account, at most ``MAX_KEYS``, as signed hashes of 32 bits.

    ``rare`` are its most telling terms, ``bands`` the bands of its document's signature. Accounts behind different walls
    (collections of documents) share no key, so they never meet: what few may see leaves no trace in what others see.
    """
    parts = _parts(account, rare, bands)
    if wall:
        parts = ((wall, *part) for part in parts)
    return tuple(dict.fromkeys(map(_hash, parts)))[:MAX_KEYS]


# accounts of one time and place share most of their keys
@lru_cache(maxsize=1 << 16)
def _hash(parts: tuple[object, ...]) -> int:
    body = "\x1f".join(map(str, parts)).encode()
    # among thirty million keys one in 140 meets another by chance, which costs a comparison; more bytes would cost all
    return int.from_bytes(hashlib.blake2b(body, digest_size=8).digest()[:4], "big", signed=True)


def _parts(account: Account, rare: Sequence[str], bands: Iterable[int]) -> Iterator[tuple[object, ...]]:
    side = "agg" if account.aggregate else "one"
    for band in bands:
        yield side, "copy", band
    narrow = list(_windows(*_span(account), _NARROW))
    wide = list(_windows(*_span(account), _WIDE))
    for name in sorted(account.persons)[:3]:
        yield side, "person", name
        for w in wide:
            yield side, "surname", name.split()[-1], w
    for named in sorted(account.named)[:6]:
        yield side, "named", named
    for w in narrow:
        for token in _place_tokens(account.sites):
            yield side, token, w
    for term in rare[:_RARE]:
        for w in wide:
            yield side, "term", term, w
    # a day that is read wrong (a year of birth, an earlier attack) keeps no report from those that came out with it
    issued = list(_windows(account.published_day, account.published_day, _WIDE))
    for road in sorted(account.roads)[:_ROADS]:
        for w in issued:
            yield side, "road", road, w
    if account.main and not set(issued) & set(wide):
        for term in rare[:_ROADS]:
            for w in issued:
                yield side, "term", term, w
    yield from _kinds(account, side, narrow)


def _dead(account: Account, side: str, narrow: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """The number of the dead, by which rows that name no closer place than a country meet."""
    dead = account.tolls.get("killed", (0, 0))[0]
    for country in sorted({s.country for s in account.sites})[:1] if dead else ():
        for w in narrow:
            yield side, "dead", country, dead, w


def _kinds(account: Account, side: str, narrow: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """Kind and country, by which acts of the state and the street meet, and summaries of one scope."""
    if account.structured:
        yield from _dead(account, side, narrow)
    families = sorted(f for f, types in compat().family.items() if account.types[0] in types)
    countries = sorted({s.country for s in account.sites if s.country}) or [""]
    # acts of a whole country are told without a place; a town's acts of violence are too many to meet by kind alone
    if "violence" not in families or all(s.level == 0 for s in account.sites):
        # whoever leaves the country out still meets those that name it
        for country in dict.fromkeys((countries[0], "")):
            for w in narrow:
                for family in families:
                    yield side, "kind", family, country, w
    if account.aggregate:
        for family in families:
            yield side, "scope", family, countries[0], *sorted(account.bodies)[:1]


def _span(account: Account) -> tuple[int, int]:
    """The days an event may have happened on: its own, else the week before publication."""
    if account.first:
        return account.first, account.last
    day = account.published_day
    return (day - 5, day) if day else (0, 0)


def _windows(first: int, last: int, width: int) -> Iterator[str]:
    """Names of the windows of two grids, half a window apart, that the days touch."""
    if not first or (last - first) // width > _MOST_WINDOWS:
        return
    for grid, shift in (("a", 0), ("b", width // 2)):
        for number in range((first + shift) // width, (last + shift) // width + 1):
            yield f"{grid}{width}.{number}"


def _place_tokens(sites: Sequence[Site]) -> list[str]:
    tokens = []
    for site in sites[:3]:
        if site.level >= 1:
            tokens.append(f"place {site.country} {site.name}")
        if site.admin2:
            tokens.append(f"place {site.country} {site.admin2}")
    if sites and sites[0].lat is not None and sites[0].lon is not None and sites[0].level >= 2:
        tokens.append(f"cell {round(sites[0].lat * 2)} {round(sites[0].lon * 2)}")
    if sites and sites[0].admin1:
        tokens.append(f"province {sites[0].country} {sites[0].admin1}")
    return list(dict.fromkeys(tokens))[:6]
