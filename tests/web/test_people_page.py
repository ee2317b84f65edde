"""The page of accounts: admins alone, their password for whatever gives more, and nobody locks everybody out."""

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BOMB
from tests.web.test_signing import WORDS, browser, sign_in, somebody, token_of

from onrecord.ledger import Filter


def _send(client: TestClient, do: str, password: str = WORDS, **more: str) -> tuple[int, str]:
    given = {"do": do, "password": password, "token": token_of(client, "/people"), **more}
    reply = client.post("/people", data=given)
    return reply.status_code, reply.text


@pytest.mark.parametrize("role", ["reader", "analyst", "editor"])
def test_nobody_but_an_admin_opens_it(app: Starlette, role: str) -> None:
    somebody(app)
    somebody(app, "ben", role)  # type: ignore[arg-type]
    client = sign_in(app, "ben")
    assert client.get("/people").status_code == 403
    assert '"/people"' not in client.get("/").text
    given = {"do": "role", "name": "ben", "role": "admin", "password": WORDS, "token": token_of(client, "/account")}
    assert client.post("/people", data=given).status_code == 403
    assert app.state.desk.people.accounts.by_name("ben").role == role
    assert browser(app).get("/people").status_code == 303


def test_an_admin_makes_an_account_and_it_is_used(app: Starlette) -> None:
    somebody(app)
    client = sign_in(app)
    status, page = _send(client, "add", name="Ben", role="analyst", collections="general, sindh")
    assert status == 200
    (link,) = re.findall(r"http://127.0.0.1:8765(/welcome/[\w-]+)", page)
    ben = app.state.desk.people.accounts.by_name("ben")
    assert (ben.role, ben.collections) == ("analyst", ("general", "sindh"))
    guest = browser(app)
    token = token_of(guest, link)
    assert guest.post(link, data={"password": WORDS, "again": WORDS, "token": token}).status_code == 303
    assert guest.get(f"/incidents/{BOMB}").status_code == 200
    assert _send(client, "access", name="ben", collections="all")[0] == 200
    assert app.state.desk.people.accounts.by_name("ben").collections is None
    assert _send(client, "role", name="ben", role="reader")[0] == 200
    assert _send(client, "disable", name="ben")[0] == 200
    assert guest.get(f"/incidents/{BOMB}").status_code == 303
    assert [r.action for r in app.state.desk.people.audit.rows(4, name="ada")] == ["disable", "role", "access", "add"]


@pytest.mark.parametrize(
    "given",
    [
        {"do": "add", "name": "eve", "role": "admin"},
        {"do": "role", "name": "ben", "role": "admin"},
        {"do": "access", "name": "ben", "collections": "all"},
        {"do": "link", "name": "ben"},
        {"do": "totp-off", "name": "ben"},
    ],
)
def test_what_gives_more_asks_for_the_password(app: Starlette, given: dict[str, str]) -> None:
    somebody(app)
    ben = somebody(app, "ben", "reader", ["general"])
    client = sign_in(app)
    for password in ("", "not the password of ada"):
        status, page = _send(client, password=password, **given)  # type: ignore[arg-type]
        assert status == 403
        assert "/welcome/" not in page
    assert app.state.desk.people.accounts.by_name("ben") == ben
    assert len(app.state.desk.people.accounts.all()) == 2


def test_the_last_admin_stays_and_nonsense_is_refused(app: Starlette) -> None:
    somebody(app)
    client = sign_in(app)
    assert _send(client, "role", name="ada", role="reader")[0] == 400
    assert _send(client, "disable", name="ada")[0] == 400
    assert _send(client, "add", name="ada", role="reader")[0] == 400
    assert _send(client, "add", name="ben", role="king")[0] == 400
    assert _send(client, "access", name="ada", collections="a/b")[0] == 400
    assert _send(client, "nothing")[0] == 400
    assert app.state.desk.people.accounts.by_name("ada").role == "admin"
    reply = client.post("/people", data={"do": "disable", "name": "ada", "password": WORDS, "token": "0" * 64})
    assert reply.status_code == 403


def test_the_key_of_an_authenticator_is_drawn(app: Starlette) -> None:
    somebody(app)
    client = sign_in(app)
    given = {"do": "begin-totp", "password": WORDS, "token": token_of(client, "/account")}
    page = client.post("/account", data=given).text
    assert 'class="qr"' in page
    assert "<svg" in page.split('class="qr"')[1].split("</p>")[0]
    assert "style=" not in page


def test_who_pulls_learns_what_moved(app: Starlette, client: TestClient) -> None:
    assert client.get("/api/v1/incidents/moved").json() == {"items": []}
    ledger = app.state.desk.ledger
    gone = [i for i in ledger.incident_ids(Filter()).items if i != BOMB][:3]
    with ledger.writing():
        forwards = [(gone[0], BOMB, "merged"), (gone[1], None, "gone"), (gone[2], BOMB, "merged")]
        ledger.links().replace(gone, [], forwards)
    found = client.get("/api/v1/incidents/moved?limit=2").json()
    assert [(m["old"], m.get("new"), m["reason"]) for m in found["items"]] == [
        (gone[0], BOMB, "merged"),
        (gone[1], None, "gone"),
    ]
    rest = client.get(f"/api/v1/incidents/moved?cursor={found['next']}").json()
    assert [m["old"] for m in rest["items"]] == [gone[2]]
    assert client.get("/api/v1/incidents/moved?since=2999-01-01T00:00:00Z").json() == {"items": []}
    assert client.get("/api/v1/incidents/moved?since=yesterday").status_code == 400
