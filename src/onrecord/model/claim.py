"""Claim: one thing said, by whom, where it stands in the text, and what it is taken to mean."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.model.errors import RecordError, SpanError
from onrecord.model.records import to_record
from onrecord.model.spans import Range, Span

__all__ = [
    "Actor",
    "Claim",
    "Count",
    "Effect",
    "Kind",
    "Link",
    "Modality",
    "Party",
    "Place",
    "Precision",
    "ReadBy",
    "Responsibility",
    "Role",
    "Speaker",
    "Toll",
    "When",
    "check_words",
    "claim_id",
    "claim_spans",
    "seal",
]

Kind = Literal["incident", "demand", "response"]
Modality = Literal["actual", "denied", "alleged", "planned", "feared", "conditional"]
Effect = Literal["killed", "injured", "missing", "arrested", "abducted", "displaced"]
Link = Literal["single", "aggregate"]
Role = Literal["perpetrator", "victim", "target", "authority"]
Responsibility = Literal["claimed", "stated", "suspected", "accused", "accused_by_authorities", "denied"]
Precision = Literal["time", "day", "week", "month", "year", "range", "unknown"]
PlacePrecision = Literal["exact", "city", "admin2", "admin1", "country"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker(Span):
    """Who says it. ``medium`` on an entry: it only carried what the entry before it said."""

    name: str
    medium: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(Span):
    """Who demands, responds, or is asked."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Dates, both inclusive, ISO 8601 (date, or date-time with offset when precision is ``time``)."""

    precision: Precision
    start: str | None = None
    end: str | None = None
    exact: str | None = None
    span: Range | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Span):
    """A place as the text names it and the gazetteer entry it is taken to be."""

    name: str
    precision: PlacePrecision
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Span):
    role: Role
    category: str
    name: str | None = None
    responsibility: Responsibility | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll(Span):
    """How many people, with what effect. ``high`` is absent when the figure is open upwards."""

    effect: Effect
    low: int
    high: int | None = None
    who: str | None = None
    part_of: bool = False

    def __post_init__(self) -> None:
        Span.__post_init__(self)
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise RecordError(f"a toll needs 0 <= low <= high, not {self.low}..{self.high}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many events one claim covers."""

    low: int
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBy:
    reader: str
    version: str
    vocabulary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing said (see ``docs/reference/records.md`` for each field).

    ``id`` is a hash of the content: reading the same text again gives the same ids. Make claims with
    ``seal``, which checks the spans against the document's text and sets the id.
    """

    document: str
    kind: Kind
    type: str
    evidence: tuple[Span, ...]
    read_by: ReadBy
    id: str = ""
    modality: Modality = "actual"
    said_by: tuple[Speaker, ...] = ()
    when: When | None = None
    where: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    tolls: tuple[Toll, ...] = ()
    means: tuple[str, ...] = ()
    occurrences: Count | None = None
    link: Link | None = None
    about: tuple[str, ...] = ()
    by: Party | None = None
    to: Party | None = None
    action: Span | None = None
    rights: tuple[str, ...] = ()


def claim_spans(claim: Claim) -> Iterator[Span]:
    """Every span that the claim stands on."""
    yield from claim.evidence
    yield from claim.said_by
    yield from claim.where
    yield from claim.actors
    yield from claim.tolls
    for part in (claim.by, claim.to, claim.action):
        if part is not None:
            yield part


def claim_id(claim: Claim) -> str:
    """First 16 hex digits of the SHA-256 of the claim as sorted JSON without ``id`` and ``read_by``."""
    record = to_record(claim)
    record.pop("id", None)
    record.pop("read_by", None)
    body = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def check_words(claim: Claim, text: str) -> None:
    """That a claim rests on words, and that all of them stand in its document's text.

    Raises:
        RecordError: without evidence.
        SpanError: when any span, or the words of the date, do not stand in ``text``.
    """
    if not claim.evidence:
        raise RecordError("a claim needs evidence")
    for span in claim_spans(claim):
        span.check(text)
    when = claim.when
    if when is not None and when.span is not None and when.exact is not None:
        start, end = when.span.start, when.span.end
        if text[start:end] != when.exact:
            raise SpanError(f"the date's words {when.exact[:60]!r} do not stand at {start}..{end}")


def seal(claim: Claim, text: str) -> Claim:
    """Check the claim against its document's text and give it its id.

    Raises:
        RecordError, SpanError: as ``check_words``.
    """
    check_words(claim, text)
    return replace(claim, id=claim_id(claim))
