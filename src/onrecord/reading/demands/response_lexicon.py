"""What is done about acts and demands, and the words that decide whether it was done, from ``responses.toml``."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import msgspec

from onrecord.reading.demands.rules import Book, Rule, RuleEntry, compile_rules, make_book
from onrecord.reading.demands.wordings import Words
from onrecord.vocab import load

__all__ = ["Outcome", "outcome", "response_book", "response_rules", "suspects"]


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words around a deed that decide whether it was done, and by whom."""

    possible: Words
    future: Words
    conditional: Words
    planning: Words
    carrying: Words
    negating: Words
    lacking: Words
    inflicting: Words
    counting: Words
    dissent: Words
    answering: Words
    saying_no: Words
    staying: Words
    granting: Words
    pleaded: Words
    accusing: Words
    refusing: Words
    sending: Words
    quarters: Words
    dummies: Words
    officials: Words
    civic: Words
    civic_words: Words
    crimes: Words
    tying: Words
    pointing: Words
    convicting: Words
    offences: Words
    joining: Words
    charges: Words
    statutory: Words
    events: Words
    mild_events: Words


class _Responses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    around: Outcome
    classes: dict[str, tuple[str, ...]]
    response: tuple[RuleEntry, ...]


@cache
def _responses() -> _Responses:
    found: _Responses = load("responses.toml", _Responses)
    return found


def outcome() -> Outcome:
    return _responses().around


def suspects() -> Words:
    """Words for people held for a crime."""
    return frozenset(_responses().classes["suspect"]) | frozenset(_responses().classes["crime"])


@cache
def response_book() -> Book:
    """The rules of responses in the order of the file, indexed once a process.

    Raises:
        VocabularyError: for an unknown type or class.
    """
    file = _responses()
    return make_book(compile_rules(file.response, file.classes, "responses.toml"))


@cache
def response_rules() -> Mapping[str, Rule]:
    """For each type of response its first rule, of whose words nothing is wanted: who may do such a thing, and to what."""
    found: dict[str, Rule] = {}
    for rule in response_book().rules:
        plain = msgspec.structs.replace(rule, with_=frozenset(), unless=())
        found.setdefault(rule.type, plain)
    return MappingProxyType(found)
