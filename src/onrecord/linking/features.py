"""What one account says, in the few numbers and sets that accounts are compared by."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property, lru_cache

import msgspec

from onrecord.linking.details import ages, clocks, person_names, roads
from onrecord.linking.settings import compat
from onrecord.linking.words import (
    Ranked,
    Vector,
    fold,
    heaviest,
    ranked,
    stacked,
    term_key,
    terms,
    token_set,
    vector,
    without,
)
from onrecord.model import Claim, Document, Effect, Place, When
from onrecord.vocab import claim_types

__all__ = [
    "Account",
    "Site",
    "account_and_terms",
    "account_of",
    "day_of",
    "days_of",
    "fold_place",
    "headline",
    "minute_of",
    "site_of",
]

EVIDENCE_TERMS = 60
DOCUMENT_TERMS, OPENING_TERMS, TITLE_TERMS = 80, 40, 10
# the squares of the terms of a report of a hundred words or so; shorter ones have a shorter vector
DOCUMENT_WEIGHT, OPENING_WEIGHT = 5000.0, 5000.0
# how much the whole report, its opening and its title count when two stories are compared
DOCUMENT_SHARE, OPENING_SHARE, TITLE_SHARE = 0.4, 0.4, 0.2
# characters from the first evidence on: what a report tells first, and where it says when and where in town
OPENING, TELLING = 600, 1200
_LEVELS = ("country", "admin1", "admin2", "city", "exact")
_CHIEF = {"victim", "target", "perpetrator"}


class Site(msgspec.Struct, frozen=True, array_like=True):
    """A place by folded names; ``level`` is 0 (country) to 4 (exact). Unknown coordinates are absent."""

    name: str
    level: int
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    lat: float | None = None
    lon: float | None = None
    geonames: int = 0


class Account(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """The features of a node. Days are ordinals (``date.toordinal``), minutes count from the epoch; 0 is unknown.

    ``tolls`` are totals by effect as (low, high), high -1 when open; ``words`` come from evidence and title, ``story``
    from the whole document where this account is what the document is mostly about, ``named`` are keys of private
    persons in it, ``ages`` in years, ``clocks`` in minutes from midnight, ``roads`` keys of names. ``structured``: from
    a row of a table, whose columns are compared as columns; ``source`` then names
    the report that the row was coded from, ``heading`` holds the words of its headline.
    """

    document: str
    publisher: str
    published: int
    aggregate: bool
    types: tuple[str, ...]
    first: int
    last: int
    sites: tuple[Site, ...]
    persons: frozenset[str]
    bodies: frozenset[str]
    tolls: dict[str, tuple[int, int]]
    occurrences: tuple[int, int]
    words: Vector
    story: Vector
    main: bool
    hypothetical: bool
    structured: bool
    source: str
    named: frozenset[int]
    # ledgers written before stories kept their places hold some here
    site_terms: frozenset[int]
    chief_site: int
    other_days: tuple[tuple[int, int], ...] = ()
    other_sites: tuple[Site, ...] = ()
    ages: frozenset[int] = frozenset()
    heading: Vector = {}
    clocks: frozenset[int] = frozenset()
    roads: frozenset[int] = frozenset()
    # where the sentences begin that the account stands on
    sentences: frozenset[int] = frozenset()

    @cached_property
    def story_length(self) -> float:
        """The square of the story's vector: 1 for a report, less for a note (see ``vector``)."""
        return sum([w * w for w in self.story.values()])

    @property
    def published_day(self) -> int:
        return self.published // 1440 + _EPOCH if self.published else 0


_EPOCH = date(1970, 1, 1).toordinal()


def minute_of(value: str | None) -> int:
    """Minutes since the epoch of an ISO date or date-time (a bare date at noon, no offset read as UTC)."""
    if not value:
        return 0
    if len(value) == 10:
        return (date.fromisoformat(value).toordinal() - _EPOCH) * 1440 + 720
    at = datetime.fromisoformat(value)
    local = (at.date().toordinal() - _EPOCH) * 1440 + at.hour * 60 + at.minute
    offset = at.utcoffset()
    return local - (int(offset.total_seconds()) // 60 if offset else 0)


def day_of(value: str | None) -> int:
    """The calendar day as an ordinal, in the value's own offset; 0 when absent."""
    return date.fromisoformat(value[:10]).toordinal() if value else 0


def days_of(when: When | None) -> tuple[int, int]:
    """First and last day, or (0, 0)."""
    if when is None or when.precision == "unknown":
        return 0, 0
    first, last = day_of(when.start), day_of(when.end)
    return first or last, last or first


@lru_cache(maxsize=1 << 14)
def fold_place(name: str) -> str:
    """A place name for comparison: folded, generic words ("district", "city") taken off."""
    words = fold(name).replace("-", " ").replace(".", " ").split()
    kept = [w for w in words if w not in compat().place_words]
    return " ".join(kept or words)


def site_of(place: Place) -> Site:
    return Site(
        name=fold_place(place.name),
        level=_LEVELS.index(place.precision),
        country=place.country or "",
        admin1=fold_place(place.admin1) if place.admin1 else "",
        admin2=fold_place(place.admin2) if place.admin2 else "",
        lat=place.lat,
        lon=place.lon,
        geonames=place.geonames or 0,
    )


def claim_totals(claim: Claim) -> dict[Effect, tuple[int, int]]:
    """Total per effect: lows added, highs added (-1 when one is open); parts and attackers are left out."""
    totals: dict[Effect, tuple[int, int]] = {}
    for toll in claim.tolls:
        if toll.part_of or toll.who == "attacker":
            continue
        low, high = totals.get(toll.effect, (0, 0))
        totals[toll.effect] = (low + toll.low, -1 if toll.high is None or high < 0 else high + toll.high)
    return totals


def _when(claims: Sequence[Claim]) -> tuple[int, int]:
    """The narrowest date that most claims agree on."""
    seen = Counter(days for days in (days_of(c.when) for c in claims) if days[0])
    if not seen:
        return 0, 0
    return min(seen, key=lambda d: (d[1] - d[0] > 1, -seen[d], d[1] - d[0], d))


def _sites(claims: Sequence[Claim]) -> tuple[Site, ...]:
    found: dict[tuple[str, str], tuple[int, int, Site]] = {}
    for claim in claims:
        for place in claim.where:
            site = site_of(place)
            key = (site.name, site.country)
            count, _, known = found.get(key, (0, 0, site))
            found[key] = (count + 1, max(site.level, known.level), site if site.level > known.level else known)
    ranked = sorted(found.values(), key=lambda f: (-f[1], -f[0], f[2].name))
    return tuple(site for _, _, site in ranked[:6])


def _countrywide(claims: Sequence[Claim], rest: Sequence[Claim]) -> tuple[Site, ...]:
    """The country of everything else in the document, for an act of the state or the street that is put nowhere.

    "The ministry cut mobile services": such acts are told without a place where they hold for a country.
    """
    if claim_types()[claims[0].type].group in ("violence", "liberty"):
        return ()
    countries = {p.country for c in rest for p in c.where[:1] if p.country}
    return (Site(name="", level=0, country=countries.pop()),) if len(countries) == 1 else ()


def _names(claims: Sequence[Claim]) -> tuple[frozenset[str], frozenset[str]]:
    persons: set[str] = set()
    bodies: set[str] = set()
    for claim in claims:
        for actor in claim.actors:
            if actor.role not in _CHIEF or not actor.name:
                continue
            name = " ".join(fold(actor.name).replace(".", " ").split())
            (bodies if actor.category in _BODIES else persons).add(name)
    return frozenset(persons), frozenset(bodies)


_BODIES = {
    "party", "election_body", "media", "court", "police", "military", "paramilitary", "intelligence", "government",
    "armed_group", "gang", "mob", "rights_group", "international_body", "company", "religious",
}  # fmt: skip


def account_of(document: Document, claims: Sequence[Claim], main: bool, rest: Sequence[Claim] = ()) -> Account:
    """The features of the incident claims of one account of ``document``."""
    return account_and_terms(document, claims, main, rest)[0]


def account_and_terms(
    document: Document, claims: Sequence[Claim], main: bool, rest: Sequence[Claim]
) -> tuple[Account, Ranked]:
    """The features of an account, and the terms to block by.

    These are of the evidence, and of the whole document where it is mostly about the event.
    """
    totals: dict[str, tuple[int, int]] = {}
    for claim in claims:
        for effect, (low, high) in claim_totals(claim).items():
            known = totals.get(effect)
            totals[effect] = (low, high) if known is None else _hull(known, (low, high))
    first, last = _when(claims)
    persons, bodies = _names(claims)
    named: frozenset[int] = frozenset()
    opens = min(span.start for claim in claims for span in claim.evidence)
    structured = claims[0].read_by.reader.startswith("rows:")
    evidence = terms(*{span.exact for claim in claims for span in claim.evidence})
    story: Vector = {}
    other_days: tuple[tuple[int, int], ...] = ()
    other_sites: tuple[Site, ...] = ()
    told_ages: frozenset[int] = frozenset()
    sites = _sites(claims) or _countrywide(claims, rest)
    outlet = _outlet(document.publisher or "")
    places = token_set(name for s in sites for name in (s.name, s.admin1, s.admin2))
    if main and not structured:
        title = headline(document.title or "")
        whole = f"{title} . {document.text}"
        telling = ranked(without(terms(whole), outlet))
        headed = terms(title)
        story = _story(document, title, opens, outlet, (telling, without(headed, outlet)))
        named = person_names(whole, frozenset(compat().office_titles), places | outlet | token_set(bodies))
        told_ages = ages(whole, compat().number_words)
        other_days = tuple(sorted({days_of(c.when) for c in rest} - {(0, 0), _when(claims)}))
        other_sites = tuple(s for s in _sites(rest) if s not in sites)
        words = vector(without(evidence + headed, outlet), EVIDENCE_TERMS)
    else:
        telling = ranked(without(evidence, outlet))
        words = heaviest(telling, EVIDENCE_TERMS)
    detail = document.text[opens : opens + TELLING] if main else " ".join(s.exact for c in claims for s in c.evidence)
    counts = [c.occurrences for c in claims if c.occurrences is not None]
    account = Account(
        document=document.id,
        publisher=document.publisher or "",
        published=minute_of(document.published),
        aggregate=any(c.link == "aggregate" for c in claims),
        types=tuple(t for t, _ in sorted(Counter(c.type for c in claims).items(), key=lambda i: (-i[1], i[0]))),
        first=first,
        last=last,
        sites=sites,
        persons=persons,
        bodies=bodies,
        tolls=dict(sorted(totals.items())),
        occurrences=(counts[0].low, counts[0].high or -1) if counts else (0, 0),
        words=words,
        story=story,
        main=main,
        structured=structured,
        named=named,
        site_terms=frozenset(),
        chief_site=_site_term(sites[0].name) if sites and sites[0].level > 1 else 0,
        source=f"{document.publisher}|{document.published}|{document.title}" if structured else document.id,
        other_days=other_days,
        other_sites=other_sites,
        ages=told_ages,
        clocks=frozenset() if structured else clocks(detail),
        roads=frozenset() if structured else roads(detail),
        heading=_heading(document) if structured else {},
        sentences=frozenset(s.start for c in claims for s in c.evidence),
        hypothetical=all(c.modality in ("planned", "feared", "conditional") for c in claims),
    )
    return account, telling


def _story(
    document: Document, title: str, opens: int, outlet: frozenset[str], told: tuple[Ranked, Counter[str]]
) -> Vector:
    """The whole report, what it says first of the event, and its title, as vectors, stacked.

    ``told`` are the terms of the report, ranked, and those of the title.
    """
    whole, headed = told
    opening = document.text[opens : opens + OPENING]
    first = whole if opening == document.text else ranked(without(terms(f"{title} . {opening}"), outlet))
    return stacked(
        (
            (heaviest(whole, DOCUMENT_TERMS, DOCUMENT_WEIGHT), DOCUMENT_SHARE),
            (heaviest(first, OPENING_TERMS, OPENING_WEIGHT), OPENING_SHARE),
            (vector(headed, TITLE_TERMS), TITLE_SHARE),
        )
    )


@lru_cache(maxsize=1 << 12)
def _outlet(publisher: str) -> frozenset[str]:
    """The words of an outlet's name, which its reports hold whatever they tell."""
    return token_set([publisher.split(".", maxsplit=1)[0]])


def _heading(document: Document) -> Vector:
    """The headline of the report that a row was coded from, where the table gives one."""
    title = document.title or ""
    if not title or title == document.publisher:
        return {}
    return vector(without(terms(headline(title)), token_set([document.publisher or ""])), EVIDENCE_TERMS)


def headline(title: str) -> str:
    """The title without the name of the outlet that many sites hang on ("… - Channel 9 News", "… | The Gazette")."""
    parts = [p.strip() for p in _TITLE_BREAK.split(title) if p.strip()]
    return max(parts, key=lambda p: (len(p.split()) > 3, -parts.index(p))) if parts else ""


_TITLE_BREAK = re.compile(r"\s+[|–—-]\s+")


def _site_term(name: str) -> int:
    """The term that a place's name is in the text: the word, the first two words, or the like."""
    return term_key(" ".join(name.split()[:2]))


def _hull(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    return min(a[0], b[0]), -1 if a[1] < 0 or b[1] < 0 else max(a[1], b[1])
