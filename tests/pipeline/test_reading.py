"""A document on which the reader fails: it is named with its reason, and everything else goes on."""

from pathlib import Path

import pytest

from onrecord.ledger import open_ledger
from onrecord.model import Document
from onrecord.pipeline import layer_records
from onrecord.pipeline.adding import add_items
from onrecord.reading import Reader, Reading
from onrecord.sources import Item


class Faulty(Reader):
    """A reader with a fault that one word brings out."""

    def read(self, document: Document) -> Reading:
        if "Muddle" in document.text:
            raise IndexError("list index out of range")
        return super().read(document)


TEXTS = [
    "Gunmen shot dead two traders in Kabwe on Monday.",
    "Muddle: gunmen shot dead two traders in Ndola on Monday.",
    "Gunmen shot dead three traders in Kitwe on Monday.",
]


def items() -> list[Item]:
    return [Item(subject=f"{n}.txt", document=Document(text=t, published="2031-05-07")) for n, t in enumerate(TEXTS)]


def test_a_fault_in_one_document_leaves_the_others_read(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        summary = add_items(items(), ledger, reader=Faulty())
        assert (summary.new, summary.claims) == (3, 2)
        [refused] = summary.rejected
        assert refused.code == "failed"
        assert refused.subject == "1.txt"
        assert "IndexError: list index out of range; test_reading.py, line" in refused.reason
        # what was given is kept
        assert ledger.counts()["documents"] == 3
        assert ledger.counts()["rejections"] == 1


@pytest.mark.parametrize("layer", ["claims", "places"])
def test_a_fault_leaves_the_layers_of_the_others(layer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Reader, document: Document, *rest: object) -> list[dict[str, object]]:
        if "Muddle" in document.text:
            raise ValueError("no")
        return [{"document": document.id}]

    monkeypatch.setattr(Faulty, "read_layer", fail)
    told = list(layer_records(items(), layer, Faulty()))  # type: ignore[arg-type]
    assert [len(rejections) for _, rejections in told] == [0, 1, 0]
    assert [bool(records) for records, _ in told] == [True, False, True]
