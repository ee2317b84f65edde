"""Cost of adding one report to a ledger that holds many incidents: append and link, in one transaction on the disk.

    python benchmarks/linking_ledger.py --sizes 1000,10000,100000,300000 --svg docs/linking-cost.svg
    python benchmarks/linking_ledger.py --sizes 1000 --profile      # where the time goes

Reports are those of ``benchmarks/linking_scale.py`` (its docstring gives their statistics). Each ledger is filled in bulk
(appended, then linked from scratch); then ``--probes`` further reports of the stream are added one at a time through
``pipeline.add_items``, the way of ``onrecord add``, with a reader that already knows the claims. Times are processor time
of this process, so that other work on the machine matters little; time on the wall stands beside it. A process that has
added some thousand reports knows the accounts that new ones meet, where a fresh one makes them from their texts:
``--warm 3000`` measures the former. ``--keep FOLDER`` keeps filled ledgers for another run, and beside each the reports that
come next in the stream. Without it everything is made in a temporary folder. Filling takes about a quarter of an hour for
300,000 incidents.
"""

import argparse
import cProfile
import gc
import itertools
import os
import pstats
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from linking_curve import curve
from linking_scale import machine, peak, quantile, stream
from onrecord.ledger import Batch, Filter, Ledger, open_ledger
from onrecord.linking import Told
from onrecord.model import Claim, Document
from onrecord.pipeline import Local, add_items
from onrecord.pipeline.adding import new_run
from onrecord.pipeline.rebuilding import link_anew
from onrecord.sources import Item

_CLAIMS_AN_INCIDENT = 2.6
_PORTION = 2_000
# reports kept beside a filled ledger, so that probing it again need not go through the stream
_KEPT = 5_000


class Known:
    """A reader that has read everything before: the claims of each document by its id."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[Claim, ...]] = {}

    def read(self, document: Document) -> "Known":
        self.claims = self.held.pop(document.id)
        self.rejections = ()
        return self


def fill(path: Path, incidents: int, told: Iterator[Told], workers: int) -> None:
    """Append reports until they tell of about so many incidents, then link all of them."""
    run = new_run()
    with open_ledger(path, create=True) as ledger:
        claims = 0
        while claims < incidents * _CLAIMS_AN_INCIDENT:
            portion = list(itertools.islice(told, _PORTION))
            claims += sum(len(p.claims) for p in portion)
            ledger.append(
                Batch(run=run, documents=tuple(p.document for p in portion), claims=tuple(c for p in portion for c in p.claims))
            )  # fmt: skip
        link_anew(ledger, spread=Local(workers, chunk=1).map)


def probe(ledger: Ledger, told: Iterator[Told], probes: int) -> tuple[list[float], list[float]]:
    """Milliseconds of processor time, and on the wall, of each of so many additions."""
    reader, spent, wall = Known(), [], []
    for item in itertools.islice(told, probes):
        reader.held[item.document.id] = item.claims
        given = [Item(subject=item.document.id, document=item.document)]
        begin, at = time.process_time(), time.perf_counter()
        add_items(given, ledger, reader=reader)  # type: ignore[arg-type]
        spent.append((time.process_time() - begin) * 1000)
        wall.append((time.perf_counter() - at) * 1000)
    return spent, wall


def following(path: Path, size: int, options: argparse.Namespace) -> list[Told]:
    """The reports to be added to the filled ledger at ``path``, which is made where it is missing."""
    kept, wanted = path.with_suffix(".next"), options.warm + options.probes
    if path.exists() and kept.exists():
        told = msgspec.msgpack.decode(kept.read_bytes(), type=list[Told])
        if len(told) >= wanted:
            return told[:wanted]
    reports = stream(10**9, options.rate)
    if path.exists():
        with open_ledger(path, readonly=True) as ledger:
            for _ in range(ledger.counts()["documents"]):
                next(reports)
    else:
        fill(path, size, reports, options.workers)
    told = list(itertools.islice(reports, max(wanted, _KEPT)))
    kept.write_bytes(msgspec.msgpack.encode(told))
    return told[:wanted]


def measure(size: int, folder: Path, options: argparse.Namespace) -> tuple[int, dict[str, float]]:
    path = folder / f"{size}.ledger"
    told = iter(following(path, size, options))
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        # the filled ledger stays as it is, so that a kept one gives the same figures again
        copy = Path(scratch) / "probed.ledger"
        shutil.copy(path, copy)
        # the machine still writes some gigabytes of the copy behind our back, which an addition's own pages would wait for
        os.sync()
        with open_ledger(copy) as ledger:
            held = ledger.count("incidents", Filter(include_rejected=True))
            probe(ledger, told, options.warm)
            # the reports at hand are none of an adding process, which need not look through them
            gc.collect()
            gc.freeze()
            watch = cProfile.Profile(time.process_time)
            if options.profile:
                watch.enable()
            spent, wall = probe(ledger, told, options.probes)
            watch.disable()
    row = {"p50": quantile(spent, 0.5), "p99": quantile(spent, 0.99)}
    row |= {"p50 wall": quantile(wall, 0.5), "p99 wall": quantile(wall, 0.99)}
    mib = path.stat().st_size / 2**20
    print(
        f"| {held:>9,} | {row['p50']:6.2f} | {row['p99']:6.2f} | {row['p50 wall']:6.2f} | {row['p99 wall']:7.2f} | "
        f"{mib:7.0f} | {peak():5.2f} |", flush=True,
    )  # fmt: skip
    if options.profile:
        pstats.Stats(watch).sort_stats("tottime").print_stats(70)
    return held, row


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000", help="incidents in the ledger, one or more")
    parser.add_argument("--probes", type=int, default=1000)
    parser.add_argument("--warm", type=int, default=50, help="additions before the first that is timed")
    parser.add_argument("--rate", type=float, default=40.0, help="events a day")
    parser.add_argument("--svg", type=Path, help="write the curves here")
    parser.add_argument("--workers", type=int, default=2, help="processes that link while a ledger is filled")
    parser.add_argument("--keep", type=Path, help="folder of filled ledgers, made where they are missing")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args(arguments)
    print(machine())
    print("| incidents | p50 ms | p99 ms | p50 wall | p99 wall | ledger MiB | peak GiB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        sizes = [int(s) for s in options.sizes.split(",")]
        rows = [measure(s, folder, options) for s in sizes]
    if options.svg:
        curve(rows, options.svg)
    return 0


if __name__ == "__main__":
    sys.exit(main())
