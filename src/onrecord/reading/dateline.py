"""Where and when a report says it was written; the places and the times of reading both build on it."""

from onrecord.reading.times.heading import Dateline, read_dateline

__all__ = ["Dateline", "read_dateline"]
