"""Amounts: how many, with the bounds that the words give."""

from onrecord.reading.amounts.reader import bounds, read_amounts

__all__ = ["bounds", "read_amounts"]
