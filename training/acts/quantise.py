"""Make the shipped finder of trained weights: ``python quantise.py net.npz … --rows rows.jsonl --out FOLDER``.

As ``training/nlp/quantise.py``, with which it shares the encoder's graph, but in two parts: most sentences go no further than
the first. Runs in the project's environment with the extra ``train``.
"""

import argparse
import json
import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx

sys.path.insert(0, str(Path(__file__).parents[1] / "nlp"))

from graph import Floats, Graph, real
from quantise import SENTENCES, ranges_of
from skim import SKIM

SKIMMED = "skimmed"
"""The vectors of pieces that pass from the first part to the second."""


class Whole(Graph):
    """The encoder with one softmax a word, and after its first layers one number a word (``train.Net``)."""

    NAME = "acts"

    def build(self) -> onnx.ModelProto:
        self._skim(self._through(self._embedded(), 0, SKIM, SKIMMED))
        self._tell(self._through(SKIMMED, SKIM, self._layers))
        return self._model(self._inputs(), [*self._outputs(), real("hint", "w", 1)])

    def _skim(self, pieces: str) -> None:
        inner = self._gelu(self._linear(self._quantise(self._means(pieces), "hint.in"), "hint.0"))
        self._op("Sigmoid", self._linear(self._quantise(inner, "hint.mid"), "hint.2"), out="hint")

    def _tell(self, pieces: str) -> None:
        words = self._quantise(self._words(pieces), "words")
        self._op("Softmax", self._linear(words, "act"), out="acts", axis=1)

    def _outputs(self) -> list[onnx.ValueInfoProto]:
        return [real("acts", "w", len(self.weights["act.bias"]))]


class First(Whole):
    """The first layers, which tell the sentences that may hold an act."""

    NAME = "skim"

    def build(self) -> onnx.ModelProto:
        self._skim(self._through(self._embedded(), 0, SKIM, SKIMMED))
        inputs = [i for i in self._inputs() if i.name != "shape"]
        return self._model(inputs, [real("hint", "w", 1), real(SKIMMED, "t", self._width)])


class Rest(Whole):
    """The other layers, over the pieces of those sentences."""

    def build(self) -> onnx.ModelProto:
        self._tell(self._through(SKIMMED, SKIM, self._layers))
        inputs = [i for i in self._inputs() if i.name not in ("ids", "position")]
        return self._model([real(SKIMMED, "t", self._width), *inputs], self._outputs())


def mean(states: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
    """The mean of weights that went on from one another (Wortsman et al., 2022, "Model soups")."""
    return {name: np.mean([state[name] for state in states], axis=0, dtype=np.float32) for name in states[0]}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument(
        "weights", type=Path, nargs="+", help="of one training at several of its stages; the mean of them is taken"
    )
    p.add_argument("--rows", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True, help="the folder for skim.onnx and acts.onnx")
    args = p.parse_args()
    weights = mean([np.load(path) for path in args.weights])
    sentences = [json.loads(line)["words"] for line in args.rows.read_text("utf-8").splitlines()]
    sentences = random.Random(3).sample([s for s in sentences if s], SENTENCES)
    ranges = ranges_of(Whole(weights), sentences)
    for part in (First, Rest):
        model = part(weights, ranges).build()
        onnx.checker.check_model(model)
        (args.out / f"{part.NAME}.onnx").write_bytes(model.SerializeToString())


if __name__ == "__main__":
    main()
