"""Amounts: numbers with their qualifiers, ranges and second thoughts ("17, and possibly 20"), and the bounds they tell."""

import math
from collections.abc import Sequence
from typing import Literal

import msgspec

from onrecord.reading.amounts.measures import is_age, measures
from onrecord.reading.amounts.numbers import read_numbers
from onrecord.reading.amounts.words import Number, glued, low, phrase, vocabulary
from onrecord.reading.nlp import ParsedSentence, Token
from onrecord.reading.parts import Amount

__all__ = ["bounds", "read_amounts"]

_LONGEST = 5


def bounds(value: int, rule: str | None) -> tuple[int, int | None]:
    """Low and high of a number under a qualifier's rule, as the public format defines them.

    >>> bounds(24, "at_least"), bounds(60, "more_than"), bounds(100, "nearly")
    ((24, None), (61, None), (90, 99))
    """
    if rule == "at_least":
        return value, None
    if rule == "more_than":
        return value + 1, None
    if rule == "up_to":
        return 0, value
    if rule == "fewer_than":
        return 0, max(0, value - 1)
    if rule == "about":
        # binary fractions: 0.9 of 10 must be 9, not 9.000000000000002
        return math.ceil(round(value * 0.9, 6)), math.floor(round(value * 1.1, 6))
    if rule == "some_more":
        return value, value + 9
    if rule == "nearly":
        return min(math.ceil(round(value * 0.9, 6)), max(0, value - 1)), max(0, value - 1)
    return value, value


def read_amounts(text: str, sentences: Sequence[ParsedSentence]) -> tuple[Amount, ...]:
    """Every amount that may count people or events, in text order; money, time, age and measure are left out."""
    found: list[Amount] = []
    for sentence in sentences:
        tokens, numbers = sentence.tokens, read_numbers(sentence.tokens)
        at = 0
        while at < len(numbers):
            joined = _joined(tokens, numbers, at)
            if joined is not None:
                found.append(_make(text, tokens, joined))
                at += joined.numbers
                continue
            number = numbers[at]
            whole = number.value == int(number.value)
            if whole and not is_age(sentence, number) and not _counts_nobody(tokens, number):
                found.append(_make(text, tokens, _Told(number, None)))
            at += 1
    return tuple(found)


class _Told(msgspec.Struct, frozen=True):
    """A number with what is told beside it: the upper end of a range, how many ``numbers`` it took."""

    number: Number
    high: float | None
    numbers: int = 1
    open: bool = False


def _counts_nobody(tokens: Sequence[Token], n: Number) -> bool:
    rule, _, last = _suffix(tokens, n)
    if rule == "some_more" and tokens[min(last, len(tokens) - 1)].tag not in ("NNS", "NNPS"):
        # "a thirty-something man"
        return True
    return measures(tokens, n) or (last > n.last and low(tokens, last) in vocabulary().units.after)


def _joined(tokens: Sequence[Token], numbers: Sequence[Number], at: int) -> _Told | None:
    """Several numbers that tell one amount: "10 to 15", "two or three hundred", "12, 13 or 14", "17, possibly 20"."""
    used = 1
    while at + used < len(numbers) and phrase(tokens, numbers[at + used - 1].last, numbers[at + used].first) == ",":
        used += 1
    if at + used >= len(numbers):
        used = 1 if at + 1 < len(numbers) else 0
    if not used:
        return None
    for more in dict.fromkeys((used, 1)):
        told = _range(tokens, numbers[at], numbers[at + more], numbers[at + more - 1], more + 1)
        if told is not None:
            return told
    return _doubted(tokens, numbers[at], numbers[at + 1])


def _range(tokens: Sequence[Token], a: Number, b: Number, before_b: Number, used: int) -> _Told | None:
    if a.vague or b.vague or a.ordinal or b.ordinal or b.first != before_b.last + 1:
        return None
    lent = b.scale if a.scale == 1 and b.scale >= 12 and a.value <= b.value / b.scale else 1
    lower = round(a.value * lent) if lent > 1 else a.value
    if not lower < b.value or lower != int(lower) or b.value != int(b.value):
        return None
    link, before = low(tokens, before_b.last), low(tokens, a.first - 1)
    fits = (
        (link == "or" or (link == "to" and used == 2))
        or (link in ("-", "–", "—") and glued(tokens, a.last) and used == 2)
        or (link == "and" and before == "between" and used == 2)
    )
    alone = Number(a.first, a.last, a.value)
    if not fits or measures(tokens, b, in_range=True) or measures(tokens, alone):
        return None
    first = a.first - 1 if before in ("between", "from") else a.first
    return _Told(Number(first, b.last, lower, scale=b.scale), b.value, used)


def _doubted(tokens: Sequence[Token], a: Number, b: Number) -> _Told | None:
    """A figure with a higher one that may be true as well: "17, and possibly 20", "dozens, if not hundreds"."""
    words = phrase(tokens, a.last, b.first).removeprefix(", ").removeprefix("and ").removeprefix("or ")
    if words not in vocabulary().hedges or not a.value < b.value or a.ordinal or b.ordinal:
        return None
    if a.value != int(a.value) or measures(tokens, a) or measures(tokens, b):
        return None
    number = Number(a.first, b.last, a.value, vague=a.vague)
    return _Told(number, None if b.vague else b.value, 2, open=b.vague)


def _make(text: str, tokens: Sequence[Token], told: _Told) -> Amount:
    n = told.number
    first, rule, qualifier = _qualified(tokens, n)
    behind, words, last = _suffix(tokens, n)
    more = behind == "another" or rule == "another"
    if behind is not None and behind != "another":
        rule, qualifier = behind, words
    rule = None if rule == "another" else rule
    value = int(n.value)
    if n.vague or told.open:
        lowest, top = value + (1 if rule == "more_than" else 0), told.high
        qualifier = qualifier or "vague"
    elif told.high is not None and rule in ("more_than", "at_least"):
        lowest, top = bounds(value, rule)[0], None
    elif told.high is not None:
        lowest, top = value, told.high
    else:
        lowest, top = bounds(value, rule)
    kind: Literal["cardinal", "vague", "nil", "ordinal"]
    kind = "ordinal" if n.ordinal else "vague" if n.vague else "nil" if value == 0 else "cardinal"
    start, end = tokens[first].start, tokens[last - 1].end
    return Amount(
        start=start,
        end=end,
        exact=text[start:end],
        low=lowest,
        high=None if top is None else int(top),
        qualifier=qualifier,
        kind=kind,
        additional=more,
    )


def _suffix(tokens: Sequence[Token], n: Number) -> tuple[str | None, str | None, int]:
    """The rule of the words behind a number ("or more", "-odd", "+"), the words, and the index after them.

    "Three more" and "three others" count on top of an earlier figure; their words stay outside of the amount.
    """
    table = vocabulary().after
    for width in range(_LONGEST, 0, -1):
        words = phrase(tokens, n.last, n.last + width)
        rule = table.get(words)
        if rule is None or n.last + width > len(tokens):
            continue
        if words[0] in "-–+" and not glued(tokens, n.last):
            continue
        return rule, words, n.last if rule == "another" else n.last + width
    return None, None, n.last


def _qualified(tokens: Sequence[Token], n: Number) -> tuple[int, str | None, str | None]:
    """The first token of the qualifier, its rule and its words."""
    table = vocabulary().before
    for width in range(_LONGEST, 0, -1):
        start = n.first - width
        if start < 0:
            continue
        words = phrase(tokens, start, n.first)
        rule = table.get(words)
        if rule is None:
            continue
        if words in ("the", "these", "those", "all"):
            return n.first, rule, None
        if (
            words == "over"
            and n.value > 0
            and start > 0
            and tokens[start - 1].pos == "VERB"
            and tokens[start].pos == "ADP"
            and tokens[start].dep == "compound:prt"
        ):
            return n.first, None, None
        return start, rule, words
    return n.first, None, None
