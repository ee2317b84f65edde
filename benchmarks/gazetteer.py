"""A big GeoNames dump, made here, imported and looked up: ``python benchmarks/gazetteer.py [--places N] [--folder DIR]``.

``python benchmarks/gazetteer.py --names DOCS.jsonl`` instead looks up the capitalised words of real documents, alone and up to three in
a row as the reader asks for them, in the shipped gazetteer and the layers of ``--folder``, and prints what one question costs.

Writes a zip in the form of allCountries.zip with invented places (units first), imports it, and prints processor time and peak memory
of the import; then, in a process of its own, how long opening takes, what is resident, and how long a lookup takes.
"""

import argparse
import itertools
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from onrecord.model import Rejection
from onrecord.vocab.gazetteer import fold, import_geonames, open_gazetteer

_SYLLABLES = ("ka", "lo", "mir", "tan", "gul", "sha", "pur", "bad", "dar", "nor", "ve", "zai", "ri", "mu", "kel", "os")
_UNITS = 50
_CAPITALS = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}")
_ASKED = 60_000


def name(draw: random.Random) -> str:
    return "".join(draw.choices(_SYLLABLES, k=draw.choice((3, 4, 4, 5, 5)))).capitalize()


def line(number: int, called: str, also: str, where: tuple[float, float], code: str, units: tuple[str, str]) -> str:
    kind = code[0] if code[0] in "AP" else "P"
    cells = [str(number), called, called, also, f"{where[0]:.5f}", f"{where[1]:.5f}", kind, code, "PK", "", *units]
    return "\t".join([*cells, "", "", "0", "", "", "Asia/Karachi", "2026-01-01"])


def rows(places: int) -> Iterator[str]:
    """Lines of the dump: 50 provinces, each with 50 districts, then villages with up to two other names."""
    draw = random.Random(7)
    number = 100_000_000
    for first in range(_UNITS):
        number += 1
        yield line(number, f"{name(draw)} Province", "", (30.0, 60.0 + first / 10), "ADM1", (f"{first:02}", ""))
        for second in range(_UNITS):
            number += 1
            point = (30 + second / 10, 60.0 + first / 10)
            yield line(number, f"{name(draw)} District", "", point, "ADM2", (f"{first:02}", f"{second:03}"))
    for _ in range(places):
        number += 1
        first, second = draw.randrange(_UNITS), draw.randrange(_UNITS)
        other = ",".join(name(draw) for _ in range(draw.randrange(3)))
        point = (draw.uniform(24, 37), draw.uniform(60, 77))
        yield line(number, name(draw), other, point, "PPL", (f"{first:02}", f"{second:03}"))


def write(path: Path, places: int) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(f"{path.stem}.txt", "w", force_zip64=True) as out,
    ):
        for row in rows(places):
            out.write(f"{row}\n".encode())


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def look(folder: Path) -> None:
    """Opens the layers of ``folder`` and looks names up; one process, so that its memory is that of the gazetteer alone."""
    before = resident()
    began = time.process_time()
    gazetteer = open_gazetteer(folder)
    opened = time.process_time() - began
    draw = random.Random(11)
    asked = [name(draw) for _ in range(20_000)]
    began = time.process_time()
    found = sum(bool(gazetteer.lookup(asked_for)) for asked_for in asked)
    spent = time.process_time() - began
    print(f"opened in {opened * 1000:.1f} ms")
    print(f"{len(asked)} lookups, {found} known: {spent / len(asked) * 1e6:.0f} µs each, entries read")
    began = time.process_time()
    for asked_for in asked[:50]:
        gazetteer.explain(asked_for)
    print(f"explained in {(time.process_time() - began) / 50 * 1000:.1f} ms each, spellings alike taken in")
    print(f"{before:.0f} MB resident before it is opened, {resident():.0f} MB after")


def ask(docs: Path, folder: Path | None) -> None:
    """Looks up what real texts ask for: most of it no place, the rest with as many entries as real names have."""
    with docs.open("rb") as lines:
        text = "\n".join(json.loads(line)["text"] for line in lines)
    asked = [m.group() for m in _CAPITALS.finditer(text)]
    asked += [f"{a} {b}" for a, b in itertools.pairwise(asked)][: len(asked) // 2]
    asked = asked[:_ASKED]
    gazetteer = open_gazetteer(folder)
    keys = [fold(name) for name in asked]
    for told, do, over in (
        ("folded", fold, asked),
        ("asked whether it is a name", gazetteer.has, keys),
        ("looked up, entries read", gazetteer.lookup_key, [k for k in keys if gazetteer.has(k)]),
    ):
        began = time.process_time()
        for one in over:
            do(one)
        print(f"{len(over)} {told}: {(time.process_time() - began) / max(1, len(over)) * 1e6:.1f} µs each")
    known = {k for k in keys if gazetteer.has(k)}
    entries = sum(len(gazetteer.lookup_key(k)) for k in known)
    print(f"{len(known)} different names known, {entries / max(1, len(known)):.1f} entries each")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--places", type=int, default=2_000_000)
    p.add_argument("--folder", type=Path, help="where to write; a temporary folder when not given")
    p.add_argument("--names", type=Path, metavar="DOCS.jsonl", help="look up the names of real documents")
    p.add_argument("--look", type=Path, help=argparse.SUPPRESS)
    args = p.parse_args()
    if args.look:
        look(args.look)
        return
    if args.names:
        ask(args.names, args.folder)
        return
    with tempfile.TemporaryDirectory(dir=args.folder) as made:
        dump, layers = Path(made) / "allCountries.zip", Path(made) / "layers"
        write(dump, args.places)
        print(
            f"{args.places:,} places in a dump of {dump.stat().st_size / 1e6:.0f} MB; {peak():.0f} MB before the import"
        )
        began = time.process_time()
        done = import_geonames(dump, layers)
        if isinstance(done, Rejection):
            sys.exit(done.reason)
        spent = time.process_time() - began
        size = done.path.stat().st_size / 1e6
        print(
            f"{done.places:,} places imported in {spent:.0f} s of processor time, peak {peak():.0f} MB; layer {size:.0f} MB"
        )
        subprocess.run([sys.executable, __file__, "--look", str(layers)], check=True)


if __name__ == "__main__":
    main()
