"""Documents to claims."""

from onrecord.reading.reader import Reader, Reading
from onrecord.reading.subject import model_hash

__all__ = ["Reader", "Reading", "model_hash"]
