"""Doers and victims that stand in another clause or another sentence than the act."""

from collections.abc import Callable

import pytest

from onrecord.model import Claim

Read = Callable[..., list[Claim]]


def actors(claims: list[Claim], role: str) -> set[str]:
    return {a.exact for c in claims for a in c.actors if a.role == role}


DOERS = [
    (
        "Unidentified individuals placed a large bomb at a bank in Tumaco on Monday, killing seven.",
        "Unidentified individuals",
    ),
    ("A helicopter of the air force strafed a camp near Kayes on Monday, wounding 16.", "the air force"),
    ("Two lieutenants and six soldiers were charged with the murder of four nuns in Ayutla on Monday.", "six soldiers"),
    ("The killing of four nuns in Ayutla on Monday was blamed on rebels and drug gangs.", "drug gangs"),
    ("The mayor seized by the guerrillas near Puno on Monday was shot by them in the square.", "the guerrillas"),
    ("A dentist was stopped in Colon on Monday after he placed a bomb in a cinema, killing two.", "A dentist"),
    (
        "A bomb went off in a bank in Tumaco on Monday, killing four. The governor blamed drug traffickers for the attack.",
        "drug traffickers",
    ),
    (
        "Four nuns were murdered in Ayutla on Monday. The bishop said Colonel Ivo Brandt had ordered the killings.",
        "Colonel Ivo Brandt",
    ),
    (
        "Four nuns were murdered in Ayutla on Monday. The killers of the nuns were soldiers, the bishop said.",
        "soldiers",
    ),
    (
        "A gunman opened fire in a chapel in Ayutla on Monday, killing four. Police named the gunman as Ivo Brandt, 23.",
        "Ivo Brandt",
    ),
    ("Rebels attacked Kayes on Monday and killed two policemen. They also burned the prefect's office.", "Rebels"),
    ("GUNMEN KIDNAPPED THE BANKER IVO BRANDT IN TUMACO ON MONDAY.", "GUNMEN"),
    ("SHINING PATH MEMBERS MURDERED 19 PEASANTS NEAR AYACUCHO ON MONDAY.", "SHINING PATH MEMBERS"),
]


@pytest.mark.parametrize(("text", "doer"), DOERS)
def test_the_doer_is_found(incidents: Read, text: str, doer: str) -> None:
    assert doer in actors(incidents(text), "perpetrator")


def test_they_are_those_told_of_just_before(incidents: Read) -> None:
    claims = incidents(
        "Rebels attacked Kayes on Monday and killed two policemen. They also burned the prefect's office."
    )
    fires = [c for c in claims if c.type == "attack.arson"]
    assert actors(fires, "perpetrator") == {"Rebels"}


@pytest.mark.parametrize(
    "text",
    [
        "A man was shot dead in Denver on Monday. Police identified the victim as Ivo Brandt, 44.",
        "The mayor of Ayutla was shot dead on Monday. The victim, Ivo Brandt, had led the town since 2015.",
        "Reporter Ivo Brandt said officers had beaten him in Ayutla on Monday.",
        "On Monday police in Ayutla kicked and arrested reporter Ivo Brandt.",
    ],
)
def test_the_victim_is_named(incidents: Read, text: str) -> None:
    assert "Ivo Brandt" in actors(incidents(text), "victim")


NAMED = [
    (
        "Soldiers shot dead three reporters near Kayes on Monday: Marta Quil, a photographer, Joost van Beek, a Dutch reporter, "
        "and Pedro Anaya, who worked for a local station.",
        {"Marta Quil", "Joost van Beek", "Pedro Anaya", "three reporters"},
    ),
    (
        "Police shot dead three students in Kisumu on Tuesday. The three, named by their families as Brian Otieno, Kevin Ouma "
        "and Ali Juma, were buried on Friday.",
        {"Brian Otieno", "Kevin Ouma", "Ali Juma", "three students"},
    ),
    (
        "Three people were injured when a bomb exploded in Lima on Monday. The injured are at the Rosales hospital. "
        "One of them is Marilin Ramirez, who sells fruit there.",
        {"Marilin Ramirez"},
    ),
]


@pytest.mark.parametrize(("text", "victims"), NAMED)
def test_those_counted_are_named_one_by_one(incidents: Read, text: str, victims: set[str]) -> None:
    claims = incidents(text)
    assert actors(claims, "victim") == victims
    assert not actors(claims, "perpetrator") & victims


def test_a_number_of_others_names_nobody(incidents: Read) -> None:
    claims = incidents(
        "Police shot dead three students in Kisumu on Tuesday. The four, named by a clerk as Brian Otieno and Ali Juma, "
        "had asked for the papers."
    )
    assert actors(claims, "victim") == {"three students"}


@pytest.mark.parametrize(
    ("text", "role", "nobody"),
    [
        # who is held for an attack is none of its victims
        (
            "Three members of a gang were arrested in Tumaco in connection with Monday's attack on senator Ivo Brandt.",
            "victim",
            "gang",
        ),
        # who drove the bus that was attacked
        (
            "Gunmen attacked a bus near Kayes on Monday, killing four. The driver, Ivo Brandt, survived.",
            "perpetrator",
            "Brandt",
        ),
        # who receives threats makes none
        ("Ivo Brandt received death threats in Ayutla on Monday.", "perpetrator", "Brandt"),
        # a denial gives no doer
        (
            "A bomb went off in a bank in Tumaco on Monday, killing four. The army did not carry out the attack, he said.",
            "perpetrator",
            "army",
        ),
        # a fighter plane is no fighter
        ("A fighter plane crashed near Kayes on Monday and killed two farmers.", "perpetrator", "fighter"),
    ],
)
def test_nobody_is_made_a_party(incidents: Read, text: str, role: str, nobody: str) -> None:
    assert not [a for a in actors(incidents(text), role) if nobody in a]


def test_who_plants_a_bomb_tells_nothing(incidents: Read) -> None:
    claims = incidents("Unidentified individuals placed a large bomb at a bank in Tumaco on Monday, killing seven.")
    assert [c.said_by for c in claims] == [()]


@pytest.mark.parametrize(
    ("text", "responsibility"),
    [
        ("Police held two miners over the murder of a judge in Ayutla on Monday.", "suspected"),
        ("Ten miners suspected of having bombed a bank in Tumaco on Monday were freed.", "suspected"),
        ("The killing of four nuns in Ayutla on Monday was blamed on rebels and drug gangs.", "accused"),
        ("The killing of four nuns in Ayutla on Monday was presumably the work of rebels.", "suspected"),
        ("Rebels allegedly killed four nuns in Ayutla on Monday.", "accused"),
    ],
)
def test_how_surely_somebody_is_held_to_have_done_it(incidents: Read, text: str, responsibility: str) -> None:
    told = {a.responsibility for c in incidents(text) for a in c.actors if a.role == "perpetrator"}
    assert told == {responsibility}


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers killed three reporters near Kayes on Monday: Ivo Brandt, Ana Ruiz and Omar Keita.",
        "The massacre of the priests Ivo Brandt, Ana Ruiz and Omar Keita in Ayutla on Monday was blamed on soldiers.",
        "A court in Sana on Monday sentenced four men – Ivo Brandt, Ana Ruiz, Omar Keita and Luc Petit – to death.",
    ],
)
def test_all_of_a_list_of_names_are_victims(incidents: Read, text: str) -> None:
    assert {"Ivo Brandt", "Ana Ruiz", "Omar Keita"} <= actors(incidents(text), "victim")


@pytest.mark.parametrize(
    ("text", "role", "exact", "category"),
    [
        (
            "President Ana Ruiz spoke in Lima on Monday. Ruiz threatened opposition leaders with death in Puno.",
            "perpetrator",
            "Ruiz",
            "government",
        ),
        (
            "Gunmen abducted Ivo Brandt in Lima on Monday. The journalist Ivo Brandt works for a radio.",
            "victim",
            "Ivo Brandt",
            "journalist",
        ),
        (
            "The committee on Monday accused Eritrea of torturing two prisoners in Asmara.",
            "perpetrator",
            "Eritrea",
            "government",
        ),
        ("Plainclothes agents abducted a trader in Karachi on Monday.", "perpetrator", "Plainclothes agents", "police"),
    ],
)
def test_what_somebody_is(incidents: Read, text: str, role: str, exact: str, category: str) -> None:
    told = {(a.role, a.exact): a.category for c in incidents(text) for a in c.actors}
    assert told[role, exact] == category


def test_reports_of_an_act_did_not_do_it(incidents: Read) -> None:
    text = "The mayor was shot dead in Haifa on Tuesday. Newspaper reports have said a clerk wanted to impress a friend by killing him."
    assert not [a for c in incidents(text) for a in c.actors if "reports" in a.exact]
