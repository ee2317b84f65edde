"""Time expressions of a document: a cheap filter chooses sentences, a grammar finds expressions, anchors give them values."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

import ahocorasick_rs

from onrecord.model import Document
from onrecord.reading.parts import TimeMention
from onrecord.reading.times.context import Context, Sense
from onrecord.reading.times.grammar import Found, find
from onrecord.reading.times.heading import Dateline
from onrecord.reading.times.joining import join, references, with_continued
from onrecord.reading.times.lexicon import calendar, words
from onrecord.reading.times.ranges import ranges
from onrecord.reading.times.resolve import dated_events, is_history, resolve
from onrecord.reading.times.tokens import holiday_names, tokenise

__all__ = ["read_times"]

_TRIGGER_CLASSES = (
    "unit", "units", "weekend", "deictic", "overnight", "part", "parts", "season", "decade", "fiscal", "adverbset", "eve",
)  # fmt: skip
_FIGURES = re.compile(
    r"(?<!\d)[12]\d\d\d(?!\d)|\d[:.]\d\d|\d(?:st|nd|rd|th)\b|\d\d?/\d|\d ?[apAP]\.?[mM]\b|['’]\d\d\b|\dGMT|\d{4} hours"
)
_BY_EVENT = {"event_shift", "eve", "event_day"}


@cache
def _triggers() -> ahocorasick_rs.AhoCorasick:
    known = words()
    forms = {form for name in _TRIGGER_CLASSES for group in known.classes[name].values() for form in group}
    forms |= {form for group in (*calendar().months.values(), *calendar().weekdays.values()) for form in group}
    forms |= {phrase for listed in known.reference.values() for phrase in listed.words}
    forms |= {form for listed in known.event_day.values() for form in listed}
    forms |= {"b.c", " bc", "holiday"}
    return ahocorasick_rs.AhoCorasick(sorted(forms))


def _chosen(text: str, sentences: Sequence[tuple[int, int]]) -> list[int]:
    """Indices of sentences that may hold a time expression."""
    low = text.lower()
    if len(low) != len(text):
        return list(range(len(sentences)))
    starts = [start for start, _ in sentences]
    hits = {at for at, *_ in ((start,) for _, start, _ in _triggers().find_matches_as_indexes(low))}
    hits |= {found.start() for found in _FIGURES.finditer(text)}
    hits |= {found.start() for found in holiday_names().finditer(text)} if _holiday_likely(low) else set()
    return sorted({at for hit in hits if (at := bisect_right(starts, hit) - 1) >= 0})


def _holiday_likely(low: str) -> bool:
    return any(word in low for word in _holiday_heads())


@cache
def _holiday_heads() -> tuple[str, ...]:
    """For each holiday a stretch of letters that all its spellings hold, cheap to look for."""
    names = holiday_names().pattern.lower()
    return tuple(
        sorted({piece for piece in re.findall(r"[a-z]{4,}", names) if piece not in ("sunday", "monday")}, key=len)
    )


def read_times(
    document: Document,
    dateline: Dateline,
    sentences: Sequence[tuple[int, int]],
    parsed: Sequence[object] | None = None,
) -> tuple[TimeMention, ...]:
    """Every time expression in order of its place; a range stands before the two dates it holds.

    Relative expressions are resolved against the dateline's day, else that of publication, else the dates told before;
    where none of these tells, they keep no ``first`` and ``last``. A range ("from 3 to 5 March", "since Friday", "the past
    30 days") is a DURATION with both days; the dates inside it are mentions of their own.
    """
    text = document.text
    found: list[Found] = []
    body = [
        i
        for i in _chosen(text, sentences)
        if sentences[i][1] > dateline.body or dateline.form in ("none", "clock", "letterhead")
    ]
    for i in body:
        start, end = sentences[i]
        start = max(start, dateline.body) if dateline.form in ("full", "capitals", "plain") else start
        if start < end:
            tokens = tokenise(text, start, end, holidays_too=True)
            found += join(with_continued(find(tokens, i)) + references(tokens, text, i))
    context = Context(dateline=dateline.date, published=document.published_day)
    context.historical = is_history(found, context.day)
    senses = _resolve(context, found)
    if any(one.make in _BY_EVENT for one in found) and (events := dated_events(senses)):
        context.events = events
        context.restart()
        senses = _resolve(context, found)
    mentions = [_mention(text, one, sense) for one, sense in senses]
    mentions += _heading(text, dateline)
    mentions += ranges(text, [(one, sense) for one, sense in senses], context)
    return tuple(sorted(mentions, key=lambda mention: (mention.start, -mention.end)))


def _heading(text: str, dateline: Dateline) -> list[TimeMention]:
    """The date of the dateline itself, where the body does not begin before it."""
    start, end, on = dateline.date_start, dateline.date_end, dateline.date
    if on is None or start >= end or dateline.form == "letterhead":
        return []
    exact = text[start:end]
    kind = {"first": on, "last": on, "value": on.isoformat(), "precision": "day", "anchor": "published"}
    return [TimeMention(start=start, end=end, exact=exact, type="DATE", why="date of the dateline", **kind)]  # type: ignore[arg-type]


def _resolve(context: Context, found: list[Found]) -> list[tuple[Found, Sense]]:
    senses: list[tuple[Found, Sense]] = []
    for one in found:
        sense = resolve(context, one)
        if sense is not None:
            context.tell(one, sense)
            senses.append((one, sense))
    return senses


def _mention(text: str, found: Found, sense: Sense) -> TimeMention:
    end = found.tokens.ends[sense.cut - 1] if sense.cut is not None else found.end
    return TimeMention(
        start=found.start,
        end=end,
        exact=text[found.start : end],
        type=sense.type,
        value=sense.value,
        first=sense.first,
        last=sense.last,
        precision=sense.precision if sense.first else "unknown",
        anchor=sense.anchor if sense.first else "none",
        direction=sense.direction,
        why=f"{found.rule}: {sense.why}",
    )
