"""Arrests: an answer to the crime told before them, or an incident of their own."""

import pytest
from tests.reading.demands.conftest import an_incident

from onrecord.model import Actor, Document
from onrecord.reading import Reader
from onrecord.reading.demands.suspects import as_answers


def told(reader: Reader, text: str, *types: str) -> list[str]:
    """Which of these types a report tells, in text order."""
    claims = reader.read(Document(text=text, published="2031-06-06")).claims
    return [c.type for c in claims if c.type in types]


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
    assert told(reader, text, "arrest", "response.arrest") == [expected]


def test_its_account_tells_why(reader: Reader) -> None:
    document = Document(
        text="Gunmen killed four traders in Jos on Monday. A 31-year-old man has been arrested.", published="2031-06-06"
    )
    crime, answer = reader.read(document).claims
    assert answer.about == (crime.id,)
    why = reader.explain(document, answer.id)
    assert why is not None
    assert "arrest" in why.rule or any("response.arrest" in p for p in why.patterns)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the charge or the verdict names a crime that the report tells
        (
            "Gunmen kidnapped a teacher near Kano in May. He was freed after a week. A court on Friday sentenced "
            "Musa Bello to nine years in prison for the kidnapping.",
            "response.conviction",
        ),
        (
            "Prosecutors charged a 40-year-old welder, Ivo Marek, with the murder of a nurse. The nurse, Ana Novak, was "
            "stabbed to death in Brno on Sunday.",
            "response.case",
        ),
        # a charge of which nobody is told to have been the victim stands for itself
        ("A court in Kano on Friday sentenced the blogger Musa Bello to nine years in prison for sedition.", "trial"),
    ],
)
def test_a_trial_answers_the_crime_that_it_names(reader: Reader, text: str, expected: str) -> None:
    assert told(reader, text, "trial", "response.case", "response.conviction") == [expected]


def test_an_opponent_is_tried_as_one_whatever_the_charge() -> None:
    text = "Gunmen killed a trader in Kano on Sunday. A court sentenced {} to nine years for the murder."
    answers = {}
    for who, category in (("the opposition leader Ada Obi", "politician"), ("the welder Musa Bello", "individual")):
        full = text.format(who)
        at = full.index(who)
        held = Actor.cut(full, at, at + len(who), role="victim", category=category)
        crime = an_incident(full, "attack.shooting", 0, 41)
        trial = an_incident(full, "trial", 42, len(full), held)
        answers[category] = [c.type for c in as_answers([crime, trial])[1]]
    assert answers == {"politician": [], "individual": ["response.conviction"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a sentence for words answers no deed; one for a deed does
        ("In 2029 a clerk got a suspended sentence of one year for insulting a minister.", ["trial"]),
        ("A judge gave the clerk two years in prison for a comment under a video.", ["trial"]),
        ("A judge gave the porter two years in prison for the killing.", ["response.conviction"]),
    ],
)
def test_a_sentence_for_words_answers_no_deed(reader: Reader, text: str, expected: list[str]) -> None:
    lead = "Gunmen killed four traders in Jos on Monday. "
    assert told(reader, lead + text, "trial", "response.conviction", "response.case") == expected
