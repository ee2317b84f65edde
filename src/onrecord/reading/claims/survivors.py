"""Of those told to have been hit: who died, and how many lived.

"Shot" and "with a wound" leave open how it ended. A report tells it once with the figure of those hit, once with the dead,
once with the hurt, in any order and sentences apart; each person is one of them once.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate

import msgspec

from onrecord.reading.claims.counted import Entry, Key, entries_of, retold
from onrecord.reading.claims.events import Event, may_have_died_of
from onrecord.reading.tolls import LESS_THE_DEAD, differ
from onrecord.reading.tolls.lexicon import lexicon

__all__ = ["who_lived", "without_the_dead"]

_HIT = ("were hit", "bears a wound")


def who_lived(
    blocks: Sequence[Sequence[Entry]], dead: Sequence[Entry], lost: Sequence[Entry]
) -> tuple[list[list[Entry]], dict[Key, int]]:
    """The injured that each mention tells, without those who died, and how many lived of those for whom it is known.

    ``dead`` are all who are told to have died in the event, ``lost`` those of them who make its total. 0 lived of those taken out.
    """
    left = {e.key: 0 for b in blocks for e in b if _died(e, dead) or _among_the_dead(e, lost)}
    left |= _left_of_the_hit([[e for e in b if e.key not in left] for b in blocks], lost)
    return [[_living(e, left) for e in b if left.get(e.key) != 0] for b in blocks], left


def _died(entry: Entry, dead: Sequence[Entry]) -> bool:
    """Whether somebody told to have been hit, or known to have been hurt, is one of those told to have died."""
    if entry.toll.effect != "injured" or not entry.toll.low == entry.toll.high == 1 or entry.who.other:
        return False
    return any(
        e.toll.low == e.toll.high == 1
        and (_points(entry) or e.key[0] != entry.key[0])
        and not differ(e.who, entry.who)
        and (entry.toll.why in _HIT or _known_again(entry, e))
        for e in dead
    )


def _known_again(a: Entry, b: Entry) -> bool:
    """Whether a name or an age tells that two descriptions are of one person."""
    return bool(a.who.names & b.who.names) or (a.who.age is not None and a.who.age == b.who.age)


def _among_the_dead(entry: Entry, lost: Sequence[Entry]) -> bool:
    """Whether kin told to have been hit are of the dead, told again by how they died: "shot his wife and children"."""
    toll, total = entry.toll, sum(e.toll.low for e in lost)
    if toll.effect != "injured" or toll.why != _HIT[0] or entry.who.other or toll.additional:
        return False
    if total < 2 or toll.low > total or any(e.key[0] == entry.key[0] for e in lost):
        return False
    words = lexicon().words
    if toll.high is None:
        kin = entry.who.head in words.young_plural or entry.who.head.removesuffix("s") in words.kin
    else:
        kin = toll.low == toll.high == 1 and entry.who.head in words.kin
    return kin and not all(e.toll.low == 1 and differ(e.who, entry.who) for e in lost)


def _left_of_the_hit(blocks: Sequence[Sequence[Entry]], lost: Sequence[Entry]) -> dict[Key, int]:
    """For those told to have been hit in sentences apart from the dead, how many of them lived; 0 where all did not.

    ``blocks`` are the injured that each mention tells, ``lost`` the dead of the event. "Five were shot. … Two of them died."
    gives 3, where words point from the dead to those hit, for "a man was killed" may be of another page's headline.
    """
    if not lost or any(e.toll.high != e.toll.low for e in lost):
        return {}
    dead = sum(e.toll.low for e in lost)
    known = {
        sum(e.toll.low for e in b) for b in blocks if b and all(e.toll.high == e.toll.low for e in b) and not _open(b)
    }
    left: dict[Key, int] = {}
    for block in blocks:
        if not block or not _open(block) or any(e.who.other or e.toll.additional for e in block):
            continue
        hit, told = sum(e.toll.hit or e.toll.low for e in block), sum(e.toll.low for e in block)
        beside = any(e.key[0] == d.key[0] for e in block for d in lost)
        of_them = not beside and any(_points(d) or d.who.other for d in lost)
        if hit == dead > 1 and not beside and hit not in known:
            left |= dict.fromkeys((e.key for e in block), 0)
        elif hit - dead in known and told not in known:
            # a figure of their own for the hurt: one block of those hit is it again, people told one by one are not
            left |= dict.fromkeys((e.key for e in block), hit - dead if len(block) == 1 else 0)
        elif not known and len(block) == 1 and hit > dead and told > hit - dead and (block[0].toll.hit or of_them):
            left[block[0].key] = hit - dead
    return left


def _open(block: Sequence[Entry]) -> bool:
    """Whether the words leave open which of these people lived."""
    return all(e.toll.high == e.toll.low and e.toll.why in (*_HIT, LESS_THE_DEAD) for e in block)


def _living(entry: Entry, left: Mapping[Key, int]) -> Entry:
    """The entry with those of them who lived, where that is known."""
    toll, n = entry.toll, left.get(entry.key)
    if n is None:
        return entry
    lived = msgspec.structs.replace(toll, low=n, high=n, why=LESS_THE_DEAD, hit=toll.hit or toll.low)
    return msgspec.structs.replace(entry, toll=lived)


def without_the_dead(text: str, events: Sequence[Event]) -> None:
    """Take those told to have been hit out of an event where another event of the report, told apart, has them dead.

    The sentence that finds somebody with a wound and the one that tells of the death days later stand far apart.
    """
    firsts = list(accumulate((len(e.mentions) for e in events), initial=0))
    told = [_harm(text, event, first) for event, first in zip(events, firsts, strict=False)]
    died_in = [[x for x in harm if x.toll.effect == "killed" and not x.toll.repeats] for harm in told]
    for n, event in enumerate(events):
        hit = [x for x in told[n] if x.toll.effect == "injured"]
        if not hit:
            continue
        others = [died_in[k] for k, e in enumerate(events) if k != n and died_in[k] and may_have_died_of(event, e)]
        gone = {x.key for x in hit for dead in others if _same_person(x, dead, alone=len(hit) == 1)}
        gone |= {key for dead in others for key in _same_group(hit, dead)}
        if gone:
            event.mentions = retold(event.mentions, gone, first=firsts[n])


def _harm(text: str, event: Event, first: int) -> list[Entry]:
    return [
        x for block in entries_of(text, event.mentions, first) for x in block if x.toll.effect in ("killed", "injured")
    ]


def _same_person(entry: Entry, dead: Sequence[Entry], *, alone: bool) -> bool:
    """Whether one who was hit is one of another event's dead: by name or age, or where each event tells of one only."""
    if not _died(entry, dead):
        return False
    one = [d for d in dead if d.toll.low == d.toll.high == 1 and not differ(d.who, entry.who)]
    if any(_known_again(entry, d) for d in one):
        return True
    return alone and len(dead) == 1 and _points(max(entry, dead[0], key=lambda x: x.toll.start))


def _points(entry: Entry) -> bool:
    """Whether the words point to somebody told of before ("he", "the child")."""
    return entry.who.pronoun or entry.who.definite


def _same_group(hit: Sequence[Entry], dead: Sequence[Entry]) -> set[Key]:
    """Those hit where they are as many as the several dead of another event, and nobody else was hurt."""
    left = _left_of_the_hit([hit], dead)
    return set(left) if left and not any(left.values()) else set()
