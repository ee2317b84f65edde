"""Who says to have done it, who denies it: claims of responsibility by armed groups and parties."""

from functools import cache
from typing import Literal

import msgspec

from onrecord.reading.claims.context import context
from onrecord.reading.claims.lexicon import Words, compile_steps
from onrecord.reading.claims.triggers import walk
from onrecord.reading.nlp.syntax import Syntax
from onrecord.vocab import load

__all__ = ["Responsible", "deed_nouns", "find_responsibility", "own_people", "refers"]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    deed: tuple[str, ...]
    deed_nouns: Words
    claimed: tuple[str, ...]
    denied: tuple[str, ...]
    nobody: Words
    referring: Words
    own: Words
    people: Words


class Responsible(msgspec.Struct, frozen=True):
    """``party`` is the head token of who claims, denies or is blamed; ``nobody`` says that no one has."""

    kind: Literal["claimed", "denied", "nobody"]
    verb: int
    tokens: tuple[int, ...]
    party: int


Compiled = tuple[tuple[str, tuple[Words | None, ...]], ...]


@cache
def _patterns() -> tuple[Compiled, Words, Words]:
    file: _File = load("responsibility.toml", _File)
    classes = {"deed": frozenset(file.deed)}
    found = []
    for kind, lines in (("denied", file.denied), ("claimed", file.claimed)):
        found += [(kind, compile_steps(line, classes, "responsibility.toml")) for line in lines]
    return tuple(found), file.nobody, file.referring


def own_people(syntax: Syntax, i: int) -> bool:
    """Whether the words mean whoever speaks, or people of theirs ("it", "its fighters", "their men")."""
    if syntax.tokens[i].pos == "PRON":
        return syntax.tokens[i].lemma.lower() in context().themselves
    file: _File = load("responsibility.toml", _File)
    theirs = any(syntax.tokens[c].text.lower() in file.own for c in syntax.dep(i, "nmod:poss"))
    return theirs and syntax.is_one_of(i, file.people)


def deed_nouns() -> Words:
    """The nouns (lemmas) by which a text refers to an act of violence that it has told."""
    file: _File = load("responsibility.toml", _File)
    return file.deed_nouns


def find_responsibility(syntax: Syntax) -> Responsible | None:
    """The first claim or denial of responsibility in the sentence; one of nobody's tells that there is none."""
    patterns, nobody, _ = _patterns()
    for i, token in enumerate(syntax.tokens):
        if token.pos not in ("VERB", "AUX"):
            continue
        for kind, steps in patterns:
            if steps[0] is None or not syntax.is_one_of(i, steps[0]):
                continue
            matched = walk(steps, syntax, i)
            if matched is None:
                continue
            verb = _main_verb(syntax, i)
            subjects = syntax.subjects(verb) or syntax.objects(verb)
            negated = any(syntax.is_one_of(c, nobody) for c in syntax.below[verb])
            above = [s for v in syntax.path(verb)[1:] for s in syntax.dep(v, "nsubj")]
            void = negated or any(_void(syntax, s, nobody) for s in (*subjects, *above))
            if void or not subjects:
                return Responsible("nobody", verb, matched, subjects[0] if subjects else -1)
            return Responsible("claimed" if kind == "claimed" else "denied", verb, matched, subjects[0])
    return None


def _main_verb(syntax: Syntax, i: int) -> int:
    """The word that carries the subject: a copula hangs below its predicate."""
    token = syntax.tokens[i]
    return token.head if token.dep in ("cop", "aux") and token.head >= 0 else i


def _void(syntax: Syntax, i: int, nobody: Words) -> bool:
    return any(syntax.is_one_of(k, nobody) for k in (i, *syntax.below[i]))


def refers(syntax: Syntax, i: int) -> bool:
    """Whether the words only point back to a group named before ("the outfit", "it")."""
    referring = _patterns()[2]
    named = any(syntax.entity.get(k) for k in syntax.subtree(i))
    return not named and syntax.is_one_of(i, referring)
