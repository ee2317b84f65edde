"""The acts that a summary points back to: "42 injured in both incidents" tells of the two told before."""

from collections.abc import Sequence

from onrecord.reading.claims.binding import lead_place
from onrecord.reading.claims.events import Event
from onrecord.reading.claims.families import compatible
from onrecord.reading.parts import PlaceMention, TimeMention

__all__ = ["day_of_all", "places_of_all", "summed_by"]


def summed_by(event: Event, events: Sequence[Event]) -> list[Event]:
    """The acts told before a summary that counts them and points back, where just as many can be meant."""
    count = next((m.count for m in event.mentions if m.count), None)
    if count is None or not event.mentions[0].number.definite:
        return []
    first = event.mentions[0].start
    told = [
        e
        for e in events
        if not e.aggregate
        and e.mentions[0].start < first
        and (e.families & event.families or compatible(e.type, event.type))
    ]
    return told if len(told) == count.low == count.high else []


def day_of_all(events: Sequence[Event]) -> list[TimeMention]:
    """The one day on which all happened; one that is told no day has that of another in its sentence, else there is none."""
    dated = {
        e.mentions[0].sentence: m.time
        for e in events
        for m in e.mentions[::-1]
        if m.time is not None and m.time.precision in ("day", "time")
    }
    days = list(dated.values())
    all_dated = all(e.mentions[0].sentence in dated for e in events)
    return days[:1] if all_dated and len({t.first for t in days}) == 1 else []


def places_of_all(events: Sequence[Event]) -> list[PlaceMention]:
    """Where each of them was, in text order; nothing where one of them is put nowhere."""
    found = [next((p for m in e.mentions if (p := lead_place(m.sites)) is not None), None) for e in events]
    return [] if None in found else [p for p in found if p is not None]
