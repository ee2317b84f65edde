"""The register of those harmed in one event: who is counted, who is told of again, and who is part of a stated total.

An event is told over several sentences, and each names people anew: "a man and a woman were killed", "the woman, 24, died
at the scene", "the two had been at a wedding". The register goes through the tolls of an event in text order and keeps,
for each effect, the people who make the total. A later toll repeats them, adds to them, is part of them, or is a total
that they are part of; a figure that is none of these stays a figure of its own, which another source may have given.
"""

from collections.abc import Mapping, Sequence, Set

import msgspec

from onrecord.model import Effect
from onrecord.reading.amounts import ordinal_number
from onrecord.reading.claims.mentions import Mention
from onrecord.reading.parts import TollMention
from onrecord.reading.tolls import LESS_THE_DEAD, Persona, differ, persona_of
from onrecord.reading.tolls.lexicon import lexicon

__all__ = ["registered"]

_EFFECTS: tuple[Effect, ...] = ("killed", "injured", "missing", "arrested", "abducted", "displaced")
_HIT = ("were hit", "bears a wound")
Key = tuple[int, int]
"""A toll's place: the number of its mention, its number within."""


class _Entry(msgspec.Struct):
    key: Key
    toll: TollMention
    who: Persona
    apart: bool = False
    """Whether the sentence names a site of its own."""


class _Book:
    """The register of one effect. ``whole`` are the entries that make the total, ``parts`` those told to be of them."""

    def __init__(self) -> None:
        self.whole: list[_Entry] = []
        self.parts: list[_Entry] = []
        self.again: list[_Entry] = []
        """The figures that repeat the total."""
        self.smaller: list[Sequence[_Entry]] = []
        """The figures below the total that one sentence states."""
        self.changed: dict[Key, dict[str, bool | str]] = {}
        self.gone: set[Key] = set()

    @property
    def total(self) -> int:
        return sum(e.toll.low for e in self.whole)

    @property
    def described(self) -> bool:
        """Whether the total is only that of people told one by one, so that a figure may come to sum them up."""
        return all(e.toll.low == e.toll.high == 1 for e in self.whole)

    def mark(self, entry: _Entry, **changes: bool) -> None:
        self.changed.setdefault(entry.key, {}).update(changes)

    def once(self, block: Sequence[_Entry]) -> list[_Entry]:
        """The entries without a person whom one sentence tells by two words ("a man died … the death of Jan Novak")."""
        kept: list[_Entry] = []
        for entry in block:
            one = entry.toll.low == entry.toll.high == 1
            twin = next((e for e in kept if (one and _twins(e, entry)) or _told_twice(e, entry)), None)
            if twin is None:
                kept.append(entry)
            else:
                self.mark(entry, repeats=True, part_of=True)
                twin.who = _joined(twin.who, entry.who)
        return kept

    def add(self, block: Sequence[_Entry]) -> None:
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
                    self.whole[0].who = _joined(self.whole[0].who, block[0].who)
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

    def _open(self, block: Sequence[_Entry]) -> None:
        self.whole = list(block)
        for entry in block:
            if entry.toll.additional:
                # "one died and four others were hurt": they come on top of nobody of their own effect
                self.mark(entry, additional=False)

    def _on_top(self, block: Sequence[_Entry]) -> bool:
        """Whether the people cannot be those told before: women beside men, or one list that the tree cut in two mentions."""
        pairs = [(e, b) for e in self.whole for b in block]
        # "the envoy to Peru and his driver were shot"
        return all(_of_other_gender(e, b) for e, b in pairs) or (
            self.described and all(_beside(e, b) for e, b in pairs)
        )

    def survived(self, dead: Sequence[_Entry]) -> None:
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

    def _in_words(self, block: Sequence[_Entry]) -> bool:
        """Whether a word meets a number: "several people were shot … police said eight were", where the number stands."""
        if all(_vague(e) for e in self.whole) and not any(_vague(e) or e.who.other for e in block):
            self.gone |= {e.key for e in self.whole}
            self.whole = list(block)
            return True
        if all(_vague(e) and not e.who.other for e in block) and self.total > 1:
            self.gone |= {e.key for e in block}
            return True
        return False

    def _one(self, entry: _Entry) -> None:
        """One person: told before, one of a stated total, or one more."""
        known = [e for e in (*self.parts, *self.whole) if e.toll.high == e.toll.low == 1]
        same = next((e for e in reversed(known) if not differ(e.who, entry.who)), None)
        if same is not None:
            self.mark(entry, repeats=True, part_of=self.total > 1)
            same.who = _joined(same.who, entry.who)
        elif self.described:
            self.mark(entry, additional=True)
            self.whole.append(entry)
        elif not entry.apart:
            self.mark(entry, part_of=True)
            self.parts.append(entry)

    def _more(self, block: Sequence[_Entry]) -> None:
        """A figure above the total: "two others" come on top, a count of all takes in those told one by one."""
        if all(e.who.other or e.toll.additional for e in block):
            if self.described:
                for entry in block:
                    self.mark(entry, additional=True)
                self.whole += block
            return
        if all(e.toll.why == "a bare plural" for e in block):
            # "people are shot here every week" sums up nobody
            return
        counts_on = len(block) == 1 and _nth(block[0].toll) == block[0].toll.low == self.total + 1
        if self.described or counts_on:
            # what repeated the old total is part of the new one with it
            for entry in (*self.whole, *self.again):
                self.mark(entry, part_of=True)
            self.parts += self.whole
            self.whole = list(block)

    def _fewer(self, block: Sequence[_Entry]) -> None:
        """A group smaller than the total: "the two women"; a smaller count of people in general is a rival figure."""
        general = lexicon().words.general_plural
        for entry in block:
            head = entry.who.head
            narrower = head.isalpha() and head not in general and all(e.who.head in general for e in self.whole)
            named = entry.who.definite or entry.who.other or entry.toll.low == entry.toll.high == 1
            if named or (narrower and not entry.apart):
                self.mark(entry, part_of=True)


def _twins(a: _Entry, b: _Entry) -> bool:
    """Whether two tolls of one sentence, told by two words of harm, are one person."""
    if not (a.toll.low == a.toll.high == 1) or a.toll.trigger == b.toll.trigger or differ(a.who, b.who):
        return False
    return bool(b.who.pronoun or b.who.definite or bool(a.who.names) != bool(b.who.names) or a.who.names & b.who.names)


def _vague(entry: _Entry) -> bool:
    """Whether a word stands in the place of a number ("several", "multiple", a bare plural)."""
    words = {w.lower() for w in entry.toll.exact.split()}
    return entry.toll.high is None and (entry.toll.why == "a bare plural" or bool(words & lexicon().words.vague))


def _beside(a: _Entry, b: _Entry) -> bool:
    """Whether two people stand under one word of harm: they are two, whatever their descriptions are."""
    one = a.toll.low == a.toll.high == b.toll.low == b.toll.high == 1
    return (
        one and a.toll.sentence == b.toll.sentence and a.toll.trigger == b.toll.trigger and a.toll.start != b.toll.start
    )


def _of_other_gender(a: _Entry, b: _Entry) -> bool:
    """Whether two groups of known gender are of different ones: "two men were shot … two women were hit too"."""
    many = max(a.toll.low, b.toll.low) > 1
    return many and bool(a.who.gender and b.who.gender) and a.who.gender != b.who.gender


def _told_twice(a: _Entry, b: _Entry) -> bool:
    """Whether one breath counts a group twice: "two killed, five hurt: five people were hurt when …"."""
    same = a.toll.low == a.toll.high == b.toll.low == b.toll.high and a.toll.low > 1
    return bool(same and a.toll.trigger != b.toll.trigger and not b.who.other and not b.toll.additional) and (
        a.who.head == b.who.head or {a.who.head, b.who.head} & lexicon().words.general_plural != set()
    )


def _joined(a: Persona, b: Persona) -> Persona:
    return msgspec.structs.replace(a, names=a.names | b.names, gender=a.gender or b.gender, age=a.age or b.age)


def registered(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of one event with each toll told to repeat, to add to or to be part of the others where it does."""
    blocks: list[list[_Entry]] = [
        [
            _Entry((i, j), toll, _described(text, toll, m), bool(m.sites) and not m.standing)
            for j, toll in enumerate(m.tolls)
            if _counts(toll)
        ]
        for i, m in enumerate(mentions)
    ]
    changed: dict[Key, dict[str, bool | str]] = {}
    dead: list[_Entry] = []
    lost: list[_Entry] = []
    gone: set[Key] = set()
    for effect in _EFFECTS:
        book = _Book()
        for block in blocks:
            told = [e for e in block if e.toll.effect == effect]
            died = {e.key for e in told if _died(e, dead) or _among_the_dead(e, lost)}
            gone |= died
            own = book.once([e for e in told if e.key not in died])
            known = sum(e.toll.low for e in (*lost, *book.whole)) if effect == "injured" else 0
            own = [_counted_before(e, known, book.total) for e in own]
            if own:
                book.add(own)
        if effect == "injured":
            book.survived(lost)
        changed |= book.changed
        gone |= book.gone
        if effect == "killed":
            dead, lost = [*book.whole, *book.parts], book.whole
    gone |= _contradicted(mentions)
    for key in _suspects(blocks):
        changed.setdefault(key, {})["who"] = "attacker"
    return [_with(m, i, changed, gone) for i, m in enumerate(mentions)]


def _described(text: str, toll: TollMention, mention: Mention) -> Persona:
    """The persona of a toll; "another" and "a second" beside one told of in the same breath are one more than that one only."""
    who = persona_of(text, toll)
    if toll.low > 1 and _nth(toll) == toll.low:
        # "a fourth man was hit" where three were told: four in all
        return msgspec.structs.replace(who, other=False)
    beside = [t for t in mention.tolls if t.effect != toll.effect and t.low == t.high == 1 and t.start < toll.start]
    if not (who.other and toll.low == toll.high == 1 and any(_counts(t) for t in beside)):
        return who
    nth = _nth(toll)
    return msgspec.structs.replace(who, other=nth is not None and nth > len(beside) + 1)


def _counted_before(entry: _Entry, known: int, hurt: int) -> _Entry:
    """The entry of "a fourth man", who is none more where three dead and one hurt have been told."""
    nth = _nth(entry.toll)
    if nth is None or entry.toll.low != 1 or not entry.who.other or nth > known or nth == hurt + 1:
        return entry
    return msgspec.structs.replace(entry, who=msgspec.structs.replace(entry.who, other=False))


def _nth(toll: TollMention) -> int | None:
    """The number of "the third victim"."""
    return next((n for w in toll.exact.lower().split() if (n := ordinal_number(w)) is not None), None)


def _suspects(blocks: Sequence[Sequence[_Entry]]) -> list[Key]:
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


def _died(entry: _Entry, dead: Sequence[_Entry]) -> bool:
    """Whether somebody told to have been hit is one of those told to have died."""
    if entry.toll.effect != "injured" or entry.toll.why not in _HIT or not entry.toll.low == entry.toll.high == 1:
        return False
    pointed = entry.who.pronoun or entry.who.definite
    return any(
        e.toll.low == e.toll.high == 1
        and (pointed or e.key[0] != entry.key[0])
        and not entry.who.other
        and not differ(e.who, entry.who)
        for e in dead
    )


def _among_the_dead(entry: _Entry, lost: Sequence[_Entry]) -> bool:
    """Whether those told to have been hit are the dead, told again by how they died: "he had shot four people", "shot his wife"."""
    toll, total = entry.toll, sum(e.toll.low for e in lost)
    if toll.effect != "injured" or toll.why != _HIT[0] or entry.who.other or toll.additional:
        return False
    if total < 2 or any(e.key[0] == entry.key[0] for e in lost):
        return False
    if toll.low == toll.high == 1:
        kin = entry.who.head in lexicon().words.kin
        return kin and not all(e.toll.low == 1 and differ(e.who, entry.who) for e in lost)
    return toll.low == total > 2


def _counts(toll: TollMention) -> bool:
    return not toll.part_of and not toll.denied and toll.who != "attacker" and toll.low > 0


def _with(mention: Mention, i: int, changed: Mapping[Key, dict[str, bool | str]], gone: Set[Key]) -> Mention:
    if not any(k[0] == i for k in (*changed, *gone)):
        return mention
    tolls = tuple(
        msgspec.structs.replace(t, **changed[i, j]) if (i, j) in changed else t
        for j, t in enumerate(mention.tolls)
        if (i, j) not in gone
    )
    return msgspec.structs.replace(mention, tolls=tolls)
