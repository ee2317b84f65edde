"""Tolls of nought: "no one was hurt", "no casualties", "nobody died"."""

from onrecord.model import Effect
from onrecord.reading.parts import TollMention
from onrecord.reading.tolls.lexicon import Harm
from onrecord.reading.tolls.mention import of_tokens
from onrecord.reading.tolls.victims import victim_heads
from onrecord.reading.tolls.view import View

__all__ = ["nobody_harmed", "nothing_counted"]


def nobody_harmed(view: View, i: int, harm: Harm) -> list[TollMention] | None:
    """The nought that a trigger tells; an empty list where it tells of nobody *else*; None where somebody is meant."""
    if harm.effect not in ("killed", "injured"):
        return None
    nil = _nil_heads(view, i, harm)
    if not nil:
        return None
    if any(view.low(k) in view.words.nil_unless for h in nil for k in (h - 1, h + 1, *view.syntax.below[h])):
        return []
    if any(view.low(k) in view.words.degree for k in view.syntax.below[i]):
        # "no one was seriously hurt" leaves open who was hurt at all
        return []
    first, last = min([*nil, i]), max([*nil, i]) + 1
    while first > 0 and view.low(first - 1) in ("no", "not"):
        first -= 1
    effects: list[Effect] = ["killed"] if harm.effect == "killed" else ["killed", "injured"]
    if any(view.senses[c].effect == "injured" for c in view.senses if c != i and abs(c - i) < 4):
        effects = ["killed", "injured"]
    return [of_tokens(view, first, last, i, e, "nobody") for e in effects]


def _nil_heads(view: View, i: int, harm: Harm) -> list[int]:
    if harm.frame == "counted":
        return [c for c in view.syntax.below[i] if view.low(c) in ("no", "zero", "nil")]
    found = []
    for h in victim_heads(view, i, harm):
        nil = view.low(h) in ("nobody", "none") or any(view.low(c) == "no" for c in view.syntax.below[h])
        if nil or (view.low(h) in ("one", "person") and view.low(h - 1) == "no"):
            of = [c for c in view.syntax.below[h] if view.tokens[c].dep == "nmod"]
            people = (
                view.low(h) in ("nobody", "none", "one")
                or view.lemma(h) in view.words.general
                or view.lemma(h) == "casualty"
            )
            if people and not of:
                found.append(h)
    return found


def nothing_counted(view: View, i: int) -> list[TollMention]:
    """ "No casualties were reported", "without casualties"."""
    effects = view.words.nil.get(view.lemma(i))
    if not effects:
        return []
    none = [c for c in view.syntax.below[i] if view.low(c) in ("no", "zero", "nil", "without", "nor")]
    none += [i - 1] if view.low(i - 1) in ("no", "without", "zero", "any") and not none else []
    if not none:
        return []
    if view.low(none[0]) == "any" and not any(
        view.low(k) in ("no", "not", "n't", "without", "never") for k in range(max(0, i - 6), i)
    ):
        return []
    described = {view.low(c) for c in view.syntax.below[i]} | {view.low(i - 1), view.low(i + 1)}
    if described & view.words.nil_unless:
        return []
    return [of_tokens(view, min([*none, i]), i + 1, i, e, "nobody") for e in effects]
