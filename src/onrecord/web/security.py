"""What stands between the desk and a hostile page: signed forms, of bounded length."""

import hmac
import secrets
from hashlib import sha256
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger.people import People
from onrecord.web.translating import tr

__all__ = [
    "FORM_LIMIT",
    "bounded",
    "foreign",
    "form_problem",
    "form_secret",
    "form_token",
    "keep_nonce",
]

R = TypeVar("R", bound=Response)
FORM_LIMIT = 64 * 1024
_NONCE = "onrecord_form"


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
