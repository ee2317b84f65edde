"""The words that build time expressions, with their classes, and the grammar over those classes."""

from functools import cache

import msgspec

from onrecord.vocab import load

__all__ = [
    "Calendar",
    "DatelineWords",
    "Grammar",
    "Holidays",
    "Words",
    "calendar",
    "grammar",
    "holidays",
    "month_names",
    "month_numbers",
    "weekday_numbers",
    "words",
]

_Forms = dict[str, tuple[str, ...]]


class DatelineWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may open a text without being a place, and lower-case words inside names of places."""

    not_places: tuple[str, ...]
    inner_words: tuple[str, ...]


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``months`` and ``weekdays`` (ISO 8601 numbers, Monday is 1) with their names in lower case."""

    months: dict[int, tuple[str, ...]]
    weekdays: dict[int, tuple[str, ...]]
    dateline: DatelineWords


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]


class Tense(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words near a time expression that tell whether it lies ahead or behind."""

    future: tuple[str, ...]
    strong_future: tuple[str, ...]
    modal: tuple[str, ...]
    until: tuple[str, ...]
    onward: tuple[str, ...]
    would: tuple[str, ...]
    ahead: tuple[str, ...]
    back: tuple[str, ...]
    past: tuple[str, ...]
    not_past: tuple[str, ...]
    arranged: tuple[str, ...]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"classes": "class"}):
    """``classes``: class -> value -> forms in lower case. ``event`` and ``event_day`` by kind of event."""

    classes: dict[str, _Forms]
    reference: dict[str, Phrases]
    event: _Forms
    event_day: _Forms
    tense: Tense


class RuleText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as written: ``make`` names what kind of expression a match becomes."""

    name: str
    make: str
    pattern: str


class Grammar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    macro: dict[str, str]
    rule: tuple[RuleText, ...]


class Fixed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A holiday on the same day every year."""

    month: int
    day: int
    names: tuple[str, ...]


class Easter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A holiday ``days`` after (before, where negative) Western Easter Sunday."""

    days: int
    names: tuple[str, ...]


class Nth(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ``nth`` ``weekday`` of ``month`` (the last where ``nth`` is -1), and ``days`` after it."""

    month: int
    weekday: int
    nth: int
    names: tuple[str, ...]
    days: int = 0


class Hijri(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day of the Islamic calendar; ``length`` in days, 0 for a whole month."""

    month: int
    day: int
    names: tuple[str, ...]
    length: int = 1


class Holidays(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fixed: tuple[Fixed, ...]
    easter: tuple[Easter, ...]
    nth: tuple[Nth, ...]
    hijri: tuple[Hijri, ...]


def calendar() -> Calendar:
    loaded: Calendar = load("times_calendar.toml", Calendar)
    return loaded


@cache
def month_names() -> frozenset[str]:
    """Names of months as they are written: "March" inside a sentence is no march."""
    return frozenset(form.capitalize() for forms in calendar().months.values() for form in forms)


def words() -> Words:
    loaded: Words = load("times_words.toml", Words)
    return loaded


def grammar() -> Grammar:
    loaded: Grammar = load("times_rules.toml", Grammar)
    return loaded


def holidays() -> Holidays:
    loaded: Holidays = load("times_holidays.toml", Holidays)
    return loaded


@cache
def month_numbers() -> dict[str, int]:
    """Lower-case name or short form of a month and its number."""
    return {name: number for number, names in calendar().months.items() for name in names}


@cache
def weekday_numbers() -> dict[str, int]:
    """Lower-case name or short form of a weekday and its ISO number."""
    return {name: number for number, names in calendar().weekdays.items() for name in names}
