"""Moving a whole ledger: copy between databases, backup while running, restore."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select

from onrecord.ledger import dialect
from onrecord.ledger.changes import everything_changed
from onrecord.ledger.filters import moment
from onrecord.ledger.look import last_batch_until
from onrecord.ledger.schema import APPEND_ONLY, DERIVED, as_stored, t
from onrecord.ledger.standing import rebuild_facts
from onrecord.ledger.verify import verify
from onrecord.model import LedgerError, LedgerForeign, LedgerMissing, LedgerReadOnly

__all__ = ["appearing", "copy_rows", "copy_sqlite"]

_STEP = 1_000
# made anew in the copy, for full text cannot be copied between databases
_REBUILT = (t.claim_facts, t.judged, t.collections, t.hidden_words)


def copy_rows(
    source: Connection, target: Connection, as_of: str | None = None, progress: Callable[[str, int], None] | None = None
) -> dict[str, int]:
    """Copy every row into an empty ledger and check each against its source; gives the number of rows by table.

    With ``as_of`` only the batches up to then are copied, and no incidents: link the copy.

    Raises:
        LedgerError: the target holds batches already, or a row did not arrive as it was.
        LedgerForeign: the source does not verify.
    """
    if target.execute(select(func.count()).select_from(t.batches)).scalar_one():
        raise LedgerError("the target holds a ledger already; nothing was changed. Name an empty one")
    until = None if as_of is None else last_batch_until(source, moment(as_of))
    counts = {}
    tables = [t.batches, *APPEND_ONLY]
    if until is None:
        tables += [x for x in (*DERIVED, t.link_forward) if x not in _REBUILT]
    for table in tables:
        counts[table.name] = _copy_table(source, target, table, until)
        if progress is not None:
            progress(table.name, counts[table.name])
    rebuild_facts(target)
    everything_changed(target)
    for table in tables:
        _compare(source, target, table, until)
    faults = verify(target)
    if faults:
        first = faults[0]
        raise LedgerForeign(
            f"the ledger does not verify ({first.table} {first.seq}: {first.reason}); nothing was copied. Run `onrecord verify`"
        )
    return counts


def _copy_table(source: Connection, target: Connection, table: Table, until: int | None) -> int:
    number = 0
    rows: list[dict[str, Any]] = []
    for row in _rows(source, table, until):
        rows.append(row)
        if len(rows) == _STEP:
            dialect.insert_rows(target, table, [list(r.values()) for r in rows])
            number, rows = number + len(rows), []
    if rows:
        dialect.insert_rows(target, table, [list(r.values()) for r in rows])
    return number + len(rows)


def _compare(source: Connection, target: Connection, table: Table, until: int | None) -> None:
    for number, (a, b) in enumerate(zip_longest(_rows(source, table, until), _rows(target, table, until)), 1):
        if a != b:
            raise LedgerError(f"row {number} of {table.name} did not arrive as it was; nothing was copied")


def _rows(connection: Connection, table: Table, until: int | None) -> Iterator[dict[str, Any]]:
    """Rows in the order of the key, in portions, so that a large table does not stand in memory."""
    keys = list(table.primary_key)
    statement = select(*as_stored(table)).order_by(*keys).limit(_STEP)
    if until is not None:
        statement = statement.where((t.batches.c.seq if table is t.batches else table.c.batch) <= until)
    after: tuple[Any, ...] | None = None
    while True:
        portion = statement if after is None else statement.where(_beyond(keys, after))
        rows = [dict(r) for r in connection.execute(portion).mappings()]
        yield from rows
        if len(rows) < _STEP:
            return
        after = tuple(rows[-1][k.name] for k in keys)


def _beyond(keys: list[Any], after: tuple[Any, ...]) -> Any:
    from sqlalchemy import tuple_

    return keys[0] > after[0] if len(keys) == 1 else tuple_(*keys) > tuple_(*after)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite ledger that may be in use; ``target`` appears when it is whole and on the disk.

    Raises:
        LedgerError: ``target`` is there already.
        LedgerMissing, LedgerReadOnly, LedgerForeign: the source is not there; the target cannot be written; damage.
    """
    if not source.is_file():
        raise LedgerMissing(f"there is no ledger at {source}")
    try:
        with (
            appearing(target) as partial,
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(partial)) as new,
        ):
            # in one step, which readers and writers of a write-ahead log do not wait for
            old.backup(new)
            found = new.execute("pragma quick_check(1)").fetchone()
            if found != ("ok",):
                raise LedgerForeign(f"{source} is damaged ({found[0]}); restore an earlier backup")
    except sqlite3.Error as error:
        raise dialect.explain(error, str(target)) from error


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """A path for a file that stands at ``target`` when the block ends, whole and on the disk; after an error nothing is left of it.

    Raises:
        LedgerError: ``target`` is there already.
        LedgerReadOnly: it cannot be written.
    """
    if target.exists():
        raise LedgerError(f"{target} is there already; nothing was changed. Name another file")
    partial = target.with_name(target.name + ".partial")
    beside = [partial, *(partial.with_name(partial.name + end) for end in ("-wal", "-shm", "-journal"))]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for rest in beside:
            rest.unlink(missing_ok=True)
        yield partial
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise LedgerReadOnly(f"{target} cannot be written: {error.strerror}") from error
    finally:
        for rest in beside:
            with contextlib.suppress(OSError):
                rest.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
