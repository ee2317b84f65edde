"""The words that ask, what can be asked, and what is done about it, from ``demands.toml`` and ``responses.toml``."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Literal

import msgspec

from onrecord.model import VocabularyError
from onrecord.vocab import claim_types, load

__all__ = [
    "Asking",
    "Book",
    "Demanders",
    "Due",
    "Kind",
    "Outcome",
    "Parties",
    "Rule",
    "RuleEntry",
    "Things",
    "Wording",
    "asked_acts",
    "asking",
    "asking_words",
    "compile_line",
    "compile_rules",
    "demanders",
    "due",
    "kinds",
    "make_book",
    "outcome",
    "parties",
    "response_book",
    "response_rules",
    "restricted",
    "rules",
    "suspects",
    "things",
]

Words = frozenset[str]
By = Literal["authority", "accused", "anyone", "unsaid"]
_WORD = r"[\w’'-]+"
_GAP = rf"(?:\W+{_WORD}){{0,6}}?"


class Asking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs and nouns that ask, by what may follow them; see the comments of the file."""

    person: Words
    clause: Words
    thing: Words
    for_: Words = msgspec.field(name="for")
    on: Words
    to: Words
    with_: Words = msgspec.field(name="with")
    upon: Words
    done: Words
    giving: Words
    terms: Words
    warning: Words
    wishes: Words
    needs: Words
    stressing: Words
    pressing: Words
    common: Words
    weak: Words
    classed: Words
    pressed: Words
    orders: Words
    nouns: Words
    past: Words
    refusable: Words
    weak_nouns: Words
    making: Words
    opining: Words
    refusing: Words
    adverbs: Words
    settings: Words
    wh: Words

    @property
    def verbs(self) -> Words:
        found = self.person | self.clause | self.thing | self.for_ | self.on | self.to
        return found | self.with_ | self.upon | self.done | self.giving | self.warning | self.wishes


class Due(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    modals: Words
    verbs: Words
    impersonal: Words
    deserving: Words
    belonging: Words
    conditions: Words
    needing: Words


class Demanders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    firm: Words
    words: Words
    never: Words
    audience: Words
    duty_bearers: Words
    no_office: Words
    of_anybody: Words
    once: Words
    one_wish: Words
    watching: Words


class Parties(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the names and titles of those who speak; see the comments of the file."""

    one: Words
    many: Words
    ourselves: Words
    indefinite: Words
    times: Words
    telling: Words
    voices: Words
    bodies: Words
    plain: Words
    loose: dict[str, str]
    armed: dict[str, Words]
    chapters: Words
    offices: Words
    responders: Words
    private: Words


class Things(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    acts: Words
    goods: Words
    idle: tuple[str, ...]
    ends: Words
    last: Words
    list_heads: Words
    become: Words
    lifting: Words
    measures: Words


class _Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    lines: tuple[str, ...]


class _Demands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    asking: Asking
    due: Due
    demanders: Demanders
    parties: Parties
    things: Things
    restricted: dict[str, tuple[str, ...]]
    classes: dict[str, tuple[str, ...]]
    type: tuple[_Kind, ...]


class Wording(msgspec.Struct, frozen=True):
    """A line compiled. ``begins`` are the words of which one must stand in the text; ``length`` counts its words."""

    line: str
    pattern: re.Pattern[str]
    begins: tuple[str, ...]
    length: int


class Kind(msgspec.Struct, frozen=True):
    """A type of demand with the wordings that tell it."""

    code: str
    wordings: tuple[Wording, ...]


class RuleEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: str
    by: By
    verbs: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    with_: tuple[str, ...] = msgspec.field(default=(), name="with")
    unless: tuple[str, ...] = ()
    not_object: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()


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


class Rule(msgspec.Struct, frozen=True):
    """Words of one type of response. A step is a set of words, ``None`` a gap."""

    type: str
    by: By
    verbs: tuple[tuple[str, tuple[Words | None, ...]], ...]
    phrases: tuple[tuple[str, tuple[Words | None, ...]], ...]
    with_: Words
    unless: tuple[re.Pattern[str], ...]
    not_object: Words
    not_by: Words


@cache
def _demands() -> _Demands:
    found: _Demands = load("demands.toml", _Demands)
    return found


def asking() -> Asking:
    return _demands().asking


def due() -> Due:
    return _demands().due


def demanders() -> Demanders:
    return _demands().demanders


def parties() -> Parties:
    return _demands().parties


def restricted() -> dict[str, tuple[str, ...]]:
    """Words of what a restriction is on, by its type."""
    return _demands().restricted


def things() -> Things:
    return _demands().things


def compile_line(line: str, classes: Mapping[str, Sequence[str]] = MappingProxyType({})) -> re.Pattern[str]:
    """A line of words as a pattern over lower-case text.

    ``|`` alternatives, ``*`` any ending, ``~`` up to six words, ``_`` joins words, ``^`` the beginning, ``$`` the end.
    """
    parts: list[str] = []
    gap = False
    words = line.split()
    begins = words[0] == "^"
    for word in words[1:] if begins else words:
        if word == "~":
            gap = True
            continue
        options = [o for w in word.split("|") for o in (classes[w[1:]] if w.startswith("@") else (w,))]
        found = "|".join(_option(w) for w in options if w != "$")
        before = (_GAP + r"\W+" if gap else r"\W+") if parts else ""
        parts.append(rf"(?:{before}(?:{found})" + (r"|\W*$)" if "$" in options else ")"))
        gap = False
    return re.compile((r"^\W*" if begins else r"(?<![\w-])") + "".join(parts) + r"(?!\w)")


def _option(word: str) -> str:
    return r"\W+".join(re.escape(w[:-1]) + r"[\w’'-]*" if w.endswith("*") else re.escape(w) for w in word.split("_"))


def _said_as(line: str, classes: Mapping[str, Sequence[str]]) -> "Wording":
    first = line.removeprefix("^ ").split()[0]
    options = [o for w in first.split("|") for o in (classes[w[1:]] if w.startswith("@") else (w,))]
    length = sum(1 for word in line.split() if word not in ("~", "^"))
    return Wording(line, compile_line(line, classes), tuple(o.split("_")[0].rstrip("*") for o in options), length)


@cache
def kinds() -> tuple[Kind, ...]:
    """The types of demands in the order of the file.

    Raises:
        VocabularyError: for a code that the vocabulary does not have.
    """
    found = []
    for kind in _demands().type:
        if kind.code not in claim_types():
            raise VocabularyError(f"vocabulary file demands.toml: {kind.code!r} is no type of the vocabulary")
        found.append(Kind(kind.code, tuple(_said_as(line, _demands().classes) for line in kind.lines)))
    return tuple(found)


def outcome() -> Outcome:
    return _responses().around


@cache
def _responses() -> _Responses:
    found: _Responses = load("responses.toml", _Responses)
    return found


def suspects() -> Words:
    """Words for people held for a crime."""
    return frozenset(_responses().classes["suspect"]) | frozenset(_responses().classes["crime"])


class Book(msgspec.Struct, frozen=True):
    """Rules with an index: from a word to the lines that can begin with it, as (number of the rule, kind, line, steps)."""

    rules: tuple[Rule, ...]
    by_word: dict[str, tuple[tuple[int, str, str, tuple[Words | None, ...]], ...]]


def make_book(listed: tuple[Rule, ...]) -> Book:
    """The rules with their index."""
    index: dict[str, list[tuple[int, str, str, tuple[Words | None, ...]]]] = {}
    for number, rule in enumerate(listed):
        for kind, lines in (("verb", rule.verbs), ("phrase", rule.phrases)):
            for source, steps in lines:
                for word in sorted(steps[0] or ()):
                    index.setdefault(word, []).append((number, kind, source, steps))
    return Book(listed, {word: tuple(lines) for word, lines in index.items()})


@cache
def response_book() -> Book:
    """The rules of responses, indexed once a process."""
    return make_book(rules())


@cache
def response_rules() -> Mapping[str, Rule]:
    """For each type of response its first rule, of whose words nothing is wanted: who may do such a thing, and to what."""
    found: dict[str, Rule] = {}
    for rule in response_book().rules:
        plain = msgspec.structs.replace(rule, with_=frozenset(), unless=())
        found.setdefault(rule.type, plain)
    return MappingProxyType(found)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of responses in the order of the file.

    Raises:
        VocabularyError: for an unknown type or class.
    """
    file = _responses()
    return compile_rules(file.response, file.classes, "responses.toml")


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


def _steps(line: str, classes: dict[str, Words], name: str) -> tuple[Words | None, ...]:
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


def asked_acts() -> Words:
    """Base forms with which a sentence can begin that asks for something: "Free our brothers"."""
    return things().acts


@cache
def asking_words() -> Words:
    """Lemmas that ask for something, but for those that are too common to be looked for."""
    words = asking()
    needed = due().deserving | due().belonging | (due().verbs - {"have"})
    return (words.verbs - words.common) | words.nouns | words.past | due().modals | needed
