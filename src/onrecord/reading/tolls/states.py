"""Whose state is told: who is dead, wounded, found with a wound or in hospital, by the words that say so of them."""

from onrecord.reading.actors import arguments
from onrecord.reading.tolls.lists import amount_in
from onrecord.reading.tolls.mending import counted_before
from onrecord.reading.tolls.view import View

__all__ = ["bearers", "behind_comma", "found_as", "left_in", "of_state"]

_PREDICATES = ("xcomp", "advcl", "obj", "acl", "dep", "conj", "parataxis", "ccomp", "obl", "advmod")


def of_state(view: View, i: int) -> list[int]:
    """ "22 dead", "two people dead", "left 12 dead", "12 were injured", "an injured man", "was found dead"."""
    tokens, syntax = view.tokens, view.syntax
    token = tokens[i]
    if any(tokens[c].dep == "nummod" for c in syntax.below[i]) or (token.pos == "NOUN" and token.tag != "NN"):
        return [i]
    if token.dep == "amod" and view.lemma(i - 1) in view.words.finding and view.lemma(token.head) in view.words.spans:
        # "was pronounced dead minutes later"
        return syntax.with_conjuncts(_of_governor(view, i, i - 1))
    left = left_in(view, i)
    if left:
        return left
    if token.dep in ("amod", "acl") and token.head >= 0:
        return syntax.with_conjuncts([token.head])
    found = syntax.dep(i, "nsubj", "nsubj:pass")
    relative = found and view.lemma(found[0]) in ("who", "that", "which")
    if relative and token.dep == "acl:relcl" and token.head >= 0:
        found = [token.head]
    if not found and token.dep in _PREDICATES and token.head >= 0:
        found = _of_governor(view, i, token.head)
    return syntax.with_conjuncts(found)


def left_in(view: View, i: int) -> list[int]:
    """ "Left two guards and a child wounded", "found his wife and their son Jan dead": all objects, not only the last.

    The tree hangs the state on the last of the list, which it must follow at once.
    """
    tokens, syntax = view.tokens, view.syntax
    last = tokens[i].head
    if not 0 <= last < i:
        return []
    at = last
    while tokens[at].dep in ("conj", "appos", "flat") and 0 <= tokens[at].head < at:
        at = tokens[at].head
    verb = tokens[at].head
    if tokens[at].dep != "obj" or not 0 <= verb < at or view.lemma(verb) not in view.words.finding:
        return []
    found = [h for h in syntax.with_conjuncts([at]) if h < i]
    between = [
        k for k in range(max(found) + 1, i) if tokens[k].pos not in ("PROPN", "ADV") and tokens[k].text not in "()"
    ]
    return found if len(found) > 1 and not between and not view.harm_between(at, i) else []


def _of_governor(view: View, i: int, head: int) -> list[int]:
    """Who a predicate is said of, when its verb has them: "left 12 dead", "they were found dead"."""
    tokens, syntax = view.tokens, view.syntax
    if tokens[head].pos in ("NOUN", "PROPN", "NUM", "PRON"):
        return [head] if head < i or head == i + 1 else []
    above = tokens[head].head
    if view.lemma(head) in view.words.finding and tokens[head].dep == "conj" and above >= 0:
        # "was shot and pronounced dead"
        alone = not syntax.dep(head, "nsubj", "nsubj:pass", "obj")
        if alone and (syntax.passive(above) or tokens[above].dep == "acl"):
            return [p.head for p in arguments(view.sentence, above, syntax).patients]
    behind = [c for c in syntax.below[head] if c > i and any(k > i for k in syntax.dep(c, "cop"))]
    if behind and tokens[head].dep == "root" and not (syntax.dep(head, "nsubj") or syntax.dep(behind[0], "nsubj")):
        # "Found dead in the house were Jan Novak and his son"
        return behind
    if view.lemma(head) in view.words.lying and tokens[head].tag == "VBG":
        # "found Jan Novak lying on the floor, dead of a wound"
        return [c for c in syntax.dep(head, "nsubj") if c < head] or found_as(view, head)
    own = arguments(view.sentence, head, syntax)
    if tokens[i].dep == "conj":
        return [c for c in syntax.dep(head, "nsubj", "nsubj:pass") if not view.amount_at.get(c)]
    near = [c for c in syntax.below[head] if c in view.amount_at and head < c < i]
    found = [p.head for p in own.patients if p.head < i] or near
    poss = [c for c in syntax.below[i] if tokens[c].dep == "nmod:poss" and tokens[c].pos == "PRON"]
    told = not found and any(tokens[c].dep == "nsubj" for c in syntax.below[head])
    if told and view.lemma(head) in view.words.finding:
        # "the three people found dead": the participle that the tree takes for a past tense
        counted = [c for c in syntax.dep(head, "nsubj") if c == head - 1 and amount_in(view, c) >= 0]
        # "pronounced her dead": whoever pronounces is never the one
        return poss or counted
    # "dozens remain missing": without an object the verb says it of its subject
    return found or ([a.head for a in own.agents if a.head < i] if tokens[i].dep == "xcomp" else [])


def bearers(view: View, i: int) -> list[int]:
    """Who has a wound: "a man with a gunshot wound", "taken to hospital in critical condition"."""
    tokens, syntax = view.tokens, view.syntax
    if any(tokens[c].dep == "cop" for c in syntax.below[i]):
        return of_state(view, i)
    head = tokens[i].head
    if head < 0:
        return []
    thing = tokens[head].pos == "NOUN" and (view.lemma(head) == "treatment" or view.lemma(head) in view.words.things)
    if thing and tokens[head].head >= 0:
        # "taken away for treatment of his injuries", "taken to a clinic with injuries"
        i, head = head, tokens[head].head
    if tokens[head].pos in ("NOUN", "PROPN", "NUM", "PRON") or view.aged(head):
        if tokens[i].dep not in ("nmod", "acl") or head > i:
            return of_state(view, i)
        return _joined_before(view, head, i) if tokens[i].tag == "NNS" else [head]
    if found_as(view, head):
        return found_as(view, head)
    told = [c for c in syntax.dep(head, "nsubj") if tokens[c].tag in ("PRP", "NN", "NNS", "NNP") and c < head]
    if tokens[head].dep == "acl:relcl" and told and not syntax.dep(head, "obj"):
        # "the clinic where he remains in critical condition"
        return syntax.with_conjuncts(told)
    if behind_comma(view, head):
        return syntax.with_conjuncts(behind_comma(view, head))
    beside = next((c for c in syntax.dep(i, "case") if view.low(c) == "with"), 0)
    near = counted_before(view, beside) if beside else None
    if near is not None and not view.harm_between(near, i):
        # "left two dead and two others with serious injuries"
        return [near]
    came = [c for c in syntax.dep(head, "nsubj") if c < head and view.lemma(c) in view.words.general]
    if came and "with" in view.cases(i) and not syntax.dep(head, "obj"):
        # "two other men turned up at a clinic with gunshot wounds"
        return syntax.with_conjuncts(came)
    own = arguments(view.sentence, head, syntax)
    return [p.head for p in own.patients if p.head < i] or [a.head for a in own.agents if a.head < i]


def _joined_before(view: View, head: int, i: int) -> list[int]:
    """Both of "a man and a woman with wounds": the words behind the last of a pair are said of the pair."""
    above = view.tokens[head].head
    if view.tokens[head].dep == "conj" and above >= 0 and view.tokens[above].pos in ("NOUN", "PROPN"):
        head = above
    return [h for h in view.syntax.with_conjuncts([head]) if h < i and not view.harm_between(min(h, head), i)]


def found_as(view: View, i: int) -> list[int]:
    """Whom a verb of finding finds in the state that the participle ``i`` tells ("found X lying and bleeding from a wound")."""
    head = view.tokens[i].head
    if view.tokens[i].tag != "VBG" or head < 0:
        return []
    while (
        view.tokens[head].tag in ("VBG", "VBN")
        and view.tokens[head].dep in ("xcomp", "conj")
        and view.tokens[head].head >= 0
    ):
        head = view.tokens[head].head
    if view.lemma(head) not in view.words.finding:
        return []
    found = [c for c in view.syntax.dep(head, "obj") if head < c < i]
    return found or [c for c in view.syntax.dep(head, "nsubj:pass") if c < head]


def behind_comma(view: View, i: int) -> list[int]:
    """Whose state a participle behind a comma tells: "a boy was found by his father, suffering from a wound"."""
    token = view.tokens[i]
    if token.tag != "VBG" or token.dep != "advcl" or view.low(i - 1) != ",":
        return []
    return [c for c in view.syntax.dep(token.head, "nsubj:pass") if c < token.head]
