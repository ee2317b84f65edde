"""What the command line hands to the desk: adding reports, and the ledger as it stood, which the desk itself cannot reach."""

import multiprocessing
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

from onrecord.model import LedgerError, Rejection
from onrecord.web.uploads import Added

__all__ = ["Adding", "Standing"]
P = ParamSpec("P")
T = TypeVar("T")


class _Aside:
    """Work on a ledger in a process of its own, one thing after the other, so that it takes no time from the pages.

    The process is begun with the first thing, and keeps what it loaded.
    """

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def _done(self, work: Callable[P, T], *args: P.args, **given: P.kwargs) -> T:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            pool = self._pool
        try:
            return pool.submit(work, *args, **given).result()
        except BrokenExecutor:
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            raise LedgerError(
                "the process at work on it was ended from outside, for want of memory perhaps; nothing that it had in hand was"
                " kept. Send it again, in smaller parts if it is large"
            ) from None

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


class Adding(_Aside):
    """Adds uploads."""

    def __call__(self, name: str, body: bytes, collection: str) -> Added:
        return self._done(add_upload, self._ledger, name, body, collection)


class Standing(_Aside):
    """Writes the ledger as it stood at a moment to a new file."""

    def __call__(self, moment: str, path: Path) -> None:
        self._done(stand_at, self._ledger, moment, path)


def stand_at(ledger: str, moment: str, path: Path) -> None:
    from onrecord.ledger import open_ledger
    from onrecord.pipeline import stand

    with open_ledger(ledger, readonly=True) as opened:
        stand(opened, moment, path)


def add_upload(ledger: str, name: str, body: bytes, collection: str) -> Added:
    """Read bytes as a file of that name would be read, and add what it holds."""
    from onrecord.cli.options import signing_key, user_gazetteer
    from onrecord.ledger import open_ledger
    from onrecord.pipeline import Local, add_items
    from onrecord.reading import Reader
    from onrecord.sources import open_inputs

    with tempfile.TemporaryDirectory() as folder, open_ledger(ledger, key=signing_key()) as opened:
        path = Path(folder) / name
        path.write_bytes(body)
        reader = Reader(gazetteer_dir=user_gazetteer())
        # where it lay for a moment is nobody's business
        items = (
            replace(i, subject=name, capture=i.capture and replace(i.capture, source=f"upload:{name}"))
            for i in open_inputs([str(path)])
        )
        done = add_items(items, opened, executor=Local(1), reader=reader, collection=collection)

        def named(r: Rejection) -> Rejection:
            return replace(r, subject=r.subject.replace(str(path), name), reason=r.reason.replace(str(path), name))

        return Added(
            new=done.new, known=done.known, claims=done.claims, incidents_new=tuple(sorted(done.incidents_new)),
            incidents_updated=tuple(sorted(done.incidents_updated)), rejected=tuple(named(r) for r in done.rejected),
        )  # fmt: skip
