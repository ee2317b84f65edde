"""The command line as a person meets it: exit codes, tables at both widths, machine formats, errors that say what to do."""

import csv
import io
import json
from pathlib import Path

import pytest

from onrecord.cli import main

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("ONRECORD_LEDGER", str(tmp_path / "none.db"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    def call(*args: str) -> Ran:
        with pytest.raises(SystemExit) as stop:
            main(list(args))
        captured = capsys.readouterr()
        return Ran(int(stop.value.code or 0), captured.out, captured.err)

    return call


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("cli") / "ledger.db")
    with pytest.raises(SystemExit) as stop:
        main(["add", str(EXAMPLES), "--ledger", path, "--workers", "1", "--quiet"])
    assert not stop.value.code
    return path


def test_help_teaches_and_is_complete(run) -> None:
    told = run("--help")
    assert told.code == 0
    assert "Exit codes" in told.out
    assert "onrecord add" in told.out


def test_a_mistyped_command_is_guessed(run) -> None:
    told = run("incident")
    assert told.code == 2
    assert "incidents" in told.err


def test_a_missing_ledger_is_named_with_what_to_do(run, tmp_path: Path) -> None:
    told = run("incidents")
    assert told.code == 3
    assert str(tmp_path) in told.err
    assert "onrecord add" in told.err


def test_a_foreign_file_is_no_ledger(run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, just words " * 20)
    told = run("incidents", "--ledger", str(tmp_path / "notes.txt"))
    assert told.code == 3
    assert (tmp_path / "notes.txt").read_text().startswith("not a database")


@pytest.mark.parametrize("width", [80, 160])
def test_tables_keep_to_the_width(run, ledger: str, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for command in ("incidents", "claims", "demands", "responses"):
        told = run(command, "--ledger", ledger)
        assert told.code == 0
        table = told.out.splitlines()[:-1]
        assert table
        assert max(len(line) for line in table) <= width
        assert "\x1b[" not in told.out


def test_machine_formats_agree(run, ledger: str) -> None:
    lines = [json.loads(x) for x in run("incidents", "--format", "jsonl", "--ledger", ledger).out.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("incidents", "--format", "csv", "--ledger", ledger).out)))
    features = json.loads(run("incidents", "--format", "geojson", "--ledger", ledger).out)["features"]
    assert [x["id"] for x in lines] == [r["id"] for r in rows] == [f["id"] for f in features]
    assert len(lines) > 20


def test_filters_narrow(run, ledger: str) -> None:
    told = run("incidents", "--country", "pk", "--min", "killed=20", "--format", "jsonl", "--ledger", ledger)
    found = [json.loads(x) for x in told.out.splitlines()]
    assert found
    for incident in found:
        assert "PK" in {p.get("country") for p in incident["where"]}
        assert any(t["effect"] == "killed" and t["best"] >= 20 for t in incident["tolls"])


@pytest.mark.parametrize(
    "bad", [("--from", "yesterday"), ("--min", "killed"), ("--as-of", "noon"), ("--sort", "colour")]
)
def test_wrong_arguments_are_explained(run, ledger: str, bad: tuple[str, str]) -> None:
    told = run("incidents", *bad, "--ledger", ledger)
    assert told.code == 2
    assert bad[1] in told.err


def test_a_toll_is_assessed_by_the_rule_that_is_asked_for(run, ledger: str) -> None:
    listed = [json.loads(x) for x in run("incidents", "--format", "jsonl", "--ledger", ledger).out.splitlines()]
    apart = next(
        i["id"] for i in listed for t in i.get("tolls", []) if t["effect"] == "killed" and t["low"] < t["best"]
    )
    told = run("show", apart, "--rule", "conservative", "--ledger", ledger)
    assert told.code == 0
    assert "by the rule 'conservative'" in told.out
    assert "resting on" in told.out
    record = json.loads(run("show", apart, "--rule", "majority", "--format", "json", "--ledger", ledger).out)
    assert {t["rule"] for t in record["tolls"]} == {"majority"}
    assert all(set(t["from"]) <= set(record["claims"]) for t in record["tolls"])
    assert run("show", record["claims"][0], "--rule", "majority", "--ledger", ledger).code == 2


def test_show_marks_the_evidence_and_gives_the_series(run, ledger: str) -> None:
    listed = run("incidents", "--min", "killed=20", "--format", "jsonl", "--ledger", ledger).out.splitlines()
    incident = json.loads(listed[0])
    told = run("show", incident["id"][:12], "--ledger", ledger)
    assert told.code == 0
    assert "Who says so" in told.out
    assert "‹" in told.out
    claim = run("show", incident["claims"][0], "--ledger", ledger)
    assert claim.code == 0
    assert "killed" in claim.out
    document = run("show", incident["documents"][0]["id"], "--ledger", ledger)
    assert document.code == 0


def test_every_claim_that_a_toll_rests_on_is_listed(run, ledger: str) -> None:
    listed = [json.loads(x) for x in run("incidents", "--format", "jsonl", "--ledger", ledger).out.splitlines()]
    most = max(listed, key=lambda i: len(i["claims"]) * ("tolls" in i))
    claims = run("show", most["id"], "--ledger", ledger).out.partition("\nClaims")[2]
    assert "same words in" in claims
    assert [c for c in most["claims"] if c[:10] not in claims] == []
    assert {c for t in most["tolls"] for c in t["from"]} <= set(most["claims"])


def test_why_explains_links(run, ledger: str) -> None:
    listed = run("incidents", "--min", "killed=20", "--format", "jsonl", "--ledger", ledger).out.splitlines()
    told = run("show", json.loads(listed[0])["id"], "--why", "--ledger", ledger)
    assert told.code == 0
    assert "belong together" in told.out


def test_an_unknown_id_has_its_own_code(run, ledger: str) -> None:
    assert run("show", "inc-ffffffffffff", "--ledger", ledger).code == 4


def test_reading_keeps_nothing_and_says_what_it_refused(run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Gunmen killed two farmers in Jos on 3 March 2025, police said.")
    (tmp_path / "in" / "b.txt").write_text("")
    told = run("read", str(tmp_path / "in"))
    assert told.code == 0
    assert json.loads(told.out.splitlines()[0])["tolls"][0]["low"] == 2
    assert "b.txt" in told.err
    assert run("read", "--strict", str(tmp_path / "in")).code == 1
    for layer, field in (("documents", "text"), ("times", "value"), ("places", "name"), ("attributions", "content")):
        lines = run("read", "--layer", layer, str(tmp_path / "in")).out.splitlines()
        assert lines
        assert field in json.loads(lines[0])


def test_adding_twice_changes_nothing_and_names_the_ledger(run, tmp_path: Path) -> None:
    path = str(tmp_path / "twice.db")
    first = run("add", str(EXAMPLES / "balochistan-2024"), "--ledger", path)
    again = run("add", str(EXAMPLES / "balochistan-2024"), "--ledger", path)
    assert first.code == again.code == 0
    assert "13 new documents" in first.err
    assert "0 new documents, 13 known" in again.err
    assert path in again.err


def test_strict_adding_fails_on_a_rejection_and_keeps_the_rest(run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "in" / "b.txt").write_text("Gunmen killed two farmers in Jos on 3 March 2025.")
    path = str(tmp_path / "strict.db")
    told = run("add", str(tmp_path / "in"), "--ledger", path, "--strict")
    assert told.code == 1
    assert "binary" in told.err
    assert "a.txt" in run("rejections", "--ledger", path).out
    assert run("claims", "--format", "jsonl", "--ledger", path).out.strip()


def test_rows_are_input_too(run, tmp_path: Path) -> None:
    told = run("add", "rows.csv", "--map", "no-such-map", "--ledger", str(tmp_path / "rows.db"))
    assert told.code == 2
    assert "maverick" in told.err


def test_judging_is_kept_and_can_be_undone(run, ledger: str, tmp_path: Path) -> None:
    listed = run("incidents", "--country", "MM", "--format", "jsonl", "--ledger", ledger).out.splitlines()
    name = json.loads(listed[0])["id"]
    assert run("judge", "confirm", name, "--why", "seen the list", "--by", "ana", "--ledger", ledger).code == 0
    assert json.loads(run("show", name, "--format", "json", "--ledger", ledger).out)["status"] == "confirmed"
    made = run("judgements", "--ledger", ledger).out
    assert "ana" in made
    assert "seen the list" in made
    id_ = next(word for word in made.split() if len(word) == 10 and all(c in "0123456789abcdef" for c in word))
    assert run("judge", "undo", id_, "--by", "ben", "--ledger", ledger).code == 0
    assert json.loads(run("show", name, "--format", "json", "--ledger", ledger).out)["status"] != "confirmed"
    others = map(json.loads, run("incidents", "--format", "jsonl", "--ledger", ledger).out.splitlines())
    elsewhere = next(i["claims"][0] for i in others if i["id"] != name)
    refused = run("judge", "split", name, elsewhere, "--why", "another day", "--ledger", ledger)
    assert refused.code == 1
    assert f"{elsewhere} is no claim of {name}" in refused.err
    assert run("verify", "--ledger", ledger).code == 0


def test_health_backup_and_bundle(run, ledger: str, tmp_path: Path) -> None:
    assert run("doctor", "--ledger", ledger).code == 0
    assert run("rebuild", "--check", "--ledger", ledger).code == 0
    assert run("backup", str(tmp_path / "copy.db"), "--ledger", ledger).code == 0
    assert run("verify", "--ledger", str(tmp_path / "copy.db")).code == 0
    assert run("export", "--bundle", str(tmp_path / "bundle"), "--ledger", ledger).code == 0
    assert (tmp_path / "bundle" / "verify_bundle.py").exists()


def test_places_are_explained(run) -> None:
    told = run("gazetteer", "find", "Killa Saifullah")
    assert told.code == 0
    assert "Balochistan" in told.out
    assert "alternate name" in told.out
    many = run("gazetteer", "find", "Springfield", "--country", "United States", "--limit", "2")
    assert many.out.count("GeoNames") == 2
    assert "more: --limit" in many.out
    assert " people · " in many.out
    alike = run("gazetteer", "find", "Khartom")
    assert "spelt much like it" in alike.out
    assert "Khartoum" in alike.out
    nothing = run("gazetteer", "find", "Xqzzyplorg")
    assert nothing.code == 4
    assert "gazetteer import" in nothing.out
    assert run("gazetteer", "find", "Pishin", "--country", "Atlantis").code == 2
