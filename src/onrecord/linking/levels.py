"""The comparisons one by one: how two accounts agree in kind, days, places, names, numbers and words, as a level in words.

Every function is symmetric. "unknown" is where either does not tell. What a level weighs is another matter (``compare``).
"""

from bisect import bisect_right
from functools import lru_cache

from onrecord.linking.features import DOCUMENT_SHARE, Account, Site
from onrecord.linking.geography import distance
from onrecord.linking.settings import Compat, compat
from onrecord.vocab import claim_types

__all__ = [
    "DATE_CONFLICT", "DOUBTFUL", "MENTION_SCALE", "NOTE", "OTHER_EFFECTS", "PLACE_CONFLICT", "STORY_BINS", "WORD_BINS",
    "bin_name", "bin_names", "body_level", "clock_level", "date_level", "in_two_places", "name_level", "named_level",
    "occurrence_level", "on_two_days", "other_day", "other_tolls", "place_level", "toll_level", "type_level",
]  # fmt: skip

WORD_BINS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7)
STORY_BINS = (0.02, 0.05, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2, 0.25, 0.3, 0.4, 0.6)
NOTE = 0.5
"""Length of a story under which it is a note of a few lines."""
MENTION_SCALE = DOCUMENT_SHARE**-0.5
"""Of a story's parts only the whole report has the keys of other words."""


def bin_name(value: float, edges: tuple[float, ...]) -> str:
    return bin_names(edges)[bisect_right(edges, value)]


@lru_cache(maxsize=8)
def bin_names(edges: tuple[float, ...]) -> tuple[str, ...]:
    return (f"<{edges[0]}", *(f">={e}" for e in edges))


@lru_cache(maxsize=1 << 16)
def type_level(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    """``same``, ``same, civic``, ``kin``, ``generic``, ``family`` or ``apart``; the chief types weigh first."""
    known = compat()
    if a[0] == b[0]:
        # a shutdown or a strike is rarer than a shooting, so that two of them say more
        return "same" if claim_types()[a[0]].group in ("violence", "liberty") else "same, civic"
    if set(a) & set(b):
        return "shared"
    best = "apart"
    for x in a:
        for y in b:
            level = _pair_level(x, y, known)
            if _TYPE_ORDER.index(level) < _TYPE_ORDER.index(best):
                best = level
    return best


_TYPE_ORDER = ("kin", "generic", "family", "apart")


def _pair_level(x: str, y: str, known: Compat) -> str:
    if any((x in k.a and y in k.b) or (y in k.a and x in k.b) for k in known.kin):
        return "kin"
    together = any(x in types and y in types for types in known.family.values())
    if not together:
        return "apart"
    return "generic" if x in known.generic or y in known.generic else "family"


def date_level(a: Account, b: Account) -> str:
    """How the dates agree; an unknown date is held against the other report's day of publication."""
    if a.first and b.first:
        gap = max(a.first - b.last, b.first - a.last, 0)
        wide = max(a.last - a.first, b.last - b.first)
        if wide <= 2:
            return _step(gap, ((0, "same"), (1, "1 day"), (3, "3 days"), (10, "10 days")), "apart")
        if gap == 0 and wide > 31:
            return "long period"
        return "period" if gap == 0 else _step(gap, ((3, "near period"),), "other period")
    if a.first or b.first:
        dated, other = (a, b) if a.first else (b, a)
        if not _issued(other):
            return "undated"
        lag = other.published_day - dated.last
        if lag < -1:
            return "told before"
        return _step(lag, ((4, "told soon"), (30, "told later")), "told long after")
    if _issued(a) and _issued(b):
        gap = abs(a.published_day - b.published_day)
        return _step(gap, ((1, "told same day"), (4, "told close"), (14, "told weeks apart")), "told far apart")
    return "undated"


def _issued(account: Account) -> bool:
    """Whether the day of publication tells of the event's: not in a register, whose entries all have the register's."""
    return bool(account.published and account.publisher)


def other_day(a: Account, b: Account) -> bool:
    """Whether the day of either is told by another account of the other's document."""
    mine, theirs = {(a.first, a.last)}, {(b.first, b.last)}
    pairs = [*((x, y) for x in mine for y in b.other_days), *((x, y) for x in a.other_days for y in theirs)]
    return any(max(x[0], y[0]) <= min(x[1], y[1]) and max(x[1] - x[0], y[1] - y[0]) <= 1 for x, y in pairs)


def _step(value: int, steps: tuple[tuple[int, str], ...], beyond: str) -> str:
    return next((name for most, name in steps if value <= most), beyond)


_CLOSE = 2
"""Level of a place from which on it is closer than a province."""


def place_level(a: tuple[Site, ...], b: tuple[Site, ...]) -> str:
    """The best agreement of any two places; a province or country that only holds a town of its own account is none."""
    if not a or not b:
        return "unknown"
    best = len(_PLACE_ORDER)
    ours, theirs = _closest(a), _closest(b)
    for x in ours:
        for y in theirs:
            rank = _PLACE_RANK[_site_level(x, y)]
            if rank < best:
                best = rank
                if rank == 0:
                    return _PLACE_ORDER[0]
    return _PLACE_ORDER[best]


def in_two_places(a: tuple[Site, ...], b: tuple[Site, ...]) -> bool:
    """Whether both are put in towns or districts, and those lie apart."""
    close = all(any(s.level >= _CLOSE for s in sites) for sites in (a, b))
    return close and place_level(a, b) in PLACE_CONFLICT


def on_two_days(a: Account, b: Account) -> bool:
    """Whether both are put on a day (or the night between two), and these lie apart."""
    if not a.first or not b.first or max(a.last - a.first, b.last - b.first) > 1:
        return False
    return max(a.first - b.last, b.first - a.last) > 0


def _closest(sites: tuple[Site, ...]) -> tuple[Site, ...]:
    """The places without provinces and countries that say where a closer one of them lies.

    "Khanozai in Balochistan" is not near every town of Balochistan.
    """
    close = [s for s in sites if s.level >= _CLOSE]
    if not close or len(close) == len(sites):
        return sites
    held = {s.admin1 for s in close}
    return tuple(s for s in sites if s.level >= _CLOSE or (s.level == 1 and s.name not in held))


_PLACE_ORDER = (
    "same site", "same town", "near", "within district", "within province", "nearby", "countrywide", "within country",
    "same province", "other town", "same country", "other country",
)  # fmt: skip


_PLACE_RANK = {level: rank for rank, level in enumerate(_PLACE_ORDER)}


def _site_level(x: Site, y: Site) -> str:
    if x.country and y.country and x.country != y.country:
        return "other country"
    alike = x.name == y.name or x.level == y.level == 0 or (x.geonames != 0 and x.geonames == y.geonames)
    if alike and x.level == 0:
        return "countrywide"
    if alike and not (x.level >= 3 and y.level >= 3 and x.admin1 and y.admin1 and x.admin1 != y.admin1):
        return ("same country", "within province", "within district", "same town", "same site")[min(x.level, y.level)]
    broad, fine = (x, y) if x.level <= y.level else (y, x)
    if broad.level == 0:
        return "within country"
    if broad.level == 1 and broad.name == fine.admin1:
        return "within province"
    if broad.level == 2 and broad.name in (fine.admin2, fine.name):
        return "within district"
    if broad.level >= 3 and (fine.admin2 == broad.name or broad.admin2 == fine.name):
        return "within district"
    apart = distance(x, y)
    if apart is not None and broad.level >= 2:
        if apart <= 15:
            return "near"
        if apart <= 60:
            return "nearby"
        if broad.level >= 3 and x.admin1 == y.admin1:
            return "other town"
    elif x.admin2 and x.admin2 == y.admin2:
        return "nearby"
    return "same province" if x.admin1 and x.admin1 == y.admin1 else "same country"


DATE_CONFLICT = ("1 day", "3 days", "10 days", "apart", "other period")
PLACE_CONFLICT = ("same province", "other town", "same country", "other country")
DOUBTFUL = ("unknown", "same country", "other country", "same province", "other town", "within country")


def clock_level(a: frozenset[int], b: frozenset[int]) -> str:
    """The nearest two times of day; a teller rounds, and the alarm comes after the deed."""
    if not a or not b:
        return "unknown"
    gap = min(min(abs(x - y), _DAY - abs(x - y)) for x in a for y in b)
    return _step(gap, ((20, "same"), (75, "near")), "others")


_DAY = 24 * 60


def named_level(a: frozenset[int], b: frozenset[int]) -> str:
    """Names (of private persons, of roads) that both stories tell."""
    if not a or not b:
        return "unknown"
    shared = len(a & b)
    return "several" if shared > 1 else "one" if shared else "none"


def name_level(a: frozenset[str], b: frozenset[str]) -> str:
    """Names of persons; a surname of either side is looked for among all the words of the other's names."""
    if not a or not b:
        return "unknown"
    if a & b:
        return "same"
    (last_a, all_a), (last_b, all_b) = _surnames(a), _surnames(b)
    return "one name" if last_a & all_b or last_b & all_a else "others"


@lru_cache(maxsize=1 << 14)
def _surnames(names: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The last words of names, and all their words, short ones left out."""
    split = [n.split() for n in names]
    long = [[w for w in words if len(w) > _SHORT_NAME] for words in split]
    return frozenset(w[-1] for w in split if w and len(w[-1]) > _SHORT_NAME), frozenset(w for ws in long for w in ws)


_SHORT_NAME = 3


def body_level(a: frozenset[str], b: frozenset[str]) -> str:
    if not a or not b:
        return "unknown"
    if a & b:
        return "same"
    words_a, words_b = ({w for n in side for w in n.split() if len(w) > 3} for side in (a, b))
    return "partly" if words_a & words_b else "others"


def toll_level(a: Account, b: Account, effect: str) -> str:
    x, y = a.tolls.get(effect), b.tolls.get(effect)
    if x is None or y is None:
        return "unknown"
    (low_x, high_x), (low_y, high_y) = x, y
    if low_x == low_y and high_x == high_y:
        return "equal none" if low_x == 0 else "equal one" if low_x == 1 else "equal few" if low_x < 5 else "equal many"
    if low_x <= (high_y if high_y >= 0 else low_y * 3) and low_y <= (high_x if high_x >= 0 else low_x * 3):
        return "compatible"
    # between two ranges the ends that lie next to each other count
    more, less = (low_x, max(low_y, high_y)) if low_x > low_y else (low_y, max(low_x, high_x))
    ratio = (more + 1) / (less + 1)
    return "close" if ratio <= 1.6 else "growing" if ratio <= 4 else "far"


OTHER_EFFECTS = {"arrested", "abducted", "missing", "displaced"}


def other_tolls(a: Account, b: Account) -> str:
    if not OTHER_EFFECTS & a.tolls.keys() & b.tolls.keys():
        return "unknown"
    shared = [toll_level(a, b, e) for e in sorted(OTHER_EFFECTS) if e in a.tolls and e in b.tolls]
    return "equal" if any(s.startswith("equal") for s in shared) else "compatible" if "far" not in shared else "far"


def occurrence_level(a: Account, b: Account) -> str:
    if not a.occurrences[0] or not b.occurrences[0]:
        return "unknown"
    return "equal" if a.occurrences == b.occurrences else "others"
