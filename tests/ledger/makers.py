"""Documents and claims in our own words, as many as asked for."""

import random

from onrecord.model import (
    Actor,
    AssessedToll,
    Capture,
    Claim,
    Document,
    Incident,
    IncidentActor,
    IncidentDocument,
    IncidentPlace,
    Judgement,
    Party,
    Place,
    Range,
    ReadBy,
    Run,
    Span,
    Speaker,
    Toll,
    When,
    capture_id,
    run_id,
    seal,
)

READER = ReadBy(reader="rules", version="1", vocabulary="0" * 64)
RUN = Run(
    id=run_id("1", "v", "m", "2024-02-08T00:00:00+00:00", {}),
    version="1",
    vocabulary="v",
    model="m",
    started="2024-02-08T00:00:00+00:00",
)
TOWNS = (
    ("Northford", "PK", "Balochistan"),
    ("Eastbridge", "NG", "Lagos"),
    ("Südstadt", "DE", "Bayern"),
    ("Çamlı", "TR", "Bursa"),
)
WORDS = [
    "officials",
    "residents",
    "market",
    "station",
    "offices",
    "voters",
    "lorry",
    "convoy",
    "morning",
    "evening",
    "witnesses",
    "hospital",
    "road",
    "river",
    "school",
    "station",
    "crowd",
    "gate",
    "bridge",
    "valley",
    "ballots",
    "papers",
    "queue",
    "wall",
    "roof",
    "rain",
    "council",
    "member",
    "clerk",
    "driver",
    "farmer",
    "teacher",
]


def span(text: str, words: str) -> dict[str, object]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "exact": words}


def report(number: int = 0, killed: int = 4, day: str = "2024-02-07", publisher: str = "Daily Post") -> Document:
    town, _, _ = TOWNS[number % len(TOWNS)]
    text = (
        f"A bomb went off outside an election office in {town} on Wednesday, killing at least {killed} people, police said. "
        f"Among the dead was the teacher Sarwar Kakarzai, a father of three.\n\n"
        f"The Lawyers' League asked the government to investigate the attack. The government took notice of report {number}."
    )
    return Document(text=text, id=f"doc-{number:06d}", title=f"Bomb in {town}", publisher=publisher, published=day)


def claims_of(
    document: Document, killed: int = 4, reader: ReadBy = READER, day: str = "2024-02-07"
) -> tuple[Claim, ...]:
    """An incident, a demand and a response, on a document of ``report``."""
    text = document.text
    town, country, admin1 = next(x for x in TOWNS if x[0] in text)
    first = text[: text.index(" Among")]
    incident = seal(
        Claim(
            document=document.id,
            kind="incident",
            type="attack.explosion",
            evidence=(Span(**span(text, first)),),
            read_by=reader,
            said_by=(Speaker(name="police", **span(text, "police")),),
            when=When(
                precision="day",
                start=day,
                end=day,
                exact="Wednesday",
                span=Range(text.index("Wednesday"), text.index("Wednesday") + 9),
            ),
            where=(
                Place(
                    name=town, precision="city", country=country, admin1=admin1, lat=30.25, lon=67.5, **span(text, town)
                ),
            ),
            actors=(
                Actor(
                    role="victim", category="civilian", name="Sarwar Kakarzai", **span(text, "teacher Sarwar Kakarzai")
                ),
            ),
            tolls=(Toll(effect="killed", low=killed, **span(text, f"at least {killed} people")),),
            means=("ied",),
            link="single",
            rights=("ICCPR-6",),
        ),
        text,
    )
    asked = text[text.index("The Lawyers") : text.index(" The government took")]
    demand = seal(
        Claim(
            document=document.id,
            kind="demand",
            type="demand.investigate",
            evidence=(Span(**span(text, asked)),),
            read_by=reader,
            by=Party(name="Lawyers' League", **span(text, "Lawyers' League")),
            to=Party(name="government", **span(text, "government")),
            action=Span(**span(text, "investigate the attack")),
            about=(incident.id,),
            rights=("ICCPR-6",),
        ),
        text,
    )
    told = text[text.index("The government took") :]
    response = seal(
        Claim(
            document=document.id,
            kind="response",
            type="response.notice",
            evidence=(Span(**span(text, told)),),
            read_by=reader,
            by=Party(name="government", **span(told, "government") | _moved(text, told, "government")),
            action=Span(**_moved(text, told, "took notice")),
            about=(incident.id,),
        ),
        text,
    )
    return incident, demand, response


def _moved(text: str, part: str, words: str) -> dict[str, object]:
    start = text.index(part) + part.index(words)
    return {"start": start, "end": start + len(words), "exact": words}


def incident_of(*told: Claim, name: str | None = None, **changes: object) -> Incident:
    claim = told[0]
    killed = max((x.low for c in told for x in c.tolls), default=0)
    fields: dict[str, object] = {
        "id": name or f"inc-{claim.id}",
        "link": "single",
        "type": claim.type,
        "status": "single_source",
        "claims": tuple(c.id for c in told),
        "documents": tuple(IncidentDocument(id=c.document, main=True) for c in told),
        "when": When(precision="day", start=claim.when.start, end=claim.when.end) if claim.when else None,
        "where": tuple(
            IncidentPlace(name=p.name, precision=p.precision, country=p.country, admin1=p.admin1, lat=p.lat, lon=p.lon)
            for p in claim.where
        ),
        "actors": tuple(IncidentActor(role=a.role, category=a.category, name=a.name) for a in claim.actors),
        "tolls": (AssessedToll(effect="killed", low=killed, best=killed, from_=tuple(c.id for c in told if c.tolls)),),
        "publishers": ("Daily Post",),
        "first_reported": "2024-02-07",
        "last_reported": "2024-02-08",
    }
    return Incident(**{**fields, **changes})


def judgement(
    number: int, verdict: str, *subjects: str, why: str = "checked by telephone", **detail: object
) -> Judgement:
    return Judgement(
        id=f"j-{number:04d}",
        verdict=verdict,
        subjects=subjects,
        by="Amina",
        at=f"2024-03-01T10:{number % 60:02d}:00+00:00",
        why=why,
        detail=detail,
    )


def capture(document: Document) -> Capture:
    content = f"<html>{document.text}</html>".encode()
    return Capture(
        sha256=capture_id(content),
        content=content,
        media_type="text/html",
        source=f"file:{document.id}.html",
        captured="2024-02-08T09:00:00+00:00",
        tool="onrecord 0.1.0",
        url="https://post.example/1",
        headers={"etag": "x"},
        documents=(document.id,),
    )


def long_report(
    number: int, rng: random.Random, paragraphs: int = 6, accounts: int = 8
) -> tuple[Document, tuple[Claim, ...]]:
    """A longer document with an incident claim in each of its first ``accounts`` sentences."""
    sentences, marks = [], []
    for i in range(paragraphs * 4):
        town, country, admin1 = TOWNS[rng.randrange(len(TOWNS))]
        killed = rng.randrange(1, 90)
        filler = " ".join(rng.choices(WORDS, k=12))
        sentences.append(f"In {town} {killed} people died near the {filler} {number}-{i}, police said.")
        marks.append((town, country, admin1, killed))
    text = "\n\n".join(" ".join(sentences[i * 4 : i * 4 + 4]) for i in range(paragraphs))
    day = f"20{rng.randrange(10, 25)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
    document = Document(
        text=text, id=f"long-{number:07d}", publisher=f"Paper {number % 40}", published=day, title=f"Report {number}"
    )
    claims, at = [], 0
    for i in range(min(accounts, len(sentences))):
        sentence, (town, country, admin1, killed) = sentences[i], marks[i]
        at = text.index(sentence, at)

        def part(words: str, base: int = at, inside: str = sentence) -> dict[str, object]:
            start = base + inside.index(words)
            return {"start": start, "end": start + len(words), "exact": words}

        claim = Claim(
            document=document.id,
            kind="incident",
            type=("attack.explosion", "attack.shooting", "clash", "protest")[killed % 4],
            evidence=(Span(start=at, end=at + len(sentence), exact=sentence),),
            read_by=READER,
            link="single",
            said_by=(Speaker(name="police", **part("police")),),
            when=When(precision="day", start=day, end=day),
            where=(
                Place(name=town, precision="city", country=country, admin1=admin1, lat=30.25, lon=67.5, **part(town)),
            ),
            tolls=(Toll(effect="killed", low=killed, high=killed, **part(f"{killed} people")),),
            rights=("ICCPR-6",),
        )
        claims.append(seal(claim, text))
    return document, tuple(claims)
