"""What the networks share: one thread, loaded at first use, sentences in batches laid end to end."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import onnxruntime

from onrecord.reading.nlp.packing import Coded, Packed, groups, pack
from onrecord.reading.nlp.words import tokenize

__all__ = ["Network", "windows"]

# longer ones are cut into windows: attention is quadratic, and no real sentence is that long
_MAX_WORDS = 160
_NOTHING: Mapping[str, npt.NDArray[np.float32]] = {}


def windows(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, list[tuple[int, int]]]]:
    """The words of each span, its number before them, in pieces of no more than a network reads at once."""
    found: list[tuple[int, list[tuple[int, int]]]] = []
    for number, (start, end) in enumerate(spans):
        words = tokenize(text, start, end)
        found += [(number, words[i : i + _MAX_WORDS]) for i in range(0, len(words), _MAX_WORDS)]
    return found


class Network:
    """A network of this project (``training/nlp/graph.py``). Loads at first use; a pickled copy loads its own.

    What it gives for a sentence is the same whatever is read beside it, bit for bit.
    """

    file: ClassVar[Traversable]

    def __init__(self, batch_pieces: int = 600) -> None:
        self._batch_pieces = batch_pieces

    def __getstate__(self) -> dict[str, Any]:
        return {"_batch_pieces": self._batch_pieces}

    @cached_property
    def _session(self) -> Any:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            self.file.read_bytes(),
            sess_options=options,
            providers=["CPUExecutionProvider"],
            # the fused sum and norm takes twice the time of the two
            disabled_optimizers=["SkipLayerNormFusion"],
        )

    @cached_property
    def _inputs(self) -> frozenset[str]:
        return frozenset(i.name for i in self._session.get_inputs())

    def _compute(
        self, packed: Packed, outputs: Sequence[str], more: Mapping[str, npt.NDArray[np.float32]] = _NOTHING
    ) -> list[Any]:
        """The outputs of these names, of the sentences and what else the network is fed."""
        feed = {name: value for name, value in packed.feed.items() if name in self._inputs}
        found: list[Any] = self._session.run(list(outputs), {**feed, **more})
        return found

    def _batches(self, coded: Sequence[Coded]) -> Iterator[tuple[list[tuple[int, int, int]], Packed]]:
        """The sentences in batches: the number of each, where its words begin and end in what the network gives, and the feed."""
        for batch in groups([len(c.ids) if c.first else 0 for c in coded], self._batch_pieces):
            packed = pack([coded[i] for i in batch])
            places = zip(batch, itertools.pairwise(packed.starts), strict=True)
            yield [(i, start, end) for i, (start, end) in places], packed
