"""The library's face: ``onrecord.read`` and ``onrecord.open_ledger``."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from onrecord.ledger import Filter, Ledger, Request
from onrecord.ledger import open_ledger as open_store
from onrecord.model import Claim, Document, Incident, Rule
from onrecord.pipeline.adding import Progress, Summary, add_items
from onrecord.pipeline.executor import Local
from onrecord.pipeline.rebuilding import as_it_stood
from onrecord.pipeline.views import IncidentView, incident_view
from onrecord.reading import Reader
from onrecord.sources import Item, open_inputs

__all__ = ["Record", "open_ledger", "read"]


@cache
def _reader() -> Reader:
    return Reader()


def read(
    text_or_document: str | Document, *, published: str | None = None, publisher: str | None = None
) -> list[Claim]:
    """The claims of one report, in text order; ``[]`` where there is nothing to record.

    ``published`` (ISO 8601) anchors relative dates when a text alone is given; without it they stay unresolved.

    >>> claims = read("Two people were killed by a bomb in Quetta on 7 February 2024.")
    >>> [(t.effect, t.low, t.exact) for t in claims[0].tolls]
    [('killed', 2, 'Two people')]
    """
    if isinstance(text_or_document, Document):
        document = text_or_document
    else:
        document = Document(text=text_or_document, published=published, publisher=publisher)
    return list(_reader().read(document).claims)


def open_ledger(where: str | Path, *, create: bool = True, readonly: bool = False) -> "Record":
    """The ledger at a path or ``postgresql://…`` address; a context manager.

    Raises:
        LedgerError: what is there cannot be used (see ``onrecord.model.errors``).
    """
    return Record(open_store(where, create=create and not readonly, readonly=readonly))


class Record:
    """A ledger with what a program does to it: add, list, look into one. ``ledger`` is the store behind it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.ledger.close()

    def add(
        self,
        inputs: str | Path | Document | Iterable[str | Path | Document],
        *,
        workers: int = 1,
        rule: Rule = "latest",
        progress: Progress | None = None,
    ) -> Summary:
        """Read and link files, folders or documents. Adding the same again changes nothing."""
        given = [inputs] if isinstance(inputs, (str, Path, Document)) else inputs
        return add_items(_items(given), self.ledger, executor=Local(workers), rule=rule, progress=progress)

    def incidents(self, *, as_of: str | None = None, limit: int | None = None, **wanted: Any) -> list[Incident]:
        """Incidents that fit, newest first. ``wanted`` are fields of ``onrecord.ledger.Filter``.

        ``as_of`` (ISO 8601) gives the ledger as it stood then.
        """
        if as_of is not None:
            with as_it_stood(self.ledger, as_of) as then:
                return list(_pages(then.incidents, Filter(**wanted), limit))
        return list(_pages(self.ledger.incidents, Filter(**wanted), limit))

    def claims(self, *, limit: int | None = None, **wanted: Any) -> list[Claim]:
        """Claims that fit, newest first. ``wanted`` are fields of ``onrecord.ledger.Filter``."""
        return list(_pages(self.ledger.claims, Filter(**wanted), limit))

    def show(self, incident: str) -> IncidentView:
        """One incident with its claims, documents and toll series; the first characters of its id are enough.

        Raises:
            NotFound: nothing, or several, have an id that begins so.
        """
        return incident_view(self.ledger, self.ledger.incident(incident))


def _items(given: Iterable[str | Path | Document]) -> Iterator[Item]:
    for one in given:
        if isinstance(one, Document):
            yield Item(subject=one.id, document=one)
        else:
            yield from open_inputs([str(one)])


def _pages(ask: Any, wanted: Filter, limit: int | None) -> Iterator[Any]:
    cursor, given = None, 0
    while True:
        page = ask(wanted, Request(limit=500, cursor=cursor))
        for item in page.items:
            if limit is not None and given >= limit:
                return
            given += 1
            yield item
        cursor = page.next
        if cursor is None:
            return
