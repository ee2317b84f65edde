"""Quotations: stretches between quotation marks, over sentences and paragraphs."""

import re
from collections.abc import Sequence

from onrecord.model import Range

__all__ = ["find_quotes", "inside_quote"]

_OPEN = re.compile(r"[“\"«]|(?<!')''(?!')|``")
_CLOSE = {"“": "”", '"': '"', "«": "»", "''": "''", "``": "''"}
# a quotation longer than this has lost its closing mark
_LONGEST = 2500


def find_quotes(text: str) -> list[Range]:
    """Ranges from the opening to the closing mark, both taken in; a mark that is not closed ends with its paragraph."""
    found: list[Range] = []
    at = 0
    while match := _OPEN.search(text, at):
        mark = match.group()
        close = _CLOSE[mark]
        paragraph = text.find("\n\n", match.end())
        paragraph = len(text) if paragraph < 0 else paragraph
        end = text.find(close, match.end())
        if end < 0 or end > match.end() + _LONGEST or end > paragraph:
            # by custom a quotation of several paragraphs is closed only at the end of the last
            end, close = paragraph, ""
            if end - match.start() < 20 or (mark == '"' and end - match.start() > _LONGEST):
                at = match.end()
                continue
        stop = end + len(close)
        found.append(Range(match.start(), stop))
        at = stop
    return found


def inside_quote(quotes: Sequence[Range], offset: int) -> Range | None:
    """The quotation that holds ``offset``."""
    return next((q for q in quotes if q.start <= offset < q.end), None)
