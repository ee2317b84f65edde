"""Who is put to death, and whose bones are broken; all sentences are our own."""

import pytest

from onrecord.reading.amounts import read_amounts
from onrecord.reading.nlp import Parser, split_sentences
from onrecord.reading.tolls import read_tolls

PARSER = Parser()


def told(text: str) -> list[tuple[str, int]]:
    sentences = PARSER.parse(text, split_sentences(text))
    return [(t.effect, t.low) for t in read_tolls(text, sentences, read_amounts(text, sentences)) if not t.part_of]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Four men who had been convicted of robbery were hanged at dawn in Zomba.", [("killed", 4)]),
        ("The ministry hanged seven prisoners in Zomba on Friday.", [("killed", 7)]),
        ("Three convicts were put to death in Zomba prison on Monday.", [("killed", 3)]),
        ("A sergeant gave his life at the gate.", [("killed", 1)]),
        ("Two men were hung by the arms for an hour.", []),
        ("Six flags were hung across the street.", []),
        ("The lawyers ask that the execution of Omar Banda be stopped.", []),
    ],
)
def test_the_hanged_are_dead(text: str, expected: list[tuple[str, int]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guards beat the pickets and broke a baker's wrist.", [("injured", 1)]),
        ("A lorry drove into the pickets and broke the leg of a nurse.", [("injured", 1)]),
        ("They kicked a photographer, breaking two of his ribs.", [("injured", 1)]),
        ("Two women have broken legs.", [("injured", 2)]),
        ("Guards pushed two reporters down the stairs; one of them has a broken wrist.", [("injured", 1)]),
        ("The storm broke two legs of the bridge.", []),
    ],
)
def test_who_has_a_broken_bone_is_hurt(text: str, expected: list[tuple[str, int]]) -> None:
    assert told(text) == expected
