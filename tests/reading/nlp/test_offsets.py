"""Words and sentences: every character is somewhere, and where it stood."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.nlp import split_sentences, tokenize, unparsed

PIECES = st.sampled_from(
    ["Dr. Ali", "U.S.", "9:30am", "Rs500,000", "don't", "“Stop!”", "''yes''", "(no. 4)", "@desk",
     "https://a.org/b.html.", "#vote2024", "1.2", "e.g.",
     "اردو", "हिन्दी", "🔥", "\u200b", "é", "—", "...", "\t", "\n", "\n\n", "•",
     "22-year-old"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES).map("".join))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_words_hold_every_visible_character(text: str) -> None:
    spans = tokenize(text)
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    held = {i for a, b in spans for i in range(a, b)}
    assert all(i in held for i, c in enumerate(text) if not c.isspace())


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_sentences_hold_every_visible_character_once(text: str) -> None:
    spans = split_sentences(text)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    held = {i for a, b in spans for i in range(a, b)}
    assert all(i in held for i, c in enumerate(text) if not c.isspace())
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They don't know.", ["They", "do", "n't", "know", "."]),
        ("Kenya's vote", ["Kenya", "'s", "vote"]),
        ("at 9:30am", ["at", "9:30", "am"]),
        ("Rs500,000 paid", ["Rs", "500,000", "paid"]),
        ("rose 1.2%", ["rose", "1.2", "%"]),
        ("see https://a.org/x, @desk #vote", ["see", "https://a.org/x", ",", "@desk", "#vote"]),
        ("a 22-year-old", ["a", "22", "-", "year", "-", "old"]),
    ],
)
def test_words_are_split_as_the_treebank_splits_them(text: str, words: list[str]) -> None:
    assert [text[a:b] for a, b in tokenize(text)] == words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Amina Yusuf spoke. The hall was full.", 2),
        ("Lt. Gen. Musa came at 5 p.m. on Monday.", 1),
        ("“Stop!” he said. Nobody did.", 2),
        ("''It is over.'' The crowd left.", 2),
        ("1:45pm — Toll rises\n2:10pm — Roads closed", 2),
        ("• two killed\n• three hurt", 2),
        ("Sens. Ann Lee and Bo Ray agreed.", 1),
        ("One line\nand the next.", 2),
        ("Three of the clerks died.The blast was heard at ten.", 2),
        ('The blast was heard at ten."We ran," the clerk said.', 2),
        ("Read more at www.example.Com today.", 1),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


def test_a_huge_line_costs_no_more_than_its_length() -> None:
    def cost(n: int) -> float:
        text = "Nine people were hurt near the bridge; " * n
        began = time.process_time()
        split_sentences(text)
        tokenize(text)
        return time.process_time() - began

    cost(100)
    assert cost(8000) < 40 * max(cost(400), 0.005)


def test_a_sentence_without_syntax_still_has_its_words() -> None:
    text = "Nothing here."
    sentence = unparsed(text, (0, len(text)))
    assert [t.text for t in sentence.tokens] == ["Nothing", "here", "."]
    assert not sentence.parsed
