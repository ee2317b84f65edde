"""Which sentences deserve the parser's time: those that hold a word that can begin a claim, and their neighbours."""

from collections.abc import Iterable, Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

__all__ = ["Filter"]


class Filter:
    """Finds the sentences of a text that hold any of a set of word stems.

    A stem stands at the beginning of a word and may go on ("explo" finds "explosion"), but one of up to four letters
    is a whole word. One pass over the text.
    """

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = tuple(sorted({s.lower() for s in stems if s}))

    def hits(self, text: str) -> list[int]:
        """Offsets at which a stem begins a word."""
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        found = _automaton(self._stems).find_matches_as_indexes(lowered)
        return [start for _, start, end in found if _is_word(lowered, start, end)]

    def sentences(self, text: str, spans: Sequence[tuple[int, int]]) -> set[int]:
        """Indices of the spans that hold a hit."""
        chosen: set[int] = set()
        at = 0
        for offset in self.hits(text):
            while at < len(spans) and spans[at][1] <= offset:
                at += 1
            if at == len(spans):
                break
            if spans[at][0] <= offset:
                chosen.add(at)
        return chosen


_SHORT = 4


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a hit begins a word, and ends it too where it is short."""
    if start and text[start - 1].isalpha():
        return False
    return end - start > _SHORT or end == len(text) or not text[end].isalpha()


@cache
def _automaton(stems: tuple[str, ...]) -> AhoCorasick:
    # a leading space would miss words after a bracket or a quotation mark; word starts are checked on each hit
    return AhoCorasick(stems, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
