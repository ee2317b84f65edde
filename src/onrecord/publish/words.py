"""Words for people: labels of types, dates, places and figures as a reader says them."""

from datetime import date

from onrecord.model import AssessedToll, IncidentPlace, Place, Toll, When
from onrecord.vocab import claim_types

__all__ = ["bounds", "day", "figure", "place", "type_label", "when"]


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


def when(value: When | None) -> str:
    """A claim's or incident's dates; "date unknown" where the text tells none."""
    if value is None or value.start is None:
        return "date unknown" if value is None or value.end is None else f"by {day(value.end)}"
    if value.precision == "year":
        return value.start[:4]
    if value.precision == "month":
        return f"{date.fromisoformat(value.start[:10]):%b %Y}"
    if value.end is None:
        return f"since {day(value.start)}"
    if value.end[:10] == value.start[:10]:
        return day(value.start)
    if value.start[:4] == value.end[:4]:
        return f"{day(value.start)[:-5]} – {day(value.end)}"
    return f"{day(value.start)} – {day(value.end)}"


def place(where: tuple[Place, ...] | tuple[IncidentPlace, ...]) -> str:
    """The closest place with what holds it: ``Khanozai, Balochistan, PK``."""
    if not where:
        return "place unknown"
    first = where[0]
    parts = [first.name, first.admin1 if first.precision != "country" else None, first.country]
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
