"""One entry of the gazetteer."""

from typing import Literal

import msgspec

__all__ = ["KINDS", "Entry", "Kind"]

Kind = Literal["country", "admin1", "admin2", "city", "region", "feature", "spot"]
KINDS: tuple[Kind, ...] = ("country", "admin1", "admin2", "city", "region", "feature", "spot")
"""``region``: continents and parts of the world or of a country that no state body governs. ``feature``: waters and
mountains. ``spot``: anything smaller than a town that a GeoNames dump may add (a road, a hospital, a bridge)."""


class Entry(msgspec.Struct, frozen=True):
    """A place. ``latitude`` and ``longitude`` are degrees (WGS 84), of an area those of a point near its middle.

    ``admin1`` and ``admin2`` are names. ``id`` tells entries of one gazetteer apart and is not stable from one build
    to the next; ``geonames`` is. ``alternate`` is true when the name that was looked up is not the entry's own name.
    """

    id: int
    name: str
    kind: Kind
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    geonames: int | None = None
    alternate: bool = False
    capital: bool = False
    admin1_id: int | None = None
    admin2_id: int | None = None
