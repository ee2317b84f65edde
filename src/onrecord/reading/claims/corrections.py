"""Figures that a report takes back: "gave the number of dead as 12. The correct figure is 10." tells of ten."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from onrecord.model import Claim, Span, Toll
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.parts import Amount

__all__ = ["corrected"]

_NEAR = 3
"""Characters between the phrase and its figure."""
_REACH = 200
"""Characters back to the figure that is taken back; a new paragraph ends it."""


def corrected(analysis: Analysis, claims: Sequence[Claim]) -> list[Claim]:
    """The claims with the figures that stand. A claim that was corrected has no id yet and cites both sentences."""
    found = list(claims)
    for phrase in _phrases().finditer(analysis.text):
        figure = next((a for a in analysis.amounts if 0 <= a.start - phrase.end() <= _NEAR), None)
        if figure is None:
            continue
        at = _taken_back(analysis.text, found, phrase.start())
        if at is not None:
            found[at] = _with(analysis, found[at], figure)
    return found


def _taken_back(text: str, claims: Sequence[Claim], before: int) -> int | None:
    """The claim with the one figure told last before the phrase; nothing where it could be one of several."""
    near = [
        (toll.start, i)
        for i, claim in enumerate(claims)
        for toll in claim.tolls
        if claim.kind == "incident" and 0 <= before - toll.end <= _REACH and "\n\n" not in text[toll.end : before]
    ]
    if not near:
        return None
    _, at = max(near)
    return at if len(_told(claims[at], before)) == 1 else None


def _told(claim: Claim, before: int) -> list[Toll]:
    return [t for t in claim.tolls if t.end <= before]


def _with(analysis: Analysis, claim: Claim, figure: Amount) -> Claim:
    old = _told(claim, figure.start)[0]
    span = Span.cut(analysis.text, figure.start, figure.end)
    toll: Toll = replace(old, low=figure.low, high=figure.high, start=span.start, end=span.end, exact=span.exact)
    sentence = analysis.sentences[analysis.sentence_at(figure.start)]
    cited = Span.cut(analysis.text, sentence.start, sentence.end)
    evidence = claim.evidence if cited in claim.evidence else (*claim.evidence, cited)
    tolls = sorted((toll, *(t for t in claim.tolls if t is not old)), key=lambda t: t.start)
    return replace(claim, id="", tolls=tuple(tolls), evidence=evidence)


@cache
def _phrases() -> re.Pattern[str]:
    """The phrases that bring in the figure that stands."""
    return re.compile(r"\b(?:" + "|".join(re.escape(p) for p in context().correcting) + r")\b", re.IGNORECASE)
