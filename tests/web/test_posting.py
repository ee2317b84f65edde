"""What programs send: reports and judgements, with their rights, bounds and refusals; and the API against its own description."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE, BOMB, HOSTILE, claims, judge
from tests.web.test_signing import sign_in, somebody

from onrecord.cli.desking import add_upload
from onrecord.ledger import open_ledger
from onrecord.ledger.people import Scope
from onrecord.model import Rejection
from onrecord.web import create_app
from onrecord.web.posting import UPLOAD_LIMIT
from onrecord.web.uploads import Added

REPORT = "HERAT, March 3: Four people were killed and nine injured on Sunday when a bomb exploded at a market in Herat, police said."


class Taken:
    """Takes uploads without reading them."""

    def __init__(self) -> None:
        self.got: list[tuple[str, bytes, str]] = []

    def __call__(self, name: str, body: bytes, collection: str) -> Added:
        self.got.append((name, body, collection))
        refused = Rejection(stage="source", reason=f"it is empty {HOSTILE}\udc80", subject=name, code="empty")
        return Added(1, 0, 2, ("inc-1",), (), (refused,))


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def open_app(ledger_file: Path, taken: Taken) -> Iterator[Starlette]:
    app = create_app(ledger_file, judge=judge, add=taken)
    yield app
    app.state.desk.ledger.close()


def _with_token(app: Starlette, name: str, *scopes: Scope) -> TestClient:
    people = app.state.desk.people
    secret, _ = people.sessions.new_token(people.accounts.by_name(name), "test", scopes)
    return TestClient(app, base_url=BASE, follow_redirects=False, headers={"authorization": f"Bearer {secret}"})


def test_reports_are_added_and_refusals_told(open_app: Starlette, taken: Taken) -> None:
    client = TestClient(open_app, base_url=BASE)
    reply = client.post("/api/v1/documents", content=REPORT, headers={"content-type": "text/plain; charset=utf-8"})
    assert reply.status_code == 200
    told = reply.json()
    assert (told["new"], told["incidents_new"]) == (1, ["inc-1"])
    assert told["rejected"][0]["code"] == "empty"
    assert taken.got == [("upload.txt", REPORT.encode(), "general")]


def test_json_of_one_or_many_becomes_lines(open_app: Starlette, taken: Taken) -> None:
    client = TestClient(open_app, base_url=BASE)
    many = [{"text": "one"}, {"text": "two\nlines"}]
    client.post("/api/v1/documents", json=many)
    client.post("/api/v1/documents", json=many[0])
    assert [[json.loads(line) for line in body.splitlines()] for _, body, _ in taken.got] == [many, many[:1]]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"content-type": "text/plain"}, b"", 400),
        ({"content-type": "text/plain"}, b"   \n", 400),
        ({"content-type": "application/x-www-form-urlencoded"}, b"text=x", 415),
        ({"content-type": "image/png"}, b"x", 415),
        ({"content-type": "text/plain"}, b"x" * (UPLOAD_LIMIT + 1), 413),
        ({"content-type": "text/plain", "origin": "http://evil.example"}, b"x", 403),
        ({"content-type": "text/plain", "origin": "null"}, b"x", 403),
        ({"content-type": "text/plain", "sec-fetch-site": "cross-site"}, b"x", 403),
    ],
)
def test_what_cannot_be_added_changes_nothing(
    open_app: Starlette, taken: Taken, headers: dict[str, str], body: bytes, status: int
) -> None:
    reply = TestClient(open_app, base_url=BASE).post("/api/v1/documents", content=body, headers=headers)
    assert reply.status_code == status
    assert set(reply.json()) == {"error", "reason"}
    assert taken.got == []


@pytest.mark.parametrize("name", ["all", "a/b", "x" * 61, "", "a\nb"])
def test_a_collection_needs_a_name(open_app: Starlette, taken: Taken, name: str) -> None:
    client = TestClient(open_app, base_url=BASE)
    at = {"collection": name}
    reply = client.post("/api/v1/documents", params=at, content="x", headers={"content-type": "text/plain"})
    assert reply.status_code == 400
    assert taken.got == []


def test_who_may_add_and_where(open_app: Starlette, taken: Taken) -> None:
    somebody(open_app)
    somebody(open_app, "eve", "editor", ["general", "sindh"])
    somebody(open_app, "ben", "analyst")
    plain = {"content-type": "text/plain"}

    def status(client: TestClient, collection: str = "general") -> int:
        return client.post(
            "/api/v1/documents", params={"collection": collection}, content="x", headers=plain
        ).status_code

    assert status(TestClient(open_app, base_url=BASE)) == 401
    assert status(_with_token(open_app, "eve", "read")) == 403
    assert status(_with_token(open_app, "ben", "read", "judge")) == 403
    assert taken.got == []
    eve = _with_token(open_app, "eve", "add")
    assert (status(eve), status(eve, "sindh"), status(eve, "witnesses")) == (200, 200, 403)
    # a token for adding reads nothing
    assert eve.get("/api/v1/incidents").status_code == 403
    assert [c for _, _, c in taken.got] == ["general", "sindh"]
    assert [r.subject for r in open_app.state.desk.people.audit.rows(action="add")] == ["sindh", "general"]


def test_a_desk_that_takes_none_says_so(ledger_file: Path) -> None:
    app = create_app(ledger_file)
    reply = TestClient(app, base_url=BASE).post(
        "/api/v1/documents", content="x", headers={"content-type": "text/plain"}
    )
    assert reply.status_code == 403
    app.state.desk.ledger.close()


def test_judgements_are_sent_as_on_the_pages(open_app: Starlette) -> None:
    client = TestClient(open_app, base_url=BASE)
    asked = {"verdict": "confirm", "subjects": [BOMB[:9]], "why": "seen the list", "by": "Ada"}
    assert client.post("/api/v1/judgements", json=asked).status_code == 201
    (kept,) = open_app.state.desk.ledger.judgements()
    assert (kept.verdict, kept.subjects, kept.by) == ("confirm", (BOMB,), "Ada")
    correct = {
        "verdict": "correct", "subjects": [claims()["four"].id], "why": "the list says so",
        "detail": {"field": "type", "value": "attack.suicide"},
    }  # fmt: skip
    assert client.post("/api/v1/judgements", json=correct).status_code == 201
    assert client.get(f"/api/v1/claims/{claims()['four'].id}").json()["type"] == "attack.suicide"


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "perhaps"}, {"subjects": []}, {"subjects": ["inc-none"]}, {"why": ""}, {"extra": 1},
        {"verdict": "correct", "detail": {"field": "id", "value": "x"}}, {"verdict": "merge"},
    ],
)  # fmt: skip
def test_what_is_no_judgement_is_told(open_app: Starlette, change: dict[str, object]) -> None:
    asked = {"verdict": "confirm", "subjects": [BOMB], "why": "seen", **change}
    reply = TestClient(open_app, base_url=BASE).post("/api/v1/judgements", json=asked)
    assert reply.status_code == 400
    assert set(reply.json()) == {"error", "reason"}
    assert open_app.state.desk.ledger.judgements() == []


def test_a_judgement_needs_the_right_and_bears_the_name(open_app: Starlette) -> None:
    somebody(open_app)
    somebody(open_app, "ben", "analyst")
    asked = {"verdict": "confirm", "subjects": [BOMB], "why": "seen", "by": "Somebody Else"}
    reader = _with_token(open_app, "ben", "read", "names")
    assert reader.post("/api/v1/judgements", json=asked).status_code == 403
    ben = _with_token(open_app, "ben", "read", "judge")
    assert ben.post("/api/v1/judgements", json=asked).status_code == 201
    hide = {"verdict": "redact", "subjects": ["second"], "why": "safety"}
    assert ben.post("/api/v1/judgements", json=hide).status_code == 403
    assert [j.by for j in open_app.state.desk.ledger.judgements()] == ["ben"]


def test_reads_of_sealed_data_are_noted(open_app: Starlette) -> None:
    somebody(open_app)
    somebody(open_app, "ben", "analyst", ["general"])
    somebody(open_app, "rita", "reader", ["general"])
    for name, scope in (("ben", "names"), ("rita", "read")):
        client = _with_token(open_app, name, "read", *(["names"] if scope == "names" else []))
        client.get("/api/v1/incidents?search=market")
        client.get(f"/api/v1/incidents/{BOMB}")
        client.get("/api/v1/openapi.json")
    rows = open_app.state.desk.people.audit.rows(action="read")
    assert [(r.name, r.subject) for r in rows] == [
        ("ben", f"/api/v1/incidents/{BOMB}"), ("ben", "/api/v1/incidents?search=market"),
    ]  # fmt: skip


def test_the_log_of_reads_tells_the_moment_that_was_looked_at(open_app: Starlette) -> None:
    """A browser keeps the moment in a cookie: what was seen then is not what the address alone would show."""
    somebody(open_app)
    ben = somebody(open_app, "ben", "analyst", ["general"])
    client = sign_in(open_app, "ben")
    client.cookies.set("onrecord_then", "2025-03-04T10:00")
    client.get("/incidents?type=attack")
    client.get("/incidents?as_of=2025-03-05")
    token = _with_token(open_app, "ben", "read", "names")
    token.cookies.set("onrecord_then", "2025-03-04T10:00")
    token.get("/api/v1/counts")
    rows = open_app.state.desk.people.audit.rows(action="read", name=ben.name)
    assert [(r.subject, r.detail) for r in reversed(rows)] == [
        ("/incidents?type=attack", {"as_of": "2025-03-04T10:00"}),
        ("/incidents?as_of=2025-03-05", {"as_of": "2025-03-05"}),
        ("/api/v1/counts", {}),
    ]


def test_the_log_of_reads_cannot_be_changed(open_app: Starlette) -> None:
    from sqlalchemy import text

    from onrecord.model import LedgerError

    ada = somebody(open_app)
    people = open_app.state.desk.people
    people.audit.note(ada, "read", "x")
    for statement in ("delete from audit", "update audit set name = 'ben'"):
        with pytest.raises(LedgerError, match="append-only"), people.writing() as c:
            c.execute(text(statement))


def test_an_upload_is_read_linked_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    open_ledger(path, create=True).close()
    done = add_upload(str(path), "upload.txt", REPORT.encode(), "sindh")
    assert (done.new, len(done.incidents_new)) == (1, 1)
    assert add_upload(str(path), "upload.txt", REPORT.encode(), "sindh").known == 1
    broken = add_upload(str(path), "upload.jsonl", b'{"text": ', "general")
    assert broken.new == 0
    assert broken.rejected
    assert str(tmp_path) not in str(broken)
    assert "/tmp" not in str(broken.rejected)


def test_the_json_feed_follows_the_filter(client: TestClient) -> None:
    told = client.get("/feeds/incidents.json?type=attack")
    assert told.headers["content-type"] == "application/feed+json"
    feed = told.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [i["id"] for i in feed["items"]] == [f"urn:onrecord:{BOMB}"]
    assert feed["items"][0]["_onrecord"]["type"] == "attack.explosion"
    assert (
        client.get(
            "/feeds/incidents.json", headers={"if-none-match": client.get("/feeds/incidents.json").headers["etag"]}
        ).status_code
        == 304
    )


# ------------------------------------------------------------------------------------------- against its description


def test_the_api_is_as_it_describes_itself(open_app: Starlette) -> None:
    """Requests made up from the description, right ones and wrong ones: every answer is one that it tells of."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", open_app, headers={"host": "127.0.0.1"})
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        tried += 1

        @given(case=operation.as_strategy())
        @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(headers={"host": "127.0.0.1"}, excluded_checks=[positive_data_acceptance])

        ask()
    assert tried >= 12
