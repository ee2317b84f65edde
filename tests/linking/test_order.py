"""Order of adding does not matter: at once, one by one, shuffled, in batches, and read anew."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.incremental import Linker
from onrecord.linking.memory import MemoryStore
from onrecord.linking.nodes import Told
from onrecord.linking.scratch import link_all
from onrecord.linking.store import StoredIncident

from .makers import blast, linked, told

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
    import msgspec

    from onrecord.linking import incremental

    real = incremental.settings()
    monkeypatch.setattr(incremental, "settings", lambda: msgspec.structs.replace(real, cap=4))
    items = stream(11, 16)
    at_once = view(linked(items))
    for seed in range(4):
        mixed = list(items)
        random.Random(seed).shuffle(mixed)
        assert view(one_by_one(mixed)) == at_once


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.integers(1, 14))
def test_from_scratch_gives_what_adding_gives(seed: int, size: int) -> None:
    items = stream(seed, size)
    claims = {c.id: c for t in items for c in t.claims}
    made = link_all([items[: size // 2], items[size // 2 :]], lambda ids: {i: claims[i] for i in ids})
    assert sorted(made.incidents, key=lambda s: s.incident.id) == view(linked(items))
