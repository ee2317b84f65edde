"""Answers that say what they are by a hash, so that who has one already is not sent it again."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response

__all__ = ["tagged"]


def tagged(request: Request, body: bytes, media_type: str, headers: dict[str, str] | None = None) -> Response:
    """An answer with the hash of its body as ETag; empty with 304 where the asker has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    told = {"etag": etag, **(headers or {})}
    known = [t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")]
    if etag in known or "*" in known:
        return Response(status_code=304, headers=told)
    return Response(body, media_type=media_type, headers=told)
