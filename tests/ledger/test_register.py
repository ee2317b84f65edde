"""What a process holds of all incidents gives the answers that the database gives, whatever was added, judged or linked anew
meanwhile, by whichever process, and to whoever may see a part of it alone."""

import gc
import random
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from tests.ledger.makers import claims_of, incident_of, judgement, report

import onrecord.ledger.changes as changes
import onrecord.ledger.register as register
from onrecord.ledger import Batch, Filter, Frame, Ledger, Page, Reader, Request, Viewer, copy_ledger, open_ledger
from onrecord.model import AnsweredDemand, Incident

STATUSES = ("single_source", "corroborated", "contested", "rejected")
VIEWERS = {
    "everything": Viewer(may_see_names=True),
    "masked": Viewer(),
    "general": Viewer(may_see_names=True, collections=("general",)),
    "sealed": Viewer(may_see_names=True, collections=("sealed",)),
    "both, masked": Viewer(collections=("general", "sealed")),
    "nothing": Viewer(may_see_names=True, collections=()),
}
FILTERS = (
    Filter(),
    Filter(include_rejected=True),
    Filter(types=("attack",)),
    Filter(types=("attack.explosion", "arrest"), link="single"),
    Filter(countries=("pk",)),
    Filter(countries=("PK", "AF"), statuses=("contested", "rejected")),
    Filter(date_from="2021-03-01", date_to="2022-08-03"),
    Filter(date_from="2021-03-01", began=True, minimum=(("killed", 6),)),
    Filter(began_between=("2021-01-01", "2022-06-30")),
    Filter(minimum=(("injured", 1),)),
    Filter(publisher="Paper 2"),
    Filter(publisher="nobody"),
    Filter(place="northford"),
    Filter(place="north FORD", link="single"),
    Filter(right="ICCPR-6"),
    Filter(actor="civilian"),
    Filter(actor="kakarzai"),
    Filter(area=("PK", "Balochistan")),
    Filter(kinds=("demand",)),
    Filter(kinds=("incident", "demand")),
    Filter(answered=False),
    Filter(answered=True),
    Filter(text="bomb"),
    Filter(text="kakarzai", types=("attack",)),
    Filter(document="doc-000003"),
    Filter(modality="actual"),
    Filter(since="2020-01-01"),
    Filter(since="2999-01-01"),
)
DEMANDS = (
    Filter(kinds=("demand",)),
    Filter(kinds=("demand",), answered=False),
    Filter(kinds=("demand",), answered=True),
    Filter(kinds=("demand",), answered=False, asked_from="2021-03", asked_to="2022-07"),
    Filter(kinds=("demand",), text="council"),
)
SORTS = ("-date", "date", "-reported", "reported", "-killed", "killed")


class Made:
    """Incidents of made-up reports, a few at a time."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.rng = random.Random(7)
        self.next = 0

    def add(self, number: int) -> list[Incident]:
        documents, claims, found = [], [], []
        for n in range(self.next, self.next + number):
            day = f"20{20 + n % 4}-{n % 12 + 1:02d}-0{n % 9 + 1}"
            document = report(n, killed=4 + n % 7, day=day, publisher=f"Paper {self.rng.randrange(5)}")
            if n % 5 == 2:
                document = replace(document, meta={"collection": "sealed"})
            told = claims_of(document, 4 + n % 7, day=day)
            documents.append(document)
            claims += told
            answered = (told[2].id,) if n % 3 == 0 else ()
            demands = (AnsweredDemand(id=told[1].id, answered_by=answered),) if n % 4 else ()
            incident = incident_of(told[0], status=self.rng.choice(STATUSES), demands=demands, responses=(told[2].id,))
            found.append(replace(incident, publishers=() if n % 6 == 0 else incident.publishers))
        self.next += number
        with self.ledger.writing():
            self.ledger.append(Batch(documents=tuple(documents), claims=tuple(claims)))
            self.ledger.links().replace([], [(i, ()) for i in found], [])
        return found


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as made:
        yield made


def _answers(reader: Reader, f: Filter) -> dict[str, object]:
    return {
        "facets": reader.facets(f, 100), "month": reader.timeline(f), "year": reader.timeline(f, "year"),
        "day": reader.timeline(f, "day"), "areas": reader.areas(f), "total": reader.incidents(f).total,
        "ids": reader.incident_ids(f).items == tuple(i.id for i in reader.incidents(f).items),
    }  # fmt: skip


def _walked(reader: Reader, f: Filter, sort: Any) -> list[object]:
    return list(_pages(lambda r: reader.incident_ids(f, r), sort))


def _pages(ask: Callable[[Request], Page[Any]], sort: Any) -> Iterator[object]:
    """Everything, a few at a time."""
    cursor: str | None = None
    while True:
        page = ask(Request(limit=9, sort=sort, cursor=cursor))
        yield page
        cursor = page.next
        if cursor is None:
            return


def _asked(reader: Reader, f: Filter) -> dict[str, object]:
    return {
        "ages": reader.demand_ages(f), "pages": [list(_pages(lambda r: reader.claims(f, r), s)) for s in ("told", "-told")],
        "counts": reader.counts(), "judgements": reader.judgement_count() == len(reader.judgements()),
    }  # fmt: skip


@contextmanager
def _beside(ledger: Ledger) -> Iterator[list[tuple[str, Reader, Reader]]]:
    """Who looks, at the ledger and at a second opening of it, which holds nothing and asks the database."""
    where = ledger.where if "/" in ledger.where and "://" not in ledger.where else ledger._url.render_as_string(False)
    with open_ledger(where) as other:
        yield [(name, ledger.seen_by(v), other.seen_by(v)) for name, v in VIEWERS.items()]
        assert other._all is None


def _check(ledger: Ledger) -> None:
    with _beside(ledger) as readers:
        for name, mine, theirs in readers:
            for f in FILTERS:
                assert _answers(mine, f) == _answers(theirs, f), (name, f)
                with mine.drawn(f, lambda _: 0, 1) as drawn:
                    assert drawn.incidents == theirs.count("incidents", f), (name, f)


def _check_pages(ledger: Ledger) -> None:
    """Each filter in an order, each order with several filters, page by page."""
    with _beside(ledger) as readers:
        for name, mine, theirs in readers:
            for n, f in enumerate(FILTERS):
                sort = SORTS[n % len(SORTS)]
                assert _walked(mine, f, sort) == _walked(theirs, f, sort), (name, f)


def _check_demands(ledger: Ledger) -> None:
    with _beside(ledger) as readers:
        for name, mine, theirs in readers:
            for f in DEMANDS:
                assert _asked(mine, f) == _asked(theirs, f), (name, f)


def test_it_follows_whatever_changes(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(ledger)
    first = made.add(25)
    with ledger._registering().open():
        pass
    read: list[int] = []
    whole = register._read
    monkeypatch.setattr(
        register, "_read", lambda c, into, numbers: (read.append(len(numbers)), whole(c, into, numbers))
    )
    _check(ledger)
    assert sum(read) == 0
    more = made.add(6)
    _check(ledger)
    assert sum(read) == 6
    # two become one, one changes, one goes
    with ledger.writing():
        both = replace(
            first[0], claims=(*first[0].claims, *more[0].claims), documents=(*first[0].documents, *more[0].documents)
        )
        gone = [more[0].id, more[1].id]
        ledger.links().replace(gone, [(both, ()), (replace(first[1], status="contested"), ())], [])
    _check(ledger)
    with open_ledger(ledger._url.render_as_string(False)) as other:
        Made(other)
        other.append(Batch(judgements=(judgement(1, "redact", "doc-000001", names=["council"]),)))
        with other.writing():
            other.links().replace([first[2].id], [], [])
    _check(ledger)
    assert sum(read) < 12


def test_pages_are_those_of_the_database(ledger: Ledger) -> None:
    made = Made(ledger)
    first = made.add(22)
    with ledger._registering().open():
        pass
    _check_pages(ledger)
    made.add(9)
    with ledger.writing():
        ledger.links().replace([first[0].id], [(replace(first[1], status="contested"), ())], [])
    _check_pages(ledger)
    # an incident that goes between a look at the columns and the reading of the page is left out
    mine, whole = ledger.seen_by(Viewer(may_see_names=True)), Reader._held_part

    def late(reader: Reader, *asked: Any) -> Any:
        part = whole(reader, *asked)
        with open_ledger(ledger._url.render_as_string(False)) as other, other.writing():
            other.links().replace([first[2].id], [], [])
        return part

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Reader, "_held_part", late)
        assert first[2].id not in [i.id for i in mine.incidents(Filter(include_rejected=True)).items]


def test_demands_follow_what_is_answered_judged_and_read_anew(ledger: Ledger) -> None:
    made = Made(ledger)
    first = made.add(16)
    with ledger._registering().open():
        pass
    _check_demands(ledger)
    more = made.add(9)
    _check_demands(ledger)
    # an open demand is answered, an answered one is open again, and one loses its incident
    opened = next(i for i in first if i.demands and not i.demands[0].answered_by)
    closed = next(i for i in first if i.demands and i.demands[0].answered_by)
    with ledger.writing():
        answered = replace(opened, demands=(AnsweredDemand(id=opened.demands[0].id, answered_by=opened.responses),))
        again = replace(closed, demands=(AnsweredDemand(id=closed.demands[0].id),))
        ledger.links().replace([more[-1].id], [(answered, ()), (again, ())], [])
    _check_demands(ledger)
    asked = ledger.claims(Filter(kinds=("demand",), answered=False), Request(sort="told")).items
    ledger.append(Batch(judgements=(judgement(7, "reject", asked[0].id),)))
    _check_demands(ledger)
    assert asked[0] not in ledger.claims(Filter(kinds=("demand",)), Request(sort="told")).items
    ledger.append(Batch(judgements=(judgement(8, "undo", "j-0007"),)))
    _check_demands(ledger)
    document = asked[1].document
    ledger.append(Batch(reread=(document,), claims=ledger.claims_of_documents([document])[document][:1]))
    assert asked[1] not in ledger.claims(Filter(kinds=("demand",)), Request(sort="told")).items
    _check_demands(ledger)


def test_it_begins_anew_where_the_list_of_changes_does_not_reach_back(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Made(ledger)
    made.add(8)
    with ledger._registering().open() as held:
        assert len(held) == 8
    monkeypatch.setattr(changes, "_KEPT", 3)
    for _ in range(4):
        made.add(3)
    _check(ledger)
    monkeypatch.setattr(register, "_MOST_CHANGES", 1)
    made.add(3)
    _check(ledger)
    ledger.clear_derived()
    with ledger._registering().open() as held:
        assert len(held) == 0


def test_a_copy_tells_whoever_holds_the_empty_ledger(tmp_path: object, ledger: Ledger) -> None:
    Made(ledger).add(3)
    target = f"{tmp_path}/copy.db"
    with open_ledger(target, create=True) as empty:
        with empty._registering().open() as held:
            assert len(held) == 0
        copy_ledger(ledger._url.render_as_string(False), target)
        with empty._registering().open() as held:
            assert len(held) == 3


def test_places_are_drawn_as_coarse_as_who_asks_may_see(ledger: Ledger) -> None:
    made = Made(ledger).add(3)

    def placed(viewer: Viewer) -> int:
        with ledger.seen_by(viewer).drawn(Filter(include_rejected=True), lambda _: 0, 1) as drawn:
            return len(drawn.slots)

    assert placed(Viewer()) == placed(Viewer(may_see_names=True)) == 3
    ledger.append(Batch(judgements=(judgement(1, "redact", made[0].documents[0].id, place="country"),)))
    # a country without a point of its own is drawn nowhere
    assert placed(Viewer()) == 2
    assert placed(Viewer(may_see_names=True)) == 3
    ledger.append(Batch(judgements=(judgement(2, "undo", "j-0001"),)))
    assert placed(Viewer()) == 3


def test_a_correction_moves_the_point(ledger: Ledger) -> None:
    made = Made(ledger).add(2)
    moved = {"name": "Kisumu", "country": "KE", "precision": "city", "lat": -0.1, "lon": 34.75}
    with ledger._registering().open():
        pass
    assert not ledger.append(
        Batch(judgements=(judgement(1, "correct", made[0].id, field="where", value=[moved]),))
    ).rejections
    with ledger.drawn(Filter(include_rejected=True), lambda _: 0, 1) as drawn:
        assert "Kisumu" in {p.spot.name for p in drawn.spotted(None, 10)[1]}
        framed = drawn.in_frame(Frame(south=-1, west=34, north=1, east=35, zoom=6), 10)
    assert [(c.incidents, c.id) for c in framed.cells] == [(1, made[0].id)]
    ledger.append(Batch(judgements=(judgement(2, "undo", "j-0001"),)))
    with ledger.drawn(Filter(include_rejected=True), lambda _: 0, 1) as drawn:
        assert "Kisumu" not in {p.spot.name for p in drawn.spotted(None, 10)[1]}


def test_who_repeated_whose_words(ledger: Ledger) -> None:
    """A publisher beside the independent ones repeated another's words; with one original it is told whose."""
    documents = [report(n, publisher=p) for n, p in enumerate(("Wire", "Daily", "Herald", "Post"))]
    told = [claims_of(d)[0] for d in documents]
    one = replace(incident_of(*told[:3]), publishers=("Wire",))
    two = replace(incident_of(told[3]), publishers=("Post",))
    with ledger.writing():
        ledger.append(Batch(documents=tuple(documents), claims=tuple(told)))
        ledger.links().replace([], [(one, ()), (two, ())], [])
    assert ledger.copies() == {
        "Daily": (1, ("Herald", "Wire")), "Herald": (1, ("Daily", "Wire")), "Wire": (0, ("Daily", "Herald")),
    }  # fmt: skip


def test_nothing_of_an_open_transaction_is_told(ledger: Ledger) -> None:
    made = Made(ledger)
    made.add(4)
    with ledger._registering().open():
        pass
    with ledger.writing():
        made.add(2)
        # the transaction itself sees its own rows; the columns are asked for what is kept
        assert ledger.incidents(Filter(include_rejected=True)).total == 6
    assert ledger.incidents(Filter(include_rejected=True)).total == 6


def test_what_is_held_goes_with_the_ledger(where: str) -> None:
    """At once: a desk freezes what it holds, and looks back at many moments, each a ledger of its own."""
    with open_ledger(where, create=True) as ledger:
        Made(ledger).add(3)
        with ledger._registering().open():
            pass
        held = weakref.ref(ledger._registering())
        gc.collect()
        gc.disable()
    try:
        assert held() is None
    finally:
        gc.enable()
