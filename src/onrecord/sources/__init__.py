"""Bytes to documents or rejections: text, JSON Lines, HTML, CSV, feeds, mail and web archives."""

from onrecord.sources.base import Item, Source, make_capture, refuse
from onrecord.sources.opening import SUFFIXES, list_files, open_input, open_inputs, open_stream
from onrecord.sources.rows import read_rows

__all__ = [
    "SUFFIXES",
    "Item",
    "Source",
    "list_files",
    "make_capture",
    "open_input",
    "open_inputs",
    "open_stream",
    "read_rows",
    "refuse",
]
