"""Cost of linking: adding one report at growing ledgers, and a whole ledger from scratch.

    python benchmarks/linking_scale.py add --sizes 1000,10000,100000 [--svg docs/linking-cost.svg]
    python benchmarks/linking_scale.py scratch --claims 1000000 --workers 2

The stream is generated (seed 7) with these statistics. Events: a Poisson rate per day over as many days as needed, so
that the ledger grows in time and not in density (40 events a day unless --rate says otherwise); 60 countries with Zipf
weights, 12 provinces each, 40 towns a province with Zipf weights and coordinates; eight types of violence and civic
events. Reports of an event: 1 + geometric (mean 2.2), published 0 to 4 days later; each names the town (80 %), only the
province (15 %) or only the country (5 %); the day is right (85 %), one off (5 %) or absent (10 %); the dead are given in
70 % of the reports and disagree in 45 % of those. Texts have 40 to 70 words: two rare words and a person of the event in
most, the rest drawn from common words. One report in five tells of a second event. 6 % are copies with small edits.
A document's url names its events, which linking does not look at.
"""

import argparse
import contextlib
import itertools
import math
import os
import platform
import random
import resource
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec

from linking_curve import curve
from onrecord.linking import Linker, MemoryStore, Spool, StoredIncident, Told, link_all
from onrecord.model import Actor, Claim, Document, Place, ReadBy, Span, Toll, When, seal
from onrecord.pipeline import Local

BY = ReadBy(reader="generated", version="1", vocabulary="")
START = date(2015, 1, 1)
_BATCH = 400
SYLLABLES = [
    "ba", "ko", "mi", "ra", "tu", "se", "lan", "dor", "vek", "pil",
    "nur", "gash", "tem", "olo", "wen", "zar", "qui", "fos", "hed", "jam",
]  # fmt: skip
TYPES = [
    "attack.explosion",
    "attack.shooting",
    "clash",
    "protest",
    "arrest",
    "restriction.internet",
    "abduction",
    "raid",
]
COMMON = [
    "people", "were", "seen", "near", "the", "market", "after", "event", "while", "officers", "closed", "roads",
    "and", "families", "waited", "for", "news", "from", "hospital", "staff", "as", "local", "leaders", "called",
    "calm", "said", "that", "an", "inquiry", "would", "follow", "in", "coming", "days",
]  # fmt: skip


def name(rng: random.Random, parts: int) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(parts)).capitalize()


class World:
    """Countries, provinces and towns."""

    def __init__(self, rng: random.Random) -> None:
        self.places = []
        self.weights = []
        for c in range(60):
            code = chr(65 + c // 26) + chr(65 + c % 26)
            for p in range(12):
                province = name(rng, 3)
                lat, lon = rng.uniform(-50, 60), rng.uniform(-170, 170)
                for t in range(40):
                    town = name(rng, 3)
                    self.places.append((code, province, town, lat + rng.uniform(-1, 1), lon + rng.uniform(-1, 1)))
                    self.weights.append(1 / (1 + c) / (1 + t) / (1 + p / 4))
        total = 0.0
        self.cumulative = [total := total + w for w in self.weights]


class Event(msgspec.Struct):
    number: int
    place: tuple[str, str, str, float, float]
    day: date
    type: str
    dead: int
    words: list[str]
    person: str


def stream(claims: int, rate: float, seed: int = 7) -> Iterator[Told]:
    """Documents with claims, in the order of publication up to a few days."""
    rng = random.Random(seed)
    world = World(rng)
    made, number, sequence, day = 0, 0, 0, START
    recent: list[Event] = []
    while made < claims:
        for _ in range(max(1, int(rng.gauss(rate, math.sqrt(rate))))):
            place = rng.choices(world.places, cum_weights=world.cumulative)[0]
            event = Event(
                number, place, day, rng.choice(TYPES), int(rng.paretovariate(1.2)), [name(rng, 3), name(rng, 4)],
                f"{name(rng, 2)} {name(rng, 3)}",
            )  # fmt: skip
            number += 1
            recent = [*recent[-200:], event]
            reports = 1
            while rng.random() < 0.55 and reports < 40:
                reports += 1
            last: Told | None = None
            for _ in range(reports):
                if last is not None and rng.random() < 0.06:
                    told = copied(rng, last, sequence)
                else:
                    told = report(rng, event, rng.choice(recent) if rng.random() < 0.2 else None, sequence)
                last = told
                sequence += 1
                made += len(told.claims)
                yield told
                if made >= claims:
                    return
        day += timedelta(days=1)


def report(rng: random.Random, event: Event, other: Event | None, sequence: int) -> Told:
    lead, fields = sentence(rng, event)
    filler = " ".join(rng.choice(COMMON) for _ in range(rng.randint(30, 50)))
    rest = f"{event.person} was among those named. " if rng.random() < 0.6 else ""
    text = f"{lead} {rest}The {event.words[0]} road and {event.words[1]} were named, {filler}."
    more = None
    if other is not None and other.number != event.number:
        second, more = sentence(rng, other)
        text += " " + second
    published = event.day + timedelta(days=rng.choice([0, 0, 0, 1, 1, 2, 4]))
    document = Document(
        id=f"g{sequence}", title=lead[:60], text=text, publisher=f"Paper {rng.randrange(400)}",
        url=f"https://example.org/{event.number}-{other.number if other else event.number}",
        published=f"{published.isoformat()}T{rng.randrange(24):02}:00:00+00:00",
    )  # fmt: skip
    claims = [claim_of(document, lead, fields)]
    if more is not None:
        claims.append(claim_of(document, second, more))
    return Told(document=document, claims=tuple(claims), sequence=sequence)


def copied(rng: random.Random, told: Told, sequence: int) -> Told:
    document = msgspec.convert(
        {
            "id": f"g{sequence}", "title": told.document.title, "text": told.document.text,
            "publisher": f"Paper {rng.randrange(400)}", "published": told.document.published, "url": told.document.url,
        },
        Document,
    )  # fmt: skip
    from dataclasses import replace

    claims = tuple(seal(replace(c, document=document.id, id=""), document.text) for c in told.claims)
    return Told(document=document, claims=claims, sequence=sequence)


def sentence(rng: random.Random, event: Event) -> tuple[str, dict[str, object]]:
    country, province, town, lat, lon = event.place
    roll = rng.random()
    where = town if roll < 0.8 else province if roll < 0.95 else f"Land {country}"
    dead = event.dead if rng.random() > 0.45 else max(0, event.dead + rng.choice([-2, -1, 1, 2, 3]))
    told_dead = rng.random() < 0.7
    off = rng.random()
    day = None if off < 0.1 else event.day + timedelta(days=1 if off < 0.15 else 0)
    lead = (
        f"{dead} people died in {where} after what {event.words[0]} residents saw."
        if told_dead
        else (f"Residents of {where} told of what happened at {event.words[0]}.")
    )
    fields: dict[str, object] = {
        "type": event.type, "where": where, "level": roll, "country": country, "province": province,
        "lat": lat, "lon": lon, "dead": dead if told_dead else None, "day": day, "person": event.person,
    }  # fmt: skip
    return lead, fields


def claim_of(document: Document, lead: str, fields: Mapping[str, object]) -> Claim:
    text = document.text
    at = text.index(lead)
    where = str(fields["where"])
    start = text.index(where, at)
    level = float(str(fields["level"]))
    place = Place(
        start=start, end=start + len(where), exact=where, name=where, country=str(fields["country"]),
        precision="city" if level < 0.8 else "admin1" if level < 0.95 else "country",
        admin1=str(fields["province"]) if level < 0.95 else None,
        lat=round(float(str(fields["lat"])), 4) if level < 0.8 else None,
        lon=round(float(str(fields["lon"])), 4) if level < 0.8 else None,
    )  # fmt: skip
    tolls: tuple[Toll, ...] = ()
    if fields["dead"] is not None:
        figure = str(fields["dead"])
        low = int(figure)
        tolls = (Toll(start=at, end=at + len(figure), exact=figure, effect="killed", low=low, high=low),)
    actors: tuple[Actor, ...] = ()
    person = str(fields["person"])
    if person in text:
        p = text.index(person)
        actors = (Actor(start=p, end=p + len(person), exact=person, role="victim", category="individual", name=person),)
    day = fields["day"]
    when = When(precision="day", start=str(day), end=str(day)) if day else None
    return seal(
        Claim(
            document=document.id, kind="incident", type=str(fields["type"]), link="single", read_by=BY, when=when,
            evidence=(Span(start=at, end=at + len(lead), exact=lead),), where=(place,), tolls=tolls, actors=actors,
        ),
        text,
    )  # fmt: skip


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"


def quantile(values: Sequence[float], q: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]


class Shelf(MemoryStore):
    """A generated stream in files, and a store that only counts what linking from scratch gives it."""

    def __init__(self) -> None:
        super().__init__()
        self.told, self.held = Spool(), Spool()
        self.number: dict[str, int] = {}
        self.pack = msgspec.msgpack.Encoder().encode
        self.unpack = msgspec.msgpack.Decoder(Claim).decode
        self.counts: Counter[str] = Counter()
        self.digest = 0

    def fill(self, told: Iterator[Told]) -> None:
        while batch := list(itertools.islice(told, _BATCH)):
            self.told.extend([self.pack(batch)])
            for claim in itertools.chain.from_iterable(t.claims for t in batch):
                self.number[claim.id] = len(self.held)
                self.held.extend([self.pack(claim)])

    def batches(self) -> Iterator[list[Told]]:
        decode = msgspec.msgpack.Decoder(list[Told]).decode
        for number in range(len(self.told)):
            yield decode(self.told.get([number])[0])

    def claims(self, ids: Iterable[str]) -> dict[str, Claim]:
        wanted = sorted((self.number[i], i) for i in ids)
        bodies = self.held.get([n for n, _ in wanted])
        return {i: self.unpack(b) for (_, i), b in zip(wanted, bodies, strict=True)}

    def put_documents(self, documents: Sequence[object]) -> None:
        self.counts["documents"] += len(documents)

    def put_nodes(self, nodes: Sequence[object]) -> None:
        self.counts["accounts"] += len(nodes)

    def put_edges(self, edges: Sequence[object]) -> None:
        self.counts["pairs kept"] += len(edges)

    def replace(self, old: object, new: Sequence[StoredIncident], forwards: object) -> None:
        self.counts["incidents"] += len(new)
        for stored in new:
            self.digest ^= zlib.crc32(self.pack(stored))


def add(sizes: Sequence[int], rate: float, probes: int) -> list[tuple[int, float, float]]:
    """p50 and p99 in milliseconds of adding one report when the ledger holds so many incidents."""
    store, rows = MemoryStore(), []
    linker = Linker(store)
    timed: list[float] = []
    targets = sorted(sizes)
    for count, told in enumerate(stream(10**9, rate), start=1):
        store.remember(told.claims)
        begin = time.perf_counter()
        linker.add([told])
        timed.append((time.perf_counter() - begin) * 1000)
        if count % 100 == 0 and len(store.all_ids()) >= targets[0]:
            last = timed[-probes:]
            rows.append((targets.pop(0), quantile(last, 0.5), quantile(last, 0.99)))
            print(f"| {rows[-1][0]:>9,} | {rows[-1][1]:8.2f} | {rows[-1][2]:8.2f} | {peak():6.2f} |", flush=True)
            if not targets:
                return rows
    return rows


def peak() -> float:
    """Peak memory in GiB of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def scratch(claims: int, rate: float, workers: int) -> None:
    """Link a generated stream from scratch; its generation is not part of the time."""
    shelf = Shelf()
    begin = time.perf_counter()
    shelf.fill(stream(claims, rate))
    made = time.perf_counter() - begin
    print(f"{claims:,} claims generated in {made:.0f} s; {peak():.2f} GiB", flush=True)
    begin, before = time.perf_counter(), processor()
    with Memory() as memory:
        link_all(shelf.batches(), shelf, spread=Local(workers, chunk=1).map)
    took, spent = time.perf_counter() - begin, processor() - before
    print("; ".join(f"{n:,} {what}" for what, n in shelf.counts.items()), f"; digest {shelf.digest:08x}", sep="")
    print(
        f"linked in {took:.0f} s on the wall with {workers} workers, {spent:.0f} s of processor time "
        f"({spent / claims * 1e6:.0f} us a claim); peak memory {memory.most:.2f} GiB, all processes together "
        f"({memory.own:.2f} of this one, {memory.others:.2f} of its workers)"
    )


class Memory:
    """Looks twice a second at what this process and its children hold resident; pages that they share count for each.

    The peak that the system keeps of children that have ended is no use: one that is started out of a large process is
    charged with the size of that process.
    """

    def __init__(self) -> None:
        self.most = self.own = self.others = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.5):
            own = resident(os.getpid())
            others = sum(resident(child) for child in children(os.getpid()))
            if own + others > self.most:
                self.most, self.own, self.others = own + others, own, others


def children(process: int) -> list[int]:
    """The processes that this one started (Linux only; elsewhere none are seen)."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # "pid (name) state parent ..."; a name may hold brackets and blanks
            if int(stat.read_text().rpartition(")")[2].split()[1]) == process:
                found.append(int(stat.parent.name))
    return found


def resident(process: int) -> float:
    """GiB in memory; 0 of a process that has ended."""
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize() / 2**30
    return 0.0


def processor() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["add", "scratch"])
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=40.0)
    parser.add_argument("--probes", type=int, default=500)
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    print(machine())
    if options.what == "scratch":
        scratch(options.claims, options.rate, options.workers)
        return
    print("| incidents | p50 ms | p99 ms | peak GiB |\n| ---: | ---: | ---: | ---: |")
    rows = add([int(s) for s in options.sizes.split(",")], options.rate, options.probes)
    if options.svg:
        curve([(held, {"p50": p50, "p99": p99}) for held, p50, p99 in rows], options.svg)


if __name__ == "__main__":
    sys.exit(main())
