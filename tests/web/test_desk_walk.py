"""A working day in a real browser: two people on one incident, bulk judging by keyboard, correction by selecting, review, map, axe."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import BOMB
from tests.web.test_browser import _page, address, chromium  # noqa: F401 - fixtures

from onrecord.web.basemap import has_vendor

# `expect` waits from outside the page: its own content policy refuses a polled string of script.
expect = pytest.importorskip("playwright.sync_api").expect
AXE = Path(__file__).parents[2] / "tools/js/node_modules/axe-core/axe.min.js"
PAGES = [
    "/",
    "/incidents",
    f"/incidents/{BOMB}",
    "/documents/second",
    "/documents/third",
    "/review",
    "/demands",
    "/documents",
    "/claims",
    "/sources",
]
PAGES += [
    "/rejections",
    "/map",
    "/methodology",
    "/api",
    "/people",
    "/nowhere",
    "/incidents?type=attack&min=killed%3D1",
    "/incidents?from=x",
]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(chromium: Any, address: str, scheme: Any) -> None:  # noqa: F811
    if not AXE.is_file():
        pytest.skip("axe-core was not fetched at set-up (make setup needs npm)")
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    found = []
    for path in PAGES:
        page.goto(address + path)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        told = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
        found += [
            (path, v["id"], v["nodes"][0]["html"][:160], v["nodes"][0]["failureSummary"][:200])
            for v in told["violations"]
        ]
    context.close()
    assert found == []


def test_the_second_of_two_people_sees_what_the_first_did(chromium: Any, address: str) -> None:  # noqa: F811
    first, _ = _page(chromium)
    second, _ = _page(chromium)
    for page, name in ((first, "Ada"), (second, "Ben")):
        page.goto(f"{address}/incidents/{BOMB}")
        page.locator("#judgements").get_by_label("Who you are").fill(name)
        page.locator("#judgements").get_by_label("Why").fill(f"{name} read it")
    first.locator("#judgements").get_by_role("button", name="Confirm").click()
    first.wait_for_url("**done=confirm**")
    second.locator("#judgements").get_by_role("button", name="Reject").click()
    assert "Ada read it" in second.locator("main").inner_text()
    second.get_by_role("button", name="Save mine beside theirs").click()
    told = second.locator("#judgements").inner_text()
    assert "Ada read it" in told
    assert "Ben read it" in told
    assert "People disagree" in told


def test_incidents_are_picked_and_judged_with_the_keyboard(chromium: Any, address: str) -> None:  # noqa: F811
    page, said = _page(chromium)
    page.goto(f"{address}/incidents?type=protest")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    assert page.locator("[data-picked]").inner_text() == "2 ticked"
    # what is done with them is in reach, however long the table
    expect(page.locator("#bulk")).to_be_in_viewport()
    page.locator("#bulk").get_by_label("Who you are").fill("Ada")
    page.locator("main").focus()
    page.keyboard.press("w")
    page.keyboard.type("seen at the square")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: confirmed.")).to_be_visible()
    assert said == []


def test_a_field_is_corrected_by_selecting_words(chromium: Any, address: str) -> None:  # noqa: F811
    page, said = _page(chromium, viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/documents/a%2Ffirst%3F")
    page.locator("mark[data-claims='1']").first.hover()
    assert "killed 4+" in page.locator(".hovercard").inner_text()
    # the words "a market", by the keyboard's own selection
    page.evaluate(
        """() => { const run = document.querySelector("mark[data-s]").firstChild, at = run.data.indexOf("a market");
        const range = document.createRange(); range.setStart(run, at); range.setEnd(run, at + 8);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.get_by_role("button", name="Correct with these words").click()
    form = page.locator("#correct form")
    assert form.locator("[name=words]").input_value() == "a market"
    assert form.locator("[name=start]").input_value() == "10"
    form.get_by_label("Field").select_option("where")
    form.get_by_label("Value").fill("Herat, AF")
    form.get_by_label("Who you are").fill("Ada")
    form.get_by_label("Why").fill("the market is the place")
    form.get_by_role("button", name="Correct").click()
    page.wait_for_url("**done=correct")
    assert "corrected by Ada" in page.locator(".claims").inner_text()
    assert said == []


def test_the_queue_is_worked_with_one_key_each(chromium: Any, address: str) -> None:  # noqa: F811
    page, said = _page(chromium)
    page.goto(f"{address}/review")
    page.get_by_label("Who you are").fill("Ada")
    page.locator("main").focus()
    page.keyboard.press("n")
    page.wait_for_url("**/review?after=*")
    assert "2 of 13" in page.locator("h1").inner_text()
    page.goto(f"{address}/review")
    page.get_by_label("Who you are").fill("Ada")
    page.locator("main").focus()
    page.keyboard.press("u")
    expect(page.locator("h2.big a").first).not_to_have_attribute("href", re.compile(BOMB))
    assert said == []


@pytest.mark.skipif(not has_vendor(), reason="npm's packages were not fetched at set-up (make setup)")
def test_the_map_moves_and_follows_the_brush(chromium: Any, address: str) -> None:  # noqa: F811
    page, said = _page(chromium, viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/map")
    page.locator(".livemap canvas").first.wait_for()
    title = page.locator("#list")
    expect(title).to_have_text("In view: 13 incidents at 2 places")
    later = page.get_by_label("Happened on this day or later")
    later.focus()
    page.keyboard.press("End")
    expect(title).to_contain_text("1 incident")
    assert "from=2025-03-02" in page.get_by_role("link", name="As a table").get_attribute("href")
    page.get_by_role("button", name="All time").click()
    expect(title).to_contain_text("13 incidents")
    assert said == []


def test_our_own_script_is_small(address: str) -> None:  # noqa: F811
    import gzip

    from onrecord.web.files import STATIC

    files = [*STATIC.glob("*.js"), *(STATIC / "vendor").glob("*.js")]
    assert sum(len(gzip.compress(f.read_bytes())) for f in files) < 150_000
