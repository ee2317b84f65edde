"""Attributions: who said what, with the words that tell so."""

from onrecord.reading.attribution.reader import read_attributions

__all__ = ["read_attributions"]
