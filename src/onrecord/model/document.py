"""Document: what was published, as plain text that never changes after reading in."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from onrecord.model.errors import RecordError

__all__ = ["DOCUMENT_KINDS", "Document", "DocumentKind", "document_id", "order_of"]

DocumentKind = Literal["news", "statement", "official", "post", "report"]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = ("news", "statement", "official", "post", "report")


def document_id(publisher: str | None, published: str | None, text: str) -> str:
    """The id of a document whose input gives none: SHA-256 of publisher, published and text."""
    body = "\x1f".join((publisher or "", published or "", text))
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def order_of(published: str | None) -> str:
    """By what publications are put in order: the moment by UTC, whatever offset it was written with; a day alone stands where it
    begins, and what is undated after all."""
    if not published:
        return "~"
    at = _parse_iso(published)
    return (at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)).isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report, statement or post.

    ``text`` is plain, paragraphs separated by a blank line; every offset of every claim counts in it.
    ``published`` is an ISO 8601 date or date-time. ``meta`` keeps what the source told beyond the public
    fields (the dateline that a header gave, say) and is no part of the public record.

    Raises:
        RecordError: for an unknown kind or a ``published`` that is no ISO 8601 date.
    """

    text: str
    id: str = ""
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    retrieved: str | None = None
    kind: DocumentKind = "news"
    meta: dict[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.kind not in DOCUMENT_KINDS:
            raise RecordError(f"kind {self.kind!r} is none of {', '.join(DOCUMENT_KINDS)}")
        if self.published is not None:
            _parse_iso(self.published)
        if not self.id:
            object.__setattr__(self, "id", document_id(self.publisher, self.published, self.text))

    @property
    def published_day(self) -> date | None:
        """The calendar day of publication in the publisher's own offset, where known."""
        return None if self.published is None else _parse_iso(self.published).date()

    @property
    def published_at(self) -> datetime | None:
        """The moment of publication; midnight where only the day is known."""
        return None if self.published is None else _parse_iso(self.published)


def _parse_iso(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise RecordError(f"published {value!r} is no ISO 8601 date or date-time") from None
