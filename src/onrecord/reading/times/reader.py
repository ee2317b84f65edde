"""Time expressions of a document: a filter chooses sentences, a grammar finds expressions, anchors give them values."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

import ahocorasick_rs
import msgspec

from onrecord.model import Document
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.parts import TimeMention
from onrecord.reading.times.context import Context, Sense
from onrecord.reading.times.grammar import Found, find
from onrecord.reading.times.heading import Dateline
from onrecord.reading.times.joining import join, references, with_continued, without
from onrecord.reading.times.lexicon import calendar, words
from onrecord.reading.times.ranges import ranges
from onrecord.reading.times.resolve import dated_events, day_first, is_history, resolve
from onrecord.reading.times.tense import Direction, parsed_direction, said_on
from onrecord.reading.times.tokens import all_holidays, tokenise

__all__ = ["read_times"]

_TRIGGER_CLASSES = (
    "unit", "units", "weekend", "deictic", "overnight", "part", "parts", "season", "decade", "fiscal", "adverbset",
    "eve", "session",
)  # fmt: skip
_FIGURES = re.compile(
    r"(?<!\d)[12]\d\d\d(?!\d)|\d[:.]\d\d|\d(?:st|nd|rd|th)\b|\d\d?/\d|\d ?[apAP]\.?[mM]\b|['’]\d\d\b|\dGMT|\d{4} hours"
)
_TITLED = re.compile(r"\b[A-Z][\w’'-]+ [A-Z][a-z]+$")
_BY_EVENT = {"event_shift", "eve", "event_day"}


class _Filter(msgspec.Struct, frozen=True):
    """Triggers that make a sentence worth a look; phrases are references to no date, names are of holidays."""

    triggers: ahocorasick_rs.AhoCorasick
    names: ahocorasick_rs.AhoCorasick


@cache
def _filter() -> _Filter:
    known = words()
    forms = {form for name in _TRIGGER_CLASSES for group in known.classes[name].values() for form in group}
    forms |= {form for group in (*calendar().months.values(), *calendar().weekdays.values()) for form in group}
    forms |= {phrase for listed in known.reference.values() for phrase in listed.words}
    forms |= {form for listed in known.event_day.values() for form in listed} | {
        "b.c",
        " bc",
        "holiday",
        "nineteen ",
        "two thousand",
    }
    names = {name.replace("'", mark) for name in all_holidays() for mark in "'’"}
    return _Filter(ahocorasick_rs.AhoCorasick(sorted(forms)), ahocorasick_rs.AhoCorasick(sorted(names)))


def _chosen(text: str, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, bool]]:
    """Indices of sentences that may hold a time expression, and whether they may name a holiday."""
    low = text.lower()
    if len(low) != len(text):
        return [(i, True) for i in range(len(sentences))]
    starts = [start for start, _ in sentences]
    hits = {start for _, start, _ in _filter().triggers.find_matches_as_indexes(low)}
    hits |= {found.start() for found in _FIGURES.finditer(text)}
    named = {bisect_right(starts, start) - 1 for _, start, _ in _filter().names.find_matches_as_indexes(low)}
    return [(at, at in named) for at in sorted({bisect_right(starts, hit) - 1 for hit in hits} | named) if at >= 0]


def read_times(
    document: Document,
    dateline: Dateline,
    sentences: Sequence[tuple[int, int]],
    parsed: Sequence[ParsedSentence] | None = None,
) -> tuple[TimeMention, ...]:
    """Every time expression in order of its place; a range stands before the two dates it holds.

    Relative expressions are resolved against the dateline's day, else that of publication, else the dates told before;
    where none of these tells, they keep no ``first`` and ``last``. A range ("from 3 to 5 March", "since Friday", "the
    past 30 days") is a DURATION with both days; the dates inside it are mentions of their own.
    """
    text = document.text
    found: list[Found] = []
    head = dateline.body if dateline.form in ("full", "capitals", "plain") else 0
    for i, named in _chosen(text, sentences):
        start, end = max(sentences[i][0], head), sentences[i][1]
        if start < end:
            tokens = tokenise(text, start, end, holidays_too=named)
            dated = [one for one in with_continued(find(tokens, i)) if not _ends_name(text, one)]
            phrases = references(tokens, dated, i)
            found += join(without(dated, phrases) + phrases)
    context = Context(dateline=dateline.date, published=document.published_day)
    context.historical = is_history(found, context.day)
    context.day_first = day_first(found)
    trees = [sentence for sentence in parsed or () if sentence.parsed]
    context.parsed_tense = _parsed_tense(found, trees)
    context.reported = frozenset(one.start for one, tree in _in_trees(found, trees) if said_on(tree, one.start))
    senses = _resolve(context, found)
    events = dated_events(senses)
    if events and any(one.make in _BY_EVENT for one in found):
        context.events = events
        context.restart()
        senses = _resolve(context, found)
    zone = _offset(document, dateline)
    mentions = [msgspec.structs.replace(_mention(text, *one, zone), event=_dated(one, events)) for one in senses]
    mentions += _heading(text, dateline)
    mentions += ranges(text, [(one, sense) for one, sense in senses], context)
    return tuple(sorted(mentions, key=lambda mention: (mention.start, -mention.end)))


def _dated(read: tuple[Found, Sense], events: Mapping[str, date]) -> str | None:
    """The kind of event that the text dates by an expression's day."""
    found, sense = read
    if found.make in _BY_EVENT or sense.type == "DURATION" or sense.first != sense.last:
        return None
    return next((kind for kind, day in events.items() if day == sense.first), None)


def _ends_name(text: str, found: Found) -> bool:
    """Whether "Today" is the last word of a paper's name and no day."""
    return found.make == "deictic" and _TITLED.search(text, max(0, found.start - 30), found.end) is not None


def _heading(text: str, dateline: Dateline) -> list[TimeMention]:
    """The date of the dateline itself, where the body does not begin before it."""
    start, end, on = dateline.date_start, dateline.date_end, dateline.date
    if on is None or start >= end or dateline.form == "letterhead":
        return []
    made = TimeMention(
        start=start,
        end=end,
        exact=text[start:end],
        type="DATE",
        value=on.isoformat(),
        first=on,
        last=on,
        precision="day",
        anchor="published",
        why="date of the dateline",
    )
    return [made]


def _parsed_tense(found: list[Found], trees: Sequence[ParsedSentence]) -> dict[int, Direction]:
    """By the start of each expression, what the parse tells of its direction."""
    told = {one.start: parsed_direction(tree, one.start) for one, tree in _in_trees(found, trees)}
    return {start: way for start, way in told.items() if way != "none"}


def _in_trees(found: list[Found], trees: Sequence[ParsedSentence]) -> Iterator[tuple[Found, ParsedSentence]]:
    """The expressions that stand in parsed sentences, each with its sentence."""
    starts = [sentence.start for sentence in trees]
    for one in found:
        at = bisect_right(starts, one.start) - 1
        if at >= 0 and one.start < trees[at].end:
            yield one, trees[at]


def _resolve(context: Context, found: list[Found]) -> list[tuple[Found, Sense]]:
    senses: list[tuple[Found, Sense]] = []
    for one in found:
        sense = resolve(context, one)
        if sense is not None:
            context.tell(one, sense)
            senses.append((one, sense))
    return senses


def _offset(document: Document, dateline: Dateline) -> int | None:
    """Minutes east of UTC of the publisher's own clock, taken for local where the report does not come from abroad.

    An agency that publishes in UTC tells nothing of local time; "Quetta [Pakistan]" is written for readers elsewhere.
    """
    at = document.published_at
    shift = at.utcoffset() if at is not None else None
    if not shift or dateline.region is not None:
        return None
    return round(shift.total_seconds() / 60)


def _zone(found: Found, local: int | None) -> str | None:
    minutes = found.number("zone", "zone") if found.has("zone") else local
    if minutes is None:
        return None
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _mention(text: str, found: Found, sense: Sense, local: int | None) -> TimeMention:
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
        offset=_zone(found, local) if sense.precision == "time" else None,
        why=f"{found.rule}: {sense.why}",
    )
