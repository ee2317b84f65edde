"""How many acts a mention tells of: one, several, a series; and which of several."""

import re
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from onrecord.model import Count
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.triggers import Trigger
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import TimeMention, TollMention

__all__ = ["Number", "number_of", "over_a_period"]

_LONG = timedelta(days=60)
_MANY = 20
_WAR = 1000
"""People whom no one act is likely to harm: a figure of a war, of a wave of kidnappings."""


class Number(msgspec.Struct, frozen=True):
    """``several`` for plural acts; ``count`` where the number is said; ``ordinal`` of "the second blast".

    ``period``: the figures are of months or of a war.
    """

    several: bool = False
    count: Count | None = None
    ordinal: int | None = None
    definite: bool = False
    fresh: bool = False
    period: bool = False


def number_of(
    analysis: Analysis, syntax: Syntax, triggers: Sequence[Trigger], anchor: int, opening: frozenset[str] = frozenset()
) -> Number:
    """The number of the acts that a mention's ``triggers`` tell of; ``anchor`` is that of the first.

    ``opening`` are the words before the subject, where "separately" or "hours later" stand.
    """
    words = context()
    nouns = [t.anchor for t in triggers if t.rank != 1 and _nominal(syntax, t.anchor)]
    forms = {f for n in nouns for i in _beside(syntax, n) for f in syntax.words(i)}
    ordinal = next((words.ordinals[f] for f in sorted(forms) if f in words.ordinals), None)
    fresh = bool(forms & words.fresh) or bool(opening & words.apart)
    definite = bool(forms & words.definite) or any(
        syntax.tokens[i].dep == "nmod:poss" for n in nouns for i in syntax.below[n]
    )
    count = _times(analysis, syntax, anchor) or _instances(analysis, syntax, anchor)
    several = count is not None
    telling = [t for t in triggers if t.rank != 1 and t.plural and t.anchor in nouns and not _done_to(syntax, t)]
    for trigger in telling[:1]:
        count, several = _noun(analysis, syntax, trigger.anchor)
    bombs = [t for t in triggers if t.type == "attack.explosion" and t.anchor in nouns and not t.plural]
    if not telling and bombs and syntax.tokens[bombs[0].anchor].dep.startswith("nsubj"):
        # "two bombs killed 22": each went off, where "two grenades were thrown" tells of one attack
        count = _noun(analysis, syntax, bombs[0].anchor)[0]
    if not several and any(_in_several_places(analysis, syntax, t.anchor) for t in bombs):
        several = True
    if count is None and ordinal is not None and _predicate(syntax, nouns, ordinal):
        return Number(several=True, count=Count(low=ordinal, high=ordinal), fresh=True)
    return Number(
        several=several or (count is not None and count.low > 1),
        count=count if count is not None and count.low > 1 else None,
        ordinal=ordinal,
        definite=definite,
        fresh=fresh,
    )


def over_a_period(
    syntax: Syntax, time: TimeMention | None, triggers: Sequence[Trigger], tolls: Sequence[TollMention]
) -> bool:
    """Whether a figure sums up months or a war: "326 people were kidnapped this year", "a conflict that has cost 70,000 lives".

    Not where a noun tells of one act ("an attack in 2018 killed 149"), nor where the figure is small enough for one.
    """
    figures = [
        t.low for t in tolls if not t.part_of and t.who != "attacker" and t.effect not in ("displaced", "arrested")
    ]
    if max(figures, default=0) < _MANY or any(
        t.rank >= 2 and syntax.tokens[t.anchor].tag in ("NN", "NNP") for t in triggers
    ):
        return False
    if time is None or time.first is None or time.last is None:
        return max(figures) >= _WAR
    long = time.precision == "year" or time.last - time.first >= _LONG
    return long or (max(figures) >= _WAR and time.precision not in ("day", "time"))


def _in_several_places(analysis: Analysis, syntax: Syntax, anchor: int) -> bool:
    """ "Bombs at offices in Kessaba and Orlino": each place had its own."""
    token = syntax.tokens[anchor]
    if token.tag not in ("NNS", "NNPS"):
        return False
    went_off = token.head >= 0 and token.dep.startswith("nsubj")
    below, left = set[int](), [anchor]
    if went_off:
        left += [c for c in syntax.below[token.head] if syntax.tokens[c].dep.startswith("obl")]
        below.update(left[1:])
    while left:
        found = [c for c in syntax.below[left.pop()] if c not in below]
        below.update(found)
        left += found
    told = [p for p in analysis.places if any(i in below for i in syntax.at(p.start, p.end))]
    return any(_AND.fullmatch(analysis.text[p.end : q.start]) for p in told for q in analysis.places if q.start > p.end)


_AND = re.compile(r",? and (?:in |at )?")


def _done_to(syntax: Syntax, trigger: Trigger) -> bool:
    """ "Set three houses on fire": the noun of the words is what a verb among them was done to, and counts no acts."""
    token = syntax.tokens[trigger.anchor]
    verb = token.head if token.dep in ("obj", "nsubj:pass") else -1
    return verb in trigger.tokens and syntax.tokens[verb].pos == "VERB"


def _nominal(syntax: Syntax, i: int) -> bool:
    return syntax.tokens[i].pos in ("NOUN", "PROPN") or _heads_phrase(syntax, i)


def _beside(syntax: Syntax, anchor: int) -> list[int]:
    """What stands before the noun and belongs to it."""
    near = [i for i in syntax.below[anchor] if i < anchor]
    return [*near, *(b for i in near for b in syntax.below[i])]


def _noun(analysis: Analysis, syntax: Syntax, anchor: int) -> tuple[Count | None, bool]:
    words = context()
    token = syntax.tokens[anchor]
    lemma = token.lemma.lower()
    if lemma in words.blows:
        return None, False
    forms = {f for i in _beside(syntax, anchor) for f in syntax.words(i)}
    if _of_its_victims(syntax, anchor):
        return None, False
    plural = token.tag in ("NNS", "NNPS")
    count = _count(analysis, syntax, anchor)
    if count is None and (plural or lemma not in words.victims_counted):
        told = [words.plural_counts[f] for f in sorted(forms) if f in words.plural_counts]
        count = Count(low=told[0], high=told[0]) if told and (plural or forms & words.pairs) else None
    if count is not None and count.low <= 1:
        return None, False
    if count is None and plural:
        count = _of_its_sites(analysis, syntax, anchor)
    mass = lemma in words.mass
    return count, (plural or count is not None or mass or _series(syntax, anchor))


def _of_its_sites(analysis: Analysis, syntax: Syntax, anchor: int) -> Count | None:
    """ "Bombings at two offices": as many as the buildings that were struck."""
    for site in (c for c in syntax.dep(anchor, "nmod") if c > anchor):
        if syntax.is_one_of(site, lexicon().classes["building"]):
            count = _count(analysis, syntax, site)
            if count is not None and count.low > 1 and count.high is not None:
                return count
    return None


def _of_its_victims(syntax: Syntax, anchor: int) -> bool:
    """ "The killings of two clerks": the plural is that of those who suffered one act."""
    words = context()
    if syntax.tokens[anchor].lemma.lower() not in words.victims_counted:
        return False
    if syntax.tokens[anchor].tag not in ("NNS", "NNPS"):
        return False
    named = any(syntax.entity.get(i) == "PER" or syntax.tokens[i].pos == "NUM" for i in _suffering(syntax, anchor))
    return named and any(syntax.is_one_of(i, words.definite) for i in _beside(syntax, anchor))


def _suffering(syntax: Syntax, anchor: int) -> list[int]:
    """Whom the noun is of, with their numbers."""
    of = syntax.with_conjuncts([c for c in syntax.below[anchor] if syntax.tokens[c].dep == "nmod" and c > anchor])
    return [*of, *(c for i in of for c in syntax.below[i] if syntax.tokens[c].dep == "nummod")]


def _times(analysis: Analysis, syntax: Syntax, anchor: int) -> Count | None:
    """ "three times since December": the verb's own number."""
    verb = syntax.clause(anchor)
    if context().striking & {syntax.tokens[verb].lemma.lower(), syntax.tokens[anchor].lemma.lower()}:
        return None
    for i, token in enumerate(syntax.tokens):
        if token.lemma.lower() != "time" or token.tag != "NNS" or token.head not in (anchor, verb):
            continue
        for amount in analysis.amounts:
            if any(k in syntax.below[i] for k in syntax.at(amount.start, amount.end)) and amount.low > 1:
                return Count(low=amount.low, high=amount.high)
        for k in syntax.below[i]:
            told = context().plural_counts.get(syntax.tokens[k].lemma.lower())
            if told and told > 1:
                return Count(low=told, high=told)
    return None


def _instances(analysis: Analysis, syntax: Syntax, anchor: int) -> Count | None:
    """ "24 instances in which armed groups attacked …": the noun above the clause counts."""
    verb = syntax.clause(anchor)
    token = syntax.tokens[verb]
    if token.dep not in ("acl:relcl", "acl") or token.head < 0:
        return None
    if syntax.tokens[token.head].lemma.lower() not in context().series:
        return None
    count, _ = _noun(analysis, syntax, token.head)
    return count


def _predicate(syntax: Syntax, nouns: Sequence[int], ordinal: int) -> bool:
    """ "It was the third attack within a week" counts attacks; "the third attack" alone names one."""
    return ordinal >= 3 and any(any(syntax.tokens[c].dep == "cop" for c in syntax.below[n]) for n in nouns)


def _heads_phrase(syntax: Syntax, i: int) -> bool:
    return any(syntax.tokens[c].dep == "det" for c in syntax.below[i])


def _count(analysis: Analysis, syntax: Syntax, anchor: int) -> Count | None:
    numerals = [
        i for i in syntax.below[anchor] if syntax.tokens[i].dep in ("nummod", "det", "amod", "nmod", "compound")
    ]
    loose = None
    for amount in analysis.amounts:
        if amount.kind == "ordinal" or not (syntax.sentence.start <= amount.start < syntax.tokens[anchor].start):
            continue
        inside = syntax.at(amount.start, amount.end)
        if any(i in numerals for i in inside):
            return Count(low=amount.low, high=amount.high)
        if loose is None and any(anchor in _up(syntax, i) for i in inside):
            loose = Count(low=amount.low, high=amount.high)
    return loose


def _up(syntax: Syntax, i: int) -> tuple[int, ...]:
    token = syntax.tokens[i]
    if token.head < 0:
        return ()
    # "dozens of attacks": the noun hangs below the number
    return tuple(c for c in syntax.below[i] if syntax.tokens[c].dep == "nmod")


def _series(syntax: Syntax, anchor: int) -> bool:
    token = syntax.tokens[anchor]
    return token.dep == "nmod" and token.head >= 0 and syntax.tokens[token.head].lemma.lower() in context().series
