"""The map as the server draws it: land and borders, a dot for a town, a dashed ring for an area of which the middle is known."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from markupsafe import Markup

from onrecord.web.basemap import Line, base_map
from onrecord.web.charts import svg, tag
from onrecord.web.translating import ntr, tr
from onrecord.web.words import number_of_incidents

__all__ = ["Dot", "map_of"]

_WIDTH, _HEIGHT = 960.0, 620.0
_PIXEL = 0.9
# pixels a degree from which the borders of provinces are drawn
_CLOSE = 12.0


@dataclass(frozen=True)
class Dot:
    """Incidents at one place; ``area`` where the place is a province or a country, of which the point is only the middle.

    ``within`` is the name of its country in words.

    ``group`` is the group of types that most of them belong to: ``violence``, ``liberty``, ``civic space`` or ``protest``.
    """

    lat: float
    lon: float
    count: int
    killed: int
    area: bool
    name: str
    href: str
    group: str = "violence"
    within: str = ""


@dataclass(frozen=True)
class _Frame:
    """Degrees shown, and pixels a degree: north up, degrees evenly spaced (plate carrée at the middle latitude)."""

    south: int
    north: int
    west: int
    east: int

    @cached_property
    def wide(self) -> float:
        return max(0.2, math.cos(math.radians((self.south + self.north) / 2)))

    @cached_property
    def scale(self) -> float:
        return min(_WIDTH / ((self.east - self.west) * self.wide), _HEIGHT / (self.north - self.south))

    @property
    def size(self) -> tuple[float, float]:
        return (self.east - self.west) * self.wide * self.scale, (self.north - self.south) * self.scale

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.wide * self.scale, (self.north - lat) * self.scale


def map_of(dots: Sequence[Dot], title: str) -> Markup:
    """The map of the dots; where npm was missing at set-up, their graticule alone."""
    frame = _frame(dots)
    width, height = frame.size
    marks = [*_ground(frame), *_graticule(frame)]
    # areas and large ones first, so that small ones stay within reach
    for d in sorted(dots, key=lambda d: (not d.area, -d.killed)):
        x, y = frame.at(d.lon, d.lat)
        r = 5 + min(26.0, 1.9 * math.sqrt(d.killed))
        killed = ntr("%(n)s killed", "%(n)s killed", d.killed)
        told = f"{d.name}: {number_of_incidents(d.count)}, {killed}"
        told += " " + tr("(somewhere in this area)") if d.area else ""
        kind = f"{'area' if d.area else 'spot'} g-{d.group.replace(' ', '-')}"
        circle = tag("circle", cx=x, cy=y, r=r + (6 if d.area else 0), class_=kind)
        marks.append(tag("a", tag("title", told), circle, href=d.href, aria_label=told))
    return svg(width, height, title, "map", *marks)


def _frame(dots: Sequence[Dot]) -> _Frame:
    south, north = _span([d.lat for d in dots], 6.0, -90, 90)
    west, east = _span([d.lon for d in dots], 9.0, -180, 180)
    return _Frame(south, north, west, east)


def _span(values: Sequence[float], least: float, low: int, high: int) -> tuple[int, int]:
    # whole degrees, so that the ground under most filters is drawn once
    a, b = min(values), max(values)
    pad = max(least / 2, (b - a) * 0.08)
    return max(low, math.floor(a - pad)), min(high, math.ceil(b + pad))


@lru_cache(maxsize=24)
def _ground(frame: _Frame) -> tuple[Markup, ...]:
    base = base_map()
    if base is None:
        return ()
    land = "".join(_path(ring, frame, True) for ring in base.land)
    lines = "".join(_path(x, frame, False) for x in base.lines)
    units = "".join(_path(x, frame, False) for x in base.units)
    # on a map of continents they would be noise
    rough = "".join(_path(x, frame, False) for x in base.rough) if frame.scale >= _CLOSE else ""
    return (
        tag("path", d=land, class_="land", fill_rule="evenodd"),
        tag("path", d=rough, class_="rough"),
        tag("path", d=units, class_="unit"),
        tag("path", d=lines, class_="border"),
    )


def _path(line: Line, frame: _Frame, closed: bool) -> str:
    """A line as a path, without the points that fall on the pixel of the one before; empty where it lies outside."""
    if max(p[0] for p in line) < frame.west or min(p[0] for p in line) > frame.east:
        return ""
    if max(p[1] for p in line) < frame.south or min(p[1] for p in line) > frame.north:
        return ""
    kept: list[tuple[float, float]] = []
    # said out, for a map has some hundred thousand points
    west, north, across, down = frame.west, frame.north, frame.wide * frame.scale, frame.scale
    before_x = before_y = math.inf
    for lon, lat in line:
        x, y = (lon - west) * across, (north - lat) * down
        if abs(x - before_x) + abs(y - before_y) > _PIXEL:
            kept.append((x, y))
            before_x, before_y = x, y
    if len(kept) < (3 if closed else 2):
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + ("Z" if closed else "")


def _graticule(frame: _Frame) -> list[Markup]:
    width, height = frame.size
    marks = []
    for horizontal, low, high in ((True, frame.south, frame.north), (False, frame.west, frame.east)):
        gap = next((g for g in (1, 2, 5, 10, 15, 30) if (high - low) / g <= 9), 45)
        for n in range(math.ceil(low / gap), math.floor(high / gap) + 1):
            at = n * gap
            if horizontal:
                y = (frame.north - at) * frame.scale
                marks.append(tag("line", x1=0, x2=width, y1=y, y2=y, class_="grid"))
                marks.append(tag("text", _degrees(at, "N", "S"), x=4, y=y - 4, class_="tick"))
            else:
                x = (at - frame.west) * frame.wide * frame.scale
                marks.append(tag("line", x1=x, x2=x, y1=0, y2=height, class_="grid"))
                marks.append(tag("text", _degrees(at, "E", "W"), x=x + 4, y=height - 5, class_="tick"))
    return marks


def _degrees(at: float, positive: str, negative: str) -> str:
    return f"{abs(at):.0f}°{positive if at > 0 else negative if at < 0 else ''}"
