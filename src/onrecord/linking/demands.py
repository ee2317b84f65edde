"""Demands of an incident and the later responses, in any document, that do at least part of what was asked."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from onrecord.linking.copies import Brief
from onrecord.linking.features import day_of, days_of, minute_of
from onrecord.linking.settings import compat
from onrecord.linking.within import place_in_text
from onrecord.linking.words import fold
from onrecord.model import AnsweredDemand, Claim

__all__ = ["OpenDemand", "answer", "open_demands"]

_REFUSED = ("denied", "planned", "feared", "conditional")


class OpenDemand(msgspec.Struct, frozen=True, kw_only=True):
    """A demand that nothing answered, and how many days it has waited."""

    claim: str
    incident: str | None
    since: str
    days: int


def answer(claims: Sequence[Claim], briefs: Mapping[str, Brief]) -> tuple[AnsweredDemand, ...]:
    """The incident's demands in the order they were made, each with the responses that answer it."""
    demands = [c for c in claims if c.kind == "demand"]
    responses = [c for c in claims if c.kind == "response" and c.modality not in _REFUSED]
    demands.sort(key=lambda c: (_told(c, briefs), place_in_text(c)))
    responses.sort(key=lambda c: (_told(c, briefs), place_in_text(c)))
    days = [days_of(c.when)[0] for c in claims if c.kind == "incident"]
    began = min((d for d in days if d), default=0)
    return tuple(
        AnsweredDemand(id=d.id, answered_by=tuple(r.id for r in responses if _answers(d, r, began, briefs)))
        for d in demands
    )


def _answers(demand: Claim, response: Claim, began: int, briefs: Mapping[str, Brief]) -> bool:
    """Whether the response does at least part of what was asked, after it was asked.

    Days decide, not minutes: a paper's morning edition tells of the evening before. What was asked before the event
    (``began``) is not answered by what followed it.
    """
    if response.type not in compat().answers.get(demand.type, ()) or not _as_asked(demand, response):
        return False
    if response.action is not None and not compat().going_on.isdisjoint(fold(response.action.exact).split()):
        return False
    asked = _day(demand, briefs)
    if asked and began and asked < began:
        return False
    if response.document == demand.document:
        # one report tells the question before the answer, whatever day it went to press, or both in one breath
        return place_in_text(response) > place_in_text(demand) or _just_before(response, demand)
    acted = day_of(response.when.end) if response.when and response.when.end else 0
    return (acted or _day(response, briefs)) >= asked


def _just_before(response: Claim, demand: Claim) -> bool:
    """Whether the sentence before the demand, in its paragraph, tells the response: the act and the call for it side by side."""
    gap = place_in_text(demand)[0] - max(s.end for s in response.evidence)
    return 0 <= gap < _PARAGRAPH_BREAK


_PARAGRAPH_BREAK = 2
"""Characters between two paragraphs of a document's text."""


def _as_asked(demand: Claim, response: Claim) -> bool:
    """A demand for a judge is not met by a committee: special words of the demand need their like in the response."""
    asked, done = (set(re.findall(r"\w+", _words(c))) for c in (demand, response))
    return all(done & set(group) for group in compat().specifics if asked & set(group))


def _words(claim: Claim) -> str:
    action = claim.action.exact if claim.kind == "demand" and claim.action is not None else None
    return fold(action or " ".join(s.exact for s in claim.evidence))


def _day(claim: Claim, briefs: Mapping[str, Brief]) -> int:
    brief = briefs.get(claim.document)
    return day_of(brief.published) if brief else 0


def _told(claim: Claim, briefs: Mapping[str, Brief]) -> int:
    brief = briefs.get(claim.document)
    return minute_of(brief.published) if brief else 0


def open_demands(
    incidents: Mapping[str, Sequence[AnsweredDemand]],
    claims: Mapping[str, Claim],
    briefs: Mapping[str, Brief],
    today: str,
) -> list[OpenDemand]:
    """Demands that no response answered, the oldest first; ``today`` is an ISO date. Demands in no incident count too."""
    answered = {d.id for held in incidents.values() for d in held if d.answered_by}
    home = {d.id: i for i, held in sorted(incidents.items()) for d in held}
    found = []
    for claim in claims.values():
        brief = briefs.get(claim.document)
        if claim.kind != "demand" or claim.id in answered or brief is None or not brief.published:
            continue
        days = day_of(today) - day_of(brief.published)
        found.append(OpenDemand(claim=claim.id, incident=home.get(claim.id), since=brief.published[:10], days=days))
    return sorted(found, key=lambda d: (-d.days, d.claim))
