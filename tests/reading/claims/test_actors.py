"""Who did it: doers that the words of the act name, arrests told without a doer, groups meant by "the rebels"."""

from collections.abc import Callable

import pytest

from onrecord.model import Claim

Read = Callable[..., list[Claim]]


def cast(claims: list[Claim], role: str) -> set[tuple[str, str]]:
    return {(a.exact, a.category) for c in claims for a in c.actors if a.role == role}


@pytest.mark.parametrize(
    ("text", "role", "who"),
    [
        # the noun of the act names the force
        ("Three farmers were killed in police firing in Mandla on Tuesday.", "perpetrator", ("police", "police")),
        ("At least nine people died in an army crackdown in Bago on Sunday.", "perpetrator", ("army", "military")),
        (
            "The ward treated nine people who were injured in police firing and stabbing.",
            "perpetrator",
            ("police", "police"),
        ),
        # the verb that sets off a bomb lends it its doer
        (
            "Rebels planted a landmine that killed two drivers near Kidal on Monday.",
            "perpetrator",
            ("Rebels", "armed_group"),
        ),
        # a force that tells of its own deed
        (
            "The rebels said they had met and the army said it had killed five rebels in Gao.",
            "perpetrator",
            ("the army", "military"),
        ),
        (
            "“We shelled the barracks in Gao,” a spokesman for the rebels said.",
            "perpetrator",
            ("the rebels", "armed_group"),
        ),
        # and the group that doers are said to be of
        (
            "Gunmen believed to be members of Boko Haram killed two drivers in Gao.",
            "perpetrator",
            ("Boko Haram", "armed_group"),
        ),
        # arrests without a doer
        ("Police said 40 students were arrested at the march in Dhaka on Monday.", "authority", ("Police", "police")),
        (
            "Police broke up a vigil in Minsk on Sunday. Eleven activists were detained.",
            "authority",
            ("Police", "police"),
        ),
    ],
)
def test_doers(incidents: Read, text: str, role: str, who: tuple[str, str]):
    assert who in cast(incidents(text), role)


def test_police_who_were_hurt_arrest_nobody(incidents: Read):
    """The only police of the text are the victims."""
    claims = incidents("Two activists were arrested in Sfax on Monday after a policeman was beaten.")
    assert not {who for who, _ in cast(claims, "authority")}


def names(claims: list[Claim]) -> set[str | None]:
    return {a.name for c in claims for a in c.actors if a.role == "perpetrator"}


def test_the_rebels_are_of_the_group_named_before(incidents: Read):
    claims = incidents(
        "Fighters of the Delta Liberation Front attacked a barracks near Warri on Monday. The rebels killed two guards."
    )
    assert names(claims) == {"Delta Liberation Front"}


def test_of_two_groups_a_bare_plural_means_neither(incidents: Read):
    claims = incidents(
        "The Delta Liberation Front held talks with the Coast Liberation Army on Sunday. "
        "Rebels killed two guards in Warri on Monday."
    )
    assert names(claims) == {None}


@pytest.mark.parametrize(
    ("text", "who", "how"),
    [
        (
            "The minister blamed separatists for the murder of judge Daniel Ito in Lome on Monday.",
            "separatists",
            "accused",
        ),
        (
            "The killing of mayor Paul Okot in Lira on Sunday was attributed to the Eastern Liberation Army.",
            None,
            "accused",
        ),
        ("The army accepted responsibility for the killing of two reporters in Lira on Sunday.", "The army", "stated"),
        ("Two soldiers were involved in the massacre of six priests in Lira on Sunday.", "Two soldiers", "stated"),
    ],
)
def test_blame_and_part(incidents: Read, text: str, who: str | None, how: str):
    told = [a for c in incidents(text) for a in c.actors if a.role == "perpetrator"]
    assert [(a.responsibility or "").split("_")[0] for a in told] == [how]
    assert who is None or told[0].exact == who


def test_victims_who_are_described_are_named_and_bare_people_are_not(incidents: Read):
    told = cast(incidents("Gunmen killed three fishermen near Baga on Monday. Six people were hurt."), "victim")
    assert {who for who, _ in told} == {"three fishermen"}


def test_it_may_be_the_bomb(incidents: Read):
    claims = incidents("A bomb went off in Gao on Tuesday. The army said it killed two soldiers.")
    claims += incidents("A mayor was killed in Gao on Tuesday. The rebels said it will refrain from killing mayors.")
    assert not cast(claims, "perpetrator")


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        # who brings somebody to a hospital, and who died beside others, have done nothing
        ("Gunmen shot four traders in Gao on Friday. Medics took them to a clinic.", {("Gunmen", "unknown")}),
        ("His wife and two soldiers also died in the attack on the village near Gao on Friday.", set()),
    ],
)
def test_who_did_nothing(incidents: Read, text: str, doers: set[tuple[str, str]]) -> None:
    assert cast(incidents(text), "perpetrator") == doers


def test_a_named_victim_is_named_once_and_whole(incidents: Read) -> None:
    claims = incidents("Gunmen shot dead Sarwar Kakar and his driver in Quetta on Friday.")
    assert [t.exact for c in claims for t in c.tolls] == ["Sarwar Kakar", "his driver"]
    assert [a.exact for c in claims for a in c.actors if a.role == "victim"] == ["Sarwar Kakar", "his driver"]


def test_what_is_counted_is_no_victim(incidents: Read) -> None:
    claims = incidents("Police in Enugu are looking for the men behind the triple kidnapping on Friday.")
    assert cast(claims, "victim") == set()


def test_to_face_the_police_is_no_riot(incidents: Read) -> None:
    claims = incidents("Protesters marched through Lagos on Friday to confront police.")
    assert [c.type for c in claims] == ["protest"]


def test_who_gave_the_order_of_a_restriction(incidents: Read) -> None:
    claims = incidents("Mobile internet was suspended on Thursday on the orders of the interior ministry.")
    assert cast(claims, "authority") == {("the interior ministry", "government")}


_GOING_ON = "Shops were looted on Monday. A bus was burned on the bridge. Eleven people were injured. A school was set on fire. "


@pytest.mark.parametrize(
    ("text", "police"),
    [
        # the one force of the report, wherever it tells of them
        (
            f"Police fired tear gas at marchers in Leeds on Sunday. {_GOING_ON}At least 40 people were arrested.",
            ["Police"],
        ),
        (f"At least 40 marchers were arrested in Leeds on Sunday. {_GOING_ON}Police fired tear gas.", ["Police"]),
        (
            f"Swift police action kept two crowds in Leeds apart. {_GOING_ON}At least 40 people were arrested.",
            ["police"],
        ),
        # it may have been the soldiers
        (f"Police fired at marchers in Goma. Soldiers beat a crowd. {_GOING_ON}At least 40 people were arrested.", []),
        # somebody of the police is not the police, nor are the police of another town
        (f"A police officer beat a man in Leeds on Sunday. {_GOING_ON}At least 40 people were arrested.", []),
        (f"Leeds police fired tear gas. York police beat marchers. {_GOING_ON}At least 40 people were arrested.", []),
        # an arrest of long ago
        ("Police beat marchers in Leeds on Sunday. The reporter Ada Obi was arrested there in 2015.", []),
    ],
)
def test_an_arrest_without_a_doer_is_by_the_only_force_told_of(incidents: Read, text: str, police: list[str]) -> None:
    held = [c for c in incidents(text) if c.type == "arrest"]
    assert len(held) == 1
    assert [a.exact for a in held[0].actors if a.role == "authority"] == police


def test_what_a_force_does_beside_an_attack_of_others_is_an_act_of_its_own(incidents: Read) -> None:
    claims = incidents(
        "A man was stabbed to death in Kadi even as police fired tear gas shells to disperse a mob in Unjha."
    )
    stabbing, gas = sorted(claims, key=lambda c: c.type)
    assert (stabbing.type, gas.type) == ("attack.melee", "excessive_force")
    assert [t.effect for t in stabbing.tolls] == ["killed"]
    assert not gas.tolls
    assert not cast([stabbing], "perpetrator")
    # who died as they fired died of it
    (shot,) = incidents("Two men were killed in Kadi as police fired at a mob.")
    assert cast([shot], "perpetrator") == {("police", "police")}


@pytest.mark.parametrize(
    "text",
    [
        # who comes upon a body, and a court beside the noun of a deed
        "Police found the body of a trader who had been stabbed to death in Kabwe on Tuesday.",
        "A grand jury has indicted a man in the slaying of a trader who was stabbed to death in Kabwe on Tuesday.",
    ],
)
def test_neither_who_finds_a_body_nor_a_court_did_it(incidents: Read, text: str):
    told = incidents(text)
    assert "attack.melee" in {c.type for c in told}
    assert not {category for _, category in cast(told, "perpetrator")} & {"police", "court", "judge"}
