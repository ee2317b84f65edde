"""Spans: exact words at exact places. Offsets count Unicode code points, end exclusive."""

from dataclasses import dataclass
from typing import Self

from onrecord.model.errors import SpanError

__all__ = ["Range", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A stretch of a text by offsets alone."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"a range needs 0 <= start < end, not {self.start}..{self.end}")

    def overlaps(self, other: "Range | Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words and where they stand.

    ``Span.cut`` is the way to make one. A span made from a record is measured against its own
    length at once, and against the text by ``check``, which the ledger calls before it accepts a claim.

    Raises:
        SpanError: when the offsets cannot hold the words.
    """

    start: int
    end: int
    exact: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.exact):
            raise SpanError(f"{self.start}..{self.end} cannot hold {self.exact[:60]!r} ({len(self.exact)} characters)")

    @classmethod
    def cut(cls, text: str, start: int, end: int, **fields: object) -> Self:
        """The span of ``text[start:end]``; further fields of a subclass by keyword."""
        if not 0 <= start < end <= len(text):
            raise SpanError(f"{start}..{end} lies outside a text of {len(text)} characters")
        return cls(start=start, end=end, exact=text[start:end], **fields)

    def check(self, text: str) -> None:
        """Raise SpanError unless ``text[start:end] == exact``."""
        if text[self.start : self.end] != self.exact:
            raise SpanError(
                f"the text has {text[self.start : self.end][:60]!r} at {self.start}..{self.end}, "
                f"not {self.exact[:60]!r}"
            )

    @property
    def range(self) -> Range:
        return Range(self.start, self.end)

    def overlaps(self, other: "Range | Span") -> bool:
        return self.start < other.end and other.start < self.end
