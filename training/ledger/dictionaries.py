"""Train the dictionaries by which the ledger packs texts, claims and incidents.

    python training/ledger/dictionaries.py OUT

writes ``texts-1.dict`` and the others into the folder OUT. The samples are texts of our own alone (``tests/corpus/reports`` and
``examples``), read and linked by this program. A dictionary that ledgers were written with is never changed, or they could not be
read any more: a better one takes a new name and a new number in ``onrecord.ledger.packing``, and the old one stays. Twice these
sizes gave one per cent less on reports that had no part in it.
"""

import sqlite3
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import zstandard

import onrecord
from onrecord.ledger.packing import Kind, unpack

ROOT = Path(__file__).resolve().parents[2]
SIZES = {Kind.TEXT: 32_000, Kind.CLAIM: 8_000, Kind.INCIDENT: 8_000}
STORED = {Kind.CLAIM: "claims", Kind.INCIDENT: "incident_bodies"}


def reports() -> Iterator[onrecord.Document]:
    for path in sorted((ROOT / "tests/corpus/reports").glob("*.toml")):
        for report in tomllib.loads(path.read_text()).get("report", []):
            kept = {k: report.get(k) for k in ("text", "title", "publisher", "published")}
            yield onrecord.Document(**kept)
    for path in sorted((ROOT / "examples").rglob("*.txt")):
        yield onrecord.Document(text=path.read_text(), publisher="The Paper", published="2024-02-08")


def samples(folder: Path) -> dict[Kind, list[bytes]]:
    told = list(reports())
    with onrecord.open_ledger(folder / "own.db") as record:
        record.add(told)
    found = {Kind.TEXT: [d.text.encode() for d in told]}
    with sqlite3.connect(folder / "own.db") as stored:
        for kind, table in STORED.items():
            found[kind] = [unpack(kind, body) for (body,) in stored.execute(f"select body from {table} order by 1")]
    return found


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for kind, held in samples(Path(folder)).items():
            name, number, _ = kind.value
            trained = zstandard.train_dictionary(SIZES[kind], held, dict_id=number)
            (out / name).write_bytes(trained.as_bytes())
            print(
                f"{name:<20} {len(held):>5} samples, {sum(map(len, held)):>8,} bytes -> {len(trained.as_bytes()):,} bytes"
            )


if __name__ == "__main__":
    main()
