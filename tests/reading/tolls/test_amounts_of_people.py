"""Ways of counting people, each in a sentence of our own: (low, high) of all that is counted, parts left out."""

import pytest

from onrecord.reading.amounts import read_amounts
from onrecord.reading.nlp import Parser, split_sentences
from onrecord.reading.tolls import read_tolls

PARSER = Parser()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1.2 lakh people were displaced by the flood.", 120_000, 120_000),
        ("More than 2.5 lakh villagers were displaced.", 250_001, None),
        ("1,20,000 people were displaced.", 120_000, 120_000),
        ("One crore people were displaced.", 10_000_000, 10_000_000),
        ("Between 20 and 30 people were killed.", 20, 30),
        ("Ten to fifteen miners were killed.", 10, 15),
        ("12-15 people were injured.", 12, 15),
        ("The remaining two were shot dead.", 2, 2),
        ("A third person was killed.", 1, 1),
        ("The fourth victim died in hospital.", 1, 1),
        ("Both were killed.", 2, 2),
        ("Both men were shot dead.", 2, 2),
        ("All five were killed.", 5, 5),
        ("Four of the five were killed.", 4, 4),
        ("One of the two was killed.", 1, 1),
        ("No fewer than 12 soldiers were killed.", 12, None),
        ("As many as 30 people were killed.", 30, 30),
        ("Up to 30 people were killed.", 0, 30),
        ("Fewer than ten people were hurt.", 0, 9),
        ("Nearly 100 people were arrested.", 90, 99),
        ("About 100 people were arrested.", 90, 110),
        ("Several people were hurt.", 3, None),
        ("A dozen people were killed.", 12, 12),
        ("Half a dozen people were killed.", 6, 6),
        ("Two dozen people were arrested.", 24, 24),
        ("Over a dozen protesters were injured.", 13, None),
        ("Dozens of people were killed.", 24, None),
        ("Scores were injured.", 40, None),
        ("Hundreds were displaced.", 200, None),
        ("Tens of thousands were displaced.", 20_000, None),
        ("Hundred people were killed.", 100, 100),
        ("A couple of traders were killed.", 2, None),
        ("Another three were killed.", 3, 3),
        ("Three more were killed.", 3, 3),
        ("A farmer, his wife and their two sons were killed.", 4, 4),
        ("Twelve people, including three children, were killed.", 12, 12),
        ("A family of six was killed.", 6, 6),
        ("A 45-year-old teacher was killed in 2019.", 1, 1),
        ("Two people were killed at 3 p.m. in the 1200 block.", 2, 2),
        ("Rs 5 lakh was paid to the families of the two killed.", 2, 2),
    ],
)
def test_what_the_words_count(text: str, low: int, high: int | None) -> None:
    sentences = PARSER.parse(text, split_sentences(text))
    found = [t for t in read_tolls(text, sentences, read_amounts(text, sentences)) if not t.part_of]
    highs = [t.high for t in found]
    assert found
    assert sum(t.low for t in found) == low
    assert (None if None in highs else sum(h for h in highs if h is not None)) == high


def test_a_share_counts_nobody() -> None:
    text = "Forty percent of the victims were killed."
    sentences = PARSER.parse(text, split_sentences(text))
    assert not read_tolls(text, sentences, read_amounts(text, sentences))
