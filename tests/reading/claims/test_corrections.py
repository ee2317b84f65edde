"""A figure that a report takes back does not stand."""

import pytest

from onrecord.model import Document
from onrecord.reading import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (
            "Our report on Monday gave the number of people killed in the blast in Jos as 14. The correct figure is 11.",
            11,
            11,
        ),
        ("A bomb killed nine people in Jos on Monday, we wrote. The correct number is at least seven.", 7, None),
        ("A bomb killed nine people in Jos on Monday.\n\nThe correct number of the bus line is 7.", 9, 9),
        ("A bomb killed nine people and hurt 20 in Jos on Monday, we wrote. The correct figure is 7.", 9, 9),
    ],
)
def test_the_figure_that_stands(reader: Reader, text: str, low: int, high: int | None) -> None:
    (claim,) = [c for c in reader.read(Document(text=text, published="2031-03-05")).claims if c.kind == "incident"]
    killed = next(t for t in claim.tolls if t.effect == "killed")
    assert (killed.low, killed.high) == (low, high)
    assert text[killed.start : killed.end] == killed.exact
    assert any(e.start <= killed.start and killed.end <= e.end for e in claim.evidence)
    assert claim.id


def test_a_corrected_claim_still_explains_itself(reader: Reader) -> None:
    document = Document(
        text="Our report gave the number of people killed in the blast in Jos as 14. The correct figure is 11.",
        published="2031-03-05",
    )
    (claim,) = reader.read(document).claims
    assert not [a for a in claim.actors if a.role == "victim"]
    assert reader.explain(document, claim.id) is not None
