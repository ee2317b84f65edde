"""Who is there: sessions, tokens, the owner of a ledger without accounts. Nobody gets past this who may not be here."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.ledger import GENERAL
from onrecord.ledger.people import OWNER, People, Person
from onrecord.model import LedgerError
from onrecord.web.past import moment_of
from onrecord.web.translating import fitting, speak, tr

if TYPE_CHECKING:
    from onrecord.web.oidc import Provider

__all__ = ["SESSION", "Access", "Door", "Presence"]

SESSION = "onrecord_session"
# what people see before they are known
_OPEN = ("/signin", "/signin/", "/welcome/", "/setup/")
# pages that tell nothing of any report
_NO_RECORDS = ("/account", "/people", "/signout", "/methodology", "/api", "/api/v1/openapi.json")
_BURST, _PER_SECOND = 240.0, 40.0
_MOST_KNOWN = 10_000


@dataclass(frozen=True)
class Door:
    """How the desk is reached. ``owner``: without accounts, whoever is at this computer is let in as the ledger's owner.

    ``origin`` is the address that people type (``https://desk.example.org``), where it is not the one listened on.
    ``provider`` is who else may say who somebody is.
    ``limits``: requests of one person or address are counted, 40 a second with bursts of 240.
    """

    owner: bool = True
    origin: str | None = None
    limits: bool = True
    provider: "Provider | None" = None

    @property
    def secure(self) -> bool:
        return self.origin is not None and self.origin.startswith("https://")


@dataclass(frozen=True)
class Presence:
    """Whoever sent a request: ``key`` is the session's, to which forms are tied; "" for owners and tokens."""

    person: Person
    key: str = ""
    token: bool = False


class Access:
    """Puts a ``Presence`` into the state of every request, as ``request.state.presence``, or turns it away."""

    def __init__(self, app: ASGIApp, people: People, door: Door) -> None:
        self._app = app
        self._people = people
        self._door = door
        self._accounts = False
        self._asked = float("-inf")
        self._allowed: dict[str, tuple[float, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._let_in(scope, receive, send)
        except LedgerError as error:
            # a full disk, or a store that went away, before any page could tell of it; nothing is shown that cannot be noted
            await _not_now(scope["path"], str(error))(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = HTTPConnection(scope)
        path = scope["path"]
        if path.startswith("/static/"):
            await self._app(scope, receive, send)
            return
        # a feed is read by many, whoever fetches it
        speak("en" if path.startswith("/feeds/") else fitting(request.headers.get("accept-language", "")))
        found = await run_in_threadpool(self._who, request)
        waits = self._waits(found, request)
        if waits is not None:
            await _too_many(path, waits)(scope, receive, send)
            return
        if found is None and not any(path == o or (o.endswith("/") and path.startswith(o)) for o in _OPEN):
            await self._turned_away(request)(scope, receive, send)
            return
        if found is not None and found.token and scope["method"] in ("GET", "HEAD") and not found.person.may("read"):
            await _no_scope()(scope, receive, send)
            return
        if found is not None and _sealed(found.person) and _shows_records(path):
            await run_in_threadpool(self._note, found, request)
        scope.setdefault("state", {})["presence"] = found
        await self._app(scope, receive, send)

    def _note(self, found: Presence, request: HTTPConnection) -> None:
        """A line of the log of reads: what was asked for, and as of which moment, wherever that was said."""
        query = request.url.query
        subject = request.url.path + (f"?{query}" if query else "")
        moment = moment_of(request, found.token)
        told = {"as_of": moment[:40]} if moment else {}
        self._people.audit.note(found.person, "read", subject, **told)

    # ------------------------------------------------------------------------------------------------- who it is

    def _has_accounts(self) -> bool:
        # once there are accounts there always are; until then it is asked again, for one may be made while the desk is open
        if not self._accounts and time.monotonic() - self._asked > 1:
            self._accounts = self._people.accounts.any()
            self._asked = time.monotonic()
        return self._accounts

    def _who(self, request: HTTPConnection) -> Presence | None:
        if self._door.owner and not self._has_accounts():
            return Presence(OWNER)
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            # a token is for the API alone: no page, and so no form, is ever opened with it
            person = self._people.sessions.find_token(secret.strip())
            fits = person is not None and request.url.path.startswith(("/api/", "/feeds/"))
            return Presence(person, token=True) if person is not None and fits else None
        cookie = request.cookies.get(SESSION)
        if not cookie:
            return None
        session = self._people.sessions.find(cookie)
        return Presence(session.person, session.key) if session is not None and session.complete else None

    def _turned_away(self, request: HTTPConnection) -> Response:
        path = request.url.path
        if path.startswith(("/api/", "/feeds/")) or "authorization" in request.headers:
            reason = tr("Sign in, or send a token: Authorization: Bearer onr_… (made on the account page)")
            headers = {"www-authenticate": 'Bearer realm="onrecord"'}
            return JSONResponse({"error": tr("Nobody is signed in"), "reason": reason}, 401, headers)
        if request.scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse(tr("You are not signed in any more; sign in and send it again.") + "\n", 401)
        query = request.url.query
        there = path + (f"?{query}" if query else "")
        return RedirectResponse("/signin" if there == "/" else f"/signin?next={quote(there, safe='')}", 303)

    # ------------------------------------------------------------------------------------------------- how often

    def _waits(self, found: Presence | None, request: HTTPConnection) -> int | None:
        """Seconds to wait for the next request, or None; a bucket for each person, or each address of nobody known."""
        if not self._door.limits or (found is not None and found.person.is_owner):
            return None
        who = f"p{found.person.id}" if found else f"a{request.client.host if request.client else ''}"
        now = time.monotonic()
        left, last = self._allowed.get(who, (_BURST, now))
        left = min(_BURST, left + (now - last) * _PER_SECOND)
        if len(self._allowed) > _MOST_KNOWN:
            self._allowed.clear()
        self._allowed[who] = (max(0.0, left - 1), now)
        return None if left >= 1 else 1


def _sealed(person: Person) -> bool:
    """Whether somebody with an account sees what others may not: names without masks, or a collection beside ``general``."""
    return not person.is_owner and (person.may("names") or person.collections not in ((), (GENERAL,)))


def _shows_records(path: str) -> bool:
    return path not in _NO_RECORDS and not path.startswith(_OPEN)


def _no_scope() -> Response:
    return JSONResponse({"error": tr("That is not for this token"), "reason": tr("it lacks the scope read")}, 403)


def _not_now(path: str, reason: str) -> Response:
    title = tr("The ledger cannot be used now")
    if path.startswith("/api/"):
        return JSONResponse({"error": title, "reason": reason}, 503)
    return PlainTextResponse(f"{title}: {reason}\n", 503)


def _too_many(path: str, seconds: int) -> Response:
    headers = {"retry-after": str(seconds)}
    if path.startswith("/api/"):
        told = {"error": tr("Too many requests"), "reason": tr("wait %(n)s s", n=seconds)}
        return JSONResponse(told, 429, headers)
    return PlainTextResponse(tr("Too many requests; wait a moment and try again.") + "\n", 429, headers=headers)
