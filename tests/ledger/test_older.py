"""A ledger of an older version is brought up at once: the same record, the same incidents, and it goes on."""

from pathlib import Path

import pytest

from onrecord.ledger import Batch, Viewer, open_ledger
from onrecord.model import LedgerReadOnly
from onrecord.pipeline import rebuild, relink

from .makers import RUN, claims_of, report
from .older import REVISIONS, older_ledger


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_older_ledger_is_brought_up_and_goes_on(where: str, revision: str, tmp_path: Path) -> None:
    older_ledger(where, revision, tmp_path)
    with pytest.raises(LedgerReadOnly, match="upgrade"):
        open_ledger(where, readonly=True)
    with open_ledger(where) as ledger:
        counts = ledger.counts()
        assert (counts["documents"], counts["claims"], counts["incidents"]) == (13, 39, 28)
        assert ledger.verify() == []
        assert ledger.doctor().well
        assert rebuild(ledger, check=True) == []
        assert ledger.search("Kakarzai").total == 3
        assert ledger.seen_by(Viewer()).search("Kakarzai").total == 0
        with ledger.writing():
            links = ledger.links()
            first = next(iter(ledger.incidents().items))
            nodes = links.incidents([first.id])[first.id][1]
            assert set(links.incidents_of(nodes).values()) == {first.id}
            (held,) = links.nodes(nodes[:1]).values()
            assert set(links.nodes_of_claims(held[2]).values()) == {held[0]}
            assert all(held[0] in links.blocks([key], 1_000)[key] for key in held[3])
            # what was linked before meets what comes now
            fresh = report(503, killed=4, publisher="Paper 9")
            ledger.append(Batch(run=RUN, documents=(fresh,), claims=claims_of(fresh, 4)))
            relink(ledger, [fresh.id])
        assert rebuild(ledger, check=True) == []
        assert ledger.verify() == []
