"""Incident claims: triggers, mentions, events, claims."""

from onrecord.reading.claims.incidents import Outcome, read_incidents
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.stems import trigger_stems

__all__ = ["Outcome", "lexicon", "read_incidents", "trigger_stems"]
