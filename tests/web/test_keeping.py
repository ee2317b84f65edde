"""Kept answers: never older than the ledger, never shown to whoever may not see them, made once for all who ask."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE, BOMB, judge
from tests.web.test_signing import sign_in, somebody
from tests.web.test_walls import _made

from onrecord.ledger import Batch, open_ledger
from onrecord.model import Document, Incident, IncidentPlace
from onrecord.web import create_app
from onrecord.web.keeping import Kept

_PLACED = IncidentPlace(name="Bamyan", precision="city", country="AF", admin1="Bamyan", lat=34.8, lon=67.8)


def test_an_answer_is_made_once_for_all_who_ask_at_once() -> None:
    kept, begun, made = Kept(), threading.Barrier(9), []

    def slow() -> str:
        time.sleep(0.1)
        made.append(1)
        return "answer"

    def ask(_: int) -> str:
        begun.wait()
        return kept.get("1", "q", slow)

    with ThreadPoolExecutor(9) as pool:
        assert list(pool.map(ask, range(9))) == ["answer"] * 9
    assert made == [1]
    assert kept.get("2", "q", lambda: "newer") == "newer"


def test_an_error_is_not_kept_and_the_oldest_answer_goes_first() -> None:
    kept = Kept(most=2)
    with pytest.raises(ZeroDivisionError):
        kept.get("1", "a", lambda: 1 // 0)
    assert kept.get("1", "a", lambda: 1) == 1
    for about in ("b", "a", "c"):
        kept.get("1", about, lambda: 2)
    assert kept.get("1", "a", lambda: 3) == 1
    assert kept.get("1", "b", lambda: 3) == 3


def test_what_another_process_adds_shows_at_once(app: Starlette, client: TestClient, ledger_file: Path) -> None:
    paths = ("/api/v1/counts", "/map/view.json", "/incidents", "/map", "/sources", "/")
    before = {p: [client.get(p).text for _ in range(2)][1] for p in paths}
    more = Document(
        id="fourth", text="Two people were hurt in Bamyan.", publisher="Bamyan Post", published="2025-03-09"
    )
    with open_ledger(ledger_file) as other:
        other.append(Batch(documents=(more,)))
        assert client.get("/api/v1/counts").json()["ledger"]["documents"] == 4
        # linking alone, without a batch, counts as well
        held = app.state.desk.ledger.incident(BOMB)
        new = Incident(
            id="inc-00000000000000ff", link="single", type="protest", status="single_source", claims=(), documents=held.documents,
            publishers=("Hari Daily",), when=held.when, where=(_PLACED,), first_reported="2025-03-09", last_reported="2025-03-09",
        )  # fmt: skip
        with other.writing():
            other.links().replace([], [(new, ())], [])
    assert client.get("/api/v1/counts").json()["incidents"]["status"]["single_source"] == 13
    assert client.get("/map/view.json").json()["incidents"] == 14
    assert "14 incidents" in client.get("/incidents").text
    assert "Bamyan" in client.get("/map").text
    assert all(client.get(p).text != before[p] for p in paths[:4])


def test_a_judgement_shows_at_once(app: Starlette, client: TestClient) -> None:
    assert client.get("/api/v1/counts").json()["ledger"]["judgements"] == 0
    assert not judge(app.state.desk.ledger, "confirm", (BOMB,), "ada", "read it")
    assert client.get("/api/v1/counts").json()["ledger"]["judgements"] == 1


def test_points_that_have_not_changed_are_not_sent_again(client: TestClient) -> None:
    tag = client.get("/map/view.json").headers["etag"]
    again = client.get("/map/view.json", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_nobody_gets_an_answer_kept_for_somebody_who_may_see_more(tmp_path: Path) -> None:
    app = create_app(_made(tmp_path / "walls.db", True), judge=judge)
    somebody(app)
    somebody(app, "ben", "analyst", ["general"])
    somebody(app, "rita", "reader", ["general"])
    inside = {name: sign_in(app, name) for name in ("ada", "ben", "rita")}
    paths = (
        "/api/v1/counts?actor=farid+ahmadzai",
        "/api/v1/counts?search=Farid",
        "/api/v1/counts",
        "/map",
        "/incidents",
    )
    # each reads after whoever may see more has filled what is kept, and once more the other way round
    first = {(p, n): inside[n].get(p) for p in paths for n in ("ada", "ben", "rita")}
    second = {(p, n): inside[n].get(p) for p in paths for n in ("rita", "ben", "ada")}
    for p in paths[:3]:
        for n in inside:
            assert first[p, n].json() == second[p, n].json(), (p, n)
    assert first[paths[1], "ben"].json()["incidents"]["type"]
    assert first[paths[1], "rita"].json()["incidents"]["type"] == {}
    assert first[paths[2], "ada"].json()["ledger"]["documents"] == 3
    assert first[paths[2], "ben"].json()["ledger"]["documents"] == 1
    for p in paths[3:]:
        assert "Kisumu" in first[p, "ada"].text
        assert "Kisumu" not in first[p, "ben"].text + second[p, "rita"].text
    anybody = TestClient(app, base_url=BASE, follow_redirects=False)
    assert anybody.get("/map/view.json").status_code in (303, 401)
    app.state.desk.ledger.close()
