"""Demands and responses whose words no line of the vocabulary knows: what the finder of acts marks decides."""

from typing import Any

import pytest
from tests.reading.demands.conftest import an_incident

from onrecord.model import Claim, Document
from onrecord.reading.demands.suspects import as_answers
from onrecord.reading.parts import Act
from onrecord.reading.reader import Reader


def read(reader: Reader, text: str, **fields: Any) -> list[Claim]:
    fields = {"publisher": "Daily Wire", "published": "2031-05-07", "kind": "news"} | fields
    return list(reader.read(Document(id="d", text=text, **fields)).claims)


def asked_by(reader: Reader, publisher: str, text: str) -> list[tuple[str, str | None]]:
    """What a body asks for in a statement of its own."""
    return asked(read(reader, text, kind="statement", publisher=publisher))


def asked(claims: list[Claim]) -> list[tuple[str, str | None]]:
    return [(c.type, c.action.exact if c.action else None) for c in claims if c.kind == "demand"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Judges in Gaborone had sentenced the miner to death on Monday. His mother begged the president to keep her son "
            "from the gallows.",
            ("demand.no_death_penalty", "keep her son from the gallows"),
        ),
        (
            "Bandits killed nine farmers in Zurmi on Friday. Elders begged the army to put men on the road.",
            ("demand.protect", "put men on the road"),
        ),
    ],
)
def test_what_is_asked_is_told_by_the_mark(reader: Reader, text: str, expected: tuple[str, str]) -> None:
    claims = read(reader, text)
    assert asked(claims) == [expected]
    (demand,) = (c for c in claims if c.kind == "demand")
    why = reader.explain(
        Document(id="d", text=text, publisher="Daily Wire", published="2031-05-07", kind="news"), demand.id
    )
    assert why is not None
    assert any("marked by the finder" in f.how for f in why.fields if f.field == "type")


def test_the_line_before_a_list_asks_for_nothing_itself(reader: Reader) -> None:
    told = asked_by(
        reader,
        "Students' Union",
        "Police shot dead two students in Lusaka on Monday.\n\nWe call on the caretaker government to:\n\n"
        "- open an independent inquiry;\n- let the students who were arrested go home.",
    )
    assert [kind for kind, _ in told] == ["demand.investigate", "demand.release"]


def test_a_list_of_resolutions_is_of_the_body_named_before_it(reader: Reader) -> None:
    claims = read(
        reader,
        "Police shot dead two students in Lusaka on Monday.\n\nThe Law Association\n\n- condemns the killing of the students;\n"
        "- demands an independent inquiry.",
        kind="statement",
        publisher="Law Association",
    )
    told = [(c.type, c.by.name if c.by else None) for c in claims if c.kind != "incident"]
    assert told == [("response.condemned", "Law Association"), ("demand.investigate", "Law Association")]


def test_who_is_held_over_a_crime_is_an_answer_where_the_finder_is_sure() -> None:
    text = "Gunmen killed a trader in Kano on Sunday. The lawyer Musa Danladi is now in police custody."
    crime, held = an_incident(text, "attack.shooting", 0, 41), an_incident(text, "arrest", 42, len(text))
    sure = Act(70, 89, text[70:89], "response.arrest", 0.99, 0.99)
    unsure = Act(70, 89, text[70:89], "response.arrest", 0.9, 0.6)
    assert [c.type for c in as_answers([crime, held], [sure])[1]] == ["response.arrest"]
    assert as_answers([crime, held], [unsure])[1] == as_answers([crime, held])[1] == []


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        (
            "Students beat a second-year man with rods in Rajbari on Friday. The university has set up a committee to find out who beat him.",
            "response.inquiry",
        ),
        (
            "A truck was driven into a crowd in Gyumri on Friday, killing a boy. The Investigative Committee charged the driver with murder.",
            "response.case",
        ),
    ],
)
def test_who_answers_may_be_anybody_where_the_mark_is_firm(reader: Reader, text: str, type_: str) -> None:
    assert type_ in {c.type for c in read(reader, text)}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("The port company maintains that its guards never fired.", "response.denied"),
        ("The magistrate would not hear of bail.", "response.rejected"),
    ],
)
def test_a_fainter_mark_counts_of_an_office_or_an_accused(reader: Reader, answer: str, code: str) -> None:
    told = "Guards of the port shot at dockers in Misrata on Sunday and wounded two. "
    assert code in [c.type for c in read(reader, told + answer)]


def test_a_fainter_mark_of_others_or_of_other_things_does_not(reader: Reader) -> None:
    text = "Gunmen killed four farmers in Zurmi on Friday. The water board said that the supply was not affected."
    assert not [c for c in read(reader, text) if c.kind == "response"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("The union wants the district police chief out of his post.", "demand.resign"),
        ("The mothers want the members of the patrol tried.", "demand.prosecute"),
        ("The Secretary-General wants to see them freed.", "demand.release"),
    ],
)
def test_what_is_to_become_of_it_tells_what_is_wanted(reader: Reader, words: str, code: str) -> None:
    claims = read(reader, f"Police shot at growers in Birgunj on Thursday, killing two, and arrested six. {words}")
    assert [c.type for c in claims if c.kind == "demand"] == [code]


@pytest.mark.parametrize(
    ("intro", "codes"),
    [
        ("We say:", ["demand.prosecute", "demand.protect"]),
        (
            "We shall not go back until these points are settled:",
            ["demand.prosecute", "demand.protect"],
        ),
        # what was counted is not asked for
        ("The following were recorded in March:", []),
    ],
)
def test_a_list_that_its_items_tell_to_be_of_things_asked(reader: Reader, intro: str, codes: list[str]) -> None:
    told = asked_by(
        reader,
        "Cane Workers' Union",
        f"Guards shot dead two cutters at the mill in Lautoka on Monday.\n\n{intro}\n\n1. Murder charges against the guards.\n"
        "2. Police protection for the witnesses.\n3. A new bridge.",
    )
    assert [kind for kind, _ in told] == codes


def test_a_list_behind_a_line_without_a_sign(reader: Reader) -> None:
    claims = read(
        reader,
        "Armed men beheaded three fishermen in Ibo on Monday.\n\nThe coordinator of the relief agencies calls for\n\n"
        "- the protection of civilians along the coast;\n- the release of the women who were taken.",
    )
    assert [kind for kind, _ in asked(claims)] == ["demand.protect", "demand.release"]


def test_each_wish_of_a_sentence_has_its_own_words(reader: Reader) -> None:
    told = asked_by(
        reader,
        "Reform Party",
        "The tribunal dissolved the Reform Party in Sucre on Monday. It wants its registration back, and it wants the president "
        "of the tribunal to step down.",
    )
    assert [kind for kind, _ in told] == ["demand.lift_restriction", "demand.resign"]
    assert told[0][1] == "its registration back"
