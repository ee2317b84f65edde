"""A newcomer's walk in a real browser: overview, incidents, evidence, judgement; narrow and dark; without JavaScript."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from tests.web.conftest import BOMB

from onrecord.web.server import _listen

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: the walk through the desk was not taken (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def address(app: Starlette) -> Iterator[str]:
    listening = _listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()


def _page(chromium: Any, **settings: Any) -> tuple[Any, list[str]]:
    page = chromium.new_context(**settings).new_page()
    page.set_default_timeout(20_000)
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    page.on("dialog", lambda d: (said.append("a document opened a dialogue"), d.dismiss()))
    return page, said


def test_a_newcomer_walks_from_the_overview_to_the_evidence(chromium: Any, address: str) -> None:
    page, said = _page(chromium, viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.get_by_role("link", name="13 incidents").click()
    page.get_by_label("Words in the evidence").fill("market")
    page.get_by_role("button", name="Filter").click()
    assert page.get_by_role("heading", level=1).inner_text() == "1 incident"
    page.get_by_role("link", name="Explosion or bombing").first.click()
    assert page.url == f"{address}/incidents/{BOMB}"
    page.locator("#toll").get_by_role("link", name="Hari Daily").first.click()
    mark = page.locator(".anchor:target + mark")
    assert mark.inner_text() == "A bomb at a market in Herat killed "
    assert mark.is_visible()
    page.locator("[data-claim='1']").hover()
    assert "lit" in mark.get_attribute("class").split()
    page.goto(f"{address}/documents/second")
    assert "<script>alert" in page.locator("article.text").inner_text()
    assert said == []


def test_a_judgement_is_made_with_the_keyboard_alone(chromium: Any, address: str) -> None:
    page, said = _page(chromium)
    page.goto(f"{address}/incidents?type=attack")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/inc-*")
    page.locator("#judgements").get_by_label("Who you are").focus()
    page.keyboard.type("Ada")
    page.keyboard.press("Tab")
    page.keyboard.type("the hospital list names six")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=confirm**")
    assert "the hospital list names six" in page.locator("#judgements").inner_text()
    assert said == []


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize(
    "path", ["/", "/incidents", f"/incidents/{BOMB}", "/documents/second", "/demands", "/map", "/methodology"]
)
def test_no_page_is_wider_than_the_screen(chromium: Any, address: str, width: int, path: str) -> None:
    page, said = _page(chromium, viewport={"width": width, "height": 800}, color_scheme="dark")
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor") == "rgb(21, 24, 26)"
    assert said == []


def test_the_walk_needs_no_script(chromium: Any, address: str) -> None:
    page, _ = _page(chromium, java_script_enabled=False)
    page.goto(f"{address}/incidents?search=market")
    page.get_by_role("link", name="Explosion or bombing").first.click()
    page.locator("#judgements").get_by_label("Who you are").fill("Ben")
    page.locator("#judgements").get_by_label("Why").fill("two outlets")
    page.locator("#judgements").get_by_role("button", name="Unsure").click()
    assert "two outlets" in page.locator("#judgements").inner_text()


def test_a_printed_incident_keeps_the_words_of_its_chart_and_is_light(chromium: Any, address: str) -> None:
    page, _ = _page(chromium, color_scheme="dark")
    page.goto(f"{address}/incidents/{BOMB}")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("#toll svg text").first.is_visible()
    assert not page.locator("header.top").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(251, 250, 247)"
