"""Sentences with the words in them that tell of acts: ``data.py --texts DIR --sets TRAINING-SETS --out rows.jsonl``.

Runs in the project's environment. A row holds ``words`` and their ``shape``, and either ``labels`` (a type or "O" for each word,
from the marks of ``texts/``) or ``types`` (the sets of types of which one each is told somewhere in the sentence) with ``beside``
(what else may be told, "*" standing for any ending); ``before`` has the words of the sentence before it, where there is one;
``lot`` and ``group`` say where it is from. Sources: ``texts/``, the reports and sentences of ``tests/`` (our own), the ledger set,
as sentences of nothing, reviews, answers and mails of EWT in which no line of a lexicon stands, and those sentences of EWT in
which an older finder had marked something, with the marks that are right (``web.tsv``).
"""

import argparse
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
    str(ROOT / "training"),
]

import lots  # noqa: E402
import score  # noqa: E402
from subject.data import web_documents  # noqa: E402

from onrecord.reading.nlp import split_sentences  # noqa: E402
from onrecord.reading.nlp.casing import is_shouted  # noqa: E402
from onrecord.reading.nlp.shapes import shape_of  # noqa: E402
from onrecord.reading.nlp.words import tokenize  # noqa: E402
from onrecord.reading.worth import worth_of  # noqa: E402

MARK = re.compile(r"\[\[([^|\]]+)(?:\|([^\]]+))?\]\]")
NONE = "O"
WHOLE = "# whole reports, a sentence a line"
"""The first line of a file whose lines follow one another; elsewhere each stands alone."""
_EASY = 1500
_WEB = re.compile(r"# sent_id = (\S+)\n(?:#.*\n)*?# text = (.*)")
Row = dict[str, Any]
Mark = tuple[int, int, str]


def marked(line: str, default: str = "none") -> tuple[str, list[Mark]]:
    """The text of a marked line, and the marks as spans of it with their types."""
    text, spans, at = "", [], 0
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        kind = mark[2] or default
        if kind != "none":
            spans.append((len(text), len(text) + len(mark[1]), kind))
        text += mark[1]
        at = mark.end()
    return text + line[at:], spans


def _words(words: list[str]) -> Row:
    shouted = is_shouted(words)
    return {"words": words, "shape": [shape_of(w, i, shouted) for i, w in enumerate(words)]}


def labelled(line: str, default: str, lot: str, group: str, before: list[str]) -> Iterator[Row]:
    """A row for each sentence of a marked line; ``before`` are the words of the sentence before it."""
    text, marks = marked(line, default)
    for span in split_sentences(text):
        row = {**_labelled(text, span, marks, before), "lot": lot, "group": group}
        yield row
        before = row["words"]


def _labelled(text: str, span: tuple[int, int], marks: list[Mark], before: list[str]) -> Row:
    """The words of one sentence, each with the type of the mark that it stands in."""
    words = tokenize(text, *span)
    labels = [next((kind for start, end, kind in marks if s < end and start < e), NONE) for s, e in words]
    return {**_words([text[s:e] for s, e in words]), "before": before, "labels": labels}


def from_texts(folder: Path, lot: str) -> Iterator[Row]:
    for path in sorted(folder.glob("*.txt")):
        default, before = "none", list[str]()
        lines = path.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            if re.fullmatch(r"\[[a-z_.]+\]", line):
                default = line[1:-1]
            elif line and not line.startswith("#"):
                for row in labelled(line, default, lot, f"{path.stem}:{number}", before):
                    before = row["words"] if lines[0] == WHOLE else []
                    yield row


def _told(text: str, wanted: list[list[str]], beside: list[str], lot: str, group: str, before: str = "") -> Row:
    words = _said(text)
    told = {"types": wanted, "beside": beside} if wanted or beside else {"labels": [NONE] * len(words)}
    return {**_words(words), "before": _said(before), **told, "lot": lot, "group": group}


def _said(text: str) -> list[str]:
    return [text[s:e] for a, b in split_sentences(text) for s, e in tokenize(text, a, b)]


def _pairs(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Each sentence, and the words of the one before it."""
    before = ""
    for a, b in split_sentences(text):
        yield (a, b), before
        before = text[a:b]


def from_sentences() -> Iterator[Row]:
    """The lots of single sentences."""
    for lot in ("first", "second"):
        for kind in lots.kinds(lot):
            for n, line in enumerate(lots.lines(lot, kind)):
                yield _told(
                    line.text, [list(line.types)] if line.types else [], ["*"], f"own_{lot}", f"{lot}:{kind}:{n}"
                )


def from_ordinary() -> Iterator[Row]:
    data = tomllib.loads((ROOT / "tests" / "corpus" / "ordinary.toml").read_text("utf-8"))
    for n, report in enumerate(data["first"]):
        for (a, b), before in _pairs(report["text"]):
            yield _told(report["text"][a:b], [], [], "ordinary", f"ordinary:{n}", before)


def from_nothing_reports() -> Iterator[Row]:
    for name, document, lines in score.reports("reports"):
        if not lines:
            for (a, b), before in _pairs(document.text):
                yield _told(document.text[a:b], [], [], "reports", name, before)


def from_ledger(folder: Path) -> Iterator[Row]:
    claims: dict[str, list[dict[str, Any]]] = {}
    for line in (folder / "claims.jsonl").read_text("utf-8").splitlines():
        claim = json.loads(line)
        claims.setdefault(claim["document"], []).append(claim)
    for line in (folder / "docs.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        text = document["text"]
        for (a, b), before in _pairs(text):
            own = [
                c for c in claims.get(document["id"], ()) if any(e["start"] < b and a < e["end"] for e in c["evidence"])
            ]
            first = [c for c in own if len(c["evidence"]) == 1]
            wanted = [sorted({c["type"], *c.get("also", ())}) for c in first]
            beside = [t for c in own for t in (c["type"], *c.get("also", ()))]
            yield _told(text[a:b], wanted, ["*"] if own else beside, "ledger", document["id"], before)


def from_web(sets: Path) -> Iterator[Row]:
    """Sentences of nothing: web text in which no line of a lexicon stands."""
    easy = []
    for name, sentences in web_documents(sets / "ewt" / "train.conllu").items():
        easy += [(s, name) for s in sentences if not worth_of(s, [(0, len(s))])[0].any]
    for text, name in random.Random(5).sample(easy, _EASY):
        yield _told(text, [], [], "web", name)


def from_looked_at(sets: Path, marks: Path) -> Iterator[Row]:
    """Sentences of web text in which an older finder marked something, as we marked them after it (mostly nothing)."""
    texts = dict(_WEB.findall((sets / "ewt" / "train.conllu").read_text("utf-8")))
    for line in marks.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, told = line.split("\t")
        spans = [(int(a), int(b), kind) for a, b, kind in (re.split("[-:]", mark) for mark in told.split())]
        for span in split_sentences(texts[name]):
            yield {**_labelled(texts[name], span, spans, []), "lot": "web_marks", "group": name}


def rows(texts: Path, sets: Path) -> Iterator[Row]:
    yield from from_texts(texts, "texts")
    yield from from_texts(ROOT / "tests" / "corpus" / "wordings", "wordings")
    yield from from_sentences()
    yield from from_ordinary()
    yield from from_nothing_reports()
    yield from from_ledger(sets.parent / "ledger")
    yield from from_web(sets)
    yield from from_looked_at(sets, Path(__file__).parent / "web.tsv")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--texts", type=Path, default=Path(__file__).parent / "texts")
    p.add_argument("--sets", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    with args.out.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(args.texts, args.sets))


if __name__ == "__main__":
    main()
