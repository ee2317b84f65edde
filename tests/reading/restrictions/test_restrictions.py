"""Restrictions told as orders, refusals and seizures, over many countries, in sentences of our own."""

import pytest

from onrecord.model import Document, seal
from onrecord.reading.reader import Reader
from onrecord.reading.restrictions import read_restrictions


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def read(reader: Reader, text: str) -> list[tuple[str, str, str | None]]:
    analysis = reader.analyse(Document(id="d", text=text, publisher="Wire", published="2024-03-04"), everything=True)
    claims = [seal(c, text) for c in read_restrictions(analysis, [])]
    return [(c.type, c.modality, c.actors[0].name if c.actors else None) for c in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "KAMPALA: The communications commission ordered operators to block Facebook on Tuesday.",
            [("restriction.internet", "actual", "communications commission")],
        ),
        (
            "MOSCOW: The election commission refused to register the lawyer as a candidate on Friday.",
            [("restriction.candidacy", "actual", "election commission")],
        ),
        (
            "MANAGUA: The government dissolved 25 charities and seized the passports of two bishops.",
            [
                ("restriction.association", "actual", "government"),
                ("restriction.movement", "actual", "government"),
            ],
        ),
        (
            "TUNIS: The court barred three candidates from the presidential race.",
            [("restriction.candidacy", "actual", "court")],
        ),
        (
            "KIGALI: The ministry will ban rallies from Monday.",
            [("restriction.assembly", "planned", "ministry")],
        ),
    ],
)
def test_restrictions(reader: Reader, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(reader, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "LIMA: Lawyers urged the regulator to block the website of the sect.",
        "OSLO: Train services to the coast remained suspended after the storm.",
        "ROME: The league banned the club from the cup.",
        "ACCRA: The commission did not ban the rally.",
        "LOME: The ministry could ban rallies, diplomats fear.",
    ],
)
def test_none(reader: Reader, text: str) -> None:
    assert read(reader, text) == []


def test_what_is_told_already_is_not_told_twice(reader: Reader) -> None:
    text = "KAMPALA: The communications commission ordered operators to block Facebook on Tuesday."
    analysis = reader.analyse(Document(id="d", text=text, publisher="Wire", published="2024-03-04"), everything=True)
    [claim] = read_restrictions(analysis, [])
    assert read_restrictions(analysis, [claim]) == []
