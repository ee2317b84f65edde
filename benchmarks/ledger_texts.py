"""Made-up reports with claims and incidents for the ledger's benchmark, shaped like what was measured on real ones.

What was measured, with this reader on three public sets of 4,160 news reports (linking, muc, typing; 15,250 claims), and is kept
here: 500 to 730 characters of text a claim (500 here), 230 characters of evidence, a claim of two naming a speaker, 0.7 places,
0.7 actors (three in ten named), 0.5 tolls; 73 incidents, 20 responses and 7 demands in a hundred claims; 1.5 accounts an
incident; text that zstandard packs to half. Words are made up and follow one another from short lists, by Zipf's law.
"""

import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from zlib import crc32

from onrecord.model import (
    Actor,
    AnsweredDemand,
    AssessedToll,
    Claim,
    Document,
    Incident,
    IncidentActor,
    IncidentDocument,
    IncidentPlace,
    Party,
    Place,
    Range,
    ReadBy,
    Span,
    Speaker,
    Toll,
    When,
    seal,
)  # fmt: skip

__all__ = ["CLAIMS", "Maker"]

CLAIMS = 10
_READER = ReadBy(reader="bench", version="1", vocabulary="0" * 64)
_TYPES = (
    "attack.explosion", "attack.shooting", "attack.shelling", "clash", "protest", "arrest", "restriction.internet", "abduction",
    "riot", "restriction.media", "excessive_force", "attack.unspecified", "threat", "raid",
)  # fmt: skip
_COUNTRIES = (
    "PK",
    "IN",
    "BD",
    "NG",
    "KE",
    "SD",
    "MX",
    "CO",
    "UA",
    "MM",
    "PH",
    "IQ",
    "SY",
    "AF",
    "ET",
    "ML",
    "YE",
    "HT",
)
_ASKED = ("demand.investigate", "demand.release", "demand.protect", "demand.prosecute")
_TOLD = ("response.notice", "response.condemned", "response.inquiry", "response.arrest", "response.denied")
_WHO = ("police", "officials", "a hospital", "residents", "the ministry", "the army", "rescue workers")
_CATEGORIES = ("civilian", "police", "protester", "journalist", "armed_group", "military", "voter")
_SYLLABLES = (
    "ba", "ra", "ti", "on", "er", "sa", "mi", "lo", "ken", "du", "vor", "an", "es", "pli", "tra", "nu", "go", "che", "wel", "ist",
    "of", "qua", "ju", "sho", "by", "ex", "fam", "gle", "hob", "iz", "ump", "rey", "cap", "dit", "fli", "wun",
)  # fmt: skip


def _word(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=rng.choice((1, 1, 2, 2, 2, 3, 3, 4))))


class Maker:
    """Reports by number: the same number gives the same report."""

    def __init__(self, seed: int = 7) -> None:
        rng = random.Random(seed)
        self.seed = seed
        self.words = list(dict.fromkeys(_word(rng) for _ in range(40_000)))[:20_000]
        heavy = list(accumulate(1 / (i + 3) for i in range(len(self.words))))
        after = [rng.choices(self.words, cum_weights=heavy, k=10) for _ in self.words]
        place = {w: i for i, w in enumerate(self.words)}
        self.sentences = []
        for _ in range(30_000):
            word = self.words[bisect(heavy, rng.random() * heavy[-1])]
            said = [word]
            for _ in range(rng.randrange(10, 31)):
                # now and then the thread breaks, as it does in prose
                word = (
                    rng.choices(self.words, cum_weights=heavy)[0]
                    if rng.random() < 0.6
                    else rng.choice(after[place[word]])
                )
                said.append(word)
            self.sentences.append(" ".join(said).capitalize() + ".")
        self.towns = []
        for number in range(4_000):
            country = _COUNTRIES[min(int(rng.paretovariate(0.8)) - 1, len(_COUNTRIES) - 1)]
            name = f"{_word(rng)}{_word(rng)}".capitalize()
            self.towns.append((name, country, f"Province {number % 9} of {country}", f"District {number % 70}"))

    def document(self, number: int) -> tuple[Document, tuple[Claim, ...]]:
        """A report of about 5,000 characters with ten claims."""
        rng = random.Random(self.seed * 1_000_003 + number)
        day = f"20{rng.randrange(10, 25)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        parts: list[tuple[str, str, tuple[object, ...]]] = []
        for i in range(CLAIMS):
            kind = "incident" if i < 7 or rng.random() < 0.1 else "demand" if rng.random() < 0.25 else "response"
            told = rng.choice(self.sentences)
            if kind == "incident":
                town, killed, who = rng.choice(self.towns), int(rng.paretovariate(0.9)), rng.choice(_WHO)
                told = f"In {town[0]} at least {killed} people {told[:-1].lower()} on Monday, {who} said."
                parts.append((kind, told, (town, killed, who)))
            else:
                body = f"The {rng.choice(self.words)} council".title()
                verb = "called on the government to" if kind == "demand" else "said the government would"
                parts.append((kind, f"{body} {verb} {told[:-1].lower()}.", (body,)))
            parts.append(("", " ".join(rng.choices(self.sentences, k=2)), ()))
        text = ""
        placed = []
        for n, (kind, told, more) in enumerate(parts):
            at = len(text) + (2 if n and n % 4 == 0 else 1 if n else 0)
            text += ("\n\n" if n and n % 4 == 0 else " " if n else "") + told
            if kind:
                placed.append((kind, told, at, more))
        document = Document(
            id=f"bench-{number:08d}", text=text, title=rng.choice(self.sentences)[:60], published=day,
            publisher=f"Paper {min(int(rng.paretovariate(0.6)), 400)}", url=f"https://paper.example/{day}/{number:08d}", language="en",
        )  # fmt: skip
        claims: list[Claim] = []
        for kind, told, at, more in placed:
            made = (
                self._event(rng, document, told, at, day, *more)
                if kind == "incident"
                else self._word(rng, document, kind, told, at, *more)
            )
            claims.append(seal(made if kind == "incident" else replace(made, about=(claims[0].id,)), text))
        return document, tuple(claims)

    def _event(
        self,
        rng: random.Random,
        document: Document,
        told: str,
        at: int,
        day: str,
        town: tuple[str, str, str, str],
        killed: int,
        who: str,
    ) -> Claim:
        def part(words: str) -> dict[str, object]:
            start = at + told.index(words)
            return {"start": start, "end": start + len(words), "exact": words}

        monday = at + told.rindex("Monday")
        name, country, admin1, admin2 = town
        number = crc32(name.encode()) % 10_000_000
        return Claim(
            document=document.id, kind="incident", type=_TYPES[number % 7 if rng.random() < 0.6 else rng.randrange(len(_TYPES))], read_by=_READER,
            link="single" if rng.random() < 0.85 else "aggregate", evidence=(Span(start=at, end=at + len(told), exact=told),),
            when=When(precision="day", start=day, end=day, exact="Monday", span=Range(monday, monday + 6)),
            said_by=(Speaker(name=who, **part(who)),), rights=("ICCPR-6",) if rng.random() < 0.5 else (),  # type: ignore[arg-type]
            where=(
                Place(name=name, precision="city", country=country, admin1=admin1, admin2=admin2, lat=round(rng.uniform(-60, 60), 5),
                      lon=round(rng.uniform(-180, 180), 5), geonames=number, **part(name)),  # type: ignore[arg-type]
            ),
            actors=(
                Actor(role="victim", category=rng.choice(_CATEGORIES), name=name if rng.random() < 0.2 else None, **part("people")),  # type: ignore[arg-type]
            ),
            tolls=(Toll(effect="killed", low=killed, **part(f"at least {killed} people")),) if rng.random() < 0.7 else (),  # type: ignore[arg-type]
            means=("firearm",) if rng.random() < 0.3 else (),
        )  # fmt: skip

    def _word(self, rng: random.Random, document: Document, kind: str, told: str, at: int, body: str) -> Claim:
        by = Party(name=body, start=at, end=at + len(body), exact=body)
        to = at + told.index("the government")
        asked = to + len("the government to ") if kind == "demand" else to + len("the government would ")
        return Claim(
            document=document.id, kind=kind, type=rng.choice(_ASKED if kind == "demand" else _TOLD), read_by=_READER,  # type: ignore[arg-type]
            evidence=(Span(start=at, end=at + len(told), exact=told),), by=by,
            to=Party(name="government", start=to + 4, end=to + 14, exact="government") if kind == "demand" else None,
            action=Span(start=asked, end=at + len(told) - 1, exact=told[asked - at : -1]),
            rights=("ICCPR-6",) if kind == "demand" and rng.random() < 0.4 else (),
        )  # fmt: skip

    def incidents(self, documents: list[Document], claims: list[Claim]) -> Iterator[Incident]:
        """Incidents of a portion: two accounts of three stand alone, one is told twice; demands and responses belong to a report's first."""
        held = {d.id: d for d in documents}
        accounts = [c for c in claims if c.kind == "incident"]
        others: dict[str, list[Claim]] = {}
        for c in claims:
            if c.kind != "incident":
                others.setdefault(c.about[0], []).append(c)
        step = 0
        while step < len(accounts):
            told = accounts[step : step + (2 if step % 3 == 0 else 1)]
            step += len(told)
            yield self._incident(held, told, [o for c in told for o in others.get(c.id, ())])

    def _incident(self, held: dict[str, Document], told: list[Claim], others: list[Claim]) -> Incident:
        first = told[0]
        killed = max((x.low for c in told for x in c.tolls), default=None)
        reported = sorted(held[c.document].published or "" for c in told)
        names = tuple(dict.fromkeys(held[c.document].publisher or "" for c in told))
        demands = tuple(c.id for c in others if c.kind == "demand")
        responses = tuple(c.id for c in others if c.kind == "response")
        assert first.when is not None
        tolls = (
            ()
            if killed is None
            else (
                AssessedToll(
                    effect="killed",
                    low=killed,
                    best=killed,
                    high=killed,
                    rule="latest",
                    from_=tuple(c.id for c in told if c.tolls),
                ),
            )
        )
        return Incident(
            id=f"inc-{first.id}", link=first.link or "single", type=first.type,
            status="single_source" if len(names) == 1 else "contested" if len(told[0].tolls) != len(told[-1].tolls) else "corroborated",
            claims=tuple(c.id for c in told), documents=tuple(IncidentDocument(id=d, main=d == first.document) for d in dict.fromkeys(c.document for c in told)),
            when=When(precision="day", start=first.when.start, end=first.when.end), publishers=names,
            where=tuple(IncidentPlace(name=p.name, precision=p.precision, country=p.country, admin1=p.admin1, admin2=p.admin2, lat=p.lat, lon=p.lon) for p in first.where),
            actors=tuple(IncidentActor(role=a.role, category=a.category, name=a.name) for a in first.actors),
            first_reported=reported[0], last_reported=reported[-1], tolls=tolls, responses=responses,
            demands=tuple(AnsweredDemand(id=d, answered_by=responses[:1] if i % 3 == 0 else ()) for i, d in enumerate(demands)),
        )  # fmt: skip
