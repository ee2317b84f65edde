"""Who does it and to whom decides the type, where the same words tell of what others do as well."""

from collections.abc import Callable

import pytest

from onrecord.model import Claim

Read = Callable[..., list[Claim]]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        # officers arrest, anybody else abducts
        ("Four men in ski masks bundled the lawyer Ada Wren into a white van in Kitwe on Monday.", ["abduction"]),
        ("Police bundled the lawyer Ada Wren into a white van in Kitwe on Monday.", ["arrest"]),
        ("Men of the army intelligence bundled the lawyer Ada Wren into a van in Kitwe on Monday.", ["arrest"]),
        # force on those who protest, and a crime against anybody else
        ("Soldiers attacked the pickets at the mill in Kitwe with batons on Monday.", ["excessive_force", "protest"]),
        ("Robbers attacked the pickets at the mill in Kitwe with batons on Monday.", ["attack.melee", "protest"]),
        # what a mob burns and breaks in one breath
        ("A mob torched the town hall of Kitwe and wrecked the post office on Monday.", ["riot"]),
        ("A mob torched the town hall of Kitwe on Monday.", ["attack.arson"]),
        # aircraft shell
        ("A drone fired on a lorry near Kitwe on Monday, killing the driver.", ["attack.shelling"]),
        ("Two men fired on a lorry near Kitwe on Monday, killing the driver.", ["attack.shooting"]),
        # who fires back fights
        ("A patrol was fired upon near Kitwe on Monday and fired back for an hour.", ["clash"]),
        ("A patrol was fired upon near Kitwe on Monday.", ["attack.shooting"]),
    ],
)
def test_the_sides_of_an_act_decide_its_type(incidents: Read, text: str, types: list[str]) -> None:
    assert sorted({c.type for c in incidents(text)}) == types


def test_who_drags_himself_home_is_held_by_nobody(incidents: Read) -> None:
    found = incidents("Gunmen shot a guard in the leg in Kitwe on Monday. He dragged himself to a clinic.")
    assert [c.type for c in found] == ["attack.shooting"]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        # a crowd on the road of one town, and who stays at home in another sentence
        (
            "Farmers blocked the highway at Kabwe on Sunday over the price of maize. On Tuesday nurses in Kitwe went on strike.",
            ["protest", "strike"],
        ),
        ("Dancers of the guild blocked the crossroads at Kabwe on Sunday.", ["protest"]),
        ("The court put the lawyer Ada Wren under house arrest in Kitwe on Monday.", ["restriction.movement"]),
        (
            "Police told of a confrontation between herders and farmers in Kitwe on Monday, with two guards gashed.",
            ["clash"],
        ),
        (
            "Gunmen shot a guard in Kitwe on Monday. Six pilgrims died when their bus collided with a lorry.",
            ["attack.shooting"],
        ),
    ],
)
def test_kinds_that_are_near_stay_apart(incidents: Read, text: str, types: list[str]) -> None:
    assert sorted({c.type for c in incidents(text)}) == types


def test_a_strike_on_a_market_is_no_walkout(incidents: Read) -> None:
    found = incidents(
        "A drone killed two traders in Kitwe on Monday. Prosecutors began an inquiry into the strike on the market."
    )
    assert "strike" not in {c.type for c in found}
