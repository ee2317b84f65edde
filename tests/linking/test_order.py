"""Order of adding does not matter: at once, one by one, shuffled, in batches, and read anew."""

import pickle
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.decisions import Decisions
from onrecord.linking.incremental import Linker
from onrecord.linking.memory import MemoryStore
from onrecord.linking.nodes import Told
from onrecord.linking.scratch import link_all
from onrecord.linking.store import StoredIncident
from onrecord.model import Claim, seal

from .makers import blast, claim, linked, told

TOWNS = ["Zarkot", "Minabad", "Lower Tarin"]


def stream(seed: int, size: int) -> list[Told]:
    """Reports of a few bombs: near in place, day or toll, so that many pairs are doubtful."""
    rng = random.Random(seed)
    pairs = []
    for n in range(size):
        town = rng.choice(TOWNS)
        day = f"2024-03-{rng.choice([4, 5, 6, 9]):02}"
        words = rng.choice(
            [
                "The mayor called for blood donors.",
                "A vendor named Gul Sher lost his stall.",
                "Trains were held at the bridge.",
            ]
        )
        pairs.append(
            blast(f"d{n}", town, day, rng.choice([2, 3, 9]), publisher=f"Paper {n % 4}", hour=8 + n % 12, words=words)
        )
    return told(pairs)


def view(store: MemoryStore) -> list[StoredIncident]:
    return store.all_incidents()


def one_by_one(items: list[Told]) -> MemoryStore:
    store = MemoryStore()
    linker = Linker(store)
    for item in items:
        store.remember(item.claims)
        linker.add([item])
    return store


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.integers(2, 14), rng=st.randoms(use_true_random=False))
def test_any_order_gives_the_same_incidents(seed: int, size: int, rng: random.Random) -> None:
    items = stream(seed, size)
    at_once = view(linked(items))
    mixed = list(items)
    rng.shuffle(mixed)
    assert view(one_by_one(items)) == at_once
    assert view(one_by_one(mixed)) == at_once
    assert view(linked(mixed)) == at_once


def test_adding_twice_changes_nothing() -> None:
    items = stream(3, 10)
    store = linked(items)
    before = view(store)
    assert Linker(store).add(items[4:6]) is not None
    assert view(store) == before


def test_reading_anew_is_as_if_the_old_reading_had_never_been() -> None:
    items = stream(5, 10)
    wrong = blast("d4", "Hamidpur", "2024-03-20", 77)
    store = MemoryStore()
    first = [*items[:4], Told(document=wrong[0], claims=tuple(wrong[1]), sequence=4), *items[5:]]
    for item in [*first, *items]:
        store.remember(item.claims)
    Linker(store).add(first)
    Linker(store).add([items[4]])
    assert view(store) == view(linked(items))


def test_a_block_that_outgrows_the_cap_is_closed_for_everybody(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from onrecord.linking import incremental

    real = incremental.settings()
    monkeypatch.setattr(incremental, "settings", lambda: msgspec.structs.replace(real, cap=4))
    items = stream(11, 16)
    at_once = view(linked(items))
    for seed in range(4):
        mixed = list(items)
        random.Random(seed).shuffle(mixed)
        assert view(one_by_one(mixed)) == at_once


def elsewhere(work: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    """What an executor does: everything travels."""
    for item in items:
        yield pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(work))(pickle.loads(pickle.dumps(item)))))


def from_scratch(items: list[Told], cut: int, decisions: Decisions | None = None, spread: Any = map) -> MemoryStore:
    store = MemoryStore()
    for item in items:
        store.remember(item.claims)
    assert link_all([items[:cut], items[cut:]], store, decisions, spread=spread) == len(store.all_ids())
    return store


def contents(store: MemoryStore) -> tuple[Any, ...]:
    """All that a store holds, in no order."""
    return store._documents, store._nodes, store._edges, store._keys, store._home, view(store)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.integers(1, 14), rng=st.randoms(use_true_random=False))
def test_from_scratch_gives_what_adding_gives(seed: int, size: int, rng: random.Random) -> None:
    items = stream(seed, size)
    wanted = contents(linked(items))
    assert contents(from_scratch(items, size // 2)) == wanted
    mixed = list(items)
    rng.shuffle(mixed)
    assert contents(from_scratch(mixed, size // 3, spread=elsewhere)) == wanted


@pytest.mark.parametrize("seed", range(6))
def test_from_scratch_keeps_judgements_between_and_within_documents(seed: int) -> None:
    rng = random.Random(seed)
    items = stream(seed, 12)
    twice = [Told(document=t.document, claims=(*t.claims, *second(t)), sequence=t.sequence) for t in items]
    ids = [c.id for t in twice for c in t.claims]
    pairs = [tuple(sorted(rng.sample(ids, 2))) for _ in range(6)] + [tuple(c.id for c in twice[0].claims)]
    decisions = Decisions(must=frozenset(pairs[:2]), cannot=frozenset(pairs[2:]))
    store = linked(twice, decisions=decisions)
    assert contents(from_scratch(twice, 5, decisions, elsewhere)) == contents(store)


def second(item: Told) -> list[Claim]:
    """Another claim of the same report."""
    return [claim(item.document, "people", day=item.document.published[:10] if item.document.published else None)]


def test_from_scratch_with_closed_blocks_and_summaries(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from onrecord.linking import incremental, scratch

    real = incremental.settings()
    for module in (incremental, scratch):
        monkeypatch.setattr(module, "settings", lambda: msgspec.structs.replace(real, cap=6, most=5))
    items = stream(21, 30)
    sums = [
        blast(f"s{n}", TOWNS[n % 3], f"2024-03-{day:02}", 20, lead="Bombs killed {killed} people in {town} this week.")
        for n, day in enumerate([4, 5, 6, 9])
    ]
    for n, (doc, made) in enumerate(sums):
        whole = seal(replace(made[0], link="aggregate", id=""), doc.text)
        part = claim(doc, "Shops stayed shut", day=doc.published[:10] if doc.published else None, where=made[0].where)
        items.append(Told(document=doc, claims=(whole, part), sequence=30 + n))
    store = linked(items)
    assert any(i.incident.covers for i in view(store))
    assert contents(from_scratch(items, 7)) == contents(store)
