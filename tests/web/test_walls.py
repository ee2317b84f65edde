"""What somebody may not see, they see nowhere: each way in is tried, for a collection and for a name.

Every test compares a ledger with the sealed reports against the same ledger without them: somebody who may not see them must get
the very same answers from both.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE, judge
from tests.web.test_signing import sign_in, somebody

from onrecord.ledger import Batch, Viewer, open_ledger
from onrecord.model import Document, Judgement, NotFound
from onrecord.pipeline import add_items, match_weights, relink
from onrecord.sources import Item
from onrecord.web import create_app

_OPEN = Document(
    id="open-1", title="Bomb in Herat", publisher="Hari Daily", published="2025-03-03",
    text="HERAT, March 3: Four people, among them the teacher Farid Ahmadzai, were killed and nine injured on Sunday when a bomb exploded at a market in Herat, police said.\n\n"
    "The Bar Council demanded that the government investigate the attack.",
)  # fmt: skip
# the same event, told in confidence: other figures, another publisher
_SEALED = Document(
    id="sealed-1", title="Statement of witness seven", publisher="Witness Desk", published="2025-03-04",
    text="HERAT, March 4: Thirty-one people were killed on Sunday when a bomb exploded at a market in Herat, a nurse said.\n\n"
    "Amnesty International demanded that the governor of Ghazni release the jailed editor.",
)  # fmt: skip
_FAR = Document(
    id="sealed-2", title="Raid in Kisumu", publisher="Witness Desk", published="2025-02-11",
    text="KISUMU, Kenya, Feb 11: Police shot dead two protesters in Kisumu on Monday, a witness said.",
)  # fmt: skip
WORDS = ("Witness Desk", "witness seven", "sealed-", "Kisumu", "Ghazni", "nurse", "31", "Thirty", "witnesses")
PATHS = (
    "/", "/incidents", "/incidents?min=killed%3D20", "/incidents?search=nurse", "/incidents?search=Kisumu", "/incidents?country=KE",
    "/incidents?publisher=Witness+Desk", "/incidents?document=sealed-1", "/map", "/demands", "/demands?open=true", "/sources",
    "/rejections", "/api/v1/incidents", "/api/v1/incidents?min=killed%3D20", "/api/v1/claims", "/api/v1/claims?kind=demand",
    "/api/v1/claims?document=sealed-1", "/api/v1/claims?search=nurse", "/api/v1/demands", "/api/v1/counts", "/api/v1/incidents.csv",
    "/api/v1/incidents.jsonl", "/api/v1/incidents.geojson", "/feeds/incidents.atom", "/feeds/incidents.json", "/review",
    "/demands?show=all", "/demands?asked_from=2025-02", "/incidents?place=Kisumu", "/incidents?area=KE/Kisumu", "/incidents?sort=-killed",
    "/incidents?since=2020-01-01T00:00", "/incidents?status=single_source", "/incidents?right=ICCPR-6", "/map?country=KE",
    "/map/about.json", "/map/view.json", "/map/view.json?country=KE", "/map/at.json?name=Kisumu&of=KE&lat=-0.1&lon=34.75&precision=city",
    "/api/v1/incidents/moved", "/api/v1/counts?search=nurse", "/api/v1/counts?publisher=Witness+Desk", "/feeds/incidents.atom?search=nurse",
    "/api/v1/demands?open=true", "/api/v1/incidents?search=witness", "/methodology",
    "/documents", "/documents?search=nurse", "/documents?publisher=Witness+Desk", "/documents?since=2020-01-01T00:00", "/claims",
    "/claims?document=sealed-1", "/claims?search=Kisumu", "/api/v1/documents", "/api/v1/documents?publisher=Witness+Desk",
    "/incidents?spot=-0.10221,34.76171,city,KE,Kisumu", "/incidents?began_from=2025-02-01&began_to=2025-02-28",
    "/map/view.json?spot=-0.10221,34.76171,city,KE,Kisumu",
)  # fmt: skip


def _made(path: Path, sealed: bool) -> Path:
    with open_ledger(path, create=True) as ledger:
        add_items([Item(subject="open.txt", document=_OPEN)], ledger)
        hidden = Judgement(
            id="j0", verdict="redact", subjects=("open-1",), by="ada", at="2025-03-05T10:00:00+00:00", why="safety",
            detail={"names": ["Farid Ahmadzai"]},
        )  # fmt: skip
        assert not ledger.append(Batch(judgements=(hidden,))).rejections
        if sealed:
            items = [Item(subject="sealed.txt", document=d) for d in (_SEALED, _FAR)]
            add_items(items, ledger, collection="witnesses")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("walls")
    return _made(folder / "with.db", True), _made(folder / "without.db", False)


@pytest.fixture(scope="module", params=["asked", "held"])
def apps(
    files: tuple[Path, Path], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Starlette, Starlette]]:
    """With the sealed reports and without; answered by the database, and by what a desk holds in memory."""
    folder = tmp_path_factory.mktemp("desks")
    copied = [shutil.copy(f, folder / f.name) for f in files]
    made = tuple(create_app(f, judge=judge, why=match_weights) for f in copied)
    for app in made:
        if request.param == "held":
            with app.state.desk.ledger._registering().open():
                pass
        somebody(app)
        somebody(app, "ben", "analyst", ["general"])
        somebody(app, "rita", "reader", ["general"])
        somebody(app, "wen", "analyst", ["witnesses"])
        somebody(app, "nil", "analyst", [])
    yield made[0], made[1]
    for app in made:
        app.state.desk.ledger.close()


@pytest.fixture(scope="module")
def inside(apps: tuple[Starlette, Starlette]) -> dict[str, TestClient]:
    return {name: sign_in(apps[0], name) for name in ("ada", "ben", "rita", "wen", "nil")}


@pytest.fixture(scope="module")
def outside(apps: tuple[Starlette, Starlette]) -> dict[str, TestClient]:
    return {name: sign_in(apps[1], name) for name in ("ada", "ben", "rita")}


def _plain(html: str) -> str:
    """A page without what differs between any two: tokens, hashes, the chain's head, the moment it was made."""
    made = r'name="until" value="\d{4}-\d\d-\d\dT[^"]+"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00'
    # the two ledgers may have been made on either side of a minute
    made += rf"|{datetime.now(UTC):%Y-%m-%d} \d\d:\d\d"
    return re.sub(rf'name="token" value="[0-9a-f]+"|[0-9a-f]{{64}}|{made}', "", html)


@pytest.mark.parametrize("path", PATHS)
def test_what_is_sealed_changes_nothing_for_others(
    inside: dict[str, TestClient], outside: dict[str, TestClient], path: str
) -> None:
    for name in ("ben", "rita"):
        here, there = inside[name].get(path), outside[name].get(path)
        assert here.status_code == there.status_code == 200
        assert _plain(here.text) == _plain(there.text), name


def test_an_open_incident_tells_nothing_of_a_sealed_one_near_it(
    apps: tuple[Starlette, Starlette], inside: dict[str, TestClient], outside: dict[str, TestClient]
) -> None:
    """Match weights, near incidents kept apart, history, judgements: all that its page relates it to."""
    (mine,) = inside["ben"].get("/api/v1/incidents?type=attack").json()["items"]
    asked = [c["id"] for c in inside["ben"].get("/api/v1/claims").json()["items"]]
    paths = [
        f"/incidents/{mine['id']}",
        f"/api/v1/incidents/{mine['id']}",
        "/documents/open-1",
        "/api/v1/documents/open-1",
    ]
    for path in (*paths, *(f"/api/v1/claims/{c}" for c in asked)):
        for name in ("ben", "rita"):
            assert _plain(inside[name].get(path).text) == _plain(outside[name].get(path).text), (name, path)
    assert "kept apart" in inside["ada"].get(paths[0]).text


def test_the_sealed_reports_are_there_for_who_may_see_them(inside: dict[str, TestClient]) -> None:
    told = inside["ada"].get("/api/v1/counts").json()
    assert told["ledger"]["documents"] == 3
    assert inside["ben"].get("/api/v1/counts").json()["ledger"]["documents"] == 1
    assert inside["wen"].get("/api/v1/counts").json()["ledger"]["documents"] == 2
    nothing = inside["nil"].get("/api/v1/counts").json()
    assert {k: v for k, v in nothing["ledger"].items() if v} == {}
    assert nothing["incidents"]["type"] == {}
    assert "Herat" not in inside["nil"].get("/").text
    assert inside["wen"].get("/api/v1/documents/sealed-1").status_code == 200
    assert inside["wen"].get("/api/v1/documents/open-1").status_code == 404


def test_the_machine_never_joins_across_a_wall(
    apps: tuple[Starlette, Starlette], inside: dict[str, TestClient]
) -> None:
    """The sealed report is of the same event; without the wall it would be joined, and its figure shown."""
    bombs = inside["ada"].get("/api/v1/incidents?type=attack&country=AF").json()["items"]
    assert len(bombs) == 2
    assert {len(i["documents"]) for i in bombs} == {1}
    (open_one,) = inside["ben"].get("/api/v1/incidents?type=attack").json()["items"]
    assert next(t["best"] for t in open_one["tolls"] if t["effect"] == "killed") == 4


def test_direct_addresses_lead_nowhere(apps: tuple[Starlette, Starlette], inside: dict[str, TestClient]) -> None:
    ledger = apps[0].state.desk.ledger
    claims = [c for d in ("sealed-1", "sealed-2") for c in ledger.claims_of_documents([d])[d]]
    homes = {i for held in ledger.incidents_of_claims([c.id for c in claims]).values() for i in held}
    assert claims
    assert homes
    paths = [f"{p}/documents/{d}" for d in ("sealed-1", "sealed-2", "sealed") for p in ("", "/api/v1")]
    paths += [f"{p}/claims/{c.id}" for c in claims for p in ("", "/api/v1")]
    paths += [f"{p}/incidents/{i}" for i in homes for p in ("", "/api/v1")]
    for path in paths:
        for name in ("ben", "rita", "nil"):
            reply = inside[name].get(path)
            assert reply.status_code == 404, (name, path)
            assert not [w for w in WORDS if w in _plain(reply.text).replace(path.rsplit("/", 1)[1], "")], (name, path)
        assert inside["ada"].get(path).status_code in (200, 302, 404)


def test_nobody_judges_what_they_may_not_see(apps: tuple[Starlette, Starlette], inside: dict[str, TestClient]) -> None:
    found = re.search(r'name="token" value="([0-9a-f]+)"', inside["ben"].get("/account").text)
    assert found is not None
    form = {"incident": "", "subject": "sealed-1", "why": "guess", "verdict": "confirm", "token": found[1]}
    reply = inside["ben"].post("/judgements", data=form)
    assert reply.status_code == 400
    assert [j.id for j in apps[0].state.desk.ledger.judgements()] == ["j0"]


def test_a_search_of_documents_counts_only_what_is_seen(apps: tuple[Starlette, Starlette]) -> None:
    ledger = apps[0].state.desk.ledger
    seen = ledger.seen_by(Viewer(may_see_names=True, collections=("general",)))
    assert (seen.search("nurse").total, ledger.search("nurse").total) == (0, 1)
    assert seen.search("bomb").total == 1
    assert seen.rejections() == []
    with pytest.raises(NotFound):
        seen.history("sealed-1")
    with pytest.raises(NotFound):
        seen.captures_of("sealed-1")


def test_a_name_is_found_by_nobody_who_may_not_see_it(inside: dict[str, TestClient]) -> None:
    ben, rita = inside["ben"], inside["rita"]
    for words in ("Farid", "ahmadzai", "Farid Ahmadzai", '"Farid Ahmadzai"', "Ahmad", "market Farid"):
        at = {"search": words}
        assert ben.get("/api/v1/claims", params=at).json()["total"] >= 1, words
        assert rita.get("/api/v1/claims", params=at).json()["total"] == 0, words
        assert rita.get("/api/v1/incidents", params=at).json()["total"] == 0, words
        assert rita.get("/api/v1/counts", params=at).json()["incidents"]["type"] == {}, words
    assert rita.get("/api/v1/incidents?actor=farid+ahmadzai").json()["total"] == 0
    assert rita.get("/api/v1/claims?actor=farid+ahmadzai").json()["total"] == 0
    assert rita.get("/api/v1/claims?search=market").json()["total"] >= 1
    for path in (*PATHS, "/documents/open-1", "/api/v1/documents/open-1"):
        text = rita.get(path).text
        assert "Farid" not in text, path
        assert "Ahmadzai" not in text, path
    assert "Farid" in ben.get("/documents/open-1").text


def test_a_token_without_the_scope_sees_masks(apps: tuple[Starlette, Starlette]) -> None:
    people = apps[0].state.desk.people
    ben = people.accounts.by_name("ben")
    client = TestClient(apps[0], base_url=BASE)
    for scopes, sees in ((["read"], False), (["read", "names"], True)):
        secret, _ = people.sessions.new_token(ben, "pull", scopes)
        header = {"authorization": f"Bearer {secret}"}
        assert ("Farid" in client.get("/api/v1/documents/open-1", headers=header).text) is sees
        assert client.get("/api/v1/documents/sealed-1", headers=header).status_code == 404


def test_what_people_joined_is_seen_by_who_may_see_all_of_it(files: tuple[Path, Path], tmp_path: Path) -> None:
    """An analyst who may see both may join across the wall: then only those who may see both see the joined incident."""
    path = _made(tmp_path / "joined.db", True)
    with open_ledger(path) as ledger:
        everyone = {i.documents[0].id: i.id for i in ledger.incidents().items}
        made = Judgement(
            id="j1", verdict="merge", subjects=(everyone["open-1"], everyone["sealed-1"]), by="ada",
            at="2025-04-01T10:00:00+00:00", why="one event: see Witness Desk",
        )  # fmt: skip
        with ledger.writing():
            assert not ledger.append(Batch(judgements=(made,))).rejections
            relink(ledger, ["open-1", "sealed-1"])
        assert len(next(i for i in ledger.incidents().items if i.type.startswith("attack.explosion")).documents) == 2
        seen = ledger.seen_by(Viewer(may_see_names=True, collections=("general",)))
        assert seen.incidents().items == ()
        assert [j.id for j in seen.judgements()] == ["j0"]
        assert [d.id for d in seen.documents().items] == ["open-1"]
        assert len(seen.claims().items) >= 1
        both = ledger.seen_by(Viewer(may_see_names=True, collections=("general", "witnesses")))
        assert len(both.judgements()) == 2
        assert both.incidents().total == ledger.incidents().total


def test_what_an_input_says_of_collections_is_not_believed(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        sly = Document(id="sly", text=_OPEN.text, published="2025-03-03", meta={"collection": "witnesses"})
        add_items([Item(subject="sly.txt", document=sly)], ledger)
        assert ledger.seen_by(Viewer(collections=("general",))).count("documents") == 1
        assert ledger.seen_by(Viewer(collections=("witnesses",))).count("documents") == 0
