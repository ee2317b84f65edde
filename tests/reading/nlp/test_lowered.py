"""Texts without capitals: names are found and get their case back; running text is left alone."""

from onrecord.reading.nlp import Parser, split_sentences
from onrecord.reading.nlp.casing import is_lowered

TEXT = (
    "lucknow: police arrested twelve workers of the farmers' union in kanpur on tuesday. "
    "the union's secretary, ramesh yadav, said the arrests were illegal."
)


def test_names_get_their_case_back() -> None:
    sentences = Parser().parse(TEXT, split_sentences(TEXT))
    words = {t.text for s in sentences for t in s.tokens}
    assert {"Kanpur", "Ramesh", "Yadav", "police", "union"} <= words
    assert all(TEXT[t.start : t.end] == t.text.lower() for s in sentences for t in s.tokens)


def test_a_heading_makes_no_running_text() -> None:
    assert is_lowered("This Story\n\n" + TEXT * 20)
    assert not is_lowered("Police arrested twelve people in Kanpur on Tuesday, the union said.")
