"""Judgements as linking reads them: what must and must not be one incident, who is rated how, what is confirmed.

An incident is named by its founding claim (``inc-`` or ``agg-`` and the claim's id), so a judgement about an incident is
a judgement about that claim, and stays true when the incident grows.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

import msgspec

from onrecord.model import Judgement

__all__ = ["Decisions", "Rating", "decide", "founding_claim"]


class Rating(msgspec.Struct, frozen=True, order=True):
    """Admiralty code: reliability A to F of the source, credibility 1 to 6 of what it says; F and 6: cannot be judged."""

    reliability: str = "F"
    credibility: str = "6"


class Decisions(msgspec.Struct, frozen=True, kw_only=True):
    """``must`` and ``cannot`` are pairs of claim ids; the sets hold claim ids; ``ratings`` go by publisher or id."""

    must: frozenset[tuple[str, str]] = frozenset()
    cannot: frozenset[tuple[str, str]] = frozenset()
    confirmed: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    ratings: dict[str, Rating] = {}


def founding_claim(subject: str) -> str:
    """The claim that an incident's id names; other ids are given back as they are."""
    return subject[4:] if subject.startswith(("inc-", "agg-")) else subject


def decide(judgements: Iterable[Judgement]) -> Decisions:
    """The standing decisions: the latest word on each question counts, an undone judgement is as if never made."""
    ordered = sorted(judgements, key=lambda j: (j.at, j.id))
    undone = _undone(ordered)
    links: dict[tuple[str, str], bool | None] = {}
    verdicts: dict[str, str] = {}
    ratings: dict[str, Rating] = {}
    for judgement in ordered:
        if judgement.id in undone:
            continue
        subjects = [founding_claim(s) for s in judgement.subjects]
        if judgement.verdict in ("merge", "must_link"):
            links |= dict.fromkeys(_pairs(subjects), True)
        elif judgement.verdict == "cannot_link":
            links |= dict.fromkeys(_pairs(subjects), False)
        elif judgement.verdict == "split" and len(subjects) > 1:
            stay, go = ([founding_claim(s) for s in part] for part in judgement.parts())
            links |= {_pair(a, b): False for a in stay for b in go}
            links |= dict.fromkeys(_pairs(go), True)
        elif judgement.verdict == "unsure" and len(subjects) > 1:
            links |= dict.fromkeys(_pairs(subjects), None)
        elif judgement.verdict in ("confirm", "reject", "unsure"):
            verdicts |= dict.fromkeys(judgement.subjects, judgement.verdict)
        elif judgement.verdict == "rate":
            rating = Rating(
                str(judgement.detail.get("reliability", "F")), str(judgement.detail.get("credibility", "6"))
            )
            ratings |= dict.fromkeys(judgement.subjects, rating)
    return Decisions(
        must=frozenset(p for p, v in links.items() if v),
        cannot=frozenset(p for p, v in links.items() if v is False),
        confirmed=frozenset(s for s, v in verdicts.items() if v == "confirm"),
        rejected=frozenset(s for s, v in verdicts.items() if v == "reject"),
        ratings=ratings,
    )


def _undone(ordered: Sequence[Judgement]) -> set[str]:
    """Ids of undone judgements; an undo can itself be undone."""
    undone: set[str] = set()
    for judgement in reversed(ordered):
        if judgement.verdict == "undo" and judgement.id not in undone:
            undone.update(judgement.subjects)
    return undone


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _pairs(subjects: Sequence[str]) -> list[tuple[str, str]]:
    return [_pair(a, b) for a, b in combinations(subjects, 2) if a != b]
