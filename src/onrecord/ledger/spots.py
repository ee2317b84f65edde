"""Where incidents are, for a map: of thousands of incidents only what is drawn, without decoding the rest of them."""

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from onrecord.ledger.codec import load
from onrecord.ledger.filters import incident_conditions
from onrecord.ledger.packing import Kind, unpack
from onrecord.ledger.schema import t
from onrecord.ledger.values import Filter
from onrecord.model import Incident

__all__ = ["Spot", "spot_of", "spots"]


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """What a map draws of an incident: its closest place and how well that is known; ``day`` is empty where no date is known."""

    id: str
    type: str
    link: str
    status: str
    day: str
    killed: int | None
    name: str
    country: str
    precision: str
    lat: float | None
    lon: float | None


class _Where(msgspec.Struct, frozen=True):
    name: str = ""
    country: str = ""
    precision: str = ""
    lat: float | None = None
    lon: float | None = None


class _Body(msgspec.Struct, frozen=True):
    where: tuple[_Where, ...] = ()


_DECODER = msgspec.json.Decoder(_Body)
_NOWHERE = _Where()


def spots(c: Connection, f: Filter) -> Iterator[Spot]:
    """The incidents of a filter, in no order, as they were linked (corrections are not applied)."""
    facts = t.incidents.c
    columns = (facts.id, facts.type, facts.link, facts.status, facts.day_start, facts.killed, t.incident_bodies.c.body)
    statement = select(*columns).join_from(t.incidents, t.incident_bodies, facts.num == t.incident_bodies.c.num)
    for row in c.execute(statement.where(*incident_conditions(c, f))):
        first = _first(unpack(Kind.INCIDENT, row.body))
        yield Spot(
            id=row.id, type=row.type, link=row.link, status=row.status, day=row.day_start, killed=row.killed, lat=first.lat,
            lon=first.lon, precision=first.precision, name=first.name, country=first.country,
        )  # fmt: skip


def _first(body: bytes) -> _Where:
    try:
        found = _DECODER.decode(body).where
    except msgspec.DecodeError:
        # lone surrogates, which the strict decoder refuses
        record: dict[str, Any] = load(body)
        found = msgspec.convert(record.get("where", []), tuple[_Where, ...])
    return found[0] if found else _NOWHERE


def spot_of(incident: Incident) -> Spot:
    """The same of an incident in hand."""
    first = incident.where[0] if incident.where else None
    killed = next((t.best for t in incident.tolls if t.effect == "killed"), None)
    return Spot(
        id=incident.id, type=incident.type, link=incident.link, status=incident.status,
        day=(incident.when.start or "")[:10] if incident.when else "", killed=killed, lat=first.lat if first else None,
        lon=first.lon if first else None, precision=first.precision if first else "", name=first.name if first else "",
        country=(first.country or "") if first else "",
    )  # fmt: skip
