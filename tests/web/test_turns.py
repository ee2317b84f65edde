"""Pages in turns: one at a time, nobody behind what is sent on for long or takes for ever, and nothing lost by an error."""

import anyio
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.turns import Turns

FOR_EVER_S = 3_600.0


def _scope(path: str = "/", method: str = "GET") -> Scope:
    return {"type": "http", "method": method, "path": path}


async def _ask(app: ASGIApp, path: str = "/", method: str = "GET") -> None:
    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        pass

    await app(_scope(path, method), receive, send)


class Pages:
    """Counts how many are made at once; ``/slow`` begins no answer and ``/export`` ends none until ``free`` is set."""

    def __init__(self) -> None:
        self.now = self.most = self.made = 0
        self.free = anyio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await anyio.sleep(0)
            if scope["path"] == "/wrong":
                raise ZeroDivisionError
            if scope["path"] in ("/slow", "/static/desk.css"):
                await self.free.wait()
            await send({"type": "http.response.start", "status": 200})
        finally:
            self.now -= 1
        if scope["path"] == "/export":
            await self.free.wait()
        self.made += 1


def test_pages_are_made_one_after_the_other() -> None:
    async def run() -> None:
        pages = Pages()
        app = Turns(pages, 1, FOR_EVER_S)
        async with anyio.create_task_group() as people:
            for _ in range(7):
                people.start_soon(_ask, app)
        assert (pages.most, pages.made) == (1, 7)

    anyio.run(run)


@pytest.mark.parametrize("ahead", [("/export", "GET"), ("/static/desk.css", "GET"), ("/slow", "POST")])
def test_nobody_waits_for_an_export_a_file_or_what_is_sent_in(ahead: tuple[str, str]) -> None:
    async def run() -> None:
        pages = Pages()
        app = Turns(pages, 1, FOR_EVER_S)
        async with anyio.create_task_group() as people:
            people.start_soon(_ask, app, *ahead)
            await anyio.wait_all_tasks_blocked()
            await _ask(app)
            assert pages.made == 1
            pages.free.set()
        assert pages.made == 2

    anyio.run(run)


def test_who_waited_long_behind_a_slow_page_goes_all_the_same() -> None:
    async def run() -> None:
        pages = Pages()
        app = Turns(pages, 1, patience=0.01)
        async with anyio.create_task_group() as people:
            people.start_soon(_ask, app, "/slow")
            await anyio.wait_all_tasks_blocked()
            await _ask(app)
            assert pages.made == 1
            pages.free.set()
        # the turn that was never taken is not given back
        pages.most = 0
        app._patience = FOR_EVER_S
        async with anyio.create_task_group() as people:
            for _ in range(3):
                people.start_soon(_ask, app)
        assert pages.most == 1

    anyio.run(run)


def test_an_error_gives_its_turn_back() -> None:
    async def run() -> None:
        app = Turns(Pages(), 1, FOR_EVER_S)
        with pytest.raises(ZeroDivisionError):
            await _ask(app, "/wrong")
        with anyio.fail_after(60):
            await _ask(app)

    anyio.run(run)
