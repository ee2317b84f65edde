"""What linking keeps at hand between additions is true whoever writes meanwhile, and follows every judgement."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.linking.makers import blast

from onrecord.ledger import Batch, Filter, Ledger, open_ledger
from onrecord.model import Claim, Document, Judgement
from onrecord.pipeline import add_items, rebuild, recent
from onrecord.pipeline.adding import relink
from onrecord.sources import Item


class Known:
    """A reader that was told the claims of each document."""

    def __init__(self, told: list[tuple[Document, list[Claim]]]) -> None:
        self.held = {d.id: SimpleNamespace(claims=tuple(c), rejections=()) for d, c in told}

    def read(self, document: Document) -> SimpleNamespace:
        return self.held[document.id]


TOLD = [
    blast("a", "Zarkot", "2024-03-04", 9),
    blast("b", "Zarkot", "2024-03-04", 9, publisher="B", hour=13),
    blast("c", "Minabad", "2024-03-04", 2, publisher="C"),
    blast("d", "Zarkot", "2024-03-04", 9, publisher="D", hour=15),
]


def add(ledger: Ledger, *numbers: int) -> None:
    given = [TOLD[n] for n in numbers]
    add_items([Item(subject=d.id, document=d) for d, _ in given], ledger, reader=Known(given))  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_ledger(tmp_path / "ledger.db", create=True):
        return tmp_path / "ledger.db"


def test_what_is_at_hand_stays_true_while_others_write(path: Path) -> None:
    with open_ledger(path) as mine, open_ledger(path) as other:
        add(mine, 0, 1)
        assert len(recent._RECENT[mine].claims) == 2
        add(other, 2)
        rebuild(other, check=False)
        add(mine, 3)
        assert len(recent._RECENT[mine].claims) == 3, "the claims that it had before are not asked for again"
        assert rebuild(mine, check=True) == []
        assert sorted(len(i.documents) for i in mine.incidents(Filter()).items) == [1, 3]


def test_nodes_that_are_gone_are_not_met(path: Path) -> None:
    with open_ledger(path) as mine, open_ledger(path) as other:
        add(mine, 0)
        with other.writing() as connection:
            connection.exec_driver_sql("delete from link_node")
            connection.exec_driver_sql("delete from link_block")
        add(mine, 1)
        assert sorted(len(i.documents) for i in mine.incidents(Filter()).items) == [1, 1]


def judgement(number: int, verdict: str, *subjects: str) -> Judgement:
    return Judgement(
        id=f"j{number}", verdict=verdict, subjects=subjects, by="ana", at=f"2024-04-{number:02}T10:00:00+00:00"
    )  # type: ignore[arg-type]


def test_a_judgement_of_another_process_takes_effect_and_one_that_was_taken_back_does_not(path: Path) -> None:
    a, b = (TOLD[n][1][0].id for n in (0, 1))
    with open_ledger(path) as mine, open_ledger(path) as other:
        add(mine, 0, 1)
        assert len(mine.incidents(Filter()).items) == 1
        other.append(Batch(judgements=(judgement(1, "cannot_link", a, b),)))
        relink(mine, ["a", "b"])
        assert len(mine.incidents(Filter()).items) == 2

        class Stop(Exception):
            pass

        def undo_in_vain() -> None:
            with mine.writing():
                mine.append(Batch(judgements=(judgement(2, "undo", "j1"),)))
                relink(mine, ["a", "b"])
                assert len(mine.incidents(Filter()).items) == 1
                raise Stop

        with pytest.raises(Stop):
            undo_in_vain()
        relink(mine, ["a", "b"])
        assert len(mine.incidents(Filter()).items) == 2
