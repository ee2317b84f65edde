"""Figures whose verb is told once: each with its place, and its day, is an act of its own."""

import pytest
from tests.reading.claims.conftest import Read

Row = tuple[str, str | None, int]


def _told(incidents: Read, text: str, effect: str) -> list[Row]:
    return sorted(
        (c.where[0].name, c.when.start if c.when else None, t.low)
        for c in incidents(text)
        if c.where
        for t in c.tolls
        if t.effect == effect
    )


@pytest.mark.parametrize(
    ("text", "effect", "wanted"),
    [
        (
            "Police arrested 12 people in Lagos on Monday and at least nine in Abuja.", "arrested",
            [("Abuja", "2019-06-10", 9), ("Lagos", "2019-06-10", 12)],
        ),
        (
            "Rebels killed three farmers in Goma on Monday and five in Bukavu on Tuesday.", "killed",
            [("Bukavu", "2019-06-11", 5), ("Goma", "2019-06-10", 3)],
        ),
        (
            "Two protesters were shot dead by police in Kisumu, three in Nakuru and one in Eldoret on Sunday.", "killed",
            [("Eldoret", "2019-06-09", 1), ("Kisumu", "2019-06-09", 2), ("Nakuru", "2019-06-09", 3)],
        ),
        # one act, whose figures have verbs of their own
        (
            "Gunmen killed four people in Jos on Monday and ten were hurt.", "killed", [("Jos", "2019-06-10", 4)],
        ),
        # a year counts nobody, nor does the third of its kind
        (
            "Gunmen killed four people in Jos on June 10, 2019 in Plateau State.", "killed", [("Jos", "2019-06-10", 4)],
        ),
        (
            "Gunmen killed four people in Jos on Monday, the third attack in Plateau this year.", "killed",
            [("Jos", "2019-06-10", 4)],
        ),
    ],
)  # fmt: skip
def test_each_figure_is_of_its_place(incidents: Read, text: str, effect: str, wanted: list[Row]) -> None:
    assert _told(incidents, text, effect) == wanted


def test_who_did_it_did_it_everywhere_and_whom_is_told_of_the_first_alone(incidents: Read) -> None:
    claims = incidents("Rebels killed three farmers in Goma on Monday and five in Bukavu on Tuesday.")
    roles = {c.where[0].name: {a.role: a.exact for a in c.actors} for c in claims}
    assert roles == {"Goma": {"perpetrator": "Rebels", "victim": "three farmers"}, "Bukavu": {"perpetrator": "Rebels"}}


def test_they_are_acts_of_the_summary_told_before(incidents: Read) -> None:
    claims = incidents(
        "Two bombings on Wednesday killed 26 people in Balochistan, the minister said. "
        "Sixteen people died in Khuzdar and ten in Turbat. More than 40 people were injured."
    )
    told = {c.where[0].name: (c.type, c.link, {t.effect: t.low for t in c.tolls}) for c in claims}
    assert told == {
        "Balochistan": ("attack.explosion", "aggregate", {"killed": 26, "injured": 41}),
        "Khuzdar": ("attack.explosion", "single", {"killed": 16}),
        "Turbat": ("attack.explosion", "single", {"killed": 10}),
    }
