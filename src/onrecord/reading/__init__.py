"""Documents to claims."""

from onrecord.reading.reader import Reader, Reading

__all__ = ["Reader", "Reading"]
