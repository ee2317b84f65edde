"""Judgements: must-link, cannot-link, split, undo, unsure, confirm, reject."""

import pytest

from onrecord.linking import Decisions, Linker, decide, founding_claim
from onrecord.model import Judgement

from .makers import blast, incidents, linked, partition, told


def judgement(number: int, verdict: str, *subjects: str, **detail: str) -> Judgement:
    return Judgement(
        id=f"j{number}", verdict=verdict, subjects=subjects, by="ana", at=f"2024-04-{number:02}T10:00:00+00:00",  # type: ignore[arg-type]
        detail=detail,
    )  # fmt: skip


FAR = [blast("a", "Zarkot", "2024-03-04", 3), blast("b", "Minabad", "2024-05-20", 8, admin1="Sindh", publisher="B")]
NEAR = [blast("a", "Zarkot", "2024-03-04", 9), blast("b", "Zarkot", "2024-03-04", 9, publisher="B", hour=13)]


def test_what_only_evidence_says() -> None:
    assert len(incidents(linked(told(FAR)))) == 2
    assert len(incidents(linked(told(NEAR)))) == 1


def test_must_link_joins_what_evidence_keeps_apart() -> None:
    a, b = FAR[0][1][0].id, FAR[1][1][0].id
    store = linked(told(FAR), decisions=decide([judgement(1, "must_link", a, b)]))
    assert partition(store) == {frozenset({a, b})}


def test_cannot_link_parts_what_evidence_joins_and_bars_chains() -> None:
    third = blast("c", "Zarkot", "2024-03-04", 9, publisher="C", hour=14)
    pairs = [*NEAR, third]
    a, b = NEAR[0][1][0].id, NEAR[1][1][0].id
    store = linked(told(pairs), decisions=decide([judgement(1, "cannot_link", a, b)]))
    assert not any({a, b} <= group for group in partition(store))


def test_a_later_judgement_takes_effect_on_a_standing_ledger_and_undo_takes_it_back() -> None:
    items = told(NEAR)
    a, b = NEAR[0][1][0].id, NEAR[1][1][0].id
    store = linked(items)
    apart = judgement(1, "cannot_link", a, b)
    Linker(store, decide([apart])).add(items)
    assert partition(store) == {frozenset({a}), frozenset({b})}
    assert [f.reason for f in store.forwards] == ["split"]
    Linker(store, decide([apart, judgement(2, "undo", "j1")])).add(items)
    assert partition(store) == {frozenset({a, b})}


def test_an_undone_undo_counts_again() -> None:
    held = [judgement(1, "must_link", "x", "y"), judgement(2, "undo", "j1"), judgement(3, "undo", "j2")]
    assert decide(held).must == {("x", "y")}
    assert decide(held[:2]).must == frozenset()


def test_the_latest_word_on_a_pair_counts_and_unsure_takes_it_back() -> None:
    held = [judgement(1, "must_link", "x", "y"), judgement(2, "cannot_link", "y", "x")]
    assert decide(held) == Decisions(cannot=frozenset({("x", "y")}))
    assert decide([*held, judgement(3, "unsure", "x", "y")]) == Decisions()
    assert decide(list(reversed(held))) == decide(held)


def test_split_parts_the_named_claims_from_the_founder_together() -> None:
    decided = decide([judgement(1, "split", "inc-founder", "p", "q")])
    assert decided.cannot == {("founder", "p"), ("founder", "q")}
    assert decided.must == {("p", "q")}


@pytest.mark.parametrize(("verdict", "status"), [("confirm", "confirmed"), ("reject", "rejected")])
def test_an_analyst_has_the_last_word_on_status(verdict: str, status: str) -> None:
    items = told(NEAR)
    name = incidents(linked(items))[0].id
    assert [i.status for i in incidents(linked(items, decisions=decide([judgement(1, verdict, name)])))] == [status]
    assert founding_claim(name) in {c.id for _, claims in NEAR for c in claims}


def test_a_rejected_claim_gives_no_figure() -> None:
    pairs = [blast("a", "Zarkot", "2024-03-04", 9), blast("b", "Zarkot", "2024-03-04", 11, publisher="B", hour=18)]
    last = pairs[1][1][0].id
    assert incidents(linked(told(pairs)))[0].tolls[0].best == 11
    decided = decide([judgement(1, "reject", last)])
    assert incidents(linked(told(pairs), decisions=decided))[0].tolls[0].best == 9
