"""The finder of acts: a small network that marks the words that tell of an act, beside the lexicon."""

from onrecord.reading.acts.finder import Finder, finder_hash

__all__ = ["Finder", "finder_hash"]
