"""The columns by which claims and incidents are found, made of the values themselves."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.ledger.schema import EFFECTS
from onrecord.ledger.words import clean, fold
from onrecord.model import Actor, Claim, Incident, IncidentActor, IncidentPlace, Place, Toll

__all__ = [
    "ACCOUNT", "ANSWERED", "ASKED", "REJECTED", "RESPONSE", "STANDING", "SUPERSEDED", "claim_facts", "claim_words",
    "incident_facts", "incident_number", "listed", "roles",
]  # fmt: skip

STANDING, REJECTED, SUPERSEDED = 0, 1, 2
# what a claim is to an incident
ACCOUNT, ASKED, ANSWERED, RESPONSE = 0, 1, 2, 3


def listed(values: Iterable[str]) -> str:
    """Values as ``|a|b|``, to be found by ``like '%|a|%'``; of none, the empty text."""
    kept = [clean(v).replace("|", " ") for v in dict.fromkeys(values) if v]
    return f"|{'|'.join(kept)}|" if kept else ""


def _places(places: Sequence[Place] | Sequence[IncidentPlace]) -> tuple[str, str, str]:
    """``(country, countries, places)``: ``countries`` is empty where there is one only, for ``country`` has it."""
    if not places:
        return "", "", ""
    countries = list(dict.fromkeys([p.country for p in places if p.country]))
    names = [fold(n) for p in places for n in (p.name, p.admin2, p.admin1) if n]
    return countries[0] if countries else "", listed(countries) if len(countries) > 1 else "", listed(names)


def _actors(actors: Sequence[Actor] | Sequence[IncidentActor]) -> str:
    return listed([x for a in actors for x in ((a.category, fold(a.name)) if a.name else (a.category,))])


def _counted(tolls: Sequence[Toll]) -> dict[str, int | None]:
    """The highest count of each effect; attackers and parts of a figure count in no total."""
    found: dict[str, int | None] = dict.fromkeys(EFFECTS)
    for toll in tolls:
        if toll.who != "attacker" and not toll.part_of:
            # larger figures than a database's integer are misreadings or populations, and sort last either way
            found[toll.effect] = min(max(found[toll.effect] or 0, toll.low), 2**31 - 1)
    return found


def _day(moment: str | None) -> str:
    return (moment or "")[:10]


def claim_facts(seq: int, claim: Claim, published: str | None, state: int = STANDING) -> dict[str, Any]:
    """A row of ``claim_facts``; ``published`` is its document's."""
    when = claim.when
    country, countries, places = _places(claim.where)
    # in the order of the table's columns
    return {
        "seq": seq,
        "kind": claim.kind,
        "type": claim.type,
        "modality": claim.modality,
        "link": claim.link or "",
        "day_start": _day(when.start) if when else "",
        "day_end": _day(when.end or when.start) if when else "",
        "country": country,
        "countries": countries,
        "places": places,
        "actors": _actors(claim.actors),
        "rights": listed(claim.rights),
        **_counted(claim.tolls),
        "state": state,
        "told": "" if claim.kind == "incident" else _day(published),
    }


def claim_words(claim: Claim) -> str:
    """What a text search of claims looks through: evidence, speakers, places and actors by their names."""
    names = [s.name for s in claim.said_by] + [p.name for p in claim.where] + [a.name for a in claim.actors if a.name]
    return "\n".join([s.exact for s in claim.evidence] + names)


def incident_number(id_: str) -> int:
    """The row number of an incident: a signed 64-bit hash of its id, so that a rebuild gives the same rows."""
    return int.from_bytes(hashlib.sha256(id_.encode()).digest()[:8], "big", signed=True)


def roles(incident: Incident) -> dict[str, int]:
    """Every claim that an incident names, with what it is to it."""
    found = dict.fromkeys(incident.responses, RESPONSE)
    found |= {d.id: ANSWERED if d.answered_by else ASKED for d in incident.demands}
    return found | dict.fromkeys(incident.claims, ACCOUNT)


def incident_facts(incident: Incident, rights: Iterable[str]) -> dict[str, Any]:
    """A row of ``incidents``. ``rights`` are those of its claims."""
    when = incident.when
    country, countries, places = _places(incident.where)
    tolls: dict[str, int | None] = dict.fromkeys(EFFECTS)
    for toll in incident.tolls:
        tolls[toll.effect] = min(toll.best, 2**31 - 1)
    return {
        "num": incident_number(incident.id),
        "id": incident.id,
        "link": incident.link,
        "type": incident.type,
        "status": incident.status,
        "day_start": _day(when.start) if when else "",
        "day_end": _day(when.end or when.start) if when else "",
        "first_reported": incident.first_reported or "",
        "last_reported": incident.last_reported or "",
        "country": country,
        "countries": countries,
        "places": places,
        "actors": _actors(incident.actors),
        "rights": listed(sorted(rights)),
        "publishers": listed(incident.publishers),
        **tolls,
        "demands": len(incident.demands),
        "answered": sum(bool(d.answered_by) for d in incident.demands),
        "responses": len(incident.responses),
        "admin1": next((clean(p.admin1) for p in incident.where[:1] if p.admin1), ""),
    }
