"""What was told, told again, judged and taken back before leaves no trace: only what stands now counts."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from tests.corpus.score import reports

from onrecord.linking import Decisions, Linker, MemoryStore, Recall, Told, incremental, link_all, scratch
from onrecord.model import seal
from onrecord.reading import Reader

from .makers import claim
from .test_order import stream


@contextmanager
def limits(cap: int, most: int) -> Iterator[None]:
    """Blocks and pieces so small that a few reports outgrow them."""
    real = incremental.settings()
    with pytest.MonkeyPatch.context() as patch:
        for module in (incremental, scratch):
            patch.setattr(module, "settings", lambda: msgspec.structs.replace(real, cap=cap, most=most))
        yield


def contents(store: MemoryStore) -> tuple[Any, ...]:
    """All that a store holds, in no order."""
    keys = {key: held for key, held in store._keys.items() if held}
    return store._documents, store._nodes, store._edges, keys, store._home, store.all_incidents()


def from_scratch(items: list[Told], decisions: Decisions) -> MemoryStore:
    store = MemoryStore()
    for item in items:
        store.remember(item.claims)
    link_all([items], store, decisions)
    return store


def manifold(seed: int, size: int) -> list[Told]:
    """Reports of few events with a second thing told in each; some are summaries over a week."""
    rng = random.Random(seed)
    items = []
    for item in stream(seed, size):
        day = f"2024-03-{rng.choice([4, 5, 6]):02}"
        others = [claim(item.document, "people", day=day, where=item.claims[0].where)]
        if rng.random() < 0.3:
            others.append(
                seal(replace(item.claims[0], link="aggregate", when=None, tolls=(), id=""), item.document.text)
            )
        items.append(Told(document=item.document, claims=(*item.claims, *others), sequence=item.sequence))
    return items


def misread(rng: random.Random, item: Told) -> Told:
    """The same document as another reader read it: with claims missing, or one without day and place."""
    kept = tuple(c for c in item.claims if rng.random() < 0.6)
    if rng.random() < 0.3 or not kept:
        kept += (seal(replace(item.claims[-1], when=None, where=(), id=""), item.document.text),)
    return Told(document=item.document, claims=kept, sequence=item.sequence)


def judged(rng: random.Random, items: list[Told]) -> Decisions:
    ids = [c.id for t in items for c in t.claims]
    pairs = [tuple(sorted(rng.sample(ids, 2))) for _ in range(rng.choice([0, 2, 6]))]
    half = len(pairs) // 2
    return Decisions(must=frozenset(pairs[:half]), cannot=frozenset(pairs[half:]))  # type: ignore[arg-type]


def live(rng: random.Random, items: list[Told]) -> tuple[MemoryStore, Decisions]:
    """A store with a past: every report told in some order and number, misread, read anew, judged and judged otherwise."""
    store, recall, decisions = MemoryStore(), Recall(), Decisions()
    home = {c.id: t for t in items for c in t.claims}
    left = [misread(rng, t) if rng.random() < 0.5 else t for t in items]
    rng.shuffle(left)
    standing: dict[str, Told] = {}

    def tell(batch: list[Told]) -> None:
        for item in batch:
            store.remember(item.claims)
            standing[item.document.id] = item
        Linker(store, decisions, recall=recall).add(batch)

    while left or any(standing[t.document.id] is not t for t in items):
        batch, left = left[: (n := rng.choice([1, 1, 3]))], left[n:]
        tell(batch)
        told = [t for t in items if t.document.id in standing]
        if rng.random() < 0.3 or not left:
            tell(rng.sample(told, min(len(told), rng.choice([1, 4]))))
        if rng.random() < 0.2:
            before, decisions = decisions, judged(rng, items)
            pairs = (before.must | before.cannot) ^ (decisions.must | decisions.cannot)
            pairs |= (before.must ^ decisions.must) | (before.cannot ^ decisions.cannot)
            documents = {home[c].document.id for pair in pairs for c in pair}
            # a judgement takes effect when the documents of its subjects are told again
            tell([standing[d] for d in sorted(documents & standing.keys())])
    return store, decisions


@pytest.mark.parametrize("seed", range(40))
def test_the_past_leaves_no_trace(seed: int) -> None:
    rng = random.Random(seed)
    items = manifold(seed, rng.randrange(2, 17))
    with limits(96, 60) if seed % 4 == 0 else limits(5, 4):
        store, decisions = live(rng, items)
        assert contents(store) == contents(from_scratch(items, decisions))


def test_real_reports_read_anew_in_any_order_give_what_reading_them_at_once_gives() -> None:
    reader, items = Reader(), []
    for number, (_, document, _) in enumerate(reports("reports")):
        if number % 3 == 0:
            items.append(Told(document=document, claims=reader.read(document).claims, sequence=number))
    items = [t for t in items if t.claims]
    assert len(items) > 20
    with limits(6, 4):
        wanted = contents(from_scratch(items, Decisions()))
        for seed in range(2):
            store, decisions = live(random.Random(seed), items)
            assert contents(store) == (wanted if decisions == Decisions() else contents(from_scratch(items, decisions)))
