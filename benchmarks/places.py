"""Run the places layer over documents and write the scorer's format.

    python benchmarks/places.py docs.jsonl out.jsonl [--no-parse] [--baseline] [--demonyms] [--points-only] [--limit N]
    python ../shared/eval/score.py places --docs docs.jsonl --gold gold.jsonl --places out.jsonl

``--baseline`` answers every name with its most populous entry; ``--points-only`` leaves country codes out, so that
countries are judged by distance as in published figures.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parent))

from parse_cache import CachingParser

from onrecord.model import Document
from onrecord.reading.dateline import read_dateline
from onrecord.reading.nlp import split_sentences, unparsed
from onrecord.reading.places import read_places
from onrecord.vocab.gazetteer import open_gazetteer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("docs", type=Path)
    parser.add_argument("out", type=Path)
    for flag in ("no-parse", "baseline", "demonyms", "points-only"):
        parser.add_argument(f"--{flag}", action="store_true")
    parser.add_argument("--limit", type=int, default=None)
    given = parser.parse_args()
    gazetteer, network = open_gazetteer(), CachingParser()
    spent, sentences_read = 0.0, 0
    rows = []
    with given.docs.open(encoding="utf-8") as file:
        lines = file.readlines()[: given.limit]
    for line in lines:
        raw = json.loads(line)
        document = Document(**{k: v for k, v in raw.items() if k in Document.__dataclass_fields__})
        spans = split_sentences(document.text)
        sentences = (
            [unparsed(document.text, span) for span in spans]
            if given.no_parse
            else network.parse(document.text, spans)
        )
        began = time.perf_counter()
        mentions, peoples = read_places(document, read_dateline(document), sentences, gazetteer)
        spent += time.perf_counter() - began
        sentences_read += len(spans)
        for mention in mentions:
            if mention.role != "associative":
                rows.append(answer(document.id, mention, given, gazetteer))
        if given.demonyms:
            for people in peoples:
                entry = next(e for e in gazetteer.lookup(people.country) if e.kind == "country") if False else None
                row = {"document": document.id, "start": people.start, "end": people.end, "name": people.exact}
                rows.append(row | {"country": people.country} | ({} if entry is None else {}))
    with given.out.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    print(f"{len(lines)} documents, {sentences_read} sentences, {sentences_read / max(spent, 1e-9):.0f} sentences/s in this layer")


def answer(document: str, mention: object, given: argparse.Namespace, gazetteer: object) -> dict[str, object]:
    place = mention.place  # type: ignore[attr-defined]
    row: dict[str, object] = {"document": document, "start": mention.start, "end": mention.end, "name": mention.exact}  # type: ignore[attr-defined]
    if given.baseline and place is not None:
        entries = [e for e in gazetteer.lookup(mention.exact) if e.latitude is not None]  # type: ignore[attr-defined]
        if entries:
            best = max(entries, key=lambda e: e.population)
            return row | {"lat": best.latitude, "lon": best.longitude, "country": best.country}
    if place is not None:
        for field, value in (
            ("name", place.name), ("lat", place.lat), ("lon", place.lon), ("geonames", place.geonames),
            ("country", None if given.points_only else place.country),
        ):  # fmt: skip
            if value is not None:
                row[field] = value
    return row


if __name__ == "__main__":
    main()
