"""Outermost attributions with a source: ``python benchmarks/attributions.py DOCS.jsonl OUT.jsonl [N]``."""

import json
import sys
import time
from pathlib import Path

from onrecord.model import Document
from onrecord.reading.attribution import outermost, read_attributions
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
            for a in outermost(read_attributions(document, parser.parse(document.text, spans))):
                if a.source is None:
                    continue
                row = {
                    "document": document.id,
                    "source": {"start": a.source.start, "end": a.source.end},
                    "cue": {"start": a.cue.start, "end": a.cue.end},
                    "content": [{"start": c.start, "end": c.end} for c in a.content],
                }
                target.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{sentences} sentences, {sentences / (time.perf_counter() - began):.0f} a second with the cache as it was")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 10**9)
