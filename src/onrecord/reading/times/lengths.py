"""Meaning of lengths of time, of stretches that begin or end at the anchor, and of what is repeated."""

from onrecord.reading.times import periods
from onrecord.reading.times.context import Context, Sense
from onrecord.reading.times.grammar import Found
from onrecord.reading.times.numbers import count_of, number_of
from onrecord.reading.times.tense import Direction

__all__ = ["CLOCK_UNITS", "READERS", "stretch"]

CLOCK_UNITS = frozenset({"S", "TM", "TH"})
_BACK, _FORTH = {"last", "past", "previous"}, {"next", "coming", "following"}


def stretch(context: Context, rel: str, count: float | None, unit: str) -> Sense | None:
    """ "the past 30 days": the 30 days before the anchor and the anchor's own; "the next two weeks" likewise ahead."""
    timed = "T" if unit in CLOCK_UNITS else ""
    letter = unit[-1] if timed else {"FN": "W", "WE": "WE"}.get(unit, unit)
    amount = "X" if count is None else f"{count:g}"
    value = f"P{timed}{amount}{letter}"
    direction: Direction = "past" if rel in _BACK else "future" if rel in _FORTH else "none"
    if count is None or context.day is None or rel not in _BACK | _FORTH or unit == "WE":
        return Sense(type="DURATION", value=value, direction=direction, why="no number or anchor")
    days = {"TH": count / 24, "TM": count / 1440, "S": 0.0}.get(unit)
    whole = round(count) if days is None else -int(-days // 1)
    other = periods.shift(context.day, "D" if days is not None else unit, -whole if rel in _BACK else whole)
    if other is None:
        return Sense(type="DURATION", value=value, why="outside the calendar")
    first, last = sorted((other, context.day))
    return Sense(
        type="DURATION",
        value=value,
        first=first,
        last=last,
        precision="range",
        anchor=context.anchor,
        direction=direction,
        why="stretch that ends at the anchor",
    )


def _last_n(context: Context, found: Found) -> Sense | None:
    unit = found.text("unit", "units") or found.text("unit", "unit") or "D"
    count = count_of(found) if found.has("count") else 1.0
    return stretch(context, found.text("rel", "rel") or found.text("rel", "lastpast") or "this", count, unit)


def _vague_units(context: Context, found: Found) -> Sense | None:
    rel, unit = found.text("rel", "rel") or "this", found.text("unit", "units") or "D"
    value = "FUTURE_REF" if rel in ("coming", "next") else f"PX{unit[-1] if unit in CLOCK_UNITS else unit}"
    return Sense(type="DATE" if value == "FUTURE_REF" else "DURATION", value=value, why="no number told")


def _duration(context: Context, found: Found) -> Sense | None:
    unit = found.text("unit", "unit") or found.text("unit", "units") or "D"
    count = count_of(found) if found.has("count") else None
    timed = "T" if unit in CLOCK_UNITS else ""
    letter = unit[-1] if timed else {"FN": "W"}.get(unit, unit)
    if count is not None and unit == "FN":
        count *= 2
    return Sense(
        type="DURATION", value=f"P{timed}{'X' if count is None else f'{count:g}'}{letter}", why="a length of time"
    )


def _set(context: Context, found: Found) -> Sense | None:
    unit = found.text("unit", "unit") or found.text("unit", "units")
    value = found.text("set", "adverbset") or (f"P{number_of(found, 'count') or 1:g}{unit}" if unit else None)
    return Sense(type="SET", value=value, why="repeated")


READERS = {"last_n": _last_n, "vague_units": _vague_units, "duration": _duration, "set": _set}
