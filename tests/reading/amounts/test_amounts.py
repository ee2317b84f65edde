"""Amounts: bounds as the public format defines them, and figures that count no people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.amounts import bounds, read_amounts
from onrecord.reading.nlp import split_sentences, unparsed


def amounts(text: str) -> list[tuple[int, int | None]]:
    sentences = [unparsed(text, span) for span in split_sentences(text)]
    return [(a.low, a.high) for a in read_amounts(text, sentences)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24 farmers", (24, 24)),
        ("at least 24 farmers", (24, None)),
        ("no fewer than nine nurses", (9, None)),
        ("more than 60 tenants", (61, None)),
        ("over 1,200 tenants", (1201, None)),
        ("up to 30 clerks", (0, 30)),
        ("no more than 30 clerks", (0, 30)),
        ("as many as 30 clerks", (30, 30)),
        ("nearly 100 monks", (90, 99)),
        ("about 100 monks", (90, 110)),
        ("around a dozen monks", (11, 13)),
        ("a dozen monks", (12, 12)),
        ("half a dozen monks", (6, 6)),
        ("two dozen monks", (24, 24)),
        ("dozens of monks", (24, None)),
        ("scores of monks", (40, None)),
        ("hundreds of monks", (200, None)),
        ("several monks", (3, None)),
        ("twenty-two monks", (22, 22)),
        ("two hundred and fifty monks", (250, 250)),
        ("1.2 lakh voters", (120000, 120000)),
        ("3 crore voters", (30000000, 30000000)),
        ("1.5 million voters", (1500000, 1500000)),
        ("10 to 15 drivers", (10, 15)),
        ("between 10 and 15 drivers", (10, 15)),
        ("10-15 drivers", (10, 15)),
        ("five or more drivers", (5, None)),
        ("fewer than 20 drivers", (0, 19)),
    ],
)
def test_bounds_follow_the_words(text: str, expected: tuple[int, int | None]) -> None:
    assert amounts(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "a 22-year-old tailor",
        "a tailor aged 22",
        "fined Rs500,000",
        "paid $40",
        "rose 5 percent",
        "at 2:20pm",
        "under Section 144",
        "in constituency NA-128",
        "12 km away",
        "for 30 minutes",
    ],
)
def test_figures_that_count_nobody_are_left_out(text: str) -> None:
    assert amounts(text) == []


@given(st.text(max_size=200))
def test_spans_are_exact_and_nothing_raises(text: str) -> None:
    sentences = [unparsed(text, span) for span in split_sentences(text)]
    for a in read_amounts(text, sentences):
        assert text[a.start : a.end] == a.exact
        assert a.high is None or a.low <= a.high


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["at_least", "more_than", "up_to", "about", "nearly", None]))
def test_low_never_exceeds_high(value: int, rule: str | None) -> None:
    low, high = bounds(value, rule)
    assert low >= 0
    assert high is None or high >= low or value == 0
