"""Every kind of input gives documents or a clear rejection, and what one input holds never stops the next."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.sources import Item, open_input, open_inputs, open_stream
from onrecord.sources.base import MAX_RECORD_BYTES
from onrecord.sources.decode import decode
from onrecord.sources.lines import bounded_lines
from onrecord.sources.normal import normal_text
from onrecord.sources.text import from_text, iso_published

FIXTURES = Path(__file__).parent.parent / "fixtures" / "sources"


def items(name: str) -> list[Item]:
    return list(open_input(FIXTURES / name))


def texts(name: str) -> list[str]:
    return [i.document.text for i in items(name) if i.document is not None]


def codes(name: str) -> list[str]:
    return [i.rejection.code for i in items(name) if i.rejection is not None]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.txt", "empty"),
        ("only-spaces.txt", "empty"),
        ("binary.txt", "binary"),
        ("bad-kind.txt", "header"),
        ("header-only.txt", "empty"),
        ("utf16.jsonl", "encoding"),
        ("lone-surrogate.jsonl", "json"),
        ("no-text-column.csv", "csv"),
        ("no-entries.xml", "feed"),
        ("no-article.html", "no_text"),
        ("no-body.eml", "no_text"),
    ],
)
def test_bad_input_is_one_rejection_with_a_reason(name: str, code: str) -> None:
    (item,) = items(name)
    assert item.document is None
    assert item.rejection is not None
    assert item.rejection.code == code
    assert len(item.rejection.reason) > 10


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("utf16.txt", "A guard was hurt in Mombasa on Monday."),
        ("utf16-no-mark.txt", "A guard was hurt in Mombasa on Monday."),
        ("windows-1252.txt", "The mayor’s car – a Citroën – was set on fire."),
        ("mixed-encodings.txt", "Señor Núñez said: “enough”"),
    ],
)
def test_encodings_are_told_apart(name: str, words: str) -> None:
    assert texts(name) == [words]


@pytest.mark.parametrize(
    ("name", "code", "rest"),
    [
        ("broken-line.jsonl", "json", ["First.", "Third."]),
        ("not-an-object.jsonl", "json", ["Second."]),
        ("null-text.jsonl", "no_text", ["Second."]),
        ("number-as-title.jsonl", "field", ["Second."]),
        ("too-many-cells.csv", "csv", ["e"]),
    ],
)
def test_a_bad_record_does_not_stop_the_next(name: str, code: str, rest: list[str]) -> None:
    assert codes(name) == [code]
    assert texts(name) == rest


def test_the_line_of_a_bad_record_is_named() -> None:
    (bad,) = [i for i in items("broken-line.jsonl") if i.rejection]
    assert bad.subject.endswith("broken-line.jsonl:2")


def test_what_came_before_a_truncation_is_kept() -> None:
    assert codes("truncated.jsonl.gz") == ["truncated"]
    assert len(texts("truncated.jsonl.gz")) < 50


def test_a_truncated_archive_does_not_raise() -> None:
    assert all(i.document is not None or i.rejection is not None for i in items("truncated.warc"))


def test_markup_is_read_as_text_alone() -> None:
    (text,) = texts("script.html")
    assert "alert" not in text
    assert "Two people were hurt" in text


def test_unclosed_markup_is_read() -> None:
    assert "Two people were hurt in Lusaka" in texts("unclosed.html")[0]


def test_an_archive_gives_its_page_with_its_address() -> None:
    (item,) = items("good.warc")
    assert item.document is not None
    assert item.document.url == "https://example.org/a"


def test_a_page_that_was_not_found_is_no_document() -> None:
    assert items("not-found.warc") == []


def test_a_message_is_a_statement() -> None:
    (item,) = items("plain.eml")
    assert item.document is not None
    assert item.document.kind == "statement"
    assert item.document.publisher == "Press Office"
    assert item.document.published == "2031-01-01T10:00:00+00:00"


def test_a_line_of_fifty_megabytes_costs_a_rejection(tmp_path: Path) -> None:
    path = tmp_path / "huge-line.jsonl"
    with path.open("wb") as out:
        out.write(b'{"text": "before"}\n{"text": "')
        for _ in range(50):
            out.write(b"x" * 2**20)
        out.write(b'"}\n{"text": "after"}\n')
    found = list(open_input(path))
    assert [i.document.text for i in found if i.document] == ["before", "after"]
    assert [i.rejection.code for i in found if i.rejection] == ["too_large"]


def test_a_huge_text_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.write_bytes(b"word " * 10**7)
    (item,) = open_input(path)
    assert item.rejection is not None
    assert item.rejection.code == "too_large"


def test_a_compressed_bomb_is_refused_line_by_line(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb") as out:
        out.write(b'{"text": "')
        for _ in range(MAX_RECORD_BYTES // 2**20 + 8):
            out.write(b"0" * 2**20)
        out.write(b'"}\n{"text": "after"}\n')
    found = list(open_input(path))
    assert [i.rejection.code for i in found if i.rejection] == ["too_large"]
    assert [i.document.text for i in found if i.document] == ["after"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_rights_is_a_rejection(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o000)
    (item,) = open_inputs([str(tmp_path / "closed")])
    assert item.rejection is not None
    assert item.rejection.code == "unreadable"


def test_a_missing_input_is_named_and_the_rest_goes_on() -> None:
    found = list(open_inputs(["/no/such/file", str(FIXTURES / "windows-1252.txt")]))
    assert found[0].rejection is not None
    assert found[0].rejection.code == "missing"
    assert found[1].document is not None


def test_a_folder_is_walked_in_name_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "skip.bin"):
        (tmp_path / name).write_text(f"Text of {name}.")
    assert [Path(i.subject).name for i in open_inputs([str(tmp_path)])] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("content", "count"),
    [(b'{"text": "a"}\n{"text": "b"}\n', 2), (b"Plain words.", 1), (b"", 1), (b"<p>Words here</p>", 1)],
)
def test_standard_input_is_read_by_what_it_holds(content: bytes, count: int) -> None:
    assert len(list(open_stream(io.BufferedReader(io.BytesIO(content))))) == count  # type: ignore[arg-type]


def test_an_export_header_gives_date_and_dateline() -> None:
    document = from_text(" date 2031-02-07 Lusaka [Zambia], February 7 : Two people were hurt.")
    assert document.published == "2031-02-07"
    assert document.text == "Lusaka [Zambia], February 7 : Two people were hurt."
    assert document.meta["dateline_place"] == "Lusaka [Zambia]"


def test_a_header_block_gives_the_fields() -> None:
    document = from_text("Title: A note\nPublisher: The Paper\nPublished: 7 February 2031\n\nTwo were hurt.\n")
    assert (document.title, document.publisher, document.published) == ("A note", "The Paper", "2031-02-07")
    assert document.text == "Two were hurt."


def test_a_sentence_with_a_colon_is_no_header() -> None:
    assert from_text("Date: nobody knows.\nIt rained.").title is None


@pytest.mark.parametrize("value", ["03/04/2031", "yesterday", "", "2031-13-01"])
def test_an_ambiguous_date_is_left_out(value: str) -> None:
    assert iso_published(value) is None


def test_hard_wrapped_paragraphs_are_joined_and_lists_are_not() -> None:
    wrapped = "\n".join(["word " * 13 + "end"] * 3)
    assert "\n" not in normal_text(wrapped)
    assert normal_text("We demand:\n- one\n- two") == "We demand:\n- one\n- two"


@given(st.binary(max_size=400))
@settings(max_examples=200)
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    decoded = decode(content)
    assert decoded.text is not None or decoded.note


@given(st.text(max_size=300))
def test_normal_text_is_stable(text: str) -> None:
    once = normal_text(text)
    assert "\r" not in once
    assert once == once.strip()
    once.encode("utf-8")


@given(
    st.lists(st.binary(max_size=60).filter(lambda b: b"\n" not in b), max_size=8),
    st.integers(min_value=1, max_value=50),
)
def test_bounded_lines_keep_count(lines: list[bytes], limit: int) -> None:
    stream = io.BytesIO(b"".join(line + b"\n" for line in lines))
    found = list(bounded_lines(stream, limit))
    assert [n for n, _ in found] == list(range(1, len(lines) + 1))
    for (_, got), line in zip(found, lines, strict=True):
        assert got is None or got == line.rstrip(b"\r\n")
