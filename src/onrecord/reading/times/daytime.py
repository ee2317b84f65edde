"""Meaning of clock times, parts of the day, and nights that take in two days."""

import datetime as dt

import msgspec

from onrecord.reading.times import periods
from onrecord.reading.times.context import Context, Sense, as_sense
from onrecord.reading.times.grammar import Found
from onrecord.reading.times.relative import with_part

__all__ = ["BORROWED_DAY", "READERS", "clock_of"]

_THAT = 6
"""Sentences back to the day of "that evening"."""
BORROWED_DAY = ("time of the day told before", "time of the anchor's day")
"""Why a time of day that stands without its day has one."""


def clock_of(found: Found, part: str | None = None) -> str | None:
    """A time of day as ``HH:MM``; nothing where the figures are no time. ``part`` of the day as told with its date."""
    if found.has("point"):
        return {"MI": "12:00", "MN": "24:00"}.get(found.text("point", "point") or "")
    first = found.groups["clock"][0]
    text = found.tokens.lows[first].replace(".", ":")
    mil, hour = found.text("clock", "mil"), found.number("clock", "hour")
    if ":" in text:
        hours, minutes = (int(part) for part in text.split(":")[:2])
    elif mil is not None:
        hours, minutes = int(mil[:2]) if len(mil) == 4 else 0, int(mil[-2:])
    elif hour is not None:
        hours, minutes = hour, 0
    else:
        return None
    half = found.text("clock", "ampm") or {"MO": "am", "AF": "pm", "EV": "pm", "NI": "pm"}.get(
        found.text("ampart", "part") or part or ""
    )
    if half == "pm" and hours < 12:
        hours += 12
    if half == "am" and hours == 12:
        hours = 0
    return f"{hours:02d}:{minutes:02d}" if hours < 25 and minutes < 60 else None


def _clock(context: Context, found: Found) -> Sense | None:
    code = found.text("point", "point")
    time = clock_of(found)
    if time is None and code is None:
        return None
    base = _day_for(context, found)
    if base is None or base.value is None:
        return Sense(type="TIME", value=f"XXXX-XX-XXT{time or code}", why="no day told")
    precise = "time" if time and base.first and code is None else base.precision
    return msgspec.structs.replace(
        base, type="TIME", value=f"{base.value[:10]}T{time or code}", precision=precise, focus=None
    )


def _day_for(context: Context, found: Found) -> Sense | None:
    """The day of a time of day: the one it stands with, else the one told last, else the anchor's.

    Where the anchor is but the day of publication, only the value names it.
    """
    scene = context.scene(found.sentence)
    if scene is not None:
        return as_sense(scene, "narrative", BORROWED_DAY[0])
    if context.day is None or context.historical:
        return None
    borrowed = as_sense(periods.day(context.day), context.anchor, BORROWED_DAY[1])
    if borrowed is not None and context.anchor == "published":
        # TIMEX3 writes "that night" with the day of publication where no day was told; no act has it, nor what is told next
        return msgspec.structs.replace(borrowed, first=None, last=None, focus=None)
    return borrowed


def _part(context: Context, found: Found) -> Sense | None:
    code = found.text("part", "part")
    rel = found.text("rel2", "rel") or found.text("rel", "rel")
    if rel in ("last", "past") and context.day is not None:
        on = periods.shift(context.day, "D", -1)
        return with_part(as_sense(periods.day(on), context.anchor, "the day before the anchor"), code) if on else None
    if rel == "this" and context.day is not None:
        return with_part(as_sense(periods.day(context.day), context.anchor, "the anchor's day"), code)
    if rel in ("next", "following", "previous"):
        told = context.last(("day",), found.sentence, 3)
        if told and told.period.first:
            on = periods.shift(told.period.first, "D", -1 if rel == "previous" else 1)
            return (
                with_part(as_sense(periods.day(on), "narrative", "counted from the day told before"), code)
                if on
                else None
            )
        return Sense(type="TIME", why="no day told before")
    if rel in ("that", "same") and (told := context.last(("day",), found.sentence, _THAT)):
        return with_part(as_sense(told.period, "narrative", BORROWED_DAY[0]), code)
    if found.has("one"):
        return Sense(type="TIME", value=f"XXXX-XX-XXT{code}", why="some day")
    return with_part(_day_for(context, found) or Sense(value="XXXX-XX-XX", why="no day told"), code)


def _overnight(context: Context, found: Found) -> Sense | None:
    """Both days: the evening of the one and the morning of the other."""
    if context.day is None:
        return Sense(type="TIME", value="XXXX-XX-XXTNI", why="no anchor")
    told = context.last(("day",), found.sentence, 1)
    ahead = context.tense(found) == "future"
    last = context.day
    if told is not None and told.period.first is not None and told.period.first != last:
        last = told.period.first + dt.timedelta(days=1)
    elif ahead:
        last = context.day + dt.timedelta(days=1)
    first = last - dt.timedelta(days=1)
    return Sense(
        type="TIME",
        value=f"{first.isoformat()}TNI",
        first=first,
        last=last,
        precision="range",
        anchor=context.anchor,
        why="the night takes in both days",
    )


def _night_between(context: Context, found: Found) -> Sense | None:
    second = found.number("second", "weekday")
    if context.day is None or second is None:
        return Sense(type="TIME", why="no anchor")
    last = context.day - dt.timedelta(days=(context.day.isoweekday() - second) % 7)
    first = last - dt.timedelta(days=1)
    return Sense(
        type="TIME",
        value=f"{first.isoformat()}TNI",
        first=first,
        last=last,
        precision="range",
        anchor=context.anchor,
        why="the night takes in both days",
    )


READERS = {"clock": _clock, "part": _part, "overnight": _overnight, "night_between": _night_between}
