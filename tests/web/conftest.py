"""A small ledger of our own records, and a desk on it."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from onrecord.ledger import Batch, Ledger, open_ledger
from onrecord.model import (
    Actor,
    AnsweredDemand,
    AssessedToll,
    Claim,
    Document,
    Incident,
    IncidentActor,
    IncidentDocument,
    IncidentPlace,
    Judgement,
    Party,
    Place,
    ReadBy,
    Rejection,
    Run,
    Span,
    Speaker,
    Toll,
    Verdict,
    When,
    seal,
)
from onrecord.web import create_app

BASE = "http://127.0.0.1:8765"
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'
_READ = ReadBy(reader="rules", version="test", vocabulary="v")
_HERAT = {"name": "Herat", "country": "AF", "admin1": "Herat", "lat": 34.34, "lon": 62.2}
_FIRST = (
    "A bomb at a market in Herat killed at least four people, police said.\n\n"
    "Relatives demanded that the ministry investigate the attack."
)
_SECOND = (
    f"Six people died in the market bombing in Herat, a hospital said. {HOSTILE}\n\nThe ministry opened an inquiry."
)


def span(text: str, exact: str) -> dict[str, object]:
    start = text.index(exact)
    return {"start": start, "end": start + len(exact), "exact": exact}


def documents() -> tuple[Document, ...]:
    return (
        Document(
            id="a/first?",
            text=_FIRST,
            title="Bomb in Herat",
            publisher="Hari Daily",
            published="2025-03-02T09:00:00+04:30",
            language="en",
        ),
        Document(
            id="second",
            text=_SECOND,
            title=f"Toll rises {HOSTILE}",
            publisher='=cmd|" /C calc"!A0',
            published="2025-03-03",
            url="javascript:alert(1)",
        ),
        Document(
            id="third",
            text="قتل شخصان في المدينة",
            title="خبر",
            publisher="Sahar",
            published="2025-03-04",
            url="https://sahar.example/1",
            language="ar",
        ),
    )


def _killed(document: Document, figure: str, low: int, high: int | None, speaker: str, sentence: str) -> Claim:
    text = document.text
    claim = Claim(
        document=document.id,
        kind="incident",
        type="attack.explosion",
        evidence=(Span(**span(text, sentence)),),
        read_by=_READ,
        link="single",
        when=When(precision="day", start="2025-03-02", end="2025-03-02"),
        where=(Place(**span(text, "Herat"), precision="city", **_HERAT),),
        actors=(Actor(**span(text, "people"), role="victim", category="civilian"),),
        said_by=(Speaker(**span(text, speaker), name=speaker),),
        tolls=(Toll(**span(text, figure), effect="killed", low=low, high=high),),
        rights=("ICCPR-6",),
    )
    return seal(claim, text)


def claims() -> dict[str, Claim]:
    first, second, _ = documents()
    asked = Claim(
        document=first.id,
        kind="demand",
        type="demand.investigate",
        read_by=_READ,
        evidence=(Span(**span(_FIRST, "Relatives demanded that the ministry investigate the attack.")),),
        by=Party(**span(_FIRST, "Relatives"), name="Relatives"),
        to=Party(**span(_FIRST, "the ministry"), name="the ministry"),
        action=Span(**span(_FIRST, "investigate the attack")),
    )
    answer = Claim(
        document=second.id,
        kind="response",
        type="response.inquiry",
        read_by=_READ,
        evidence=(Span(**span(_SECOND, "The ministry opened an inquiry.")),),
        by=Party(**span(_SECOND, "The ministry"), name="The ministry"),
    )
    return {
        "four": _killed(first, "at least four people", 4, None, "police", _FIRST.split("\n", maxsplit=1)[0]),
        "six": _killed(second, "Six people", 6, 6, "a hospital", _SECOND.split(". ", maxsplit=1)[0] + "."),
        "asked": seal(asked, _FIRST),
        "answer": seal(answer, _SECOND),
    }


def incidents() -> tuple[Incident, ...]:
    c = claims()
    bomb = Incident(
        id=f"inc-{c['four'].id}",
        link="single",
        type="attack.explosion",
        status="contested",
        claims=(c["four"].id, c["six"].id),
        documents=(IncidentDocument(id="a/first?", main=True), IncidentDocument(id="second", main=True)),
        when=c["four"].when,
        where=(IncidentPlace(precision="city", **_HERAT),),
        actors=(IncidentActor(role="victim", category="civilian"),),
        tolls=(AssessedToll(effect="killed", low=4, best=6, high=6, from_=(c["six"].id,)),),
        publishers=("Hari Daily", '=cmd|" /C calc"!A0'),
        demands=(AnsweredDemand(id=c["asked"].id),),
        responses=(c["answer"].id,),
        first_reported="2025-03-02T09:00:00+04:30",
        last_reported="2025-03-03",
    )
    many = [
        Incident(
            id=f"inc-{n:016x}",
            link="single",
            type="protest",
            status="single_source",
            claims=(),
            publishers=("Hari Daily",),
            documents=(IncidentDocument(id="third", main=True),),
            when=When(precision="day", start=f"2024-11-{n:02}", end=f"2024-11-{n:02}"),
            where=(
                IncidentPlace(name="Faryab", precision="admin1", country="AF", admin1="Faryab", lat=36.0, lon=64.9),
            ),
            first_reported="2024-12-01",
            last_reported="2024-12-01",
        )
        for n in range(1, 13)
    ]
    return (bomb, *many)


BOMB = incidents()[0].id


def judge(
    ledger: Ledger, verdict: Verdict, subjects: tuple[str, ...], by: str, why: str, given: dict | None = None, /
) -> tuple[Rejection, ...]:
    """As the command line's, without linking anew, which needs the whole of the reports."""
    at = "2025-04-01T10:00:00+00:00"
    id_ = hashlib.sha256(json.dumps([verdict, subjects, by, why]).encode()).hexdigest()[:16]
    detail = given or {}
    made = Judgement(id=id_, verdict=verdict, subjects=subjects, by=by, at=at, why=why, detail=detail)
    return ledger.append(Batch(judgements=(made,))).rejections


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    run = Run(id="r1", version="test", vocabulary="v" * 64, model="m" * 64, started="2025-03-05T00:00:00+00:00")
    refused = Rejection(stage="source", reason=f"it is empty {HOSTILE}", subject=f"{HOSTILE}.txt", code="empty")
    with open_ledger(path, create=True) as ledger, ledger.writing():
        ledger.append(Batch(run=run, documents=documents(), claims=tuple(claims().values()), rejections=(refused,)))
        ledger.links().replace([], [(i, ()) for i in incidents()], [])
    return path


@pytest.fixture
def app(ledger_file: Path) -> Iterator[Starlette]:
    made = create_app(ledger_file, judge=judge)
    yield made
    made.state.desk.ledger.close()


@pytest.fixture
def client(app: Starlette) -> TestClient:
    return TestClient(app, base_url=BASE, follow_redirects=False)
