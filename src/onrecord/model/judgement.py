"""Judgements: the only thing people write. Undo is another judgement."""

from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["VERDICTS", "Judgement", "Verdict"]

Verdict = Literal[
    "confirm",
    "reject",
    "correct",
    "merge",
    "split",
    "must_link",
    "cannot_link",
    "rate",
    "redact",
    "note",
    "unsure",
    "undo",
]
VERDICTS: tuple[Verdict, ...] = (
    "confirm", "reject", "correct", "merge", "split", "must_link", "cannot_link",
    "rate", "redact", "note", "unsure", "undo",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person decided about records.

    ``subjects`` are ids of claims, incidents, documents, judgements (for ``undo``) or a publisher's name (for
    ``rate``). ``detail`` holds what the verdict needs: ``{"field": …, "value": …}`` for ``correct``,
    ``{"reliability": "B", "credibility": "2"}`` for ``rate``, ``{"text": …}`` for ``note``, ``{"stay": 2}`` for ``split``: so
    many of the first subjects stay (one without it), and the others go together.
    ``at`` is an ISO 8601 date-time with offset.
    """

    id: str
    verdict: Verdict
    subjects: tuple[str, ...]
    by: str
    at: str
    why: str = ""
    detail: dict[str, Any] = field(default_factory=dict, hash=False)

    def parts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Of a ``split``: the subjects that stay, and those that go."""
        stay = int(self.detail.get("stay", 1))
        return self.subjects[:stay], self.subjects[stay:]
