"""Score the reader on the sample reports: ``python tests/corpus/score.py`` prints the figures and every difference."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.model import Claim
from onrecord.reading import Reader
from onrecord.sources import open_inputs

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"


@dataclass(frozen=True)
class Wanted:
    types: tuple[str, ...]
    day: str | None = None
    killed: str | None = None
    injured: str | None = None

    @classmethod
    def of(cls, line: str) -> "Wanted":
        parts = line.split()
        values = [None if p == "-" else p for p in parts[1:]]
        return cls(tuple(parts[0].split("|")), *values)


@dataclass
class Score:
    right: int = 0
    wanted: int = 0
    found: int = 0
    days: list[bool] = field(default_factory=list)
    tolls: list[bool] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.wanted)
        return {
            "claims_f1": 2 * precision * recall / max(1e-9, precision + recall),
            "typed_precision": precision,
            "typed_recall": recall,
            "days": sum(self.days) / max(1, len(self.days)),
            "tolls": sum(self.tolls) / max(1, len(self.tolls)),
        }


def expected() -> tuple[dict[str, list[Wanted]], dict[str, float]]:
    data = tomllib.loads((HERE / "expected.toml").read_text("utf-8"))
    return {k: [Wanted.of(line) for line in v] for k, v in data["documents"].items()}, data["floors"]


def corpus_hash() -> str:
    """Of the reports and of what is expected of them, not of the floors."""
    files = sorted(p for p in EXAMPLES.rglob("*") if p.is_file() and p.name != "README.md")
    body = b"".join(p.relative_to(EXAMPLES).as_posix().encode() + p.read_bytes() for p in files)
    wanted = (HERE / "expected.toml").read_text("utf-8").split("[floors]")[0].encode()
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


def read_all() -> Iterator[tuple[str, tuple[Claim, ...]]]:
    reader = Reader()
    for item in open_inputs([str(EXAMPLES)]):
        if item.document is not None and not item.subject.endswith("README.md"):
            yield str(Path(item.subject).relative_to(EXAMPLES)), reader.read(item.document).claims


def score() -> Score:
    wanted_of, _ = expected()
    total = Score()
    for name, claims in read_all():
        wanted = wanted_of[name]
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
            w, c = wanted[-i], claims[-j]
            total.right += 1
            if c.kind == "incident":
                total.days.append(day(c) == w.day)
                total.tolls.append(toll(c, "killed") == w.killed and toll(c, "injured") == w.injured)
                if not (total.days[-1] and total.tolls[-1]):
                    got = f"{day(c)} {toll(c, 'killed')} {toll(c, 'injured')}"
                    total.lines.append(f"{name}: {c.type} wanted {w.day} {w.killed} {w.injured}, got {got}")
        total.lines += [f"{name}: missing {'|'.join(w.types)}" for i, w in enumerate(wanted) if i not in used_w]
        total.lines += [
            f"{name}: too many {c.type}: {c.evidence[0].exact[:70]}" for j, c in enumerate(claims) if j not in used_c
        ]
    return total


if __name__ == "__main__":
    result = score()
    print("\n".join(result.lines))
    print(corpus_hash(), {k: round(v, 3) for k, v in result.figures().items()})
