"""Sentences a second of the reader on one core: ``python benchmarks/claims_speed.py concerned.jsonl stream.jsonl [n]``.

Prints processor time, not wall time, so that a busy machine does not change the figures; memory is the peak resident set. What the claims
cost is what reading takes beyond finding the parts (splitting, parsing, times, places, amounts, tolls, attributions).
"""

import json
import os
import platform
import resource
import sys
import time
from pathlib import Path

from onrecord.model import Document
from onrecord.reading import Reader
from onrecord.reading.nlp import split_sentences

_FIELDS = ("id", "title", "text", "publisher", "published", "kind")


def documents(path: str, limit: int) -> list[Document]:
    found = []
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found.append(Document(**{k: record[k] for k in _FIELDS if record.get(k) is not None}))
            if len(found) == limit:
                break
    return found


def measure(reader: Reader, name: str, docs: list[Document]) -> None:
    sentences = sum(len(split_sentences(d.text)) for d in docs)
    begun = time.process_time()
    claims = sum(len(reader.read(d).claims) for d in docs)
    spent = time.process_time() - begun
    print(f"{name}: {len(docs)} documents, {sentences} sentences, {claims} claims: {sentences / spent:.0f} sentences/s")
    begun = time.process_time()
    for doc in docs:
        reader.analyse(doc)
    parts = time.process_time() - begun
    print(
        f"    parts {parts:.2f} s, claims on top of them {spent - parts:.2f} s: {(spent - parts) / parts:.2f} of the parts"
    )


def main(concerned: str, stream: str, limit: str = "100") -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    reader = Reader()
    ours, others = documents(concerned, int(limit)), documents(stream, int(limit))
    reader.read(ours[0])
    measure(reader, "all concern us", ours)
    step = 20
    mixed = [ours[n // step] if n % step == 0 else doc for n, doc in enumerate(others)]
    measure(reader, "one in twenty, rest general news", mixed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak resident memory {peak:.0f} MB; {platform.machine()}, Python {platform.python_version()}")


if __name__ == "__main__":
    main(*sys.argv[1:])
