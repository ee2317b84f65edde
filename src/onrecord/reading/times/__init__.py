"""Time expressions of English news: recognised, and resolved to calendar days where the text supports it."""

from onrecord.reading.times.daytime import BORROWED_DAY
from onrecord.reading.times.parts import FROM_EVENT
from onrecord.reading.times.ranges import SINCE
from onrecord.reading.times.reader import read_times

__all__ = ["BORROWED_DAY", "FROM_EVENT", "SINCE", "read_times"]
