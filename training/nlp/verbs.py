"""Trains the model that tells which words can be verbs (``onrecord.reading.nlp.verbs``) to foretell the parser's tags.

    python training/nlp/verbs.py --data TRAINING-SETS --own REPORTS... --out src/onrecord/reading/nlp/data/verbs.bin

reads EWT ``train``, GUM news, PLOVER's sentences, reports of our own and the verbs of the lexicons in short sentences, parses them
with the shipped parser and fits a logistic model by AdaGrad to the features that stand five times or more. Same data, same file.
Prints how many verbs of EWT ``dev`` fall below which sum. ``data/VERBS_CARD.md`` says which reports made the shipped file.
"""

import argparse
import json
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.reading.claims import lexicon
from onrecord.reading.demands.response_lexicon import response_book
from onrecord.reading.nlp import Parser, split_sentences
from onrecord.reading.nlp.linear import weights_in
from onrecord.reading.nlp.verbs import features, words_of
from onrecord.reading.restrictions import restriction_book

SCALE = 16
"""Units of a weight in the file to one unit of log odds."""
FRAMES = (
    "They must {} .",
    "They will {} the man.",
    "Police were said to {} people in the market.",
    "Two men tried to {} him on Friday.",
    "The soldiers {} the villagers at night.",
)
OFTEN = 5
"""Times that a feature has to stand in the training text to be kept."""
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


def conllu(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# text = "):
            yield line.removeprefix("# text = ")


def reports(path: Path) -> Iterator[str]:
    """Sentences of a file of reports, TOML as in ``tests/corpus/reports`` or JSON Lines with ``text``."""
    if path.suffix == ".toml":
        texts = [report["text"] for report in tomllib.loads(path.read_text("utf-8"))["report"]]
    else:
        texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    for text in texts:
        for start, end in split_sentences(text):
            yield text[start:end]


def sentences(data: Path, own: list[Path]) -> list[str]:
    found = list(conllu(data / "ewt" / "train.conllu"))
    for path in [*sorted((data / "gum_news").glob("*.conllu")), *sorted((data / "plover_gsr").glob("*.jsonl")), *own]:
        found += conllu(path) if path.suffix == ".conllu" else reports(path)
    return found + [frame.format(verb) for verb in lexicon_verbs() for frame in FRAMES]


def lexicon_verbs() -> list[str]:
    """The words that begin the lines of verbs, most of them rare in treebanks."""
    found = {word for word, held in lexicon().by_word.items() if any(p.kind == "verb" for p in held)}
    for book in (restriction_book(), response_book()):
        found |= {word for word, held in book.by_word.items() if any(line[1] == "verb" for line in held)}
    return sorted(word for word in found if word.isalpha())


def examples(parser: Parser, texts: list[str]) -> tuple[Ints, Floats]:
    """Features [words, features of each] and whether the parser takes the word for a verb."""
    rows, verbs = [], []
    for text in texts:
        if not text.strip():
            continue
        parsed = parser.parse(text, [(0, len(text))])[0]
        verbal = {t.start: _verbal(t.pos, t.tag, t.text) for t in parsed.tokens}
        found = words_of(text, 0, len(text))
        words = [word for word, _ in found]
        for i, (word, at) in enumerate(found):
            if at in verbal and word.isalpha() and len(word) > 1:
                rows.append(features(words, i))
                verbs.append(verbal[at])
    return np.array(rows), np.array(verbs, dtype=np.float32)


def _verbal(pos: str, tag: str, word: str) -> bool:
    """As the triggers ask (``reading.claims.triggers``)."""
    return pos in ("VERB", "AUX") or (pos == "ADJ" and tag in ("VBN", "JJ") and word.lower().endswith("ed"))


def fit(x: Ints, y: Floats, passes: int, seed: int, *, mean: bool = False) -> npt.NDArray[np.float64]:
    """Weights of logistic regression by AdaGrad over batches, with a little decay of what is touched; number 0 stays 0.

    ``mean``: the sum of a row is divided by the square root of its features, of which rows then may have different numbers.
    """
    size = int(x.max()) + 1
    weights, seen = np.zeros(size), np.full(size, 1e-6)
    parts = 1 / np.sqrt(np.maximum(1, (x > 0).sum(axis=1))) if mean else np.ones(len(x))
    order = list(range(len(y)))
    shuffled = random.Random(seed)
    for _ in range(passes):
        shuffled.shuffle(order)
        for at in range(0, len(order), 64):
            batch = order[at : at + 64]
            held, wanted = x[batch], y[batch]
            odds = 1 / (1 + np.exp(-weights[held].sum(axis=1) * parts[batch]))
            touched, which = np.unique(held, return_inverse=True)
            slope = np.bincount(which.ravel(), np.repeat((odds - wanted) * parts[batch], held.shape[1]), len(touched))
            step = slope + 1e-3 * weights[touched]
            seen[touched] += step**2
            weights[touched] -= 0.2 * step / np.sqrt(seen[touched])
            weights[0] = 0
    return weights


def numbered(x: Ints, least: int) -> tuple[Ints, Ints]:
    """The features that stand often enough, sorted, and ``x`` with their numbers from 1 on, 0 for all others."""
    names, which, counts = np.unique(x, return_inverse=True, return_counts=True)
    often = counts >= least
    return names[often], (np.cumsum(often) * often)[which.reshape(x.shape)]


def written(names: Ints, weights: npt.NDArray[np.float64]) -> bytes:
    """The file of the features of these names, those of no weight left out (``onrecord.reading.nlp.linear``)."""
    whole = np.clip(np.round(weights[1:] * SCALE), -127, 127).astype(np.int8)
    held = np.abs(whole) > 1
    return bytes(names[held].astype("<u4").tobytes() + whole[held].tobytes())


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--own", type=Path, nargs="+", required=True, help="our own reports, TOML or JSON Lines")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--passes", type=int, default=3)
    args = p.parse_args()
    parser = Parser()
    x, y = examples(parser, sentences(args.data, args.own))
    names, numbers = numbered(x, OFTEN)
    args.out.write_bytes(written(names, fit(numbers, y, args.passes, 7)))
    weight = weights_in(args.out.read_bytes())
    x, y = examples(parser, list(conllu(args.data / "ewt" / "dev.conllu")))
    sums = np.array([sum(weight.get(k, 0) for k in row) for row in x.tolist()])
    print(f"{len(weight)} features; {len(y)} words of EWT dev, {int(y.sum())} verbs")
    print(f"right at 0: {np.mean((sums > 0) == (y > 0)):.4f}")
    for least in range(-64, 9, 8):
        below = sums < least
        print(f"below {least}: {np.mean(below[y > 0]):.4f} of the verbs, {np.mean(below[y == 0]):.4f} of the others")


if __name__ == "__main__":
    main()
