"""Killed at any moment, the ledger holds what it acknowledged, once, and verifies; many at once wait for each other."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from onrecord.ledger import Batch, Filter, open_ledger
from onrecord.pipeline import rebuild

from .makers import RUN, claims_of, report

# imports everything once, then has a child add reports until it is killed, as often as a line asks for it
_NURSERY = """
import os, random, sys
from types import SimpleNamespace
sys.path.insert(0, sys.argv[3])
from ledger.makers import capture, long_report
from onrecord.ledger import open_ledger
from onrecord.pipeline import adding
from onrecord.sources import Item

adding.BATCH = 4
told = {}

def items(start):
    for n in range(start, start + 100_000):
        document, claims = long_report(n, random.Random(n), paragraphs=2, accounts=3)
        told[document.id] = claims
        yield Item(subject=document.id, document=document, capture=capture(document))

class Reader:
    def read(self, document):
        return SimpleNamespace(claims=told[document.id], rejections=())

def add(start):
    said = os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    done = 0
    def acknowledged(number, last):
        nonlocal done
        ids = list(told)[done : done + number]
        done += number
        os.write(said, b"".join(b"%s\\n" % i.encode() for i in ids))
    with open_ledger(sys.argv[1], create=True) as ledger:
        adding.add_items(items(start), ledger, reader=Reader(), progress=acknowledged)

# what is imported late is imported before the first child
with open_ledger(sys.argv[2] + ".other.db", create=True) as other:
    adding.add_items((), other)
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        try:
            add(int(line))
        finally:
            os._exit(1)
    print(pid, flush=True)
    os.waitpid(pid, 0)
    print("gone", flush=True)
"""


# the first kills hit a ledger that is being made
_WHILE_MADE = 3


def kill_many(where: str, times: int, folder: Path, seed: int = 1) -> str:
    """Have reports added ``times`` times, kill each at a random moment, and check the ledger; a line that says how it went."""
    rng = random.Random(seed)
    said = folder / "acknowledged"
    said.touch()
    tests = str(Path(__file__).resolve().parent.parent)
    command = [sys.executable, "-c", _NURSERY, where, str(said), tests]
    # seconds from the start to the first acknowledgement: kills fall anywhere in as long a time, however busy the machine is
    pace = 0.3
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        for i in range(times):
            if i == _WHILE_MADE:
                open_ledger(where, create=True).close()
            before = said.stat().st_size
            nursery.stdin.write(f"{i * 100_000}\n")
            nursery.stdin.flush()
            pid = int(nursery.stdout.readline())
            # two of three die once something is acknowledged, the others from the opening of the ledger on
            start = time.monotonic()
            if i >= _WHILE_MADE and i % 3:
                while said.stat().st_size == before and time.monotonic() < start + 30:
                    time.sleep(0.002)
                pace = time.monotonic() - start
            time.sleep(rng.uniform(0, pace))
            os.kill(pid, signal.SIGKILL)
            assert nursery.stdout.readline() == "gone\n"
        nursery.stdin.close()
    acknowledged = said.read_text().split()
    assert acknowledged
    with open_ledger(where) as ledger:
        kept = [d.id for d in ledger.each_document()]
        assert len(kept) == len(set(kept))
        assert set(acknowledged) <= set(kept), set(acknowledged) - set(kept)
        # the batch of four in hand when the kill came may be in or out, never a part of it
        assert len(kept) <= len(acknowledged) + 4 * times
        assert len(kept) % 4 == 0
        claims = ledger.claims_of_documents(kept)
        assert all(len(claims[d]) == 3 for d in kept)
        assert ledger.counts()["captures"] == len(kept)
        assert ledger.verify() == []
        health = ledger.doctor()
        assert health.well, health
        assert rebuild(ledger, check=True) == []
        incidents = ledger.counts()["incidents"]
    return (
        f"{times} kills, {len(acknowledged)} documents acknowledged, {len(kept)} kept, none doubled, {incidents} incidents as "
        "their claims give them, verify passes"
    )


def test_killed_at_random_moments(where: str, tmp_path: Path) -> None:
    print(kill_many(where, 8, tmp_path))


@pytest.mark.slow
def test_killed_at_random_moments_many_times(where: str, tmp_path: Path) -> None:
    kill_many(where, 40, tmp_path, seed=2)


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
