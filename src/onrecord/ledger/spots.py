"""Where incidents are, for a map: of thousands of incidents only what is drawn, without decoding the rest of them."""

from typing import Any, NamedTuple

import msgspec

from onrecord.ledger.codec import load
from onrecord.model import Incident

__all__ = ["AREAS", "Cell", "Frame", "InFrame", "Spot", "SpotKey", "Spotted", "first_place", "spot_key", "spot_of"]


AREAS = ("admin1", "admin2", "country")


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


class SpotKey(NamedTuple):
    """Where an incident is drawn; ``lat`` and ``lon`` are absent where no point is known."""

    lat: float | None
    lon: float | None
    precision: str
    name: str
    country: str

    @property
    def known(self) -> bool:
        return self.lat is not None and self.lon is not None

    @property
    def is_area(self) -> bool:
        """Whether the point is only the middle of a district, a province or a country."""
        return self.precision in AREAS


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """The part of the world that is looked at, in degrees, and how closely: ``zoom`` doubles the size of everything with each
    step, the world being 256 pixels wide at 0."""

    south: float = -85.0
    west: float = -180.0
    north: float = 85.0
    east: float = 180.0
    zoom: int = 2


class Spotted(msgspec.Struct, frozen=True, kw_only=True):
    """A place with what happened there. ``groups`` are incidents by group of types; ``id`` is told where there is one alone."""

    spot: SpotKey
    incidents: int
    killed: int
    groups: tuple[int, ...]
    id: str = ""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents that stand close together at a zoom; ``place`` is the one where all of them are, if there is but one."""

    lat: float
    lon: float
    incidents: int
    killed: int
    groups: tuple[int, ...]
    area: bool
    place: SpotKey | None = None
    id: str = ""


class InFrame(msgspec.Struct, frozen=True, kw_only=True):
    """What a map shows of a frame: ``cells``; how many incidents and places are in it, and the first of these."""

    cells: tuple[Cell, ...]
    incidents: int
    places: int
    first: tuple[Spotted, ...]


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


def spot_key(spot: Spot) -> SpotKey:
    return SpotKey(spot.lat, spot.lon, spot.precision, spot.name, spot.country)


def first_place(body: bytes) -> _Where:
    """The closest place in an incident's body."""
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
