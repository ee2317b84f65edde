"""Clustering: no chains through a middle report, aggregates apart, constraints, any order of input."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.cluster import Constraints, cluster, components
from onrecord.linking.within import group_claims

from .makers import blast, claim, document, incidents, linked, partition, place, told, toll

NONE = Constraints()


def test_a_middle_report_does_not_chain_two_strangers() -> None:
    weights = {(1, 2): 8.0, (2, 3): 7.0, (1, 3): -12.0}
    assert cluster([1, 2, 3], weights, NONE, join=0.0, missing=-8.0) == [[1, 2], [3]]


def test_a_pair_without_weight_counts_against_joining() -> None:
    assert cluster([1, 2, 3], {(1, 2): 8.0, (2, 3): 7.0}, NONE, join=0.0, missing=-8.0) == [[1, 2], [3]]
    assert cluster([1, 2, 3], {(1, 2): 8.0, (2, 3): 7.0}, NONE, join=0.0, missing=lambda a, b: 3.0) == [[1, 2, 3]]


def test_must_link_joins_and_cannot_link_wins() -> None:
    assert cluster([1, 2], {}, Constraints(must=[(2, 1)]), join=0.0, missing=-8.0) == [[1, 2]]
    both = Constraints(must=[(1, 2)], cannot=[(1, 2)])
    assert cluster([1, 2], {(1, 2): 9.0}, both, join=0.0, missing=-8.0) == [[1], [2]]


def test_a_must_link_chain_stops_at_a_cannot_link() -> None:
    held = Constraints(must=[(1, 2), (2, 3)], cannot=[(1, 3)])
    found = cluster([1, 2, 3], {}, held, join=0.0, missing=-8.0)
    assert not any({1, 3} <= set(part) for part in found)


def test_a_must_link_brings_all_that_each_has_gathered() -> None:
    weights = {(1, 2): 9.0, (3, 4): 9.0, (1, 3): -20.0, (2, 3): -20.0}
    two = cluster([1, 2, 3, 4, 5], weights, Constraints(must=[(1, 3)]), join=0.0, missing=-20.0)
    assert two == [[1, 2, 3, 4], [5]]
    # a third incident put to them by another judgement brings its own as well
    three = Constraints(must=[(1, 3), (3, 5)])
    assert cluster([1, 2, 3, 4, 5, 6], {**weights, (5, 6): 4.0}, three, join=0.0, missing=-20.0) == [[1, 2, 3, 4, 5, 6]]


def test_what_a_cannot_link_keeps_from_one_of_two_that_are_merged_stays_out() -> None:
    weights = {(1, 2): 9.0, (3, 4): 9.0}
    direct = Constraints(must=[(1, 3)], cannot=[(2, 3)])
    assert cluster([1, 2, 3, 4], weights, direct, join=0.0, missing=-20.0) == [[1, 3, 4], [2]]
    # neither end is barred, but what they bring is: the ends are one all the same
    between = Constraints(must=[(1, 3)], cannot=[(2, 4)])
    found = cluster([1, 2, 3, 4], weights, between, join=0.0, missing=-20.0)
    assert any({1, 3} <= set(part) for part in found)
    assert not any({2, 4} <= set(part) for part in found)


@given(st.integers(0, 10**6))
def test_the_order_of_input_does_not_matter(seed: int) -> None:
    rng = random.Random(seed)
    nodes = list(range(9))
    weights = {(a, b): rng.randint(-40, 40) / 4 for a in nodes for b in nodes if a < b and rng.random() < 0.7}
    first = cluster(nodes, weights, NONE, join=0.0, missing=-6.0)
    items = list(weights.items())
    rng.shuffle(items)
    rng.shuffle(nodes)
    assert cluster(nodes, dict(items), NONE, join=0.0, missing=-6.0) == first
    assert sorted(n for part in first for n in part) == list(range(9))


def test_components() -> None:
    assert components([5, 1, 2, 9], [(2, 1), (9, 100)]) == [[1, 2], [5], [9]]


OTHER = "An explosion at the grain depot of {town} took {killed} lives."
AFTER = "Rail traffic along the canal was halted and surgeons asked for blood."


def middle() -> list[tuple[object, list[object]]]:
    text = "Bombs in Zarkot and in Minabad were the talk of the province. The blast left 9 people dead."
    doc = document("m", text, "2024-03-06T09:00:00+05:00", "C")
    vague = claim(doc, "The blast left 9 people dead.", tolls=(toll(text, "9", "killed", 9, 9),))
    return [(doc, [vague])]


def test_reports_of_two_towns_stay_apart_when_a_vague_one_fits_both() -> None:
    pairs = [
        blast("a", "Zarkot", "2024-03-04", 9),
        blast("a2", "Zarkot", "2024-03-04", 9, publisher="A2", hour=14),
        blast("b", "Minabad", "2024-03-05", 9, publisher="B", admin1="Sindh", lead=OTHER, words=AFTER),
        blast("b2", "Minabad", "2024-03-05", 9, publisher="B2", admin1="Sindh", hour=15, lead=OTHER, words=AFTER),
        *middle(),
    ]
    groups = partition(linked(told(pairs)))  # type: ignore[arg-type]
    a, b = pairs[0][1][0].id, pairs[2][1][0].id  # type: ignore[attr-defined]
    assert not any({a, b} <= g for g in groups)


@pytest.mark.parametrize("day", ["2024-03-04", None])
def test_an_aggregate_never_joins_a_single_event(day: str | None) -> None:
    text = "Two blasts in Zarkot killed 9 people on Monday. A bomb at the fruit market in Zarkot killed 9 people."
    doc = document("d", text, "2024-03-04T18:00:00+05:00", "B")
    sum_ = claim(
        doc, "Two blasts in Zarkot killed 9 people on Monday.", day=day, link="aggregate",
        where=(place(text, "Zarkot", admin1="Balochistan"),), tolls=(toll(text, "9", "killed", 9, 9),),
    )  # fmt: skip
    one = blast("a", "Zarkot", "2024-03-04", 9)
    store = linked(told([one, (doc, [sum_])]))
    assert {i.link for i in incidents(store)} == {"single", "aggregate"}
    assert {i.id[:4] for i in incidents(store)} == {"inc-", "agg-"}


def test_an_aggregate_covers_the_single_events_its_document_names() -> None:
    text = "Blasts in Zarkot and Minabad killed 12 people on Monday. In Zarkot 9 people died. In Minabad 3 people died."
    doc = document("d", text, "2024-03-04T18:00:00+05:00")
    zarkot, minabad = (place(text, t, admin1="Balochistan") for t in ("Zarkot", "Minabad"))
    day = "2024-03-04"
    claims = [
        claim(doc, "Blasts in Zarkot and Minabad killed 12 people on Monday.", day=day, link="aggregate",
              where=(zarkot, minabad), tolls=(toll(text, "12", "killed", 12, 12),)),
        claim(doc, "In Zarkot 9 people died.", day=day, where=(zarkot,), tolls=(toll(text, "9", "killed", 9, 9),)),
        claim(doc, "In Minabad 3 people died.", day=day, where=(minabad,), tolls=(toll(text, "3", "killed", 3, 3),)),
    ]  # fmt: skip
    held = {i.id: i for i in incidents(linked(told([(doc, claims)])))}
    whole = next(i for i in held.values() if i.link == "aggregate")
    assert set(whole.covers) == {i.id for i in held.values() if i.link == "single"}
    assert len(whole.covers) == 2
    assert all(d.id == "d" for i in held.values() for d in i.documents)


@pytest.mark.parametrize(("dead", "main"), [(0, "Zarkot"), (4, "Minabad")])
def test_of_two_events_told_alike_the_deadly_one_is_the_main_one(dead: int, main: str) -> None:
    first, second = "Rockets hit Zarkot on Monday.", f"Rockets hit Minabad and {dead} died."
    text = f"{first} {second}"
    doc = document("d", text, "2024-03-04T18:00:00+05:00")
    day = "2024-03-04"
    one = claim(doc, first, day=day, where=(place(text, "Zarkot", admin1="Balochistan"),))
    two = claim(
        doc, second, day=day, where=(place(text, "Minabad", admin1="Sindh"),),
        tolls=(toll(text, str(dead), "killed", dead, dead),),
    )  # fmt: skip
    (chief,) = [g for g in group_claims(doc, [one, two]) if g.main]
    assert [p.name for c in chief.incident for p in c.where] == [main]


def test_a_report_is_mostly_about_the_act_that_harmed_somebody() -> None:
    text = "A gunman fired into the air in Gwadar on Monday.\n\nOn Friday a bomb in Turbat killed six people."
    doc = document("a", text, "2024-03-09")
    shots = claim(doc, "A gunman fired into the air in Gwadar on Monday.", "attack.shooting", day="2024-03-04",
                  where=(place(text, "Gwadar"),))  # fmt: skip
    bomb = claim(doc, "On Friday a bomb in Turbat killed six people.", day="2024-03-08", where=(place(text, "Turbat"),),
                 tolls=(toll(text, "six people", "killed", 6, 6),))  # fmt: skip
    (chief,) = [g for g in group_claims(doc, [shots, bomb]) if g.main]
    assert chief.incident == (bomb,)
