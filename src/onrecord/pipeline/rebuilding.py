"""Incidents made anew from claims and judgements: the proof that they are derived, and any past view."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.ledger import Filter, Ledger, Request
from onrecord.linking import Linker, MemoryStore, Told, decide
from onrecord.model import Claim, Incident, Rule, to_record
from onrecord.pipeline.links import LedgerLinks

__all__ = ["Difference", "each_incident", "fitting", "incidents_as_of", "rebuild"]

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """An incident whose stored row is not what the claims give. ``stored`` or ``made`` is absent where one side lacks it."""

    id: str
    stored: Incident | None
    made: Incident | None


def _all_told(ledger: Ledger, as_of: str | None = None) -> Iterator[list[Told]]:
    """Every document with its claims, in append order, a batch at a time."""
    claims: dict[str, list[Claim]] = {}
    for claim in ledger.each_claim(as_of=as_of):
        claims.setdefault(claim.document, []).append(claim)
    batch: list[Told] = []
    for document in ledger.each_document(as_of=as_of):
        sequence = ledger.sequences([document.id])[document.id]
        batch.append(Told(document=document, claims=tuple(claims.get(document.id, ())), sequence=sequence))
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def incidents_as_of(ledger: Ledger, moment: str | None, rule: Rule = "latest") -> dict[str, Incident]:
    """The incidents as they stood at ``moment`` (ISO 8601 with offset), made from the rows appended up to then."""
    store = MemoryStore()
    linker = Linker(store, decide(ledger.judgements(as_of=moment)), rule)
    found: dict[str, Incident] = {}
    for told in _all_told(ledger, moment):
        store.remember(c for t in told for c in t.claims)
        linker.add(told)
    for stored in store.all_incidents():
        found[stored.incident.id] = stored.incident
    return found


def each_incident(ledger: Ledger) -> Iterator[Incident]:
    """Every stored incident, rejected ones too."""
    cursor = None
    while True:
        page = ledger.incidents(Filter(include_rejected=True), Request(limit=500, cursor=cursor, sort="date"))
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


def fitting(incidents: Iterable[Incident], wanted: Filter) -> list[Incident]:
    """Those of a past view that fit a filter (its free text aside), newest first."""

    def fits(i: Incident) -> bool:
        start = (i.when.start if i.when else None) or ""
        end = (i.when.end if i.when else None) or start
        names = " ".join(x for p in i.where for x in (p.name, p.admin2, p.admin1, p.country) if x).lower()
        told = {t.effect: t.best for t in i.tolls}
        return (
            (wanted.date_from is None or (end and end[:10] >= wanted.date_from) or False)
            and (wanted.date_to is None or (bool(start) and start[:10] <= wanted.date_to))
            and (not wanted.types or any(i.type == t or i.type.startswith(t + ".") for t in wanted.types))
            and (not wanted.countries or any(p.country in wanted.countries for p in i.where))
            and (wanted.place is None or wanted.place.lower() in names)
            and (not wanted.statuses or i.status in wanted.statuses)
            and (wanted.link is None or i.link == wanted.link)
            and (wanted.publisher is None or any(wanted.publisher.lower() in p.lower() for p in i.publishers))
            and all(told.get(effect, -1) >= n for effect, n in wanted.minimum)  # type: ignore[call-overload]
        )

    return sorted((i for i in incidents if fits(i)), key=lambda i: (i.when.start if i.when else "") or "", reverse=True)


def rebuild(ledger: Ledger, *, check: bool, rule: Rule = "latest") -> list[Difference]:
    """Make the incidents anew. With ``check`` nothing is written; the differences to the stored rows are given back."""
    made = incidents_as_of(ledger, None, rule)
    stored = {i.id: i for i in each_incident(ledger)}
    differences = [
        Difference(i, stored.get(i), made.get(i))
        for i in sorted(stored.keys() | made.keys())
        if i not in stored or i not in made or to_record(stored[i]) != to_record(made[i])
    ]
    if not check:
        with ledger.writing():
            ledger.clear_derived()
            for told in _all_told(ledger):
                Linker(LedgerLinks(ledger), decide(ledger.judgements()), rule).add(told)
    return differences
