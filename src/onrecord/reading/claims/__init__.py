"""Incident claims: triggers, mentions, events, claims."""

from onrecord.reading.claims.admit import (
    Setting,
    goes_on,
    is_long,
    plainly_hostile,
    setting_of,
    telling_words,
    thin,
)
from onrecord.reading.claims.doers import names_them
from onrecord.reading.claims.forces import police_around
from onrecord.reading.claims.incidents import Outcome, best_triggers, read_incidents
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.marks import answering, asked, by_finder, certain, firm, likely, spoken, sure, telling
from onrecord.reading.claims.why import Dropped, FieldWhy, Why

__all__ = [
    "Dropped",
    "FieldWhy",
    "Outcome",
    "Setting",
    "Why",
    "answering",
    "asked",
    "best_triggers",
    "by_finder",
    "certain",
    "firm",
    "goes_on",
    "is_long",
    "lexicon",
    "likely",
    "names_them",
    "plainly_hostile",
    "police_around",
    "read_incidents",
    "setting_of",
    "spoken",
    "sure",
    "telling",
    "telling_words",
    "thin",
]
