"""Places: which names are toponyms, and where they lie."""

from onrecord.reading.places.publisher import Home, home_of
from onrecord.reading.places.read import as_place, read_places

__all__ = ["Home", "as_place", "home_of", "read_places"]
