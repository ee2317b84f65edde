"""The executor: the order of the input, whatever the number of workers."""

import math
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.pipeline.executor import Local


def total(key: int, items: list[int]) -> tuple[int, int]:
    return key, sum(items)


def parity(n: int) -> int:
    return n % 2


@given(st.lists(st.integers(), max_size=40))
def test_one_worker_keeps_the_order(items: list[int]) -> None:
    assert list(Local(1).map(operator.neg, items)) == [-n for n in items]


def test_two_workers_give_what_one_gives() -> None:
    items = list(range(97))
    assert list(Local(2).map(operator.neg, items)) == list(Local(1).map(operator.neg, items))


def test_groups_come_in_the_order_of_their_first_item() -> None:
    assert list(Local(1).group(parity, total, [3, 1, 2, 5, 4])) == [(1, 9), (0, 6)]


def test_a_fault_in_a_worker_reaches_the_caller() -> None:
    with pytest.raises(ValueError, match="math domain"):
        list(Local(2).map(math.sqrt, [*range(30), -1, *range(30)]))


def test_a_stream_is_not_read_ahead_without_bound() -> None:
    taken = 0

    def stream() -> object:
        nonlocal taken
        for n in range(10_000):
            taken += 1
            yield n

    results = Local(2, chunk=2).map(operator.neg, stream())  # type: ignore[arg-type]
    for _ in range(10):
        next(results)
    assert taken < 100
    results.close()  # type: ignore[attr-defined]
