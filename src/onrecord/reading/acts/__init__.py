"""The finder of acts: which words of a sentence tell of an act, an answer or a demand, and of which type."""

from onrecord.reading.acts.finder import Finder, finder_hash
from onrecord.reading.acts.words import promise, promise_hash

__all__ = ["Finder", "finder_hash", "promise", "promise_hash"]
