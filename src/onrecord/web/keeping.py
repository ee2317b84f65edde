"""Answers that cost much, kept in this process for as long as nothing in the ledger changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

__all__ = ["Kept"]

T = TypeVar("T")


class Kept:
    """The ``most`` answers last asked for. Whoever asks while an answer is being made waits for it: it is made once.

    Answers are shared, so nobody changes them. Safe between threads.
    """

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._state = ""
        self._held: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def get(self, state: str, about: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, or gave in the same ``state``, which must have been read before: what is kept may be newer
        than its state, never older. What ``make`` raises is raised to all who wait, and not kept."""
        key = (state, about)
        with self._lock:
            if state != self._state:
                self._held.clear()
                self._state = state
            found = self._held.get(key)
            if found is None:
                mine = self._held[key] = Future[T]()
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
            else:
                self._held.move_to_end(key)
        if found is not None:
            told: T = found.result()
            return told
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                if self._held.get(key) is mine:
                    del self._held[key]
            mine.set_exception(error)
            raise
        mine.set_result(made)
        return made
