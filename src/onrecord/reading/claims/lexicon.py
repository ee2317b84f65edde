"""The trigger lexicon: words that tell of an incident, with the conditions under which they do.

Shape of the data: ``vocab/data/incidents.toml``. Patterns are lines of lemmas, compiled once a process.
"""

import re
from functools import cache

import msgspec

from onrecord.model import VocabularyError
from onrecord.reading.actors import people_nouns
from onrecord.vocab import claim_types, load

__all__ = ["Condition", "Entry", "Lexicon", "Pattern", "compile_steps", "lexicon"]

GAP = 7
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
Words = frozenset[str]


class _Trigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: str
    rank: int = 3
    prior: int = 0
    effect: str | None = None
    means: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    weak: bool = False
    weak_nouns: tuple[str, ...] = ()
    weak_verbs: tuple[str, ...] = ()
    either: bool = False
    strict: bool = False
    plural: bool = True
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    with_: tuple[str, ...] = msgspec.field(default=(), name="with")
    governed_by: tuple[str, ...] = ()
    not_governed_by: tuple[str, ...] = ()
    firm_governed_by: tuple[str, ...] = ()
    firm_of: tuple[str, ...] = ()
    firm_with: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    not_subject: tuple[str, ...] = ()
    not_object: tuple[str, ...] = ()
    not_of: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    trigger: tuple[_Trigger, ...]
    classes: dict[str, tuple[str, ...]] = {}


class Condition(msgspec.Struct, frozen=True):
    """Words wanted (or refused) in one relation. PERSON and PLACE stand for names of people and places."""

    relation: str
    words: Words
    wanted: bool


class Entry(msgspec.Struct, frozen=True):
    """One group of triggers with a common sense."""

    index: int
    type: str
    rank: int
    prior: int
    effect: str | None
    means: tuple[str, ...]
    either: bool
    strict: bool
    plural: bool
    conditions: tuple[Condition, ...]
    firm: tuple[Condition, ...] = ()


class Pattern(msgspec.Struct, frozen=True):
    """A compiled line. A step is a set of words, ``None`` a gap, an empty set any one word."""

    source: str
    kind: str
    steps: tuple[Words | None, ...]
    entry: Entry
    weak: bool


class Lexicon(msgspec.Struct, frozen=True):
    """``by_word`` finds the patterns whose first step holds a lemma."""

    by_word: dict[str, tuple[Pattern, ...]]
    classes: dict[str, Words]
    entries: tuple[Entry, ...]

    def words(self) -> frozenset[str]:
        """Every word that can begin a pattern."""
        return frozenset(self.by_word)


_RELATIONS = ("subject", "object", "of", "before", "after", "governed_by")


def _expand(items: tuple[str, ...], classes: dict[str, Words], where: str) -> Words:
    words: set[str] = set()
    for item in items:
        if item.startswith("@"):
            if item[1:] not in classes:
                raise VocabularyError(f"{where}: no class {item!r}")
            words |= classes[item[1:]]
        else:
            words.add(item)
    return frozenset(words)


def _conditions(trigger: _Trigger, classes: dict[str, Words], where: str) -> tuple[Condition, ...]:
    found = []
    for relation in _RELATIONS:
        for name, wanted in ((relation, True), (f"not_{relation}", False)):
            items: tuple[str, ...] = getattr(trigger, name, ())
            if items:
                found.append(Condition(relation, _expand(items, classes, where), wanted))
    if trigger.with_:
        found.append(Condition("with", _expand(trigger.with_, classes, where), True))
    if trigger.unless:
        found.append(Condition("with", _expand(trigger.unless, classes, where), False))
    return tuple(found)


def _firm(trigger: _Trigger, classes: dict[str, Words], where: str) -> tuple[Condition, ...]:
    listed = (("governed_by", trigger.firm_governed_by), ("of", trigger.firm_of), ("with", trigger.firm_with))
    return tuple(Condition(relation, _expand(items, classes, where), True) for relation, items in listed if items)


def _parts(line: str) -> list[str]:
    # the parser splits at hyphens; alternatives keep theirs, for a hyphenated word is also known as a whole
    return [part for word in line.split() for part in (_HYPHEN.sub(" - ", word).split() if "|" not in word else [word])]


def compile_steps(line: str, classes: dict[str, Words], where: str) -> tuple[Words | None, ...]:
    """A pattern line as steps: a set of words, ``None`` for a gap, an empty set for any one word."""
    steps: list[Words | None] = []
    for word in _parts(line):
        if word == "~":
            steps.append(None)
        elif word == "*":
            steps.append(frozenset())
        else:
            steps.append(_expand(tuple(word.split("|")), classes, where))
    if not steps or not steps[0]:
        raise VocabularyError(f"{where}: pattern {line!r} must begin with a word")
    return tuple(steps)


def _compile(trigger: _Trigger, index: int, classes: dict[str, Words], where: str) -> list[Pattern]:
    if trigger.type not in claim_types():
        raise VocabularyError(f"{where}: {trigger.type!r} is no type of the vocabulary")
    entry = Entry(
        index=index,
        type=trigger.type,
        rank=trigger.rank,
        prior=trigger.prior,
        effect=trigger.effect,
        means=trigger.means,
        either=trigger.either,
        strict=trigger.strict,
        plural=trigger.plural,
        conditions=_conditions(trigger, classes, where),
        firm=_firm(trigger, classes, where),
    )
    weak = {*trigger.weak_nouns, *trigger.weak_verbs}
    found = []
    for kind, lines in (("verb", trigger.verbs), ("noun", trigger.nouns), ("phrase", trigger.phrases)):
        for line in lines:
            steps = compile_steps(line, classes, where)
            found.append(Pattern(line, kind, steps, entry, trigger.weak or line in weak))
    return found


_FILES = ("incidents.toml", "civic.toml")


@cache
def lexicon() -> Lexicon:
    """The compiled lexicon; read once a process.

    Raises:
        VocabularyError: for a broken file, an unknown type or an unknown class.
    """
    files = [(name, load(name, _File)) for name in _FILES]
    lists = {name: items for _, file in files for name, items in file.classes.items()}
    classes = {name: frozenset(items) for name, items in lists.items()}
    classes["person"] |= people_nouns(classes["people"])
    patterns: list[Pattern] = []
    for name, file in files:
        for trigger in file.trigger:
            patterns += _compile(trigger, len({p.entry.index for p in patterns}), classes, f"vocabulary file {name}")
    by_word: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for word in sorted(pattern.steps[0] or ()):
            by_word.setdefault(word, []).append(pattern)
    entries = {p.entry.index: p.entry for p in patterns}
    return Lexicon({w: tuple(ps) for w, ps in by_word.items()}, classes, tuple(entries.values()))
