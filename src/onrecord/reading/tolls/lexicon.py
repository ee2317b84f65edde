"""The words that tell of harm to people, compiled from ``vocab/data/effects.toml``."""

from functools import cache

import msgspec

from onrecord.model import Effect
from onrecord.vocab import load

__all__ = ["Harm", "Lexicon", "lexicon", "toll_stems"]


class _Effect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Effect
    verbs: tuple[str, ...] = ()
    happens: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    counted_nouns: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    loses: tuple[tuple[str, str], ...] = ()
    undergoes: tuple[tuple[str, str], ...] = ()
    with_: tuple[str, ...] = msgspec.field(default=(), name="with")
    particle: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    stems: tuple[str, ...]
    nobody: frozenset[str]
    part: frozenset[str]
    unreal_verbs: frozenset[str]
    unreal_aux: frozenset[str]
    unreal_marks: frozenset[str]
    things: frozenset[str]
    self_: frozenset[str] = msgspec.field(name="self")
    members: frozenset[str]
    body_parts: frozenset[str]
    running: frozenset[str]
    running_of: dict[str, Effect]
    nil: dict[str, tuple[Effect, ...]]
    among: dict[str, Effect]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    effect: tuple[_Effect, ...]
    words: _Words


class Harm(msgspec.Struct, frozen=True):
    """One sense of a trigger word. ``frame`` says where those harmed stand."""

    effect: Effect
    frame: str
    with_: frozenset[str] = frozenset()
    particle: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    object: str | None = None


class Lexicon(msgspec.Struct, frozen=True):
    """``by_lemma`` gives the senses of a verb, noun or state in the order of the file; ``words`` the helper lists."""

    by_lemma: dict[str, tuple[Harm, ...]]
    words: _Words


@cache
def lexicon() -> Lexicon:
    """The compiled lexicon, once a process."""
    file: _File = load("effects.toml", _File)
    found: dict[str, list[Harm]] = {}
    for e in file.effect:
        for verb in e.verbs:
            harm = Harm(e.name, "verb", frozenset(e.with_), frozenset(e.particle), frozenset(e.unless))
            found.setdefault(verb, []).append(harm)
        for frame, words in (
            ("happens", e.happens),
            ("noun", e.nouns),
            ("counted", e.counted_nouns),
            ("state", e.states),
        ):
            for word in words:
                found.setdefault(word, []).append(Harm(e.name, frame))
        for frame, pairs in (("loses", e.loses), ("undergoes", e.undergoes)):
            for verb, thing in pairs:
                found.setdefault(verb, []).append(Harm(e.name, frame, object=thing))
    return Lexicon({k: tuple(v) for k, v in found.items()}, file.words)


@cache
def toll_stems() -> tuple[str, ...]:
    """Beginnings of words, lower case: a sentence without any of them tells no toll."""
    words = lexicon().words
    # particles and light verbs of "loses" frames stand everywhere; the thing lost is what to look for
    found = {harm.object or lemma for lemma, senses in lexicon().by_lemma.items() for harm in senses}
    found |= set(words.nil) | set(words.running) & {"toll"} | set(words.running_of)
    return tuple(sorted({w[:-1] if len(w) > 4 and w[-1] in "ey" else w for w in found} | set(words.stems)))
