"""Reads documents into claims: ``python benchmarks/claims.py docs.jsonl claims.jsonl [limit]``.

The claims file is what the scorer in ../shared/eval reads. ``ONRECORD_CACHE=1`` remembers parses on disk between runs
(for measuring quality, never for measuring speed).
"""

import json
import os
import sys
import time
from pathlib import Path

import msgspec

from onrecord.model import Document, to_record
from onrecord.reading import Reader

_FIELDS = ("id", "title", "text", "publisher", "published", "url", "language", "kind")


def main(source: str, target: str, limit: str = "0", start: str = "0") -> None:
    parser = None
    if os.environ.get("ONRECORD_CACHE"):
        from parse_cache import CachingParser

        parser = CachingParser()
    reader = Reader(parser=parser)
    begun = time.perf_counter()
    n = claims = words = 0
    with Path(source).open(encoding="utf-8") as docs, Path(target).open("w", encoding="utf-8") as out:
        for number, line in enumerate(docs):
            if number < int(start):
                continue
            if int(limit) and n >= int(limit):
                break
            record = json.loads(line)
            document = Document(**{k: record[k] for k in _FIELDS if record.get(k) is not None})
            for claim in reader.read(document).claims:
                out.write(msgspec.json.encode(to_record(claim)).decode() + "\n")
                claims += 1
            n += 1
            words += len(document.text.split())
    spent = time.perf_counter() - begun
    print(f"{n} documents, {words} words, {claims} claims in {spent:.1f} s: {n / spent:.1f} documents/s")


if __name__ == "__main__":
    main(*sys.argv[1:])
