"""Every page answers, shows what the ledger holds, and never lets a document's words become markup."""

import re
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE, BOMB, HOSTILE, claims

from onrecord.vocab import claim_types, right_labels

PAGES = (
    "/",
    "/incidents",
    "/incidents?type=attack&status=contested&min=killed%3D5&from=2025-01-01&search=market",
    "/map",
    "/demands",
    "/demands?open=true",
    "/sources",
    "/documents",
    "/documents?search=market&from=2025-01-01",
    "/claims",
    "/claims?kind=demand",
    "/rejections",
    "/methodology",
    "/api",
    f"/incidents/{BOMB}",
    "/documents/a%2Ffirst%3F",
    "/documents/second",
    "/documents/third",
)


class _Outline(HTMLParser):
    """What a page is made of: elements, ids, headings, and what attributes they carry."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.found if t == tag]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_and_is_well_made(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 200, reply.text
    outline = _Outline(reply.text)
    assert len(outline.of("h1")) == 1
    assert outline.of("html")[0]["lang"] == "en"
    ids = [a["id"] for _, a in outline.found if "id" in a]
    assert len(ids) == len(set(ids))
    labelled = {a["for"] for a in outline.of("label") if "for" in a}
    inside = re.findall(r"<label[^>]*>.*?</label>", reply.text, re.DOTALL)
    for field in outline.of("input"):
        assert (
            field.get("type") == "hidden"
            or field.get("id") in labelled
            or any(f'name="{field["name"]}"' in x for x in inside)
        )


@pytest.mark.parametrize("path", PAGES)
def test_a_documents_words_never_become_markup(client: TestClient, path: str) -> None:
    html = client.get(path).text
    assert HOSTILE not in html
    outline = _Outline(html)
    scripts = [a.get("src") or "" for a in outline.of("script")]
    assert scripts
    assert all(s.startswith("/static/") for s in scripts)
    assert not outline.of("img")
    for _, attributes in outline.found:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert not (attributes.get("href") or "").lower().startswith("javascript:")


def test_hostile_words_are_shown_as_words(client: TestClient) -> None:
    assert "&lt;script&gt;alert(" in client.get("/documents/second").text
    assert "&lt;script&gt;alert(" in client.get("/rejections").text


def test_what_was_searched_for_is_escaped(client: TestClient) -> None:
    html = client.get("/incidents", params={"search": HOSTILE, "place": '"><script>'}).text
    assert "<script>" not in html.replace('<script src="/static/', "")


def test_an_outside_address_is_offered_without_telling_where_one_comes_from(client: TestClient) -> None:
    link = next(
        a for a in _Outline(client.get("/documents/third").text).of("a") if a.get("href") == "https://sahar.example/1"
    )
    assert {"noreferrer", "nofollow"} <= set((link["rel"] or "").split())


def test_text_finds_its_own_direction(client: TestClient) -> None:
    html = client.get("/documents/third").text
    assert re.search(r'<p dir="auto">(<span[^>]*>)?قتل', html)
    assert 'lang="ar"' in html


def test_the_overviews_numbers_lead_to_what_they_count(client: TestClient) -> None:
    html = client.get("/").text
    counts = re.findall(r'<li><a href="([^"]+)"><strong>([\d,]+)\+?</strong>', html)
    assert dict(counts)["/incidents"] == "13"
    assert dict(counts)["/demands?open=true"] == "1"
    assert dict(counts)["/incidents?status=contested"] == "1"
    for href, _ in counts:
        assert client.get(href.replace("&amp;", "&")).status_code == 200


def test_bars_of_the_charts_lead_to_as_many_incidents_as_they_show(client: TestClient) -> None:
    bars = re.findall(r'href="(/incidents\?[^"]+)" (?:aria-label|title)="[^":]+: (\d+) incident', client.get("/").text)
    assert len(bars) >= 4
    for href, number in bars:
        assert client.get("/api/v1" + href.replace("&amp;", "&")).json()["total"] == int(number), href


def test_an_incident_shows_each_figure_with_its_speaker_and_words(client: TestClient) -> None:
    html = client.get(f"/incidents/{BOMB}").text
    c = claims()
    assert re.search(
        r"<strong>4\+</strong>.*?police.*?#c-" + c["four"].id + r".*?at least four people", html, re.DOTALL
    )
    assert re.search(r"<strong>6</strong>.*?a hospital.*?#c-" + c["six"].id, html, re.DOTALL)
    assert 'class="chart steps room-1"' in html
    assert "<mark><b>at least four people</b></mark>" in html
    assert "investigate the attack" in html
    assert "Nothing in the ledger answers it" in html


def test_a_document_marks_every_claim_where_it_stands(client: TestClient) -> None:
    html = client.get("/documents/a%2Ffirst%3F").text
    c = claims()
    for name in ("four", "asked"):
        assert f'<a class="anchor" id="c-{c[name].id}"></a><mark' in html
    words = "".join(re.findall(r'<mark data-claims="1"[^>]*>(.*?)</mark>', html))
    assert words.replace("<b>", "").replace("</b>", "") == c["four"].evidence[0].exact


def test_a_claim_leads_to_its_words(client: TestClient) -> None:
    c = claims()["four"]
    reply = client.get(f"/claims/{c.id}")
    assert reply.status_code == 302
    assert reply.headers["location"] == f"/documents/a%2Ffirst%3F#c-{c.id}"


def test_the_beginning_of_an_id_leads_to_the_whole(client: TestClient) -> None:
    assert client.get(f"/incidents/{BOMB[:9]}").headers["location"] == f"/incidents/{BOMB}"


def test_the_table_is_paged_without_loss(client: TestClient) -> None:
    path, seen = "/incidents?limit=5", []
    while path:
        html = client.get(path).text
        seen += re.findall(r'<td class="main"><a href="/incidents/([^"]+)"', html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        path = following[1].replace("&amp;", "&") + "&limit=5" if following else ""
    assert len(seen) == len(set(seen)) == 13


def test_a_facet_narrows_to_its_number(client: TestClient) -> None:
    html = client.get("/incidents").text
    facets = re.findall(
        r'<li><a href="(/incidents\?[^"]+)"><span dir="auto">[^<]+</span> <span class="n">(\d+)</span>', html
    )
    assert len(facets) >= 6
    for href, number in facets:
        assert f"<h1>{number} incident" in client.get(href.replace("&amp;", "&")).text


def test_the_map_is_honest_about_areas(client: TestClient) -> None:
    html = client.get("/map").text.split("data-drawn", 1)[1]
    assert len(re.findall(r'class="area g-protest"', html)) == 1
    assert len(re.findall(r'class="spot g-violence"', html)) == 1
    assert "12 incidents, 0 killed (somewhere in this area)" in html


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/incidents/inc-none", 404, "Nothing has that id"),
        ("/documents/none", 404, "Nothing has that id"),
        ("/nowhere", 404, "no such page"),
        ("/incidents?from=yesterday", 400, "from"),
        ("/incidents?min=killed", 400, "killed=10"),
        ("/incidents?cursor=x", 400, "cursor"),
        ("/incidents?status=odd", 400, "status"),
        ("/incidents?sort=odd", 400, "sort"),
        ("/incidents?limit=0", 400, "limit"),
        ("/incidents?search=%00", 400, "NUL"),
    ],
)
def test_what_cannot_be_asked_is_told(client: TestClient, path: str, status: int, words: str) -> None:
    reply = client.get(path)
    assert reply.status_code == status
    assert words in reply.text
    assert reply.headers["content-type"].startswith("text/html")


def test_an_empty_form_asks_for_everything(client: TestClient) -> None:
    html = client.get("/incidents?search=&from=&to=&place=&min=&status=&cursor=").text
    assert "<h1>13 incidents</h1>" in html


def test_an_empty_ledger_says_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    from onrecord.ledger import open_ledger
    from onrecord.web import create_app

    path = tmp_path_factory.mktemp("empty") / "empty.db"
    open_ledger(path, create=True).close()
    app: Starlette = create_app(path)
    client = TestClient(app, base_url=BASE)
    for page in PAGES[:10]:
        assert client.get(page).status_code == 200, page
    assert "onrecord add" in client.get("/").text
    # no filter is blamed where there is none
    assert "No incident is in the ledger yet." in client.get("/incidents").text
    assert "Clear all filters" in client.get("/incidents?country=KE").text
    app.state.desk.ledger.close()


def test_what_was_asked_wrongly_is_told_as_one_would_say_it(client: TestClient) -> None:
    for path, told in (
        ("/incidents?from=yesterday", "from: write a day as 2024-02-07"),
        ("/incidents?since=x", "since: write a moment as 2024-02-07T18:00"),
        ("/demands?asked_from=2024", "asked_from: write a month as 2024-02"),
        ("/incidents?limit=many", "limit: write a whole number"),
        ("/incidents?limit=0", "limit: 1 or more"),
        ("/incidents?began=perhaps", "began: write true or false"),
    ):
        reply = client.get(path)
        assert reply.status_code == 400
        assert told in reply.text, path
    assert "دن یوں لکھیں" in client.get("/incidents?from=yesterday", headers={"accept-language": "ur"}).text


def test_countries_rights_and_languages_are_told_in_words(client: TestClient) -> None:
    table = client.get("/incidents?country=AF&right=ICCPR-6").text
    assert "Herat, Afghanistan" in table
    facet = re.search(
        r'<a href="[^"]*" aria-current="true"><span dir="auto">Afghanistan</span> <span class="n">1<', table
    )
    assert facet is not None
    chips = re.findall(r'<span class="quiet">(?:country|right)</span> <span dir="auto">([^<]+)<', table)
    assert chips == ["Afghanistan", "right to life (ICCPR-6)"]
    assert '<option value="ICCPR-6" selected>right to life (ICCPR-6)</option>' in table
    assert "<li>right to life (ICCPR-6)</li>" in client.get(f"/incidents/{BOMB}").text
    assert '<span lang="ar">العربية</span>' in client.get("/documents/third").text
    assert "Herat، افغانستان" in client.get("/incidents", headers={"accept-language": "ur"}).text.replace(", ", "، ")


def test_every_right_of_the_vocabulary_has_words() -> None:
    told = {r for t in claim_types().values() for r in (*t.rights, *t.rights_if_killed, *t.rights_if_injured)}
    assert told <= set(right_labels())
    assert all(label != code for code, label in right_labels().items())
