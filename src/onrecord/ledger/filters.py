"""A ``Filter`` as conditions on the tables of facts; sorting and cursors."""

import base64
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    SelectBase,
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
from onrecord.ledger.dialect import listed_numbers
from onrecord.ledger.facts import ANSWERED, STANDING, day_number
from onrecord.ledger.fulltext import Search, matching_numbers, search_probe, search_sql
from onrecord.ledger.look import incident_numbers, last_batch_until
from onrecord.ledger.schema import EFFECTS, KIND, STATUS, t
from onrecord.ledger.standing import unfit_claims
from onrecord.ledger.values import Filter, Request
from onrecord.ledger.words import clean, fold, words_of
from onrecord.model import RecordError
from onrecord.vocab import actor_categories

__all__ = [
    "REJECTED_INCIDENTS",
    "UNFIT_CLAIMS",
    "Condition",
    "Part",
    "Told",
    "Way",
    "after_cursor",
    "claim_conditions",
    "claims_with_words",
    "cursor_of",
    "document_conditions",
    "documents_with_words",
    "hidden_documents",
    "incident_conditions",
    "incidents_hidden",
    "last_claim_until",
    "ordered",
    "read_cursor",
    "wants_more",
    "ways",
    "words_alone",
]  # fmt: skip

_NONE = -1
_FEW = 5_000
# measured, in microseconds of a million claims: to gather a row with certain words costs two, to pass over a row in an order and
# see whether it is among those gathered, a seventh; so fifty of them are found sooner in the order if their square is that many
# times the number of rows
_PASSED = 4
# beyond that, gathering them alone takes longer than looking into each row of the order
_MOST_GATHERED = 30_000
# how rows are found: in the order asked for, looking into each; in the order, of those that hold the words; all of them in no order
Way = Literal["walk", "member", "gather"]


class Told(NamedTuple):
    """The numbers of claims that hold the words of a filter: all of them, if ``whole``."""

    numbers: list[int]
    whole: bool


# incidents of countries: those whose first country it is, or those that only list it among several
Part = Literal["home", "abroad"]
Condition = ColumnElement[bool] | TextClause
# what no page shows unless asked for; with no bound value, for each has an index of its own
_REJECTED: Any = literal_column(str(STATUS.codes["rejected"]))
REJECTED_INCIDENTS = select(t.incidents.c.num).where(t.incidents.c.status == _REJECTED)
UNFIT_CLAIMS = select(t.claim_facts.c.seq).where(t.claim_facts.c.state != literal_column(str(STANDING)))


# --------------------------------------------------------------------------------------------------------- shared


def _key(facts: Any) -> Any:
    return facts.num if "num" in facts else facts.seq


def _ordered_way(way: Way) -> bool:
    return way in ("walk", "member")


def _common(connection: Connection, facts: Any, f: Filter, way: Way, part: Part | None = None) -> list[Condition]:
    """Conditions on columns that claims and incidents share."""
    if f.spot:
        raise RecordError("a place on the map can be asked of incidents alone, while all of them are held")
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
        found.append(_types(connection, facts, f.types, way))
    if f.countries:
        found.append(_countries(connection, facts, [c.upper() for c in f.countries], part))
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
        found.append(_toll(connection, facts, effect, least))
    return found


def _types(connection: Connection, facts: Any, codes: Sequence[str], way: Way) -> ColumnElement[bool]:
    found = or_(*[_type(facts.type, code) for code in codes])
    if _ordered_way(way) and _many(connection, select(_key(facts)).where(found)):
        # no index of types would help: let the order asked for be walked
        return or_(*[_type(facts.type.concat(""), code) for code in codes])
    return found


def _toll(connection: Connection, facts: Any, effect: str, least: int) -> ColumnElement[bool]:
    if effect == "killed" and "num" in facts and least >= 0:
        # spelt as in its index
        high: ColumnElement[bool] = literal_column("coalesce(incidents.killed, -1)", Integer) >= least
        if not _many(connection, select(facts.num).where(high)):
            return high
    return getattr(facts, effect) >= least  # type: ignore[no-any-return]


def _countries(connection: Connection, facts: Any, countries: list[str], part: Part | None) -> ColumnElement[bool]:
    """Most places lie in one country; several are listed by a few rows, which have an index of their own."""
    key = _key(facts)
    listed = [facts.countries.like(f"%|{_safe(c)}|%", escape="\\") for c in countries]
    abroad = select(key).where(facts.countries != "", or_(*listed))
    if part == "home":
        return facts.country.in_(countries)  # type: ignore[no-any-return]
    if part == "abroad":
        return and_(key.in_(abroad), facts.country.not_in(countries))
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


def _matching(connection: Connection, name: str, words: str) -> TextualSelect | None:
    found = search_sql(connection, name, words)
    return None if found is None else _numbers(found)


def _numbers(found: Search) -> TextualSelect:
    return text(found.sql).bindparams(**found.values).columns(column("seq", Integer))


def _with_words(connection: Connection, words: str, key: Any, way: Way, told: Told | None) -> Condition | None:
    """That the claim of the number ``key`` holds the words; None where there is no word to look for. ``told`` are those that hold
    them, where that was asked already."""
    if way == "walk":
        found = search_probe(connection, "claims", words, f"{key.table.name}.{key.name}")
        return None if found is None else text(found[0]).bindparams(**found[1])
    matching = _matching(connection, "claims", words) if told is None else listed_numbers(connection, told.numbers)
    if matching is None:
        return None
    # added to, a key is not looked up in its own index
    return (key + 0 if way == "member" else key).in_(matching)  # type: ignore[no-any-return]


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


def ways(connection: Connection, f: Filter) -> tuple[Way, Told | None]:
    """How to find a page of the filter, with the claims that hold its words, as many as are gathered; None where it has none."""
    if not f.text:
        return "walk", None
    numbers = matching_numbers(connection, "claims", f.text, _MOST_GATHERED + 1)
    if numbers is None:
        return "walk", None
    many = len(numbers)
    rows = connection.execute(select(func.coalesce(func.max(t.claims.c.seq), 0))).scalar_one()
    way: Way = "walk" if many > _MOST_GATHERED else "member" if many**2 > _PASSED * rows else "gather"
    return way, Told(numbers, many <= _MOST_GATHERED)


def words_alone(connection: Connection, f: Filter, told: Told | None, incidents: bool) -> Select[Any] | None:
    """The numbers of the claims, or incidents, of a filter that asks for words and nothing else, found without a look at their
    rows; None for another filter, or on a connection with walls, of which the index of words knows nothing. ``told`` are claims
    that hold the words; None stands for all."""
    if not f.text or "walls" in connection.info or msgspec.structs.replace(f, text=None, masked=False) != Filter():
        return None
    holding = _matching(connection, "claims", f.text) if told is None else listed_numbers(connection, told.numbers)
    if holding is None:
        return None
    held = holding.subquery()
    away = select(t.claims.c.seq).where(t.claims.c.document.in_(hidden_documents(f.text)))
    seen = [held.c.seq.not_in(away)] if f.masked else []
    if not incidents:
        return select(held.c.seq).where(held.c.seq.not_in(UNFIT_CLAIMS), *seen)
    homes = t.incident_claims.c
    joined = select(homes.incident).distinct().join_from(held, t.incident_claims, homes.claim == held.c.seq)
    return joined.where(homes.incident.not_in(REJECTED_INCIDENTS), *seen)


def _many(connection: Connection, rows: Select[Any]) -> bool:
    """Whether it is better to walk the order asked for and look each row up than to gather all of ``rows`` first."""
    held = select(func.count()).select_from(rows.limit(_FEW + 1).subquery())
    return int(connection.execute(held).scalar_one()) > _FEW


# --------------------------------------------------------------------------------------------------------- claims


def claim_conditions(
    connection: Connection, f: Filter, way: Way = "gather", told: Told | None = None
) -> list[Condition]:
    """Conditions on ``claim_facts``, which stands beside ``claims`` where a document or a moment is asked for."""
    facts, claims, documents = t.claim_facts.c, t.claims, t.documents.c
    found = _common(connection, facts, f, way)
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
    holding = _with_words(connection, f.text, facts.seq, way, told) if f.text else None
    if holding is not None:
        found.append(holding)
    if f.answered is not None:
        answered = select(t.incident_claims.c.claim).where(t.incident_claims.c.role == ANSWERED)
        # a page is full after a few look-ups; to count them all, the answered ones are gathered once
        done = (
            exists(answered.where(t.incident_claims.c.claim == facts.seq))
            if _ordered_way(way)
            else facts.seq.in_(answered)
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


def incident_conditions(
    connection: Connection, f: Filter, way: Way = "gather", told: Told | None = None, part: Part | None = None
) -> list[Condition]:
    """Conditions on ``incidents``; of one ``part`` of those of its countries, which together are all of them.

    Raises:
        RecordError: with ``as_of``, for incidents are derived: copy the ledger as it stood then and link the copy.
    """
    if f.as_of is not None:
        raise RecordError("incidents are derived: make a copy of the ledger as of that moment and link it")
    facts, documents = t.incidents.c, t.documents.c
    found: list[Condition] = []
    # first, for it is seen at once and spares looking into words
    if f.statuses:
        found.append(facts.status.in_(f.statuses))
    elif not f.include_rejected:
        found.append(facts.status != "rejected")
    found += _common(connection, facts, f, way, part)
    if f.publisher:
        tellers = t.incident_publishers.c
        mine = select(tellers.incident).where(tellers.publisher == f.publisher)
        if _ordered_way(way) and _many(connection, mine):
            found.append(exists(mine.where(tellers.incident == facts.num)))
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
    return found + _told_in_words(connection, f, way, told) + _incident_origin(connection, f) + _no_name(f)


def _told_in_words(connection: Connection, f: Filter, way: Way, told: Told | None) -> list[Condition]:
    """Incidents by the words of their claims; by no word, of text or place, that is hidden from who asks."""
    facts = t.incidents.c
    found: list[Condition] = []
    homes = t.incident_claims.c
    holding = _with_words(connection, f.text, homes.claim, way, told) if f.text else None
    if f.text and holding is not None:
        joined = select(homes.incident).where(holding)
        if f.masked:
            away = select(t.claims.c.seq).where(t.claims.c.document.in_(hidden_documents(f.text)))
            joined = joined.where(homes.claim.not_in(away))
        if _ordered_way(way):
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


def documents_with_words(connection: Connection, words: str) -> tuple[SelectBase, Sequence[SelectBase]] | None:
    """The numbers of the documents that hold the words: as they are found newest first, and the ways to count them, the next where
    one counts too few; None where there is no word to look for."""
    found = search_sql(connection, "documents", words)
    if found is None:
        return None
    every = _numbers(found)
    if not found.gathers:
        return every, [every]
    some = matching_numbers(connection, "documents", words, _MOST_GATHERED + 1) or []
    listed = listed_numbers(connection, some)
    probe = search_probe(connection, "documents", words, "documents.seq")
    if len(some) <= _MOST_GATHERED or probe is None:
        return listed, [listed]
    return select(t.documents.c.seq).where(text(probe[0]).bindparams(**probe[1])), [listed, every]


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
