"""People told otherwise than by "killed two": an age for a person, a name alone, who lies in hospital, who was named later."""

import pytest

from onrecord.reading.amounts import read_amounts
from onrecord.reading.nlp import Parser, split_sentences
from onrecord.reading.tolls import read_tolls

PARSER = Parser()
Figure = tuple[str, int]

K, W = "killed", "injured"


def figures(text: str) -> list[Figure]:
    sentences = PARSER.parse(text, split_sentences(text))
    return sorted(
        (m.effect, m.low) for m in read_tolls(text, sentences, read_amounts(text, sentences)) if not m.part_of
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 19-year-old was later pronounced dead.", [(K, 1)]),
        ("A 12-year-old boy shot last week while walking to school in Durban has died.", [(K, 1)]),
        ("He was pronounced dead minutes later at the clinic.", [(K, 1)]),
        ("She was taken to a clinic in Mombasa but died from her wounds.", [(K, 1)]),
        ("A woman killed in a drive-by shooting near Kisumu has been named, officials said.", [(K, 1)]),
        ("Found dead inside the hut were Peter Odoyo, 31, and Grace Odoyo, 29.", [(K, 1), (K, 1)]),
        ("Also killed were Ana Ruiz, 41, and her son Luis, 12.", [(K, 1), (K, 1)]),
        ("Neighbours discovered Okello lying on the kitchen floor, dead of a stab wound.", [(K, 1)]),
        ("Jane Lincoln, a nurse, ran for the door. Lincoln died at the scene.", [(K, 1)]),
        ("The dead were identified as Ana Ruiz, 30, and Joel Park, 22.", [(K, 1), (K, 1)]),
        ("The coroner identified those killed as Ana Ruiz and Joel Park.", [(K, 1), (K, 1)]),
    ],
)
def test_who_is_told_to_have_died(text: str, expected: list[Figure]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Musa, 44, was shot along with three others at about midnight.", [(W, 1), (W, 3)]),
        ("The blast left one clerk fatally wounded and three others with serious injuries.", [(W, 3), (K, 1)]),
        ("Two men are dead and three others are in the hospital with gunshot wounds.", [(W, 3), (K, 2)]),
        ("All four women are expected to survive.", [(W, 4)]),
        ("Five were cut by glass and one had a head injury.", [(W, 1)]),
        ("When officers came, they found the two women shot.", [(W, 2)]),
        ("A 39-year-old woman shot in the back was found on Friday.", [(W, 1)]),
        ("A man was found beside Hwy 27 with a gunshot wound.", [(W, 1)]),
    ],
)
def test_who_is_told_to_be_hurt(text: str, expected: list[Figure]) -> None:
    assert figures(text) == expected


def test_two_ages_are_two_people() -> None:
    text = (
        "A 14 year old boy was killed and a 17 year old was wounded in Accra. The 14 year old was pronounced dead at the "
        "scene. The 17 year old was taken to a clinic with a wound to the shoulder."
    )
    assert figures(text).count((W, 1)) == 2


def test_the_dead_are_not_of_the_others_who_were_hit() -> None:
    assert (W, 4) in figures(
        "Also killed were Ana Ruiz, 22, and Joel Park, 25. Four unnamed others were struck by gunfire."
    )


@pytest.mark.parametrize(
    "text", ["A single shot was heard.", "At least one shot struck the wall.", "A child shot and robbed a man."]
)
def test_a_shot_is_no_person(text: str) -> None:
    assert all(n != 1 or e != W for e, n in figures(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two unknown persons shot and killed a Kenyan trader in Garissa.", [(K, 1)]),
        ("Gunmen shot and killed two brothers of Salim Musa, a member of the council.", [(K, 2)]),
        ("Gunmen killed Luis Paz, a farmers' leader and party activist, near Cali.", [(K, 1)]),
        ("A clerk and father of two was shot dead in Gao.", [(K, 1)]),
        ("The wife and son of the envoy were wounded.", [(W, 1), (W, 1)]),
        ("A car bomb near a patrol in Basra killed a civilian and wounded four others.", [(W, 4), (K, 1)]),
        ("Wounded in the ambush were two cooks.", [(W, 2)]),
        ("The Kenyan student was killed, the Ugandan student injured in the blast.", [(W, 1), (K, 1)]),
        ("Five police and national intelligence service personnel were wounded by a roadside bomb.", [(W, 5)]),
    ],
)
def test_nobody_is_counted_twice_or_for_another(text: str, expected: list[Figure]) -> None:
    assert figures(text) == expected


def test_whose_brothers_died_is_no_victim() -> None:
    text = "Gunmen killed two brothers of Salim Musa in Basra."
    sentences = PARSER.parse(text, split_sentences(text))
    (mention,) = read_tolls(text, sentences, read_amounts(text, sentences))
    assert [text[a:b] for a, b in mention.victims] == ["two brothers of Salim Musa"]
