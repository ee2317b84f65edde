"""What dense and official reports ask and answer in few plain words, in sentences of our own; and what is none of it."""

from typing import Any

import pytest
from tests.reading.demands.conftest import Read

from onrecord.model import Claim, Document
from onrecord.reading.demands.kinds import kind_of
from onrecord.reading.reader import Reader

LEAD = "Guards shot dead two drivers in Bor on Monday. "


def read(reader: Reader, text: str, lead: str = LEAD, **fields: Any) -> list[Claim]:
    """What is read of the text behind a sentence that tells of an act."""
    fields = {"publisher": "Daily Wire", "published": "2031-05-07", "kind": "news"} | fields
    return list(reader.read(Document(id="d", text=lead + text, **fields)).claims)


def asked(claims: list[Claim]) -> list[tuple[str, str | None, str | None]]:
    return [
        (c.type.removeprefix("demand."), c.to.name if c.to else None, c.action.exact if c.action else None)
        for c in claims
        if c.kind == "demand"
    ]


def done(claims: list[Claim]) -> list[tuple[str, str | None]]:
    return [(c.type.removeprefix("response."), c.by.name if c.by else None) for c in claims if c.kind == "response"]


# ---- demands


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Delta Observers call on the tribunal to hear the petitions in public, and on the police to protect the witnesses.",
            ["hear the petitions in public", "protect the witnesses"],
        ),
        (
            "The Delta Observers urged the governor to free the detainees, and the coast guard to return the boats.",
            ["free the detainees", "return the boats"],
        ),
        # no comma and no preposition: both are to be let through
        (
            "The Delta Observers urged the army to allow nurses and drivers to enter the camp.",
            ["allow nurses and drivers to enter the camp"],
        ),
    ],
)
def test_another_is_asked_for_another_thing(demands: Read, text: str, expected: list[str]) -> None:
    assert [action for _, _, action in asked(demands(text))] == expected


def test_each_is_asked_for_their_own(demands: Read) -> None:
    claims = demands(
        "The Delta Observers urged the governor to free the detainees, and the coast guard to return the boats."
    )
    assert [to for _, to, _ in asked(claims)] == ["governor", "coast guard"]


def test_a_second_verb_of_asking_ends_the_first_thing(demands: Read) -> None:
    claims = demands(
        "We demand their release and call on the prosecutor to investigate the raid.", "statement", "Free Lake"
    )
    assert [kind for kind, _, _ in asked(claims)] == ["release", "investigate"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Union of Editors thinks that the guard should stand trial.", "prosecute"),
        ("The drivers said that they would not go back to work before Musa Dembo was freed.", "release"),
        ("The Teachers' Union wants 50,000 rupees paid to the widow.", "compensate"),
        ("The bar association said that soldiers' wives belong before an ordinary court.", "fair_trial"),
        ("The Lawyers' Guild asked that the accused be tried in open court.", "fair_trial"),
        ("The church council pleaded for dialogue.", "other"),
        ("Hundreds of the displaced blocked the bridge to demand food.", "other"),
    ],
)
def test_opinions_conditions_and_small_clauses_ask(reader: Reader, text: str, expected: str) -> None:
    assert [kind for kind, _, _ in asked(read(reader, text))] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        # a threat, an appeal to one's own, a ransom and what is refused
        "A leaflet of the Red Hand gave the nurses of Tibu two days to leave.",
        "The opposition's call for a general strike was heard in three towns.",
        "The union will go back to work before the minister has signed.",
    ],
)
def test_these_ask_for_nothing(demands: Read, text: str) -> None:
    assert asked(demands(text)) == []


def test_what_is_not_to_be_done_is_not_asked_for(reader: Reader) -> None:
    text = "Soldiers shot dead a trader in Gao on Monday. The League for Rights asked the army not to punish the relatives."
    assert "demand.prosecute" not in [c.type for c in read(reader, text, "")]


def test_one_wish_in_two_verbs_is_one_demand(reader: Reader) -> None:
    claims = read(reader, "The drivers' union asks the police to catch the gunman and lock him up.")
    assert [kind for kind, _, _ in asked(claims)] == ["prosecute"]


def test_recommendations_say_what_is_to_be_done(reader: Reader) -> None:
    lead = "Wardens beat four prisoners with cables in Quthing on 3 May 2031.\n\n"
    what = "The prosecutor is to bring the wardens before a court. The four prisoners are to be paid damages.\n"
    office = {"publisher": "Office of the Ombudsman", "kind": "official"}
    under = read(reader, what, lead + "Recommendations\n\n", **office)
    assert [kind for kind, _, _ in asked(under)] == ["prosecute", "compensate"]
    # what is to happen elsewhere is a plan
    assert asked(read(reader, what, lead, **office)) == []


def test_a_statement_asks_with_bare_verbs(reader: Reader) -> None:
    text = (
        "Police arrested our treasurer, Sok Dara, on Monday, and the ministry struck the union off the register.\n\n"
        "We have two sentences to say. Let Sok Dara out. Put our name back on the register."
    )
    claims = read(reader, text, "", publisher="Weavers' Union", kind="statement")
    assert [kind for kind, _, _ in asked(claims)] == ["release", "lift_restriction"]


def test_the_same_word_is_of_another_type_beside_a_judge() -> None:
    assert kind_of("let defence lawyers work") == "demand.fair_trial"
    assert kind_of("let reporters work") == "demand.lift_restriction"


# ---- responses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The court ordered the state to pay his widow 9,000 dollars.", [("compensation", "court")]),
        ("The president ordered an inquiry and the deployment of more troops.", [("inquiry", "president"), ("security", "president")]),
        ("The Electoral Council annulled the results of two stations after the violence.", [("other", "Electoral Council")]),
        ("The claim that guards fired on the crowd is devoid of all truth, the ministry said.", [("denied", "ministry")]),
        ("Soldiers flew in from the coast after the clashes.", [("security", "soldiers")]),
        ("The governor called the killing of the nurses the work of cowards.", [("condemned", "governor")]),
        ("The Supreme Court confirmed the removal of the candidate after the protests.", [("rejected", "Supreme Court")]),
        ("Nine soldiers are to go on trial for the killings.", [("case", None)]),
    ],
)  # fmt: skip
def test_answers_in_few_words(reader: Reader, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert done(read(reader, text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        # who fires a gun dismisses nobody; a word of another verb, of a place, of a plan
        "Men inside the house fired through the door and wounded an officer.",
        "Police fired at the marchers near the station.",
        "The crowd was brought to the police department after the clashes.",
        "When they declined, they were held at the barracks for an hour after the arrests.",
        "The minister called the conduct of the officers in the killing unworthy.",
    ],
)
def test_these_answer_nothing(reader: Reader, text: str) -> None:
    assert done(read(reader, text)) == []


def test_a_condition_is_not_done(reader: Reader) -> None:
    claims = read(reader, "The union would not go back before the detained clerk was freed.")
    assert "response.lifted" not in [c.type for c in claims]
    assert [kind for kind, _, _ in asked(claims)] == ["release"]


def test_a_denial_says_of_whom_there_is_none(reader: Reader) -> None:
    claims = read(reader, "The justice minister told reporters that no prisoner had been harmed.")
    assert done(claims) == [("denied", "justice minister")]


@pytest.mark.parametrize(
    "text", ["The army blamed the rebels of the hills.", "The interior minister accused the rebels of the attack."]
)
def test_who_blames_others_denies_nothing(reader: Reader, text: str) -> None:
    assert "response.denied" not in [c.type for c in read(reader, text)]


def test_the_group_is_no_office_named_before(reader: Reader) -> None:
    claims = read(reader, "The governor's office blamed a mine. The group rejected the charge in a message.")
    assert "governor's office" not in [name for _, name in done(claims)]


def test_a_sure_answer_needs_no_incident_of_its_kind(reader: Reader) -> None:
    text = (
        "Relatives of four missing students ended their sit-in before the court in Turbat on Thursday. "
        "The government has promised to trace the students within a month."
    )
    assert ("promised", "government") in done(read(reader, text, ""))


@pytest.mark.parametrize("end", [",", ", and", ";", " and"])
def test_a_sentence_that_breaks_off_is_read(reader: Reader, end: str) -> None:
    text = f"Soldiers shot two men dead in Kabwe on Monday. The council urged the governor to protect the village{end}"
    assert "demand.protect" in [c.type for c in read(reader, text, "")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("the curfew must go", "lift_restriction"),
        ("the clause to be struck from the statute book", "lift_restriction"),
        ("let reporters in", "lift_restriction"),
        ("sign no more death warrants", "no_death_penalty"),
        ("all of them out by noon", "release"),
        ("give us back our daughters", "release"),
        ("the gendarmes to be brought before a judge", "prosecute"),
        ("lay aside their machetes", "refrain_from_force"),
        ("restrain their followers", "refrain_from_force"),
    ],
)
def test_what_is_asked_in_plain_words(words: str, code: str) -> None:
    assert kind_of(words) == f"demand.{code}"
