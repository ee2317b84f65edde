"""The API's application, made when somebody first asks for it: what it needs takes longer to load than all pages together."""

import threading
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord import __version__
from onrecord.model import LedgerError, NotFound, RecordError
from onrecord.web.desk import Desk, NotAllowed
from onrecord.web.errors import told
from onrecord.web.routing import problems
from onrecord.web.security import FORM_LIMIT
from onrecord.web.translating import N_, tr

__all__ = ["Api", "page_title", "plain_error"]

PREFIX = "/api/v1"
_ABOUT = (
    "Who said what happened, where it stands in the text, and how the figures grew. "
    "Records are those of docs/reference/records.md."
)
_TITLES: tuple[tuple[type[Exception], int, str], ...] = (
    (NotFound, 404, N_("Nothing has that id")),
    (NotAllowed, 403, N_("That is not for you to do")),
    (RecordError, 400, N_("That cannot be asked")),
    (LedgerError, 503, N_("The ledger cannot be used now")),
)


def page_title(status: int) -> str:
    """What is told of an address that cannot be answered."""
    titles = {404: N_("There is no such page"), 405: N_("That cannot be done here"), 413: N_("That is too long")}
    return titles.get(status, N_("That did not work"))


def plain_error(error: Exception) -> tuple[int, str, str] | None:
    """``(status, title, reason)`` of an error that is told to people; None for others."""
    return next(((s, title, told(error)) for kind, s, title in _TITLES if isinstance(error, kind)), None)


class Api(BaseRoute):
    """Everything under ``/api/v1``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._made: Any = None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        inside = scope["type"] == "http" and (scope["path"] == PREFIX or scope["path"].startswith(f"{PREFIX}/"))
        return (Match.FULL if inside else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.concurrency import run_in_threadpool

        app: ASGIApp = self._made or await run_in_threadpool(self.app)
        # what is uploaded has a bound of its own
        whole = scope["path"] == f"{PREFIX}/documents"
        await app(scope, receive if whole else _bounded(receive), send)

    def description(self) -> dict[str, Any]:
        """The routes as OpenAPI tells them."""
        told: dict[str, Any] = self.app().openapi()
        return told

    def app(self) -> Any:
        """The application, made with the first call."""
        with self._lock:
            if self._made is None:
                self._made = _make(self._desk)
            return self._made


def _bounded(receive: Receive) -> Receive:
    """The body of a request, of which no more is ever held than a form may have."""
    held = 0

    async def limited() -> Message:
        nonlocal held
        message = await receive()
        held += len(message.get("body", b""))
        if held > FORM_LIMIT:
            raise HTTPException(413, tr("A judgement takes up to %(n)s kB.", n=FORM_LIMIT // 1024))
        return message

    return limited


def _make(desk: Desk) -> Any:
    from fastapi import FastAPI
    from fastapi.exceptions import RequestValidationError

    from onrecord.web import api, posting

    app = FastAPI(
        title="Onrecord", version=__version__, description=_ABOUT, docs_url=None, redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
    )  # fmt: skip
    app.state.desk = desk
    app.include_router(api.router)
    app.include_router(posting.router)
    for kind, *_ in _TITLES:
        app.add_exception_handler(kind, _told)
    app.add_exception_handler(
        RequestValidationError, lambda _, e: _answer(400, N_("That cannot be asked"), problems(list(e.errors())))
    )
    app.add_exception_handler(HTTPException, _http)
    return app


def _told(_: Request, error: Exception) -> Response:
    found = plain_error(error)
    assert found is not None
    return _answer(*found)


def _http(_: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 500)
    title = page_title(status)
    return _answer(status, title, "" if status == 404 else str(getattr(error, "detail", "")))


def _answer(status: int, title: str, reason: str) -> Response:
    return JSONResponse({"error": tr(title), "reason": reason}, status, {"vary": "accept-language"})
