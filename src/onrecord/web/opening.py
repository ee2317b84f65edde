"""The door answers before the desk is there.

What the desk needs (the database library above all) takes a second to load. Meanwhile whoever opens a page is shown at once that
it is being opened, and the page comes by itself, with or without scripts: the first answer asks the browser to ask again, and the
second waits for the desk. Programs just wait. Nothing of any report is told before the desk is there, which knows who may see what.
"""

import asyncio
from collections.abc import Callable, Collection
from contextlib import AsyncExitStack
from html import escape
from mimetypes import guess_type

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.web.files import STATIC, static_hash
from onrecord.web.guard import Guard
from onrecord.web.translating import direction, fitting, speak, spoken, tr

__all__ = ["Opening"]

# who has it was told already
_TOLD = "onrecord_opening"
_PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · Onrecord</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/desk.css?{hash}">
</head>
<body>
<header class="top"><a class="brand" href="/"><span aria-hidden="true">❝</span>{name}</a></header>
<main id="main"><section class="empty" role="status"><h1>{title}</h1><p>{reason} {again}</p></section></main>
<footer><p>{promise}</p></footer>
</body>
</html>
"""


class Opening:
    """An ASGI application that stands in for the one that ``make`` gives until that is made, in a thread of its own.

    ``hosts``: the names it answers to. ``failed`` is called when ``make`` raises; ``error`` is what it raised.
    """

    def __init__(self, make: Callable[[], Starlette], hosts: Collection[str], failed: Callable[[], None]) -> None:
        self._make = make
        self._failed = failed
        self._app: Starlette | None = None
        self._made = asyncio.Event()
        self._meanwhile = Guard(self._answer, hosts)
        self.error: BaseException | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await (self._app or self._meanwhile)(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """From the first to the last moment of the server, and of the desk in it."""
        await receive()
        async with AsyncExitStack() as open_until:
            opening = asyncio.create_task(self._open(open_until))
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await opening
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self, open_until: AsyncExitStack) -> None:
        try:
            made = await asyncio.to_thread(self._make)
            await open_until.enter_async_context(made.router.lifespan_context(made))
            self._app = made
        except BaseException as error:
            self.error = error
            self._failed()
        finally:
            self._made.set()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        path = scope["path"]
        answer: ASGIApp | None = None
        if path.startswith("/static/"):
            answer = _file(path.removeprefix("/static/"))
        elif scope["method"] == "GET" and _shows_pages(request) and _TOLD not in request.cookies:
            answer = _page(request)
        if answer is None:
            await self._made.wait()
            answer = self._app or PlainTextResponse("The desk could not be opened.\n", 503)
        await answer(scope, receive, send)


def _shows_pages(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _file(name: str) -> Response | None:
    """One of the desk's own files; None for whatever else lies beside them, which waits for the desk."""
    if name not in {p.name for p in STATIC.iterdir() if p.is_file()}:
        return None
    return Response((STATIC / name).read_bytes(), media_type=guess_type(name)[0])


def _page(request: Request) -> Response:
    speak(fitting(request.headers.get("accept-language", "")))
    words = {
        "language": spoken(), "direction": direction(spoken()), "hash": static_hash(), "name": tr("Onrecord"),
        "title": tr("The desk is being opened"), "reason": tr("It loads what it needs, which takes a moment."),
        "again": tr("This page loads itself anew."), "promise": tr("No figure without its source."),
    }  # fmt: skip
    reply = HTMLResponse(_PAGE.format(**{k: escape(v) for k, v in words.items()}))
    reply.headers.update({"refresh": "0", "vary": "accept-language", "cache-control": "no-store"})
    reply.set_cookie(_TOLD, "1", max_age=10, httponly=True, samesite="strict", path="/")
    return reply
