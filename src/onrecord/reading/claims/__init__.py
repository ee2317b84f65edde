"""Incident claims: triggers, mentions, events, claims."""

from onrecord.reading.claims.incidents import Outcome, read_incidents
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.stems import trigger_stems
from onrecord.reading.claims.why import Dropped, FieldWhy, Why

__all__ = ["Dropped", "FieldWhy", "Outcome", "Why", "lexicon", "read_incidents", "trigger_stems"]
