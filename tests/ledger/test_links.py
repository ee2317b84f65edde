"""The verbs of linking, and what is found by which filter."""

import random
from collections.abc import Iterator

import pytest

from onrecord.ledger import Batch, Filter, Ledger, Request, open_ledger
from onrecord.model import RecordError

from .makers import RUN, TOWNS, claims_of, incident_of, long_report, report


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as made:
        documents = tuple(report(n, killed=4 + n, publisher=f"Paper {n % 2}") for n in range(8))
        claims = tuple(c for n, d in enumerate(documents) for c in claims_of(d, 4 + n, day=f"2024-02-{n + 1:02d}"))
        made.append(Batch(run=RUN, documents=documents, claims=claims))
        with made.writing():
            told = [c for c in claims if c.kind == "incident"]
            made.links().replace([], [(incident_of(c), (i,)) for i, c in enumerate(told)], [])
        yield made


def _days(page) -> list[str]:
    return [i.when.start for i in page.items]


def test_filters_choose_incidents_and_claims_alike(ledger: Ledger) -> None:
    town = TOWNS[1][0]
    cases = {
        "types": (Filter(types=("attack",)), 8),
        "type": (Filter(types=("attack.explosion",)), 8),
        "other": (Filter(types=("attack.shooting",)), 0),
        "stem": (Filter(types=("att",)), 0),
        "country": (Filter(countries=("ng", "DE")), 4),
        "place": (Filter(place=town.upper()), 2),
        "folded": (Filter(place="camli sudstadt"), 0),
        "plain": (Filter(place="sudstadt"), 2),
        "from": (Filter(date_from="2024-02-03", date_to="2024-02-05"), 3),
        "minimum": (Filter(minimum=(("killed", 9),)), 3),
        "right": (Filter(right="ICCPR-6", kinds=("incident",)), 8),
        "actor": (Filter(actor="civilian"), 8),
        "no actor": (Filter(actor="civil"), 0),
        "publisher": (Filter(publisher="Paper 1", kinds=("incident",)), 4),
        "document": (Filter(document="doc-000003", kinds=("incident",)), 1),
        "text": (Filter(text="bomb election", kinds=("incident",)), 8),
        "phrase": (Filter(text='"election office in Northford"'), 2),
        "beginning": (Filter(text="explo", kinds=("incident",)), 0),
        "status": (Filter(statuses=("single_source",), kinds=("incident",)), 8),
        "link": (Filter(link="aggregate"), 0),
        "all": (Filter(types=("attack",), countries=("PK",), minimum=(("killed", 5),), date_from="2024-02-01"), 1),
        "quotes": (Filter(text='" ) or 1=1 --'), 0),
        "odd": (Filter(place="%_'\\"), 0),
    }
    for name, (chosen, number) in cases.items():
        assert ledger.incidents(chosen).total == number, name
        assert ledger.claims(chosen).total == number, name
        assert ledger.count("incidents", chosen) == number, name
    with pytest.raises(RecordError, match="killed"):
        ledger.incidents(Filter(minimum=(("hurt", 1),)))
    with pytest.raises(RecordError, match="derived"):
        ledger.incidents(Filter(as_of="2024-01-01"))


def test_sorts_and_facets(ledger: Ledger) -> None:
    assert _days(ledger.incidents()) == [f"2024-02-{n:02d}" for n in range(8, 0, -1)]
    assert _days(ledger.incidents(Filter(), Request(sort="killed", limit=3))) == [
        "2024-02-01",
        "2024-02-02",
        "2024-02-03",
    ]
    facets = ledger.facets(Filter(date_to="2024-02-04"))
    assert facets["country"] == [("DE", 1), ("NG", 1), ("PK", 1), ("TR", 1)]
    assert facets["publisher"] == [("Paper 0", 2), ("Paper 1", 2)]
    assert facets["month"] == [("2024-02", 4)]


def test_search_finds_documents_without_case_or_accents(ledger: Ledger) -> None:
    assert ledger.search("SUDSTADT bomb").total == 2
    assert ledger.search('"police said"').total == 8
    assert ledger.search('"said police"').total == 0
    assert ledger.search("invest").total == 8
    assert ledger.search('"invest"').total == 0
    assert ledger.search("").total == 0
    page = ledger.search("bomb", Request(limit=3, sort="-appended"))
    rest = ledger.search("bomb", Request(limit=30, sort="-appended", cursor=page.next))
    assert len({f.document for f in (*page.items, *rest.items)}) == 8
    assert "Northford" in ledger.search("northford").items[0].snippet


def test_the_verbs_of_linking(ledger: Ledger) -> None:
    big, small = 2**63 - 1, -(2**63)
    with ledger.writing():
        links = ledger.links()
        a, b = report(0).id, report(1).id
        key, other = 2**31 - 1, -(2**31)
        held = ledger.claims_of_documents([a, b, report(2).id])
        c1, c2, c3, c9 = (c.id for c in (*held[a][:2], held[b][0], held[report(2).id][0]))
        links.put_nodes([(big, a, (c1, c2), (1, key)), (small, b, (c3,), (1, other))])
        links.put_nodes([(big, b, (c9,), (5,))])
        assert links.nodes([big]) == {big: (big, a, (c1, c2), (1, key))}
        assert links.keys([small, 4242]) == {small: (1, other)}
        assert links.nodes_of_documents([a, b, "c"]) == {a: (big,), b: (small,)}
        assert links.nodes_of_claims([c1, c3, c9, "none"]) == {c1: big, c3: small}
        assert links.blocks([1, key, other, 77], 5) == {1: (big, small), key: (big,), other: (small,)}
        assert len(links.blocks([1], 0)[1]) == 1
        with pytest.raises(RecordError, match="none of the ledger's documents"):
            links.put_nodes([(3, "none", (c1,), ())])
        links.put_edges([(small, big, "match", 1.5), (small, big, "covers", 0.0)])
        links.put_edges([(small, big, "match", 2.5)])
        assert sorted(links.edges([big])) == [(small, big, "covers", 0.0), (small, big, "match", 2.5)]
        links.drop_edges([(small, big, "covers", 0.0)])
        assert links.edges([small, big]) == [(small, big, "match", 2.5)]
        name = next(iter(links.incidents_of([0]).values()))
        assert links.incidents([name])[name][1] == (0,)
        claim = claims_of(report(1, killed=5, publisher="Paper 1"), 5, day="2024-02-02")[0]
        assert links.claims([claim.id, "none"]) == {claim.id: claim}
        links.drop_nodes([big, 4242])
        assert links.nodes([big, small]).keys() == {small}
        assert links.edges([small]) == []
        assert links.blocks([1, key], 5) == {1: (small,)}
        assert links.nodes_of_claims([c1]) == {}
    with pytest.raises(RuntimeError):
        ledger.links()


def test_derived_rows_are_rebuilt_to_the_same(ledger: Ledger) -> None:
    incidents = list(ledger.incidents(Filter(), Request(limit=100)).items)
    assert ledger.check_derived(incidents) == []
    assert [f.table for f in ledger.check_derived(incidents[1:])] == ["incidents"]
    before = [ledger.claims(Filter(text="bomb")), ledger.search("bomb")]
    ledger.clear_derived()
    assert ledger.incidents().total == 0
    assert [ledger.claims(Filter(text="bomb")), ledger.search("bomb")] == before
    assert len(ledger.check_derived(incidents)) == 8
    with ledger.writing() as connection:
        connection.exec_driver_sql("update claim_facts set day_start = 19990101 where seq = 1")
    (fault,) = ledger.check_derived()
    assert (fault.table, fault.seq) == ("claim_facts", 1)
    assert ledger.verify() == []


def test_pages_hold_under_many_rows(where: str) -> None:
    rng = random.Random(1)
    with open_ledger(where, create=True) as ledger:
        made = [long_report(n, rng) for n in range(30)]
        ledger.append(Batch(documents=tuple(d for d, _ in made), claims=tuple(c for _, cs in made for c in cs)))
        wanted = sorted((c.id for _, cs in made for c in cs if c.tolls[0].low >= 40 and c.where[0].country == "PK"))
        seen, cursor = [], None
        while True:
            page = ledger.claims(
                Filter(countries=("PK",), minimum=(("killed", 40),)), Request(limit=7, cursor=cursor, sort="-killed")
            )
            seen += page.items
            cursor = page.next
            if cursor is None:
                break
        assert sorted(c.id for c in seen) == wanted
        assert [c.tolls[0].low for c in seen] == sorted((c.tolls[0].low for c in seen), reverse=True)
