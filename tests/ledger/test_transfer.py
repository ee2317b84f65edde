"""Copies, backups, and what is said when something is wrong."""

import os
import pkgutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.ledger import Batch, Filter, Ledger, Request, copy_ledger, open_ledger, restore_ledger
from onrecord.model import (
    LedgerError,
    LedgerForeign,
    LedgerMissing,
    LedgerNewer,
    LedgerReadOnly,
    LedgerUnreachable,
    OnrecordError,
)

from .makers import RUN, capture, claims_of, incident_of, judgement, report


def _fill(where: str, numbers: range = range(5)) -> None:
    with open_ledger(where, create=True) as ledger:
        for n in numbers:
            document = report(n)
            ledger.append(
                Batch(run=RUN, documents=(document,), claims=claims_of(document), captures=(capture(document),))
            )
        first = claims_of(report(0))[0]
        ledger.append(Batch(judgements=(judgement(1, "reject", first.id),)))
        with ledger.writing():
            links = ledger.links()
            links.put_nodes([(n, "doc-000001", (first.id,), (1, 2**20 + n)) for n in range(3000)])
            links.replace([], [(incident_of(claims_of(report(1))[0]), (1,))], [("inc-old", None, "gone")])


def _all(where: str) -> object:
    with open_ledger(where, readonly=True) as ledger:
        assert ledger.verify() == []
        return (
            list(ledger.each_document()),
            list(ledger.each_claim()),
            ledger.judgements(),
            ledger.batches(),
            ledger.counts(),
            ledger.incidents(Filter(), Request(limit=99)),
            ledger.claims(Filter(text="bomb")),
            ledger.search("bomb"),
            ledger.forwards("inc-old"),
        )


def test_a_copy_is_the_same_row_by_row(where: str, tmp_path: Path) -> None:
    _fill(where)
    counts = copy_ledger(where, tmp_path / "copy.db")
    assert counts["link_block"] > 20
    assert _all(where) == _all(str(tmp_path / "copy.db"))
    with pytest.raises(LedgerError, match="holds a ledger already"):
        copy_ledger(where, tmp_path / "copy.db")


@pytest.mark.postgres
def test_there_and_back_again(postgres, tmp_path: Path) -> None:
    _fill(str(tmp_path / "a.db"))
    url = postgres.create()
    copy_ledger(tmp_path / "a.db", url)
    copy_ledger(url, tmp_path / "b.db")
    assert _all(str(tmp_path / "a.db")) == _all(url) == _all(str(tmp_path / "b.db"))
    postgres.drop(url)


def test_a_copy_as_of_a_moment(where: str, tmp_path: Path) -> None:
    _fill(where)
    with open_ledger(where, readonly=True) as ledger:
        then = ledger.batches()[2].appended
    copy_ledger(where, tmp_path / "then.db", as_of=then)
    with open_ledger(tmp_path / "then.db") as ledger:
        assert (
            ledger.counts() | {"batches": 3, "documents": 3, "claims": 9, "incidents": 0, "judgements": 0}
            == ledger.counts()
        )
        assert ledger.verify() == []
        assert ledger.claims(Filter(kinds=("incident",))).total == 3


def test_a_copy_of_a_tampered_ledger_is_refused(tmp_path: Path) -> None:
    _fill(str(tmp_path / "a.db"))
    with sqlite3.connect(tmp_path / "a.db") as raw:
        raw.execute("drop trigger documents_no_update")
        raw.execute("update documents set publisher = 'Nightly Post' where seq = 2")
    raw.close()
    with pytest.raises(LedgerForeign, match="documents 2"):
        copy_ledger(tmp_path / "a.db", tmp_path / "b.db")
    with open_ledger(tmp_path / "b.db") as empty:
        assert empty.counts()["documents"] == 0
    with pytest.raises(LedgerForeign, match="documents 2"):
        restore_ledger(tmp_path / "a.db", tmp_path / "c.db")
    assert not (tmp_path / "c.db").exists()


def test_a_backup_while_others_write(where: str, tmp_path: Path) -> None:
    _fill(where)
    stop = threading.Event()
    failed: list[BaseException] = []

    def write() -> None:
        try:
            with open_ledger(where) as ledger:
                n = 100
                while not stop.is_set():
                    ledger.append(Batch(run=RUN, documents=(report(n),), claims=claims_of(report(n))))
                    n += 1
        except BaseException as error:
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with open_ledger(where) as ledger:
            for n in range(3):
                ledger.backup(tmp_path / f"backup{n}.db")
    finally:
        stop.set()
        writer.join()
    assert not failed
    for n in range(3):
        with open_ledger(tmp_path / f"backup{n}.db", readonly=True) as kept:
            assert kept.doctor().well
            assert kept.counts()["documents"] >= 5
    with open_ledger(where) as ledger, pytest.raises(LedgerError, match="there already"):
        ledger.backup(tmp_path / "backup0.db")
    restore_ledger(tmp_path / "backup2.db", tmp_path / "restored.db")
    assert _all(str(tmp_path / "restored.db")) == _all(str(tmp_path / "backup2.db"))
    assert not list(tmp_path.glob("*.partial*"))


# ------------------------------------------------------------------------------------------------------- what is wrong


def _tell(kind: type[OnrecordError], words: str, where: str | Path, **how: bool) -> None:
    with pytest.raises(kind, match=words) as told:
        open_ledger(where, **how)
    assert "a-long-password" not in str(told.value)
    assert "wrong-one" not in str(told.value)


def test_bad_files_are_told_apart_and_left_alone(tmp_path: Path) -> None:
    _tell(LedgerMissing, "no ledger at", tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
    _tell(LedgerForeign, "folder", tmp_path)
    good = tmp_path / "good.db"
    _fill(str(good))
    bodies = {
        "text.db": b"This is a letter, not a ledger.\n" * 400,
        "empty.db": b"",
        "zeros.db": bytes(8192),
        "cut.db": good.read_bytes()[: 4096 * 3 + 100],
        "head.db": good.read_bytes()[:100],
    }
    with sqlite3.connect(tmp_path / "other.db") as raw:
        raw.execute("create table songs (name text)")
    raw.close()
    bodies["other.db"] = (tmp_path / "other.db").read_bytes()
    for name, body in bodies.items():
        path = tmp_path / name
        path.write_bytes(body)
        for how in ({}, {"readonly": True}, {"create": True}):
            if name == "empty.db" and how.get("create"):
                continue
            try:
                with open_ledger(path, **how) as opened:
                    health = opened.doctor()
                assert name == "cut.db"
                assert not health.well
            except LedgerForeign:
                pass
        assert path.read_bytes() == body or name == "cut.db", name


def test_a_newer_ledger_is_left_alone(where: str) -> None:
    _fill(where)
    with open_ledger(where) as ledger, ledger.writing() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    for how in ({}, {"readonly": True}, {"create": True}):
        _tell(LedgerNewer, "newer Onrecord", where, **how)


@pytest.mark.postgres
def test_servers_that_refuse_or_vanish(postgres, tmp_path: Path) -> None:
    url = postgres.create()
    _tell(LedgerMissing, "no ledger in", url)
    _tell(LedgerUnreachable, "refuses the sign-in", postgres.url("postgres", "wrong-one"))
    _tell(LedgerMissing, "createdb", postgres.url("not_there"))
    _tell(LedgerUnreachable, "does not answer", "postgresql://keeper:a-long-password@127.0.0.1:1/x")
    import psycopg

    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute("create table songs (name text)")
    _tell(LedgerForeign, "songs", url, create=True)
    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute("drop table songs")
    _fill(url)
    with open_ledger(url) as ledger:
        with pytest.raises(LedgerUnreachable), ledger.writing() as connection:  # noqa: PT012
            ledger.append(Batch(run=RUN, documents=(report(77),)))
            number = connection.exec_driver_sql("select pg_backend_pid()").scalar_one()
            with psycopg.connect(postgres.url("postgres"), autocommit=True) as raw:
                raw.execute("select pg_terminate_backend(%s)", (number,))
            ledger.append(Batch(run=RUN, documents=(report(78),)))
        assert ledger.known_documents(["doc-000077", "doc-000078"]) == set()
        assert ledger.append(Batch(run=RUN, documents=(report(77),))).documents_new == ("doc-000077",)
        assert ledger.verify() == []
    postgres.drop(url)


@pytest.mark.parametrize(
    "meanwhile, work",
    [
        ("verify._check_rows", lambda ledger, _: ledger.verify()),
        ("transfer.rebuild_facts", lambda ledger, path: ledger.backup(path)),
        ("append.put_search", lambda ledger, _: ledger.append(Batch(run=RUN, documents=(report(77),)))),
    ],
)
def test_a_server_that_vanishes_at_work(
    postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str, work: Callable[[Ledger, Path], object]
) -> None:
    """The error names the server, no row is said to be damaged, and nothing half done is left."""
    import psycopg

    url = postgres.create()
    _fill(url)
    name = f"onrecord.ledger.{meanwhile}"
    real = pkgutil.resolve_name(name)

    def cut(*given: object) -> object:
        with psycopg.connect(postgres.url("postgres"), autocommit=True) as raw:
            raw.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (url.rsplit("/", 1)[1],)
            )
        return real(*given)

    with open_ledger(url) as ledger:
        monkeypatch.setattr(name, cut)
        with pytest.raises(LedgerUnreachable, match=r"keeper:\*\*\*@.* does not answer"):
            work(ledger, tmp_path / "backup.db")
        monkeypatch.undo()
        assert ledger.verify() == []
        assert ledger.counts()["documents"] == 5
    assert list(tmp_path.iterdir()) == []
    postgres.drop(url)


def test_a_user_without_the_right_to_write_reads(postgres) -> None:
    import psycopg

    url = postgres.create()
    _fill(url)
    reader = url.replace("keeper:a-long-password", "guest:a-word")
    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute("create role guest login password 'a-word'")
        _tell(LedgerReadOnly, "no right", reader)
        raw.execute("grant select on all tables in schema public to guest")
    with open_ledger(reader) as ledger:
        assert ledger.search("bomb").total == 5
        with pytest.raises(LedgerReadOnly, match="no right"):
            ledger.append(Batch(run=RUN, documents=(report(77),)))
    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute("drop owned by guest; drop role guest")
    postgres.drop(url)


def test_addresses_of_something_else_are_told(tmp_path: Path) -> None:
    for address in ("mysql://here/ledger", "postgresql://keeper:secret@here:port/ledger"):
        with pytest.raises(LedgerMissing, match="postgresql://user:password@host:5432/database") as told:
            open_ledger(address, create=True)
        assert "secret" not in str(told.value)


def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    with open_ledger(path, create=True) as ledger:
        with ledger._engine.connect() as connection:
            pages = connection.exec_driver_sql("pragma page_count").scalar_one()
            connection.exec_driver_sql(f"pragma max_page_count = {pages + 40}")
        done = 0
        with pytest.raises(LedgerReadOnly, match="full") as told:  # noqa: PT012
            for done in range(10_000):
                ledger.append(
                    Batch(
                        run=RUN,
                        documents=(report(done),),
                        claims=claims_of(report(done)),
                        captures=(capture(report(done)),),
                    )
                )
        assert "free space" in str(told.value)
        assert done > 0
    with open_ledger(path) as ledger:
        assert ledger.counts()["documents"] == done
        assert ledger.verify() == []
        assert ledger.append(Batch(run=RUN, documents=(report(done),))).documents_new


_READ_ONLY = """
import os, sys
from onrecord.ledger import open_ledger
from onrecord.model import LedgerReadOnly
# load every module while they can be read
with open_ledger(sys.argv[2], create=True) as other:
    other.counts(), other.verify()
os.setgid(65534); os.setuid(65534)
with open_ledger(sys.argv[1], readonly=True) as ledger:
    assert ledger.counts()["documents"] == 5, ledger.counts()
    assert ledger.verify() == []
for how in ({}, {"create": True}):
    try:
        open_ledger(sys.argv[1], **how)
    except LedgerReadOnly as told:
        assert "cannot be written" in str(told), told
        print("told")
try:
    open_ledger(os.path.dirname(sys.argv[1]) + "/new.db", create=True)
except LedgerReadOnly:
    print("told")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody without rights")
def test_a_read_only_disk_can_be_read_and_says_why_not_written(tmp_path: Path) -> None:
    import tempfile

    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        path = Path(folder) / "ledger.db"
        _fill(str(path))
        with sqlite3.connect(path) as raw:
            raw.execute("pragma wal_checkpoint(truncate)")
        raw.close()
        before = path.read_bytes()
        Path(folder).chmod(0o555)
        path.chmod(0o444)
        for rest in Path(folder).glob("ledger.db-*"):
            rest.unlink()
        done = subprocess.run(
            [sys.executable, "-c", _READ_ONLY, str(path), str(tmp_path / "other.db")],
            capture_output=True,
            text=True,
            check=False,
        )
        Path(folder).chmod(0o755)
        assert done.stdout.split() == ["told"] * 3, done.stderr
        assert path.read_bytes() == before
