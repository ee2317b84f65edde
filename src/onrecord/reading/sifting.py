"""Which sentences of a document deserve which step: what the finder marks in them, what stands beside them, who may speak them."""

import re
from collections.abc import Callable, Iterable, Sequence, Set
from functools import cached_property

from onrecord.reading.acts import promise
from onrecord.reading.claims import Setting, setting_of, telling_words
from onrecord.reading.demands.line import MARKS
from onrecord.reading.nlp import ParsedSentence, unparsed
from onrecord.reading.parts import Act
from onrecord.reading.subject import subject_model
from onrecord.reading.worth import Worth

__all__ = ["Bare", "Marks", "any_mark", "listed", "may_tell", "neighbours", "quotation", "where_marked"]

Marks = dict[int, tuple[Act, ...]]
"""What the finder marks, by the sentence that it was asked about."""

_LEAST_MARKED = 0.1
"""Probability of the ledger's subject below which a sentence of a document on anything is not looked at for acts."""
_LEAST_PROMISE = -0.5
"""What the words of such a sentence must speak for an act at least."""
_OPENING = frozenset('"“')
_ITEM = re.compile(rf"\s*(?:[{re.escape(''.join(sorted(MARKS)))}]|\(?\d{{1,2}}[.)])\s")
_QUOTED = 4
"""Sentences over which a quotation may go on."""


class Bare:
    """The sentences of a document with their words alone, and what these tell of the whole; made when asked for."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        self.text, self.spans = text, spans

    @cached_property
    def sentences(self) -> tuple[ParsedSentence, ...]:
        return tuple(unparsed(self.text, span) for span in self.spans)

    @cached_property
    def setting(self) -> Setting:
        return setting_of(self.sentences)


def any_mark(marks: Marks, holds: Callable[[Act], object]) -> bool:
    """Whether such a mark stands anywhere."""
    return any(holds(act) for told in marks.values() for act in told)


def where_marked(marks: Marks, holds: Callable[[Act], object]) -> set[int]:
    """The sentences with such a mark."""
    return {i for i, told in marks.items() if any(holds(act) for act in told)}


def neighbours(chosen: Iterable[int], spans: Sequence[tuple[int, int]]) -> set[int]:
    """The sentences before and after those chosen."""
    return {i + step for i in chosen for step in (-1, 1) if 0 <= i + step < len(spans)}


def may_tell(text: str, span: tuple[int, int], worth: Worth, *, alone: bool) -> bool:
    """Whether a sentence of a document on anything deserves the finder's time: by its words, and by their subject.

    ``alone``: in a text of a sentence or two no other can tell what the words of this one leave open.
    """
    if not (worth.rank or worth.restriction) and worth.words.isdisjoint(telling_words()):
        return False
    sentence = text[span[0] : span[1]]
    return (alone or promise(sentence) >= _LEAST_PROMISE) and subject_model().probability(sentence) >= _LEAST_MARKED


def listed(text: str, spans: Sequence[tuple[int, int]], wanted: Set[int]) -> set[int]:
    """The items of every list that holds a sentence of ``wanted``, with the line that announces it, ended by no full stop."""
    items = [_ITEM.match(text, start, end) is not None for start, end in spans]
    found: set[int] = set()
    i = 0
    while i < len(spans):
        k = i
        while k < len(spans) and items[k]:
            k += 1
        if k - i > 1 and i and text[slice(*spans[i - 1])].rstrip()[-1:] not in ".!?" and wanted & set(range(i - 1, k)):
            found |= set(range(i - 1, k))
        i = max(k, i + 1)
    return found


def quotation(text: str, spans: Sequence[tuple[int, int]], i: int) -> list[int]:
    """The sentences that may tell who speaks the words of sentence ``i``: where its quotation ends, and the one before it."""
    start, end = spans[i]
    said = text[start:end]
    found = [i - 1] if said.lstrip()[:1] in _OPENING and i else []
    k = i
    while k + 1 < len(spans) and k - i < _QUOTED and "\n" not in text[spans[k][1] - 1 : spans[k + 1][0]]:
        opened = said.count("“") > said.count("”") or said.count('"') % 2 == 1
        if not opened:
            break
        k += 1
        said += text[spans[k][0] : spans[k][1]]
        found.append(k)
    return found
