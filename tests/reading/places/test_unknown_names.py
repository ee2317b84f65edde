"""Names that no gazetteer knows, or knows only in part. Texts are our own; names of the parser are given by hand."""

import pytest
from tests.reading.places.test_places import GAZETTEER, read, sentences_of

from onrecord.model import Document
from onrecord.reading.dateline import read_dateline
from onrecord.reading.places import read_places


def test_what_is_a_place_once_is_one_wherever_it_is_told() -> None:
    text = "Two bakers were hurt in Ombuku, Namibia. The mayor laid a curfew on Ombuku. Ombuku slept badly."
    found, _ = read(text, ("LOC", "Ombuku"), ("LOC", "Namibia"))
    assert found["Ombuku"].start == text.rindex("Ombuku")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A lorry fell from the Ombuku bridge in Namibia.", "Ombuku bridge"),
        ("Pickets stood in front of the Ombuku mill in Namibia.", "Ombuku"),
    ],
)
def test_an_article_may_stand_before_the_name(text: str, name: str) -> None:
    found, _ = read(text, ("LOC", name), ("LOC", "Namibia"))
    assert name in found


def test_two_towns_side_by_side_are_one_name_that_the_parser_knows() -> None:
    found, _ = read("Six traders died in the market of Maria Bonita, Angola.", ("LOC", "Maria Bonita"))
    assert "Maria Bonita" in found
    found, _ = read("Six traders were hurt in Lahore Pakistan on Monday.", ("LOC", "Lahore Pakistan"))
    assert list(found) == ["Lahore", "Pakistan"]


@pytest.mark.parametrize(("lead", "found"), [("the mayor of", True), ("a painting of", False)])
def test_only_a_place_has_a_mayor(lead: str, found: bool) -> None:
    told, _ = read(f"Thieves took {lead} Mardin away.", ("PER", "Mardin"))
    assert ("Mardin" in told) is found


def test_a_part_of_a_town_may_go_by_its_number() -> None:
    found, _ = read("A driver was shot at a stop in Zone 18 on Tuesday; nobody saw Zone 3 burn.")
    assert list(found) == ["Zone 18"]


def test_a_body_that_nobody_knows_tells_no_place() -> None:
    text = "In Kathmandu the Ombuku Panel Commission sat on Monday."
    document = Document(text=text, id="t")
    told, _ = read_places(document, read_dateline(document), sentences_of(text, [("LOC", "Ombuku Panel")]), GAZETTEER)
    assert [m.exact for m in told if m.place is not None and m.start] == ["Kathmandu"]


@pytest.mark.parametrize(("somebody", "found"), [("Robert Ombuku", False), ("Robert Banda", True)])
def test_somebody_whom_the_report_names_is_no_village(somebody: str, found: bool) -> None:
    told, _ = read(
        f"{somebody} died in Kathmandu. They saw the gun from near Ombuku.", ("PER", somebody), ("LOC", "Ombuku")
    )
    assert ("Ombuku" in told) is found
