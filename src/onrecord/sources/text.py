"""Plain text files: an optional header, then the body.

Two headers are known. A block of ``Name: value`` lines before a blank line::

    Title: Two dead in market blast
    Publisher: The Daily Example
    Published: 2024-02-07T14:25:00+05:00

and one line in front of the dateline, as press databases export it: ``date 2024-02-07 Islamabad [Pakistan], …``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from onrecord.model import DOCUMENT_KINDS, Capture, Document, RecordError
from onrecord.sources.base import MAX_DOCUMENT_CHARS, MAX_FILE_BYTES, Item, make_capture, refuse
from onrecord.sources.decode import decode
from onrecord.sources.normal import normal_text

__all__ = ["from_text", "iso_published", "read_text_file", "whole_file", "whole_text"]

_FIELDS = {
    "title": "title",
    "headline": "title",
    "publisher": "publisher",
    "source": "publisher",
    "outlet": "publisher",
    "published": "published",
    "date": "published",
    "url": "url",
    "link": "url",
    "language": "language",
    "lang": "language",
    "kind": "kind",
    "retrieved": "retrieved",
    "id": "id",
}
_LINE = re.compile(r"([A-Za-z][A-Za-z -]{0,20}):[ \t]*(.*)")
_EXPORT = re.compile(
    r"\s*(?:date|published)\s*:?\s*(\d{4}-\d{2}-\d{2}(?:T[0-9:.]+(?:Z|[+-]\d{2}:?\d{2})?)?)\s+", re.IGNORECASE
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][\w.' -]{1,40}?(?:\s*[\[(,]\s*[A-Z][\w .'-]{1,40}[\])]?)?)\s*,\s*"
    r"(?P<day>(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?))\s*(?:\([^)]{1,40}\)\s*)?(?::|--|–|—|-)\s"
)
_FORMATS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d %B, %Y", "%d-%b-%Y", "%Y/%m/%d", "%d.%m.%Y")
_RFC = re.compile(r"^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}")


def iso_published(value: str) -> str | None:
    """``value`` as ISO 8601, or nothing where it is no unambiguous date (``03/04/2024`` is none)."""
    value = value.strip()
    try:
        datetime.fromisoformat(value)
        return value
    except ValueError:
        pass
    if _RFC.match(value):
        from email.utils import parsedate_to_datetime

        try:
            return parsedate_to_datetime(value).isoformat()
        except ValueError:
            return None
    for form in _FORMATS:
        try:
            return datetime.strptime(value, form).date().isoformat()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    return None


def from_text(text: str, **known: str) -> Document:
    """A Document of plain text, its header read; ``known`` fields are taken where the header is silent.

    Raises:
        RecordError: when the header names an unknown kind.
    """
    header, body = _split_header(text.lstrip("\ufeff"))
    fields: dict[str, str] = {**known}
    meta: dict[str, str] = {}
    for name, value in header.items():
        if name == "published":
            iso = iso_published(value)
            if iso is None:
                meta["published_as_written"] = value
                continue
            value = iso
        fields[name] = value
    kind = fields.pop("kind", "news").lower()
    if kind not in DOCUMENT_KINDS:
        raise RecordError(f"kind {kind!r} is none of {', '.join(DOCUMENT_KINDS)}")
    normal = normal_text(body)
    dateline = _DATELINE.match(normal)
    if dateline:
        meta["dateline_place"] = dateline["place"].strip()
        meta["dateline_day"] = dateline["day"]
    return Document(text=normal, kind=kind, meta=meta, **fields)


def _split_header(text: str) -> tuple[dict[str, str], str]:
    export = _EXPORT.match(text)
    if export:
        return {"published": export[1]}, text[export.end() :]
    header: dict[str, str] = {}
    at = 0
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n").split("\n")
    for line in lines:
        found = _LINE.fullmatch(line.strip())
        name = _FIELDS.get(found[1].strip().lower()) if found else None
        if found is None or name is None:
            break
        if found[2].strip():
            header[name] = found[2].strip()
        at += 1
    # a header ends with a blank line; "Date: …" as the first words of a body does not make one
    if at == 0 or (at < len(lines) and lines[at].strip()):
        return {}, text
    return header, "\n".join(lines[at:])


def whole_file(path: Path, subject: str, media_type: str) -> tuple[Capture | None, Item | None]:
    """The bytes of a file that is one document, or the item that says why not."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            return None, refuse(
                subject, "too_large", f"{size / 2**20:.0f} MB; one document may have {MAX_FILE_BYTES // 2**20} MB"
            )
        content = path.read_bytes()
    except OSError as error:
        return None, refuse(subject, "unreadable", f"cannot be read: {error.strerror or error}; check the rights")
    if not content.strip():
        return None, refuse(subject, "empty", "the file is empty")
    return make_capture(content, media_type, subject), None


@dataclass(frozen=True, slots=True)
class WholeText:
    """A decoded file with its capture; ``note`` says how it was decoded, where that was not plain."""

    text: str
    note: str
    capture: Capture


def whole_text(path: Path, subject: str, media_type: str) -> WholeText | Item:
    """The text of a file that is one document, or the item that says why there is none."""
    capture, refused = whole_file(path, subject, media_type)
    if capture is None:
        return refused or refuse(subject, "unreadable", "cannot be read")
    decoded = decode(capture.content)
    if decoded.text is None:
        return refuse(subject, "binary" if decoded.encoding == "binary" else "encoding", decoded.note, capture)
    return WholeText(decoded.text, decoded.note, capture)


def read_text_file(path: Path, subject: str) -> Iterator[Item]:
    """A ``.txt`` file is one document."""
    found = whole_text(path, subject, "text/plain")
    if isinstance(found, Item):
        yield found
        return
    yield document_item(found.text, subject, found.capture, found.note)


def document_item(text: str, subject: str, capture: Capture | None, note: str = "") -> Item:
    """The item of a decoded plain text."""
    if len(text) > MAX_DOCUMENT_CHARS:
        reason = f"{len(text):,} characters; one document may have {MAX_DOCUMENT_CHARS:,}: split it into its reports"
        return refuse(subject, "too_large", reason, capture)
    try:
        document = from_text(text)
    except RecordError as error:
        return refuse(subject, "header", str(error), capture)
    if not document.text:
        return refuse(subject, "empty", "there is a header but no text", capture)
    if note:
        document.meta["encoding"] = note
    return Item(subject=subject, document=document, capture=capture)
