"""The parts of a reading as flat records, one a mention: the layers that the command line writes."""

from typing import Any, Literal

from onrecord.reading.analysis import Analysis
from onrecord.reading.attribution import outermost
from onrecord.reading.parts import Attribution, PlaceMention, TimeMention

__all__ = ["LAYERS", "Layer", "layer_records"]

Layer = Literal["times", "places", "attributions"]
LAYERS: tuple[Layer, ...] = ("times", "places", "attributions")


def layer_records(analysis: Analysis, layer: Layer) -> list[dict[str, Any]]:
    """The mentions of ``layer`` in text order.

    ``times``: document, start, end, exact, type, value. ``places``: document, start, end, name and, where resolved,
    lat, lon, geonames, country. ``attributions``: document, source, cue, content (a list of stretches);
    of nested ones the outermost, and only those whose source is told.

    Raises:
        ValueError: for a layer of another name.
    """
    document = analysis.document.id
    if layer == "times":
        return [_time(document, t) for t in analysis.times]
    if layer == "places":
        return [_place(document, p) for p in analysis.places]
    if layer == "attributions":
        return [_attribution(document, a) for a in outermost(analysis.attributions) if a.source is not None]
    raise ValueError(f"no layer {layer!r}; there are {', '.join(LAYERS)}")


def _time(document: str, time: TimeMention) -> dict[str, Any]:
    record: dict[str, Any] = {
        "document": document,
        "start": time.start,
        "end": time.end,
        "exact": time.exact,
        "type": time.type,
    }
    if time.value is not None:
        record["value"] = time.value
    return record


def _place(document: str, mention: PlaceMention) -> dict[str, Any]:
    place = mention.place
    record: dict[str, Any] = {
        "document": document,
        "start": mention.start,
        "end": mention.end,
        "exact": mention.exact,
        "name": place.name if place else mention.exact,
        "role": mention.role,
    }
    if place is not None:
        told = (("lat", place.lat), ("lon", place.lon), ("geonames", place.geonames), ("country", place.country))
        record |= {key: value for key, value in told if value is not None}
    return record


def _attribution(document: str, attribution: Attribution) -> dict[str, Any]:
    record: dict[str, Any] = {
        "document": document,
        "cue": {"start": attribution.cue.start, "end": attribution.cue.end},
        "content": [{"start": part.start, "end": part.end} for part in attribution.content],
        "kind": attribution.kind,
        "stance": attribution.stance,
        "speakers": [s.name for s in attribution.speakers],
    }
    if attribution.source is not None:
        record["source"] = {"start": attribution.source.start, "end": attribution.source.end}
    return record
