"""What people without the right to see names are shown: names of victims, minors and detainees masked, places made coarse.

The original stays in the ledger. A mask puts one block for each character, so that every offset still holds and a masked span
still stands in its masked text. A name is hidden in everything that comes from the documents whose claims (of any reading,
rejected ones too) name such a person, or that a ``redact`` judgement is about:

- ``{"names": [...]}`` hides further names in the documents of the subjects; without any detail, the names of all actors;
- ``{"show": [...]}`` shows a name that the policy would hide (a public figure);
- ``{"place": "country" | "admin1" | "admin2" | "city"}`` shows places no finer than that.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import Connection, select

from onrecord.ledger.judging import standing
from onrecord.ledger.look import CLAIM, chosen, claims_of_rows, judgements_until
from onrecord.ledger.reader import Reader
from onrecord.ledger.schema import t
from onrecord.ledger.spots import Spot, spot_of
from onrecord.ledger.values import Event, Filter, Request
from onrecord.model import (
    Actor,
    Capture,
    Claim,
    Document,
    Incident,
    IncidentActor,
    IncidentPlace,
    Judgement,
    Place,
    Rejection,
    Span,
)  # fmt: skip

__all__ = ["MASK", "Policy", "View", "Viewer", "coarse_place", "mask_pattern"]

MASK = "█"
P = TypeVar("P", Place, IncidentPlace)
_FINE = {"country": 0, "admin1": 1, "admin2": 2, "city": 3, "exact": 4}


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks. Without ``may_see_names`` they see masks."""

    name: str = ""
    may_see_names: bool = False


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Whose names are hidden: actors in these roles or of these categories, bodies excepted."""

    roles: tuple[str, ...] = ("victim",)
    categories: tuple[str, ...] = ("child", "detainee")
    bodies: tuple[str, ...] = (
        "party", "election_body", "media", "court", "company", "international_body", "rights_group", "armed_group",
    )  # fmt: skip

    def hides(self, actor: Actor | IncidentActor) -> bool:
        if actor.category in self.categories:
            return True
        return actor.role in self.roles and actor.category not in self.bodies


class _Hidden(msgspec.Struct, frozen=True):
    """What is hidden in one document: a pattern over its words, and how fine a place may be."""

    pattern: re.Pattern[str] | None = None
    level: str | None = None

    def mask(self, words: str) -> str:
        if self.pattern is None:
            return words
        return self.pattern.sub(lambda m: re.sub(r"\S", MASK, m.group()), words)

    def maybe(self, words: str | None) -> str | None:
        return None if words is None else self.mask(words)


_NOTHING = _Hidden()


def mask_pattern(names: Iterable[str], shown: Iterable[str] = ()) -> re.Pattern[str] | None:
    """A pattern for names in full (any case, any spacing) and for each capitalised part of at least three letters."""
    free = {n.casefold() for n in shown}
    wholes: set[str] = set()
    parts: set[str] = set()
    for name in names:
        if name.casefold() in free or not name.strip():
            continue
        words = name.split()
        wholes.add(r"\s+".join(re.escape(w) for w in words))
        for word in re.split(r"[\s\-'’.,]+", name):
            if len(word) >= 3 and not word.islower():
                parts |= {re.escape(word), re.escape(word.upper())}
    found = [f"(?i:{w})" for w in sorted(wholes, key=lambda w: (-len(w), w))] + sorted(
        parts, key=lambda w: (-len(w), w)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)") if found else None


def coarse_place(place: P, level: str) -> P:
    """The place no finer than ``level``; its words are masked by the caller."""
    if _FINE[place.precision] <= _FINE[level]:
        return place
    name, precision = _known_level(place, level)
    return replace(
        place, name=name, precision=precision, lat=None, lon=None, geonames=None,
        admin2=place.admin2 if _FINE[precision] >= _FINE["admin2"] else None,
        admin1=place.admin1 if _FINE[precision] >= _FINE["admin1"] else None,
    )  # fmt: skip


def _known_level(place: Place | IncidentPlace, level: str) -> tuple[str, Any]:
    """Name and precision of the finest level, not finer than ``level``, of which the name is known."""
    if level == "city":
        level = "admin2"
    for precision, name in (("admin2", place.admin2), ("admin1", place.admin1), ("country", place.country)):
        if _FINE[precision] <= _FINE[level] and name:
            return name, precision
    return MASK * 3, "country"


class View(Reader):
    """The ledger as a viewer without the right to see names sees it: the questions of ``Reader``, masked answers."""

    def __init__(
        self, connecting: Callable[[], AbstractContextManager[Connection]], policy: Policy | None = None
    ) -> None:
        super().__init__(connecting)
        self.policy = policy or Policy()

    # ------------------------------------------------------------------------------------------------- what is seen

    def _shown_documents(self, c: Connection, found: list[Document], original: bool = False) -> list[Document]:
        shown = super()._shown_documents(c, found, original)
        hidden = self._hidden(c, [d.id for d in shown])
        return [_document(d, hidden.get(d.id, _NOTHING)) for d in shown]

    def _shown_claims(
        self, c: Connection, found: list[Claim], until: int | None = None, original: bool = False
    ) -> list[Claim]:
        shown = super()._shown_claims(c, found, until, original)
        hidden = self._hidden(c, [x.document for x in shown])
        return [self._claim(x, hidden.get(x.document, _NOTHING)) for x in shown]

    def _shown_incidents(self, c: Connection, found: list[Incident], original: bool = False) -> list[Incident]:
        shown = super()._shown_incidents(c, found, original)
        hidden = self._hidden(c, [d.id for i in shown for d in i.documents])
        return [self._incident(i, [hidden[d.id] for d in i.documents if d.id in hidden]) for i in shown]

    def each_claim(self, as_of: str | None = None, include_rejected: bool = True) -> Iterator[Claim]:
        for claim in super().each_claim(as_of, include_rejected):
            with self._connecting() as c:
                hidden = self._hidden(c, [claim.document])
            yield self._claim(claim, hidden.get(claim.document, _NOTHING))

    def spots(self, filter_: Filter | None = None) -> list[Spot]:
        found: list[Spot] = []
        cursor = None
        while True:
            # whole incidents: how coarse a place is shown depends on their documents
            page = self.incidents(filter_, Request(limit=1_000, cursor=cursor))
            found += map(spot_of, page.items)
            cursor = page.next
            if cursor is None:
                return found

    def judgements(self, as_of: str | None = None, subject: str | None = None) -> list[Judgement]:
        found = super().judgements(as_of, subject)
        with self._connecting() as c:
            documents = _documents_of(c, {s for j in found for s in j.subjects})
            hidden = self._hidden(c, {d for ids in documents.values() for d in ids})
        return [
            _judgement(j, [hidden[d] for s in j.subjects for d in documents.get(s, ()) if d in hidden]) for j in found
        ]

    def history(self, id_or_prefix: str) -> tuple[Event, ...]:
        shown = {j.id: j for j in self.judgements()}
        return tuple(_event(e, shown) for e in super().history(id_or_prefix))

    def captures_of(self, document: str) -> tuple[Capture, ...]:
        """Nothing: original bytes cannot be masked."""
        return ()

    def rejections(self, limit: int = 1_000) -> list[Rejection]:
        """Reasons may quote a text: they are cut down to the code."""
        return [replace(r, reason=r.code.replace("_", " ")) for r in super().rejections(limit)]

    # ------------------------------------------------------------------------------------------------ what is hidden

    def _hidden(self, c: Connection, documents: Iterable[str]) -> Mapping[str, _Hidden]:
        wanted = set(documents)
        redactions, shown = self._redactions(c)
        names: dict[str, set[str]] = defaultdict(set)
        levels: dict[str, str] = {}
        rows = sorted(chosen(c, CLAIM, t.documents.c.id, wanted), key=lambda r: r.seq)
        claims = [claim for _, claim in claims_of_rows(rows)]
        for claim in claims:
            names[claim.document] |= {a.name or a.exact for a in claim.actors if a.name and self.policy.hides(a)}
        for document in wanted & set(redactions):
            for j in redactions[document]:
                told = j.detail.get("names", ())
                names[document] |= {str(n) for n in told}
                level = j.detail.get("place")
                if level in _FINE:
                    levels[document] = min(levels.get(document, "exact"), level, key=lambda x: _FINE[x])
                if not told and not level and not j.detail.get("show"):
                    names[document] |= {a.name for x in claims if x.document == document for a in x.actors if a.name}
        for claim in claims:
            level = levels.get(claim.document)
            if level is not None:
                names[claim.document] |= {
                    n for p in claim.where if _FINE[p.precision] > _FINE[level] for n in (p.name, p.exact)
                }
        return {
            d: _Hidden(mask_pattern(names[d], shown.get(d, set())), levels.get(d))
            for d in wanted if names[d] or d in levels
        }  # fmt: skip

    def _redactions(self, c: Connection) -> tuple[Mapping[str, Sequence[Judgement]], Mapping[str, set[str]]]:
        """Standing redactions, and names to show, by document."""
        statement = select(t.judgements.c.seq).where(t.judgements.c.verdict == "redact").limit(1)
        if c.execute(statement).first() is None:
            return {}, {}
        valid = [j for j in standing(judgements_until(c)) if j.verdict == "redact"]
        documents = _documents_of(c, {s for j in valid for s in j.subjects})
        found: dict[str, list[Judgement]] = defaultdict(list)
        shown: dict[str, set[str]] = defaultdict(set)
        for j in valid:
            for d in {d for s in j.subjects for d in documents.get(s, ())}:
                found[d].append(j)
                shown[d] |= {str(n) for n in j.detail.get("show", ())}
        return found, shown

    def _claim(self, claim: Claim, hidden: _Hidden) -> Claim:
        if hidden is _NOTHING:
            return claim
        spans: Callable[[Any], Any] = lambda x: _span(x, hidden)  # noqa: E731
        when = claim.when
        if when is not None and when.exact is not None:
            when = replace(when, exact=hidden.mask(when.exact))
        where = claim.where
        if hidden.level is not None:
            where = tuple(coarse_place(p, hidden.level) for p in where)
        return replace(
            claim,
            evidence=tuple(map(spans, claim.evidence)), said_by=tuple(map(spans, claim.said_by)), when=when,
            where=tuple(map(spans, where)), actors=tuple(map(spans, claim.actors)), tolls=tuple(map(spans, claim.tolls)),
            by=claim.by and spans(claim.by), to=claim.to and spans(claim.to), action=claim.action and spans(claim.action),
        )  # fmt: skip

    def _incident(self, incident: Incident, hidden: Sequence[_Hidden]) -> Incident:
        if not hidden:
            return incident
        where = incident.where
        levels = [h.level for h in hidden if h.level is not None]
        if levels:
            level = min(levels, key=lambda x: _FINE[x])
            where = tuple(dict.fromkeys(coarse_place(p, level) for p in where))
        actors = []
        for actor in incident.actors:
            name = actor.name
            for h in hidden:
                name = h.maybe(name)
            actors.append(replace(actor, name=name))
        return replace(incident, where=where, actors=tuple(actors))


def _span(span: Span, hidden: _Hidden) -> Span:
    changes: dict[str, Any] = {"exact": hidden.mask(span.exact)}
    name = getattr(span, "name", None)
    if name is not None:
        changes["name"] = hidden.mask(name)
    return replace(span, **changes)


def _document(document: Document, hidden: _Hidden) -> Document:
    if hidden is _NOTHING:
        return document
    return replace(
        document, text=hidden.mask(document.text), title=hidden.maybe(document.title), url=_url(document.url, hidden),
        meta={k: v for k, v in document.meta.items() if hidden.mask(v) == v},
    )  # fmt: skip


def _url(url: str | None, hidden: _Hidden) -> str | None:
    """The address without its path where that may spell a name."""
    if url is None or hidden.pattern is None:
        return url
    words = " ".join(re.split(r"[\W_]+", url))
    if hidden.mask(words) == words and hidden.mask(words.title()) == words.title():
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _judgement(judgement: Judgement, hidden: Sequence[_Hidden]) -> Judgement:
    if not hidden and judgement.verdict != "redact":
        return judgement

    def masked(value: Any) -> Any:
        if isinstance(value, str):
            for h in hidden:
                value = h.mask(value)
            return value
        if isinstance(value, list):
            return [masked(v) for v in value]
        return {k: masked(v) for k, v in value.items()} if isinstance(value, dict) else value

    detail = {"place": judgement.detail["place"]} if "place" in judgement.detail else {}
    if judgement.verdict != "redact":
        detail = masked(judgement.detail)
    return replace(judgement, why=masked(judgement.why), detail=detail)


def _event(event: Event, shown: Mapping[str, Judgement]) -> Event:
    """The event with what its judgement says masked; of a document, without the address."""
    if event.kind == "judgement":
        j = shown[event.id]
        detail = {k: v for k, v in event.detail.items() if k != "detail"} | {"why": j.why}
        return msgspec.structs.replace(event, detail=detail | ({"detail": j.detail} if j.detail else {}))
    if event.kind == "document":
        return msgspec.structs.replace(event, detail={k: v for k, v in event.detail.items() if k != "url"})
    return event


def _documents_of(c: Connection, subjects: set[str]) -> Mapping[str, set[str]]:
    """The documents that each subject (document, claim or incident) stands in."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in chosen(c, select(t.documents.c.id), t.documents.c.id, subjects):
        found[row.id].add(row.id)
    of_claim = select(t.claims.c.id, t.documents.c.id.label("document")).join_from(
        t.claims, t.documents, t.documents.c.seq == t.claims.c.document
    )
    # an incident that was merged away still names its founding claim
    founders = {s[4:]: s for s in subjects if s.startswith(("inc-", "agg-"))}
    for row in chosen(c, of_claim, t.claims.c.id, subjects | set(founders)):
        found[row.id].add(row.document)
        if row.id in founders:
            found[founders[row.id]].add(row.document)
    of_incident = (
        select(t.incidents.c.id, t.documents.c.id.label("document"))
        .join_from(t.incidents, t.incident_documents, t.incident_documents.c.incident == t.incidents.c.num)
        .join(t.documents, t.documents.c.seq == t.incident_documents.c.document)
    )
    for row in chosen(c, of_incident, t.incidents.c.id, subjects):
        found[row.id].add(row.document)
    return found
