"""Puts the desk together: routes, guard, and what an error looks like."""

import threading
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from onrecord.ledger import Viewer, open_ledger
from onrecord.ledger.people import open_people
from onrecord.model import LedgerError, NotFound, RecordError
from onrecord.web import (
    administering,
    documents,
    feeds,
    incident,
    judging,
    lists,
    mapping,
    overview,
    pages,
    review,
    signing,
    sources,
    views,
)  # fmt: skip
from onrecord.web.access import Access, Door
from onrecord.web.basemap import base_map
from onrecord.web.desk import Add, Desk, Judge, NotAllowed, desk_now, desk_of
from onrecord.web.errors import told
from onrecord.web.files import STATIC
from onrecord.web.guard import LOOPBACK, Guard
from onrecord.web.past import BeingMade, Past, Stand
from onrecord.web.rest import Api, page_title, plain_error
from onrecord.web.security import form_secret
from onrecord.web.translating import tr
from onrecord.web.turns import Turns
from onrecord.web.weights import WhyLinked

__all__ = ["create_app"]

_FIRST_PAGE_S = 1.0
# a page that waits for a server's answer leaves the interpreter to others
_FROM_A_SERVER = 4
# in the order in which an address is looked up
_PAGES = (
    signing, administering, overview, incident, documents, review, views, sources, lists, mapping, pages, judging, feeds,
)  # fmt: skip


def create_app(
    ledger: str | Path,
    *,
    judge: Judge | None = None,
    viewer: Viewer | None = None,
    hosts: Collection[str] = LOOPBACK,
    door: Door | None = None,
    why: WhyLinked | None = None,
    add: Add | None = None,
    stand: Stand | None = None,
) -> Starlette:
    """The desk on a ledger, as an ASGI application.

    ``judge`` keeps a judgement and links anew; without it the desk is for reading only. ``viewer`` is who looks where there
    are no accounts: by default the owner of the ledger's file, who sees names. ``hosts`` are the names the desk answers to;
    ``door`` says how it is reached; ``add`` takes uploads; ``why`` gives the weights that hold an incident together; ``stand`` lets
    people look at what was known at a moment. As soon as
    the ledger has an account, everybody signs in.

    Raises:
        LedgerError: the ledger cannot be opened.
    """
    opened = open_ledger(ledger, readonly=judge is None)
    door = door or Door()
    try:
        people = open_people(ledger)
    except BaseException:
        opened.close()
        raise
    # before anybody is known, the strictest view
    desk = Desk(
        opened,
        opened.seen_by(Viewer(collections=())),
        people,
        judge,
        form_secret(people),
        door,
        viewer,
        why=why,
        add=add,
        past=Past(stand) if stand else None,
    )

    def gather() -> None:
        opened.keep_counts()
        base_map()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # the first page needs no arrays, and whoever opens the desk waits for nothing that it does not need
        counting = threading.Timer(_FIRST_PAGE_S, gather)
        counting.daemon = True
        counting.start()
        yield
        counting.cancel()
        if desk.past is not None:
            desk.past.close()
        opened.close()
        people.close()

    rest, static = Api(desk), Mount("/static", StaticFiles(directory=STATIC), name="static")
    app = Starlette(
        routes=[*(r for m in _PAGES for r in m.router.routes), rest, static],
        # the first is the first to be asked
        middleware=[
            Middleware(Guard, hosts=hosts, secure=door.secure),
            Middleware(Turns, at_a_time=_FROM_A_SERVER if opened.on_server else 1),
            Middleware(Access, people=people, door=door),
        ],
        exception_handlers={
            BeingMade: _waits, NotFound: _told, NotAllowed: _told, RecordError: _told, LedgerError: _told, HTTPException: _http,
        },
        lifespan=lifespan,
    )  # fmt: skip
    app.state.desk, app.state.api = desk, rest
    return app


def _waits(request: Request, error: Exception) -> Response:
    """The page asks again by itself, until what it shows is there."""
    reply = desk_now(request).page(request, "waiting.html", 503, reason=told(error))
    reply.headers["refresh"] = reply.headers["retry-after"] = "2"
    return reply


def _desk(request: Request) -> Desk:
    """The desk that an error is told on: as of now where what is asked for is no moment, or is being made."""
    try:
        return desk_of(request)
    except (RecordError, LedgerError, NotAllowed):
        return desk_now(request)


def _told(request: Request, error: Exception) -> Response:
    found = plain_error(error)
    assert found is not None
    status, title, reason = found
    title = tr(title)
    return _desk(request).page(request, "error.html", status, title=title, reason=reason)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    title = tr(page_title(status))
    reason = "" if status == 404 else str(getattr(error, "detail", ""))
    return _desk(request).page(request, "error.html", status, title=title, reason=reason)
