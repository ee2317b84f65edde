"""The word lists of the place reader, read from the vocabulary and folded once."""

from functools import cache
from typing import Literal

import msgspec

from onrecord.reading.times.lexicon import month_numbers, weekday_numbers
from onrecord.vocab import load, load_rows
from onrecord.vocab.gazetteer import fold

__all__ = [
    "Cues",
    "Designators",
    "calendar_words",
    "cues",
    "demonym_heads",
    "demonyms",
    "designators",
    "dotted_aliases",
    "only_after_comma",
]


class _Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    place_prepositions: frozenset[str]
    sure_prepositions: frozenset[str]
    holders: frozenset[str]
    person_titles: frozenset[str]
    body_heads: frozenset[str]
    field_bodies: frozenset[str]
    local_bodies: frozenset[str]
    common_words: frozenset[str]
    person_names: frozenset[str]
    publisher_words: frozenset[str]
    directions: frozenset[str]
    homonyms: frozenset[str]
    people_words: frozenset[str]
    joining_words: frozenset[str]
    own_name_bodies: frozenset[str]
    generic_words: frozenset[str]
    name_openers: frozenset[str]
    named_things: frozenset[str]
    dotted_designators: frozenset[str]
    generic_domains: frozenset[str]
    english_countries: frozenset[str]
    country_domains: dict[str, str]


Cues = _Cues


class _Designator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Literal["admin1", "admin2", "admin1_or_admin2", "city", "feature", "spot"]
    after: tuple[str, ...]
    before: tuple[str, ...]


class _Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    after: tuple[str, ...]
    before: tuple[str, ...]


class _Designators(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    designator: tuple[_Designator, ...]
    shown_without: _Shown


class Designators(msgspec.Struct, frozen=True):
    """Kinds by folded word, for words behind and before a name; those that a unit's name is shown without."""

    after: dict[str, frozenset[str]]
    before: dict[str, frozenset[str]]
    drop_after: tuple[str, ...] = ()
    drop_before: tuple[str, ...] = ()


class _Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    aliases: str = ""
    demonyms: str = ""
    lat: float | None = None
    lon: float | None = None


class _Alias(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    alias: str
    kind: str
    country: str
    name: str
    admin1: str = ""
    when: Literal["any", "after_comma"] = "any"


@cache
def cues() -> Cues:
    found: Cues = load("places_cues.toml", _Cues)
    return found


@cache
def designators() -> Designators:
    found: _Designators = load("gazetteer/designators.toml", _Designators)
    after: dict[str, set[str]] = {}
    before: dict[str, set[str]] = {}
    for entry in found.designator:
        kinds = ("admin1", "admin2") if entry.kind == "admin1_or_admin2" else (entry.kind,)
        for word in entry.after:
            after.setdefault(fold(word), set()).update(kinds)
        for word in entry.before:
            before.setdefault(fold(word), set()).update(kinds)
    return Designators(
        after={w: frozenset(k) for w, k in after.items()},
        before={w: frozenset(k) for w, k in before.items()},
        drop_after=tuple(sorted(found.shown_without.after, key=len, reverse=True)),
        drop_before=tuple(sorted(found.shown_without.before, key=len, reverse=True)),
    )


@cache
def demonyms() -> dict[str, str]:
    """Country codes by folded demonym; one that several countries share goes to the first listed."""
    found: dict[str, str] = {}
    for row in load_rows("gazetteer/countries.csv", _Country):
        for name in filter(None, row.demonyms.split(";")):
            found.setdefault(fold(name), row.code)
    return found


@cache
def demonym_heads() -> frozenset[str]:
    """First words of demonyms."""
    return frozenset(name.split()[0] for name in demonyms())


@cache
def only_after_comma() -> frozenset[str]:
    """Spellings that are a place only behind another place and a comma ("Boston, MA")."""
    return frozenset(row.alias for row in load_rows("gazetteer/aliases.csv", _Alias) if row.when == "after_comma")


@cache
def dotted_aliases() -> frozenset[str]:
    """Abbreviations that end in a full stop ("Okla.", "W.Va."), in small letters."""
    return frozenset(
        row.alias.casefold() for row in load_rows("gazetteer/aliases.csv", _Alias) if row.alias.endswith(".")
    )


@cache
def calendar_words() -> frozenset[str]:
    """Names of months and weekdays, folded: they end a run of capitals without being part of the name."""
    return frozenset(fold(name) for name in (*month_numbers(), *weekday_numbers()))
