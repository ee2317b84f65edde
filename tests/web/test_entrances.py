"""What one way in refuses, every way in refuses: forms, the API with a session, the API with a token."""

import threading
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE, BOMB, claims, incidents, judge
from tests.web.test_signing import WORDS, browser, sign_in, somebody, token_of

from onrecord.ledger import Batch
from onrecord.model import Judgement
from onrecord.web import Door, create_app

OTHER = incidents()[1].id


def _form(client: TestClient, page: str, to: str = "/judgements", /, **fields: Any) -> Any:
    return client.post(to, data={"token": token_of(client, page), "why": "read", **fields})


def _program(app: Starlette, name: str, **fields: Any) -> Any:
    people = app.state.desk.people
    secret, _ = people.sessions.new_token(people.accounts.by_name(name), "t", ["read", "names", "judge"])
    client = TestClient(app, base_url=BASE)
    return client.post(
        "/api/v1/judgements", json={"why": "read"} | fields, headers={"authorization": f"Bearer {secret}"}
    )


def _kept(app: Starlette) -> list[Judgement]:
    found: list[Judgement] = app.state.desk.ledger.judgements()
    return found


def _made(app: Starlette, id_: str, verdict: Any, subject: str, **detail: Any) -> None:
    at = f"2025-04-02T10:00:0{id_[-1]}+00:00"
    made = Judgement(id=id_, verdict=verdict, subjects=(subject,), by="ed", at=at, why="safety", detail=detail)
    assert app.state.desk.ledger.append(Batch(judgements=(made,))).rejections == ()


@pytest.fixture
def team(app: Starlette) -> Starlette:
    somebody(app)
    somebody(app, "ann", "analyst")
    somebody(app, "ed", "editor")
    return app


def test_only_editors_undo_what_only_editors_do(team: Starlette) -> None:
    """Else an analyst would show the names that an editor hid."""
    _made(team, "j1", "redact", "second", names=["Herat"])
    _made(team, "j2", "rate", "Hari Daily", reliability="B", credibility="2")
    _made(team, "j3", "undo", "j1")
    ann = sign_in(team, "ann")
    for id_ in ("j1", "j2", "j3"):
        assert _form(ann, "/incidents", verdict="undo", subject=id_).status_code == 403, id_
        assert _program(team, "ann", verdict="undo", subjects=[id_]).status_code == 403, id_
    assert [j.id for j in _kept(team)] == ["j1", "j2", "j3"]
    assert _form(sign_in(team, "ed"), "/incidents", verdict="undo", subject="j3").status_code == 303
    # of their own kind they undo each other's
    _made(team, "j4", "confirm", BOMB)
    assert _program(team, "ann", verdict="undo", subjects=["j4"]).status_code == 201


def test_what_is_in_no_incident_is_not_taken_out_of_it(team: Starlette) -> None:
    four, asked = claims()["four"].id, claims()["asked"].id
    ann = sign_in(team, "ann")
    for going in ([asked], [four, claims()["six"].id]):
        assert _form(ann, "/incidents", verdict="split", incident=BOMB, subject=going).status_code == 400
        assert _program(team, "ann", verdict="split", subjects=[BOMB, *going]).status_code == 400
    assert _kept(team) == []
    # the others stay, whichever way it was sent
    assert _form(ann, "/incidents", verdict="split", incident=BOMB, subject=four).status_code == 303
    assert _program(team, "ann", verdict="split", subjects=[BOMB, four], why="sent").status_code == 201
    first, second = _kept(team)
    assert first.subjects == second.subjects == (claims()["six"].id, four)
    assert first.detail == second.detail == {"stay": 1}


@pytest.mark.parametrize("subjects", [[BOMB, BOMB], [BOMB, BOMB[:12]], [BOMB]])
def test_nothing_is_put_together_with_itself(team: Starlette, subjects: list[str]) -> None:
    ann = sign_in(team, "ann")
    assert _form(ann, "/incidents", verdict="merge", incident=BOMB, subject=subjects).status_code == 400
    for verdict in ("merge", "must_link", "cannot_link"):
        assert _program(team, "ann", verdict=verdict, subjects=subjects).status_code == 400
    assert _kept(team) == []


def test_a_correction_that_no_reader_could_have_written_breaks_no_page(team: Starlette) -> None:
    given = [("second", "title", ["x"]), ("second", "url", 3), ("second", "publisher", {"a": "b"}), (BOMB, "type", [])]
    given += [(claims()["six"].id, "rights", [5]), (claims()["six"].id, "occurrences", {"low": "a"})]
    ada = sign_in(team)
    for subject, field, value in given:
        detail = {"field": field, "value": value}
        assert _program(team, "ann", verdict="correct", subjects=[subject], detail=detail).status_code == 400, field
    for path in (f"/incidents/{BOMB}", "/documents/second", "/", "/sources"):
        assert ada.get(path).status_code == 200


def test_whoever_judged_a_claim_of_it_changed_what_was_read(team: Starlette) -> None:
    ann = sign_in(team, "ann")
    seen = {"seen": "0", "incident": BOMB}
    _made(team, "j1", "reject", claims()["six"].id)
    reply = _form(ann, f"/incidents/{BOMB}", verdict="confirm", subject=BOMB, **seen)
    assert reply.status_code == 409
    assert "safety" in reply.text
    # and the other way: the incident was judged, the claim is corrected
    _made(team, "j2", "confirm", BOMB)
    fields = {"field": "type", "value": "clash", "seen": "1"}
    assert _form(ann, "/incidents", verdict="correct", subject=claims()["four"].id, **fields).status_code == 409
    assert _form(ann, "/incidents", verdict="confirm", subject=OTHER, seen="0").status_code == 303


def test_of_two_who_judge_at_once_the_second_sees_the_first(ledger_file: Path) -> None:
    """The first is still being kept when the second is sent."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(*given: Any) -> Any:
        begun.set()
        assert go_on.wait(30)
        return judge(*given)

    app = create_app(ledger_file, judge=slow)
    for name in ("ann", "ben"):
        somebody(app, name, "admin")
    ann, ben = sign_in(app, "ann"), sign_in(app, "ben")
    found: dict[str, int] = {}

    def send(client: TestClient, name: str, token: str) -> None:
        fields = {"verdict": "confirm", "subject": BOMB, "seen": "0", "why": "read", "token": token}
        found[name] = client.post("/judgements", data=fields).status_code

    tokens = [token_of(c, "/account") for c in (ann, ben)]
    first = threading.Thread(target=send, args=(ann, "ann", tokens[0]))
    first.start()
    assert begun.wait(30)
    second = threading.Thread(target=send, args=(ben, "ben", tokens[1]))
    second.start()
    go_on.set()
    first.join(60)
    second.join(60)
    assert found == {"ann": 303, "ben": 409}
    app.state.desk.ledger.close()


def test_nobody_takes_from_another_what_they_thought_was_free(team: Starlette) -> None:
    ann, ed = sign_in(team, "ann"), sign_in(team, "ed")
    for client in (ann, ed):
        assert 'name="had" value="-"' in client.get("/review").text
    given = {"subject": BOMB, "person": "me", "had": "-"}
    assert _form(ann, "/review", "/assignments", **given).status_code == 303
    reply = _form(ed, "/review", "/assignments", **given)
    assert reply.status_code == 400
    assert "ann has it by now" in reply.text
    assert team.state.desk.people.work.assignments()[BOMB].name == "ann"
    assert _form(ed, "/review", "/assignments", subject=BOMB, person="ed", had="ann").status_code == 303
    assert team.state.desk.people.work.assignments()[BOMB].name == "ed"


def test_nothing_is_given_to_who_may_not_see_it(team: Starlette) -> None:
    somebody(team, "wen", "analyst", ["witnesses"])
    ada = sign_in(team)
    assert _form(ada, "/review", "/assignments", subject=BOMB, person="wen", had="-").status_code == 400
    assert team.state.desk.people.work.assignments() == {}


def test_the_first_link_makes_the_first_account_and_no_other(ledger_file: Path) -> None:
    app = create_app(ledger_file, judge=judge, door=Door(owner=False))
    people = app.state.desk.people
    path = f"/setup/{people.sessions.new_link('setup', hours=1)}"
    given = {"password": WORDS, "again": WORDS}
    ada = browser(app)
    # a name that cannot be one does not use the link up
    assert _form(ada, path, path, name="owner", **given).status_code == 400
    late = browser(app)
    token = token_of(late, path)
    somebody(app, "eve", "admin")
    assert late.get(path).status_code == 404
    assert late.post(path, data={"token": token, "name": "mallory", **given}).status_code == 404
    assert [p.name for p in people.accounts.all()] == ["eve"]
    app.state.desk.ledger.close()


def test_pages_of_people_who_signed_in_stay_on_no_computer(team: Starlette, client: TestClient) -> None:
    ann = sign_in(team, "ann")
    for path in ("/", f"/incidents/{BOMB}", "/documents/second", "/account", "/nowhere"):
        assert ann.get(path).headers["cache-control"] == "no-store", path
    assert ann.get("/api/v1/incidents").headers["cache-control"] == "private, no-cache"


def test_a_token_stands_in_no_address(team: Starlette) -> None:
    people = team.state.desk.people
    secret, _ = people.sessions.new_token(people.accounts.by_name("ann"), "t", ["read"])
    for name in ("token", "access_token", "authorization", "key"):
        assert TestClient(team, base_url=BASE).get("/api/v1/incidents", params={name: secret}).status_code == 401


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example", "javascript:x", "/a\r\nb"]
)
def test_a_view_leads_nowhere_else(team: Starlette, path: str) -> None:
    ann = sign_in(team, "ann")
    reply = _form(ann, "/incidents", "/views", name="mine", path=path)
    assert reply.status_code == 400
    assert team.state.desk.people.work.views(2) == []
    assert sign_in(team, "ann", next=path).last.headers["location"] == "/"  # type: ignore[attr-defined]


def test_no_program_sends_a_judgement_without_end(client: TestClient) -> None:
    taken = []

    def endless() -> Any:
        for _ in range(2_000):
            taken.append(1)
            yield b"x" * 1_024

    reply = client.post("/api/v1/judgements", content=endless(), headers={"content-type": "application/json"})
    assert reply.status_code == 413
    assert set(reply.json()) == {"error", "reason"}
