"""Counts and years in digits and words."""

from onrecord.reading.times.context import Context
from onrecord.reading.times.grammar import Found

__all__ = ["count_of", "number_of", "year_of"]


def number_of(found: Found, group: str) -> float | None:
    """The value of a run of number words or digits ("two", "twenty-four", "2 1/2"); nothing where it holds none."""
    if group not in found.groups:
        return None
    first, last = found.groups[group]
    total, current, seen = 0.0, 0.0, False
    for i in range(first, last):
        values = found.tokens.values[i]
        if "or" in values:
            return None
        value = values.get("number")
        if isinstance(value, int | float):
            seen = True
            if value in (100, 1000) and found.tokens.lows[i].isalpha():
                total, current = total + max(current, 1) * value, 0.0
            else:
                current += float(value)
        elif "fraction" in values:
            current += 0.5
    return total + current if seen else None


def count_of(found: Found, group: str = "count") -> float | None:
    """How many units; nothing where the text leaves it vague ("several")."""
    if group not in found.groups:
        return None
    first, last = found.groups[group]
    if any("vague" in found.tokens.values[i] for i in range(first, last)):
        return None
    number = number_of(found, group)
    if number is not None:
        return number
    return 1.0 if any("a" in found.tokens.values[i] for i in range(first, last)) else None


def year_of(context: Context, found: Found) -> int | None:
    """The year of group ``year``: four digits, "'89", or spoken ("nineteen ninety-four")."""
    first, last = found.groups["year"]
    values = found.tokens.values
    for i in range(first, last):
        if "shortyear" in values[i]:
            return _short(context, int(found.tokens.lows[i][1:]))
        year = values[i].get("year")
        if isinstance(year, int):
            return year
    if "teen" in values[first]:
        parts = [int(value) for i in range(first, last) if isinstance(value := values[i].get("number"), int | float)]
        return parts[0] * 100 + sum(parts[1:]) if len(parts) > 1 else None
    number = number_of(found, "year") if last - first > 1 else values[first].get("number")
    return int(number) if isinstance(number, int | float) else None


def _short(context: Context, number: int) -> int:
    at = context.day.year if context.day else 2000
    return min(
        (century + number for century in range(at // 100 * 100 - 100, at + 101, 100)),
        key=lambda y: abs(y - at) if y <= at + 10 else 1000,
    )
