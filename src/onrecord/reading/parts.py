"""The parts that the steps of reading hand to each other. Offsets count in ``Document.text``."""

from datetime import date
from typing import Literal

import msgspec

from onrecord.model import Effect, Place, Range, Speaker, When

__all__ = ["Act", "Amount", "Attribution", "Demonym", "Entry", "PlaceMention", "TimeMention", "TollMention"]


class Act(msgspec.Struct, frozen=True):
    """Words that the finder takes to tell of an act. ``probability``: of any act; ``share``: of this type."""

    start: int
    end: int
    exact: str
    type: str
    probability: float
    share: float


class TimeMention(msgspec.Struct, frozen=True, kw_only=True):
    """A time expression. ``value`` is TIMEX3 (``2024-02-07``, ``2024-W06``, ``2024-02-07T14:05``, ``P30D``).

    ``first`` and ``last`` bound the calendar days it denotes, both inclusive; absent when the text and its anchors do
    not support a value. ``anchor`` tells what a relative expression was resolved against.
    """

    start: int
    end: int
    exact: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None = None
    first: date | None = None
    last: date | None = None
    precision: Literal["time", "day", "week", "month", "year", "range", "unknown"] = "unknown"
    anchor: Literal["none", "dateline", "published", "narrative"] = "none"
    direction: Literal["past", "future", "none"] = "none"
    offset: str | None = None
    """Of a time of day: what its clock is ahead of UTC (``+05:00``), where the text or the publisher tells."""
    event: str | None = None
    """The kind of event that the text dates by this day ("the elections of 2 March": ``election``)."""
    why: str = ""

    def when(self) -> When:
        """The mention as a claim's ``when``. A time of day whose offset is not known is given as its day."""
        start, end = (day.isoformat() if day else None for day in (self.first, self.last))
        precision = self.precision
        if precision == "time":
            clock = (self.value or "").partition("T")[2][:5]
            if self.offset and len(clock) == 5 and clock[:2].isdigit() and int(clock[:2]) < 24:
                start = end = f"{start}T{clock}:00{self.offset}"
            else:
                precision = "day"
        return When(
            precision=precision,
            start=start,
            end=end,
            exact=self.exact,
            span=Range(self.start, self.end),
        )


class PlaceMention(msgspec.Struct, frozen=True, kw_only=True):
    """A toponym. ``place`` is absent where no entry of the gazetteer is supported by the context."""

    start: int
    end: int
    exact: str
    place: Place | None = None
    alternatives: tuple[Place, ...] = ()
    within: int | None = None
    """Index of the mention that contains it ("Pishin, Balochistan": Pishin is within Balochistan)."""
    role: Literal["literal", "dateline", "associative"] = "literal"
    score: float = 0.0
    why: str = ""


class Demonym(msgspec.Struct, frozen=True, kw_only=True):
    """A people's or country's adjective ("Pakistani"): no toponym, but it tells of a country."""

    start: int
    end: int
    exact: str
    country: str


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity of things or people. The span takes in the qualifier ("at least 24"), ``high`` is absent when open."""

    start: int
    end: int
    exact: str
    low: int
    high: int | None = None
    qualifier: str | None = None
    kind: Literal["cardinal", "vague", "article", "group", "nil", "ordinal"] = "cardinal"
    additional: bool = False
    """"another three", "three more": on top of a figure given before."""


class TollMention(msgspec.Struct, frozen=True, kw_only=True):
    """People who were killed, injured, …: ``start..end`` takes in the qualifier and the counted noun."""

    start: int
    end: int
    exact: str
    sentence: int
    effect: Effect
    low: int
    high: int | None = None
    who: str | None = None
    part_of: bool = False
    additional: bool = False
    repeats: bool = False
    """Told before of the same people: kept as evidence, counted once."""
    denied: bool = False
    trigger: tuple[int, int] = (0, 0)
    """Offsets of the word that tells the effect ("killed")."""
    victims: tuple[tuple[int, int], ...] = ()
    """Offsets of noun phrases that name or describe those harmed."""
    why: str = ""
    hit: int = 0
    """How many were told to be hit, where ``low`` counts those of them who lived."""


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """Who said what: a cue ("said", "according to"), its source and the stretches of text that it covers.

    ``speakers`` is the chain, innermost first, pronouns and roles resolved to names where the text supports it.
    """

    cue: Range
    source: Range | None
    content: tuple[Range, ...]
    speakers: tuple[Speaker, ...] = ()
    kind: Literal["direct", "indirect", "mixed", "according_to", "belief", "intention"] = "indirect"
    stance: Literal["report", "allege", "deny", "confirm", "demand", "condemn", "fear", "plan", "believe"] = "report"
    why: str = ""


class Entry(msgspec.Struct, frozen=True):
    """An item of a digest with its head: the head's offsets, where its words begin and end.

    ``line`` is true of a head on a line of its own, ``dated`` and ``placed`` say what the head tells; ``stamped`` is true of
    the hour before a post of a live page.
    """

    start: int
    head: int
    body: int
    end: int
    line: bool = False
    dated: bool = False
    placed: bool = False
    stamped: bool = False
