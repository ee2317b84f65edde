"""Places of the world by name: the shipped layer (GeoNames, CC BY 4.0) and layers imported by the user."""

from onrecord.vocab.gazetteer.entry import Entry, Kind
from onrecord.vocab.gazetteer.folding import fold, skeleton
from onrecord.vocab.gazetteer.store import Gazetteer, open_gazetteer

__all__ = ["Entry", "Gazetteer", "Kind", "fold", "open_gazetteer", "skeleton"]
