"""Large numbers, loose numbers and second thoughts, end to end: each sentence as a report, the figure as the claim has it."""

import pytest

from onrecord.model import Document
from onrecord.reading import Reader

READER = Reader()


@pytest.mark.parametrize(
    ("text", "effect", "low", "high"),
    [
        ("Shelling around Rumbek has displaced 1.5 million people.", "displaced", 1_500_000, 1_500_000),
        ("Shelling around Rumbek has displaced 1.5m people.", "displaced", 1_500_000, 1_500_000),
        ("Shelling around Rumbek has displaced 2.3mn people.", "displaced", 2_300_000, 2_300_000),
        ("Shelling around Rumbek has displaced 250k people.", "displaced", 250_000, 250_000),
        ("Shelling around Rumbek has displaced 2,50,000 people.", "displaced", 250_000, 250_000),
        ("Shelling around Rumbek has displaced 1 500 villagers.", "displaced", 1500, 1500),
        ("Shelling around Rumbek has displaced 1.500 villagers.", "displaced", 1500, 1500),
        ("Shelling around Rumbek has displaced 1.2 lakh people.", "displaced", 120_000, 120_000),
        ("Clashes have displaced 3 crore people in the plains.", "displaced", 30_000_000, 30_000_000),
        ("Shelling of the port displaced a quarter of a million people.", "displaced", 250_000, 250_000),
        ("Shelling of the port displaced three-quarters of a million people.", "displaced", 750_000, 750_000),
        ("Shelling of the port displaced nearly half a million people.", "displaced", 450_000, 499_999),
        ("Shelling of the port displaced two and a half thousand people.", "displaced", 2500, 2500),
        ("Shelling of the port displaced two hundred thousand people.", "displaced", 200_000, 200_000),
        ("Shelling of the port displaced 75 to 80 thousand people.", "displaced", 75_000, 80_000),
        ("Shelling of the port displaced 1 to 1.5 million people.", "displaced", 1_000_000, 1_500_000),
        ("Shelling of the port displaced some 2,000-3,000 people.", "displaced", 2000, 3000),
        ("Shelling of the port displaced more than 4,000-5,000 people.", "displaced", 4001, None),
        ("Shelling of the port displaced millions of people.", "displaced", 2_000_000, None),
        ("Shelling of the port displaced several thousand people.", "displaced", 3000, None),
        ("Several hundred marchers were arrested in Lome on Sunday.", "arrested", 300, None),
        ("Several dozen marchers were arrested in Lome on Sunday.", "arrested", 36, None),
        ("A few hundred marchers were arrested in Lome on Sunday.", "arrested", 300, None),
        ("A couple of dozen marchers were arrested in Lome on Sunday.", "arrested", 24, None),
        ("Many hundreds of marchers were arrested in Lome on Sunday.", "arrested", 200, None),
        ("Twenty-something marchers were arrested in Lome on Sunday.", "arrested", 20, 29),
        ("Two or three hundred marchers were arrested in Lome on Sunday.", "arrested", 200, 300),
        ("Not quite 100 marchers were arrested in Lome on Sunday.", "arrested", 90, 99),
        ("A hundred and twelve marchers were arrested in Lome on Sunday.", "arrested", 112, 112),
        ("As many as two dozen herders were killed in a bombing in Gao on Friday.", "killed", 24, 24),
        ("Dozens, perhaps hundreds, of herders were killed in a bombing in Gao.", "killed", 24, None),
        ("Scores, if not hundreds, of herders were killed in a bombing in Gao.", "killed", 40, None),
        ("At least 17, and possibly 20, herders were killed in a bombing in Gao.", "killed", 17, None),
        ("Between 10 and a dozen herders were killed in a bombing in Gao.", "killed", 10, 12),
        ("Two to three dozen herders were killed in a bombing in Gao.", "killed", 24, 36),
        ("12, 13 or 14 herders were killed in a bombing in Gao.", "killed", 12, 14),
        ("One-hundred-and-twelve herders were killed in a bombing in Gao.", "killed", 112, 112),
        ("The number killed in the bombing in Gao was in the low hundreds.", "killed", 100, None),
        ("A score or so of herders were killed in a bombing in Gao.", "killed", 18, 22),
        ("Tens of herders were killed in a bombing in Gao.", "killed", 20, None),
        ("Upward of 70 herders were killed in a bombing in Gao.", "killed", 71, None),
        ("40-odd herders were wounded in a bombing in Gao.", "injured", 36, 44),
        ("A hundred-odd herders were wounded in a bombing in Gao.", "injured", 90, 110),
        ("Hundred-plus herders were wounded in a bombing in Gao.", "injured", 100, None),
        ("20-plus herders were wounded in a bombing in Gao.", "injured", 20, None),
        ("17+ herders were wounded in a bombing in Gao.", "injured", 17, None),
        ("~20 herders were wounded in a bombing in Gao.", "injured", 18, 22),
        ("The bombing in Gao wounded c. 20 herders.", "injured", 18, 22),
        ("The bombing in Gao wounded 50, give or take.", "injured", 45, 55),
        ("The bombing in Gao wounded ten or fewer herders.", "injured", 0, 10),
        ("Six-score herders were wounded in a bombing in Gao.", "injured", 120, 120),
        ("Gunmen shot and killed a trio of herders near Gao.", "killed", 3, 3),
    ],
)
def test_the_figure_of_the_claim(text: str, effect: str, low: int, high: int | None) -> None:
    claims = READER.read(Document(text=text, publisher="Field Desk", published="2024-06-03")).claims
    found = [(t.low, t.high) for c in claims if c.kind == "incident" for t in c.tolls if t.effect == effect]
    assert found == [(low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "A thirty-something man was shot dead in Gao on Sunday.",
        "A man was shot dead 5m from the gate of the camp in Gao on Sunday.",
        "A man was shot dead in Gao on Sunday after a score of 3-1.",
        "A man in his 20s was shot dead in Gao on Sunday.",
        "A man was shot dead on May 1 500 metres from the camp in Gao.",
    ],
)
def test_other_numbers_leave_one_dead(text: str) -> None:
    claims = READER.read(Document(text=text, publisher="Field Desk", published="2024-06-03")).claims
    assert [(t.low, t.high) for c in claims if c.kind == "incident" for t in c.tolls] == [(1, 1)]
