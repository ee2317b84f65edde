"""The shared values: exact spans, stable ids, records without empty fields."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord.model as model
from onrecord.model import Claim, Document, ReadBy, RecordError, Span, SpanError, Toll, claim_id, seal, to_record

TEXT = "At least 24 people were killed in Lusaka."
READ_BY = ReadBy(reader="test", version="1", vocabulary="v")


def claim(**more: object) -> Claim:
    fields: dict[str, object] = {
        "document": "d",
        "kind": "incident",
        "type": "attack.explosion",
        "evidence": (Span.cut(TEXT, 0, len(TEXT)),),
        "tolls": (Toll.cut(TEXT, 0, 18, effect="killed", low=24),),
        "read_by": READ_BY,
    }
    return Claim(**{**fields, **more})  # type: ignore[arg-type]


@given(st.text(min_size=1, max_size=80), st.data())
def test_a_cut_span_holds_exactly_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span.cut(text, start, end)
    assert text[span.start : span.end] == span.exact
    span.check(text)


@pytest.mark.parametrize(("start", "end", "exact"), [(0, 3, "four"), (3, 3, ""), (-1, 1, "ab"), (5, 2, "x")])
def test_a_span_that_cannot_hold_its_words_cannot_be_made(start: int, end: int, exact: str) -> None:
    with pytest.raises(SpanError):
        Span(start=start, end=end, exact=exact)


def test_a_span_outside_the_text_cannot_be_cut() -> None:
    with pytest.raises(SpanError):
        Span.cut("short", 2, 9)


def test_a_claim_on_other_words_is_not_sealed() -> None:
    with pytest.raises(SpanError):
        seal(claim(), TEXT.replace("24", "26"))


def test_a_claim_without_evidence_is_not_sealed() -> None:
    with pytest.raises(RecordError):
        seal(claim(evidence=()), TEXT)


def test_the_id_depends_on_the_content_alone() -> None:
    one = seal(claim(), TEXT)
    other = seal(claim(read_by=ReadBy(reader="other", version="2", vocabulary="w")), TEXT)
    assert one.id == other.id == claim_id(one)
    assert seal(claim(type="attack.suicide"), TEXT).id != one.id


@pytest.mark.parametrize(("low", "high"), [(-1, None), (5, 4)])
def test_bounds_that_cannot_be_are_refused(low: int, high: int | None) -> None:
    with pytest.raises(RecordError):
        Toll.cut(TEXT, 0, 11, effect="killed", low=low, high=high)


def test_records_leave_out_what_does_not_apply() -> None:
    record = to_record(seal(claim(), TEXT))
    assert "high" not in record["tolls"][0]
    assert "said_by" not in record
    assert None not in record.values()


def test_a_record_can_be_read_back() -> None:
    made = seal(claim(), TEXT)
    assert msgspec.json.decode(json.dumps(to_record(made)), type=Claim) == made


def test_a_document_without_id_gets_one_from_its_content() -> None:
    one, same = Document(text="a", publisher="p"), Document(text="a", publisher="p", title="t")
    assert one.id == same.id
    assert Document(text="b", publisher="p").id != one.id


@pytest.mark.parametrize("published", ["yesterday", "2031-02-30", "07/02/2031"])
def test_a_date_that_is_none_is_refused(published: str) -> None:
    with pytest.raises(RecordError):
        Document(text="a", published=published)


def test_everything_exported_is_there() -> None:
    assert sorted(model.__all__) == sorted(n for n in model.__all__ if hasattr(model, n))


def test_the_model_needs_the_standard_library_alone() -> None:
    import ast
    import sys

    folder = Path(model.__file__).parent
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                root = name.split(".")[0]
                assert root in sys.stdlib_module_names or name.startswith("onrecord.model"), f"{file.name}: {name}"
