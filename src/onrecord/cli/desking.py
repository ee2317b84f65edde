"""What the command line hands to the desk: adding reports, which the desk itself cannot reach."""

import multiprocessing
import tempfile
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from onrecord.model import Rejection
from onrecord.web.uploads import Added

__all__ = ["Adding"]


class Adding:
    """Adds uploads in a process of its own, one after the other, so that reading them takes no time from the pages.

    The process is begun with the first upload and keeps the reader's models.
    """

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, name: str, body: bytes, collection: str) -> Added:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            pool = self._pool
        return pool.submit(add_upload, self._ledger, name, body, collection).result()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


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
