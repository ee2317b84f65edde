"""Which incidents of the document a demand or a response concerns."""

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from onrecord.model import Claim
from onrecord.vocab import load

__all__ = ["incidents_meant", "points_back"]

_TIE = 0.5
"""What must speak for an incident at least: told far before, in other words and of other places, it is another matter."""
_WORD = re.compile(r"[A-Za-z][\w’'-]{3,}")


class _About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    families: dict[str, tuple[str, ...]]
    plural: tuple[str, ...]
    stop: frozenset[str]
    pointing: tuple[str, ...]


@cache
def _data() -> _About:
    found: _About = load("about.toml", _About)
    return found


@cache
def points_back() -> re.Pattern[str]:
    """Phrases that speak of an act told before ("such incidents", "those involved")."""
    return re.compile(r"\b(?:" + "|".join(re.escape(p) for p in _data().pointing) + r")\b", re.IGNORECASE)


def incidents_meant(
    code: str, words: str, start: int, incidents: Sequence[Claim], paragraph: tuple[int, int]
) -> tuple[str, ...]:
    """Ids of the incident claims that ``words`` at ``start`` concern; empty where the text leaves it open.

    A claim fits by its type; of those that fit, the one that shares a name of place or person with the words, stands in
    the same paragraph, or was told last before them.
    """
    fitting = [c for c in incidents if _fits(code, c) and c.modality in ("actual", "alleged", "denied")]
    if not fitting:
        return ()
    ours = {w.lower() for w in _words(words)} - _data().stop
    names = {w for w in _words(words) if w[0].isupper()}
    plural = any(w in ours for w in _data().plural)
    scored = sorted(
        ((_score(c, ours, names, start, paragraph, plural), -n, c) for n, c in enumerate(fitting)),
        key=lambda s: (s[0], s[1]),
    )
    best = scored[-1]
    if best[0] < _TIE:
        return ()
    same = [c for score, _, c in scored if c is best[2] or (score >= best[0] - 0.5 and _alike(c, best[2]))]
    return tuple(c.id for c in sorted(same, key=lambda c: c.evidence[0].start))


def _words(text: str) -> list[str]:
    """The longer words of a text, without the possessive: "Ahmad's killers" are sought where Ahmad was killed."""
    return [_POSSESSIVE.sub("", w) for w in _WORD.findall(text)]


_POSSESSIVE = re.compile(r"['’]s?$")


def _fits(code: str, claim: Claim) -> bool:
    patterns = _data().families.get(code, ())
    return any(claim.type == p or (p.endswith("*") and claim.type.startswith(p[:-1])) for p in patterns)


def _score(
    claim: Claim, ours: set[str], names: set[str], start: int, paragraph: tuple[int, int], plural: bool
) -> float:
    score = 0.0
    where = {w for p in claim.where for w in _words(f"{p.exact} {p.name}")}
    harmed = {w for a in claim.actors if a.role in ("victim", "target") for w in _words(a.name or "") if w[0].isupper()}
    evidence = " ".join(e.exact for e in claim.evidence)
    if names & (where | harmed):
        score += 4
    elif names & set(_words(evidence)):
        score += 2
    theirs = {w.lower() for w in _words(evidence)} - _data().stop
    score += min(2.0, 0.5 * len(ours & theirs))
    first = min(e.start for e in claim.evidence)
    if paragraph[0] <= first < paragraph[1]:
        score += 1.5
    last = max((e.start for e in claim.evidence if e.start <= start), default=None)
    score += 1.0 / (1 + (start - last) / 300) if last is not None else -1.0
    if first == min(e.start for e in claim.evidence) and first < 400:
        score += 0.5
    if plural and claim.link == "aggregate":
        score += 1
    return score


def _alike(a: Claim, b: Claim) -> bool:
    """Claims of one event: other figures or speakers for the same act and place."""
    if a.type != b.type or a.link != b.link:
        return False
    if not a.where or not b.where:
        return a.when == b.when
    return a.where[0].name == b.where[0].name and (a.when == b.when or a.when is None or b.when is None)
