"""Judgements: which can be kept, which stand, which contradict each other, and what a correction makes of a record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from onrecord.ledger.checks import (
    CLAIM_FIELDS,
    INCIDENT_FIELDS,
    check_claim,
    check_document,
    check_incident,
    check_told,
)
from onrecord.ledger.codec import claim_from_record, incident_from_record
from onrecord.ledger.look import CLAIM, claims_of_rows, is_there
from onrecord.ledger.schema import t
from onrecord.ledger.storable import storable
from onrecord.ledger.values import Conflict
from onrecord.model import (
    VERDICTS,
    Claim,
    Document,
    Incident,
    Judgement,
    OnrecordError,
    RecordError,
    document_id,
    to_record,
)  # fmt: skip

__all__ = [
    "CLAIM_FIELDS", "DOCUMENT_FIELDS", "INCIDENT_FIELDS", "check_judgement", "conflicts", "corrected_claim",
    "corrected_document", "corrected_incident", "judged_through", "standing", "undone", "verdicts",
]  # fmt: skip

DOCUMENT_FIELDS = ("title", "publisher", "published", "url", "language", "kind")
_COARSE = ("city", "admin2", "admin1", "country")
_PAIRS = ("merge", "split", "must_link", "cannot_link")


# ------------------------------------------------------------------------------------------------- what can be kept


def check_judgement(connection: Connection, judgement: Judgement, fresh: Set[str] = frozenset()) -> str | None:
    """Why a judgement cannot be kept, or None. ``fresh`` are ids that come with the same batch."""
    if judgement.verdict not in VERDICTS:
        return f"verdict {judgement.verdict!r} is none of {', '.join(VERDICTS)}"
    texts = (judgement.id, judgement.by, judgement.at, judgement.why, *judgement.subjects)
    if not storable(*texts):
        return "a judgement may not hold NUL or broken characters"
    if not judgement.id or not judgement.by.strip():
        return "a judgement needs an id and the name of who made it"
    try:
        if datetime.fromisoformat(judgement.at).tzinfo is None:
            return f"at {judgement.at!r} needs an offset"
    except ValueError:
        return f"at {judgement.at!r} is no ISO 8601 date-time"
    return _check_detail(judgement) or _check_subjects(connection, judgement, fresh)


def _check_detail(judgement: Judgement) -> str | None:
    detail = judgement.detail
    if not judgement.subjects:
        return f"{judgement.verdict} needs a subject"
    if judgement.verdict in _PAIRS and len(set(judgement.subjects)) < 2:
        return f"{judgement.verdict} needs two subjects or more, and different ones"
    if (problem := check_told(detail)) is not None:
        return problem
    if judgement.verdict == "split":
        stay = detail.get("stay", 1)
        if isinstance(stay, bool) or not isinstance(stay, int) or not 1 <= stay < len(judgement.subjects):
            return "stay is how many of the first subjects of a split stay: one or more, and not all"
        if set(judgement.subjects[:stay]) & set(judgement.subjects[stay:]):
            return "what a split takes out cannot stay too"
    if judgement.verdict == "rate":
        return _check_rating(judgement)
    if judgement.verdict == "redact":
        return _check_redaction(detail)
    if judgement.verdict == "note" and not (judgement.why or detail.get("text")):
        return "a note needs words"
    if judgement.verdict == "correct":
        if "field" not in detail or "value" not in detail:
            return "a correction needs a field and a value (null takes the field away)"
        if not judgement.why:
            return "a correction needs a why"
    return None


def _check_rating(judgement: Judgement) -> str | None:
    detail = judgement.detail
    if detail.get("reliability", "F") not in tuple("ABCDEF") or detail.get("credibility", "6") not in tuple("123456"):
        return "a rating takes a reliability of A to F and a credibility of 1 to 6"
    return None if all(s.strip() for s in judgement.subjects) else "a rating needs the name of a publisher"


def _check_redaction(detail: Mapping[str, Any]) -> str | None:
    """A redaction that is misspelt would hide nothing, and say that it did."""
    unknown = sorted(set(detail) - {"names", "show", "place", "text"})
    if unknown:
        return f"a redaction knows names, show and place, not {', '.join(unknown)}"
    for key in ("names", "show"):
        names = detail.get(key, [])
        if not isinstance(names, (list, tuple)) or not all(isinstance(n, str) and n.strip() for n in names):
            return f"{key} of a redaction is a list of names"
    if "place" in detail and detail["place"] not in _COARSE:
        return f"place of a redaction is one of {', '.join(_COARSE)}"
    return None


def _check_subjects(connection: Connection, judgement: Judgement, fresh: Set[str]) -> str | None:
    if judgement.verdict == "rate":
        return None
    if judgement.verdict == "undo":
        for id_ in judgement.subjects:
            if id_ not in fresh and not is_there(connection, t.judgements, id_):
                return f"there is no judgement {id_} to undo"
        return None
    for id_ in judgement.subjects:
        if id_ in fresh and judgement.verdict != "correct":
            continue
        problem = _check_subject(connection, judgement, id_)
        if problem is not None:
            return problem
    return None


def _check_subject(connection: Connection, judgement: Judgement, id_: str) -> str | None:
    try:
        row = connection.execute(CLAIM.where(t.claims.c.id == id_)).first()
        if row is not None:
            if judgement.verdict == "correct":
                ((_, claim),) = claims_of_rows([row])
                text = connection.execute(
                    select(t.documents.c.text).where(t.documents.c.id == claim.document)
                ).scalar_one()
                check_claim(connection, corrected_claim(claim, [judgement]), judgement, text)
            return None
        document = connection.execute(select(t.documents).where(t.documents.c.id == id_)).first()
        if document is not None:
            if judgement.verdict == "correct":
                told = corrected_document(Document(id=id_, text="-", kind=document.kind), [judgement])
                check_document(told, judgement)
            return None
    except (OnrecordError, KeyError, TypeError, ValueError, AttributeError) as error:
        return f"the corrected record would not hold: {error}"
    if id_.startswith(("inc-", "agg-")) and (
        is_there(connection, t.incidents, id_) or is_there(connection, t.claims, id_[4:])
    ):
        return check_incident(connection, id_, judgement) if judgement.verdict == "correct" else None
    if is_there(connection, t.judgements, id_) and judgement.verdict in ("note", "unsure", "confirm", "reject"):
        return None
    return f"the ledger holds no record {id_}"


# ---------------------------------------------------------------------------------------------------- what stands


def undone(judgements: Iterable[Judgement]) -> set[str]:
    """Ids of undone judgements; an undo can itself be undone."""
    found: set[str] = set()
    for judgement in sorted(judgements, key=lambda j: (j.at, j.id), reverse=True):
        if judgement.verdict == "undo" and judgement.id not in found:
            found.update(judgement.subjects)
    return found


def judged_through(subjects: Iterable[str], judgements: Iterable[Judgement]) -> set[str]:
    """The subjects, and where they are judgements, what these are about, however deep: an undo can be undone, and that too."""
    by_id = {j.id: j for j in judgements}
    seen: set[str] = set()
    front = set(subjects)
    while front:
        seen |= front
        front = {s for i in front if i in by_id for s in by_id[i].subjects} - seen
    return seen


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Judgements that are not undone, undos aside, oldest first."""
    known = list({j.id: j for j in judgements}.values())
    gone = undone(known)
    return sorted((j for j in known if j.id not in gone and j.verdict != "undo"), key=lambda j: (j.at, j.id))


def verdicts(judgements: Iterable[Judgement]) -> dict[str, str]:
    """The latest standing word, ``confirm``, ``reject`` or ``unsure``, on each subject judged by itself."""
    found: dict[str, str] = {}
    for j in standing(judgements):
        if j.verdict in ("confirm", "reject") or (j.verdict == "unsure" and len(j.subjects) == 1):
            found |= dict.fromkeys(j.subjects, j.verdict)
    return found


def conflicts(judgements: Iterable[Judgement]) -> list[Conflict]:
    """Standing judgements of different content on one question, by subject and question."""
    asked: dict[tuple[str, str], dict[str, list[Judgement]]] = defaultdict(lambda: defaultdict(list))
    for j in standing(judgements):
        for subject, question, answer in _answers(j):
            asked[subject, question][answer].append(j)
    return [
        Conflict(
            subject=subject,
            question=question,
            judgements=tuple(sorted((j for js in answers.values() for j in js), key=lambda j: (j.at, j.id))),
        )
        for (subject, question), answers in sorted(asked.items())
        if len(answers) > 1
    ]


def _answers(j: Judgement) -> Iterable[tuple[str, str, str]]:
    """``(subject, question, answer)`` that a judgement gives."""
    if j.verdict in ("confirm", "reject"):
        yield from ((s, "verdict", j.verdict) for s in j.subjects)
    elif j.verdict == "correct":
        yield from ((s, f"field {j.detail.get('field')}", repr(j.detail.get("value"))) for s in j.subjects)
    elif j.verdict == "rate":
        answer = f"{j.detail.get('reliability', 'F')}{j.detail.get('credibility', '6')}"
        yield from ((s, "rating", answer) for s in j.subjects)
    elif j.verdict in _PAIRS:
        apart = j.verdict in ("split", "cannot_link")
        first, others = j.parts() if j.verdict == "split" else (j.subjects, j.subjects)
        pairs = {tuple(sorted((a, b))) for a in first for b in others if a != b}
        yield from ((" + ".join(pair), "one incident", "no" if apart else "yes") for pair in sorted(pairs))


# ---------------------------------------------------------------------------------------------------- corrections


def corrected_claim(claim: Claim, judgements: Sequence[Judgement]) -> Claim:
    """The claim with standing corrections applied, oldest first; its id stays.

    Raises:
        RecordError, SpanError, KeyError, TypeError: for a correction that makes no claim.
    """
    changes = _changes(judgements, claim.id, CLAIM_FIELDS)
    return (
        claim_from_record({**_without(to_record(claim), changes), "read_by": to_record(claim.read_by)})
        if changes
        else claim
    )


def corrected_incident(incident: Incident, judgements: Sequence[Judgement]) -> Incident:
    changes = _changes(judgements, incident.id, INCIDENT_FIELDS)
    return incident_from_record(_without(to_record(incident), changes)) if changes else incident


def corrected_document(document: Document, judgements: Sequence[Judgement]) -> Document:
    """The document with corrections of what is told about it; its text and id never change."""
    changes = _changes(judgements, document.id, DOCUMENT_FIELDS)
    if not changes:
        return document
    fields = _without(to_record(document), changes)
    fields.setdefault("id", document.id or document_id(None, None, document.text))
    return Document(**{**fields, "text": document.text, "meta": document.meta})


def _changes(judgements: Sequence[Judgement], subject: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    changes = {}
    for j in judgements:
        if j.verdict == "correct" and subject in j.subjects:
            field = str(j.detail.get("field"))
            if field not in allowed:
                raise RecordError(
                    "%(field)s cannot be corrected; %(allowed)s can", field=repr(field), allowed=", ".join(allowed)
                )
            changes[field] = j.detail.get("value")
    return changes


def _without(record: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**record, **changes}
    return {k: v for k, v in merged.items() if v not in (None, [], {}, "")}
