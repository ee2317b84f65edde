"""What resolving needs to know of a document: its anchors, the dates told so far, and the events it dates."""

import datetime as dt
from typing import Literal

import msgspec

from onrecord.reading.times.grammar import Found
from onrecord.reading.times.periods import Grain, Period
from onrecord.reading.times.tense import Direction, direction

__all__ = ["Anchor", "Context", "Focus", "Sense", "as_sense"]

Anchor = Literal["none", "dateline", "published", "narrative"]
_PRECISION: dict[Grain, Literal["day", "week", "month", "year", "range"]] = {
    "day": "day", "week": "week", "month": "month", "year": "year",
}  # fmt: skip


_ASIDE, _NEAR_YEARS = 8, 3
"""Years: how far a bare year must lie from the history's own to be an aside, and what bears it out."""


class Sense(msgspec.Struct, frozen=True, kw_only=True):
    """What an expression means. ``cut`` ends its span early (token index), ``focus`` is what later words may refer to."""

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
    """A period told before; ``explicit`` when the text gave its year."""

    sentence: int
    period: Period
    explicit: bool


class Context:
    """State of one pass over one document. ``day`` is the anchor of relative words: the dateline's, else of publication."""

    def __init__(self, *, dateline: dt.date | None, published: dt.date | None, historical: bool = False) -> None:
        self.day = dateline or published
        self.published = published
        self.anchor: Anchor = "dateline" if dateline else "published" if published else "none"
        self.historical = historical
        self.told: list[Focus] = []
        self.events: dict[str, dt.date] = {}
        self.parsed_tense: dict[int, Direction] = {}
        self.year: int | None = None
        self._aside: int | None = None

    def tense(self, found: Found) -> Direction:
        return self.parsed_tense.get(found.start) or direction(found.tokens, found.first, found.last)

    def tell(self, found: Found, sense: Sense) -> None:
        if sense.focus is not None:
            explicit = found.has("year") or found.make in ("iso", "slash", "year")
            self.told.append(Focus(found.sentence, sense.focus, explicit))
            if sense.focus.first is not None and sense.focus.grain not in ("decade", "century"):
                self._follow(sense.focus.first.year, bare=sense.focus.grain == "year")

    def _follow(self, year: int, bare: bool) -> None:
        """Keep the year that a history is at; a bare year far from it is an aside until a second one bears it out."""
        far = self.year is not None and abs(year - self.year) > _ASIDE
        confirmed = self._aside is not None and abs(year - self._aside) <= _NEAR_YEARS
        if far and bare and not confirmed:
            self._aside = year
            return
        self.year, self._aside = year, None

    def restart(self) -> None:
        """Forget what was told, for a second pass."""
        self.told, self.year, self._aside = [], None, None

    def last(self, grains: tuple[Grain, ...], sentence: int, reach: int) -> Focus | None:
        """The focus told last with one of the grains, not more than ``reach`` sentences back (any in a history)."""
        for focus in reversed(self.told):
            if not self.historical and focus.sentence < sentence - reach:
                return None
            if focus.period.grain in grains:
                return focus
        return None

    def newest(self, sentence: int, reach: int) -> Focus | None:
        """The focus told last, whatever its grain."""
        if self.told and (self.historical or self.told[-1].sentence >= sentence - reach):
            return self.told[-1]
        return None


def as_sense(
    period: Period | None,
    anchor: Anchor,
    why: str,
    direction: Direction = "none",
    type: Literal["DATE", "TIME"] = "DATE",
) -> Sense | None:
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
