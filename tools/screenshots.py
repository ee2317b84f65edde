"""Pictures of the desk, taken anew from the sample reports, so that what the docs show is what one sees.

    .venv/bin/python tools/screenshots.py                              # docs/images, at 360, 768 and 1280 pixels
    .venv/bin/python tools/screenshots.py --every /tmp/walk            # every page, three widths, light and dark, to look through
    .venv/bin/python tools/screenshots.py --every /tmp/walk --ledger some.db

Needs Chromium (``CHROMIUM``, else /usr/bin/chromium) and the development set-up.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from onrecord.ledger import Filter, open_ledger
from onrecord.ledger import Request as Wanted

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
WIDTHS = {360: 780, 768: 1024, 1280: 900}
# what docs/desk.md shows: page, width, dark, language
SHOWN = (
    ("overview", 1280, False, "en"), ("map", 1280, False, "en"), ("country", 1280, False, "en"), ("review", 1280, False, "en"),
    ("incident", 1280, False, "en"), ("document", 1280, False, "en"),
    ("incidents", 768, True, "en"), ("incident", 360, False, "en"), ("demands", 360, True, "en"), ("incidents", 1280, False, "ur"),
)  # fmt: skip


@contextmanager
def served(ledger: Path) -> Iterator[str]:
    """The address of a desk on a ledger, on a free port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "onrecord", "serve", "--ledger", str(ledger), "--port", str(port)]
    desk = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        for _ in range(3_000):
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        at = f"http://127.0.0.1:{port}"
        # a program is answered when the desk is there, and not before
        with urlopen(f"{at}/api"):  # noqa: S310 - our own desk
            yield at
    finally:
        desk.send_signal(signal.SIGINT)
        desk.wait(20)


def pages(ledger: Path) -> dict[str, str]:
    """Every page by its name; the incident is the one that most documents tell of, the document its first."""
    with open_ledger(ledger, readonly=True) as opened:
        found = [*opened.incidents(Filter(), Wanted(limit=100)).items]
        told = max(found, key=lambda i: (len(i.publishers), len(i.demands), i.id))
    return {
        "overview": "/", "incidents": "/incidents", "filtered": "/incidents?type=attack&min=killed%3D5",
        "incident": f"/incidents/{told.id}", "document": f"/documents/{told.documents[0].id}", "review": "/review",
        "demands": "/demands", "answered": "/demands?show=answered", "sources": "/sources",
        "documents": "/documents", "claims": "/claims", "rejections": "/rejections",
        "map": "/map", "country": "/map?country=PK",
        "methodology": "/methodology", "api": "/api", "people": "/people", "missing": "/incidents/inc-none",
    }  # fmt: skip


def taken(browser: Browser, address: str, width: int, dark: bool, language: str, file: Path) -> None:
    """A picture of a page; the whole of it where its folder is not that of the docs."""
    scheme: Any = "dark" if dark else "light"
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,
        locale=language,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    if page.locator("[data-map]").count():
        page.locator(".livemap[data-ready=true]").wait_for()
    page.screenshot(path=file, full_page=IMAGES not in file.parents, animations="disabled")
    context.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--ledger", type=Path, help="a ledger; without it the sample reports are read into a new one")
    asked.add_argument("--every", type=Path, help="a folder for every page, at three widths, light and dark")
    asked.add_argument("--only", nargs="*", default=[], help="names of pages")
    o = asked.parse_args()
    folder = o.every or IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept:
        ledger = o.ledger or Path(kept) / "samples.db"
        if not o.ledger:
            command = [sys.executable, "-m", "onrecord", "add", str(ROOT / "examples"), "--ledger", str(ledger)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        found = pages(ledger)
        with served(ledger) as at, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
            every = [(n, w, d, "en") for n in found for w in WIDTHS for d in (False, True)]
            for name, width, dark, language in every if o.every else SHOWN:
                if o.only and name not in o.only:
                    continue
                more = ("-dark" if dark and o.every else "") + (f"-{language}" if language != "en" else "")
                file = folder / f"{'' if o.every else 'desk-'}{name}-{width}{more}.png"
                taken(browser, at + found[name], width, dark, language, file)
            browser.close()


if __name__ == "__main__":
    main()
