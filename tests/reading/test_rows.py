"""Structured rows: text of a row, exact spans, maps, and what is refused."""

from typing import Any

import pytest

from onrecord.model import Claim, Document, Rejection
from onrecord.reading.rows import RowMap, load_map, row_text, rows_to_claims, shipped_maps

MAVERICK = {
    "id": "r1", "country": "Kenya", "city": "Zarville", "location": "Old Mill", "latitude": "-0.5", "longitude": "35.25",
    "geo_precision": "5.0", "date_start": "2013-03-04", "date_end": "2013-03-05", "actor1": "River Guards",
    "actor1_type": "Non-state armed actor", "actor1_perpetrator": "1.0", "actor1_violence": "Arson; Shooting",
    "target": "Citizens", "deaths_best": "4", "deaths_low": "3", "deaths_high": "6", "injuries_best": "0",
    "source": "Plain News (2013-03-06) Four die at a mill", "source_author": "Plain News",
}  # fmt: skip
GTD = {
    "eventid": "201", "iyear": "2014", "imonth": "2", "iday": "0", "city": "Unknown", "provstate": "North", "iso2": "XA",
    "country_txt": "Exland", "attacktype1_txt": "Bombing/Explosion", "suicide": "0", "nkill": "", "nwound": "7",
    "gname": "Unknown", "specificity": "4",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "X1", "event_date": "2020-05-06", "event_type": "Battles", "sub_event_type": "Armed clash",
    "location": "Lower Ford", "admin1": "East", "iso2": "XA", "geo_precision": "1", "actor1": "Hill Front", "inter1": "2",
    "fatalities": "12", "source": "Plain News",
}  # fmt: skip


def one(row: dict[str, str], name: str) -> tuple[Document, Claim]:
    row_map = load_map(name)
    assert isinstance(row_map, RowMap)
    (found,) = rows_to_claims([row], row_map)
    assert isinstance(found, tuple)
    return found[0], found[1][0]


def test_maps_are_shipped() -> None:
    assert set(shipped_maps()) >= {"acled", "gtd", "maverick"}


@pytest.mark.parametrize(("row", "name"), [(MAVERICK, "maverick"), (GTD, "gtd"), (ACLED, "acled")])
def test_every_span_stands_in_the_text_of_the_row(row: dict[str, str], name: str) -> None:
    document, claim = one(row, name)
    assert document.text == row_text(row)
    for span in (*claim.evidence, *claim.where, *claim.actors, *claim.tolls):
        assert document.text[span.start : span.end] == span.exact
    assert claim.evidence[0].exact == document.text
    assert claim.read_by.reader == f"rows:{name}"


def test_maverick_columns() -> None:
    document, claim = one(MAVERICK, "maverick")
    assert (document.id, document.publisher, document.published) == ("r1", "Plain News", "2013-03-06")
    assert claim.type == "attack.arson"
    assert claim.when is not None
    assert (claim.when.start, claim.when.end, claim.when.precision) == ("2013-03-04", "2013-03-05", "range")
    assert [(p.name, p.precision, p.country) for p in claim.where] == [
        ("Old Mill", "exact", "KE"), ("Zarville", "city", "KE"), ("Kenya", "country", "KE"),
    ]  # fmt: skip
    assert [(t.effect, t.low, t.high) for t in claim.tolls] == [("killed", 3, 6), ("injured", 0, 0)]
    assert [(a.role, a.category, a.name) for a in claim.actors] == [
        ("perpetrator", "armed_group", "River Guards"), ("target", "civilian", None),
    ]  # fmt: skip


def test_unknown_parts_of_a_date_and_empty_cells_stay_unknown() -> None:
    _, claim = one(GTD, "gtd")
    assert claim.when is not None
    assert (claim.when.start, claim.when.end, claim.when.precision) == ("2014-02-01", "2014-02-28", "month")
    assert [t.effect for t in claim.tolls] == ["injured"]
    assert [p.precision for p in claim.where] == ["admin1", "country"]
    assert all(a.name is None for a in claim.actors)


def test_a_date_without_publication_is_not_made_up() -> None:
    document, _ = one(GTD, "gtd")
    assert document.published is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"deaths_best": "many"}, "no number"), ({"date_start": "4 March"}, "no date that can be read in one way only")],
)
def test_a_broken_cell_refuses_the_row_and_goes_on(change: dict[str, str], reason: str) -> None:
    row_map = load_map("maverick")
    assert isinstance(row_map, RowMap)
    found: list[Any] = list(rows_to_claims([MAVERICK | change, MAVERICK], row_map, "table.csv"))
    assert isinstance(found[0], Rejection)
    assert reason in found[0].reason
    assert found[0].subject == "table.csv:1"
    assert isinstance(found[1], tuple)


def test_a_row_that_tells_no_kind_of_event_is_refused() -> None:
    row_map = load_map("acled")
    assert isinstance(row_map, RowMap)
    (found,) = rows_to_claims([{"location": "Lower Ford"}], row_map)
    assert isinstance(found, Rejection)


def test_a_broken_or_missing_map_is_a_rejection(tmp_path: Any) -> None:
    broken = tmp_path / "m.toml"
    broken.write_text('name = "x"\nabout = "y"\ncolour = 3\n')
    assert isinstance(load_map(str(broken)), Rejection)
    missing = load_map(str(tmp_path / "none.toml"))
    assert isinstance(missing, Rejection)
    assert "maverick" in missing.reason


def test_swapped_dates_are_kept_as_a_range() -> None:
    _, claim = one(MAVERICK | {"date_start": "2013-03-07"}, "maverick")
    assert claim.when is not None
    assert (claim.when.start, claim.when.end) == ("2013-03-05", "2013-03-07")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"country": "Côte d’Ivoire"}, "CI"), ({"country": "the Gambia"}, "GM"), ({"country": "KEN"}, "KE"),
        ({"iso": "404"}, "KE"), ({"iso2": "XA", "country": "Kenya"}, "XA"), ({"country": "Exland"}, None),
    ],
)  # fmt: skip
def test_a_country_is_given_by_name_code_or_number(cells: dict[str, str], code: str | None) -> None:
    row = {k: v for k, v in ACLED.items() if k != "iso2"} | cells
    assert {p.country for p in one(row, "acled")[1].where} == {code}


def test_dates_with_the_month_in_words_are_read_and_numbers_alone_are_not() -> None:
    when = one(ACLED | {"event_date": "06 May 2020"}, "acled")[1].when
    assert when is not None
    assert when.start == "2020-05-06"
    row_map = load_map("acled")
    assert isinstance(row_map, RowMap)
    (found,) = rows_to_claims([ACLED | {"event_date": "05/06/2020"}], row_map)
    assert isinstance(found, Rejection)
