"""Adding to a ledger: read, append, link; one transaction a batch, so that what is acknowledged is whole."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from onrecord import __version__
from onrecord.ledger import GENERAL, Appended, Batch, Ledger, check_collection
from onrecord.linking import Told
from onrecord.model import Capture, Claim, Document, Incident, Rejection, Rule, Run, run_id
from onrecord.pipeline.executor import Executor
from onrecord.pipeline.reading import ReadItem, read_items
from onrecord.pipeline.recent import linking
from onrecord.reading import Reader, model_hash
from onrecord.reading.rows import RowMap, rows_to_claims
from onrecord.sources import Item, read_rows
from onrecord.vocab import vocabulary_hash

__all__ = ["Progress", "Summary", "add_items", "add_rows", "new_run", "relink"]

BATCH = 32
Progress = Callable[[int, str], None]
"""Called with the number of inputs done since the last call, and the name of the last one."""


@dataclass(slots=True)
class Summary:
    """What an addition did. ``rejected`` holds each refusal with its reason."""

    ledger: str
    new: int = 0
    known: int = 0
    claims: int = 0
    incidents_new: set[str] = field(default_factory=set)
    incidents_updated: set[str] = field(default_factory=set)
    rejected: list[Rejection] = field(default_factory=list)
    silent: int = 0
    """New documents in which nothing was found to record."""


def new_run(settings: dict[str, str] | None = None) -> Run:
    """The run that stands on every row appended now."""
    settings = settings or {}
    started = datetime.now(UTC).isoformat(timespec="microseconds")
    vocabulary, model = vocabulary_hash(), model_hash()
    return Run(
        id=run_id(__version__, vocabulary, model, started, settings), version=__version__, vocabulary=vocabulary,
        model=model, started=started, settings=settings,
    )  # fmt: skip


def add_items(
    items: Iterable[Item],
    ledger: Ledger,
    *,
    executor: Executor | None = None,
    rule: Rule = "latest",
    progress: Progress | None = None,
    reader: Reader | None = None,
    collection: str | None = None,
) -> Summary:
    """Read and link items into the ledger, as documents of a ``collection``. Adding the same items again changes nothing.

    A batch is acknowledged when its transaction is on the disk; a process that dies leaves whole batches only.
    """
    summary = Summary(ledger=ledger.where)
    run = new_run({"rule": rule})
    fresh = _unknown(map(_put_into(collection), items), ledger, summary, progress)
    _append_all(read_items(fresh, reader, executor), ledger, run, rule, summary, progress)
    return summary


def add_rows(
    paths: Iterable[Path],
    row_map: RowMap,
    ledger: Ledger,
    *,
    rule: Rule = "latest",
    progress: Progress | None = None,
    collection: str | None = None,
) -> Summary:
    """Add structured rows: each becomes a document whose text is the row itself, with the claim that the map gives it."""
    summary = Summary(ledger=ledger.where)
    run = new_run({"rule": rule, "map": row_map.name})
    put = _put_into(collection)
    mapped = (replace(r, item=put(r.item)) for r in _mapped(paths, row_map))
    _append_all(mapped, ledger, run, rule, summary, progress)
    return summary


def _put_into(collection: str | None) -> Callable[[Item], Item]:
    """Items with their document in a collection; what an input says of collections itself is not believed."""
    kept = None if collection is None else check_collection(collection)

    def put(item: Item) -> Item:
        document = item.document
        if document is None or (kept is None and "collection" not in document.meta):
            return item
        meta = {k: v for k, v in document.meta.items() if k != "collection"}
        if kept not in (None, GENERAL):
            meta["collection"] = str(kept)
        return replace(item, document=replace(document, meta=meta))

    return put


def _mapped(paths: Iterable[Path], row_map: RowMap) -> Iterator[ReadItem]:
    for path in paths:
        for number, row in enumerate(read_rows(path), start=1):
            if isinstance(row, Item):
                yield ReadItem(item=row)
                continue
            for made in rows_to_claims([row], row_map, str(path), number):
                if isinstance(made, Rejection):
                    yield ReadItem(item=Item(subject=made.subject, rejection=made))
                else:
                    yield ReadItem(item=Item(subject=str(path), document=made[0]), claims=made[1])


def _append_all(
    stream: Iterator[ReadItem], ledger: Ledger, run: Run, rule: Rule, summary: Summary, progress: Progress | None
) -> None:
    while batch := list(islice(stream, BATCH)):
        _append(batch, ledger, run, rule, summary)
        if progress is not None:
            progress(len(batch), batch[-1].item.subject)


def _unknown(items: Iterable[Item], ledger: Ledger, summary: Summary, progress: Progress | None) -> Iterator[Item]:
    """Items worth reading: a document that the ledger has, with the same text, is counted and passed over."""
    seen: dict[str, str] = {}
    for item in items:
        document = item.document
        if document is not None:
            text = seen.get(document.id)
            if text is None and ledger.known_documents([document.id]):
                text = ledger.documents_by_ids([document.id])[document.id].text
            if text == document.text:
                summary.known += 1
                if progress is not None:
                    progress(1, item.subject)
                continue
            seen.setdefault(document.id, document.text)
        yield item


def _append(batch: list[ReadItem], ledger: Ledger, run: Run, rule: Rule, summary: Summary) -> None:
    # a person knows the input by its path, not by the hash that its document got
    told = [replace(r, subject=b.item.subject) for b in batch for r in b.rejections]
    refused = [*told, *(b.item.rejection for b in batch if b.item.rejection is not None)]
    with ledger.writing():
        done = ledger.append(
            Batch(
                run=run,
                captures=_captures(batch),
                documents=tuple(b.item.document for b in batch if b.item.document is not None),
                claims=tuple(c for b in batch for c in b.claims),
                rejections=tuple(refused),
            )
        )
        changed, existed = _link(ledger, _just_told(batch, ledger, done), rule)
    new = set(done.documents_new)
    summary.new += len(new)
    summary.known += len(done.documents_known)
    summary.claims += len(done.claims_new)
    summary.rejected += list(dict.fromkeys([*refused, *done.rejections]))
    with_claims = {c.document for b in batch for c in b.claims}
    summary.silent += len(new - with_claims)
    for incident in changed:
        if incident.id in existed and incident.id not in summary.incidents_new:
            summary.incidents_updated.add(incident.id)
        else:
            summary.incidents_new.add(incident.id)


def _captures(batch: list[ReadItem]) -> tuple[Capture, ...]:
    """The original bytes of a batch, once each, with the documents that were read from them."""
    found: dict[str, Capture] = {}
    for b in batch:
        capture, document = b.item.capture, b.item.document
        if capture is None:
            continue
        before = found.get(capture.sha256, capture)
        ids = (*before.documents, *((document.id,) if document else ()))
        found[capture.sha256] = replace(before, documents=tuple(dict.fromkeys(ids)))
    return tuple(found.values())


def _link(ledger: Ledger, told: list[Told], rule: Rule) -> tuple[list[Incident], set[str]]:
    """Link the claims of documents; give back the changed incidents, and which of them were there before."""
    if not told:
        return [], set()
    linker, links = linking(ledger, rule, (c for t in told for c in t.claims))
    return linker.add(told), links.replaced


def _just_told(batch: list[ReadItem], ledger: Ledger, done: Appended) -> list[Told]:
    """The new documents with their claims, as the ledger has just kept them."""
    fresh = set(done.claims_new)
    claims: dict[str, dict[str, Claim]] = {}
    for claim in (c for b in batch for c in b.claims if c.id in fresh):
        claims.setdefault(claim.document, {}).setdefault(claim.id, claim)
    documents: dict[str, Document] = {}
    for b in batch:
        if b.item.document is not None:
            # of two texts under one id the ledger kept the first
            documents.setdefault(b.item.document.id, b.item.document)
    sequences = ledger.sequences(done.documents_new)
    return [
        Told(document=documents[i], claims=tuple(claims.get(i, {}).values()), sequence=sequences[i])
        for i in sorted(done.documents_new)
    ]


def _told(ledger: Ledger, documents: Iterable[str]) -> list[Told]:
    ids = sorted(documents)
    texts = ledger.documents_by_ids(ids)
    # as a rebuild has it: what is rejected still tells which incident it was
    claims: dict[str, tuple[Claim, ...]] = ledger.claims_of_documents(ids, include_rejected=True)
    sequences = ledger.sequences(ids)
    return [Told(document=texts[i], claims=claims.get(i, ()), sequence=sequences[i]) for i in ids if i in texts]


def relink(ledger: Ledger, documents: Iterable[str], rule: Rule = "latest") -> list[Incident]:
    """Link documents again, after a judgement about their claims."""
    with ledger.writing():
        return _link(ledger, _told(ledger, documents), rule)[0]
