"""Checking the chain: every row against its leaf, every batch against its rows, every batch against the one before it."""

import hashlib
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import zstandard
from sqlalchemy import Connection, Table, func, or_, select
from sqlalchemy.exc import DBAPIError

from onrecord.ledger import hashing
from onrecord.ledger.codec import decode_text, rests_on_documents
from onrecord.ledger.look import bytes_of_captures
from onrecord.ledger.schema import APPEND_ONLY, t
from onrecord.ledger.values import Fault

__all__ = ["Progress", "verify"]

# called with (batches checked, batches there are)
Progress = Callable[[int, int], None]
_ROWS = 4_000
_SHOWN = 1_000
_FEW = 200


def verify(
    connection: Connection, progress: Progress | None = None, head: str | None = None, keys: Collection[str] = ()
) -> list[Fault]:
    """Everything that does not fit, in the order of batches; nothing for an untouched ledger.

    ``head`` is the hash of a batch noted down earlier: it must still stand in the chain, which finds batches cut off the end.
    ``keys`` are public Ed25519 keys in hex: with any given, every batch must be signed by one of them.
    """
    try:
        batches = [dict(r) for r in connection.execute(select(t.batches).order_by(t.batches.c.seq)).mappings()]
    except (DBAPIError, sqlite3.Error, UnicodeDecodeError) as error:
        return [Fault(table="batches", seq=None, reason=f"the table cannot be read: {_line(error)}")]
    found = _check_chain(batches, head, keys)
    broken = {f.seq for f in found}
    found += _check_strays(connection, {b["seq"] for b in batches})
    done = 0
    for group in _groups(batches):
        for fault, number in _check_rows(connection, group, broken):
            found.append(fault)
            broken.add(number)
        done += len(group)
        if progress is not None:
            progress(done, len(batches))
        if len(found) >= _SHOWN:
            break
    return found


def _check_chain(batches: Sequence[dict[str, Any]], head: str | None, keys: Collection[str]) -> list[Fault]:
    found = []
    before = hashing.GENESIS
    for place, batch in enumerate(batches, 1):
        problems = []
        if batch["seq"] != place:
            problems.append(f"the batch before it should be {batch['seq'] - 1}: batches are missing or renumbered")
        if batch["previous"] != before:
            problems.append("it does not follow from the hash of the batch before it")
        if hashing.batch_hash(batch) != batch["hash"]:
            problems.append("its columns do not give its hash")
        problems += _check_signature(batch, keys)
        found += [Fault(table="batches", seq=batch["seq"], reason=p) for p in problems]
        before = batch["hash"]
    if head is not None and head not in {b["hash"] for b in batches}:
        found.append(
            Fault(table="batches", seq=None, reason=f"no batch has the hash {head} that was noted: the end was cut off")
        )
    return found


def _check_signature(batch: dict[str, Any], keys: Collection[str]) -> list[str]:
    key, signature = batch["public_key"], batch["signature"]
    if keys and key not in keys:
        return ["it is not signed by one of the keys given"]
    if key is None:
        return [] if signature is None else ["it has a signature and no key"]
    if signature is None or not hashing.signature_holds(key, batch["hash"], signature):
        return ["its signature does not hold"]
    return []


def _check_strays(connection: Connection, batches: set[int]) -> list[Fault]:
    """Rows of batches that do not exist, and gaps in the numbering of rows."""
    found = []
    last = max(batches, default=0)
    for table in APPEND_ONLY:
        try:
            outside = (
                select(table.c.seq).where(or_(table.c.batch < 1, table.c.batch > last)).order_by(table.c.seq).limit(20)
            )
            strays = list(connection.execute(outside).scalars())
            number, top = connection.execute(select(func.count(), func.max(table.c.seq)).select_from(table)).one()
            found += [Fault(table=table.name, seq=s, reason="its batch does not exist") for s in strays]
            if number != (top or 0):
                found += [Fault(table=table.name, seq=s, reason="the row is missing") for s in _gaps(connection, table)]
        except (DBAPIError, sqlite3.Error) as error:
            found.append(Fault(table=table.name, seq=None, reason=f"the table cannot be read: {_line(error)}"))
    return found


def _gaps(connection: Connection, table: Table) -> Iterator[int]:
    expected, shown = 1, 0
    for seq in connection.execute(select(table.c.seq).order_by(table.c.seq)).scalars():
        while expected < seq and shown < 20:
            yield expected
            expected, shown = expected + 1, shown + 1
        expected = seq + 1


def _groups(batches: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Neighbouring batches, until they hold some thousands of rows."""
    group: list[dict[str, Any]] = []
    rows = 0
    for batch in batches:
        if group and (rows + batch["rows"] > _ROWS or batch["seq"] != group[-1]["seq"] + 1):
            yield group
            group, rows = [], 0
        group.append(batch)
        rows += batch["rows"]
    if group:
        yield group


def _check_rows(
    connection: Connection, group: Sequence[dict[str, Any]], broken: set[int | None]
) -> Iterator[tuple[Fault, int]]:
    leaves: dict[int, list[bytes]] = {b["seq"]: [] for b in group}
    faulty: set[int] = set()
    resting: list[int] = []
    for table in APPEND_ONLY:
        for row in _rows(connection, table, group[0]["seq"], group[-1]["seq"]):
            if isinstance(row, Fault):
                faulty.update(leaves)
                yield row, group[0]["seq"]
                continue
            problem, leaf = _check_row(table, row)
            leaves[row["batch"]].append(leaf)
            if problem is not None:
                faulty.add(row["batch"])
                yield Fault(table=table.name, seq=row["seq"], reason=problem), row["batch"]
            elif table is t.captures and rests_on_documents(row["content"]):
                resting.append(row["seq"])
    yield from _check_resting(connection, resting, faulty)
    for batch in group:
        number = batch["seq"]
        if number in faulty or number in broken:
            continue
        if len(leaves[number]) != batch["rows"]:
            reason = f"it should hold {batch['rows']} rows and holds {len(leaves[number])}"
            yield Fault(table="batches", seq=number, reason=reason), number
        elif hashing.merkle_root(leaves[number]) != batch["root"]:
            yield (
                Fault(
                    table="batches",
                    seq=number,
                    reason="its rows, or one of them with its hash, were changed: they do not give its root",
                ),
                number,
            )


def _check_resting(connection: Connection, captures: Sequence[int], faulty: set[int]) -> Iterator[tuple[Fault, int]]:
    """Captures packed against their documents, which were appended with them: where these do not fit, that was said already."""
    for i in range(0, len(captures), _FEW):
        statement = select(t.captures).where(t.captures.c.seq.in_(captures[i : i + _FEW])).order_by(t.captures.c.seq)
        for row, content in bytes_of_captures(connection, connection.execute(statement).all()):
            if row.batch not in faulty and (content is None or hashlib.sha256(content).hexdigest() != row.sha256):
                reason = "its bytes cannot be unpacked, or do not have the SHA-256 beside them"
                yield Fault(table="captures", seq=row.seq, reason=reason), row.batch


def _rows(connection: Connection, table: Table, first: int, last: int) -> Iterator[dict[str, Any] | Fault]:
    statement = select(table).where(table.c.batch.between(first, last)).order_by(table.c.batch, table.c.seq)
    try:
        yield from [dict(r) for r in connection.execute(statement).mappings()]
        return
    except (DBAPIError, sqlite3.Error, UnicodeDecodeError) as error:
        _line(error)
        # one row cannot even be read: find out which
        numbers = list(connection.execute(statement.with_only_columns(table.c.seq)).scalars())
    for number in numbers:
        try:
            row = connection.execute(select(table).where(table.c.seq == number)).mappings().first()
            yield (
                dict(row) if row else Fault(table=table.name, seq=number, reason="the row is not where its index says")
            )
        except (DBAPIError, sqlite3.Error, UnicodeDecodeError) as error:
            yield Fault(table=table.name, seq=number, reason=f"the row cannot be read: {_line(error)}")


def _check_row(table: Table, row: dict[str, Any]) -> tuple[str | None, bytes]:
    try:
        leaf = hashing.leaf_of(table, row)
    except (TypeError, UnicodeEncodeError) as error:
        return f"a column holds something else: {_line(error)}", b""
    if hashing.mark_of(leaf) != bytes(row["leaf"]):
        return "its columns do not give its hash", leaf
    try:
        if table is t.documents and hashlib.sha256(decode_text(row["text"])).hexdigest() != row["text_sha256"]:
            return "its text does not have the SHA-256 beside it", leaf
        resting = table is t.captures and rests_on_documents(row["content"])
        if (
            table is t.captures
            and not resting
            and hashlib.sha256(decode_text(row["content"])).hexdigest() != row["sha256"]
        ):
            return "its bytes do not have the SHA-256 beside them", leaf
    except zstandard.ZstdError as error:
        return f"its content cannot be unpacked: {error}", leaf
    return None, leaf


def _line(error: Exception) -> str:
    """What is wrong with a row or table, in one line. Raises the error itself where the database went away: no row is to blame."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        raise error
    return (str(getattr(error, "orig", None) or error) or type(error).__name__).splitlines()[0]
