"""Records by their ids, and what is told about one: the part of ``Reader`` that asks for no pages."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, select

from onrecord.ledger.codec import capture_from_row, decode_incident, document_from_row, load
from onrecord.ledger.direct import first_row, rows_where
from onrecord.ledger.facts import REJECTED, STANDING
from onrecord.ledger.filters import moment
from onrecord.ledger.history import events, prove, toll_points
from onrecord.ledger.judging import corrected_claim, corrected_document, corrected_incident, standing
from onrecord.ledger.links import LinkTables
from onrecord.ledger.look import (
    CLAIM,
    bytes_of_captures,
    chosen,
    claim_rows,
    claims_of_rows,
    count_rows,
    document_rows,
    incident_numbers,
    judgements_about,
    judgements_by_ids,
    judgements_until,
    last_batch_until,
)  # fmt: skip
from onrecord.ledger.resolving import resolve, resolve_kind, resolve_past
from onrecord.ledger.schema import t
from onrecord.ledger.sealed import names_judged
from onrecord.ledger.values import (
    Event,
    Filter,
    Proof,
    TollPoint,
)  # fmt: skip
from onrecord.model import Capture, Claim, Document, Incident, Judgement, LedgerForeign, RecordError

__all__ = ["Lookup"]

T = TypeVar("T")


class Lookup:
    """Reads the ledger through ``connecting``, which opens a transaction for one question, or lends the current one.

    Values come with standing corrections applied; ``original=True`` gives them as they were appended.
    """

    masked = False

    def __init__(self, connecting: Callable[[], AbstractContextManager[Connection]], walled: bool = False) -> None:
        self._connecting = connecting
        self._walled = walled

    def _asked(self, filter_: Filter | None) -> Filter:
        """Every question with a filter puts it through here, so that a view can narrow it."""
        return filter_ or Filter()

    # ------------------------------------------------------------------------------------------------ by their id

    def resolve(self, id_or_prefix: str) -> tuple[str, str]:
        """``("incident" | "claim" | "document" | "judgement", id)``; an incident that moved is followed.

        Raises:
            NotFound: nothing, or several, under that prefix; the message lists them.
        """
        with self._connecting() as c:
            return resolve(c, id_or_prefix)

    def document(self, id_or_prefix: str, original: bool = False) -> Document:
        """Raises NotFound."""
        with self._connecting() as c:
            id_ = resolve_kind(c, "document", id_or_prefix)
            return self._documents(c, [id_], original)[id_]

    def claim(self, id_or_prefix: str, original: bool = False) -> Claim:
        """Raises NotFound."""
        with self._connecting() as c:
            id_ = resolve_kind(c, "claim", id_or_prefix)
            return self._claims(c, CLAIM.where(t.claims.c.id == id_), original)[0]

    def incident(self, id_or_prefix: str, original: bool = False) -> Incident:
        """The incident of that id, or the one that it was merged into. Raises NotFound."""
        with self._connecting() as c:
            id_ = resolve_kind(c, "incident", id_or_prefix)
            ((body,),) = rows_where(c, t.incident_bodies, ("body",), "num", incident_numbers(c, [id_]).values())
            return self._incidents(c, [body], original)[0]

    def documents_by_ids(self, ids: Iterable[str]) -> dict[str, Document]:
        with self._connecting() as c:
            return self._documents(c, ids)

    def incidents_by_ids(self, ids: Iterable[str]) -> dict[str, Incident]:
        with self._connecting() as c:
            rows = rows_where(c, t.incident_bodies, ("body",), "num", incident_numbers(c, ids).values())
            return {i.id: i for i in self._incidents(c, [body for (body,) in rows])}

    def claims_by_ids(self, ids: Iterable[str]) -> dict[str, Claim]:
        with self._connecting() as c:
            rows = claim_rows(c, t.claims.c.id, ids)
            return {claim.id: claim for claim in self._shown_claims(c, [x for _, x in claims_of_rows(rows)])}

    def claims_of_documents(self, ids: Iterable[str], include_rejected: bool = False) -> dict[str, tuple[Claim, ...]]:
        """The claims that the latest reading of each document gives, in the order of appending."""
        states = (STANDING, REJECTED) if include_rejected else (STANDING,)
        with self._connecting() as c:
            rows = claim_rows(c, t.documents.c.id, ids)
            state = dict(rows_where(c, t.claim_facts, ("seq", "state"), "seq", (r.seq for r in rows)))
            rows = [r for r in rows if state.get(r.seq) in states]
            found: dict[str, list[Claim]] = defaultdict(list)
            for claim in self._shown_claims(c, [x for _, x in claims_of_rows(rows)]):
                found[claim.document].append(claim)
            return {d: tuple(claims) for d, claims in found.items()}

    def incidents_of_claims(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The ids of the incidents that each claim stands in, as account, demand or response."""
        statement = (
            select(t.claims.c.id, t.incidents.c.id.label("incident"))
            .join_from(t.claims, t.incident_claims, t.incident_claims.c.claim == t.claims.c.seq)
            .join(t.incidents, t.incidents.c.num == t.incident_claims.c.incident)
        )
        found: dict[str, list[str]] = defaultdict(list)
        with self._connecting() as c:
            for row in chosen(c, statement, t.claims.c.id, ids):
                found[row.id].append(row.incident)
        return {k: tuple(sorted(v)) for k, v in found.items()}

    def staying(self, subject: str, going: Collection[str]) -> tuple[str, ...]:
        """The claims that a split of an incident, named by itself or by a claim in it, leaves there.

        Raises:
            NotFound: the incident.
            RecordError: what is to go is no claim of it, or nothing would stay.
        """
        if subject.startswith(("inc-", "agg-")):
            held = list(self.incident(subject).claims)
        else:
            homes = self.incidents_of_claims([subject]).get(subject, ())
            held = [subject, *(c for i in self.incidents_by_ids(homes).values() for c in i.claims)]
        stranger = next((g for g in going if g not in held), None)
        if stranger is not None:
            raise RecordError("%(claim)s is no claim of %(incident)s", claim=stranger, incident=subject)
        staying = tuple(dict.fromkeys(c for c in held if c not in going))
        if not staying:
            raise RecordError("leave at least one claim in the incident")
        return staying

    def known_documents(self, ids: Iterable[str]) -> set[str]:
        """Those among ``ids`` that the ledger holds."""
        return set(self.sequences(ids))

    def sequences(self, ids: Iterable[str]) -> dict[str, int]:
        """The number under which each known document was appended."""
        wanted = [i for i in ids if "\0" not in i]
        with self._connecting() as c:
            return dict(rows_where(c, t.documents, ("id", "seq"), "id", wanted))

    def forwards(self, old: str) -> tuple[tuple[str | None, str], ...]:
        """Where an incident's claims went: ``(new id or None, "merged" | "split" | "gone")``, oldest first."""
        with self._connecting() as c:
            statement = select(t.link_forward).where(t.link_forward.c.old == old).order_by(t.link_forward.c.seq)
            return tuple((r.new, r.reason) for r in c.execute(statement))

    # ---------------------------------------------------------------------------------------------- how it came about

    def toll_series(self, id_or_prefix: str) -> tuple[TollPoint, ...]:
        """Every figure that the standing claims of an incident give, by effect and time of publication. Raises NotFound."""
        with self._connecting() as c:
            id_ = resolve_kind(c, "incident", id_or_prefix)
            inside = (
                select(t.incident_claims.c.claim)
                .join(t.claim_facts, t.claim_facts.c.seq == t.incident_claims.c.claim)
                .where(t.incident_claims.c.incident == incident_numbers(c, [id_])[id_])
                .where(t.claim_facts.c.state == STANDING, t.claim_facts.c.kind == "incident")
            )
            claims = self._claims(c, CLAIM.where(t.claims.c.seq.in_(inside)).order_by(t.claims.c.seq))
            return toll_points(claims, self._documents(c, {x.document for x in claims}))

    def history(self, id_or_prefix: str) -> tuple[Event, ...]:
        """What the ledger took in about a record, oldest first; of an incident, its claims, judgements and forwards, even
        of one that is gone.
        """
        with self._connecting() as c:
            kind, id_ = resolve_past(c, id_or_prefix)
            return events(c, kind, id_)

    def judgements(self, as_of: str | None = None, subject: str | None = None) -> list[Judgement]:
        """All judgements, or those about a subject with their undos, in the order of appending."""
        with self._connecting() as c:
            until = None if as_of is None else last_batch_until(c, moment(as_of))
            if subject is None:
                return self._shown_judgements(c, judgements_until(c, until))
            found = judgements_about(c, [subject], until)
            return self._shown_judgements(c, list({j.id: j for js in found.values() for j in js}.values()))

    def names_hidden_since(self, as_of: str) -> bool:
        """Whether anybody has judged since that moment whose names are hidden: the ledger as it stood then would show them."""
        with self._connecting() as c:
            return names_judged(c, last_batch_until(c, moment(as_of)))

    def judgements_about(self, subjects: Iterable[str]) -> list[Judgement]:
        """Those about any of the subjects, with their undos, in the order of appending."""
        with self._connecting() as c:
            found = judgements_about(c, subjects)
            return self._shown_judgements(c, judgements_by_ids(c, {j.id for js in found.values() for j in js}))

    def judgement_count(self) -> int:
        """How many judgements are to be seen: as many as ``judgements`` gives."""
        with self._connecting() as c:
            return count_rows(c, t.judgements)

    def _shown_judgements(self, c: Connection, found: list[Judgement]) -> list[Judgement]:
        return found

    def _every_judgement(self) -> list[Judgement]:
        """As they were appended, whoever asks."""
        with self._connecting() as c:
            return judgements_until(c)

    def ratings(self) -> dict[str, tuple[str, str]]:
        """The standing Admiralty rating of each publisher or record: reliability A to F, credibility 1 to 6."""
        return {
            s: (str(j.detail.get("reliability", "F")), str(j.detail.get("credibility", "6")))
            for j in standing(self.judgements()) if j.verdict == "rate" for s in j.subjects
        }  # fmt: skip

    @contextmanager
    def looking_at_links(self) -> Iterator[LinkTables]:
        """The tables of linking for reading alone, in a transaction of their own."""
        with self._connecting() as connection:
            yield LinkTables(connection, self.claims_by_ids)

    def captures_of(self, document: str) -> tuple[Capture, ...]:
        """The original bytes from which a document was read; not those that hold documents which are not to be seen."""
        with self._connecting() as c:
            wanted = select(t.documents.c.capture).where(t.documents.c.id == resolve_kind(c, "document", document))
            rows = c.execute(select(t.captures).where(t.captures.c.sha256.in_(wanted)).order_by(t.captures.c.seq)).all()
            found = []
            for row, content in bytes_of_captures(c, rows):
                if self._walled and not self._all_seen(c, load(row.documents)):
                    continue
                if content is None:
                    raise LedgerForeign(f"the capture {row.sha256[:16]} is damaged; run `onrecord verify`")
                found.append(capture_from_row(row, content))
            return tuple(found)

    def origins_of(self, document: str) -> tuple[dict[str, str], ...]:
        """Whence a document's original bytes came, for each capture: hash, size, media type, source, URL, time, tool, headers."""
        return tuple(
            {
                "sha256": c.sha256, "bytes": str(len(c.content)), "media_type": c.media_type, "source": c.source,
                **({"url": c.url} if c.url else {}), "captured": c.captured, "tool": c.tool, **c.headers,
            }
            for c in self.captures_of(document)
        )  # fmt: skip

    def _all_seen(self, c: Connection, ids: Sequence[str]) -> bool:
        return len(list(chosen(c, select(t.documents.c.id), t.documents.c.id, ids))) == len(set(ids))

    def proof(self, claim: str) -> Proof:
        """That a claim's row is in the chain: its hash and the path to its batch's root. Raises NotFound."""
        with self._connecting() as c:
            return prove(c, resolve_kind(c, "claim", claim))

    # -------------------------------------------------------------------------------------------- what readers see

    def _documents(self, c: Connection, ids: Iterable[str], original: bool = False) -> dict[str, Document]:
        found = [document_from_row(r) for r in document_rows(c, ids)]
        return {d.id: d for d in self._shown_documents(c, found, original)}

    def _claims(self, c: Connection, statement: Select[Any], original: bool = False) -> list[Claim]:
        found = [claim for _, claim in claims_of_rows(c.execute(statement))]
        return self._shown_claims(c, found, original=original)

    def _incidents(self, c: Connection, bodies: Iterable[bytes], original: bool = False) -> list[Incident]:
        found = [decode_incident(b) for b in bodies]
        return self._shown_incidents(c, found, original)

    def _shown_documents(self, c: Connection, found: list[Document], original: bool = False) -> list[Document]:
        return found if original else _with(c, found, corrected_document)

    def _shown_claims(
        self, c: Connection, found: list[Claim], until: int | None = None, original: bool = False
    ) -> list[Claim]:
        return found if original else _with(c, found, corrected_claim, until)

    def _shown_incidents(self, c: Connection, found: list[Incident], original: bool = False) -> list[Incident]:
        return found if original else _with(c, found, corrected_incident)


def _with(
    c: Connection, found: list[T], correct: Callable[[T, Sequence[Judgement]], T], until: int | None = None
) -> list[T]:
    """The records with the standing corrections about them."""
    if first_row(c, "select 1 from judged limit 1") is None:
        return found
    judged: Mapping[str, Sequence[Judgement]] = judgements_about(c, [x.id for x in found], until)  # type: ignore[attr-defined]
    if not judged:
        return found
    valid = standing(j for js in judged.values() for j in js)
    return [correct(x, valid) for x in found]
