"""Sentences and documents a second of the reader on one core, with peak memory: ``python benchmarks/speed.py DOCS.jsonl [--limit N]``.

With ``--mixed OTHER.jsonl`` the documents are spread, one in twenty, over a stream of other documents; ``--unconcerned`` leaves out
those of the others that give claims themselves, so that one in twenty is all that concerns us.
"""

import argparse
import itertools
import json
import os
import platform
import resource
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from onrecord.model import Document
from onrecord.reading import Reader
from onrecord.reading.nlp import split_sentences


def documents(path: Path, limit: int) -> list[Document]:
    found = []
    with path.open("rb") as lines:
        for line in itertools.islice(lines, limit):
            record = json.loads(line)
            keys = ("id", "title", "publisher", "published")
            found.append(Document(text=record["text"], **{k: record[k] for k in keys if record.get(k)}))
    return found


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("docs", type=Path)
    p.add_argument("--limit", type=int, default=400)
    p.add_argument("--mixed", type=Path, help="a stream of other documents, nineteen to each of ours")
    p.add_argument("--unconcerned", action="store_true", help="of the others, only documents without a claim")
    args = p.parse_args()
    docs = documents(args.docs, args.limit)
    reader = Reader()
    if args.mixed:
        stream = documents(args.mixed, 19 * len(docs))
        if args.unconcerned:
            quiet = [d for d in stream if not reader.read(d).claims]
            print(f"{len(quiet)} of {len(stream)} other documents give no claim")
            stream = quiet
        others = itertools.cycle(stream)
        docs = [d for own in docs for d in (own, *itertools.islice(others, 19))]
    sentences = sum(len(split_sentences(d.text)) for d in docs)
    for doc in docs[:20]:
        # models, lexicons and their patterns are loaded at first use
        reader.read(doc)
    began, cpu = time.perf_counter(), time.process_time()
    claims = sum(len(reader.read(d).claims) for d in docs)
    wall, used = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{platform.machine()}, Python {platform.python_version()}, one core")
    print(
        f"{len(docs)} documents, {sentences} sentences, {claims} claims in {used:.1f} s of processor time ({wall:.1f} s)"
    )
    print(f"{sentences / used:.0f} sentences a second, {len(docs) / used:.1f} documents a second, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
