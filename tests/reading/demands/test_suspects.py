"""Arrests: an answer to the crime told before them, or an incident of their own."""

import pytest

from onrecord.model import Actor, Claim, Document, Span
from onrecord.reading import Reader
from onrecord.reading.demands.demands import UNREAD
from onrecord.reading.demands.suspects import as_answers


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
    claims = reader.read(Document(text=text, published="2031-06-06")).claims
    tried = ("trial", "response.case", "response.conviction")
    assert [c.type for c in claims if c.type in tried] == [expected]


def test_an_opponent_is_tried_as_one_whatever_the_charge() -> None:
    text = "Gunmen killed a trader in Kano on Sunday. A court sentenced {} to nine years for the murder."
    told = {}
    for who, category in (("the opposition leader Ada Obi", "politician"), ("the welder Musa Bello", "individual")):
        full = text.format(who)
        at = full.index(who)
        held = Actor.cut(full, at, at + len(who), role="victim", category=category)
        crime, trial = (
            Claim(
                document="d",
                kind="incident",
                type=code,
                evidence=(Span.cut(full, a, b),),
                read_by=UNREAD,
                actors=actors,
                link="single",
                id=code,
            )
            for code, a, b, actors in (("attack.shooting", 0, 41, ()), ("trial", 42, len(full), (held,)))
        )
        told[category] = [c.type for c in as_answers([crime, trial])[1]]
    assert told == {"politician": [], "individual": ["response.conviction"]}
