"""A ``Filter`` as conditions on the tables of facts; sorting and cursors."""

import base64
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    column,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.sql.expression import TextClause, TextualSelect

from onrecord.ledger.codec import dump, load
from onrecord.ledger.facts import ANSWERED, STANDING, day_number
from onrecord.ledger.fulltext import matching_numbers, search_probe, search_sql
from onrecord.ledger.look import incident_numbers, last_batch_until
from onrecord.ledger.schema import EFFECTS, KIND, t
from onrecord.ledger.standing import unfit_claims
from onrecord.ledger.values import Filter, Request
from onrecord.ledger.words import clean, fold, words_of
from onrecord.model import RecordError
from onrecord.vocab import actor_categories

__all__ = [
    "Condition",
    "Way",
    "after_cursor",
    "claim_conditions",
    "claims_with_words",
    "cursor_of",
    "document_conditions",
    "hidden_documents",
    "incident_conditions",
    "incidents_hidden",
    "last_claim_until",
    "ordered",
    "read_cursor",
    "wants_more",
    "ways",
]  # fmt: skip

_NONE = -1
_FEW = 5_000
_SAMPLE = 20_000
# measured: as many rows are gathered as fifty are looked up
_PROBE = 4_000
# rows with certain words: looked up in the order asked for, gathered, or as many gathered as a total may need
Way = Literal["walk", "gather", "sample"]
Condition = ColumnElement[bool] | TextClause


# --------------------------------------------------------------------------------------------------------- shared


def _common(connection: Connection, facts: Any, f: Filter) -> list[Condition]:
    """Conditions on columns that claims and incidents share."""
    found: list[Condition] = []
    if f.date_from:
        last = facts.day_start if f.began else facts.day_end
        found.append(and_(last >= day_number(f.date_from), facts.day_start > 0))
    if f.date_to:
        found.append(and_(facts.day_start <= day_number(f.date_to), facts.day_start > 0))
    if f.began_between:
        first, last = map(day_number, f.began_between)
        found.append(and_(facts.day_start >= max(1, first), facts.day_start <= last))
    if f.types:
        found.append(or_(*[_type(facts.type, code) for code in f.types]))
    if f.countries:
        found.append(_countries(connection, facts, [c.upper() for c in f.countries]))
    if f.place:
        found += [facts.places.like(f"%{_safe(fold(word))}%", escape="\\") for word in f.place.split()]
    if f.right:
        found.append(facts.rights.like(f"%|{_safe(f.right)}|%", escape="\\"))
    if f.actor:
        found.append(facts.actors.like(f"%|{_safe(f.actor)}|%", escape="\\"))
    if f.link:
        found.append(facts.link == f.link)
    for effect, least in f.minimum:
        if effect not in EFFECTS:
            raise RecordError("%(value)s is none of %(known)s", value=repr(effect), known=", ".join(EFFECTS))
        found.append(getattr(facts, effect) >= least)
    return found


def _countries(connection: Connection, facts: Any, countries: list[str]) -> ColumnElement[bool]:
    """Most places lie in one country; several are listed by a few rows, which have an index of their own."""
    key = facts.num if "num" in facts else facts.seq
    listed = [facts.countries.like(f"%|{_safe(c)}|%", escape="\\") for c in countries]
    abroad = select(key).where(facts.countries != "", or_(*listed))
    if _many(connection, select(key).where(facts.country.in_(countries))):
        # no index of countries would help: let the order asked for be walked
        return or_(facts.country.concat("").in_(countries), key.in_(abroad))
    return or_(facts.country.in_(countries), key.in_(abroad))


def _type(column: Any, code: str) -> ColumnElement[bool]:
    stem = code.rstrip(".*")
    # one stretch of an index: the stem itself, and from "attack." up to "attack/" every code under it
    return and_(column >= stem, column < f"{stem}/", or_(column == stem, column >= f"{stem}."))


def hidden_documents(words: str) -> Select[Any]:
    """The documents in which a word of a search is hidden from those who may not see names; its last word may be a beginning."""
    wanted = words_of(fold(clean(words)))
    column_ = t.hidden_words.c.word
    found: list[ColumnElement[bool]] = [column_.in_(wanted)]
    if wanted and not words.rstrip().endswith('"'):
        found.append(and_(column_ >= wanted[-1], column_ < f"{wanted[-1]}\U0010ffff"))
    return select(t.hidden_words.c.document).where(or_(*found))


def _place_words(f: Filter) -> str:
    return " ".join(x for x in (f.place, f.area[1] if f.area else None) if x)


def _hidden_places(words: str) -> Select[Any]:
    parts = [t.hidden_words.c.word.like(f"%{_safe(w)}%", escape="\\") for w in words_of(fold(clean(words)))]
    return select(t.hidden_words.c.document).where(or_(false(), *parts))


def _no_name(f: Filter) -> list[Condition]:
    """An actor is found by category alone where names are hidden."""
    return [false()] if f.masked and f.actor and f.actor not in actor_categories() else []


def _safe(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("|", " ").replace("\0", "")


def _matching(connection: Connection, name: str, words: str, limit: int | None = None) -> TextualSelect | None:
    found = search_sql(connection, name, words)
    if found is None:
        return None
    sql = found[0] if limit is None else f"select seq from ({found[0]} limit {limit}) as matched"  # noqa: S608 - a number
    return text(sql).bindparams(**found[1]).columns(column("seq", Integer))


def _with_words(connection: Connection, words: str, key: Any, way: Way) -> Condition | None:
    """That the claim of the number ``key`` holds the words; None where there is no word to look for."""
    if way == "walk":
        found = search_probe(connection, "claims", words, f"{key.table.name}.{key.name}")
        return None if found is None else text(found[0]).bindparams(**found[1])
    matching = _matching(connection, "claims", words, _SAMPLE if way == "sample" else None)
    return None if matching is None else key.in_(matching)


def claims_with_words(connection: Connection, f: Filter) -> list[int] | None:
    """The numbers of the claims that hold the words of a filter, but those in whose documents one of them is hidden from who asks;
    None where there is no word to look for. Full text has no walls: the claims of other collections are among them."""
    found = matching_numbers(connection, "claims", f.text or "")
    if found and f.masked:
        hidden = select(t.claims.c.seq).where(t.claims.c.document.in_(hidden_documents(f.text or "")))
        away = set(connection.execute(hidden).scalars())
        found = [n for n in found if n not in away] if away else found
    return found


def wants_more(f: Filter) -> bool:
    """Whether a filter of incidents asks for what stands neither in a column of ``incidents`` nor in their claims' words
    and numbers."""
    return any((f.document, f.modality, f.incident, f.as_of))


def ways(connection: Connection, f: Filter) -> tuple[Way, tuple[Way, ...]]:
    """How to find a page of the filter, and how to count its total: the second way where the first counts too few.

    Gathering costs as much as there are matches, looking up as much as there are rows before the page is full: the number at
    which they cost the same grows as the root of the rows there are.
    """
    if not f.text:
        return ("gather" if f.answered is None else "walk"), ("gather",)
    rows = connection.execute(select(func.coalesce(func.max(t.claims.c.seq), 0))).scalar_one()
    most = int((_PROBE * rows) ** 0.5)
    matching = _matching(connection, "claims", f.text, most + 1)
    if matching is None:
        return "gather", ("gather",)
    held = connection.execute(select(func.count()).select_from(matching.subquery())).scalar_one()
    return ("walk" if held > most else "gather"), (("sample", "gather") if held > _SAMPLE else ("gather",))


def _many(connection: Connection, rows: Select[Any]) -> bool:
    """Whether it is better to walk the order asked for and look each row up than to gather all of ``rows`` first."""
    held = select(func.count()).select_from(rows.limit(_FEW + 1).subquery())
    return int(connection.execute(held).scalar_one()) > _FEW


# --------------------------------------------------------------------------------------------------------- claims


def claim_conditions(connection: Connection, f: Filter, way: Way = "gather") -> list[Condition]:
    """Conditions on ``claim_facts``, which stands beside ``claims`` where a document or a moment is asked for."""
    facts, claims, documents = t.claim_facts.c, t.claims, t.documents.c
    found = _common(connection, facts, f)
    if f.kinds:
        found.append(or_(*[_of_kind(facts, kind) for kind in f.kinds]))
    if f.modality:
        found.append(facts.modality == f.modality)
    mine = select(claims.c.seq)
    if f.publisher:
        inside = select(documents.seq).where(documents.publisher == f.publisher)
        found.append(facts.seq.in_(mine.where(claims.c.document.in_(inside))))
    if f.document:
        inside = select(documents.seq).where(documents.id == f.document)
        found.append(facts.seq.in_(mine.where(claims.c.document.in_(inside))))
    if f.incident or f.statuses:
        joined = select(t.incident_claims.c.claim)
        if f.incident:
            joined = joined.where(t.incident_claims.c.incident == _number(connection, f.incident))
        if f.statuses:
            of_status = select(t.incidents.c.num).where(t.incidents.c.status.in_(f.statuses))
            joined = joined.where(t.incident_claims.c.incident.in_(of_status))
        found.append(facts.seq.in_(joined))
    told = _with_words(connection, f.text, facts.seq, way) if f.text else None
    if told is not None:
        found.append(told)
    if f.answered is not None:
        answered = select(t.incident_claims.c.claim).where(t.incident_claims.c.role == ANSWERED)
        # a page is full after a few look-ups; to count them all, the answered ones are gathered once
        done = (
            exists(answered.where(t.incident_claims.c.claim == facts.seq)) if way == "walk" else facts.seq.in_(answered)
        )
        found += [_of_kind(facts, "demand"), done if f.answered else ~done]
    if f.masked:
        # what a word that is hidden in a document would find there is not found
        hidden = [
            *([hidden_documents(f.text)] if f.text else []),
            *([_hidden_places(_place_words(f))] if _place_words(f) else []),
        ]
        found += [facts.seq.not_in(mine.where(claims.c.document.in_(h))) for h in hidden]
    return found + _claim_origin(connection, f) + _no_name(f) + _as_of_claims(connection, f)


def _number(connection: Connection, incident: str) -> int:
    return incident_numbers(connection, [incident]).get(incident, _NONE)


def _of_kind(facts: Any, kind: str) -> ColumnElement[bool]:
    # spelt out, for no index of one kind alone would be used for a bound value
    return facts.kind == literal_column(str(KIND.codes.get(kind, _NONE)))  # type: ignore[no-any-return]


def _claim_origin(connection: Connection, f: Filter) -> list[Condition]:
    """Where it happened by unit, when it was published, and since when it is in the ledger."""
    facts = t.claim_facts.c
    found: list[Condition] = []
    if f.asked_from or f.asked_to:
        found += [
            facts.told >= max(1, day_number(f.asked_from or "")),
            facts.told <= day_number(f.asked_to or "9999", "9"),
        ]
    if f.area:
        # of claims only the names of places are columns
        found += [facts.country == f.area[0], facts.places.like(f"%|{_safe(fold(f.area[1]))}|%", escape="\\")]
    if f.since:
        found.append(facts.seq > last_claim_until(connection, f.since))
    return found


def last_claim_until(connection: Connection, at: str) -> int:
    """The number of the last claim appended up to a moment."""
    newest = select(func.coalesce(func.max(t.claims.c.seq), 0))
    return int(
        connection.execute(newest.where(t.claims.c.batch <= last_batch_until(connection, moment(at)))).scalar_one()
    )


def _as_of_claims(connection: Connection, f: Filter) -> list[Condition]:
    facts = t.claim_facts.c
    if f.as_of is None:
        return [] if f.include_rejected else [facts.state == STANDING]
    until = last_batch_until(connection, moment(f.as_of))
    newest = select(func.coalesce(func.max(t.claims.c.seq), 0)).where(t.claims.c.batch <= until)
    found: list[Condition] = [facts.seq <= connection.execute(newest).scalar_one()]
    unfit = [] if f.include_rejected else sorted(unfit_claims(connection, until))
    found += [facts.seq.not_in(unfit[i : i + 5_000]) for i in range(0, len(unfit), 5_000)]
    return found


def moment(words: str) -> str:
    """An ISO date-time as the ledger writes moments; a date means its last microsecond, a time without offset UTC."""
    from datetime import UTC, datetime, time

    try:
        if len(words) == 10:
            at = datetime.combine(datetime.fromisoformat(words), time.max, UTC)
        else:
            at = datetime.fromisoformat(words)
    except ValueError:
        raise RecordError("%(words)s is no ISO 8601 date or date-time", words=repr(words)) from None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")


# ------------------------------------------------------------------------------------------------------ incidents


def incident_conditions(connection: Connection, f: Filter, way: Way = "gather") -> list[Condition]:
    """Conditions on ``incidents``.

    Raises:
        RecordError: with ``as_of``, for incidents are derived: copy the ledger as it stood then and link the copy.
    """
    if f.as_of is not None:
        raise RecordError("incidents are derived: make a copy of the ledger as of that moment and link it")
    facts, documents = t.incidents.c, t.documents.c
    found = _common(connection, facts, f)
    if f.statuses:
        found.append(facts.status.in_(f.statuses))
    elif not f.include_rejected:
        found.append(facts.status != "rejected")
    if f.publisher:
        told = t.incident_publishers.c
        mine = select(told.incident).where(told.publisher == f.publisher)
        if _many(connection, mine):
            found.append(exists(mine.where(told.incident == facts.num)))
        else:
            found.append(facts.num.in_(mine))
    if f.document:
        inside = select(documents.seq).where(documents.id == f.document)
        joined = select(t.incident_documents.c.incident).where(t.incident_documents.c.document.in_(inside))
        found.append(facts.num.in_(joined))
    if f.modality:
        found.append(_has_claim(f))
    elif f.kinds and "incident" not in f.kinds:
        counted = {"demand": facts.demands, "response": facts.responses}
        found.append(or_(*[counted[kind] > 0 for kind in f.kinds if kind in counted]))
    if f.answered is not None:
        found.append(facts.answered > 0 if f.answered else facts.demands > facts.answered)
    if f.incident:
        found.append(facts.num == _number(connection, f.incident))
    return found + _told_in_words(connection, f, way) + _incident_origin(connection, f) + _no_name(f)


def _told_in_words(connection: Connection, f: Filter, way: Way) -> list[Condition]:
    """Incidents by the words of their claims; by no word, of text or place, that is hidden from who asks."""
    facts = t.incidents.c
    found: list[Condition] = []
    homes = t.incident_claims.c
    told = _with_words(connection, f.text, homes.claim, way) if f.text else None
    if f.text and told is not None:
        joined = select(homes.incident).where(told)
        if f.masked:
            away = select(t.claims.c.seq).where(t.claims.c.document.in_(hidden_documents(f.text)))
            joined = joined.where(homes.claim.not_in(away))
        if way == "walk":
            found.append(exists(joined.where(homes.incident == facts.num)))
        else:
            found.append(facts.num.in_(joined))
    hidden = incidents_hidden(f)
    if hidden is not None:
        found.append(facts.num.not_in(hidden))
    return found


def incidents_hidden(f: Filter) -> Select[Any] | None:
    """The incidents in whose documents a word of the place asked for is hidden from who asks; None where none can be."""
    if not (f.masked and _place_words(f)):
        return None
    inside = select(t.incident_documents.c.incident)
    return inside.where(t.incident_documents.c.document.in_(_hidden_places(_place_words(f))))


def _incident_origin(connection: Connection, f: Filter) -> list[Condition]:
    """Where it happened by unit, and since when it is in the ledger."""
    facts = t.incidents.c
    found: list[Condition] = []
    if f.area:
        found += [facts.country == f.area[0], facts.admin1 == f.area[1]]
    if f.since:
        joined = select(t.incident_claims.c.incident)
        found.append(facts.num.in_(joined.where(t.incident_claims.c.claim > last_claim_until(connection, f.since))))
    return found


def _has_claim(f: Filter) -> ColumnElement[bool]:
    facts = t.claim_facts.c
    inside = (
        select(t.incident_claims.c.claim)
        .join_from(t.incident_claims, t.claim_facts, facts.seq == t.incident_claims.c.claim)
        .where(t.incident_claims.c.incident == t.incidents.c.num)
    )
    if f.kinds:
        inside = inside.where(facts.kind.in_(f.kinds))
    if f.modality:
        inside = inside.where(facts.modality == f.modality)
    return exists(inside)


# ------------------------------------------------------------------------------------------------------ documents


def document_conditions(connection: Connection, f: Filter) -> list[Condition]:
    """Conditions on ``documents``; dates are those of publication, the fields of claims do not apply."""
    c = t.documents.c
    found: list[Condition] = []
    if f.date_from:
        found.append(c.published >= f.date_from)
    if f.date_to:
        found.append(c.published <= f"{f.date_to[:10]}~")
    if f.kinds:
        found.append(c.kind.in_(f.kinds))
    if f.publisher:
        found.append(c.publisher == f.publisher)
    if f.document:
        found.append(c.id == f.document)
    if f.incident:
        joined = select(t.incident_documents.c.document)
        found.append(c.seq.in_(joined.where(t.incident_documents.c.incident == _number(connection, f.incident))))
    if f.text:
        matching = _matching(connection, "documents", f.text)
        if matching is not None:
            found.append(c.seq.in_(matching))
        if f.masked:
            found.append(c.seq.not_in(hidden_documents(f.text)))
    if f.as_of is not None:
        found.append(c.batch <= last_batch_until(connection, moment(f.as_of)))
    if f.since:
        found.append(c.batch > last_batch_until(connection, moment(f.since)))
    return found


# ------------------------------------------------------------------------------------------------- order and cursor


def ordered(statement: Select[Any], column: Column[Any] | Any, key: Column[Any] | Any, falling: bool) -> Select[Any]:
    return statement.order_by(column.desc() if falling else column, key.desc() if falling else key)


def cursor_of(value: object, key: int) -> str:
    return base64.urlsafe_b64encode(dump([value, key]).encode()).decode().rstrip("=")


def read_cursor(request: Request, number: bool) -> tuple[Any, int] | None:
    """``(value, key)`` of the last row of the page before, the value a ``number`` or words; None for the first page.

    Raises:
        RecordError: for a cursor that is none.
    """
    if request.cursor is None:
        return None
    try:
        value, last = load(base64.urlsafe_b64decode(request.cursor + "=" * (-len(request.cursor) % 4)))
        last = int(last)
    except (ValueError, TypeError) as error:
        raise RecordError("the cursor is not one that this ledger gave") from error
    if number != isinstance(value, int):
        raise RecordError("the cursor is of another order than the one asked for")
    return value, last


def after_cursor(column: Any, key: Any, falling: bool, request: Request) -> Sequence[ColumnElement[bool]]:
    """Rows after the cursor in the order asked for.

    Raises:
        RecordError: for a cursor that is none.
    """
    found = read_cursor(request, isinstance(column.type, Integer))
    if found is None:
        return []
    value, last = found
    if column is key:
        return [key < last if falling else key > last]
    beyond = column < value if falling else column > value
    reach = column <= value if falling else column >= value
    return [and_(reach, or_(beyond, key < last if falling else key > last))]
