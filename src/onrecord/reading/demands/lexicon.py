"""The words that ask and what can be asked, from ``demands.toml``."""

from functools import cache

import msgspec

from onrecord.model import VocabularyError
from onrecord.reading.demands.wordings import Wording, Words, wording
from onrecord.vocab import claim_types, load

__all__ = [
    "Asking",
    "Demanders",
    "Due",
    "Kind",
    "Parties",
    "Things",
    "asked_acts",
    "asking",
    "asking_words",
    "demanders",
    "due",
    "kinds",
    "parties",
    "restricted",
    "things",
]


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


class Kind(msgspec.Struct, frozen=True):
    """A type of demand with the wordings that tell it."""

    code: str
    wordings: tuple[Wording, ...]


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
        found.append(Kind(kind.code, tuple(wording(line, _demands().classes) for line in kind.lines)))
    return tuple(found)


def asked_acts() -> Words:
    """Base forms with which a sentence can begin that asks for something: "Free our brothers"."""
    return things().acts


@cache
def asking_words() -> Words:
    """Lemmas that ask for something, but for those that are too common to be looked for."""
    words = asking()
    needed = due().deserving | due().belonging | (due().verbs - {"have"})
    return (words.verbs - words.common) | words.nouns | words.past | due().modals | needed
