"""What stands between the desk and a hostile page or document: headers, the name it answers to, and signed forms."""

import hmac
import secrets
from collections.abc import Collection
from hashlib import sha256
from typing import TypeVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.ledger.people import People
from onrecord.web.translating import tr

__all__ = [
    "FORM_LIMIT",
    "LOOPBACK",
    "Guard",
    "bounded",
    "foreign",
    "form_problem",
    "form_secret",
    "form_token",
    "keep_nonce",
]

R = TypeVar("R", bound=Response)
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
FORM_LIMIT = 64 * 1024
_NONCE = "onrecord_form"
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # not "no-referrer": browsers then send our own forms with the origin "null"
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class Guard:
    """Puts the headers on every answer, and answers to its own names only: a name that a hostile site points here is refused."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], secure: bool = False) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._headers = _HEADERS | ({"strict-transport-security": "max-age=31536000"} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                headers.setdefault("cache-control", "private, no-cache")
            await send(message)

        host = Headers(scope=scope).get("host", "")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if name.lower() not in self._hosts:
            refusal = PlainTextResponse(f"This desk answers to {', '.join(sorted(self._hosts))} only.\n", 421)
            await refusal(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)


def _sign(request: Request, secret: bytes, nonce: str) -> str:
    presence = getattr(request.state, "presence", None)
    # tied to the session too: what was drawn for one person cannot be sent as another
    return hmac.new(secret, f"{nonce}|{presence.key if presence else ''}".encode(), sha256).hexdigest()


def form_secret(people: People) -> bytes:
    """What forms are signed with: kept, so that a form outlives a restart and serves every process of the desk."""
    found = people.setting("form secret")
    if found is None:
        found = secrets.token_hex(32)
        people.set_setting("form secret", found)
        found = people.setting("form secret") or found
    return bytes.fromhex(found)


def form_token(request: Request, secret: bytes) -> tuple[str, str]:
    """``(nonce, token)``: the nonce goes into a cookie, the token into the form; only this desk can make the pair."""
    nonce = request.cookies.get(_NONCE) or secrets.token_urlsafe(24)
    return nonce, _sign(request, secret, nonce)


def keep_nonce(response: R, nonce: str, secure: bool = False) -> R:
    response.set_cookie(_NONCE, nonce, httponly=True, samesite="strict", path="/", secure=secure)
    return response


def form_problem(request: Request, secret: bytes, token: str, own: str | None = None) -> str | None:
    """Why a form is not taken, or None. ``own`` is the desk's address where a proxy stands before it."""
    if (problem := foreign(request, own)) is not None:
        return problem
    nonce = request.cookies.get(_NONCE, "")
    if not nonce or not hmac.compare_digest(_sign(request, secret, nonce).encode(), token.encode("utf-8", "replace")):
        return tr("the form has expired; go back, load the page anew and send it again")
    return None


def foreign(request: Request, own: str | None = None) -> str | None:
    """That a page of another site sent the request, or None: browsers say so, and programs have no site."""
    origin = request.headers.get("origin")
    here = {own or "", f"{request.url.scheme}://{request.headers.get('host', '')}"}
    if origin is not None and origin not in here:
        return tr("the form was sent from another site")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return tr("the form was sent from another site")
    return None


async def bounded(request: Request, most: int = FORM_LIMIT) -> bytes | None:
    """The body of a request, or None when it is longer than ``most`` bytes; no more than that is ever held."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)
