"""The word lists of ``vocab/data/roles.toml``: what decides who acts, who suffers and how surely."""

from functools import cache

import msgspec

from onrecord.model.claim import Responsibility
from onrecord.vocab import load

__all__ = ["Cue", "RoleWords", "words"]

Words = frozenset[str]


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lemmas that tell how surely somebody is held to have done it. ``place`` is where the doer stands to them."""

    responsibility: Responsibility
    place: str
    lemmas: Words


class RoleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    aiming: Words
    aiming_verbs: Words
    charging: Words
    doing: Words
    suffered: Words
    blaming: Words
    holding: Words
    links: Words
    partaking: Words
    laying: Words
    shares: Words
    works: Words
    causes: Words
    quantities: Words
    inner_objects: Words
    time_nouns: Words
    cue: tuple[Cue, ...]


@cache
def words() -> RoleWords:
    found: RoleWords = load("roles.toml", RoleWords)
    return found
