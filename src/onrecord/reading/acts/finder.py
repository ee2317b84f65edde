"""The finder's network through onnxruntime: for each word the probability that it tells of an act of each type.

A MiniLM encoder with one softmax for each word, trained by ``training/acts``; see ``data/MODEL_CARD.md``.
"""

import hashlib
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import files

import msgspec
import numpy as np
import numpy.typing as npt

from onrecord.reading.nlp.network import Network, windows
from onrecord.reading.nlp.pieces import code_words
from onrecord.reading.parts import Act

__all__ = ["Finder", "finder_hash"]

_DATA = files("onrecord.reading.acts") / "data"
_LEAST = 0.3
"""Probability under which a word is not marked at all; what a mark has to have to count is in the vocabulary."""


@cache
def finder_hash() -> str:
    """SHA-256 of the network's file."""
    return hashlib.sha256(Finder.file.read_bytes()).hexdigest()


class Finder(Network):
    """Finds acts in batches on one thread."""

    file = _DATA / "acts.onnx"

    @cached_property
    def _feeds(self) -> frozenset[str]:
        return frozenset(i.name for i in self._session.get_inputs())

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types that a word may tell; the first stands for none."""
        return tuple(msgspec.json.decode((_DATA / "acts.json").read_bytes(), type=list[str]))

    def find(self, text: str, spans: Sequence[tuple[int, int]], *, caseless: bool = False) -> list[tuple[Act, ...]]:
        """The acts marked in each of the spans (offsets in ``text``), in text order.

        ``caseless`` says that the text has no capitals, so that these tell nothing.
        """
        pieces = windows(text, spans)
        coded = code_words([[text[a:b] for a, b in words] for _, words in pieces], caseless)
        found: list[list[Act]] = [[] for _ in spans]
        for places, packed in self._batches(coded):
            feed = {name: value for name, value in packed.feed.items() if name in self._feeds}
            (told,) = self._session.run(["acts"], feed)
            for i, start, end in places:
                number, words = pieces[i]
                found[number] += self._marks(text, words, told[start:end])
        return [tuple(sorted(acts, key=lambda a: a.start)) for acts in found]

    def _marks(self, text: str, words: list[tuple[int, int]], told: npt.NDArray[np.float32]) -> list[Act]:
        """Words beside each other that tell of one type are one mark."""
        best = told[:, 1:].argmax(axis=1) + 1
        likely = 1 - told[:, 0]
        marks: list[Act] = []
        before = -2
        for i in np.flatnonzero(likely >= _LEAST).tolist():
            kind, p = self.types[best[i]], float(likely[i])
            share = float(told[i, best[i]])
            if before == i - 1 and marks[-1].type == kind:
                last = marks[-1]
                p, share = max(p, last.probability), max(share, last.share)
                marks[-1] = Act(last.start, words[i][1], text[last.start : words[i][1]], kind, p, share)
            else:
                marks.append(Act(*words[i], text[slice(*words[i])], kind, p, share))
            before = i
        return marks
