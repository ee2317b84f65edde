"""Shares of reports that hold a word, for ``linking_words.toml``.

    python training/linking/words.py TRAINING_DIR LEDGER_DOCS ZIPF_JSON > src/onrecord/vocab/data/linking_words.toml

Three sources, the greatest share wins: general English frequencies (wordfreq 3, as Zipf values by word), the texts that
shipped weights may be trained on, and ``domain.txt`` beside this file (words that most reports of violence hold,
written for Onrecord). A Zipf value becomes a share of 300-word reports.
"""

import json
import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

WORD = re.compile(r"[^\W\d_][^\W\d_'’]+|\d[\d,.:-]*")
WORDS_A_REPORT = 300
RAREST_SHARE = 2e-5
LEAST_SHARE = 1e-4


def texts(training: Path, ledger: Path) -> list[str]:
    found = []
    for file in [*sorted(training.glob("ewt/*.conllu")), *sorted(training.glob("gum_news/*.conllu"))]:
        held: list[str] = []
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("# newdoc") and held:
                found.append(" ".join(held))
                held = []
            elif line.startswith("# text ="):
                held.append(line[9:].strip())
        found.append(" ".join(held))
    for file in sorted(training.glob("plover_gsr/*.jsonl")):
        found += [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]
    found += [json.loads(line)["text"] for line in ledger.read_text("utf-8").splitlines()]
    return found


def words_of(text: str) -> set[str]:
    return {w.lower().replace("’", "'").removesuffix("'s").rstrip("'.,:-") for w in WORD.findall(text)}


def main() -> None:
    training, ledger, zipf_file = (Path(a) for a in sys.argv[1:4])
    corpus = texts(training, ledger)
    counted: Counter[str] = Counter()
    for text in corpus:
        counted.update(words_of(text))
    share: dict[str, float] = defaultdict(float)
    for word, zipf in json.loads(zipf_file.read_text("utf-8")).items():
        share[word] = 1 - (1 - 10 ** (zipf - 9)) ** WORDS_A_REPORT
    for word, n in counted.items():
        # a word of one text says nothing about shares
        if n > 1:
            share[word] = max(share[word], n / len(corpus))
    for line in (Path(__file__).parent / "domain.txt").read_text("utf-8").splitlines():
        first, *rest = line.split()
        for word in rest:
            share[word] = max(share[word], float(first))
    levels: dict[float, list[str]] = defaultdict(list)
    for word, s in share.items():
        if s >= LEAST_SHARE and word and "'" not in word and '"' not in word and "\\" not in word:
            levels[round(-2 * math.log2(s)) / 2].append(word)
    print("# Made by training/linking/words.py: bits of surprise of a word in a report, in half bits.\n")
    print(f"rarest = {round(-math.log2(RAREST_SHARE), 1)}")
    for bits in sorted(levels):
        print(f'\n[[level]]\nbits = {bits}\nwords = "{" ".join(sorted(levels[bits]))}"')


if __name__ == "__main__":
    main()
