"""Status of an incident: what its independent sources, rival accounts, admissions and judgements make of it."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from onrecord.linking.copies import Brief
from onrecord.linking.decisions import Decisions, founding_claim
from onrecord.linking.features import day_of
from onrecord.linking.settings import compat
from onrecord.linking.tolls import figures
from onrecord.linking.words import fold
from onrecord.model import Claim, Status

__all__ = ["rivals", "status_of"]

_AT_ONCE = 6 * 60


def status_of(
    incident: str,
    claims: Sequence[Claim],
    briefs: Mapping[str, Brief],
    publishers: Sequence[str],
    decisions: Decisions,
) -> Status:
    """An analyst's word first; then contested, confirmed, corroborated, single source, in this order."""
    founder = founding_claim(incident)
    told = [c for c in claims if c.kind == "incident"]
    # a rejected account is one voice less, the first one too; the others still tell of it
    if incident in decisions.rejected or all(c.id in decisions.rejected for c in told):
        return "rejected"
    if {incident, founder} & decisions.confirmed:
        return "confirmed"
    if rivals(claims, briefs):
        return "contested"
    if _admitted(claims, briefs):
        return "confirmed"
    return "corroborated" if len(publishers) > 1 else "single_source"


def rivals(claims: Sequence[Claim], briefs: Mapping[str, Brief]) -> list[tuple[str, str]]:
    """Pairs of claims that cannot both be true: rival figures of one time, or a denial of the event."""
    found = []
    told = [c for c in claims if c.kind == "incident"]
    for x, y in combinations([f for f in figures(told, briefs) if f.whole and not f.denied], 2):
        same_time = abs(x.at - y.at) <= _AT_ONCE if x.document != y.document else True
        if x.effect == y.effect and x.claim != y.claim and same_time and x.chain != y.chain and not x.agrees(y):
            # a higher figure an hour later is growth, not a rival
            if x.document == y.document or y.best < x.best:
                found.append((x.claim, y.claim))
    actual = [c for c in told if c.modality != "denied"]
    if actual:
        found += [(actual[0].id, c.id) for c in claims if _denies(c, told, briefs)]
    return found


def _denies(claim: Claim, told: Sequence[Claim], briefs: Mapping[str, Brief]) -> bool:
    """A denial that the event happened, made after it; denying responsibility alone is no rival account."""
    if claim.kind == "incident" and claim.modality == "denied":
        pass
    elif claim.type != "response.denied":
        return False
    text = fold(" ".join(s.exact for s in claim.evidence))
    if any(word in text for word in compat().responsibility_words):
        return False
    days = [day_of(c.when.start) for c in told if c.when and c.when.start]
    brief = briefs.get(claim.document)
    return not (days and brief and brief.published and day_of(brief.published) < min(days))


def _admitted(claims: Sequence[Claim], briefs: Mapping[str, Brief]) -> bool:
    """The responsible party announces, claims or admits it."""
    for claim in claims:
        if claim.type in compat().admits:
            return True
        if claim.kind != "incident":
            continue
        brief = briefs.get(claim.document)
        speakers = {fold(s.name) for s in claim.said_by} or ({fold(brief.publisher)} if brief else set())
        for actor in claim.actors:
            if actor.role not in ("perpetrator", "authority"):
                continue
            if actor.responsibility == "claimed":
                return True
            if actor.name and fold(actor.name) in speakers:
                return True
    return False
