"""How smoothly the map pans: the time between frames while it is dragged, and what the processor works for each step.

    python benchmarks/map_frames.py                       30,000 incidents, eight drags
    python benchmarks/map_frames.py --incidents 100000

The ledger is made up (benchmarks/desk.py) and kept under --folder. Needs Chromium (``CHROMIUM``, else /usr/bin/chromium).
Times between frames depend on what else the machine does. The processor's do hardly: sixty frames a second are kept where the
page's process works well under 16.7 ms a step, and so does the other that puts its layers together (a graphics card, where
there is one, spares it that).
"""

import argparse
import os
import statistics
import sys
import time
from itertools import pairwise
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from screenshots import served

from desk import made

_STEPS = 60
_COUNT = """() => {
  window.frames_ = [];
  const next = (now) => { window.frames_.push(now); window.counting_ = requestAnimationFrame(next); };
  window.counting_ = requestAnimationFrame(next);
}"""
_TOLD = "() => { cancelAnimationFrame(window.counting_); return window.frames_; }"


def worked(kind: str) -> float:
    """Seconds of the processor of the browser's processes of a kind."""
    seconds = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            if f"--type={kind}" in process.cmdline():
                seconds += sum(process.cpu_times()[:2])
        except psutil.Error:
            continue
    return seconds


def dragged(page: Page, across: int, down: int) -> None:
    """A drag over the map of a second at least."""
    box = page.locator(".livemap").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, _STEPS + 1):
        page.mouse.move(x + across * step / _STEPS, y + down * step / _STEPS)
        time.sleep(1 / _STEPS)
    page.mouse.up()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--incidents", type=int, default=30_000)
    asked.add_argument("--folder", type=Path, default=Path("/tmp/onrecord-desk"))
    o = asked.parse_args()
    gaps: list[float] = []
    work: dict[str, list[float]] = {"renderer": [], "gpu-process": []}
    with served(made(o.folder, o.incidents)) as at, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(f"{at}/map")
        page.locator(".livemap[data-ready=true]").wait_for()
        for turn in range(8):
            if turn in (3, 6):
                page.get_by_role("button", name="Zoom in").click()
                page.wait_for_timeout(1_500)
            before = {kind: worked(kind) for kind in work}
            page.evaluate(_COUNT)
            dragged(page, 260 if turn % 2 else -260, 60 if turn % 2 else -60)
            frames = page.evaluate(_TOLD)
            for kind, told in work.items():
                told.append((worked(kind) - before[kind]) * 1_000 / _STEPS)
            gaps += [b - a for a, b in pairwise(frames)]
            page.wait_for_timeout(700)
        browser.close()
    late = sorted(gaps)[int(0.95 * len(gaps))]
    print(f"{o.incidents:,} incidents, eight drags of {_STEPS} steps, {len(gaps)} frames")
    print(f"between frames: median {statistics.median(gaps):.1f} ms, p95 {late:.1f}, longest {max(gaps):.1f}")
    for name, kind in (("the page's process", "renderer"), ("putting layers together", "gpu-process")):
        print(
            f"processor a step, {name}: median {statistics.median(work[kind]):.1f} ms, heaviest drag {max(work[kind]):.1f}"
        )


if __name__ == "__main__":
    main()
