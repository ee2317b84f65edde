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
    without_callings,
)
from onrecord.reading.tolls.mending import all_of_one, mended, named_before
from onrecord.reading.tolls.states import bearers, behind_comma, found_as, left_in, of_state
from onrecord.reading.tolls.view import View

__all__ = ["victim_heads"]

_BEFORE = ("verb", "happens", "loses", "state")
_TOGETHER = {"along", "together"}
_OPENING = 3
_OWN = ("det", "nummod", "nmod:poss")


def victim_heads(view: View, i: int, harm: Harm) -> list[int]:
    """Head tokens of the phrases that name those harmed by the trigger ``i``, in text order of finding."""
    finders = {
        "counted": lambda: [i],
        "noun": lambda: _of_noun(view, i) or _whose_body(view, i, harm),
        "state": lambda: of_state(view, i),
        "takes": lambda: _of_taken(view, i, harm),
        "loses": lambda: _subjects(view, i),
        "happens": lambda: _subjects(view, i),
        "fails": lambda: _subjects(view, i),
        "undergoes": lambda: _driven(view, i, harm),
        "bears": lambda: bearers(view, i),
        "lies_in": lambda: of_state(view, i),
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
        return with_some_of(view, i, without_callings(view, i, heads))
    if harm.frame in _BEFORE:
        heads = mended(view, i, harm, heads)
        if not heads and view.syntax.passive(i):
            heads = named_before(view, i)
        heads = rejoined(view, i, whole_of_parts(view, i, heads or _right_before(view, i) or _behind_were(view, i)))
        heads += [h for h in _along_with(view, i) if h not in heads and heads and max(heads) < i]
    return without_callings(view, i, heads)


def _right_before(view: View, i: int) -> list[int]:
    """ "A woman killed in the raid has been named": the participle belongs to the noun that it follows."""
    token = view.tokens[i]
    bare = token.tag == "VBN" and view.tokens[i - 1].tag == "NN" and not view.syntax.dep(i, "obj", "aux", "aux:pass")
    return [i - 1] if i > 1 and bare and view.tokens[i - 1].dep.startswith(("nsubj", "obj")) else []


def _behind_were(view: View, i: int) -> list[int]:
    """ "Also killed were Jan Novak and his son": those behind the verb."""
    if view.tokens[i].dep != "root" or view.tokens[i].tag != "VBN" or i > _OPENING:
        return []
    found = [c for c in view.syntax.below[i] if c > i and any(k > i for k in view.syntax.dep(c, "cop"))]
    return view.syntax.with_conjuncts(c for c in found if not view.syntax.dep(c, "nsubj"))


def _along_with(view: View, i: int) -> list[int]:
    """ "Was shot along with three others": who suffered it with the one it is told of."""
    beside = [c for c in view.syntax.below[i] if c > i and view.tokens[c].dep in ("obl", "nmod")]
    return view.syntax.with_conjuncts(c for c in beside if "with" in view.cases(c) and view.cases(c) & _TOGETHER)


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


def _counted_behind(view: View, i: int) -> list[int]:
    """ "Wounded about 100 people": a counted noun behind an active verb, which the tree takes for a time without a preposition."""
    if view.tokens[i].tag == "VBG" or any(view.tokens[c].dep == "aux:pass" for c in view.syntax.below[i]):
        return []
    no_people = role_words().time_nouns | view.words.things
    found = [c for c in view.syntax.dep(i, "obl:unmarked") if c > i and view.lemma(c) not in no_people]
    return view.syntax.with_conjuncts(c for c in found if amount_in(view, c) >= 0)


def _driven(view: View, i: int, harm: Harm) -> list[int]:
    """Who is "driven from home": somebody has to do it to them, for who "drove home" was not."""
    if not (view.syntax.passive(i) or view.syntax.dep(i, "obj") or view.tokens[i].tag == "VBN"):
        return []
    return [h for h in _undergoing(view, i) if view.lemma(h) != harm.object]


def _shares_object(view: View, i: int) -> bool:
    """ "Soldiers shot and wounded 40 strikers": whom the second verb has behind it the first has too."""
    second, behind = i + 2, i + 3
    if second not in view.senses or behind >= len(view.tokens) or view.tokens[i + 1].pos != "CCONJ":
        return False
    token = view.tokens[behind]
    return token.pos in ("DET", "PROPN", "PRON") or any(a.start == token.start for a in view.amount_at.values())


def _shared_with_first(view: View, i: int) -> list[int]:
    """ "Gunmen shot and wounded Jan Novak": the name or pronoun behind the second verb, which the tree hangs on the first."""
    first = view.tokens[i].head
    if view.tokens[i].dep != "conj" or first != i - 2 or view.tokens[first].tag != "VBD" or view.syntax.passive(first):
        return []
    behind = [c for c in view.syntax.dep(first, "obj", "conj") if c == i + 1]
    return view.syntax.with_conjuncts(c for c in behind if view.tokens[c].pos in ("PROPN", "PRON"))


def _undergoing(view: View, i: int) -> list[int]:
    tokens, syntax = view.tokens, view.syntax
    behind = [c for c in syntax.dep(i, "obj") if c > i]
    if behind and not any(tokens[c].dep == "aux:pass" for c in syntax.below[i]):
        # "rebels kidnapped 50 farmers" is no passive, whatever the tree calls its subject
        return syntax.with_conjuncts(behind)
    shared = _shared_with_first(view, i) or (left_in(view, i) if tokens[i].tag in ("VBN", "VBD") else [])
    if shared:
        return shared
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
        return [tokens[i].head] if tokens[i].dep == "amod" else of_state(view, i)
    if not found:
        found = _counted_behind(view, i)
    subject = [c for c in syntax.dep(i, "nsubj") if tokens[c].dep == "nsubj"]
    if not found and tokens[i].tag in ("VBN", "VBD") and subject and not (_has_aim(view, i) or _shares_object(view, i)):
        # headlines leave the auxiliary out ("Three killed in blast"), and the tree takes it for an active
        found = syntax.with_conjuncts(subject)
    if not found and tokens[i].tag == "VBN" and tokens[i].head >= 0 and tokens[i].head < i:
        # "were found murdered", "left a boy wounded"
        found = syntax.with_conjuncts(syntax.dep(tokens[i].head, "nsubj:pass"))
    if not found and tokens[i].dep in ("csubj", "nsubj") and tokens[i].tag == "VBN" and tokens[i].head > i:
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
    own = own or behind_comma(view, i)
    # "a mother who was shot by her child died": the tree may take the child for a subject too
    own = [c for c in own if not view.cases(c)] or own
    if not own and found_as(view, i):
        return syntax.with_conjuncts(found_as(view, i))
    if own and token.dep == "acl:relcl" and view.lemma(own[0]) in ("who", "that", "which"):
        return syntax.with_conjuncts([token.head])
    if own:
        return syntax.with_conjuncts(own)
    found = [a.head for a in arguments(view.sentence, i, syntax).agents]
    if token.dep == "conj" and 0 <= token.head < i:
        between = [s for s in found if token.head < s < i]
        shared = between or [s for s in found if s < token.head]
        # "he was taken to a clinic but died", "a third man was a bystander and also died"
        return shared or syntax.with_conjuncts(c for c in syntax.dep(token.head, "nsubj") if c < token.head)
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


def _of_taken(view: View, i: int, harm: Harm) -> list[int]:
    """ "Claimed the lives of four voters", "took 149 lives", "broke the nose of a clerk", "two women have broken legs"."""
    life = harm.object == "life"
    things = view.syntax.below[i]
    if not life:
        # "breaking two of his ribs"
        things = [*things, *(g for c in view.syntax.dep(i, "obj") for g in view.syntax.dep(c, "nmod"))]
    for c in things:
        if view.lemma(c) == harm.object and view.tokens[c].dep in ("obj", "nsubj:pass", "obl", "nmod"):
            of = _of_noun(view, c)
            counted = any(view.tokens[g].dep in ("nummod", "nmod:poss") for g in view.syntax.below[c])
            owners = [g for g in view.syntax.below[c] if view.tokens[g].dep == "nmod:poss"]
            if not (life or of or owners):
                perfect = any(view.lemma(g) == "have" and view.tokens[g].dep == "aux" for g in view.syntax.below[i])
                return _subjects(view, i) if perfect and not view.syntax.dep(c, "det") else []
            return of or owners or ([c] if counted or c in view.amount_at else [])
    return []


def _before_another(view: View, h: int, i: int) -> bool:
    """ "The injured boy and two others": who has an article or a number of his own does not share the word before another."""
    if view.tokens[i].dep != "amod" or view.tokens[i].head == h or view.tokens[h].dep != "conj":
        return False
    return any(view.tokens[g].dep in _OWN for g in view.syntax.below[h])


def _harmed_otherwise(view: View, h: int, i: int, harm: Harm) -> bool:
    """ "1 dead, 4 injured": a figure that another word of harm follows is that word's own."""
    after = view.senses.get(h + 1)
    return h in view.amount_at and h + 1 != i and after is not None and after.effect != harm.effect
