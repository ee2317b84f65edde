"""Incident claims: triggers, mentions, events, claims."""

from onrecord.reading.claims.admit import Setting, setting_of, thin
from onrecord.reading.claims.incidents import Outcome, best_triggers, read_incidents
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.why import Dropped, FieldWhy, Why

__all__ = [
    "Dropped",
    "FieldWhy",
    "Outcome",
    "Setting",
    "Why",
    "best_triggers",
    "lexicon",
    "read_incidents",
    "setting_of",
    "thin",
]
