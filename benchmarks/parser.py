"""Accuracy and speed of the shipped parser on held-out treebank sentences: ``python benchmarks/parser.py TRAINING-SETS``."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "training" / "nlp"))

from data import load

from onrecord.reading.nlp import Parser


def entities(labels: list[str]) -> set[tuple[int, int, str]]:
    found, start = set(), None
    for i, label in enumerate([*labels, "O"]):
        if start is not None and (label[:2] != "I-" or label[2:] != labels[start][2:]):
            found.add((start, i, labels[start][2:]))
            start = None
        if label != "O" and start is None:
            start = i
    return found


def main(root: Path) -> None:
    sentences = [s for s in load(root, "dev") if s.heads]
    parser = Parser()
    parser.parse("Warm up.", [(0, 8)])
    began = time.process_time()
    parsed = parser._parse_words([s.words for s in sentences], False)
    seconds = time.process_time() - began
    n = upos = uas = las = hit = guess = true = 0
    for s, (tags, heads, rels, ner) in zip(sentences, parsed, strict=True):
        for i in range(len(s.words)):
            n += 1
            upos += tags[i].split("|")[0] == s.tags[i].split("|")[0]
            right = heads[i] - 1 == s.heads[i]
            uas += right
            las += right and rels[i] == s.rels[i]
        if s.ner:
            g, p = entities(s.ner), entities(ner)
            hit, guess, true = hit + len(g & p), guess + len(p), true + len(g)
    print(
        f"{len(sentences)} sentences, {n} words, {n / seconds:.0f} words a second of processor time, {len(sentences) / seconds:.0f} sentences a second"
    )
    print(f"UPOS {upos / n:.4f}  UAS {uas / n:.4f}  LAS {las / n:.4f}  NER F1 {2 * hit / (guess + true):.4f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
