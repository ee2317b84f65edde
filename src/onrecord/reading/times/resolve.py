"""Give every expression that was found its meaning, in the order of the text."""

import datetime as dt
from collections import Counter, defaultdict

import msgspec

from onrecord.reading.times import absolute, daytime, lengths, parts, relative
from onrecord.reading.times.context import Context, Sense
from onrecord.reading.times.grammar import Found
from onrecord.reading.times.relative import with_part

__all__ = ["dated_events", "day_first", "is_history", "resolve"]


def _reference(context: Context, found: Found) -> Sense:
    return Sense(value=found.rule, why="refers to no date")


_READERS = {
    "reference": _reference,
    **absolute.READERS,
    **relative.READERS,
    **parts.READERS,
    **daytime.READERS,
    **lengths.READERS,
}
_DEICTIC = {"deictic", "weekday"}
_OLD = 3
"""Years before the anchor from which a stated year tells of history rather than of news."""
_MANY = 6
_REACH = 5
"""Tokens between a date and the noun of the event it dates."""


def is_history(found: list[Found], day: dt.date | None) -> bool:
    """Whether a text tells history: its dates are of years well before the anchor, and few words point to the present.

    In a history a date without a year belongs to the year told last; in news to the anchor (after HeidelTime's
    distinction of narrative and news documents, here decided from the text).
    """
    stated = [
        int(text)
        for one in found
        if one.make in ("year", "date", "month") and one.has("year")
        for text in [_figures(one)]
        if text
    ]
    old = sum(1 for year in stated if day is None or year < day.year - _OLD)
    old += sum(1 for one in found if one.has("era"))
    now = sum(
        1
        for one in found
        if one.make in _DEICTIC or (one.make == "unit" and one.text("rel", "rel") in ("last", "this", "next"))
    )
    bare = sum(1 for one in found if one.make in ("date", "month") and not one.has("year"))
    told = old > 4 * now or (old > 2 * now and bare > old)
    return old >= _MANY and told and old * 2 > len(stated)


def _figures(found: Found) -> str:
    text = found.low("year")
    return text if text.isdigit() else ""


def resolve(context: Context, found: Found) -> Sense | None:
    """The meaning of one expression; None where it is no time expression after all."""
    if found.date is None:
        return _READERS[found.make](context, found)
    base = resolve(context, found.date)
    if base is None:
        return None
    if found.make in ("shift", "unit_shift"):
        return relative.from_date(context, found, base)
    if found.make == "part":
        return with_part(base, found.text("part", "part"))
    code = found.text("point", "point")
    time = daytime.clock_of(found, found.date.text("part", "part"))
    if time is None and code is None:
        return base
    if time and base.value and base.type == "TIME" and base.value[10:11] == "T":
        precise = "time" if base.first and code is None else base.precision
        return msgspec.structs.replace(base, value=f"{base.value[:10]}T{time}", precision=precise)
    if base.value is None or base.type != "DATE":
        return msgspec.structs.replace(base, type="TIME")
    precise = "time" if time and base.first and code is None else base.precision
    return msgspec.structs.replace(base, type="TIME", value=f"{base.value}T{time or code}", precision=precise)


def day_first(found: list[Found]) -> bool | None:
    """Whether the text writes day before month in figures, told by those of its dates that allow one order only."""
    votes = {}
    for one in found:
        if one.make == "slash":
            a, b, _ = (int(part) for part in one.tokens.lows[one.first].replace(".", "/").split("/"))
            if (12 < a <= 31) != (12 < b <= 31):
                votes[a > 12] = True
    return next(iter(votes)) if len(votes) == 1 else None


def dated_events(senses: list[tuple[Found, Sense]]) -> dict[str, dt.date]:
    """Events that the text dates ("elections on February 8", "the 8 February vote"): their kind and their one day."""
    seen: dict[str, Counter[dt.date]] = defaultdict(Counter)
    for found, sense in senses:
        if (
            sense.first is None
            or sense.first != sense.last
            or sense.type == "DURATION"
            or found.make in ("event_shift", "eve", "event_day")
        ):
            continue
        values = found.tokens.values
        before = range(found.first - 1, max(-1, found.first - 1 - _REACH), -1)
        after = range(found.last, min(len(values), found.last + _REACH - 1))
        for reach in (before, after):
            for i in reach:
                if "stop" in values[i] or "dot" in values[i] or ("comma" in values[i] and reach is after):
                    break
                kind = values[i].get("event")
                # what the Election Commission does on a day dates no election
                if isinstance(kind, str) and not (i + 1 < len(values) and "cap" in values[i + 1]):
                    seen[kind][sense.first] += 1
                    break
    return {kind: days for kind, counted in seen.items() if (days := _clear(counted))}


def _clear(counted: Counter[dt.date]) -> dt.date | None:
    best = counted.most_common(2)
    return best[0][0] if len(best) == 1 or best[0][1] > best[1][1] else None
