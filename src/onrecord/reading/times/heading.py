"""The dateline: where and when a report says it was written, read from its head.

Forms: ``QUETTA: …``, ``Quetta [Pakistan], February 7 (ANI): …``, ``KABUL, Afghanistan (AP) — …``,
``SANTIAGO, 12 APR 88 (EFE) -- [TEXT] …``, ``LONDON, Feb 7 (Reuters) -``, ``Islamabad, 7th February, 2024`` in a
letterhead, and the clock time of a live blog (``2:20pm — …``).
"""

import datetime as dt
import re
from functools import cache
from typing import Literal

import msgspec

from onrecord.model import Document
from onrecord.reading.times.lexicon import calendar, month_numbers, weekday_numbers

__all__ = ["Dateline", "make_date", "nearest_year", "read_dateline"]

_REACH = 1500
_LINES = 8
_FARTHEST = 60
"""Days between a dateline and the day of publication beyond which the date is not taken for the dateline's."""
_PIVOT = 69
"""Two-digit years from here on belong to the twentieth century where nothing else tells (as POSIX ``%y``)."""


class Dateline(msgspec.Struct, frozen=True, kw_only=True):
    """What the head of a text tells. Offsets count in ``Document.text``; ``start == end`` where it has no place.

    ``region`` is what stands with the place to tell where it lies ("[Pakistan]", "Afghanistan", "Fla."). ``body`` is
    where the report itself begins. ``form`` tells how sure the reading is: ``full`` has a date, an agency or a region,
    ``capitals`` a place in capitals and a separator, ``plain`` only capitalised words and a separator, ``letterhead`` a
    place and a full date on a line of their own, ``clock`` only the time of a live blog, ``meta`` what the source told.
    """

    start: int = 0
    end: int = 0
    place: str | None = None
    region: str | None = None
    region_start: int = 0
    region_end: int = 0
    date: dt.date | None = None
    date_start: int = 0
    date_end: int = 0
    agency: str | None = None
    time: str | None = None
    body: int = 0
    form: Literal["none", "meta", "full", "capitals", "plain", "letterhead", "clock"] = "none"


class _Patterns(msgspec.Struct, frozen=True):
    opener: re.Pattern[str]
    place: re.Pattern[str]
    bracket: re.Pattern[str]
    region: re.Pattern[str]
    dated: re.Pattern[str]
    agency: re.Pattern[str]
    separator: re.Pattern[str]
    label: re.Pattern[str]
    clock: re.Pattern[str]
    letterhead: re.Pattern[str]


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, or nothing where the calendar has none such."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def nearest_year(month: int, day: int, anchor: dt.date) -> dt.date | None:
    """The date of that day and month nearest to ``anchor``; absent where no year around it has such a day."""
    found = [near for step in (-1, 0, 1) if (near := make_date(anchor.year + step, month, day))]
    return min(found, key=lambda near: abs((near - anchor).days), default=None)


@cache
def _patterns() -> _Patterns:
    months = "|".join(sorted(month_numbers(), key=len, reverse=True))
    days = "|".join(sorted(weekday_numbers(), key=len, reverse=True))
    inner = "|".join(calendar().dateline.inner_words)
    word = r"[A-ZÀ-ÖØ-ÞĀ-Ž](?:[\w'’`-]|\.(?=\w))*\.?"
    undated = rf"(?!(?i:{months}|{days})\b\.?[ ,]+\d){word}"
    name = rf"(?:{undated})(?:[ ](?:(?:{inner})[ ]){{0,2}}{undated}){{0,5}}"
    time = r"\d{1,2}[:.]\d\d[ ]?(?:[ap]\.?m\b\.?)?|\d{1,2}[ ]?[ap]\.?m\b\.?"
    year = r"(?:(?:1[89]|20)\d\d|'?\d\d(?![\d:.]))"
    dated = (
        rf"(?:(?i:{days})\b\.?,?[ ])?(?:(?i:the[ ])?(?P<day>\d{{1,2}})(?i:st|nd|rd|th)?(?:[ ]of)?[ -]"
        rf"(?P<month>(?i:{months}))\b\.?(?:,?[ -](?P<year>{year}))?"
        rf"|(?P<month2>(?i:{months}))\b\.?[ ](?P<day2>\d{{1,2}})(?i:st|nd|rd|th)?\b(?:,?[ ](?P<year2>{year}))?"
        rf"|(?P<iso>\d{{4}}-\d\d-\d\d))|(?P<weekday>(?i:{days}))\b\.?|(?P<none>(?i:no[ ]date))"
    )
    return _Patterns(
        opener=re.compile(r"(?:[ \t(\"“‘'*–—-]*)(?:date[ ]\d{4}-\d\d-\d\d[ ])?"),
        place=re.compile(rf"{name}(?:[ ]?/[ ]?{name}){{0,3}}"),
        bracket=re.compile(rf"[ ]?(?:\[(?P<region>{name}(?:,[ ]?{name})?)\]|\((?P<round>{name})\)(?=,|[ ]*\())"),
        region=re.compile(rf",[ ](?P<region>(?!(?i:{days})\b|(?i:no[ ]date)){name})"),
        dated=re.compile(rf"[,.]?[ ]?(?:(?i:dated)[ ])?(?:{dated})[)]?"),
        agency=re.compile(r"[,.]?[ ]?\((?P<agency>[^()\n]{2,60})\)"),
        separator=re.compile(r"[ ]*(?::(?!\d)|--+|[—–―_]+|-(?=[ ]|[A-Z\"“\[])|[|](?=[ ]))[ \n]*"),
        label=re.compile(r"(?:\[[A-Z][^\]\n]{0,160}\][ ]*)+"),
        clock=re.compile(rf"(?P<time>{time})(?:[ ][A-Z]{{2,4}})?[ ]*[—–|-]+[ ]*", re.IGNORECASE),
        letterhead=re.compile(
            rf"(?:^|(?<=[\s)]))(?:(?i:dated|date)[ :]+)?(?P<place>{name}),?[ ](?:(?i:dated?|on)[ :]*)?(?:{dated})"
            r"(?=[ ]*(?:\n|$))"
        ),
    )


def _year(digits: str, month: int, day: int, anchor: dt.date | None) -> dt.date | None:
    number = int(digits.lstrip("'"))
    if number > 99:
        return make_date(number, month, day)
    if anchor is None:
        return make_date((1900 if number >= _PIVOT else 2000) + number, month, day)
    years = (anchor.year // 100 * 100 + century + number for century in (-100, 0, 100))
    return min(
        (near for year in years if (near := make_date(year, month, day))),
        key=lambda near: abs((near - anchor).days),
        default=None,
    )


def _date_of(found: re.Match[str], anchor: dt.date | None) -> dt.date | None:
    """The date in a head, unless it lies so far from the day of publication that it must tell of something else."""
    day = _named_date(found, anchor)
    return None if day and anchor and abs((day - anchor).days) > _FARTHEST else day


def _date_span(found: re.Match[str] | None) -> tuple[int, int]:
    """Where the figures and names of the date stand, from its weekday or first part to its last."""
    if found is None:
        return 0, 0
    spans = [found.span(name) for name, part in found.groupdict().items() if part and name not in ("place", "none")]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else (0, 0)


def _named_date(found: re.Match[str], anchor: dt.date | None) -> dt.date | None:
    """The date that the groups of a match of ``dated`` tell; a date without a year is the one nearest to the anchor."""
    part = found.groupdict()
    if part["iso"]:
        return make_date(*(int(piece) for piece in part["iso"].split("-")))
    if part["weekday"]:
        if anchor is None:
            return None
        number = weekday_numbers()[part["weekday"].lower()]
        return anchor - dt.timedelta(days=(anchor.isoweekday() - number) % 7)
    name, digits = part["month"] or part["month2"], part["day"] or part["day2"]
    if not name or not digits:
        return None
    month, day, year = month_numbers()[name.lower()], int(digits), part["year"] or part["year2"]
    if year:
        return _year(year, month, day, anchor)
    return nearest_year(month, day, anchor) if anchor else None


def _is_place(words: str) -> bool:
    low = words.lower().rstrip(".")
    first, last = low.split()[0], low.split()[-1]
    if first.rstrip(".") in month_numbers() or first.rstrip(".") in weekday_numbers():
        return False
    return not {low, first, last} & set(calendar().dateline.not_places)


class _Parts:
    """What the walk along one line has found so far."""

    def __init__(self) -> None:
        self.region: re.Match[str] | None = None
        self.dated: re.Match[str] | None = None
        self.agency: re.Match[str] | None = None


def _region_at(text: str, at: int, limit: int) -> re.Match[str] | None:
    return _patterns().bracket.match(text, at, limit) or _patterns().region.match(text, at, limit)


def _walk(text: str, at: int, limit: int) -> tuple[_Parts, int]:
    """Region, date and agency after the place, in any order, each at most once."""
    p, parts = _patterns(), _Parts()
    while True:
        if not parts.dated and (found := p.dated.match(text, at, limit)):
            parts.dated = found
        elif not parts.region and not parts.agency and (found := _region_at(text, at, limit)):
            parts.region = found
        elif not parts.agency and (found := p.agency.match(text, at, limit)):
            parts.agency = found
        elif parts.region and not parts.dated and not parts.agency and (found := p.region.match(text, at, limit)):
            pass
        else:
            return parts, at
        at = found.end()


def _at_line(text: str, start: int, limit: int, anchor: dt.date | None) -> Dateline | None:
    """The dateline that opens the line ``start..limit``, if one does."""
    p = _patterns()
    opened = p.opener.match(text, start, limit)
    place = p.place.match(text, opened.end() if opened else start, limit)
    if place is None or not _is_place(place.group()):
        return None
    parts, at = _walk(text, place.end(), limit)
    closed = at + 1 if text[at : at + 1] == ")" else at
    separator = p.separator.match(text, closed, len(text))
    strong = bool(parts.dated or parts.agency) or bool(parts.region and parts.region.re is p.bracket)
    capitals = place.group() == place.group().upper() and sum(map(str.isalpha, place.group())) > 2
    if separator is None and not (parts.agency and parts.dated):
        return None
    if not strong and not capitals and (parts.region is None) and (len(place.group().split()) > 3 or separator is None):
        return None
    body = separator.end() if separator else at
    if label := p.label.match(text, body):
        body = label.end()
    while body < len(text) and text[body].isspace():
        body += 1
    region = parts.region
    return Dateline(
        start=place.start(),
        end=place.end(),
        place=place.group(),
        region=region[region.lastgroup or 0] if region else None,
        region_start=region.start(region.lastgroup or 0) if region else 0,
        region_end=region.end(region.lastgroup or 0) if region else 0,
        date=_date_of(parts.dated, anchor) if parts.dated else None,
        date_start=_date_span(parts.dated)[0],
        date_end=_date_span(parts.dated)[1],
        agency=parts.agency["agency"] if parts.agency else None,
        body=body,
        form="full" if strong or region else "capitals" if capitals else "plain",
    )


def _letterhead(text: str, start: int, limit: int, anchor: dt.date | None) -> Dateline | None:
    found = _patterns().letterhead.search(text, start, limit)
    if found is None or not _is_place(found["place"]) or not (found["year"] or found["year2"]):
        return None
    if found["place"].endswith(".") or len(found["place"].split()) > 3:
        return None
    return Dateline(
        start=found.start("place"),
        end=found.end("place"),
        place=found["place"],
        date=_date_of(found, anchor),
        date_start=_date_span(found)[0],
        date_end=_date_span(found)[1],
        body=found.end(),
        form="letterhead",
    )


def _lines(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.compile(r"\S[^\n]*").finditer(text, 0, _REACH)][:_LINES]


def _read_text(text: str, anchor: dt.date | None) -> Dateline:
    lines = _lines(text)
    if not lines:
        return Dateline()
    start, limit = lines[0]
    first = _at_line(text, start, limit, anchor)
    if first is not None and first.form != "plain":
        return first
    if clock := _patterns().clock.match(text, start, limit):
        return Dateline(time=clock["time"].strip(), body=clock.end(), form="clock")
    for start, limit in lines[1:]:
        later = _at_line(text, start, limit, anchor)
        if later is not None and (later.form == "full" or (later.form == "capitals" and limit - later.body > 40)):
            return later
        if first is None and (clock := _patterns().clock.match(text, start, limit)):
            return Dateline(time=clock["time"].strip(), body=clock.end(), form="clock")
    if first is not None:
        return first
    for start, limit in lines:
        if head := _letterhead(text, start, limit, anchor):
            return head
    return Dateline()


def read_dateline(document: Document) -> Dateline:
    """Read the head of ``document``; ``dateline_place`` and ``dateline_date`` of ``meta`` fill what it leaves open.

    A date without a year takes the year nearest to ``published``; without ``published`` it stays absent. Never raises.
    """
    found = _read_text(document.text, document.published_day)
    place, day = document.meta.get("dateline_place"), document.meta.get("dateline_date")
    changes: dict[str, object] = {}
    if place and found.place is None:
        changes |= {"place": place, "form": "meta"}
    if day and found.date is None:
        try:
            changes["date"] = dt.date.fromisoformat(day[:10])
        except ValueError:
            pass
        else:
            changes |= {"form": "meta"} if found.form == "none" else {}
    return msgspec.structs.replace(found, **changes) if changes else found
