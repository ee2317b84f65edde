"""Whether a word can be a verb where it stands, told without a parse."""

import pytest

from onrecord.reading.nlp.verbs import can_be_verb, words_of


def verb(text: str, word: str) -> bool:
    found = [w for w, _ in words_of(text, 0, len(text))]
    return can_be_verb(found, found.index(word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Gunmen shot two voters near the market.", "shot"),
        ("Judges fine those who do not vote.", "fine"),
        ("They will mine the road to the bridge.", "mine"),
        ("The mob tried to trample him.", "trample"),
        ("Two officers were hurt in the clash.", "hurt"),
        ("Troops storm the palace at dawn.", "storm"),
        ("The man is held in Quetta.", "held"),
    ],
)
def test_what_is_a_verb_is_never_passed_over(text: str, word: str) -> None:
    assert verb(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He paid a fine of two hundred pounds.", "fine"),
        ("He joined the book club of the town.", "club"),
        ("The storm passed over the coast.", "storm"),
        ("The knife was found at the scene.", "knife"),
        ("She had worked in the mine since the spring.", "mine"),
    ],
)
def test_what_is_plainly_a_noun_is_none(text: str, word: str) -> None:
    assert not verb(text, word)


def test_offsets_are_of_the_text() -> None:
    text = "Noon. He paid $5."
    assert [text[at : at + len(word)] == word for word, at in words_of(text, 6, len(text))] == [True] * 5
