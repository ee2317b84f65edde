"""What the ledger does not keep of linking is made again as it was."""

from pathlib import Path

from tests.linking.makers import blast, claim, document, place, span

from onrecord.ledger import Batch, open_ledger
from onrecord.linking import LinkStore, MemoryStore, Told, link_all
from onrecord.model import Claim, Document, Judgement, Party, Run
from onrecord.pipeline.adding import relink
from onrecord.pipeline.links import LedgerLinks

_RUN = Run(id="run", version="1", vocabulary="v", model="m", started="2024-01-01T00:00:00+00:00")


def _several() -> tuple[Document, list[Claim]]:
    """One report of two events, what was asked about one of them, and what another report calls both together."""
    doc = document(
        "e",
        "A bomb killed nine people in Zarkot on Monday. A second bomb hurt nobody in Minabad. The bar asked for an inquiry.",
        "2024-03-05T09:00:00+00:00",
        publisher="E",
        title="Bombs in Zarkot and Minabad",
    )
    first = claim(
        doc, "A bomb killed nine people in Zarkot on Monday.", day="2024-03-04", where=(place(doc.text, "Zarkot"),)
    )
    second = claim(doc, "A second bomb hurt nobody in Minabad.", day="2024-03-04", where=(place(doc.text, "Minabad"),))
    asked = claim(
        doc, "The bar asked for an inquiry.", "demand.investigate", kind="demand", about=(second.id,),
        by=Party(name="the bar", **span(doc.text, "The bar")),
    )  # fmt: skip
    return doc, [first, second, asked]


_TOLD = [
    blast("a", "Zarkot", "2024-03-04", 9),
    blast("b", "Zarkot", "2024-03-04", 9, publisher="B", hour=13),
    _several(),
]


def _all(store: LinkStore, documents: list[str]) -> list[object]:
    nodes = store.nodes(n for of in store.nodes_of_documents(documents).values() for n in of)
    assert store.keys(nodes) == {i: n.keys for i, n in nodes.items()}
    return [sorted(nodes.values(), key=lambda n: n.id), [store.documents(documents)[d] for d in documents]]


def test_nodes_and_documents_are_made_again_as_they_were(tmp_path: Path) -> None:
    ids = [d.id for d, _ in _TOLD]
    with open_ledger(tmp_path / "ledger.db", create=True) as ledger:
        ledger.append(
            Batch(run=_RUN, documents=tuple(d for d, _ in _TOLD), claims=tuple(c for _, cs in _TOLD for c in cs))
        )
        relink(ledger, ids)
        told = [Told(document=d, claims=tuple(c), sequence=n) for n, (d, c) in enumerate(_TOLD, 1)]
        plain = MemoryStore()
        plain.remember(c for _, cs in _TOLD for c in cs)
        link_all([told], plain)
        with ledger.writing():
            assert _all(LedgerLinks(ledger), ids) == _all(plain, ids)
            assert len(_all(plain, ids)[0]) == 4
        # a correction changes what the report's accounts are; they are made of the corrected claims from then on
        (second,) = [c for c in _TOLD[2][1] if "Minabad" in c.evidence[0].exact]
        said = Judgement(
            id="j", verdict="correct", subjects=(second.id,), by="ana", at="2024-04-01T00:00:00+00:00", why="read",
            detail={"field": "type", "value": "attack.arson"},
        )  # fmt: skip
        ledger.append(Batch(judgements=(said,)))
        relink(ledger, ids)
        claims = ledger.claims_of_documents(ids, include_rejected=True)
        corrected = MemoryStore()
        corrected.remember(c for cs in claims.values() for c in cs)
        link_all(
            [[Told(document=t.document, claims=claims[t.document.id], sequence=t.sequence) for t in told]], corrected
        )
        with ledger.writing():
            assert _all(LedgerLinks(ledger), ids) == _all(corrected, ids)
            assert _all(corrected, ids) != _all(plain, ids)
