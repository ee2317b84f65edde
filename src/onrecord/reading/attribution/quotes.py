"""Quotations of a text: where they open and close, also over several sentences and paragraphs."""

import re
from typing import NamedTuple

__all__ = ["Quotation", "find_quotations"]

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_DOUBLE = re.compile(r"[“”„«»]|\"|''|``|’’|‘‘")
_SINGLE = re.compile(r"‘(?!‘)([^‘\n]{12,}?)(?:(?<=[.,?!])’|’(?![\w’]))")
_OPENS = frozenset({"“", "„", "«", "``", "‘‘"})
_CLOSES = frozenset({"”", "»", "’’"})


class Quotation(NamedTuple):
    """``start..end`` takes the marks in. ``goes_on``: the paragraph ended before a closing mark."""

    start: int
    end: int
    goes_on: bool


def find_quotations(text: str) -> list[Quotation]:
    """Quotations in text order, never overlapping. Unpaired marks in the middle of a paragraph open nothing."""
    found: list[Quotation] = []
    for paragraph in _PARAGRAPH.finditer(text):
        found += _in_paragraph(text, paragraph.start(), paragraph.end())
    taken = [(q.start, q.end) for q in found]
    for m in _SINGLE.finditer(text):
        if not any(a < m.end() and m.start() < b for a, b in taken):
            found.append(Quotation(m.start(), m.end(), goes_on=False))
    return sorted(found)


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    for m in _DOUBLE.finditer(text, start, end):
        mark = m.group()
        if mark in _OPENS or (mark not in _CLOSES and _can_open(text, m.start(), m.end(), start)):
            # a mark that can open inside a quotation closes it where nothing else can
            if opened is None:
                opened = m.start()
            elif mark not in _OPENS and _can_close(text, m.start(), m.end(), end):
                found.append(Quotation(opened, m.end(), goes_on=False))
                opened = None
        elif opened is not None:
            found.append(Quotation(opened, m.end(), goes_on=False))
            opened = None
    if opened is not None and (not text[start:opened].strip() or _mostly(text, opened, end)):
        found.append(Quotation(opened, end, goes_on=True))
    return found


def _mostly(text: str, opened: int, end: int) -> bool:
    return end - opened > 20 and text[opened - 1 : opened] in (" ", "\n", "—", ":", "(")


def _can_open(text: str, start: int, end: int, first: int) -> bool:
    before = text[start - 1] if start > first else " "
    after = text[end] if end < len(text) else " "
    return (before.isspace() or before in "([—–-:/…") and not after.isspace()


def _can_close(text: str, start: int, end: int, last: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < last else " "
    return not before.isspace() and (after.isspace() or after in ".,;:!?)]—–-…")
