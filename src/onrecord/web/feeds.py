"""Atom and JSON feeds of any filtered view, and the page that describes the API."""

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger import Request as Wanted
from onrecord.model import Incident, to_record
from onrecord.publish import figure, place, type_label, when
from onrecord.web.answering import tagged
from onrecord.web.desk import Desk
from onrecord.web.query import Asked
from onrecord.web.routing import Pages
from onrecord.web.translating import ntr
from onrecord.web.words import path_of, status_words

__all__ = ["router"]

router = Pages()
_LIMIT = 50


@router.get("/feeds/incidents.atom")
def atom(request: Request, desk: Desk, asked: Asked) -> Response:
    """The incidents of the filter last told of, newest first."""
    found = desk.reader.incidents(asked.filter(), Wanted(limit=_LIMIT, sort="-reported")).items
    base = desk.door.origin or f"{request.url.scheme}://{request.url.netloc}"
    here, view = base + asked.href("/feeds/incidents.atom"), base + asked.href("/incidents")
    chips = ", ".join(f"{name} {value}" for name, value, _ in asked.chips("/incidents"))
    updated = max((_updated(i) for i in found), default="1970-01-01T00:00:00Z")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_xml('Onrecord: incidents' + (f' ({chips})' if chips else ''))}</title>", f"<id>{_xml(here)}</id>",
        f"<updated>{updated}</updated>", f'<link rel="self" href={quoteattr(here)}/>', f"<link href={quoteattr(view)}/>",
        *(_entry(i, base) for i in found), "</feed>", "",
    ]  # fmt: skip
    return tagged(request, "\n".join(lines).encode("utf-8", "replace"), "application/atom+xml")


@router.get("/feeds/incidents.json")
def json_feed(request: Request, desk: Desk, asked: Asked) -> Response:
    """The same as a JSON Feed (version 1.1), with each incident's record."""
    found = desk.reader.incidents(asked.filter(), Wanted(limit=_LIMIT, sort="-reported")).items
    base = desk.door.origin or f"{request.url.scheme}://{request.url.netloc}"
    chips = ", ".join(f"{name} {value}" for name, value, _ in asked.chips("/incidents"))
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Onrecord: incidents" + (f" ({chips})" if chips else ""),
        "home_page_url": base + asked.href("/incidents"),
        "feed_url": base + asked.href("/feeds/incidents.json"),
        "items": [
            {
                "id": f"urn:onrecord:{i.id}", "url": f"{base}/incidents/{path_of(i.id)}", "title": _title(i),
                "content_text": _summary(i), "date_modified": _updated(i), "_onrecord": to_record(i),
                "authors": [{"name": p} for p in i.publishers],
            }
            for i in found
        ],
    }  # fmt: skip
    return tagged(request, json.dumps(told).encode(), "application/feed+json")


def _title(i: Incident) -> str:
    return f"{type_label(i.type)}, {place(i.where)}, {when(i.when)}"


def _summary(i: Incident) -> str:
    told = ", ".join(f"{t.effect} {figure(t)}" for t in i.tolls)
    parts = (
        told,
        status_words(i.status),
        ntr("%(n)s document", "%(n)s documents", len(i.documents)),
        ", ".join(i.publishers),
    )
    return "; ".join(x for x in parts if x)


def _entry(i: Incident, base: str) -> str:
    title, summary = _title(i), _summary(i)
    author = i.publishers[0] if i.publishers else "unknown publisher"
    href = f"{base}/incidents/{path_of(i.id)}"
    return (
        f"<entry><title>{_xml(title)}</title><id>urn:onrecord:{_xml(i.id)}</id><link href={quoteattr(href)}/>"
        f"<updated>{_updated(i)}</updated><author><name>{_xml(author)}</name></author><summary>{_xml(summary)}</summary></entry>"
    )


def _updated(i: Incident) -> str:
    """When it was last told of, in UTC as RFC 3339 wants it."""
    from datetime import UTC, datetime

    if not i.last_reported:
        return "1970-01-01T00:00:00Z"
    at = datetime.fromisoformat(i.last_reported)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml(words: str) -> str:
    """Words for XML, which has no place for control characters."""
    return escape("".join(c for c in words if c in "\t\n" or (ord(c) >= 32 and c not in "\ufffe\uffff")))


@router.get("/api")
def api_page(request: Request, desk: Desk) -> Response:
    """The routes as OpenAPI tells them: no script from elsewhere is needed to read them."""
    told: dict[str, Any] = request.app.state.api.description()
    return desk.page(request, "api.html", paths=told["paths"])
