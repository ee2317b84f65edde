"""Incident: claims that tell of one event (or one summary), with the toll assessed under a named rule."""

from dataclasses import dataclass
from typing import Literal

from onrecord.model.claim import Effect, Link, PlacePrecision, Responsibility, Role, When

__all__ = [
    "AnsweredDemand",
    "AssessedToll",
    "Incident",
    "IncidentActor",
    "IncidentDocument",
    "IncidentPlace",
    "Rule",
    "Status",
]

Status = Literal["single_source", "corroborated", "contested", "confirmed", "rejected"]
Rule = Literal["latest", "conservative", "majority", "highest_rated_source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedToll:
    effect: Effect
    low: int
    best: int
    high: int | None = None
    rule: Rule = "latest"
    from_: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPlace:
    name: str
    precision: PlacePrecision
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentActor:
    role: Role
    category: str
    name: str | None = None
    responsibility: Responsibility | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDocument:
    id: str
    main: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredDemand:
    id: str
    answered_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    id: str
    link: Link
    type: str
    status: Status
    claims: tuple[str, ...]
    documents: tuple[IncidentDocument, ...]
    when: When | None = None
    where: tuple[IncidentPlace, ...] = ()
    actors: tuple[IncidentActor, ...] = ()
    tolls: tuple[AssessedToll, ...] = ()
    covers: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    demands: tuple[AnsweredDemand, ...] = ()
    responses: tuple[str, ...] = ()
    first_reported: str | None = None
    last_reported: str | None = None
