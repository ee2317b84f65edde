"""Killed at any moment, the ledger holds what it acknowledged, once, and verifies; many at once wait for each other."""

import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from onrecord.ledger import Batch, Filter, open_ledger

from .makers import RUN, claims_of, report

_WRITER = """
import os, random, sys
sys.path.insert(0, sys.argv[4])
from ledger.makers import RUN, long_report
from onrecord.ledger import Batch, open_ledger
start = int(sys.argv[2])
said = os.open(sys.argv[3], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
with open_ledger(sys.argv[1]) as ledger:
    os.write(1, b"ready\\n")
    for n in range(start, start + 100_000):
        document, claims = long_report(n, random.Random(n), paragraphs=2, accounts=3)
        ledger.append(Batch(run=RUN, documents=(document,), claims=claims))
        os.write(said, b"%s\\n" % document.id.encode())
"""


def kill_many(where: str, times: int, folder: Path, seed: int = 1) -> str:
    """Start a writer ``times`` times, kill it after a random while, and check the ledger; a line that says how it went."""
    rng = random.Random(seed)
    open_ledger(where, create=True).close()
    said = folder / "acknowledged"
    said.touch()
    tests = str(Path(__file__).resolve().parent.parent)
    for i in range(times):
        command = [sys.executable, "-c", _WRITER, where, str(i * 100_000), str(said), tests]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(rng.uniform(0, 0.25))
            writer.send_signal(signal.SIGKILL)
    acknowledged = said.read_text().split()
    with open_ledger(where) as ledger:
        kept = [d.id for d in ledger.each_document()]
        assert len(kept) == len(set(kept))
        assert set(acknowledged) <= set(kept), set(acknowledged) - set(kept)
        # the one in hand when the kill came may be in or out, never half
        assert len(kept) <= len(acknowledged) + times
        claims = ledger.claims_of_documents(kept)
        assert all(len(claims[d]) == 3 for d in kept)
        assert ledger.verify() == []
        health = ledger.doctor()
        assert health.well, health
    return f"{times} kills, {len(acknowledged)} documents acknowledged, {len(kept)} kept, verify passes"


def test_killed_at_random_moments(where: str, tmp_path: Path) -> None:
    kill_many(where, 6, tmp_path)


@pytest.mark.slow
def test_killed_at_random_moments_many_times(where: str, tmp_path: Path) -> None:
    kill_many(where, 20, tmp_path, seed=2)


def test_two_writers_and_ten_readers(where: str) -> None:
    open_ledger(where, create=True).close()
    failed: list[BaseException] = []
    done = threading.Event()
    longest: list[float] = []

    def write(base: int) -> None:
        with open_ledger(where) as ledger:
            for n in range(base, base + 15):
                with ledger.writing():
                    ledger.append(Batch(run=RUN, documents=(report(n),), claims=claims_of(report(n))))
                    if n % 5 == 0:
                        time.sleep(0.2)

    def read() -> None:
        with open_ledger(where, readonly=True) as ledger:
            while not done.is_set():
                start = time.perf_counter()
                page = ledger.claims(Filter(kinds=("incident",)))
                longest.append(time.perf_counter() - start)
                assert page.total <= 30
                for claim in page.items[:3]:
                    assert ledger.document(claim.document).id == claim.document
                time.sleep(0.01)

    def guarded(work, *given) -> None:
        try:
            work(*given)
        except BaseException as error:
            failed.append(error)

    writers = [threading.Thread(target=guarded, args=(write, base)) for base in (0, 1000)]
    readers = [threading.Thread(target=guarded, args=(read,)) for _ in range(10)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert not failed, failed
    with open_ledger(where) as ledger:
        assert ledger.counts()["documents"] == 30
        assert ledger.verify() == []
    assert len(longest) > 20


def test_many_make_the_same_ledger_at_once(where: str) -> None:
    failed: list[BaseException] = []

    def make(n: int) -> None:
        try:
            with open_ledger(where, create=True) as ledger:
                ledger.append(Batch(run=RUN, documents=(report(n),)))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=make, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed
    with open_ledger(where) as ledger:
        assert ledger.counts()["documents"] == 6
        assert ledger.verify() == []
