"""Quality of linking on the three measured sets, with the scorer in ../shared/eval.

    python benchmarks/linking.py ledger        # gold claims in, incidents out
    python benchmarks/linking.py aggregation   # MAVERICK rows through the shipped map
    python benchmarks/linking.py linking --read CACHE   # reads every document first (minutes); CACHE keeps the claims

Each prints the scorer's tables with 95 % intervals. The sets only measure; none of their data ships.
"""

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec

from onrecord.linking import Linker, MemoryStore, Told
from onrecord.model import Claim, Document, to_record
from onrecord.reading.rows import RowMap, load_map, rows_to_claims

SHARED = Path(__file__).resolve().parents[2] / "shared"
FIELDS = {"id", "title", "text", "publisher", "published", "url", "language", "kind"}


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def documents(folder: Path) -> list[Document]:
    return [
        msgspec.convert({k: v for k, v in r.items() if k in FIELDS}, Document) for r in lines(folder / "docs.jsonl")
    ]


def ledger(folder: Path) -> list[Told]:
    held: dict[str, list[Claim]] = defaultdict(list)
    for record in lines(folder / "claims.jsonl"):
        record = {k: v for k, v in record.items() if k not in ("required", "also")}
        record.setdefault("read_by", {"reader": "gold", "version": "1", "vocabulary": ""})
        claim = msgspec.convert(record, Claim)
        held[claim.document].append(claim)
    return [Told(document=d, claims=tuple(held[d.id]), sequence=n) for n, d in enumerate(documents(folder))]


def aggregation(folder: Path) -> list[Told]:
    row_map = load_map("maverick")
    assert isinstance(row_map, RowMap)
    found = rows_to_claims([{k: str(v) for k, v in r.items()} for r in lines(folder / "reports.jsonl")], row_map)
    return [Told(document=f[0], claims=f[1], sequence=n) for n, f in enumerate(found) if isinstance(f, tuple)]


def linking(folder: Path, cache: Path) -> list[Told]:
    if not cache.exists():
        from onrecord.reading import Reader

        reader = Reader()
        cache.write_bytes(pickle.dumps([(d, reader.read(d).claims) for d in documents(folder)]))
    read: list[tuple[Document, tuple[Claim, ...]]] = pickle.loads(cache.read_bytes())
    return [Told(document=d, claims=c, sequence=n) for n, (d, c) in enumerate(read)]


def link(told: Iterable[Told], out: Path) -> None:
    store, items = MemoryStore(), list(told)
    for item in items:
        store.remember(item.claims)
    Linker(store).add(items)
    with out.open("w", encoding="utf-8") as file:
        for stored in store.all_incidents():
            file.write(json.dumps(to_record(stored.incident), ensure_ascii=False) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["ledger", "aggregation", "linking"])
    parser.add_argument("--read", type=Path, default=Path("linking-claims.pickle"))
    parser.add_argument("--errors", default="0")
    options = parser.parse_args()
    folder = SHARED / "data" / options.task
    made = {"ledger": ledger, "aggregation": aggregation}
    told = linking(folder, options.read) if options.task == "linking" else made[options.task](folder)
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "incidents.jsonl"
        link(told, out)
        docs = folder / ("reports.jsonl" if options.task == "aggregation" else "docs.jsonl")
        gold = folder / ("claims.jsonl" if options.task == "ledger" else "gold.jsonl")
        command = [sys.executable, str(SHARED / "eval" / "score.py"), options.task, "--docs", str(docs)]
        command += ["--gold", str(gold), "--incidents", str(out), "--errors", options.errors]
        if options.task == "ledger":
            command += ["--claims", str(gold), "--gold-incidents", str(folder / "incidents.jsonl")]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
