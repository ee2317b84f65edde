"""Comparison of two accounts that both come from structured rows.

Coders give the same columns to every event, so agreement on them tells less than in prose, and there is no text to
compare; in exchange columns are complete, a nought is a stated nought, and one source lists each event once.
"""

from onrecord.linking.features import Account, Site
from onrecord.linking.geography import distance
from onrecord.linking.words import cosine

__all__ = ["row_levels"]


def row_levels(a: Account, b: Account) -> dict[str, str]:
    """The level of every comparison of two rows; symmetric."""
    return {
        "source": _source(a, b),
        "date": _date(a, b),
        "issued": _issued(a, b),
        "point": _point(a, b),
        "site": _site(a, b),
        "names": _names(a, b),
        "kind": "same" if a.types == b.types else "shared" if set(a.types) & set(b.types) else "others",
        "killed": _figure(a, b, "killed"),
        "injured": _figure(a, b, "injured"),
        "heading": _heading(a, b),
    }


def _source(a: Account, b: Account) -> str:
    if a.source == b.source:
        return "same report"
    return "same author" if a.publisher and a.publisher == b.publisher else "others"


def _date(a: Account, b: Account) -> str:
    """Two days agree or not; a period of weeks holds the day of many events."""
    if not a.first or not b.first:
        return "unknown"
    short, long = sorted((a.last - a.first, b.last - b.first))
    gap = max(a.first - b.last, b.first - a.last, 0)
    if gap:
        return "1 day" if gap == 1 else "apart"
    if (a.first, a.last) == (b.first, b.last):
        return "same day" if long == 0 else "same days" if long <= _DAYS else "same period"
    if long <= _DAYS:
        return "same edge" if a.first == b.first or a.last == b.last else "overlap"
    if short <= _DAYS:
        # what is dated by a period is mostly news of its last day
        return "same edge" if a.last == b.last else "day in period"
    return "periods"


_DAYS = 3


def _issued(a: Account, b: Account) -> str:
    """How near the reports came out: news of a day meets other news of it, a commission's report of a year everything."""
    if not a.published or not b.published or a.source == b.source:
        return "unknown"
    gap = abs(a.published_day - b.published_day)
    return "together" if gap <= 1 else "soon" if gap <= _WEEKS else "long after"


_WEEKS = 30


def _heading(a: Account, b: Account) -> str:
    """The headlines of the reports that the rows were coded from; one report's stands over everything it tells."""
    if not a.heading or not b.heading or a.source == b.source:
        return "unknown"
    alike = cosine(a.heading, b.heading)
    return next((name for most, name in _ALIKE if alike < most), "same")


_ALIKE = ((0.05, "others"), (0.2, "somewhat"), (0.4, "alike"))


def _point(a: Account, b: Account) -> str:
    """How far apart the points lie. That of an area or a town is its middle, off which what lies inside may be far."""
    if not a.sites or not b.sites:
        return "unknown"
    apart = min((d for x in a.sites for y in b.sites if (d := distance(x, y)) is not None), default=None)
    if apart is None:
        return "unknown"
    found = next((name for most, name in _KILOMETRES if apart < most), "far")
    return f"{found} off the middle" if apart >= _NEXT and _may_lie_inside(a, b) else found


_NEXT = 2
_KILOMETRES = ((0.1, "same"), (_NEXT, "2 km"), (15, "15 km"), (60, "60 km"))


def _may_lie_inside(a: Account, b: Account) -> bool:
    """Whether one names no closer place than an area, or than the town that the other's closer place lies in."""
    wide, close = sorted((a, b), key=lambda account: _closest(account).level)
    x, y = _closest(wide), _closest(close)
    if x.level < _TOWN:
        return True
    return x.level == _TOWN < y.level and any(s.name == x.name for s in close.sites)


_TOWN = 3


def _closest(account: Account) -> Site:
    return max(account.sites, key=lambda s: s.level)


def _site(a: Account, b: Account) -> str:
    """The closest place named: a quarter or a spot inside a town tells more than the town."""
    if not a.sites or not b.sites:
        return "unknown"
    x, y = _closest(a), _closest(b)
    if x.level < _TOWN or y.level < _TOWN:
        return "area"
    if x.name == y.name:
        return "same spot" if x.level == 4 else "same town"
    return "others" if x.level == y.level else "town and spot"


def _names(a: Account, b: Account) -> str:
    """Who did it and to whom. One name ("police") stands over many events of a place, both sides of a clash over few."""
    mine, other = a.persons | a.bodies, b.persons | b.bodies
    if not mine or not other:
        return "unknown"
    shared = len(mine & other)
    if mine == other:
        return "same one" if shared == 1 else "same several"
    return "several" if shared > 1 else "some" if shared else "others"


def _figure(a: Account, b: Account, effect: str) -> str:
    x, y = a.tolls.get(effect), b.tolls.get(effect)
    if x is None or y is None:
        return "unknown"
    least, most = sorted((x[0], y[0]))
    if most == 0:
        return "both none"
    if least == 0:
        return "none and some"
    if least == most:
        return "equal one" if most == 1 else "equal few" if most < 5 else "equal many"
    return "close" if most <= 2 * least else "far"
