"""Arrests: an answer to the crime told before them, or an incident of their own."""

import pytest

from onrecord.model import Document
from onrecord.reading import Reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # its doer is held
        ("A constable shot dead a porter in Jos on Monday. The constable was taken into custody.", "response.arrest"),
        # people of no name and no calling, right after it
        ("Gunmen killed four traders in Jos on Monday. A 31-year-old man has been arrested.", "response.arrest"),
        ("A mob burned a church in Jos on Monday. Four teenagers were remanded over it.", "response.arrest"),
        # whoever is named, or held as a reporter, is not told to have done it
        ("Gunmen killed four traders in Jos on Monday. Police arrested two reporters.", "arrest"),
        ("Gunmen killed four traders in Jos on Monday. Police arrested the union leader Musa Bello.", "arrest"),
    ],
)
def test_an_arrest_answers_the_crime_before_it(reader: Reader, text: str, expected: str) -> None:
    claims = reader.read(Document(text=text, published="2031-06-06")).claims
    assert [c.type for c in claims if c.type in ("arrest", "response.arrest")] == [expected]


def test_its_account_tells_why(reader: Reader) -> None:
    document = Document(
        text="Gunmen killed four traders in Jos on Monday. A 31-year-old man has been arrested.", published="2031-06-06"
    )
    crime, answer = reader.read(document).claims
    assert answer.about == (crime.id,)
    why = reader.explain(document, answer.id)
    assert why is not None
    assert "arrest" in why.rule or any("response.arrest" in p for p in why.patterns)
