"""From a phrase to a group of people: its figure, its words, and the groups told to be part of it."""

import re

import msgspec

from onrecord.reading.actors import categorise_tokens, noun_phrase
from onrecord.reading.amounts.words import vocabulary
from onrecord.reading.parts import Amount
from onrecord.reading.tolls.lexicon import Harm
from onrecord.reading.tolls.view import View

__all__ = ["LESS_THE_DEAD", "THEIRS", "THEY", "Group", "beside", "group_of", "is_thing", "parts_of"]

_SINGULAR = ("NN", "NNP", "PRP", "CD", "DT")
_PLURAL = ("NNS", "NNPS")
_COUNTS = ("nummod", "amod", "det", "nmod", "advmod", "nmod:unmarked", "compound")
_WITHIN = 5
THEY = "those told just before"
"""Why a plural pronoun counts whom it counts."""
THEIRS = "the bodies of those told before"
"""Why bodies are as many as those told to be taken or hit before."""
LESS_THE_DEAD = "those hit less the dead"
"""Why a figure counts those hit who lived."""


class Group(msgspec.Struct, frozen=True):
    """People with one count; ``first`` and ``last`` (exclusive) are tokens."""

    first: int
    last: int
    head: int
    low: int
    high: int | None
    part_of: bool = False
    additional: bool = False
    why: str = ""


def is_thing(view: View, head: int, trigger: int) -> bool:
    """Whether a phrase is no person: a house, a hand, a hope."""
    if head == trigger:
        return False
    token, lemma = view.tokens[head], view.lemma(head)
    if lemma in view.words.self_:
        return False
    if view.syntax.entity.get(head) == "LOC" and token.tag != "NNPS":
        # "Lincoln died at the scene", where the report tells of a Jane Lincoln
        return token.text not in view.names
    verbal = token.pos == "VERB" and token.tag != "VBN"
    return lemma in view.words.things or token.pos in ("ADV", "SYM", "ADP") or verbal


def group_of(view: View, head: int, trigger: int, harm: Harm) -> Group | None:
    """The group headed by a token; absent where the text gives no number for it."""
    tokens = view.tokens
    if view.lemma(head) in view.words.self_:
        return Group(head, head + 1, head, 1, 1, why="himself")
    first, last = noun_phrase(view.sentence, head, view.syntax)
    first, last = max(0, first), max(last, head + 1)
    if harm.frame == "noun" and tokens[head].dep == "nmod:poss" and tokens[head].head == trigger:
        # "his body", "Khan's body"
        last = trigger + 1
    if view.low(head) in ("i", "we", "me", "us") and (harm.frame == "state" or view.lemma(trigger) == "hurt"):
        # "I'm hurt" tells a feeling as often as a wound
        return None
    if view.tokens[head].tag == "PRP$":
        one = view.low(head) in view.words.male | view.words.female
        return Group(head, last, head, 1 if one else 2, 1 if one else None, why="a pronoun" if one else THEIRS)
    amount = amount_of(view, head)
    pair = _multiple(view, head)
    if amount is not None and amount.kind == "vague" and pair is not None:
        # "a couple and their son" are two and one, where "a couple of guards" are a few
        amount = msgspec.structs.replace(amount, low=pair, high=pair)
    if amount is not None and harm.frame == "counted" and _of_something(view, head):
        return None
    if amount is not None:
        start = view.first_of(amount)
        return Group(
            min(start, head),
            max(last, head + 1),
            head,
            amount.low,
            amount.high,
            part_of=_is_part(view, head, start),
            additional=amount.additional,
            why="a figure counts them",
        )
    multiple = _multiple(view, head)
    if multiple is not None:
        return Group(
            first, last, head, multiple, multiple, part_of=_is_part(view, head, first), why="a word counts them"
        )
    if harm.frame == "counted" or (head == trigger and harm.frame == "state"):
        return None
    aged = _by_their_ages(view, head, first)
    if aged is not None:
        return aged
    loose = harm.frame in ("noun", "bears", "undergoes", "lies_in") or tokens[trigger].dep == "amod"
    if loose and tokens[head].tag in _PLURAL:
        # "the arrests of journalists" are told of in general
        return None
    found = _uncounted(view, head, first, last, _passive_of(view, head, trigger))
    if found is not None and tokens[head].pos == "PRON":
        return msgspec.structs.replace(found, part_of=False)
    return found


def _of_something(view: View, head: int) -> bool:
    """ "14 bodies of water": counted, but of nobody."""
    of = [c for c in view.syntax.below[head] if view.tokens[c].dep == "nmod" and "of" in view.cases(c)]
    return any(
        not (
            _human(view, c, surely=True)
            or c in view.syntax.entity
            or amount_of(view, c)
            or view.tokens[c].pos == "PRON"
        )
        for c in of
    ) and view.lemma(head) in ("body", "corpse")


def amount_of(view: View, head: int) -> Amount | None:
    """The figure that counts a phrase: its own number, or the head itself where the noun is left out."""
    below = sorted(view.syntax.below[head])
    for c in below:
        amount = view.amount_at.get(c)
        if amount is None or c > head or view.tokens[c].dep not in _COUNTS or view.harm_between(c, head):
            continue
        if view.tokens[c].dep == "nummod" or amount.kind in ("vague", "ordinal") or _adjacent(view, c, head):
            return amount
    if head in view.amount_at:
        return view.amount_at[head]
    for j in range(head - 1, max(-1, head - _WITHIN), -1):
        if j in view.amount_at:
            return view.amount_at[j] if _adjacent(view, j, head) else None
        if view.low(j) == "," and j == head - 1 and "," in getattr(view.amount_at.get(j - 1), "exact", ""):
            # "at least 17, and possibly 20, farmers": the second thought stands between commas
            return view.amount_at[j - 1]
        if view.tokens[j].pos not in ("ADJ", "NOUN", "PROPN", "PUNCT", "ADV") or view.tokens[j].text in ",;:()":
            break
    return _of_collective(view, head)


def _adjacent(view: View, c: int, head: int) -> bool:
    return all(view.tokens[j].pos in ("ADJ", "NOUN", "PROPN", "PUNCT", "NUM", "ADV") for j in range(c + 1, head))


def _of_collective(view: View, head: int) -> Amount | None:
    """ "A group of 12 students", "a family of four"."""
    if view.lemma(head) not in view.words.organised and view.lemma(head) != "family":
        return None
    for c in view.syntax.below[head]:
        if view.tokens[c].dep == "nmod" and "of" in view.cases(c):
            return next((view.amount_at[k] for k in (c, *view.syntax.below[c]) if k in view.amount_at), None)
    return None


def _by_their_ages(view: View, head: int, first: int) -> Group | None:
    """ "His sons, ages 3 and 4": as many as there are ages right behind the noun."""
    if view.tokens[head].tag != "NNS" or not _human(view, head, surely=True):
        return None
    at, ages, said, words = head + 1, 0, False, vocabulary().units.ages
    while view.low(at) in (",", "(", "and") or view.low(at) in words or re.fullmatch(r"\d{1,2}", view.low(at)):
        ages += view.low(at).isdigit()
        said = said or view.low(at) in words
        at += 1
    while view.low(at - 1) in (",", "(", "and"):
        at -= 1
    if ages < 2 or not (said or view.lemma(head) in view.words.kin | view.words.young):
        return None
    return Group(first, at, head, ages, ages, part_of=_is_part(view, head, first), why="their ages count them")


def _multiple(view: View, head: int) -> int | None:
    """ "A couple was killed", "a double murder": words that are or hold a number."""
    for c in view.syntax.below[head]:
        if c < head and view.low(c) in view.words.multiples:
            return view.words.multiples[view.low(c)]
    held = any(view.tokens[c].dep == "nmod" and "of" in view.cases(c) for c in view.syntax.below[head])
    if held or view.tokens[head].tag in _PLURAL:
        return None
    return view.words.collectives.get(view.lemma(head))


def _is_part(view: View, head: int, start: int) -> bool:
    """ "three of them", "two of the dead", "including …"."""
    part = view.words.part
    if any(view.lemma(c) in part for c in view.syntax.below[head] if c < head):
        return True
    if view.lemma(start - 1) in part and view.low(start - 1) != "included":
        return True
    if view.low(head + 1) in view.words.degree and view.tokens[head].pos == "NUM":
        return True
    if view.low(head + 1) in ("included", "among") or (view.low(head + 1) == "," and view.low(head + 2) == "included"):
        return True
    for c in view.syntax.below[head]:
        if view.tokens[c].dep in ("nmod", "obl") and "of" in view.cases(c) and view.low(c) in view.words.partitive:
            return True
    return False


def _passive_of(view: View, head: int, trigger: int) -> bool:
    return view.tokens[head].dep == "nsubj:pass" and view.tokens[head].head == trigger


def _uncounted(view: View, head: int, first: int, last: int, surely: bool = False) -> Group | None:
    """One person named or described, a bare plural, or nothing certain."""
    token, lemma = view.tokens[head], view.lemma(head)
    determined = {
        view.lemma(c) for c in view.syntax.below[head] if view.tokens[c].dep in ("det", "nmod:poss", "predet")
    }
    part = _is_part(view, head, first)
    if view.low(head) == "both" or (token.pos == "PRON" and view.low(head + 1) == "both"):
        return Group(head, head + 1, head, 2, 2, why="both")
    if view.low(head) in view.words.several and not view.cases(head):
        many = _meant(view, head)
        return Group(head, head + 1, head, many, many, why=THEY) if many else None
    if token.pos in ("PRON", "DET"):
        return Group(head, head + 1, head, 1, 1, why="a pronoun") if view.low(head) in view.words.one else None
    # a surname alone ("Rooks was pronounced dead") may pass for a common noun
    person = view.syntax.entity.get(head) == "PER" or (
        token.text in view.names and view.syntax.entity.get(head) in (None, "LOC")
    )
    person = person or _beside_others(view, head) or _one_by_verb(view, head)
    if (token.tag in _PLURAL and not person) or lemma in ("people", "police"):
        return _plural(view, head, (first, last), determined, part)
    if not person and (view.syntax.entity.get(head) in ("ORG", "LOC") or not _human(view, head, surely)):
        return None
    if determined & {"no", "every", "each", "any"}:
        return None
    if person or determined or lemma == "old" or token.pos in ("NOUN", "PROPN"):
        return Group(first, last, head, 1, 1, part_of=part, why="one person")
    return None


def _one_by_verb(view: View, head: int) -> bool:
    """ "Ana Rivers was shot": a name in the form of a plural, of which the verb speaks as of one."""
    if view.tokens[head].tag != "NNPS" or not view.tokens[head].dep.startswith("nsubj"):
        return False
    verb = view.tokens[head].head
    return any(
        view.tokens[c].pos == "AUX" and (view.tokens[c].tag == "VBZ" or view.low(c) == "was")
        for c in view.syntax.below[verb]
    )


def _beside_others(view: View, head: int) -> bool:
    """Whether a name that the names' labels leave open stands beside other people: "Ali Raza and two other men"."""
    if view.tokens[head].tag != "NNP" or head in view.syntax.entity:
        return False
    joined = [c for c in view.syntax.with_conjuncts([head]) if c != head]
    return any(
        view.lemma(c) == "other" or (_human(view, c) and any(view.lemma(d) == "other" for d in view.syntax.below[c]))
        for c in joined
    )


def _meant(view: View, head: int) -> int:
    """How many "they" are: the number of the last counted or joined people before, in the same sentence; 0 if none."""
    for j in range(head - 1, -1, -1):
        token = view.tokens[j]
        if token.dep not in ("nsubj", "nsubj:pass", "obj") or token.pos not in ("NOUN", "PROPN", "NUM"):
            continue
        sizes = [_size_of(view, k) for k in view.syntax.with_conjuncts([j]) if k < head]
        if None not in sizes:
            return sum(s or 0 for s in sizes)
    return 0


def _size_of(view: View, head: int) -> int | None:
    """The number of a phrase of people; absent where it has none or is nobody."""
    amount = amount_of(view, head)
    if amount is not None:
        return amount.low if amount.low == amount.high else None
    one = view.tokens[head].tag in ("NN", "NNP") and (view.syntax.entity.get(head) == "PER" or _human(view, head))
    return 1 if one else None


def _plural(view: View, head: int, span: tuple[int, int], determined: set[str], part: bool) -> Group | None:
    if "both" in determined:
        return Group(*span, head, 2, 2, part_of=part, why="both")
    whole = view.lemma(view.tokens[head].head)
    if whole in view.words.running and view.cases(head) & {"of"}:
        # "the number of people killed": the number is told elsewhere
        return None
    if determined or not (_human(view, head) or view.tokens[head].tag == "NNPS" or view.lemma(head) == "other"):
        return None
    return Group(*span, head, 2, None, part_of=part, why="a bare plural")


def _human(view: View, head: int, surely: bool = False) -> bool:
    """Whether a noun names people: by its category or its ending.

    Who "was killed" or "was arrested" is somebody as a rule (``surely``): there it is enough that nothing speaks
    against it.
    """
    lemma, words = view.lemma(head), view.words
    if view.aged(head):
        return True
    if lemma in words.organised or lemma in words.things or view.tokens[head].pos not in ("NOUN", "PROPN"):
        return False
    if lemma in words.general or lemma.endswith(words.person_endings):
        return True
    if view.low(head) in words.other and view.low(head - 1) == "a":
        # "wounded a second"
        return True
    if categorise_tokens(view.sentence, head, view.syntax) is not None:
        return True
    return surely and view.tokens[head].pos == "NOUN" and not lemma.endswith(words.inanimate_endings)


def parts_of(view: View, head: int, trigger: int) -> list[Group]:
    """Groups told to be among those counted: "including three children", "two of them women"."""
    found = []
    for c in view.syntax.subtree(head):
        if c in (head, trigger) or view.harm_between(min(head, c), max(head, c)):
            continue
        led = any(view.lemma(g) in view.words.part and g < c for g in view.syntax.below[c])
        led = led or view.lemma(view.tokens[c].head) == "include"
        apposed = view.tokens[c].dep in ("appos", "parataxis", "acl", "acl:relcl", "nmod", "conj", "dep")
        if led or (apposed and _is_part(view, c, c)):
            for h in view.syntax.with_conjuncts([c]) if led else [c]:
                group = _part(view, h, head)
                if group is not None and h > head:
                    found.append(group)
    return found


def _part(view: View, h: int, whole: int) -> Group | None:
    if view.harm_between(min(whole, h), max(whole, h)):
        return None
    first, last = noun_phrase(view.sentence, h, view.syntax)
    amount = amount_of(view, h)
    if amount is not None:
        start = min(view.first_of(amount), h)
        return Group(start, last, h, amount.low, amount.high, part_of=True, why="part of a group")
    one = _uncounted(view, h, first, last) if view.tokens[h].tag in _SINGULAR else None
    return None if one is None else msgspec.structs.replace(one, part_of=True, why="part of a group")


def beside(view: View, i: int, harm: Harm) -> Group | None:
    """A figure next to the trigger, where the tree gave nobody: "killing 20", "12 hurt"."""
    tag = view.tokens[i].tag
    if harm.frame not in ("verb", "state", "undergoes"):
        return None
    right = [j for j in range(i + 1, min(len(view.tokens), i + _WITHIN)) if j in view.amount_at]
    finite = tag in ("VBG", "VBD", "VBZ", "VBP") or (
        tag == "VBN" and view.tokens[i - 1].pos == "CCONJ" and i + 1 in right
    )
    if right and harm.frame == "verb" and finite and _clear(view, i + 1, right[0]):
        return _loose(view, right[0])
    if view.low(i - 1) == "the":
        # "two of the injured" is a part, told apart
        return None
    left = [j for j in range(i - 1, max(-1, i - _WITHIN), -1) if j in view.amount_at]
    if left and _clear(view, left[0] + 1, i) and tag in ("VBN", "JJ", "VBD", "NNS", "NN") and not _acts(view, i):
        return _loose(view, left[0])
    return None


def _acts(view: View, i: int) -> bool:
    """Whether what stands before the verb does it: the verb has, or shares, an object."""
    joined = [c for c in view.syntax.below[i] if view.tokens[c].dep == "conj" and c > i]
    return view.tokens[i].tag == "VBD" and any(view.syntax.dep(v, "obj", "ccomp") for v in (i, *joined))


def _clear(view: View, first: int, last: int) -> bool:
    return all(
        view.tokens[j].pos not in ("VERB", "SCONJ") and view.tokens[j].text not in ",;:()—" for j in range(first, last)
    )


def _loose(view: View, at: int) -> Group | None:
    amount = view.amount_at[at]
    last = at + 1
    while last < len(view.tokens) and view.amount_at.get(last) is amount:
        last += 1
    noun = last
    while noun < len(view.tokens) and noun < last + 3 and view.tokens[noun].pos in ("ADJ", "NOUN", "PROPN"):
        if noun in view.senses and noun > last:
            break
        noun += 1
    head = noun - 1
    if view.lemma(head) in view.words.things:
        return None
    return Group(
        view.first_of(amount), noun, head, amount.low, amount.high, additional=amount.additional, why="a figure beside"
    )
