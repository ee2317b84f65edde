"""What was known at a moment: every page as the ledger stood then, for those alone who see names, and nothing to judge."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import BASE, claims, documents, judge

from onrecord.ledger import Batch, Viewer, open_ledger
from onrecord.model import Run
from onrecord.pipeline import stand
from onrecord.pipeline.rebuilding import link_anew
from onrecord.web import create_app

_RUN = Run(id="r", version="test", vocabulary="v" * 64, model="m" * 64, started="2025-03-05T00:00:00+00:00")


@pytest.fixture
def held(tmp_path: Path) -> tuple[Path, str]:
    """A ledger that took in two reports, one after the other, and the moment between them."""
    path, told = tmp_path / "desk.db", claims()
    first, second, _ = documents()
    with open_ledger(path, create=True) as ledger:
        ledger.append(Batch(run=_RUN, documents=(first,), claims=(told["four"], told["asked"])))
        time.sleep(0.002)
        between = ledger.batches()[-1].appended
        time.sleep(0.002)
        ledger.append(Batch(run=_RUN, documents=(second,), claims=(told["six"], told["answer"])))
        link_anew(ledger)
    return path, between


def _client(path: Path, names: bool = True, collections: tuple[str, ...] | None = None) -> TestClient:
    def made(moment: str, to: Path) -> None:
        with open_ledger(path, readonly=True) as opened:
            stand(opened, moment, to)

    app = create_app(path, judge=judge, viewer=Viewer(may_see_names=names, collections=collections), stand=made)
    return TestClient(app, base_url=BASE, follow_redirects=False)


def _until_there(client: TestClient, address: str) -> str:
    for _ in range(200):
        reply = client.get(address)
        if reply.status_code != 503:
            break
        assert reply.headers["refresh"] == "2"
    assert reply.status_code == 200
    return reply.text


def _chosen(client: TestClient, at: str, back: str = "/") -> int:
    token = re.search(r'name="token" value="([^"]+)"', client.get("/").text)
    assert token
    return client.post("/then", data={"token": token[1], "at": at, "back": back}).status_code


def test_pages_exports_and_the_api_show_what_was_known_then(held: tuple[Path, str]) -> None:
    path, between = held
    with _client(path) as client:
        now = client.get("/incidents").text
        assert "6 (4–6)" in now
        assert _chosen(client, between, "/incidents") == 303
        then = _until_there(client, "/incidents")
        assert "What was known on" in then
        assert [t["best"] for t in client.get("/api/v1/incidents").json()["items"][0]["tolls"]] == [4]
        assert "6 (4–6)" not in then
        assert 'id="bulk"' not in then
        assert client.get("/documents/second").status_code == 404
        assert "2 claims" in re.sub(r"<[^>]+>", "", client.get("/").text).replace("\n", " ")
        assert '"second"' not in client.get("/api/v1/incidents.jsonl").text
        # asked for by name, without a browser's memory
        assert _chosen(client, "") == 303
        assert client.get("/api/v1/counts").json()["ledger"]["documents"] == 2
        assert client.get(f"/api/v1/counts?as_of={between.replace('+', '%2B')}").json()["ledger"]["documents"] == 1
        assert client.get("/documents/second").status_code == 200


def test_nothing_is_judged_in_the_past_and_days_are_counted_to_it(held: tuple[Path, str]) -> None:
    path, between = held
    with _client(path) as client:
        _chosen(client, between)
        _until_there(client, "/")
        token = re.search(r'name="token" value="([^"]+)"', client.get("/incidents").text)
        assert token
        given = {"token": token[1], "verdict": "confirm", "subject": claims()["four"].id, "by": "Ada", "why": "x"}
        assert client.post("/judgements", data=given).status_code == 403
        days = client.get("/api/v1/demands").json()["items"][0]["open_days"]
        assert days == int(
            re.sub(r"\D", "", re.findall(r"<strong>([\d,]+)</strong> days", client.get("/demands").text)[0])
        )


def test_before_the_first_report_the_ledger_was_empty(held: tuple[Path, str]) -> None:
    with _client(held[0]) as client:
        assert "The ledger is empty" in _until_there(client, "/?as_of=2001-01-01")


def test_who_sees_masks_may_not_look_back(held: tuple[Path, str]) -> None:
    path, between = held
    with _client(path, names=False) as client:
        assert "What was known on" not in client.get("/").text
        assert _chosen(client, between) == 403
        assert client.get("/api/v1/counts?as_of=2001-01-01").status_code == 403
        # a cookie of another day changes nothing
        client.cookies.set("onrecord_then", "2001-01-01")
        assert client.get("/documents/second").status_code == 200


def test_what_is_no_moment_is_refused(held: tuple[Path, str]) -> None:
    with _client(held[0]) as client:
        assert _chosen(client, "yesterday") == 400
        assert client.get("/incidents?as_of=soon").status_code == 400
        assert client.get("/api/v1/counts?as_of=soon").status_code == 400
        client.cookies.set("onrecord_then", "soon")
        assert client.get("/incidents").status_code == 400
        assert _chosen(client, "") == 303


def test_walls_stand_in_the_past_too(tmp_path: Path) -> None:
    path, told = tmp_path / "walled.db", claims()
    first, second, third = documents()
    with open_ledger(path, create=True) as ledger:
        sealed = replace(second, meta={"collection": "sealed"})
        made = (told["four"], told["asked"], told["six"], told["answer"])
        ledger.append(Batch(run=_RUN, documents=(first, sealed), claims=made))
        time.sleep(0.002)
        then = ledger.batches()[-1].appended.replace("+", "%2B")
        ledger.append(Batch(run=_RUN, documents=(third,)))
        link_anew(ledger)
    for collections, seen in ((None, 2), (("general",), 1)):
        with _client(path, collections=collections) as client:
            _until_there(client, f"/incidents?as_of={then}")
            assert client.get(f"/api/v1/counts?as_of={then}").json()["ledger"]["documents"] == seen
            assert client.get(f"/api/v1/incidents?as_of={then}").json()["total"] == seen
            assert client.get(f"/documents/second?as_of={then}").status_code == (200 if seen == 2 else 404)
            assert (told["six"].id in client.get(f"/api/v1/claims?as_of={then}").text) == (seen == 2)
            found = client.get(f"/api/v1/incidents?search=hospital&as_of={then}").json()["total"]
            assert found == seen - 1
