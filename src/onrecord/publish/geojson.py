"""Incidents and claims as GeoJSON (RFC 7946): a point where the place is known, no geometry where it is not."""

from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.model import Claim, Incident
from onrecord.publish.rows import claim_row, incident_row

__all__ = ["feature", "to_geojson"]


def feature(item: Claim | Incident) -> dict[str, Any]:
    """One feature; ``place_precision`` tells how far the point stands for an area."""
    row: Mapping[str, object] = incident_row(item) if isinstance(item, Incident) else claim_row(item)
    lat, lon = row.get("lat"), row.get("lon")
    known = isinstance(lat, float) and isinstance(lon, float)
    properties = {k: v for k, v in row.items() if v not in (None, "") and k not in ("lat", "lon")}
    geometry = {"type": "Point", "coordinates": [lon, lat]} if known else None
    return {"type": "Feature", "id": item.id, "geometry": geometry, "properties": properties}


def to_geojson(items: Iterable[Claim | Incident]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [feature(i) for i in items]}
