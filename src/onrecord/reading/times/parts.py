"""Meaning of quarters, halves, decades, centuries and seasons, and of days told by an event."""

import datetime as dt

import msgspec

from onrecord.reading.times import periods
from onrecord.reading.times.absolute import choose_year, narrative_year
from onrecord.reading.times.context import Context, Sense, as_sense
from onrecord.reading.times.grammar import Found
from onrecord.reading.times.heading import make_date, nearest_year
from onrecord.reading.times.numbers import count_of, year_of

__all__ = ["FROM_EVENT", "READERS"]

FROM_EVENT = "counted from the event that the text dates"
"""Why a time that names an event has the day that it has ("a day after the bombings")."""

_STEP = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}


def _year_for(context: Context, found: Found) -> int | None:
    """The year that an expression names itself, in figures or relative to the anchor."""
    if found.has("year"):
        year = year_of(context, found)
        before_christ = str(found.of("era", "era") or "").startswith("B")
        return None if year is None else 1 - year if before_christ else year
    rel = found.text("rel2", "rel") or found.text("rel", "rel")
    if rel is not None and context.day is not None:
        return context.day.year + _STEP.get(rel, 0)
    return None


def _by_tense(context: Context, found: Found, made: list[periods.Period]) -> periods.Period:
    """Of the same period in several years the one nearest to the anchor, its tense respected."""
    assert context.day is not None
    at, tense = context.day, context.tense(found)

    def distance(period: periods.Period) -> float:
        assert period.first is not None
        assert period.last is not None
        middle = period.first + (period.last - period.first) / 2
        days = (middle - at).days
        wrong = (tense == "past" and period.first > at) or (tense == "future" and period.last < at)
        return abs(days) * (2.5 if wrong else 1)

    return min(made, key=distance)


def _quarter(context: Context, found: Found) -> Sense | None:
    number = found.number("ord", "ordinal") or found.number("ord", "ordday") or found.number("ord", "qcode")
    if number is None or not 1 <= number <= 4:
        return None
    year = _year_for(context, found)
    if year is not None:
        return as_sense(
            periods.quarter(year, number), "none" if found.has("year") else context.anchor, "quarter of the year named"
        )
    if context.day is None:
        return Sense(value=f"XXXX-Q{number}", why="no anchor")
    near = [periods.quarter(context.day.year + step, number) for step in (-1, 0, 1)]
    return as_sense(_by_tense(context, found, near), context.anchor, "nearest such quarter")


def _half(context: Context, found: Found) -> Sense | None:
    number = found.number("ord", "ordinal") or {"last": 2, "latest": 2}.get(found.text("rel", "rel") or "", 0)
    if found.has("decade"):
        return _decade(context, found)
    if number not in (1, 2):
        return None
    year = year_of(context, found) if found.has("year") else None
    if year is None and context.day is not None:
        year = context.day.year + _STEP.get(found.text("rel2", "rel") or "", 0)
    return (
        as_sense(periods.half(year, number), context.anchor, "half of the year named")
        if year
        else Sense(why="no anchor")
    )


def _period(context: Context, found: Found) -> Sense | None:
    """ "the latest quarter", "the same period": the quarter told before, moved as the word says."""
    rel = found.text("rel", "rel") or "this"
    told = context.last(("quarter", "half"), found.sentence, 30)
    if rel == "latest" and (done := context.completed("quarter")):
        return as_sense(done, "narrative", "the latest quarter told")
    session = found.has("unit") and found.of("unit", "session") is not None
    if told is not None and told.period.first is not None:
        step = {"previous": -1, "following": 1, "next": 1}.get(rel, 0)
        on = periods.shift(told.period.first, "Q", step)
        if told.period.grain == "half" or on is None:
            return as_sense(told.period, "narrative", "the period told before")
        return as_sense(periods.around(on, "Q"), "narrative", "the quarter told before")
    if session or context.day is None or rel in ("same", "that"):
        return Sense(type="DURATION", why="no period told before")
    step = {"last": -1, "past": -1, "previous": -1, "latest": -1, "next": 1, "coming": 1, "following": 1}.get(rel, 0)
    on = periods.shift(context.day.replace(day=1), "Q", step)
    return as_sense(periods.around(on, "Q"), context.anchor, "quarter counted from the anchor") if on else None


def _period_of_year(context: Context, found: Found) -> Sense | None:
    """ "the 1988 period": the period told before, in that year."""
    told, year = context.last(("quarter", "half"), found.sentence, 30), year_of(context, found)
    if told is None or told.period.first is None or year is None:
        return as_sense(periods.year(year), "none", "stated") if year else None
    month = told.period.first.month
    period = (
        periods.quarter(year, (month + 2) // 3)
        if told.period.grain == "quarter"
        else periods.half(year, 1 + month // 7)
    )
    return _without_focus(as_sense(period, "narrative", "the period told before, in the year named"))


def _without_focus(sense: Sense | None) -> Sense | None:
    """What is only compared with does not become what later words refer to."""
    return msgspec.structs.replace(sense, focus=None) if sense else None


def _year_ago_period(context: Context, found: Found) -> Sense | None:
    return _without_focus(_compared_period(context, found))


def _compared_period(context: Context, found: Found) -> Sense | None:
    told = context.last(("quarter", "half", "month"), found.sentence, 30)
    if told is None or told.period.first is None:
        return Sense(why="no period told before")
    on = periods.shift(told.period.first, "Y", -1)
    if on is None:
        return None
    if told.period.grain == "month":
        return as_sense(periods.month(on.year, on.month), "narrative", "that month a year before")
    if told.period.grain == "half":
        return as_sense(periods.half(on.year, 1 if on.month < 7 else 2), "narrative", "that half a year before")
    return as_sense(periods.around(on, "Q"), "narrative", "that quarter a year before")


def _fiscal(context: Context, found: Found) -> Sense | None:
    """Where a fiscal year begins differs by house: it has a value and no days."""
    year = year_of(context, found)
    return Sense(value=f"{year:04d}", why="fiscal year, its days not told") if year else None


def _decade(context: Context, found: Found) -> Sense | None:
    text = found.low("decade").strip("'’‘`s").rstrip("'’")
    value = found.of("decade", "decade")
    first = int(value) if isinstance(value, int) else int(text) if text.isdigit() else None
    if first is None:
        return None
    if str(found.of("era", "era") or "").startswith("B"):
        return as_sense(periods.decade(-first), "none", "stated")
    return as_sense(periods.decade(first if first > 99 else 1900 + first), "none", "stated")


def _century(context: Context, found: Found) -> Sense | None:
    number = found.number("ord", "ordinal") or found.number("ord", "ordday")
    if not number or number > 30:
        return None
    return as_sense(periods.century(number, str(found.of("era", "era") or "").startswith("B")), "none", "stated")


def _season(context: Context, found: Found) -> Sense | None:
    code = found.text("season", "season") or "SU"
    year = _year_for(context, found) if found.has("year") or found.rule == "season of year" else None
    if year is not None:
        return as_sense(periods.season(year, code), "none", "season of the year named")
    told = narrative_year(context, found, None) if not found.has("rel") or context.historical else None
    if told is not None:
        return as_sense(periods.season(told, code), "narrative", "season of the narrative's year")
    if context.day is None:
        return Sense(value=f"XXXX-{code}", why="no anchor")
    at = context.day
    near = [periods.season(at.year + step, code) for step in (-2, -1, 0, 1)]
    rel = found.text("rel2", "rel") or found.text("rel", "rel")
    if rel in ("last", "past", "previous"):
        near = [one for one in near if one.last and one.last < at][-1:] or near
    elif rel in ("next", "coming", "following"):
        near = [one for one in near if one.first and one.first > at][:1] or near
    elif rel == "this":
        near = [one for one in near if one.first and one.first.year == at.year] or near
    return as_sense(_by_tense(context, found, near), context.anchor, "nearest such season")


def _ordinal_day(context: Context, found: Found) -> Sense | None:
    """ "the 30th": of the month told before, else the one nearest to the anchor, by tense."""
    number = found.number("day", "ordday")
    if number is None:
        return None
    weekday = found.number("weekday", "weekday") if found.has("weekday") else None
    told = context.last(("day", "month"), found.sentence, 2) if weekday is None else None
    backward = not found.has("rel") or found.text("rel", "rel") in ("that", "same")
    if told is not None and told.period.first is not None and backward:
        on = make_date(told.period.first.year, told.period.first.month, number)
        return as_sense(periods.day(on), "narrative", "day of the month told before") if on else None
    if context.day is None:
        return Sense(value=f"XXXX-XX-{number:02d}", why="no anchor")
    at = context.day
    if found.has("rel"):
        base = periods.shift(at.replace(day=1), "M", _STEP.get(found.text("rel", "rel") or "", 0))
        on = make_date(base.year, base.month, number) if base else None
        return as_sense(periods.day(on), context.anchor, "day of the month named") if on else None
    near = [
        on
        for step in (-1, 0, 1)
        if (base := periods.shift(at.replace(day=1), "M", step)) and (on := make_date(base.year, base.month, number))
    ]
    if weekday is not None:
        # "Sunday the 5th" is of the month in which it is a Sunday
        near = [on for on in near if on.isoweekday() == weekday]
        if not near:
            return None
    tense = context.tense(found)
    fitting = [on for on in near if (on <= at if tense == "past" else on >= at)] if tense != "none" else near
    on = min(fitting or near, key=lambda one: abs((one - at).days))
    return as_sense(periods.day(on), context.anchor, "nearest such day")


def _week_of(context: Context, found: Found) -> Sense | None:
    month, number = found.number("month", "month"), found.number("day", "dayno") or found.number("day", "ordday")
    if month is None or number is None:
        return None
    year, why = choose_year(context, found, month, number)
    on = make_date(year, month, number) if year and year > 0 else None
    return as_sense(periods.week(on), context.anchor, why) if on else Sense(why=why)


def _event(context: Context, found: Found) -> dt.date | None:
    return context.events.get(found.text("event", "event") or "")


def _event_shift(context: Context, found: Found) -> Sense | None:
    """ "a day ahead of the election", where the document dates the election; else only the length of time stands."""
    on, unit = (
        _event(context, found),
        found.text("unit", "unit") or found.text("unit", "units") or found.text("unit2", "unit") or "D",
    )
    count = count_of(found) if found.has("count") else 1.0
    if on is None or count is None or unit in ("S", "TM", "TH"):
        cut = found.groups["unit" if found.has("unit") else "unit2"][1]
        letter = unit if unit in ("D", "W", "M", "Y", "DE", "CE") else "T" + unit[-1]
        return Sense(
            type="DURATION",
            value=f"P{'X' if count is None else f'{count:g}'}{letter}",
            why="the event's date is not told",
            cut=cut,
        )
    before = found.text("compare", "before") or found.text("compare", "ahead") or found.text("compare", "prior")
    moved = periods.shift(on, unit, -round(count) if before else round(count))
    return (
        as_sense(
            periods.around(moved, unit if unit != "FN" else "W"),
            "narrative",
            FROM_EVENT,
        )
        if moved
        else None
    )


def _eve(context: Context, found: Found) -> Sense | None:
    on = _event(context, found)
    before = periods.shift(on, "D", -1) if on else None
    return (
        as_sense(periods.day(before), "narrative", "the day before the event that the text dates")
        if before
        else Sense(why="the event's date is not told")
    )


def _eve_date(context: Context, found: Found) -> Sense | None:
    month, number = found.number("month", "month"), found.number("day", "dayno") or found.number("day", "ordday")
    if month is None or number is None or context.day is None:
        return Sense(why="no anchor")
    on = nearest_year(month, number, context.day)
    before = periods.shift(on, "D", -1) if on else None
    return as_sense(periods.day(before), context.anchor, "the day before the date named") if before else None


def _event_day(context: Context, found: Found) -> Sense | None:
    on = _event(context, found)
    return (
        as_sense(periods.day(on), "narrative", "the day that the text gives the event")
        if on
        else Sense(type="DURATION", why="the event's date is not told")
    )


READERS = {
    "quarter": _quarter,
    "half": _half,
    "period": _period,
    "year_ago_period": _year_ago_period,
    "period_of_year": _period_of_year,
    "fiscal": _fiscal,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "ordinal_day": _ordinal_day,
    "week_of": _week_of,
    "event_shift": _event_shift,
    "eve": _eve,
    "eve_date": _eve_date,
    "event_day": _event_day,
}
