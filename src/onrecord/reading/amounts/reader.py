"""Numbers in digits and words, their qualifiers and ranges, over the tokens of sentences."""

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

import msgspec

from onrecord.reading.nlp import ParsedSentence, Token
from onrecord.reading.parts import Amount
from onrecord.vocab import load

__all__ = ["bounds", "read_amounts"]

_DIGITS = re.compile(r"\d{1,3}(?:,\d{2,3})+|\d+")
_DECIMAL = re.compile(r"\d+\.\d+")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?")
_LONGEST = 4
_HUGE = 10**12
_LAST_DAY = 31
_OLDEST = 115
_CLOSING = (",", ".", ")", ";", "", "and", "of", "from", "who", "was", "were", "has", "had")


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
    ordinals: dict[str, int]
    vague: dict[str, int]
    before: dict[str, str]
    after: dict[str, str]
    units: _Units


@cache
def _vocabulary() -> _Vocabulary:
    found: _Vocabulary = load("amounts.toml", _Vocabulary)
    return found


class _Number(msgspec.Struct, frozen=True):
    """Tokens ``first`` to ``last`` (exclusive) tell ``value``; ``vague`` when it is a low end only."""

    first: int
    last: int
    value: int
    vague: bool = False
    ordinal: bool = False


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
    if rule == "nearly":
        return min(math.ceil(round(value * 0.9, 6)), max(0, value - 1)), max(0, value - 1)
    return value, value


def read_amounts(text: str, sentences: Sequence[ParsedSentence]) -> tuple[Amount, ...]:
    """Every amount that may count people or events, in text order; money, time, age and measure are left out."""
    found: list[Amount] = []
    for sentence in sentences:
        numbers = _numbers(sentence.tokens)
        at = 0
        while at < len(numbers):
            joined = _range(sentence.tokens, numbers, at)
            if joined is not None:
                found.append(_make(text, sentence.tokens, joined[0], joined[1]))
                at += 2
                continue
            number = numbers[at]
            aged = _age_of_name(sentence, number) or _of_ages(sentence.tokens, number)
            if not aged and not _excluded(sentence.tokens, number):
                found.append(_make(text, sentence.tokens, numbers[at], None))
            at += 1
    return tuple(found)


def _low(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].text.lower() if 0 <= i < len(tokens) else ""


def _phrase(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(t.text.lower() for t in tokens[first:last])


@cache
def _starters() -> frozenset[str]:
    """Words that an amount can begin with, but for its qualifier."""
    v = _vocabulary()
    begun = {phrase.split()[0] for phrase in v.vague}
    return frozenset({*v.words, *begun, "a", "an", "another", "half", *v.multipliers})


def _numbers(tokens: Sequence[Token]) -> list[_Number]:
    found: list[_Number] = []
    starters = _starters()
    i = 0
    while i < len(tokens):
        word = tokens[i].text
        if not word[:1].isdigit() and word.lower() not in starters:
            i += 1
            continue
        number = _vague(tokens, i) or _cardinal(tokens, i) or _ordinal(tokens, i)
        if number is None:
            i += 1
        else:
            found.append(number)
            i = number.last
    return found


def _vague(tokens: Sequence[Token], i: int) -> _Number | None:
    table = _vocabulary().vague
    for width in range(_LONGEST, 0, -1):
        if i + width > len(tokens):
            continue
        value = table.get(_phrase(tokens, i, i + width))
        if value is None:
            continue
        if width == 1 and tokens[i].text.lower() in ("few", "some", "many", "various") and not _counts(tokens, i):
            return None
        return _Number(i, i + width, value, vague=True)
    return None


def _counts(tokens: Sequence[Token], i: int) -> bool:
    """Whether a vague word stands before a plural ("some villagers", not "some 20")."""
    after = next((t for t in tokens[i + 1 : i + 4] if t.pos in ("NOUN", "PROPN")), None)
    return (
        after is not None
        and after.tag in ("NNS", "NNPS")
        and _low(tokens, i - 1) not in ("as", "so", "too", "how", "very")
    )


def _ordinal(tokens: Sequence[Token], i: int) -> _Number | None:
    value = _vocabulary().ordinals.get(_low(tokens, i + 1))
    if value is None or _low(tokens, i) not in ("a", "another"):
        return None
    return _Number(i, i + 2, value, ordinal=True)


def _cardinal(tokens: Sequence[Token], i: int) -> _Number | None:
    """A number of digits, words or both, with its multipliers ("1.2 lakh", "two hundred and fifty", "half a million")."""
    v = _vocabulary()
    word = _low(tokens, i)
    half = v.multipliers.get(_low(tokens, i + 2)) if word == "half" and _low(tokens, i + 1) == "a" else None
    if half is not None and half > 1:
        return _Number(i, i + 3, half // 2)
    if word in ("a", "an") and _low(tokens, i + 1) in v.multipliers and _low(tokens, i + 1) not in ("k", "score"):
        return _scaled(tokens, i + 2, v.multipliers[_low(tokens, i + 1)], i)
    if word in v.multipliers and word not in ("k", "score") and _plural_after(tokens, i):
        # "hundred people", "over dozen shops": the article is often left out
        return _Number(i, i + 1, v.multipliers[word])
    if _DECIMAL.fullmatch(word):
        scale = v.multipliers.get(_low(tokens, i + 1))
        return None if scale is None else _Number(i, i + 2, round(float(word) * scale))
    if _DIGITS.fullmatch(word) and len(word) < 13:
        return _scaled(tokens, i + 1, int(word.replace(",", "")), i)
    if word in v.words:
        return _scaled(tokens, *_spelled(tokens, i), i)
    return None


def _plural_after(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].tag == "NNS" and not tokens[i].text.endswith("s")


def _spelled(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """Index after the words and their value below a thousand ("twenty-two", "ninety nine")."""
    words = _vocabulary().words
    value = words[_low(tokens, i)]
    i += 1
    if value >= 20 and value % 10 == 0:
        step = 2 if _low(tokens, i) == "-" else 1
        unit = words.get(_low(tokens, i + step - 1))
        if unit is not None and 0 < unit < 10:
            return i + step, value + unit
    return i, value


def _scaled(tokens: Sequence[Token], i: int, value: int, first: int) -> _Number:
    """Apply multipliers ("two hundred and fifty thousand") to a value that ends before ``i``."""
    v = _vocabulary()
    total = 0
    while i < len(tokens):
        scale = v.multipliers.get(_low(tokens, i))
        if scale is None or (_low(tokens, i) == "k" and tokens[i].start != tokens[i - 1].end) or value * scale > _HUGE:
            break
        value *= scale
        i += 1
        at = i + 1 if _low(tokens, i) == "and" else i
        if scale in (12, 20):
            break
        if _low(tokens, at) in v.words and not (at > i and scale < 100):
            nxt, rest = _spelled(tokens, at)
            if rest < scale:
                further = v.multipliers.get(_low(tokens, nxt))
                if further is not None and further >= scale:
                    value, i = value + rest, nxt
                    continue
                if further is not None and further < scale:
                    total, value, i = total + value, rest, nxt
                    continue
                value, i = value + rest, nxt
        break
    return _Number(first, i, total + value)


def _range(tokens: Sequence[Token], numbers: Sequence[_Number], at: int) -> tuple[_Number, int] | None:
    """A range of two numbers: ``(number with the low end, high)``."""
    if at + 1 >= len(numbers):
        return None
    a, b = numbers[at], numbers[at + 1]
    if a.vague or b.vague or a.ordinal or b.ordinal or b.value <= a.value or b.first != a.last + 1:
        return None
    link, before = _low(tokens, a.last), _low(tokens, a.first - 1)
    fits = (
        (link in ("to", "or"))
        or (link in ("-", "–", "—") and tokens[a.last].start == tokens[a.last - 1].end)
        or (link == "and" and before == "between")
    )
    if not fits or _excluded(tokens, b, in_range=True) or _excluded(tokens, _Number(a.first, a.last, a.value)):
        return None
    first = a.first - 1 if before in ("between", "from") else a.first
    return _Number(first, b.last, a.value), b.value


def _excluded(tokens: Sequence[Token], n: _Number, in_range: bool = False) -> bool:
    """Whether the figure measures money, time, age, distance or names a thing."""
    units = _vocabulary().units
    before, after = _low(tokens, n.first - 1), _low(tokens, n.last)
    if before == "no" and _low(tokens, n.first) == "one":
        return True
    if before in ("a", "an") and tokens[n.first].text[:1].isdigit() and n.last - n.first == 1:
        # "shot a 65", "a 9 on the scale"
        return True
    if not n.vague and n.value <= _LAST_DAY and (_month(tokens, n.first - 1) or _month(tokens, n.last)):
        # "in May 12 people died" counts people all the same
        return after not in units.people
    if _in_word(tokens, n) or _shares_unit(tokens, n) or _of_address(tokens, n):
        return True
    if before == "of" and _low(tokens, n.first - 2).isdigit() and _low(tokens, n.first - 3) in units.before:
        # "image 2 of 8"
        return True
    if after in ("-", "–") and n.last + 1 < len(tokens) and tokens[n.last].start == tokens[n.last - 1].end:
        after = _low(tokens, n.last + 1)
        if after in units.after or after == "member":
            return True
        if before in ("-", "–"):
            return True
    if before == "of" and _low(tokens, n.first - 2) in units.bearers:
        return True
    if in_range:
        return after in units.after
    if after in units.after or before in units.before:
        return True
    glued = n.first >= 2 and tokens[n.first - 1].start == tokens[n.first - 2].end
    if before in ("-", "–", "/", ":", ".") and glued and tokens[n.first - 1].end == tokens[n.first].start:
        return True
    if (
        tokens[n.first].start > 0
        and n.first > 0
        and tokens[n.first - 1].end == tokens[n.first].start
        and before.isalpha()
    ):
        return True
    return bool(not n.vague and n.last - n.first == 1 and _CLOCK.fullmatch(_low(tokens, n.first)))


def _in_word(tokens: Sequence[Token], n: _Number) -> bool:
    """ "A man in his 20s": digits that run on into a word or further digits are no number of their own."""
    if n.last >= len(tokens) or not tokens[n.last - 1].text[-1:].isdigit():
        return False
    return tokens[n.last].start == tokens[n.last - 1].end and tokens[n.last].text[:1].isalnum()


def _of_address(tokens: Sequence[Token], n: _Number) -> bool:
    """ "A shooting at 16411 Saybrook": the number of a house before the name of its street."""
    if _low(tokens, n.first - 1) not in _vocabulary().units.sites or n.last - n.first > 1:
        return False
    at = n.last
    while at < len(tokens) and tokens[at].tag == "NNP":
        at += 1
    return (
        at > n.last and tokens[n.first].text.isdigit() and (at == len(tokens) or tokens[at].pos not in ("NOUN", "NUM"))
    )


def _shares_unit(tokens: Sequence[Token], n: _Number) -> bool:
    """ "His 12- and 10-year-old sons": a hanging hyphen shares the unit of the next number."""
    if _low(tokens, n.last) not in ("-", "–") or tokens[n.last].start != tokens[n.last - 1].end:
        return False
    at = n.last + 1
    while _low(tokens, at) in (",", "and", "or", "to"):
        at += 1
    hyphen = at + 1
    return (
        at > n.last + 1
        and (_low(tokens, at).isdigit() or _low(tokens, at) in _vocabulary().words)
        and _low(tokens, hyphen) in ("-", "–")
    )


def _age_of_name(sentence: ParsedSentence, n: _Number) -> bool:
    """ "Imran Khan, 20, and Sara Ali, 19, were killed": a bare number between commas behind somebody's name."""
    tokens = sentence.tokens
    bare = n.last - n.first == 1 and tokens[n.first].text.isdigit() and n.value < _OLDEST
    if not bare or _low(tokens, n.first - 1) != "," or _low(tokens, n.last) not in _CLOSING:
        return False
    return any(e.label == "PER" and e.last == n.first - 1 for e in sentence.entities)


def _of_ages(tokens: Sequence[Token], n: _Number) -> bool:
    """ "Between ages 12 and 16", "ages 19, 20 and 24": every number of the series behind the word tells an age."""
    words = _vocabulary().units.ages
    if n.last < len(tokens) and tokens[n.last].pos == "NOUN":
        # "ages 6 and 9, and two adults"
        return False
    at = n.first - 1
    while at >= 0 and (
        tokens[at].text.isdigit() or _low(tokens, at) in (",", "and", "to", "-", "–", "through", "or", "of")
    ):
        if tokens[at].text.isdigit() and int(tokens[at].text) >= _OLDEST:
            return False
        at -= 1
    return at < n.first - 1 and n.value < _OLDEST and _low(tokens, at) in words


def _month(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token is the name of a month ("8 February", "Jan. 30")."""
    word = tokens[i].text if 0 <= i < len(tokens) else ""
    return word[:1].isupper() and word.lower().rstrip(".") in _vocabulary().units.months


def _make(text: str, tokens: Sequence[Token], n: _Number, high: int | None) -> Amount:
    first, rule, qualifier = _qualified(tokens, n)
    last, more = n.last, False
    for width in (2, 1):
        after = _vocabulary().after.get(_phrase(tokens, n.last, n.last + width))
        if after is None:
            continue
        if after == "another":
            more = True
        else:
            rule, qualifier, last = after, _phrase(tokens, n.last, n.last + width), n.last + width
        break
    if rule == "another":
        more, rule = True, None
    if high is not None:
        low, top = (n.value, high) if rule not in ("more_than", "at_least") else (bounds(n.value, rule)[0], None)
    elif n.vague:
        low, top = n.value + (1 if rule == "more_than" else 0), None
        qualifier = qualifier or "vague"
    else:
        low, top = bounds(n.value, rule)
    kind: Literal["cardinal", "vague", "nil", "ordinal"]
    kind = "ordinal" if n.ordinal else "vague" if n.vague else "nil" if n.value == 0 else "cardinal"
    start, end = tokens[first].start, tokens[last - 1].end
    return Amount(
        start=start, end=end, exact=text[start:end], low=low, high=top, qualifier=qualifier, kind=kind, additional=more
    )


def _qualified(tokens: Sequence[Token], n: _Number) -> tuple[int, str | None, str | None]:
    """The first token of the qualifier, its rule and its words."""
    table = _vocabulary().before
    for width in range(_LONGEST, 0, -1):
        start = n.first - width
        if start < 0:
            continue
        words = _phrase(tokens, start, n.first)
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
