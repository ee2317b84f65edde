"""Small documents and claims for the tests of linking, in our own words."""

from collections.abc import Sequence
from typing import Any

from onrecord.linking.incremental import Linker
from onrecord.linking.memory import MemoryStore
from onrecord.linking.nodes import Told
from onrecord.model import Actor, Claim, Document, Incident, Place, ReadBy, Span, Speaker, Toll, When, seal

BY = ReadBy(reader="test", version="1", vocabulary="")


def document(name: str, text: str, published: str, publisher: str = "Daily Plain", title: str = "") -> Document:
    return Document(id=name, text=text, published=published, publisher=publisher, title=title or None)


def span(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "exact": words}


def place(
    text: str, words: str, *, admin1: str = "", country: str = "PK", precision: str = "city", **more: Any
) -> Place:
    return Place(**span(text, words), name=words, country=country, admin1=admin1 or None, precision=precision, **more)


def toll(text: str, words: str, effect: str, low: int, high: int | None = None, **more: Any) -> Toll:
    return Toll(**span(text, words), effect=effect, low=low, high=high, **more)


def speaker(text: str, words: str, medium: str | None = None) -> Speaker:
    return Speaker(**span(text, words), name=words, medium=medium)


def victim(text: str, words: str, category: str = "individual") -> Actor:
    return Actor(**span(text, words), role="victim", category=category, name=words)


def claim(
    doc: Document, evidence: str, type_: str = "attack.explosion", *, day: str | None = None, **fields: Any
) -> Claim:
    """An incident claim on ``evidence``; ``day`` is an ISO date."""
    fields.setdefault("kind", "incident")
    if fields["kind"] == "incident":
        fields.setdefault("link", "single")
    when = None if day is None else When(precision="day", start=day, end=day)
    made = Claim(
        document=doc.id, type=type_, evidence=(Span(**span(doc.text, evidence)),), read_by=BY, when=when, **fields
    )
    return seal(made, doc.text)


def told(pairs: Sequence[tuple[Document, Sequence[Claim]]]) -> list[Told]:
    return [Told(document=d, claims=tuple(c), sequence=i) for i, (d, c) in enumerate(pairs)]


def linked(items: Sequence[Told], **options: Any) -> MemoryStore:
    """A store with all the documents added at once."""
    store = MemoryStore()
    for item in items:
        store.remember(item.claims)
    Linker(store, **options).add(items)
    return store


def incidents(store: MemoryStore) -> list[Incident]:
    return [s.incident for s in store.all_incidents()]


def partition(store: MemoryStore) -> set[frozenset[str]]:
    return {frozenset(i.claims) for i in incidents(store)}


def blast(
    name: str,
    town: str,
    day: str,
    killed: int,
    *,
    admin1: str = "Balochistan",
    publisher: str = "Daily Plain",
    hour: int = 12,
    words: str = "",
    lead: str = "A bomb hidden in a cart killed {killed} people in {town}.",
) -> tuple[Document, list[Claim]]:
    """A short report of a bomb in a town."""
    lead = lead.format(killed=killed, town=town)
    text = f"{lead} {words or 'Shops stayed shut for the rest of the day.'}"
    doc = document(name, text, f"{day}T{hour:02}:00:00+05:00", publisher, f"Bomb kills {killed} in {town}")
    made = claim(
        doc,
        lead,
        day=day,
        where=(place(text, town, admin1=admin1),),
        tolls=(toll(text, str(killed), "killed", killed, killed),),
    )
    return doc, [made]
