"""The model of the ledger's subject: what it is trained on is not looked at here, only what it is for."""

import hashlib
from importlib.resources import files

import pytest

from onrecord.reading.subject import subject_hash, subject_model

DATA = files("onrecord.reading.subject") / "data"


def test_the_card_names_the_file() -> None:
    assert subject_hash() == hashlib.sha256((DATA / "subject.npz").read_bytes()).hexdigest()
    assert subject_hash() in (DATA / "MODEL_CARD.md").read_text("utf-8")


@pytest.mark.parametrize(
    "sentence",
    [
        "Masked men dragged the editor from his car in Juba and drove off with him.",
        "The union of lawyers asked the court to free the students held since the march.",
        "Troops fired tear gas at mourners outside the mosque, and two boys were hit.",
    ],
)
def test_acts_and_demands_are_of_the_subject(sentence: str) -> None:
    assert subject_model().probability(sentence) > 0.5


@pytest.mark.parametrize(
    "sentence",
    [
        "The pastry chef beat eleven rivals with a tower of sugar and cream.",
        "Shares of the brewer were hit by a cool summer and fell by three per cent.",
        "The goalkeeper was under fire for the second goal, but his coach defended him.",
    ],
)
def test_ordinary_news_is_not(sentence: str) -> None:
    assert subject_model().probability(sentence) < 0.2


def test_no_words_are_of_no_subject() -> None:
    assert subject_model().probability("") == 0.0
    assert 0.0 <= subject_model().probability("x " * 5000, "y " * 5000) <= 1.0
