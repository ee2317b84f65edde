"""The bound by which pairs are left out is never below the match weight, whatever the accounts look like."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.features import Account, Site
from onrecord.linking.nodes import kept_bits, pair_bits
from onrecord.linking.screen import at_most, may_be_kept
from onrecord.linking.settings import settings as choices
from onrecord.linking.words import term_key

DAY = 738_000
TOWNS = [
    Site(name="zarkot", level=3, country="PK", admin1="balochistan", lat=29.1, lon=66.2),
    Site(name="minabad", level=3, country="PK", admin1="balochistan", lat=29.2, lon=66.3),
    Site(name="balochistan", level=1, country="PK"),
    Site(name="old fort", level=4, country="PK", admin1="sindh", admin2="zarkot"),
    Site(name="", level=0, country="PK"),
    Site(name="hamid", level=3, country="ET"),
]
WORDS = [term_key(f"word{n}") for n in range(30)]


def account(rng: random.Random, number: int) -> Account:
    """Any account: every field is there in some and absent in others."""

    def some(values: list, most: int) -> list:
        return rng.sample(values, rng.randint(0, most))

    def vector(size: int) -> dict[int, float]:
        return {t: round(rng.uniform(0.05, 0.6), 4) for t in some(WORDS, size)}

    first = rng.choice([0, DAY, DAY + 1, DAY + 5, DAY + 40])
    sites = tuple(some(TOWNS, 3))
    names = ["gul sher", "sher khan", "khan gul bibi", "mira"]
    main = rng.random() < 0.6
    return Account(
        document=f"d{number % 7}", publisher=rng.choice(["", "Paper", "Radio"]),
        published=rng.choice([0, 27_000_000, 27_002_000]), aggregate=rng.random() < 0.2,
        types=tuple(some(["attack.explosion", "attack.shooting", "clash", "protest", "arrest"], 3)) or ("raid",),
        first=first, last=first + rng.choice([0, 0, 2, 40]) if first else 0, sites=sites,
        persons=frozenset(some(names, 2)), bodies=frozenset(some(["city police", "police union", "army"], 2)),
        tolls={e: (n, rng.choice([n, n + 3, -1])) for e in some(["killed", "injured", "arrested", "missing"], 3) for n in [rng.randint(0, 9)]},
        occurrences=rng.choice([(0, 0), (2, 2), (3, -1)]), words=vector(8), story=vector(12) if main else {}, main=main,
        hypothetical=False, structured=rng.random() < 0.2, source=f"s{number % 5}", named=frozenset(some([1, 2, 3], 2)),
        site_terms=frozenset(some(WORDS, 4)), chief_site=rng.choice([0, *WORDS[:6]]),
        other_days=tuple((d, d) for d in some([DAY, DAY + 1], 2)), other_sites=tuple(some(TOWNS, 2)),
        ages=frozenset(some([4, 30], 1)), heading=vector(3), clocks=frozenset(some([60, 75, 130, 700], 2)),
        roads=frozenset(some([7, 8, 9], 2)),
    )  # fmt: skip


def held(seed: int) -> tuple[list[Account], np.ndarray, np.ndarray]:
    rng = random.Random(seed)
    accounts = [account(rng, n) for n in range(40)]
    left, right = np.triu_indices(len(accounts), 1)
    return accounts, left, right


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_no_match_weight_is_above_its_bound(seed: int) -> None:
    accounts, left, right = held(seed)
    bounds = at_most(accounts, left, right)
    for a, b, bound in zip(left.tolist(), right.tolist(), bounds.tolist(), strict=True):
        for x, y in ((a, b), (b, a)):
            bits = pair_bits(accounts[x], accounts[y])
            assert bits is None or bits <= bound


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_what_is_kept_weighs_what_it_weighs_and_nothing_is_left_out_unread(seed: int) -> None:
    accounts, left, right = held(seed)
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        bits = pair_bits(accounts[a], accounts[b])
        assert kept_bits(accounts[a], accounts[b]) == (bits if bits is not None and bits > choices().floor else None)


@pytest.mark.parametrize("seed", range(5))
def test_every_pair_above_the_floor_passes_the_screen_and_most_others_do_not(seed: int) -> None:
    accounts, left, right = held(seed)
    passed = set(may_be_kept(accounts, left, right).tolist())
    bits = [pair_bits(accounts[a], accounts[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)]
    kept = {n for n, b in enumerate(bits) if b is not None and b > choices().floor}
    assert kept <= passed
    rows = sum(accounts[a].structured and accounts[b].structured for a, b in zip(left, right, strict=True))
    assert len(passed - kept) - rows < 0.4 * len(bits)


def test_no_pairs_give_no_bounds() -> None:
    accounts, left, right = held(1)
    assert len(at_most(accounts, left[:0], right[:0])) == 0
