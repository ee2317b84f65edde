"""The map: drawn on the server for everybody, and by the part in view for the script that lets one move it and brush over time."""

import gzip
import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger import Filter, Frame, Reader, SpotKey, Spotted
from onrecord.model import RecordError
from onrecord.vocab import claim_types
from onrecord.web.answering import tagged
from onrecord.web.atlas import Dot, map_of
from onrecord.web.basemap import base_map_json, has_vendor
from onrecord.web.charts import core
from onrecord.web.desk import Desk
from onrecord.web.query import LEAST, Asked, spot_words
from onrecord.web.routing import Pages
from onrecord.web.translating import N_, ntr, spoken, tr
from onrecord.web.words import country, day, number_of_incidents, path_of, type_label

__all__ = ["GROUPS", "router"]

router = Pages()
GROUPS = (N_("violence"), N_("liberty"), N_("civic space"), N_("protest"))
# what a person can look through; the moving map and the table of incidents have all
_MOST_DRAWN, _MOST_LISTED = 400, 200
_IN_VIEW, _AT_A_PLACE, _BINS = 100, 8, 120
_EPOCH = date(1970, 1, 1)


@cache
def _group(type_: str) -> int:
    entry = claim_types().get(type_)
    return GROUPS.index(entry.group) if entry and entry.group in GROUPS else 0


# ------------------------------------------------------------------------------------------------ drawn on the server


@router.get("/map")
def map_page(request: Request, desk: Desk, asked: Asked) -> Response:
    # where a place leads depends on the address, of which the filter is a part
    held = desk.kept(lambda: _drawn(desk.reader, asked), "map", tuple(asked.pairs()), spoken())
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
    with ask.drawn(asked.filter(), _group, len(GROUPS)) as found:
        number, places = found.spotted(None, _MOST_DRAWN)
        total, placed = found.incidents, len(found.slots)
    dots = [_dot(asked, p) for p in places]
    drawn = map_of(dots, tr("Map of incidents")) if dots else None
    return _Drawn(drawn, dots[:_MOST_LISTED], number, total, total - placed)


def _dot(asked: Asked, p: Spotted) -> Dot:
    alone = f"/incidents/{path_of(p.id)}" if p.id else ""
    href = alone or asked.href("/incidents", [("spot", spot_words(p.spot))], ["spot"])
    group = GROUPS[max(range(len(GROUPS)), key=lambda g: p.groups[g])]
    assert p.spot.lat is not None
    assert p.spot.lon is not None
    return Dot(p.spot.lat, p.spot.lon, p.incidents, p.killed, p.spot.is_area, p.spot.name, href, group, _within(p.spot))


# ----------------------------------------------------------------------------------------------------- what is in view


@router.get("/map/about.json")
def about(request: Request, desk: Desk, asked: Asked) -> Response:
    """Of every incident of the filter with a known point: ``bounds`` (south, west, north, east), and ``counts`` of those that
    began in each of at most 120 equal spans between the days ``first`` and ``last``, which count from 1970; what lies far off is in
    the first and the last of them, which reach from ``earliest`` and to ``latest``."""
    wanted = asked.filter()
    return tagged(request, desk.kept(lambda: _about(desk.reader, wanted), "map about", wanted), "application/json")


def _about(ask: Reader, wanted: Filter) -> bytes:
    with ask.drawn(wanted, _group, len(GROUPS)) as found:
        bounds = found.bounds()
        days = [(d, int(n)) for day, n in zip(*found.days(), strict=True) if (d := _days(int(day))) is not None]
    told: dict[str, Any] = {"bounds": bounds, "groups": GROUPS}
    if days:
        first, last = core(days)
        bins = min(_BINS, last - first + 1)
        counts = [0] * bins
        for day, number in days:
            counts[min(bins - 1, max(0, day - first) * bins // (last - first + 1))] += number
        told |= {"first": first, "last": last, "earliest": days[0][0], "latest": days[-1][0], "counts": counts}
    return json.dumps(told).encode()


def _days(day: int) -> int | None:
    """A day such as 20240207, counted from 1970."""
    try:
        return (date(day // 10_000, day // 100 % 100, day % 100) - _EPOCH).days
    except ValueError:
        return None


@router.get("/map/view.json")
def view(
    request: Request, desk: Desk, asked: Asked, frame: str = "-85,-180,85,180", zoom: int = 2, days: str = ""
) -> Response:
    """What stands in a frame (south, west, north, east) at a zoom, close ones together; ``days`` (two of ``about``'s) are those
    on which it began.

    ``title`` counts them. ``cells``: ``[lat, lon, incidents, killed, [incidents by group], 1 where it is an area, place or null,
    id or ""]``, ``first`` the places with the most killed: ``[place, incidents, killed, id or "", its country in words
    or ""]``. A place is ``[name, country, precision, lat, lon]``; an id is told where there is one incident alone.
    """
    framed, wanted = _frame(frame, zoom), _began(asked.filter(), days)
    body = desk.kept(lambda: _view(desk.reader, wanted, framed), "map view", wanted, framed, spoken())
    return tagged(request, body, "application/json")


def _frame(words: str, zoom: int) -> Frame:
    try:
        south, west, north, east = (float(x) for x in words.split(","))
    except ValueError:
        raise RecordError(tr("a frame is south,west,north,east in degrees")) from None
    if not (-90 <= south <= north <= 90 and -360 <= west <= east <= 360 and 0 <= zoom <= 18):
        raise RecordError(tr("a frame lies within 90 degrees south and north; zoom is from 0 to 18"))
    return Frame(south=south, west=west, north=north, east=east, zoom=zoom)


def _began(wanted: Filter, days: str) -> Filter:
    """The filter narrowed to incidents that began between two days, its own days kept."""
    if not days:
        return wanted
    try:
        first, last = (_EPOCH + timedelta(days=int(d)) for d in days.split(","))
    except (ValueError, OverflowError):
        raise RecordError(tr("days are two numbers, counted from 1970")) from None
    least, most = wanted.began_between or (date.min.isoformat(), date.max.isoformat())
    between = max(first.isoformat(), least), min(last.isoformat(), most)
    return msgspec.structs.replace(wanted, began_between=between)


def _view(ask: Reader, wanted: Filter, frame: Frame) -> bytes:
    with ask.drawn(wanted, _group, len(GROUPS)) as found:
        shown = found.in_frame(frame, _IN_VIEW)
    places = ntr("%(n)s place", "%(n)s places", shown.places)
    told = {
        "incidents": shown.incidents, "places": shown.places,
        "title": tr("In view: %(incidents)s at %(places)s", incidents=number_of_incidents(shown.incidents), places=places),
        "cells": [
            [round(c.lat, 4), round(c.lon, 4), c.incidents, c.killed, c.groups, int(c.area), _place(c.place), c.id]
            for c in shown.cells
        ],
        "first": [[_place(p.spot), p.incidents, p.killed, p.id, _within(p.spot)] for p in shown.first],
    }  # fmt: skip
    return json.dumps(told, separators=(",", ":")).encode()


def _within(spot: SpotKey) -> str:
    """The country that a place lies in, in words; nothing of a country itself."""
    return country(spot.country) if spot.country and spot.precision != "country" else ""


def _place(spot: SpotKey | None) -> list[Any] | None:
    return None if spot is None else [spot.name, spot.country, spot.precision, spot.lat, spot.lon]


@router.get("/map/at.json")
def at(
    request: Request, desk: Desk, asked: Asked, name: str, lat: float, lon: float, precision: str,
    of: str = "", days: str = "",
) -> Response:  # fmt: skip
    """The deadliest incidents of the filter at one place, as ``view`` names it (``of`` is its country)."""
    wanted, spot = _began(asked.filter(), days), SpotKey(lat, lon, precision, name, of)
    with desk.reader.drawn(wanted, _group, len(GROUPS)) as found:
        ids = found.at(spot, _AT_A_PLACE)
    held = desk.reader.incidents_by_ids(ids)
    rows = [held[i] for i in ids if i in held]
    told = [
        {
            "id": i.id, "type": type_label(i.type), "day": day(i.when.start) if i.when and i.when.start else "",
            "killed": next((t.best for t in i.tolls if t.effect == "killed"), None), "sum": i.link == "aggregate",
        }
        for i in rows
    ]  # fmt: skip
    return tagged(request, json.dumps(told).encode(), "application/json")


@router.get("/map/base.json")
def base(request: Request) -> Response:
    """Land and borders; the same for everybody."""
    body = base_map_json()
    # a browser always takes gzip; whoever does not gets it unpacked
    if "gzip" in request.headers.get("accept-encoding", ""):
        return tagged(request, body, "application/json", {"content-encoding": "gzip", "vary": "accept-encoding"})
    return tagged(request, gzip.decompress(body), "application/json", {"vary": "accept-encoding"})
