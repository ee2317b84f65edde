"""Where the tree errs: the phrases right beside a word of harm, which are the surer sign of who was harmed."""

from onrecord.reading.tolls.lexicon import Harm
from onrecord.reading.tolls.lists import amount_in
from onrecord.reading.tolls.view import View

__all__ = ["all_of_one", "counted_before", "mended", "named_before"]

_DASHES = ("–", "—", "-", ")")
# the longest words between commas or dashes that name some of those told of ("including a boy of 12 and his sister")
_ASIDE = 14


def all_of_one(view: View, h: int, i: int) -> int:
    """ "One of the four people wounded on Monday spoke": the four were wounded, and the one speaks."""
    if h not in view.amount_at or view.low(h + 1) != "of" or view.tokens[i].dep not in ("acl", "acl:relcl"):
        return h
    whole = [c for c in view.syntax.dep(h, "nmod") if h < c < i and amount_in(view, c) > h]
    return whole[0] if whole and not view.harm_between(whole[0], i) else h


def named_before(view: View, i: int) -> list[int]:
    """ "A boy and Jan Novak were shot": the phrase right before the verb group, where the tree has lost it."""
    j = i - 1
    while j >= 0 and view.tokens[j].pos in ("AUX", "ADV"):
        j -= 1
    if j == i - 1 or j < 0:
        return []
    j = _before_aside(view, j)
    if view.low(j) == ",":
        # "Jan Novak, a teacher, was shot"
        before = [e for e in view.sentence.entities if e.label == "PER" and e.last <= j and view.low(e.last) == ","]
        return [before[-1].first] if before else []
    name = next((e.first for e in view.sentence.entities if e.label == "PER" and e.first <= j < e.last), None)
    top = j if name is None else name
    if view.tokens[top].pos not in ("NOUN", "PROPN"):
        return []
    top = _top_of_list(view, top)
    return [h for h in view.syntax.with_conjuncts([top]) if h < i]


def _before_aside(view: View, j: int) -> int:
    """The token before "…, including a boy," and "… – two of them girls –", where ``j`` closes such words; else ``j``."""
    if view.low(j) not in _DASHES and view.low(j) != ",":
        return j
    opened = ("(",) if view.low(j) == ")" else ("–", "—", "-") if view.low(j) in _DASHES else (",",)
    for k in range(j - 1, max(0, j - _ASIDE), -1):
        if view.lemma(k) in view.words.part and view.low(k - 1) in opened:
            return k - 2
        if view.tokens[k].pos in ("VERB", "AUX") and view.lemma(k) not in view.words.part:
            break
    return j


def _top_of_list(view: View, top: int) -> int:
    """The first member of the list that a noun stands in; a name in apposition stands for its noun."""
    while view.tokens[top].dep in ("conj", "flat", "appos") and view.tokens[view.tokens[top].head].pos in (
        "NOUN",
        "PROPN",
    ):
        top = view.tokens[top].head
    return top


def mended(view: View, i: int, harm: Harm, heads: list[int]) -> list[int]:
    """The tree's heads, corrected by a counted phrase right before the trigger ("and 39 were injured").

    Long sentences are where the tree errs, and there the figure beside the verb is the surer sign.
    """
    if any(h > i for h in heads) and any(h < i for h in heads) and harm.frame != "noun":
        heads = [h for h in heads if h < i]
    near = counted_before(view, i)
    near = None if near is None else all_of_one(view, near, i)
    if near is None or near in heads:
        return heads
    if harm.frame == "verb" and not _undergone(view, i):
        return heads
    amount = view.amount_at.get(amount_in(view, near))
    first = near if amount is None else view.first_of(amount)
    if any(view.lemma(k) in view.words.part for h in heads for k in range(h, near)):
        return heads
    joined = first > 0 and view.tokens[first - 1].pos == "CCONJ"
    if (
        heads
        and joined
        and view.tokens[i].dep != "conj"
        and not any(view.harm_between(h, near) for h in heads)
        and all(h < near for h in heads)
    ):
        return [*heads, near]
    return [near]


def _undergone(view: View, i: int) -> bool:
    """Whether a verb form can be a passive: a participle without an object."""
    return view.tokens[i].tag == "VBN" and not any(
        view.tokens[c].dep == "obj"
        or (
            view.low(c) in ("has", "have", "had", "having")
            and not any(view.lemma(b) == "be" for b in view.syntax.below[i])
        )
        for c in view.syntax.below[i]
    )


def counted_before(view: View, i: int) -> int | None:
    """The head of a counted phrase that ends right before the verb group of ``i``."""
    j = i - 1
    while j >= 0 and (
        view.tokens[j].pos in ("AUX", "ADV", "PART") or view.lemma(j) in ("be", "have", "also", "report")
    ):
        j -= 1
    j = _before_aside(view, j)
    if view.low(j) == "another":
        return j
    if j < 0 or view.tokens[j].pos not in ("NOUN", "PROPN", "NUM") or view.lemma(j) in view.words.things:
        return None
    amount = amount_in(view, j)
    if amount >= 0:
        # "four of the five were killed" counts the four
        some = next((k for k in (amount - 1, amount - 2) if view.low(k) == "of" and k - 1 in view.amount_at), 0)
        led = view.low(amount - 1) == "of" or (view.low(amount - 1) == "the" and view.low(amount - 2) == "of")
        if not some and led and view.tokens[j].dep == "nmod" and view.tokens[j].head < amount:
            # "eight members of one family", "nine men of the two clans"
            return view.tokens[j].head if amount_in(view, view.tokens[j].head) >= 0 else None
        return some - 1 if some else j
    of = next((k for k in range(j, max(-1, j - 5), -1) if view.low(k) == "of"), -1)
    return of - 1 if of - 1 in view.amount_at else None
