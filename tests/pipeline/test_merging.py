"""Who says that two incidents are one means all that is told of both: reports, figures, and reports yet to come. Who takes
reports out of one means these alone."""

from collections.abc import Iterator

import pytest

from onrecord.ledger import Batch, Ledger, open_ledger
from onrecord.model import Document
from onrecord.pipeline import add_items, new_judgement, relink
from onrecord.pipeline.rebuilding import rebuild
from onrecord.sources import Item

MARKET = (
    "MINGORA: Gunmen shot dead four traders at the vegetable market in Mingora on Monday, police said. The market was closed.",
    "Four traders were shot dead by gunmen at the vegetable market in Mingora on Monday. A porter hid under a cart.",
    "Gunmen killed four traders at the vegetable market in Mingora on Monday, police said. An onion seller saw them.",
)
SHOP = (
    "LODZ: Masked men set fire to a bookshop in Lodz on Sunday night, the fire brigade said. Nobody was hurt.",
    "A bookshop in Lodz was set on fire by masked men on Sunday night, the fire brigade said. Its shelves burnt down.",
)


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as made:
        for number, text in enumerate((*MARKET[:2], *SHOP)):
            _add(made, number, text)
        yield made


def _add(ledger: Ledger, number: int, text: str) -> None:
    told = Document(id=f"d{number}", text=text, published="2031-05-07", publisher=f"P{number}", kind="news")
    add_items([Item(subject=told.id, document=told)], ledger)


def _home(ledger: Ledger, document: str) -> tuple[str, set[str]]:
    found = [i for i in ledger.incidents().items if document in {d.id for d in i.documents}]
    assert len(found) == 1
    return found[0].id, {d.id for d in found[0].documents}


def _judge(ledger: Ledger, verdict: str, *subjects: str, **detail: int) -> str:
    at = f"2031-05-08T00:00:0{ledger.judgement_count()}Z"
    told = new_judgement(verdict, subjects, by="Ada", at=at, why="seen", detail=detail)  # type: ignore[arg-type]
    ledger.append(Batch(judgements=(told,)))
    # the documents of the founding claims alone, as the command line and the desk do
    relink(ledger, ["d0", "d2"])
    return told.id


def test_a_merge_takes_every_report_of_both_along(ledger: Ledger) -> None:
    market, shop = _home(ledger, "d0"), _home(ledger, "d2")
    assert (market[1], shop[1]) == ({"d0", "d1"}, {"d2", "d3"})
    merged = _judge(ledger, "merge", market[0], shop[0])
    every = {"d0", "d1", "d2", "d3"}
    assert {_home(ledger, d)[0] for d in every} == {market[0]}
    assert _home(ledger, "d0")[1] == every
    assert len(ledger.incidents().items) == 1
    # what is told of either later comes to both
    _add(ledger, 4, MARKET[2])
    assert _home(ledger, "d4") == (market[0], every | {"d4"})
    assert rebuild(ledger, check=True) == []
    _judge(ledger, "undo", merged)
    assert _home(ledger, "d1") == (market[0], {"d0", "d1", "d4"})
    assert _home(ledger, "d3") == shop


@pytest.mark.parametrize("picked", ["d0", "d1", "d4"])
def test_a_split_takes_out_what_was_picked_and_nothing_else(ledger: Ledger, picked: str) -> None:
    _add(ledger, 4, MARKET[2])
    market, every = _home(ledger, "d0")
    assert every == {"d0", "d1", "d4"}
    going = [c.id for c in ledger.claims_of_documents([picked])[picked]]
    staying = ledger.staying(market, going)
    assert set(going) | set(staying) == set(ledger.incident(market).claims)
    assert set(ledger.staying(staying[0], going)) == set(staying)
    made = _judge(ledger, "split", *staying, *going, stay=len(staying))
    assert _home(ledger, picked)[1] == {picked}
    rest = every - {picked}
    assert {frozenset(_home(ledger, d)[1]) for d in rest} == {frozenset(rest)}
    assert rebuild(ledger, check=True) == []
    _judge(ledger, "undo", made)
    assert _home(ledger, "d0") == (market, every)


@pytest.mark.parametrize("stay", [0, 2, "one"])
def test_a_split_leaves_something_and_takes_something(ledger: Ledger, stay: object) -> None:
    first, second = (ledger.claims_of_documents([d])[d][0].id for d in ("d0", "d1"))
    told = new_judgement(
        "split", (first, second), by="Ada", at="2031-05-08T00:00:00Z", why="seen", detail={"stay": stay}
    )
    assert [r.reason for r in ledger.append(Batch(judgements=(told,))).rejections] == [
        "stay is how many of the first subjects of a split stay: one or more, and not all"
    ]
