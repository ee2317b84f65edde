"""Whatever byte of whatever row is changed, verify says so and names the row."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ledger import Batch, Viewer, open_ledger
from onrecord.ledger.hashing import merkle_path, merkle_root, path_root, public_hex, sign, signature_holds
from onrecord.ledger.schema import APPEND_ONLY, t
from onrecord.ledger.verify_bundle import main as verify_alone
from onrecord.ledger.verify_bundle import signature_holds as signature_holds_alone
from onrecord.model import Rejection

from .makers import RUN, capture, claims_of, incident_of, judgement, report

TABLES = [*(x.name for x in APPEND_ONLY), "batches"]


def _fill(where: str) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    with open_ledger(where, create=True) as ledger, pytest.MonkeyPatch.context() as early:
        early.setattr("onrecord.ledger.dictionaries.FIRST", 3)
        for n in range(4):
            document = report(n)
            claims = claims_of(document)
            ledger.append(
                Batch(run=RUN, documents=(document,), claims=claims, captures=(capture(document),)),
                key if n % 2 else None,
            )
        ledger.append(Batch(run=RUN, documents=(report(1),), claims=claims_of(report(1))[:1], reread=("doc-000001",)))
        first = claims_of(report(0))[0]
        ledger.append(
            Batch(judgements=(judgement(1, "confirm", first.id), judgement(2, "note", first.id, text="seen")))
        )
        ledger.append(
            Batch(run=RUN, rejections=(Rejection(stage="source", reason="empty file", subject="a.txt", code="empty"),))
        )
        with ledger.writing():
            ledger.links().replace([], [(incident_of(*(claims_of(report(n))[0] for n in range(4))), (1,))], [])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "ledger.db"
    _fill(str(path))
    with sqlite3.connect(path) as raw:
        triggers = [r[0] for r in raw.execute("select name from sqlite_master where type = 'trigger'")]
        for name in triggers:
            raw.execute(f"drop trigger {name}")
    raw.execute("pragma wal_checkpoint(truncate)")
    raw.close()
    with open_ledger(path, readonly=True) as ledger:
        assert ledger.verify() == []
        assert all(ledger.counts()[x] for x in ("documents", "claims", "judgements", "rejections", "captures"))
    return path


def _columns(table: str) -> list[str]:
    found = {x.name: x for x in (*APPEND_ONLY, t.batches)}[table]
    return [c.name for c in found.columns]


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_found(filled: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(TABLES), "table")
    column = data.draw(st.sampled_from(_columns(table)), "column")
    # a file of its own: what an earlier example left open must not mix with this one
    path = tmp_path_factory.mktemp("tampered") / "ledger.db"
    shutil.copy(filled, path)
    with closing(sqlite3.connect(path)) as raw, raw:
        rows = raw.execute(f"select seq, {column!r} from {table}".replace("'", '"')).fetchall()
        seq, value = data.draw(st.sampled_from(rows), "row")
        spoilt = _spoil(value, data)
        try:
            raw.execute(f'update {table} set "{column}" = ? where seq = ?', (spoilt, seq))
        except sqlite3.IntegrityError as refused:
            assert "append-only" not in str(refused)  # noqa: PT017
            # a unique or typed column refuses it: the change cannot be made this way
            return
        now = raw.execute(
            f'select "{column}" from {table} where seq = ?', (spoilt if column == "seq" else seq,)
        ).fetchone()
        assert now[0] != value
    with open_ledger(path, readonly=True) as ledger:
        faults = ledger.verify()
    shutil.rmtree(path.parent)
    assert faults, f"{table}.{column} of {seq}: {value!r} -> {spoilt!r}"
    if column not in ("seq", "batch") and table != "batches":
        assert (faults[0].table, faults[0].seq) == (table, seq)


def _spoil(value: object, data: st.DataObject) -> object:
    if value is None:
        return data.draw(st.sampled_from(["x", ""]))
    if isinstance(value, int):
        return value ^ (1 << data.draw(st.integers(0, 20)))
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    if not raw or data.draw(st.integers(0, 9)) == 0:
        return value + (" " if isinstance(value, str) else b"\0")
    at = data.draw(st.integers(0, len(raw) - 1))
    if isinstance(value, str):
        raw[at] = (raw[at] + data.draw(st.integers(1, 93))) % 94 + 33 if raw[at] < 128 else raw[at]
        changed = raw.decode()
        return changed if changed != value else value + "x"
    raw[at] ^= 1 << data.draw(st.integers(0, 7))
    return bytes(raw)


@pytest.mark.parametrize("holds", [signature_holds, signature_holds_alone], ids=["ledger", "bundle"])
def test_a_signature_is_spelt_in_one_way(holds) -> None:
    key, hash_ = Ed25519PrivateKey.generate(), "ab" * 32
    public, mark = public_hex(key), sign(key, hash_)
    assert holds(public, hash_, mark)
    for spelt in (mark + " ", f"{mark[:2]} {mark[2:]}", mark + "\n", mark.upper(), mark[:-2], ""):
        assert not holds(public, hash_, spelt)


@pytest.mark.parametrize("table", TABLES)
def test_a_deleted_row_is_named(filled: Path, tmp_path: Path, table: str) -> None:
    path = tmp_path / "cut.db"
    shutil.copy(filled, path)
    with sqlite3.connect(path) as raw:
        seq = raw.execute(f"select min(seq) from {table}").fetchone()[0]
        raw.execute(f"delete from {table} where seq = ?", (seq,))
    raw.close()
    with open_ledger(path, readonly=True) as ledger:
        faults = ledger.verify()
    assert faults
    if table != "batches" and seq != 1:
        assert (faults[0].table, faults[0].seq) == (table, seq)


def test_a_row_with_its_hash_changed_breaks_the_root(filled: Path, tmp_path: Path) -> None:
    from onrecord.ledger.hashing import row_mark

    path = tmp_path / "forged.db"
    shutil.copy(filled, path)
    with sqlite3.connect(path) as raw:
        raw.execute("update rejections set reason = 'nothing to see'")
        names = [c for c in _columns("rejections") if c != "leaf"]
        row = raw.execute(f"select {', '.join(names)} from rejections").fetchone()
        raw.execute("update rejections set leaf = ?", (row_mark("rejections", row),))
    raw.close()
    with open_ledger(path, readonly=True) as ledger:
        (fault,) = ledger.verify()
    assert fault.table == "batches"
    assert "root" in fault.reason


def test_a_cut_off_end_is_found_with_the_head_that_was_noted(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "short.db"
    shutil.copy(filled, path)
    with open_ledger(path, readonly=True) as ledger:
        head = ledger.batches()[-1]
    with sqlite3.connect(path) as raw:
        for table in TABLES:
            raw.execute(f"delete from {table} where {'seq' if table == 'batches' else 'batch'} = ?", (head.seq,))
    raw.close()
    with open_ledger(path, readonly=True) as ledger:
        assert ledger.verify() == []
        assert "cut off" in ledger.verify(head=head.hash)[0].reason


def test_damaged_pages_are_found(filled: Path, tmp_path: Path) -> None:
    with open_ledger(filled, readonly=True) as ledger:
        whole = (list(ledger.each_document()), list(ledger.each_claim()), ledger.judgements(), ledger.rejections())
    found, rng = 0, random.Random(5)
    # in a file as small as this most of a page is free space
    for _ in range(60):
        path = tmp_path / "damaged.db"
        raw = bytearray(filled.read_bytes())
        at = rng.randrange(4096, len(raw) - 512)
        for i in range(at, at + 512):
            raw[i] ^= 0xA5
        path.write_bytes(raw)
        try:
            with open_ledger(path, readonly=True) as ledger:
                health = ledger.doctor()
                found += not health.well
                assert health.well or "Nothing to do" not in health.advice[0]
                if health.well:
                    # it hit free space, or a table that is made anew
                    assert whole == (
                        list(ledger.each_document()),
                        list(ledger.each_claim()),
                        ledger.judgements(),
                        ledger.rejections(),
                    )
        except Exception as error:
            assert type(error).__module__ == "onrecord.model.errors", repr(error)  # noqa: PT017
            found += 1
    assert found >= 5


@pytest.mark.postgres
def test_changes_are_found_on_postgresql(postgres, tmp_path: Path) -> None:
    import psycopg

    url = postgres.create()
    _fill(url)
    with psycopg.connect(url, autocommit=True) as raw:
        for table in TABLES:
            raw.execute(f"alter table {table} disable trigger all")
    with open_ledger(url) as ledger:
        assert ledger.verify() == []
        for table in TABLES:
            for column in _columns(table):
                if column in ("seq", "batch"):
                    change = f'"{column}" = "{column}" + 1000'
                elif column in ("leaf", "body", "text", "content", "sha256", "capture", "text_sha256"):
                    change = f'"{column}" = set_byte("{column}", 3, (get_byte("{column}", 3) + 1) %% 256)'
                elif column in ("rows", "document", "number") or (table == "claims" and column in ("reader", "run")):
                    change = f'"{column}" = coalesce("{column}", 0) + 1'
                else:
                    change = f'''"{column}" = coalesce("{column}", '') || 'x' '''
                with psycopg.connect(url) as raw:
                    (seq,) = raw.execute(f"select max(seq) from {table}").fetchone()
                    (kept,) = raw.execute(f'select "{column}" from {table} where seq = %s', (seq,)).fetchone()
                    raw.execute(f"update {table} set {change} where seq = %s", (seq,))
                assert ledger.verify(), f"{table}.{column}"
                with psycopg.connect(url) as raw:
                    at = seq + 1000 if column == "seq" else seq
                    raw.execute(f'update {table} set "{column}" = %s where seq = %s', (kept, at))
        assert ledger.verify() == []
    postgres.drop(url)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_a_path_leads_from_every_leaf_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    assert path_root(leaves[at], merkle_path(leaves, at)) == merkle_root(leaves)


def test_a_claim_is_proved_by_its_path(where: str) -> None:
    _fill(where)
    with open_ledger(where, readonly=True) as ledger:
        proof = ledger.proof(claims_of(report(2))[1].id)
        assert path_root(bytes.fromhex(proof.leaf), proof.path) == proof.batch.root


# ----------------------------------------------------------------------------------------------------------- bundles


def _run(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", folder / "verify_bundle.py", *more], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("full", [True, False])
def test_a_bundle_verifies_by_its_own_script(where: str, tmp_path: Path, full: bool) -> None:
    _fill(where)
    folder = tmp_path / "bundle"
    with open_ledger(where, readonly=True) as ledger:
        ledger.export_bundle(folder, Viewer(may_see_names=full), captures=True)
        head = ledger.batches()[-1].hash
    done = _run(folder, "--head", head)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "everything fits" in done.stdout
    assert _run(folder, "--head", "0" * 64).returncode == 1
    assert _run(folder, "--key", "0" * 64).returncode == 1
    everything = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    assert (b"Kakarzai" in everything) is full
    assert (folder / "captures").exists() is full


@pytest.mark.parametrize(
    "name, old, new",
    [
        ("documents.jsonl", "4 people", "9 people"),
        ("claims.jsonl", '"low":4', '"low":5'),
        ("claims.jsonl", '"start":0', '"start":1'),
        ("judgements.jsonl", "confirm", "reject"),
        ("batches.jsonl", '"rows":', '"rows":1'),
        ("rows/documents.jsonl", "Daily Post", "Daily Past"),
        ("incidents.jsonl", '"from":["', '"from":["0'),
        ("documents.jsonl", '"text":"', '"redacted":true,"text":"Not so: '),
        ("judgements.jsonl", None, ""),
        ("documents.jsonl", None, "twice"),
    ],
)
def test_a_changed_bundle_does_not_verify(filled: Path, tmp_path: Path, name: str, old: str, new: str) -> None:
    import hashlib

    folder = tmp_path / "bundle"
    with open_ledger(filled, readonly=True) as ledger:
        ledger.export_bundle(folder, Viewer(may_see_names=True))
    body = (folder / name).read_text()
    if old is None:
        # a line that is gone, or stands there twice
        old = body[: body.index("\n") + 1]
        new = old * 2 if new else ""
    assert old in body
    (folder / name).write_text(body.replace(old, new, 1))
    # a forger would mend the manifest too
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    (folder / "manifest.sha256").write_text(f"{digest}  manifest.json\n")
    done = _run(folder)
    assert done.returncode == 1, done.stdout
    assert "DOES NOT FIT" in done.stdout


@pytest.mark.parametrize("full", [False, True])
def test_any_byte_of_a_bundle_that_is_turned_is_found(
    filled: str, tmp_path: Path, full: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also one that makes a file no UTF-8, or no JSON: it is told, and nothing breaks."""
    folder = tmp_path / "bundle"
    with open_ledger(filled, readonly=True) as ledger:
        ledger.export_bundle(folder, Viewer(may_see_names=full), captures=True)
    assert verify_alone([str(folder)]) == 0
    rng = random.Random(7)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        body = path.read_bytes()
        for at in rng.sample(range(len(body)), min(len(body), 12)):
            path.write_bytes(body[:at] + bytes([body[at] ^ 1 << rng.randrange(8)]) + body[at + 1 :])
            assert verify_alone([str(folder)]) == 1, (path.name, at)
        path.write_bytes(body)
    assert verify_alone([str(folder)]) == 0
    capsys.readouterr()
