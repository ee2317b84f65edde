"""Acts that a sentence does not tell but reacts to, asks about, guards against or points back to."""

from onrecord.reading.claims.context import context
from onrecord.reading.claims.triggers import Trigger
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["reaction_to", "referred_to"]

_GOVERNED = ("obj", "obl", "nmod", "iobj", "conj", "compound", "acl")


def reaction_to(syntax: Syntax, anchor: int, trigger: Trigger | None) -> str | None:
    """The word by which somebody reacts to the act, asks about it or guards against it, where it only stands as that."""
    if trigger is None or (trigger.kind == "verb" and trigger.rank > 0):
        return None
    words = context()
    at, steps = anchor, 0
    while syntax.tokens[at].head >= 0 and steps < 4:
        token = syntax.tokens[at]
        governor = syntax.tokens[token.head]
        cases = {syntax.tokens[c].lemma.lower() for c in syntax.dep(at, "case")}
        if "against" in cases and not syntax.dep(anchor, "acl", "det") and not _of_somebody(syntax, anchor):
            # "marched against police brutality": what a march is about at large, no act told of somebody
            return "against"
        lemma = governor.lemma.lower()
        if token.dep.split(":")[0] not in _GOVERNED and token.dep != "nsubj:pass":
            return None
        if token.dep != "conj":
            if governor.pos == "VERB":
                # "was ordered off the air", "announced a curfew", "announced a strike": told by who orders or calls it
                told = lemma in words.decreeing and trigger.type.startswith(("restriction.", "strike", "protest"))
                return lemma if lemma in words.reacting and not told else None
            if governor.pos in ("NOUN", "PROPN") and lemma in words.reacting_nouns:
                return lemma
        at, steps = token.head, steps + 1
    return None


def _of_somebody(syntax: Syntax, anchor: int) -> bool:
    below = (c for n in syntax.dep(anchor, "nmod") for c in syntax.dep(n, "case"))
    return any(syntax.tokens[c].lemma.lower() in ("of", "by", "on") for c in below)


def referred_to(syntax: Syntax, anchor: int, trigger: Trigger | None) -> bool:
    """A definite noun in an adverbial of something else: "two men were held over the Monday blast"."""
    token = syntax.tokens[anchor]
    if trigger is None or token.pos not in ("NOUN", "PROPN") or token.dep.split(":")[0] not in ("obl", "nmod"):
        return False
    governor = syntax.tokens[token.head]
    if governor.lemma.lower() in context().happening or governor.lemma.lower() in context().transparent:
        return False
    beside = [syntax.tokens[c] for c in syntax.below[anchor] if c < anchor]
    return any(t.lemma.lower() in context().definite or t.dep == "nmod:poss" for t in beside)
