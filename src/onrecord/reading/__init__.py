"""Documents to claims."""

from onrecord.reading.models import model_hash
from onrecord.reading.reader import Reader, Reading

__all__ = ["Reader", "Reading", "model_hash"]
