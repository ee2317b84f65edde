"""Working on the desk: judging several at once, two people on one thing, merging, splitting, correcting, reviewing, views."""

import re
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BOMB, claims, incidents

TWO = [i.id for i in incidents()[1:3]]


def _token(html: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found
    return found[1]


def _send(client: TestClient, page: str, path: str = "/judgements", **fields: Any) -> Any:
    token = _token(client.get(page).text)
    return client.post(path, data={"token": token, "by": "Ada", "why": "read", **fields})


def _judgements(client: TestClient) -> list[Any]:
    app: Any = client.app
    return list(app.state.desk.ledger.judgements())


def test_several_are_judged_at_once_and_each_has_its_own_judgement(client: TestClient) -> None:
    reply = _send(client, "/incidents", verdict="confirm", subject=TWO, back="/incidents?type=protest")
    assert (reply.status_code, reply.headers["location"]) == (303, "/incidents?type=protest&done=confirm")
    assert "Saved: confirmed." in client.get(reply.headers["location"]).text
    assert [j.subjects for j in _judgements(client)] == [(s,) for s in TWO]


def test_nobody_is_sent_to_another_site_after_judging(client: TestClient) -> None:
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        reply = _send(client, "/incidents", verdict="unsure", subject=TWO[0], back=back)
        assert reply.headers["location"] == "/incidents"


def test_the_second_person_sees_what_changed_and_nothing_is_overwritten(client: TestClient) -> None:
    page = client.get(f"/incidents/{BOMB}").text
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    _send(client, f"/incidents/{BOMB}", verdict="confirm", subject=BOMB, incident=BOMB, by="Ben", why="seen the list")
    reply = _send(client, f"/incidents/{BOMB}", verdict="reject", subject=BOMB, incident=BOMB, seen=seen[1])
    assert reply.status_code == 409
    assert "seen the list" in reply.text
    assert [j.by for j in _judgements(client)] == ["Ben"]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', reply.text))
    assert client.post("/judgements", data=fields).status_code == 303
    assert [(j.by, j.verdict) for j in _judgements(client)] == [("Ben", "confirm"), ("Ada", "reject")]
    assert "People disagree" in client.get(f"/incidents/{BOMB}").text


def test_ones_own_judgement_does_not_stand_in_ones_way(client: TestClient) -> None:
    for verdict in ("confirm", "unsure"):
        assert _send(client, "/incidents", verdict=verdict, subject=BOMB, incident=BOMB, seen="0").status_code == 303


def test_incidents_are_put_together_and_taken_apart_by_picking(client: TestClient) -> None:
    c = claims()
    page = client.get(f"/incidents/{BOMB}").text
    assert 'form="split"' in page
    assert _send(client, "/incidents", verdict="split", incident=BOMB, subject=c["six"].id).status_code == 303
    assert _judgements(client)[-1].subjects == (c["four"].id, c["six"].id)
    assert _send(client, "/incidents", verdict="merge", incident=BOMB, subject=TWO[0], other=TWO[1]).status_code == 303
    assert _judgements(client)[-1].subjects == (BOMB, *TWO)
    everything = f"{c['four'].id}\n{c['six'].id}"
    reply = _send(client, "/incidents", verdict="split", incident=BOMB, subject=everything)
    assert reply.status_code == 400
    assert "leave at least one claim" in reply.text.lower()


@pytest.mark.parametrize(
    ("field", "words", "value", "expected"),
    [
        ("killed", "at least four people", "4-5", [{"effect": "killed", "low": 4, "high": 5}]),
        ("type", "", "attack.suicide", "attack.suicide"),
        ("said_by", "police", "", [{"name": "police"}]),
        ("when", "", "2025-03-01", {"start": "2025-03-01", "end": "2025-03-01", "precision": "day"}),
        ("where", "Herat", "Herat, AF", [{"name": "Herat", "country": "AF"}]),
    ],
)
def test_a_field_is_corrected_by_words_of_the_text(
    client: TestClient, field: str, words: str, value: str, expected: Any
) -> None:
    claim = claims()["four"]
    fields = {"field": field, "words": words, "value": value}
    reply = _send(client, "/incidents", verdict="correct", subject=claim.id, back="/documents/a%2Ffirst%3F", **fields)
    assert reply.status_code == 303, reply.text
    detail = _judgements(client)[-1].detail
    first = detail["value"][0] if isinstance(expected, list) else detail["value"]
    wanted = expected[0] if isinstance(expected, list) else expected
    assert first == wanted if isinstance(wanted, str) else wanted.items() <= first.items()
    if words:
        assert first["exact"] == words
    assert "corrected by Ada" in client.get("/documents/a%2Ffirst%3F").text


@pytest.mark.parametrize(
    ("field", "words", "value", "reason"),
    [
        ("killed", "nine people", "9", "does not say"),
        ("killed", "", "many", "write a figure"),
        ("injured", "", "3", "no figure without its source"),
        ("type", "", "attack.nothing", "is no type"),
        ("action", "", "", "select the words"),
    ],
)
def test_a_correction_without_a_source_is_refused(
    client: TestClient, field: str, words: str, value: str, reason: str
) -> None:
    fields = {"field": field, "words": words, "value": value}
    reply = _send(client, "/incidents", verdict="correct", subject=claims()["four"].id, **fields)
    assert reply.status_code == 400
    assert reason in reply.text.lower()
    assert _judgements(client) == []


def test_the_queue_begins_with_what_is_contested_and_goes_on(client: TestClient) -> None:
    page = client.get("/review").text
    assert f'href="/incidents/{BOMB}"' in page
    assert "1 of 13" in page
    following = re.search(r'class="next" href="([^"]+)"', page)
    assert following
    assert "2 of 13" in client.get(following[1]).text


def test_who_looks_at_what_is_kept(client: TestClient) -> None:
    token = _token(client.get("/review").text)
    assert client.post("/assignments", data={"token": token, "subject": TWO[1], "person": "me"}).status_code == 303
    page = client.get("/review?mine=true").text
    assert f'href="/incidents/{TWO[1]}"' in page
    assert "1 of 1" in page
    client.post("/assignments", data={"token": token, "subject": TWO[1], "person": ""})
    assert "Nothing waits for review" in client.get("/review?mine=true").text


def test_a_view_is_kept_under_a_name_and_taken_out(client: TestClient) -> None:
    token = _token(client.get("/incidents").text)
    reply = client.post("/views", data={"token": token, "name": "Herat", "path": "/incidents?place=Herat"})
    assert reply.headers["location"] == "/incidents?place=Herat"
    page = client.get("/incidents").text
    assert '<a href="/incidents?place=Herat" dir="auto">Herat</a>' in page
    number = re.search(r'name="drop" value="(\d+)"', page)
    assert number
    client.post("/views", data={"token": token, "path": "/incidents", "drop": number[1]})
    assert "place=Herat" not in client.get("/incidents").text
    assert client.post("/views", data={"token": "none", "name": "x", "path": "/"}).status_code == 403


def test_what_is_new_is_counted_and_linked(client: TestClient, app: Starlette) -> None:
    assert "I have seen this" in client.get("/").text
    work = app.state.desk.people.work
    work.look(0, "2001-01-01T00:00:00+00:00")
    page = client.get("/").text
    found = re.search(r'<a href="(/incidents\?since=[^"]+)">(\d+) incident', page)
    assert found
    assert f"<h1>{found[2]} incident" in client.get(found[1].replace("&amp;", "&")).text
    made = re.search(r'name="at" value="([^"]+)"', page)
    assert made
    client.post("/looked", data={"token": _token(page), "at": made[1]})
    assert work.looked(0) == made[1]
    assert "nothing." in client.get("/").text


def test_every_bar_of_the_overview_leads_to_what_it_counts(client: TestClient) -> None:
    page = client.get("/").text
    bars = re.findall(r'<a href="(/incidents\?[^"]+)" (?:aria-label|title)="[^"]*?(?:: )(\d+) incident', page)
    assert len(bars) >= 4
    for href, number in bars:
        assert f"<h1>{number} incident" in client.get(href.replace("&amp;", "&")).text, href


def test_a_sentence_about_an_incident_rests_on_its_claims(client: TestClient) -> None:
    page = client.get(f"/incidents/{BOMB}").text
    told = re.search(r'<p class="told">(.*?)</p>', page, re.DOTALL)
    assert told
    links = re.findall(r'href="#claim-([0-9a-f]+)"', told[1])
    assert len(links) >= 4
    assert set(links) <= {c.id for c in claims().values()}
    assert "6 killed" in told[1]
    assert "a hospital" in told[1]


def test_a_reader_can_neither_judge_nor_correct(client: TestClient, app: Starlette) -> None:
    from dataclasses import replace

    app.state.desk = replace(app.state.desk, judge=None)
    for page in ("/incidents", f"/incidents/{BOMB}", "/documents/second", "/review"):
        assert 'action="/judgements"' not in client.get(page).text
