"""Where work runs: two verbs, ``map`` and ``group``, over processes of this machine (``local``) or a cluster.

Functions given to an executor are pure and picklable; results come in the order of the input, so one worker and many give the
same output.
"""

import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, Protocol, TypeVar

__all__ = ["Executor", "Local", "default_workers"]

A = TypeVar("A")
B = TypeVar("B")
K = TypeVar("K", bound=Hashable)


class Executor(Protocol):
    def map(self, function: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
        """Apply ``function`` to each item; results in the order of the items."""

    def group(self, key: Callable[[A], K], reduce: Callable[[K, list[A]], B], items: Iterable[A]) -> Iterator[B]:
        """Gather items by key and reduce each group; groups in the order of their first item."""


def default_workers() -> int:
    """As many processes as there are processors, four at most: each holds the reader's models (about 350 MB)."""
    return max(1, min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


_worker: dict[str, Callable[[Any], Any]] = {}


def _begin(function: Callable[[Any], Any]) -> None:
    # numerical libraries would start a thread a core in every process
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    _worker["function"] = function


def _work(chunk: list[Any]) -> list[Any]:
    function = _worker["function"]
    return [function(item) for item in chunk]


class Local:
    """Processes of this machine; with one worker everything runs in the calling process.

    ``chunk`` items travel together; no more than a few chunks a worker are under way, so a stream of any length
    needs bounded memory. A worker that dies raises ``concurrent.futures.process.BrokenProcessPool`` in the caller.
    """

    def __init__(self, workers: int | None = None, chunk: int = 4) -> None:
        self.workers = default_workers() if workers is None else max(1, workers)
        self.chunk = chunk

    def map(self, function: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
        if self.workers == 1:
            yield from map(function, items)
            return
        iterator = iter(items)
        # a handful of items is read sooner than processes start
        head = list(itertools.islice(iterator, self.chunk * 2))
        if len(head) < self.chunk * 2:
            yield from map(function, head)
            return
        yield from self._spread(function, itertools.chain(head, iterator))

    def _spread(self, function: Callable[[A], B], items: Iterator[A]) -> Iterator[B]:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.workers, mp_context=context, initializer=_begin, initargs=(function,)) as pool:
            waiting: deque[Future[list[B]]] = deque()
            while chunk := list(itertools.islice(items, self.chunk)):
                waiting.append(pool.submit(_work, chunk))
                if len(waiting) >= self.workers * 3:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()

    def group(self, key: Callable[[A], K], reduce: Callable[[K, list[A]], B], items: Iterable[A]) -> Iterator[B]:
        groups: dict[K, list[A]] = {}
        for item in items:
            groups.setdefault(key(item), []).append(item)
        yield from self.map(_Reduced(reduce), list(groups.items()))


class _Reduced:
    """``reduce`` as a function of one pair, which can be sent to another process."""

    def __init__(self, reduce: Callable[[Any, list[Any]], Any]) -> None:
        self._reduce = reduce

    def __call__(self, group: tuple[Any, list[Any]]) -> Any:
        return self._reduce(*group)
