"""How an incident's toll grew, and how any record came to be what it is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from onrecord.ledger.codec import load
from onrecord.ledger.hashing import leaf_of, merkle_path
from onrecord.ledger.look import chosen, incident_numbers, judgements_about
from onrecord.ledger.schema import APPEND_ONLY, t
from onrecord.ledger.values import BatchRow, Event, Proof, TollPoint
from onrecord.model import Claim, Document, order_of

__all__ = ["events", "prove", "toll_points"]


def toll_points(claims: Sequence[Claim], documents: dict[str, Document]) -> tuple[TollPoint, ...]:
    """Every figure of the claims: by effect, then by the moment of publication, then by place in the text."""
    points = []
    for claim in claims:
        document = documents[claim.document]
        for toll in claim.tolls:
            point = TollPoint(
                effect=toll.effect, low=toll.low, high=toll.high, exact=toll.exact, who=toll.who, part_of=toll.part_of,
                said_by=tuple(s.name for s in claim.said_by), publisher=document.publisher, published=document.published,
                document=document.id, claim=claim.id,
            )  # fmt: skip
            points.append((toll.effect, order_of(document.published), document.id, toll.start, point))
    return tuple(p[-1] for p in sorted(points, key=lambda p: p[:4]))


def events(c: Connection, kind: str, id_: str) -> tuple[Event, ...]:
    """What the ledger took in about a record, in the order of appending."""
    found: list[tuple[str, int, Event]] = []
    if kind == "incident":
        claims, aliases = _claims_of_incident(c, id_)
        found += _claim_events(c, claims)
        found += _forward_events(c, aliases)
        subjects = {*claims, *aliases}
    elif kind == "document":
        found += _document_events(c, id_)
        claims = set(
            c.execute(
                select(t.claims.c.id)
                .join(t.documents, t.documents.c.seq == t.claims.c.document)
                .where(t.documents.c.id == id_)
            ).scalars()
        )
        found += _claim_events(c, claims)
        subjects = {id_, *claims}
    else:
        found += _claim_events(c, {id_})
        subjects = {id_}
    found += _judgement_events(c, subjects)
    return tuple(e for _, _, e in sorted(found, key=lambda x: x[:2]))


def _claims_of_incident(c: Connection, id_: str) -> tuple[set[str], set[str]]:
    """Claims of the incident now, and every id under which it was known."""
    statement = (
        select(t.claims.c.id)
        .join_from(t.incident_claims, t.claims, t.claims.c.seq == t.incident_claims.c.claim)
        .where(t.incident_claims.c.incident.in_(incident_numbers(c, [id_]).values()))
    )
    # of an incident that is gone, the claim that it began with and is named by
    claims = set(c.execute(statement).scalars()) or {id_[4:]}
    aliases, front = {id_}, {id_}
    while front:
        rows = chosen(
            c, select(t.link_forward.c.old, t.link_forward.c.reason, t.link_forward.c.new), t.link_forward.c.new, front
        )
        front = {r.old for r in rows if r.reason == "merged"} - aliases
        aliases |= front
    return claims, aliases


def _claim_events(c: Connection, claims: set[str]) -> list[tuple[str, int, Event]]:
    statement = (
        select(
            t.claims.c.id, t.claims.c.seq, t.batches.c.appended, t.documents.c.id.label("document"), t.documents.c.publisher,
            t.documents.c.published, t.claim_facts.c.kind, t.claim_facts.c.type, t.claim_facts.c.state,
        )
        .join_from(t.claims, t.batches, t.batches.c.seq == t.claims.c.batch)
        .join(t.documents, t.documents.c.seq == t.claims.c.document)
        .join(t.claim_facts, t.claim_facts.c.seq == t.claims.c.seq)
    )  # fmt: skip
    return [
        (
            r.appended, r.seq,
            Event(at=r.appended, kind="claim", id=r.id, detail=_told(r, ("kind", "type", "document", "publisher", "published"))),
        )
        for r in chosen(c, statement, t.claims.c.id, claims)
    ]  # fmt: skip


def _document_events(c: Connection, id_: str) -> list[tuple[str, int, Event]]:
    statement = select(t.documents, t.batches.c.appended).join(t.batches, t.batches.c.seq == t.documents.c.batch)
    row = c.execute(statement.where(t.documents.c.id == id_)).one()
    detail = _told(row, ("publisher", "published", "url", "retrieved", "capture", "run", "text_sha256"))
    found = [(row.appended, -1, Event(at=row.appended, kind="document", id=id_, detail=detail))]
    again = select(t.readings, t.batches.c.appended).join(t.batches, t.batches.c.seq == t.readings.c.batch)
    for r in c.execute(again.where(t.readings.c.document == row.seq)):
        detail = {"run": r.run, "claims": load(r.claims)}
        found.append((r.appended, 0, Event(at=r.appended, kind="reading", id=id_, detail=detail)))
    return found


def _forward_events(c: Connection, aliases: set[str]) -> list[tuple[str, int, Event]]:
    found = {}
    for column in (t.link_forward.c.old, t.link_forward.c.new):
        for r in chosen(c, select(t.link_forward), column, aliases):
            found[r.seq] = (
                r.at,
                r.seq,
                Event(at=r.at, kind=r.reason, id=r.old, detail={"new": r.new} if r.new else {}),
            )
    return list(found.values())


def _judgement_events(c: Connection, subjects: set[str]) -> list[tuple[str, int, Event]]:
    about = judgements_about(c, subjects)
    judgements = {j.id: j for js in about.values() for j in js}
    statement = select(t.judgements.c.id, t.judgements.c.seq, t.batches.c.appended).join(
        t.batches, t.batches.c.seq == t.judgements.c.batch
    )
    found = []
    for r in chosen(c, statement, t.judgements.c.id, judgements):
        j = judgements[r.id]
        detail = {
            "verdict": j.verdict,
            "subjects": list(j.subjects),
            "by": j.by,
            "made": j.at,
            "why": j.why,
            **_nested(j.detail),
        }
        found.append((r.appended, r.seq, Event(at=r.appended, kind="judgement", id=j.id, detail=detail)))
    return found


def _nested(detail: dict[str, Any]) -> dict[str, Any]:
    return {"detail": detail} if detail else {}


def _told(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {n: v for n in names if (v := getattr(row, n)) is not None}


def prove(c: Connection, claim: str) -> Proof:
    """The path of a claim's leaf to its batch's root."""
    row = c.execute(select(t.claims.c.seq, t.claims.c.batch).where(t.claims.c.id == claim)).one()
    leaves: list[bytes] = []
    at = -1
    for table in APPEND_ONLY:
        for beside in c.execute(select(table).where(table.c.batch == row.batch).order_by(table.c.seq)).mappings():
            if table is t.claims and beside["seq"] == row.seq:
                at = len(leaves)
            leaves.append(leaf_of(table, beside))
    batch = BatchRow(**c.execute(select(t.batches).where(t.batches.c.seq == row.batch)).mappings().one())
    return Proof(table="claims", seq=row.seq, leaf=leaves[at].hex(), path=tuple(merkle_path(leaves, at)), batch=batch)
