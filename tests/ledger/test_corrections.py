"""A correction is kept for good: what no reader could have written is refused, whoever sends it and by whichever way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.ledger import Batch, Filter, Ledger, Viewer, open_ledger
from onrecord.model import RecordError, to_record

from .makers import RUN, claims_of, incident_of, judgement, report, span

_BROKEN: tuple[tuple[str, Any], ...] = (
    ("type", "attack"), ("type", ["attack.explosion"]), ("type", "demand.release"), ("modality", "perhaps"), ("link", 3),
    ("tolls", 7), ("tolls", [{"low": 1}]), ("rights", ["speech"]), ("rights", [5]), ("means", "bomb"), ("means", ["A bomb"]),
    ("occurrences", {"low": 5, "high": 1}), ("occurrences", {"low": "two"}), ("by", "somebody"), ("about", ["elsewhere"]),
    ("when", {"precision": "day", "start": "2024-02-09", "end": "2024-02-07"}), ("when", {"precision": "day", "start": "20240207"}),
    ("when", {"precision": "day", "start": "3024-02-07", "end": "3024-02-07"}), ("evidence", [{"start": 0, "end": 1, "exact": "?"}]),
)  # fmt: skip
_OF_TOLLS = (
    {"low": 1.5},
    {"low": 10**12},
    {"low": True},
    {"who": "somebody"},
    {"unit": "people"},
    {"low": 5, "high": 3},
)
_OF_PLACES = (
    {"country": "pak"}, {"country": 5}, {"lat": 91.0, "lon": 0.0}, {"lat": 30.0}, {"name": ""}, {"name": 5}, {"precision": "village"},
)  # fmt: skip
_OF_DOCUMENTS: tuple[tuple[str, Any], ...] = (
    ("title", 5), ("title", "two\nlines"), ("title", "a\0b"), ("publisher", ["x"]), ("publisher", "  "), ("url", 3), ("url", {"a": 1}),
    ("language", "<b>"), ("language", 5), ("published", "yesterday"), ("published", "9999-12-31"), ("kind", "rumour"), ("text", "x"),
)  # fmt: skip
_OF_INCIDENTS: tuple[tuple[str, Any], ...] = (
    ("type", []), ("type", None), ("type", "demand.release"), ("when", {"precision": "day", "start": "2024-02-09", "end": "2024-02-07"}),
    ("where", [{"name": "X", "precision": "city", "country": "PK", "street": "y"}]), ("actors", [{"role": "victim", "category": "who"}]),
    ("tolls", []),
)  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path: Path = tmp_path_factory.mktemp("corrections") / "l.db"
    with open_ledger(path, create=True) as made:
        found = claims_of(report())
        made.append(Batch(run=RUN, documents=(report(),), claims=found))
        with made.writing():
            made.links().replace([], [(incident_of(found[0]), (1,))], [])
        yield made


def _refused(ledger: Ledger, subject: str, field: str, value: Any) -> str:
    made = ledger.append(Batch(judgements=(judgement(1, "correct", subject, field=field, value=value),)))
    assert made.judgements_new == (), (field, value)
    return made.rejections[0].reason


def test_what_no_reader_could_have_written_is_refused(ledger: Ledger) -> None:
    incident, demand, _ = claims_of(report())
    toll, place = to_record(incident)["tolls"][0], to_record(incident)["where"][0]
    for field, value in _BROKEN:
        assert _refused(ledger, incident.id, field, value)
    for more in _OF_TOLLS:
        assert _refused(ledger, incident.id, "tolls", [{**toll, **more}])
    for more in _OF_PLACES:
        plain = {k: v for k, v in place.items() if k not in ("lat", "lon")}
        assert _refused(ledger, incident.id, "where", [{**plain, **more}])
    assert "has no tolls" in _refused(ledger, demand.id, "tolls", [toll])
    assert "no claim of the same document" in _refused(ledger, demand.id, "about", ["ffffffffffffffff"])
    for field, value in _OF_DOCUMENTS:
        assert _refused(ledger, report().id, field, value)
    for field, value in _OF_INCIDENTS:
        assert _refused(ledger, incident_of(incident).id, field, value)


def test_what_a_reader_could_have_written_is_kept(tmp_path: Path) -> None:
    incident, demand, _ = claims_of(report())
    text, told = report().text, to_record(incident)
    given: tuple[tuple[str, str, Any], ...] = (
        (incident.id, "type", "attack.shooting"), (incident.id, "modality", "alleged"), (incident.id, "rights", ["ICCPR-6", "ICCPR-25"]),
        (incident.id, "tolls", [{**told["tolls"][0], "low": 9, "high": 9}]), (incident.id, "means", ["firearm"]),
        (incident.id, "tolls", [{**told["tolls"][0], "who": "attacker"}]), (incident.id, "occurrences", {"low": 2}),
        (incident.id, "where", [{**span(text, "office"), "name": "Office", "precision": "exact"}]), (incident.id, "when", None),
        (demand.id, "about", [incident.id]), (report().id, "title", "A better title"), (report().id, "language", "pt-BR"),
        (report().id, "published", "2024-02-08T10:00:00+05:00"), (incident_of(incident).id, "type", "clash"),
        (incident_of(incident).id, "where", [{"name": "Quetta", "country": "PK", "precision": "city"}]),
    )  # fmt: skip
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        ledger.append(Batch(run=RUN, documents=(report(),), claims=claims_of(report())))
        with ledger.writing():
            ledger.links().replace([], [(incident_of(incident), (1,))], [])
        for n, (subject, field, value) in enumerate(given):
            made = ledger.append(Batch(judgements=(judgement(n, "correct", subject, field=field, value=value),)))
            assert made.rejections == (), (field, value)
        assert ledger.incident(incident_of(incident).id).type == "clash"


def test_a_readers_odd_date_does_not_stand_in_the_way_of_other_corrections(tmp_path: Path) -> None:
    ahead = claims_of(report(), day="2031-02-07")[0]
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        ledger.append(Batch(run=RUN, documents=(report(),), claims=(ahead,)))
        made = ledger.append(Batch(judgements=(judgement(1, "correct", ahead.id, field="type", value="clash"),)))
        assert made.rejections == ()


@pytest.mark.parametrize(
    "verdict, detail",
    [
        ("rate", {"reliability": ""}), ("rate", {"reliability": "AB"}), ("rate", {"credibility": "12"}), ("rate", {"credibility": 1}),
        ("redact", {"names": "Sarwar"}), ("redact", {"names": [5]}), ("redact", {"show": [""]}), ("redact", {"place": "village"}),
        ("redact", {"name": ["Sarwar"]}), ("redact", {"names": ["a\0b"]}), ("note", {"text": "x" * 30_000}),
        ("confirm", {"a": {"b": [[[[[[[[[1]]]]]]]]]}}),
    ],
)  # fmt: skip
def test_a_misspelt_judgement_is_refused_and_does_not_pretend(ledger: Ledger, verdict: str, detail: dict) -> None:
    made = ledger.append(Batch(judgements=(judgement(1, verdict, report().id, **detail),)))
    assert made.judgements_new == ()


@pytest.mark.parametrize("verdict", ["merge", "split", "must_link", "cannot_link"])
def test_one_thing_is_never_judged_against_itself(ledger: Ledger, verdict: str) -> None:
    id_ = claims_of(report())[0].id
    made = ledger.append(Batch(judgements=(judgement(1, verdict, id_, id_),)))
    assert "different ones" in made.rejections[0].reason


def test_what_is_taken_out_of_an_incident_must_be_in_it(ledger: Ledger) -> None:
    """By whoever asks, also for people who see masks."""
    told, demand, _ = claims_of(report())
    for reader in (ledger, ledger.seen_by(Viewer())):
        with pytest.raises(RecordError, match="is no claim of"):
            reader.staying(incident_of(told).id, [demand.id])
        with pytest.raises(RecordError, match="leave at least one"):
            reader.staying(incident_of(told).id, [told.id])


def test_the_chart_of_provinces_tells_of_no_place_that_was_made_coarse(tmp_path: Path) -> None:
    """And what it counts is what its filter finds."""
    found = claims_of(report())
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        ledger.append(Batch(run=RUN, documents=(report(),), claims=found))
        with ledger.writing():
            ledger.links().replace([], [(incident_of(found[0]), (1,))], [])
        seen = ledger.seen_by(Viewer())
        assert [(a.country, a.admin1) for a in seen.areas()] == [("PK", "Balochistan")]
        ledger.append(Batch(judgements=(judgement(1, "redact", report().id, place="country"),)))
        for held in (False, True):
            if held:
                with ledger._registering().open():
                    pass
            assert [a for a in seen.areas() if a.admin1] == []
            for words in ("Northford", "Balochistan"):
                assert seen.incidents(Filter(place=words)).total == 0
                assert ledger.incidents(Filter(place=words)).total == 1
            assert seen.incidents(Filter(area=("PK", "Balochistan"))).total == 0
            assert [(a.country, a.admin1) for a in ledger.areas()] == [("PK", "Balochistan")]


def test_a_name_and_a_place_that_a_correction_tells_are_masked_as_a_readers_are(tmp_path: Path) -> None:
    """The reader missed the victim's name, and took the spot for the town: what people put right is hidden all the same."""
    told = claims_of(report())[0]
    text = report().text
    victim = {**span(text, "father"), "role": "victim", "category": "civilian", "name": "father"}
    spot = {
        **span(text, "election office"),
        "name": "Clock Tower",
        "precision": "exact",
        "country": "PK",
        "admin1": "Sindh",
    }
    given = (
        judgement(1, "correct", told.id, field="actors", value=[victim]),
        judgement(2, "correct", told.id, field="where", value=[spot]),
        judgement(3, "redact", report().id, place="country"),
    )
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        ledger.append(Batch(run=RUN, documents=(report(),), claims=(told,)))
        with ledger.writing():
            ledger.links().replace([], [(incident_of(told), (1,))], [])
        for made in given:
            assert ledger.append(Batch(judgements=(made,))).rejections == ()
        seen = ledger.seen_by(Viewer())
        shown = to_record(seen.claim(told.id))
        assert not [w for w in ("father", "Clock", "Sindh", "election office") if w in str(shown)]
        assert "father" not in seen.document(report().id).text
        assert "father" in ledger.document(report().id).text
        for words in ("father", "election office"):
            assert seen.search(words).total == 0, words
            assert ledger.search(words).total == 1
        assert ledger.check_derived() == []
        assert ledger.verify() == []
