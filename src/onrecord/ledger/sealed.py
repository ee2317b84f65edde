"""Whose names are hidden in which documents, and the index by which a search leaves them out."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, delete, or_, select

from onrecord.ledger.codec import decode_actors, load
from onrecord.ledger.direct import first_row, put_rows, rows_where
from onrecord.ledger.judging import standing
from onrecord.ledger.look import chosen, claim_rows, claims_of_rows, incident_numbers, judgements_until
from onrecord.ledger.schema import t
from onrecord.ledger.words import fold, words_of
from onrecord.model import Actor, Claim, IncidentActor, IncidentPlace, Judgement, Place

__all__ = [
    "FINE", "KeptNames", "Policy", "documents_of", "hidden_names", "hidden_rows", "hidden_words", "incidents_redacted",
    "names_judged", "note_hidden", "refresh_hidden",
]  # fmt: skip

FINE = {"country": 0, "admin1": 1, "admin2": 2, "city": 3, "exact": 4}
_STEP = 500
Names = tuple[set[str], set[str], str | None]
"""``(names, names to show all the same, how fine a place may be)`` of one document."""


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


class KeptNames:
    """Whose names the claims of a document tell to hide, kept in this process: of the documents last asked for.

    Claims are only ever added, so what was found holds until the document has a claim of a higher number. Safe between threads.
    """

    def __init__(self, most: int = 50_000) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._held: dict[tuple[str, Policy], tuple[int, frozenset[str]]] = {}

    def of(self, c: Connection, documents: Iterable[str], policy: Policy) -> dict[str, frozenset[str]]:
        """By document; of each, the names that the policy hides."""
        seqs = dict(rows_where(c, t.documents, ("id", "seq"), "id", documents))
        ids = {seq: id_ for id_, seq in seqs.items()}
        last = dict.fromkeys(seqs, 0)
        for document, seq in rows_where(c, t.claims, ("document", "seq"), "document", ids):
            last[ids[document]] = max(last[ids[document]], seq)
        with self._lock:
            held = {d: self._held.get((d, policy), (-1, frozenset[str]())) for d in last}
        found = {d: names for d, (at, names) in held.items() if at == last[d]}
        fresh: dict[str, set[str]] = {d: set() for d in last if d not in found}
        # of a claim its actors alone are looked at: a page of incidents rests on some four hundred
        for document, body in rows_where(c, t.claims, ("document", "body"), "document", [seqs[d] for d in fresh]):
            fresh[ids[document]] |= _by_policy(decode_actors(body), policy)
        made = {d: frozenset(names) for d, names in fresh.items()}
        with self._lock:
            if len(self._held) + len(made) > self._most:
                self._held.clear()
            self._held |= {(d, policy): (last[d], names) for d, names in made.items()}
        return found | made


def _claims_of(c: Connection, documents: Iterable[str]) -> list[Claim]:
    return [claim for _, claim in claims_of_rows(claim_rows(c, t.documents.c.id, documents))]


def hidden_names(
    c: Connection, documents: Iterable[str], policy: Policy, kept: KeptNames | None = None
) -> Mapping[str, Names]:
    """What is hidden in each of the documents; those with nothing to hide are left out."""
    wanted = set(documents)
    redactions, shown = _redactions(c)
    names: dict[str, set[str]] = defaultdict(set)
    names |= {d: set(found) for d, found in (kept or KeptNames()).of(c, wanted, policy).items() if found}
    levels: dict[str, str] = {}
    judged = wanted & set(redactions)
    claims = _claims_of(c, judged)
    for document in judged:
        for j in redactions[document]:
            told = j.detail.get("names", ())
            names[document] |= {str(n) for n in told}
            level = j.detail.get("place")
            if level in FINE:
                levels[document] = min(levels.get(document, "exact"), level, key=lambda x: FINE[x])
            if not told and not level and not j.detail.get("show"):
                names[document] |= {a.name for x in claims if x.document == document for a in x.actors if a.name}
    for claim in claims:
        level = levels.get(claim.document)
        if level is not None:
            names[claim.document] |= {n for p in claim.where for n in _too_fine(p, level)}
    for document, told in _corrected(c).items():
        if document in wanted:
            names[document] |= _by_policy((x for x in told if isinstance(x, IncidentActor)), policy)
            level = levels.get(document, "exact")
            names[document] |= {n for p in told if isinstance(p, Place | IncidentPlace) for n in _too_fine(p, level)}
    return {
        d: (names[d], shown.get(d, set()), levels.get(d)) for d in wanted if names[d] or d in levels
    }  # fmt: skip


def _too_fine(place: Place | IncidentPlace, level: str) -> Iterator[str]:
    """What a place is called more finely than a level allows, by the text or by the gazetteer."""
    if FINE[place.precision] > FINE[level]:
        yield place.name
        if isinstance(place, Place):
            yield place.exact
    yield from (n for fine, n in (("admin2", place.admin2), ("admin1", place.admin1)) if n and FINE[fine] > FINE[level])


Told = Place | IncidentPlace | IncidentActor
_TELLING = or_(*[t.judgements.c.detail.like(f'%"field":"{field}"%') for field in ("actors", "where")])


def _corrected(c: Connection) -> Mapping[str, list[Told]]:
    """The actors and places that corrections tell of, undone ones too, by document."""
    j = t.judgements.c
    found: dict[str, list[Told]] = defaultdict(list)
    rows = c.execute(select(j.subjects, j.detail).where(j.verdict == "correct", _TELLING)).all()
    homes = documents_of(c, {s for r in rows for s in load(r.subjects)}) if rows else {}
    for row in rows:
        detail = load(row.detail)
        values: list[Told] = []
        for value in detail["value"] or ():
            kind: Any = IncidentActor if detail["field"] == "actors" else Place if "exact" in value else IncidentPlace
            values.append(msgspec.convert(value, kind))
        for document in {d for s in load(row.subjects) for d in homes.get(s, ())}:
            found[document] += values
    return found


def _by_policy(actors: Iterable[Actor | IncidentActor], policy: Policy) -> set[str]:
    return {a.name for a in actors if a.name and policy.hides(a)}


def names_judged(c: Connection, after: int = 0) -> bool:
    """Whether a judgement said whose names are hidden, ever or after a batch: a redaction, or a correction of actors or places."""
    j = t.judgements.c
    hiding = or_(j.verdict == "redact", and_(j.verdict == "correct", _TELLING))
    return c.execute(select(j.seq).where(hiding, j.batch > after).limit(1)).first() is not None


def _redactions(c: Connection) -> tuple[Mapping[str, Sequence[Judgement]], Mapping[str, set[str]]]:
    """Standing redactions, and names to show, by document."""
    statement = select(t.judgements.c.seq).where(t.judgements.c.verdict == "redact").limit(1)
    if c.execute(statement).first() is None:
        return {}, {}
    valid = [j for j in standing(judgements_until(c)) if j.verdict == "redact"]
    documents = documents_of(c, {s for j in valid for s in j.subjects})
    found: dict[str, list[Judgement]] = defaultdict(list)
    shown: dict[str, set[str]] = defaultdict(set)
    for j in valid:
        for d in {d for s in j.subjects for d in documents.get(s, ())}:
            found[d].append(j)
            shown[d] |= {str(n) for n in j.detail.get("show", ())}
    return found, shown


# ---------------------------------------------------------------------------------------------- the index of words


def hidden_words(names: Iterable[str], shown: Set[str] = frozenset()) -> set[str]:
    """The words of hidden names as a search compares them; particles in small letters ("bin", "of") are no name, unless all is."""
    free = {n.casefold() for n in shown}
    return {
        word for name in names if name.casefold() not in free for part in name.split() if not part.islower() or name.islower()
        for word in words_of(fold(part))
    }  # fmt: skip


def note_hidden(c: Connection, claims: Iterable[tuple[int, Claim]], older: Set[str]) -> None:
    """Index the hidden names of claims just appended, given with the number of their document; ``older`` are the documents that
    were there before."""
    policy = Policy()
    pairs = {(w, seq) for seq, claim in claims for w in hidden_words(_by_policy(claim.actors, policy))}
    put_rows(c, t.hidden_words, sorted(pairs), replace=False)
    if older and names_judged(c):
        # a redaction of a document hides whom a later reading of it names, too
        refresh_hidden(c, older)


def refresh_hidden(c: Connection, subjects: Iterable[str] | None = None) -> None:
    """Index anew: the documents of the subjects of a judgement, or all."""
    for part in _portions(c, subjects):
        c.execute(delete(t.hidden_words).where(t.hidden_words.c.document.in_([row.seq for row in part])))
        put_rows(c, t.hidden_words, sorted(_hidden_of(c, part)), replace=False)


def hidden_rows(c: Connection) -> Iterator[tuple[str, int]]:
    """What the index of hidden words should hold."""
    for part in _portions(c, None):
        yield from _hidden_of(c, part)


def _hidden_of(c: Connection, part: Sequence[Any]) -> set[tuple[str, int]]:
    ids = {row.id: row.seq for row in part}
    return {
        (w, ids[d]) for d, (names, shown, _) in hidden_names(c, ids, Policy()).items() for w in hidden_words(names, shown)
    }  # fmt: skip


def _portions(c: Connection, subjects: Iterable[str] | None) -> Iterator[Sequence[Any]]:
    columns = select(t.documents.c.id, t.documents.c.seq)
    if subjects is not None:
        ids = sorted({d for found in documents_of(c, set(subjects)).values() for d in found})
        rows = list(chosen(c, columns, t.documents.c.id, ids))
        yield from (rows[i : i + _STEP] for i in range(0, len(rows), _STEP))
        return
    after = 0
    while rows := list(c.execute(columns.where(t.documents.c.seq > after).order_by(t.documents.c.seq).limit(_STEP))):
        after = rows[-1].seq
        yield rows


def documents_of(c: Connection, subjects: set[str]) -> Mapping[str, set[str]]:
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
    inside = t.incident_documents
    of_incident = select(inside.c.incident, t.documents.c.id).join_from(
        inside, t.documents, t.documents.c.seq == inside.c.document
    )
    gone_to = _gone_to(c, set(founders.values()))
    numbers = incident_numbers(c, {new for homes in gone_to.values() for new in homes})
    told: dict[int, set[str]] = defaultdict(set)
    for row in chosen(c, of_incident, inside.c.incident, numbers.values()):
        told[row.incident].add(row.id)
    for subject, homes in gone_to.items():
        found[subject] |= {d for new in homes if new in numbers for d in told[numbers[new]]}
    return found


def _gone_to(c: Connection, incidents: set[str]) -> Mapping[str, set[str]]:
    """Each incident, and those that its accounts have gone to since: merged, split, or moved."""
    found = {i: {i} for i in incidents}
    fresh = set(incidents)
    while fresh:
        moved = [
            (r.old, r.new)
            for r in chosen(c, select(t.link_forward.c.old, t.link_forward.c.new), t.link_forward.c.old, fresh)
            if r.new is not None
        ]
        before = {new for homes in found.values() for new in homes}
        for homes in found.values():
            homes |= {new for old, new in moved if old in homes}
        fresh = {new for homes in found.values() for new in homes} - before
    return found


def incidents_redacted(c: Connection) -> bool:
    """Whether anything was ever hidden of a whole incident, so that what joins or leaves it changes what is hidden."""
    # every addition asks: as a plain statement, by the range of the ids of incidents
    told = (
        "select 1 from judged d join judgements j on j.seq = d.judgement where j.verdict in ('redact', 'correct') "
        "and ((d.subject >= 'inc-' and d.subject < 'inc.') or (d.subject >= 'agg-' and d.subject < 'agg.')) limit 1"
    )
    return first_row(c, told) is not None
