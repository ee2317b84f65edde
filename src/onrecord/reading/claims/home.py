"""Where an act took place that the text puts nowhere: what the dateline supports."""

from onrecord.model import Place
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.events import Event

__all__ = ["place_of_report"]

_LEAD = 3


def place_of_report(analysis: Analysis, event: Event) -> tuple[Place, ...]:
    """The dateline's place for the act that a report begins with, where nothing in the report lies in another country.

    A later act gets none: a report written in one town may tell of many.
    """
    dateline = next((p.place for p in analysis.places if p.role == "dateline" and p.place is not None), None)
    if dateline is None or event.aggregate or event.mentions[0].sentence > _first(analysis) + _LEAD:
        return ()
    elsewhere = [
        p
        for p in analysis.places
        if p.role != "associative" and p.place is not None and p.place.country != dateline.country
    ]
    return () if elsewhere else (dateline,)


def _first(analysis: Analysis) -> int:
    """The first sentence of the report's body."""
    return next((n for n, s in enumerate(analysis.sentences) if s.parsed), 0)
