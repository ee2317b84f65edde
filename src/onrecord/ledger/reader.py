"""Questions to the ledger. ``Reader`` answers with everything; ``redaction`` puts a mask before it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Integer, Select, SelectBase, Table, func, literal_column, select, union_all

from onrecord.ledger.codec import document_from_row, load
from onrecord.ledger.direct import rows_where
from onrecord.ledger.filters import (
    Part,
    Told,
    after_cursor,
    claim_conditions,
    cursor_of,
    document_conditions,
    documents_with_words,
    hidden_documents,
    incident_conditions,
    moment,
    ordered,
    ways,
    words_alone,
)  # fmt: skip
from onrecord.ledger.judging import conflicts, corrected_claim, standing
from onrecord.ledger.look import (
    CLAIM,
    chosen,
    claims_in_order,
    claims_of_rows,
    judgements_until,
    last_batch_until,
    portions,
)  # fmt: skip
from onrecord.ledger.schema import t
from onrecord.ledger.totals import Totals, tallying
from onrecord.ledger.values import (
    BatchRow,
    Conflict,
    Filter,
    Found,
    Moved,
    Page,
    Request,
)  # fmt: skip
from onrecord.ledger.words import fold
from onrecord.model import Claim, Document, Incident, Rejection, Run

__all__ = ["TOTAL_STOPS", "Reader"]

T = TypeVar("T")
TOTAL_STOPS = 10_000
_SNIPPET = 90
# spelt as in the index, with no bound value
_KILLED: Any = literal_column("coalesce(killed, -1)", Integer)


class _Part(NamedTuple):
    """A page of incidents or claims by their numbers."""

    numbers: list[int]
    next: str | None
    total: int
    more: bool


def _part(numbers: list[int], following: str | None, total: int) -> _Part:
    return _Part(numbers, following, min(total, TOTAL_STOPS), total > TOTAL_STOPS)


def _counted_with(told: Told | None) -> tuple[Told | None, ...]:
    """With which claims that hold the words to count a total: if those that were gathered are not all, and too few, with all."""
    return (told,) if told is None or told.whole else (told, None)


class Reader(Totals):
    """All questions: those by id of ``Lookup``, the counts of ``Totals``, pages, full text, and the whole of it."""

    def moved(self, since: str | None = None, after: int = 0, limit: int = 500) -> tuple[Moved, ...]:
        """Incidents whose claims went elsewhere, oldest first: after the ISO date-time ``since``, and after the one of the number
        ``after``. Whoever pulls incidents from time to time learns here which of theirs are gone."""
        forward = t.link_forward.c
        statement = select(t.link_forward).where(forward.seq > after).order_by(forward.seq).limit(limit)
        if since is not None:
            statement = statement.where(forward.at > moment(since))
        with self._connecting() as c:
            return tuple(Moved(seq=r.seq, old=r.old, new=r.new, reason=r.reason, at=r.at) for r in c.execute(statement))

    # ------------------------------------------------------------------------------------------------------ pages

    def documents(self, filter_: Filter | None = None, page: Request | None = None) -> Page[Document]:
        """Documents of a filter; sorts: ``date`` (published) and ``appended``, either way."""
        f, request = self._asked(filter_), page or Request(sort="-appended")
        d = t.documents.c
        with self._connecting() as c:
            conditions = document_conditions(c, f)
            by = d.seq if request.sort.lstrip("-") == "appended" else func.coalesce(d.published, "")
            rows, following = self._page(
                c, select(t.documents, by.label("sorted"), d.seq.label("number")), conditions, by, d.seq, request
            )
            found = self._shown_documents(c, [document_from_row(r) for r in rows])
            total, more = self._total(c, [select(d.seq).where(*conditions)])
        return Page(items=tuple(found), total=total, more=more, next=following)

    def claims(self, filter_: Filter | None = None, page: Request | None = None, counted: bool = True) -> Page[Claim]:
        """Claims of a filter; sorts: ``date``, ``killed``, ``appended``, either way (``reported`` reads as ``appended``).
        Without ``counted`` the total is not looked for, and is 0.

        ``told`` sorts demands and responses by the day of their publication: the demands open longest come first.
        """
        f, request = self._asked(filter_), page or Request()
        part = self._held_demands(f, request)
        with self._connecting() as c:
            if part is None:
                part = self._asked_claims(c, f, request, counted)
            order = {number: i for i, number in enumerate(part.numbers)}
            found = sorted(chosen(c, CLAIM, t.claims.c.seq, order), key=lambda r: order[r.seq])
            until = None if f.as_of is None else last_batch_until(c, moment(f.as_of))
            shown = self._shown_claims(c, [x for _, x in claims_of_rows(found)], until)
        return Page(items=tuple(shown), total=part.total, more=part.more, next=part.next)

    def _asked_claims(self, c: Connection, f: Filter, request: Request, counted: bool) -> "_Part":
        facts = t.claim_facts.c
        by = {"date": facts.day_start, "killed": _KILLED, "told": facts.told}.get(request.sort.lstrip("-"), facts.seq)
        way, told = ways(c, f)
        numbers, following = self._page_of(c, claim_conditions(c, f, way, told), by, facts.seq, request)
        total, more = 0, False
        if counted:
            total, more = self._total(c, (self._counted_claims(c, f, x) for x in _counted_with(told)))
        return _Part(numbers, following, total, more)

    def _held_demands(self, f: Filter, request: Request) -> "_Part | None":
        """A page of demands, those asked first or last at its beginning, made of what this process holds."""
        register = self._held(f) if request.sort.lstrip("-") == "told" else None
        if register is None:
            return None
        with register.demands() as held:
            days, numbers = held.told(held.fitting(f, self._collections))
        found, following = tallying().ordered(days, lambda places: numbers[places], request)
        return _part(found, following, len(numbers))

    def incidents(self, filter_: Filter | None = None, page: Request | None = None) -> Page[Incident]:
        """Incidents of a filter; sorts: ``date``, ``reported``, ``killed``, either way (``appended`` reads as ``reported``)."""
        with self._incident_page(filter_, page, t.incident_bodies, "body") as (c, bodies, part):
            shown = self._incidents(c, bodies)
        return Page(items=tuple(shown), total=part.total, more=part.more, next=part.next)

    def incident_ids(self, filter_: Filter | None = None, page: Request | None = None) -> Page[str]:
        """The ids alone of the incidents that ``incidents`` gives: what a queue is made of."""
        with self._incident_page(filter_, page, t.incidents, "id") as (_, ids, part):
            return Page(items=tuple(ids), total=part.total, more=part.more, next=part.next)

    @contextmanager
    def _incident_page(
        self, filter_: Filter | None, page: Request | None, table: Table, column_: str
    ) -> "Iterator[tuple[Connection, list[Any], _Part]]":
        """A column of the incidents of a page, in its order, with the transaction that it was read in."""
        f, request = self._asked(filter_), page or Request()
        part = self._held_part(f, request)
        with self._connecting() as c:
            held = {} if part is None else dict(rows_where(c, table, ("num", column_), "num", part.numbers))
            if part is None or len(held) < len(part.numbers):
                # nothing is held, or somebody has taken an incident out since the columns were looked at
                part = self._asked_part(c, f, request)
                held = dict(rows_where(c, table, ("num", column_), "num", part.numbers))
            yield c, [held[n] for n in part.numbers], part

    def _held_part(self, f: Filter, request: Request) -> "_Part | None":
        """A page made of the columns, where this process holds them and they know what is asked."""
        if not self._columns_know(f):
            return None
        with self._counted(f) as (held, fits):
            numbers, following = tallying().page(held, fits, request)
            return _part(numbers, following, int(fits.sum()))

    def _asked_part(self, c: Connection, f: Filter, request: Request) -> "_Part":
        facts = t.incidents.c
        by = {"date": facts.day_start, "killed": _KILLED}.get(request.sort.lstrip("-"), facts.last_reported)
        way, told = ways(c, f)
        numbers, following = self._page_of(c, incident_conditions(c, f, way, told), by, facts.num, request)
        total, more = self._total(c, (self._counted_incidents(c, f, x) for x in _counted_with(told)))
        return _Part(numbers, following, total, more)

    def _counted_claims(self, c: Connection, f: Filter, told: Told | None) -> Any:
        alone = words_alone(c, f, told, incidents=False)
        return select(t.claim_facts.c.seq).where(*claim_conditions(c, f, told=told)) if alone is None else alone

    def _counted_incidents(self, c: Connection, f: Filter, told: Told | None) -> Any:
        """By countries in two parts, for each of which there is an index."""
        alone = words_alone(c, f, told, incidents=True)
        if alone is not None:
            return alone
        parts: tuple[Part | None, ...] = ("home", "abroad") if f.countries else (None,)
        wanted = [select(t.incidents.c.num).where(*incident_conditions(c, f, "gather", told, part)) for part in parts]
        return union_all(*wanted) if len(wanted) > 1 else wanted[0]

    def _page_of(
        self, c: Connection, conditions: Sequence[Any], by: Any, key: Any, request: Request
    ) -> tuple[list[int], str | None]:
        statement = select(key.label("number"), by.label("sorted"))
        rows, following = self._page(c, statement, conditions, by, key, request)
        return [r.number for r in rows], following

    def _page(
        self, c: Connection, statement: Select[Any], conditions: Sequence[Any], by: Any, key: Any, request: Request
    ) -> tuple[Sequence[Any], str | None]:
        falling = request.sort.startswith("-")
        limit = max(1, min(request.limit, 10_000))
        statement = statement.where(*conditions, *after_cursor(by, key, falling, request))
        rows = c.execute(ordered(statement, by, key, falling).limit(limit + 1)).all()
        following = cursor_of(rows[limit - 1].sorted, rows[limit - 1].number) if len(rows) > limit else None
        return rows[:limit], following

    def _total(self, c: Connection, ways_to_count: Iterable[Any]) -> tuple[int, bool]:
        total = 0
        for numbers in ways_to_count:
            inner = numbers.limit(TOTAL_STOPS + 1).subquery()
            total = int(c.execute(select(func.count()).select_from(inner)).scalar_one())
            if total > TOTAL_STOPS:
                return TOTAL_STOPS, True
        return total, False

    # -------------------------------------------------------------------------------------------- counts and texts

    def count(self, what: str, filter_: Filter | None = None) -> int:
        """Exact number of ``documents``, ``claims`` or ``incidents`` of a filter."""
        f = self._asked(filter_)
        key, conditions = {
            "documents": (t.documents.c.seq, document_conditions),
            "claims": (t.claim_facts.c.seq, claim_conditions),
            "incidents": (t.incidents.c.num, incident_conditions),
        }[what]
        with self._connecting() as c:
            return int(c.execute(select(func.count(key)).where(*conditions(c, f))).scalar_one())

    def search(self, words: str, page: Request | None = None) -> Page[Found]:
        """Documents that hold all the words (those in double quotes next to each other), newest appended first."""
        request = page or Request(sort="-appended")
        limit = max(1, min(request.limit, 1_000))
        with self._connecting() as c:
            found = documents_with_words(c, words)
            if found is None:
                return Page(items=(), total=0)
            matching, *counted = (self._seen_documents(x, words) for x in (found[0], *found[1]))
            number = matching.selected_columns.seq
            after = after_cursor(number, number, True, request)
            statement = matching.where(*after).order_by(number.desc()).limit(limit + 1)
            numbers = list(c.execute(statement).scalars())
            following = cursor_of(numbers[limit - 1], numbers[limit - 1]) if len(numbers) > limit else None
            rows = sorted(chosen(c, select(t.documents), t.documents.c.seq, numbers[:limit]), key=lambda r: -r.seq)
            shown = self._shown_documents(c, [document_from_row(r) for r in rows])
            total, more = self._total(c, counted)
        items = tuple(
            Found(
                document=d.id,
                title=d.title,
                publisher=d.publisher,
                published=d.published,
                snippet=snippet(d.text, words),
            )
            for d in shown
        )
        return Page(items=items, total=total, more=more, next=following)

    def _seen_documents(self, holding: SelectBase, words: str) -> Select[Any]:
        """The numbers of those among documents that hold words which whoever asks may find by them."""
        held = holding.subquery()
        seen = [held.c.seq.not_in(hidden_documents(words))] if self.masked else []
        if self._walled:
            # full text has no walls of its own
            seen.append(held.c.seq.in_(select(t.documents.c.seq)))
        return select(held.c.seq).where(*seen)

    # ---------------------------------------------------------------------------------------------- the whole of it

    def each_document(self, as_of: str | None = None) -> Iterator[Document]:
        """Every document in the order of appending, as it was appended."""
        with self._connecting() as c:
            until = None if as_of is None else last_batch_until(c, moment(as_of))
            after = 0
            while True:
                statement = select(t.documents).where(t.documents.c.seq > after).order_by(t.documents.c.seq).limit(500)
                rows = c.execute(statement if until is None else statement.where(t.documents.c.batch <= until)).all()
                if not rows:
                    return
                after = rows[-1].seq
                yield from self._shown_documents(c, [document_from_row(r) for r in rows])

    def each_claim(self, as_of: str | None = None, include_rejected: bool = True) -> Iterator[Claim]:
        """Every claim that the latest reading of its document gives, in the order of appending, corrections applied.

        ``as_of``: only rows appended, and only judgements made, up to then. Rejected claims come too unless told not to:
        linking needs them to say that an incident is rejected.
        """
        from onrecord.ledger.standing import superseded, unfit_claims

        with self._connecting() as c:
            until = None if as_of is None else last_batch_until(c, moment(as_of))
            away = superseded(c, until) if include_rejected else unfit_claims(c, until)
            judgements = [j for j in standing(judgements_until(c, until)) if j.verdict == "correct"]
            about = {s for j in judgements for s in j.subjects}
            for row, claim in claims_in_order(c, until):
                if row.seq not in away:
                    yield corrected_claim(claim, judgements) if claim.id in about else claim

    def each_incident(self) -> Iterator[Incident]:
        """Every incident as linking left it, rejected ones too: without the corrections that people made of it by itself."""
        with self._connecting() as c:
            for rows in portions(c, t.incident_bodies, "num"):
                yield from self._incidents(c, [r.body for r in rows], original=True)

    def claims_as_of(self, at: str) -> Iterator[Claim]:
        return self.each_claim(as_of=at)

    def conflicts(self) -> list[Conflict]:
        """Standing judgements that contradict each other."""
        return conflicts(self.judgements())

    def rejections(self, limit: int = 1_000) -> list[Rejection]:
        """What was refused, newest first."""
        with self._connecting() as c:
            rows = c.execute(select(t.rejections).order_by(t.rejections.c.seq.desc()).limit(limit))
            return [Rejection(stage=r.stage, reason=r.reason, subject=r.subject, code=r.code) for r in rows]

    def runs(self) -> list[Run]:
        with self._connecting() as c:
            return [
                Run(
                    id=r.id,
                    version=r.version,
                    vocabulary=r.vocabulary,
                    model=r.model,
                    started=r.started,
                    settings=load(r.settings),
                )
                for r in c.execute(select(t.runs).order_by(t.runs.c.seq))
            ]

    def batches(self) -> list[BatchRow]:
        """The chain, oldest first."""
        with self._connecting() as c:
            return [BatchRow(**r) for r in c.execute(select(t.batches).order_by(t.batches.c.seq)).mappings()]


def snippet(body: str, words: str) -> str:
    """The first place of any of the words, with what stands around it on one line."""
    wanted = [re.escape(fold(w)) for w in re.findall(r"\w+", words)]
    at = re.search("|".join(rf"\b{w}" for w in wanted), fold(body)) if wanted else None
    # folding may change lengths: the place is then near, not exact, which is all a snippet needs
    start = max(0, (at.start() if at else 0) - _SNIPPET)
    part = " ".join(body[start : start + 2 * _SNIPPET + 40].split())
    return f"{'…' if start else ''}{part}{'…' if start + 2 * _SNIPPET + 40 < len(body) else ''}"
