"""Rows of tables, compared by their columns."""

from onrecord.linking.compare import across_table, match_weight
from onrecord.linking.features import Account
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
