"""The cluster executor gives what the local one gives."""

import shutil

import pytest

from onrecord.pipeline import Local
from onrecord.pipeline.cluster import Cluster

pytest.importorskip("pyspark", reason="the cluster extra is not installed")
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed: the cluster executor is not tested"),
]


def double(n: int) -> int:
    return n * 2


def parity(n: int) -> int:
    return n % 2


def total(key: int, items: list[int]) -> tuple[int, int]:
    return key, sum(items)


def test_both_executors_give_the_same() -> None:
    cluster, local = Cluster("local[2]", slices=4), Local(1)
    items = list(range(50))
    assert list(cluster.map(double, items)) == list(local.map(double, items))
    assert list(cluster.group(parity, total, items)) == list(local.group(parity, total, items))
    assert list(cluster.map(double, [])) == []
