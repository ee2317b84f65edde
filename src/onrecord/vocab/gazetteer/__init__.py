"""Places of the world by name: the shipped layer (GeoNames, CC BY 4.0) and layers imported by the user."""

from onrecord.vocab.gazetteer.entry import Entry, Kind
from onrecord.vocab.gazetteer.folding import fold, skeleton
from onrecord.vocab.gazetteer.geonames import Imported, import_geonames
from onrecord.vocab.gazetteer.store import Candidate, Gazetteer, open_gazetteer

__all__ = [
    "Candidate",
    "Entry",
    "Gazetteer",
    "Imported",
    "Kind",
    "fold",
    "import_geonames",
    "open_gazetteer",
    "skeleton",
]
