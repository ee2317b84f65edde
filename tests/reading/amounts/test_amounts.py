"""Amounts: numbers in digits and words with their bounds, and figures that count no people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.amounts import bounds, read_amounts
from onrecord.reading.nlp import split_sentences, unparsed
from onrecord.reading.parts import Amount

Bounds = tuple[int, int | None]


def amounts(text: str) -> tuple[Amount, ...]:
    return read_amounts(text, [unparsed(text, span) for span in split_sentences(text)])


def first(text: str) -> tuple[str, int, int | None]:
    found = amounts(text)
    assert found, text
    return found[0].exact, found[0].low, found[0].high


@pytest.mark.parametrize(
    ("text", "exact", "low", "high"),
    [
        ("24 miners died.", "24", 24, 24),
        ("1,200 families fled.", "1,200", 1200, 1200),
        ("Twenty-two voters were hurt.", "Twenty-two", 22, 22),
        ("Two hundred and fifty pilgrims were stranded.", "Two hundred and fifty", 250, 250),
        ("Three thousand four hundred people fled.", "Three thousand four hundred", 3400, 3400),
        ("1.2 lakh people were displaced.", "1.2 lakh", 120_000, 120_000),
        ("3 crore voters are registered.", "3 crore", 30_000_000, 30_000_000),
        ("1.5 million people have fled.", "1.5 million", 1_500_000, 1_500_000),
        ("At least 24 people died.", "At least 24", 24, None),
        ("No fewer than 24 people died.", "No fewer than 24", 24, None),
        ("More than 60 were hurt.", "More than 60", 61, None),
        ("Over 60 were hurt.", "Over 60", 61, None),
        ("Upwards of 60 were hurt.", "Upwards of 60", 61, None),
        ("Up to 30 were held.", "Up to 30", 0, 30),
        ("No more than 30 were held.", "No more than 30", 0, 30),
        ("As many as 30 were held.", "As many as 30", 30, 30),
        ("Nearly 100 fled.", "Nearly 100", 90, 99),
        ("Almost 50 fled.", "Almost 50", 45, 49),
        ("About 100 fled.", "About 100", 90, 110),
        ("Some 200 fled.", "Some 200", 180, 220),
        ("Around 40 fled.", "Around 40", 36, 44),
        ("Approximately 20 fled.", "Approximately 20", 18, 22),
        ("Fewer than 10 came.", "Fewer than 10", 0, 9),
        ("A dozen men were held.", "A dozen", 12, 12),
        ("Half a dozen men were held.", "Half a dozen", 6, 6),
        ("Half a million men were displaced.", "Half a million", 500_000, 500_000),
        ("More than a dozen men were held.", "More than a dozen", 13, None),
        ("Around a dozen men were held.", "Around a dozen", 11, 13),
        ("Two dozen men were held.", "Two dozen", 24, 24),
        ("Dozens were held.", "Dozens", 24, None),
        ("Scores were held.", "Scores", 40, None),
        ("Hundreds were held.", "Hundreds", 200, None),
        ("Thousands were held.", "Thousands", 2000, None),
        ("Tens of thousands were displaced.", "Tens of thousands", 20_000, None),
        ("Several were held.", "Several", 3, None),
        ("A couple of men were held.", "A couple", 2, None),
        ("A few men were held.", "A few", 3, None),
        ("Between 20 and 30 were hurt.", "Between 20 and 30", 20, 30),
        ("10 to 15 men were hurt.", "10 to 15", 10, 15),
        ("10-15 men were hurt.", "10-15", 10, 15),
        ("30 or more were hurt.", "30 or more", 30, None),
        ("Another three were hurt.", "Another three", 3, 3),
    ],
)
def test_bounds_of_an_amount(text: str, exact: str, low: int, high: int | None) -> None:
    assert first(text) == (exact, low, high)


@pytest.mark.parametrize(
    "text",
    [
        "The fine was $500.",
        "He paid Rs500 to the clerk.",
        "A porter in his 20s was there.",
        "His 12- and 10-year-old sons were there.",
        "Image 2 of 8 shows a porter.",
        "A 22-year-old was there.",
        "A man aged 22 was there.",
        "It began at 7:30.",
        "Turnout was 45 percent.",
        "The town lies 30 km to the east.",
        "It lasted 3 hours.",
        "Section 144 was imposed.",
        "He contested NA-128.",
        "The poll was on February 8.",
        "The poll was on 8 February.",
        "Police closed Highway 61.",
        "They won 12 seats.",
        "He fired an AK-47.",
    ],
)
def test_what_counts_no_people(text: str) -> None:
    assert amounts(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Three more were hurt.",
        "Another three were hurt.",
        "The remaining two were hurt.",
        "Three others fled.",
    ],
)
def test_on_top_of_an_earlier_figure(text: str) -> None:
    assert [a.additional for a in amounts(text)] == [True]


def test_an_ordinal_is_told_apart() -> None:
    (found,) = amounts("A fifth officer died.")
    assert (found.kind, found.low) == ("ordinal", 5)


def test_several_amounts_stand_in_text_order() -> None:
    found = amounts("Twelve died and at least 30 were hurt, two of them badly.")
    assert [(a.exact, a.low) for a in found] == [("Twelve", 12), ("at least 30", 30), ("two", 2)]


RULES = ["at_least", "more_than", "up_to", "fewer_than", "about", "nearly", None]
WORDS = ["at least", "12", "two", "hundred", "and", "-", "to", "1,200", "lakh", "dozen", "a", "."]


@given(st.integers(0, 10**6), st.sampled_from(RULES))
def test_bounds_are_ordered(value: int, rule: str | None) -> None:
    low, high = bounds(value, rule)
    assert low >= 0
    assert high is None or low <= high


@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_is_read_with_exact_spans(text: str) -> None:
    for found in amounts(text):
        assert text[found.start : found.end] == found.exact
        assert found.low >= 0
        assert found.high is None or found.high >= found.low
