"""Sentences grouped for the network: nothing left out, nothing over the limit, and never dearer than one by one."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.nlp.batches import RUN, batches


def cost(lengths: list[int], slices: list[tuple[int, int]]) -> int:
    return sum(lengths[end - 1] * (end - start) + RUN for start, end in slices)


def every_partition(n: int) -> list[list[tuple[int, int]]]:
    found = []
    for cuts in itertools.product((False, True), repeat=n - 1):
        edges = [0, *(i + 1 for i, cut in enumerate(cuts) if cut), n]
        found.append(list(itertools.pairwise(edges)))
    return found


@given(st.lists(st.integers(1, 90), min_size=1, max_size=8).map(sorted), st.sampled_from([60, 200, 600]))
def test_no_other_way_to_cut_costs_less(lengths: list[int], limit: int) -> None:
    chosen = batches(lengths, limit)
    allowed = [
        p for p in every_partition(len(lengths)) if all(b - a == 1 or lengths[b - 1] * (b - a) <= limit for a, b in p)
    ]
    assert chosen in allowed
    assert cost(lengths, chosen) == min(cost(lengths, p) for p in allowed)


def test_like_lengths_share_a_run_and_a_long_one_stands_alone() -> None:
    assert batches([10, 10, 11, 80], 600) == [(0, 3), (3, 4)]


@pytest.mark.parametrize("lengths", [[], [700]])
def test_nothing_and_one_over_the_limit(lengths: list[int]) -> None:
    assert batches(lengths, 600) == [(0, 1)] * len(lengths)
