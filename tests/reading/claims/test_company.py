"""Who stands in a claim: one person told by name and by calling, a group that claims by a name in quotes, the dead of a war."""

from collections.abc import Callable

import pytest

from onrecord.model import Claim

Read = Callable[..., list[Claim]]


def victims(claims: list[Claim]) -> list[str | None]:
    return [a.name for c in claims for a in c.actors if a.role == "victim"]


def test_the_magistrate_is_the_judge_who_was_named(incidents: Read) -> None:
    text = "Judge Ana Ruiz was shot dead in Lima on Monday. Two gunmen fired on the judge as she left her home, her brother said."
    assert set(victims(incidents(text))) == {"Ana Ruiz"}


def test_of_two_judges_neither_is_meant(incidents: Read) -> None:
    text = "Judge Ana Ruiz and Judge Luis Paz were shot in Lima on Monday. Gunmen had fired on the judge from a car."
    assert None in victims(incidents(text))


def test_a_group_named_in_quotes_claims_its_deed(incidents: Read) -> None:
    text = (
        'The clandestine organisation "Dawn Army" (DA) has claimed responsibility for Wednesday\'s attack on the home of a '
        "reporter in Guatemala City."
    )
    assert ("Dawn Army", "claimed") in {(a.name, a.responsibility) for c in incidents(text) for a in c.actors}


@pytest.mark.parametrize(
    "text",
    [
        "Police said 326 people had been kidnapped for ransom in Zamfara so far this year.",
        "Rebels and soldiers have fought for a decade in Gao. More than 70,000 people have been killed.",
    ],
)
def test_the_figures_of_months_and_of_a_war_are_of_no_single_act(incidents: Read, text: str) -> None:
    assert all(c.link == "aggregate" for c in incidents(text) if c.tolls)


def test_the_dead_of_a_war_are_not_those_of_the_act_told_before(incidents: Read) -> None:
    text = "Gunmen killed a mayor in Puno on Monday. The war has cost more than 70,000 lives."
    assert [t.low for c in incidents(text) if c.link == "single" for t in c.tolls] == [1]


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("A suicide bombing in 2018 killed 149 people in Mastung.", 149),
        ("Rebels kidnapped 1,000 villagers in Zamfara on Tuesday.", 1000),
        ("The massacre at Nyarubuye in 1994 killed 7,000 people.", 7000),
        ("A man pleaded guilty to fatally shooting four people at a house in Maseru in 2015.", 4),
        ("In 2014, gunmen killed 145 pupils at a school in Mastung.", 145),
    ],
)
def test_one_act_told_by_a_noun_or_a_day_stays_one(incidents: Read, text: str, low: int) -> None:
    assert [(c.link, t.low) for c in incidents(text) for t in c.tolls] == [("single", low)]
