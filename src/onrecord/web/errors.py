"""How errors are told: in the language that is spoken, and by the API in one shape for all of them."""

from typing import Any

from onrecord.model import OnrecordError
from onrecord.web.translating import tr

__all__ = ["ERRORS", "told"]


def told(error: Exception) -> str:
    """What an error says."""
    return tr(error.message, **error.values) if isinstance(error, OnrecordError) else str(error)


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
