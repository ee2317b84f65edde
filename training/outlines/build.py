"""Approximate borders of provinces, made of the towns that lie in them.

    python training/outlines/build.py src/onrecord/web/data/provinces.json

A border is drawn where the nearest towns on its two sides belong to different provinces of one country (the edges of a Voronoi
diagram between them), inside the country's outline. See the README beside this file.
"""

import argparse
import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.spatial import Voronoi, cKDTree

import onrecord.vocab
from onrecord.vocab.gazetteer.store import Layer
from onrecord.web.basemap import VENDOR, chains_of, rings_of

Points = npt.NDArray[np.float64]
Units = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Edges = dict[int, list[int]]
_PLACES = Path(onrecord.vocab.__file__).parent / "data" / "gazetteer" / "places.gazetteer"
# what us-atlas has
_DRAWN = {"US"}
_NEIGHBOURS = 6
# degrees: simplified to about 3 km, written in steps of 1 km
_TOLERANCE, _STEP = 0.025, 0.01


def towns() -> dict[str, tuple[Points, Units]]:
    """By country: points (longitude, latitude) and the province of each as a number."""
    layer = Layer(_PLACES)
    held: dict[str, dict[tuple[float, float], int]] = defaultdict(dict)
    for row in range(layer.rows):
        e = layer.entry(row)
        if e.kind != "city" or e.latitude is None or e.longitude is None:
            continue
        if e.country and e.admin1_id is not None:
            held[e.country].setdefault((e.longitude, e.latitude), e.admin1_id)
    return {c: (np.array(list(t)), np.array(list(t.values()))) for c, t in held.items()}


def outlines() -> list[list[Points]]:
    """The rings of each country of the world-atlas."""
    topology = json.loads((VENDOR / "world.json").read_bytes())
    chains = chains_of(topology)
    countries = topology["objects"]["countries"]["geometries"]
    return [[np.array(r) for r in rings_of(g, chains)] for g in countries if g.get("arcs")]


def inside(points: Points, rings: list[Points]) -> Mask:
    """By the even-odd rule."""
    found = np.zeros(len(points), bool)
    x, y = points[:, 0], points[:, 1]
    for ring in rings:
        box = (x >= ring[:, 0].min()) & (x <= ring[:, 0].max()) & (y >= ring[:, 1].min()) & (y <= ring[:, 1].max())
        at = np.flatnonzero(box)
        if not len(at):
            continue
        px, py = x[at][:, None], y[at][:, None]
        ax, ay = ring[:-1, 0], ring[:-1, 1]
        bx, by = ring[1:, 0], ring[1:, 1]
        for i in range(0, len(at), 500):
            s = slice(i, i + 500)
            over = (ay > py[s]) != (by > py[s])
            with np.errstate(divide="ignore", invalid="ignore"):
                cross = px[s] < (bx - ax) * (py[s] - ay) / (by - ay) + ax
            found[at[s]] ^= (over & cross).sum(1) % 2 == 1
    return found


def cleared(points: Points, units: Units) -> Mask:
    """Towns that do not stand alone among those of other provinces: such a one is most often filed under a wrong one."""
    many = Counter(units.tolist())
    if len(points) <= _NEIGHBOURS:
        return np.ones(len(points), bool)
    _, near = cKDTree(points).query(points, k=_NEIGHBOURS + 1)
    same = (units[near[:, 1:]] == units[:, None]).sum(1)
    return (same > 0) | np.array([many[u] < 4 for u in units.tolist()])


def borders(points: Points, units: Units) -> list[Points]:
    """Lines between the towns of different provinces."""
    if len(points) < 5 or len(set(units.tolist())) < 2:
        return []
    far = np.array([[-1e3, -1e3], [-1e3, 1e3], [1e3, -1e3], [1e3, 1e3]]) + points.mean(0)
    cells = Voronoi(np.concatenate([points, far]))
    n = len(points)
    edges: Edges = defaultdict(list)
    for (a, b), (v, w) in zip(cells.ridge_points, cells.ridge_vertices, strict=True):
        if a < n and b < n and v >= 0 and w >= 0 and units[a] != units[b]:
            edges[v].append(w)
            edges[w].append(v)
    return [cells.vertices[chain] for chain in chained(edges)]


def chained(edges: Edges) -> Iterator[list[int]]:
    """Edges as the longest lines that do not fork."""
    left = {(a, b) for a, bs in edges.items() for b in bs}

    def walk(a: int, b: int) -> list[int]:
        line = [a, b]
        left.difference_update({(a, b), (b, a)})
        while len(edges[b]) == 2:
            c = next((x for x in edges[b] if (b, x) in left), None)
            if c is None:
                break
            left.difference_update({(b, c), (c, b)})
            line.append(c)
            b = c
        return line

    for a in [a for a, bs in edges.items() if len(bs) != 2]:
        for b in edges[a]:
            if (a, b) in left:
                yield walk(a, b)
    while left:
        yield walk(*next(iter(left)))


def rounded(line: Points) -> Points:
    """Corners cut twice (Chaikin 1974); ends stay, so that lines still meet."""
    for _ in range(2):
        if len(line) < 3:
            return line
        a, b = line[:-1], line[1:]
        cut = np.empty((2 * len(a), 2))
        cut[0::2], cut[1::2] = 0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b
        cut[0], cut[-1] = line[0], line[-1]
        line = cut
    return line


def simpler(line: Points, tolerance: float) -> Points:
    """Without points that lie nearer than ``tolerance`` to the line without them (Douglas and Peucker 1973)."""
    keep = np.zeros(len(line), bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        a, b = spans.pop()
        if b - a < 2:
            continue
        p, q = line[a], line[b]
        d = q - p
        long = math.hypot(*d)
        between = line[a + 1 : b] - p
        away = np.hypot(*between.T) if long == 0 else np.abs(between[:, 0] * d[1] - between[:, 1] * d[0]) / long
        i = int(away.argmax())
        if away[i] > tolerance:
            keep[a + 1 + i] = True
            spans += [(a, a + 1 + i), (a + 1 + i, b)]
    return line[keep]


def clipped(line: Points, rings: list[Points]) -> Iterator[Points]:
    """The pieces of a line inside a country, cut within a twentieth of a degree."""
    dense = [line[0]]
    for a, b in itertools.pairwise(line):
        steps = max(1, int(min(2_000, np.hypot(*(b - a)) / 0.05)))
        dense += [a + (b - a) * k / steps for k in range(1, steps + 1)]
    points = np.array(dense)
    within = inside(points, rings)
    start = None
    for i, here in enumerate([*within, False]):
        if here and start is None:
            start = i
        elif not here and start is not None:
            if i - start > 1:
                yield points[start:i]
            start = None


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("out", type=Path)
    o = asked.parse_args()
    shapes = outlines()
    arcs: list[list[list[int]]] = []
    for country, (points, units) in sorted(towns().items()):
        if country in _DRAWN or len(points) < 5:
            continue
        sample = points[:: max(1, len(points) // 60)]
        rings = max(shapes, key=lambda s: inside(sample, s).sum())
        if inside(sample, rings).mean() < 0.5:
            continue
        kept = cleared(points, units)
        points, units = points[kept], units[kept]
        wide = math.cos(math.radians(float(np.median(points[:, 1]))))
        for line in borders(points * [wide, 1], units):
            for piece in clipped(rounded(line / [wide, 1]), rings):
                arc = steps(simpler(piece, _TOLERANCE))
                if len(arc) > 1:
                    arcs.append(arc)
    told = {
        "type": "Topology",
        "transform": {"scale": [_STEP, _STEP], "translate": [0, 0]},
        "objects": {},
        "arcs": arcs,
    }
    o.out.write_text(json.dumps(told, separators=(",", ":")) + "\n")
    print(len(arcs), "lines")


def steps(line: Points) -> list[list[int]]:
    grid = np.rint(line / _STEP).astype(int)
    found, last = [], (0, 0)
    for x, y in grid.tolist():
        if not found or (x, y) != last:
            found.append([x - last[0], y - last[1]])
            last = (x, y)
    return found


if __name__ == "__main__":
    main()
