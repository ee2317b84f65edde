"""Who is counted in an event that is told over several sentences; all texts are our own."""

import pytest
from tests.reading.claims.conftest import Read

from onrecord.model import Claim


def total(claims: list[Claim], effect: str) -> list[int]:
    """What each claim that states a figure says in all, in text order."""
    found = []
    for claim in claims:
        whole = [t.low for t in claim.tolls if t.effect == effect and not t.part_of and t.who != "attacker"]
        if whole:
            found.append(sum(whole))
    return found


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        # two people of one kind in one breath are two
        ("A woman and a girl were shot dead in Maseru on Thursday.", [2]),
        ("Gunmen killed a guard and his wife in Maseru on Thursday.", [2]),
        # the same people again
        (
            "A man and two girls were shot dead in Maseru on Thursday. The father and his two daughters were killed.",
            [3],
        ),
        ("A man was shot dead in Maseru on Thursday. The man, 24, was killed outside a bar.", [1]),
        ("A man was shot dead in Maseru on Thursday. Thabo Mokoena, 24, died at the scene.", [1]),
        # one victim of a stated total
        ("Three people were shot dead in Maseru on Thursday. Thabo Mokoena, 24, died at the scene.", [3]),
        # the total told after one of the dead
        (
            "A young teacher was shot dead in Maseru on Thursday. In all three people were killed in the shooting, "
            "police said.",
            [3],
        ),
        # one more
        (
            "A man was shot dead in Maseru on Thursday. Another man died in hospital from his gunshot wounds.",
            [2],
        ),
        ("A man of 60 was shot dead in Maseru on Thursday. A 19-year-old woman was also killed by the gunmen.", [2]),
    ],
)
def test_people_are_counted_once(incidents: Read, text: str, killed: list[int]) -> None:
    assert total(incidents(text), "killed") == killed


def test_many_shots_are_one_act(incidents: Read) -> None:
    claims = incidents(
        "Residents of Maseru heard gunshots on Thursday night. A man was found with multiple gunshot wounds."
    )
    assert [c.link for c in claims] == ["single"]


def test_a_triple_homicide_is_one_act(incidents: Read) -> None:
    claims = incidents("A nurse was killed in a triple homicide in Maseru on Thursday.")
    assert {c.link for c in claims} == {"single"}


def test_another_victim_at_another_time_is_another_event(incidents: Read) -> None:
    claims = incidents(
        "A 15-year-old girl was shot dead in Maseru on Thursday. On Thursday morning a 50-year-old man was shot dead "
        "in Maseru."
    )
    assert total(claims, "killed") == [1, 1]


def test_a_rival_figure_stays_a_figure_of_its_own(incidents: Read) -> None:
    claims = incidents(
        "A bomb killed 12 people in Maseru on Thursday, police said. The mayor said the blast had killed 15 people."
    )
    assert total(claims, "killed") == [12, 15]


def test_who_was_hit_and_died_is_not_hurt(incidents: Read) -> None:
    claims = incidents(
        "A 16-year-old girl was shot dead in Maseru on Thursday. The teenager suffered a gunshot wound to the chest."
    )
    assert total(claims, "killed") == [1]
    assert total(claims, "injured") == []


def test_the_dead_belong_to_the_shooting_and_not_to_the_arrest_told_between(incidents: Read) -> None:
    claims = incidents(
        "Gunmen opened fire at a wedding in Maseru on Thursday. Masked men kidnapped a driver in Maseru on Thursday. "
        "Two guests died of their wounds."
    )
    assert [(c.type, t.low) for c in claims for t in c.tolls if t.effect == "killed"] == [("attack.shooting", 2)]


def test_the_dead_are_not_among_the_arrested(incidents: Read) -> None:
    claims = incidents(
        "Police in Maseru are looking into a fatal shooting on Thursday. They found one man dead and took a second man "
        "into custody."
    )
    assert total([c for c in claims if c.type == "attack.shooting"], "killed") == [1]
