"""Amounts: how many, with the bounds that the words give."""

from onrecord.reading.amounts.reader import bounds, read_amounts
from onrecord.reading.amounts.words import number_of, ordinal_number

__all__ = ["bounds", "number_of", "ordinal_number", "read_amounts"]
