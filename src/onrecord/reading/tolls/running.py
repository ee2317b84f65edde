"""Figures told apart from their people: running tolls, "among the dead", "the dead were named as", "including", "two fatally"."""

import msgspec

from onrecord.model import Effect
from onrecord.reading.parts import TollMention
from onrecord.reading.tolls.groups import group_of
from onrecord.reading.tolls.lexicon import Harm
from onrecord.reading.tolls.lists import amount_in
from onrecord.reading.tolls.mention import mention_of, of_amount
from onrecord.reading.tolls.view import View

__all__ = ["among", "among_many", "fatally", "floating", "identified", "included", "of_another", "running_toll"]

_REACH = 30
_NEAR = 8
_ROLES = ("nsubj", "nsubj:pass", "root", "obj", "compound", "obl", "nmod")


def running_toll(view: View, i: int) -> TollMention | None:
    """ "The death toll rose to 26", "the number of injured has climbed to 60", "bringing the dead to two"."""
    tokens, syntax, words = view.tokens, view.syntax, view.words
    if (told := _set_at(view, i)) is not None:
        return told
    if view.lemma(i) in words.running and tokens[i].dep in _ROLES:
        below = {view.lemma(c) for c in syntax.subtree(i)} | {view.lemma(c) for c in range(max(0, i - 2), i)}
        if view.low(i + 1) == "of":
            below |= {view.lemma(k) for k in range(i + 2, i + 5)}
        effect = next((e for word, e in words.running_of.items() if word in below), None)
        if effect is None and view.lemma(i) == "toll":
            effect = "killed"
    elif tokens[i].dep == "obj" and tokens[i].head >= 0 and view.lemma(tokens[i].head) in words.running_set:
        effect = _effect_of(view, i)
    else:
        return None
    if effect is None:
        return None
    own = next((view.amount_at[c] for c in syntax.below[i] if c in view.amount_at and tokens[c].dep == "nummod"), None)
    reach = syntax.subtree(tokens[i].head) if tokens[i].head >= 0 else syntax.subtree(i)
    after = [j for j in reach if i < j < i + _REACH and j in view.amount_at and not _counts_others(view, j)]
    after = [j for j in after if not of_another(view, j, effect)]
    if not after or own is not None:
        return None
    # "from 24 to 26": the figure reached is the last one
    to = [
        j
        for j in after
        if view.cases(j) & {"to", "at"} or view.low(view.first_of(view.amount_at[j]) - 1) in ("to", "at")
    ]
    amount = view.amount_at[(to or after)[0]]
    if amount.high is not None and amount.high > amount.low and amount.exact.lower().startswith("from "):
        amount = msgspec.structs.replace(amount, low=amount.high)
    return of_amount(view, amount, i, effect, "a running toll")


def _effect_of(view: View, i: int) -> Effect | None:
    """What befell those of whom a noun gives the number: "the dead", "the injured"."""
    return view.words.running_of.get(view.lemma(i)) or view.words.running_of.get(view.low(i))


def _set_at(view: View, i: int) -> TollMention | None:
    """ "Put the dead at two and the injured at nine", "the dead numbered 12": the figure right behind, whatever the tree says."""
    effect = _effect_of(view, i)
    if effect is None or view.low(i - 1) != "the" or i + 2 >= len(view.tokens):
        return None
    amount = view.amount_at.get(i + 2)
    verbs = (view.lemma(k) for k in range(i - 1) if view.tokens[k].pos == "VERB")
    set_ = view.low(i + 1) == "at" and any(v in view.words.running_set for v in verbs)
    if amount is None or not (set_ or view.lemma(i + 1) == "number"):
        return None
    return of_amount(view, amount, i, effect, "a running toll")


def of_another(view: View, h: int, effect: str) -> bool:
    """Whether a figure has a word of another effect right behind it: "counted 7 dead and 60 wounded"."""
    after, amount = h + 1, view.amount_at.get(h)
    while amount is not None and view.amount_at.get(after) is amount:
        after += 1
    told = [view.senses.get(h), view.senses.get(after) if amount is not None else None]
    return any(s is not None and s.effect != effect and s.frame in ("verb", "state") for s in told)


def _counts_others(view: View, j: int) -> bool:
    """Whether a figure counts something that is nobody ("in 12 attacks")."""
    head = view.tokens[j].head
    return view.tokens[j].dep == "nummod" and view.lemma(head) in view.words.things


def among(view: View, i: int) -> list[TollMention]:
    """ "Among the dead were three children": a part of those counted elsewhere."""
    effect = view.words.among.get(view.low(i))
    if effect is None:
        return []
    harm = Harm(effect, "among")
    if view.low(i - 1) == "the" and view.low(i - 2) == "of" and i - 3 in view.amount_at:
        group = group_of(view, i - 3, i, harm)
        return [] if group is None else [mention_of(view, msgspec.structs.replace(group, part_of=True), i, harm)]
    if not view.cases(i) & {"among", "amongst"}:
        return []
    found = []
    for h in view.syntax.with_conjuncts(_told_among(view, i)):
        group = group_of(view, h, i, harm)
        if group is not None and group.high is not None:
            found.append(mention_of(view, msgspec.structs.replace(group, part_of=True, why="among them"), i, harm))
    return found


def _told_among(view: View, i: int) -> list[int]:
    """Who is said to be among the dead: the subject, or what stands behind ("among the dead are two boys")."""
    j = i - 1
    while j > 0 and view.low(j) in ("the", "among", "amongst"):
        j -= 1
    if view.tokens[j].pos == "AUX" and j and view.tokens[j - 1].pos in ("NOUN", "PROPN"):
        return [j - 1]
    head = view.tokens[i].head
    own = [h for h in view.syntax.dep(i, "nsubj") if view.tokens[h].pos != "PRON"]
    above = [h for h in (view.syntax.dep(head, "nsubj") if head >= 0 else []) if view.tokens[h].pos != "PRON"]
    return own or above or [c for c in view.syntax.below[i] if c > i and c in view.amount_at]


def identified(view: View, i: int) -> list[TollMention]:
    """ "The dead were identified as Ana Ruiz and Joel Park", "the deceased is Ana Ruiz": each named is one of them."""
    effect = view.words.among.get(view.low(i))
    if effect is None or view.low(i - 1) not in ("the", "those"):
        return []
    tokens, syntax = view.tokens, view.syntax
    at = tokens[i].head if tokens[i].dep in ("acl", "acl:relcl", "amod") else i
    verb = tokens[at].head if at >= 0 else -1
    if verb < 0:
        return []
    if view.lemma(verb) in view.words.naming and tokens[at].dep in ("obj", "nsubj:pass"):
        named = [c for c in (*syntax.below[verb], *syntax.below[i]) if c > i and "as" in view.cases(c)]
    else:
        named = [verb] if verb > i and tokens[at].dep == "nsubj" and syntax.dep(verb, "cop") else []
    harm = Harm(effect, "among")
    people = [
        h
        for h in syntax.with_conjuncts(named)
        if syntax.entity.get(h) == "PER" or tokens[h].dep == "conj" or (h in named and amount_in(view, h) >= 0)
    ] or _names_behind(view, verb)
    groups = [group_of(view, h, i, harm) for h in people]
    return [
        mention_of(view, msgspec.structs.replace(g, why="identified"), i, harm)
        for g in groups
        if g is not None and not g.part_of and g.high is not None
    ]


def _names_behind(view: View, verb: int) -> list[int]:
    """The names behind "identified the dead as", which the tree makes a clause of where their ages lack hyphens."""
    start = next((k for k in range(verb + 1, len(view.tokens)) if view.low(k) == "as"), -1)
    if start < 0 or view.lemma(verb) not in view.words.naming:
        return []
    found = []
    for e in view.sentence.entities:
        plain = all(view.tokens[k].pos not in ("VERB", "AUX", "SCONJ") for k in range(start, e.last))
        if e.label == "PER" and e.first > start and plain and view.low(e.last) not in ("'s", "’s"):
            found.append(e.first)
    return found


def among_many(view: View, i: int) -> tuple[int, list[int]] | None:
    """ "A boy was among four people shot": the four, and who is told to be one of them; ``None`` elsewhere."""
    case = next((k for k in range(i - 1, max(0, i - _NEAR), -1) if view.low(k) in ("among", "amongst")), 0)
    if not case or view.tokens[case - 1].pos != "AUX":
        return None
    counted = [k for k in range(case + 1, i) if k in view.amount_at]
    if not counted or counted[0] > case + 2 or view.harm_between(case, i):
        return None
    whole = next((k for k in range(i - 1, case, -1) if view.tokens[k].pos in ("NOUN", "PROPN", "NUM")), -1)
    at = next((k for k in (whole, i, view.tokens[i].head) if k >= 0 and view.syntax.dep(k, "nsubj", "nsubj:pass")), -1)
    subject = [s for s in view.syntax.dep(at, "nsubj", "nsubj:pass") if s < case] if at >= 0 else []
    return (whole, view.syntax.with_conjuncts(subject)) if whole > 0 else None


def included(view: View, found: list[TollMention]) -> list[TollMention]:
    """ "…, including X": where the tree hangs it elsewhere, X is part of the figure told last before it."""
    more = []
    for i, token in enumerate(view.tokens):
        if view.lemma(i) not in view.words.part or view.low(i) in ("include", "included") or token.head < 0:
            continue
        before = [m for m in found if m.end <= token.start and not m.part_of and m.low > 1]
        if not before or any(m.part_of and m.start >= token.start for m in found):
            continue
        harm = Harm(before[-1].effect, "among")
        head = token.head if token.head > i else next(iter(view.syntax.dep(i, "obj", "nmod", "obl")), -1)
        if head < 0 or view.harm_between(i, head):
            continue
        for h in view.syntax.with_conjuncts([head]):
            group = group_of(view, h, i, harm)
            taken = any(m.start <= view.tokens[h].start < m.end for m in found)
            if group is not None and group.low < before[-1].low and not taken and not view.harm_between(i, h):
                more.append(mention_of(view, msgspec.structs.replace(group, part_of=True, why="included"), i, harm))
    return more


def floating(view: View, found: list[TollMention]) -> list[TollMention]:
    """Parts told without a verb: "…, eight of them critically", "two of them children", "nine women included"."""
    more: list[TollMention] = []
    if not found:
        return more
    for i in range(len(view.tokens)):
        head = _floating_head(view, i)
        before = [m for m in found if m.end <= view.tokens[i].start and not m.part_of and m.low != 1]
        if head is None or not before or any(m.start <= view.tokens[head].start < m.end for m in [*found, *more]):
            continue
        whole = before[-1]
        group = group_of(view, head, i, Harm(whole.effect, "among"))
        if group is not None and (whole.high is None or group.low < whole.high):
            part = msgspec.structs.replace(group, part_of=True, why="of them")
            more.append(mention_of(view, part, i, Harm(whole.effect, "among")))
    return more


def _floating_head(view: View, i: int) -> int | None:
    """The head of the part that ends, or begins, with token ``i``."""
    if view.low(i) == "of" and view.low(i + 1) in ("them", "whom") and i - 1 in view.amount_at:
        return i - 1
    if view.low(i) == "included" and view.tokens[i - 1].pos in ("NOUN", "PROPN"):
        return i - 1
    if view.low(i) in ("among", "amongst") and view.low(i + 1) in ("them", "those", "whom") and i > 0:
        inside = [k for k in (i - 1, view.tokens[i - 1].head) if 0 <= k < i and view.tokens[k].pos in ("NOUN", "PROPN")]
        return inside[-1] if inside else None
    return None


def fatally(view: View, i: int) -> list[TollMention]:
    """ "Four people were shot, two fatally": the dead among those hit."""
    if view.low(i) not in view.words.fatal:
        return []
    near = next((k for k in (i - 1, i - 2, i - 3) if k in view.amount_at), None)
    if near is not None and any(view.tokens[k].pos in ("SCONJ", "VERB") for k in range(near, i)):
        # "shot two before fatally turning the gun on himself"
        return []
    hit = any(k < i and view.senses[k].effect == "injured" for k in view.senses)
    told = near is not None and any(
        k > i - 4 and abs(k - i) < 3 and view.senses[k].frame == "verb" for k in view.senses if k != i
    )
    if near is None or not hit or told:
        return []
    return [of_amount(view, view.amount_at[near], i, "killed", "fatally")]
