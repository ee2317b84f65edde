"""The finder's network through onnxruntime: for each word the probability that it tells of an act of each type.

A MiniLM encoder with one softmax for each word, trained by ``training/acts``; see ``data/MODEL_CARD.md``. After its first layers
a sentence without promise goes no further (early exit, after Teerapittayanon et al., 2016).
"""

import hashlib
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import files

import msgspec
import numpy as np
import numpy.typing as npt

from onrecord.reading.nlp.network import Network, windows
from onrecord.reading.nlp.packing import Coded
from onrecord.reading.nlp.pieces import code_words
from onrecord.reading.parts import Act

__all__ = ["Finder", "finder_hash"]

Floats = npt.NDArray[np.float32]
_DATA = files("onrecord.reading.acts") / "data"
_PROMISE = 0.05
"""How likely some word of a sentence has to be to tell of anything, by the first layers, for the others to read it."""
_LEAST = 0.3
"""Probability under which a word is not marked at all; what a mark has to have to count is in the vocabulary."""


@cache
def finder_hash() -> str:
    """SHA-256 of the network's two files, one after the other."""
    return hashlib.sha256(Skim.file.read_bytes() + Finder.file.read_bytes()).hexdigest()


class Skim(Network):
    """The first layers of the finder."""

    file = _DATA / "skim.onnx"

    def read(self, coded: Sequence[Coded]) -> dict[int, tuple[float, Floats]]:
        """The numbers of the sentences that may hold an act, with how likely and the vectors of their pieces."""
        found: dict[int, tuple[float, Floats]] = {}
        for places, packed in self._batches(coded):
            hints, pieces = self._compute(packed, ["hint", "skimmed"])
            at = 0
            for i, start, end in places:
                rows = pieces[at : at + len(coded[i].ids)]
                at += len(rows)
                if (promise := float(hints[start:end].max(initial=0.0))) >= _PROMISE:
                    found[i] = promise, rows
        return found


class Finder(Network):
    """Finds acts in batches on one thread."""

    file = _DATA / "acts.onnx"

    @cached_property
    def _skim(self) -> Skim:
        return Skim(self._batch_pieces)

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types that a word may tell; the first stands for none."""
        return tuple(msgspec.json.decode((_DATA / "acts.json").read_bytes(), type=list[str]))

    def find(
        self, text: str, spans: Sequence[tuple[int, int]], *, caseless: bool = False, least: float = _PROMISE
    ) -> list[tuple[Act, ...] | None]:
        """The acts marked in each of the spans (offsets in ``text``), in text order.

        ``caseless`` says that the text has no capitals, so that these tell nothing. Of a sentence that may hold an act, but
        with less than ``least`` by the first layers, nothing more is asked: ``None`` stands for it.
        """
        pieces = windows(text, spans)
        coded = code_words([[text[a:b] for a, b in words] for _, words in pieces], caseless)
        found: list[list[Act] | None] = [[] for _ in spans]
        promising = self._skim.read(coded)
        for i, (promise, _) in promising.items():
            if promise < least:
                found[pieces[i][0]] = None
        numbers = [i for i in promising if found[pieces[i][0]] is not None]
        for places, packed in self._batches([coded[i] for i in numbers]):
            skimmed = np.concatenate([promising[numbers[k]][1] for k, _, _ in places])
            (told,) = self._compute(packed, ["acts"], {"skimmed": skimmed})
            for k, start, end in places:
                number, words = pieces[numbers[k]]
                found[number] = [*(found[number] or ()), *self._marks(text, words, told[start:end])]
        return [None if acts is None else tuple(sorted(acts, key=lambda a: a.start)) for acts in found]

    def _marks(self, text: str, words: list[tuple[int, int]], told: Floats) -> list[Act]:
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
