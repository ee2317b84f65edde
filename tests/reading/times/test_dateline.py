"""The head of a report: where and when it says it was written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Document
from onrecord.reading.dateline import read_dateline


def read(text: str, published: str | None = "2031-03-05", **meta: str):
    return read_dateline(Document(text=text, published=published, meta=meta))


@pytest.mark.parametrize(
    ("text", "place", "region", "day", "agency", "body"),
    [
        ("Lagos [Nigeria], March 4 (QNA): Rain fell.", "Lagos", "Nigeria", date(2031, 3, 4), "QNA", "Rain fell."),
        ("Lagos [Nigeria], March 4 : Rain fell.", "Lagos", "Nigeria", date(2031, 3, 4), None, "Rain fell."),
        ("LAGOS: Rain fell.", "LAGOS", None, None, None, "Rain fell."),
        ("ACCRA, Ghana (QNA) — Rain fell.", "ACCRA", "Ghana", None, "QNA", "Rain fell."),
        ("QUITO, 28 FEB 31 (QNA) -- [TEXT] RAIN FELL.", "QUITO", None, date(2031, 2, 28), "QNA", "RAIN FELL."),
        ("QUITO (ECUADOR), 28 FEB 31 (QNA) -- RAIN FELL.", "QUITO", "ECUADOR", date(2031, 2, 28), "QNA", "RAIN FELL."),
        ("OSLO, Feb 28 (Qnews) - Rain fell.", "OSLO", None, date(2031, 2, 28), "Qnews", "Rain fell."),
        ("OSLO -- Rain fell.", "OSLO", None, None, None, "Rain fell."),
        ("Oslo, Feb 28 (QNA) Rain fell.", "Oslo", None, date(2031, 2, 28), "QNA", "Rain fell."),
        ("(Oslo, March 1, 2031) – Rain fell.", "Oslo", None, date(2031, 3, 1), None, "Rain fell."),
        ("D.G. KHAN / SIBI: Rain fell.", "D.G. KHAN / SIBI", None, None, None, "Rain fell."),
        ("A headline about rain\n\nTULSA, Okla. (QNA) - Rain fell.", "TULSA", "Okla.", None, "QNA", "Rain fell."),
        ("BUREAU OF RAIN\n\nDated Accra, the 3rd March, 2031\n\nORDER", "Accra", None, date(2031, 3, 3), None, "ORDER"),
    ],
)
def test_forms(text, place, region, day, agency, body):
    found = read(text)
    assert (found.place, found.region, found.date, found.agency) == (place, region, day, agency)
    assert text[found.start : found.end] == place
    assert text[found.body :].strip() == body
    if region:
        assert text[found.region_start : found.region_end] == region


@pytest.mark.parametrize(
    "text",
    [
        "Rain fell in Lagos on Tuesday, officials said.",
        "Update: rain fell.",
        "BREAKING: rain fell.",
        "President Ada Obi said this: rain fell.",
        "",
        "\n\n",
    ],
)
def test_no_dateline(text):
    assert read(text).place is None


def test_live_blog_clock():
    found = read("Live from the desk.\n\n2:20pm — Rain has begun.")
    assert (found.form, found.time, found.place) == ("clock", "2:20pm", None)


def test_year_is_the_nearest_to_publication():
    assert read("OSLO, Dec 31 (QNA) - Rain.", "2031-01-01").date == date(2030, 12, 31)
    assert read("OSLO, Jan 1 (QNA) - Rain.", "2030-12-31").date == date(2031, 1, 1)


def test_without_publication_a_date_without_year_stays_open():
    found = read("OSLO, Dec 31 (QNA) - Rain.", None)
    assert found.place == "OSLO"
    assert found.date is None


def test_impossible_and_far_off_dates_are_no_dates():
    assert read("OSLO, Feb 30 (QNA) - Rain.").date is None
    assert read("OSLO, March 4, 1999 (QNA) - Rain.").date is None


def test_meta_fills_what_the_head_leaves_open():
    found = read("Rain fell.", dateline_place="Oslo", dateline_date="2031-03-02")
    assert (found.place, found.date, found.form) == ("Oslo", date(2031, 3, 2), "meta")
    assert read("LAGOS: Rain fell.", dateline_place="Oslo").place == "LAGOS"
    assert read("Rain fell.", dateline_date="soon").date is None


@given(st.text(alphabet=st.sampled_from("AbZ .,:-—()[]/0129\nFeb ap mé"), max_size=120))
def test_never_raises_and_offsets_hold(text):
    found = read(text)
    assert 0 <= found.start <= found.end <= len(text)
    assert 0 <= found.body <= len(text)
    if found.place is not None:
        assert text[found.start : found.end] == found.place
