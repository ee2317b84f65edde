"""Land and borders under the map, from the world-atlas and us-atlas packages (Natural Earth, US Census: public domain), and the
borders of provinces that our own gazetteer suggests (GeoNames, CC BY 4.0).

Their files are TopoJSON: chains of points, shared between neighbours, as whole numbers with differences. Where a country reaches
over the 180th meridian its outline jumps from one edge of the map to the other; here it is cut there instead.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["VENDOR", "BaseMap", "Line", "base_map", "base_map_json", "chains_of", "has_vendor", "rings_of"]

VENDOR = Path(__file__).parent / "static" / "vendor"
_ROUGH = Path(__file__).parent / "data" / "provinces.json"
Line = tuple[tuple[float, float], ...]
"""Points as ``(longitude, latitude)`` in degrees."""
_EDGE = 180.0


@dataclass(frozen=True)
class BaseMap:
    """``land`` are closed rings to be filled by the even-odd rule; ``lines`` are coasts and borders, ``units`` borders inside,
    ``rough`` those that are only suggested by the towns on their two sides (see training/outlines)."""

    land: tuple[Line, ...]
    lines: tuple[Line, ...]
    units: tuple[Line, ...]
    rough: tuple[Line, ...] = ()


def has_vendor() -> bool:
    """Whether what comes from npm was fetched when the project was set up."""
    return all((VENDOR / name).is_file() for name in ("leaflet.js", "leaflet.css", "world.json"))


@cache
def base_map() -> BaseMap | None:
    """The base map; None where npm was missing at set-up. The first call takes a quarter of a second."""
    world = VENDOR / "world.json"
    if not world.is_file():
        return None
    topology = json.loads(world.read_bytes())
    chains = chains_of(topology)
    land = [cut for ring in rings_of(topology["objects"]["land"], chains) for cut in cut_ring(ring)]
    lines = [part for chain in chains for part in cut_line(chain)]
    units: list[Line] = []
    for path in sorted(VENDOR.glob("units-*.json")):
        units += [part for chain in chains_of(json.loads(path.read_bytes())) for part in cut_line(chain)]
    rough = chains_of(json.loads(_ROUGH.read_bytes()))
    return BaseMap(tuple(land), tuple(lines), tuple(units), tuple(part for chain in rough for part in cut_line(chain)))


@cache
def base_map_json() -> bytes:
    """The base map for the browser, compressed: ``[lon, lat, dlon, dlat, …]`` in hundredths of a degree (about 1 km)."""
    found = base_map() or BaseMap((), (), ())
    told = {
        "land": [_steps(r) for r in found.land if len(r) > 3], "lines": [_steps(x) for x in found.lines],
        "units": [_steps(x) for x in found.units], "rough": [_steps(x) for x in found.rough],
    }  # fmt: skip
    return gzip.compress(json.dumps(told, separators=(",", ":")).encode(), 6, mtime=0)


def _steps(line: Line) -> list[int]:
    found: list[int] = []
    x = y = 0
    for lon, lat in line:
        dx, dy = round(lon * 100) - x, round(lat * 100) - y
        if dx or dy or not found:
            found += (dx, dy)
            x, y = x + dx, y + dy
    return found


# ---------------------------------------------------------------------------------------------------------- TopoJSON


def chains_of(topology: dict[str, Any]) -> list[Line]:
    """The chains of points of a TopoJSON file."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        found.append(tuple(points))
    return found


def rings_of(geometry: dict[str, Any], chains: Sequence[Line]) -> Iterator[Line]:
    """The rings of a geometry, made of chains."""
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from rings_of(part, chains)
        return
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: list[tuple[float, float]] = []
            for number in ring:
                chain = chains[number] if number >= 0 else chains[~number][::-1]
                points += chain if not points else chain[1:]
            yield tuple(points)


# --------------------------------------------------------------------------------------------------- the 180th meridian


def cut_line(line: Line) -> Iterator[Line]:
    """The pieces of a line that neither jump over the 180th meridian nor run along it."""
    piece: list[tuple[float, float]] = []
    for point in line:
        if piece:
            last = piece[-1]
            along = abs(last[0]) > _EDGE - 0.01 and abs(point[0]) > _EDGE - 0.01
            at_pole = last[1] < -89.9 and point[1] < -89.9
            if along or at_pole or abs(point[0] - last[0]) > _EDGE:
                if len(piece) > 1:
                    yield tuple(piece)
                piece = []
        piece.append(point)
    if len(piece) > 1:
        yield tuple(piece)


def cut_ring(ring: Line) -> Iterator[Line]:
    """A ring as rings between 180° west and east; one that goes round a pole is closed over it."""
    points = [ring[0]]
    for x, y in ring[1:]:
        # follow the outline over the edge instead of jumping back
        turns = round((points[-1][0] - x) / 360)
        points.append((x + 360 * turns, y))
    if abs(points[-1][0] - points[0][0]) > _EDGE:
        pole = -90.0 if sum(p[1] for p in points) < 0 else 90.0
        points += [(points[-1][0], pole), (points[0][0], pole)]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    for turn in (-360, 0, 360):
        if west + turn < _EDGE and east + turn > -_EDGE:
            moved: Iterable[tuple[float, float]] = [(x + turn, y) for x, y in points]
            moved = _within(_within(moved, -_EDGE, 1), _EDGE, -1)
            cut = tuple(moved)
            if len(cut) > 2:
                yield cut


def _within(points: Iterable[tuple[float, float]], edge: float, side: int) -> list[tuple[float, float]]:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman 1974)."""
    given = list(points)
    found: list[tuple[float, float]] = []
    for (ax, ay), (bx, by) in zip([given[-1], *given[:-1]] if given else [], given, strict=True):
        a_in, b_in = (ax - edge) * side >= 0, (bx - edge) * side >= 0
        if a_in != b_in:
            found.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
        if b_in:
            found.append((bx, by))
    return found
