"""How errors of the API are described: one shape for all of them."""

from typing import Any

__all__ = ["ERRORS"]

_ERROR = {
    "type": "object",
    "required": ["error", "reason"],
    "properties": {"error": {"type": "string"}, "reason": {"type": "string"}},
}
ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": (
            "400 it cannot be asked or taken; 401 nobody is signed in; 403 the role, or the token's scope, does not allow it; "
            "404 nothing that may be seen has that id; 413 too long; 415 a form that cannot be read; 429 too many requests."
        ),
        "content": {"application/json": {"schema": _ERROR}},
    },
    "503": {"description": "The ledger cannot be used now.", "content": {"application/json": {"schema": _ERROR}}},
}
