"""Sentences in our own words, lot by lot: ``python tests/reading/own_words/lots.py [first|second] [KIND] [--misses]``.

A file of a lot holds one kind of thing told. "== type | sentence before" opens a type ("none": nothing of the kind is told; "a|b":
either is right); each line is one report, ``line ## type …`` names what may be told beside it. Every line was written before
anybody looked at what the vocabulary has for it, so that the first reading of a lot tells how far the words of the reader carry.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.model import Claim, Document
from onrecord.reading import Reader

HERE = Path(__file__).parent
PUBLISHED = "2024-03-06"
# which claims of a line count, by file; arrests and charges in answers stand there under a wrong kind
JUDGED = {
    "demands": ("demand.",),
    "responses": ("response.", "arrest", "trial", "raid", "restriction."),
}
_INCIDENT = ("demand.", "response.")


@dataclass(frozen=True)
class Line:
    """One report: the sentence told before, the sentence judged, the types wanted and those allowed beside them."""

    before: str
    text: str
    types: tuple[str, ...]
    beside: tuple[str, ...] = ()

    @property
    def document(self) -> Document:
        text = f"{self.before}\n\n{self.text}" if self.before else self.text
        return Document(text=text, publisher="Daily Wire", published=PUBLISHED, kind="news")


@dataclass
class Tally:
    """Lines of a type, those found, and claims of the type that stand where nothing of it is told."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return sum(self.found.values()) / max(1, sum(self.wanted.values()))

    @property
    def precision(self) -> float:
        right = sum(self.found.values())
        return right / max(1, right + sum(self.false.values()))


def lines(lot: str, kind: str) -> Iterator[Line]:
    """The lines of one file of a lot."""
    types: tuple[str, ...] = ()
    before = ""
    for row in (HERE / lot / f"{kind}.txt").read_text("utf-8").splitlines():
        if row.startswith("== "):
            head, _, before = row[3:].partition(" | ")
            types = tuple(t for t in head.strip().split("|") if t != "none")
        elif row and not row.startswith("#"):
            text, _, beside = row.partition(" ## ")
            yield Line(before, text, types, tuple(beside.split()))


def judge(reader: Reader, lot: str, kind: str) -> Tally:
    """What the reader makes of the lines of one file."""
    tally = Tally()
    for line in lines(lot, kind):
        told = [c for c in reader.read(line.document).claims if _counts(c, line, kind)]
        types = {c.type for c in told}
        if line.types:
            tally.wanted[line.types[0]] += 1
            if types & set(line.types):
                tally.found[line.types[0]] += 1
            else:
                tally.notes.append(
                    f"missing {'|'.join(line.types)} (got {', '.join(sorted(types)) or 'nothing'}): {line.text}"
                )
        for extra in sorted(types - set(line.types) - set(line.beside)):
            tally.false[extra] += 1
            if types & set(line.types) or not line.types:
                tally.notes.append(f"too many {extra}: {line.text}")
    return tally


def _counts(claim: Claim, line: Line, kind: str) -> bool:
    inside = any(e.end > line.document.text.rindex(line.text) for e in claim.evidence)
    if kind in JUDGED:
        return inside and claim.type.startswith(JUDGED[kind])
    return inside and not claim.type.startswith(_INCIDENT)


def kinds(lot: str) -> list[str]:
    """The files of a lot."""
    return sorted(p.stem for p in (HERE / lot).glob("*.txt"))


def main() -> None:
    """Print recall and precision by type, and with ``--misses`` every difference."""
    named = [a for a in sys.argv[1:] if not a.startswith("--")]
    lots = [a for a in named if (HERE / a).is_dir()] or ["first", "second"]
    wanted = [a for a in named if a not in lots]
    reader = Reader()
    for lot in lots:
        for kind in wanted or kinds(lot):
            tally = judge(reader, lot, kind)
            if "--misses" in sys.argv:
                print("\n".join(tally.notes))
            for code in sorted({*tally.wanted, *tally.false}):
                print(f"{code:28} {tally.found[code]:3}/{tally.wanted[code]:<3} false {tally.false[code]}")
            total = sum(tally.wanted.values())
            print(f"{lot} {kind}: recall {tally.recall:.3f} precision {tally.precision:.3f} n={total}\n")


if __name__ == "__main__":
    main()
