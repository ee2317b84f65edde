"""Make the shipped network of trained weights: ``python quantise.py build/nlp/net.npz --data TRAINING-SETS --out parser.onnx``.

Weights become int8 with a scale for each column. The range of each activation is what 1,500 training sentences take; ranges
that cut outliers to lose less in the mean are no nearer to the network in floating point. Runs in the project's environment
with the extra ``train``.
"""

import argparse
import random
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from data import load
from graph import Graph, ParserGraph

from onrecord.reading.nlp.packing import pack
from onrecord.reading.nlp.pieces import code_words

SENTENCES, BATCH = 1500, 20


def ranges_of(graph: Graph, sentences: list[list[str]]) -> dict[str, tuple[float, float]]:
    """The range of each activation that is quantised, by running the network in floating point."""
    session = onnxruntime.InferenceSession(graph.build().SerializeToString(), providers=["CPUExecutionProvider"])
    wanted = {i.name for i in session.get_inputs()}
    coded = code_words(sentences, False)
    found: dict[str, tuple[float, float]] = {}
    for start in range(0, len(coded), BATCH):
        feed = {k: v for k, v in pack(coded[start : start + BATCH]).feed.items() if k in wanted}
        values = session.run(list(graph.points.values()), feed)
        for point, value in zip(graph.points, values, strict=True):
            low, high = found.get(point, (0.0, 0.0))
            found[point] = min(low, float(value.min())), max(high, float(value.max()))
    return found


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("weights", type=Path)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    weights = dict(np.load(args.weights))
    sentences = [s.words for s in load(args.data, "train") if s.heads]
    model = ParserGraph(weights, ranges_of(ParserGraph(weights), random.Random(3).sample(sentences, SENTENCES))).build()
    onnx.checker.check_model(model)
    args.out.write_bytes(model.SerializeToString())


if __name__ == "__main__":
    main()
