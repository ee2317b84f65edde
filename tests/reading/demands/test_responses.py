"""Responses over many countries, in sentences of our own: who did what, and what is none."""

from collections.abc import Callable

import pytest

from onrecord.model import Claim, Document, ReadBy
from onrecord.reading.claims import read_incidents
from onrecord.reading.demands import read_demands, read_responses
from onrecord.reading.reader import Reader

Read = Callable[..., list[Claim]]


def told(claims: list[Claim]) -> list[tuple[str, str | None]]:
    return [(c.type.removeprefix("response."), c.by.name if c.by else None) for c in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "IMPHAL: Chief Minister Biren Singh ordered a judicial inquiry into the killings and announced Rs 10 lakh for the kin "
            "of each of those killed.",
            [("inquiry", "Biren Singh"), ("compensation", "Biren Singh")],
        ),
        (
            "NAIROBI: Interior Cabinet Secretary Kithure Kindiki denied that live rounds were used and vowed that looters would "
            "be prosecuted.",
            [("denied", "Kithure Kindiki"), ("promised", "Kithure Kindiki")],
        ),
        (
            "KANO: The police said 14 suspects had been arrested over the violence in the city.",
            [("arrest", "police")],
        ),
        (
            "LAHORE: Police registered a case against unknown attackers after the blast.",
            [("case", "police")],
        ),
        (
            "BAMAKO: A military court sentenced two militants to death for the hotel attack of 2015.",
            [("conviction", "military court")],
        ),
        (
            "PARIS: France condemned the attack on the market.",
            [("condemned", "France")],
        ),
        (
            "CARACAS: The government lifted its ban on the platform after ten days.",
            [("lifted", "government")],
        ),
        (
            "ABUJA: The electoral commission rejected the call for a rerun of the election.",
            [("rejected", "electoral commission")],
        ),
        (
            "KATHMANDU: The election commission took notice of the killing and sought a report from the chief secretary.",
            [("notice", "election commission")],
        ),
        (
            "ABIDJAN: The interior ministry deployed 300 soldiers to the town after the clashes.",
            [("security", "interior ministry")],
        ),
        (
            "CONAKRY: The army acknowledged that it had used live ammunition against the protesters.",
            [("admitted", "army")],
        ),
    ],
)
def test_deeds(responses: Read, text: str, expected: list[tuple[str, str]]) -> None:
    assert told(responses(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("More than 100 police personnel were deployed around the court.", [("security", "police personnel")]),
        ("Two men were arrested by railway police in this connection.", [("arrest", "railway police")]),
        ("The army staged a flag march to keep the peace.", [("security", "army")]),
        ("Police officials are keeping a close watch on trains.", [("security", "Police officials")]),
        ("Security has been stepped up in the old town.", [("security", None)]),
        ("School examinations were conducted as per schedule.", []),
        ("The supporters were sent to nearby police stations.", []),
        ("A strike called by the local unit of the party shut the town.", []),
        ("The secretary of the union held the government responsible for the attack.", []),
        ("You cannot deploy the army everywhere, the minister said.", []),
    ],
)
def test_who_is_sent_responds_and_what_is_called_by_a_unit_sends_nobody(
    reader: Reader, text: str, expected: list[tuple[str, str | None]]
) -> None:
    document = Document(text=f"Rioters burned shops in Malda on Monday. {text}", published="2032-03-10")
    assert told([c for c in reader.read(document).claims if c.kind == "response"]) == expected


def test_of_whom_a_report_is_sought(responses: Read) -> None:
    [claim] = responses("DELHI: The commission on human rights sought a report on the death from the state government.")
    assert claim.to is not None
    assert claim.to.name == "state government"


def test_the_media_that_carried_it(responses: Read) -> None:
    [claim] = responses("BANJUL: The president condemned the killing of the editor, Gambia News reported.")
    assert [s.name for s in claim.said_by] == ["Gambia News"]


@pytest.mark.parametrize(
    "text",
    [
        "ACCRA: No arrests have been made after the attack.",
        "LUSAKA: Activists demanded that the police open an inquiry into the killing.",
        "MAPUTO: The government should lift the ban on rallies, Amnesty International said.",
        "OSLO: The band released an album about the protests.",
        "ROME: The club condemned the referee.",
        "KAMPALA: The police could open an inquiry into the killing.",
    ],
)
def test_what_is_no_response(responses: Read, text: str) -> None:
    assert told(responses(text)) == []


def test_what_is_promised_is_not_told_as_done(responses: Read) -> None:
    claims = responses("LOME: The minister promised that compensation would be paid to the families of the dead.")
    assert told(claims) == [("promised", "minister")]


def test_planned(responses: Read) -> None:
    [claim] = responses(
        "BEIRUT: The interior minister said a committee of inquiry would be formed to look into the blast."
    )
    assert (claim.type, claim.modality) == ("response.inquiry", "planned")


def test_what_is_told_far_off_in_other_words_is_another_matter(reader: Reader) -> None:
    bomb = "Two people were killed on Monday when a bomb exploded at a market in Kisumu.\n\n"
    filler = "The harbour company carries grain and tiles to the islands, and its ferries leave at eight.\n\n" * 12
    answer = "The transport minister denied that the fares had been raised."
    near = reader.read(Document(text=filler + bomb + answer, published="2030-05-08")).claims
    far = reader.read(Document(text=filler + bomb + filler + answer, published="2030-05-08")).claims
    told = [[c for c in claims if c.type == "response.denied"] for claims in (near, far)]
    assert [bool(c.about) for c in told[0]] == [True]
    assert not any(c.about for c in told[1])


def test_about_the_incident_meant(reader: Reader) -> None:
    text = (
        "KANO: A bomb exploded at a market in Maiduguri on Monday and killed nine people. In Kano, police arrested six "
        "journalists on Sunday.\n\nPresident Bola Tinubu condemned the bombing in Maiduguri. The Union of Journalists demanded the release of the reporters."
    )
    analysis = reader.analyse(Document(id="d", text=text, publisher="Wire", published="2024-03-04"), everything=True)
    incidents = read_incidents(analysis, ReadBy(reader="t", version="1", vocabulary="v")).claims
    by_id = {c.id: c.type for c in incidents}
    [response] = [c for c in read_responses(analysis, incidents) if c.type == "response.condemned"]
    [demand] = read_demands(analysis, incidents)
    assert {by_id[i] for i in response.about} == {"attack.explosion"}
    assert {by_id[i] for i in demand.about} == {"arrest"}


def test_police_beside_a_deed_told_without_its_doer(responses: Read) -> None:
    text = "MULTAN: Police raided a house after the blast in the bazaar. Four suspects were arrested in connection with the attack."
    assert ("arrest", "police") in told(responses(text))
    alone = "MULTAN: A minister visited the bazaar. Four suspects were arrested in connection with the attack."
    assert ("arrest", "police") not in told(responses(alone))
    named = "MULTAN: Police watched the road. Four suspects were arrested by soldiers in connection with the attack."
    assert ("arrest", "police") not in told(responses(named))


def test_what_was_done_is_not_dated_after_publication(reader: Reader) -> None:
    text = "Gunmen killed four traders in Mubi on Monday.\n\nThe governor ordered an inquiry on 20 April 2024 into the killings."
    document = Document(text=text, publisher="Daily Wire", published="2024-03-06", kind="news")
    claim = next(c for c in reader.read(document).claims if c.type == "response.inquiry")
    assert claim.when is None


def test_suspects_held_over_a_crime_answer_it_and_opponents_held_do_not(reader: Reader) -> None:
    text = (
        "Gunmen shot dead four worshippers in Katsina on Friday.\n\nPolice arrested two suspects over the shooting.\n\n"
        "In Kano, police arrested nine opposition activists on Saturday."
    )
    document = Document(text=text, publisher="Daily Wire", published="2024-03-06", kind="news")
    assert [c.type for c in reader.read(document).claims] == ["attack.shooting", "response.arrest", "arrest"]


def test_a_thing_denies_nothing(responses: Read) -> None:
    said = "Police shot dead a student in Lusaka. His brother knew the editor, and came to the conclusion that the {} were lies."
    assert not [
        c for c in responses(said.format("claims made about him")) if c.by is not None and c.by.name == "claims"
    ]


def test_whom_a_sentence_befell_is_not_who_passed_it(reader: Reader) -> None:
    text = "Gunmen shot the mayor dead in Haifa in 2031. Idan Peretz, 27, is serving a life sentence for the killing of the mayor."
    told = [
        c for c in reader.read(Document(text=text, published="2032-03-10")).claims if c.type == "response.conviction"
    ]
    assert told
    assert not [c for c in told if c.by is not None]


def test_a_gathering_asks_nothing_itself(reader: Reader) -> None:
    text = "In a huge rally demanding the release of the editor, thousands of women marched through Havana on Friday."
    claims = reader.read(Document(text=text, published="2032-03-10")).claims
    asked = [c for c in claims if c.type == "demand.release"]
    assert asked
    assert all(c.by is None and not c.said_by for c in asked)
