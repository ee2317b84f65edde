"""Names and codes of countries to ISO 3166-1 alpha-2, as tables write them."""

import unicodedata
from functools import cache

import msgspec

from onrecord.vocab.loader import load_rows

__all__ = ["country_code", "country_name"]


class _Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``names`` are separated by semicolons; ``numeric`` is the United Nations' M49 number."""

    code: str
    alpha3: str
    names: str
    numeric: int | None = None


def country_code(told: str) -> str | None:
    """The two-letter code of a country given by name, two- or three-letter code or number; None where none is known.

    Case, accents, a leading "the" and "&" for "and" make no difference. Two capital letters that are no assigned code are
    given back as they are: ISO 3166 keeps some for users ("XA").
    """
    found = _codes().get(_plain(told))
    if found is None and len(told) == 2 and told.isascii() and told.isupper():
        return told
    return found


def country_name(code: str) -> str | None:
    """The usual English name of a country by its two-letter code; None for a code of none."""
    return next((r.names.split(";")[0] for r in load_rows("country_names.csv", _Country) if r.code == code), None)


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in load_rows("country_names.csv", _Country):
        names = [row.code, row.alpha3, *row.names.split(";")]
        names += [str(row.numeric), f"{row.numeric:03}"] if row.numeric else []
        for name in names:
            found[_plain(name)] = row.code
    return found


def _plain(name: str) -> str:
    split = unicodedata.normalize("NFKD", name.replace("’", "'").replace("&", "and"))
    words = "".join(c for c in split if not unicodedata.combining(c)).casefold().split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)
