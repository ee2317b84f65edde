"""Linking's vocabulary: which types can be one event, how much each agreement weighs, which words are common.

The weights come from ``training/linking/estimate.py``; every table names its source in the manifest.
"""

import math
from functools import cache

import msgspec

from onrecord.vocab import load

__all__ = ["Compat", "Settings", "Weights", "common_words", "compat", "settings", "weights"]


class _Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    a: tuple[str, ...]
    b: tuple[str, ...]


class Compat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``family``: types that are compared at all. ``kin``: accounts of one act under two codes. ``generic``: codes that
    tell no means. ``answers``: response types that do what a demand type asks. ``about``: types that a demand or
    response without a stated subject may mean. ``admits``: types by which the
    responsible party itself confirms.
    """

    family: dict[str, tuple[str, ...]]
    kin: tuple[_Pair, ...]
    generic: tuple[str, ...]
    answers: dict[str, tuple[str, ...]]
    about: dict[str, tuple[str, ...]]
    admits: tuple[str, ...]
    place_words: tuple[str, ...]
    received_words: tuple[str, ...]
    newest_words: tuple[str, ...]
    added_words: tuple[str, ...]
    some_of: tuple[str, ...]
    going_on: frozenset[str]
    count_places: tuple[str, ...]
    responsibility_words: tuple[str, ...]
    specifics: tuple[tuple[str, ...], ...]
    office_titles: tuple[str, ...]
    medium_words: tuple[str, ...]
    road_words: tuple[str, ...]
    number_words: dict[str, int]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers that are choices rather than estimates; bits are log2 of a likelihood ratio."""

    prior: float
    within_prior: float
    rows_prior: float
    same_document: float
    apart: float
    contradiction: float
    floor: float
    join: float
    within_join: float
    veto: float
    missing: float
    cap: int
    dense: int
    most: int
    copy_similarity: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bits of each level of each comparison, across documents and within one."""

    settings: Settings
    across: dict[str, dict[str, float]]
    within: dict[str, dict[str, float]]
    rows: dict[str, dict[str, float]]


class _Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bits: float
    words: str


class _Common(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rarest: float
    level: tuple[_Level, ...]


@cache
def compat() -> Compat:
    value: Compat = load("linking_compat.toml", Compat)
    return value


@cache
def weights() -> Weights:
    value: Weights = load("linking_weights.toml", Weights)
    return value


def settings() -> Settings:
    return weights().settings


@cache
def common_words() -> tuple[dict[str, float], float]:
    """Bits of surprise (minus log2 of the share of reports) of known words, and of a word that is not listed."""
    table: _Common = load("linking_words.toml", _Common)
    known = {word: level.bits for level in table.level for word in level.words.split()}
    if not math.isfinite(table.rarest):
        raise ValueError("rarest must be finite")
    return known, table.rarest
