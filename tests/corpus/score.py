"""Score the reader on reports of our own: ``python tests/corpus/score.py [examples|reports|heldout|heldout2|…|heldout7]`` prints
figures and differences.

``examples``: the sample reports of the project, annotated in expected.toml. ``reports``: reports/*.toml, a file a region, each
report with the claims that an analyst writes down of it; written and annotated before any reader saw them. ``heldout``
to ``heldout7``: the same in folders of their name, on which nobody mends the reader: differences only with ``--differences``.
"""

import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.model import Claim, Document
from onrecord.reading import Reader
from onrecord.sources import open_inputs

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
HELD = ("heldout", "heldout2", "heldout3", "heldout4", "heldout5", "heldout6", "heldout7")
REPORTS = {name: HERE / name for name in ("reports", *HELD)}
CORPORA = ("examples", *REPORTS)


@dataclass(frozen=True)
class Wanted:
    """A claim that is expected: "type day killed injured @Place"; the place only where it is told and annotated."""

    types: tuple[str, ...]
    day: str | None = None
    killed: str | None = None
    injured: str | None = None
    place: str | None = None

    @classmethod
    def of(cls, line: str) -> "Wanted":
        told, _, place = line.partition(" @")
        parts = told.split()
        values = [None if p == "-" else p for p in (*parts[1:], "-", "-", "-")][:3]
        return cls(tuple(parts[0].split("|")), *values, place=place or None)


@dataclass
class Score:
    right: int = 0
    wanted: int = 0
    found: int = 0
    days: list[bool] = field(default_factory=list)
    tolls: list[bool] = field(default_factory=list)
    places: list[bool] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.wanted)
        return {
            "claims_f1": 2 * precision * recall / max(1e-9, precision + recall),
            "typed_precision": precision,
            "typed_recall": recall,
            "days": sum(self.days) / max(1, len(self.days)),
            "tolls": sum(self.tolls) / max(1, len(self.tolls)),
            **({"places": sum(self.places) / len(self.places)} if self.places else {}),
        }


def floors(corpus: str) -> dict[str, float]:
    return tomllib.loads((HERE / "expected.toml").read_text("utf-8"))["floors"][corpus]


def reports(corpus: str) -> Iterator[tuple[str, Document, list[str]]]:
    """Every report of a folder: its name, itself, the lines of the claims expected."""
    for path in sorted(REPORTS[corpus].glob("*.toml")):
        for number, one in enumerate(tomllib.loads(path.read_text("utf-8"))["report"], 1):
            fields = {name: one[name] for name in ("title", "publisher", "published", "kind") if name in one}
            yield f"{path.stem}:{number}", Document(text=one["text"].strip(), **fields), one["claims"]


def expected(corpus: str) -> dict[str, list[Wanted]]:
    if corpus in REPORTS:
        return {name: [Wanted.of(line) for line in lines] for name, _, lines in reports(corpus)}
    data = tomllib.loads((HERE / "expected.toml").read_text("utf-8"))
    return {name: [Wanted.of(line) for line in lines] for name, lines in data["documents"].items()}


def corpus_hash(corpus: str) -> str:
    """Of the reports and of what is expected of them, not of the floors."""
    if corpus in REPORTS:
        return hashlib.sha256(b"".join(p.read_bytes() for p in sorted(REPORTS[corpus].glob("*.toml")))).hexdigest()[:16]
    files = sorted(p for p in EXAMPLES.rglob("*") if p.is_file() and p.name != "README.md")
    body = b"".join(p.relative_to(EXAMPLES).as_posix().encode() + p.read_bytes() for p in files)
    wanted = (HERE / "expected.toml").read_text("utf-8").split("[floors")[0].encode()
    return hashlib.sha256(body + wanted).hexdigest()[:16]


def toll(claim: Claim, effect: str) -> str | None:
    told = [t for t in claim.tolls if t.effect == effect and not t.part_of and t.who != "attacker"]
    if not told:
        return None
    low = sum(t.low for t in told)
    return f"{low}+" if any(t.high is None for t in told) else str(low)


def day(claim: Claim) -> str | None:
    return claim.when.start[:10] if claim.when and claim.when.start else None


def fit(claim: Claim, wanted: Wanted) -> int:
    """How well a claim fits: 0 where the type differs, more for the day and each figure."""
    if claim.type not in wanted.types:
        return 0
    agree = (
        (day(claim) == wanted.day)
        + (toll(claim, "killed") == wanted.killed)
        + (toll(claim, "injured") == wanted.injured)
    )
    return 1 + agree


def at_place(claim: Claim, wanted: str) -> bool:
    """Whether the claim's first place is the one wanted: "Depayin township" is Depayin, "southern Goma" and "GOMA" are Goma."""
    told = claim.where[0] if claim.where else None
    return told is not None and (
        wanted.lower() == told.name.lower()
        or re.search(rf"\b{re.escape(wanted)}\b", told.exact, re.IGNORECASE) is not None
    )


def read_all(corpus: str) -> Iterator[tuple[str, tuple[Claim, ...]]]:
    reader = Reader()
    if corpus in REPORTS:
        yield from ((name, reader.read(document).claims) for name, document, _ in reports(corpus))
        return
    for item in open_inputs([str(EXAMPLES)]):
        if item.document is not None and not item.subject.endswith("README.md"):
            yield str(Path(item.subject).relative_to(EXAMPLES)), reader.read(item.document).claims


def score(corpus: str) -> Score:
    wanted_of = expected(corpus)
    total = Score()
    for name, claims in read_all(corpus):
        add(total, name, wanted_of[name], claims)
    return total


def add(total: Score, name: str, wanted: list[Wanted], claims: tuple[Claim, ...]) -> None:
    total.wanted += len(wanted)
    total.found += len(claims)
    pairs = sorted(((fit(c, w), -i, -j) for i, w in enumerate(wanted) for j, c in enumerate(claims)), reverse=True)
    used_w: set[int] = set()
    used_c: set[int] = set()
    for points, i, j in pairs:
        if points == 0 or -i in used_w or -j in used_c:
            continue
        used_w.add(-i)
        used_c.add(-j)
        total.right += 1
        if claims[-j].kind == "incident":
            compare(total, name, wanted[-i], claims[-j])
    total.lines += [f"{name}: missing {'|'.join(w.types)}" for i, w in enumerate(wanted) if i not in used_w]
    total.lines += [
        f"{name}: too many {c.type}: {c.evidence[0].exact[:70]}" for j, c in enumerate(claims) if j not in used_c
    ]


def compare(total: Score, name: str, w: Wanted, c: Claim) -> None:
    total.days.append(day(c) == w.day)
    total.tolls.append(toll(c, "killed") == w.killed and toll(c, "injured") == w.injured)
    if not (total.days[-1] and total.tolls[-1]):
        got = f"{day(c)} {toll(c, 'killed')} {toll(c, 'injured')}"
        total.lines.append(f"{name}: {c.type} wanted {w.day} {w.killed} {w.injured}, got {got}")
    if w.place is not None:
        total.places.append(at_place(c, w.place))
        if not total.places[-1]:
            got = c.where[0].exact if c.where else None
            total.lines.append(f"{name}: {c.type} wanted at {w.place}, got {got}")


if __name__ == "__main__":
    named = [a for a in sys.argv[1:] if not a.startswith("--")]
    for chosen in named or CORPORA:
        result = score(chosen)
        if chosen not in HELD or "--differences" in sys.argv:
            print("\n".join(result.lines))
        print(chosen, corpus_hash(chosen), {k: round(v, 3) for k, v in result.figures().items()})
