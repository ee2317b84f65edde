"""A cold start of the desk: from the command to the first page, and in a browser to the first paint and to the overview.

    python benchmarks/desk_start.py                      a small ledger, five starts
    python benchmarks/desk_start.py --ledger some.db     on a ledger of one's own

Each start is a process of its own. The browser is open already and asks as soon as the desk listens. Times by the clock need a quiet machine; the processor's time is given too.
"""

import argparse
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

_GOAL_S = 1.0
# of each document that the browser shows: the epoch's milliseconds at its first contentful paint, and whether it is the overview
_TELL = """new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint').forEach(paint =>
    painted([performance.timeOrigin + paint.startTime, document.querySelector('.counts') !== null]))
).observe({type: 'paint', buffered: true})"""


def _port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _begun(ledger: str, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "onrecord", "serve", "--ledger", ledger, "--port", str(port)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"})


def _listening(port: int) -> None:
    while True:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.005)


def _stopped(desk: subprocess.Popen[bytes]) -> None:
    desk.send_signal(signal.SIGINT)
    try:
        desk.wait(15)
    except subprocess.TimeoutExpired:
        desk.kill()


def answered(ledger: str) -> tuple[float, float]:
    """Seconds until the overview was answered, and seconds of the processor that the desk had taken by then."""
    port, begun = _port(), time.perf_counter()
    desk = _begun(ledger, port)
    try:
        while time.perf_counter() - begun < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as reply:
                    reply.read()
                return time.perf_counter() - begun, sum(psutil.Process(desk.pid).cpu_times()[:2])
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.005)
        raise SystemExit("the desk did not start")
    finally:
        _stopped(desk)


def painted(ledger: str, times: int) -> list[tuple[float, float]]:
    """Seconds from the command to the first contentful paint, and to that of the overview."""
    found = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        for _ in range(times):
            page, port = browser.new_page(), _port()
            told: list[tuple[float, bool]] = []
            page.expose_function("painted", lambda paint, told=told: told.append(tuple(paint)))
            page.add_init_script(_TELL)
            begun = time.time()
            desk = _begun(ledger, port)
            try:
                _listening(port)
                page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
                while not any(whole for _, whole in told) and time.time() - begun < 60:
                    page.wait_for_timeout(10)
                found.append((min(at for at, _ in told) / 1_000 - begun, told[-1][0] / 1_000 - begun))
            finally:
                page.close()
                _stopped(desk)
        browser.close()
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--ledger")
    asked.add_argument("--times", type=int, default=5)
    o = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = o.ledger or f"{folder}/small.db"
        if not o.ledger:
            examples = Path(__file__).resolve().parent.parent / "examples"
            subprocess.run(
                [sys.executable, "-m", "onrecord", "add", str(examples), "--ledger", ledger],
                check=True,
                stdout=subprocess.DEVNULL,
            )
        first = [answered(ledger) for _ in range(o.times)]
        paints = painted(ledger, o.times)
    print(
        f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    for name, values in (
        ("first page answered", [f[0] for f in first]),
        ("processor until then", [f[1] for f in first]),
        ("first paint", [p[0] for p in paints]),
        ("the overview painted", [p[1] for p in paints]),
    ):
        print(
            f"{name:<24} median {statistics.median(values):.2f} s, from {min(values):.2f} to {max(values):.2f} ({len(values)})"
        )
    print(f"goal: first paint {_GOAL_S:.0f} s")


if __name__ == "__main__":
    main()
