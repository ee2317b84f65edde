"""Distances on the ground."""

import math

from onrecord.linking.features import Site

__all__ = ["distance"]

_EARTH_KM = 6371.0


def distance(x: Site, y: Site) -> float | None:
    """Kilometres between two places, by the equirectangular rule (well under 1 % off within 100 km); None if unknown."""
    if x.lat is None or x.lon is None or y.lat is None or y.lon is None:
        return None
    north = math.radians(y.lat - x.lat)
    east = math.radians(y.lon - x.lon) * math.cos(math.radians((x.lat + y.lat) / 2))
    return _EARTH_KM * math.hypot(north, east)
