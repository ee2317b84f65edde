"""The interface in another language: catalogue, direction, and a template of messages that is up to date."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from lxml import html
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BOMB
from tests.web.test_signing import browser, sign_in, somebody

from onrecord.web import translating
from onrecord.web.translating import LOCALES, fitting, template_catalogue

_URDU = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Incidents"
msgstr "واقعات"

msgid "Filter"
msgstr "چھانٹیں"
"""


@pytest.fixture
def urdu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ur").mkdir()
    (tmp_path / "ur" / "desk.po").write_text(_URDU, encoding="utf-8")
    monkeypatch.setattr(translating, "LOCALES", tmp_path)


@pytest.mark.usefixtures("urdu")
def test_pages_speak_the_language_of_the_browser_and_run_its_way(client: TestClient) -> None:
    page = client.get("/incidents", headers={"accept-language": "ur-PK,en;q=0.5"})
    assert '<html lang="ur" dir="rtl"' in page.text
    assert "واقعات</a>" in page.text
    assert "<button>چھانٹیں</button>" in page.text
    assert "Demands" in page.text
    assert "accept-language" in page.headers["vary"].lower()
    assert '<html lang="en" dir="ltr">' in client.get("/incidents", headers={"accept-language": "fr"}).text


@pytest.mark.usefixtures("urdu")
def test_the_best_language_that_is_there_is_taken() -> None:
    assert fitting("fr;q=0.9,ur;q=0.8,en;q=0.1", translating.LOCALES) == "ur"
    assert fitting("en,ur;q=0.8", translating.LOCALES) == "en"
    for nonsense in ("", "*", ";;;q=x", "../../etc;q=1"):
        assert fitting(nonsense, translating.LOCALES) == "en"


def test_the_template_of_messages_is_up_to_date() -> None:
    with (LOCALES / "desk.pot").open("rb") as stream:
        written = {m.id for m in read_po(stream) if m.id}
    found = {m.id for m in template_catalogue() if m.id}
    assert written == found, "run python -m onrecord.web.translating"
    assert {"Overview", "Filter", "Confirm"} <= found


@pytest.mark.parametrize("file", sorted(LOCALES.glob("*/desk.po")), ids=lambda f: f.parent.name)
def test_every_shipped_catalogue_has_every_message_with_its_values(file: Path) -> None:
    with file.open("rb") as stream:
        held = {m.id: m for m in read_po(stream, locale=file.parent.name) if m.id}
    assert set(held) == {m.id for m in template_catalogue() if m.id}
    for message in held.values():
        several = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        values = [sorted(re.findall(r"%\(\w+\)[sr]|\{\w+\}", x)) for x in (*several, *told)]
        assert all(t.strip() for t in told), message.id
        assert all(v == values[0] for v in values), message.id
        assert not message.fuzzy


def test_urdu_is_read_from_right_to_left(client: TestClient) -> None:
    def told(path: str) -> str:
        return client.get(path, headers={"accept-language": "ur"}).text

    page = told(f"/incidents/{BOMB}")
    assert '<html lang="ur" dir="rtl" data-words=' in page
    assert "دھماکا یا بم حملہ" in page
    assert "2 مارچ 2025" in page
    assert "متنازع" in page
    assert "ایسا کوئی صفحہ نہیں" in told("/nowhere")
    # programs that ask for it too; people of other languages are answered in English
    assert "یہ پوچھا نہیں جا سکتا" in told("/api/v1/incidents?min=much")
    assert "contested" in client.get(f"/incidents/{BOMB}").text


@pytest.fixture
def brackets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which every message of the interface stands in brackets, so that what has none was not asked for."""
    found = template_catalogue()
    for message in found:
        if message.id:
            several = isinstance(message.id, tuple)
            message.string = tuple(f"⟦{m}⟧" for m in message.id) if several else f"⟦{message.id}⟧"
    found.locale = "en_GB"
    (tmp_path / "en_GB").mkdir()
    with (tmp_path / "en_GB" / "desk.po").open("wb") as stream:
        write_po(stream, found)
    monkeypatch.setattr(translating, "LOCALES", tmp_path)


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize(
    "path",
    [
        "/signin",
        "/account",
        "/people",
        "/demands",
        "/review?after=x",
        "/",
        "/incidents",
        "/map",
        "/sources",
        "/rejections",
    ],
)
def test_every_word_of_the_interface_can_be_translated(app: Starlette, path: str) -> None:
    somebody(app)
    client = browser(app) if path == "/signin" else sign_in(app)
    reply = client.get(path, headers={"accept-language": "en-GB"})
    assert reply.status_code == 200
    page = html.fromstring(reply.text)
    # words of reports, of the vocabulary and of people, and what a program reads
    for data in page.xpath(
        "//code | //option | //kbd | //table | //article | //footer | //script | //*[@dir='auto'] | //legend/.."
    ):
        data.drop_tree()
    told = " ".join(page.text_content().split()) + " " + " ".join(page.xpath("//@aria-label | //@placeholder"))
    left = re.sub("⟦[^⟧]*⟧", " ", told)
    # names of people, of places, and of countries and months as the locale has them
    words = set(re.findall("[A-Za-z]{2,}", left)) - {
        "ada",
        "admin",
        "Onrecord",
        "Herat",
        "Faryab",
        "EFaryab",
        "Afghanistan",
        "Jan",
        "Nov",
        "Mar",
    }
    assert words == set()
