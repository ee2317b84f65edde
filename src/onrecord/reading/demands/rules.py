"""Rules of what somebody does, as ``responses.toml`` and ``restrictions.toml`` write them, compiled and indexed by their words."""

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from onrecord.model import VocabularyError
from onrecord.reading.demands.wordings import Words, compile_line
from onrecord.vocab import claim_types

__all__ = ["Book", "Rule", "RuleEntry", "compile_rules", "make_book"]

By = Literal["authority", "accused", "anyone", "unsaid"]
Steps = tuple[Words | None, ...]
"""A line of a rule: a step is a set of words, ``None`` a gap."""


class RuleEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as the file has it."""

    type: str
    by: By
    verbs: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    with_: tuple[str, ...] = msgspec.field(default=(), name="with")
    unless: tuple[str, ...] = ()
    not_object: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()


class Rule(msgspec.Struct, frozen=True):
    """Words of one type of response or restriction: lines of verbs and of phrases, each with its steps."""

    type: str
    by: By
    verbs: tuple[tuple[str, Steps], ...]
    phrases: tuple[tuple[str, Steps], ...]
    with_: Words
    unless: tuple[re.Pattern[str], ...]
    not_object: Words
    not_by: Words


class Book(msgspec.Struct, frozen=True):
    """Rules with an index: from a word to the lines that can begin with it, as (number of the rule, kind, line, steps)."""

    rules: tuple[Rule, ...]
    by_word: dict[str, tuple[tuple[int, str, str, Steps], ...]]


def compile_rules(entries: Sequence[RuleEntry], lists: dict[str, tuple[str, ...]], name: str) -> tuple[Rule, ...]:
    """The rules of a vocabulary file compiled.

    Raises:
        VocabularyError: for an unknown type or class.
    """
    classes = {key: frozenset(words) for key, words in lists.items()}
    found = []
    for rule in entries:
        if rule.type not in claim_types():
            raise VocabularyError(f"vocabulary file {name}: {rule.type!r} is no type of the vocabulary")
        found.append(
            Rule(
                rule.type,
                rule.by,
                tuple((line, _steps(line, classes, name)) for line in rule.verbs),
                tuple((line, _steps(line, classes, name)) for line in rule.phrases),
                frozenset(rule.with_),
                tuple(compile_line(line) for line in rule.unless),
                frozenset(rule.not_object),
                frozenset(rule.not_by),
            )
        )
    return tuple(found)


def _steps(line: str, classes: dict[str, Words], name: str) -> Steps:
    steps: list[Words | None] = []
    for word in line.split():
        if word == "~":
            steps.append(None)
            continue
        found: set[str] = set()
        for option in word.split("|"):
            if option.startswith("@"):
                if option[1:] not in classes:
                    raise VocabularyError(f"vocabulary file {name}: no class {option!r} (in {line!r})")
                found |= classes[option[1:]]
            else:
                found.add(option)
        steps.append(frozenset(found))
    return tuple(steps)


def make_book(listed: tuple[Rule, ...]) -> Book:
    """The rules with their index."""
    index: dict[str, list[tuple[int, str, str, Steps]]] = {}
    for number, rule in enumerate(listed):
        for kind, lines in (("verb", rule.verbs), ("phrase", rule.phrases)):
            for source, steps in lines:
                for word in sorted(steps[0] or ()):
                    index.setdefault(word, []).append((number, kind, source, steps))
    return Book(listed, {word: tuple(lines) for word, lines in index.items()})
