"""What several mentions make together: nobody is counted twice, and who died of his wounds is dead, not hurt."""

import re
from collections.abc import Sequence

import msgspec

from onrecord.reading.parts import Amount, TollMention
from onrecord.reading.tolls.groups import LESS_THE_DEAD, THEIRS, THEY
from onrecord.reading.tolls.lexicon import lexicon

__all__ = ["ordinal", "spelled_out", "their_number", "without_repeats"]

_RANK = {"killed": 0, "injured": 1}
_NEAR = 3
_SEVERAL = 2
_COLON = re.compile(r": | — ")


def without_repeats(mentions: Sequence[TollMention]) -> list[TollMention]:
    """One mention a figure in a sentence: two triggers of one effect ("shot and killed") count the same people once."""
    kept: list[TollMention] = []
    for m in sorted(_less_the_dead(mentions), key=lambda m: (_RANK.get(m.effect, 2), m.part_of, m.start)):
        if not any(_repeats(m, k) for k in kept) and not _they_again(m, mentions) and not _they_died(m, mentions):
            kept.append(m)
    return sorted(kept, key=lambda m: (m.start, m.effect))


def spelled_out(text: str, end: int, mentions: Sequence[TollMention]) -> list[TollMention]:
    """ "Two men were hurt: an 18-year-old shot in the back and a porter": who is told behind the colon is one of them.

    ``end`` is that of the sentence.
    """
    found = list(mentions)
    for whole in mentions:
        colon = _COLON.search(text, whole.end, end)
        if colon is None or whole.part_of or whole.low < _SEVERAL or whole.high != whole.low:
            continue
        behind = [
            k
            for k, m in enumerate(found)
            if m.start > colon.start() and m.effect == whole.effect and not m.part_of and m.low == m.high == 1
        ]
        if len(behind) <= whole.low:
            for k in behind:
                found[k] = msgspec.structs.replace(found[k], part_of=True)
    return found


def _they_again(m: TollMention, mentions: Sequence[TollMention]) -> bool:
    """ "Four women and a man were taken away after they were hurt": those meant have been counted for the same effect."""
    return _they(m) and any(k.effect == m.effect and not _they(k) and k.start < m.start for k in mentions)


def _they(m: TollMention) -> bool:
    return m.why == THEY or m.exact.split()[0].lower() in lexicon().words.several


def _they_died(m: TollMention, mentions: Sequence[TollMention]) -> bool:
    """ "A nurse and her son were taken to a clinic, where they died": all who were hurt are told to be dead."""
    if m.effect != "injured":
        return False
    dead = [k for k in mentions if k.effect == "killed" and k.why in (THEY, "both") and k.start > m.end]
    hurt = sum(k.low for k in mentions if k.effect == "injured" and not k.part_of and k.trigger == m.trigger)
    return any(k.low == hurt for k in dead)


def _repeats(m: TollMention, k: TollMention) -> bool:
    """Whether ``m`` tells of people that ``k`` has counted: the same words and effect, or dead where hurt before."""
    if not (k.start < m.end and m.start < k.end) or (m.high == 0) != (k.high == 0):
        return False
    if m.high == 0:
        return m.effect == k.effect
    same_people = any(a < d and c < b for a, b in m.victims for c, d in k.victims) or not (m.victims and k.victims)
    return same_people and (k.effect == m.effect or (k.effect == "killed" and m.effect == "injured"))


def _less_the_dead(mentions: Sequence[TollMention]) -> list[TollMention]:
    """Those hit, less those who were hit fatally, are the injured."""
    dead = sum(m.low for m in mentions if m.why == "fatally")
    return [
        msgspec.structs.replace(m, low=m.low - dead, high=m.high - dead, why=LESS_THE_DEAD, hit=m.low)
        if dead and m.effect == "injured" and m.high is not None and m.low > dead
        else m
        for m in mentions
    ]


def ordinal(
    m: TollMention, before: Sequence[TollMention], amounts: Sequence[Amount], died: bool = False
) -> TollMention:
    """ "A fifth policeman was killed": five in all where four were told to be dead before, else one person.

    Where "a third victim has ``died``" and all who were told of before are more who were hit, three are dead.
    """
    found = next((a for a in amounts if a.kind == "ordinal" and m.start <= a.start < m.end), None)
    if found is None:
        return m
    told = [b for b in before if not b.part_of and b.effect in ("killed", "injured")]
    # "two were beheaded while a third was shot" counts one in its own breath
    running = any(b.effect == m.effect and b.low == found.low - 1 and b.sentence < m.sentence for b in told)
    opens = all(b.effect == "injured" and (b.high is None or b.low >= found.low) for b in told)
    running = running or (died and opens)
    n = found.low if running else 1
    return msgspec.structs.replace(m, low=n, high=n, additional=not running)


def their_number(m: TollMention, before: Sequence[TollMention]) -> TollMention:
    """ "Their bodies were found": as many as were told to be taken away, missing or hit in the sentence that last told of any."""
    if m.why != THEIRS:
        return m
    told = [b for b in before if b.effect != "killed" and not b.part_of and m.sentence - b.sentence <= _NEAR]
    if not told:
        return m
    those = [b for b in told if (b.sentence, b.effect) == (told[-1].sentence, told[-1].effect)]
    low, highs = sum(b.low for b in those), [b.high for b in those]
    if low < m.low:
        return m
    return msgspec.structs.replace(m, low=low, high=None if None in highs else sum(h or 0 for h in highs))
