"""Arrests, charges and verdicts over a deed are answers to it; those of opponents, protesters and the press are incidents."""

from collections.abc import Sequence

from onrecord.model import Claim
from onrecord.reading.demands.lexicon import outcome, suspects

__all__ = ["told_twice"]

_ANSWERS = {"arrest": ("response.arrest",), "trial": ("response.case", "response.conviction")}


def told_twice(incidents: Sequence[Claim], responses: Sequence[Claim]) -> tuple[set[str], set[str]]:
    """Ids of incidents that a response tells better, and of responses that an incident tells better.

    Both stand on the same words. Whoever is held or tried as an opponent, a protester, a reporter makes it an incident.
    """
    incident_ids: set[str] = set()
    response_ids: set[str] = set()
    for told in incidents:
        for answer in responses:
            if answer.type not in _ANSWERS.get(told.type, ()) or not _same_words(told, answer):
                continue
            # without a crime told that it answers, an arrest stands for itself; so does one at a protest or a riot
            deeds = {c.type for c in incidents if c.id in answer.about}
            incident = not any(_crime(code) for code in deeds) or _civic(told, answer) or not _tied(answer)
            (response_ids if incident else incident_ids).add(answer.id if incident else told.id)
    return incident_ids, response_ids


def _tied(answer: Claim) -> bool:
    words = set(answer.action.exact.lower().split()) if answer.action else set()
    return answer.type != "response.arrest" or bool(words & (suspects() | outcome().tying))


def _crime(code: str) -> bool:
    return code.startswith("attack.") or code in outcome().crimes


def _civic(told: Claim, answer: Claim) -> bool:
    words = {w for e in told.evidence for w in e.exact.lower().split()}
    held = any(a.role == "victim" and a.category in outcome().civic for a in told.actors)
    return held or bool(words & outcome().civic_words)


def _same_words(told: Claim, answer: Claim) -> bool:
    action = answer.action
    return action is not None and any(e.start <= action.start and action.end <= e.end for e in told.evidence)
