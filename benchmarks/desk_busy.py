"""The desk under load on a machine that has much else to do: as ``desk.py``, but by the processor's clock.

    python benchmarks/desk_busy.py --folder /tmp/desk            100,000 incidents, 50 people, 40 seconds
    python benchmarks/desk_busy.py --folder /tmp/desk --share 6  where this process gets about a sixth of a core

The clock is the time that this process spends on the processor, and jumps ahead where nobody waits for a page: other work on the
machine changes little. What threads of the desk take from each other is in it; sockets and who shares the second core are not, and
what runs beside Python in the database counts as if it ran in turn. Additions are made by a process of their own, every two seconds
by this clock. ``--share`` stretches what the desk counts by the wall's clock: how long a thread waits for the interpreter, and how
long a page waits for its turn.
"""

import argparse
import asyncio
import gc
import heapq
import os
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote

sys.path.insert(0, str(Path(__file__).resolve().parent))

import desk as bench
from onrecord.cli.serving import LOOKS, TURN_S
from onrecord.web import create_app, turns

_EVERY_S, _WARM_S = 2.0, 5.0
_ADDING = "import sys, desk_busy; desk_busy.add(sys.argv[1])"


def add(path: str) -> None:
    """A batch for each line read."""
    batches = bench.additions(Path(path))
    for _ in sys.stdin:
        next(batches)


async def ask(app: Any, address: str, secret: str) -> None:
    path, _, query = address.partition("?")
    headers = [(b"host", b"127.0.0.1"), (b"cookie", f"onrecord_session={secret}".encode()), (b"accept-language", b"en")]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "path": unquote(path),
        "raw_path": path.encode(), "query_string": query.encode(), "headers": headers, "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80), "scheme": "http", "root_path": "", "state": {},
    }  # fmt: skip
    told: list[Any] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Any:
        return told.pop() if told else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        assert message.get("status", 200) == 200, (address, message)

    await app(scope, receive, send)


class Clock:
    """Seconds of the processor, and those that were passed over."""

    def __init__(self) -> None:
        self.skipped = 0.0

    def now(self) -> float:
        return time.process_time() + self.skipped


async def read(app: Any, pages: dict[str, list[str]], secrets: list[str], seconds: float, adding: Any) -> None:
    clock, rng, kinds = Clock(), random.Random(7), list(pages)
    times: dict[str, list[float]] = defaultdict(list)
    begun = clock.now()
    due = [(begun + rng.uniform(0, 4), n) for n in range(len(secrets))] + [(begun + 1, -1)]
    heapq.heapify(due)
    waiting: set[Any] = set()

    async def turn(person: int) -> None:
        kind = rng.choice(kinds)
        start = clock.now()
        await ask(app, rng.choice(pages[kind]), secrets[person])
        if start > begun + _WARM_S:
            times[kind].append((clock.now() - start) * 1_000)
        heapq.heappush(due, (clock.now() + rng.uniform(1, 3), person))

    while clock.now() < begun + seconds:
        while due[0][0] <= clock.now():
            _, person = heapq.heappop(due)
            if person < 0:
                adding.stdin.write("\n")
                adding.stdin.flush()
                heapq.heappush(due, (clock.now() + _EVERY_S, -1))
            else:
                task = asyncio.create_task(turn(person))
                waiting.add(task)
                task.add_done_callback(waiting.discard)
        await asyncio.sleep(0.002 if waiting else 0)
        if not waiting:
            clock.skipped += max(0.0, due[0][0] - clock.now())
    report(times, 1 - (clock.skipped / (clock.now() - begun)))


def report(times: dict[str, list[float]], busy: float) -> None:
    print(f"{'page':<24}{'n':>6}{'median':>9}{'p95':>9}  ms of the processor")
    for kind, spent in [*sorted(times.items()), ("all", [x for one in times.values() for x in one])]:
        spent.sort()
        print(f"{kind:<24}{len(spent):>6}{statistics.median(spent):>9.0f}{spent[int(len(spent) * 0.95)]:>9.0f}")
    print(f"the desk worked for {busy:.0%} of the time")


async def run(o: argparse.Namespace, path: Path) -> None:
    secrets, pages = bench.signed_in(path, o.people), bench.addresses(path)
    gc.freeze()
    gc.set_threshold(*LOOKS)
    sys.setswitchinterval(TURN_S * o.share)
    turns.PATIENCE_S *= o.share
    app = create_app(path, judge=lambda *_: ())
    ledger = app.state.desk.ledger
    ledger.keep_counts()
    while ledger._all is None or not ledger._all.ready:
        await asyncio.sleep(0.1)
    command = [sys.executable, "-c", _ADDING, str(path)]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True, env=here) as adding:
        await read(app, pages, secrets, o.seconds, adding)
        assert adding.stdin is not None
        adding.stdin.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--incidents", type=int, default=100_000)
    asked.add_argument("--people", type=int, default=50)
    asked.add_argument("--seconds", type=float, default=40)
    asked.add_argument("--share", type=float, default=1, help="how many times slower than alone this process gets on")
    asked.add_argument("--folder", type=Path, default=Path(".cache/desk"))
    o = asked.parse_args()
    asyncio.run(run(o, bench.made(o.folder, o.incidents)))
    # threads of the desk that wait for another question
    os._exit(0)


if __name__ == "__main__":
    main()
