"""The whole way: reports in, incidents out, on every database; adding twice, in any order and with any number of workers."""

import json
import random
from pathlib import Path

import pytest

import onrecord
from onrecord.model import Document, claim_spans, to_record
from onrecord.pipeline import Local, add_items, incident_view, incidents_as_of, rebuild
from onrecord.pipeline.api import Record
from onrecord.sources import Item, open_inputs

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The sample reports in an embedded ledger, read once for the tests that only look."""
    opened = onrecord.open_ledger(tmp_path_factory.mktemp("flow") / "ledger.db")
    opened.add(EXAMPLES)
    return opened


def test_every_document_of_the_samples_is_there(record: Record) -> None:
    count = sum(1 for i in open_inputs([str(EXAMPLES)]) if i.document is not None)
    assert count >= 40
    assert record.ledger.counts()["documents"] == count


def test_the_original_bytes_are_kept_with_each_document(record: Record) -> None:
    for document in record.ledger.each_document():
        (capture,) = record.ledger.captures_of(document.id)
        assert capture.content


def test_every_figure_stands_in_its_document(record: Record) -> None:
    for claim in record.claims():
        text = record.ledger.document(claim.document).text
        for span in claim_spans(claim):
            assert text[span.start : span.end] == span.exact


def test_reports_with_nothing_to_record_give_nothing(record: Record) -> None:
    folder = EXAMPLES / "nothing-to-record"
    names = {i.document.id for i in open_inputs([str(folder)]) if i.document}
    assert not [c for c in record.claims() if c.document in names]


def test_wire_copies_count_as_one_source(record: Record) -> None:
    copies = {"Frontier Wire", "The Karachi Herald", "City Post Online", "Gulf Bulletin"}
    told = [i for i in record.incidents() if copies & set(i.publishers)]
    assert told
    names = {i.title or "": i for i in record.ledger.each_document()}
    assert len(names) > 30
    for incident in told:
        wires = {
            d.publisher
            for d in record.ledger.documents_by_ids([x.id for x in incident.documents]).values()
            if d.publisher in copies and "February 13" not in (d.published or "")
        }
        if wires == copies:
            assert len(copies & set(incident.publishers)) < len(copies)


def test_two_blasts_of_one_day_in_one_province_are_two_incidents(record: Record) -> None:
    home: dict[str, set[str]] = {"Khanozai": set(), "Qila Saifullah": set()}
    for incident in record.incidents():
        for claim in record.ledger.claims_by_ids(incident.claims).values():
            town = claim.where[0].name if claim.where else ""
            if incident.link == "single" and town in home and claim.type == "attack.explosion":
                home[town].add(incident.id)
    assert home["Khanozai"]
    assert home["Qila Saifullah"]
    assert not home["Khanozai"] & home["Qila Saifullah"]


def test_adding_twice_changes_nothing(record: Record) -> None:
    before = [to_record(i) for i in record.incidents()]
    summary = record.add(EXAMPLES)
    assert summary.new == 0
    assert summary.claims == 0
    assert not summary.incidents_new
    assert [to_record(i) for i in record.incidents()] == before


def test_the_ledger_verifies_and_rebuilds_to_the_same_rows(record: Record) -> None:
    assert record.ledger.verify() == []
    assert rebuild(record.ledger, check=True) == []


def test_a_past_view_has_only_what_was_known(record: Record) -> None:
    assert incidents_as_of(record.ledger, "2000-01-01T00:00:00+00:00") == {}
    now = incidents_as_of(record.ledger, "2100-01-01T00:00:00+00:00")
    assert len(now) == record.ledger.counts()["incidents"]


def test_a_growing_toll_keeps_every_figure(record: Record) -> None:
    deadly = [i for i in record.incidents(countries=("PK",)) if any(t.effect == "killed" for t in i.tolls)]
    series = [f for i in deadly for f in incident_view(record.ledger, i).series if f.effect == "killed"]
    assert {26, 28} <= {f.low for f in series}


def test_order_does_not_matter(tmp_path: Path) -> None:
    items = [i for i in open_inputs([str(EXAMPLES / "balochistan-2024")]) if i.document]
    tables = []
    for seed in range(2):
        shuffled = items[:]
        random.Random(seed).shuffle(shuffled)
        with onrecord.open_ledger(tmp_path / f"{seed}.db") as opened:
            for item in shuffled:
                add_items([item], opened.ledger)
            tables.append(sorted(tuple(sorted(i.claims)) for i in opened.incidents()))
    assert tables[0] == tables[1]


def test_one_worker_and_two_give_the_same_claims(tmp_path: Path) -> None:
    found = []
    for workers in (1, 2):
        with onrecord.open_ledger(tmp_path / f"{workers}.db") as opened:
            add_items(open_inputs([str(EXAMPLES / "invented")]), opened.ledger, executor=Local(workers, chunk=2))
            found.append([to_record(c) for c in opened.ledger.each_claim()])
    assert found[0] == found[1]


def test_a_duplicate_id_with_another_text_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    given = [
        Item(
            subject="a",
            document=Document(id="same", text="Two people were hurt in Lusaka on Monday.", published="2025-03-04"),
        ),
        Item(subject="b", document=Document(id="same", text="Another text altogether.", published="2025-03-04")),
        Item(subject="c", document=Document(id="other", text="A third text.", published="2025-03-04")),
    ]
    with onrecord.open_ledger(tmp_path / "d.db") as opened:
        summary = add_items(given, opened.ledger)
        assert summary.new == 2
        assert [r.code for r in summary.rejected] == ["duplicate_id"]
        assert [r.code for r in opened.ledger.rejections()] == ["duplicate_id"]


def test_another_language_is_kept_without_claims_and_said_so(tmp_path: Path) -> None:
    text = (
        "Al menos doce personas murieron y treinta resultaron heridas en un atentado en la capital, informó la policía."
    )
    with onrecord.open_ledger(tmp_path / "d.db") as opened:
        summary = opened.add(Document(text=text, published="2025-03-04"))
        assert summary.new == 1
        assert summary.claims == 0
        assert [r.code for r in summary.rejected] == ["language"]


def test_without_a_date_relative_days_stay_unresolved() -> None:
    for claim in onrecord.read("Two people were killed by a bomb in Quetta on Wednesday."):
        assert claim.when is None or claim.when.start is None


def test_publication_is_never_the_event() -> None:
    claims = onrecord.read("Gunmen killed two farmers near Jos, police said.", published="2025-03-04")
    assert claims
    assert all(c.when is None or c.when.start is None for c in claims)


def test_the_public_records_are_json(record: Record) -> None:
    for claim in record.claims(limit=20):
        assert json.loads(json.dumps(to_record(claim)))["evidence"]
