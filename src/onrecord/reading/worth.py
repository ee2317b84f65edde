"""Which sentences may hold a claim, told from their words alone, before anything is parsed.

A sentence is a candidate when all the words of a line of a lexicon stand in it in any form: the trigger lexicon, the
restrictions, the responses. That is a necessary condition of what the readers find after the parse, so a sentence that
is no candidate holds no trigger; the parse then decides on those that are.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache

import msgspec

from onrecord.reading.claims.lexicon import GAP, Pattern, Words, lexicon
from onrecord.reading.demands.lexicon import asked_acts, asking_words
from onrecord.reading.demands.response_lexicon import response_book
from onrecord.reading.demands.rules import Book
from onrecord.reading.nlp.casing import is_lowered, is_shouted
from onrecord.reading.nlp.lemmas import lemma
from onrecord.reading.nlp.verbs import can_be_verb, words_of
from onrecord.reading.restrictions import restriction_book
from onrecord.reading.times.lexicon import month_names

__all__ = ["Worth", "worth_of"]

_WORD = re.compile(r"[^\W_]+|-")
# stand for a name of a person or a place, a number, or nothing in particular: the words alone cannot tell
_OPEN = frozenset({"PERSON", "PLACE", "people"})
# relations without which no trigger stands; those of subjects and objects may be left open
_NEAR = ("with", "before", "after", "governed_by")
# words over which a gap goes; what the parser takes for one word ("5.30", "U.S.") may be two or three here
_REACH = GAP + 7
_SHORT = 3
_HEADLINE = 0.8
_BEST = 3
"""The highest rank of a trigger."""


class _Line(msgspec.Struct, frozen=True):
    """What must stand in a sentence beside the first word of a line, and what must not.

    ``steps`` are the words of the line whose order is fixed; ``verb`` says that the first must be one.
    """

    rank: int
    needs: tuple[Words, ...]
    without: tuple[Words, ...]
    steps: tuple[Words | None, ...]
    verb: bool


class _Lines(msgspec.Struct):
    """The lines that begin with a word: those that need no other, and the others by each of the words of their rarest need."""

    alone: list[_Line] = []
    beside: dict[str, list[_Line]] = {}


_Index = dict[str, _Lines]


def worth_of(text: str, spans: Sequence[tuple[int, int]]) -> list["Worth"]:
    """The worth of each of the sentences at ``spans``."""
    caseless = is_lowered(text)
    return [Worth(text, span, caseless) for span in spans]


class Worth:
    """What may stand in a sentence by its words; each kind is looked for when it is asked for."""

    def __init__(self, text: str, span: tuple[int, int], caseless: bool = False) -> None:
        """``caseless`` says that the text has no capitals, so that these tell nothing."""
        self._text, self._span, self._caseless = text, span, caseless
        words = _WORD.findall(text, *span)
        self.words = frozenset(map(str.lower, words))
        self._first = next((word.lower() for word in words if word.isalpha()), "")
        self._forms: list[Sequence[str]] = [_known_forms(word) for word in words]
        for at, word in enumerate(words):
            if word == "-" and 0 < at < len(words) - 1:
                joined = [f"{words[at - 1].lower()}-{form}" for form in _forms(words[at + 1])]
                self._forms[at + 1] = (*self._forms[at + 1], *joined)
            elif at and word in month_names():
                self._forms[at] = ()
        self._present = {form for forms in self._forms for form in forms}

    @cached_property
    def rank(self) -> int:
        """Rank of the best trigger, 0 for none."""
        best = 0
        for word, line in self._beginning(_lines()):
            if line.rank > best and self._stands(line, word):
                best = line.rank
                if best == _BEST:
                    break
        return best

    @cached_property
    def restriction(self) -> bool:
        return any(self._stands(line, word) for word, line in self._beginning(_restrictions()))

    @cached_property
    def response(self) -> bool:
        return any(self._stands(line, word) for word, line in self._beginning(_responses()))

    @cached_property
    def demand(self) -> bool:
        return not self._present.isdisjoint(asking_words()) or self._first in asked_acts()

    @property
    def any(self) -> bool:
        return self.rank > 0 or self.restriction or self.demand or self.response

    def _beginning(self, index: _Index) -> Iterator[tuple[str, _Line]]:
        """The lines that have their first word and their rarest in the sentence."""
        for word in self._present & index.keys():
            held = index[word]
            for line in held.alone:
                yield word, line
            for other in self._present & held.beside.keys():
                for line in held.beside[other]:
                    yield word, line

    def _stands(self, line: _Line, word: str) -> bool:
        present = self._present
        for words in line.needs:
            if present.isdisjoint(words):
                return False
        for words in line.without:
            if not present.isdisjoint(words):
                return False
        for at, forms in enumerate(self._forms):
            if word in forms and _walk(line.steps, self._forms, at) and (not line.verb or self._can_be_verb(at)):
                return True
        return False

    def _can_be_verb(self, at: int) -> bool:
        if at not in self._verbs:
            words, places = self._around
            place = places.get(at)
            self._verbs[at] = place is None or can_be_verb(words, place)
        return self._verbs[at]

    @cached_property
    def _verbs(self) -> dict[int, bool]:
        return {}

    @cached_property
    def _around(self) -> tuple[list[str], dict[int, int]]:
        """All words and marks, and the places of our words in them; of none where case tells the model nothing it has learnt."""
        found = words_of(self._text, *self._span)
        words = [word for word, _ in found]
        if self._caseless or is_shouted(words) or _is_headline(words):
            return words, {}
        at = {start: i for i, (_, start) in enumerate(found)}
        starts = [m.start() for m in _WORD.finditer(self._text, *self._span)]
        return words, {i: at[start] for i, start in enumerate(starts) if start in at}


def _is_headline(words: Sequence[str]) -> bool:
    """Whether nearly every longer word has a capital."""
    longer = [word for word in words if len(word) > _SHORT and word.isalpha()]
    return sum(word[0].isupper() for word in longer) > _HEADLINE * len(longer)


def _walk(steps: Sequence[Words | None], found: Sequence[Sequence[str]], at: int) -> bool:
    """Whether the steps after the first can follow word ``at``, as the readers will want it of the parsed words."""
    if len(steps) < 2:
        return True
    reach = 1
    if steps[1] is None:
        steps, reach = steps[1:], _REACH
        if len(steps) < 2:
            return True
    wanted = steps[1] or frozenset()
    ahead = range(at + 1, min(at + 1 + reach, len(found)))
    return any((not wanted or not wanted.isdisjoint(found[k])) and _walk(steps[1:], found, k) for k in ahead)


@lru_cache(100_000)
def _known_forms(word: str) -> tuple[str, ...]:
    """Those forms of a word that any line asks for or forbids; most words have none."""
    return tuple(_forms(word) & _vocabulary())


@cache
def _vocabulary() -> frozenset[str]:
    found: set[str] = set()
    for index in (_lines(), _restrictions(), _responses()):
        found |= index.keys()
        for held in index.values():
            for line in itertools.chain(held.alone, *held.beside.values()):
                found = found.union(*line.needs, *line.without, *(step for step in line.steps if step))
    return frozenset(found) | asking_words()


def _forms(word: str) -> frozenset[str]:
    """The forms under which a word may be looked up once it is parsed."""
    low = word.lower()
    found = {low, lemma(low, "NOUN"), lemma(low, "VERB"), lemma(low, "ADJ")}
    if low.endswith("ed") and len(low) > 4:
        found.add(low[:-2])
    return frozenset(found)


@cache
def _lines() -> _Index:
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
            line = _Line(
                pattern.entry.rank,
                _told(needs),
                without,
                _order(pattern.steps, pattern.kind),
                _by_verb(pattern.steps, pattern.kind),
            )
            found.setdefault(word, []).append(line)
    return _index(found)


def _index(lines: Mapping[str, Sequence[_Line]]) -> _Index:
    found: _Index = {}
    for word, held in lines.items():
        found[word] = _Lines([line for line in held if not line.needs], {})
        for line in held:
            for other in line.needs[0] if line.needs else ():
                found[word].beside.setdefault(other, []).append(line)
    return found


def _held(pattern: Pattern) -> tuple[Words, ...]:
    """The words of a strict verb's subject or object, of which one has to stand in the sentence."""
    entry = pattern.entry
    if not entry.strict or pattern.kind != "verb":
        return ()
    related = [c.words for c in entry.conditions if c.wanted and c.relation not in _NEAR]
    return (frozenset().union(*related),) if related else ()


def _by_verb(steps: Sequence[Words | None], kind: str) -> bool:
    """Whether the first word of a line has to be a verb; in "sexually assault" it is the second."""
    return kind == "verb" and not any(word.endswith("ly") for word in steps[0] or ())


def _order(steps: Sequence[Words | None], kind: str) -> tuple[Words | None, ...]:
    """The steps whose order is to be kept: of a verb and its object only the verb, for the object may stand before it."""
    if kind == "verb" and None in steps and steps.index(None) == len(steps) - 2:
        steps = steps[:-2]
    # a name or a number may be more than one word here: it is passed over like a gap
    return (steps[0], *(None if step is None or step & _OPEN else step for step in steps[1:]))


@cache
def _restrictions() -> _Index:
    return _of_book(restriction_book())


@cache
def _responses() -> _Index:
    return _of_book(response_book())


def _of_book(book: Book) -> _Index:
    return _index(
        {
            word: [
                _Line(1, _told((*steps[1:], book.rules[number].with_)), (), _order(steps, kind), _by_verb(steps, kind))
                for number, kind, _, steps in lines
            ]
            for word, lines in book.by_word.items()
        }
    )


def _told(steps: Iterable[Words | None]) -> tuple[Words, ...]:
    """The sets of words of which the sentence must hold one each; the rarest first, for it fails soonest."""
    return tuple(sorted((s for s in steps if s and not s & _OPEN), key=len))
