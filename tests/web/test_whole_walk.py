"""The whole desk in a real browser, linking behind it: two reports put together, taken apart, undone, and exported."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE
from tests.web.test_browser import _page, address, chromium  # noqa: F401 - fixtures

from onrecord.cli.serving import _judge, _why
from onrecord.pipeline.api import open_ledger
from onrecord.web import create_app

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser
_FIRST = (
    "date 2025-03-03 Herat [Afghanistan], March 3: Four people were killed and nine injured on Sunday "
    "when a bomb exploded at a market in Herat, police said.\n"
)
_SECOND = (
    "date 2025-03-03 Kabul [Afghanistan], March 3: Two people were shot dead on Sunday when gunmen opened fire "
    "at a checkpoint in Kabul, police said.\n"
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Starlette]:
    for name, words in (("first", _FIRST), ("second", _SECOND)):
        (tmp_path / f"{name}.txt").write_text(words, "utf-8")
    with open_ledger(tmp_path / "l.db") as record:
        record.add(tmp_path / "first.txt")
        record.add(tmp_path / "second.txt")
    made = create_app(tmp_path / "l.db", judge=_judge, why=_why)
    # linking is loaded with the first page of an incident: not while a browser waits
    TestClient(made, base_url=BASE).get(f"/incidents/{_ids(made)[0]}")
    yield made
    made.state.desk.ledger.close()


def _ids(app: Starlette) -> list[str]:
    return sorted(i.id for i in app.state.desk.ledger.incidents().items)


def _who(form: Any) -> None:
    form.get_by_label("Who you are").fill("Ada")
    form.get_by_label("Why", exact=True).fill("read both")


def test_two_are_put_together_undone_put_together_and_taken_apart(chromium: Any, address: str, app: Starlette) -> None:  # noqa: F811
    page, said = _page(chromium, viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    before = _ids(app)
    assert len(before) == 2
    for end in ("undo", "split"):
        page.goto(f"{address}/incidents/{before[0]}")
        page.get_by_text("Put together with another", exact=True).click()
        form = page.locator("#merge")
        form.get_by_label("Id of another incident").fill(before[1])
        _who(form)
        form.get_by_role("button", name="Put together").click()
        page.wait_for_url("**done=merge**")
        expect(page.locator("#sources li")).to_have_count(2)
        assert len(_ids(app)) == 1
        if end == "undo":
            page.locator("#judgements").get_by_role("button", name="Undo").click()
            page.wait_for_url("**done=undo**")
        else:
            page.get_by_text("Take this incident apart", exact=True).click()
            page.get_by_label("Pick this claim to take it apart").first.check()
            _who(page.locator("#split"))
            page.locator("#split").get_by_role("button", name="Take apart").click()
            page.wait_for_url("**done=split**")
        assert _ids(app) == before
    assert said == []


def test_the_exports_are_what_is_filtered(chromium: Any, address: str, app: Starlette) -> None:  # noqa: F811
    page, said = _page(chromium, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page.goto(f"{address}/incidents?type=attack.explosion")
    (shown,) = [a.get_attribute("href").split("/")[-1] for a in page.locator("td.main > a").all()]
    told = {}
    for name in ("CSV", "JSON Lines", "GeoJSON"):
        link = page.get_by_role("link", name=name, exact=True)
        reply = page.request.get(address + link.get_attribute("href"))
        assert reply.ok
        told[name] = reply.text()
    assert [r["id"] for r in csv.DictReader(io.StringIO(told["CSV"].removeprefix("\ufeff")))] == [shown]
    assert [json.loads(line)["id"] for line in told["JSON Lines"].splitlines()] == [shown]
    assert [f["properties"]["id"] for f in json.loads(told["GeoJSON"])["features"]] == [shown]
    assert (
        len(re.findall("<entry>", page.request.get(f"{address}/feeds/incidents.atom?type=attack.explosion").text()))
        == 1
    )
    assert said == []
