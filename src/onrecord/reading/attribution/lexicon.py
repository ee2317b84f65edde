"""Words of saying, believing, judging and wanting, read from ``attribution.toml``."""

from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from onrecord.vocab import load

__all__ = ["Form", "Lexicon", "Sense", "Words", "lexicon"]

Stance = Literal["report", "allege", "deny", "confirm", "demand", "condemn", "fear", "plan", "believe"]
Kind = Literal["said", "judged", "held", "wanted"]
Form = Literal["clause", "object", "infinitive", "with", "nouns", "adjectives"]


class Sense(NamedTuple):
    """What a word tells: the speaker's stance, and whether it tells of words, thoughts or wishes."""

    stance: Stance
    kind: Kind


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    stance: Stance
    kind: Kind
    clause: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    infinitive: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    with_: tuple[str, ...] = msgspec.field(name="with", default=())


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Closed classes; see the comments of the file."""

    unsourced: frozenset[str]
    carrying: frozenset[str]
    light: frozenset[str]
    media: frozenset[str]
    gatherings: frozenset[str]
    platforms: tuple[str, ...]
    platform_verbs: dict[str, str]
    spokespeople: frozenset[str]
    persons: frozenset[str]
    groups: frozenset[str]
    relative: frozenset[str]
    roles: frozenset[str]
    callings: frozenset[str]
    bodies: frozenset[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: tuple[_Group, ...]
    words: Words


class Lexicon:
    """Senses by form and word; of several senses the first in the file counts."""

    def __init__(self, file: _File) -> None:
        self.words = file.words
        self._senses: dict[Form, dict[str, Sense]] = {
            "clause": _table((g, g.clause) for g in file.group),
            "object": _table((g, g.object) for g in file.group),
            "infinitive": _table((g, g.infinitive) for g in file.group),
            "with": _table((g, g.with_) for g in file.group),
            "nouns": _table((g, g.nouns) for g in file.group),
            "adjectives": _table((g, g.adjectives) for g in file.group),
        }

    def sense(self, form: Form, word: str) -> Sense | None:
        return self._senses[form].get(word)


def _table(pairs: Iterable[tuple[_Group, tuple[str, ...]]]) -> dict[str, Sense]:
    found: dict[str, Sense] = {}
    for group, words in pairs:
        for word in words:
            found.setdefault(word, Sense(group.stance, group.kind))
    return found


@cache
def lexicon() -> Lexicon:
    """The lexicon; read once a process."""
    return Lexicon(load("attribution.toml", _File))
