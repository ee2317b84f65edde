"""Puts the desk together: routes, guard, and what an error looks like."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from onrecord import __version__
from onrecord.ledger import Viewer, open_ledger
from onrecord.ledger.people import open_people
from onrecord.model import LedgerError, NotFound, RecordError
from onrecord.web import (
    api,
    documents,
    feeds,
    incident,
    judging,
    lists,
    mapping,
    overview,
    pages,
    posting,
    review,
    signing,
    sources,
    views,
)  # fmt: skip
from onrecord.web.access import Access, Door
from onrecord.web.desk import STATIC, Add, Desk, Judge, NotAllowed, desk_of
from onrecord.web.security import LOOPBACK, Guard, form_secret
from onrecord.web.weights import WhyLinked

__all__ = ["create_app"]

_ABOUT = (
    "Who said what happened, where it stands in the text, and how the figures grew. "
    "Records are those of docs/reference/records.md."
)


def create_app(
    ledger: str | Path,
    *,
    judge: Judge | None = None,
    viewer: Viewer | None = None,
    hosts: Collection[str] = LOOPBACK,
    door: Door | None = None,
    why: WhyLinked | None = None,
    add: Add | None = None,
) -> FastAPI:
    """The desk on a ledger, as an ASGI application.

    ``judge`` keeps a judgement and links anew; without it the desk is for reading only. ``viewer`` is who looks where there
    are no accounts: by default the owner of the ledger's file, who sees names. ``hosts`` are the names the desk answers to;
    ``door`` says how it is reached; ``add`` takes uploads; ``why`` gives the weights that hold an incident together. As soon as
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
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        opened.keep_counts()
        yield
        opened.close()
        people.close()

    app = FastAPI(
        title="Onrecord", version=__version__, description=_ABOUT, lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    app.state.desk = desk
    # the last one added is the first to be asked
    app.add_middleware(Access, people=people, door=door)
    app.add_middleware(Guard, hosts=hosts, secure=door.secure)
    hidden: tuple[APIRouter, ...] = (
        signing.router, overview.router, incident.router, documents.router, review.router, views.router, sources.router,
        lists.router, mapping.router, pages.router, judging.router, feeds.router,
    )  # fmt: skip
    for router in hidden:
        app.include_router(router, include_in_schema=False)
    app.include_router(api.router)
    app.include_router(posting.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(NotFound, _not_found)
    app.add_exception_handler(NotAllowed, _not_allowed)
    app.add_exception_handler(RecordError, _bad)
    app.add_exception_handler(RequestValidationError, _bad)
    app.add_exception_handler(LedgerError, _unavailable)
    app.add_exception_handler(HTTPException, _http)
    return app


def _answer(request: Request, status: int, title: str, reason: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": title, "reason": reason}, status)
    return desk_of(request).page(request, "error.html", status, title=title, reason=reason)


def _not_found(request: Request, error: Exception) -> Response:
    return _answer(request, 404, "Nothing has that id", str(error))


def _not_allowed(request: Request, error: Exception) -> Response:
    return _answer(request, 403, "That is not for you to do", str(error))


def _bad(request: Request, error: Exception) -> Response:
    if isinstance(error, RequestValidationError):
        told = []
        for e in error.errors():
            field = [str(part) for part in e["loc"] if part != "query"]
            told.append(f"{field[0] if field else 'request'}: {str(e['msg']).removeprefix('Value error, ')}")
        return _answer(request, 400, "That cannot be asked", "; ".join(told))
    return _answer(request, 400, "That cannot be asked", str(error))


def _unavailable(request: Request, error: Exception) -> Response:
    return _answer(request, 503, "The ledger cannot be used now", str(error))


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    title = {404: "There is no such page", 405: "That cannot be done here"}.get(status, "That did not work")
    return _answer(request, status, title, "" if status == 404 else str(getattr(error, "detail", "")))
