"""JSON Lines: one Document record a line, with ``text`` or ``html``. A broken line is refused, the next one read."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from onrecord.sources.base import MAX_RECORD_BYTES, Item, make_capture, refuse
from onrecord.sources.decode import decode
from onrecord.sources.lines import bounded_lines
from onrecord.sources.record import record_item

__all__ = ["read_jsonl_file", "read_jsonl_stream"]

_BOM = b"\xef\xbb\xbf"


def read_jsonl_file(path: Path, subject: str) -> Iterator[Item]:
    """A ``.jsonl`` file, or a gzip of one."""
    try:
        with path.open("rb") as raw:
            head = raw.read(2)
            raw.seek(0)
            stream = gzip.GzipFile(fileobj=raw) if head == b"\x1f\x8b" else raw
            yield from read_jsonl_stream(stream, subject)  # type: ignore[arg-type]
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield refuse(subject, "truncated", f"the compressed file is broken: {error}; what came before it was read")
    except OSError as error:
        yield refuse(subject, "unreadable", f"cannot be read: {error.strerror or error}; check the rights")


def read_jsonl_stream(stream: BinaryIO, subject: str) -> Iterator[Item]:
    """Items of a stream of lines; empty lines are passed over."""
    seen = False
    for number, line in bounded_lines(stream, MAX_RECORD_BYTES):
        here = f"{subject}:{number}"
        if line is None:
            seen = True
            yield refuse(here, "too_large", f"the line is longer than {MAX_RECORD_BYTES // 2**20} MB")
            continue
        if number == 1:
            line = line.removeprefix(_BOM)
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                yield refuse(subject, "encoding", "the file is UTF-16; JSON Lines must be UTF-8: convert it first")
                return
        if not line.strip():
            continue
        seen = True
        yield _line_item(line, here)
    if not seen:
        yield refuse(subject, "empty", "the file is empty")


def _line_item(line: bytes, here: str) -> Item:
    capture = make_capture(line, "application/json", here)
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        decoded = decode(line)
        if decoded.encoding != "windows-1252" and not decoded.encoding.startswith("utf-8+"):
            return refuse(here, "json", f"no valid JSON: {error}", capture)
        try:
            record = msgspec.json.decode((decoded.text or "").encode("utf-8", "replace"))
        except msgspec.DecodeError:
            return refuse(here, "json", f"no valid JSON: {error}", capture)
    if not isinstance(record, dict):
        return refuse(here, "json", f"a record must be an object, not {type(record).__name__}", capture)
    return record_item(record, here, capture)
