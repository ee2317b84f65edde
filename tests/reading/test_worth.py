"""Which sentences are worth a parse: no line of a lexicon may be passed over, everyday sentences should be."""

import pytest

from onrecord.reading.claims.lexicon import Pattern, lexicon
from onrecord.reading.demands.response_lexicon import response_book
from onrecord.reading.restrictions import restriction_book
from onrecord.reading.worth import Worth, worth_of

NAMES = {"PERSON", "PLACE", "people"}


def worth(text: str) -> Worth:
    return worth_of(text, [(0, len(text))])[0]


def in_words(steps: object) -> str:
    return " ".join(min(step - NAMES, default="someone") for step in steps if step)  # type: ignore[attr-defined]


def sentence(pattern: Pattern) -> str:
    """The words of a line and, where its entry wants others beside them, one of those."""
    related = ("subject", "object", "of")
    strict = pattern.entry.strict and pattern.kind == "verb"
    wanted = [
        c.words - NAMES
        for c in pattern.entry.conditions
        if c.wanted and (c.relation not in related or (strict and not c.words & NAMES))
    ]
    return f"They must {in_words(pattern.steps)} {in_words(wanted)}."


def test_no_line_of_the_trigger_lexicon_is_passed_over() -> None:
    patterns = {id(p): p for held in lexicon().by_word.values() for p in held}.values()
    for pattern in patterns:
        refused = [c.words for c in pattern.entry.conditions if c.relation == "with" and not c.wanted]
        text = sentence(pattern)
        if not any(set(text.lower().strip(".").split()) & words for words in refused):
            assert worth(text).rank >= pattern.entry.rank, (pattern.source, text)


@pytest.mark.parametrize("which", ["restriction", "response"])
def test_no_line_of_the_other_books_is_passed_over(which: str) -> None:
    book = restriction_book() if which == "restriction" else response_book()
    for lines in book.by_word.values():
        for number, _, source, steps in lines:
            text = f"They must {in_words(steps)} {in_words([book.rules[number].with_])}."
            assert getattr(worth(text), which), (source, text)


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("A bomb exploded outside the court.", 3),
        ("Police lathi-charged the crowd.", 3),
        ("Gunmen kidnapped the mayor.", 3),
        ("The bakery opens on the first Monday in March.", 0),
        ("Her garden is full of roses this year.", 0),
    ],
)
def test_telling_sentences_are_and_others_are_not(text: str, rank: int) -> None:
    assert worth(text).rank == rank


@pytest.mark.parametrize(
    "text",
    ["The internet café is open.", "The deadline for nomination is near."],
)
def test_one_word_of_a_longer_line_is_not_enough(text: str) -> None:
    assert worth(text).rank < 2


def test_words_that_follow_each_other_in_a_line_must_do_so_in_the_sentence() -> None:
    assert worth("Police fired tear gas.").rank > worth("He shed a tear and drove off to buy gas.").rank


def test_who_asks_is_seen() -> None:
    assert worth("The union demanded an inquiry.").demand
    assert not worth("The bakery sold bread.").any


def test_offsets_choose_the_sentence() -> None:
    text = "It is noon. Gunmen shot a guard. The sun came out."
    found = worth_of(text, [(0, 11), (12, 32), (33, 50)])
    assert [w.rank > 0 for w in found] == [False, True, False]
