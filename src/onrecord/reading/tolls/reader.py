"""From words of harm to figures: each group of people with its effect, bounds and the exact words.

Every figure is bound to its trigger over the dependency tree; where the tree gives no victims, a number right beside
the trigger is taken ("leaving 12 dead", "killing at least 20").
"""

from collections.abc import Sequence

import msgspec

from onrecord.model import Effect
from onrecord.reading.actors import categorise_tokens, is_attacker, noun_phrase
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Amount, TimeMention, TollMention
from onrecord.reading.tolls.lexicon import Harm, lexicon
from onrecord.reading.tolls.victims import is_unreal, trigger_sense, victim_heads

__all__ = ["read_tolls"]

_NAMED = ("PER",)
_SINGULAR = ("NN", "NNP", "PRP", "CD")
_PLURAL = ("NNS", "NNPS")


class _Group(msgspec.Struct, frozen=True):
    """People with one count; ``first`` and ``last`` (exclusive) are tokens."""

    first: int
    last: int
    head: int
    low: int
    high: int | None
    part_of: bool = False
    additional: bool = False
    why: str = ""


def read_tolls(
    text: str, sentences: Sequence[ParsedSentence], amounts: Sequence[Amount], times: Sequence[TimeMention] = ()
) -> tuple[TollMention, ...]:
    """Every toll of the parsed sentences, in text order.

    ``times`` keeps figures that are part of a date from being counted. Sentences without syntax give nothing.
    """
    found: list[TollMention] = []
    for number, sentence in enumerate(sentences):
        if sentence.parsed:
            inside = [a for a in amounts if sentence.start <= a.start < sentence.end and not _in_time(a, times)]
            found += [_ordinal(m, found, inside) for m in _Sentence(text, number, sentence, inside).read()]
    return tuple(found)


def _ordinal(m: TollMention, before: Sequence[TollMention], amounts: Sequence[Amount]) -> TollMention:
    """ "A fifth policeman died": five in all where four were told to be dead before, else one person."""
    ordinal = next((a for a in amounts if a.kind == "ordinal" and m.start <= a.start < m.end), None)
    if ordinal is None:
        return m
    running = any(b.effect == m.effect and b.low == ordinal.low - 1 and not b.part_of for b in before)
    n = ordinal.low if running else 1
    return msgspec.structs.replace(m, low=n, high=n, additional=not running)


def _in_time(a: Amount, times: Sequence[TimeMention]) -> bool:
    return any(t.start < a.end and a.start < t.end and t.type != "SET" for t in times)


class _Sentence:
    def __init__(self, text: str, number: int, sentence: ParsedSentence, amounts: Sequence[Amount]) -> None:
        self.text, self.number, self.sentence = text, number, sentence
        self.syntax = Syntax(sentence)
        self.tokens = sentence.tokens
        self.words = lexicon().words
        self.amounts = amounts
        self.amount_at: dict[int, Amount] = {}
        for a in amounts:
            for i, token in enumerate(self.tokens):
                if a.start <= token.start < a.end:
                    self.amount_at[i] = a

    def read(self) -> list[TollMention]:
        found: list[TollMention] = []
        for i in range(len(self.tokens)):
            found += self._among(i)
            running = self._running_toll(i)
            if running is not None:
                found.append(running)
                continue
            harm = trigger_sense(self.syntax, i)
            if harm is None:
                found += self._nil(i)
                continue
            if (
                harm.frame == "state"
                and i
                and harm.effect == "killed"
                and trigger_sense(self.syntax, i - 1) is not None
            ):
                # "shot dead two traders": the verb has counted them
                continue
            denied = self._denied(i, harm)
            if denied:
                found += denied
                continue
            if is_unreal(self.syntax, i):
                continue
            found += self._of_trigger(i, harm)
        return _less_the_dead(_without_repeats(found + self._included(found)))

    def _included(self, found: list[TollMention]) -> list[TollMention]:
        """ "…, including X": where the tree hangs it elsewhere, X is part of the figure told last before it."""
        more = []
        for i, token in enumerate(self.tokens):
            if token.lemma.lower() not in self.words.part or token.text.lower() == "include" or token.head < 0:
                continue
            before = [m for m in found if m.end <= token.start and not m.part_of and m.low > 1]
            if not before or any(m.part_of and m.start > token.start for m in found):
                continue
            harm = Harm(before[-1].effect, "among")
            head = token.head if token.head > i else next(iter(self.syntax.dep(i, "obj", "nmod", "obl")), -1)
            if head < 0:
                continue
            for h in self.syntax.with_conjuncts([head]):
                group = self._group(h, i, harm)
                if (
                    group is not None
                    and group.low < before[-1].low
                    and not any(m.start <= self.tokens[h].start < m.end for m in found)
                ):
                    more.append(self._mention(msgspec.structs.replace(group, part_of=True, why="included"), i, harm))
        return more

    # ---- nobody

    def _denied(self, i: int, harm: Harm) -> list[TollMention]:
        if harm.effect not in ("killed", "injured"):
            return []
        tokens, nobody = self.tokens, self.words.nobody
        if harm.frame == "counted":
            nil = [c for c in self.syntax.below[i] if tokens[c].lemma.lower() == "no"]
        else:
            subjects = victim_heads(self.syntax, i, harm)
            nil = [
                s for s in subjects
                if tokens[s].lemma.lower() in ("nobody", "none") or any(tokens[c].lemma.lower() == "no" for c in self.syntax.below[s])
                or (tokens[s].lemma.lower() == "one" and s > 0 and tokens[s - 1].lemma.lower() == "no")
            ]  # fmt: skip
        if not nil or (
            tokens[nil[0]].lemma.lower() not in nobody | {"one", "person", "people", "casualty"}
            and harm.frame != "counted"
        ):
            return []
        first, last = min([*nil, i]), max([*nil, i]) + 1
        effects: list[Effect] = ["killed"] if harm.effect == "killed" else ["killed", "injured"]
        if harm.effect == "killed" and any(
            trigger_sense(self.syntax, c) for c in self.syntax.with_conjuncts([i]) if c != i
        ):
            effects = ["killed", "injured"]
        start, end = tokens[first].start, tokens[last - 1].end
        return [
            TollMention(
                start=start,
                end=end,
                exact=self.text[start:end],
                sentence=self.number,
                effect=e,
                low=0,
                high=0,
                denied=False,
                trigger=(tokens[i].start, tokens[i].end),
                why="nobody",
            )  # fmt: skip
            for e in effects
        ]

    def _nil(self, i: int) -> list[TollMention]:
        """ "No casualties": nobody killed and nobody hurt."""
        effects = self.words.nil.get(self.tokens[i].lemma.lower())
        if not effects:
            return []
        none = [c for c in self.syntax.below[i] if self.tokens[c].lemma.lower() in ("no", "zero", "nil")]
        if not none:
            return []
        start, end = self.tokens[min([*none, i])].start, self.tokens[i].end
        return [
            TollMention(
                start=start,
                end=end,
                exact=self.text[start:end],
                sentence=self.number,
                effect=e,
                low=0,
                high=0,
                trigger=(self.tokens[i].start, end),
                why="nobody",
            )  # fmt: skip
            for e in effects
        ]

    def _running_toll(self, i: int) -> TollMention | None:
        """ "The death toll rose to 26", "the number of injured has climbed to 60": a total told as a count."""
        tokens, words = self.tokens, self.words
        if tokens[i].lemma.lower() not in words.running or tokens[i].dep not in (
            "nsubj",
            "nsubj:pass",
            "root",
            "obj",
            "compound",
            "obl",
            "nmod",
        ):
            return None
        below = {tokens[c].lemma.lower() for c in self.syntax.subtree(i)} | {
            tokens[c].lemma.lower() for c in range(max(0, i - 2), i)
        }
        effect = next((e for word, e in words.running_of.items() if word in below), None)
        if effect is None and tokens[i].lemma.lower() == "toll":
            effect = "killed"
        if effect is None:
            return None
        reach = self.syntax.subtree(tokens[i].head) if tokens[i].head >= 0 else self.syntax.subtree(i)
        after = [j for j in reach if j > i and j in self.amount_at and j < i + 16]
        if not after:
            return None
        # "from 24 to 26": the figure reached is the last one
        to = [
            j
            for j in after
            if any(tokens[c].lemma in ("to", "at") for c in self.syntax.below[j]) or tokens[j - 1].lemma in ("to", "at")
        ]
        amount = self.amount_at[(to or after)[0]]
        return TollMention(
            start=amount.start, end=amount.end, exact=amount.exact, sentence=self.number, effect=effect, low=amount.low,
            high=amount.high, trigger=(tokens[i].start, tokens[i].end), victims=((amount.start, amount.end),), why="running toll",
        )  # fmt: skip

    def _among(self, i: int) -> list[TollMention]:
        """ "Among the dead were three children": a part of those counted elsewhere."""
        tokens = self.tokens
        effect = self.words.among.get(tokens[i].text.lower())
        if effect is None or not any(tokens[c].lemma.lower() in ("among", "amongst") for c in self.syntax.below[i]):
            return []
        found = []
        harm = Harm(effect, "among")
        for h in self.syntax.with_conjuncts(self.syntax.dep(i, "nsubj")):
            group = self._group(h, i, harm)
            if group is not None and group.high is not None:
                found.append(self._mention(msgspec.structs.replace(group, part_of=True, why="among"), i, harm))
        return found

    # ---- somebody

    def _of_trigger(self, i: int, harm: Harm) -> list[TollMention]:
        groups: list[_Group] = []
        heads = [h for h in dict.fromkeys(victim_heads(self.syntax, i, harm)) if not self._is_thing(h, i)]
        if (
            i - 1 in self.amount_at
            and harm.frame in ("verb", "state")
            and self.tokens[i].tag in ("VBN", "JJ", "VBD", "NNS", "NN")
        ):
            # "12 injured": headlines and lists leave the noun out, and the number beside the word is its own
            heads = [h for h in heads if self.amount_at.get(h) is self.amount_at[i - 1]] or [i - 1]
        if (
            harm.frame == "verb"
            and i + 1 in self.amount_at
            and not any(self.tokens[c].dep == "aux:pass" for c in self.syntax.below[i])
        ):
            # "rebels kidnapped 50 farmers": a tree that takes this for a passive is mended by the figure behind the verb
            heads = [h for h in heads if h > i]
        for head in heads:
            group = self._group(head, i, harm)
            if group is not None:
                groups.append(group)
            groups += self._parts(head, i)
        if not any(not g.part_of for g in groups):
            beside = self._beside(i, harm)
            if beside is not None:
                groups.insert(0, beside)
        return [self._mention(g, i, harm) for g in groups] + self._fatally(i)

    def _fatally(self, i: int) -> list[TollMention]:
        """ "Four people were shot, two fatally": the dead among those hit."""
        found = []
        for j in range(i + 1, min(len(self.tokens), i + 12)):
            near = [k for k in (j - 1, j - 2, j - 3) if k in self.amount_at]
            if self.tokens[j].text.lower() == "fatally" and near and near[0] > i:
                a = self.amount_at[near[0]]
                found.append(
                    TollMention(
                        start=a.start,
                        end=a.end,
                        exact=a.exact,
                        sentence=self.number,
                        effect="killed",
                        low=a.low,
                        high=a.high,
                        trigger=(self.tokens[j].start, self.tokens[j].end),
                        victims=((a.start, a.end),),
                        why="fatally",
                    )  # fmt: skip
                )
        return found

    def _is_thing(self, head: int, trigger: int) -> bool:
        token = self.tokens[head]
        if head == trigger:
            return False
        lemma = token.lemma.lower()
        if lemma in self.words.self_:
            return False
        return lemma in self.words.things or token.pos in ("ADV", "SYM") or (token.pos == "VERB" and token.tag != "VBN")

    def _group(self, head: int, trigger: int, harm: Harm) -> _Group | None:
        tokens = self.tokens
        token = tokens[head]
        if token.lemma.lower() in self.words.self_:
            return _Group(head, head + 1, head, 1, 1, why="the attacker himself")
        first, last = noun_phrase(self.sentence, head, self.syntax)
        first, last = max(0, first), max(last, head + 1)
        amount = self._amount_of(head, first)
        if amount is not None:
            start = next((j for j in range(len(tokens)) if tokens[j].start >= amount.start), first)
            part = self._is_part(head, first, start)
            return _Group(
                min(start, head), max(last, head + 1), head, amount.low, amount.high, part_of=part,
                additional=amount.additional, why="counted",
            )  # fmt: skip
        if harm.frame == "counted" or (head == trigger and harm.frame == "state"):
            return None
        if harm.frame == "state" and tokens[trigger].dep == "amod":
            # "the slain candidate" speaks of a death told elsewhere
            return None
        if harm.frame == "noun" and token.tag in _PLURAL:
            return None
        return self._uncounted(head, first, last, trigger)

    def _amount_of(self, head: int, first: int) -> Amount | None:
        """The figure that counts a phrase: its own number, or the head itself where the noun is left out."""
        for c in sorted(self.syntax.below[head]):
            if (
                self.tokens[c].dep in ("nummod", "amod", "det", "nmod", "advmod", "nmod:unmarked", "compound")
                and c in self.amount_at
            ):
                amount = self.amount_at[c]
                if c < head and (
                    self.tokens[c].dep == "nummod" or amount.kind in ("vague", "ordinal") or self._adjacent(c, head)
                ):
                    return amount
        if head in self.amount_at:
            return self.amount_at[head]
        for j in range(head - 1, max(-1, head - 5), -1):
            if j in self.amount_at:
                return self.amount_at[j] if self._adjacent(j, head) else None
            if self.tokens[j].pos not in ("ADJ", "NOUN", "PROPN", "PUNCT", "ADV") or self.tokens[j].text in ",;:()":
                break
        return None

    def _adjacent(self, c: int, head: int) -> bool:
        return all(self.tokens[j].pos in ("ADJ", "NOUN", "PROPN", "PUNCT", "NUM", "ADV") for j in range(c + 1, head))

    def _is_part(self, head: int, first: int, start: int) -> bool:
        """ "three of them", "two of the dead", "including …"."""
        tokens = self.tokens
        if any(tokens[c].lemma.lower() in self.words.part for c in self.syntax.below[head] if c < head):
            return True
        if start > 0 and tokens[start - 1].lemma.lower() in ("including", "include", "among"):
            return True
        for c in self.syntax.below[head]:
            if tokens[c].dep in ("nmod", "obl") and any(tokens[g].lemma == "of" for g in self.syntax.below[c]):
                low = tokens[c].text.lower()
                if low in (
                    "them",
                    "whom",
                    "dead",
                    "victims",
                    "injured",
                    "wounded",
                    "those",
                    "deceased",
                    "killed",
                    "arrested",
                    "detained",
                ):
                    return True
        return False

    def _uncounted(self, head: int, first: int, last: int, trigger: int) -> _Group | None:
        """One person named or described, a bare plural, or nothing certain."""
        token = self.tokens[head]
        tag, lemma = token.tag, token.lemma.lower()
        determined = {
            self.tokens[c].lemma.lower() for c in self.syntax.below[head] if self.tokens[c].dep in ("det", "nmod:poss")
        }
        part = self._is_part(head, first, first)
        if token.pos == "PRON":
            one = lemma in ("he", "she", "him", "her", "i", "someone", "somebody", "anyone") or token.text.lower() in (
                "him",
                "her",
            )
            return _Group(head, head + 1, head, 1, 1, why="pronoun") if one else None
        person = self.syntax.entity.get(head) == "PER"
        if tag in _PLURAL or lemma in ("people", "police"):
            if determined & {"the", "these", "those", "their", "both", "all", "his", "its"}:
                if "both" in determined:
                    return _Group(first, last, head, 2, 2, part_of=part, why="both")
                return None
            return _Group(first, last, head, 2, None, part_of=part, why="bare plural")
        if person or (token.pos == "NOUN" and (determined or self._human(head))):
            if self.syntax.entity.get(head) in ("ORG", "LOC") or not (person or self._human(head)):
                return None
            return _Group(first, last, head, 1, 1, part_of=part, why="one person")
        return None

    def _human(self, head: int) -> bool:
        return categorise_tokens(self.sentence, head, self.syntax) not in (
            None, "party", "court", "government", "media", "company", "election_body", "rights_group", "international_body", "mob", "gang",
        )  # fmt: skip

    def _parts(self, head: int, trigger: int) -> list[_Group]:
        """Groups told to be among those counted: "including three children", "two of them women"."""
        found = []
        below = [c for c in self.syntax.subtree(head) if c != head and c != trigger]
        for c in below:
            token = self.tokens[c]
            led = any(self.tokens[g].lemma.lower() in self.words.part and g < c for g in self.syntax.below[c]) or (
                c > 0 and self.tokens[c].head >= 0 and self.tokens[self.tokens[c].head].lemma.lower() == "include"
            )
            apposed = token.dep in ("appos", "parataxis", "acl", "acl:relcl", "nmod", "conj") and self._is_part(c, c, c)
            if not led and not apposed:
                continue
            for h in self.syntax.with_conjuncts([c]) if led else [c]:
                first, last = noun_phrase(self.sentence, h, self.syntax)
                amount = self._amount_of(h, first)
                if amount is not None:
                    start = min(
                        next((j for j in range(len(self.tokens)) if self.tokens[j].start >= amount.start), first), h
                    )
                    found.append(_Group(start, last, h, amount.low, amount.high, part_of=True, why="part"))
                elif self.tokens[h].tag in _SINGULAR and (self._human(h) or self.syntax.entity.get(h) == "PER"):
                    found.append(_Group(first, last, h, 1, 1, part_of=True, why="part"))
        return found

    def _beside(self, i: int, harm: Harm) -> _Group | None:
        """A figure next to the trigger, where the tree gave nobody: "killing 20", "12 hurt"."""
        tokens = self.tokens
        if harm.frame in ("noun", "counted", "happens") or (harm.frame == "verb" and tokens[i].tag in ("VB", "VBP")):
            return None
        right = [j for j in range(i + 1, min(len(tokens), i + 5)) if j in self.amount_at]
        if (
            right
            and harm.frame == "verb"
            and tokens[i].tag in ("VBG", "VBD", "VBZ", "VBN")
            and self._clear(i + 1, right[0])
        ):
            return self._loose(right[0])
        left = [j for j in range(i - 1, max(-1, i - 5), -1) if j in self.amount_at]
        if left and self._clear(left[0] + 1, i) and tokens[i].tag in ("VBN", "JJ", "VBD", "NNS", "NN"):
            return self._loose(left[0])
        return None

    def _clear(self, first: int, last: int) -> bool:
        return all(
            self.tokens[j].pos not in ("VERB", "SCONJ") and self.tokens[j].text not in ",;:()—"
            for j in range(first, last)
        )

    def _loose(self, at: int) -> _Group | None:
        amount = self.amount_at[at]
        last = at + 1
        while last < len(self.tokens) and self.amount_at.get(last) is amount:
            last += 1
        noun = last
        while noun < len(self.tokens) and noun < last + 3 and self.tokens[noun].pos in ("ADJ", "NOUN", "PROPN"):
            noun += 1
        head = noun - 1
        if self.tokens[head].lemma.lower() in self.words.things:
            return None
        first = next(j for j in range(len(self.tokens)) if self.tokens[j].start >= amount.start)
        return _Group(first, noun, head, amount.low, amount.high, additional=amount.additional, why="beside")

    def _mention(self, g: _Group, i: int, harm: Harm) -> TollMention:
        tokens = self.tokens
        start, end = tokens[g.first].start, tokens[g.last - 1].end
        head = tokens[g.head]
        lemma = head.lemma.lower()
        who: str | None = None
        if lemma in self.words.self_ or is_attacker(lemma):
            who = "attacker"
        elif head.pos in ("NOUN", "PROPN") and g.head != i:
            who = categorise_tokens(self.sentence, g.head, self.syntax)
        if lemma in ("people", "person", "other", "man", "woman", "victim", "individual"):
            who = None
        named = tuple(
            (e.start, e.end)
            for e in self.sentence.entities
            if e.label == "PER" and e.first < g.last and g.first < e.last
        )
        return TollMention(
            start=start, end=end, exact=self.text[start:end], sentence=self.number, effect=harm.effect, low=g.low, high=g.high,
            who=who, part_of=g.part_of, additional=g.additional, trigger=(tokens[i].start, tokens[i].end),
            victims=named or ((start, end),), why=g.why,
        )  # fmt: skip


def _less_the_dead(mentions: list[TollMention]) -> list[TollMention]:
    """Those hit, less those who were hit fatally, are the injured."""
    fatal = [m for m in mentions if m.why == "fatally"]
    if not fatal:
        return mentions
    dead = sum(m.low for m in fatal)
    return [
        msgspec.structs.replace(m, low=m.low - dead, high=m.high - dead)
        if m.effect == "injured" and m.high is not None and m.low >= dead else m
        for m in mentions
    ]  # fmt: skip


def _without_repeats(mentions: list[TollMention]) -> list[TollMention]:
    """One mention a figure: two triggers of one effect ("shot and killed") count the same people once.

    Those who died of what hurt them are dead, not hurt: an injury of the very same words gives way.
    """
    kept: list[TollMention] = []
    rank = {"killed": 0, "injured": 1}
    for m in sorted(mentions, key=lambda m: (rank.get(m.effect, 2), m.part_of, m.start)):
        same = [k for k in kept if k.start < m.end and m.start < k.end]
        if any(
            k.effect == m.effect or (k.effect == "killed" and m.effect == "injured" and k.low > 0)
            for k in same
            if k.low or not m.low
        ):
            if not any(k.effect != m.effect and k.low == 0 for k in same):
                continue
        kept.append(m)
    return sorted(kept, key=lambda m: (m.start, m.effect))
