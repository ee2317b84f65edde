"""A mapping of named fields (a JSON Lines record, a CSV row) to a Document."""

from collections.abc import Mapping

from onrecord.model import DOCUMENT_KINDS, Capture, Document, RecordError
from onrecord.sources.base import MAX_DOCUMENT_CHARS, Item, refuse
from onrecord.sources.html import html_item
from onrecord.sources.text import iso_published

__all__ = ["record_item"]

_FIELDS = ("id", "title", "publisher", "url", "language", "retrieved")


def record_item(record: Mapping[str, object], subject: str, capture: Capture | None) -> Item:
    """The item of a record with ``text`` or ``html``. The text stays as it is: its offsets may be known elsewhere."""
    fields: dict[str, str] = {}
    for name in _FIELDS:
        value = record.get(name)
        if value is None or value == "":
            continue
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            return refuse(subject, "field", f"{name} must be text, not {type(value).__name__}", capture)
        fields[name] = str(value)
    published = record.get("published") or record.get("date")
    unread = ""
    if isinstance(published, str) and published.strip():
        iso = iso_published(published)
        if iso is None:
            unread = published
        else:
            fields["published"] = iso
    kind = str(record.get("kind") or "news").lower()
    if kind not in DOCUMENT_KINDS:
        return refuse(subject, "field", f"kind {kind!r} is none of {', '.join(DOCUMENT_KINDS)}", capture)
    text, html = record.get("text"), record.get("html")
    if isinstance(text, str) and text.strip():
        item = _text_item(text, kind, fields, subject, capture)
    elif isinstance(html, str) and html.strip():
        item = html_item(html, subject, capture, kind=kind, **fields)
    else:
        return refuse(subject, "no_text", "the record has neither text nor html", capture)
    if unread and item.document is not None:
        item.document.meta["published_as_written"] = unread
    return item


def _text_item(text: str, kind: str, fields: dict[str, str], subject: str, capture: Capture | None) -> Item:
    if len(text) > MAX_DOCUMENT_CHARS:
        return refuse(subject, "too_large", f"{len(text):,} characters of text; the limit is 2,000,000", capture)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return refuse(subject, "encoding", f"half a surrogate pair at character {error.start}", capture)
    try:
        document = Document(text=text, kind=kind, **fields)  # type: ignore[arg-type]
    except RecordError as error:
        return refuse(subject, "field", str(error), capture)
    return Item(subject=subject, document=document, capture=capture)
