"""Meaning of words that tell a day or a period relative to the anchor or to what the text told before."""

import datetime as dt

import msgspec

from onrecord.reading.times import periods
from onrecord.reading.times.context import Context, Sense, as_sense
from onrecord.reading.times.grammar import Found
from onrecord.reading.times.lengths import CLOCK_UNITS, stretch
from onrecord.reading.times.numbers import count_of
from onrecord.reading.times.tense import Direction, side

__all__ = ["READERS", "from_date", "with_part"]

_ASCENDING = 3
"""Days from one weekday of a list to the next that still go forward: "Friday and Thursday" goes back."""
_NARRATIVE, _SAME = 3, 8
"""Sentences back to the day that words count from, and to the day that "the same day" is."""
_BACK, _FORTH = {"last", "past", "previous"}, {"next", "coming", "following"}
_GRAINS: dict[str, periods.Grain] = {
    "D": "day", "W": "week", "WE": "weekend", "M": "month", "Q": "quarter", "Y": "year",
    "DE": "decade", "CE": "century", "FN": "week",
}  # fmt: skip
_WEEKS = ("W", "WE", "FN")
# no week lies at a known distance from a month
_NEAR: tuple[periods.Grain, ...] = ("day", "weekend", "week")


def with_part(sense: Sense | None, code: str | None) -> Sense | None:
    """The sense of a day narrowed to a part of it (TIMEX3 MO, AF, EV, NI; noon and midnight are clock times)."""
    if sense is None or code is None:
        return sense
    if sense.value is None:
        return msgspec.structs.replace(sense, type="TIME")
    tail = {"MI": "12:00", "MN": "24:00"}.get(code, code)
    return msgspec.structs.replace(sense, type="TIME", value=f"{sense.value}T{tail}")


def _deictic(context: Context, found: Found) -> Sense | None:
    step = found.number("day", "deictic") or 0
    beyond = found.text("beyond", "compare")
    step += {"before": -1, "after": 1}.get(beyond or "", 0)
    part = found.text("part", "part") or found.text("day", "tonight")
    direction = side(step)
    if context.day is None or context.historical:
        return with_part(Sense(value="XXXX-XX-XX", direction=direction, why="no anchor"), part)
    on = periods.shift(context.day, "D", step)
    return (
        with_part(as_sense(periods.day(on), context.anchor, "day counted from the anchor", direction), part)
        if on
        else None
    )


def _weekday(context: Context, found: Found) -> Sense | None:
    wanted = found.number("weekday", "weekday")
    if wanted is None:
        return None
    rel = found.text("rel", "rel")
    if found.has("rel2") and rel in ("this", "that"):
        rel = found.text("rel2", "rel")
    part = found.text("part", "part")
    told = context.last(("day",), found.sentence, 6)
    if context.historical and told and told.period.first and rel != "this":
        days = (wanted - told.period.first.isoweekday()) % 7
        on = told.period.first + dt.timedelta(days=days or (7 if rel in _FORTH else 0))
        return with_part(as_sense(periods.day(on), "narrative", "weekday after the day told before"), part)
    if rel in ("that", "same") and (named := context.weekday_told(wanted)):
        return with_part(as_sense(named, "narrative", "the day told before"), part)
    if context.day is None:
        return with_part(Sense(value=f"XXXX-WXX-{wanted}", why="no anchor"), part)
    at = context.day
    if found.has("week"):
        step = {"last": -7, "past": -7, "previous": -7, "next": 7, "coming": 7, "following": 7}.get(
            found.text("week", "rel") or "", 0
        )
        on = at - dt.timedelta(days=at.weekday()) + dt.timedelta(days=wanted - 1 + step)
        return with_part(as_sense(periods.day(on), context.anchor, "weekday of the week named"), part)
    if rel in ("previous", "following") and told and told.period.first:
        days = (told.period.first.isoweekday() - wanted) % 7 or 7
        on = told.period.first + dt.timedelta(days=-days if rel == "previous" else 7 - days % 7)
        return with_part(as_sense(periods.day(on), "narrative", "weekday beside the day told before"), part)
    if rel is None and told and told.period.first and (before := _listed(found, -1)) == told.period.first.isoweekday():
        step = (wanted - before) % 7
        on = told.period.first + dt.timedelta(days=step if step <= _ASCENDING else step - 7)
        return with_part(as_sense(periods.day(on), context.anchor, "weekday after the one it stands beside"), part)
    back, forth = (at.isoweekday() - wanted) % 7, (wanted - at.isoweekday()) % 7
    tense = context.tense(found)
    if rel in _BACK:
        step, why = -(back or 7), "the last one before the anchor"
    elif rel in _FORTH:
        step, why = forth or 7, "the next one after the anchor"
    elif tense == "future" or (rel == "this" and tense != "past"):
        step, why = forth, "the one ahead, by tense"
    else:
        after = _listed(found, 1)
        ahead = (after - wanted) % 7 if after else 0
        back += 7 if back < ahead <= _ASCENDING else 0
        step, why = -back, "the one behind" + (", by tense" if tense == "past" else "")
    on = at + dt.timedelta(days=step)
    direction = side(step)
    return with_part(as_sense(periods.day(on), context.anchor, why, direction), part)


def _listed(found: Found, way: int) -> int | None:
    """The weekday beside this one in a list or range ("Friday and Saturday"), before (-1) or after it (1)."""
    values = found.tokens.values
    link, other = (found.first - 1, found.first - 2) if way < 0 else (found.last, found.last + 1)
    if not (0 <= other < len(values) and {"and", "to", "or", "dash"} & values[link].keys()):
        return None
    number = values[other].get("weekday")
    return number if isinstance(number, int) else None


def _weekday_set(context: Context, found: Found) -> Sense | None:
    number = found.number("weekday", "weekday") or found.number("plural", "weekdays")
    return Sense(type="SET", value=f"XXXX-WXX-{number}", why="repeated")


def _step(unit: str, context: Context, rel: str, found: Found) -> tuple[int, bool]:
    """How many units away, and whether counted from the narrative."""
    the = found.tokens.lows[found.first] == "the" or "the" in found.tokens.lows[found.first : found.last]
    if rel in ("last", "past"):
        return -1, False
    if rel == "previous":
        return -1, True
    if rel == "following":
        return 1, True
    if rel in ("same", "that"):
        return 0, True
    if rel in ("next", "coming"):
        return 1, rel == "next" and (context.historical or unit == "D" or (the and unit in ("W", "M", "Y")))
    return 0, False


def _unit(context: Context, found: Found) -> Sense | None:
    unit = found.text("unit", "unit") or found.text("unit", "weekend") or "D"
    rel = found.text("rel", "rel") or "this"
    if found.has("rel2") and rel in ("this", "that"):
        rel = found.text("rel2", "rel") or rel
    if unit in CLOCK_UNITS:
        return Sense(type="DURATION", value=f"PT1{unit[-1]}", why="clock unit")
    the = found.tokens.lows[found.first] == "the"
    if the and rel in ("last", "next", "past") and _followed_by_of(found):
        return Sense(type="DURATION", value=f"P1{unit}", why="part of what follows")
    if unit in ("DE", "CE") and rel in ("last", "past", "next"):
        return stretch(context, rel, 1, unit)
    if the and rel == "past" and unit in ("W", "M", "Q", "Y") and not found.has("mod"):
        return stretch(context, rel, 1, unit)
    step, narrative = _step(unit, context, rel, found)
    if rel == "latest":
        told = context.completed(_GRAINS.get(unit, "day"))
        return as_sense(told, "narrative", "the latest one told") if told else _from_anchor(context, unit, -1, found)
    if unit == "WE" and not narrative and context.day is not None:
        return _weekend(context, step, rel, found)
    if narrative:
        return _from_narrative(
            context, unit, step, found, strict=rel not in ("previous", "following", "next") or unit == "D"
        )
    return _from_anchor(context, unit, step, found)


def _from_anchor(context: Context, unit: str, step: int, found: Found) -> Sense | None:
    direction = side(step)
    if context.day is None or context.historical:
        return Sense(direction=direction, why="no anchor")
    base = context.day.replace(day=1) if unit in ("M", "Q", "Y") else context.day
    on = periods.shift(base, unit, step)
    return as_sense(periods.around(on, unit), context.anchor, "counted from the anchor", direction) if on else None


def _from_narrative(context: Context, unit: str, step: int, found: Found, strict: bool) -> Sense | None:
    """Counted from the period told before; without one from the anchor, unless ``strict``."""
    grain = _GRAINS.get(unit, "day")
    grains: tuple[periods.Grain, ...] = ("day",)
    if grain != "day":
        grains = _NEAR if unit in _WEEKS else (*_NEAR, "month", "season", "quarter", "year")
    same = step == 0 and found.text("rel", "rel") == "same"
    told = context.last(grains, found.sentence, _SAME if same else _NARRATIVE if grain == "day" else 5)
    if context.historical and unit == "Y" and context.year is not None:
        made = as_sense(periods.year(context.year + step), "narrative", "counted from the year of the narrative")
        return msgspec.structs.replace(made, focus=None) if made and step < 0 else made
    if told is None:
        if strict and unit == "D":
            return Sense(why="no day told before")
        return _from_anchor(context, unit, step, found)
    if told.period.first is None:
        return _before_christ(told.period, unit, step)
    base = told.period.first.replace(day=1) if unit in ("M", "Q", "Y") else told.period.first
    on = periods.shift(base, unit, step)
    return as_sense(periods.around(on, unit), "narrative", "counted from the date told before") if on else None


def _before_christ(told: periods.Period, unit: str, step: int) -> Sense | None:
    """Years BC lie outside Python's calendar; only whole years are counted there."""
    if unit != "Y" or not told.value.startswith("BC") or not told.value[2:6].isdigit():
        return Sense(why="before the calendar")
    return as_sense(periods.year(1 - int(told.value[2:6]) + step), "narrative", "counted from the year told before")


def _weekend(context: Context, step: int, rel: str, found: Found) -> Sense | None:
    assert context.day is not None
    at = context.day
    if (rel == "this" and context.tense(found) == "past" and at.isoweekday() < 6) or (
        rel in ("last", "past") and at.isoweekday() > 5
    ):
        step = -1
    return as_sense(
        periods.weekend(at + dt.timedelta(days=7 * step)), context.anchor, "weekend counted from the anchor"
    )


def _the_unit(context: Context, found: Found) -> Sense | None:
    unit = found.text("unit", "unit") or found.text("unit", "weekend") or "D"
    if unit == "WE":
        if context.day is None:
            return Sense(why="no anchor")
        ahead = context.tense(found) == "future" or context.day.isoweekday() > 5
        return as_sense(
            periods.weekend(context.day - dt.timedelta(days=0 if ahead else 7)),
            context.anchor,
            "the weekend nearest by tense",
        )
    if unit in CLOCK_UNITS:
        return None
    if unit == "Q":
        told = context.last(("quarter",), found.sentence, 30)
        return as_sense(told.period, "narrative", "the quarter told before") if told else None
    if unit == "D":
        return _day_of(context, found) if found.has("comp") or _possessive(found) else None
    if found.has("mod") or found.has("comp"):
        return (
            _from_narrative(context, unit, 0, found, strict=False)
            if context.historical
            else _from_anchor(context, unit, 0, found)
        )
    if unit == "Y" and _whole(found) and context.day is not None and not context.historical:
        return _from_anchor(context, unit, 0, found)
    return Sense(type="DURATION", value=f"P1{unit}", why="a stretch of time")


def _followed_by_of(found: Found) -> bool:
    return found.last < len(found.tokens.lows) and found.tokens.lows[found.last] == "of"


def _whole(found: Found) -> bool:
    """ "for the year", "the full year", "of the year": the calendar year that is spoken in."""
    before = found.tokens.lows[found.first - 1] if found.first else ""
    return before in ("for", "of") or "full" in found.tokens.lows[found.first : found.last]


def _possessive(found: Found) -> bool:
    return found.last < len(found.tokens.values) and "poss" in found.tokens.values[found.last]


def _day_of(context: Context, found: Found) -> Sense | None:
    """ "later in the day", "the day's": the day told last, else the anchor's own."""
    told = context.scene(found.sentence)
    if told:
        return as_sense(told, "narrative", "the day told before")
    return (
        as_sense(periods.day(context.day), context.anchor, "the anchor's day")
        if context.day
        else Sense(why="no anchor")
    )


def _year_end(context: Context, found: Found) -> Sense | None:
    return _from_anchor(context, "Y", 0, found)


def _within_hours(context: Context, found: Found, sense: Sense) -> Sense:
    """ "Hours later": on the day told just before, as far as days go; its value stays open."""
    told = context.last(("day",), found.sentence, _NARRATIVE)
    if told is None or told.period.first is None or found.text("shift", "hardshift") == "ago":
        return sense
    day = told.period.first
    return msgspec.structs.replace(
        sense, first=day, last=day, precision="day", anchor="narrative", why="hours from the day told before"
    )


def _shift(context: Context, found: Found) -> Sense | None:
    """ "two days ago", "three years earlier", "a week later", "a day from now"."""
    unit = found.text("unit", "unit") or found.text("unit", "units") or "D"
    way = found.text("shift", "hardshift") or "later"
    count = count_of(found) if found.has("count") else 1.0 if found.make == "unit_shift" else None
    direction: Direction = "future" if way == "later" else "past"
    if count is None or found.has("unit2"):
        vague = Sense(value="FUTURE_REF" if way == "later" else "PAST_REF", direction=direction, why="no number told")
        return _within_hours(context, found, vague) if unit in CLOCK_UNITS else vague
    if unit in CLOCK_UNITS:
        return _within_hours(
            context, found, Sense(type="TIME", direction=direction, why="hours from a moment not told")
        )
    whole = round(count)
    if way == "ago" or found.has("now"):
        return _counted(context, found, unit, -whole if way == "ago" else whole, direction)
    if unit == "D":
        near = context.last(("day",), found.sentence, 3)
    else:
        near = context.last(_NEAR, found.sentence, 5) if unit in _WEEKS else context.newest(found.sentence, 2)
    told = near.period if near is not None else None
    if unit == "Y" and way == "earlier" and whole == 1:
        told = context.compared(found.sentence) or told
    if told is None:
        return (
            Sense(why="no date told before", direction=direction)
            if unit == "D" or way == "later"
            else _counted(context, found, unit, -whole, direction)
        )
    made = _from_told(told, unit, whole if way == "later" else -whole, direction)
    return msgspec.structs.replace(made, focus=None) if made and way != "later" and context.historical else made


def _counted(context: Context, found: Found, unit: str, step: int, direction: Direction) -> Sense | None:
    """From the anchor; "a year ago" beside a quarter means that quarter of the year before."""
    if context.day is None:
        return Sense(direction=direction, why="no anchor")
    if unit == "Y" and step == -1 and (told := context.compared(found.sentence)):
        return _from_told(told, unit, step, direction)
    on = periods.shift(context.day.replace(day=1) if unit in ("M", "Q", "Y", "DE", "CE") else context.day, unit, step)
    if on is None:
        return None
    period = periods.year(on.year) if unit == "DE" else periods.around(on, unit)
    return as_sense(period, context.anchor, "counted from the anchor", direction)


def _from_told(told: periods.Period, unit: str, step: int, direction: Direction) -> Sense | None:
    if told.first is None:
        return _before_christ(told, unit, step)
    if unit == "Y" and told.grain in ("quarter", "half", "month", "season"):
        on = periods.shift(told.first.replace(day=1), "Y", step)
        if on is None:
            return None
        if told.grain == "month":
            period = periods.month(on.year, on.month)
        elif told.grain == "quarter":
            period = periods.quarter(on.year, (on.month + 2) // 3)
        else:
            period = (
                periods.year(on.year) if told.grain == "season" else periods.half(on.year, 1 if on.month < 7 else 2)
            )
        made = as_sense(period, "narrative", "the same period of another year", direction)
        return msgspec.structs.replace(made, focus=None) if made else None
    base = told.first if unit in ("D", *_WEEKS) else told.first.replace(day=1)
    on = periods.shift(base, unit, step)
    if on is None:
        return None
    period = periods.year(on.year) if unit == "DE" else periods.around(on, unit)
    return as_sense(period, "narrative", "counted from the date told before", direction)


def from_date(context: Context, found: Found, base: Sense) -> Sense | None:
    """ "two days before February 8": counted from the date that follows."""
    unit = found.text("unit", "unit") or found.text("unit", "units") or "D"
    count = count_of(found) if found.has("count") else 1.0
    if base.first is None or count is None or unit in CLOCK_UNITS:
        return Sense(type="DURATION", why="no number or no date to count from")
    sign = -1 if found.tokens.lows[found.groups["shift"][0]] == "before" else 1
    on = periods.shift(base.first, unit, sign * round(count))
    return as_sense(periods.around(on, unit), base.anchor, "counted from the date beside it") if on else None


def _unit_shift(context: Context, found: Found) -> Sense | None:
    unit = found.text("unit", "unit") or "D"
    if found.text("unit", "weekend"):
        unit = "WE"
    return _shift(context, found) if unit not in CLOCK_UNITS else None


def _shift_on(context: Context, found: Found) -> Sense | None:
    """ "two days later, on Sunday": the weekday decides, after the day told before."""
    told = context.last(("day",), found.sentence, 3)
    wanted = found.number("weekday", "weekday")
    if told is None or told.period.first is None or wanted is None:
        return _weekday(context, found)
    return _shift(context, found)


READERS = {
    "deictic": _deictic,
    "weekday": _weekday,
    "weekday_set": _weekday_set,
    "unit": _unit,
    "the_unit": _the_unit,
    "year_end": _year_end,
    "shift": _shift,
    "shift_on": _shift_on,
    "unit_shift": _unit_shift,
    "day_of": _day_of,
}
