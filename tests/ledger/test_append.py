"""What goes in stays in, once, and comes out as it was."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.ledger import Batch, Filter, Ledger, Request, open_ledger
from onrecord.ledger.codec import claim_from_record, claim_record, decode_claim, encode_claim, id_holds
from onrecord.model import (
    Claim,
    Document,
    NotFound,
    Place,
    Range,
    RecordError,
    Rejection,
    Span,
    Toll,
    When,
    claim_id,
    seal,
    to_record,
)

from .makers import READER, RUN, capture, claims_of, judgement, report


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as made:
        yield made


def batch(*numbers: int) -> Batch:
    documents = tuple(report(n) for n in numbers)
    return Batch(
        run=RUN,
        documents=documents,
        claims=tuple(c for d in documents for c in claims_of(d)),
        captures=tuple(capture(d) for d in documents),
    )


def test_what_was_appended_comes_back_as_it_was(ledger: Ledger) -> None:
    given_ = batch(1, 2)
    made = ledger.append(given_)
    assert made.documents_new == ("doc-000001", "doc-000002")
    assert made.claims_new == tuple(c.id for c in given_.claims)
    for document in given_.documents:
        assert ledger.document(document.id) == document
    for claim in given_.claims:
        assert ledger.claim(claim.id) == claim
    assert list(ledger.each_claim()) == list(given_.claims)
    assert list(ledger.each_document()) == list(given_.documents)
    assert ledger.captures_of("doc-000001") == (given_.captures[0],)
    assert ledger.runs() == [RUN]
    assert ledger.sequences(["doc-000002", "nothing"]) == {"doc-000002": 2}
    assert ledger.verify() == []


def test_a_second_time_changes_nothing(ledger: Ledger) -> None:
    first = ledger.append(batch(1))
    counts = ledger.counts()
    again = ledger.append(replace_run(batch(1)))
    assert again.batch == first.batch
    assert (again.documents_new, again.documents_known, again.claims_new, again.claims_known) == (
        (),
        ("doc-000001",),
        (),
        3,
    )
    assert ledger.counts() == counts
    bad = Rejection(stage="source", reason="empty file", subject="a.txt", code="empty")
    ledger.append(Batch(run=RUN, rejections=(bad,)))
    ledger.append(Batch(run=RUN, rejections=(bad,)))
    assert ledger.rejections() == [bad]


def replace_run(given_: Batch) -> Batch:
    later = replace(RUN, id="later", started="2025-01-01T00:00:00+00:00")
    return Batch(run=later, documents=given_.documents, claims=given_.claims, captures=given_.captures)


def test_another_text_under_a_known_id_is_refused_and_the_rest_goes_on(ledger: Ledger) -> None:
    ledger.append(batch(1))
    other = replace(report(2), id="doc-000001")
    made = ledger.append(
        Batch(run=RUN, documents=(other, report(3)), claims=(*claims_of(other), *claims_of(report(3))))
    )
    assert [r.code for r in made.rejections] == ["duplicate_id"]
    assert made.documents_new == ("doc-000003",)
    assert len(made.claims_new) == 3
    assert ledger.document("doc-000001").text == report(1).text
    assert ledger.rejections()[0].subject == "doc-000001"


@pytest.mark.parametrize("fault", ["span", "evidence", "date", "id", "document"])
def test_a_claim_whose_words_do_not_stand_is_refused(ledger: Ledger, fault: str) -> None:
    document = report(1)
    good = claims_of(document)[0]
    spoilt = {
        "span": replace(good, evidence=(replace(good.evidence[0], exact="X" + good.evidence[0].exact[1:]),)),
        "evidence": replace(good, evidence=()),
        "date": replace(good, when=replace(good.when, exact="Thursdays", span=good.when.span)),
        "id": replace(good, id="0123456789abcdef"),
        "document": replace(good, document="nowhere"),
    }[fault]
    if fault not in ("id", "document"):
        spoilt = replace(spoilt, id=claim_id(spoilt))
    made = ledger.append(Batch(run=RUN, documents=(document,), claims=(spoilt, *claims_of(document)[1:])))
    assert [r.code for r in made.rejections] == ["unknown_document" if fault == "document" else "bad_claim"]
    assert len(made.claims_new) == 2
    assert ledger.verify() == []


def test_broken_characters_do_not_stop_a_batch(ledger: Ledger) -> None:
    odd = Document(text="line one\n\n\ud800 and \0 inside", id="odd", meta={"x": "\0\udfff"})
    bad = (Document(text="t", id="a\0b"), Document(text="t", id="t", title="x\ud800"))
    worse = Rejection(stage="source", reason="bytes \udcff\0", subject="f\0")
    made = ledger.append(Batch(run=RUN, documents=(odd, *bad), rejections=(worse,)))
    assert made.documents_new == ("odd",)
    assert [r.code for r in made.rejections] == ["bad_text", "bad_text"]
    assert ledger.document("odd") == odd
    assert ledger.verify() == []
    assert ledger.known_documents(["odd", "a\0b"]) == {"odd"}


def test_a_reading_takes_the_place_of_the_one_before(ledger: Ledger) -> None:
    document = report(1)
    first = claims_of(document)
    ledger.append(Batch(run=RUN, documents=(document,), claims=first))
    newer = replace(first[0], tolls=())
    newer = seal(newer, document.text)
    again = Batch(run=replace(RUN, id="r2"), documents=(document,), claims=(newer, first[1]), reread=(document.id,))
    ledger.append(again)
    assert {c.id for c in ledger.claims_of_documents([document.id])[document.id]} == {newer.id, first[1].id}
    assert {c.id for c in ledger.each_claim()} == {newer.id, first[1].id}
    assert ledger.claims(Filter()).total == 2
    assert ledger.claims(Filter(include_rejected=True)).total == 4
    before = ledger.counts()
    ledger.append(again)
    assert ledger.counts() == before
    # back to the old reading
    ledger.append(Batch(run=replace(RUN, id="r3"), documents=(document,), claims=first, reread=(document.id,)))
    assert {c.id for c in ledger.each_claim()} == {c.id for c in first}
    assert ledger.verify() == []
    assert ledger.check_derived() == []


def test_all_of_a_transaction_or_nothing(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError, match="stop"), ledger.writing():  # noqa: PT012
        ledger.append(batch(1))
        assert ledger.known_documents(["doc-000001"])
        raise RuntimeError("stop")
    assert not ledger.known_documents(["doc-000001"])
    assert ledger.append(batch(1)).batch == 1


def test_signed_batches_verify_under_their_key(ledger: Ledger) -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    ledger.append(batch(1), key)
    ledger.append(batch(2))
    public = key.public_key().public_bytes_raw().hex()
    assert ledger.verify() == []
    assert [f.seq for f in ledger.verify(keys=[public])] == [2]
    assert [f.seq for f in ledger.verify(keys=[other.public_key().public_bytes_raw().hex()])] == [1, 2]
    head = ledger.batches()[-1].hash
    assert ledger.verify(head=head) == []
    assert ledger.verify(head="f" * 64) != []


def test_ids_by_their_beginning(ledger: Ledger) -> None:
    ledger.append(batch(*range(12)))
    claim = claims_of(report(3))[0]
    assert ledger.claim(claim.id[:10]) == claim
    assert ledger.resolve(claim.id) == ("claim", claim.id)
    assert ledger.resolve("doc-000003") == ("document", "doc-000003")
    with pytest.raises(NotFound, match="beginning of several ids: doc-000000"):
        ledger.document("doc-0000")
    with pytest.raises(NotFound, match="no claim 'zz'"):
        ledger.claim("zz")


def test_nothing_can_be_changed_in_place(ledger: Ledger) -> None:
    from onrecord.model import LedgerError

    ledger.append(Batch(run=RUN, documents=(report(1),), claims=claims_of(report(1)), judgements=()))
    ledger.append(Batch(judgements=(judgement(1, "confirm", claims_of(report(1))[0].id),)))
    for table in ("documents", "claims", "judgements", "batches", "runs"):
        for statement in (f"update {table} set seq = seq + 100", f"delete from {table}"):
            with pytest.raises(LedgerError, match="append-only"), ledger.writing() as connection:
                connection.exec_driver_sql(statement)
    assert ledger.verify() == []


def test_pages_lead_through_everything_once(ledger: Ledger) -> None:
    ledger.append(batch(*range(23)))
    for sort in ("date", "-date", "killed", "-killed", "appended", "-appended"):
        seen, cursor = [], None
        while True:
            page = ledger.claims(Filter(), Request(limit=10, cursor=cursor, sort=sort))
            assert page.total == 69
            seen += [c.id for c in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == 69
    with pytest.raises(RecordError, match="cursor"):
        ledger.claims(Filter(), Request(cursor="no-cursor"))


_texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_texts, data=st.data(), number=st.floats(allow_nan=False, allow_infinity=False))
def test_any_claim_survives_its_stored_form(text: str, data: st.DataObject, number: float) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    place = Place.cut(text, start, end, name=data.draw(_texts), precision="city", lat=number, lon=-number)
    claim = seal(
        Claim(
            document="d",
            kind="incident",
            type="clash",
            evidence=(Span.cut(text, 0, len(text)),),
            read_by=READER,
            where=(place,),
            when=When(precision="day", start="2024-01-01", exact=text[start:end], span=Range(start, end)),
            tolls=(Toll.cut(text, start, end, effect="killed", low=0, high=data.draw(st.none() | st.integers(0, 9))),),
        ),
        text,
    )
    record = claim_record(claim)
    assert record == {k: v for k, v in to_record(claim).items() if k not in ("id", "read_by")}
    assert id_holds(claim, record)
    assert decode_claim(encode_claim(record), claim.id, "d", text, READER) == claim
    assert claim_from_record(to_record(claim)) == claim


def _home(ledger: Ledger) -> str:
    return ledger._url.render_as_string(hide_password=False)


def test_the_mark_moves_with_every_change_and_stands_still_otherwise(ledger: Ledger) -> None:
    """By this process or another; a question asked meanwhile changes nothing."""
    first = ledger.state()
    assert ledger.documents().total == 0
    assert ledger.state() == first
    ledger.append(batch(1))
    second = ledger.state()
    assert second != first
    with open_ledger(_home(ledger)) as other:
        assert other.claims().total == 3
        assert ledger.state() == second
        other.append(Batch(judgements=(judgement(1, "confirm", claims_of(report(1))[0].id),)))
        third = ledger.state()
        assert third != second
        with other.writing():
            other.links().replace([], [], [("inc-old", None, "gone")])
        assert ledger.state() != third
    with open_ledger(_home(ledger), readonly=True) as reader:
        assert reader.state() == reader.state()


def test_partial_indexes_are_partial_in_both_databases(where: str) -> None:
    """PostgreSQL is told of them when it is connected to, for its dialect is loaded by nobody else."""
    asked = (
        "select indexdef from pg_indexes" if "://" in where else "select sql from sqlite_master where type = 'index'"
    )
    with open_ledger(where, create=True) as ledger, ledger._reading() as c:
        found = [sql for (sql,) in c.exec_driver_sql(asked) if sql and "claim_facts_demands" in sql]
    assert len(found) == 1
    assert " WHERE " in found[0].upper()
