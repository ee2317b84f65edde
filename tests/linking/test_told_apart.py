"""One report tells each act once: two days, or two kinds of act in one sentence, are two events. All invented."""

import pytest
from tests.linking.makers import claim, document, linked, partition, place, told, victim

from onrecord.linking.compare import explain
from onrecord.linking.features import account_of
from onrecord.linking.nodes import pair_bits, told_apart


def test_two_kinds_of_act_in_one_sentence_are_two_events() -> None:
    groups = []
    for name, publisher in (("a", "Zarkot Times"), ("b", "Velmira Post")):
        text = (
            f"In Zarkot, police arrested six students at the gate and later raided the union office, {publisher} said."
        )
        doc = document(name, text, "2024-03-09T20:00:00+05:00", publisher)
        where = (place(text, "Zarkot"),)
        groups.append((doc, [claim(doc, text, t, day="2024-03-09", where=where) for t in ("arrest", "raid")]))
    arrest_a, raid_a, arrest_b, raid_b = (c.id for _, held in groups for c in held)
    found = partition(linked(told(groups)))
    assert found == {frozenset({arrest_a, arrest_b}), frozenset({raid_a, raid_b})}
    doc, held = groups[0]
    arrest, raid = (account_of(doc, [c], main=False) for c in held)
    # what is shown for it adds up to what it weighs
    assert sum(p.bits for p in explain(arrest, raid)) == pytest.approx(pair_bits(arrest, raid), abs=0.01)


def test_days_that_one_sentence_tells_apart_are_events_of_their_own() -> None:
    text = "Rashid Velm was convicted on March 1, on March 4 and once more on March 9."
    doc = document("a", text, "2024-03-12T09:00:00+05:00")
    held = [
        claim(doc, text, "trial", day=day, actors=(victim(text, "Rashid Velm"),))
        for day in ("2024-03-01", "2024-03-04", "2024-03-09")
    ]
    assert partition(linked(told([(doc, held)]))) == {frozenset({c.id}) for c in held}


def test_a_report_that_gives_two_days_tells_two_events_apart() -> None:
    text = "A bomb went off in Zarkot on March 1. Another bomb went off in Zarkot on March 4."
    doc = document("a", text, "2024-03-12T09:00:00+05:00")
    first, second = text.split(". ")
    here = (place(text, "Zarkot"),)
    one, other, same = (
        account_of(doc, [claim(doc, words, day=day, where=here)], main=False)
        for words, day in ((first, "2024-03-01"), (second, "2024-03-04"), (second, "2024-03-01"))
    )
    assert told_apart([(1, one), (2, other)]) == [(1, 2)]
    assert told_apart([(1, one), (2, same)]) == []
