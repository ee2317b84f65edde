"""Sentences that tell of something for the ledger, and sentences that only look like it.

``python training/subject/data.py TRAINING-SETS rows.jsonl``, in the project's environment. A row: ``text`` (the sentence),
``around`` (title, the sentence before and after), ``label``, ``group`` (the report or line it is of), ``lot``. Taken from our own
reports and sentences (tests/), from the ledger set, from PLOVER (1), and from the reviews, answers and mails of EWT (0: those in
which the reader found a claim, and others at random).
"""

import json
import random
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [
    str(ROOT / "tests" / "corpus"),
    str(ROOT / "tests" / "reading" / "own_words"),
    str(ROOT / "tests" / "reading" / "claims"),
]

import lots  # noqa: E402
import score  # noqa: E402
from test_negatives import NOTHING  # noqa: E402

from onrecord.model import Document  # noqa: E402
from onrecord.reading import Reader  # noqa: E402
from onrecord.reading.nlp import split_sentences  # noqa: E402

_GENRES = ("reviews", "answers", "email")
_EASY = 1200
_HEAD = re.compile(r"# newdoc id = (\S+)")
_MARK = re.compile(r"\[\[(.+?)\]\]")
Row = dict[str, Any]


def rows(sets: Path) -> Iterator[Row]:
    reader = Reader()
    yield from _wordings()
    yield from _own_words()
    yield from _terse()
    yield from _reports(reader)
    yield from _ordinary()
    yield from _ledger(sets.parent / "ledger")
    yield from _plover(sets / "plover_gsr")
    yield from _web(sets / "ewt" / "train.conllu", reader)


def _row(text: str, label: int, group: str, lot: str, around: str = "") -> Row:
    return {
        "text": " ".join(text.split()),
        "around": " ".join(around.split()),
        "label": label,
        "group": group,
        "lot": lot,
    }


def _wordings() -> Iterator[Row]:
    for path in sorted((ROOT / "tests" / "corpus" / "wordings").glob("*.txt")):
        head = ""
        for n, line in enumerate(path.read_text("utf-8").splitlines()):
            if re.fullmatch(r"\[[a-z_.]+\]", line):
                head = line[1:-1]
                continue
            types = {mark.partition("|")[2] or head for mark in _MARK.findall(line)}
            text = _MARK.sub(lambda m: m[1].partition("|")[0], line)
            yield _row(text, int(head != "none" and bool(types - {"none"})), f"{path.stem}:{n}", "wordings")
    for n, text in enumerate(NOTHING):
        yield _row(text, 0, f"negatives:{n}", "wordings")


def _own_words() -> Iterator[Row]:
    for lot in ("first", "second"):
        for kind in lots.kinds(lot):
            for n, line in enumerate(lots.lines(lot, kind)):
                told = bool(line.types or line.beside)
                yield _row(line.text, int(told), f"{lot}:{kind}:{n}", f"own_{lot}", line.before)


def _terse() -> Iterator[Row]:
    """Entries of registers and lines of local news, in our own words: acts told in few words, mostly without harm."""
    for n, line in enumerate((Path(__file__).parent / "terse.txt").read_text("utf-8").splitlines()):
        yield _row(line, 1, f"terse:{n}", "terse")


def _around(text: str, spans: list[tuple[int, int]], i: int, title: str | None) -> str:
    beside = [text[a:b] for k in (i - 1, i + 1) if 0 <= k < len(spans) for a, b in [spans[k]]]
    return " ".join([*([title] if title else []), *beside])


def _reports(reader: Reader) -> Iterator[Row]:
    """Sentences of claims that are expected (1) and of claims that are not (0); of reports of nothing every sentence (0)."""
    for name, document, lines in score.reports("reports"):
        spans = split_sentences(document.text)
        wanted = {t for line in lines for t in score.Wanted.of(line).types}
        found: dict[int, int] = {}
        for claim in reader.read(document).claims:
            for e in claim.evidence:
                for i, (a, b) in enumerate(spans):
                    if a < e.end and e.start < b:
                        found[i] = max(found.get(i, 0), int(claim.type in wanted))
        for i, (a, b) in enumerate(spans):
            if i in found or not lines:
                yield _row(
                    document.text[a:b],
                    found.get(i, 0),
                    name,
                    "reports",
                    _around(document.text, spans, i, document.title),
                )


def _ordinary() -> Iterator[Row]:
    data = tomllib.loads((ROOT / "tests" / "corpus" / "ordinary.toml").read_text("utf-8"))
    for lot, reports in data.items():
        for n, report in enumerate(reports):
            text, spans = report["text"], split_sentences(report["text"])
            for i, (a, b) in enumerate(spans):
                yield _row(
                    text[a:b], 0, f"ordinary:{lot}:{n}", f"ordinary_{lot}", _around(text, spans, i, report["title"])
                )


def _ledger(folder: Path) -> Iterator[Row]:
    claims: dict[str, list[tuple[int, int]]] = {}
    for line in (folder / "claims.jsonl").read_text("utf-8").splitlines():
        claim = json.loads(line)
        claims.setdefault(claim["document"], []).extend((e["start"], e["end"]) for e in claim["evidence"])
    for line in (folder / "docs.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        text, spans = document["text"], split_sentences(document["text"])
        for i, (a, b) in enumerate(spans):
            if any(s < b and a < e for s, e in claims.get(document["id"], ())):
                yield _row(text[a:b], 1, document["id"], "ledger", _around(text, spans, i, document.get("title")))


def _plover(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            if record["event"] in ("ASSAULT", "PROTEST", "COERCE", "DEMAND", "ACCUSE", "THREATEN"):
                yield _row(record["text"], 1, record["id"], "plover")


def web_documents(path: Path) -> dict[str, list[str]]:
    """Sentences of the reviews, answers and mails of EWT by document."""
    documents: dict[str, list[str]] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        head = _HEAD.match(line)
        if head:
            name = head[1]
        elif line.startswith("# text = ") and name.startswith(_GENRES):
            documents.setdefault(name, []).append(line[9:])
    return documents


def _web(path: Path, reader: Reader) -> Iterator[Row]:
    easy = []
    for name, sentences in web_documents(path).items():
        text, starts = "", []
        for s in sentences:
            starts.append(len(text))
            text += s + "\n"
        claims = reader.read(Document(text=text, kind="news", published="2012-05-05")).claims if text.strip() else ()
        hit = {
            i
            for c in claims
            for e in c.evidence
            for i, at in enumerate(starts)
            if at <= e.start < at + len(sentences[i]) + 1
        }
        for i, s in enumerate(sentences):
            around = " ".join(sentences[k] for k in (i - 1, i + 1) if 0 <= k < len(sentences))
            row = _row(s, 0, name, "web", around)
            if i in hit:
                yield row
            elif len(s) > 25:
                easy.append(row)
    yield from random.Random(5).sample(easy, _EASY)


def main() -> None:
    with Path(sys.argv[2]).open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
