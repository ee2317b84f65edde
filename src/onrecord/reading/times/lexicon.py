"""Names of the calendar: months and weekdays in the forms that English news uses."""

from functools import cache

import msgspec

from onrecord.vocab import load

__all__ = ["Calendar", "DatelineWords", "calendar", "month_numbers", "weekday_numbers"]


class DatelineWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may open a text without being a place, and lower-case words inside names of places."""

    not_places: tuple[str, ...]
    inner_words: tuple[str, ...]


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``months`` and ``weekdays`` (ISO 8601 numbers, Monday is 1) with their names in lower case."""

    months: dict[int, tuple[str, ...]]
    weekdays: dict[int, tuple[str, ...]]
    dateline: DatelineWords


def calendar() -> Calendar:
    loaded: Calendar = load("times_calendar.toml", Calendar)
    return loaded


@cache
def month_numbers() -> dict[str, int]:
    """Lower-case name or short form of a month and its number."""
    return {name: number for number, names in calendar().months.items() for name in names}


@cache
def weekday_numbers() -> dict[str, int]:
    """Lower-case name or short form of a weekday and its ISO number."""
    return {name: number for number, names in calendar().weekdays.items() for name in names}
