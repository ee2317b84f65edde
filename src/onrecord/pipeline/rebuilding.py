"""Incidents made anew from claims and judgements: the proof that they are derived, and any past view."""

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.ledger import Ledger
from onrecord.linking import Linker, MemoryStore, Told, decide
from onrecord.model import Claim, Incident, Rule, to_record
from onrecord.pipeline.links import LedgerLinks

__all__ = ["Difference", "incidents_as_of", "rebuild"]

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


def rebuild(ledger: Ledger, *, check: bool, rule: Rule = "latest") -> list[Difference]:
    """Make the incidents anew. With ``check`` nothing is written; the differences to the stored rows are given back."""
    made = incidents_as_of(ledger, None, rule)
    stored = {i.id: i for i in ledger.each_incident()}
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
