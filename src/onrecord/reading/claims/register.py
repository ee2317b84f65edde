"""The register of those harmed in one event: who is counted, who is told of again, and who is part of a stated total.

An event is told over several sentences, and each names people anew: "a man and a woman were killed", "the woman, 24, died
at the scene", "the two had been at a wedding". The register goes through the tolls of an event in text order and keeps,
for each effect, the people who make the total. A later toll repeats them, adds to them, is part of them, or is a total
that they are part of; a figure that is none of these stays a figure of its own, which another source may have given.
"""

from collections.abc import Sequence

import msgspec

from onrecord.model import Effect
from onrecord.reading.claims.counted import (
    Entry,
    Key,
    entries_of,
    joined,
    of_other_kind,
    ordinal_of,
    retold,
    side_by_side,
    told_twice,
    twins,
    vague,
)
from onrecord.reading.claims.mentions import Mention
from onrecord.reading.claims.survivors import who_lived
from onrecord.reading.tolls import LESS_THE_DEAD, differ
from onrecord.reading.tolls.lexicon import lexicon

__all__ = ["registered"]

_EFFECTS: tuple[Effect, ...] = ("killed", "injured", "missing", "arrested", "abducted", "displaced")


class _Book:
    """The register of one effect. ``whole`` are the entries that make the total, ``parts`` those told to be of them."""

    def __init__(self) -> None:
        self.whole: list[Entry] = []
        self.parts: list[Entry] = []
        self.again: list[Entry] = []
        """The figures that repeat the total."""
        self.smaller: list[Sequence[Entry]] = []
        """The figures below the total that one sentence states."""
        self.changed: dict[Key, dict[str, bool | int | str]] = {}
        self.gone: set[Key] = set()

    @property
    def total(self) -> int:
        return sum(e.toll.low for e in self.whole)

    @property
    def described(self) -> bool:
        """Whether the total is only that of people told one by one, so that a figure may come to sum them up."""
        return all(e.toll.low == e.toll.high == 1 for e in self.whole)

    def mark(self, entry: Entry, **changes: bool) -> None:
        self.changed.setdefault(entry.key, {}).update(changes)

    def once(self, block: Sequence[Entry]) -> list[Entry]:
        """The entries without a person whom one sentence tells by two words ("a man died … the death of Jan Novak")."""
        kept: list[Entry] = []
        for entry in block:
            one = entry.toll.low == entry.toll.high == 1
            twin = next((e for e in kept if (one and twins(e, entry)) or told_twice(e, entry)), None)
            if twin is None:
                kept.append(entry)
            else:
                self.mark(entry, repeats=True, part_of=True)
                twin.who = joined(twin.who, entry.who)
        return kept

    def add(self, block: Sequence[Entry]) -> None:
        """Enter the figures that one sentence states for the effect."""
        if not self.whole:
            self._open(block)
            return
        if self._on_top(block):
            for entry in block:
                self.mark(entry, additional=True)
            self.whole += block
            return
        if self._in_words(block):
            return
        size = sum(e.toll.low for e in block)
        open_ = any(e.toll.high is None for e in (*block, *self.whole))
        if size == self.total and not (size == 1 and differ(self.whole[0].who, block[0].who)):
            if not open_:
                self.again += block
                for entry in block:
                    self.mark(entry, repeats=True, additional=False)
                if size == 1:
                    self.whole[0].who = joined(self.whole[0].who, block[0].who)
            else:
                # "four others … at least four other victims": no four more
                for entry in block:
                    self.mark(entry, additional=False)
            return
        if size < self.total:
            self.smaller.append(block)
        if all(e.toll.low == e.toll.high == 1 for e in block):
            for entry in block:
                self._one(entry)
        elif size > self.total:
            self._more(block)
        else:
            self._fewer(block)

    def _open(self, block: Sequence[Entry]) -> None:
        self.whole = list(block)
        for entry in block:
            if entry.toll.additional:
                # "one died and four others were hurt": they come on top of nobody of their own effect
                self.mark(entry, additional=False)

    def _on_top(self, block: Sequence[Entry]) -> bool:
        """Whether the people cannot be those told before: women beside men, or one list that the tree cut in two mentions."""
        pairs = [(e, b) for e in self.whole for b in block]
        # "the envoy to Peru and his driver were shot"
        return all(of_other_kind(e, b) for e, b in pairs) or (
            self.described and all(side_by_side(e, b) for e, b in pairs)
        )

    def survived(self, dead: Sequence[Entry]) -> None:
        """Take a smaller figure for the total where it and the dead make up those hit: "four were shot, three died … one"."""
        if len(self.whole) != 1 or any(e.toll.high is None for e in (*self.whole, *dead)):
            return
        hit, lost = self.whole[0].toll, sum(e.toll.low for e in dead)
        if not lost or hit.why == LESS_THE_DEAD or any(e.toll.sentence == hit.sentence for e in dead):
            return
        for block in self.smaller:
            if sum(e.toll.low for e in block) == hit.low - lost and block[0].toll.sentence > hit.sentence:
                self.gone.add(self.whole[0].key)
                self.whole = list(block)
                for entry in block:
                    self.mark(entry, part_of=False, repeats=False, additional=False)
                return

    def _in_words(self, block: Sequence[Entry]) -> bool:
        """Whether a word meets a number: "several people were shot … police said eight were", where the number stands."""
        if all(vague(e) for e in self.whole) and not any(vague(e) or e.who.other for e in block):
            self.gone |= {e.key for e in self.whole}
            self.whole = list(block)
            return True
        if all(vague(e) and not e.who.other for e in block) and self.total > 1:
            self.gone |= {e.key for e in block}
            return True
        return False

    def _one(self, entry: Entry) -> None:
        """One person: told before, one of a stated total, or one more."""
        known = [e for e in (*self.parts, *self.whole) if e.toll.high == e.toll.low == 1]
        same = next((e for e in reversed(known) if not differ(e.who, entry.who)), None)
        if same is not None:
            self.mark(entry, repeats=True, part_of=self.total > 1)
            same.who = joined(same.who, entry.who)
        elif self.described:
            self.mark(entry, additional=True)
            self.whole.append(entry)
        elif not entry.apart:
            self.mark(entry, part_of=True)
            self.parts.append(entry)

    def _more(self, block: Sequence[Entry]) -> None:
        """A figure above the total: "two others" come on top, a count of all takes in those told one by one."""
        if all(e.who.other or e.toll.additional for e in block):
            if self.described:
                for entry in block:
                    self.mark(entry, additional=True)
                self.whole += block
            elif all(e.who.other for e in self.whole):
                # "two other victims … four others": both are others than the dead
                self._sum_up(block)
            return
        if all(e.toll.why == "a bare plural" for e in block):
            # "people are shot here every week" sums up nobody
            return
        counts_on = len(block) == 1 and ordinal_of(block[0].toll) == block[0].toll.low == self.total + 1
        if self.described or counts_on:
            self._sum_up(block)

    def _sum_up(self, block: Sequence[Entry]) -> None:
        """Take a figure for the total that takes in all told before it, and what repeated them."""
        for entry in (*self.whole, *self.again):
            self.mark(entry, part_of=True)
        for entry in block:
            self.mark(entry, additional=False)
        self.parts += self.whole
        self.whole = list(block)

    def _fewer(self, block: Sequence[Entry]) -> None:
        """A group smaller than the total: "the two women"; a smaller count of people in general is a rival figure."""
        general = lexicon().words.general_plural
        for entry in block:
            head = entry.who.head
            narrower = head.isalpha() and head not in general and all(e.who.head in general for e in self.whole)
            named = entry.who.definite or entry.who.other or entry.toll.low == entry.toll.high == 1
            if named or (narrower and not entry.apart):
                self.mark(entry, part_of=True)


def registered(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of one event with each toll told to repeat, to add to or to be part of the others where it does."""
    blocks = entries_of(text, mentions)
    changed: dict[Key, dict[str, bool | int | str]] = {}
    dead: list[Entry] = []
    lost: list[Entry] = []
    gone: set[Key] = set()
    for effect in _EFFECTS:
        book = _Book()
        told = [[e for e in block if e.toll.effect == effect] for block in blocks]
        if effect == "injured":
            told, left = who_lived(told, dead, lost)
            gone |= {key for key, n in left.items() if not n}
            changed |= {key: {"low": n, "high": n} for key, n in left.items() if n}
        for block in told:
            own = book.once(block)
            known = sum(e.toll.low for e in (*lost, *book.whole)) if effect == "injured" else 0
            own = [_counted_before(e, known, book.total) for e in own]
            if own:
                book.add(own)
        if effect == "injured":
            book.survived(lost)
        for key, marks in book.changed.items():
            changed.setdefault(key, {}).update(marks)
        gone |= book.gone
        if effect == "killed":
            dead, lost = [*book.whole, *book.parts], book.whole
    gone |= _contradicted(mentions)
    for key in _suspects(blocks):
        changed.setdefault(key, {})["who"] = "attacker"
    return retold(mentions, gone, changed)


def _counted_before(entry: Entry, known: int, hurt: int) -> Entry:
    """The entry of "a fourth man", who is none more where three dead and one hurt have been told."""
    nth = ordinal_of(entry.toll)
    if nth is None or entry.toll.low != 1 or not entry.who.other or nth > known or nth == hurt + 1:
        return entry
    return msgspec.structs.replace(entry, who=msgspec.structs.replace(entry.who, other=False))


def _suspects(blocks: Sequence[Sequence[Entry]]) -> list[Key]:
    """The suspects among those harmed where others were harmed too: "four people were killed … the suspect was found dead"."""
    words = lexicon().words.suspects
    entries = [e for block in blocks for e in block if e.toll.effect in ("killed", "injured")]
    found = [e.key for e in entries if e.who.head in words and e.who.definite and e.toll.low == 1]
    others = [e for e in entries if e.who.head not in words and not e.toll.repeats]
    return found if any(e.toll.low > 1 for e in others) else []


def _contradicted(mentions: Sequence[Mention]) -> set[Key]:
    """The noughts that nobody vouches for where the same event has people of that effect: they tell of another moment."""
    harmed = {t.effect for m in mentions for t in m.tolls if t.low > 0 and not t.denied and t.who != "attacker"}
    found = set()
    for i, m in enumerate(mentions):
        # "no one was hurt" tells of the dead and of the hurt in one breath
        denied = {t.start for t in m.tolls if t.high == 0 and t.effect in harmed and not m.speakers}
        found |= {(i, j) for j, t in enumerate(m.tolls) if t.high == 0 and t.start in denied}
    return found
