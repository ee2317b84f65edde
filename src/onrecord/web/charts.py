"""Charts drawn on the server as SVG. Colours and sizes of type stand in the stylesheet; every mark says what it is in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from onrecord.model import order_of
from onrecord.publish import bounds
from onrecord.web.translating import tr
from onrecord.web.words import day, moment

__all__ = ["Bar", "Step", "columns", "core", "rows", "step_chart", "svg", "tag"]


def tag(name: str, *inside: Markup | str, **attributes: object) -> Markup:
    """An element; values and words are escaped."""
    # a map has a thousand of them: words are put together as they are, and marked as safe once
    told = "".join([f' {k.rstrip("_").replace("_", "-")}="{_safe(v)}"' for k, v in attributes.items() if v is not None])
    return Markup(f"<{name}{told}>{''.join(map(_safe, inside))}</{name}>")  # noqa: S704


def _safe(value: object) -> str:
    if isinstance(value, float):
        return _number(value)
    return str(value) if isinstance(value, int | Markup) else str(escape(value))


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def svg(width: float, height: float, title: str, kind: str, *inside: Markup) -> Markup:
    # a group, for what is called an image hides the links inside it from who does not see
    box = f"0 0 {_number(width)} {_number(height)}"
    return tag("svg", tag("title", title), *inside, viewBox=box, role="group", aria_label=title, class_=kind)


def _stretched(height: float, title: str, kind: str, *inside: Markup) -> Markup:
    """As wide as the page has room for: across in per cent, up in pixels, so that words keep their size."""
    return tag(
        "svg", tag("title", title), *inside, width="100%", height=height, role="group", aria_label=title, class_=kind
    )


# of fewer none is far off
_FEW = 10
# per cent of the width that a day takes on a phone
_DAY_ROOM = 25


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    href: str
    title: str


# -------------------------------------------------------------------------------------------------------- bars


def core(counts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """First and last place of a line of ``(place, number)``, in order, that is to be drawn.

    All of it; but where some few (a hundredth, or one) lie so far off at either end that the others would have less than a
    quarter of the room, as one event told of a century ago does, the room goes to the others.
    """
    first, last = counts[0][0], counts[-1][0]
    total = sum(n for _, n in counts)
    spare = max(1, total // 100) if total >= _FEW else 0
    ends = [_beyond(side, spare) for side in (counts, counts[::-1])]
    return (ends[0], ends[1]) if (ends[1] - ends[0] + 1) * 4 < last - first + 1 else (first, last)


def _beyond(counts: Sequence[tuple[int, int]], spare: int) -> int:
    """The first place after as many as can be spared."""
    for place, number in counts:
        spare -= number
        if spare < 0:
            return place
    return counts[-1][0]


def columns(bars: Sequence[Bar], title: str) -> Markup:
    """Columns over time, with words under the first, the last, and each bar that opens a year where there is room; the number
    of the tallest stands over the line that it reaches. None is so low that a pointer could not meet it."""
    base, height = 156.0, 138.0
    top = max((b.value for b in bars), default=0) or 1
    step = 100.0 / max(1, len(bars))
    marks = [
        tag("line", x1=0, x2="100%", y1=base, y2=base, class_="axis"),
        tag("line", x1=0, x2="100%", y1=base - height, y2=base - height, class_="grid"),
        tag("text", f"{top:,}", x=0, y=base - height - 6, class_="tick"),
    ]
    for i, bar in enumerate(bars):
        if bar.value:
            tall = max(2.0, height * bar.value / top)
            x, wide = f"{(i + 0.12) * step:.2f}%", f"{step * 0.76:.2f}%"
            column = tag("rect", tag("title", bar.title), x=x, y=base - tall, width=wide, height=tall, rx=1.5)
            marks.append(tag("a", column, href=bar.href, aria_label=bar.title, class_="bar"))
    for i in _labelled(bars, step):
        anchor, shift = ("start", 0.12) if i == 0 else ("end", 0.88) if i == len(bars) - 1 else ("middle", 0.5)
        x = f"{(i + shift) * step:.2f}%"
        marks.append(tag("text", bars[i].label, x=x, y=base + 20, text_anchor=anchor, class_="tick"))
    return _stretched(base + 26, title, "chart columns", *marks)


def _labelled(bars: Sequence[Bar], step: float) -> list[int]:
    """Which bars have words under them; 20 per cent of the width is room enough on a phone."""
    last = len(bars) - 1
    found = [0] if bars else []
    for i in range(1, last):
        opens_year = bars[i].label.split(" ")[-1] != bars[i - 1].label.split(" ")[-1]
        if opens_year and (i - found[-1]) * step >= 20 and (last - i) * step >= 20:
            found.append(i)
    return [*found, last] if last > 0 and last * step >= 20 else found


def rows(bars: Sequence[Bar]) -> Markup:
    """A list of lying bars; its words wrap as the page's do."""
    top = max((b.value for b in bars), default=0) or 1
    items = []
    for bar in bars:
        rect = tag("rect", width=f"{max(1.0, 100 * bar.value / top) if bar.value else 0:.1f}%", height="100%", rx=1.5)
        drawn = tag("svg", rect, width="100%", height=12, aria_hidden="true")
        words = (tag("span", bar.label, class_="label"), drawn, tag("span", f"{bar.value:,}", class_="n"))
        items.append(tag("li", tag("a", *words, href=bar.href, title=bar.title, class_="bar")))
    return tag("ul", *items, class_="bars")


# -------------------------------------------------------------------------------------------------------- tolls


@dataclass(frozen=True)
class Step:
    """One figure: ``at`` is when it was published; ``high`` is absent where it is open upwards."""

    at: str
    low: int
    high: int | None
    said: str
    href: str


def step_chart(steps: Sequence[Step], best: int | None, title: str) -> Markup | None:
    """The figures in the order in which they were told, each moment as far from the next: most come within a day, and one a month
    later would leave them no room. None where one moment or one figure alone is known, for there is nothing to draw."""
    points = sorted(((order_of(s.at), s) for s in steps if s.at), key=lambda p: p[0])
    moments = list(dict.fromkeys(m for m, _ in points))
    if len(moments) < 2 or len({(s.low, s.high) for _, s in points}) < 2:
        return None
    base = 160.0
    at = {m: 2 + 90 * i / (len(moments) - 1) for i, m in enumerate(moments)}
    top = max(best or 1, *(s.high or s.low for _, s in points))

    def across(m: str) -> str:
        return f"{at[m]:.2f}%"

    def up(n: int) -> float:
        return base - (base - 26) * n / top

    marks = [tag("line", x1=0, x2="100%", y1=base, y2=base, class_="axis")]
    # at the side of the chart, in the room that its class leaves them
    marks += [tag("text", f"{n:,}", x=-8, y=up(n) + 4, text_anchor="end", class_="tick") for n in (0, top)]
    if best is not None:
        marks.append(tag("line", x1=0, x2="100%", y1=up(best), y2=up(best), class_="best"))
        marks.append(
            tag("text", tr("best %(n)s", n=f"{best:,}"), x="100%", y=up(best) - 7, text_anchor="end", class_="tick")
        )
    for (m, s), (following, s_after) in pairwise(points):
        x, y = across(following), up(s.low)
        marks.append(tag("line", x1=across(m), x2=x, y1=y, y2=y, class_="step"))
        marks.append(tag("line", x1=x, x2=x, y1=y, y2=up(s_after.low), class_="step"))
    for m, s in points:
        x = across(m)
        told = f"{bounds(s.low, s.high)}: {s.said}, {s.at[:16].replace('T', ' ')}"
        # an open figure has a short whisker without an end
        reach = up(s.low) - 16 if s.high is None else up(s.high)
        known = s.high == s.low
        whisker = () if known else (tag("line", x1=x, x2=x, y1=up(s.low), y2=reach, class_="open"),)
        dot = tag("circle", cx=x, cy=up(s.low), r=5, class_="dot" if known else "dot hollow")
        marks.append(tag("a", tag("title", told), *whisker, dot, href=s.href, aria_label=told))
    within_a_day = len({s.at[:10] for _, s in points}) == 1
    for m, s, anchor in _dated(points, at):
        told = moment(s.at) if within_a_day else day(s.at)
        marks.append(tag("text", told, x=across(m), y=base + 22, text_anchor=anchor, class_="tick"))
    room = min(4, -(-len(f"{top:,}") // 3))
    return _stretched(base + 28, title, f"chart steps room-{room}", *marks)


def _dated(points: Sequence[tuple[str, Step]], at: dict[str, float]) -> list[tuple[str, Step, str]]:
    """Which points have their day under them: the first, the last, and each that begins a day where there is room."""
    (first, opening), (last, closing) = points[0], points[-1]
    found = [(first, opening, "start")]
    for (_, before), (m, s) in pairwise(points):
        if s.at[:10] != before.at[:10] and at[m] - at[found[-1][0]] >= _DAY_ROOM and at[last] - at[m] >= _DAY_ROOM:
            found.append((m, s, "middle"))
    return [*found, (last, closing, "end")]
