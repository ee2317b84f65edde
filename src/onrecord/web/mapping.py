"""The map: drawn on the server for everybody, and as points for the script that lets one move it and brush over time."""

import gzip
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from onrecord.ledger import Filter, Reader, Spot
from onrecord.vocab import claim_types
from onrecord.web.api import tagged
from onrecord.web.atlas import Dot, map_of
from onrecord.web.basemap import base_map_json, has_vendor
from onrecord.web.desk import DeskDep
from onrecord.web.query import LEAST, Asked, AskedDep
from onrecord.web.words import path_of

__all__ = ["GROUPS", "router"]

router = APIRouter()
GROUPS = ("violence", "liberty", "civic space", "protest")
AREAS = ("admin1", "admin2", "country")
# what a person can look through; the moving map and the table of incidents have all
_MOST_DRAWN, _MOST_LISTED = 1_500, 200
_EPOCH = date(1970, 1, 1)
Place = tuple[float, float, bool, str]


@router.get("/map")
def map_page(request: Request, desk: DeskDep, asked: AskedDep) -> Response:
    # where a place leads depends on the address, of which the filter is a part
    held = desk.kept(lambda: _drawn(desk.reader, asked), "map", tuple(asked.pairs()))
    return desk.page(
        request, "map.html", drawn=held.drawn, dots=held.dots, places=held.places, most=_MOST_DRAWN, groups=GROUPS,
        placeless=held.placeless, total=held.total, chips=asked.chips("/map"), asked=asked, least=LEAST, live=has_vendor(),
    )  # fmt: skip


@dataclass(frozen=True)
class _Drawn:
    """The map and the first of its places, with the number of places, of incidents, and of those without a place."""

    drawn: Markup | None
    dots: list[Dot]
    places: int
    total: int
    placeless: int


def _drawn(ask: Reader, asked: Asked) -> _Drawn:
    spots = ask.spots(asked.filter())
    places = _places(spots)
    dots = [_dot(asked, place, held) for place, held in places.items()]
    dots.sort(key=lambda d: (-d.killed, -d.count, d.name))
    drawn = map_of(dots[:_MOST_DRAWN], "Map of incidents") if dots else None
    return _Drawn(drawn, dots[:_MOST_LISTED], len(dots), len(spots), len(spots) - sum(d.count for d in dots))


def _places(spots: list[Spot]) -> dict[Place, list[Spot]]:
    found: dict[Place, list[Spot]] = defaultdict(list)
    for s in spots:
        if s.lat is not None and s.lon is not None:
            found[s.lat, s.lon, s.precision in AREAS, s.name].append(s)
    return found


def _group(type_: str) -> str:
    entry = claim_types().get(type_)
    return entry.group if entry and entry.group in GROUPS else GROUPS[0]


def _killed(spot: Spot) -> int:
    # an aggregate sums up single ones, which would count twice
    return (spot.killed or 0) if spot.link == "single" else 0


def _dot(asked: Asked, place: Place, held: list[Spot]) -> Dot:
    lat, lon, area, name = place
    alone = f"/incidents/{path_of(held[0].id)}"
    href = alone if len(held) == 1 else asked.href("/incidents", [("place", name)], ["place"])
    group = Counter(_group(s.type) for s in held).most_common(1)[0][0]
    return Dot(lat, lon, len(held), sum(map(_killed, held)), area, name, href, group)


@router.get("/map/points.json")
def points(request: Request, desk: DeskDep, asked: AskedDep) -> Response:
    """Every incident of the filter with a known point.

    ``places``: ``[lat, lon, 1 where it is an area, name]``. ``rows``: ``[place, group, killed, day, id, type, 1 for a figure over
    several events]``; ``day`` counts from 1970, null where it is unknown.
    """
    wanted = asked.filter()
    return _packed(request, desk.kept(lambda: _points(desk.reader, wanted), "points", wanted))


def _points(ask: Reader, wanted: Filter) -> bytes:
    places: dict[Place, int] = {}
    types: dict[str, int] = {}
    rows: list[list[Any]] = []
    for s in ask.spots(wanted):
        if s.lat is None or s.lon is None:
            continue
        place = places.setdefault((s.lat, s.lon, s.precision in AREAS, s.name), len(places))
        kind = types.setdefault(s.type, len(types))
        rows.append(
            [place, GROUPS.index(_group(s.type)), s.killed, _days(s.day), s.id, kind, int(s.link == "aggregate")]
        )
    told = {
        "groups": GROUPS, "types": [_label(t) for t in types], "rows": rows,
        "places": [[round(lat, 4), round(lon, 4), int(area), name] for lat, lon, area, name in places],
    }  # fmt: skip
    return gzip.compress(json.dumps(told, separators=(",", ":")).encode(), 4, mtime=0)


def _label(type_: str) -> str:
    entry = claim_types().get(type_)
    return entry.label if entry else type_


def _days(day: str) -> int | None:
    try:
        return (date.fromisoformat(day) - _EPOCH).days
    except ValueError:
        return None


@router.get("/map/base.json")
def base(request: Request) -> Response:
    """Land and borders; the same for everybody."""
    return _packed(request, base_map_json())


def _packed(request: Request, body: bytes) -> Response:
    # a browser always takes gzip; whoever does not gets it unpacked
    if "gzip" in request.headers.get("accept-encoding", ""):
        return tagged(request, body, "application/json", {"content-encoding": "gzip", "vary": "accept-encoding"})
    return tagged(request, gzip.decompress(body), "application/json", {"vary": "accept-encoding"})
