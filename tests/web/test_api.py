"""The API serves the public records; exports are exactly what is filtered."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import BOMB, HOSTILE, claims, documents, incidents

from onrecord.model import to_record

VIEWS = (
    "",
    "?type=attack",
    "?status=contested&min=killed%3D5",
    "?country=AF&from=2024-11-03&to=2024-11-05",
    "?sort=date",
    "?place=farya",
)


def test_records_are_served_as_they_are_kept(client: TestClient) -> None:
    c = claims()["four"]
    assert client.get(f"/api/v1/incidents/{BOMB}").json() == to_record(incidents()[0])
    assert client.get(f"/api/v1/claims/{c.id}").json() == to_record(c)
    for document in documents():
        reply = client.get("/api/v1/documents/" + document.id.replace("/", "%2F").replace("?", "%3F"))
        assert reply.json() == to_record(document)


def test_pages_of_the_api_are_joined_by_cursors(client: TestClient) -> None:
    seen, cursor, rounds = [], "", 0
    while True:
        reply = client.get("/api/v1/incidents", params={"limit": 5, "cursor": cursor, "sort": "date"})
        told = reply.json()
        seen += [i["id"] for i in told["items"]]
        assert told["total"] == 13
        rounds += 1
        if "next" not in told:
            assert "link" not in reply.headers
            break
        assert f"cursor={told['next']}" in reply.headers["link"]
        cursor = told["next"]
    assert rounds == 3
    assert sorted(seen) == sorted(i.id for i in incidents())


@pytest.mark.parametrize("view", VIEWS)
def test_exports_are_exactly_what_is_filtered(client: TestClient, view: str) -> None:
    told = [i["id"] for i in client.get("/api/v1/incidents" + view).json()["items"]]
    lines = client.get("/api/v1/incidents.jsonl" + view).text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == told
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/incidents.csv" + view).text)))
    assert [r["id"] for r in rows] == told
    features = client.get("/api/v1/incidents.geojson" + view).json()["features"]
    assert [f["id"] for f in features] == told
    assert told or "contested" not in view


def test_an_export_is_not_cut_at_a_page(client: TestClient) -> None:
    assert len(client.get("/api/v1/incidents.jsonl?limit=2").text.splitlines()) == 13


def test_a_spreadsheet_runs_nothing_of_an_export(client: TestClient) -> None:
    reply = client.get("/api/v1/incidents.csv?publisher=%3Dcmd%7C%22+%2FC+calc%22%21A0")
    assert reply.headers["content-disposition"] == 'attachment; filename="incidents.csv"'
    rows = list(csv.reader(io.StringIO(reply.text)))
    assert len(rows) == 2
    for cell in rows[1]:
        assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
    sources = client.get("/api/v1/incidents.csv").text
    assert "\n=cmd" not in sources
    assert ",=cmd" not in sources


def test_claims_are_filtered_as_on_the_pages(client: TestClient) -> None:
    assert client.get("/api/v1/claims?kind=demand").json()["total"] == 1
    assert client.get("/api/v1/claims?document=second").json()["total"] == 2
    assert client.get("/api/v1/claims?search=hospital").json()["items"][0]["id"] == claims()["six"].id


def test_demands_say_how_long_they_are_open(client: TestClient) -> None:
    told = client.get("/api/v1/demands?open=true").json()
    assert told["total"] == 1
    assert told["items"][0]["claim"] == to_record(claims()["asked"])
    assert told["items"][0]["open_days"] > 300
    assert told["items"][0]["incidents"] == [BOMB]


@pytest.mark.parametrize(
    "path",
    ["/api/v1/incidents", f"/api/v1/incidents/{BOMB}", "/api/v1/demands", "/api/v1/counts", "/feeds/incidents.atom"],
)
def test_what_has_not_changed_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": f'"other", W/{first.headers["etag"]}'})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get(path, headers={"if-none-match": '"other"'}).content == first.content


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/incidents/none", 404),
        ("/claims/none", 404),
        ("/documents/none", 404),
        ("/incidents?min=x", 400),
        ("/claims?cursor=%25", 400),
        ("/none", 404),
    ],
)
def test_errors_are_records_too(client: TestClient, path: str, status: int) -> None:
    reply = client.get("/api/v1" + path)
    assert reply.status_code == status
    assert set(reply.json()) == {"error", "reason"}


def test_errors_are_told_in_the_language_asked_for_and_records_as_they_are(client: TestClient) -> None:
    urdu = {"accept-language": "ur"}
    told = client.get("/api/v1/incidents/inc-none", headers=urdu)
    assert told.json()["error"] != client.get("/api/v1/incidents/inc-none").json()["error"]
    assert told.json()["error"].isascii() is False
    assert told.headers["vary"] == "accept-language"
    assert "killed=10" in client.get("/api/v1/incidents?min=many", headers=urdu).json()["reason"]
    # the ledger's own reasons too
    assert told.json()["reason"] == "اس کھاتے میں ایسا کوئی اندراج نہیں: incident 'inc-none'"
    for path in ("/api/v1/incidents", "/api/v1/claims", "/feeds/incidents.atom"):
        assert client.get(path, headers=urdu).content == client.get(path).content


def test_every_route_is_described(client: TestClient) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert {p.removeprefix("/api/v1") for p in told["paths"]} == {
        "/incidents",
        "/incidents.csv",
        "/incidents.jsonl",
        "/incidents.geojson",
        "/incidents/{id}",
        "/claims",
        "/claims/{id}",
        "/documents/{id}",
        "/documents",
        "/judgements",
        "/demands",
        "/counts",
        "/incidents/moved",
    }
    names = {p["name"] for p in told["paths"]["/api/v1/incidents"]["get"]["parameters"]}
    shared = {"from", "to", "type", "country", "place", "min", "publisher", "right", "search", "status", "link"}
    assert shared | {"sort", "cursor", "limit"} <= names
    page = client.get("/api").text
    assert all(path in page for path in told["paths"])


def test_the_feed_is_atom_and_follows_the_filter(client: TestClient) -> None:
    reply = client.get("/feeds/incidents.atom?type=attack")
    assert reply.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(reply.content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert [e.findtext(f"{atom}id") for e in feed.iter(f"{atom}entry")] == [f"urn:onrecord:{BOMB}"]
    assert feed.findtext(f"{atom}updated") == "2025-03-03T00:00:00Z"
    whole = ET.fromstring(client.get("/feeds/incidents.atom").content)
    assert len(list(whole.iter(f"{atom}entry"))) == 13
    assert HOSTILE not in reply.text
