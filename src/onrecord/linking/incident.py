"""From the claims of one cluster to one Incident: kind, date, place, actors, toll, status, sources, demands."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from onrecord.linking.copies import Brief, independent
from onrecord.linking.decisions import Decisions
from onrecord.linking.demands import answer
from onrecord.linking.features import days_of, fold_place, minute_of
from onrecord.linking.settings import compat, settings
from onrecord.linking.status import status_of
from onrecord.linking.tolls import assess
from onrecord.linking.within import place_in_text
from onrecord.linking.words import fold
from onrecord.model import (
    Claim,
    Incident,
    IncidentActor,
    IncidentDocument,
    IncidentPlace,
    Rule,
    When,
)

__all__ = ["Member", "build", "founder", "incident_id"]


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One account as the assembler needs it: all its claims, its document, whether the document is mostly about it."""

    brief: Brief
    claims: tuple[Claim, ...]
    main: bool


def founder(members: Iterable[Member]) -> Claim:
    """The earliest appended incident claim: by the document's sequence, then its place in the text."""
    told = [(m.brief.sequence, place_in_text(c), c) for m in members for c in m.claims if c.kind == "incident"]
    return min(told, key=lambda t: t[:2])[2]


def incident_id(members: Sequence[Member]) -> str:
    """``inc-`` (single) or ``agg-`` and the id of the founding claim."""
    claim = founder(members)
    return f"{'agg' if claim.link == 'aggregate' else 'inc'}-{claim.id}"


def build(
    members: Sequence[Member], rule: Rule, decisions: Decisions, covers: Sequence[str] = (), id_: str | None = None
) -> Incident | None:
    """The incident of these accounts; None where every claim is rejected, or none tells of something that took place.

    A planned, feared or conditional claim belongs to an incident only beside one that the event took place.
    """
    ordered = sorted(members, key=lambda m: (minute_of(m.brief.published), m.brief.sequence, m.brief.id))
    claims = [c for m in ordered for c in sorted(m.claims, key=place_in_text)]
    told = [c for c in claims if c.kind == "incident"]
    firm = [c for c in told if c.modality not in ("planned", "feared", "conditional")]
    if not firm:
        return None
    standing = [c for c in firm if c.id not in decisions.rejected] or firm
    briefs = {m.brief.id: m.brief for m in ordered}
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document, []).append(claim)
    publishers = independent(list(briefs.values()), by_document, settings().copy_similarity)
    name = id_ or incident_id(members)
    published = sorted((minute_of(b.published), b.published) for b in briefs.values() if b.published)
    about = [c for c in claims if c.kind == "incident" or c.id not in decisions.rejected]
    responses = dict.fromkeys(c.id for c in about if c.kind == "response")
    return Incident(
        id=name,
        link="aggregate" if name.startswith("agg-") else "single",
        type=_chief_type(standing),
        status=status_of(name, claims, briefs, publishers, decisions),
        claims=tuple(dict.fromkeys(c.id for c in told)),
        documents=tuple(IncidentDocument(id=d, main=any(m.main for m in ordered if m.brief.id == d)) for d in briefs),
        when=_when(standing),
        where=_where(standing),
        actors=_actors(standing),
        tolls=assess(standing, briefs, rule, decisions),
        covers=tuple(sorted(covers)),
        publishers=tuple(publishers),
        demands=answer(about, briefs),
        responses=tuple(responses),
        first_reported=published[0][1] if published else None,
        last_reported=published[-1][1] if published else None,
    )


def _chief_type(claims: Sequence[Claim]) -> str:
    """What most accounts call it; codes that tell no means give way to ones that do."""
    seen = Counter(c.type for c in claims)
    first = {c.type: i for i, c in reversed(list(enumerate(claims)))}
    return min(seen, key=lambda t: (t in compat().generic, -seen[t], first[t]))


def _when(claims: Sequence[Claim]) -> When | None:
    """The narrowest date that most claims give."""
    dated = [(days_of(c.when), c.when) for c in claims if c.when is not None and c.when.start]
    if not dated:
        return None
    seen = Counter(days for days, _ in dated)
    best = min(seen, key=lambda d: (d[1] - d[0] > 1, -seen[d], d[1] - d[0], d))
    when = min((w for days, w in dated if days == best), key=lambda w: (w.precision == "time", w.start or ""))
    return When(precision=when.precision, start=when.start, end=when.end)


def _where(claims: Sequence[Claim]) -> tuple[IncidentPlace, ...]:
    ranked: dict[tuple[str, str], tuple[int, int, IncidentPlace]] = {}
    for claim in claims:
        for rank, place in enumerate(claim.where):
            key = (fold_place(place.name), place.country or "")
            count, best, known = ranked.get(key, (0, rank, None))
            made = IncidentPlace(
                name=place.name, precision=place.precision, country=place.country, admin1=place.admin1,
                admin2=place.admin2, lat=place.lat, lon=place.lon, geonames=place.geonames,
            )  # fmt: skip
            ranked[key] = (count + 1, min(best, rank), known or made)
    depth = {"exact": 0, "city": 1, "admin2": 2, "admin1": 3, "country": 4}
    found = sorted(
        ranked.values(), key=lambda r: (depth[r[2].precision] > 1, -r[0], r[1], depth[r[2].precision], r[2].name)
    )
    return tuple(p for _, _, p in found[:6])


def _actors(claims: Sequence[Claim]) -> tuple[IncidentActor, ...]:
    found: dict[tuple[str, str, str], tuple[int, IncidentActor]] = {}
    for claim in claims:
        for actor in claim.actors:
            key = (actor.role, actor.category, fold(actor.name or ""))
            count, known = found.get(key, (0, None))
            made = known or IncidentActor(
                role=actor.role, category=actor.category, name=actor.name, responsibility=actor.responsibility
            )
            if made.responsibility is None and actor.responsibility is not None:
                made = IncidentActor(
                    role=made.role, category=made.category, name=made.name, responsibility=actor.responsibility
                )
            found[key] = (count + 1, made)
    return tuple(a for _, a in sorted(found.values(), key=lambda f: (-f[0], f[1].role, f[1].name or "")))
