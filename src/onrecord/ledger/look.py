"""Rows by their ids: the plain look-ups that appending, reading and checking share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import zstandard
from sqlalchemy import Column, Connection, Row, Select, Table, func, select

from onrecord.ledger.codec import (
    decode_capture,
    decode_claim,
    decode_text,
    document_from_row,
    judgement_from_row,
    load,
    rests_on_documents,
)
from onrecord.ledger.direct import first_row, last_number, rows_among, rows_where
from onrecord.ledger.facts import incident_number
from onrecord.ledger.schema import t
from onrecord.ledger.storable import storable
from onrecord.model import Claim, Judgement, ReadBy

__all__ = [
    "CLAIM", "bytes_of_captures", "chosen", "claim_rows", "claims_in_order", "claims_of_rows", "count_rows", "document_rows",
    "incident_numbers", "is_there",
    "judgements_about", "judgements_by_ids", "judgements_until", "last_batch_until", "last_judgement", "portions",
    "texts_of",
]  # fmt: skip

# SQLite takes 32,766 variables in a statement
_CHUNK = 8_000
_STEP = 2_000
# captures may be large
_FEW = 50

CLAIM: Select[Any] = (
    select(
        t.claims.c.seq,
        t.claims.c.id,
        t.claims.c.body,
        t.claims.c.batch,
        t.claims.c.document.label("document_seq"),
        t.documents.c.id.label("document"),
        t.documents.c.published,
        t.documents.c.text,
        t.readers.c.reader,
        t.readers.c.version,
        t.readers.c.vocabulary,
    )
    .join_from(t.claims, t.documents, t.documents.c.seq == t.claims.c.document)
    .join(t.readers, t.readers.c.seq == t.claims.c.reader)
)


class DocumentRow(NamedTuple):
    """What a Document is made of, by the names of the columns."""

    seq: int
    id: str
    text: bytes
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    language: str | None
    retrieved: str | None
    kind: str
    meta: str


class ClaimRow(NamedTuple):
    """A row of ``CLAIM``, in the order of its columns."""

    seq: int
    id: str
    body: bytes
    batch: int
    document_seq: int
    document: str
    published: str | None
    text: bytes
    reader: str
    version: str
    vocabulary: str


_CLAIM = str(CLAIM)


def document_rows(connection: Connection, ids: Iterable[str]) -> list[DocumentRow]:
    """Documents by their ids, in the order of appending; unknown ids are left out."""
    wanted = (i for i in ids if "\0" not in i)
    return sorted(map(DocumentRow._make, rows_where(connection, t.documents, DocumentRow._fields, "id", wanted)))


def claim_rows(connection: Connection, column: Column[Any], values: Iterable[Any]) -> list[ClaimRow]:
    """The rows of ``CLAIM`` whose ``column`` is one of ``values``, in the order of appending.

    Without a statement to be built: linking asks some ten times a report.
    """
    named = f"{column.table.name}.{column.name}"
    return sorted(map(ClaimRow._make, rows_among(connection, _CLAIM, named, values)))


def chosen(
    connection: Connection, statement: Select[Any], column: Column[Any] | Any, values: Iterable[Any]
) -> Iterator[Row[Any]]:
    """The rows of ``statement`` whose ``column`` is one of ``values``, asked in portions."""
    wanted = sorted(dict.fromkeys(values))
    for i in range(0, len(wanted), _CHUNK):
        yield from connection.execute(statement.where(column.in_(wanted[i : i + _CHUNK])))


def portions(connection: Connection, table: Table, key: str, step: int = 500) -> Iterator[Sequence[Row[Any]]]:
    """All rows of a table in the order of a key, so many at a time."""
    column, after = table.c[key], None
    while True:
        statement = select(table).order_by(column).limit(step)
        rows = connection.execute(statement if after is None else statement.where(column > after)).all()
        if not rows:
            return
        after = rows[-1]._mapping[key]
        yield rows


def incident_numbers(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The row numbers of incidents by their ids, whether or not they are there; other ids are left out."""
    founders = {i: i[4:] for i in ids if i.startswith(("inc-", "agg-")) and storable(i)}
    held = dict(rows_where(connection, t.claims, ("id", "seq"), "id", founders.values()))
    return {i: incident_number(i, held.get(claim)) for i, claim in founders.items()}


def is_there(connection: Connection, table: Table, id_: str) -> bool:
    """Whether there is a record of that id: a document, claim, judgement or incident."""
    held = table.c.num.in_(incident_numbers(connection, [id_]).values()) if table is t.incidents else table.c.id == id_
    return connection.execute(select(table.c.id).where(held)).first() is not None


def texts_of(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Number and text of documents by id; unknown ids are left out."""
    return {
        id_: (seq, decode_text(text).decode("utf-8", "surrogatepass"))
        for id_, seq, text in rows_where(connection, t.documents, ("id", "seq", "text"), "id", ids)
    }


def bytes_of_captures(connection: Connection, rows: Sequence[Any]) -> Iterator[tuple[Any, bytes | None]]:
    """Rows of ``captures`` with their bytes; None where they cannot be unpacked, or rest on a document that is not to be seen."""
    for i in range(0, len(rows), _FEW):
        part = rows[i : i + _FEW]
        told = {row.sha256: load(row.documents) if rests_on_documents(bytes(row.content)) else [] for row in part}
        wanted = {d for ids in told.values() for d in ids}
        held = {r.id: r for r in chosen(connection, select(t.documents), t.documents.c.id, wanted)}
        for row in part:
            try:
                beside = [document_from_row(held[d]) for d in told[row.sha256]]
                yield row, decode_capture(bytes(row.content), beside)
            except (KeyError, ValueError, zstandard.ZstdError):
                yield row, None


_Row = TypeVar("_Row", Row[Any], ClaimRow)


def claims_of_rows(rows: Iterable[_Row]) -> Iterator[tuple[_Row, Claim]]:
    """The claims of rows of ``CLAIM``; a document's text is unpacked once for neighbours."""
    last, text = -1, ""
    readers: dict[tuple[str, str, str], ReadBy] = {}
    for row in rows:
        if row.document_seq != last:
            last, text = row.document_seq, decode_text(row.text).decode("utf-8", "surrogatepass")
        name = (row.reader, row.version, row.vocabulary)
        reader = readers.get(name)
        if reader is None:
            reader = readers[name] = ReadBy(reader=row.reader, version=row.version, vocabulary=row.vocabulary)
        yield row, decode_claim(row.body, row.id, row.document, text, reader)


def claims_in_order(connection: Connection, until: int | None = None) -> Iterator[tuple[Row[Any], Claim]]:
    """Every claim in the order of appending, of batches up to ``until``."""
    after = 0
    while True:
        statement = CLAIM.where(t.claims.c.seq > after).order_by(t.claims.c.seq).limit(_STEP)
        if until is not None:
            statement = statement.where(t.claims.c.batch <= until)
        rows = connection.execute(statement).all()
        if not rows:
            return
        after = rows[-1].seq
        yield from claims_of_rows(rows)


def last_batch_until(connection: Connection, moment: str) -> int:
    """Number of the last batch appended up to ``moment`` (UTC, as the ledger writes it); 0 before the first."""
    statement = select(t.batches.c.seq).where(t.batches.c.appended <= moment).order_by(t.batches.c.seq.desc()).limit(1)
    return int(connection.execute(statement).scalar() or 0)


def judgements_until(connection: Connection, until: int | None = None) -> list[Judgement]:
    """All judgements in the order of appending."""
    statement = select(t.judgements).order_by(t.judgements.c.seq)
    if until is not None:
        statement = statement.where(t.judgements.c.batch <= until)
    return [judgement_from_row(row) for row in connection.execute(statement)]


def judgements_by_ids(connection: Connection, ids: Iterable[str]) -> list[Judgement]:
    """Those that there are, in the order of appending."""
    rows = chosen(connection, select(t.judgements), t.judgements.c.id, ids)
    return [judgement_from_row(row) for row in sorted(rows, key=lambda r: r.seq)]


def count_rows(connection: Connection, table: Table) -> int:
    """How many rows of a table are to be seen on a connection."""
    if "batch" in table.c and "walls" not in connection.info:
        # appended rows are numbered from 1 without a gap
        return last_number(connection, table.c.seq)
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def last_judgement(connection: Connection) -> tuple[int, str] | None:
    """Number of the last judgement and the hash of its batch, which stands for everything before; None before the first."""
    row = first_row(
        connection,
        "select j.seq, b.hash from judgements j join batches b on b.seq = j.batch order by j.seq desc limit 1",
    )
    return None if row is None else (int(row[0]), str(row[1]))


def judgements_about(
    connection: Connection, ids: Iterable[str], until: int | None = None
) -> Mapping[str, Sequence[Judgement]]:
    """Judgements by subject, and under their own ids the undos of these, in the order of appending."""
    found: dict[str, list[Judgement]] = {}
    wanted = set(ids)
    statement = select(t.judgements, t.judged.c.subject).join_from(
        t.judged, t.judgements, t.judgements.c.seq == t.judged.c.judgement
    )
    if until is not None:
        statement = statement.where(t.judgements.c.batch <= until)
    while wanted:
        rows = sorted(chosen(connection, statement, t.judged.c.subject, wanted), key=lambda r: r.seq)
        for row in rows:
            found.setdefault(row.subject, []).append(judgement_from_row(row))
        wanted = {row.id for row in rows} - set(found)
    return found
