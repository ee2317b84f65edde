"""After whatever judgement, what was linked again is what a rebuild of everything gives."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from onrecord.cli.judging import judged_documents
from onrecord.ledger import Batch, Filter, Ledger, open_ledger
from onrecord.model import Claim, Document
from onrecord.pipeline import new_judgement, rebuild, relink
from onrecord.pipeline.adding import add_items
from onrecord.sources import Item

from .makers import claims_of, report

_TOLD = [(report(500 + n, killed=4 + n % 3, publisher=f"Paper {n}"), 4 + n % 3) for n in range(6)]
_CLAIMS = {d.id: claims_of(d, killed) for d, killed in _TOLD}


class _Reader:
    def read(self, document: Document) -> SimpleNamespace:
        return SimpleNamespace(claims=_CLAIMS[document.id], rejections=())


@pytest.fixture
def ledger(tmp_path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.db", create=True) as made:
        add_items([Item(subject=d.id, document=d) for d, _ in _TOLD], made, reader=_Reader())
        yield made


def _judge(ledger: Ledger, number: int, verdict: str, subjects: tuple[str, ...], **detail: object) -> str:
    made = new_judgement(verdict, subjects, "Omar", f"2024-03-01T10:00:{number:02d}+00:00", "seen", detail)
    with ledger.writing():
        assert ledger.append(Batch(judgements=(made,))).rejections == ()
        relink(ledger, judged_documents(ledger, made))
    assert rebuild(ledger, check=True) == [], (verdict, subjects)
    return made.id


def _told(number: int, kind: str = "incident") -> Claim:
    return next(c for c in _CLAIMS[_TOLD[number][0].id] if c.kind == kind)


def test_relinking_gives_what_a_rebuild_gives(ledger: Ledger) -> None:
    first, second, third = (_told(n).id for n in range(3))
    home = ledger.resolve(f"inc-{first}")[1]
    done = [
        _judge(ledger, 1, "confirm", (home,)),
        _judge(ledger, 2, "reject", (first,)),
        _judge(ledger, 3, "reject", (_told(1, "demand").id,)),
        _judge(ledger, 4, "correct", (second,), field="type", value="attack.shooting"),
        _judge(ledger, 5, "rate", ("Paper 2",), reliability="A", credibility="2"),
        _judge(ledger, 6, "cannot_link", (second, third)),
        _judge(ledger, 7, "must_link", (first, third)),
        _judge(ledger, 8, "split", (f"inc-{first}", second)),
        _judge(ledger, 9, "merge", (f"inc-{second}", f"inc-{first}")),
        _judge(ledger, 10, "unsure", (second, third)),
        _judge(ledger, 11, "note", (second,), text="seen"),
        _judge(ledger, 12, "redact", (second,), place="country"),
    ]
    undone = [_judge(ledger, number, "undo", (id_,)) for number, id_ in enumerate(reversed(done), 20)]
    assert home in {i.id for i in ledger.incidents().items}
    # an undo is undone, and that undone again
    again = [_judge(ledger, number, "undo", (id_,)) for number, id_ in enumerate(reversed(undone[-3:]), 40)]
    for number, id_ in enumerate(reversed(again), 50):
        _judge(ledger, number, "undo", (id_,))
    assert home in {i.id for i in ledger.incidents().items}


def test_a_rejected_account_takes_no_incident_away_that_others_tell_of(ledger: Ledger) -> None:
    (before,) = ledger.incidents(Filter(incident=ledger.resolve(f"inc-{_told(0).id}")[1])).items
    assert len(before.documents) > 1
    _judge(ledger, 1, "reject", (before.claims[0],))
    (after,) = ledger.incidents(Filter(incident=before.id)).items
    assert after.status != "rejected"
    for number, claim in enumerate(before.claims[1:], 2):
        _judge(ledger, number, "reject", (claim,))
    assert ledger.incidents(Filter(incident=before.id)).total == 0
    (gone,) = ledger.incidents(Filter(incident=before.id, include_rejected=True)).items
    assert gone.status == "rejected"
