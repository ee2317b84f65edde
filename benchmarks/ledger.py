"""The ledger at size: bulk append, point reads, filtered pages, full text, size on the disk.

    python benchmarks/ledger.py                     2,000 documents, 20,000 claims, SQLite
    python benchmarks/ledger.py --full              100,000 documents, 1,000,000 claims
    python benchmarks/ledger.py --kills 500         SIGKILL at random moments while appending (see tests/ledger/test_kill.py)
    python benchmarks/ledger.py --ledger postgresql://…   the same on an empty PostgreSQL database

The texts are made up, of words drawn from a list of 20,000 by Zipf's law, about 3,000 characters a document with ten claims.
"""

import argparse
import platform
import random
import resource
import statistics
import string
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from onrecord.ledger import Batch, Filter, Ledger, Request, open_ledger
from onrecord.model import (
    Actor,
    AssessedToll,
    Claim,
    Document,
    Incident,
    IncidentActor,
    IncidentDocument,
    IncidentPlace,
    Place,
    ReadBy,
    Run,
    Span,
    Speaker,
    Toll,
    When,
    seal,
)

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

READER = ReadBy(reader="bench", version="1", vocabulary="0" * 64)
RUN = Run(id="bench", version="1", vocabulary="v", model="m", started="2024-01-01T00:00:00+00:00")
TYPES = (
    "attack.explosion",
    "attack.shooting",
    "clash",
    "protest",
    "arrest",
    "restriction.internet",
    "abduction",
    "riot",
)
COUNTRIES = ("PK", "IN", "BD", "NG", "KE", "SD", "MX", "CO", "UA", "MM", "PH", "IQ")


class Maker:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.words = [
            "".join(self.rng.choices(string.ascii_lowercase, k=self.rng.randrange(3, 11))) for _ in range(20_000)
        ]
        self.weights = [1 / (i + 3) for i in range(len(self.words))]
        total = 0.0
        self.cumulated = [total := total + w for w in self.weights]
        self.towns = [(w.capitalize(), self.rng.choice(COUNTRIES)) for w in self.rng.sample(self.words, 2_000)]

    def sentence(self, words: int) -> str:
        return " ".join(self.rng.choices(self.words, cum_weights=self.cumulated, k=words))

    def document(self, number: int) -> tuple[Document, tuple[Claim, ...]]:
        rng = self.rng
        told, lines = [], []
        for _ in range(10):
            town, country = rng.choice(self.towns)
            killed = int(rng.paretovariate(0.9))
            lines.append(
                f"In {town} at least {killed} people {self.sentence(20)}, police said. {self.sentence(16).capitalize()}."
            )
            told.append((town, country, killed))
        text = "\n\n".join(lines)
        day = f"20{rng.randrange(10, 25)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        document = Document(
            text=text,
            id=f"bench-{number:08d}",
            publisher=f"Paper {rng.randrange(300)}",
            published=day,
            title=self.sentence(7),
        )
        claims, at = [], 0
        for line, (town, country, killed) in zip(lines, told, strict=True):
            end = at + line.index(", police said.") + 14

            def part(words: str, base: int = at, inside: str = line) -> dict[str, object]:
                start = base + inside.index(words)
                return {"start": start, "end": start + len(words), "exact": words}

            claim = Claim(
                document=document.id,
                kind="incident",
                type=rng.choice(TYPES),
                read_by=READER,
                link="single",
                evidence=(Span(start=at, end=end, exact=text[at:end]),),
                when=When(precision="day", start=day, end=day),
                said_by=(Speaker(name="police", **part("police")),),
                rights=("ICCPR-6",),
                where=(
                    Place(
                        name=town,
                        precision="city",
                        country=country,
                        lat=round(rng.uniform(-60, 60), 4),
                        lon=round(rng.uniform(-180, 180), 4),
                        geonames=rng.randrange(10**7),
                        **part(town),
                    ),
                ),
                actors=(Actor(role="victim", category="civilian", **part("people")),),
                tolls=(Toll(effect="killed", low=killed, **part(f"at least {killed} people")),),
            )
            claims.append(seal(claim, text))
            at += len(line) + 2
        return document, tuple(claims)


def incident(claims: list[Claim]) -> Incident:
    first = claims[0]
    killed = max(x.low for c in claims for x in c.tolls)
    assert first.when is not None
    return Incident(
        id=f"inc-{first.id}",
        link="single",
        type=first.type,
        status="single_source" if len(claims) == 1 else "corroborated",
        claims=tuple(c.id for c in claims),
        documents=tuple(IncidentDocument(id=d, main=False) for d in dict.fromkeys(c.document for c in claims)),
        when=When(precision="day", start=first.when.start, end=first.when.end),
        publishers=("Paper",),
        where=tuple(
            IncidentPlace(name=p.name, precision=p.precision, country=p.country, lat=p.lat, lon=p.lon)
            for p in first.where
        ),
        actors=(IncidentActor(role="victim", category="civilian"),),
        first_reported=first.when.start,
        last_reported=first.when.start,
        tolls=(AssessedToll(effect="killed", low=killed, best=killed, from_=tuple(c.id for c in claims)),),
    )


def portions(maker: Maker, documents: int, size: int) -> Iterator[tuple[list[Document], list[Claim]]]:
    for start in range(0, documents, size):
        made = [maker.document(n) for n in range(start, min(documents, start + size))]
        yield [d for d, _ in made], [c for _, cs in made for c in cs]


def fill(ledger: Ledger, documents: int, size: int) -> tuple[list[str], list[str], list[str], int]:
    maker = Maker(7)
    appending = linking = 0.0
    claims = characters = incidents = 0
    ids: tuple[list[str], list[str], list[str]] = ([], [], [])
    for texts, told in portions(maker, documents, size):
        start = time.perf_counter()
        made = ledger.append(Batch(run=RUN, documents=tuple(texts), claims=tuple(told)))
        appending += time.perf_counter() - start
        assert len(made.claims_new) == len(told)
        assert not made.rejections
        pairs = [told[i : i + 2] if i % 5 else told[i : i + 1] for i in range(0, len(told), 2)]
        derived = [(incident(p), ()) for p in pairs]
        start = time.perf_counter()
        with ledger.writing():
            ledger.links().replace([], derived, [])
        linking += time.perf_counter() - start
        claims += len(told)
        incidents += len(derived)
        characters += sum(len(d.text) for d in texts)
        ids[0].append(texts[0].id)
        ids[1].extend(c.id for c in told[::97])
        ids[2].extend(i.id for i, _ in derived[::97])
    ledger.analyse()
    print(
        f"append            {claims / appending:>10,.0f} claims/s "
        f"({documents:,} documents, {claims:,} claims, {size} documents a batch)"
    )
    print(f"write incidents   {incidents / linking:>10,.0f} incidents/s")
    return *ids, characters


def timed(name: str, asked: list[Callable[[], object]]) -> None:
    spent = []
    for question in asked:
        start = time.perf_counter()
        question()
        spent.append((time.perf_counter() - start) * 1_000)
    spent.sort()
    print(
        f"{name:<34} median {statistics.median(spent):8.2f} ms   p95 {spent[int(len(spent) * 0.95)]:8.2f} ms   ({len(spent)})"
    )


def ask(ledger: Ledger, ids: tuple[list[str], list[str], list[str]], times: int) -> None:
    rng = random.Random(3)
    maker = Maker(7)
    pick = [[rng.choice(x) for _ in range(times)] for x in ids]
    ledger.claims(Filter(), Request(limit=1))
    timed("document by id", [lambda i=i: ledger.document(i) for i in pick[0]])
    timed("claim by id", [lambda i=i: ledger.claim(i) for i in pick[1]])
    timed("incident by id", [lambda i=i: ledger.incident(i) for i in pick[2]])
    filters = {
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
    }
    for name, f in filters.items():
        timed(f"50 incidents: {name}", [lambda f=f: ledger.incidents(f) for _ in range(max(5, times // 20))])
    for name, at in (("common word", (0, 20)), ("middling word", (200, 600)), ("rare word", (5_000, 20_000))):
        words = [maker.words[rng.randrange(*at)] for _ in range(max(5, times // 10))]
        timed(f"search documents: {name}", [lambda w=w: ledger.search(w) for w in words])
        timed(f"50 claims with text: {name}", [lambda w=w: ledger.claims(Filter(text=w)) for w in words])
        timed(
            f"50 incidents with text: {name}",
            [lambda w=w: ledger.incidents(Filter(text=w)) for w in words[: max(5, len(words) // 2)]],
        )
    pairs = [f"{maker.words[rng.randrange(200)]} {maker.words[rng.randrange(200)]}" for _ in range(max(5, times // 10))]
    timed("search documents: two words", [lambda w=w: ledger.search(w) for w in pairs])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--documents", type=int)
    parser.add_argument("--batch", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--ledger")
    parser.add_argument("--kills", type=int)
    chosen = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}")
    if chosen.kills:
        from ledger.test_kill import kill_many

        with tempfile.TemporaryDirectory() as folder:
            print(kill_many(chosen.ledger or f"{folder}/ledger.db", chosen.kills, Path(folder)))
        return
    documents = chosen.documents or (100_000 if chosen.full else 2_000)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_ledger(chosen.ledger or f"{folder}/ledger.db", create=True) as ledger,
    ):
        *ids, characters = fill(ledger, documents, chosen.batch)
        ask(ledger, (ids[0], ids[1], ids[2]), chosen.times)
        start = time.perf_counter()
        faults = ledger.verify()
        print(
            f"verify            {documents * 11 / (time.perf_counter() - start):>10,.0f} rows/s, {len(faults)} faults"
        )
        with ledger._reading() as connection:
            from onrecord.ledger.dialect import size_bytes, size_of_tables

            size = size_bytes(connection)
            print(
                f"size              {size / 1e6:,.0f} MB for {characters / 1e6:,.0f} MB of text: {size / characters:.2f} times"
            )
            for table, share in list(size_of_tables(connection).items())[:14]:
                print(f"    {table:<28} {share / 1e6:>9,.1f} MB  {share / characters:.2f}")
    print(f"peak memory       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
