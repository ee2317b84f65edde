"""Questions that several pages put to the ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.ledger import Filter, Page, Reader, Request, Sort, TollPoint
from onrecord.model import Claim, Document, Incident
from onrecord.web.translating import tr

__all__ = [
    "AskedDemand",
    "TollRow",
    "demand_rows",
    "demands",
    "each_incident",
    "same_words",
    "toll_rows",
]

_PAGE = 500


def each_incident(reader: Reader, wanted: Filter, sort: Sort, stop: int | None = None) -> Iterator[Incident]:
    """Every incident of a filter, page by page: exports are never cut unless ``stop`` says so."""
    cursor, given = None, 0
    while True:
        page = reader.incidents(wanted, Request(limit=_PAGE, cursor=cursor, sort=sort))
        for incident in page.items:
            if stop is not None and given >= stop:
                return
            given += 1
            yield incident
        cursor = page.next
        if cursor is None:
            return


@dataclass(frozen=True)
class AskedDemand:
    """A demand with what answered it; ``open_days`` is absent where it was answered or its date is unknown."""

    claim: Claim
    document: Document | None
    incidents: tuple[str, ...]
    answers: tuple[Claim, ...]
    open_days: int | None

    @property
    def published(self) -> str:
        return (self.document.published if self.document else None) or ""


def demands(
    reader: Reader, wanted: Filter, page: Request, today: date, counted: bool = True
) -> tuple[list[AskedDemand], Page[Claim]]:
    """A page of the demands of a filter with what answered them, those asked first at its beginning unless it says otherwise."""
    sort: Sort = "-told" if page.sort == "-told" else "told"
    found = reader.claims(wanted, Request(limit=page.limit, cursor=page.cursor, sort=sort), counted)
    return demand_rows(reader, found.items, today), found


def demand_rows(reader: Reader, claims: Sequence[Claim], today: date) -> list[AskedDemand]:
    """Demands with their documents, incidents and answers, in the order given; days are counted to ``today``."""
    homes = reader.incidents_of_claims([c.id for c in claims])
    answered: dict[str, tuple[str, ...]] = {}
    for incident in reader.incidents_by_ids({i for held in homes.values() for i in held}).values():
        for demand in incident.demands:
            if demand.answered_by:
                answered[demand.id] = (*answered.get(demand.id, ()), *demand.answered_by)
    answering = reader.claims_by_ids({a for held in answered.values() for a in held})
    documents = reader.documents_by_ids({c.document for c in claims})
    found = []
    for claim in claims:
        document = documents.get(claim.document)
        answers = tuple(answering[a] for a in dict.fromkeys(answered.get(claim.id, ())) if a in answering)
        age = _age(document, bool(answers), today)
        found.append(AskedDemand(claim, document, homes.get(claim.id, ()), answers, age))
    return found


def _age(document: Document | None, answered: bool, today: date) -> int | None:
    if answered or document is None or not document.published:
        return None
    return max(0, (today - date.fromisoformat(document.published[:10])).days)


@dataclass(frozen=True)
class TollRow:
    """One figure of one chain of speakers, with the further documents that tell the same."""

    first: TollPoint
    repeats: tuple[TollPoint, ...]

    @property
    def points(self) -> tuple[TollPoint, ...]:
        return (self.first, *self.repeats)

    @property
    def said(self) -> str:
        return " ← ".join(self.first.said_by) or tr("the publisher")


def toll_rows(points: Sequence[TollPoint]) -> list[TollRow]:
    """The figures in the order told; the same figure of the same speakers stands once."""
    held: dict[tuple[object, ...], list[TollPoint]] = {}
    for p in points:
        held.setdefault((p.low, p.high, p.who, p.part_of, p.said_by or (p.publisher,)), []).append(p)
    return [TollRow(first, tuple(rest)) for first, *rest in held.values()]


def same_words(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims in order; those with the very same evidence (copies of one wire) stand together."""
    groups: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.type, *(e.exact for e in claim.evidence)), []).append(claim)
    return list(groups.values())
