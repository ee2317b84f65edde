"""What resolving needs to know of a document: its anchors, the dates told so far, and the events it dates."""

import datetime as dt
from typing import Literal

import msgspec

from onrecord.reading.times.grammar import Found
from onrecord.reading.times.periods import Grain, Period, year_number
from onrecord.reading.times.tense import Direction, direction, lead_direction

__all__ = ["Anchor", "Context", "Focus", "Sense", "as_sense"]

Anchor = Literal["none", "dateline", "published", "narrative"]
_PRECISION: dict[Grain, Literal["day", "week", "month", "year", "range"]] = {
    "day": "day", "week": "week", "month": "month", "year": "year",
}  # fmt: skip


_LEAD = 6
"""Days before the anchor within which the first day told is what the report is about."""
_COMPARED = 8
"""Sentences back to the quarter that "a year ago" is compared with."""
_PARTS_OF_YEAR = frozenset({"P6M", "P9M"})
"""Lengths that a year's accounts are given for: a comparison beside one is with the year before."""
_FRONT = 2
"""Tokens that may stand before a day that opens its sentence."""
_OPENING = 8
"""Tokens at the head of a sentence in which a bare year tells where a history has got to."""
_ASIDE, _NEAR_YEARS = 8, 3
"""Years: how far a bare year must lie from the history's own to be an aside, and what bears it out."""


class Sense(msgspec.Struct, frozen=True, kw_only=True):
    """What an expression means. ``cut`` ends its span early (token index); later words may refer to ``focus``."""

    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    value: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    precision: Literal["time", "day", "week", "month", "year", "range", "unknown"] = "unknown"
    anchor: Anchor = "none"
    direction: Direction = "none"
    why: str = ""
    focus: Period | None = None
    cut: int | None = None


class Focus(msgspec.Struct, frozen=True):
    """A period told before; ``explicit`` when the text gave its year, ``opening`` when it opened its sentence."""

    sentence: int
    period: Period
    explicit: bool
    opening: bool = False


class Context:
    """State of one pass over one document. ``day`` is the anchor: the dateline's, else that of publication."""

    def __init__(self, *, dateline: dt.date | None, published: dt.date | None, historical: bool = False) -> None:
        self.day = dateline or published
        self.published = published
        self.anchor: Anchor = "dateline" if dateline else "published" if published else "none"
        self.historical = historical
        self.told: list[Focus] = []
        self.events: dict[str, dt.date] = {}
        self.parsed_tense: dict[int, Direction] = {}
        self.reported: frozenset[int] = frozenset()
        """Where the days start on which something was only said: "…, the ministry announced yesterday"."""
        self.year: int | None = None
        self._aside: int | None = None
        self.day_first: bool | None = None
        self.lead: Period | None = None
        self._stretch = -10

    def tense(self, found: Found) -> Direction:
        """The word just before decides, else the governing verb where a parse is given, else the verbs around."""
        lead = lead_direction(found.tokens, found.first, found.last)
        if lead != "none":
            return lead
        return self.parsed_tense.get(found.start) or direction(found.tokens, found.first, found.last)

    def tell(self, found: Found, sense: Sense) -> None:
        if sense.value in _PARTS_OF_YEAR:
            self._stretch = found.sentence
        if sense.focus is not None:
            explicit = found.has("year") or found.make in ("iso", "slash", "year")
            told = bool(self.told) and self.told[-1].sentence == found.sentence
            # "On 2 February another had burned" looks back, and the scene stays
            opening = found.first <= _FRONT and "had" not in found.tokens.lows
            if not (told and found.start in self.reported):
                self.told.append(Focus(found.sentence, sense.focus, explicit, opening))
            if (
                self.lead is None
                and sense.focus.grain == "day"
                and sense.focus.first is not None
                and self.day is not None
            ):
                self.lead = sense.focus if 0 <= (self.day - sense.focus.first).days <= _LEAD else None
            year = year_number(sense.focus)
            if year is not None:
                self._follow(year, bare=sense.focus.grain == "year", passing=found.first > _OPENING)

    def _follow(self, year: int, bare: bool, passing: bool) -> None:
        """Keep the year that a history is at; a bare year far from it is an aside until a second one bears it out."""
        far = self.year is not None and (abs(year - self.year) > _ASIDE or (passing and year > self.year))
        confirmed = self._aside is not None and abs(year - self._aside) <= _NEAR_YEARS
        if far and bare and not confirmed:
            self._aside = year
            return
        self.year, self._aside = year, None

    def restart(self) -> None:
        """Forget what was told, for a second pass."""
        self.told, self.year, self._aside, self.lead = [], None, None, None

    def last(self, grains: tuple[Grain, ...], sentence: int, reach: int) -> Focus | None:
        """The focus told last with one of the grains, not more than ``reach`` sentences back (any in a history)."""
        for focus in reversed(self.told):
            if not self.historical and focus.sentence < sentence - reach:
                return None
            if focus.period.grain in grains:
                return focus
        return None

    def weekday_told(self, weekday: int) -> Period | None:
        """The day told last that was such a weekday: "12 January … that Sunday"."""
        days = (one.period for one in reversed(self.told) if one.period.grain == "day" and one.period.first is not None)
        return next((day for day in days if day.first is not None and day.first.isoweekday() == weekday), None)

    def scene(self, sentence: int) -> Period | None:
        """The day on which what is told happens: told in the sentence, else the report's first day, else one told near.

        In news a day told in passing between does not move the scene, but one that opens the sentence before does; in a
        history the day told last is the scene.
        """
        told = self.last(("day",), sentence, 0)
        if told is not None or self.historical:
            return told.period if told else None
        near = self.last(("day",), sentence, 1 if self.lead else 2)
        if near is None or self.lead is None:
            return self.lead or (near.period if near else None)
        if near.opening and near.sentence < sentence:
            return near.period
        later = near.period.first is not None and self.lead.first is not None and near.period.first > self.lead.first
        return near.period if later and near.period.first == self.day else self.lead

    def opened_with_year(self, found: Found) -> bool:
        """Whether the sentence opens with a year that holds for all of it ("In 2018, … on July 10")."""
        return self.told[-1].sentence == found.sentence and any("year" in values for values in found.tokens.values[:3])

    def compared(self, sentence: int) -> Period | None:
        """The quarter or half that "a year ago" compares with, unless the sentence itself told another period."""
        told = self.last(("quarter", "half"), sentence, _COMPARED)
        newest = self.newest(sentence, 0)
        if told is None or self.historical or (self._stretch >= sentence - 1 and self._stretch >= told.sentence):
            return None
        same = newest is None or newest.period.grain in ("quarter", "half", "day")
        return self._over(told.period) if same else None

    def completed(self, grain: Grain) -> Period | None:
        """The latest period of the grain told so far that was over at the anchor; else the one told last."""
        told = [one.period for one in self.told if one.period.grain == grain and one.period.last is not None]
        done = [one for one in told if self.day is not None and one.last is not None and one.last <= self.day]
        return max(done, key=lambda one: one.last or dt.date.min) if done else told[-1] if told else None

    def _over(self, told: Period) -> Period:
        """The period told or, where it still runs or lies ahead (a forecast beside results), the latest that is over."""
        ahead = self.day is not None and told.last is not None and told.last > self.day
        return (self.completed(told.grain) or told) if ahead else told

    def newest(self, sentence: int, reach: int) -> Focus | None:
        """The focus told last, whatever its grain."""
        if self.told and (self.historical or self.told[-1].sentence >= sentence - reach):
            return self.told[-1]
        return None


def as_sense(period: Period | None, anchor: Anchor, why: str, direction: Direction = "none") -> Sense | None:
    """A sense that denotes exactly the period."""
    if period is None:
        return None
    precision = _PRECISION.get(period.grain, "range") if period.first else "unknown"
    return Sense(
        value=period.value,
        first=period.first,
        last=period.last,
        precision=precision,
        anchor=anchor,
        direction=direction,
        why=why,
        focus=period,
    )
