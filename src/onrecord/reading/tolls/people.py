"""Who is who over a document: one person told of twice is one, and who died is not among the hurt.

A small discourse model in the manner of Lappin and Leass (1994): names match by a shared word, pronouns and definite
descriptions go to the person told of last that nothing speaks against.
"""

import re
from collections.abc import Sequence

import msgspec

from onrecord.reading.parts import TollMention
from onrecord.reading.tolls.groups import LESS_THE_DEAD
from onrecord.reading.tolls.lexicon import lexicon
from onrecord.reading.tolls.persons import Gender, described, gender_of, names_in, other_kin, persona_of

__all__ = ["settle_people"]

_FAR = 8
_NEAR = 3
_MODIFIED = 3
_DEFINITE = ("the", "this", "that")
_PEOPLE = ("people", "person", "persons", "victim", "victims", "shot", "hit", "wounded", "one", "others")
# what leaves open whether they lived, and "one of them", who then did not
_HIT = ("were hit", "bears a wound")
_OF_THEM = re.compile(r"\bof (?:them|the|those|these|whom)\b")


class _Person(msgspec.Struct):
    names: set[str]
    head: str
    gender: Gender | None
    age: int | None
    seen: int
    told: tuple[str, ...] = ()
    """The words of the description that was told first."""
    who: str | None = None
    dead: bool = False
    mentions: list[int] = msgspec.field(default_factory=list)


def settle_people(text: str, mentions: Sequence[TollMention]) -> list[TollMention]:
    """The mentions without injuries of people who are told to have died, and with the dead taken off those hit."""
    people: list[_Person] = []
    for index, m in enumerate(mentions):
        if _single(m):
            person = _whom(text, m, people)
            person.mentions.append(index)
            person.seen = m.sentence
            person.dead = person.dead or m.effect == "killed"
            person.who = person.who or m.who
    lost = {i for p in people if p.dead for i in p.mentions if mentions[i].effect == "injured"}
    known = {i: p.who for p in people for i in p.mentions}
    kept = [
        msgspec.structs.replace(m, who=known.get(i) or m.who) if known.get(i) and m.who is None else m
        for i, m in enumerate(mentions)
        if i not in lost
    ]
    return _less_the_dead(text, [_own_total(m, kept) for m in kept])


def _single(m: TollMention) -> bool:
    return m.effect in ("killed", "injured") and m.who != "attacker" and (m.low, m.high) == (1, 1)


def _whom(text: str, m: TollMention, people: list[_Person]) -> _Person:
    """The person meant, an earlier one where the words allow it."""
    start, end = described(text, m)
    phrase = text[start:end]
    words = phrase.split()
    head = words[-1].lower().strip(".,'’\"") if words else ""
    named = (
        bool(words) and all(w[:1].isupper() or w in ("al", "bin", "de", "ul", "da") for w in words) and len(head) > 1
    )
    gender = gender_of([w.lower() for w in text[m.start : m.end].split()])
    age = persona_of(text, m).age
    near = [p for p in people if m.sentence - p.seen <= _FAR and _alike(p.gender, gender) and _alike(p.age, age)]
    found: _Person | None = None
    names = names_in(w.strip(".,") for w in words) if named and not _pronoun(phrase) else frozenset()
    if names:
        found = next((p for p in reversed(people) if p.names & names), None) or _only_unnamed(near)
    elif _pronoun(phrase):
        found = next((p for p in reversed(_by_time(near)) if m.sentence - p.seen <= _NEAR), None)
    elif words and words[0].lower() in _DEFINITE:
        # "the father died and the son was hurt"
        # "the Hungarian student was killed, the Israeli student hurt"
        near = [p for p in near if p.seen < m.sentence or len(p.told) < _MODIFIED or tuple(words) == p.told]
        same = [p for p in _by_time(near) if p.head == head]
        if not same:
            same = [p for p in _by_time(near) if not other_kin(p.head, head)]
            # "the boy died" goes on about the baby told to be dead, not about the man told to be hurt since
            same = [p for p in same if p.dead == (m.effect == "killed")] or same
        found = same[-1] if same else None
    if found is None:
        found = _Person(set(names), head, gender, age, m.sentence, tuple(words))
        people.append(found)
    found.names |= names
    found.gender, found.age = found.gender or gender, found.age or age
    return found


def _alike(a: str | int | None, b: str | int | None) -> bool:
    """Whether two tellings of a trait agree, where both tell it."""
    return a is None or b is None or a == b


def _by_time(people: Sequence[_Person]) -> list[_Person]:
    return sorted(people, key=lambda p: p.seen)


def _only_unnamed(near: Sequence[_Person]) -> _Person | None:
    """A name told later belongs to the only one told of without a name."""
    unnamed = [p for p in near if not p.names]
    return unnamed[0] if len(unnamed) == 1 else None


def _pronoun(phrase: str) -> bool:
    return phrase.lower() in lexicon().words.pronouns


_OWN = ("a figure counts them", "one person", "bears a wound")


def _own_total(m: TollMention, mentions: Sequence[TollMention]) -> TollMention:
    """ "Two were shot. One of them died": the one is part of those shot, but of no total of dead."""
    if not m.part_of or m.why not in _OWN:
        return m
    named = {effect for word, effect in lexicon().words.among.items() if word in m.exact.lower().split()}
    if m.effect in named:
        # "two of the injured": the whole is named, wherever it is counted
        return m
    if named:
        # "one of the wounded has died": one dead more
        return msgspec.structs.replace(m, part_of=False, additional=True)
    whole = any(
        o.effect == m.effect and not o.part_of and o.start < m.start and m.sentence - o.sentence <= _NEAR
        for o in mentions
    )
    return m if whole else msgspec.structs.replace(m, part_of=False)


def _less_the_dead(text: str, mentions: Sequence[TollMention]) -> list[TollMention]:
    """Those told to have been hit, less those of them told to have died, are the injured."""
    found = []
    for m in mentions:
        if m.why not in _HIT or m.high is None or m.low < 2 or m.part_of or m.additional or persona_of(text, m).other:
            # "four others were hit": the dead are not of them
            found.append(m)
            continue
        dead = _dead_among(text, m, mentions)
        if dead < m.low:
            left = m.low - dead
            found.append(msgspec.structs.replace(m, low=left, high=left, why=LESS_THE_DEAD, hit=m.low) if dead else m)
    return found


def _may_be_of(text: str, hit: TollMention, dead: TollMention) -> bool:
    """Whether the dead can be some of those hit: "two children were shot" leaves out the wife told to be dead."""
    words = lexicon().words
    those, gone = persona_of(text, hit), persona_of(text, dead)
    if those.head in _PEOPLE or gone.pronoun or gone.names or gone.head in _PEOPLE:
        return not (those.gender and gone.gender and those.gender != gone.gender)
    if those.gender and gone.gender and those.gender != gone.gender:
        return False
    alike = those.head == gone.head or those.head.startswith(gone.head[:-1]) if gone.head else True
    young = those.head.rstrip("s") in words.young or those.head == "children"
    return bool(alike or not gone.head or not (young and gone.head in words.grown))


def _dead_among(text: str, hit: TollMention, mentions: Sequence[TollMention]) -> int:
    """How many of a group that was hit died, by the sentences around; 0 where its injured are told apart."""
    around = [m for m in mentions if -1 <= m.sentence - hit.sentence <= _NEAR and m is not hit and m.who != "attacker"]
    hurt = [m.low for m in around if m.effect == "injured" and not m.part_of and m.low > 1]
    by_sentence: dict[int, int] = {}
    for m in around:
        of_them = _OF_THEM.search(m.exact) is not None
        if m.effect == "killed" and not m.part_of and _may_be_of(text, hit, m) and (of_them or hit.why == _HIT[0]):
            by_sentence[m.sentence] = by_sentence.get(m.sentence, 0) + m.low
    dead = max(by_sentence.values(), default=0)
    # where the hurt are told apart, the figures must fit together
    return dead if not hurt or hit.low - dead in hurt else 0
