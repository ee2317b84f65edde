"""Capture: the original bytes of an input, content-addressed, as they were received."""

import hashlib
from dataclasses import dataclass, field

__all__ = ["Capture", "capture_id"]


def capture_id(content: bytes) -> str:
    """SHA-256 of the bytes as hex."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What was received, from where, when and by which tool (after the Berkeley Protocol).

    ``sha256`` is the id; ``documents`` are the ids of the documents read from it; ``captured`` is UTC, ISO 8601.
    """

    sha256: str
    content: bytes = field(repr=False)
    media_type: str
    source: str
    captured: str
    tool: str
    url: str | None = None
    headers: dict[str, str] = field(default_factory=dict, hash=False)
    documents: tuple[str, ...] = ()
