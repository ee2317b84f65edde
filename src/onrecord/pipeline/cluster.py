"""The executor over a distributed engine (Apache Spark): the same two verbs, for archives that one machine cannot hold.

Results are those of the local executor, in the order of the input. A worker that is lost has its part computed again by
the engine; functions are pure, so nothing is doubled.
"""

import os
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, TypeVar

from onrecord.model import OnrecordError

__all__ = ["Cluster"]

A = TypeVar("A")
B = TypeVar("B")
K = TypeVar("K", bound=Hashable)


class Cluster:
    """Runs ``map`` and ``group`` on the Spark master given (``local[2]``, ``spark://host:7077``).

    The package must be installed on the workers. ``slices`` is the number of parts that the items are cut into.

    Raises:
        OnrecordError: the extra ``cluster`` or Java is missing.
    """

    def __init__(self, master: str, slices: int = 16) -> None:
        self.master = master
        self.slices = slices

    def session(self) -> Any:
        """The engine's session on the master, started when there is none."""
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise OnrecordError("a cluster needs the extra: pip install 'onrecord[cluster]' (and Java 17)") from None
        builder = SparkSession.builder.master(self.master).appName("onrecord").config("spark.ui.enabled", "false")
        try:
            session = builder.getOrCreate()
        except Exception as error:
            raise OnrecordError(f"Spark does not start on {self.master}: is Java 17 installed? ({error})") from error
        session.sparkContext.setLogLevel("ERROR")
        return session

    def map(self, function: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
        held = list(items)
        if held:
            parts = self.session().sparkContext.parallelize(held, min(self.slices, len(held)))
            # one part at a time comes back, so the driver never holds them all
            yield from parts.map(function).toLocalIterator(prefetchPartitions=True)

    def group(self, key: Callable[[A], K], reduce: Callable[[K, list[A]], B], items: Iterable[A]) -> Iterator[B]:
        groups: dict[K, list[A]] = {}
        for item in items:
            groups.setdefault(key(item), []).append(item)
        yield from self.map(lambda pair: reduce(*pair), groups.items())
