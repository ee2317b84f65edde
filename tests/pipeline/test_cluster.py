"""The cluster executor gives what the local one gives."""

import operator
import shutil

import pytest

from onrecord.pipeline import Local
from onrecord.pipeline.cluster import Cluster

pytest.importorskip("pyspark", reason="the cluster extra is not installed")
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(
        shutil.which("java") is None, reason="Java is not installed: the cluster executor is not tested"
    ),
]


def test_both_executors_give_the_same() -> None:
    cluster, local = Cluster("local[2]", slices=4), Local(1)
    items = list(range(50))
    assert list(cluster.map(operator.neg, items)) == list(local.map(operator.neg, items))
    # functions of the standard library, which every worker can import
    assert list(cluster.group(abs, operator.mul, [2, -2, 3])) == list(local.group(abs, operator.mul, [2, -2, 3]))
    assert list(cluster.map(operator.neg, [])) == []
