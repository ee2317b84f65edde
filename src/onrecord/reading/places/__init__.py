"""Places: which names are toponyms, and where they lie."""

from onrecord.reading.places.publisher import Home, home_of
from onrecord.reading.places.read import read_places
from onrecord.reading.places.shown import as_place, plain_name

__all__ = ["Home", "as_place", "home_of", "plain_name", "read_places"]
