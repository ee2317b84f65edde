"""Ranges: two dates with "from … to", "between … and" or a dash, and "since" with the day of publication."""

from onrecord.reading.parts import TimeMention
from onrecord.reading.times.context import Context, Sense
from onrecord.reading.times.grammar import Found

__all__ = ["SINCE", "ranges"]

SINCE = "since the date, until the day of publication"


def ranges(text: str, senses: list[tuple[Found, Sense]], context: Context) -> list[TimeMention]:
    made = []
    for at, (found, sense) in enumerate(senses):
        if sense.first is None or sense.type not in ("DATE", "TIME"):
            continue
        if at + 1 < len(senses) and (pair := _pair(text, senses[at], senses[at + 1])):
            made.append(pair)
        elif since := _since(text, found, sense, context):
            made.append(since)
    return made


def _pair(text: str, left: tuple[Found, Sense], right: tuple[Found, Sense]) -> TimeMention | None:
    (one, first), (two, last) = left, right
    if one.sentence != two.sentence or last.last is None or first.first is None or last.type not in ("DATE", "TIME"):
        return None
    between = [one.tokens.values[i] for i in range(one.last, two.first)]
    words = [values for values in between if "the" not in values and "of" not in values and "on" not in values]
    lead = one.tokens.values[one.first - 1] if one.first else {}
    if len(words) != 1 or len(between) > 3:
        return None
    if not (
        "to" in words[0]
        or ("dash" in words[0] and first.precision == last.precision)
        or ("and" in words[0] and "between" in lead)
    ):
        return None
    if last.last < first.first:
        return None
    start = one.tokens.starts[one.first - 1] if "from" in lead or "between" in lead else one.start
    return TimeMention(
        start=start,
        end=two.end,
        exact=text[start : two.end],
        type="DURATION",
        value=f"{first.value}/{last.value}",
        first=first.first,
        last=last.last,
        precision="range",
        anchor=first.anchor,
        direction=first.direction,
        why="range of the two dates",
    )


def _since(text: str, found: Found, sense: Sense, context: Context) -> TimeMention | None:
    before = found.tokens.values[found.first - 1] if found.first else {}
    end = context.published or context.day
    if "since" not in before or end is None or sense.first is None or sense.first > end:
        return None
    start = found.tokens.starts[found.first - 1]
    return TimeMention(
        start=start,
        end=found.end,
        exact=text[start : found.end],
        type="DURATION",
        value=f"{sense.value}/{end.isoformat()}",
        first=sense.first,
        last=end,
        precision="range",
        anchor=sense.anchor if sense.anchor != "none" else context.anchor,
        direction="past",
        why=SINCE,
    )
