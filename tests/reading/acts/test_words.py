"""The model that looks at words alone before the finder is asked."""

import hashlib
from importlib.resources import files

import pytest

from onrecord.reading.acts import promise, promise_hash

DATA = files("onrecord.reading.acts") / "data"


def test_the_card_names_the_file() -> None:
    assert promise_hash() == hashlib.sha256((DATA / "words.bin").read_bytes()).hexdigest()
    assert promise_hash() in (DATA / "WORDS_CARD.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("told", "like_it"),
    [
        (
            "Two herders were shot dead by gunmen near the well.",
            "The herders sold their goats at a good price on market day.",
        ),
        (
            "Police fired tear gas at students who marched on the ministry.",
            "The ministry handed the best pupils their prizes.",
        ),
        ("A court jailed the editor for three years.", "Pupils of the school won the chess cup."),
        ("REBELS BLEW UP A BRIDGE SOUTH OF THE CITY.", "THE CITY OPENED A BRIDGE SOUTH OF THE STATION."),
    ],
)
def test_the_words_of_an_act_speak_for_it(told: str, like_it: str) -> None:
    # the bound from which on the reader asks the finder
    assert promise(told) > -0.5 > promise(like_it)


def test_case_and_figures_make_no_difference() -> None:
    assert promise("Gunmen killed 12 people.") == promise("GUNMEN KILLED 340 PEOPLE.")


def test_no_words_promise_no_more_than_the_model_expects_of_any() -> None:
    assert promise("") == promise("…") == promise("qwrtzx")
