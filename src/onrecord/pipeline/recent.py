"""What linking has at hand from one addition to the next: unpacked bodies and standing decisions, as long as they are true.

Both are asked for inside the transaction of the one writer. Bodies are forgotten as soon as anybody else wrote; decisions are
made anew when a judgement was added.
"""

from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from onrecord.ledger import Ledger
from onrecord.linking import Body, Decisions, Linker, decide
from onrecord.model import Rule
from onrecord.pipeline.links import LedgerLinks

__all__ = ["linker"]


class _Recent:
    """Of one ledger. ``written`` and ``judged`` are the marks for which ``bodies`` and ``decisions`` hold."""

    def __init__(self) -> None:
        self.written: Any = None
        self.bodies: dict[int, Body] = {}
        self.judged: Any = None
        self.decisions = Decisions()


_LOCK = Lock()
_RECENT: WeakKeyDictionary[Ledger, _Recent] = WeakKeyDictionary()


def linker(links: LedgerLinks, ledger: Ledger, rule: Rule) -> Linker:
    """A linker for this transaction, with what is still true of what the last one knew."""
    with _LOCK:
        recent = _RECENT.setdefault(ledger, _Recent())
    written = ledger.undisturbed()
    if written is None or written != recent.written:
        recent.written, recent.bodies = written, {}
    judged = ledger.last_judgement()
    if judged != recent.judged:
        recent.judged, recent.decisions = judged, decide(ledger.judgements())
    return Linker(links, recent.decisions, rule, recent.bodies)
