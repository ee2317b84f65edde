"""Ids survive growth; merges and splits leave a forwarding record."""

from onrecord.linking import Linker, MemoryStore, decide
from onrecord.linking.nodes import Told

from .makers import blast, incidents, told
from .test_judgements import judgement


def test_an_incident_keeps_its_id_when_reports_join_even_older_ones() -> None:
    pairs = [blast(f"d{n}", "Zarkot", "2024-03-04", 9, publisher=f"P{n}", hour=20 - n) for n in range(6)]
    items = told(pairs)
    store = MemoryStore()
    seen = set()
    for item in items:
        store.remember(item.claims)
        Linker(store).add([item])
        seen |= {i.id for i in incidents(store)}
    assert seen == {f"inc-{pairs[0][1][0].id}"}
    assert store.forwards == []


def test_a_merge_keeps_the_older_id_and_forwards_the_other() -> None:
    pairs = [blast("a", "Zarkot", "2024-03-04", 3), blast("b", "Minabad", "2024-05-20", 8, admin1="Sindh")]
    items = told(pairs)
    a, b = pairs[0][1][0].id, pairs[1][1][0].id
    store = MemoryStore()
    store.remember([pairs[0][1][0], pairs[1][1][0]])
    Linker(store).add(items)
    Linker(store, decide([judgement(1, "merge", f"inc-{a}", f"inc-{b}")])).add(items)
    assert [i.id for i in incidents(store)] == [f"inc-{a}"]
    assert [(f.old, f.new, f.reason) for f in store.forwards] == [(f"inc-{b}", f"inc-{a}", "merged")]


def test_a_split_keeps_the_id_with_the_founder() -> None:
    pairs = [blast("a", "Zarkot", "2024-03-04", 9), blast("b", "Zarkot", "2024-03-04", 9, publisher="B", hour=13)]
    a, b = pairs[0][1][0].id, pairs[1][1][0].id
    store = MemoryStore()
    store.remember([pairs[0][1][0], pairs[1][1][0]])
    Linker(store).add(told(pairs))
    Linker(store, decide([judgement(1, "split", f"inc-{a}", b)])).add(told(pairs))
    assert {i.id for i in incidents(store)} == {f"inc-{a}", f"inc-{b}"}
    assert [(f.old, f.new, f.reason) for f in store.forwards] == [(f"inc-{a}", f"inc-{b}", "split")]


def test_a_reading_that_is_gone_forwards_to_nowhere() -> None:
    doc, claims = blast("a", "Zarkot", "2024-03-04", 3)
    store = MemoryStore()
    store.remember(claims)
    Linker(store).add(told([(doc, claims)]))
    Linker(store).add([Told(document=doc, claims=(), sequence=0)])
    assert incidents(store) == []
    assert [(f.old, f.new, f.reason) for f in store.forwards] == [(f"inc-{claims[0].id}", None, "gone")]


def test_the_sequence_decides_the_founder_not_the_order_of_adding() -> None:
    pairs = [blast("a", "Zarkot", "2024-03-04", 9), blast("b", "Zarkot", "2024-03-04", 9, publisher="B", hour=13)]
    items = told(pairs)
    names = []
    for order in (items, items[::-1]):
        store = MemoryStore()
        for item in order:
            store.remember(item.claims)
            Linker(store).add([item])
        names.append([i.id for i in incidents(store)])
    assert names[0] == names[1] == [f"inc-{pairs[0][1][0].id}"]
