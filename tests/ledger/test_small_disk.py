"""On a real disk that fills up, or that turns read-only, what was acknowledged is there, once, and it goes on when there is room."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.ledger import Batch, open_ledger
from onrecord.model import LedgerReadOnly
from onrecord.pipeline import rebuild, relink

from .makers import RUN, capture, claims_of, report


def _mounted(*words: str | Path) -> bool:
    try:
        return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if not _mounted("-t", "tmpfs", "-o", "size=4m", "onrecord-test", tmp_path):
        pytest.skip("needs the right to mount a small disk")
    yield tmp_path
    subprocess.run(["umount", "-l", tmp_path], check=True)


def _add_until_refused(path: Path, first: int) -> int:
    """Add and link reports one by one; gives the number of the one that was refused."""
    with open_ledger(path, create=True) as ledger:
        for n in range(first, first + 10_000):
            document = report(n)
            try:
                with ledger.writing():
                    ledger.append(
                        Batch(run=RUN, documents=(document,), claims=claims_of(document), captures=(capture(document),))
                    )
                    relink(ledger, [document.id])
            except LedgerReadOnly as told:
                assert "full" in str(told) or "cannot be written" in str(told), told  # noqa: PT017
                return n
    raise AssertionError("the disk was never full")


def test_a_disk_that_fills_up_keeps_what_was_acknowledged(small_disk: Path) -> None:
    path = small_disk / "ledger.db"
    full = _add_until_refused(path, 0)
    assert full > 5
    with open_ledger(path) as ledger:
        assert [d.id for d in ledger.each_document()] == [report(n).id for n in range(full)]
        assert ledger.verify() == []
        assert rebuild(ledger, check=True) == []
    assert _mounted("-o", "remount,size=7m", small_disk)
    more = _add_until_refused(path, full)
    assert more > full
    with open_ledger(path, readonly=True) as ledger:
        assert [d.id for d in ledger.each_document()] == [report(n).id for n in range(more)]
        assert ledger.verify() == []


def test_a_disk_that_turns_read_only_is_read_and_says_why_it_is_not_written(small_disk: Path) -> None:
    path = small_disk / "ledger.db"
    with open_ledger(path, create=True) as ledger:
        for n in range(3):
            ledger.append(Batch(run=RUN, documents=(report(n),), claims=claims_of(report(n))))
    assert _mounted("-o", "remount,ro", small_disk)
    before = path.read_bytes()
    with pytest.raises(LedgerReadOnly, match="cannot be written"):
        open_ledger(path).append(Batch(run=RUN, documents=(report(9),)))
    with open_ledger(path, readonly=True) as ledger:
        assert ledger.counts()["documents"] == 3
        assert ledger.verify() == []
    assert path.read_bytes() == before
