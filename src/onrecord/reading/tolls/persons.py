"""What the words of a toll tell of those harmed, and whether two tolls can mean the same people."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec

from onrecord.reading.parts import TollMention
from onrecord.reading.tolls.lexicon import lexicon

__all__ = ["Gender", "Persona", "described", "differ", "gender_of", "names_in", "other_kin", "persona_of"]

Gender = Literal["m", "f"]

_AGE = re.compile(r"\b(\d{1,2})[- ]years?[- ]olds?\b|, (\d{1,2})(?=[,;.)]| of | from |$)|\baged (\d{1,2})\b")
_OF_THOSE = re.compile(r"\bof (?:the|these|those|them)\b")
_CALL_REACH = 60
_BEHIND_NAME = re.compile(r" ([^\W\d]+)\b")
_BEHIND = 12
_ALSO = len("also ")
_GROWN = 18
_TEEN = 13
_SHORT = 3


class Persona(msgspec.Struct, frozen=True):
    """Who a toll is said of. ``head`` is the last word of the description, ``other`` tells of one more than before."""

    names: frozenset[str] = frozenset()
    head: str = ""
    gender: Gender | None = None
    age: int | None = None
    definite: bool = False
    pronoun: bool = False
    other: bool = False


def persona_of(text: str, m: TollMention) -> Persona:
    """The description of those that a mention counts, from its words and the age told right behind them."""
    words = lexicon().words
    start, end = described(text, m)
    phrase = text[start:end]
    tokens = [_bare(w) for w in phrase.split()]
    low = [w.lower() for w in tokens]
    said = [_bare(w).lower() for w in text[m.start : m.end].split()]
    pronoun = phrase.lower() in words.pronouns
    # in capitals every word looks like a name
    named = bool(tokens) and not pronoun and len(tokens[-1]) > 1 and not phrase.isupper()
    named = named and all(w[:1].isupper() or w in ("al", "bin", "de", "ul", "da") for w in tokens)
    first = (low or said or [""])[0]
    return Persona(
        names=names_in(tokens) if named else frozenset(),
        head=low[-1] if low else "",
        gender=gender_of(said) or gender_of(low),
        age=_age(text, min(start, m.start), max(end, m.end)),
        definite=first in ("the", "this", "that", "these", "those", "both", "his", "her", "their")
        or _OF_THOSE.search(text, m.start, m.end) is not None,
        pronoun=pronoun,
        other=not _called_for(text, m)
        and (
            m.additional
            or any(w in words.other for w in said)
            or (not pronoun and first not in ("the", "this", "that") and _also(text, m))
        ),
    )


def described(text: str, m: TollMention) -> tuple[int, int]:
    """Where the words stand that name or describe those harmed: "Ana Ruiz" of "22-year-old Ana Ruiz of Lima".

    The names' labels err: they cut a name ("Braxton" of "Braxton Bourda"), and take the town of "a Joplin girl" for one.
    """
    if not m.victims:
        return m.start, m.end
    start, end = m.victims[0]
    behind = _BEHIND_NAME.match(text, end, max(end, m.end)) if m.start <= start else None
    if behind is None:
        return start, end
    w = lexicon().words
    if behind[1].lower() in w.general | w.male | w.female | w.young | w.grown:
        return m.start, behind.end()
    return (start, behind.end()) if behind[1][:1].isupper() and text[start:end][:1].isupper() else (start, end)


def names_in(words_: Iterable[str]) -> frozenset[str]:
    """The words that can be names: "Baby" and "Woman" of a headline are none."""
    w = lexicon().words
    common = w.general | w.male | w.female | w.young | w.grown | w.kin
    return frozenset(x for x in words_ if len(x) >= _SHORT and x.lower() not in common)


def _also(text: str, m: TollMention) -> bool:
    """ "His cousin was also shot", "also killed was his cousin": one more than those told before."""
    between = text[m.end : m.trigger[0]] if m.end <= m.trigger[0] else text[max(0, m.trigger[0] - _ALSO) : m.trigger[0]]
    return "also" in between.lower().split()


def _called_for(text: str, m: TollMention) -> bool:
    """ "Were called in reference to someone shooting another": what a call tells is told again by what was found."""
    return _call().search(text, max(0, m.start - _CALL_REACH), m.start) is not None


@cache
def _call() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, lexicon().words.calls)))})\b[^.,;:]*$")


def _bare(word: str) -> str:
    return word.strip(".,;:'’\"()").removesuffix("'s").removesuffix("’s")


def _age(text: str, start: int, end: int) -> int | None:
    found = _AGE.search(text, start, min(len(text), end + _BEHIND))
    if found is None or found.start() > end + 1:
        return None
    return int(next(g for g in found.groups() if g))


def gender_of(said: list[str]) -> Gender | None:
    """The gender that the words of a description tell; "his wife" is a woman."""
    w = lexicon().words
    told = [x for x in said if x not in w.pronouns] if len(said) > 1 else said
    if any(x in w.male for x in told):
        return "m"
    return "f" if any(x in w.female for x in told) else None


def differ(a: Persona, b: Persona) -> bool:
    """Whether two descriptions cannot be of one person."""
    w = lexicon().words
    if b.other and not a.other:
        return True
    if a.gender and b.gender and a.gender != b.gender:
        return True
    if a.age is not None and b.age is not None and a.age != b.age:
        return True
    if a.names and b.names and not a.names & b.names:
        return True
    for x, y in ((a, b), (b, a)):
        teen = x.age is not None and x.age >= _TEEN
        if x.head in w.young and ((y.age is not None and y.age >= _GROWN) or (y.head in w.grown and not teen)):
            return True
    return other_kin(a.head, b.head)


def other_kin(a: str, b: str) -> bool:
    """Whether two words for ties within a family mean two people ("father", "son"), whoever tells of them."""
    w = lexicon().words
    return a in w.kin and b in w.kin and a != b and not any({a, b} <= group for group in w.same_kin)
