"""CSV files with named columns: ``text`` (or ``html``) and any other field of a Document record."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.sources.base import MAX_RECORD_BYTES, Item, make_capture, refuse
from onrecord.sources.record import record_item
from onrecord.sources.text import whole_text

__all__ = ["read_csv_file"]

_ALIASES = {
    "body": "text",
    "content": "text",
    "article": "text",
    "headline": "title",
    "source": "publisher",
    "outlet": "publisher",
    "date": "published",
    "link": "url",
    "lang": "language",
}


def read_csv_file(path: Path, subject: str) -> Iterator[Item]:
    """Each row is one document; the delimiter (comma, semicolon or tab) is told from the header line."""
    found = whole_text(path, subject, "text/csv")
    if isinstance(found, Item):
        yield found
        return
    first = found.text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(MAX_RECORD_BYTES)
    reader = csv.reader(io.StringIO(found.text, newline=""), delimiter=delimiter)
    try:
        header = [_name(cell) for cell in next(reader)]
    except (StopIteration, csv.Error) as error:
        yield refuse(subject, "csv", f"no header line: {error}", found.capture)
        return
    if "text" not in header and "html" not in header:
        told = ", ".join(c for c in header if c) or "none"
        reason = f"no column named text or html (columns: {told}); for rows of facts give --map, see docs/guide/rows.md"
        yield refuse(subject, "csv", reason, found.capture)
        return
    yield from _rows(reader, header, subject)


def _name(cell: str) -> str:
    low = cell.strip().lower().lstrip("\ufeff")
    return _ALIASES.get(low, low)


def _rows(reader: Any, header: list[str], subject: str) -> Iterator[Item]:
    while True:
        here = f"{subject}:{reader.line_num + 1}"
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield refuse(here, "csv", f"the row cannot be read: {error}")
            continue
        if not any(cell.strip() for cell in row):
            continue
        capture = make_capture("\x1f".join(row).encode("utf-8", "replace"), "text/csv; row", here)
        if len(row) > len(header):
            yield refuse(here, "csv", f"{len(row)} cells under {len(header)} columns: a quote is missing?", capture)
            continue
        yield record_item(dict(zip(header, row, strict=False)), here, capture)
