"""Short reports from many countries, in our own words, with what an analyst would write down."""

from typing import Any

import pytest

from onrecord.model import Claim, Document
from onrecord.reading import Reader

READER = Reader()


def read(text: str, published: str, publisher: str = "The Example") -> tuple[Claim, ...]:
    return READER.read(Document(text=text, published=published, publisher=publisher)).claims


def one(text: str, published: str, type_: str) -> Claim:
    found = [c for c in read(text, published) if c.type == type_]
    assert found, f"no {type_}"
    return found[0]


def tolls(claim: Claim) -> list[tuple[str, int, int | None]]:
    return sorted((t.effect, t.low, t.high) for t in claim.tolls if not t.part_of)  # type: ignore[type-var]


CASES: list[tuple[str, str, str, dict[str, Any]]] = [
    (
        "RAJSHAHI: A university student was beaten to death and at least 20 others were injured when members of a ruling "
        "party youth wing attacked a sit-in in Rajshahi on Tuesday, fellow students said.",
        "2025-09-02T22:00:00+06:00",
        "attack.melee",
        {"day": "2025-09-02", "tolls": [("injured", 20, None), ("killed", 1, 1)]},
    ),
    (
        "TBILISI - Riot police used water cannon and tear gas to disperse thousands of protesters outside parliament in "
        "Tbilisi late on Friday.",
        "2025-11-29T01:00:00+04:00",
        "excessive_force",
        {"day": "2025-11-28", "tolls": []},
    ),
    (
        "KISUMU, June 25 - Police shot dead three protesters and wounded at least 15 others in Kisumu on Wednesday during "
        "demonstrations against a new finance law, witnesses said.",
        "2025-06-25T17:00:00+03:00",
        "*",
        {"day": "2025-06-25", "tolls": [("injured", 15, None), ("killed", 3, 3)]},
    ),
    (
        "ABUJA: The number of people killed in Monday's attack on villages in Bokkos, Plateau State, has risen to 17, "
        "including five children, the state emergency agency said on Wednesday.",
        "2025-03-05T08:00:00+01:00",
        "*",
        {"day": "2025-03-03", "tolls": [("killed", 17, 17)]},
    ),
    (
        "LAGOS: Armed thugs snatched ballot boxes at four polling units in Surulere, Lagos, during Saturday's governorship "
        "election, observers said.",
        "2025-02-16T20:00:00+01:00",
        "election.irregularity",
        {"day": "2025-02-15"},
    ),
    (
        "CARACAS: Venezuela's comptroller has barred opposition candidate Rafael Ortega from holding office for 15 years, "
        "his party said on Saturday.",
        "2025-05-03T18:00:00-04:00",
        "restriction.candidacy",
        {},
    ),
    (
        "Confirmed: network data show a loss of mobile internet in Dakar, Senegal since 14:00 on Saturday.",
        "2025-01-18T16:20:00+00:00",
        "restriction.internet",
        {},
    ),
    (
        "A court in Minsk on Thursday sentenced newspaper editor Alena Kavalenka to six years in prison. The Belarusian "
        "Association of Journalists called for her immediate release.",
        "2025-03-20T12:00:00+02:00",
        "demand.release",
        {},
    ),
    (
        "NAIROBI: Three journalists who were arrested during Thursday's protest in Nairobi were released on bail on Friday, "
        "their lawyer said.",
        "2025-06-27T16:00:00+03:00",
        "response.lifted",
        {"day": "2025-06-27"},
    ),
]


@pytest.mark.parametrize(("text", "published", "type_", "expected"), CASES, ids=[c[2] + ":" + c[0][:18] for c in CASES])
def test_what_an_analyst_would_write_down(text: str, published: str, type_: str, expected: dict[str, Any]) -> None:
    if type_ == "*":
        claim = next(c for c in read(text, published) if c.kind == "incident")
    else:
        claim = one(text, published, type_)
    if "tolls" in expected:
        assert tolls(claim) == expected["tolls"]
    if "day" in expected:
        assert claim.when is not None
        assert claim.when.start is not None
        assert claim.when.start[:10] == expected["day"]


def test_the_month_of_march_is_no_march() -> None:
    found = read("A café in Jos was bombed on 3 March 2025, killing two people.", "2025-03-05")
    assert [c.type for c in found] == ["attack.explosion"]


def test_a_response_is_never_dated_after_the_report() -> None:
    text = (
        "DHAKA: The university authorities have formed a committee to investigate the killing of a student in Rajshahi on "
        "Tuesday. Police filed a case against 12 people and arrested four of them on Wednesday."
    )
    for claim in read(text, "2025-09-03T18:00:00+06:00"):
        assert claim.when is None or claim.when.start is None or claim.when.start[:10] <= "2025-09-03"


def test_names_keep_their_capitals_and_their_whole_length() -> None:
    text = (
        "KISUMU: Police opened fire on protesters on Wednesday. The Kenya National Commission on Human Rights (KNCHR) called "
        "for an independent investigation into the shooting."
    )
    demand = next(c for c in read(text, "2025-06-26") if c.kind == "demand")
    assert demand.by is not None
    assert demand.by.name == "Kenya National Commission on Human Rights"
    text = "The United Nations human rights office called for those responsible for Tuesday's killings to be held to account."
    for claim in read(text, "2025-06-26"):
        for name in (*(s.name for s in claim.said_by), claim.by.name if claim.by else ""):
            assert not name.startswith("united")


def test_the_speaker_of_joined_verbs_is_the_first_verbs() -> None:
    text = "TBILISI - The public defender said detainees had been beaten and called for an investigation on Saturday."
    demand = next(c for c in read(text, "2025-11-29") if c.kind == "demand")
    assert demand.by is not None
    assert "defender" in demand.by.name


@pytest.mark.parametrize(
    "text",
    [
        "The visitors were shot out for 112 on the second morning as the home attack ran riot. Fast bowler Imran Sadiq took "
        "six wickets in a devastating spell.",
        "The new thriller opens with an explosion and never lets up. Its hero, a retired policeman, is kidnapped, shot at and "
        "left for dead before the first hour is over.",
        "A bomb cyclone is forecast to strike the coast on Tuesday, bringing heavy rain.",
        "Stocks took a beating on Wednesday as oil prices crashed and a price war claimed another casualty.",
        "Arrest the cooking with a splash of cold stock, beat the eggs and attack the onions with a sharp knife.",
    ],
)
def test_words_of_violence_without_violence_give_nothing(text: str) -> None:
    assert read(text, "2025-02-03") == ()
