"""Attributions of a file of documents in the scorer's format: ``python benchmarks/attributions.py DOCS.jsonl OUT.jsonl [N]``."""

import json
import sys
import time
from pathlib import Path

from onrecord.model import Document
from onrecord.reading.attribution import read_attributions
from onrecord.reading.nlp import split_sentences
from parse_cache import CachingParser


def main(docs: Path, out: Path, limit: int) -> None:
    parser = CachingParser()
    began, sentences = time.perf_counter(), 0
    with docs.open("rb") as lines, out.open("w", encoding="utf-8") as target:
        for number, line in enumerate(lines):
            if number >= limit:
                break
            record = json.loads(line)
            document = Document(text=record["text"], id=record["id"], published=record.get("published"))
            spans = split_sentences(document.text)
            sentences += len(spans)
            for a in read_attributions(document, parser.parse(document.text, spans)):
                row = {
                    "document": document.id,
                    "cue": document.text[a.cue.start : a.cue.end],
                    "content": {"start": a.content[0].start, "end": a.content[-1].end},
                }
                if a.source is not None:
                    row["source"] = {"start": a.source.start, "end": a.source.end}
                target.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{sentences} sentences, {sentences / (time.perf_counter() - began):.0f} a second with the cache as it was")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 10**9)
