"""Keeping a ledger as a person does it: judging and undoing, hiding names, looking back, signing, handing on."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard

from onrecord.cli import main

REPORT = """\
Publisher: Hill Courier
Published: 2024-03-05
URL: https://hill.example/attack

A bomb killed teacher Sarwar Kakarzai and two other men in Quetta on Monday, police said.

The Lawyers' Forum demanded that the government investigate the attack.
"""


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("ONRECORD_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("ONRECORD_WITH_NAMES", raising=False)
    report = tmp_path / "report.txt"
    report.write_text(REPORT, "utf-8")

    def call(*args: str, code: int = 0) -> Ran:
        with pytest.raises(SystemExit) as stop:
            main(list(args))
        told = capsys.readouterr()
        assert int(stop.value.code or 0) == code, told.err
        return Ran(code, told.out, told.err)

    return call


def _records(run, what: str, *more: str) -> list[dict]:
    return [json.loads(line) for line in run(what, "--format", "jsonl", *more).out.splitlines()]


def test_names_of_victims_are_hidden_unless_asked_for(run, tmp_path: Path) -> None:
    run("add", str(tmp_path / "report.txt"), "--workers", "1", "--quiet")
    (incident,) = _records(run, "incidents")
    claim = incident["claims"][0]
    document = incident["documents"][0]["id"]
    shown = [
        ("incidents", "--format", "csv"), ("claims",), ("claims", "--format", "csv"), ("claims", "--format", "geojson"),
        ("demands",), ("show", incident["id"]), ("show", claim), ("show", document), ("show", claim, "--format", "json"),
        ("show", document, "--format", "json"), ("show", claim, "--why"), ("log", claim), ("show", claim, "--as-of", "2999-01-01"),
        ("incidents", "--as-of", "2999-01-01", "--format", "jsonl"), ("claims", "--as-of", "2999-01-01", "--format", "csv"),
        ("incidents", "--format", "geojson"), ("claims", "--search", "bomb", "--format", "jsonl"), ("demands", "--format", "csv"),
        ("responses",), ("rejections",), ("judgements",), ("capture", document),
    ]  # fmt: skip
    for command in shown:
        out = run(*command).out
        assert "Kakarzai" not in out, command
    assert "█" in run("show", claim).out
    assert "Kakarzai" in run("show", claim, "--with-names").out
    run("judge", "redact", claim, "--hide", "Lawyers' Forum", "--place", "country", "--why", "asked to")
    told = run("show", document).out
    assert "Forum" not in told
    assert "Quetta" not in told
    assert "Forum" not in run("judgements").out
    assert _records(run, "claims")[0]["where"][0]["precision"] == "country"
    run("judge", "redact", claim, "--reveal", "Sarwar Kakarzai", "--why", "a public figure")
    assert "Kakarzai" in run("show", document).out


def test_who_looks_back_sees_no_name_that_was_hidden_since(run, tmp_path: Path) -> None:
    run("add", str(tmp_path / "report.txt"), "--workers", "1", "--quiet")
    (incident,) = _records(run, "incidents")
    now = datetime.now(UTC).isoformat()
    assert run("incidents", "--as-of", now).code == 0
    run("judge", "redact", incident["id"], "--hide", "police", "--why", "for their safety")
    for command in (("incidents",), ("claims",), ("show", incident["id"])):
        assert "--with-names" in run(*command, "--as-of", now, code=2).err
        assert run(*command, "--as-of", now, "--with-names").code == 0
        assert run(*command, "--as-of", datetime.now(UTC).isoformat()).code == 0


def test_judgements_are_undone_by_judgements_and_conflicts_are_shown(run, tmp_path: Path) -> None:
    run("add", str(tmp_path / "report.txt"), "--workers", "1", "--quiet")
    (incident,) = _records(run, "incidents")
    name = incident["id"]
    run("judge", "confirm", name, "--by", "Amina", "--why", "seen the list")
    assert _records(run, "incidents")[0]["status"] == "confirmed"
    noted = run("judge", "reject", name, "--by", "Omar", "--why", "another day").out
    assert _records(run, "incidents") == []
    told = run("judgements").out
    assert "conflict about" in told
    assert "Amina (confirm" in told
    assert "Omar (reject" in told
    made = noted.split("noted as ")[1].split(";")[0]
    run("judge", "undo", made, "--by", "Omar", "--why", "it was that day")
    told = run("judgements").out
    assert "conflict about" not in told
    assert "[undone]" in told
    assert _records(run, "incidents")[0]["status"] == "confirmed"
    log = run("log", name).out
    assert log.count("judgement") == 3
    wrong = run(
        "judge", "correct", incident["claims"][0], "--field", "type", "--value", "attack.bom", "--why", "x", code=1
    )
    assert "did you mean" in wrong.err
    assert "Traceback" not in wrong.err
    for field, value in (("when", '{"precision": "day", "start": "yesterday"}'), ("tolls", "3"), ("modality", "maybe")):
        run("judge", "correct", incident["claims"][0], "--field", field, "--value", value, "--why", "x", code=1)
    assert run("judgements").out.count("correct") == 0
    run("rebuild", "--check")
    run("verify")


def test_any_past_moment_can_be_looked_at_with_every_filter(run, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    run("add", str(tmp_path / "report.txt"), "--workers", "1", "--quiet")
    (before,) = _records(run, "incidents")
    then = datetime.now(UTC).isoformat()
    (tmp_path / "later.txt").write_text(
        REPORT.replace("two other men", "six others").replace("03-05", "03-06"), "utf-8"
    )
    run("add", str(tmp_path / "later.txt"), "--workers", "1", "--quiet")
    run("judge", "reject", before["id"], "--why", "made up")
    for filters in (
        (),
        ("--search", "bomb"),
        ("--country", "PK", "--min", "killed=2"),
        ("--publisher", "Hill Courier"),
    ):
        assert _records(run, "incidents", "--as-of", then, *filters) == [before], filters
    assert _records(run, "incidents", "--as-of", then, "--search", "flood") == []
    assert _records(run, "incidents", "--as-of", "2001-01-01") == []
    assert len(_records(run, "demands", "--as-of", then, "--open")) == 1
    assert before["id"] in run("show", before["id"], "--as-of", then).out


def test_a_key_signs_what_is_added_and_verify_can_demand_it(run, tmp_path: Path) -> None:
    assert "onrecord key make" in run("key", code=1).err
    run("add", str(tmp_path / "report.txt"), "--workers", "1", "--quiet")
    public = run("key", "make").out.split()[0]
    assert run("key").out.split()[0] == public
    assert "never replaced" in run("key", "make", code=3).err
    kept = tmp_path / "data" / "onrecord" / "signing.pem"
    assert kept.stat().st_mode & 0o077 == 0
    assert "not signed by one of the keys" in run("verify", "--key", public, code=1).out
    (incident,) = _records(run, "incidents")
    run("judge", "note", incident["id"], "--why", "called the editor")
    assert "1 signed" in run("verify").out
    head = run("verify").out.split("head ")[1].strip()
    assert run("verify", "--head", head).code == 0
    run("verify", "--head", "0" * 64, code=1)
    kept.write_text("no key")
    assert "holds no key" in run("judge", "note", incident["id"], "--why", "again", code=3).err


def test_original_bytes_and_bundle_and_backup(run, tmp_path: Path) -> None:
    run("add", str(tmp_path / "report.txt"), "--workers", "1", "--quiet")
    (incident,) = _records(run, "incidents")
    document = incident["documents"][0]["id"]
    original = str(tmp_path / "original.txt")
    assert "--with-names" in run("capture", document, "--out", original, code=2).err
    assert not (tmp_path / "original.txt").exists()
    told = run("capture", document, "--with-names", "--out", original).out
    assert (tmp_path / "original.txt").read_text("utf-8") == REPORT
    assert "report.txt" in told
    assert "onrecord 0." in told
    run("capture", document, "--with-names", "--out", original, code=1)
    assert "report.txt" in run("capture", document).out
    run("export", "--bundle", str(tmp_path / "bundle"))
    done = subprocess.run(
        [sys.executable, "-I", tmp_path / "bundle" / "verify_bundle.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert b"Kakarzai" not in b"".join(p.read_bytes() for p in (tmp_path / "bundle").rglob("*") if p.is_file())
    assert "accounts" not in run("backup", str(tmp_path / "copy.db")).err
    run("restore", str(tmp_path / "copy.db"), "--ledger", str(tmp_path / "again.db"))
    assert _records(run, "incidents", "--ledger", str(tmp_path / "again.db")) == [incident]
    assert "nothing was changed" in run("restore", str(tmp_path / "copy.db"), code=3).err
    assert "ok  append-only rows" in run("doctor").out


def test_a_source_that_spells_a_hidden_name_is_masked(run, tmp_path: Path) -> None:
    named = tmp_path / "sarwar_KAKARZAI-statement.txt"
    named.write_text(REPORT.replace("hill.example/attack", "hill.example/Sarwar%20Kakarzai"), "utf-8")
    run("add", str(named), "--workers", "1", "--quiet")
    (incident,) = _records(run, "incidents")
    document = incident["documents"][0]["id"]
    told = run("capture", document).out
    assert "kakarzai" not in told.lower()
    assert "█" in told
    assert "masked" in told
    shown = run("capture", document, "--with-names").out
    assert "sarwar_KAKARZAI" in shown.replace("\n", "")


def test_who_copies_a_ledger_is_told_what_stays_behind(run, tmp_path: Path) -> None:
    run("add", str(tmp_path / "report.txt"), "--workers", "1", "--quiet")
    assert "accounts" not in run("copy", str(tmp_path / "ledger.db"), str(tmp_path / "one.db")).err
    run("people", "add", "amina", "--role", "admin")
    for command in (
        ("copy", str(tmp_path / "ledger.db"), str(tmp_path / "two.db")),
        ("backup", str(tmp_path / "three.db")),
    ):
        told = run(*command).err.replace("\n", "")
        assert "ledger.people.db" in told
    assert not (tmp_path / "two.people.db").exists()


def test_doctor_brings_a_ledger_of_an_older_version_up(run, tmp_path: Path) -> None:
    packed = Path(__file__).parents[1] / "ledger" / "older" / "0009.db.zst"
    older = tmp_path / "older.db"
    older.write_bytes(zstandard.ZstdDecompressor().decompress(packed.read_bytes()))
    assert "onrecord doctor" in run("incidents", "--ledger", str(older), code=3).err
    assert "brought up to this version" in run("doctor", "--ledger", str(older)).out
    assert "brought up" not in run("doctor", "--ledger", str(older)).out
    run("incidents", "--ledger", str(older))
