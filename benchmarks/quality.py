"""Quality on annotated sets: read, link, score; every figure of docs/quality.md comes from here.

    python benchmarks/quality.py --data ../shared/data --scorer ../shared/eval/score.py --out build/quality [--tasks tolls muc]

Each task writes its claims, incidents or layer and the scorer's table with 95 % intervals to ``--out``. ``--limit`` takes the
first documents only. With ``--cache`` parses are kept on disk between runs (see parse_cache.py).
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from onrecord.linking import Linker, MemoryStore, Told
from onrecord.model import Claim, Document, to_record
from onrecord.pipeline import Local
from onrecord.reading import Reader

LAYERS = {"times": "times", "places": "places", "attribution": "attributions"}
CLAIMS = ("ledger", "tolls", "conflict_tolls", "linking", "muc", "typing")
TASKS = (*LAYERS, *CLAIMS, "aggregation")
FIELDS = ("id", "title", "publisher", "published", "url", "language", "retrieved", "kind")


def documents(path: Path, limit: int) -> Iterator[Document]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines):
            if number >= limit:
                return
            record = json.loads(line)
            yield Document(text=record["text"], **{k: record[k] for k in FIELDS if record.get(k)})


class ReadLayer:
    def __init__(self, reader: Reader, layer: str) -> None:
        self.reader, self.layer = reader, layer

    def __call__(self, document: Document) -> list[dict]:
        return self.reader.read_layer(document, self.layer)


class ReadClaims:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def __call__(self, document: Document) -> tuple[Claim, ...]:
        return self.reader.read(document).claims


def write(path: Path, rows: Iterator[dict] | list[dict]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def link(docs: list[Document], claims: dict[str, tuple[Claim, ...]]) -> list[dict]:
    """Incidents over the whole pool."""
    store = MemoryStore()
    store.remember(c for held in claims.values() for c in held)
    linker = Linker(store)
    told = [Told(document=d, claims=claims[d.id], sequence=i) for i, d in enumerate(docs) if claims.get(d.id)]
    for i in range(0, len(told), 200):
        linker.add(told[i : i + 200])
    return [to_record(s.incident) for s in store.all_incidents()]


def rows_incidents(path: Path, out: Path) -> None:
    """The aggregation task: structured rows instead of text."""
    from onrecord.reading.rows import load_map, rows_to_claims
    from onrecord.sources import read_rows

    made = [m for m in rows_to_claims(read_rows(path), load_map("maverick")) if isinstance(m, tuple)]
    docs, claims = [d for d, _ in made], {d.id: held for d, held in made}
    write(out, link(docs, claims))


def score(task: str, scorer: Path, docs: Path, gold: Path, out: Path, extra: list[str]) -> str:
    command = [
        sys.executable,
        str(scorer),
        task,
        "--docs",
        str(docs),
        "--gold",
        str(gold),
        *extra,
        "--json",
        str(out / f"{task}.json"),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def run(task: str, args: argparse.Namespace) -> str:
    folder, out = args.data / task, args.out
    began = time.perf_counter()
    if task == "aggregation":
        rows_incidents(folder / "reports.jsonl", out / "aggregation.incidents.jsonl")
        extra = ["--incidents", str(out / "aggregation.incidents.jsonl")]
        return score(task, args.scorer, folder / "reports.jsonl", folder / "gold.jsonl", out, extra)
    docs = list(documents(folder / "docs.jsonl", args.limit))
    gold, used = folder / ("claims.jsonl" if task == "ledger" else "gold.jsonl"), folder / "docs.jsonl"
    if len(docs) >= args.limit:
        ids = {d.id for d in docs}
        gold, used = shortened(gold, ids, out / f"{task}.gold.jsonl"), shortened(used, ids, out / f"{task}.docs.jsonl")
    reader = Reader(parser=parser(args.cache))
    if task in LAYERS:
        layer = LAYERS[task]
        found = Local(args.workers).map(ReadLayer(reader, layer), docs)
        write(out / f"{task}.{layer}.jsonl", (r for rows in found for r in rows))
        extra = [f"--{layer}", str(out / f"{task}.{layer}.jsonl")]
        if task == "attribution":
            write(out / "attribution.claims.jsonl", (to_record(c) for d in docs for c in reader.read(d).claims))
            extra += ["--claims", str(out / "attribution.claims.jsonl")]
    else:
        read = dict(zip((d.id for d in docs), Local(args.workers).map(ReadClaims(reader), docs), strict=True))
        write(out / f"{task}.claims.jsonl", (to_record(c) for held in read.values() for c in held))
        write(out / f"{task}.incidents.jsonl", link(docs, read))
        extra = ["--claims", str(out / f"{task}.claims.jsonl"), "--incidents", str(out / f"{task}.incidents.jsonl")]
        if task == "linking":
            extra = extra[2:]
        if task == "ledger":
            extra += ["--gold-incidents", str(folder / "incidents.jsonl")]
    table = score(task, args.scorer, used, gold, out, extra)
    return f"{table}\n({len(docs)} documents in {time.perf_counter() - began:.0f} s)\n"


def shortened(path: Path, ids: set[str], out: Path) -> Path:
    with path.open("rb") as lines, out.open("wb") as target:
        for line in lines:
            record = json.loads(line)
            if record.get("document", record.get("id")) in ids:
                target.write(line)
    return out


def parser(cached: bool):
    if not cached:
        return None
    from parse_cache import CachingParser

    return CachingParser()


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--scorer", type=Path, required=True)
    p.add_argument("--out", type=Path, default=Path("build/quality"))
    p.add_argument("--tasks", nargs="*", choices=TASKS, default=list(TASKS))
    p.add_argument("--limit", type=int, default=10**9)
    p.add_argument("--workers", type=int, default=2)
    p.add_argument("--cache", action="store_true")
    args = p.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for task in args.tasks:
        try:
            table = run(task, args)
        except subprocess.CalledProcessError as error:
            table = f"# {task}: the scorer failed\n{error.stderr[-2000:]}"
        (args.out / f"{task}.txt").write_text(table, "utf-8")
        print(table, flush=True)


if __name__ == "__main__":
    main()
