"""Which sentences may hold a claim, told from their words alone, before anything is parsed.

A sentence is a candidate when all the words of a line of a lexicon stand in it in any form: the trigger lexicon, the
restrictions, the responses. That is a necessary condition of what the readers find after the parse, so a sentence that
is no candidate holds no trigger; the parse then decides on those that are.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import msgspec

from onrecord.reading.claims.lexicon import Pattern, Words, lexicon
from onrecord.reading.demands.lexicon import Book, asking_words, response_book
from onrecord.reading.nlp.lemmas import lemma
from onrecord.reading.restrictions import restriction_book
from onrecord.reading.times.lexicon import calendar

__all__ = ["Worth", "worth_of"]

_WORD = re.compile(r"[^\W_]+|-")
# stand for a name of a person or a place, a number, or nothing in particular: the words alone cannot tell
_OPEN = frozenset({"PERSON", "PLACE", "people"})
# relations without which no trigger stands; those of subjects and objects may be left open
_NEAR = ("with", "before", "after", "governed_by")


class Worth(msgspec.Struct, frozen=True):
    """What may stand in a sentence by its words: ``rank`` of the best trigger (0 for none), the other kinds yes or no."""

    rank: int
    restriction: bool
    response: bool
    demand: bool

    @property
    def any(self) -> bool:
        return self.rank > 0 or self.restriction or self.response or self.demand


class _Line(msgspec.Struct, frozen=True):
    """What must stand in a sentence beside the first word of a line, and what must not.

    ``follows`` is the next word where the line leaves no gap before it.
    """

    rank: int
    needs: tuple[Words, ...]
    without: tuple[Words, ...]
    follows: Words = frozenset()


def worth_of(text: str, spans: Sequence[tuple[int, int]]) -> list[Worth]:
    """The worth of each of the sentences at ``spans``."""
    return [_worth(_WORD.findall(text, start, end)) for start, end in spans]


def _worth(words: Sequence[str]) -> Worth:
    found: list[Sequence[str]] = [_known_forms(word) for word in words]
    for at, word in enumerate(words):
        if at and word in _months():
            found[at] = ()
        if word == "-" and 0 < at < len(words) - 1:
            joined = [f"{words[at - 1].lower()}-{form}" for form in _forms(words[at + 1])]
            found[at + 1] = (*found[at + 1], *joined)
    present = {form for forms in found for form in forms}
    lines = _lines()
    rank = max(
        (line.rank for word in present & lines.keys() for line in lines[word] if _stands(line, word, present, found)),
        default=0,
    )
    restriction, response = (_any(book, present, found) for book in _books())
    return Worth(rank, restriction, response, not present.isdisjoint(asking_words()))


def _stands(line: _Line, word: str, present: set[str], found: Sequence[Sequence[str]]) -> bool:
    if any(present.isdisjoint(words) for words in line.needs):
        return False
    if not all(present.isdisjoint(words) for words in line.without):
        return False
    if not line.follows:
        return True
    return any(word in forms and not line.follows.isdisjoint(after) for forms, after in itertools.pairwise(found))


def _any(lines: dict[str, tuple[_Line, ...]], present: set[str], found: Sequence[Sequence[str]]) -> bool:
    return any(_stands(line, word, present, found) for word in present & lines.keys() for line in lines[word])


@lru_cache(100_000)
def _known_forms(word: str) -> tuple[str, ...]:
    """Those forms of a word that any line asks for or forbids; most words have none."""
    return tuple(_forms(word) & _vocabulary())


@cache
def _vocabulary() -> frozenset[str]:
    found: set[str] = set()
    for lines in (_lines(), *_books()):
        found |= lines.keys()
        for line in (line for held in lines.values() for line in held):
            found = found.union(*line.needs, *line.without, line.follows)
    return frozenset(found) | asking_words()


def _forms(word: str) -> frozenset[str]:
    """The forms under which a word may be looked up once it is parsed."""
    low = word.lower()
    found = {low, lemma(low, "NOUN"), lemma(low, "VERB"), lemma(low, "ADJ")}
    if low.endswith("ed") and len(low) > 4:
        found.add(low[:-2])
    return frozenset(found)


@cache
def _months() -> frozenset[str]:
    """Names of months as they are written: "March" inside a sentence is no march."""
    return frozenset(form.capitalize() for forms in calendar().months.values() for form in forms)


@cache
def _lines() -> dict[str, tuple[_Line, ...]]:
    found: dict[str, list[_Line]] = {}
    for word, patterns in lexicon().by_word.items():
        for pattern in patterns:
            conditions = pattern.entry.conditions
            needs = (
                *pattern.steps[1:],
                *(c.words for c in conditions if c.wanted and c.relation in _NEAR),
                *_held(pattern),
            )
            without = tuple(c.words for c in conditions if c.relation == "with" and not c.wanted)
            line = _Line(pattern.entry.rank, _told(needs), without, _follows(pattern.steps))
            found.setdefault(word, []).append(line)
    return {word: tuple(lines) for word, lines in found.items()}


def _held(pattern: Pattern) -> tuple[Words, ...]:
    """The words of a strict verb's subject or object, of which one has to stand in the sentence."""
    entry = pattern.entry
    if not entry.strict or pattern.kind != "verb":
        return ()
    related = [c.words for c in entry.conditions if c.wanted and c.relation not in _NEAR]
    return (frozenset().union(*related),) if related else ()


def _follows(steps: Sequence[Words | None]) -> Words:
    """The second word of a line, where no gap goes before it and it can be told by its form."""
    second = steps[1] if len(steps) > 1 else None
    return second if second and not second & _OPEN else frozenset()


@cache
def _books() -> tuple[dict[str, tuple[_Line, ...]], dict[str, tuple[_Line, ...]]]:
    return _of_book(restriction_book()), _of_book(response_book())


def _of_book(book: Book) -> dict[str, tuple[_Line, ...]]:
    return {
        word: tuple(
            _Line(1, _told((*steps[1:], book.rules[number].with_)), (), _follows(steps))
            for number, _, _, steps in lines
        )
        for word, lines in book.by_word.items()
    }


def _told(steps: Iterable[Words | None]) -> tuple[Words, ...]:
    """The sets of words of which the sentence must hold one each; the rarest first, for it fails soonest."""
    return tuple(sorted((s for s in steps if s and not s & _OPEN), key=len))
