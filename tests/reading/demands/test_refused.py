"""No for an answer in plain words, what courts uphold, and refusals that are restrictions themselves, in sentences of our own."""

import pytest
from tests.reading.demands.test_plain_words import asked, done, read

from onrecord.reading.reader import Reader

BANNED = "On Monday Interior Minister Goran Petrov banned all rallies in Bor after guards shot dead two drivers. "
ASKED = "The Delta Union gave the government until Friday to annul the ban. "


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (ASKED + '"The ban stays," Petrov replied.', "Goran Petrov"),
        (ASKED + 'The minister had a short answer: "I have no reason to do so."', "minister"),
        ("The Delta Union asked the ministry to lift the ban, and was told on Friday that it would stand.", "ministry"),
        ("The Court of Appeal confirmed the closure of Radio Bor on Friday.", "Court of Appeal"),
        ("A clerk was charged with slander. Her lawyer's application for bail failed.", None),
        ("A ministry official, who asked not to be named, ruled out a delay of the vote.", "ministry official"),
    ],
)
def test_no_is_said_in_plain_words(reader: Reader, text: str, by: str | None) -> None:
    assert ("rejected", by) in done(read(reader, text, BANNED))


@pytest.mark.parametrize(
    "text",
    [
        # nobody asked for anything
        'Petrov was seen at the fair. "The weather stays fine," he replied.',
        # what the answer says was not done is denied
        ASKED + 'Petrov replied: "Nobody was beaten by our officers."',
        # the refusal is the restriction itself
        "The commission refused to register the list of the Delta Party on Friday.",
        "Petrov said that a quarrel among the drivers could not be ruled out.",
    ],
)
def test_what_is_no_refusal(reader: Reader, text: str) -> None:
    assert "rejected" not in [kind for kind, _ in done(read(reader, text, BANNED))]


def test_what_befalls_the_one_who_asks_is_not_asked(reader: Reader) -> None:
    claims = read(reader, "A clerk who had asked the guards to free the drivers, was struck by one of them.", BANNED)
    assert "was struck" not in " ".join(action or "" for _, _, action in asked(claims))
