"""The columns by which claims and incidents are found, made of the values themselves."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from onrecord.ledger.schema import EFFECTS, KIND, LINK, MODALITY, STATUS
from onrecord.ledger.words import clean, fold
from onrecord.model import Actor, Claim, Incident, IncidentActor, IncidentPlace, Place, Toll, When

__all__ = [
    "ACCOUNT", "ANSWERED", "ASKED", "REJECTED", "RESPONSE", "STANDING", "SUPERSEDED", "claim_facts", "claim_words",
    "day_number", "incident_facts", "incident_number", "listed", "moment_number", "roles",
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


@lru_cache(maxsize=100_000)
def day_number(words: str, rest: str = "0") -> int:
    """``2024-02-07`` as 20240207; what is missing at the end is filled with ``rest``. 0 for no date."""
    digits = words[:10].replace("-", "")
    return int(digits.ljust(8, rest)) if digits.isascii() and digits.isdigit() else 0


def moment_number(words: str | None) -> int:
    """``2024-02-07T09:30+05:00`` as 20240207093000, in its own offset; 0 for none."""
    if not words:
        return 0
    clock = "".join(c for c in words[11:19] if c.isdigit())
    return day_number(words) * 1_000_000 + int(clock.ljust(6, "0") or 0)


def _days(when: When | None) -> tuple[int, int]:
    """First and last day, the first twice where there is no last."""
    if when is None:
        return 0, 0
    return day_number(when.start or ""), day_number(when.end or when.start or "")


def claim_facts(seq: int, claim: Claim, published: str | None, state: int = STANDING) -> dict[str, Any]:
    """A row of ``claim_facts``; ``published`` is its document's."""
    start, end = _days(claim.when)
    country, countries, places = _places(claim.where)
    # as stored, in the order of the table's columns
    return {
        "seq": seq,
        "kind": KIND.codes[claim.kind],
        "type": claim.type,
        "modality": MODALITY.codes[claim.modality],
        "link": LINK.codes[claim.link or ""],
        "day_start": start,
        "day_end": end,
        "country": country,
        "countries": countries,
        "places": places,
        "actors": _actors(claim.actors),
        "rights": listed(claim.rights),
        **_counted(claim.tolls),
        "state": state,
        "told": 0 if claim.kind == "incident" else day_number(published or ""),
    }


def claim_words(claim: Claim) -> str:
    """What a text search of claims looks through: evidence, speakers, places and actors by their names."""
    names = [s.name for s in claim.said_by] + [p.name for p in claim.where] + [a.name for a in claim.actors if a.name]
    return "\n".join([s.exact for s in claim.evidence] + names)


def incident_number(id_: str, founder: int | None) -> int:
    """The row number of an incident: that of the claim which its id names, doubled, one more for an aggregate.

    A rebuild gives the same rows, and each of the many rows that name an incident takes three bytes for it. One that names no
    claim of the ledger (linking makes none such) has a number below zero, a hash of its id.
    """
    if founder is None:
        return -1 - int.from_bytes(hashlib.sha256(id_.encode()).digest()[:7], "big")
    return 2 * founder + id_.startswith("agg-")


def roles(incident: Incident) -> dict[str, int]:
    """Every claim that an incident names, with what it is to it."""
    found = dict.fromkeys(incident.responses, RESPONSE)
    found |= {d.id: ANSWERED if d.answered_by else ASKED for d in incident.demands}
    return found | dict.fromkeys(incident.claims, ACCOUNT)


def incident_facts(num: int, incident: Incident, rights: Iterable[str]) -> dict[str, Any]:
    """A row of ``incidents``, as stored. ``rights`` are those of its claims."""
    start, end = _days(incident.when)
    country, countries, places = _places(incident.where)
    tolls: dict[str, int | None] = dict.fromkeys(EFFECTS)
    for toll in incident.tolls:
        tolls[toll.effect] = min(toll.best, 2**31 - 1)
    return {
        "num": num,
        "id": incident.id,
        "link": LINK.codes[incident.link],
        "type": incident.type,
        "status": STATUS.codes[incident.status],
        "day_start": start,
        "day_end": end,
        "last_reported": moment_number(incident.last_reported),
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
