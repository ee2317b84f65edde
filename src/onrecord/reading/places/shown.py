"""How a place stands in a record: a plain name, its units, a precision; also where only its surroundings are known."""

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from onrecord.model import Place
from onrecord.reading.places.lexicon import designators
from onrecord.reading.places.values import Candidate
from onrecord.vocab.gazetteer import Entry

__all__ = ["as_place", "in_surroundings", "nowhere_known", "plain_name"]

Precision = Literal["exact", "city", "admin2", "admin1", "country"]
_PRECISION: dict[str, Precision] = {"country": "country", "admin1": "admin1", "admin2": "admin2", "city": "city"}
_ROMANISED = frozenset("\u0304\u0323\u0331\u0332\u0325\u0328\u02bf\u02be")


@lru_cache(maxsize=4096)
def plain_name(name: str, kind: str) -> str:
    """The name as English texts write it: no marks of romanisation, no word for the kind of unit."""
    plain = unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", name) if c not in _ROMANISED))
    if kind not in {"admin1", "admin2"}:
        return plain
    for word in designators().drop_after:
        if plain.casefold().endswith(" " + word):
            return plain[: -len(word) - 1]
    for word in designators().drop_before:
        if plain.casefold().startswith(word + " "):
            return plain[len(word) + 1 :]
    return plain


def as_place(entry: Entry, start: int, end: int, exact: str) -> Place:
    """The place of a claim: ``precision`` follows the kind of entry; of regions it is that of what holds them."""
    own = plain_name(entry.name, entry.kind)
    return Place(
        start=start,
        end=end,
        exact=exact,
        name=own,
        precision=_PRECISION.get(
            entry.kind, "exact" if entry.kind == "spot" else "admin1" if entry.country else "country"
        ),
        country=entry.country,
        admin1=own if entry.kind == "admin1" else plain_name(entry.admin1, "admin1") if entry.admin1 else None,
        admin2=own if entry.kind == "admin2" else plain_name(entry.admin2, "admin2") if entry.admin2 else None,
        lat=entry.latitude,
        lon=entry.longitude,
        geonames=entry.geonames,
    )


def in_surroundings(candidate: Candidate, around: Entry, *, named_within: bool, country_only: bool = False) -> Place:
    """A place that the gazetteer lacks: no point, only the units that hold it.

    ``around`` is the place that the text names it in (``named_within``) or beside; of the latter only country and
    first unit are taken over, and with ``country_only`` the country alone.
    """
    held = as_place(around, candidate.start, candidate.end, candidate.exact)
    return replace(
        nowhere_known(candidate),
        country=held.country,
        admin1=None if country_only else held.admin1,
        admin2=held.admin2 if named_within else None,
    )


def nowhere_known(candidate: Candidate) -> Place:
    """A place of which nothing but its name is known."""
    precision: Precision = "exact" if "spot" in candidate.kinds else "city"
    if "admin2" in candidate.kinds and "city" not in candidate.kinds:
        precision = "admin2"
    return Place(
        start=candidate.start,
        end=candidate.end,
        exact=candidate.exact,
        name=_without_kind(candidate.exact),
        precision=precision,
    )


def _without_kind(exact: str) -> str:
    return re.sub(r"\s+(?:village|town|city|area|neighbou?rhood)$", "", exact)
