"""Meaning of dates that name a month, a day or a year; the narrative or the anchor fills what they leave open."""

import datetime as dt

import msgspec

from onrecord.reading.times import periods
from onrecord.reading.times.context import Anchor, Context, Focus, Sense, as_sense
from onrecord.reading.times.grammar import Found
from onrecord.reading.times.heading import make_date
from onrecord.reading.times.lexicon import holidays
from onrecord.reading.times.numbers import year_of
from onrecord.reading.times.tense import Direction, side

__all__ = ["READERS"]

_FAR_BACK, _NEAR_AHEAD = 275, 75
"""Days: a date without a year that by its tense would lie so far off lies on the other side, if so near there."""
_LONG_BACK, _SOON = 300, 45
"""The same for months, of which news tells farther back."""
_LATE = 31
"""Days before the anchor of which news tells without a year, whatever other years it names."""
_CLOSE, _APART = 10, 20
"""Days from the anchor: one reading of "07/02/2024" so close, and the other so far, decide the order."""
_PAST_BIAS = 1.6
"""News speaks of what was: without a sign of tense the past date wins unless the one ahead is so many times nearer."""


def _era(found: Found) -> bool:
    return str(found.of("era", "era") or "").startswith("B")


def narrative_year(context: Context, found: Found, month: int | None) -> int | None:
    """The year that the text has set before: in a history the one it is at, in news one told close by with its day."""
    reach = 1 if found.has("day") else 0
    focus = context.last(("day", "month", "season", "year"), found.sentence, reach)
    if context.historical:
        if focus is None:
            return context.year
        return _follow(context, focus, month, found.sentence)
    if focus is None or focus.period.first is None:
        return None
    if found.has("yearrel"):
        return focus.period.first.year
    if context.day is None or not focus.explicit or focus.period.first.year == context.day.year:
        return None
    if context.tense(found) == "future" or _of_late(context.day, found, month):
        return None
    if focus.period.grain == "year" and not context.opened_with_year(found):
        return None
    return focus.period.first.year


def _of_late(at: dt.date, found: Found, month: int | None) -> bool:
    """Whether the day without a year was within the last month: so near, news means its own days."""
    day = found.number("day", "dayno") or found.number("day", "ordday") if found.has("day") else None
    near = [on for year in (at.year, at.year - 1) if month and day and (on := make_date(year, month, day))]
    return any(0 <= (at - on).days <= _LATE for on in near)


def _follow(context: Context, focus: Focus, month: int | None, sentence: int) -> int | None:
    """A history goes forward: a month long before the one told last belongs to the next year.

    The next year, told just before in passing ("in early 1936. On January 20"), holds where the month agrees.
    """
    year, told = context.year, focus.period
    if year is None or told.first is None:
        return year
    if told.grain == "year" and told.first.year == year + 1 and sentence - focus.sentence <= 1:
        at = context.last(("day", "month"), sentence, 0)
        before = at is not None and at.period.first is not None and month is not None and month < at.period.first.month
        return year + 1 if before or sentence == focus.sentence else year
    turned = month and told.grain in ("day", "month") and told.first.year == year and month - told.first.month <= -9
    return year + 1 if turned else year


def choose_year(context: Context, found: Found, month: int, day: int | None) -> tuple[int | None, str]:
    """The year of a month (and day) that stand without one, and why."""
    told = narrative_year(context, found, month)
    if told is not None:
        return told, "year of the narrative"
    if context.day is None:
        return None, "no anchor"
    tense = context.tense(found)
    at = context.day
    here = dt.date(at.year, month, 1) if day is None else make_date(at.year, month, day)
    anchor = at.replace(day=1) if day is None else at
    if here is None:
        leap = [y for y in range(at.year - 4, at.year + 5) if make_date(y, month, day or 1)]
        return min(leap, key=lambda y: abs(y - at.year), default=None), "the year near the anchor that has such a day"
    past, ahead = (at.year, at.year + 1) if here <= anchor else (at.year - 1, at.year)
    if here == anchor:
        return at.year, "the anchor's own"
    first = _on(past, month, day)
    second = _on(ahead, month, day)
    back, forth = (anchor - first).days, (second - anchor).days
    # what opens a sentence in the past is of its own verb: "In March a court … sentenced"
    told_as_done = found.first <= 1 and context.parsed_tense.get(found.start) == "past"
    if day is None and tense == "past" and (told_as_done or not (back > _LONG_BACK and forth < _SOON)):
        return past, "last such month, by tense"
    if tense == "future" and not (forth > _FAR_BACK and back < _NEAR_AHEAD):
        return ahead, "next such date, by tense"
    if tense == "past" and not (back > _FAR_BACK and forth < _NEAR_AHEAD):
        return past, "last such date, by tense"
    near = back <= forth * (1 if tense == "future" else _PAST_BIAS)
    return (past, "nearest such date") if near else (ahead, "nearest such date")


def _on(year: int, month: int, day: int | None) -> dt.date:
    return make_date(year, month, day or 1) or dt.date(year, month, 28)


def _date(context: Context, found: Found) -> Sense | None:
    month = found.number("month", "month")
    day = found.number("day", "dayno") or found.number("day", "ordday")
    if month is None or day is None:
        return None
    anchor: Anchor = "none"
    if found.has("year"):
        year, why = year_of(context, found), "stated in full"
        if _era(found) and year:
            year = 1 - year
    elif found.has("daterel") and context.day is not None:
        year, why = _stepped(context.day, month, day, found.text("daterel", "rel")), "next to the anchor, as told"
        anchor = context.anchor
    elif found.has("yearrel"):
        year, why, anchor = _named_year(context, found)
    else:
        year, why = choose_year(context, found, month, day)
        anchor = "narrative" if "narrative" in why else context.anchor
        if year is not None and found.has("weekday") and "narrative" not in why and context.day:
            year = _by_weekday(context.day, month, day, found.number("weekday", "weekday")) or year
    if year is None:
        return Sense(value=f"XXXX-{month:02d}-{day:02d}", why=why) if make_date(2000, month, day) else None
    if year < 1:
        value = f"{periods.year(year).value}-{month:02d}-{day:02d}"
        return Sense(value=value, why=why, focus=periods.Period(value, "day", None, None))
    on = make_date(year, month, day)
    return as_sense(periods.day(on), anchor, why, _side(context, on)) if on else None


def _stepped(at: dt.date, month: int, day: int, rel: str | None) -> int:
    """The year of "last June 3", "next March 5", "this Jan. 10"."""
    here = make_date(at.year, month, day) or at
    if rel in ("last", "past", "previous"):
        return at.year if here < at else at.year - 1
    if rel in ("next", "coming", "following"):
        return at.year if here > at else at.year + 1
    return at.year


def _named_year(context: Context, found: Found) -> tuple[int | None, str, Anchor]:
    """The year of "June 3 of that year", "3 May of last year"."""
    rel = found.text("yearrel", "rel")
    told = context.last(("day", "month", "season", "year"), found.sentence, 3) if rel in ("that", "same") else None
    if told is not None:
        return periods.year_number(told.period), "year told before", "narrative"
    if context.day is None:
        return None, "no anchor", "none"
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(rel or "", 0)
    return context.day.year + step, "year counted from the anchor", context.anchor


def _by_weekday(at: dt.date, month: int, day: int, weekday: int | None) -> int | None:
    years = sorted(range(at.year - 1, at.year + 2), key=lambda y: abs(y - at.year))
    return next((y for y in years if (on := make_date(y, month, day)) and on.isoweekday() == weekday), None)


def _side(context: Context, on: dt.date) -> Direction:
    return side((on - context.day).days) if context.day else "none"


def _iso(context: Context, found: Found) -> Sense | None:
    text = found.tokens.lows[found.first].upper().replace(" ", "T")
    try:
        on = dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
    plain = as_sense(periods.day(on), "none", "stated in full")
    if plain is not None and len(text) > 10:
        return msgspec.structs.replace(plain, type="TIME", value=text, precision="time")
    return plain


def _slash(context: Context, found: Found) -> Sense | None:
    """Day and month in the order that the numbers force; where both orders make a date, the one nearer to the anchor.

    Where both lie equally open (no anchor, or both more than a month off), the expression keeps no value.
    """
    text = found.tokens.lows[found.first]
    a, b, c = (int(part) for part in text.replace(".", "/").split("/"))
    if len(text.replace(".", "/").split("/")[0]) == 4:
        on = make_date(a, b, c)
        return as_sense(periods.day(on), "none", "stated in full") if on else None
    year = c if c > 99 else (2000 + c if c < 70 else 1900 + c)
    both = [on for on in (make_date(year, b, a), make_date(year, a, b)) if on]
    if not both:
        return None
    if len(set(both)) == 1:
        return as_sense(periods.day(both[0]), "none", "only one order of day and month makes a date")
    if context.day_first is not None:
        on = make_date(year, b, a) if context.day_first else make_date(year, a, b)
        return as_sense(periods.day(on), "none", "the order of the text's other dates") if on else None
    if context.day is not None:
        at = context.day
        near = sorted(both, key=lambda on: abs((on - at).days))
        if abs((near[0] - at).days) <= _CLOSE and abs((near[1] - at).days) > _APART:
            return as_sense(periods.day(near[0]), context.anchor, "the order whose date lies near the anchor")
    return Sense(why="day and month could stand in either order")


def _month(context: Context, found: Found) -> Sense | None:
    month = found.number("month", "month")
    if month is None:
        return None
    year, why, anchor = None, "stated in full", context.anchor
    if found.has("year"):
        year, anchor = year_of(context, found), "none"
        if _era(found) and year:
            year = 1 - year
    elif found.has("rel"):
        year, why = _related_year(context, found, month)
    else:
        year, why = choose_year(context, found, month, None)
        anchor = "narrative" if "narrative" in why else anchor
    if year is None:
        return Sense(value=f"XXXX-{month:02d}", why=why)
    return _part_of_month(as_sense(periods.month(year, month), anchor, why), found)


def _part_of_month(sense: Sense | None, found: Found) -> Sense | None:
    """Early, mid and late are the thirds of a month: days 1 to 10, 11 to 20, 21 to the last."""
    mod = found.of("mod", "mod") or found.of("mod", "edge")
    if sense is None or sense.first is None or sense.last is None or not mod:
        return sense
    if any(word in found.low("mod").split() for word in ("early", "late", "mid", "middle")):
        first = {"START": 1, "MID": 11}.get(str(mod), 21)
        last = {"START": 10, "MID": 20}.get(str(mod), sense.last.day)
        return msgspec.structs.replace(
            sense, first=sense.first.replace(day=first), last=sense.last.replace(day=last), precision="range"
        )
    return sense


def _related_year(context: Context, found: Found, month: int) -> tuple[int | None, str]:
    """The year in "last April", "next March", "this June", "July of last year"."""
    at = context.day
    if at is None:
        return None, "no anchor"
    rel = found.text("rel", "rel")
    if found.has("rel2") and rel in ("this", "that"):
        rel = found.text("rel2", "rel")
    if found.rule == "month of relative year" and rel in ("that", "same"):
        told = context.last(("day", "month", "season", "year"), found.sentence, 3)
        year = periods.year_number(told.period) if told is not None else None
        return (year, "year of the narrative") if year is not None else (at.year, "that of the anchor's year")
    if found.rule == "month of relative year":
        step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(rel or "", 0)
        return at.year + step, "the year named relative to the anchor"
    if rel in ("last", "past", "previous"):
        return (at.year if month < at.month - (rel == "last") else at.year - 1), "the last one before the anchor"
    if rel in ("next", "coming", "following"):
        return (at.year if month > at.month else at.year + 1), "the next one after the anchor"
    if rel == "this":
        return at.year, "that of the anchor's year"
    return choose_year(context, found, month, None)


def _year(context: Context, found: Found) -> Sense | None:
    year = year_of(context, found)
    if year is None:
        return None
    made = as_sense(periods.year(1 - year if _era(found) else year), "none", "stated")
    return msgspec.structs.replace(made, focus=None) if made and _ends_range(found) else made


def _ends_range(found: Found) -> bool:
    """The second year of "1975-1976" ends a range and is not where the narrative goes on."""
    values = found.tokens.values
    return found.first > 1 and "dash" in values[found.first - 1] and "year" in values[found.first - 2]


def _holiday(context: Context, found: Found) -> Sense | None:
    name = str(found.of("holiday", "holiday"))
    year = year_of(context, found) if found.has("year") else None
    made = _holiday_days(context, found, name, year)
    if not made:
        return Sense(why="no anchor" if context.day is None else "not in the tables")
    on = made[0] if len(made) == 1 else _nearest_by_tense(context, found, made)
    assert on.first is not None
    if found.has("of"):
        return as_sense(
            periods.week(on.first) if found.of("of", "weekword") else on, context.anchor, "beside the holiday"
        )
    if found.tokens.lows[found.last - 1] == "eve" and "eve" not in name:
        on = periods.day(on.first - dt.timedelta(days=1))
    return as_sense(on, "none" if year else context.anchor, "holiday by its rule")


def _holiday_days(context: Context, found: Found, name: str, year: int | None) -> list[periods.Period]:
    """The days that the name may mean: of the year named or told, else of the years around the anchor."""
    if year is None and (told := narrative_year(context, found, None)) is not None and told > 0:
        year = told
    if year is not None:
        return [on for on in [holiday_in(name, year)] if on]
    if context.day is None:
        return []
    at, rel = context.day, found.text("rel", "rel")
    near = [on for step in (-1, 0, 1) if (on := holiday_in(name, at.year + step)) and on.first]
    if rel in ("last", "past", "previous"):
        return [on for on in near if on.first and on.first < at][-1:]
    if rel in ("next", "coming", "following"):
        return [on for on in near if on.first and on.first > at][:1]
    return [on for on in near if on.first and on.first.year == at.year] if rel == "this" else near


def _nearest_by_tense(context: Context, found: Found, made: list[periods.Period]) -> periods.Period:
    assert context.day is not None
    at, tense = context.day, context.tense(found)

    def distance(period: periods.Period) -> int:
        assert period.first is not None
        days = (period.first - at).days
        wrong = (tense == "past" and days > 0) or (tense == "future" and days < 0)
        return abs(days) * (4 if wrong else 1)

    return min(made, key=distance)


def holiday_in(name: str, year: int) -> periods.Period | None:
    """The holiday's day in that year. Islamic ones are given as the day before to the day after: countries differ."""
    listed = holidays()
    for fixed in listed.fixed:
        if name in fixed.names:
            return periods.day(dt.date(year, fixed.month, fixed.day))
    for moved in listed.easter:
        if name in moved.names:
            return periods.day(periods.easter(year) + dt.timedelta(days=moved.days))
    for nth in listed.nth:
        if name in nth.names:
            return periods.day(periods.nth_weekday(year, nth.month, nth.weekday, nth.nth) + dt.timedelta(days=nth.days))
    for lunar in listed.hijri:
        if name in lunar.names:
            return _hijri(year, lunar.month, lunar.day, lunar.length)
    return None


def _hijri(year: int, month: int, day: int, length: int) -> periods.Period | None:
    guess = int((year - 622) * 33 / 32)
    for hijri_year in (guess - 1, guess, guess + 1, guess + 2):
        on = periods.hijri_to_date(hijri_year, month, day)
        if on.year == year:
            last = on + dt.timedelta(days=1 if length else 30)
            return periods.Period(on.isoformat(), "day" if length else "month", on - dt.timedelta(days=1), last)
    return None


READERS = {"date": _date, "iso": _iso, "slash": _slash, "month": _month, "year": _year, "holiday": _holiday}
