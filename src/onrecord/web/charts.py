"""Charts drawn on the server as SVG. Colours and sizes of type stand in the stylesheet; every mark says what it is in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup, escape

from onrecord.publish import bounds

__all__ = ["Bar", "Dot", "Step", "columns", "map_of", "months_between", "rows", "step_chart"]


def tag(name: str, *inside: Markup | str, **attributes: object) -> Markup:
    """An element; values and words are escaped."""
    told = "".join(
        f' {escape(k.rstrip("_").replace("_", "-"))}="{escape(_number(v) if isinstance(v, float) else v)}"'
        for k, v in attributes.items() if v is not None
    )  # fmt: skip
    return Markup(f"<{name}{told}>") + Markup("").join(escape(i) for i in inside) + Markup(f"</{name}>")  # noqa: S704


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _svg(width: float, height: float, title: str, kind: str, *inside: Markup) -> Markup:
    return tag("svg", tag("title", title), *inside, viewBox=f"0 0 {_number(width)} {_number(height)}", role="img", class_=kind)


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    href: str
    title: str


# -------------------------------------------------------------------------------------------------------- bars


def months_between(first: str, last: str) -> list[str]:
    """Every month from ``2024-02`` to ``2024-05``, both in."""
    year, month = int(first[:4]), int(first[5:7])
    found = []
    while f"{year:04}-{month:02}" <= last:
        found.append(f"{year:04}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def columns(bars: Sequence[Bar], title: str) -> Markup:
    """Columns over time; a label stands where it differs in its year from the one before, and at both ends."""
    width, height, base = 640.0, 168.0, 140.0
    top = max((b.value for b in bars), default=0) or 1
    step = (width - 34) / max(1, len(bars))
    marks = [
        tag("line", x1=30, x2=width, y1=base, y2=base, class_="axis"),
        tag("line", x1=30, x2=width, y1=16, y2=16, class_="grid"),
        tag("text", f"{top:,}", x=24, y=20, text_anchor="end", class_="tick"),
        tag("text", "0", x=24, y=base + 4, text_anchor="end", class_="tick"),
    ]
    shown = -60.0
    for i, bar in enumerate(bars):
        x, tall = 32 + i * step, (base - 16) * bar.value / top
        if bar.value:
            column = tag("rect", tag("title", bar.title), x=x + step * 0.12, y=base - tall, width=step * 0.76, height=tall, rx=1.5)
            marks.append(tag("a", column, href=bar.href, aria_label=bar.title, class_="bar"))
        if bar.label and x - shown > 44:
            marks.append(tag("text", bar.label, x=x + step / 2, y=base + 18, text_anchor="middle", class_="tick"))
            shown = x
    return _svg(width, height, title, "chart columns", *marks)


def rows(bars: Sequence[Bar], title: str) -> Markup:
    """Lying bars with their words before and their figures behind."""
    width, tall = 640.0, 27.0
    top = max((b.value for b in bars), default=0) or 1
    marks = []
    for i, bar in enumerate(bars):
        y, long = i * tall, 330 * bar.value / top
        line = (
            tag("rect", x=0, y=y, width=width, height=tall, class_="hit"),
            tag("text", bar.label, x=240, y=y + 18, text_anchor="end", class_="label"),
            tag("rect", x=250, y=y + 6, width=max(2.0, long), height=tall - 11, rx=1.5),
            tag("text", f"{bar.value:,}", x=258 + max(2.0, long), y=y + 18, class_="tick"),
        )
        marks.append(tag("a", tag("title", bar.title), *line, href=bar.href, aria_label=bar.title, class_="bar"))
    return _svg(width, max(tall, tall * len(bars)), title, "chart rows", *marks)


# -------------------------------------------------------------------------------------------------------- tolls


@dataclass(frozen=True)
class Step:
    """One figure: ``at`` is when it was published; ``high`` is absent where it is open upwards."""

    at: str
    low: int
    high: int | None
    said: str
    href: str


def _moment(iso: str) -> float:
    found = datetime.fromisoformat(iso)
    # a moment without an offset is read as UTC on this axis alone: the table shows it as it was written
    return (found - datetime(1970, 1, 1, tzinfo=found.tzinfo)).total_seconds() - (
        found.utcoffset().total_seconds() if found.utcoffset() else 0  # type: ignore[union-attr]
    )


def step_chart(steps: Sequence[Step], best: int | None, title: str) -> Markup | None:
    """The figures told over time; None where fewer than two moments are known, for there is nothing to draw."""
    points = sorted(((_moment(s.at), s) for s in steps if s.at), key=lambda p: p[0])
    if len({m for m, _ in points}) < 2:
        return None
    width, height, left, right, base = 640.0, 210.0, 46.0, 600.0, 172.0
    first, last = points[0][0], points[-1][0]
    top = max(best or 1, *(s.high or s.low for _, s in points))

    def across(m: float) -> float:
        return left + 14 + (right - left - 28) * (m - first) / (last - first)

    def up(n: int) -> float:
        return base - (base - 24) * n / top

    marks = [tag("line", x1=left, x2=right, y1=base, y2=base, class_="axis")]
    marks += [tag("text", f"{n:,}", x=left - 8, y=up(n) + 4, text_anchor="end", class_="tick") for n in (0, top)]
    if best is not None:
        marks.append(tag("line", x1=left, x2=right, y1=up(best), y2=up(best), class_="best"))
        marks.append(tag("text", f"best {best:,}", x=right + 4, y=up(best) + 4, class_="tick"))
    path = f"M{_number(across(first))} {_number(up(points[0][1].low))}"
    for m, s in points[1:]:
        path += f"H{_number(across(m))}V{_number(up(s.low))}"
    marks.append(tag("path", d=path, class_="step"))
    for m, s in points:
        x = across(m)
        told = f"{bounds(s.low, s.high)}: {s.said}, {s.at[:16].replace('T', ' ')}"
        # an open figure has a short whisker without an end
        reach = up(s.low) - 16 if s.high is None else up(s.high)
        known = s.high == s.low
        whisker = () if known else (tag("line", x1=x, x2=x, y1=up(s.low), y2=reach, class_="open"),)
        dot = tag("circle", cx=x, cy=up(s.low), r=4.5, class_="dot" if known else "dot hollow")
        marks.append(tag("a", tag("title", told), *whisker, dot, href=s.href, aria_label=told))
    for m, anchor in ((first, "start"), (last, "end")):
        told = next(s.at for at, s in points if at == m)
        marks.append(tag("text", _short(told), x=across(m), y=base + 20, text_anchor=anchor, class_="tick"))
    return _svg(width, height, title, "chart steps", *marks)


def _short(iso: str) -> str:
    found = date.fromisoformat(iso[:10])
    return f"{found.day} {found:%b %Y}" + (f" {iso[11:16]}" if "T" in iso else "")


# ---------------------------------------------------------------------------------------------------------- map


@dataclass(frozen=True)
class Dot:
    """Incidents at one place; ``area`` where the place is a province or a country, of which the point is only the middle."""

    lat: float
    lon: float
    count: int
    killed: int
    area: bool
    name: str
    href: str


def map_of(dots: Sequence[Dot], title: str) -> Markup:
    """Points on a graticule, north up, degrees evenly spaced (plate carrée at the middle latitude); no base map."""
    south, north = _span([d.lat for d in dots], 4.0, -90, 90)
    west, east = _span([d.lon for d in dots], 6.0, -180, 180)
    width, wide = 960.0, max(0.2, math.cos(math.radians((south + north) / 2)))
    scale = min(width / ((east - west) * wide), 620 / (north - south))
    width, height = (east - west) * wide * scale, (north - south) * scale
    marks = []
    for horizontal, low, high in ((True, south, north), (False, west, east)):
        gap = _gap(high - low)
        for n in range(math.ceil(low / gap), math.floor(high / gap) + 1):
            at = n * gap
            if horizontal:
                y = (north - at) * scale
                marks.append(tag("line", x1=0, x2=width, y1=y, y2=y, class_="grid"))
                marks.append(tag("text", _degrees(at, "N", "S"), x=4, y=y - 4, class_="tick"))
            else:
                x = (at - west) * wide * scale
                marks.append(tag("line", x1=x, x2=x, y1=0, y2=height, class_="grid"))
                marks.append(tag("text", _degrees(at, "E", "W"), x=x + 4, y=height - 5, class_="tick"))
    # large ones first, so that small ones stay within reach
    for d in sorted(dots, key=lambda d: (not d.area, -d.killed)):
        x, y, r = (d.lon - west) * wide * scale, (north - d.lat) * scale, 5 + min(26.0, 1.9 * math.sqrt(d.killed))
        told = f"{d.name}: {d.count:,} {'incident' if d.count == 1 else 'incidents'}, {d.killed:,} killed"
        told += " (somewhere in this area)" if d.area else ""
        circle = tag("circle", cx=x, cy=y, r=r + (6 if d.area else 0), class_="area" if d.area else "spot")
        marks.append(tag("a", tag("title", told), circle, href=d.href, aria_label=told))
    return _svg(width, height, title, "map", *marks)


def _span(values: Sequence[float], least: float, low: float, high: float) -> tuple[float, float]:
    a, b = min(values), max(values)
    pad = max(least / 2, (b - a) * 0.08)
    return max(low, a - pad), min(high, b + pad)


def _gap(span: float) -> int:
    return next((g for g in (1, 2, 5, 10, 15, 30) if span / g <= 9), 45)


def _degrees(at: float, positive: str, negative: str) -> str:
    return f"{abs(at):.0f}°{positive if at > 0 else negative if at < 0 else ''}"
