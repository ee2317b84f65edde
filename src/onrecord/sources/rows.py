"""Structured rows: tables that a team already keeps, as mappings of column to text. What they mean is told by a map."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from onrecord.sources.base import MAX_RECORD_BYTES, Item, refuse
from onrecord.sources.decode import decode
from onrecord.sources.lines import bounded_lines
from onrecord.sources.text import whole_file

__all__ = ["read_rows"]


def read_rows(path: Path) -> Iterator[dict[str, str] | Item]:
    """The rows of a ``.csv``, ``.tsv`` or ``.jsonl`` file in order; an item stands for one that cannot be read."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        yield from _json_rows(path)
    else:
        yield from _csv_rows(path)


def _json_rows(path: Path) -> Iterator[dict[str, str] | Item]:
    try:
        with path.open("rb") as stream:
            for number, line in bounded_lines(stream, MAX_RECORD_BYTES):
                here = f"{path}:{number}"
                if line is None:
                    yield refuse(here, "too_large", f"the line is longer than {MAX_RECORD_BYTES // 2**20} MB")
                    continue
                if not line.strip():
                    continue
                try:
                    record = msgspec.json.decode(line, type=dict[str, Any])
                except (msgspec.DecodeError, RecursionError) as error:
                    yield refuse(here, "json", f"no valid row: {error}")
                    continue
                yield {k: str(v) for k, v in record.items() if v is not None and not isinstance(v, (dict, list))}
    except OSError as error:
        yield refuse(str(path), "unreadable", f"cannot be read: {error.strerror or error}; check the rights")


def _csv_rows(path: Path) -> Iterator[dict[str, str] | Item]:
    capture, refused = whole_file(path, str(path), "text/csv")
    if capture is None:
        if refused is not None:
            yield refused
        return
    decoded = decode(capture.content)
    if decoded.text is None:
        yield refuse(str(path), "encoding", decoded.note)
        return
    csv.field_size_limit(MAX_RECORD_BYTES)
    first = decoded.text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(decoded.text, newline=""), delimiter=max(",;\t", key=first.count))
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield refuse(f"{path}:{reader.line_num}", "csv", f"the row cannot be read: {error}")
            continue
        yield {k.strip(): v for k, v in row.items() if isinstance(k, str) and isinstance(v, str)}
