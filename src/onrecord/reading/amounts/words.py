"""The vocabulary of amounts, and the words of a sentence by number."""

from collections.abc import Sequence
from functools import cache

import msgspec

from onrecord.reading.nlp import Token
from onrecord.vocab import load

__all__ = ["Number", "glued", "hyphen", "low", "number_of", "ordinal_number", "phrase", "vocabulary"]


class _Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    after: frozenset[str]
    before: frozenset[str]
    months: frozenset[str]
    people: frozenset[str]
    bearers: frozenset[str]
    ages: frozenset[str]
    sites: frozenset[str]


class _Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, int]
    multipliers: dict[str, int]
    letters: dict[str, int]
    fractions: dict[str, float]
    ordinals: dict[str, int]
    vague: dict[str, int]
    few: frozenset[str]
    hedges: frozenset[str]
    before: dict[str, str]
    after: dict[str, str]
    units: _Units


@cache
def vocabulary() -> _Vocabulary:
    found: _Vocabulary = load("amounts.toml", _Vocabulary)
    return found


def ordinal_number(word: str) -> int | None:
    """The number of an ordinal from "second" on; absent for any other word."""
    return vocabulary().ordinals.get(word)


def number_of(word: str) -> int | None:
    """The number that a word in small letters is: "five", "12"; absent for any other word."""
    return int(word) if word.isdecimal() else vocabulary().words.get(word)


class Number(msgspec.Struct, frozen=True):
    """Tokens ``first`` to ``last`` (exclusive) tell ``value``; ``vague`` when it is a low end only.

    ``scale`` is the last multiplier in it: "two to three dozen" lends its dozen to the two.
    """

    first: int
    last: int
    value: float
    vague: bool = False
    ordinal: bool = False
    scale: int = 1


def low(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].text.lower() if 0 <= i < len(tokens) else ""


def phrase(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(t.text.lower() for t in tokens[first:last])


def glued(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token stands right behind the one before it, without a space."""
    return 0 < i < len(tokens) and tokens[i].start == tokens[i - 1].end


def hyphen(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token joins the words on its two sides ("twenty-two")."""
    return low(tokens, i) in ("-", "–") and glued(tokens, i) and glued(tokens, i + 1)
