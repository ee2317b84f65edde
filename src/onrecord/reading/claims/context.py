"""The words around a trigger that decide what is made of it, read from ``claims.toml``."""

from functools import cache

import msgspec

from onrecord.vocab import load

__all__ = ["Context", "context"]

Words = frozenset[str]


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Word lists by what they do; see the comments of the file."""

    reacting: Words
    reacting_nouns: Words
    presupposing: Words
    decreeing: Words
    undergoing: Words
    culprits: Words
    harmed: Words
    undergone: Words
    pointing: Words
    including: Words
    naming: Words
    suffering: Words
    bands: Words
    following: Words
    orders: Words
    told_before: Words
    bounding: Words
    asking: Words
    alleging: Words
    hearsay: Words
    refuting: Words
    affirming: Words
    fearing: Words
    endangered: Words
    threatening: Words
    planning: Words
    announcing: Words
    future: Words
    possible: Words
    conditional: Words
    denying: Words
    negating: Words
    attempted: Words
    seizing: Words
    transparent: Words
    anybody: Words
    armed_people: Words
    definite: Words
    fresh: Words
    ordinals: dict[str, int]
    apart: Words
    plural_counts: dict[str, int]
    pairs: Words
    countrywide: tuple[str, ...]
    far_reaching: tuple[str, ...]
    laws: Words
    faceless: Words
    mute: Words
    papers: Words
    accounts: Words
    stamps: Words
    deadlines: Words
    ending: Words
    origins: Words
    themselves: Words
    afterwards: Words
    polls: Words
    meanwhile: Words
    alike: Words
    gathering: Words
    mobs: Words
    takers: Words
    engines: Words
    protests: Words
    crowds: Words
    harming: Words
    giving: Words
    carrying: Words
    taking: Words
    going_on: Words
    aiming: Words
    grounds: Words
    clinics: tuple[str, ...]
    happening: Words
    blows: Words
    striking: Words
    victims_counted: Words
    mass: Words
    sited: Words
    series: Words
    habitual: Words
    claiming: tuple[str, ...]
    disclaiming: tuple[str, ...]
    correcting: tuple[str, ...]
    nobody: tuple[str, ...]
    gunmen: Words
    accident: Words
    murder: Words
    civic: Words
    figurative: Words
    spoken: Words
    bodily: Words
    mishap: Words
    works: Words
    off: Words
    hostile: Words
    subject: Words
    domain: dict[str, Words]


@cache
def context() -> Context:
    """The lists; read once a process."""
    found: Context = load("claims.toml", Context)
    return found
