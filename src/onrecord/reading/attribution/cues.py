"""The lexicon of cues: which words report, and where their content stands."""

from functools import cache
from typing import Literal

import msgspec

from onrecord.vocab import load

__all__ = ["STANCES", "Cues", "Stance", "Verb", "cues"]

Stance = Literal["report", "allege", "deny", "confirm", "demand", "condemn", "fear", "plan", "believe"]
STANCES: tuple[Stance, ...] = ("report", "allege", "deny", "confirm", "demand", "condemn", "fear", "plan", "believe")


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    clause: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    infinitive: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    media_of: frozenset[str]
    platforms: frozenset[str]
    spokespeople: frozenset[str]
    pronouns_one: frozenset[str]
    pronouns_many: frozenset[str]
    relative: frozenset[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    report: _Group
    allege: _Group
    deny: _Group
    confirm: _Group
    demand: _Group
    condemn: _Group
    fear: _Group
    plan: _Group
    believe: _Group
    words: _Words


class Verb(msgspec.Struct, frozen=True):
    """What a cue verb may govern; ``particles`` are the prepositions of its object ("call for", "appeal to")."""

    stance: Stance
    clause: bool = False
    object: bool = False
    infinitive: bool = False
    particles: frozenset[str] = frozenset()


class Cues(msgspec.Struct, frozen=True):
    verbs: dict[str, Verb]
    nouns: dict[str, Stance]
    words: _Words


@cache
def cues() -> Cues:
    """The compiled lexicon, once a process. A verb under two stances keeps the more special one, the later."""
    file: _File = load("attribution.toml", _File)
    stance_of: dict[str, Stance] = {}
    forms: dict[str, set[str]] = {}
    particles: dict[str, set[str]] = {}
    nouns: dict[str, Stance] = {}
    for stance in STANCES:
        group: _Group = getattr(file, stance)
        for form in ("clause", "object", "infinitive"):
            for words in getattr(group, form):
                verb, _, particle = words.partition(" ")
                if particle:
                    particles.setdefault(verb, set()).add(particle)
                else:
                    forms.setdefault(verb, set()).add(form)
                if stance not in ("believe", "plan") or verb not in stance_of:
                    stance_of[verb] = stance
        nouns.update(dict.fromkeys(group.nouns, stance))
    verbs = {
        verb: Verb(
            stance_of[verb],
            *(f in forms.get(verb, ()) for f in ("clause", "object", "infinitive")),
            particles=frozenset(particles.get(verb, ())),
        )  # fmt: skip
        for verb in stance_of
    }
    return Cues(verbs, nouns, file.words)
