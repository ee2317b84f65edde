"""REST under ``/api/v1``: the public records, the pages' filters, cursors and ETags."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from onrecord.ledger import Filter, Page
from onrecord.model import Claim, Document, Incident, to_record
from onrecord.publish import INCIDENT_COLUMNS, feature, incident_row, to_csv
from onrecord.web.answering import tagged
from onrecord.web.asking import demands, each_incident
from onrecord.web.depending import AskedDep, DeskDep
from onrecord.web.errors import ERRORS
from onrecord.web.query import Asked

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", default_response_class=Response, responses=ERRORS)
_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson", "geojson": "application/geo+json"}


def _json(request: Request, value: object, headers: dict[str, str] | None = None) -> Response:
    # ASCII, for a text may hold broken characters, which only an escape can carry
    return tagged(request, json.dumps(value).encode(), "application/json", headers)


def _page(request: Request, asked: Asked, page: Page[Incident] | Page[Claim] | Page[Document]) -> Response:
    return _paged(request, asked, page, [to_record(i) for i in page.items])


def _paged(
    request: Request, asked: Asked, page: Page[Any], items: list[Any], also: Iterable[tuple[str, str]] = ()
) -> Response:
    """A page of records with where the next one is; ``also`` stands in its address beside the conditions."""
    told: dict[str, Any] = {"items": items, "total": page.total}
    headers = {}
    if page.more:
        told["more"] = True
    if page.next:
        told["next"] = page.next
        onward = [*also, ("limit", str(asked.limit)), ("cursor", page.next)]
        headers["link"] = f'<{asked.href(request.url.path, onward)}>; rel="next"'
    return _json(request, told, headers)


@router.get("/incidents", summary="Incidents, a page at a time")
def incidents(request: Request, desk: DeskDep, asked: AskedDep) -> Response:
    """`{items, total, next?, more?}`: pass `next` as `cursor` for the page after; `more` says that `total` stopped counting."""
    return _page(request, asked, desk.reader.incidents(asked.filter(), asked.request()))


@router.get("/incidents.csv", summary="Every incident of the filter as CSV")
def incidents_csv(desk: DeskDep, asked: AskedDep) -> Response:
    """Never cut at a page; cells that a spreadsheet would run as a formula begin with an apostrophe."""
    found = (incident_row(i) for i in each_incident(desk.reader, asked.filter(), asked.sort))
    return _stream(to_csv(found, INCIDENT_COLUMNS), "csv")


@router.get("/incidents.jsonl", summary="Every incident of the filter as JSON Lines")
def incidents_jsonl(desk: DeskDep, asked: AskedDep) -> Response:
    found = each_incident(desk.reader, asked.filter(), asked.sort)
    return _stream((json.dumps(to_record(i)) + "\n" for i in found), "jsonl")


@router.get("/incidents.geojson", summary="Every incident of the filter as GeoJSON")
def incidents_geojson(desk: DeskDep, asked: AskedDep) -> Response:
    """`place_precision` tells how far a point stands for an area; a place that is not known has no geometry."""

    def lines() -> Iterator[str]:
        yield '{"type": "FeatureCollection", "features": ['
        for n, incident in enumerate(each_incident(desk.reader, asked.filter(), asked.sort)):
            yield (",\n" if n else "\n") + json.dumps(feature(incident))
        yield "\n]}\n"

    return _stream(lines(), "geojson")


def _stream(lines: Iterator[str], form: str) -> Response:
    told = {"content-disposition": f'attachment; filename="incidents.{form}"'}
    encoded = (line.encode("utf-8", "replace") for line in lines)
    return StreamingResponse(encoded, media_type=_TYPES[form], headers=told)


@router.get("/incidents/moved", summary="Incidents that were merged, split or are gone")
def moved(
    request: Request,
    desk: DeskDep,
    since: Annotated[datetime | None, Query(description="After this moment.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 500,
    cursor: Annotated[int, Query(ge=0, le=2**53, description="The next of the page before.")] = 0,
) -> Response:
    """`{items: [{old, new?, reason, at}], next?}`, oldest first: where the claims of an incident went (`merged`, `split`), or that
    they are in none (`gone`). With `incidents?since=` it tells whoever pulls from time to time all that changed."""
    found = desk.reader.moved(since.isoformat() if since else None, cursor, limit)
    items = [{"old": m.old, **({"new": m.new} if m.new else {}), "reason": m.reason, "at": m.at} for m in found]
    told: dict[str, Any] = {"items": items}
    if len(found) == limit:
        told["next"] = found[-1].seq
    return _json(request, told)


@router.get("/incidents/{id}", summary="One incident")
def incident(request: Request, desk: DeskDep, id: str) -> Response:  # noqa: A002
    """The first characters of its id are enough; one that was merged gives the incident it went into."""
    return _json(request, to_record(desk.reader.incident(id)))


@router.get("/claims", summary="Claims, a page at a time")
def claims(request: Request, desk: DeskDep, asked: AskedDep) -> Response:
    return _page(request, asked, desk.reader.claims(asked.filter(), asked.request()))


@router.get("/claims/{id}", summary="One claim")
def claim(request: Request, desk: DeskDep, id: str) -> Response:  # noqa: A002
    return _json(request, to_record(desk.reader.claim(id)))


@router.get("/documents", summary="Documents, a page at a time")
def documents(request: Request, desk: DeskDep, asked: AskedDep) -> Response:
    """Of the filter, `from` and `to` (of publication), `search`, `publisher`, `document` and `since` apply; `sort=appended` is for
    whoever pulls all of them."""
    asked = asked.of_documents()
    return _page(request, asked, desk.reader.documents(asked.filter(), asked.request()))


@router.get("/documents/{id:path}", summary="One document")
def document(request: Request, desk: DeskDep, id: str) -> Response:  # noqa: A002
    return _json(request, to_record(desk.reader.document(id)))


@router.get("/demands", summary="Demands with what answered them, a page at a time")
def demands_(request: Request, desk: DeskDep, asked: AskedDep, open: bool = False) -> Response:  # noqa: A002
    """`{items, total, next?, more?}`, those asked first at the beginning (`sort=-told`: last); `open=true` leaves out the answered
    ones. `open_days` counts from publication."""
    wanted = asked.filter(kinds=("demand",), answered=False if open else None)
    found, page = demands(desk.reader, wanted, asked.request(), desk.today)
    items = []
    for d in found:
        record: dict[str, Any] = {"claim": to_record(d.claim), "incidents": list(d.incidents)}
        if d.answers:
            record["answered_by"] = [a.id for a in d.answers]
        if d.open_days is not None:
            record["open_days"] = d.open_days
        items.append(record)
    return _paged(request, asked, page, items, [("open", "true")] if open else [])


@router.get("/counts", summary="How much the ledger holds")
def counts(request: Request, desk: DeskDep, asked: AskedDep) -> Response:
    """Incidents of the filter by type, country, status, link, month and publisher, and the rows of each table."""
    wanted: Filter = asked.filter()
    rows, found = desk.kept(lambda: (desk.reader.counts(), desk.reader.facets(wanted)), "counts", wanted)
    return _json(request, {"ledger": rows, "incidents": {k: dict(v) for k, v in found.items()}})
