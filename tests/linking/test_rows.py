"""Rows of tables, compared by their columns."""

import msgspec

from onrecord.linking.compare import across_table, match_weight
from onrecord.linking.features import Account, Site
from onrecord.linking.keys import keys
from onrecord.linking.rows import row_levels


def row(number: int, bodies: set[str], injured: int = 0) -> Account:
    return Account(
        document=f"d{number}", publisher=f"Paper {number}", published=27_000_000, aggregate=False, types=("clash",),
        first=738_000, last=738_000, sites=(), persons=frozenset(), bodies=frozenset(bodies),
        tolls={"injured": (injured, injured)}, occurrences=(0, 0), words={}, story={}, main=True, hypothetical=False,
        structured=True, source=f"s{number}", named=frozenset(), site_terms=frozenset(), chief_site=0,
    )  # fmt: skip


def names(mine: set[str], other: set[str]) -> str:
    found = row_levels(row(1, mine), row(2, other))["names"]
    assert found == row_levels(row(1, other), row(2, mine))["names"]
    return found


def test_both_sides_of_a_clash_say_more_than_one_name() -> None:
    assert names({"police"}, {"police"}) == "same one"
    assert names({"police", "red party"}, {"police", "red party"}) == "same several"
    assert names({"police", "red party", "army"}, {"police", "red party"}) == "several"
    assert names({"police", "red party"}, {"police", "army"}) == "some"
    assert names({"police"}, {"army"}) == "others"
    assert names({"police"}, set()) == "unknown"


def bits(a: Account, b: Account) -> float:
    table, prior = across_table(a, b)
    return match_weight(a, b, table, prior)


def test_two_names_alike_weigh_more_than_one_and_another_name_weighs_against() -> None:
    two, one, none, other = (
        bits(row(1, mine), row(2, theirs))
        for mine, theirs in (
            ({"police", "red party"}, {"police", "red party"}),
            ({"police"}, {"police"}),
            ({"police"}, set()),
            ({"police"}, {"army"}),
        )
    )
    assert two > one >= none > other


def test_one_hurt_says_nothing_and_a_larger_number_speaks_for_one_event() -> None:
    assert bits(row(1, set(), 1), row(2, set(), 1)) == bits(row(1, set()), row(2, set()))
    assert bits(row(1, set(), 12), row(2, set(), 12)) > bits(row(1, set(), 1), row(2, set(), 1))


def test_news_of_one_day_meets_and_reports_of_a_year_later_do_not() -> None:
    first = row(1, set())
    day, month = 24 * 60, 30 * 24 * 60
    together, soon, late = (
        msgspec.structs.replace(row(2, set()), published=first.published + lag) for lag in (day, 7 * day, 3 * month)
    )
    assert [row_levels(first, other)["issued"] for other in (together, soon, late)] == [
        "together",
        "soon",
        "long after",
    ]
    assert bits(first, together) > bits(first, soon) > bits(first, late)


def test_rows_that_name_no_town_meet_by_their_dead() -> None:
    country = Site(name="kenya", level=0, country="KE")
    one, other, fewer = (
        msgspec.structs.replace(row(n, set()), sites=(country,), tolls={"killed": (dead, dead)})
        for n, dead in ((1, 7), (2, 7), (3, 2))
    )
    shared = set(keys(one)) & set(keys(other))
    assert shared - set(keys(fewer))


def spot(name: str, level: int, north: float, town: str = "") -> tuple[Site, ...]:
    sites = (Site(name=name, level=level, country="XA", lat=1.0 + north / 111, lon=30.0),)
    return (*sites, Site(name=town, level=3, country="XA")) if town else sites


def point(a: tuple[Site, ...], b: tuple[Site, ...]) -> str:
    one, two = (msgspec.structs.replace(row(n, set()), sites=sites) for n, sites in ((1, a), (2, b)))
    assert row_levels(one, two)["point"] == row_levels(two, one)["point"]
    return row_levels(one, two)["point"]


def test_the_point_of_a_town_or_an_area_is_its_middle() -> None:
    market = spot("market", 4, 9, "kell")
    assert point(spot("kell", 3, 0), market) == "15 km off the middle"
    # another town, and two spots of one town, are as far as they are
    assert point(spot("sarn", 3, 0), market) == "15 km"
    assert point(spot("bridge", 4, 0, "kell"), market) == "15 km"
    assert point(spot("north district", 2, 50), market) == "60 km off the middle"
    assert point(spot("north district", 2, 9.5), market) == "2 km"


def test_a_period_holds_its_last_day_sooner_than_any_other() -> None:
    week = msgspec.structs.replace(row(1, set()), first=738_000, last=738_008)
    days = [msgspec.structs.replace(row(2, set()), first=d, last=d) for d in (738_004, 738_008, 738_009)]
    assert [row_levels(week, day)["date"] for day in days] == ["day in period", "same edge", "1 day"]
    inside, last, after = (bits(week, day) for day in days)
    assert last > inside > after
