"""Through the front door in a real browser: an analyst signs in, judges, undoes, and signs out."""

from typing import Any

import pytest
from starlette.applications import Starlette
from tests.web.conftest import BOMB
from tests.web.test_browser import _page, address, chromium  # noqa: F401 - fixtures
from tests.web.test_signing import WORDS, somebody

pytestmark = pytest.mark.browser


def test_an_analyst_signs_in_judges_undoes_and_signs_out(chromium: Any, address: str, app: Starlette) -> None:  # noqa: F811
    somebody(app, "ben", "analyst", ["general"])
    page, said = _page(chromium)
    page.goto(f"{address}/incidents/{BOMB}")
    page.get_by_label("Name").fill("ben")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**/incidents/{BOMB}")
    judgements = page.locator("#judgements")
    judgements.get_by_label("Why").fill("both reports name the market")
    judgements.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**done=confirm**")
    assert "both reports name the market" in judgements.inner_text()
    # whoever signed in judges under their own name
    assert "ben" in judgements.inner_text()
    judgements.get_by_role("button", name="Undo").first.click()
    page.wait_for_url("**done=undo**")
    kept = app.state.desk.ledger.judgements()
    assert [(j.verdict, j.by) for j in kept] == [("confirm", "ben"), ("undo", "ben")]
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signin**")
    page.goto(f"{address}/incidents/{BOMB}")
    assert "/signin" in page.url
    assert "Herat" not in page.locator("main").inner_text()
    assert said == []
