"""Who says of what that it was not done, in plain words; and what is no denial, in sentences of our own."""

import pytest
from tests.reading.demands.test_plain_words import done, read

from onrecord.reading.reader import Reader

BEATEN = "Guards beat two drivers with belts at the depot in Bor on Monday. "


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ('Police spokesman Goran Petrov showed the cells to reporters. "Nobody was struck," Goran said.', "Goran"),
        ("The Ministry of Justice says that the drivers were at no time mistreated.", "Ministry of Justice"),
        ("Interior Minister Goran Petrov tells the radio that no driver has been beaten.", "Goran Petrov"),
        ("The army's spokesman assures us that not one guard laid a hand on them.", "The army's spokesman"),
        ('Interior Minister Goran Petrov on the radio: "No stick was used."', "Goran Petrov"),
    ],
)
def test_what_was_not_done_is_denied(reader: Reader, text: str, by: str) -> None:
    assert ("denied", by) in done(read(reader, text, BEATEN))


@pytest.mark.parametrize(
    "text",
    [
        # another figure is none
        "The Interior Ministry put the number of injured at three.",
        # what became of people is a figure, too
        "Police said that nobody else was hurt.",
        # words that only describe people, and the plea of people on trial
        "A crowd that disputed the figures threw stones at the depot.",
        "All four drivers deny treason.",
        # false news is spread, and not denied
        "An examining magistrate charged the clerk with spreading false news.",
    ],
)
def test_what_is_no_denial(reader: Reader, text: str) -> None:
    assert "denied" not in [kind for kind, _ in done(read(reader, text, BEATEN))]


def test_a_denial_goes_on_in_the_next_sentence(reader: Reader) -> None:
    text = "Police chief Goran Petrov denied this. He said that nobody from his office had been beaten there."
    assert [kind for kind, _ in done(read(reader, text, BEATEN))] == ["denied"]
