"""The ledger keeps documents, claims, judgements and where they came from; the only SQL stands here."""

from onrecord.ledger.codec import claim_from_record, incident_from_record
from onrecord.ledger.doctor import Health
from onrecord.ledger.filters import moment as as_moment
from onrecord.ledger.judging import conflicts, judged_through, undone
from onrecord.ledger.ledger import Ledger, copy_ledger, open_ledger, restore_ledger
from onrecord.ledger.links import Kept, LinkTables
from onrecord.ledger.reader import Reader
from onrecord.ledger.redaction import Policy, Viewer
from onrecord.ledger.signing import load_key, make_key, public_hex
from onrecord.ledger.spots import Frame, SpotKey, Spotted
from onrecord.ledger.values import (
    Appended,
    AreaCount,
    Batch,
    BatchRow,
    Conflict,
    DemandCount,
    Event,
    Fault,
    Filter,
    Found,
    Moved,
    Page,
    PeriodCount,
    Proof,
    Request,
    Sort,
    Step,
    TollPoint,
)  # fmt: skip
from onrecord.ledger.walls import GENERAL, check_collection

__all__ = [
    "GENERAL", "Appended", "AreaCount", "Batch", "BatchRow", "Conflict", "DemandCount", "Event", "Fault", "Filter",
    "Found", "Frame", "Health", "Kept", "Ledger", "LinkTables", "Moved", "Page", "PeriodCount", "Policy", "Proof", "Reader",
    "Request", "Sort", "SpotKey", "Spotted", "Step", "TollPoint", "Viewer", "as_moment", "check_collection",
    "claim_from_record", "conflicts", "copy_ledger", "incident_from_record",
    "judged_through", "load_key", "make_key", "open_ledger", "public_hex", "restore_ledger", "undone",
]  # fmt: skip
