"""What people without the right to see names are shown: names of victims, minors and detainees masked, places made coarse.

The original stays in the ledger. A mask puts one block for each character, so that every offset still holds and a masked span
still stands in its masked text. A name is hidden in everything that comes from the documents whose claims (of any reading,
rejected ones too) name such a person, or that a ``redact`` judgement is about:

- ``{"names": [...]}`` hides further names in the documents of the subjects; without any detail, the names of all actors;
- ``{"show": [...]}`` shows a name that the policy would hide (a public figure);
- ``{"place": "country" | "admin1" | "admin2" | "city"}`` shows places no finer than that.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import msgspec
from sqlalchemy import Connection

from onrecord.ledger.direct import rows_where
from onrecord.ledger.judging import standing
from onrecord.ledger.look import incident_numbers, judgements_by_ids
from onrecord.ledger.reader import Reader
from onrecord.ledger.resolving import resolve_kind
from onrecord.ledger.schema import t
from onrecord.ledger.sealed import FINE, KeptNames, Policy, documents_of, hidden_names
from onrecord.ledger.spots import Spot, spot_of
from onrecord.ledger.values import AreaCount, Event, Filter, Request
from onrecord.model import (
    Capture,
    Claim,
    Document,
    Incident,
    IncidentPlace,
    Judgement,
    Place,
    Rejection,
    Span,
)  # fmt: skip

__all__ = ["MASK", "Policy", "View", "Viewer", "coarse_place", "mask_pattern"]

MASK = "█"
_PORTION = 500
P = TypeVar("P", Place, IncidentPlace)


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks. Without ``may_see_names`` they see masks; ``collections`` are those they may see, None all of them."""

    name: str = ""
    may_see_names: bool = False
    collections: tuple[str, ...] | None = None


class _Hidden(msgspec.Struct, frozen=True):
    """What is hidden in one document: names, but those shown all the same, and how fine a place may be."""

    names: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    level: str | None = None

    def mask(self, words: str) -> str:
        # a pattern is dear to make, and most that is told on a list of incidents holds no part of a name
        if not self.names or not _may_hold(words, self.names):
            return words
        pattern = _pattern(self.names, self.shown)
        return words if pattern is None else pattern.sub(lambda m: re.sub(r"\S", MASK, m.group()), words)

    def maybe(self, words: str | None) -> str | None:
        return None if words is None else self.mask(words)


_NOTHING = _Hidden()
_PART = re.compile(r"[\s\-'’.,]+")


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
        for word in _PART.split(name):
            if len(word) >= 3 and not word.islower():
                parts |= {re.escape(word), re.escape(word.upper())}
    found = [f"(?i:{w})" for w in sorted(wholes, key=lambda w: (-len(w), w))] + sorted(
        parts, key=lambda w: (-len(w), w)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)") if found else None


_pattern = lru_cache(maxsize=10_000)(mask_pattern)


def _may_hold(words: str, names: frozenset[str]) -> bool:
    """Whether the pattern of the names may be found in words: false only where it surely is not."""
    if not words.isascii():
        return True
    parts, low = _parts(names), words.lower()
    return parts is None or any(part in low for part in parts)


@lru_cache(maxsize=10_000)
def _parts(names: frozenset[str]) -> frozenset[str] | None:
    """All that names are made of, in small letters; None where cases of letters are no simple matter."""
    if not all(n.isascii() for n in names):
        return None
    return frozenset(w.lower() for n in names for w in (*n.split(), *_PART.split(n)) if w)


def coarse_place(place: P, level: str) -> P:
    """The place no finer than ``level``; its words are masked by the caller."""
    if FINE[place.precision] <= FINE[level]:
        return place
    name, precision = _known_level(place, level)
    return replace(
        place, name=name, precision=precision, lat=None, lon=None, geonames=None,
        admin2=place.admin2 if FINE[precision] >= FINE["admin2"] else None,
        admin1=place.admin1 if FINE[precision] >= FINE["admin1"] else None,
    )  # fmt: skip


def _known_level(place: Place | IncidentPlace, level: str) -> tuple[str, Any]:
    """Name and precision of the finest level, not finer than ``level``, of which the name is known."""
    if level == "city":
        level = "admin2"
    for precision, name in (("admin2", place.admin2), ("admin1", place.admin1), ("country", place.country)):
        if FINE[precision] <= FINE[level] and name:
            return name, precision
    return MASK * 3, "country"


class View(Reader):
    """The ledger as a viewer without the right to see names sees it: the questions of ``Reader``, masked answers."""

    masked = True

    def __init__(
        self,
        connecting: Callable[[], AbstractContextManager[Connection]],
        policy: Policy | None = None,
        walled: bool = False,
        names: KeptNames | None = None,
        **kept: Any,
    ) -> None:
        super().__init__(connecting, walled, **kept)
        self.policy = policy or Policy()
        self._names = names or KeptNames()

    def _asked(self, filter_: Filter | None) -> Filter:
        # what is masked is found by no search either, or the search would tell it
        return msgspec.structs.replace(super()._asked(filter_), masked=True)

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
        given = super().each_claim(as_of, include_rejected)
        # whom judgements hide is looked up for many at once
        while portion := list(islice(given, _PORTION)):
            with self._connecting() as c:
                hidden = self._hidden(c, [x.document for x in portion])
            yield from (self._claim(x, hidden.get(x.document, _NOTHING)) for x in portion)

    def _shown_judgements(self, c: Connection, found: list[Judgement]) -> list[Judgement]:
        documents = documents_of(c, {s for j in found for s in j.subjects})
        hidden = self._hidden(c, {d for ids in documents.values() for d in ids})
        return [
            _judgement(j, [hidden[d] for s in j.subjects for d in documents.get(s, ()) if d in hidden]) for j in found
        ]

    def history(self, id_or_prefix: str) -> tuple[Event, ...]:
        found = super().history(id_or_prefix)
        judged = {e.id for e in found if e.kind == "judgement"}
        with self._connecting() as c:
            shown = {j.id: j for j in self._shown_judgements(c, judgements_by_ids(c, judged))}
        return tuple(_event(e, shown) for e in found)

    def captures_of(self, document: str) -> tuple[Capture, ...]:
        """Nothing: original bytes cannot be masked."""
        return ()

    def origins_of(self, document: str) -> tuple[dict[str, str], ...]:
        """Without the hash, by which a leaked file would be known; what spells a hidden name (path, address, header) is masked."""
        found = Reader(self._connecting, self._walled).origins_of(document)
        if not found:
            return ()
        with self._connecting() as c:
            hidden = self._hidden(c, [resolve_kind(c, "document", document)])
        masks = list(hidden.values())
        return tuple({k: _origin(v, masks) for k, v in told.items() if k != "sha256"} for told in found)

    def rejections(self, limit: int = 1_000) -> list[Rejection]:
        """The ledger's own reasons quote what was refused: they are cut down to the code."""
        return [
            replace(r, reason=r.code.replace("_", " ")) if r.stage == "ledger" else r for r in super().rejections(limit)
        ]

    def areas(self, filter_: Filter | None = None) -> tuple[AreaCount, ...]:
        """A unit with an incident whose place is made coarse counts what its own filter finds, which tells of no hidden place."""
        found = super().areas(filter_)
        coarse = self._coarse()
        f = filter_ or Filter()
        if not coarse or f.area:
            return found
        with self._connecting() as c:
            units = set(rows_where(c, t.incidents, ("country", "admin1"), "num", coarse))
        kept = [a for a in found if (a.country, a.admin1) not in units]
        for unit in units:
            kept += super().areas(msgspec.structs.replace(f, area=unit))
        return tuple(sorted(kept, key=lambda a: (a.country, a.admin1)))

    def _coarse(self) -> Mapping[int, Spot]:
        subjects = {
            s for j in standing(self._every_judgement()) if j.verdict == "redact" and "place" in j.detail for s in j.subjects
        }  # fmt: skip
        if not subjects:
            return {}
        with self._connecting() as c:
            documents = sorted({d for ids in documents_of(c, subjects).values() for d in ids})
        found: dict[str, Spot] = {}
        for document in documents:
            found |= {i.id: spot_of(i) for i in self._every_incident(Filter(document=document, include_rejected=True))}
        with self._connecting() as c:
            return {num: found[id_] for id_, num in incident_numbers(c, found).items()}

    def _every_incident(self, filter_: Filter) -> Iterator[Incident]:
        cursor = None
        while True:
            page = self.incidents(filter_, Request(limit=1_000, cursor=cursor))
            yield from page.items
            cursor = page.next
            if cursor is None:
                return

    # ------------------------------------------------------------------------------------------------ what is hidden

    def _hidden(self, c: Connection, documents: Iterable[str]) -> Mapping[str, _Hidden]:
        return {
            d: _Hidden(frozenset(names), frozenset(shown), level)
            for d, (names, shown, level) in hidden_names(c, documents, self.policy, self._names).items()
        }

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
            level = min(levels, key=lambda x: FINE[x])
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
    if url is None or not _spells(url, hidden):
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _spells(address: str, hidden: _Hidden) -> bool:
    """Whether a path or an address may spell a hidden name, which stands there in any case and with any marks between."""
    if not hidden.names:
        return False
    words = " ".join(re.split(r"[\W_]+", unquote(address)))
    return hidden.mask(words) != words or hidden.mask(words.title()) != words.title()


def _origin(told: str, hidden: Sequence[_Hidden]) -> str:
    return MASK * 8 if any(_spells(told, h) for h in hidden) else told


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
