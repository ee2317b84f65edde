"""Accounts: nobody gets in who may not, and whoever may gets in as themselves."""

import re
import time
from pathlib import Path
from types import SimpleNamespace

import pyotp
import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE, BOMB, judge
from tests.web.test_security import FORM

from onrecord.cli.main import _cli
from onrecord.ledger.people import Person, Role
from onrecord.web import Door, create_app
from onrecord.web.passwords import hash_password, password_problem

WORDS = "orchard lantern gravel seven"
# made once: argon2 is slow on purpose
HASH = hash_password(WORDS)
PAGES = ("/", "/incidents", f"/incidents/{BOMB}", "/documents/second", "/map", "/demands", "/sources", "/rejections", "/account",
         "/methodology", "/api", "/nowhere")  # fmt: skip
RECORDS = (
    "/api/v1/incidents",
    "/api/v1/incidents.csv",
    "/api/v1/openapi.json",
    "/feeds/incidents.atom",
    "/api/v1/nowhere",
)


def somebody(app: Starlette, name: str = "ada", role: Role = "admin", collections: list[str] | None = None) -> Person:
    people = app.state.desk.people
    made: Person = people.accounts.add(name, role, collections)
    people.accounts.set_password(made.id, HASH)
    return made


def browser(app: Starlette, base: str = BASE) -> TestClient:
    return TestClient(app, base_url=base, follow_redirects=False)


def sign_in(app: Starlette, name: str = "ada", password: str = WORDS, **more: str) -> TestClient:
    client = browser(app)
    reply = client.post(
        "/signin", data={"name": name, "password": password, "token": token_of(client, "/signin"), **more}
    )
    client.last = reply  # type: ignore[attr-defined]
    return client


def token_of(client: TestClient, path: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', client.get(path).text)
    assert found is not None, path
    return found[1]


@pytest.fixture
def team(app: Starlette) -> Starlette:
    somebody(app)
    return app


@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_a_page_without_signing_in(team: Starlette, path: str) -> None:
    reply = browser(team).get(path)
    assert reply.status_code == 303
    assert reply.headers["location"].startswith("/signin")
    assert "Herat" not in reply.text


@pytest.mark.parametrize("path", RECORDS)
def test_nobody_reads_a_record_without_signing_in(team: Starlette, path: str) -> None:
    reply = browser(team).get(path)
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert set(reply.json()) == {"error", "reason"}


def test_signing_in_leads_where_one_wanted_to_go_and_out_again(team: Starlette) -> None:
    client = browser(team)
    there = client.get("/incidents?type=attack").headers["location"]
    assert there == "/signin?next=%2Fincidents%3Ftype%3Dattack"
    form = {"name": "ADA ", "password": WORDS, "token": token_of(client, there), "next": "/incidents?type=attack"}
    reply = client.post("/signin", data=form)
    assert (reply.status_code, reply.headers["location"]) == (303, "/incidents?type=attack")
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    page = client.get("/incidents?type=attack")
    assert page.status_code == 200
    assert ">ada</a>" in page.text
    before = client.cookies["onrecord_session"]
    assert client.post("/signout", data={"token": token_of(client, "/account")}).status_code == 303
    client.cookies.set("onrecord_session", before)
    assert client.get("/incidents").status_code == 303


@pytest.mark.parametrize(
    "there", ["//evil.example/", "https://evil.example/", "/\\evil.example", "evil", "/x\nset-cookie: a=b"]
)
def test_signing_in_leads_nowhere_else(team: Starlette, there: str) -> None:
    assert sign_in(team, next=there).last.headers["location"] == "/"  # type: ignore[attr-defined]


def test_a_wrong_name_and_a_wrong_password_are_told_alike(team: Starlette) -> None:
    told = []
    for name, password in (("ada", "wrong"), ("nobody", WORDS), ("ada", "")):
        client = sign_in(team, name, password)
        assert client.last.status_code == 401  # type: ignore[attr-defined]
        assert "onrecord_session" not in client.cookies
        told.append(re.sub(r"[0-9a-f]{64}", "", client.last.text))  # type: ignore[attr-defined]
    assert told[0] == told[1] == told[2]


def test_guessing_is_stopped_and_does_not_let_the_right_password_in(team: Starlette) -> None:
    for _ in range(8):
        sign_in(team, password="wrong")
    assert sign_in(team).last.status_code == 429  # type: ignore[attr-defined]


def test_a_form_of_another_site_signs_nobody_in(team: Starlette) -> None:
    client = browser(team)
    form = {"name": "ada", "password": WORDS, "token": token_of(client, "/signin")}
    assert client.post("/signin", data=form, headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/signin", data={**form, "token": "0" * 64}).status_code == 403
    assert "onrecord_session" not in client.cookies


def test_a_form_drawn_for_one_person_is_worth_nothing_for_another(team: Starlette) -> None:
    somebody(team, "ben", "analyst")
    ada, ben = sign_in(team), sign_in(team, "ben")
    stolen = token_of(ada, f"/incidents/{BOMB}")
    ben.cookies.set("onrecord_form", ada.cookies["onrecord_form"])
    assert ben.post("/judgements", data={**FORM, "token": stolen}).status_code == 403


def test_a_session_that_somebody_planted_is_not_the_one_after_signing_in(team: Starlette) -> None:
    client = browser(team)
    client.cookies.set("onrecord_session", "planted")
    client.post("/signin", data={"name": "ada", "password": WORDS, "token": token_of(client, "/signin")})
    assert browser(team).get("/", headers={"cookie": "onrecord_session=planted"}).status_code == 303


def test_an_account_that_was_disabled_is_out_at_once(team: Starlette) -> None:
    ben = somebody(team, "ben", "reader")
    client = sign_in(team, "ben")
    secret, _ = team.state.desk.people.sessions.new_token(ben, "pull", ["read"])
    assert client.get("/").status_code == 200
    team.state.desk.people.accounts.set_disabled(ben.id, True)
    assert client.get("/").status_code == 303
    assert browser(team).get("/api/v1/incidents", headers={"authorization": f"Bearer {secret}"}).status_code == 401
    assert sign_in(team, "ben").last.status_code == 401  # type: ignore[attr-defined]


def test_disabling_everybody_does_not_open_the_desk(app: Starlette) -> None:
    from onrecord.model import RecordError

    ada = somebody(app)
    with pytest.raises(RecordError, match="look after"):
        app.state.desk.people.accounts.set_disabled(ada.id, True)
    with pytest.raises(RecordError, match="look after"):
        app.state.desk.people.accounts.set_role(ada.id, "reader")
    assert browser(app).get("/").status_code == 303


def test_a_judgement_bears_the_name_of_who_is_signed_in(team: Starlette) -> None:
    client = sign_in(team)
    form = {**FORM, "by": "Somebody Else", "token": token_of(client, f"/incidents/{BOMB}")}
    assert client.post("/judgements", data=form).status_code == 303
    assert [j.by for j in team.state.desk.ledger.judgements(subject=BOMB)] == ["ada"]


def test_a_reader_judges_nothing(team: Starlette) -> None:
    somebody(team, "ben", "reader")
    client = sign_in(team, "ben")
    page = client.get(f"/incidents/{BOMB}").text
    assert 'name="verdict"' not in page
    assert client.post("/judgements", data={**FORM, "token": token_of(client, "/account")}).status_code == 403
    assert team.state.desk.ledger.judgements() == []


# ------------------------------------------------------------------------------------------------- second factor


def test_a_second_factor_is_set_up_and_then_asked_for(team: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    # the clock stands still, for on a busy machine a step of 30 seconds may end between two lines
    at = 1_900_000_000
    monkeypatch.setattr("onrecord.web.passwords.time", SimpleNamespace(time=lambda: at))
    client = sign_in(team)
    form = {"do": "begin-totp", "password": WORDS, "token": token_of(client, "/account")}
    key = re.search(r'name="key" value="([A-Z2-7]+)"', client.post("/account", data=form).text)
    assert key is not None
    code = pyotp.TOTP(key[1]).at(at - 30)
    form = {"do": "totp", "key": key[1], "password": WORDS, "token": token_of(client, "/account")}
    assert client.post("/account", data={**form, "code": "000000"}).status_code == 400
    assert client.post("/account", data={**form, "code": code}).status_code == 200
    half = sign_in(team)
    assert half.last.headers["location"] == "/signin/code?next=%2F"  # type: ignore[attr-defined]
    assert half.get("/").status_code == 303
    assert half.get("/api/v1/incidents").status_code == 401
    token = token_of(half, "/signin/code")
    # the code with which it was set up is used up
    assert half.post("/signin/code", data={"code": code, "token": token}).status_code == 401
    now = pyotp.TOTP(key[1]).at(at)
    assert half.post("/signin/code", data={"code": now, "token": token}).status_code == 303
    assert half.get("/").status_code == 200


def test_codes_cannot_be_guessed(team: Starlette) -> None:
    person = team.state.desk.people.accounts.by_name("ada")
    team.state.desk.people.accounts.set_totp(person.id, pyotp.random_base32())
    half = sign_in(team)
    token = token_of(half, "/signin/code")
    told = [half.post("/signin/code", data={"code": f"{n:06}", "token": token}).status_code for n in range(10)]
    assert told == [401] * 8 + [429] * 2
    # signing in again does not wipe the slate
    assert sign_in(team).last.status_code == 429  # type: ignore[attr-defined]


# -------------------------------------------------------------------------------------------------- one-time links


def test_the_first_account_is_made_by_a_link_that_is_good_once(ledger_file: Path) -> None:
    app = create_app(ledger_file, judge=judge, door=Door(owner=False))
    client = browser(app)
    assert client.get("/").status_code == 303
    link = f"/setup/{app.state.desk.people.sessions.new_link('setup', hours=1)}"
    form = {"name": "Amina", "password": WORDS, "again": WORDS, "token": token_of(client, link)}
    assert client.post(link, data={**form, "again": "another one here"}).status_code == 400
    assert client.post(link, data={**form, "password": "short", "again": "short"}).status_code == 400
    assert client.post(link, data=form).status_code == 303
    assert client.get("/").status_code == 200
    assert app.state.desk.people.accounts.by_name("amina").role == "admin"
    assert client.post(link, data={**form, "name": "Second"}).status_code in (403, 404)
    assert client.get(link).status_code == 404
    assert len(app.state.desk.people.accounts.all()) == 1
    app.state.desk.ledger.close()


def test_an_old_link_is_worth_nothing(team: Starlette) -> None:
    ben = team.state.desk.people.accounts.add("ben", "reader")
    link = team.state.desk.people.sessions.new_link("welcome", ben.id, hours=-1)
    assert browser(team).get(f"/welcome/{link}").status_code == 404
    fresh = team.state.desk.people.sessions.new_link("welcome", ben.id)
    assert browser(team).get(f"/setup/{fresh}").status_code == 404
    assert browser(team).get(f"/welcome/{fresh}").status_code == 200


@pytest.mark.parametrize("password", ["short", "adaadaadaada", "ababababababab", "x" * 2_000, "orchard-ADA-lantern"])
def test_a_password_that_would_be_guessed_is_not_taken(password: str) -> None:
    assert password_problem(password, "ada") is not None
    assert password_problem(WORDS, "ada") is None


# ---------------------------------------------------------------------------------------------------------- tokens


def test_a_token_opens_the_api_alone_and_no_further_than_its_scopes(team: Starlette) -> None:
    ada = team.state.desk.people.accounts.by_name("ada")
    secret, _ = team.state.desk.people.sessions.new_token(ada, "pull", ["read"])
    client = browser(team)
    header = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/incidents", headers=header).status_code == 200
    assert client.get("/feeds/incidents.atom", headers=header).status_code == 200
    assert client.get("/incidents", headers=header).status_code == 401
    assert client.get("/api/v1/incidents", headers={"authorization": "Bearer onr_wrong"}).status_code == 401
    assert client.get("/api/v1/incidents", headers={"authorization": f"Basic {secret}"}).status_code == 401
    team.state.desk.people.sessions.end_token(team.state.desk.people.sessions.tokens(ada.id)[0].id)
    assert client.get("/api/v1/incidents", headers=header).status_code == 401


def test_a_token_is_made_and_ended_on_the_account_page(team: Starlette) -> None:
    somebody(team, "ben", "reader")
    client = sign_in(team, "ben")
    form = {"do": "token", "label": "pull", "scope-read": "1", "token": token_of(client, "/account")}
    page = client.post("/account", data=form).text
    secret = re.search(r"onr_[\w-]+", page)
    assert secret is not None
    assert secret[0] not in client.get("/account").text
    # a reader's token cannot see names or judge
    assert client.post("/account", data={**form, "scope-names": "1"}).text.count("onr_") == 0
    assert all(t.scopes == ("read",) for t in team.state.desk.people.sessions.tokens())
    ident = team.state.desk.people.sessions.tokens()[0].id
    other = sign_in(team)
    end = {"do": "end-token", "id": ident, "token": token_of(other, "/account")}
    assert other.post("/account", data=end).status_code == 404


# ---------------------------------------------------------------------------------------------------- how it is kept


def test_what_is_kept_signs_nobody_in(team: Starlette, ledger_file: Path) -> None:
    ada = team.state.desk.people.accounts.by_name("ada")
    secret, _ = team.state.desk.people.sessions.new_token(ada, "pull", ["read"])
    client = sign_in(team)
    kept = b"".join(p.read_bytes() for p in ledger_file.parent.glob("desk.people.db*"))
    assert b"ada" in kept
    for word in (secret, client.cookies["onrecord_session"], WORDS):
        assert word.encode() not in kept
    assert b"$argon2id$" in kept
    assert (ledger_file.parent / "desk.people.db").stat().st_mode & 0o077 == 0
    assert b"argon2" not in ledger_file.read_bytes()


def test_the_owner_of_a_laptop_is_let_in_until_there_is_an_account(app: Starlette, client: TestClient) -> None:
    assert client.get("/").status_code == 200
    assert "Sign out" not in client.get("/").text
    somebody(app)
    app.state.desk.people.accounts.any()
    time.sleep(1.1)
    assert client.get("/").status_code == 303


def test_one_person_cannot_take_the_whole_desk(team: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    # a moment that does not pass, however slow the machine is
    monkeypatch.setattr("onrecord.web.access.time", SimpleNamespace(monotonic=lambda: 5.0))
    ada = sign_in(team)
    client = browser(team)
    told = [client.get("/signin").status_code for _ in range(300)]
    assert 429 in told
    assert told[0] == 200
    # somebody else is not made to wait for it
    assert ada.get("/").status_code == 200


def test_accounts_are_made_on_the_command_line(ledger_file: Path) -> None:
    def run(*args: str) -> str:
        done = CliRunner().invoke(_cli, ["people", *args, "--ledger", str(ledger_file)])
        assert done.exit_code == 0, done.output
        return done.output

    first = CliRunner().invoke(_cli, ["people", "add", "ben", "--ledger", str(ledger_file)])
    assert first.exit_code == 1
    assert "--role admin" in first.output
    assert "/welcome/" in run("add", "Amina", "--role", "admin")
    run("add", "ben", "--collection", "sindh")
    run("role", "ben", "analyst")
    run("access", "ben", "--collection", "general", "--collection", "sindh")
    token = run("token", "ben", "--scope", "read").strip()
    assert token.startswith("onr_")
    assert token not in run("token", "ben", "--list")
    listed = run("list")
    assert re.search(r"amina\s+admin\s+all collections", listed)
    assert re.search(r"ben\s+analyst\s+general, sindh", listed)
    run("disable", "ben")
    assert "disabled" in run("list")
    log = run("log", "--limit", "50")
    assert re.search(r"disable\s+ben", log)
    missing = CliRunner().invoke(_cli, ["people", "list", "--ledger", str(ledger_file.with_name("none.db"))])
    assert missing.exit_code != 0
    assert not ledger_file.with_name("none.people.db").exists()
