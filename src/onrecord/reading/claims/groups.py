"""The armed groups that a report names, and which of them "the rebels" of another sentence means."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from onrecord.model import Actor
from onrecord.reading.actors import categorise, named_groups
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.nlp import Entity, ParsedSentence

__all__ = ["Naming", "groups_of", "with_group"]

_ARMED = ("armed_group", "gang")


class Naming(msgspec.Struct, frozen=True):
    """A group's name where it stands; ``group`` is the same number for all names of one group."""

    start: int
    name: str
    group: int


def groups_of(analysis: Analysis) -> tuple[Naming, ...]:
    """Every mention of a named armed group, in text order; "Front (PLF)" and "PLF" are one group."""
    found: dict[int, tuple[int, str]] = {}
    for sentence in analysis.sentences:
        if not sentence.parsed:
            continue
        for entity in sentence.entities:
            name = " ".join(t.text for t in sentence.tokens[entity.first : entity.last])
            if entity.label == "ORG" and (categorise((), name) in _ARMED or _of_fighters(sentence, entity)):
                found[entity.start] = (entity.end, name)
        text = analysis.text[sentence.start : sentence.end]
        for start, end in named_groups(text):
            at = sentence.start + start
            if not any(a <= at < b for a, (b, _) in found.items()):
                found[at] = (sentence.start + end, text[start:end])
    numbers: dict[str, int] = {}
    told: list[Naming] = []
    before = -1
    for start, (end, name) in sorted(found.items()):
        key = name.casefold()
        beside = before >= 0 and len(analysis.text[before:start].strip(" ,([-–\"“'’s")) == 0
        number = numbers.setdefault(key, told[-1].group if beside else len(numbers))
        told.append(Naming(start, name, number))
        before = end
    return tuple(told)


def _of_fighters(sentence: ParsedSentence, entity: Entity) -> bool:
    """ "Guerrillas of the Dawn Brigade": what armed people are of is a group, whatever it is called."""
    head = next(
        (t.head for t in sentence.tokens[entity.first : entity.last] if not entity.first <= t.head < entity.last), -1
    )
    return head >= 0 and sentence.tokens[head].text.lower() in context().armed_people


def with_group(actor: Actor, groups: Sequence[Naming]) -> Actor:
    """The actor with the name of the group that a bare "the guerrillas" points back to, where only one can be meant.

    A definite phrase means the group named last before it; a bare plural means a group only where the report names no other.
    """
    if actor.role != "perpetrator" or actor.name or actor.category != "armed_group" or not groups:
        return actor
    words = actor.exact.lower().split()
    if words[-1] not in context().armed_people:
        return actor
    before = [g for g in groups if g.start < actor.start]
    if len({g.group for g in groups}) == 1:
        chosen = groups[0]
    elif before and words[0] in context().definite:
        chosen = before[-1]
    else:
        return actor
    first = next(g for g in groups if g.group == chosen.group)
    return replace(actor, name=first.name)
