"""Make the shipped finder of trained weights: ``python quantise.py net.npz rows.jsonl --out acts.onnx``.

As ``training/nlp/quantise.py``, with which it shares the encoder's graph. Runs in the project's environment with the extra
``train``.
"""

import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
import onnx

sys.path.insert(0, str(Path(__file__).parents[1] / "nlp"))

from graph import Graph, real
from quantise import SENTENCES, ranges_of


class ActsGraph(Graph):
    """The encoder with one softmax a word (``train.Net``)."""

    NAME = "acts"

    def build(self) -> onnx.ModelProto:
        words = self._quantise(self._words(self._encode()), "words")
        self._op("Softmax", self._linear(words, "act"), out="acts", axis=1)
        return self._model(self._inputs(), [real("acts", "w", len(self.weights["act.bias"]))])


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("weights", type=Path)
    p.add_argument("rows", type=Path)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    weights = dict(np.load(args.weights))
    sentences = [json.loads(line)["words"] for line in args.rows.read_text("utf-8").splitlines()]
    sentences = random.Random(3).sample([s for s in sentences if s], SENTENCES)
    model = ActsGraph(weights, ranges_of(ActsGraph(weights), sentences)).build()
    onnx.checker.check_model(model)
    args.out.write_bytes(model.SerializeToString())


if __name__ == "__main__":
    main()
