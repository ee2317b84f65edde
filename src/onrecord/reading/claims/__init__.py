"""Incident claims: triggers, mentions, events, claims."""

from onrecord.reading.claims.incidents import Outcome, holds_trigger, read_incidents
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.stems import common_words, telling_stems, trigger_stems
from onrecord.reading.claims.why import Dropped, FieldWhy, Why

__all__ = [
    "Dropped",
    "FieldWhy",
    "Outcome",
    "Why",
    "common_words",
    "holds_trigger",
    "lexicon",
    "read_incidents",
    "telling_stems",
    "trigger_stems",
]
