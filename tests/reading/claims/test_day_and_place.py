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


@pytest.mark.parametrize(
    "text",
    [
        # what goes on days later, a page's own date and a clock without a day give way to the day of the act
        "A baker was still in hospital on Thursday after he was shot in Lusaka. He was shot on Tuesday.",
        "Posted: Thursday, June 13, 2019 9:34 AM A baker was shot dead in Lusaka on Tuesday.",
        "A baker was shot dead in Lusaka on Tuesday night. He was shot around 8 p.m.",
        # who dies of his wounds later belongs to the act, and does not date it
        "Two bakers were shot in Lusaka on Tuesday. One died at the scene. On Thursday the second baker died.",
    ],
)
def test_the_day_of_the_act_comes_before_other_days(incidents: Read, text: str) -> None:
    (claim,) = incidents(text)
    assert claim.when is not None
    assert claim.when.start[:10] == "2019-06-11"


def test_the_murders_of_a_year_are_no_toll_of_one_day(incidents: Read) -> None:
    claims = incidents("A baker was shot in Lusaka on Tuesday. In 2019, 165 people were murdered in the city.")
    assert not any(t.low == 165 for c in claims if c.when and c.when.start == "2019-06-11" for t in c.tolls)


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
