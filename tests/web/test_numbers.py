"""A number is a link to what it counts: what stands behind it is as many, whoever looks, and whatever is hidden from them."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE
from tests.web.test_signing import sign_in, somebody, token_of
from tests.web.test_walls import _FAR, _OPEN, _SEALED

from onrecord.cli.serving import _judge
from onrecord.ledger import open_ledger
from onrecord.model import Document
from onrecord.pipeline import add_items, match_weights
from onrecord.sources import Item
from onrecord.web import create_app

_TOWNS = (
    ("town", "HERAT, March 9: Police arrested six protesters at a rally in Herat on Sunday, a lawyer said."),
    ("province", "KABUL, March 19: Gunmen killed two farmers in Herat province on Wednesday, officials said."),
    ("ward", "KABUL, March 20: Gunmen killed three teachers in Kabul on Thursday, police said."),
)
_LINK = re.compile(r'<a href="([^"]+)"[^>]*>((?:(?!</a>).)*)</a>', re.DOTALL)
_COUNTED = re.compile(r"^([\d,]+)(?!\S)|: ([\d,]+) incidents?|(?<!\S)([\d,]+)$")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starlette]:
    path: Path = tmp_path_factory.mktemp("numbers") / "l.db"
    with open_ledger(path, create=True) as ledger:
        told = [Document(id=i, title=i, publisher="Hari Daily", published=f"2025-03-{20 + n}", text=x) for n, (i, x) in enumerate(_TOWNS)]  # fmt: skip
        add_items([Item(subject=d.id, document=d) for d in (_OPEN, *told)], ledger)
        add_items([Item(subject=d.id, document=d) for d in (_SEALED, _FAR)], ledger, collection="witnesses")
        found = {i.documents[0].id: i.id for i in ledger.incidents().items}
        _judge(ledger, "reject", (found["ward"],), "ada", "another year")
        _judge(ledger, "redact", ("province",), "ada", "safety", {"place": "country"})
        _judge(ledger, "correct", (found["town"],), "ada", "the list", {"field": "type", "value": "protest"})
    made = create_app(path, judge=_judge, why=match_weights)
    somebody(made)
    somebody(made, "ben", "analyst", ["general"])
    somebody(made, "rita", "reader", ["general"])
    yield made
    made.state.desk.ledger.close()


def _numbers(client: TestClient, path: str) -> list[tuple[str, int]]:
    """``(address, number)`` of each link of a page's content that is a number, or begins or ends with one."""
    html = client.get(path).text
    content = html[html.index("<main") : html.index("</main>")]
    found = []
    for href, inside in _LINK.findall(content):
        words = " ".join(
            unescape(re.sub(r"<title>.*?</title>", "", inside) if "<svg" not in inside else inside).split()
        )
        words = " ".join(re.sub(r"<[^>]+>", " ", words).split())
        number = _COUNTED.search(words)
        if number and href.startswith(("/incidents", "/documents", "/claims", "/demands")):
            found.append((unescape(href), int(next(g for g in number.groups() if g).replace(",", ""))))
    return found


def _behind(client: TestClient, href: str) -> int:
    """How many things the page behind a link says that there are."""
    found = re.search(r"<h1[^>]*>\s*([\d,]+)", client.get(href).text)
    assert found, href
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize("name", ["ada", "ben", "rita"])
def test_every_number_is_a_link_to_as_many(app: Starlette, name: str) -> None:
    client = sign_in(app, name)
    seen = 0
    for path in ("/", "/sources", "/documents", "/incidents"):
        for href, number in _numbers(client, path):
            if "killed%3D" in href or re.fullmatch(r"/(documents|incidents)/.*", href):
                continue
            assert _behind(client, href) == number, (name, path, href)
            seen += 1
    assert seen > 20


@pytest.mark.parametrize("name", ["ada", "rita"])
def test_what_was_rejected_is_counted_nowhere(app: Starlette, name: str) -> None:
    client = sign_in(app, name)
    overview = dict(_numbers(client, "/"))
    assert overview["/incidents"] == _behind(client, "/incidents") == client.get("/api/v1/incidents").json()["total"]
    assert overview["/claims"] == _behind(client, "/claims") == client.get("/api/v1/claims").json()["total"]
    assert overview["/documents"] == _behind(client, "/documents") == client.get("/api/v1/documents").json()["total"]


def test_a_place_of_the_map_leads_to_the_incidents_drawn_there(app: Starlette) -> None:
    """Herat is a town and a province: the one is not counted for the other, nor what is drawn elsewhere for who asks."""
    sums = {}
    for name in ("ada", "ben", "rita"):
        client = sign_in(app, name)
        places = client.get("/map/view.json").json()["first"]
        for (place, country, precision, lat, lon), number, *_ in places:
            at = {"spot": f"{lat},{lon},{precision},{country},{place}"}
            page = client.get("/incidents", params=at)
            assert re.search(rf"<h1[^>]*>\s*{number} ", page.text), (name, at)
            assert place in page.text
            assert client.get("/api/v1/incidents", params=at).json()["total"] == number
            assert len(client.get("/api/v1/incidents.jsonl", params=at).text.splitlines()) == number
            assert sum(client.get("/api/v1/counts", params=at).json()["incidents"]["type"].values()) == number
        sums[name] = {(p[0], p[2]): n for p, n, *_ in places}
    assert sums["ben"][("Herat", "admin1")] == 1
    assert ("Herat", "admin1") not in sums["rita"]
    # where the province was is asked in vain
    ben = sign_in(app, "ben").get("/map/view.json").json()["first"]
    (hidden,) = [p for p, *_ in ben if p[2] == "admin1"]
    at = {"spot": f"{hidden[3]},{hidden[4]},admin1,AF,Herat"}
    assert sign_in(app, "rita").get("/api/v1/incidents", params=at).json()["total"] == 0
    assert sign_in(app, "ben").get("/api/v1/incidents", params=at).json()["total"] == 1


def test_days_of_the_brush_mean_the_same_in_the_table(app: Starlette) -> None:
    client = sign_in(app)
    for first, last in (("2025-03-01", "2025-03-10"), ("2025-03-19", "2025-03-19")):
        shown = client.get("/map/view.json", params={"began_from": first, "began_to": last}).json()["incidents"]
        assert (
            shown == client.get("/api/v1/incidents", params={"began_from": first, "began_to": last}).json()["total"] > 0
        )


@pytest.mark.parametrize("sort", ["-date", "date"])
def test_pages_are_joined_without_loss_while_reports_are_added(tmp_path: Path, sort: str) -> None:
    path = tmp_path / "l.db"
    with open_ledger(path, create=True) as ledger:
        add_items([Item(subject=i, document=Document(id=i, published="2025-03-21", text=x)) for i, x in _TOWNS], ledger)
        made = create_app(path, judge=_judge)
        client = TestClient(made, base_url=BASE)
        before = {i["id"] for i in client.get("/api/v1/incidents").json()["items"]}
        met, cursor, n = [], "", 0
        while cursor is not None:
            page = client.get("/api/v1/incidents", params={"limit": 1, "sort": sort, "cursor": cursor}).json()
            met += [i["id"] for i in page["items"]]
            cursor, n = page.get("next"), n + 1
            if n < 4:
                text = f"NAIROBI, March {n}: Police arrested {n + 2} students in Nairobi on March {n}, 2025, a lawyer said."
                add_items(
                    [Item(subject=f"n{n}", document=Document(id=f"n{n}", published=f"2025-03-0{n + 1}", text=text))],
                    ledger,
                )
        assert len(met) == len(set(met))
        assert before <= set(met)
        made.state.desk.ledger.close()


@pytest.mark.parametrize("spot", ["x", "1,2", "a,b,city,AF,Herat", "1,2,city,AF", "\0"])
def test_what_is_no_place_of_the_map_is_refused_in_words(app: Starlette, spot: str) -> None:
    for path in ("/incidents", "/api/v1/incidents", "/map"):
        assert sign_in(app).get(path, params={"spot": spot}).status_code == 400


def test_a_redaction_is_made_and_undone_on_the_desk(app: Starlette) -> None:
    ada, rita = sign_in(app), sign_in(app, "rita")
    form = {"token": token_of(ada, "/documents/town"), "subject": "town", "verdict": "redact", "why": "safety", "names": "lawyer, police", "back": "/documents/town"}  # fmt: skip
    assert "lawyer" in rita.get("/documents/town").text
    assert ada.post("/judgements", data=form).status_code == 303
    assert "lawyer" not in rita.get("/documents/town").text
    assert "lawyer" in ada.get("/documents/town").text
    undo = re.search(
        r'name="subject" value="([0-9a-f]{16})".{0,400}value="undo"', ada.get("/documents/town").text, re.DOTALL
    )
    assert undo is not None
    assert ada.post("/judgements", data={**form, "verdict": "undo", "subject": undo[1]}).status_code == 303
    assert "lawyer" in rita.get("/documents/town").text
    ben = sign_in(app, "ben")
    assert "Hide names" not in ben.get("/documents/town").text
    assert ben.post("/judgements", data={**form, "token": token_of(ben, "/account")}).status_code == 403
