"""The values that the steps of the place reader hand to each other."""

from typing import Literal

import msgspec

__all__ = ["Candidate", "Found", "Source", "Word"]

Source = Literal["gazetteer", "pattern", "entity", "led"]
"""What found a stretch: the gazetteer, a designator, the parser, or the word before a name that neither knows."""


class Word(msgspec.Struct, frozen=True):
    start: int
    end: int
    text: str
    capital: bool


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch that may be a place. ``key`` is what the gazetteer is asked for, absent where it knows none.

    ``kinds`` are those that a designator in or beside the name tells. ``before`` and ``after`` are the words beside it,
    ``lead`` the word in front of an article or an "of" that stands before it, ``head`` and ``tail`` the capitalised words
    that run up to it and on from it, all folded.
    """

    start: int
    end: int
    exact: str
    sentence: int
    key: str | None
    source: Source = "gazetteer"
    kinds: frozenset[str] = frozenset()
    label: Literal["", "LOC", "ORG", "PER"] = ""
    whole: bool = False
    """Whether the name that the parser found is this stretch and no more."""
    before: str = ""
    lead: str = ""
    after: str = ""
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    first: bool = False
    shouted: bool = False


class Found(msgspec.Struct, frozen=True):
    """A sentence's candidates in text order and its demonyms as (start, end, country code)."""

    candidates: tuple[Candidate, ...]
    demonyms: tuple[tuple[int, int, str], ...]
