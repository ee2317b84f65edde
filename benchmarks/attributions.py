"""Outermost attributions with a source: ``python benchmarks/attributions.py DOCS.jsonl OUT.jsonl [--limit N] [--gold GOLD.jsonl]``.

With ``--gold`` it prints how often the speaker is right among the attributions found: predicted and annotated contents are
paired one to one, the best overlap (Dice of their characters, at least a half) first and whatever their sources are; the
speaker of a pair is right where the predicted source touches the head word of the annotated one. Annotated attributions
without a source are left out.
"""

import argparse
import json
import random
import re
import time
from collections.abc import Iterable
from pathlib import Path

from onrecord.model import Document
from onrecord.reading.attribution import outermost, read_attributions
from onrecord.reading.nlp import split_sentences
from parse_cache import CachingParser

Stretch = tuple[int, int]
# a noun phrase's head stands before its first comma, bracket or preposition
_CUT = re.compile(
    r"[,;:(\[—–]|\s(?:of|for|in|at|from|on|with|by|to|who|that|which|and|as|about|near|between|under|over)\s"
)
_DRAWS = 500


def spans(items: Iterable[dict[str, int]]) -> list[Stretch]:
    return [(x["start"], x["end"]) for x in items]


def dice(a: list[Stretch], b: list[Stretch]) -> float:
    shared = sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)
    return 2 * shared / max(1, sum(e - s for s, e in (*a, *b)))


def head(text: str, span: Stretch) -> Stretch:
    phrase = text[slice(*span)]
    words = [m.span() for m in re.finditer(r"[^\W_]+(?:[-'’.][^\W_]+)*", phrase)] or [(0, len(phrase))]
    cut = next((m.start() for m in _CUT.finditer(phrase) if m.start() >= words[0][1]), len(phrase))
    start, end = max((w for w in words if w[1] <= cut), default=words[-1])
    return span[0] + start, span[0] + end


def speakers(text: str, told: list[dict], gold: list[dict]) -> tuple[int, int]:
    """How many contents are paired, and how many of the pairs have the right speaker."""
    pairs = [
        (dice(spans(t["content"]), spans(g["content"])), i, j) for i, t in enumerate(told) for j, g in enumerate(gold)
    ]
    used: tuple[set[int], set[int]] = (set(), set())
    found = right = 0
    for overlap, i, j in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if overlap < 0.5:
            break
        if i in used[0] or j in used[1]:
            continue
        used[0].add(i)
        used[1].add(j)
        found += 1
        start, end = spans([told[i]["source"]])[0]
        right += any(start < b and a < end for a, b in (head(text, s) for s in spans(gold[j]["source"])))
    return found, right


def interval(counts: list[tuple[int, int]]) -> tuple[float, float]:
    """95 %, by bootstrap over documents."""
    draw = random.Random(7)
    values = []
    for _ in range(_DRAWS):
        some = draw.choices(counts, k=len(counts))
        values.append(sum(r for _, r in some) / max(1, sum(f for f, _ in some)))
    values.sort()
    return values[_DRAWS // 40], values[-_DRAWS // 40]


def read(docs: Path, out: Path, limit: int) -> tuple[dict[str, str], dict[str, list[dict]]]:
    parser = CachingParser()
    began, sentences = time.process_time(), 0
    texts: dict[str, str] = {}
    rows: dict[str, list[dict]] = {}
    with docs.open("rb") as lines, out.open("w", encoding="utf-8") as target:
        for number, line in enumerate(lines):
            if number >= limit:
                break
            record = json.loads(line)
            document = Document(text=record["text"], id=record["id"], published=record.get("published"))
            split = split_sentences(document.text)
            sentences += len(split)
            texts[document.id], rows[document.id] = document.text, []
            for a in outermost(read_attributions(document, parser.parse(document.text, split))):
                if a.source is None:
                    continue
                row = {
                    "document": document.id,
                    "source": {"start": a.source.start, "end": a.source.end},
                    "cue": {"start": a.cue.start, "end": a.cue.end},
                    "content": [{"start": c.start, "end": c.end} for c in a.content],
                }
                rows[document.id].append(row)
                target.write(json.dumps(row, ensure_ascii=False) + "\n")
    spent = time.process_time() - began
    print(
        f"{sentences} sentences, {sentences / spent:.0f} a second of processor time, with the parses kept as they were"
    )
    return texts, rows


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("docs", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--limit", type=int, default=10**9)
    p.add_argument("--gold", type=Path)
    args = p.parse_args()
    texts, rows = read(args.docs, args.out, args.limit)
    if args.gold is None:
        return
    counts = []
    with args.gold.open("rb") as lines:
        for record in map(json.loads, lines):
            name = record["document"]
            if name in texts:
                gold = [a for a in record["attributions"] if a["source"]]
                counts.append(speakers(texts[name], rows[name], gold))
    found, right = sum(f for f, _ in counts), sum(r for _, r in counts)
    low, high = interval(counts)
    print(
        f"speaker right in {right} of {found} attributions found: {right / max(1, found):.3f} ({low:.3f} to {high:.3f})"
    )


if __name__ == "__main__":
    main()
