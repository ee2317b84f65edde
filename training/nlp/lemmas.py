"""Write the exception table of lemmas: word forms of the treebank that the regular endings get wrong."""

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from data import load

from onrecord.reading.nlp.lemmas import _noun, _verb


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--extra", type=Path, help="TSV of UPOS, form, lemma: irregular forms the treebank lacks")
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for s in load(args.data, "train"):
        if s.tags and s.lemmas:
            for word, tag, lemma in zip(s.words, s.tags, s.lemmas, strict=True):
                pos = tag.split("|")[0]
                if word.isascii() and word.replace("'", "").isalpha():
                    seen[pos, word.lower()][lemma.lower()] += 1
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for (pos, word), lemmas in seen.items():
        best, n = lemmas.most_common(1)[0]
        regular = _noun(word) if pos == "NOUN" else _verb(word) if pos in ("VERB", "AUX") else word
        if (
            best != regular
            and (n > 1 or pos in ("VERB", "NOUN", "AUX"))
            and best.replace("'", "").isalpha()
            and pos not in ("PROPN", "X")
        ):
            table[pos][word] = best
    if args.extra:
        for line in args.extra.read_text("utf-8").splitlines():
            pos, form, lemma = line.split("\t")
            table[pos][form] = lemma
    lines = []
    for pos in sorted(table):
        lines.append(f"[{pos}]")
        lines += [f'"{w}" = "{lemma}"' for w, lemma in sorted(table[pos].items())]
    args.out.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
