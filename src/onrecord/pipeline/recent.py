"""What linking has at hand from one addition to the next: nodes, pairs, claims and documents of late, and the standing decisions.

All of these are known by hashes of what they are, so that they stay true whoever writes meanwhile; only judgements
correct claims. When one was added (asked inside the transaction of the one writer), claims and decisions are made anew.
"""

from collections.abc import Iterable
from itertools import islice
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from onrecord.ledger import Ledger
from onrecord.linking import Decisions, Linker, Recall, StoredDocument, decide
from onrecord.model import Claim, Rule
from onrecord.pipeline.links import LedgerLinks

__all__ = ["linking"]

_MOST = 8_000


class _Recent:
    """Of one ledger. ``judged`` is the mark of the judgements for which ``claims`` and ``decisions`` hold."""

    def __init__(self) -> None:
        self.recall = Recall()
        self.judged: Any = None
        self.claims: dict[str, Claim] = {}
        self.briefs: dict[str, StoredDocument] = {}
        self.decisions = Decisions()


_LOCK = Lock()
_RECENT: WeakKeyDictionary[Ledger, _Recent] = WeakKeyDictionary()


def linking(ledger: Ledger, rule: Rule, told: Iterable[Claim]) -> tuple[Linker, LedgerLinks]:
    """A linker for this transaction, with what is still true of what the last one knew, and the store that it writes to.

    ``told`` are claims at hand, as the ledger gives them.
    """
    with _LOCK:
        recent = _RECENT.setdefault(ledger, _Recent())
    judged = ledger.last_judgement()
    if judged != recent.judged:
        recent.judged, recent.claims, recent.decisions = judged, {}, decide(ledger.judgements())
    for held in (recent.claims, recent.briefs):
        if len(held) > _MOST:
            for key in list(islice(held, len(held) // 2)):
                del held[key]
    recent.claims.update((c.id, c) for c in told)
    links = LedgerLinks(ledger, known=recent.claims, briefs=recent.briefs)
    return Linker(links, recent.decisions, rule, recent.recall), links
