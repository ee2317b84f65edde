"""Sentences of our own for every type, lot by lot: neither recall nor precision may fall."""

import sys
import tomllib
from pathlib import Path

import pytest

from onrecord.reading import Reader
from onrecord.vocab import claim_types

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from lots import judge, kinds, lines  # noqa: E402

FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
FILES = [(lot, kind) for lot in FLOORS for kind in FLOORS[lot]]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(("lot", "kind"), FILES)
def test_recall_and_precision_hold(reader: Reader, lot: str, kind: str) -> None:
    tally = judge(reader, lot, kind)
    floor = FLOORS[lot][kind]
    assert tally.recall >= floor["recall"], "\n".join(tally.notes)
    assert tally.precision >= floor["precision"], "\n".join(tally.notes)


def test_every_lot_has_a_floor() -> None:
    assert {(lot, kind) for lot in FLOORS for kind in kinds(lot)} == set(FILES)


def test_every_type_has_sentences() -> None:
    told = {code for lot, kind in FILES for line in lines(lot, kind) for code in line.types}
    assert told == set(claim_types())
