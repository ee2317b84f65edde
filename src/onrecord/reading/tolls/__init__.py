"""Tolls: how many people were killed, injured, missing, arrested, abducted or displaced."""

from onrecord.reading.tolls.groups import LESS_THE_DEAD
from onrecord.reading.tolls.lexicon import toll_stems
from onrecord.reading.tolls.persons import Persona, differ, persona_of
from onrecord.reading.tolls.reader import read_tolls

__all__ = ["LESS_THE_DEAD", "Persona", "differ", "persona_of", "read_tolls", "toll_stems"]
