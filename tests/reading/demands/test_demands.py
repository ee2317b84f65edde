"""Demands over many countries, in sentences of our own: who, of whom, what, and what is none."""

from collections.abc import Callable

import pytest

from onrecord.model import Claim, seal
from onrecord.reading.demands.kinds import kind_of

Read = Callable[..., list[Claim]]


def told(claims: list[Claim]) -> list[tuple[str, str | None, str]]:
    return [
        (c.type.removeprefix("demand."), c.by.name if c.by else None, c.action.exact if c.action else "")
        for c in claims
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ABUJA: Amnesty International Nigeria on Monday called on the electoral commission to publish all polling unit "
            "results and urged the police to investigate the theft of ballot boxes in Lagos.",
            [
                ("comply", "Amnesty International Nigeria", "publish all polling unit results"),
                ("investigate", "Amnesty International Nigeria", "investigate the theft of ballot boxes in Lagos"),
            ],
        ),
        (
            "NAIROBI: Opposition leader Raila Odinga is demanding the immediate release of all detained demonstrators.",
            [("release", "Raila Odinga", "the immediate release of all detained demonstrators")],
        ),
        (
            "BAMAKO: ECOWAS urges the junta to hold elections without delay, to free former president Bah Ndaw and to "
            "guarantee the safety of peacekeepers.",
            [
                ("hold_election", "ECOWAS", "hold elections without delay"),
                ("release", "ECOWAS", "free former president Bah Ndaw"),
                ("protect", "ECOWAS", "guarantee the safety of peacekeepers"),
            ],
        ),
        (
            "MINSK: Viasna called for the immediate and unconditional release of Ales Bialiatski and all political prisoners, "
            "an end to torture in custody and fair trials.",
            [
                (
                    "release",
                    "Viasna",
                    "the immediate and unconditional release of Ales Bialiatski and all political prisoners",
                ),
                ("refrain_from_force", "Viasna", "an end to torture in custody"),
                ("fair_trial", "Viasna", "fair trials"),
            ],
        ),
        (
            "CARACAS: Maria Corina Machado called on the armed forces to respect the will of the people.",
            [("comply", "Maria Corina Machado", "respect the will of the people")],
        ),
        (
            "SRINAGAR: The Supreme Court on Friday directed the ministry to restore 4G services in the valley.",
            [("restore_access", "Supreme Court", "restore 4G services in the valley")],
        ),
        (
            "KAMPALA: Human Rights Watch said the government should immediately end the use of live ammunition and compensate "
            "the families of those killed.",
            [
                ("refrain_from_force", "Human Rights Watch", "end the use of live ammunition"),
                ("compensate", "Human Rights Watch", "compensate the families of those killed"),
            ],
        ),
        (
            "LUSAKA: Families of the dead miners staged a march on Sunday and asked to be paid before Easter.",
            [("compensate", "families of the dead miners", "be paid before Easter")],
        ),
        (
            "TEHRAN: The judiciary rejected the UN experts' appeal to halt the executions.",
            [("no_death_penalty", "UN experts", "halt the executions")],
        ),
        (
            "DHAKA: The Bangladesh Nationalist Party (BNP) has been demanding that Prime Minister Sheikh Hasina step down.",
            [("resign", "Bangladesh Nationalist Party", "Prime Minister Sheikh Hasina step down")],
        ),
    ],
)
def test_asks(demands: Read, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(demands(text)) == expected


def test_addressee(demands: Read) -> None:
    [claim] = demands(
        "JAKARTA: The journalists' union called on the national police to investigate the beating of a reporter."
    )
    assert claim.to is not None
    assert claim.to.name == "national police"


def test_every_thing_of_a_long_list_stands_on_its_own_words(demands: Read) -> None:
    claims = demands(
        "DAKAR: Amnesty International asked the authorities to reopen the television station, lift the ban on marches "
        "and free everyone held since Monday."
    )
    assert [c.evidence[0].exact for c in claims] == [
        "reopen the television station",
        "lift the ban on marches",
        "free everyone held since Monday",
    ]


def test_two_things_rest_on_the_sentence(demands: Read) -> None:
    text = (
        "QUITO: Relatives demanded that the killers be caught and that a pension be paid to the widows of the victims."
    )
    claims = demands(text)
    assert [c.type for c in claims] == ["demand.prosecute", "demand.compensate"]
    assert all(c.evidence[0].exact.startswith("Relatives demanded") for c in claims)


def test_bullets_after_the_line_that_announces_them(demands: Read) -> None:
    claims = demands(
        "The mission regrets the violence.\n\nThe authorities should:\n\n- release all those arrested at peaceful protests;\n"
        "- refrain from shutting down the internet;\n- hold officers who used excessive force accountable.",
        kind="statement",
        publisher="Regional Observer Mission",
    )
    assert [c.type for c in claims] == ["demand.release", "demand.restore_access", "demand.prosecute"]
    assert claims[0].evidence[0].exact.startswith("release all those arrested")
    assert all(not c.said_by for c in claims)


def test_a_sentence_that_is_a_list(demands: Read) -> None:
    claims = demands(
        'LOME: Amnesty International is alarmed. "Ending the blackout of the internet; lifting the ban on rallies; and bringing '
        'the officers to justice without recourse to the death penalty," it wrote as suggestions to the government.'
    )
    assert [c.type.removeprefix("demand.") for c in claims] == [
        "restore_access",
        "lift_restriction",
        "prosecute",
        "no_death_penalty",
    ]
    assert {c.by.name for c in claims if c.by} == {"Amnesty International"}


def test_imperative_in_a_post(demands: Read) -> None:
    [claim] = demands("Release Bobi Wine now!", kind="post", publisher="Free Voices Uganda")
    assert claim.type == "demand.release"
    assert claim.said_by == ()


def test_the_same_thing_asked_again_is_one_demand(demands: Read) -> None:
    text = (
        "LAGOS: Access Watch urged the regulator to restore access to the platform.\n\n"
        "Access Watch called on the regulator to restore the platform before Friday."
    )
    [claim] = demands(text)
    assert len(claim.evidence) == 2


def test_rights_follow_what_is_restricted(demands: Read) -> None:
    [media, rallies] = demands(
        "HARARE: The lawyers' association urged the government to end restrictions on the press and to lift the ban on rallies."
    )
    assert media.rights == ("ICCPR-19",)
    assert rallies.rights == ("ICCPR-21",)


@pytest.mark.parametrize(
    "text",
    [
        "LONDON: The coach called for patience and demanded more from his strikers.",
        "FRANKFURT: Analysts called on the central bank to cut rates before June.",
        "MANILA: The weather office asked residents to stay indoors.",
        "TORONTO: The company urged shareholders to back the deal.",
        "May a candidate ask for a recount? Yes, before the count is closed.",
        "ACCRA: The gunman ordered the driver to leave the car.",
        "OSLO: The minister declined a request for comment.",
        "BONN: Demand for flats rose, and builders asked for more land.",
    ],
)
def test_what_is_no_demand(demands: Read, text: str) -> None:
    assert told(demands(text)) == []


def test_claims_stand_on_exact_words(demands: Read) -> None:
    text = "QUITO: The bar association urged the president to free the two mayors and to drop the charges against them."
    for claim in demands(text):
        assert seal(claim, text).id


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("uninterrupted access to the internet", "restore_access"),
        ("keep phone networks open on polling day", "restore_access"),
        ("hold those responsible to account", "prosecute"),
        ("an impartial inquiry into the deaths", "investigate"),
        ("refrain from using live rounds", "refrain_from_force"),
        ("all of them be set free", "release"),
        ("release the results station by station", "comply"),
        ("repeal the cyber crimes act", "lift_restriction"),
        ("a fresh trial in open court", "fair_trial"),
        ("the interior minister resign", "resign"),
        ("a moratorium on executions", "no_death_penalty"),
        ("post guards at every polling station", "protect"),
        ("build a bridge", "other"),
    ],
)
def test_kinds(words: str, code: str) -> None:
    assert kind_of(words) == f"demand.{code}"
