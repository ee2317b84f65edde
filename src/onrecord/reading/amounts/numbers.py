"""Numbers over the tokens of a sentence: "1.2 lakh", "two hundred and fifty", "three-quarters of a million", "several hundred"."""

import re
from collections.abc import Sequence
from functools import cache

from onrecord.reading.amounts.words import Number, glued, hyphen, low, ordinal_number, phrase, vocabulary
from onrecord.reading.nlp import Token

__all__ = ["is_month", "read_numbers"]

_DIGITS = re.compile(r"\d{1,3}(?:,\d{2,3})+|\d+")
_DECIMAL = re.compile(r"\d+\.\d+")
# thousands set off by points or spaces, as much of the world writes them
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_LEAD = re.compile(r"\d{1,3}")
_GROUP = re.compile(r"\d{3}")
_LONGEST = 4
_HUGE = 10**12
_PLURAL = ("NNS", "NNPS")
# before a plural only: "some villagers", not "some 20", "few in the town"
_LOOSE = ("few", "some", "many", "various")


def read_numbers(tokens: Sequence[Token]) -> list[Number]:
    """Every number in order, whatever it counts. A value that is not whole waits for the multiplier of a range."""
    found: list[Number] = []
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


def is_month(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token is the name of a month ("8 February", "Jan. 30")."""
    word = tokens[i].text if 0 <= i < len(tokens) else ""
    return word[:1].isupper() and word.lower().rstrip(".") in vocabulary().units.months


@cache
def _starters() -> frozenset[str]:
    """Words that an amount can begin with, but for its qualifier."""
    v = vocabulary()
    begun = {told.split()[0] for told in v.vague}
    return frozenset({*v.words, *begun, "a", "an", "another", *v.fractions, *v.multipliers})


def _vague(tokens: Sequence[Token], i: int) -> Number | None:
    v = vocabulary()
    for width in range(_LONGEST, 0, -1):
        if i + width > len(tokens):
            continue
        told = phrase(tokens, i, i + width)
        value = v.vague.get(told)
        if value is None:
            continue
        if told in _LOOSE and not _counts(tokens, i):
            return None
        return _some(tokens, i, i + width, value) if told in v.few else Number(i, i + width, value, vague=True)
    return None


def _some(tokens: Sequence[Token], first: int, last: int, value: int) -> Number:
    """ "Several hundred", "a couple of dozen", "many hundreds": a small number of a large one."""
    v = vocabulary()
    at = last + 1 if low(tokens, last) == "of" else last
    plural = v.vague.get(low(tokens, at))
    if plural is not None and low(tokens, at).endswith("s"):
        return Number(first, at + 1, plural, vague=True)
    scaled = 1
    while (scale := v.multipliers.get(low(tokens, at), 1)) >= 12 and value * scaled * scale < _HUGE:
        scaled, at, last = scaled * scale, at + 1, at + 1
    return Number(first, last, value * scaled, vague=True)


def _counts(tokens: Sequence[Token], i: int) -> bool:
    """Whether a vague word stands before a plural ("some villagers", not "some 20")."""
    v = vocabulary()
    beside = low(tokens, i + 1)
    if low(tokens, i) == "some" and (beside[:1].isdigit() or beside in v.words or beside in v.multipliers):
        return False
    after = next((t for t in tokens[i + 1 : i + 4] if t.pos in ("NOUN", "PROPN")), None)
    return after is not None and after.tag in _PLURAL and low(tokens, i - 1) not in ("as", "so", "too", "how", "very")


def _ordinal(tokens: Sequence[Token], i: int) -> Number | None:
    value = ordinal_number(low(tokens, i + 1))
    if value is None or low(tokens, i) not in ("a", "another"):
        return None
    return Number(i, i + 2, value, ordinal=True)


def _cardinal(tokens: Sequence[Token], i: int) -> Number | None:
    """A number of digits, words or both, with its multipliers ("1.2 lakh", "two hundred and fifty", "half a million")."""
    v = vocabulary()
    word = low(tokens, i)
    part = _part_of(tokens, i)
    if part is not None:
        return part
    if word in ("a", "an") and low(tokens, i + 1) in v.multipliers and not _other_score(tokens, i + 1):
        return _scaled(tokens, i + 2, v.multipliers[low(tokens, i + 1)], i, v.multipliers[low(tokens, i + 1)])
    if word in v.multipliers and word != "score" and _plural_after(tokens, i):
        # "hundred people", "over dozen shops": the article is often left out
        return Number(i, i + 1, v.multipliers[word], scale=v.multipliers[word])
    if word[:1].isdigit():
        return _of_digits(tokens, i)
    if word in v.words:
        at, value = _spelled(tokens, i)
        return _scaled(tokens, at, value, i)
    return None


def _other_score(tokens: Sequence[Token], i: int) -> bool:
    """Whether "a score" is no twenty: it is one in "a score of miners", "a score or so"."""
    if low(tokens, i) != "score":
        return False
    counted = i + 2 < len(tokens) and tokens[i + 2].tag in _PLURAL
    return not (low(tokens, i + 1) == "of" and counted) and phrase(tokens, i + 1, i + 3) not in ("or so", "or more")


def _plural_after(tokens: Sequence[Token], i: int) -> bool:
    at = i + 3 if hyphen(tokens, i + 1) and low(tokens, i + 2) in ("plus", "odd") else i + 1
    return at < len(tokens) and tokens[at].tag == "NNS" and not tokens[i].text.endswith("s")


def _of_digits(tokens: Sequence[Token], i: int) -> Number | None:
    word = low(tokens, i)
    if _POINTED.fullmatch(word) and _plural_after(tokens, i) and low(tokens, i + 1) not in vocabulary().units.after:
        return Number(i, i + 1, int(word.replace(".", "")))
    if _DECIMAL.fullmatch(word):
        return _scaled(tokens, i + 1, float(word), i)
    if not _DIGITS.fullmatch(word) or len(word) > 12:
        return None
    last = _groups(tokens, i)
    value = int("".join(t.text for t in tokens[i:last]).replace(",", ""))
    return _scaled(tokens, last, value, i)


def _groups(tokens: Sequence[Token], i: int) -> int:
    """Index after the groups of three digits that follow a number at one space each: "1 500 farmers"."""
    last = i + 1
    before = low(tokens, i - 1)
    if not _LEAD.fullmatch(tokens[i].text) or is_month(tokens, i - 1) or before in vocabulary().units.before:
        return last
    while last < len(tokens) and _GROUP.fullmatch(tokens[last].text) and tokens[last].start == tokens[last - 1].end + 1:
        last += 1
    return last if last < len(tokens) and tokens[last].tag in _PLURAL else i + 1


def _spelled(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """Index after the words and their value below a hundred ("twenty-two", "ninety nine")."""
    words = vocabulary().words
    value = words[low(tokens, i)]
    i += 1
    if value >= 20 and value % 10 == 0:
        at = _past_hyphen(tokens, i)
        unit = words.get(low(tokens, at))
        if unit is not None and 0 < unit < 10:
            return at + 1, value + unit
    return i, value


def _past_hyphen(tokens: Sequence[Token], i: int) -> int:
    return i + 1 if hyphen(tokens, i) else i


def _multiplier(tokens: Sequence[Token], i: int) -> int | None:
    """What a word or a letter behind a figure multiplies by ("million", "250k", "1.5m people")."""
    v = vocabulary()
    letter = v.letters.get(low(tokens, i))
    if letter is None:
        return v.multipliers.get(low(tokens, i))
    if not glued(tokens, i):
        return None
    # "5m away" is a length
    counts = i + 1 < len(tokens) and tokens[i + 1].tag in (*_PLURAL, "VBN", "VBD")
    return letter if counts or low(tokens, i) != "m" else None


def _part_of(tokens: Sequence[Token], i: int) -> Number | None:
    """ "Half a million", "a quarter of a million", "three-quarters of a million", "a half-dozen"."""
    v = vocabulary()
    word, parts, at = low(tokens, i), 1, i
    if word in ("a", "an"):
        at = i + 1
    elif 0 < v.words.get(word, 0) < 10:
        parts, at = v.words[word], _past_hyphen(tokens, i + 1)
    fraction = v.fractions.get(low(tokens, at))
    if fraction is None:
        return None
    at = _past_hyphen(tokens, at + 1)
    at += low(tokens, at) == "of"
    at += low(tokens, at) in ("a", "an", "one")
    scale = v.multipliers.get(low(tokens, at), 1)
    return Number(i, at + 1, round(parts * fraction * scale), scale=scale) if scale >= 10 else None


def _and_part(tokens: Sequence[Token], i: int) -> tuple[int, float] | None:
    """Index after "and a half", "and three-quarters" or "½", and the part."""
    v = vocabulary()
    at, parts = _past_hyphen(tokens, i), 1
    if low(tokens, at) == "and":
        at = _past_hyphen(tokens, at + 1)
        parts = 1 if low(tokens, at) == "a" else v.words.get(low(tokens, at), 0)
        at = _past_hyphen(tokens, at + 1)
    elif low(tokens, at).isalpha():
        return None
    fraction = v.fractions.get(low(tokens, at), 0.0) * parts
    return (at + 1, fraction) if 0 < fraction < 1 else None


def _scaled(tokens: Sequence[Token], i: int, value: float, first: int, scale: int = 1) -> Number:
    """Apply multipliers ("two hundred and fifty thousand", "two and a half million") to a value that ends before ``i``."""
    v = vocabulary()
    total = 0.0
    part = _and_part(tokens, i)
    if part is not None:
        at = _past_hyphen(tokens, part[0])
        if scale > 1:
            return Number(first, part[0], round(value + part[1] * scale), scale=scale)
        if _multiplier(tokens, at) is not None:
            i, value = at, value + part[1]
    led = scale > 1
    while i < len(tokens):
        if not led:
            at = _past_hyphen(tokens, i)
            times = _multiplier(tokens, at)
            if times is None or value * times > _HUGE:
                break
            value, i, scale = value * times, at + 1, times
        led = False
        at = _past_hyphen(tokens, i)
        if scale < 100:
            break
        if _multiplier(tokens, at) is not None:
            continue
        at = _past_hyphen(tokens, at + 1) if low(tokens, at) == "and" else at
        if low(tokens, at) not in v.words:
            break
        after, rest = _spelled(tokens, at)
        if rest >= scale:
            break
        further = v.multipliers.get(low(tokens, after))
        if further is not None and further < scale:
            total, value, i = total + value, rest, after
        else:
            value, i = value + rest, after
            if further is None:
                break
    whole = total + value
    return Number(first, i, round(whole) if scale > 1 else whole, scale=scale)
