"""Join what stands together: a time of day with its day, further days of a list, references to no date."""

from functools import cache

import msgspec

from onrecord.reading.times.grammar import Found
from onrecord.reading.times.lexicon import words
from onrecord.reading.times.tokens import Tokens

__all__ = ["join", "references", "with_continued", "without"]

_DAYS = {"date", "iso", "weekday", "deictic", "holiday", "ordinal_day", "slash", "event_day"}
_TIMES = {"clock", "part"}
_AFTER_LIST = {"comma", "dot", "stop", "function", "shut", "quote", "dash", "poss"}
_LINKS = {"comma", "and", "or", "dash", "to"}


def with_continued(found: list[Found]) -> list[Found]:
    """Add the further days that share a month: "January 10 and 31", "3, 5 and 7 March", "Feb. 3-5"."""
    made: list[Found] = []
    for at, one in enumerate(found):
        if one.make != "date":
            made.append(one)
            continue
        limit = found[at + 1].first if at + 1 < len(found) else len(one.tokens.lows)
        floor = made[-1].last if made else 0
        made += [*_before(one, floor), one, *_after(one, limit)]
    return made


def _number(tokens: Tokens, i: int) -> bool:
    return bool({"dayno", "ordday"} & tokens.values[i].keys())


def _linked(tokens: Tokens, i: int) -> bool:
    return bool(_LINKS & tokens.values[i].keys())


def _copy(one: Found, i: int) -> Found:
    return Found(one.rule, "date", one.tokens, i, i + 1, {**one.groups, "day": (i, i + 1)}, one.sentence)


def _after(one: Found, limit: int) -> list[Found]:
    if one.groups["day"][0] < one.groups["month"][0]:
        return []
    tokens, at, made = one.tokens, one.last, []
    while at < limit and _linked(tokens, at):
        link = at + 1
        while link < limit and (_linked(tokens, link) or "the" in tokens.values[link]):
            link += 1
        if link >= limit or not _number(tokens, link):
            break
        ends = link + 1 >= len(tokens.lows) or _AFTER_LIST & tokens.values[link + 1].keys()
        if not ends:
            break
        made.append(_copy(one, link))
        at = link + 1
    return made


def _before(one: Found, floor: int) -> list[Found]:
    if one.groups["day"][0] > one.groups["month"][0]:
        return []
    tokens, at, made = one.tokens, one.first - 1, []
    while at > floor and _linked(tokens, at):
        link = at - 1
        while link > floor and _linked(tokens, link):
            link -= 1
        if link < floor or not _number(tokens, link):
            break
        made.append(_copy(one, link))
        at = link - 1
    return made[::-1]


def join(found: list[Found]) -> list[Found]:
    """A time of day and its day become one ("10 p.m. Wednesday", "the night of February 8", "Friday at 5 p.m.")."""
    found = sorted(found, key=lambda one: one.start)
    made: list[Found] = []
    for one in found:
        if made and (joined := _joined(made[-1], one)):
            made[-1] = joined
        else:
            made.append(one)
    made = [_with_day(one, made[at + 1]) if at + 1 < len(made) else one for at, one in enumerate(made)]
    return _dated_behind(made)


def _dated_behind(found: list[Found]) -> list[Found]:
    """Both times of "10:35 a.m. (0735 GMT) Friday" are of the day behind the bracket."""
    made = list(found)
    for at in range(len(found) - 2):
        local, other, day = found[at : at + 3]
        if local.make != "clock" or other.make != "clock" or day.make not in _DAYS or local.date or other.date:
            continue
        values = local.tokens.values
        opened = other.first - local.last == 1 and "open" in values[local.last]
        gap = [values[i].keys() for i in range(other.last, day.first)]
        if opened and gap and "shut" in gap[0] and len(gap) < 3 and all({"on", "comma"} & one for one in gap[1:]):
            made[at], made[at + 1] = (msgspec.structs.replace(one, date=day) for one in (local, other))
    return made


def _with_day(one: Found, following: Found) -> Found:
    """The first time of "from 8am to 5pm on February 8" is of the same day as the second."""
    paired = one.make == following.make == "clock" and one.date is None and following.date is not None
    if paired and following.first - one.last == 1 and _linked(one.tokens, one.last):
        return msgspec.structs.replace(one, date=following.date)
    return one


def _joined(left: Found, right: Found) -> Found | None:
    between = [set(left.tokens.values[i]) for i in range(left.last, right.first)]
    if left.date is not None or right.date is not None or len(between) > 2:
        return None
    if left.make in ("shift", "unit_shift") and not between and left.tokens.lows[left.last - 1] in ("before", "after"):
        return _merged(left, right, time=left, day=right) if right.make in _DAYS else None
    if (
        left.make == "clock"
        and right.make in _DAYS
        and right.has("part")
        and all({"comma", "on"} & one for one in between)
    ):
        # "10:20 p.m. Sunday night", "six o'clock on Thursday evening" tell the day once and the time of day twice
        return _merged(left, right, time=left, day=right)
    if right.has("part") or (left.make == "part" and any("comma" in one for one in between)):
        return None
    if (
        left.make in _TIMES
        and (right.make in _DAYS or _that_day(right))
        and all(one & {"of", "on", "comma"} for one in between)
    ):
        return _merged(left, right, time=left, day=right)
    if left.make in _DAYS and right.make == "clock" and all(one & {"at", "comma"} for one in between):
        return _merged(left, right, time=right, day=left)
    return None


def _that_day(one: Found) -> bool:
    """ "In the evening of the same day"."""
    return one.make == "unit" and one.text("unit", "unit") == "D" and one.text("rel", "rel") in ("same", "that")


def _merged(left: Found, right: Found, time: Found, day: Found) -> Found:
    return Found(time.rule, time.make, time.tokens, left.first, right.last, time.groups, left.sentence, day)


@cache
def _references() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Phrases by their first word, the longest first, with their TIMEX3 value."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, listed in words().reference.items():
        for phrase in listed.words:
            parts = tuple(phrase.split())
            table.setdefault(parts[0], []).append((parts, f"{name.upper()}_REF"))
    return {first: sorted(entries, key=lambda entry: -len(entry[0])) for first, entries in table.items()}


def references(tokens: Tokens, taken: list[Found], sentence: int) -> list[Found]:
    """Words that refer to the present, past or future without a date ("now", "recently", "the future")."""
    table, made, reach = _references(), [], 0
    held = {i for one in taken if not _bare(one) for i in range(one.first, one.last)}
    for i, low in enumerate(tokens.lows):
        if i < reach or low not in table:
            continue
        for parts, value in table[low]:
            end = i + len(parts)
            if (
                tuple(tokens.lows[i:end]) == parts
                and held.isdisjoint(range(i, end))
                and not _part_of_more(tokens, i, end)
            ):
                made.append(Found(value, "reference", tokens, i, end, {}, sentence))
                reach = end
                break
    return made


def _bare(one: Found) -> bool:
    """A unit without a count ("days"), which gives way to a phrase that holds it ("these days")."""
    return one.make in ("duration", "vague_units") and not one.has("count")


def without(taken: list[Found], phrases: list[Found]) -> list[Found]:
    """The expressions that no phrase covers."""
    held = {i for one in phrases for i in range(one.first, one.last)}
    return [one for one in taken if held.isdisjoint(range(one.first, one.last))]


def _part_of_more(tokens: Tokens, first: int, end: int) -> bool:
    """Whether a date or a length of time follows ("the past 30 days", "as recently as 2009"), so that it is no reference."""
    if first and end < len(tokens.lows) and tokens.lows[first - 1] == tokens.lows[end] == "as":
        return True
    following = tokens.values[end].keys() if end < len(tokens.values) else ()
    return any(name in following for name in ("unit", "units", "number", "vague", "weekday", "season", "month"))
