"""Details by which a story is known again: who, how old, on which road, at what hour.

Each is read from the words alone, as keys that two stories can share; what the reader made of the text is not needed.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from onrecord.linking.settings import common_words, compat
from onrecord.linking.words import clean, fold, term_key

__all__ = ["ages", "clocks", "person_names", "roads"]


def person_names(text: str, titles: frozenset[str], skip: frozenset[str]) -> frozenset[int]:
    """Keys of what look like names of private persons: two rare capitalised words, no title of office before them.

    Chiefs of police and mayors stand in every report of their town; whoever is hurt or charged stands in few.
    """
    known, rarest = common_words()
    found = set()
    for match in _NAME.finditer(text):
        before, first, last = (clean(w or "") for w in match.groups())
        if before in titles or first in titles or first in skip or last in skip:
            continue
        if known.get(first, rarest) >= _FIRST_BITS and known.get(last, rarest) >= _LAST_BITS:
            found.add(term_key(f"{first} {last}"))
    return frozenset(found)


_NAME = re.compile(r"(?:\b([\w.]+)[ ,]+)?\b([A-Z][a-z][\w'’-]+) (?:[A-Z]\. )?([A-Z][a-z][\w'’-]+)\b")
_FIRST_BITS, _LAST_BITS = 5.0, 7.0


def ages(text: str, numbers: Mapping[str, int]) -> frozenset[int]:
    """The ages of persons that a text gives, in years (months and weeks as negative numbers).

    ``numbers`` are the words for small numbers.
    """
    found: set[int] = set()
    if "old" not in text and not _FIGURE.search(text):
        return frozenset()
    for match in _AGE.finditer(text):
        figure, unit, named, aged = match.groups()
        word = fold(figure or named or aged)
        age = int(word) if word.isdigit() else numbers.get(word, 0)
        if 0 < age < 105:
            found.add(age if not unit or fold(unit) == "year" else -age)
    return frozenset(found)


# what stands in every age but "six-month-old", and is found at once
_FIGURE = re.compile(r"[d,e] \d")
# "a 4-year-old", "six-month-old"; "Rosa Lind, 41, ..."; "aged 41"
_AGE = re.compile(
    r"\b(\d{1,3}|[A-Za-z]+)[- ](year|month|week|day)s?[- ]old\b|[A-Z][\w'’-]+\.?, (\d{1,2})(?=[,.;)])|\b[Aa]ged? (\d{1,3})\b"
)


def clocks(text: str) -> frozenset[int]:
    """The times of day that a text gives, in minutes from midnight, by the teller's own clock."""
    found = set()
    for hour, minute, half in _HALF_DAY.findall(text):
        if 0 < int(hour) < 13:
            found.add((int(hour) % 12 + (12 if half in "pP" else 0)) * 60 + int(minute or 0))
    for match in _FULL_DAY.finditer(text):
        hour, minute = (g for g in match.groups() if g)
        found.add(int(hour) * 60 + int(minute))
    return frozenset(found)


# "2:41 p.m.", "10pm"; "1430 hrs", "14:30 local time", "at 14:30"
_HALF_DAY = re.compile(r"\b(\d{1,2})(?:[:.]([0-5]\d))?\s?([ap])\.?\s?m\b", re.IGNORECASE)
_FULL_DAY = re.compile(
    r"\b([01]?\d|2[0-3])[:.]?([0-5]\d)\s?(?:hrs|hours|h|GMT|UTC|local time)\b"
    r"|\b(?:at|around|about) ([01]?\d|2[0-3]):([0-5]\d)\b(?!\s?[ap]\.?\s?m)"
)


def roads(text: str) -> frozenset[int]:
    """Keys of the names of roads, squares and bridges: "Sedgwick Street", "7th Ave", "Qambrani Chowk"."""
    return frozenset(term_key(f"{clean(m)} road") for m in _road_pattern().findall(text))


@lru_cache(maxsize=1)
def _road_pattern() -> re.Pattern[str]:
    kinds = "|".join(w.capitalize() for w in compat().road_words)
    return re.compile(rf"\b([A-Z][\w'’]+|\d+(?:st|nd|rd|th))\.? (?:{kinds})\b")
