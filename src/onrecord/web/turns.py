"""Pages are made one after the other, not all at once.

Python runs one thread at a time, and SQLite's driver gives the interpreter away at each row it fetches: among threads that all make
pages, whoever reads many rows waits at each of them for whoever draws, and the slowest pages become slower still. In turns each
takes its own time and no more. Nobody waits for long behind something slow: whoever was not let in after a while goes all the same.
"""

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["PATIENCE_S", "Turns"]

PATIENCE_S = 0.2
"""How long a page waits for its turn."""


class Turns:
    """Lets so many questions (GET and HEAD) be answered at a time, first come, first served.

    A turn ends when the answer begins: what is sent on piece by piece, such as an export, holds up nobody. What people send in
    is not kept waiting, nor are files that lie there.
    """

    def __init__(self, app: ASGIApp, at_a_time: int, patience: float | None = None) -> None:
        self._app = app
        self._free = anyio.Semaphore(at_a_time)
        self._patience = PATIENCE_S if patience is None else patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asks = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not asks or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        mine = False
        with anyio.move_on_after(self._patience):
            await self._free.acquire()
            mine = True

        def end() -> None:
            nonlocal mine
            if mine:
                mine = False
                self._free.release()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                end()
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            end()
