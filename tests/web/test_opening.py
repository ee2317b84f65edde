"""Whoever asks while the desk is still being opened."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from onrecord.cli.main import _cli
from onrecord.web import LOOPBACK
from onrecord.web.opening import Opening

PAGE = {"accept": "text/html", "host": "127.0.0.1:8765"}
PROGRAM = {"accept": "*/*", "host": "127.0.0.1:8765"}


async def _asked(app: Any, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    told = [(k.encode(), v.encode()) for k, v in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": told, "scheme": "http"}
    await app(scope, receive, send)
    got = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
    return sent[0]["status"], got, b"".join(m.get("body", b"") for m in sent[1:]).decode()


class _Slow:
    """A desk that is not there before ``let`` is set."""

    def __init__(self) -> None:
        self.let = threading.Event()
        self.closed = False

    def make(self) -> Starlette:
        assert self.let.wait(20)

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            yield
            self.closed = True

        def told(request: Request) -> PlainTextResponse:
            return PlainTextResponse(f"the desk: {request.url.path}")

        return Starlette(routes=[Route("/{rest:path}", told)], lifespan=lifespan)


def _during(
    make: Callable[[], Starlette], walk: Callable[[Opening], Awaitable[None]], failed: Callable[[], None] = lambda: None
) -> Opening:
    """Walk through a server's life: begun, used, ended."""

    async def lived() -> Opening:
        opening = Opening(make, LOOPBACK, failed)
        said: asyncio.Queue[str] = asyncio.Queue()
        sent: asyncio.Queue[str] = asyncio.Queue()

        async def receive() -> dict[str, str]:
            return {"type": await said.get()}

        async def send(message: dict[str, str]) -> None:
            await sent.put(message["type"])

        life = asyncio.create_task(opening({"type": "lifespan"}, receive, send))  # type: ignore[arg-type]
        await said.put("lifespan.startup")
        assert await sent.get() == "lifespan.startup.complete"
        await walk(opening)
        await said.put("lifespan.shutdown")
        assert await sent.get() == "lifespan.shutdown.complete"
        await life
        return opening

    return asyncio.run(lived())


def test_a_page_is_there_at_once_and_asks_for_the_desk_by_itself() -> None:
    desk = _Slow()

    async def walk(opening: Opening) -> None:
        status, headers, text = await _asked(opening, "/incidents", PAGE)
        assert status == 200
        assert "The desk is being opened" in text
        assert headers["refresh"] == "0"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]
        cookie = headers["set-cookie"].partition(";")[0]
        again = asyncio.create_task(_asked(opening, "/incidents", PAGE | {"cookie": cookie}))
        await asyncio.sleep(0.05)
        assert not again.done()
        desk.let.set()
        assert (await again)[2] == "the desk: /incidents"
        assert (await _asked(opening, "/incidents", PAGE))[2] == "the desk: /incidents"

    _during(desk.make, walk)
    assert desk.closed


def test_programs_wait_and_files_do_not() -> None:
    desk = _Slow()

    async def walk(opening: Opening) -> None:
        asked = asyncio.create_task(_asked(opening, "/api/v1/counts", PROGRAM))
        status, headers, text = await _asked(opening, "/static/desk.css", PROGRAM)
        assert (status, headers["content-type"].partition(";")[0]) == (200, "text/css")
        assert ".top" in text
        beside = asyncio.create_task(_asked(opening, "/static/../app.py", PROGRAM))
        await asyncio.sleep(0.05)
        assert not asked.done()
        assert not beside.done()
        desk.let.set()
        assert (await asked)[2] == "the desk: /api/v1/counts"
        assert (await beside)[2] == "the desk: /static/../app.py"

    _during(desk.make, walk)


def test_a_name_that_points_here_is_refused_before_the_desk_is_there_too() -> None:
    desk = _Slow()

    async def walk(opening: Opening) -> None:
        assert (await _asked(opening, "/", PAGE | {"host": "evil.example"}))[0] == 421
        desk.let.set()

    _during(desk.make, walk)


def test_it_is_opened_in_the_language_asked_for() -> None:
    desk = _Slow()

    async def walk(opening: Opening) -> None:
        text = (await _asked(opening, "/", PAGE | {"accept-language": "ur"}))[2]
        assert '<html lang="ur" dir="rtl">' in text
        assert "The desk is being opened" not in text
        desk.let.set()

    _during(desk.make, walk)


def test_a_desk_that_cannot_be_opened_closes_the_server() -> None:
    told: list[str] = []

    def make() -> Starlette:
        raise OSError("no such thing")

    async def walk(opening: Opening) -> None:
        assert (await _asked(opening, "/api", PROGRAM))[0] == 503

    opening = _during(make, walk, lambda: told.append("failed"))
    assert isinstance(opening.error, OSError)
    assert told == ["failed"]


@pytest.mark.parametrize("more", [[], ["--read-only"], ["--accounts"]])
def test_a_ledger_that_is_not_there_is_told_by_the_command(tmp_path: Path, more: list[str]) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = str(found.getsockname()[1])
    done = CliRunner().invoke(_cli, ["serve", "--port", port, "--ledger", str(tmp_path / "none.db"), *more])
    assert "there is no ledger" in str(done.exception)
