"""From words of harm to figures: each group of people with its effect, bounds and the exact words.

Every figure is bound to its trigger over the dependency tree; where the tree gives no victims, a figure right beside
the trigger is taken ("leaving 12 dead", "killing at least 20").
"""

from collections.abc import Sequence

import msgspec

from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.parts import Amount, TimeMention, TollMention
from onrecord.reading.tolls.groups import Group, beside, group_of, is_thing, parts_of
from onrecord.reading.tolls.lexicon import Harm
from onrecord.reading.tolls.mention import mention_of
from onrecord.reading.tolls.nobody import nobody_harmed, nothing_counted
from onrecord.reading.tolls.people import settle_people
from onrecord.reading.tolls.running import (
    among,
    among_many,
    fatally,
    floating,
    identified,
    included,
    of_another,
    running_toll,
)
from onrecord.reading.tolls.senses import is_negated, is_unreal
from onrecord.reading.tolls.settle import ordinal, spelled_out, their_number, without_repeats
from onrecord.reading.tolls.victims import victim_heads
from onrecord.reading.tolls.view import View

__all__ = ["read_tolls"]


def read_tolls(
    text: str, sentences: Sequence[ParsedSentence], amounts: Sequence[Amount], times: Sequence[TimeMention] = ()
) -> tuple[TollMention, ...]:
    """Every toll of the parsed sentences, in text order.

    ``times`` keeps figures that are part of a date from being counted. Sentences without syntax give nothing.
    """
    found: list[TollMention] = []
    names = _names(sentences)
    for number, sentence in enumerate(sentences):
        if sentence.parsed:
            inside = [a for a in amounts if sentence.start <= a.start < sentence.end and not _in_time(a, times)]
            view = View(text, number, sentence, inside, names)
            for m in _read(view):
                found.append(their_number(ordinal(m, found, inside, died=_died(view, m)), found))
    return tuple(settle_people(text, found))


def _died(view: View, m: TollMention) -> bool:
    """Whether the verb tells of a death and of nobody who killed ("a third man has died")."""
    return any(s.frame == "happens" and view.tokens[k].start == m.trigger[0] for k, s in view.senses.items())


def _names(sentences: Sequence[ParsedSentence]) -> frozenset[str]:
    """The first and last words of people's names of two words and more."""
    return frozenset(
        s.tokens[k].text
        for s in sentences
        for e in s.entities
        for k in (e.first, e.last - 1)
        if e.label == "PER" and e.last - e.first > 1 and s.tokens[k].text[:1].isupper()
    )


def _in_time(a: Amount, times: Sequence[TimeMention]) -> bool:
    """Whether a figure belongs to a time; "a quarter of a million" holds one that is none, "two 16-year-old boys" counts boys."""
    return any(
        t.start < a.end
        and a.start < t.end
        and t.type != "SET"
        and not t.exact.lower().endswith(("old", "olds"))
        and not (a.start <= t.start and t.end < a.end)
        for t in times
    )


def _read(view: View) -> list[TollMention]:
    found: list[TollMention] = []
    if not view.tells:
        return found
    for i in range(len(view.tokens)):
        found += among(view, i) + identified(view, i) + fatally(view, i)
        running = running_toll(view, i)
        if running is not None:
            found.append(running)
            continue
        harm = view.senses.get(i)
        nothing = nothing_counted(view, i)
        if harm is None or nothing:
            found += nothing
        elif not _told_before(view, i, harm):
            found += _of_trigger(view, i, harm)
    found += included(view, found)
    return spelled_out(view.text, view.sentence.end, without_repeats([*found, *floating(view, found)]))


def _told_before(view: View, i: int, harm: Harm) -> bool:
    """ "Shot dead two traders": the verb has counted them."""
    verb = view.senses.get(i - 1)
    return harm.frame == "state" and harm.effect == "killed" and verb is not None and verb.frame == "verb"


def _of_trigger(view: View, i: int, harm: Harm) -> list[TollMention]:
    nobody = nobody_harmed(view, i, harm)
    if nobody is not None:
        return nobody
    if (
        (is_negated(view.syntax, i) and harm.frame != "fails")
        or is_unreal(view.syntax, i)
        or _one_of_many(view, i, harm)
    ):
        return []
    many = among_many(view, i)
    if many is not None:
        return _of_many(view, i, harm, *many)
    groups: list[Group] = []
    for head in _heads(view, i, harm):
        group = group_of(view, head, i, harm)
        if group is not None:
            groups.append(group)
        groups += parts_of(view, head, i)
    if not any(not g.part_of for g in groups):
        near = beside(view, i, harm)
        # "including one man who was shot": the figure beside the word is the part told
        told = near is None or any(g.head == near.head and view.lemma(g.first - 1) in view.words.part for g in groups)
        groups = groups if told or near is None else [near, *groups]
    return [mention_of(view, g, i, harm) for g in groups]


def _of_many(view: View, i: int, harm: Harm, whole: int, some: list[int]) -> list[TollMention]:
    """ "A boy was among four people shot": four, of whom the boy is a part."""
    all_ = group_of(view, whole, i, harm)
    parts = [g for h in some if (g := group_of(view, h, i, harm)) is not None]
    if all_ is None:
        return [mention_of(view, g, i, harm) for g in parts]
    found = [(all_, False), *((g, True) for g in parts)]
    return [mention_of(view, msgspec.structs.replace(g, part_of=part), i, harm) for g, part in found]


def _one_of_many(view: View, i: int, harm: Harm) -> bool:
    """ "One of 14 killings this year": the figure counts other events than the one told of."""
    if harm.frame != "counted":
        return False
    if harm.effect == "injured" and not harm.with_ and view.cases(i) & {"with", "from", "of"}:
        # "a man with several injuries" counts no people, "the state of the three shooting victims" does
        return True
    if "of" not in view.cases(i):
        return False
    return view.lemma(view.tokens[i].head) in ("one", "latest", "first", "last", "series", "string", "spate", "wave")


def _heads(view: View, i: int, harm: Harm) -> list[int]:
    heads = [h for h in victim_heads(view, i, harm) if not is_thing(view, h, i) and view.low(h - 1) != "no"]
    if harm.frame not in ("verb", "state"):
        return heads
    heads = [h for h in heads if h <= i or not of_another(view, h, harm.effect)]
    before = view.amount_at.get(i - 1)
    if before is not None and view.tokens[i].tag in ("VBN", "JJ", "VBD", "NNS", "NN"):
        # "12 injured": headlines and lists leave the noun out, and the number beside the word is its own
        own = [h for h in heads if view.amount_at.get(h) is before]
        return own or ([i] if i in heads else [i - 1])
    passive = any(view.tokens[c].dep == "aux:pass" for c in view.syntax.below[i])
    if harm.frame == "verb" and i + 1 in view.amount_at and not passive:
        # "rebels kidnapped 50 farmers": the figure behind the verb mends a tree that takes it for a passive
        heads = [h for h in heads if h > i]
    return heads
