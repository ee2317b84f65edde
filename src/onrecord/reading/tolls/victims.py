"""Where those who were harmed stand: the phrases that a word of harm governs."""

from onrecord.reading.actors import arguments
from onrecord.reading.actors.words import words as role_words
from onrecord.reading.tolls.lexicon import Harm
from onrecord.reading.tolls.lists import (
    amount_in,
    before_age,
    listed,
    named_once,
    own_heads,
    rejoined,
    summed_once,
    whole_of_parts,
    with_kin,
    with_some_of,
)
from onrecord.reading.tolls.mending import all_of_one, counted_before, mended, named_before
from onrecord.reading.tolls.view import View

__all__ = ["victim_heads"]

_BEFORE = ("verb", "happens", "loses", "state")
_OWN = ("det", "nummod", "nmod:poss")
_PREDICATES = ("xcomp", "advcl", "obj", "acl", "dep", "conj", "parataxis", "ccomp", "obl")


def victim_heads(view: View, i: int, harm: Harm) -> list[int]:
    """Head tokens of the phrases that name those harmed by the trigger ``i``, in text order of finding."""
    finders = {
        "counted": lambda: [i],
        "noun": lambda: _of_noun(view, i) or _whose_body(view, i, harm),
        "state": lambda: _of_state(view, i),
        "takes": lambda: _of_taken(view, i, harm),
        "loses": lambda: _subjects(view, i),
        "happens": lambda: _subjects(view, i),
        "fails": lambda: _subjects(view, i),
        "undergoes": lambda: _driven(view, i, harm),
        "bears": lambda: _bearers(view, i),
        "verb": lambda: _undergoing(view, i),
    }
    some = _of_whom(view, i)
    harmed = finders[harm.frame]() if some is None else [some]
    named = dict.fromkeys(_aged(view, _named_nth(view, _behind_amount(view, h), i)) for h in harmed)
    told = dict.fromkeys(all_of_one(view, h, i) for h in named)
    # "Khan, one of two people wounded": who is one of them is no third
    told = dict.fromkeys(h for h in told if h not in named) or told
    found = [h for h in told if not (_harmed_otherwise(view, h, i, harm) or _before_another(view, h, i))]
    heads = summed_once(view, named_once(view, listed(view, own_heads(view, i, with_kin(view, found)))))
    if harm.frame == "noun":
        return with_some_of(view, i, heads)
    if harm.frame in _BEFORE:
        heads = mended(view, i, harm, heads)
        if not heads and view.syntax.passive(i):
            heads = named_before(view, i)
        heads = rejoined(view, i, whole_of_parts(view, i, heads))
    return heads


def _of_whom(view: View, i: int) -> int | None:
    """ "Three guests, one of whom died": the verb is said of the one."""
    j = i - 1
    while j > 2 and view.tokens[j].pos in ("AUX", "ADV"):
        j -= 1
    if view.low(j) in ("whom", "which") and view.low(j - 1) == "of" and j - 2 in view.amount_at:
        return j - 2
    return None


def _named_nth(view: View, h: int, i: int) -> int:
    """ "She is the third child to be shot": she is harmed, and the phrase only tells how many were before."""
    token = view.tokens[h]
    if view.tokens[i].head != h or view.tokens[i].dep != "acl" or h > i or view.low(h + 1) != "to":
        return h
    above = h if view.syntax.dep(h, "cop") else token.head if token.dep in ("xcomp", "obj") else -1
    if above < 0 or (above != h and view.lemma(above) not in view.words.becoming):
        return h
    return next((s for s in view.syntax.dep(above, "nsubj") if s < h), h)


def _aged(view: View, h: int) -> int:
    """ "Killed a 12-year-old on Tuesday afternoon": the age stands for the person where the tree goes on to the day."""
    if view.lemma(h) not in role_words().time_nouns:
        return h
    return next((c for c in view.syntax.below[h] if view.low(c) == "old" and view.lemma(c - 2) == "year"), h)


def _behind_amount(view: View, h: int) -> int:
    """ "A quarter of a million people": the people, where the tree takes a word of their number for the head."""
    amount = view.amount_at.get(h)
    if amount is None or view.tokens[h].end >= amount.end:
        return h
    at = h
    while view.amount_at.get(at) is amount or (at < len(view.tokens) and view.tokens[at].pos == "ADJ"):
        at += 1
    return at if at < len(view.tokens) and view.tokens[at].tag == "NNS" else h


def _found(view: View, i: int) -> list[int]:
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


def _counted_behind(view: View, i: int) -> list[int]:
    """ "Wounded about 100 people": a counted noun behind an active verb, which the tree takes for a time without a preposition."""
    if view.tokens[i].tag == "VBG" or any(view.tokens[c].dep == "aux:pass" for c in view.syntax.below[i]):
        return []
    no_people = role_words().time_nouns | view.words.things
    found = [c for c in view.syntax.dep(i, "obl:unmarked") if c > i and view.lemma(c) not in no_people]
    return view.syntax.with_conjuncts(c for c in found if amount_in(view, c) >= 0)


def _behind_comma(view: View, i: int) -> list[int]:
    """Whose state a participle behind a comma tells: "a boy was found by his father, suffering from a wound"."""
    token = view.tokens[i]
    if token.tag != "VBG" or token.dep != "advcl" or view.low(i - 1) != ",":
        return []
    return [c for c in view.syntax.dep(token.head, "nsubj:pass") if c < token.head]


def _driven(view: View, i: int, harm: Harm) -> list[int]:
    """Who is "driven from home": somebody has to do it to them, for who "drove home" was not."""
    if not (view.syntax.passive(i) or view.syntax.dep(i, "obj") or view.tokens[i].tag == "VBN"):
        return []
    return [h for h in _undergoing(view, i) if view.lemma(h) != harm.object]


def _undergoing(view: View, i: int) -> list[int]:
    tokens, syntax = view.tokens, view.syntax
    behind = [c for c in syntax.dep(i, "obj") if c > i]
    if behind and not any(tokens[c].dep == "aux:pass" for c in syntax.below[i]):
        # "rebels kidnapped 50 farmers" is no passive, whatever the tree calls its subject
        return syntax.with_conjuncts(behind)
    leaver = _leaver(view, i)
    if tokens[i].tag in ("VBN", "VBD") and leaver >= 0:
        # "left a boy wounded"
        between = [c for c in syntax.dep(leaver, "obj") if leaver < c < i]
        if between:
            return [h for h in syntax.with_conjuncts(between) if h < i]
    found = [_meant_by(view, a.head) for a in arguments(view.sentence, i, syntax).patients]
    # "a 10-year-old and a 14-year-old", "a third": an adjective in the place of a noun
    aged = syntax.with_conjuncts(
        [c for c in syntax.dep(i, "nsubj:pass") if view.lemma(c) == "old" or c in view.amount_at]
    )
    found = [c for c in aged if c not in found] + found
    if tokens[i].dep == "acl:relcl" and any(
        view.low(g) == "whose" for s in syntax.dep(i, "nsubj") for g in syntax.below[s]
    ):
        # "a man whose son shot a clerk": the man has the son, and nothing is done to him
        found = [h for h in found if h > i]
    if tokens[i].pos == "ADJ" and not found and tokens[i].head >= 0:
        return [tokens[i].head] if tokens[i].dep == "amod" else _of_state(view, i)
    if not found:
        found = _counted_behind(view, i)
    subject = [c for c in syntax.dep(i, "nsubj") if tokens[c].dep == "nsubj"]
    if not found and tokens[i].tag in ("VBN", "VBD") and subject and not _has_aim(view, i):
        # headlines leave the auxiliary out ("Three killed in blast"), and the tree takes it for an active
        found = syntax.with_conjuncts(subject)
    if not found and tokens[i].tag == "VBN" and tokens[i].head >= 0 and tokens[i].head < i:
        # "were found murdered", "left a boy wounded"
        found = syntax.with_conjuncts(syntax.dep(tokens[i].head, "nsubj:pass"))
    if not found and tokens[i].dep == "csubj" and tokens[i].tag == "VBN":
        # "Wounded in the ambush were two clerks"
        return syntax.with_conjuncts([tokens[i].head])
    if not found and tokens[i].tag in ("VBN", "VBD") and tokens[i].dep in ("conj", "appos", "parataxis", "list"):
        found = [c for c in syntax.below[i] if c in view.amount_at and c < i]
    if tokens[i].dep == "acl" and found == [tokens[i].head] and view.lemma(found[0]) in view.words.organised:
        # "the family of a boy shot by police": the noun right before is nearer than the tree's
        near = i - 1
        found = [near] if tokens[near].pos in ("NOUN", "PROPN") and near not in found else found
    return [h for h in found if not _is_aim(view, h, i)]


def _meant_by(view: View, h: int) -> int:
    """ "A fourth victim that police said was grazed": the noun before the relative pronoun that the tree leaves alone."""
    if view.tokens[h].tag not in ("WDT", "WP") or h == 0 or view.tokens[h - 1].pos not in ("NOUN", "PROPN", "NUM"):
        return h
    return h - 1


def _leaver(view: View, i: int) -> int:
    """The verb whose objects are told to be in the state of a participle ("left a boy and a nurse wounded"); else -1.

    Where the tree joins the participle to the verb or to its object, it must stand right behind the list of objects.
    """
    head = view.tokens[i].head
    if view.tokens[i].dep == "xcomp":
        return head
    if view.tokens[i].dep == "ccomp" and head >= 0 and view.lemma(head) in view.words.finding:
        # "found Jan Novak, 11, and his brother, 15, shot to death", which the tree takes for a clause
        return head if not view.syntax.dep(i, "nsubj", "nsubj:pass", "mark", "aux", "obj") else -1
    if head >= 0 and view.tokens[head].dep == "obj":
        head = view.tokens[head].head
    if view.tokens[i].dep != "conj" or head < 0 or view.lemma(head) not in view.words.finding:
        return -1
    before = i - 1
    while before > head and view.tokens[before].pos == "ADV":
        before -= 1
    if view.low(before) == ",":
        # "found Jan Novak, 11, and his brother Jiri, 15, shot dead"
        before = before_age(view, before) - 1
    objects = view.syntax.with_conjuncts(c for c in view.syntax.dep(head, "obj") if c > head)
    return head if {before, view.tokens[before].head} & set(objects) else -1


def _has_aim(view: View, i: int) -> bool:
    return any(view.cases(c) & {"at", "on", "into"} and view.tokens[c].dep == "obl" for c in view.syntax.below[i])


def _is_aim(view: View, h: int, i: int) -> bool:
    """ "Shot at officers", "fired on them" tells of nobody who was hit."""
    return view.tokens[h].head == i and view.tokens[h].dep == "obl"


def _subjects(view: View, i: int) -> list[int]:
    """The subjects of a verb, told apart where two clauses are joined: "22 died and three sustained injuries"."""
    syntax, token = view.syntax, view.tokens[i]
    own = [c for c in syntax.dep(i, "nsubj") if c < i or token.tag == "VBG"]
    own = own or _behind_comma(view, i)
    # "a mother who was shot by her child died": the tree may take the child for a subject too
    own = [c for c in own if not view.cases(c)] or own
    if not own and _found(view, i):
        return syntax.with_conjuncts(_found(view, i))
    if own and token.dep == "acl:relcl" and view.lemma(own[0]) in ("who", "that", "which"):
        return syntax.with_conjuncts([token.head])
    if own:
        return syntax.with_conjuncts(own)
    found = [a.head for a in arguments(view.sentence, i, syntax).agents]
    if token.dep == "conj" and 0 <= token.head < i:
        between = [s for s in found if token.head < s < i]
        return between or [s for s in found if s < token.head]
    return found or ([token.head] if token.dep in ("acl", "acl:relcl") and token.head >= 0 else [])


def _of_noun(view: View, i: int) -> list[int]:
    """ "The killing of two candidates", "his death"."""
    found = [c for c in view.syntax.below[i] if view.tokens[c].dep in ("nmod", "obl") and view.cases(c) & {"of", "to"}]
    base = i
    while view.tokens[base].dep == "conj" and view.tokens[base].head >= 0:
        base = view.tokens[base].head
    head = view.tokens[base].head
    if not found and head >= 0 and view.tokens[base].dep == "obj":
        found = [
            c for c in view.syntax.below[head] if c > i and view.tokens[c].dep == "obl" and view.cases(c) & {"to", "of"}
        ]
    if not found:
        found = [a.head for a in arguments(view.sentence, i, view.syntax).patients if view.tokens[a.head].dep == "nmod"]
    return view.syntax.with_conjuncts(found)


def _whose_body(view: View, i: int, harm: Harm) -> list[int]:
    """ "His body was found", "the bodies of …" told by whose they are: nouns that a verb of finding narrows."""
    if not harm.with_ & view.words.finding:
        return []
    return [
        c
        for c in view.syntax.dep(i, "nmod:poss")
        if view.tokens[c].tag == "PRP$" or view.syntax.entity.get(c) == "PER" or view.lemma(c) in view.words.general
    ]


def _of_state(view: View, i: int) -> list[int]:
    """ "22 dead", "two people dead", "left 12 dead", "12 were injured", "an injured man", "was found dead"."""
    tokens, syntax = view.tokens, view.syntax
    token = tokens[i]
    if any(tokens[c].dep == "nummod" for c in syntax.below[i]) or (token.pos == "NOUN" and token.tag != "NN"):
        return [i]
    if token.dep in ("amod", "acl") and token.head >= 0:
        return syntax.with_conjuncts([token.head])
    found = syntax.dep(i, "nsubj", "nsubj:pass")
    relative = found and view.lemma(found[0]) in ("who", "that", "which")
    if relative and token.dep == "acl:relcl" and token.head >= 0:
        found = [token.head]
    if not found and token.dep in _PREDICATES and token.head >= 0:
        found = _of_governor(view, i, token.head)
    return syntax.with_conjuncts(found)


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
    own = arguments(view.sentence, head, syntax)
    if tokens[i].dep == "conj":
        return [c for c in syntax.dep(head, "nsubj", "nsubj:pass") if not view.amount_at.get(c)]
    near = [c for c in syntax.below[head] if c in view.amount_at and head < c < i]
    found = [p.head for p in own.patients if p.head < i] or near
    poss = [c for c in syntax.below[i] if tokens[c].dep == "nmod:poss" and tokens[c].pos == "PRON"]
    told = not found and any(tokens[c].dep == "nsubj" for c in syntax.below[head])
    if told and view.lemma(head) in view.words.finding:
        # "pronounced her dead": whoever pronounces is never the one
        return poss
    # "dozens remain missing": without an object the verb says it of its subject
    return found or ([a.head for a in own.agents if a.head < i] if tokens[i].dep == "xcomp" else [])


def _of_taken(view: View, i: int, harm: Harm) -> list[int]:
    """ "Claimed the lives of four voters", "took 149 lives"."""
    for c in view.syntax.below[i]:
        if view.lemma(c) == harm.object and view.tokens[c].dep in ("obj", "nsubj:pass", "obl"):
            of = _of_noun(view, c)
            counted = any(view.tokens[g].dep in ("nummod", "nmod:poss") for g in view.syntax.below[c])
            owners = [g for g in view.syntax.below[c] if view.tokens[g].dep == "nmod:poss"]
            return of or owners or ([c] if counted or c in view.amount_at else [])
    return []


def _bearers(view: View, i: int) -> list[int]:
    """Who has a wound: "a man with a gunshot wound", "taken to hospital in critical condition"."""
    tokens, syntax = view.tokens, view.syntax
    if any(tokens[c].dep == "cop" for c in syntax.below[i]):
        return _of_state(view, i)
    head = tokens[i].head
    if head < 0:
        return []
    if (view.lemma(head) == "treatment" or view.lemma(head) in view.words.things) and tokens[head].head >= 0:
        # "taken away for treatment of his injuries", "taken to a clinic with injuries"
        i, head = head, tokens[head].head
    if tokens[head].pos in ("NOUN", "PROPN", "NUM", "PRON"):
        if tokens[i].dep not in ("nmod", "acl") or head > i:
            return _of_state(view, i)
        return _joined_before(view, head, i) if tokens[i].tag == "NNS" else [head]
    if _found(view, head):
        return _found(view, head)
    told = [c for c in syntax.dep(head, "nsubj") if tokens[c].tag in ("PRP", "NN", "NNS", "NNP") and c < head]
    if tokens[head].dep == "acl:relcl" and told and not syntax.dep(head, "obj"):
        # "the clinic where he remains in critical condition"
        return syntax.with_conjuncts(told)
    if _behind_comma(view, head):
        return syntax.with_conjuncts(_behind_comma(view, head))
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


def _before_another(view: View, h: int, i: int) -> bool:
    """ "The injured boy and two others": who has an article or a number of his own does not share the word before another."""
    if view.tokens[i].dep != "amod" or view.tokens[i].head == h or view.tokens[h].dep != "conj":
        return False
    return any(view.tokens[g].dep in _OWN for g in view.syntax.below[h])


def _harmed_otherwise(view: View, h: int, i: int, harm: Harm) -> bool:
    """ "1 dead, 4 injured": a figure that another word of harm follows is that word's own."""
    after = view.senses.get(h + 1)
    return h in view.amount_at and h + 1 != i and after is not None and after.effect != harm.effect
