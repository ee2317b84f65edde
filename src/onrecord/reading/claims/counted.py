"""What the register of an event enters: a toll with who is meant, and what two entries tell of each other."""

from collections.abc import Mapping, Sequence, Set

import msgspec

from onrecord.reading.amounts import ordinal_number
from onrecord.reading.claims.mentions import Mention
from onrecord.reading.parts import TollMention
from onrecord.reading.tolls import Persona, differ, persona_of
from onrecord.reading.tolls.lexicon import lexicon

__all__ = [
    "Entry",
    "Key",
    "counts",
    "entries_of",
    "joined",
    "of_other_kind",
    "ordinal_of",
    "retold",
    "side_by_side",
    "told_twice",
    "twins",
    "vague",
    "whom",
]

Key = tuple[int, int]
"""A toll's place: the number of its mention, its number within."""


_SEVERAL = 2
_GROWN = 18


class Entry(msgspec.Struct):
    key: Key
    toll: TollMention
    who: Persona
    apart: bool = False
    """Whether the sentence names a site of its own."""


def entries_of(text: str, mentions: Sequence[Mention], first: int = 0) -> list[list[Entry]]:
    """The entries that each mention tells of people counted once: no parts, no attackers, no noughts.

    ``first`` is the number of the first mention in the keys.
    """
    return [
        [
            Entry((i, j), toll, whom(text, toll, m), bool(m.sites) and not m.standing)
            for j, toll in enumerate(m.tolls)
            if counts(toll)
        ]
        for i, m in enumerate(mentions, first)
    ]


def retold(
    mentions: Sequence[Mention],
    gone: Set[Key],
    changed: Mapping[Key, Mapping[str, bool | int | str]] | None = None,
    first: int = 0,
) -> list[Mention]:
    """The mentions without the tolls of ``gone`` and with the fields of others ``changed``; ``first`` as in ``entries_of``."""
    changed = changed or {}
    touched = {i for i, _ in (*changed, *gone)}
    return [_with(m, i, changed, gone) if i in touched else m for i, m in enumerate(mentions, first)]


def _with(mention: Mention, i: int, changed: Mapping[Key, Mapping[str, bool | int | str]], gone: Set[Key]) -> Mention:
    tolls = tuple(
        msgspec.structs.replace(t, **changed[i, j]) if (i, j) in changed else t
        for j, t in enumerate(mention.tolls)
        if (i, j) not in gone
    )
    return msgspec.structs.replace(mention, tolls=tolls)


def whom(text: str, toll: TollMention, mention: Mention) -> Persona:
    """The persona of a toll; "another" and "a second" beside one told of in the same breath are one more than that one only."""
    who = persona_of(text, toll)
    if toll.low > 1 and ordinal_of(toll) == toll.low:
        # "a fourth man was hit" where three were told: four in all
        return msgspec.structs.replace(who, other=False)
    beside = [t for t in mention.tolls if t.effect != toll.effect and t.low == t.high == 1 and t.start < toll.start]
    if not (who.other and toll.low == toll.high == 1 and any(counts(t) for t in beside)):
        return who
    nth = ordinal_of(toll)
    return msgspec.structs.replace(who, other=nth is not None and nth > len(beside) + 1)


def counts(toll: TollMention) -> bool:
    return not toll.part_of and not toll.denied and toll.who != "attacker" and toll.low > 0


def ordinal_of(toll: TollMention) -> int | None:
    """The number of "the third victim"."""
    return next((n for w in toll.exact.lower().split() if (n := ordinal_number(w)) is not None), None)


def joined(a: Persona, b: Persona) -> Persona:
    return msgspec.structs.replace(a, names=a.names | b.names, gender=a.gender or b.gender, age=a.age or b.age)


def twins(a: Entry, b: Entry) -> bool:
    """Whether two tolls of one sentence, told by two words of harm, are one person."""
    if not (a.toll.low == a.toll.high == 1) or a.toll.trigger == b.toll.trigger or differ(a.who, b.who):
        return False
    return bool(b.who.pronoun or b.who.definite or bool(a.who.names) != bool(b.who.names) or a.who.names & b.who.names)


def vague(entry: Entry) -> bool:
    """Whether a word stands in the place of a number ("several", "multiple", a bare plural)."""
    words = {w.lower() for w in entry.toll.exact.split()}
    return entry.toll.high is None and (entry.toll.why == "a bare plural" or bool(words & lexicon().words.vague))


def side_by_side(a: Entry, b: Entry) -> bool:
    """Whether two people stand under one word of harm: they are two, whatever their descriptions are."""
    one = a.toll.low == a.toll.high == b.toll.low == b.toll.high == 1
    return (
        one and a.toll.sentence == b.toll.sentence and a.toll.trigger == b.toll.trigger and a.toll.start != b.toll.start
    )


def of_other_kind(a: Entry, b: Entry) -> bool:
    """Whether two groups are of different genders or ages: "two men … two women were hit too", "two children … a man"."""
    if max(a.toll.low, b.toll.low) < _SEVERAL:
        return False
    if a.who.gender and b.who.gender:
        return a.who.gender != b.who.gender
    return (_young(a) and _grown(b)) or (_grown(a) and _young(b))


def _young(entry: Entry) -> bool:
    return entry.who.head in lexicon().words.young_plural and (entry.who.age or 0) < _GROWN


def _grown(entry: Entry) -> bool:
    return (entry.who.age or 0) >= _GROWN


def told_twice(a: Entry, b: Entry) -> bool:
    """Whether one breath counts a group twice: "two killed, five hurt: five people were hurt when …"."""
    same = a.toll.low == a.toll.high == b.toll.low == b.toll.high and a.toll.low > 1
    return bool(same and a.toll.trigger != b.toll.trigger and not b.who.other and not b.toll.additional) and (
        a.who.head == b.who.head or {a.who.head, b.who.head} & lexicon().words.general_plural != set()
    )
