"""Analysis: one document with all its parts found, the value that the claim readers work on."""

import msgspec

from onrecord.model import Document
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.parts import Act, Amount, Attribution, Demonym, Entry, PlaceMention, TimeMention, TollMention

__all__ = ["Analysis"]


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the steps before the claims found; all offsets count in ``document.text``.

    ``sentences`` covers the whole text in order. A sentence that the filter found not to deserve a parse stands with
    tokens that carry no syntax (``pos == ""``, ``head == -1``).
    """

    document: Document
    sentences: tuple[ParsedSentence, ...]
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    demonyms: tuple[Demonym, ...] = ()
    amounts: tuple[Amount, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    tolls: tuple[TollMention, ...] = ()
    entries: tuple[Entry, ...] = ()
    acts: tuple[Act, ...] = ()

    @property
    def text(self) -> str:
        return self.document.text

    def acts_in(self, start: int, end: int) -> tuple[Act, ...]:
        """What the finder marked in this stretch."""
        return tuple(a for a in self.acts if start <= a.start < end)

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that holds ``offset`` (or the last one that begins before it)."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.sentences[middle].start <= offset:
                low = middle
            else:
                high = middle - 1
        return low
