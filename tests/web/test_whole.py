"""The desk as the command line opens it: a judgement on a page changes what linking says."""

from pathlib import Path

from starlette.testclient import TestClient
from tests.web.conftest import BASE
from tests.web.test_security import FORM

from onrecord.cli.serving import _judge
from onrecord.pipeline.api import open_ledger
from onrecord.web import create_app

_REPORT = (
    "date 2025-03-03 Herat [Afghanistan], March 3: Four people were killed and nine injured on Sunday "
    "when a bomb exploded at a market in Herat, police said.\n"
)


def test_confirming_on_a_page_confirms_the_incident(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(_REPORT, "utf-8")
    with open_ledger(tmp_path / "l.db") as record:
        assert record.add(tmp_path / "report.txt").claims
    app = create_app(tmp_path / "l.db", judge=_judge)
    client = TestClient(app, base_url=BASE, follow_redirects=True)
    (told,) = client.get("/api/v1/incidents").json()["items"]
    assert told["status"] == "single_source"
    page = client.get(f"/incidents/{told['id']}").text
    token = page.split('name="token" value="')[1].split('"')[0]
    form = {**FORM, "incident": told["id"], "subject": told["id"], "token": token}
    assert "Saved: confirmed" in client.post("/judgements", data=form).text
    assert client.get(f"/api/v1/incidents/{told['id']}").json()["status"] == "confirmed"
    assert client.get("/incidents?status=confirmed").text.count('class="main"') == 1
    app.state.desk.ledger.close()


def test_the_queue_shows_the_denial_that_contests_an_incident(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(
        "date 2025-03-03 Kisumu [Kenya], March 3: Police beat protesters outside the market in Kisumu on Sunday.\n\n"
        "The county police commander denied that his officers had beaten anybody.\n",
        "utf-8",
    )
    with open_ledger(tmp_path / "l.db") as record:
        assert record.add(tmp_path / "report.txt").claims
    app = create_app(tmp_path / "l.db", judge=_judge)
    client = TestClient(app, base_url=BASE)
    (told,) = client.get("/api/v1/incidents").json()["items"]
    assert told["status"] == "contested"
    shown = client.get("/review").text
    assert 'id="claim-' + told["responses"][0] in shown
    assert ">Denied</span>" in shown
    app.state.desk.ledger.close()
