"""Stretches of the calendar with their TIMEX3 values (TimeML 1.2.1; ISO 8601 weeks, Monday first)."""

import calendar as _calendar
import datetime as dt
from typing import Literal

import msgspec

__all__ = [
    "Grain",
    "Period",
    "add_months",
    "century",
    "day",
    "decade",
    "easter",
    "half",
    "hijri_to_date",
    "month",
    "nth_weekday",
    "quarter",
    "season",
    "shift",
    "week",
    "weekend",
    "year",
    "year_number",
]

Grain = Literal["day", "weekend", "week", "month", "quarter", "half", "season", "year", "decade", "century"]
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_UNIT_GRAINS: dict[str, Grain] = {
    "D": "day", "W": "week", "WE": "weekend", "FN": "week", "M": "month", "Q": "quarter", "Y": "year",
    "DE": "decade", "CE": "century",
}  # fmt: skip


class Period(msgspec.Struct, frozen=True):
    """``first`` and ``last`` are days, both inclusive; absent before year 1, where Python's calendar ends."""

    value: str
    grain: Grain
    first: dt.date | None
    last: dt.date | None


def _bounded(year_number: int) -> bool:
    return 1 <= year_number <= 9998


def day(on: dt.date) -> Period:
    return Period(on.isoformat(), "day", on, on)


def week(on: dt.date) -> Period:
    """The ISO week that holds the day."""
    number = on.isocalendar()
    first = on - dt.timedelta(days=on.weekday())
    return Period(f"{number.year:04d}-W{number.week:02d}", "week", first, first + dt.timedelta(days=6))


def weekend(on: dt.date) -> Period:
    """Saturday and Sunday of the ISO week that holds the day."""
    whole = week(on)
    assert whole.last is not None
    return Period(whole.value + "-WE", "weekend", whole.last - dt.timedelta(days=1), whole.last)


def month(year_number: int, number: int) -> Period:
    if not _bounded(year_number):
        return Period(f"{_year_text(year_number)}-{number:02d}", "month", None, None)
    last = _calendar.monthrange(year_number, number)[1]
    return Period(
        f"{year_number:04d}-{number:02d}", "month", dt.date(year_number, number, 1), dt.date(year_number, number, last)
    )


def _span(year_number: int, first_month: int, last_month: int) -> tuple[dt.date | None, dt.date | None]:
    return month(year_number, first_month).first, month(year_number, last_month).last


def quarter(year_number: int, number: int) -> Period:
    return Period(f"{_year_text(year_number)}-Q{number}", "quarter", *_span(year_number, number * 3 - 2, number * 3))


def half(year_number: int, number: int) -> Period:
    return Period(f"{_year_text(year_number)}-H{number}", "half", *_span(year_number, number * 6 - 5, number * 6))


def year(number: int) -> Period:
    """Year ``number``; 0 is 1 BC, -1 is 2 BC."""
    return Period(_year_text(number), "year", *_span(number, 1, 12))


def _year_text(number: int) -> str:
    return f"{number:04d}" if number > 0 else f"BC{1 - number:04d}"


def season(year_number: int, code: str) -> Period:
    """Northern meteorological seasons; a winter begins in December of its year."""
    first_month, last_month = _SEASONS[code]
    first = month(year_number, first_month).first
    last = month(year_number + (last_month < first_month), last_month).last if _bounded(year_number) else None
    return Period(f"{_year_text(year_number)}-{code}", "season", first, last)


def year_number(period: Period) -> int | None:
    """The year a period of a year or less lies in (0 is 1 BC); nothing for longer ones."""
    if period.grain in ("decade", "century"):
        return None
    if period.value.startswith("BC"):
        return 1 - int(period.value[2:6]) if period.value[2:6].isdigit() else None
    return period.first.year if period.first else None


def decade(first_year: int) -> Period:
    """The ten years from ``first_year``; a negative one is a decade BC (-479: the 470s BC)."""
    if first_year > 0:
        return Period(f"{first_year // 10:03d}", "decade", *_years(first_year, first_year + 9))
    return Period(f"BC{-first_year // 10:03d}", "decade", None, None)


def century(number: int, before_christ: bool = False) -> Period:
    """TIMEX3 writes the hundreds of the years: the 20th century is 19."""
    value = f"{number - 1:02d}"
    if before_christ:
        return Period("BC" + value, "century", None, None)
    return Period(value, "century", *_years(number * 100 - 99, number * 100))


def _years(first: int, last: int) -> tuple[dt.date | None, dt.date | None]:
    if not (_bounded(first) and _bounded(last)):
        return None, None
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def add_months(on: dt.date, months: int) -> dt.date | None:
    """The same day of another month, the month's last day where it is shorter."""
    index = on.year * 12 + on.month - 1 + months
    year_number, number = index // 12, index % 12 + 1
    if not _bounded(year_number):
        return None
    return dt.date(year_number, number, min(on.day, _calendar.monthrange(year_number, number)[1]))


def add_days(on: dt.date, days: int) -> dt.date | None:
    try:
        return on + dt.timedelta(days=days)
    except OverflowError:
        return None


def shift(on: dt.date, unit: str, count: int) -> dt.date | None:
    """The day ``count`` units of TIMEX3 letter ``unit`` (D W WE FN M Q Y DE CE) away; absent outside the calendar."""
    if abs(count) > 100_000:
        return None
    if unit in ("D", "W", "WE", "FN"):
        return add_days(on, count * {"D": 1, "W": 7, "WE": 7, "FN": 14}[unit])
    return add_months(on, count * {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit])


def around(on: dt.date, unit: str) -> Period:
    """The period of that unit that holds the day."""
    grain = _UNIT_GRAINS.get(unit, "day")
    if grain == "day":
        return day(on)
    if grain == "week":
        return week(on)
    if grain == "weekend":
        return weekend(on)
    if grain == "month":
        return month(on.year, on.month)
    if grain == "quarter":
        return quarter(on.year, (on.month + 2) // 3)
    if grain == "year":
        return year(on.year)
    return decade(on.year // 10 * 10) if grain == "decade" else century((on.year + 99) // 100)


def easter(year_number: int) -> dt.date:
    """Western Easter Sunday (Meeus/Jones/Butcher)."""
    a, b, c = year_number % 19, year_number // 100, year_number % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    number, on = divmod(h + el - 7 * m + 114, 31)
    return dt.date(year_number, number, on + 1)


def nth_weekday(year_number: int, number: int, weekday: int, nth: int) -> dt.date:
    """The ``nth`` ISO ``weekday`` of a month; -1 is the last."""
    if nth < 0:
        last = dt.date(year_number, number, _calendar.monthrange(year_number, number)[1])
        return last - dt.timedelta(days=(last.isoweekday() - weekday) % 7)
    first = dt.date(year_number, number, 1)
    return first + dt.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def hijri_to_date(year_number: int, number: int, on: int) -> dt.date:
    """A day of the tabular (civil) Islamic calendar; what is observed differs from it by a day or so."""
    days = on + (59 * (number - 1) + 1) // 2 + (year_number - 1) * 354 + (3 + 11 * year_number) // 30
    return dt.date.fromordinal(days + 227014)
