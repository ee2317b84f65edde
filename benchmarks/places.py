"""Run the places layer over documents and write the scorer's format.

    python benchmarks/places.py docs.jsonl out.jsonl [--no-parse] [--baseline] [--demonyms] [--points-only] [--limit N] [--reader geotext]
    python ../shared/eval/score.py places --docs docs.jsonl --gold gold.jsonl --places out.jsonl

``--baseline`` answers every name with its most populous entry; ``--demonyms`` adds demonyms as mentions of their
country, for sets that count them as toponyms; ``--points-only`` leaves country codes out, so that countries are judged
by distance as in published figures. ``--reader geotext`` runs a peer instead, where the machine has it (``pip install geotext``); it names
cities and countries and tells no points, so only recognition can be compared.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from onrecord.model import Document
from onrecord.reading.dateline import read_dateline
from onrecord.reading.nlp import split_sentences, unparsed
from onrecord.reading.parts import Demonym, PlaceMention
from onrecord.reading.places import read_places
from onrecord.vocab.gazetteer import Gazetteer, open_gazetteer
from parse_cache import CachingParser


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", type=Path)
    parser.add_argument("out", type=Path)
    for flag in ("no-parse", "baseline", "demonyms", "points-only"):
        parser.add_argument(f"--{flag}", action="store_true")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--reader", choices=("onrecord", "geotext"), default="onrecord")
    given = parser.parse_args()
    gazetteer, network = open_gazetteer(), CachingParser()
    lines = given.docs.read_text("utf-8").strip().split("\n")[: given.limit]
    spent, count = 0.0, 0
    with given.out.open("w", encoding="utf-8") as out:
        for line in lines:
            raw = json.loads(line)
            document = Document(**{k: v for k, v in raw.items() if k in Document.__dataclass_fields__})
            text, spans = document.text, split_sentences(document.text)
            bare = given.no_parse or given.reader != "onrecord"
            sentences = [unparsed(text, s) for s in spans] if bare else network.parse(text, spans)
            began = time.process_time()
            if given.reader == "geotext":
                rows = list(geotext(text))
            else:
                mentions, peoples = read_places(document, read_dateline(document), sentences, gazetteer)
                rows = list(answers(mentions, peoples if given.demonyms else (), given, gazetteer))
            spent += time.process_time() - began
            count += len(spans)
            for row in rows:
                out.write(json.dumps({"document": document.id} | row, ensure_ascii=False) + "\n")
    print(f"{len(lines)} documents, {count} sentences, {count / max(spent, 1e-9):.0f} sentences per CPU second")


def answers(
    mentions: tuple[PlaceMention, ...], peoples: tuple[Demonym, ...], given: argparse.Namespace, gazetteer: Gazetteer
) -> Iterator[dict[str, Any]]:
    for mention in mentions:
        if mention.role != "associative":
            yield answer(mention, given, gazetteer)
    for people in peoples:
        found: dict[str, Any] = {"start": people.start, "end": people.end, "name": people.exact}
        yield found | ({} if given.points_only else {"country": people.country})


def geotext(text: str) -> Iterator[dict[str, Any]]:
    """GeoText gives names without their places in the text: each stands wherever its words do."""
    from geotext import GeoText  # type: ignore[import-not-found]

    found = GeoText(text)
    names = sorted({*found.cities, *found.countries}, key=len, reverse=True)
    if names:
        for m in re.finditer(rf"\b(?:{'|'.join(map(re.escape, names))})\b", text):
            yield {"start": m.start(), "end": m.end(), "name": m[0]}


def answer(mention: PlaceMention, given: argparse.Namespace, gazetteer: Gazetteer) -> dict[str, Any]:
    row: dict[str, Any] = {"start": mention.start, "end": mention.end, "name": mention.exact}
    if mention.place is None:
        return row
    fields: dict[str, Any] = {
        "name": mention.place.name,
        "lat": mention.place.lat,
        "lon": mention.place.lon,
        "geonames": mention.place.geonames,
        "country": mention.place.country,
    }
    if given.baseline:
        entries = [e for e in gazetteer.lookup(mention.exact) if e.latitude is not None]
        best = max(entries, key=lambda e: e.population, default=None)
        fields = {} if best is None else {"lat": best.latitude, "lon": best.longitude, "country": best.country}
    if given.points_only:
        fields.pop("country", None)
    return row | {name: value for name, value in fields.items() if value is not None}


if __name__ == "__main__":
    main()
