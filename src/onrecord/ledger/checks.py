"""Whether a corrected record is one that a reader could have written: every value of its kind, every code known, every word there.

A correction is kept for good and shown on every page, so what would break a page, a table or linking is refused before it is kept.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from typing import get_type_hints

import msgspec
from sqlalchemy import Connection, select

from onrecord.ledger.codec import decode_text, incident_from_record
from onrecord.ledger.look import is_there
from onrecord.ledger.schema import t
from onrecord.ledger.storable import storable
from onrecord.model import (
    Actor,
    Claim,
    Document,
    Incident,
    IncidentActor,
    IncidentPlace,
    Judgement,
    OnrecordError,
    Place,
    RecordError,
    When,
    check_words,
)
from onrecord.vocab import actor_categories, claim_types

__all__ = ["CLAIM_FIELDS", "INCIDENT_FIELDS", "check_claim", "check_document", "check_incident", "check_told"]

# which fields each kind of claim has (records.md)
_ALL = ("type", "modality", "said_by", "evidence")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "incident": (*_ALL, "when", "where", "actors", "tolls", "means", "occurrences", "link", "rights"),
    "demand": (*_ALL, "about", "by", "to", "action", "rights"),
    "response": (*_ALL, "when", "about", "by", "to", "action"),
}
CLAIM_FIELDS = tuple(dict.fromkeys(field for fields in _FIELDS.values() for field in fields))
# fields of an incident that can be corrected: a figure never by itself, it rests on claims, which can be
INCIDENT_FIELDS = ("type", "when", "where", "actors")
# of the Covenant's articles, those that are rights of people
_RIGHT = re.compile(r"ICCPR-([1-9]|1\d|2[0-7])")
_COUNTRY = re.compile(r"[A-Z]{2}")
_MEANS = re.compile(r"[a-z]+(_[a-z]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T.+)?")
# what a table of the ledger takes, and more than there are people in a country
_MOST = 2_000_000_000
_LONGEST, _DEEPEST = 20_000, 8


def check_told(value: object, deep: int = 0) -> str | None:
    """Why what a judgement tells besides its reason cannot be kept, or None."""
    if isinstance(value, str):
        if not storable(value):
            return "a judgement may not hold NUL or broken characters"
        return None if len(value) <= _LONGEST else f"a judgement tells {_LONGEST:,} characters at most in one value"
    parts: Iterable[object] = ()
    if isinstance(value, Mapping):
        parts = (*value.keys(), *value.values())
    elif isinstance(value, (list, tuple)):
        parts = value
    if parts and deep >= _DEEPEST:
        return "what a judgement tells is nested too deep"
    return next((problem for x in parts if (problem := check_told(x, deep + 1)) is not None), None)


def _shaped(record: type, correction: Judgement) -> None:
    """That the value is of the kind which its field has in such a record; what is empty takes the field away.

    Raises:
        RecordError: where it is not.
    """
    field, value = str(correction.detail["field"]), correction.detail["value"]
    if value in (None, "", [], {}):
        return
    try:
        msgspec.convert(value, _kinds(record)[field])
    except msgspec.ValidationError as error:
        raise RecordError(str(error)) from None


_kinds = cache(get_type_hints)


def _known(name: str, value: str | None, codes: Collection[str]) -> None:
    """Raises RecordError for a word that no reader would write, and that linking and the tables would not understand."""
    if value is not None and value not in codes:
        near = get_close_matches(str(value), codes, n=3, cutoff=0.4) or list(codes)[:6]
        raise RecordError(
            "%(name)s %(value)s is unknown; did you mean %(near)s?", name=name, value=repr(value), near=", ".join(near)
        )


def _fits(name: str, pattern: re.Pattern[str], words: Iterable[str | None], example: str) -> None:
    for word in words:
        if word is not None and not pattern.fullmatch(word):
            raise RecordError(f"write a {name} as {example}, not {word[:60]!r}")


# ------------------------------------------------------------------------------------------------------------ claims


def check_claim(c: Connection, claim: Claim, correction: Judgement, packed: bytes) -> None:
    """That a claim of a document with this (packed) text holds, corrected by a judgement.

    Raises:
        RecordError, SpanError: why it does not.
    """
    field = str(correction.detail["field"])
    _shaped(Claim, correction)
    if field not in _FIELDS[claim.kind]:
        raise RecordError(f"a claim of the kind {claim.kind} has no {field}")
    _CHECKS.get(field, _nothing)(c, claim, correction)
    check_words(claim, decode_text(packed).decode("utf-8", "surrogatepass"))


# what a reader made of the other fields is no fault of the correction's, so that each is looked at alone


def _nothing(_: Connection, __: Claim, ___: Judgement) -> None:
    """The kind of the value says it all."""


def _check_type(_: Connection, claim: Claim, __: Judgement) -> None:
    _known("type", claim.type, claim_types())
    stem = claim.type.split(".")[0]
    if (stem if stem in ("demand", "response") else "incident") != claim.kind:
        raise RecordError(
            "type %(type)s is not one of a claim of the kind %(kind)s", type=repr(claim.type), kind=claim.kind
        )


def _check_tolls(_: Connection, claim: Claim, __: Judgement) -> None:
    for toll in claim.tolls:
        _known("category", toll.who, _counted())
        if max(toll.low, toll.high or 0) > _MOST:
            raise RecordError(f"a toll is {_MOST:,} at most")


def _check_occurrences(_: Connection, claim: Claim, __: Judgement) -> None:
    number = claim.occurrences
    if number is not None and not 0 < number.low <= (number.high or number.low) <= _MOST:
        raise RecordError("occurrences need 0 < low <= high")


def _check_about(c: Connection, claim: Claim, _: Judgement) -> None:
    document = select(t.documents.c.seq).where(t.documents.c.id == claim.document)
    for id_ in claim.about:
        there = select(t.claims.c.seq).where(t.claims.c.id == id_, t.claims.c.document.in_(document))
        if c.execute(there).first() is None:
            raise RecordError(f"{id_} is no claim of the same document")


@cache
def _counted() -> frozenset[str]:
    """Of whom a toll may be: attackers who die are their own entry."""
    return frozenset({*actor_categories(), "attacker"})


def _check_actors(actors: Iterable[Actor | IncidentActor]) -> None:
    for actor in actors:
        _known("category", actor.category, actor_categories())
        _check_name(actor.name)


def _check_name(name: str | None) -> None:
    if name is not None and not name.strip():
        raise RecordError("a name needs letters; leave it out where it is not known")


def _check_places(places: Iterable[Place | IncidentPlace]) -> None:
    for place in places:
        _check_name(place.name)
        _fits("country", _COUNTRY, [place.country], "PK")
        if (place.lat is None) != (place.lon is None):
            raise RecordError("a place has lat and lon, or neither")
        if place.lat is not None and place.lon is not None and not (abs(place.lat) <= 90 and abs(place.lon) <= 180):
            raise RecordError("lat is from -90 to 90 and lon from -180 to 180")


def _check_when(when: When | None, at: str, ahead: bool) -> None:
    """Dates that are dates, the first before the last; what has happened did not happen after the day of the judgement."""
    if when is None:
        return
    for moment in (when.start, when.end):
        _fits("day", _DAY, [moment], "2024-02-07")
        if moment is not None:
            datetime.fromisoformat(moment)
    if when.start is not None and when.end is not None and when.start[:10] > when.end[:10]:
        raise RecordError(f"{when.start} comes after {when.end}")
    if when.start is not None and not ahead and when.start[:10] > _tomorrow(at):
        raise RecordError(f"{when.start} is still to come; only what is planned or feared can lie there")


def _tomorrow(at: str) -> str:
    """The day after a moment: somewhere it has begun."""
    return (date.fromisoformat(at[:10]) + timedelta(days=1)).isoformat()


_CHECKS: Mapping[str, Callable[[Connection, Claim, Judgement], None]] = {
    "type": _check_type,
    "tolls": _check_tolls,
    "occurrences": _check_occurrences,
    "about": _check_about,
    "actors": lambda _, claim, __: _check_actors(claim.actors),
    "where": lambda _, claim, __: _check_places(claim.where),
    "when": lambda _, claim, j: _check_when(claim.when, j.at, claim.modality in ("planned", "feared", "conditional")),
    "rights": lambda _, claim, __: _fits("right", _RIGHT, claim.rights, "ICCPR-19"),
    "means": lambda _, claim, __: _fits("means", _MEANS, claim.means, "vehicle_bomb"),
}


# --------------------------------------------------------------------------------------------- documents and incidents


def check_document(told: Document, correction: Judgement) -> None:
    """That what is told about a document holds, as ``check_claim``."""
    _shaped(Document, correction)
    for name in ("title", "publisher", "url"):
        value = getattr(told, name)
        if value is not None and (not value.strip() or any(ord(x) < 32 for x in value)):
            raise RecordError(f"{name} is one line of words")
    _fits("language", _LANGUAGE, [told.language], "en or pt-BR")
    if told.published is not None and correction.detail["field"] == "published":
        _fits("day", _DAY, [told.published], "2024-02-07")
        if told.published[:10] > _tomorrow(correction.at):
            raise RecordError(f"{told.published} is still to come")


def check_incident(c: Connection, id_: str, correction: Judgement) -> str | None:
    """Why an incident cannot be corrected so, or None."""
    field, value = str(correction.detail["field"]), correction.detail["value"]
    if field not in INCIDENT_FIELDS:
        return f"of an incident, {', '.join(INCIDENT_FIELDS)} can be corrected; correct the claims its figures rest on"
    try:
        _shaped(Incident, correction)
        if field == "type":
            _known("type", str(value), [x for x in claim_types() if x.split(".")[0] not in ("demand", "response")])
        elif value:
            made = incident_from_record({"id": "-", "link": "single", "type": "-", "status": "-", field: value})
            _check_actors(made.actors)
            _check_places(made.where)
            # what has not taken place is no incident
            _check_when(made.when, correction.at, ahead=False)
    except (OnrecordError, KeyError, TypeError, ValueError, AttributeError) as error:
        return f"the corrected incident would not hold: {error}"
    return None if is_there(c, t.incidents, id_) else f"{id_} went into others; correct what became of it"
