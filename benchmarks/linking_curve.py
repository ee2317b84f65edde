"""The plot of what adding one report costs, for the benchmarks of linking."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

_CURVES = (
    ("p50", "#1f5fa8", ""),
    ("p99", "#b5472b", ""),
    ("p50 wall", "#1f5fa8", "4 3"),
    ("p99 wall", "#b5472b", "4 3"),
)
_LINE = 14.0


def curve(rows: Sequence[tuple[int, Mapping[str, float]]], path: Path) -> None:
    """The cost curve as SVG: incidents in the ledger against milliseconds by name (see ``_CURVES``), both by powers of ten."""
    wide, high, left, base = 640, 360, 60, 310
    shown = [ms for _, told in rows for ms in told.values()]
    ticks = [n * 10**power for power in range(5) for n in (1, 2, 5)]
    bottom = max(t for t in ticks if t <= max(1.0, min(shown)))
    top = min(t for t in ticks if t >= max(shown))
    low, most = math.log10(rows[0][0]), math.log10(max(rows[-1][0], rows[0][0] * 10))

    def x(n: int) -> float:
        return left + (math.log10(n) - low) / (most - low) * (wide - left - 80)

    def y(ms: float) -> float:
        return base - math.log(ms / bottom) / math.log(top / bottom) * (base - 40)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="12">'
    ]
    out.append(f'<rect width="{wide}" height="{high}" fill="white"/>')
    for ms in (t for t in ticks if bottom <= t <= top):
        out.append(f'<line x1="{left}" x2="{wide - 70}" y1="{y(ms):.1f}" y2="{y(ms):.1f}" stroke="#ddd"/>')
        out.append(f'<text x="{left - 8}" y="{y(ms) + 4:.1f}" text-anchor="end">{ms}</text>')
    for n, _ in rows:
        out.append(f'<text x="{x(n):.1f}" y="{base + 20}" text-anchor="middle">{n:,}</text>')
    ends: list[tuple[float, float, str, str]] = []
    for name, colour, dashes in _CURVES:
        told = [(x(n), y(ms[name])) for n, ms in rows if name in ms]
        if told:
            points = " ".join(f"{a:.1f},{b:.1f}" for a, b in told)
            out.append(
                f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
            )
            out += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in told]
            ends.append((told[-1][1] + 4, told[-1][0] + 6, name, colour))
    # on a quiet machine both kinds of time end at one height: their names stand one under the other
    room = 0.0
    for at, across, name, colour in sorted(ends):
        room = max(at, room)
        out.append(f'<text x="{across:.1f}" y="{room:.1f}" fill="{colour}">{name}</text>')
        room += _LINE
    out.append(f'<text x="{(wide + left) / 2}" y="{high - 8}" text-anchor="middle">incidents in the ledger</text>')
    out.append(
        '<text x="12" y="20">milliseconds to add one report: processor time, and time on the wall (dashed)</text></svg>'
    )
    path.write_text("\n".join(out) + "\n", "utf-8")
