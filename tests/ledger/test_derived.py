"""Whatever is changed in whatever row of whatever table, verify finds it: by the chain, or because it does not follow any more."""

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from sqlalchemy import Connection, Table, select, text
from sqlalchemy.exc import DatabaseError

from onrecord.ledger import Batch, Ledger, open_ledger
from onrecord.ledger.dialect import is_sqlite
from onrecord.ledger.schema import APPEND_ONLY, as_stored, metadata, t
from onrecord.model import LedgerError, Rejection
from onrecord.pipeline import new_judgement, prove, relink

from .makers import RUN, capture, claims_of, report

# a mailbox of the running processes, which says what to look at again and nothing of the record; emptied at any time
_NO_RECORD = {"incident_changes"}
_TABLES = sorted(set(metadata.tables) - _NO_RECORD)
_TRIES = 3


class _Back(Exception):
    pass


@contextmanager
def _undone(ledger: Ledger) -> Iterator[Connection]:
    """A transaction that comes to nothing."""
    with suppress(_Back), ledger.writing() as connection:
        yield connection
        raise _Back


@pytest.fixture
def ledger(where: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """Linked reports, some behind a wall, with a reading anew, judgements of several kinds, an incident that went elsewhere, and a
    dictionary of the ledger's own."""
    monkeypatch.setattr("onrecord.ledger.dictionaries.FIRST", 4)
    with open_ledger(where, create=True) as made:
        told = [report(500 + n, killed=4 + n % 2, publisher=f"Paper {n}") for n in range(5)]
        for n, d in enumerate(told):
            made.append(Batch(run=RUN, documents=(d,), claims=claims_of(d, 4 + n % 2), captures=(capture(d),)))
            relink(made, [d.id])
        walled = replace(report(900), meta={"collection": "sealed"})
        made.append(Batch(run=RUN, documents=(walled,), claims=claims_of(walled)))
        relink(made, [walled.id])
        made.append(Batch(run=RUN, documents=(told[4],), claims=claims_of(told[4], 4)[:2], reread=(told[4].id,)))
        refused = Rejection(stage="source", reason="empty file", subject="a.txt", code="empty")
        made.append(Batch(run=RUN, rejections=(refused,)))
        first = [claims_of(d, 4 + n % 2)[0].id for n, d in enumerate(told)]
        given = (
            ("confirm", (first[0],), {}),
            ("correct", (first[1],), {"field": "type", "value": "attack.shooting"}),
            ("redact", (told[2].id,), {"names": ["Northford Council"]}),
            ("cannot_link", (first[0], first[1]), {}),
            ("must_link", (first[0], first[2]), {}),
            ("reject", (first[3],), {}),
        )
        for n, (verdict, subjects, detail) in enumerate(given):
            said = new_judgement(verdict, subjects, "Omar", f"2024-03-01T10:00:0{n}+00:00", "seen", detail)
            assert made.append(Batch(judgements=(said,))).rejections == ()
            relink(made, [d.id for d in told])
        with made.writing():
            made.links().replace([], [], [("inc-0123456789abcdef", f"inc-{first[0]}", "merged")])
        yield made


def _faults(ledger: Ledger) -> list[str]:
    found = ledger.verify()
    return [f"{f.table} {f.seq}: {f.reason}" for f in found or prove(ledger)]


def _spoilt(value: object, rng: random.Random) -> object:
    if value is None:
        return rng.choice([7, "x"])
    if isinstance(value, float):
        return value + 1 / 256
    if isinstance(value, int):
        return value ^ (1 << rng.randrange(8))
    if isinstance(value, str):
        if not value:
            return "x"
        at = rng.randrange(len(value))
        return value[:at] + chr((ord(value[at]) - 33 + rng.randrange(1, 90)) % 90 + 33) + value[at + 1 :]
    raw = bytearray(bytes(value))
    if not raw:
        return b"x"
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return bytes(raw)


def _open(connection, table: Table) -> None:
    """The triggers against mistakes taken away, as somebody who holds the database can."""
    if table not in (*APPEND_ONLY, t.batches):
        return
    if is_sqlite(connection):
        for verb in ("update", "delete"):
            connection.execute(text(f"drop trigger {table.name}_no_{verb}"))
    else:
        connection.execute(text(f"alter table {table.name} disable trigger user"))


@pytest.mark.parametrize("name", _TABLES)
def test_a_change_in_any_table_is_found(ledger: Ledger, name: str) -> None:
    table = metadata.tables[name]
    rng = random.Random(name)
    keys = [c.name for c in table.primary_key]
    with ledger._reading() as connection:
        rows = [dict(r) for r in connection.execute(select(*as_stored(table))).mappings()]
    assert rows, f"the ledger of this test holds no row of {name}"
    assert _faults(ledger) == []
    done = 0
    for column in table.columns:
        for row in rng.sample(rows, min(_TRIES, len(rows))):
            value = _spoilt(row[column.name], rng)
            where = " and ".join(f'"{k}" = :key_{k}' for k in keys)
            change = text(f'update {name} set "{column.name}" = :value where {where}')
            try:
                with _undone(ledger) as connection:
                    _open(connection, table)
                    connection.execute(change, {"value": value} | {f"key_{k}": row[k] for k in keys})
                    assert _faults(ledger), f"{name}.{column.name} of {row}: {value!r}"
                done += 1
            except (DatabaseError, LedgerError):
                # a key that is taken, or a type that refuses it: the change cannot be made so
                continue
    assert done > len(table.columns) / 2
    with _undone(ledger) as connection:
        _open(connection, table)
        # of where incidents went a cut-off end is not found: nothing else tells how far it reached
        gone = rows[0] if name == "link_forward" else rng.choice(rows)
        keyed = " and ".join(f'"{k}" = :{k}' for k in keys)
        connection.execute(text(f"delete from {name} where {keyed}"), {k: gone[k] for k in keys})
        assert _faults(ledger), f"a row of {name} taken out"
    assert _faults(ledger) == []


@pytest.mark.parametrize("name", ["documents", "claims"])
def test_a_word_more_or_a_text_less_in_the_full_text_is_found(ledger: Ledger, name: str) -> None:
    changes = {
        True: (
            f"insert into {name}_search(rowid, body) values (2, 'zebra')",
            f"update {name}_search_data set block = substr(block, 1, length(block) - 9) where id > 10",
            f"delete from {name}_search_docsize where id = 2",
        ),
        False: (
            f"update {name}_search set body = body || 'zebra:1'::tsvector where seq = 2",
            f"delete from {name}_search where seq = 2",
        ),
    }
    with ledger._reading() as connection:
        mine = changes[is_sqlite(connection)]
    for change in mine:
        with _undone(ledger) as connection:
            connection.exec_driver_sql(change)
            assert any(f.startswith(f"{name}_search") for f in _faults(ledger)), change
    assert _faults(ledger) == []
