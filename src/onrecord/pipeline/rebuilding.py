"""Incidents made anew from claims and judgements: the proof that they are derived, and any past view."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from onrecord.ledger import Filter, Ledger, Request, open_ledger
from onrecord.linking import Linker, MemoryStore, Told, decide, link_all
from onrecord.model import Claim, Incident, Rule, to_record
from onrecord.pipeline.links import LedgerLinks

__all__ = ["Difference", "as_it_stood", "each_incident", "incidents_as_of", "link_anew", "rebuild"]

_BATCH = 200
_PORTION = 5_000


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


@contextmanager
def as_it_stood(ledger: Ledger, moment: str, rule: Rule = "latest") -> Iterator[Ledger]:
    """The ledger as it stood at ``moment`` (ISO 8601), in a file that goes when the block ends: every question works on it.

    The rows appended up to then are copied and checked, and linked as they were linked then.
    """
    with TemporaryDirectory(prefix="onrecord-") as folder:
        path = Path(folder) / "then.db"
        ledger.copy_as_of(path, moment)
        with open_ledger(path) as then:
            link_anew(then, rule)
            yield then


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
            link_anew(ledger, rule)
    return differences


def link_anew(ledger: Ledger, rule: Rule = "latest", spread: Callable[..., Iterable[Any]] = map) -> int:
    """Link every document of a ledger whose derived tables are empty; gives the number of incidents.

    In bulk: blocks come from one sort and nothing is clustered twice, which is faster than adding one by
    one. ``spread`` is ``map`` over processes.
    """
    with ledger.writing():
        made = link_all(_all_told(ledger), ledger.claims_by_ids, decide(ledger.judgements()), rule, spread)
        links = LedgerLinks(ledger)
        for i in range(0, len(made.documents), _PORTION):
            links.put_documents(made.documents[i : i + _PORTION])
        for i in range(0, len(made.nodes), _PORTION):
            links.put_nodes(made.nodes[i : i + _PORTION])
        for i in range(0, len(made.edges), _PORTION):
            links.put_edges(made.edges[i : i + _PORTION])
        for i in range(0, len(made.incidents), _PORTION):
            links.replace((), made.incidents[i : i + _PORTION], ())
    return len(made.incidents)
