"""What a person is told when the ground goes away under the desk: in words, and never that something was kept which is lost."""

from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE, BOMB
from tests.web.test_signing import sign_in, somebody, token_of

from onrecord.ledger import open_ledger
from onrecord.model import LedgerReadOnly

PAGES = ("/", "/incidents", f"/incidents/{BOMB}", "/documents/second", "/map", "/demands", "/review", "/sources")


def _gone(file: Path) -> list[tuple[Path, Path]]:
    moved = []
    for rest in ("", "-wal", "-shm"):
        here = file.with_name(file.name + rest)
        if here.exists():
            moved.append((here, here.rename(file.with_name("elsewhere.db" + rest))))
    return moved


def test_nothing_is_kept_in_a_file_that_was_moved_away(client: TestClient, ledger_file: Path) -> None:
    """The desk's process still holds the file, and would write into it what nobody finds again."""
    token = token_of(client, "/incidents")
    form = {"token": token, "by": "Ada", "why": "read", "verdict": "confirm", "subject": BOMB}
    moved = _gone(ledger_file)
    for path in PAGES:
        reply = client.get(path)
        assert reply.status_code == 503, path
        assert "was moved, deleted or replaced" in reply.text
    assert client.get("/api/v1/incidents").status_code == 503
    assert client.post("/judgements", data=form).status_code == 503
    assert not ledger_file.exists()
    for here, there in moved:
        there.rename(here)
    assert client.get("/").status_code == 200
    assert client.post("/judgements", data=form).status_code == 303
    with open_ledger(ledger_file, readonly=True) as ledger:
        assert [j.by for j in ledger.judgements()] == ["Ada"]


def test_a_file_put_in_its_place_is_not_taken_for_it(client: TestClient, ledger_file: Path, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "other.db", create=True):
        pass
    (tmp_path / "other.db").replace(ledger_file)
    assert client.get("/incidents").status_code == 503


@pytest.mark.parametrize("path", ["/", "/api/v1/incidents"])
def test_a_full_disk_is_told_before_anybody_is_known(
    app: Starlette, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log of reads cannot be written: then nothing sealed is shown, and it says why."""
    somebody(app)
    ada = sign_in(app)

    def full(*_: Any, **__: Any) -> None:
        raise LedgerReadOnly("there is no space left on the disk of desk.people.db")

    monkeypatch.setattr(app.state.desk.people.audit, "note", full)
    reply = ada.get(path)
    assert reply.status_code == 503
    assert "no space left" in reply.text
    assert "Herat" not in reply.text
    assert TestClient(app, base_url=BASE).get("/static/desk.css").status_code == 200
