"""Candidate pairs from arrays are those that a plain look at every two accounts finds; strings come back from the file."""

import random
from contextlib import closing
from itertools import combinations

import pytest

from onrecord.linking.blocking import Blocks
from onrecord.linking.spool import Spool


@pytest.mark.parametrize("seed", range(12))
def test_pairs_are_those_that_share_an_open_block(seed: int) -> None:
    rng = random.Random(seed)
    cap = rng.choice([2, 4, 9])
    held = [rng.sample(range(-20, 20), rng.randint(0, 6)) for _ in range(rng.choice([0, 1, 40]))]
    sizes = {k: sum(k in keys for keys in held) for keys in held for k in keys}
    wanted = [
        (i, j)
        for (i, a), (j, b) in combinations(enumerate(held), 2)
        if any(sizes[k] <= cap for k in set(a) & set(b))
    ]  # fmt: skip
    flat = [k for keys in held for k in keys]
    blocks = Blocks(flat, [len(keys) for keys in held], cap)
    for accounts, most in ((1000, 10**6), (3, 10**6), (1000, 5)):
        found = [
            p for left, right in blocks.pairs(accounts, most) for p in zip(left.tolist(), right.tolist(), strict=True)
        ]
        assert found == wanted


def test_a_spool_gives_back_what_was_put_in_any_order_and_between_puts() -> None:
    with closing(Spool()) as spool:
        strings = [bytes([n % 251]) * (n % 7) for n in range(9000)]
        spool.extend(strings[:10])
        assert spool.get([3, 4, 5, 1]) == [strings[n] for n in (3, 4, 5, 1)]
        spool.extend(strings[10:])
        assert len(spool) == len(strings)
        assert spool.get(range(9000)) == strings
        assert spool.get([8999, 0, 0, 1]) == [strings[8999], strings[0], strings[0], strings[1]]
        assert spool.get([]) == []
