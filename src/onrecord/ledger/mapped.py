"""What a map shows: the incidents of a filter at their places, close ones together, made of the register's columns."""

from collections.abc import Callable, Mapping
from math import pi

import numpy as np

from onrecord.ledger.columns import Columns, Mask, Numbers, grouped
from onrecord.ledger.spots import Cell, Frame, InFrame, Spot, SpotKey, Spotted, spot_key

__all__ = ["Drawn", "drawn_at"]


_CELL = 64


def drawn_at(held: Columns, spot: tuple[float | None, float | None, str, str, str], coarse: Mapping[int, Spot]) -> Mask:
    """The slots of the incidents that a map draws there; those of ``coarse`` are drawn where it says."""
    found = held.where("spot", lambda v: v == spot)
    for num, shown in coarse.items():
        slot = held.slots.get(num)
        if slot is not None:
            found[slot] = spot_key(shown) == spot
    return found


class Drawn:
    """What a map needs of the incidents of a filter that have a known point."""

    def __init__(
        self, held: Columns, fits: Mask, group_of: Callable[[str], int], groups: int, coarse: Mapping[int, Spot]
    ) -> None:
        spots, points = list(held.values["spot"]), held.points()
        codes = held["spot"].astype(np.int64)
        for num, spot in coarse.items():
            slot = held.slots.get(num)
            if slot is not None:
                codes[slot] = len(spots)
                key = spot_key(spot)
                spots.append(key)
                points = np.vstack([points, (key.lat or 0.0, key.lon or 0.0, float(key.known), float(key.is_area))])
        self.incidents = int(fits.sum())
        slots = np.flatnonzero(fits)
        slots = slots[points[codes[slots], 2] > 0]
        self.held, self.spots, self.slots, self.groups = held, spots, slots, groups
        self.place = codes[slots]
        self.lat, self.lon, self.area = points[:, 0], points[:, 1], points[:, 3] > 0
        single = held.where("link", lambda v: v == "single")
        # an aggregate sums up single ones, which would count twice
        self.killed = np.where(single, np.maximum(held["killed"], 0), 0)[slots]
        by_type = np.fromiter((group_of(v) for v in held.values["type"]), np.int64, len(held.values["type"]))
        self.group = by_type[held["type"][slots]]

    def bounds(self) -> tuple[float, float, float, float] | None:
        """South, west, north and east of all of them."""
        if not len(self.slots):
            return None
        lat, lon = self.lat[self.place], self.lon[self.place]
        return float(lat.min()), float(lon.min()), float(lat.max()), float(lon.max())

    def sums(self, chosen: Mask, key: Numbers, size: int) -> tuple[Numbers, Numbers, list[Numbers]]:
        """Incidents, killed and incidents by group under each key."""
        counted = np.bincount(key, minlength=size)
        killed = np.bincount(key, self.killed[chosen], minlength=size).astype(np.int64)
        group = self.group[chosen]
        return counted, killed, [np.bincount(key[group == g], minlength=size) for g in range(self.groups)]

    def one(self, chosen: Mask, key: Numbers, size: int) -> Numbers:
        """A slot under each key."""
        found = np.zeros(size, np.int64)
        found[key] = self.slots[chosen]
        return found

    def days(self) -> tuple[Numbers, Numbers]:
        """``(days, incidents)``: days such as 20240207 on which incidents began, and how many; those of unknown date left out."""
        start = self.held["day_start"][self.slots]
        return np.unique(start[start > 0].astype(np.int64), return_counts=True)

    def at(self, spot: SpotKey, most: int) -> list[str]:
        """The incidents at a place, the deadliest first."""
        here = np.flatnonzero(np.fromiter((s == spot for s in self.spots), np.bool_, len(self.spots))[self.place])
        order = here[np.argsort(-self.killed[here], kind="stable")][:most]
        return [self.held.ids[i] for i in self.slots[order]]

    def spotted(self, chosen: Mask | None, most: int) -> tuple[int, list[Spotted]]:
        """The number of places, and those with the most killed, then the most incidents; ``chosen`` of all, or all."""
        if chosen is None:
            chosen = np.ones(len(self.slots), np.bool_)
        size = len(self.spots)
        key = self.place[chosen]
        counted, killed, groups = self.sums(chosen, key, size)
        alone = self.one(chosen, key, size)
        there = np.flatnonzero(counted)
        order = there[np.lexsort((-counted[there], -killed[there]))][:most]
        return len(there), [
            Spotted(
                spot=self.spots[i], incidents=int(counted[i]), killed=int(killed[i]), groups=tuple(int(g[i]) for g in groups),
                id=self.held.ids[alone[i]] if counted[i] == 1 else "",
            )
            for i in order
        ]  # fmt: skip

    def in_frame(self, frame: Frame, most: int) -> InFrame:
        """What stands in the frame, close ones together: a grid of 64 pixels, each cell at the middle of what is in it."""
        lat, lon = self.lat[self.place], self.lon[self.place]
        inside = (lat >= frame.south) & (lat <= frame.north) & (lon >= frame.west) & (lon <= frame.east)
        places, first = self.spotted(inside, most)
        found: list[Cell] = []
        for area in (True, False):
            found += _grid(self, inside & (self.area[self.place] == area), frame, area)
        return InFrame(cells=tuple(found), incidents=int(inside.sum()), places=places, first=tuple(first))


def _grid(drawn: Drawn, chosen: Mask, frame: Frame, area: bool) -> list[Cell]:
    if not chosen.any():
        return []
    lat, lon = drawn.lat[drawn.place[chosen]], drawn.lon[drawn.place[chosen]]
    scale = 256 * 2.0**frame.zoom / _CELL
    # Web Mercator, as the browser's map has it
    x = np.floor((lon + 180) / 360 * scale).astype(np.int64)
    turned = np.radians(np.clip(lat, -85, 85))
    y = np.floor((1 - np.log(np.tan(turned) + 1 / np.cos(turned)) / pi) / 2 * scale).astype(np.int64)
    keys, key = grouped(y * (int(scale) + 2) + x)
    size = len(keys)
    counted, killed, groups = drawn.sums(chosen, key, size)
    middle = [np.bincount(key, v, minlength=size) / counted for v in (lat, lon)]
    place = drawn.place[chosen]
    low, high = np.full(size, 2**31), np.full(size, -1)
    np.minimum.at(low, key, place)
    np.maximum.at(high, key, place)
    alone = drawn.one(chosen, key, size)
    return [
        Cell(
            lat=float(middle[0][i]), lon=float(middle[1][i]), incidents=int(counted[i]), killed=int(killed[i]), area=area,
            groups=tuple(int(g[i]) for g in groups), place=drawn.spots[low[i]] if low[i] == high[i] else None,
            id=drawn.held.ids[alone[i]] if counted[i] == 1 else "",
        )
        for i in range(size)
    ]  # fmt: skip
