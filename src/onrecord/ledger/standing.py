"""The state of each claim after judgements and new readings, kept in ``claim_facts``; rebuilt from the append-only rows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from onrecord.ledger.codec import document_from_row, load
from onrecord.ledger.dialect import insert_rows
from onrecord.ledger.facts import REJECTED, STANDING, SUPERSEDED, claim_facts, claim_words
from onrecord.ledger.fulltext import SEARCHED, Searched, create_search, drop_search, join_search, put_search
from onrecord.ledger.judging import corrected_claim, judged_through, standing, verdicts
from onrecord.ledger.look import CLAIM, chosen, claims_in_order, claims_of_rows, judgements_until, portions
from onrecord.ledger.schema import t
from onrecord.ledger.sealed import names_judged, refresh_hidden
from onrecord.ledger.walls import GENERAL, collection_of
from onrecord.model import Claim, Judgement

__all__ = [
    "collection_rows",
    "rebuild_facts",
    "refill_search",
    "searched_texts",
    "settle",
    "superseded",
    "unfit_claims",
]

_STEP = 2_000
_TEXTS = 200


def settle(connection: Connection, judgement_rows: Sequence[dict[str, Any]], reread: Iterable[int]) -> None:
    """After appending: note whom the judgements are about, and bring the facts of the touched claims up to date."""
    touched: set[str] = set()
    if judgement_rows:
        pairs = {(s, row["seq"]) for row in judgement_rows for s in load(row["subjects"])}
        connection.execute(t.judged.insert(), [{"subject": s, "judgement": n} for s, n in sorted(pairs)])
        judgements = judgements_until(connection)
        touched = judged_through((s for s, _ in pairs), judgements)
        if names_judged(connection):
            refresh_hidden(connection, touched)
    documents = list(reread)
    if not touched and not documents:
        return
    rows = {r.seq: r for r in chosen(connection, CLAIM, t.claims.c.id, touched)}
    rows |= {r.seq: r for r in chosen(connection, CLAIM, t.claims.c.document, documents)}
    _refresh(connection, list(claims_of_rows(rows[s] for s in sorted(rows))))


def _refresh(connection: Connection, claims: Sequence[tuple[Row[Any], Claim]]) -> None:
    judgements = standing(judgements_until(connection))
    words = verdicts(judgements)
    away = superseded(connection, None)
    facts = [_facts(row, claim, judgements, words, away) for row, claim in claims]
    for i in range(0, len(facts), _STEP):
        numbers = [f["seq"] for f in facts[i : i + _STEP]]
        connection.execute(delete(t.claim_facts).where(t.claim_facts.c.seq.in_(numbers)))
        insert_rows(connection, t.claim_facts, [tuple(f.values()) for f in facts[i : i + _STEP]])


def _facts(
    row: Row[Any], claim: Claim, judgements: Sequence[Judgement], words: dict[str, str], away: set[int]
) -> dict[str, Any]:
    state = SUPERSEDED if row.seq in away else REJECTED if words.get(claim.id) == "reject" else STANDING
    return claim_facts(row.seq, corrected_claim(claim, judgements) if judgements else claim, row.published, state)


def superseded(connection: Connection, until: int | None) -> set[int]:
    """Numbers of claims that the latest reading of their document no longer gives."""
    statement = select(t.readings.c.document, t.readings.c.claims).order_by(t.readings.c.seq)
    if until is not None:
        statement = statement.where(t.readings.c.batch <= until)
    latest = {row.document: set(load(row.claims)) for row in connection.execute(statement)}
    mine = select(t.claims.c.seq, t.claims.c.id, t.claims.c.document)
    return {r.seq for r in chosen(connection, mine, t.claims.c.document, latest) if r.id not in latest[r.document]}


def unfit_claims(connection: Connection, until: int | None) -> set[int]:
    """Numbers of claims that were rejected or superseded as the ledger stood after batch ``until``."""
    words = verdicts(judgements_until(connection, until))
    rejected = [s for s, w in words.items() if w == "reject"]
    found = {r.seq for r in chosen(connection, select(t.claims.c.seq), t.claims.c.id, rejected)}
    return found | superseded(connection, until)


def rebuild_facts(connection: Connection) -> None:
    """Make ``claim_facts``, ``judged`` and the full text anew from the append-only rows."""
    connection.execute(delete(t.claim_facts))
    connection.execute(delete(t.judged))
    drop_search(connection)
    create_search(connection)
    judgements = judgements_until(connection)
    numbers = {r.id: r.seq for r in connection.execute(select(t.judgements.c.id, t.judgements.c.seq))}
    pairs = sorted({(s, numbers[j.id]) for j in judgements for s in j.subjects})
    if pairs:
        connection.execute(t.judged.insert(), [{"subject": s, "judgement": n} for s, n in pairs])
    valid = standing(judgements)
    words, away = verdicts(valid), superseded(connection, None)
    about = {s for j in valid if j.verdict == "correct" for s in j.subjects}
    facts: list[dict[str, Any]] = []
    texts: list[tuple[int, str]] = []
    for row, claim in claims_in_order(connection):
        facts.append(_facts(row, claim, valid if claim.id in about else (), words, away))
        texts.append((row.seq, claim_words(claim)))
        if len(facts) >= _STEP:
            _put(connection, facts, texts)
    _put(connection, facts, texts)
    _search_all(connection, "documents")
    join_search(connection)
    connection.execute(delete(t.collections))
    connection.execute(delete(t.hidden_words))
    if rows := collection_rows(connection):
        connection.execute(t.collections.insert(), rows)
    refresh_hidden(connection)


def collection_rows(connection: Connection) -> list[dict[str, Any]]:
    """What ``collections`` should hold."""
    statement = select(t.documents.c.seq, t.documents.c.meta).where(t.documents.c.meta.like('%"collection"%'))
    rows = [{"document": r.seq, "name": collection_of(load(r.meta))} for r in connection.execute(statement)]
    return [r for r in rows if r["name"] != GENERAL]


def _put(connection: Connection, facts: list[dict[str, Any]], texts: list[tuple[int, str]]) -> None:
    if facts:
        insert_rows(connection, t.claim_facts, [tuple(f.values()) for f in facts])
        put_search(connection, "claims", texts)
    facts.clear()
    texts.clear()


def refill_search(connection: Connection) -> None:
    """Make the full text anew from the append-only rows."""
    drop_search(connection)
    create_search(connection)
    for name in SEARCHED:
        _search_all(connection, name)
    join_search(connection)


def _search_all(connection: Connection, name: Searched) -> None:
    texts = searched_texts(connection, name)
    while portion := list(islice(texts, _TEXTS)):
        put_search(connection, name, portion)


def searched_texts(connection: Connection, name: Searched) -> Iterator[tuple[int, str]]:
    """What full text looks through: number and text of every document, or claim."""
    if name == "claims":
        for row, claim in claims_in_order(connection):
            yield row.seq, claim_words(claim)
        return
    for rows in portions(connection, t.documents, "seq", _TEXTS):
        for row in rows:
            text = document_from_row(row).text
            yield row.seq, f"{row.title}\n{text}" if row.title else text
