"""The guard: headers, the names the desk answers to, signed forms, and where it may listen."""

import re
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE, BOMB, claims

from onrecord.cli.main import _cli
from onrecord.ledger import Viewer
from onrecord.web import Refused, create_app, serve

FORM = {"incident": BOMB, "subject": BOMB, "by": "Ada", "why": "seen the list", "verdict": "confirm"}


def _token(client: TestClient) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', client.get(f"/incidents/{BOMB}").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    "path", ["/", f"/incidents/{BOMB}", "/nowhere", "/api/v1/incidents", "/static/desk.css", "/feeds/incidents.atom"]
)
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(p.strip().split(" ", 1) for p in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8765", ""])
def test_a_name_that_was_pointed_here_is_refused(client: TestClient, host: str) -> None:
    reply = client.get("/incidents", headers={"host": host})
    assert reply.status_code == 421
    assert "Herat" not in reply.text


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1", "[::1]:8765", "LOCALHOST"])
def test_its_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_a_judgement_is_kept_with_who_and_why_and_can_be_undone(client: TestClient, app: Starlette) -> None:
    reply = client.post("/judgements", data={**FORM, "token": _token(client)}, headers={"origin": BASE})
    assert reply.status_code == 303
    assert reply.headers["location"] == f"/incidents/{BOMB}?done=confirm#judgements"
    (kept,) = app.state.desk.ledger.judgements(subject=BOMB)
    assert (kept.verdict, kept.by, kept.why) == ("confirm", "Ada", "seen the list")
    html = client.get(f"/incidents/{BOMB}").text
    assert "seen the list" in html
    assert 'value="Ada"' in html
    undo = {**FORM, "token": _token(client), "subject": kept.id, "verdict": "undo"}
    assert client.post("/judgements", data=undo).status_code == 303
    assert "(undone)" in client.get(f"/incidents/{BOMB}").text


def test_two_people_never_overwrite_each_other(client: TestClient, app: Starlette) -> None:
    token = _token(client)
    client.post("/judgements", data={**FORM, "token": token})
    client.post("/judgements", data={**FORM, "token": token, "by": "Ben", "why": "another town", "verdict": "reject"})
    assert len(app.state.desk.ledger.judgements(subject=BOMB)) == 2
    html = client.get(f"/incidents/{BOMB}").text
    assert "People disagree" in html
    assert "another town" in html
    assert "seen the list" in html


def test_a_claim_can_be_judged_and_a_note_is_shown(client: TestClient, app: Starlette) -> None:
    claim = claims()["four"].id
    form = {**FORM, "token": _token(client), "subject": claim, "verdict": "note", "why": "<b>ask the desk in Herat</b>"}
    assert client.post("/judgements", data=form).status_code == 303
    assert app.state.desk.ledger.judgements(subject=claim)[0].detail == {"text": "<b>ask the desk in Herat</b>"}
    html = client.get(f"/incidents/{BOMB}").text
    assert "&lt;b&gt;ask the desk in Herat&lt;/b&gt;" in html
    assert f'noted <a href="#claim-{claim}">a claim</a>' in html


@pytest.mark.parametrize(
    ("change", "headers", "status"),
    [
        ({"token": ""}, {}, 403),
        ({"token": "0" * 64}, {}, 403),
        ({"token": "é"}, {}, 403),
        ({}, {"origin": "http://evil.example"}, 403),
        ({}, {"origin": "null"}, 403),
        ({}, {"origin": "http://127.0.0.1:9999"}, 403),
        ({}, {"sec-fetch-site": "cross-site"}, 403),
        ({"by": " "}, {}, 400),
        ({"why": ""}, {}, 400),
        ({"verdict": "must_link"}, {}, 400),
        ({"verdict": ""}, {}, 400),
        ({"subject": "inc-none"}, {}, 400),
        ({"subject": ""}, {}, 400),
        ({"why": "x" * 70_000}, {}, 413),
        ({"by": "A\0da"}, {}, 400),
    ],
)
def test_what_is_not_a_judgement_of_this_desk_changes_nothing(
    client: TestClient, app: Starlette, change: dict[str, str], headers: dict[str, str], status: int
) -> None:
    form = {**FORM, "token": _token(client), **change}
    assert client.post("/judgements", data=form, headers=headers).status_code == status
    assert app.state.desk.ledger.judgements() == []


def test_a_form_without_its_cookie_is_refused(client: TestClient, app: Starlette) -> None:
    token = _token(client)
    client.cookies.clear()
    assert client.post("/judgements", data={**FORM, "token": token}).status_code == 403
    # a cookie that another page planted does not fit a token that it cannot sign
    client.cookies.set("onrecord_form", "planted")
    assert client.post("/judgements", data={**FORM, "token": "planted"}).status_code == 403
    assert app.state.desk.ledger.judgements() == []


def test_the_cookies_are_for_this_site_and_no_script(client: TestClient) -> None:
    told = client.get(f"/incidents/{BOMB}").headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=strict" in told


def test_a_desk_for_reading_takes_no_judgement(ledger_file: Path) -> None:
    app = create_app(ledger_file)
    client = TestClient(app, base_url=BASE)
    assert 'name="verdict"' not in client.get(f"/incidents/{BOMB}").text
    assert client.post("/judgements", data=FORM).status_code == 403
    app.state.desk.ledger.close()


def test_somebody_without_the_right_to_see_names_sees_masks(ledger_file: Path) -> None:
    from onrecord.ledger import Batch, open_ledger
    from onrecord.model import Judgement

    hidden = Judgement(
        id="j1",
        verdict="redact",
        subjects=("a/first?",),
        by="Ada",
        at="2025-04-01T10:00:00+00:00",
        why="safety",
        detail={"names": ["Relatives"]},
    )
    with open_ledger(ledger_file) as ledger:
        ledger.append(Batch(judgements=(hidden,)))
    app = create_app(ledger_file, viewer=Viewer(may_see_names=False))
    client = TestClient(app, base_url=BASE)
    for path in (
        "/",
        "/demands",
        f"/incidents/{BOMB}",
        "/documents/a%2Ffirst%3F",
        "/api/v1/claims",
        "/api/v1/documents/a%2Ffirst%3F",
        "/api/v1/demands",
        f"/api/v1/incidents/{BOMB}",
        "/incidents?search=investigate",
        "/incidents",
        "/review",
        "/sources",
        "/rejections",
        "/map",
        "/map/view.json",
        "/feeds/incidents.atom",
        "/feeds/incidents.json",
        "/api/v1/incidents",
        "/api/v1/incidents.csv",
        "/api/v1/incidents.jsonl",
        "/api/v1/incidents.geojson",
        "/api/v1/incidents/moved",
        "/api/v1/claims?search=investigate",
    ):
        reply = client.get(path)
        assert reply.status_code == 200, path
        assert "relatives" not in reply.text.lower(), path
    # what is hidden is found by no search either
    for path in ("/api/v1/claims", "/api/v1/incidents"):
        assert client.get(f"{path}?search=Relatives").json()["items"] == [], path
    app.state.desk.ledger.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_a_network_is_refused_for_want_of_accounts(host: str, app: Starlette, ledger_file: Path) -> None:
    with pytest.raises(Refused, match="there are no accounts"):
        serve(lambda: app, host, 8765)
    done = CliRunner().invoke(_cli, ["serve", "--host", host, "--ledger", str(ledger_file)])
    assert done.exit_code == 1
    assert "there are no accounts" in done.output


def test_passwords_do_not_travel_in_the_clear(app: Starlette) -> None:
    app.state.desk.people.accounts.add("ada", "admin")
    with pytest.raises(Refused, match="--tls-cert"):
        serve(lambda: app, "0.0.0.0", 8765)


def test_a_port_that_is_taken_is_told(app: Starlette) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Refused, match="--port"):
            serve(lambda: app, "127.0.0.1", taken.getsockname()[1])


def test_a_ledger_that_is_not_there_is_told(tmp_path: Path) -> None:
    from onrecord.model import LedgerMissing

    with pytest.raises(LedgerMissing):
        create_app(tmp_path / "none.db")
