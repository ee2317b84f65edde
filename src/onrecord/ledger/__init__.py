"""The ledger keeps documents, claims, judgements and where they came from; the only SQL stands here."""

from onrecord.ledger.ledger import Ledger, open_ledger
from onrecord.ledger.links import LinkTables
from onrecord.ledger.values import (
    Appended, Batch, BatchRow, Conflict, Event, Fault, Filter, Found, Page, Request, Sort, TollPoint,
)  # fmt: skip

__all__ = [
    "Appended", "Batch", "BatchRow", "Conflict", "Event", "Fault", "Filter", "Found", "Ledger", "LinkTables", "Page", "Request", "Sort",
    "TollPoint", "open_ledger",
]  # fmt: skip
