"""Incidents made anew from claims and judgements: the proof that they are derived, and any past view."""

from array import array
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from onrecord.ledger import Fault, Kept, Ledger, open_ledger
from onrecord.linking import MemoryStore, Spool, Spread, Told, decide, link_all
from onrecord.model import Claim, Incident, Rule, to_record
from onrecord.pipeline.links import LedgerLinks

__all__ = ["Difference", "as_it_stood", "incidents_as_of", "link_anew", "prove", "rebuild", "stand"]

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """An incident whose stored row is not what the claims give. ``stored`` or ``made`` is absent where one side lacks it."""

    id: str
    stored: Incident | None
    made: Incident | None


def _all_told(ledger: Ledger, as_of: str | None = None) -> Iterator[list[Told]]:
    """Every document with its claims, in append order, a batch at a time."""
    with closing(_Shelf()) as shelf:
        for claim in ledger.each_claim(as_of=as_of):
            shelf.put(claim)
        documents = ledger.each_document(as_of=as_of)
        while batch := list(islice(documents, _BATCH)):
            sequences = ledger.sequences([d.id for d in batch])
            yield [Told(document=d, claims=shelf.take(d.id), sequence=sequences[d.id]) for d in batch]


class _Shelf:
    """Claims by document, packed in a file: a million of them would take gigabytes."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._numbers: dict[str, array[int]] = {}
        # half a surrogate pair in a text has no packed form
        self._odd: dict[int, Claim] = {}
        self._pack = msgspec.msgpack.Encoder().encode
        self._unpack = msgspec.msgpack.Decoder(Claim).decode

    def put(self, claim: Claim) -> None:
        number = len(self._spool)
        self._numbers.setdefault(claim.document, array("Q")).append(number)
        try:
            self._spool.extend([self._pack(claim)])
        except UnicodeEncodeError:
            self._odd[number] = claim
            self._spool.extend([b""])

    def take(self, document: str) -> tuple[Claim, ...]:
        numbers = self._numbers.pop(document, array("Q"))
        bodies = zip(numbers, self._spool.get(numbers), strict=True)
        return tuple([self._unpack(body) if body else self._odd[n] for n, body in bodies])

    def close(self) -> None:
        self._spool.close()


def incidents_as_of(
    ledger: Ledger, moment: str | None, rule: Rule = "latest", spread: Spread = map
) -> dict[str, Incident]:
    """The incidents as they stood at ``moment`` (ISO 8601 with offset), made from the rows appended up to then."""
    return {s.incident.id: s.incident for s in _made_anew(ledger, moment, rule, spread).all_incidents()}


def prove(ledger: Ledger, rule: Rule = "latest", spread: Spread = map) -> list[Fault]:
    """Every derived row that is not what claims and judgements give, all of it made anew: full text, incidents, and what linking
    keeps. Costs what linking the whole ledger costs; nothing is changed."""
    store = _made_anew(ledger, None, rule, spread)
    made = store.all_incidents()
    found = ledger.check_derived((s.incident for s in made), texts=True)
    kept = Kept(
        nodes=[(n.id, n.document, n.claims, n.keys) for n in store.all_nodes()],
        edges=[(e.a, e.b, e.kind, e.weight) for e in store.all_edges()],
        homes={node: s.incident.id for s in made for node in s.nodes},
    )
    return [*found, *ledger.check_links(kept)]


def _made_anew(ledger: Ledger, moment: str | None, rule: Rule, spread: Spread) -> MemoryStore:
    store = MemoryStore()

    def told() -> Iterator[list[Told]]:
        for batch in _all_told(ledger, moment):
            store.remember(c for t in batch for c in t.claims)
            yield batch

    link_all(told(), store, decide(ledger.judgements(as_of=moment)), rule, spread)
    return store


@contextmanager
def as_it_stood(ledger: Ledger, moment: str, rule: Rule = "latest") -> Iterator[Ledger]:
    """The ledger as it stood at ``moment`` (ISO 8601), in a file that goes when the block ends: every question works on it.

    The rows appended up to then are copied and checked, and linked as they were linked then.
    """
    with TemporaryDirectory(prefix="onrecord-") as folder:
        path = Path(folder) / "then.db"
        stand(ledger, moment, path, rule)
        with open_ledger(path) as then:
            yield then


def stand(ledger: Ledger, moment: str, path: Path, rule: Rule = "latest") -> None:
    """Write the ledger as it stood at ``moment`` (ISO 8601) to a new file, linked as it was linked then."""
    ledger.copy_as_of(path, moment)
    with open_ledger(path) as then:
        link_anew(then, rule)


def rebuild(ledger: Ledger, *, check: bool, rule: Rule = "latest", spread: Spread = map) -> list[Difference]:
    """Make the incidents anew. With ``check`` nothing is written; the differences to the stored rows are given back.

    ``spread`` is ``map``, or the map of an executor.
    """
    made = incidents_as_of(ledger, None, rule, spread)
    stored = {i.id: i for i in ledger.each_incident()}
    differences = [
        Difference(i, stored.get(i), made.get(i))
        for i in sorted(stored.keys() | made.keys())
        if i not in stored or i not in made or to_record(stored[i]) != to_record(made[i])
    ]
    if not check:
        with ledger.writing(bulk=True):
            ledger.clear_derived()
            link_anew(ledger, rule, spread)
        # every derived table is another one now
        ledger.analyse()
    return differences


def link_anew(ledger: Ledger, rule: Rule = "latest", spread: Spread = map) -> int:
    """Link every document of a ledger whose derived tables are empty; gives the number of incidents.

    In bulk: blocks come from one sort and nothing is clustered twice, which is faster than adding one by one.
    """
    with ledger.writing(bulk=True):
        links = LedgerLinks(ledger)
        with links.filling():
            return link_all(_all_told(ledger), links, decide(ledger.judgements()), rule, spread)
