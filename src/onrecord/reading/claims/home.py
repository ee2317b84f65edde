"""Where an act took place beyond the words of its sentence: the town of a street, what the dateline and lead support."""

from onrecord.model import Place
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.binding import holds, is_origin, lead_place, places_of, sites_of
from onrecord.reading.claims.context import context
from onrecord.reading.claims.events import Event
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import PlaceMention

__all__ = ["nearer", "place_of_report", "with_town"]

_LEAD = 3


def place_of_report(analysis: Analysis, event: Event) -> tuple[Place, ...]:
    """Where the text stood when it told of the act that a report begins with; else the dateline's place, where nothing in the
    report lies in another country.

    Registers and digests head an entry with its country instead ("PERU. Gunmen …"), which holds for all of it. Without
    either it is where those told of are at home, else the one town, or the one country, that the report names at all. A
    later act gets none: a report written in one town may tell of many.
    """
    named = _country_named(analysis, event) if _reaches_far(event) and not event.aggregate else None
    if named is not None:
        return (named,)
    heading = _heading(analysis)
    if heading is not None and heading.place is not None:
        return () if event.aggregate else (heading.place,)
    if event.aggregate or not _leads(analysis, event):
        return _at_home(analysis, event)
    stood = [ground for ground in event.grounds if ground.role != "dateline"]
    if stood:
        return places_of(stood[:1], analysis.places, several=False)
    dateline = _dateline(analysis)
    if dateline is None or dateline.place is None:
        only = _only_one(analysis)
        return _at_home(analysis, event) or (() if only is None else (only,))
    elsewhere = [
        p
        for p in analysis.places
        if p.role != "associative"
        and p.place is not None
        and p.place.country not in (None, dateline.place.country)
        and not _beside(dateline, p)
    ]
    return _at_home(analysis, event) if elsewhere else (dateline.place,)


def _at_home(analysis: Analysis, event: Event) -> tuple[Place, ...]:
    """Where those whom the act befell are from or at home, most often its site, else the place at which the text stood.

    What reaches over a country may be told where it was ordered or felt: it has no place that is not told.
    """
    leads = [lead for m in event.mentions if (lead := lead_place(m.origins)) is not None]
    if not leads and not _reaches_far(event):
        leads = event.grounds
    return places_of(leads[:1], analysis.places, several=False)


def nearer(analysis: Analysis, event: Event, found: tuple[Place, ...]) -> tuple[Place, ...]:
    """A town before the county that holds it: the dateline's, for the act that the report begins with, or a home."""
    if event.aggregate or not found or found[0].precision != "admin2" or _reaches_far(event):
        return found
    dateline = _dateline(analysis) if _leads(analysis, event) else None
    homes = [p for m in event.mentions for p in m.origins]
    towns = [p.place for p in ([dateline] if dateline else []) + homes if p.place is not None]
    town = next((t for t in towns if t.precision == "city" and holds(found[0], t)), None)
    return found if town is None else (town, *found)


def _country_named(analysis: Analysis, event: Event) -> Place | None:
    """The one country that the sentences of an act name ("CARACAS: Venezuela's comptroller has barred …")."""
    told = {m.sentence for m in event.mentions}
    countries = [p for p in analysis.places if p.place is not None and p.place.precision == "country"]
    named = [p.place for p in countries if analysis.sentence_at(p.start) in told and not _speaks(analysis, p)]
    return named[0] if len({p.country for p in named if p is not None}) == 1 else None


def _speaks(analysis: Analysis, place: PlaceMention) -> bool:
    """Whether a country is who speaks ("Britain criticised the cut"), and not where it is."""
    sources = (a.source for a in analysis.attributions if a.source is not None)
    return any(
        s.end == place.end and s.start <= place.start and analysis.text[s.start : place.start].lower() in ("", "the ")
        for s in sources
    )


def _reaches_far(event: Event) -> bool:
    return event.type.startswith(context().far_reaching)


def _leads(analysis: Analysis, event: Event) -> bool:
    return event.mentions[0].sentence <= _first(analysis) + _LEAD


def _dateline(analysis: Analysis) -> PlaceMention | None:
    return next((p for p in analysis.places if p.role == "dateline" and p.place is not None), None)


def with_town(analysis: Analysis, event: Event, found: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places with the town that a street or building lies in, where the words of the act leave it out.

    It is the nearest town of the same province that the sentence names, else the dateline's, else the one named last
    before.
    """
    if event.aggregate or not found or found[0].precision != "exact" or any(p.precision == "city" for p in found):
        return found
    spot = found[0]
    towns = [p for p in analysis.places if p.place is not None and _may_hold(p.place, spot)]
    sentence = analysis.sentence_at(spot.start)
    same = [p for p in towns if analysis.sentence_at(p.start) == sentence]
    dateline = [p for p in towns if p.role == "dateline"]
    before = [p for p in towns if p.start < spot.start]
    near = sorted(same, key=lambda p: abs(p.start - spot.start)) or dateline or before[-1:] or towns[:1]
    town = near[0].place if near else None
    return found if town is None else (spot, town, *found[1:])


def _may_hold(town: Place, spot: Place) -> bool:
    """Whether a town can hold a spot: one province, and not merely the word that the spot is named after."""
    if town.precision != "city" or town.country != spot.country or spot.admin1 not in (None, town.admin1):
        return False
    return not set(town.name.lower().split()) <= set(spot.name.lower().split())


def _heading(analysis: Analysis) -> PlaceMention | None:
    """The place that is the whole first sentence: the heading of an entry."""
    for place in analysis.places[:1]:
        sentence = analysis.sentences[analysis.sentence_at(place.start)]
        around = analysis.text[: place.start] + analysis.text[place.end : sentence.end]
        if place.place is not None and not around.strip(" .:\n-–—"):
            return place
    return None


def _only_one(analysis: Analysis) -> Place | None:
    """The town of a report that names one town, else its country, where it names nothing in another country."""
    placed = [
        p.place
        for p in sites_of(analysis.text, analysis.places)
        if p.place is not None and not (_from(analysis, p) or _speaks(analysis, p))
    ]
    if len({p.country for p in placed} - {None}) != 1:
        return None
    towns = {(p.name, p.admin1): p for p in reversed(placed) if p.precision == "city"}
    only = next(iter(towns.values())) if len(towns) == 1 else None
    if only is not None and only.country is not None:
        return only
    return next((p for p in placed if p.precision == "country"), None)


def _from(analysis: Analysis, p: PlaceMention) -> bool:
    """Whether a country only tells where somebody is from."""
    sentence = analysis.sentences[analysis.sentence_at(p.start)]
    if p.place is None or p.place.precision != "country" or not sentence.parsed:
        return False
    syntax = Syntax(sentence)
    head = syntax.head_of(p.start, p.end)
    return head is not None and is_origin(syntax, head)


def _beside(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether a name stands right behind another ("SALEM, Ore. —"): it tells more of the same place."""
    return a.end <= b.start <= a.end + 2


def _first(analysis: Analysis) -> int:
    """The first sentence of the report's body."""
    return next((n for n, s in enumerate(analysis.sentences) if s.parsed), 0)
