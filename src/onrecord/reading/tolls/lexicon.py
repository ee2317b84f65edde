"""The words that tell of harm to people, compiled from ``vocab/data/effects.toml``."""

from functools import cache

import msgspec

from onrecord.model import Effect
from onrecord.vocab import load

__all__ = ["Harm", "Lexicon", "lexicon", "toll_stems"]

Words = frozenset[str]


class _Effect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Effect
    verbs: tuple[str, ...] = ()
    happens: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    counted_nouns: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    loses: tuple[tuple[str, str], ...] = ()
    undergoes: tuple[tuple[str, str], ...] = ()
    takes: tuple[tuple[str, str], ...] = ()
    bears: tuple[str, ...] = ()
    lies_in: tuple[str, ...] = ()
    with_: tuple[str, ...] = msgspec.field(default=(), name="with")
    particle: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    stems: tuple[str, ...]
    nobody: Words
    not_: Words = msgspec.field(name="not")
    part: Words
    averting: Words
    unreal_verbs: Words
    unreal_aux: Words
    unreal_marks: Words
    unreal_modifiers: Words
    things: Words
    self_: Words = msgspec.field(name="self")
    one: Words
    several: Words
    pronouns: Words
    male: Words
    female: Words
    general: Words
    general_plural: Words
    kin: Words
    same_kin: tuple[Words, ...]
    young: Words
    young_plural: Words
    grown: Words
    other: Words
    calls: Words
    suspects: Words
    organised: Words
    inanimate_endings: tuple[str, ...]
    person_endings: tuple[str, ...]
    degree: Words
    collectives: dict[str, int]
    multiples: dict[str, int]
    vague: Words
    partitive: Words
    hits: Words
    fatal: Words
    finding: Words
    naming: Words
    lying: Words
    spans: Words
    becoming: Words
    running: Words
    running_of: dict[str, Effect]
    running_set: Words
    nil: dict[str, tuple[Effect, ...]]
    nil_unless: Words
    among: dict[str, Effect]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    effect: tuple[_Effect, ...]
    words: _Words


class Harm(msgspec.Struct, frozen=True):
    """One sense of a trigger word. ``frame`` says where those harmed stand.

    ``verb``: its object; ``happens``: its subject; ``fails``: the subject of what did not happen ("did not survive");
    ``noun``: what it is of; ``counted``: the number of itself; ``state``: what it is said of; ``loses``: the subject of
    a verb with ``object``; ``undergoes``: the object of such a verb; ``takes``: whose ``object`` it is ("claimed the
    lives of"); ``bears``: who has it ("with a wound"); ``lies_in``: who is there ("in hospital").
    """

    effect: Effect
    frame: str
    with_: Words = frozenset()
    particle: Words = frozenset()
    unless: Words = frozenset()
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
        narrow = (frozenset(e.with_), frozenset(e.particle), frozenset(e.unless))
        for frame, pairs in (("takes", e.takes), ("loses", e.loses), ("undergoes", e.undergoes)):
            for verb, thing in pairs:
                found.setdefault(verb, []).append(Harm(e.name, frame, *narrow, object=thing))
        for frame, words in (
            ("verb", e.verbs),
            ("happens", e.happens),
            ("fails", e.fails),
            ("noun", e.nouns),
            ("bears", e.bears),
            ("lies_in", e.lies_in),
        ):
            for word in words:
                found.setdefault(word, []).append(Harm(e.name, frame, *narrow))
        for word in e.counted_nouns:
            found.setdefault(word, []).append(Harm(e.name, "counted", *narrow))
        for word in e.states:
            found.setdefault(word, []).append(Harm(e.name, "state"))
    return Lexicon({k: tuple(v) for k, v in found.items()}, file.words)


@cache
def toll_stems() -> tuple[str, ...]:
    """Beginnings of words, lower case: a sentence without any of them tells no toll."""
    words = lexicon().words
    # light verbs stand everywhere; the thing lost or undergone is what to look for
    found = {harm.object or lemma for lemma, senses in lexicon().by_lemma.items() for harm in senses}
    found |= set(words.nil) | set(words.running_of) | {"toll"}
    found = {w for w in found if len(w) > 3 or w in ("nab", "gun", "die")}
    return tuple(sorted({w[:-1] if len(w) > 4 and w[-1] in "ey" else w for w in found} | set(words.stems)))
