"""Places that a text does not name: "across the country"."""

from collections import Counter

from msgspec.structs import replace

from onrecord.model import Place
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.parts import PlaceMention
from onrecord.vocab import country_name

__all__ = ["with_countrywide"]

_SEVERAL, _SURELY = 3, 0.8
"""Places and demonyms, and the share of all, that tell a country which the text does not name."""


def with_countrywide(analysis: Analysis) -> Analysis:
    """The analysis with a mention of the document's country wherever the text says "nationwide" and the like.

    The country is the one that most of the places and demonyms lie in: named somewhere, or told by several of them and
    no other land's. Mentions are added at the end, so that those there keep their numbers.
    """
    low = analysis.text.lower()
    hits = [(low.find(phrase), phrase) for phrase in context().countrywide]
    if len(low) != len(analysis.text) or all(at < 0 for at, _ in hits):
        return analysis
    country = _country(analysis)
    if country is None:
        return analysis
    added: list[PlaceMention] = []
    for _, phrase in hits:
        at = low.find(phrase)
        while at >= 0:
            exact = analysis.text[at : at + len(phrase)]
            place = Place(
                start=at,
                end=at + len(phrase),
                exact=exact,
                name=country.name,
                precision="country",
                country=country.country,
                lat=country.lat,
                lon=country.lon,
                geonames=country.geonames,
            )
            if not any(p.start < place.end and place.start < p.end for p in added):
                added.append(
                    PlaceMention(start=place.start, end=place.end, exact=exact, place=place, why="countrywide")
                )
            at = low.find(phrase, at + 1)
    return replace(analysis, places=(*analysis.places, *sorted(added, key=lambda p: p.start)))


def _country(analysis: Analysis) -> Place | None:
    told = Counter(p.place.country for p in analysis.places if p.place is not None and p.place.country)
    told.update(d.country for d in analysis.demonyms)
    for code, _ in told.most_common(1):
        for mention in analysis.places:
            if mention.place is not None and mention.place.precision == "country" and mention.place.country == code:
                return mention.place
        name = country_name(code)
        if name is not None and told[code] >= _SEVERAL and told[code] >= _SURELY * told.total():
            return Place(start=0, end=1, exact=analysis.text[:1], name=name, precision="country", country=code)
    return None
