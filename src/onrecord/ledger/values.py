"""What goes into the ledger and what comes out of its questions: frozen values."""

from typing import Any, Generic, Literal, TypeVar

import msgspec

from onrecord.model import Capture, Claim, Document, Judgement, Rejection, Run

__all__ = [
    "Appended", "AreaCount", "Batch", "BatchRow", "Conflict", "DemandCount", "Event", "Fault", "Filter", "Found", "Moved", "Page",
    "PeriodCount", "Proof", "Request", "Sort", "Step", "TollPoint", "period_name", "period_of",
]  # fmt: skip

T = TypeVar("T")
Sort = Literal["-date", "date", "-reported", "reported", "-killed", "killed", "appended", "-appended", "told", "-told"]
Step = Literal["day", "month", "year"]
_DAYS: dict[Step, int] = {"day": 1, "month": 100, "year": 10_000}


def period_of(day: Any, step: Step) -> Any:
    """The period of a day such as 20240207, as a number: 202402, 2024; of a number, of arrays of them, or of a column."""
    return day // _DAYS[step]


def period_name(number: int, step: Step) -> str:
    """``202402`` as ``2024-02``; empty for 0, the period of what is not dated."""
    if not number:
        return ""
    digits = f"{number:0{len(str(99_999_999 // _DAYS[step]))}}"
    return "-".join(x for x in (digits[:4], digits[4:6], digits[6:8]) if x)


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What one ``append`` adds. ``reread`` names known documents whose ``claims`` here take the place of earlier readings."""

    run: Run | None = None
    captures: tuple[Capture, ...] = ()
    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    reread: tuple[str, ...] = ()


class Appended(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch: ``batch`` is its number, or that of the last one where nothing was new; ids in the order given."""

    batch: int
    documents_new: tuple[str, ...] = ()
    documents_known: tuple[str, ...] = ()
    claims_new: tuple[str, ...] = ()
    claims_known: int = 0
    judgements_new: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which claims, incidents or documents are meant; conditions are joined by "and", values of one field by "or".

    ``date_from`` and ``date_to`` are ISO dates, inclusive, on when it happened (of documents: when published).
    ``types`` are codes or prefixes (``attack``). ``minimum`` pairs an effect with a number. ``as_of`` is an ISO date-time: only
    what was appended up to then. ``place`` and ``text`` are words; ``actor`` is a category. ``answered``, of demands: false for
    those that nothing has answered yet, true for the others; of incidents: those with such a demand. ``began``: dates are of the
    first day alone. ``area`` is a country and a first-level unit of it (empty: unknown). ``asked_from`` and ``asked_to`` are months
    (``2024-02``) in which demands and responses were published, inclusive. ``since`` is an ISO date-time: what was appended after
    it; of incidents, those that such a claim belongs to. ``began_between`` are two days, inclusive, of the first day alone, beside
    ``date_from`` and ``date_to``. ``spot`` is where a map draws incidents for who asks: latitude, longitude, precision, name and
    country; a process knows it that holds all incidents. ``masked`` finds nothing by words that are hidden from who asks.
    """

    date_from: str | None = None
    date_to: str | None = None
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    place: str | None = None
    statuses: tuple[str, ...] = ()
    minimum: tuple[tuple[str, int], ...] = ()
    text: str | None = None
    publisher: str | None = None
    right: str | None = None
    actor: str | None = None
    link: str | None = None
    modality: str | None = None
    document: str | None = None
    incident: str | None = None
    as_of: str | None = None
    include_rejected: bool = False
    answered: bool | None = None
    masked: bool = False
    began: bool = False
    area: tuple[str, str] | None = None
    asked_from: str | None = None
    asked_to: str | None = None
    since: str | None = None
    began_between: tuple[str, str] | None = None
    spot: tuple[float | None, float | None, str, str, str] | None = None


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One page: at most ``limit`` items after ``cursor`` (the ``next`` of the page before)."""

    limit: int = 50
    cursor: str | None = None
    sort: Sort = "-date"


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """``total`` counts all that match; it stops at 10,000, and then ``more`` is true."""

    items: tuple[T, ...]
    total: int
    next: str | None = None
    more: bool = False


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A document that matches a search, with the first words around the match."""

    document: str
    title: str | None
    publisher: str | None
    published: str | None
    snippet: str


class PeriodCount(msgspec.Struct, frozen=True, kw_only=True):
    """One day, month or year: how many incidents began in it, and how many people they killed together (best figures)."""

    period: str
    incidents: int
    killed: int


class AreaCount(msgspec.Struct, frozen=True, kw_only=True):
    """One first-level unit of a country (``admin1`` is empty where only the country is known)."""

    country: str
    admin1: str
    incidents: int
    killed: int


class DemandCount(msgspec.Struct, frozen=True, kw_only=True):
    """Demands published in one month (empty where unknown)."""

    month: str
    open: int
    answered: int


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """Where the claims of an incident went: ``new`` is absent where they are in none any more. ``at`` is an ISO date-time."""

    seq: int
    old: str
    new: str | None
    reason: str
    at: str


class TollPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of an incident's series: when, how many, who says so, in which document."""

    effect: str
    low: int
    high: int | None
    exact: str
    who: str | None
    part_of: bool
    said_by: tuple[str, ...]
    publisher: str | None
    published: str | None
    document: str
    claim: str


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a history. ``at`` is when the ledger took it in (UTC)."""

    at: str
    kind: Literal["document", "claim", "reading", "judgement", "merged", "split", "gone"]
    id: str
    detail: dict[str, Any] = {}


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Standing judgements that contradict each other on one question; none is overwritten, the latest is followed."""

    subject: str
    question: str
    judgements: tuple[Judgement, ...]


class BatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """One batch of the chain."""

    seq: int
    appended: str
    rows: int
    root: str
    previous: str
    hash: str
    public_key: str | None
    signature: str | None


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """That a row stands in a batch: ``path`` leads from ``leaf`` to the batch's root (RFC 6962); hashes in hex."""

    table: str
    seq: int
    leaf: str
    path: tuple[tuple[str, str], ...]
    batch: BatchRow


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A row that does not fit. ``seq`` is absent where the fault lies in a table or batch as a whole."""

    table: str
    seq: int | None
    reason: str
