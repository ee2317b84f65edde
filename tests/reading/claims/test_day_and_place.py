"""The day and the place of an act that stand in another sentence than its words; all texts are our own."""

import pytest
from tests.reading.claims.conftest import Read


@pytest.mark.parametrize(
    "second",
    [
        "It happened on Tuesday outside a bakery.",
        "Officers were called to the bakery at 4 p.m. on Tuesday.",
        "Deputies responded to a bakery shortly after noon on Tuesday.",
    ],
)
def test_the_day_may_stand_in_the_next_sentence(incidents: Read, second: str) -> None:
    (claim,) = incidents(f"A baker was shot dead in Lusaka. {second}")
    assert claim.when is not None
    assert claim.when.start == "2019-06-11"


def test_a_day_inside_the_week_told_first(incidents: Read) -> None:
    (claim,) = incidents("A baker was shot dead in Lusaka this week. He was killed by the gunman on Tuesday.")
    assert claim.when is not None
    assert claim.when.start == claim.when.end == "2019-06-11"


def test_a_street_comes_with_its_town(incidents: Read) -> None:
    (claim,) = incidents(
        "NASHVILLE, Tenn. (XPN) — A baker was shot dead on Tuesday in the 200 block of Larchwood Street."
    )
    assert [p.name for p in claim.where][:2] == ["Larchwood Street", "Nashville"]


def test_the_town_before_it_holds_the_street(incidents: Read) -> None:
    (claim,) = incidents("Lusaka police are looking for a gunman. A baker was shot dead on Larchwood Road.")
    assert "Lusaka" in [p.name for p in claim.where]


def test_the_only_town_of_a_report(incidents: Read) -> None:
    (claim,) = incidents("A baker was shot dead on Tuesday. His family came to Lusaka ten years ago.")
    assert [p.name for p in claim.where] == ["Lusaka"]


def test_two_towns_leave_the_place_open(incidents: Read) -> None:
    (claim,) = incidents("A baker was shot dead on Tuesday. His family came from Kitwe and moved on to Lusaka.")
    assert claim.where == ()


def test_an_entry_headed_by_its_country(incidents: Read) -> None:
    (claim,) = incidents("PERU. Gunmen opened fire on a bank, wounding two clerks.")
    assert [p.country for p in claim.where] == ["PE"]


def test_the_only_country_of_a_report(incidents: Read) -> None:
    (claim,) = incidents("Gunmen opened fire on a bank on Tuesday, wounding two clerks. Such robberies plague Peru.")
    assert [p.country for p in claim.where] == ["PE"]
