"""Tolls: how many people were killed, injured, missing, arrested, abducted or displaced."""

from onrecord.reading.tolls.lexicon import toll_stems
from onrecord.reading.tolls.reader import read_tolls

__all__ = ["read_tolls", "toll_stems"]
