"""Counts by facet, time, area and age of demands: each equals what counting the records one by one gives."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from onrecord.ledger import Batch, Filter, Ledger, Request, open_ledger
from onrecord.model import AnsweredDemand, Incident, seal

from .makers import RUN, claims_of, incident_of, report

TYPES = ("attack.explosion", "attack.shooting", "arrest", "protest")
STATUSES = ("single_source", "corroborated", "contested", "rejected")


def _fill(ledger: Ledger, number: int = 60) -> None:
    rng = random.Random(4)
    documents, claims, incidents = [], [], []
    for n in range(number):
        day = f"20{20 + n % 4}-{n % 12 + 1:02d}-0{n % 9 + 1}"
        document = report(n, killed=4 + n % 7, day=day, publisher=f"Paper {rng.randrange(5)}")
        told = [
            seal(replace(c, id="", type=TYPES[n % 4] if c.kind == "incident" else c.type), document.text)
            for c in claims_of(document, 4 + n % 7, day=day)
        ]
        told[1:] = [seal(replace(c, id="", about=(told[0].id,)), document.text) for c in told[1:]]
        documents.append(document)
        claims += told
        answered = (told[2].id,) if n % 3 == 0 else ()
        demands = (AnsweredDemand(id=told[1].id, answered_by=answered),) if n % 5 else ()
        incidents.append(
            incident_of(told[0], status=rng.choice(STATUSES), demands=demands, responses=(told[2].id,))
        )  # fmt: skip
    ledger.append(Batch(run=RUN, documents=tuple(documents), claims=tuple(claims)))
    with ledger.writing():
        ledger.links().replace([], [(i, ()) for i in incidents], [])


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as made:
        _fill(made)
        yield made


FILTERS = {
    "none": Filter(),
    "rejected too": Filter(include_rejected=True),
    "type": Filter(types=("attack",)),
    "country": Filter(countries=("PK",)),
    "dates and toll": Filter(date_from="2021-01-01", date_to="2022-12-31", minimum=(("killed", 6),)),
    "publisher": Filter(publisher="Paper 2"),
    "place": Filter(place="northford"),
    "text": Filter(text="bomb election"),
    "right": Filter(right="ICCPR-6", statuses=("corroborated", "contested")),
    "open demands": Filter(answered=False),
    "nothing": Filter(types=("riot",)),
}


def _each(ledger: Ledger, chosen: Filter) -> list[Incident]:
    return list(ledger.incidents(chosen, Request(limit=500)).items)


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("many", [0, 5_000])
def test_counts_are_those_of_the_records(ledger: Ledger, name: str, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # both ways of finding rows, those for few and those for many
    monkeypatch.setattr("onrecord.ledger.filters._FEW", many)
    monkeypatch.setattr("onrecord.ledger.filters._MOST_GATHERED", many)
    monkeypatch.setattr("onrecord.ledger.filters._PASSED", many)
    chosen = FILTERS[name]
    held = _each(ledger, chosen)
    assert ledger.incidents(chosen).total == ledger.count("incidents", chosen) == len(held)
    assert ledger.claims(chosen).total == ledger.count("claims", chosen)
    assert bool(held) is (name != "nothing")
    publishers = {d: ledger.document(d).publisher for i in held for d in [i.documents[0].id]}
    wanted = {
        "type": Counter(i.type for i in held),
        "country": Counter(i.where[0].country for i in held),
        "status": Counter(i.status for i in held),
        "link": Counter(i.link for i in held),
        "month": Counter(i.when.start[:7] for i in held),
        "publisher": Counter(publishers[i.documents[0].id] for i in held),
    }
    assert {k: dict(v) for k, v in ledger.facets(chosen, 100).items()} == {k: dict(v) for k, v in wanted.items()}
    top = ledger.facets(chosen, 1, ("month",))
    assert top.keys() == {"month"}
    assert len(top["month"]) <= 1
    killed: Counter[str] = Counter()
    areas: Counter[tuple[str, str, int]] = Counter()
    for i in held:
        killed[i.when.start[:4]] += i.tolls[0].best
        areas[i.where[0].country, i.where[0].admin1, 0] += 1
        areas[i.where[0].country, i.where[0].admin1, 1] += i.tolls[0].best
    years = Counter(i.when.start[:4] for i in held)
    assert [(p.period, p.incidents, p.killed) for p in ledger.timeline(chosen, "year")] == [
        (y, n, killed[y]) for y, n in sorted(years.items())
    ]
    assert [(a.country, a.admin1, a.incidents, a.killed) for a in ledger.areas(chosen)] == [
        (c, a, areas[c, a, 0], areas[c, a, 1]) for c, a in sorted({(c, a) for c, a, _ in areas})
    ]


def test_open_demands_come_by_age_and_are_counted(ledger: Ledger) -> None:
    answered = {d.id for i in _each(ledger, Filter(include_rejected=True)) for d in i.demands if d.answered_by}
    demands = ledger.claims(Filter(kinds=("demand",)), Request(limit=500)).items
    still = ledger.claims(Filter(kinds=("demand",), answered=False), Request(limit=500, sort="told")).items
    assert {c.id for c in still} == {c.id for c in demands} - answered
    days = [ledger.document(c.document).published for c in still]
    assert days == sorted(days)
    done = ledger.claims(Filter(answered=True), Request(limit=500, sort="-told"))
    assert {c.id for c in done.items} == answered
    ages = ledger.demand_ages()
    assert [a.month for a in ages] == sorted(a.month for a in ages)
    assert sum(a.open for a in ages) == len(still)
    assert sum(a.answered for a in ages) == len(answered)
    # page by page the same
    seen, cursor = [], None
    while True:
        page = ledger.claims(Filter(kinds=("demand",), answered=False), Request(limit=7, sort="told", cursor=cursor))
        seen += page.items
        cursor = page.next
        if cursor is None:
            break
    assert seen == list(still)


def test_a_demand_is_open_again_when_its_incident_says_so(ledger: Ledger) -> None:
    before = ledger.count("claims", Filter(answered=False))
    held = next(i for i in _each(ledger, Filter(answered=True)) if i.demands[0].answered_by)
    opened = replace(held, demands=(AnsweredDemand(id=held.demands[0].id, answered_by=()),))
    with ledger.writing():
        ledger.links().replace([held.id], [(opened, ())], [])
    assert ledger.count("claims", Filter(answered=False)) == before + 1
    assert ledger.incidents_by_ids([held.id, "inc-none"]) == {held.id: opened}
