"""All incidents' columns in this process, kept right from one batch to the next.

A desk is asked for counts, lines over time and maps all day, and the ledger changes every few seconds. The first question reads
every incident once; from then on each looks at the list of changes (see ``changes``) and reads those alone, so that an answer is
never older than the ledger and costs what changed, not what there is. Masks and walls are put before it by who asks (``counting``).
"""

import gc
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Connection, func, select

from onrecord.ledger.changes import changed_since, last_change
from onrecord.ledger.codec import decode_incident, load
from onrecord.ledger.columns import Columns, Row
from onrecord.ledger.demands import Demands
from onrecord.ledger.direct import rows_where
from onrecord.ledger.judging import corrected_incident, standing
from onrecord.ledger.look import chosen, incident_numbers, judgements_about
from onrecord.ledger.packing import Kind, unpack
from onrecord.ledger.schema import EFFECTS, LINK, STATUS, t
from onrecord.ledger.spots import SpotKey, first_place, spot_key, spot_of
from onrecord.ledger.walls import GENERAL

__all__ = ["Register"]

_STEP = 2_000
# more changes than that are read faster by beginning anew
_MOST_CHANGES = 20_000
_GENERAL = (frozenset({GENERAL}), True)
Connecting = Callable[[], AbstractContextManager[Connection]]


class Register:
    """``open()`` gives the columns as they are in the ledger now, ``demands()`` the demands, for as long as the block lasts.
    Safe between threads."""

    def __init__(self, connecting: Connecting, state: Callable[[], str]) -> None:
        self._connecting = connecting
        self._state = state
        self._lock = threading.RLock()
        self._reading = threading.Lock()
        self._columns: Columns | None = None
        self._demands = Demands()
        self._mark = 0
        self._judged = 0
        self._seen = ""

    @property
    def ready(self) -> bool:
        """Whether a question is answered without reading every incident first."""
        return self._columns is not None

    def warm(self) -> None:
        """Begin to read every incident in the background, where nobody has yet."""
        if self._columns is None and not self._reading.locked():
            threading.Thread(target=self._warmed, name="register", daemon=True).start()

    def _warmed(self) -> None:
        self._load()
        # what stays is looked through for garbage never again: with 100,000 incidents each look would hold up a page by 0.1 s
        gc.collect()
        gc.freeze()

    @contextmanager
    def open(self) -> Iterator[Columns]:
        """Raises what the database raises."""
        with self._opened() as (columns, _):
            yield columns

    @contextmanager
    def demands(self) -> Iterator[Demands]:
        """Raises what the database raises."""
        with self._opened() as (_, demands):
            yield demands

    @contextmanager
    def _opened(self) -> Iterator[tuple[Columns, Demands]]:
        while True:
            # read before the rows: what is held may be newer than its mark, never older
            state = self._state()
            with self._lock:
                if self._columns is not None and (state == self._seen or self._follow(state)):
                    yield self._columns, self._demands
                    return
            self._load()

    # ------------------------------------------------------------------------------------------------------- reading

    def _load(self) -> None:
        with self._reading:
            if self._columns is not None:
                return
            state = self._state()
            made = Columns()
            with self._connecting() as c:
                mark, judged = last_change(c), _last_judgement(c)
                keyed = select(t.incidents.c.num).order_by(t.incidents.c.num).limit(_STEP)
                after: int | None = None
                while True:
                    portion = keyed if after is None else keyed.where(t.incidents.c.num > after)
                    numbers = list(c.execute(portion).scalars())
                    if not numbers:
                        break
                    after = numbers[-1]
                    _read(c, made, numbers)
                demands = Demands()
                demands.follow(c, made, made.slots)
            with self._lock:
                self._columns, self._mark, self._judged, self._seen = made, mark, judged, state
                self._demands = demands

    def _follow(self, state: str) -> bool:
        """Read what changed; false where it is too much."""
        columns = self._columns
        assert columns is not None
        with self._connecting() as c:
            mark, judged = last_change(c), _last_judgement(c)
            changed = changed_since(c, self._mark, _MOST_CHANGES) if mark >= self._mark else None
            if changed is None:
                self._columns = None
                return False
            touched: set[int] = set()
            if judged != self._judged:
                subjects = _judged_since(c, self._judged)
                changed |= set(incident_numbers(c, subjects).values())
                touched = {seq for (seq,) in rows_where(c, t.claims, ("seq",), "id", subjects)}
            columns.drop(changed)
            _read(c, columns, sorted(changed))
            self._demands.follow(c, columns, changed, touched)
        self._mark, self._judged, self._seen = mark, judged, state
        return True


def _last_judgement(c: Connection) -> int:
    return int(c.execute(select(func.coalesce(func.max(t.judgements.c.seq), 0))).scalar_one())


def _judged_since(c: Connection, seq: int) -> set[str]:
    """What new judgements are about: a correction of an incident changes what is shown of it, linked anew or not."""
    found: set[str] = set()
    wanted = select(t.judgements.c.subjects, t.judgements.c.verdict)
    fresh: Sequence[Any] = c.execute(wanted.where(t.judgements.c.seq > seq)).all()
    while fresh:
        subjects = {s for r in fresh for s in load(r.subjects)} - found
        found |= subjects
        undone = {s for r in fresh if r.verdict == "undo" for s in load(r.subjects)}
        fresh = [*chosen(c, wanted, t.judgements.c.id, undone & subjects)]
    return found


_WORDS = ("type", "status", "link", "country", "countries", "admin1", "places", "actors", "rights", "publishers")
_COUNTS = ("demands", "answered", "responses", *EFFECTS)


def _read(c: Connection, into: Columns, numbers: Sequence[int]) -> None:
    """Put the incidents of these numbers, those that there are, into the columns."""
    if not numbers:
        return
    columns = ("num", "id", "day_start", "day_end", *_WORDS, *_COUNTS, "last_reported")
    rows = rows_where(c, t.incidents, columns, "num", numbers)
    bodies: dict[int, bytes] = dict(rows_where(c, t.incident_bodies, ("num", "body"), "num", numbers))
    told: dict[int, list[str]] = defaultdict(list)
    for num, publisher in _publishers(c, numbers):
        told[num].append(publisher)
    claims: dict[int, list[int]] = defaultdict(list)
    for num, claim in rows_where(c, t.incident_claims, ("incident", "claim"), "incident", numbers):
        claims[num].append(claim)
    seen = _collections(c, numbers)
    mended = _corrected(c, {r[1]: bodies[r[0]] for r in rows if r[0] in bodies})
    made = []
    for num, id_, start, end, type_, status, link, *rest in rows:
        spot = mended.get(id_)
        if spot is None:
            first = first_place(unpack(Kind.INCIDENT, bodies[num]))
            spot = SpotKey(first.lat, first.lon, first.precision, first.name, first.country)
        coded = (type_, STATUS.words[status], LINK.words[link])
        words = (*coded, *rest[: len(_WORDS) - len(coded)], spot, seen.get(num, _GENERAL))
        counts = (-1 if n is None else n for n in rest[len(_WORDS) - len(coded) :])
        made.append(Row(num, id_, words, (start, end, *counts), tuple(told.get(num, ())), tuple(claims.get(num, ()))))
    into.put(made)


def _publishers(c: Connection, numbers: Sequence[int]) -> list[tuple[int, str]]:
    """Pairs of an incident and a publisher who tells of it, each once, in order."""
    pairs = rows_where(c, t.incident_documents, ("incident", "document"), "incident", numbers)
    held = dict(rows_where(c, t.documents, ("seq", "publisher"), "seq", {document for _, document in pairs}))
    return sorted({(num, held[d]) for num, d in pairs if held.get(d)})


def _corrected(c: Connection, bodies: Mapping[str, bytes]) -> dict[str, SpotKey]:
    """Where incidents are drawn that a standing correction is about."""
    if c.exec_driver_sql("select 1 from judged limit 1").first() is None:
        return {}
    judged = judgements_about(c, bodies)
    valid = standing(j for js in judged.values() for j in js)
    found = {}
    for id_ in set(judged) & set(bodies):
        found[id_] = spot_key(spot_of(corrected_incident(decode_incident(bodies[id_]), valid)))
    return found


def _collections(c: Connection, numbers: Sequence[int]) -> dict[int, tuple[frozenset[str], bool]]:
    """The collections of incidents that are not in ``general`` alone, by their documents and those of their claims; whether
    they have documents at all."""
    if c.execute(select(t.collections.c.document).limit(1)).first() is None:
        return {}
    named = t.collections
    documents = (
        select(t.incident_documents.c.incident, func.coalesce(named.c.name, GENERAL).label("name"))
        .join_from(t.incident_documents, named, named.c.document == t.incident_documents.c.document, isouter=True)
        .distinct()
    )
    claims = (
        select(t.incident_claims.c.incident, func.coalesce(named.c.name, GENERAL).label("name"))
        .join_from(t.incident_claims, t.claims, t.claims.c.seq == t.incident_claims.c.claim)
        .join(named, named.c.document == t.claims.c.document, isouter=True)
        .distinct()
    )
    names: dict[int, set[str]] = {num: set() for num in numbers}
    whole: set[int] = set()
    for r in chosen(c, documents, t.incident_documents.c.incident, numbers):
        names[r.incident].add(r.name)
        whole.add(r.incident)
    for r in chosen(c, claims, t.incident_claims.c.incident, numbers):
        names[r.incident].add(r.name)
    return {num: (frozenset(found), num in whole) for num, found in names.items()}
