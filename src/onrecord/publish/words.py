"""Words for people: labels of types, dates, places and figures as a reader says them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from onrecord.model import AssessedToll, IncidentPlace, Place, Toll, When
from onrecord.vocab import claim_types

__all__ = ["Manner", "bounds", "day", "figure", "month", "place", "span", "type_label", "when"]


def type_label(code: str) -> str:
    """The vocabulary's label of a code; the code itself where it is unknown."""
    entry = claim_types().get(code)
    return entry.label if entry else code


def day(iso: str) -> str:
    """``7 Feb 2024`` of an ISO date or date-time."""
    try:
        found = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{found.day} {found:%b %Y}"


def month(iso: str) -> str:
    """``Feb 2024`` of an ISO date."""
    return f"{date.fromisoformat(iso[:10]):%b %Y}"


def span(first: str, last: str) -> str:
    """``7 Feb – 9 Feb 2024`` of two ISO dates."""
    return f"{day(first)[:-5] if first[:4] == last[:4] else day(first)} – {day(last)}"


@dataclass(frozen=True)
class Manner:
    """How dates, countries and the few words beside them are said; in English, countries by their codes, unless told otherwise."""

    day: Callable[[str], str] = day
    month: Callable[[str], str] = month
    span: Callable[[str, str], str] = span
    say: Callable[[str], str] = str
    country: Callable[[str], str] = str


_ENGLISH = Manner()


def when(value: When | None, manner: Manner = _ENGLISH) -> str:
    """A claim's or incident's dates; "date unknown" where the text tells none."""
    say = manner.say
    if value is None or value.start is None:
        if value is None or value.end is None:
            return say("date unknown")
        return say("by %(day)s") % {"day": manner.day(value.end)}
    if value.precision == "year":
        return value.start[:4]
    if value.precision == "month":
        return manner.month(value.start)
    if value.end is None:
        return say("since %(day)s") % {"day": manner.day(value.start)}
    if value.end[:10] == value.start[:10]:
        return manner.day(value.start)
    return manner.span(value.start, value.end)


def place(where: tuple[Place, ...] | tuple[IncidentPlace, ...], manner: Manner = _ENGLISH) -> str:
    """The closest place with what holds it: ``Khanozai, Balochistan, PK``."""
    say = manner.say
    if not where:
        return say("place unknown")
    first = where[0]
    parts = [
        first.name,
        first.admin1 if first.precision != "country" else None,
        first.country and manner.country(first.country),
    ]
    return ", ".join(dict.fromkeys(p for p in parts if p))


def bounds(low: int, high: int | None) -> str:
    """``24``, ``24+`` (at least), ``10–15``."""
    if high is None:
        return f"{low:,}+"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def figure(toll: Toll | AssessedToll) -> str:
    """A claimed figure with its bounds; an assessed one by its best value, with the range where sources differ."""
    if isinstance(toll, Toll):
        return bounds(toll.low, toll.high)
    if toll.high is None:
        return f"{toll.best:,}+"
    if toll.low != toll.high:
        return f"{toll.best:,} ({toll.low:,}–{toll.high:,})"
    return f"{toll.best:,}"
