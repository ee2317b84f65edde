"""Numbers that count neither people nor events: money, time, age, measure, names of things."""

import re
from collections.abc import Sequence

from onrecord.reading.amounts.numbers import is_month
from onrecord.reading.amounts.words import Number, glued, low, vocabulary
from onrecord.reading.nlp import ParsedSentence, Token

__all__ = ["is_age", "measures"]

_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?")
_LAST_DAY = 31
_OLDEST = 115
_CLOSING = (",", ".", ")", ";", "", "and", "of", "from", "who", "was", "were", "has", "had")


def is_age(sentence: ParsedSentence, n: Number) -> bool:
    """Whether a number tells how old somebody is."""
    return _age_of_name(sentence, n) or _of_ages(sentence.tokens, n)


def measures(tokens: Sequence[Token], n: Number, in_range: bool = False) -> bool:
    """Whether the figure measures money, time, age, distance or names a thing."""
    units = vocabulary().units
    before, after = low(tokens, n.first - 1), low(tokens, n.last)
    if before == "no" and low(tokens, n.first) == "one":
        return True
    if before in ("a", "an") and tokens[n.first].text[:1].isdigit() and n.last - n.first == 1:
        # "shot a 65", "a 9 on the scale"
        return True
    if not n.vague and n.value <= _LAST_DAY and (is_month(tokens, n.first - 1) or is_month(tokens, n.last)):
        # "in May 12 people died" counts people all the same
        return after not in units.people
    if _in_word(tokens, n) or _shares_unit(tokens, n) or _of_address(tokens, n):
        return True
    if before == "of" and low(tokens, n.first - 2).isdigit() and low(tokens, n.first - 3) in units.before:
        # "image 2 of 8"
        return True
    if after in ("-", "–") and n.last + 1 < len(tokens) and glued(tokens, n.last):
        after = low(tokens, n.last + 1)
        if after in units.after or after == "member":
            return True
        if before in ("-", "–"):
            return True
    if before == "of" and low(tokens, n.first - 2) in units.bearers:
        return True
    if in_range:
        return after in units.after
    if after in units.after or before in units.before:
        return True
    if glued(tokens, n.first) and (
        before.isalpha() or (before in ("-", "–", "/", ":", ".") and glued(tokens, n.first - 1))
    ):
        return True
    return bool(not n.vague and n.last - n.first == 1 and _CLOCK.fullmatch(low(tokens, n.first)))


def _in_word(tokens: Sequence[Token], n: Number) -> bool:
    """ "A man in his 20s": digits that run on into a word or further digits are no number of their own."""
    if n.last >= len(tokens) or not tokens[n.last - 1].text[-1:].isdigit():
        return False
    return glued(tokens, n.last) and tokens[n.last].text[:1].isalnum()


def _of_address(tokens: Sequence[Token], n: Number) -> bool:
    """ "A shooting at 16411 Saybrook": the number of a house before the name of its street."""
    if low(tokens, n.first - 1) not in vocabulary().units.sites or n.last - n.first > 1:
        return False
    at = n.last
    while at < len(tokens) and tokens[at].tag == "NNP":
        at += 1
    return (
        at > n.last and tokens[n.first].text.isdigit() and (at == len(tokens) or tokens[at].pos not in ("NOUN", "NUM"))
    )


def _shares_unit(tokens: Sequence[Token], n: Number) -> bool:
    """ "His 12- and 10-year-old sons": a hanging hyphen shares the unit of the next number."""
    if low(tokens, n.last) not in ("-", "–") or not glued(tokens, n.last):
        return False
    at = n.last + 1
    while low(tokens, at) in (",", "and", "or", "to"):
        at += 1
    hyphen = at + 1
    return (
        at > n.last + 1
        and (low(tokens, at).isdigit() or low(tokens, at) in vocabulary().words)
        and low(tokens, hyphen) in ("-", "–")
    )


def _age_of_name(sentence: ParsedSentence, n: Number) -> bool:
    """ "Imran Khan, 20, and Sara Ali, 19, were killed": a bare number between commas behind somebody's name."""
    tokens = sentence.tokens
    bare = n.last - n.first == 1 and tokens[n.first].text.isdigit() and n.value < _OLDEST
    if not bare or low(tokens, n.first - 1) != "," or low(tokens, n.last) not in _CLOSING:
        return False
    return any(e.label == "PER" and e.last == n.first - 1 for e in sentence.entities)


def _of_ages(tokens: Sequence[Token], n: Number) -> bool:
    """ "Between ages 12 and 16", "ages 19, 20 and 24": every number of the series behind the word tells an age."""
    words = vocabulary().units.ages
    if n.last < len(tokens) and tokens[n.last].pos == "NOUN":
        # "ages 6 and 9, and two adults"
        return False
    at = n.first - 1
    while at >= 0 and (
        tokens[at].text.isdigit() or low(tokens, at) in (",", "and", "to", "-", "–", "through", "or", "of")
    ):
        if tokens[at].text.isdigit() and int(tokens[at].text) >= _OLDEST:
            return False
        at -= 1
    return at < n.first - 1 and n.value < _OLDEST and low(tokens, at) in words
