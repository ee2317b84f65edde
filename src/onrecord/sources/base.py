"""What every source gives: items in input order, each a document or the reason why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from onrecord import __version__
from onrecord.model import Capture, Document, Rejection, capture_id

__all__ = [
    "MAX_DOCUMENT_CHARS",
    "MAX_FILE_BYTES",
    "MAX_RECORD_BYTES",
    "TOOL",
    "Item",
    "Source",
    "make_capture",
    "refuse",
]

MAX_FILE_BYTES = 64 * 2**20
"""A file that is one document may not be larger; line-based inputs may."""
MAX_RECORD_BYTES = 16 * 2**20
"""One line, row, message or archive record, after decompression."""
MAX_DOCUMENT_CHARS = 2_000_000
TOOL = f"onrecord {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One outcome of reading an input: exactly one of ``document`` and ``rejection`` is set.

    ``subject`` names where it came from (path, path:line, URL inside an archive).
    """

    subject: str
    document: Document | None = None
    rejection: Rejection | None = None
    capture: Capture | None = None


class Source(Protocol):
    """Bytes of one file to items. A source never raises for bad input: it yields a rejection and goes on."""

    def __call__(self, path: Path, subject: str) -> Iterator[Item]: ...


def refuse(subject: str, code: str, reason: str, capture: Capture | None = None) -> Item:
    return Item(
        subject=subject,
        rejection=Rejection(stage="source", reason=reason, subject=subject, code=code),
        capture=capture,
    )


def make_capture(
    content: bytes, media_type: str, source: str, url: str | None = None, headers: dict[str, str] | None = None
) -> Capture:
    """The capture of bytes received just now."""
    return Capture(
        sha256=capture_id(content),
        content=content,
        media_type=media_type,
        source=source,
        captured=datetime.now(UTC).isoformat(timespec="seconds"),
        tool=TOOL,
        url=url,
        headers=headers or {},
    )
