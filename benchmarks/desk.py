"""The desk under load: each page's time with many people reading while documents are added, and the first paint of a cold start.

    python benchmarks/desk.py                                   100,000 incidents, 50 people, 60 seconds
    python benchmarks/desk.py --incidents 10000 --seconds 20    a quick look
    python benchmarks/desk.py --alone                           one person, no additions: what a page costs by itself

The ledger is made up (see benchmarks/ledger.py) and kept under --folder for the next run. The desk is `onrecord serve` in a process
of its own on a free port of loopback; every person has an account and a session, and waits a second or three between two pages.
The first seconds of a start, in which the desk gathers its counts beside the pages (``--gathering``), are reported apart.
All requests go to 127.0.0.1 and stop with the time given.
"""

import argparse
import http.client
import os
import platform
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent))

import ledger as bench
from onrecord.ledger import Batch, Filter, Request, open_ledger
from onrecord.ledger.people import NameTaken, open_people

_GOAL_MS, _GOAL_COLD_S = 100, 1.0


@dataclass
class Told:
    """What the threads measured: milliseconds by page, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    since: float = 0.0
    early: list[float] = field(default_factory=list)
    """Of the seconds before ``since``."""
    wrong: list[str] = field(default_factory=list)
    added: int = 0


def made(folder: Path, incidents: int) -> Path:
    """A ledger with about so many incidents, each of two accounts or one."""
    path = folder / f"desk-{incidents}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half.db")
        half.unlink(missing_ok=True)
        with open_ledger(half, create=True) as ledger:
            bench.fill(ledger, incidents // 5, 500, link=False)
        for rest in ("-wal", "-shm"):
            half.with_name(half.name + rest).unlink(missing_ok=True)
        half.rename(path)
    # one kept from an earlier version is brought to this one's tables
    open_ledger(path).close()
    return path


def signed_in(path: Path, number: int) -> list[str]:
    """Accounts with the four roles in turn, and the secrets of their sessions."""
    secrets = []
    with open_people(path) as people:
        for n in range(number):
            role = ("admin", "analyst", "reader", "editor")[n % 4]
            try:
                person = people.accounts.add(f"bench-{n}", role, None if n % 4 == 0 else ["general"])  # type: ignore[arg-type]
            except NameTaken:
                person = people.accounts.by_name(f"bench-{n}")
            secrets.append(people.sessions.open(person.id, True))
            if n % 2:
                # half of them are told what is new to them
                people.work.look(person.id)
    return secrets


def addresses(path: Path) -> dict[str, list[str]]:
    """Pages by kind, with several addresses each, so that nothing is only measured from a cache."""
    rng = random.Random(5)
    with open_ledger(path, readonly=True) as ledger:
        held = [
            i
            for sort in ("-date", "-killed", "reported")
            for i in ledger.incidents(page=Request(limit=40, sort=sort)).items
        ]  # type: ignore[arg-type]
        documents = [d.id for d in ledger.documents(page=Request(limit=40, sort="-appended")).items]
        text = ledger.document(documents[0]).text
        facets = ledger.facets(Filter())
    types, countries, publishers = ([v for v, _ in facets[name]] for name in ("type", "country", "publisher"))
    words = sorted(set(re.findall(r"[a-z]{4,}", text)))
    days = [f"20{rng.randrange(11, 24)}-{rng.randrange(1, 13):02}-01" for _ in range(12)]
    return {
        "overview": ["/"],
        "incidents": ["/incidents", *(f"/incidents?sort={s}" for s in ("date", "-killed", "-reported"))],
        "incidents, type": [f"/incidents?type={t}" for t in types],
        "incidents, country": [f"/incidents?country={c}" for c in countries],
        "incidents, from": [f"/incidents?from={d}" for d in days],
        "incidents, search": [f"/incidents?search={w}" for w in rng.sample(words, min(20, len(words)))],
        "incidents, toll": ["/incidents?min=killed%3D5", "/incidents?min=killed%3D50"],
        "incidents, status": [f"/incidents?status={s}" for s in ("contested", "corroborated", "single_source")],
        "incidents, right": [f"/incidents?right={r}" for r in ("ICCPR-6", "ICCPR-9", "ICCPR-21")],
        "incidents, place": ["/incidents?place=province+3", "/incidents?place=district+7"],
        "incidents, publisher": [f"/incidents?{urlencode({'publisher': n})}" for n in publishers[:10]],
        "incident": [f"/incidents/{i.id}" for i in held],
        "document": [f"/documents/{d}" for d in documents],
        "demands": [
            "/demands",
            "/demands?show=answered",
            "/demands?show=all",
            "/demands?asked_from=2019-01&asked_to=2020-03",
        ],
        "review": ["/review"],
        "sources": ["/sources"],
        "map": ["/map"],
        "map, country": [f"/map?country={c}" for c in countries],
        "map, moved": [
            "/map/view.json",
            "/map/about.json",
            *(f"/map/view.json?frame={10 + n},60,{30 + n},80&zoom=5" for n in range(8)),
        ],
        "rejections": ["/rejections"],
        "methodology": ["/methodology"],
        "api incidents": ["/api/v1/incidents", "/api/v1/incidents?type=attack"],
        "api counts": ["/api/v1/counts"],
        "feed": ["/feeds/incidents.atom"],
    }


def started(path: Path) -> tuple[subprocess.Popen[bytes], int, float]:
    """The desk on a free port, and the seconds until its first page was there."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    begun = time.perf_counter()
    command = [sys.executable, "-m", "onrecord", "serve", "--ledger", str(path), "--port", str(port)]
    desk = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"})
    while time.perf_counter() - begun < 60:
        try:
            ask = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            ask.request("GET", "/signin")
            if ask.getresponse().read():
                return desk, port, time.perf_counter() - begun
        except OSError:
            time.sleep(0.01)
    desk.kill()
    raise SystemExit("the desk did not start")


def read(port: int, secret: str, pages: dict[str, list[str]], until: float, told: Told, seed: int, wait: float) -> None:
    """One person: page after page on one connection."""
    rng = random.Random(seed)
    ask = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    kinds = list(pages)
    time.sleep(rng.uniform(0, wait * 2))
    while time.monotonic() < until:
        kind = rng.choice(kinds)
        begun = time.perf_counter()
        try:
            ask.request("GET", rng.choice(pages[kind]), headers={"cookie": f"onrecord_session={secret}"})
            reply = ask.getresponse()
            reply.read()
            if reply.status != 200:
                told.wrong.append(f"{kind}: {reply.status}")
        except (OSError, http.client.HTTPException) as error:
            told.wrong.append(f"{kind}: {type(error).__name__}")
            ask.close()
        took = (time.perf_counter() - begun) * 1_000
        (told.times[kind] if time.monotonic() - took / 1_000 >= told.since else told.early).append(took)
        time.sleep(rng.uniform(wait / 2, wait * 1.5))


def additions(path: Path) -> Iterator[None]:
    """Each step adds 32 documents with claims and incidents, as an addition under way writes them."""
    maker = bench.Maker()
    number = int(time.time()) % 100_000_000 * 10
    with open_ledger(path) as ledger:
        while True:
            new = [maker.document(number + n) for n in range(32)]
            number += 32
            documents, claims = [d for d, _ in new], [c for _, cs in new for c in cs]
            with ledger.writing():
                ledger.append(Batch(run=bench.RUN, documents=tuple(documents), claims=tuple(claims)))
                ledger.links().replace([], [(i, ()) for i in maker.incidents(documents, claims)], [])
            yield


def add(path: Path, until: float, told: Told) -> None:
    """A batch every two seconds."""
    batches = additions(path)
    while time.monotonic() < until:
        next(batches)
        told.added += 32
        time.sleep(2)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--incidents", type=int, default=100_000)
    asked.add_argument("--people", type=int, default=50)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--gathering", type=int, default=20, help="seconds from the start that are reported apart")
    asked.add_argument("--wait", type=float, default=2.0, help="mean seconds between two pages of a person")
    asked.add_argument("--alone", action="store_true", help="one person without pauses, nothing added")
    asked.add_argument("--folder", type=Path, default=Path(".cache/desk"))
    o = asked.parse_args()
    path = made(o.folder, o.incidents)
    people = 1 if o.alone else o.people
    secrets, pages = signed_in(path, people), addresses(path)
    desk, port, cold = started(path)
    told = Told()
    try:
        process = psutil.Process(desk.pid)
        if o.alone:
            o.wait = 0.0
        before, begun = sum(process.cpu_times()[:2]), time.monotonic()
        told.since = begun + (0 if o.alone else o.gathering)
        until = told.since + o.seconds
        threads = [
            threading.Thread(target=read, args=(port, s, pages, until, told, n, o.wait)) for n, s in enumerate(secrets)
        ]
        if not o.alone:
            threads.append(threading.Thread(target=add, args=(path, until, told)))
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        spent, memory = sum(process.cpu_times()[:2]) - before, process.memory_info().rss
        report(told, o, cold, spent, memory)
    finally:
        desk.send_signal(signal.SIGINT)
        try:
            desk.wait(15)
        except subprocess.TimeoutExpired:
            desk.kill()


def report(told: Told, o: argparse.Namespace, cold: float, spent: float, memory: int) -> None:
    every = sorted(t for ts in told.times.values() for t in ts)
    print(
        f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    print(f"{o.incidents:,} incidents, {1 if o.alone else o.people} people, {told.added} documents added meanwhile")
    print(f"{'page':<24}{'n':>6}{'median':>9}{'p95':>9}  ms   goal p95 {_GOAL_MS}")
    for kind, times in told.times.items():
        times.sort()
        p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
        print(
            f"{kind:<24}{len(times):>6}{statistics.median(times):>9.0f}{p95:>9.0f}{'' if p95 < _GOAL_MS else '  over'}"
        )
    if every:
        p95 = every[min(len(every) - 1, int(len(every) * 0.95))]
        print(f"{'all':<24}{len(every):>6}{statistics.median(every):>9.0f}{p95:>9.0f}")
        print(
            f"{len(every) / o.seconds:.1f} pages/s; {spent / (len(every) + len(told.early)) * 1_000:.1f} ms of processor time a page, "
            f"the start's included; {memory / 2**20:.0f} MiB"
        )
    if told.early:
        told.early.sort()
        print(
            f"{len(told.early)} pages in the first {o.gathering} s, apart: median {statistics.median(told.early):.0f} ms, "
            f"p95 {told.early[int(len(told.early) * 0.95)]:.0f}"
        )
    print(f"cold start to the first page {cold:.2f} s (goal {_GOAL_COLD_S})")
    if told.wrong:
        print(f"{len(told.wrong)} went wrong: {sorted(set(told.wrong))[:5]}")


if __name__ == "__main__":
    main()
