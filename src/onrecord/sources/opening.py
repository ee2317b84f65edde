"""The one door: paths, folders or standard input to items, each file by the source its name and first bytes ask for."""

import os
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from onrecord.sources.base import MAX_FILE_BYTES, Item, Source, make_capture, refuse
from onrecord.sources.decode import decode, looks_binary
from onrecord.sources.feed import read_feed_file
from onrecord.sources.html import html_item, read_html_file
from onrecord.sources.jsonl import read_jsonl_file, read_jsonl_stream
from onrecord.sources.mail import read_mail_file
from onrecord.sources.table import read_csv_file
from onrecord.sources.text import document_item, read_text_file
from onrecord.sources.warc import read_warc_file

__all__ = ["SUFFIXES", "list_files", "open_input", "open_inputs", "open_stream"]

SUFFIXES: dict[str, Source] = {
    ".txt": read_text_file,
    ".html": read_html_file,
    ".htm": read_html_file,
    ".xhtml": read_html_file,
    ".jsonl": read_jsonl_file,
    ".ndjson": read_jsonl_file,
    ".jsonl.gz": read_jsonl_file,
    ".csv": read_csv_file,
    ".tsv": read_csv_file,
    ".xml": read_feed_file,
    ".rss": read_feed_file,
    ".atom": read_feed_file,
    ".eml": read_mail_file,
    ".warc": read_warc_file,
    ".warc.gz": read_warc_file,
}


def _source(path: Path) -> Source | None:
    name = path.name.lower()
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if name.endswith(suffix):
            return SUFFIXES[suffix]
    return None


def list_files(inputs: Sequence[str]) -> Iterator[tuple[Path, Item | None]]:
    """The files behind the inputs, folders walked in name order; an item stands for what cannot be listed.

    In a folder, hidden files and files of unknown kinds (a README.md, say) are passed over; a file that is named
    outright is tried.
    """
    for name in inputs:
        path = Path(name)
        if path.is_dir():
            yield from _walk(path)
        elif path.exists():
            yield path, None
        else:
            yield path, refuse(name, "missing", "there is no such file or folder")


def _walk(folder: Path) -> Iterator[tuple[Path, Item | None]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        yield folder, refuse(str(folder), "unreadable", f"cannot be read: {error.strerror}; check the rights")
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
        elif _source(path) is not None:
            yield path, None


def open_input(path: Path) -> Iterator[Item]:
    """The items of one file."""
    subject = str(path)
    source = _source(path)
    if source is not None:
        yield from source(path, subject)
        return
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        yield refuse(subject, "unreadable", f"cannot be read: {error.strerror or error}; check the rights")
        return
    if not head.strip():
        yield refuse(subject, "empty", "the file is empty")
    elif looks_binary(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield refuse(subject, "binary", f"no source reads this kind of file; known: {', '.join(sorted(SUFFIXES))}")
    else:
        yield from _guess(head)(path, subject)


def _guess(head: bytes) -> Source:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    low = start[:200].lower()
    if start.startswith(b"{"):
        return read_jsonl_file
    if low.startswith((b"<?xml", b"<rss", b"<feed")):
        return read_feed_file
    if low.startswith(b"<"):
        return read_html_file
    return read_text_file


def open_stream(stream: BinaryIO, subject: str = "-") -> Iterator[Item]:
    """Standard input: JSON Lines where it begins with ``{``, HTML where it begins with ``<``, else one plain text."""
    head = stream.peek(4096)[:4096] if hasattr(stream, "peek") else b""
    if _guess(head) is read_jsonl_file:
        yield from read_jsonl_stream(stream, subject)
        return
    content = stream.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        yield refuse(subject, "too_large", f"more than {MAX_FILE_BYTES // 2**20} MB that is no JSON Lines")
        return
    if not content.strip():
        yield refuse(subject, "empty", "the input is empty")
        return
    if content.lstrip()[:1] == b"{":
        yield from read_jsonl_stream(BytesIO(content), subject)
        return
    capture = make_capture(content, "text/plain", subject)
    decoded = decode(content)
    if decoded.text is None:
        yield refuse(subject, "binary", decoded.note, capture)
    elif _guess(content[:4096]) is read_html_file:
        yield html_item(decoded.text, subject, capture)
    else:
        yield document_item(decoded.text, subject, capture, decoded.note)


def open_inputs(inputs: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Item]:
    """Items of files, folders and ``-`` in the order given; nothing that one input holds stops the next."""
    for name in inputs:
        if name == "-":
            if stdin is not None:
                yield from open_stream(stdin)
            continue
        for path, item in list_files([name]):
            if item is not None:
                yield item
            else:
                yield from open_input(path)
