"""What is hidden of a whole incident stays hidden in what joins it, and wherever its reports go."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.ledger import Batch, Filter, Ledger, Viewer, open_ledger
from onrecord.model import Document
from onrecord.pipeline import add_items, new_judgement, rebuild, relink
from onrecord.sources import Item

NAME = "Zahir Kamal"
FIRST = "MINGORA: Gunmen shot dead four traders at the vegetable market in Mingora on Monday, police said. The market was closed."
SECOND = "Four traders were shot dead by gunmen at the vegetable market in Mingora on Monday. {name}, a porter, hid under a cart."
THIRD = "Gunmen killed four traders at the vegetable market in Mingora on Monday, police said. {name}, who sells onions, saw them."
OTHER = "LODZ: Masked men set fire to a bookshop in Lodz on Sunday night, the fire brigade said. Nobody was hurt."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "a.db", create=True) as made:
        yield made


def _add(ledger: Ledger, number: int, text: str) -> None:
    told = Document(
        id=f"d{number}", text=text.format(name=NAME), published="2031-05-07", publisher=f"P{number}", kind="news"
    )
    add_items([Item(subject=told.id, document=told)], ledger)


def _home(ledger: Ledger, document: str) -> str:
    return next(i.id for i in ledger.incidents().items if document in {d.id for d in i.documents})


def _judge(ledger: Ledger, verdict: str, *subjects: str) -> None:
    detail = {"names": [NAME]} if verdict == "redact" else {}
    told = new_judgement(verdict, subjects, by="Ada", at="2031-05-08T00:00:00Z", why="seen", detail=detail)  # type: ignore[arg-type]
    ledger.append(Batch(judgements=(told,)))
    relink(ledger, [d.id for d in ledger.each_document()])


def _nobody_finds_it(ledger: Ledger, *documents: str) -> None:
    seen = ledger.seen_by(Viewer())
    for document in documents:
        assert NAME in ledger.document(document).text
        assert NAME not in seen.document(document).text
    for word in NAME.split():
        assert not seen.search(word).items
        assert not seen.claims(Filter(text=word)).items
        assert not seen.incidents(Filter(text=word)).items
    assert ledger.check_derived() == []


def test_whom_a_correction_of_an_incident_names_as_a_victim_is_hidden(ledger: Ledger) -> None:
    """In all its reports, also in one that joins it; and what linking gives is compared without the correction."""
    _add(ledger, 1, FIRST)
    value = [{"role": "victim", "category": "civilian", "name": NAME}]
    told = new_judgement(
        "correct",
        (_home(ledger, "d1"),),
        by="Ada",
        at="2031-05-08T00:00:00Z",
        why="seen",
        detail={"field": "actors", "value": value},
    )
    ledger.append(Batch(judgements=(told,)))
    relink(ledger, ["d1"])
    _add(ledger, 3, THIRD)
    assert _home(ledger, "d3") == _home(ledger, "d1")
    _nobody_finds_it(ledger, "d3")
    assert NAME not in str(ledger.seen_by(Viewer()).incidents().items)
    assert rebuild(ledger, check=True) == []


def test_a_report_that_joins_a_redacted_incident_is_found_by_no_hidden_name(ledger: Ledger) -> None:
    _add(ledger, 1, FIRST)
    _judge(ledger, "redact", _home(ledger, "d1"))
    _add(ledger, 3, THIRD)
    assert _home(ledger, "d3") == _home(ledger, "d1")
    _nobody_finds_it(ledger, "d3")


def test_reports_of_a_redacted_incident_stay_hidden_when_its_reports_go_to_others(ledger: Ledger) -> None:
    _add(ledger, 5, OTHER)
    _add(ledger, 1, FIRST)
    _add(ledger, 2, SECOND)
    mine, other = _home(ledger, "d1"), _home(ledger, "d5")
    assert _home(ledger, "d2") == mine != other
    _judge(ledger, "redact", mine)
    _nobody_finds_it(ledger, "d2")
    _judge(ledger, "merge", other, mine)
    assert mine not in {i.id for i in ledger.incidents().items}
    _nobody_finds_it(ledger, "d2")
