"""The ledger at size: bulk append, point reads, filtered pages, counts by facet, full text, size on the disk.

    python benchmarks/ledger.py                     2,000 documents, 20,000 claims, SQLite
    python benchmarks/ledger.py --full              100,000 documents, 1,000,000 claims, some 490,000 incidents
    python benchmarks/ledger.py --documents 20500   some 100,000 incidents
    python benchmarks/ledger.py --linked 500        really linked: the size with what linking keeps between two additions
    python benchmarks/ledger.py --read DOCS.jsonl CLAIMS.jsonl
                                                    read reports with their original bytes and the claims that benchmarks/quality.py
                                                    left of them, linked in batches of 25: the size of short reports
    python benchmarks/ledger.py --ask LEDGER        the questions alone, of a ledger that --keep LEDGER has left, a minute
    python benchmarks/ledger.py --kills 500         SIGKILL at random moments while adding (see tests/ledger/test_kill.py)
    python benchmarks/ledger.py --ledger postgresql://…   the same on an empty PostgreSQL database

The texts are made up; their shape is that of real reports, as ``ledger_texts.py`` says. Times are by the clock; of appending and
of questions the processor's time is given too, which other work on the machine changes less.
"""

import argparse
import json
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from ledger_texts import Maker
from onrecord.ledger import Batch, Filter, Ledger, Request, Viewer, open_ledger
from onrecord.ledger.codec import claim_from_record
from onrecord.model import Claim, Document, Run
from onrecord.pipeline import relink
from onrecord.sources import open_inputs

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

RUN = Run(id="bench", version="1", vocabulary="v", model="m", started="2024-01-01T00:00:00+00:00")


def portions(maker: Maker, documents: int, size: int) -> Iterator[tuple[list[Document], list[Claim]]]:
    for start in range(0, documents, size):
        made = [maker.document(n) for n in range(start, min(documents, start + size))]
        yield [d for d, _ in made], [c for _, cs in made for c in cs]


class Watch:
    """Adds up the clock and the processor while it runs."""

    def __init__(self) -> None:
        self.clock = self.processor = 0.0

    def __enter__(self) -> None:
        self.started = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.clock += time.perf_counter() - self.started[0]
        self.processor += time.process_time() - self.started[1]


Ids = tuple[list[str], list[str], list[str]]


def fill(ledger: Ledger, documents: int, size: int, link: bool) -> tuple[Ids, int]:
    maker = Maker()
    appending, linking = Watch(), Watch()
    claims = characters = 0
    ids: Ids = ([], [], [])
    for texts, told in portions(maker, documents, size):
        with appending:
            made = ledger.append(Batch(run=RUN, documents=tuple(texts), claims=tuple(told)))
        assert len(made.claims_new) == len(told)
        assert not made.rejections
        if link:
            with linking:
                derived = relink(ledger, [d.id for d in texts])
        else:
            derived = list(maker.incidents(texts, told))
            with linking, ledger.writing():
                ledger.links().replace([], [(i, ()) for i in derived], [])
        claims += len(told)
        characters += sum(len(d.text) for d in texts)
        ids[0].append(texts[0].id)
        ids[1].extend(c.id for c in told[::97])
        ids[2].extend(i.id for i in derived[::97])
    ledger.analyse()
    incidents = ledger.counts()["incidents"]
    print(
        f"append            {claims / appending.clock:>10,.0f} claims/s, {claims / appending.processor:,.0f} per second of the processor "
        f"({documents:,} documents, {claims:,} claims, {characters / claims:.0f} characters a claim, {size} documents a batch)"
    )
    what = "link and write" if link else "write         "
    print(f"{what}    {incidents / linking.clock:>10,.0f} incidents/s ({incidents:,})")
    return ids, characters


def fill_read(ledger: Ledger, documents: Path, claims: Path) -> int:
    """Append reports with their original bytes, and link them; gives the number of characters of their texts."""
    told: dict[str, list[Claim]] = {}
    with claims.open(encoding="utf-8") as lines:
        for claim in map(claim_from_record, map(json.loads, lines)):
            told.setdefault(claim.document, []).append(claim)
    items = [i for i in open_inputs([documents]) if i.document is not None and i.capture is not None]
    for start in range(0, len(items), 25):
        part = [(i.document, replace(i.capture, documents=(i.document.id,))) for i in items[start : start + 25]]
        texts, captures = tuple(d for d, _ in part), tuple(c for _, c in part)
        with ledger.writing():
            found = tuple(c for d in texts for c in told.get(d.id, ()))
            assert not ledger.append(Batch(run=RUN, captures=captures, documents=texts, claims=found)).rejections
            relink(ledger, [d.id for d in texts])
    ledger.analyse()
    print(", ".join(f"{n:,} {what}" for what, n in ledger.counts().items() if n))
    return sum(len(i.document.text) for i in items)


def ids_in(ledger: Ledger, number: int) -> Ids:
    """Of documents, claims and incidents here and there in a ledger."""
    page = ledger.incident_ids(None, Request(limit=10_000, sort="-killed"))
    some = ledger.incidents_by_ids(random.Random(5).sample(page.items, min(number, len(page.items)))).values()
    return [d.id for i in some for d in i.documents], [c for i in some for c in i.claims], [i.id for i in some]


def timed(name: str, asked: list[Callable[[], object]]) -> None:
    spent, worked = [], []
    asked[0]()
    for question in asked:
        start, used = time.perf_counter(), time.process_time()
        question()
        spent.append((time.perf_counter() - start) * 1_000)
        worked.append((time.process_time() - used) * 1_000)
    spent.sort()
    worked.sort()
    at = int(len(spent) * 0.95)
    print(
        f"{name:<40} median {statistics.median(spent):8.2f} ms   p95 {spent[at]:8.2f} ms   "
        f"processor {statistics.median(worked):8.2f}, p95 {worked[at]:8.2f} ({len(spent)})"
    )


FILTERS = {
    "no filter": Filter(),
    "type": Filter(types=("attack",)),
    "country": Filter(countries=("PK",)),
    "dates": Filter(date_from="2019-03-01", date_to="2019-06-30"),
    "type, country, dates, minimum": Filter(
        types=("attack",), countries=("NG",), date_from="2015-01-01", date_to="2020-12-31", minimum=(("killed", 5),)
    ),
    "minimum toll of 500": Filter(minimum=(("killed", 500),)),
    "status and right": Filter(statuses=("corroborated",), right="ICCPR-6"),
    "publisher": Filter(publisher="Paper 7"),
    "open demands": Filter(answered=False),
    "place": Filter(place="province 3"),
}


def ask(ledger: Ledger, ids: Ids, times: int) -> None:
    rng = random.Random(3)
    words = Maker().words
    few = max(5, times // 10)
    pick = [[rng.choice(x) for _ in range(times)] for x in ids]
    timed("document by id", [lambda i=i: ledger.document(i) for i in pick[0]])
    timed("claim by id", [lambda i=i: ledger.claim(i) for i in pick[1]])
    timed("incident by id", [lambda i=i: ledger.incident(i) for i in pick[2]])
    timed("history of an incident", [lambda i=i: ledger.history(i) for i in pick[2][:few]])
    shown = ledger.seen_by(Viewer())
    for name, f in FILTERS.items():
        timed(f"50 incidents: {name}", [lambda f=f: ledger.incidents(f) for _ in range(few)])
    timed("50 incidents: no filter, names hidden", [shown.incidents for _ in range(few)])
    for name, f in FILTERS.items():
        timed(f"counts by facet: {name}", [lambda f=f: ledger.facets(f) for _ in range(max(3, few // 4))])
    timed("incidents by month", [ledger.timeline for _ in range(few)])
    timed("incidents by area", [ledger.areas for _ in range(few)])
    oldest = Request(sort="told")
    timed("50 demands open longest", [lambda: ledger.claims(FILTERS["open demands"], oldest) for _ in range(few)])
    timed("demands by month, open and answered", [ledger.demand_ages for _ in range(few)])
    # one search in ten is for a word that stands nearly everywhere
    mixed = [
        words[rng.randrange(*at)] for at in ((0, 20), *((20, 400),) * 4, *((400, len(words)),) * 5) for _ in range(few)
    ]
    mixed += [f"{words[rng.randrange(200)]} {words[rng.randrange(200)]}" for _ in range(few)]
    timed("search of documents", [lambda w=w: ledger.search(w) for w in mixed])
    timed("50 claims with words", [lambda w=w: ledger.claims(Filter(text=w)) for w in mixed])
    timed("50 incidents with words", [lambda w=w: ledger.incidents(Filter(text=w)) for w in mixed])


def tell_size(ledger: Ledger, characters: int) -> None:
    from onrecord.ledger.dialect import size_bytes, size_of_tables

    with ledger._reading() as connection:
        size, tables = size_bytes(connection), size_of_tables(connection)
    kept = sum(v for k, v in tables.items() if k.startswith("link_"))
    print(
        f"size              {size / 1e6:,.0f} MB for {characters / 1e6:,.0f} MB of text: {size / characters:.2f} times"
    )
    print(f"    of it kept by linking alone {kept / characters:.2f}, all else {(size - kept) / characters:.2f}")
    for table, share in list(tables.items())[:14]:
        print(f"    {table:<28} {share / 1e6:>9,.1f} MB  {share / characters:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--documents", type=int)
    parser.add_argument("--linked", type=int)
    parser.add_argument("--read", type=Path, nargs=2, metavar=("DOCS", "CLAIMS"))
    parser.add_argument("--batch", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--ledger")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--ask", type=Path)
    parser.add_argument("--kills", type=int)
    chosen = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        where = chosen.ledger or str(chosen.keep or f"{folder}/ledger.db")
        if chosen.ask:
            with open_ledger(chosen.ask, readonly=True) as ledger:
                ask(ledger, ids_in(ledger, chosen.times), chosen.times)
            return
        if chosen.kills:
            from ledger.test_kill import kill_many

            print(kill_many(where, chosen.kills, Path(folder)))
            return
        if chosen.read:
            with open_ledger(where, create=True) as ledger:
                tell_size(ledger, fill_read(ledger, *chosen.read))
            return
        documents = chosen.linked or chosen.documents or (100_000 if chosen.full else 2_000)
        with open_ledger(where, create=True) as ledger:
            ids, characters = fill(ledger, documents, chosen.batch, chosen.linked is not None)
            if chosen.linked is None:
                ask(ledger, ids, chosen.times)
            start, rows = time.perf_counter(), sum(b.rows for b in ledger.batches())
            faults = ledger.verify()
            print(f"verify            {rows / (time.perf_counter() - start):>10,.0f} rows/s, {len(faults)} faults")
            tell_size(ledger, characters)
    print(f"peak memory       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
