"""Filters of an address: the same for pages, exports, feeds and the API, and the same as the command line's."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, cast, get_args
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator

from onrecord.ledger import Filter, Request, Sort, SpotKey
from onrecord.model import Effect, Kind, Link, Status
from onrecord.web.translating import N_, tr
from onrecord.web.words import actor_label, code_words, country, right_label, status_words, type_label

__all__ = ["LEAST", "Asked", "Chip", "spot_words", "value_words"]

_EFFECTS = get_args(Effect)
_MONTH = r"^\d{4}-\d{2}$"
LEAST = ("killed=1", "killed=5", "killed=10", "killed=50", "injured=10", "arrested=1", "arrested=10", "displaced=100")
"""Lowest tolls that a form offers."""
Chip = tuple[str, str, str]
"""``(name, value as read, address without it)`` of one condition."""


class Asked(BaseModel):
    """Conditions of one field are joined by "or", fields by "and"; empty ones, as forms send them, mean nothing."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)
    # a page looks at them a hundred times
    _pairs: tuple[tuple[str, str], ...] = PrivateAttr(())

    date_from: date | None = Field(None, alias="from", description="Happened on this day or later.")
    date_to: date | None = Field(None, alias="to", description="Happened on this day or earlier.")
    types: list[str] = Field([], alias="type", description="A code such as attack.explosion, or a group: attack.")
    countries: list[str] = Field([], alias="country", description="ISO 3166-1 alpha-2.")
    place: str | None = Field(None, description="Part of a place's name, or of a unit that holds it.")
    minimum: list[str] = Field([], alias="min", description="killed=10: a toll of ten or more.")
    publisher: str | None = Field(None, description="Told by this publisher.")
    right: str | None = Field(None, description="Concerns this article: ICCPR-19.")
    actor: str | None = Field(None, description="An actor category: journalist.")
    text: str | None = Field(
        None, alias="search", description="Words in the evidence; in double quotes, next to each other."
    )
    statuses: list[Status] = Field([], alias="status")
    link: Link | None = Field(None, description="Single events, or figures over several.")
    kinds: list[Kind] = Field([], alias="kind")
    document: str | None = Field(None, description="Told in this document.")
    began: bool = Field(False, description="Dates are of the first day alone.")
    area: str | None = Field(
        None, description="A country and its first-level unit: PK/Balochistan; PK/ where it is unknown."
    )
    asked_from: str | None = Field(
        None, pattern=_MONTH, description="Demands published in this month or later: 2024-02."
    )
    asked_to: str | None = Field(None, pattern=_MONTH, description="Demands published in this month or earlier.")
    began_from: date | None = Field(None, description="Began on this day or later, beside from and to.")
    began_to: date | None = Field(None, description="Began on this day or earlier.")
    spot: str | None = Field(
        None,
        description="Drawn there on the map: latitude, longitude, precision, country and name: 34.3,62.2,city,AF,Herat.",
    )
    since: datetime | None = Field(None, description="Appended to the ledger after this moment.")
    sort: Sort = Field("-date", description="- for newest or most first.")
    limit: int = Field(50, ge=1, le=500)
    cursor: str | None = Field(None, description="The next of the page before.")

    @field_validator("*", mode="before")
    @classmethod
    def _blank_is_absent(cls, value: Any, info: Any) -> Any:
        if isinstance(value, list):
            return [v for v in value if v != ""]
        if value == "":
            return cls.model_fields[info.field_name].get_default()
        return value

    @field_validator(
        "place", "publisher", "right", "actor", "text", "document", "cursor", "types", "countries", "area", "spot"
    )
    @classmethod
    def _no_nul(cls, value: Any) -> Any:
        if any("\0" in v for v in ([value] if isinstance(value, str) else value or [])):
            raise ValueError(tr("may not hold NUL"))
        return value

    @field_validator("minimum")
    @classmethod
    def _least(cls, values: list[str]) -> list[str]:
        for value in values:
            effect, _, number = value.partition("=")
            if effect not in _EFFECTS or not (number.isascii() and number.isdigit()) or len(number) > 9:
                raise ValueError(tr("write killed=10; effects are %(effects)s", effects=", ".join(_EFFECTS)))
        return values

    @field_validator("spot")
    @classmethod
    def _there(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                _spot(value)
            except ValueError:
                raise ValueError(tr("write a place of the map as 34.3,62.2,city,AF,Herat")) from None
        return value

    def filter(self, **more: Any) -> Filter:
        least = tuple((v.partition("=")[0], int(v.partition("=")[2])) for v in self.minimum)
        fields: dict[str, Any] = {
            "date_from": self.date_from.isoformat() if self.date_from else None,
            "date_to": self.date_to.isoformat() if self.date_to else None,
            "types": tuple(self.types), "countries": tuple(c.upper() for c in self.countries), "place": self.place,
            "minimum": least, "publisher": self.publisher, "right": self.right, "actor": self.actor, "text": self.text,
            "statuses": tuple(self.statuses), "link": self.link, "kinds": tuple(self.kinds), "document": self.document,
            "began": self.began, "area": _area(self.area), "asked_from": self.asked_from, "asked_to": self.asked_to,
            "since": self.since.isoformat() if self.since else None, "spot": _spot(self.spot) if self.spot else None,
            "began_between": self._began_between(),
        }  # fmt: skip
        return Filter(**{**fields, **more})

    def _began_between(self) -> tuple[str, str] | None:
        if self.began_from is None and self.began_to is None:
            return None
        return (self.began_from or date.min).isoformat(), (self.began_to or date.max).isoformat()

    def of_documents(self) -> "Asked":
        """The conditions that documents have: words, days of publication, publisher, when they came; the others are left out."""
        kept = {"date_from", "date_to", "text", "publisher", "document", "since", "sort", "limit", "cursor"}
        made = self.model_copy(update={n: i.get_default() for n, i in Asked.model_fields.items() if n not in kept})
        made.model_post_init(None)
        return made

    def request(self) -> Request:
        return Request(limit=self.limit, cursor=self.cursor, sort=self.sort)

    # ------------------------------------------------------------------------------------------------- addresses

    def model_post_init(self, context: Any) -> None:
        found = []
        for name, (alias, default) in _written_as().items():
            value = getattr(self, name)
            if value != default and value is not False:
                found += [(alias, _written(v)) for v in (value if isinstance(value, list) else [value])]
        self._pairs = tuple(found)

    def pairs(self) -> list[tuple[str, str]]:
        """The conditions and the order as they stand in an address, without the place in the list."""
        return list(self._pairs)

    def href(self, path: str, add: Iterable[tuple[str, str]] = (), drop: Iterable[str] = ()) -> str:
        """An address with the conditions of ``drop`` left out and ``add`` put in."""
        gone = set(drop)
        kept = [p for p in self.pairs() if p[0] not in gone] + list(add)
        return f"{path}?{urlencode(kept)}" if kept else path

    def toggled(self, path: str, name: str, value: str) -> str:
        """An address with one value of a condition put in, or taken out where it is in."""
        kept = self.pairs()
        kept = [p for p in kept if p != (name, value)] if (name, value) in kept else [*kept, (name, value)]
        return f"{path}?{urlencode(kept)}" if kept else path

    def has(self, name: str, value: str) -> bool:
        return (name, value) in self._pairs

    def chips(self, path: str) -> list[Chip]:
        return [
            (tr(_NAMES.get(name, name)), value_words(name, value), self.toggled(path, name, value))
            for name, value in self.pairs() if name not in ("sort", "began")
        ]  # fmt: skip


@cache
def _written_as() -> dict[str, tuple[str, Any]]:
    """The name in an address and the default of each condition."""
    fields = Asked.model_fields.items()
    return {n: (i.alias or n, i.get_default()) for n, i in fields if n not in ("cursor", "limit")}


def _written(value: object) -> str:
    return (
        value.isoformat()
        if isinstance(value, datetime)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )


def spot_words(spot: SpotKey) -> str:
    """A place of the map as an address asks for it."""
    return f"{spot.lat},{spot.lon},{spot.precision},{spot.country},{spot.name}"


def _spot(words: str) -> tuple[float | None, float | None, str, str, str]:
    """Raises ValueError for what is no place of the map."""
    lat, lon, precision, country_, name = words.split(",", 4)
    return float(lat), float(lon), precision, name, country_


def _area(words: str | None) -> tuple[str, str] | None:
    if words is None:
        return None
    code, _, unit = words.partition("/")
    return code.upper(), unit


_NAMES = {
    "min": N_("at least"), "search": N_("words"), "link": N_("kind"), "asked_from": N_("asked from"),
    "asked_to": N_("asked to"), "since": N_("new since"), "from": N_("from"), "to": N_("to"), "type": N_("type"),
    "country": N_("country"), "place": N_("place"), "publisher": N_("publisher"), "right": N_("right"), "actor": N_("actor"),
    "spot": N_("place"), "began_from": N_("Happened on this day or later"), "began_to": N_("Happened on this day or earlier"),
    "status": N_("status"), "document": N_("document"), "area": N_("area"),
}  # fmt: skip


def value_words(name: str, value: str) -> str:
    """The value of a condition, as it stands in an address, in words."""
    if name == "type":
        return type_label(value)
    if name == "status":
        return status_words(value)
    if name == "area":
        code, _, unit = value.partition("/")
        return f"{unit or tr('province unknown')}, {country(code.upper())}"
    if name == "since":
        return value[:16].replace("T", " ")
    if name == "min":
        effect, _, number = value.partition("=")
        return f"{number} {code_words(effect)}"
    if name == "country":
        return country(value.upper())
    if name == "spot":
        return _spot(value)[3]
    if name == "right":
        return right_label(value)
    if name == "actor":
        return actor_label(value)
    if name == "link":
        return tr("single event") if value == "single" else tr("over several events")
    return value


SORTS = cast(tuple[str, ...], get_args(Sort))
Form = Literal["csv", "jsonl", "geojson"]
