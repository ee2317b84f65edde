"""Web archives (WARC): each HTML or text response is one document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.sources.base import MAX_RECORD_BYTES, Item, make_capture, refuse
from onrecord.sources.decode import decode
from onrecord.sources.html import html_item
from onrecord.sources.text import document_item

__all__ = ["read_warc_file"]


def read_warc_file(path: Path, subject: str) -> Iterator[Item]:
    """Responses of an archive in order. A record that inflates beyond the limit is refused and the next one read."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    seen = 0
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
                seen += 1
                item = _record(record, subject)
                if item is not None:
                    yield item
    except OSError as error:
        yield refuse(subject, "unreadable", f"cannot be read: {error.strerror or error}; check the rights")
        return
    except (ValueError, EOFError, RuntimeError) as error:
        yield refuse(subject, "truncated", f"the archive breaks off after {seen} records: {error}; those were read")
        return
    if not seen:
        yield refuse(subject, "warc", "no HTTP responses found: empty, broken, or no web archive")


def _record(record: Any, subject: str) -> Item | None:
    url = record.headers.get("WARC-Target-URI") or record.record_id
    here = f"{subject}#{url}"
    http = record.http_headers
    media = (record.http_content_type or "").lower()
    if http is None or not media.startswith(("text/html", "application/xhtml", "text/plain")):
        return None
    if http.status_code is not None and http.status_code >= 300:
        return None
    body = record.reader.read(MAX_RECORD_BYTES + 1)
    if len(body) > MAX_RECORD_BYTES:
        return refuse(here, "too_large", f"the record is larger than {MAX_RECORD_BYTES // 2**20} MB when unpacked")
    headers = {str(k): str(v) for k, v in http.astuples()}
    capture = make_capture(body, media, here, url=url, headers=headers)
    decoded = decode(body)
    if decoded.text is None:
        return refuse(here, "encoding", decoded.note, capture)
    if media.startswith("text/plain"):
        return document_item(decoded.text, here, capture, decoded.note)
    return html_item(decoded.text, here, capture, url=str(url))
