"""Full text on both databases: words in a row, beginnings of words, all scripts."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ledger import Batch, Filter, Ledger, Request, filters, fulltext, open_ledger

from .makers import RUN, claims_of, incident_of, report


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as made:
        yield made


def test_words_in_a_row_are_found_in_documents_and_claims(ledger: Ledger) -> None:
    told = [
        replace(report(n), text=f"{words} A bomb in Northford killed 4 people, police said.")
        for n, words in enumerate(
            ("Al-Shabaab fled.", "Shabaab met Al Gore.", "The shabaab_al river.", "Ünder the Brücke.")
        )
    ]
    ledger.append(Batch(run=RUN, documents=tuple(told)))

    def found(words: str) -> list[int]:
        return sorted(int(f.document[-6:]) for f in ledger.search(words).items)

    assert found("al shabaab") == [0, 1, 2]
    assert found("al-shabaab") == found('"AL  shabaab"') == found("al-shab") == [0]
    assert found("shabaab_al") == [2]
    assert found('"unter"') == found('"under the bruck"') == []
    assert found('"under the brucke"') == found('"Brücke" "under the"') == [3]
    assert found('"met al" "police said"') == [1]
    document = report(7)
    claims = claims_of(document)
    ledger.append(Batch(run=RUN, documents=(document,), claims=claims))
    words = " ".join(claims[0].evidence[0].exact.split()[:3])
    turned = " ".join(reversed(words.split()))
    assert ledger.claims(Filter(text=f'"{words}"')).total >= 1
    assert ledger.claims(Filter(text=turned)).total >= 1
    assert ledger.claims(Filter(text=f'"{turned}"')).total == 0


def test_a_bulk_leaves_nothing_of_the_full_text_to_be_joined(tmp_path: Path) -> None:
    """What it left, the additions that follow would do, a second's work for some of them."""

    def parts() -> list[int]:
        with sqlite3.connect(tmp_path / "ledger.db") as held:
            counted = "select count(distinct id >> 37) from {}_search_data where id > 10"
            return [held.execute(counted.format(name)).fetchone()[0] for name in fulltext.SEARCHED]

    with open_ledger(tmp_path / "ledger.db", create=True) as ledger:
        for n in range(7):
            ledger.append(Batch(run=RUN, documents=(report(n),), claims=claims_of(report(n))))
        assert min(parts()) > 1
        found = ledger.search("bomb")
        with ledger.writing(bulk=True):
            pass
        assert parts() == [1, 1]
        ledger.append(Batch(run=RUN, documents=(report(8),), claims=claims_of(report(8))))
        ledger.clear_derived()
        assert parts() == [1, 1]
        assert found.total == 7
        assert ledger.search("bomb").total == 8


def test_the_beginning_of_many_words_is_found_however_many_there_are(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few words are asked for one by one, many as pairs or gathered, and what few rows are left is looked into: one answer."""
    spelt = ["kenning", "kenosis", "kent", "kenyan", "kendo", "kennel"]
    where = [f"near the {w} river{' in rain' if n % 2 else ''} on Wednesday" for n, w in enumerate(spelt)]
    told = [replace(report(n), text=report(n).text.replace("on Wednesday", w)) for n, w in enumerate(where)]
    ledger.append(Batch(run=RUN, documents=tuple(told), claims=tuple(c for d in told for c in claims_of(d))))

    def found(words: str) -> list[object]:
        page = ledger.search(words, Request(limit=2))
        rest = ledger.search(words, Request(limit=9, cursor=page.next)) if page.next else page
        return [
            page.total, [f.document for f in (*page.items, *(rest.items if page.next else ()))],
            ledger.claims(Filter(text=words)), ledger.documents(Filter(text=words)).total,
        ]  # fmt: skip

    asked = ("ken", "rain ken", "police ken", "kenn", "the-ken", "river-ken", "said kenx", "bom")
    before = {words: found(words) for words in asked}
    assert [before[w][0] for w in asked] == [6, 3, 6, 2, 6, 0, 0, 6]
    assert [before[w][2].total for w in asked] == [6, 3, 6, 2, 6, 0, 0, 6]
    monkeypatch.setattr(fulltext, "_SPELT_OUT", 1)
    for few in (0, 3, 1_000):
        monkeypatch.setattr(fulltext, "_LOOKED_INTO", few)
        for most in (1, 30_000):
            monkeypatch.setattr(filters, "_MOST_GATHERED", most)
            assert {words: found(words) for words in asked} == before


def test_words_of_any_script_are_found(ledger: Ledger) -> None:
    """Also where a letter carries a mark, is made of parts, or is spelt with two: as the same words, marks or not."""
    texts = ("مقتل أطفال في آسيا", "서울에서 두 명이 숨졌다", "Vier Tote in der Straße", "ガザ地区", "ﬁve dead")
    ledger.append(Batch(run=RUN, documents=tuple(replace(report(n), text=x) for n, x in enumerate(texts))))
    for n, asked in enumerate(
        (("أطفال", "اطفال", "آسيا"), ("서울에서", "서울"), ("Straße", "STRASSE"), ("ガザ地区",), ("five",))
    ):
        for words in asked:
            assert [f.document for f in ledger.search(words).items] == [report(n).id], words


@settings(max_examples=200, deadline=None)
@given(words=st.text(max_size=30))
def test_no_words_break_a_search(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    with open_ledger(tmp_path_factory.getbasetemp() / "search.db", create=True) as ledger:
        ledger.append(Batch(run=RUN, documents=(report(1),)))
        assert ledger.search(words).total in (0, 1)


def test_walking_and_gathering_find_the_same(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The three ways of finding rows by words, whichever the number of matches would choose."""
    told = [report(n) for n in range(12)]
    claims = [claims_of(d) for d in told]
    ledger.append(Batch(run=RUN, documents=tuple(told), claims=tuple(c for cs in claims for c in cs)))
    with ledger.writing():
        ledger.links().replace([], [(incident_of(cs[0]), ()) for cs in claims], [])
    phrase = " ".join(claims[0][0].evidence[0].exact.split()[:3])
    for words in (
        "bomb",
        "bom",
        "poli bomb",
        "killed poli",
        f'"{phrase}"',
        phrase,
        phrase[:-1],
        "al-shab",
        "northf",
        "xyz",
    ):
        found = []
        for most, passed in ((0, 0), (10_000, 0), (10_000, 10**12)):
            monkeypatch.setattr(filters, "_MOST_GATHERED", most)
            monkeypatch.setattr(filters, "_PASSED", passed)
            f = Filter(text=words)
            pages = ledger.claims(f), ledger.incidents(f)
            found.append(([c.id for c in pages[0].items], [i.id for i in pages[1].items], [p.total for p in pages]))
        assert found[0] == found[1] == found[2], words
