"""Lists of people under one word of harm: who belongs to it, who is named twice, who sums up the others."""

from collections.abc import Sequence

from onrecord.reading.amounts.words import vocabulary
from onrecord.reading.tolls.view import View

__all__ = [
    "amount_in",
    "before_age",
    "listed",
    "named_once",
    "own_heads",
    "rejoined",
    "summed_once",
    "whole_of_parts",
    "with_kin",
    "with_some_of",
    "without_callings",
]


def with_kin(view: View, heads: Sequence[int]) -> list[int]:
    """ "A clerk of the ministry and his wife": who is tied to the first by a pronoun is a second victim, not a ministry."""
    found = list(heads)
    for h in heads:
        for noun in [c for c in view.syntax.below[h] if view.tokens[c].dep == "nmod" and c > h]:
            if view.cases(noun) & view.words.part:
                # "six people, including a teacher and her son"
                continue
            found += [c for c in view.syntax.dep(noun, "conj") if _of_ones_kin(view, c) and c not in found]
    return found


def with_some_of(view: View, i: int, heads: Sequence[int]) -> list[int]:
    """ "The killing of a trader and two of her sons", "the bodies of a couple and their sons": joined to the noun."""
    if not heads or min(heads) < i:
        return list(heads)
    some = [
        c
        for c in view.syntax.below[i]
        if c > max(heads)
        and view.tokens[c].dep == "conj"
        and ((c in view.amount_at and view.low(c + 1) == "of") or _of_ones_kin(view, c))
        and _joined_to(view, max(heads), c)
    ]
    return [*heads, *some]


def rejoined(view: View, i: int, heads: Sequence[int]) -> list[int]:
    """The heads with the members of their list that the tree has hung elsewhere.

    Behind the verb: "killed six nephews, his daughter and a guard", where the daughter hangs on the verb like a subject.
    Before it: "… and agent Jan Novak and the driver were killed", where the first of the pair hangs on what went before.
    """
    if not heads or any(view.syntax.entity.get(h) == "ORG" for h in heads):
        return list(heads)
    if min(heads) > i:
        verbs = {i, *(view.tokens[h].head for h in heads if view.tokens[view.tokens[h].head].pos == "VERB")}
        stray = [
            c
            for v in verbs
            for c in view.syntax.below[v]
            if c > max(heads)
            and view.tokens[c].dep in ("conj", "nsubj")
            and view.tokens[c].pos in ("NOUN", "PROPN", "NUM")
            and _joined_to(view, max(heads), c)
        ]
        return [*heads, *(h for h in view.syntax.with_conjuncts(stray) if h not in heads)]
    first = min(heads)
    start = _start_of(view, first)
    if first > i or start < 2 or view.tokens[start - 1].pos != "CCONJ":
        return list(heads)
    end = start - 2
    if view.low(end) == ",":
        # "Jan Novak, 31, and two guards were killed", "two boys, ages 3 and 5, and their aunt were found dead"
        end = before_age(view, end) - 1
    before = _person_before(view, end)
    return list(heads) if before is None or before in heads else [before, *heads]


def before_age(view: View, comma: int) -> int:
    """The comma that opens the words of an age which ``comma`` closes; ``comma`` itself where it closes none."""
    ages = vocabulary().units.ages | {"and", "both"}
    at, digits = comma - 1, False
    while at > 0 and (view.low(at).isdigit() or view.low(at) in ages):
        digits = digits or view.low(at).isdigit()
        at -= 1
    return at if digits and view.low(at) == "," else comma


def _joined_to(view: View, last: int, c: int) -> bool:
    """Whether only a comma or a conjunction stands between what belongs to the last head and the phrase of ``c``."""
    start = _start_of(view, c)
    link = start - 1
    if not (view.tokens[link].pos == "CCONJ" or view.low(link) == ","):
        return False
    return not any(
        view.tokens[k].pos in ("VERB", "AUX", "SCONJ") and k not in view.syntax.subtree(c) for k in range(last + 1, c)
    )


def _start_of(view: View, head: int) -> int:
    """The first token of the words before a noun that belong to it."""
    at = head
    while (at > 0 and view.tokens[at - 1].pos in ("DET", "ADJ", "NUM", "PROPN", "NOUN", "PRON")) or (
        at > 1 and view.low(at - 1) in ("-", "–", "'s", "’s")
    ):
        at -= 1
    return at


def _person_before(view: View, end: int) -> int | None:
    """The head of a person's phrase that ends at ``end`` and opens its clause; ``None`` where there is none."""
    name = next((e for e in view.sentence.entities if e.label == "PER" and e.last == end + 1), None)
    aged = view.low(end) == "old" and view.low(end - 1) == "-"
    counted = amount_in(view, end) >= 0 and ({view.lemma(end), view.low(end)} & (view.words.general | view.words.young))
    if name is None and not aged and not counted:
        return None
    start = _start_of(view, name.first if name is not None else end)
    opens = (
        start == 0 or view.tokens[start - 1].pos in ("CCONJ", "SCONJ") or view.low(start - 1) in (",", ":", ";", "that")
    )
    return (name.first if name is not None else end) if opens else None


def whole_of_parts(view: View, i: int, heads: list[int]) -> list[int]:
    """ "Five people, including two women and a boy, died": the whole before the list, where the tree lost it."""
    if not heads or not all(h < i for h in heads):
        return heads
    for k in range(min(heads) - 1, 0, -1):
        if view.tokens[k].pos == "VERB" and view.lemma(k) not in view.words.part:
            break
        if view.low(k) == "including":
            before = k - 2 if view.low(k - 1) == "," else k - 1
            return [before] if _size(view, before) > max(_size(view, h) for h in heads) else heads
    return heads


def amount_in(view: View, head: int) -> int:
    """The token of the amount that counts the noun ``head`` from the left; -1 without one."""
    for j in range(head, max(-1, head - 6), -1):
        if j in view.amount_at:
            return j
        if view.tokens[j].pos not in ("ADJ", "NOUN", "PROPN"):
            break
    return -1


def summed_once(view: View, heads: Sequence[int]) -> list[int]:
    """The heads without those who make up one before them: "six people, three men and three women", "two girls, Ana and Ida"."""
    kept: list[int] = []
    at = 0
    while at < len(heads):
        size = _size(view, heads[at])
        rest = heads[at + 1 :]
        kept.append(heads[at])
        at += 1
        if size < 2 or len(rest) < 2 or view.low(rest[0] - 2) == "and" or view.low(rest[0] - 1) == "and":
            continue
        if any(_of_other_gender(view, heads[at - 1], h) for h in rest):
            # "three women, two men and a child" are six
            continue
        end = next((n for n in range(2, len(rest) + 1) if sum(_size(view, h) for h in rest[:n]) == size), 0)
        if end and (end == len(rest) or all(view.syntax.entity.get(h) == "PER" for h in rest[:end])):
            at += end
    return kept


def _of_other_gender(view: View, a: int, b: int) -> bool:
    words = view.words
    one, other = {view.low(a), view.lemma(a)}, {view.low(b), view.lemma(b)}
    return bool((one & words.male and other & words.female) or (one & words.female and other & words.male))


def own_heads(view: View, i: int, heads: Sequence[int]) -> list[int]:
    """Without what another word of harm stands before: in "killed two and wounded five" the five are not killed."""
    lost: set[int] = set()
    for h in heads:
        parent = view.tokens[h].head
        joined = view.tokens[h].dep == "conj" and parent in heads
        if (joined and (parent in lost or view.harm_between(parent, h))) or _behind_another(view, i, h):
            lost.add(h)
    return [h for h in heads if h not in lost]


def _behind_another(view: View, i: int, h: int) -> bool:
    """Whether ``h`` follows a later word of harm, and ``i`` has somebody of its own before that."""
    later = [t for t in view.senses if i < t < h and view.senses[t].frame not in ("noun", "counted")]
    return any(
        view.tokens[k].pos not in ("CCONJ", "ADV", "PUNCT", "AUX") and k not in later
        for t in later
        for k in range(i + 1, t)
    )


def listed(view: View, heads: Sequence[int]) -> list[int]:
    """The heads with members of a list that the tree took for an apposition ("three guests, a clerk and a soldier")."""
    found = list(heads)
    for h in heads:
        beside = [c for c in view.syntax.below[h] if view.tokens[c].dep == "appos" and c > h and _of_its_own(view, c)]
        after = [c for p in (h, *beside) for c in view.syntax.below[p] if view.tokens[c].dep == "conj" and c > h]
        after = [c for c in after if _of_its_own(view, c) and not view.harm_between(h, c)]
        aside = [c for c in beside if after and c < max(after)]
        if not aside or (view.syntax.entity.get(h) == "PER" and view.syntax.entity.get(aside[0]) != "PER"):
            continue
        whole = view.amount_at.get(amount_in(view, h))
        parts = sum(_size(view, c) for c in (*aside, *after))
        if whole is not None and whole.low > 1 and (whole.low == parts or view.lemma(h) in view.words.general):
            # "two workers, one Indian and one Afghan": the list tells who the two are
            found = [f for f in found if f not in after]
        else:
            found += [c for c in (*aside, *after) if c not in found]
    return sorted(found)


def _of_its_own(view: View, c: int) -> bool:
    """Whether an apposition can be a member of a list: a name, or a phrase with its own article or number."""
    named = view.syntax.entity.get(c) == "PER"
    owned = _of_ones_kin(view, c)
    some = c in view.amount_at and view.low(c + 1) == "of"
    return named or owned or some or any(view.tokens[g].dep in ("det", "nummod") for g in view.syntax.below[c])


def _of_ones_kin(view: View, c: int) -> bool:
    """ "His wife", "their two sons"."""
    return view.lemma(c) in view.words.kin and any(view.tokens[g].tag == "PRP$" for g in view.syntax.below[c])


def without_callings(view: View, i: int, heads: Sequence[int]) -> list[int]:
    """The heads without a second calling of one person and a second kind of those counted.

    "Jan Novak, a mayor and party member", "a clerk and father of two was shot", "five police and army personnel".
    """
    one = any(view.low(c) in ("was", "is", "has") for c in view.syntax.below[i] if view.tokens[c].pos == "AUX")
    kept = []
    for h in heads:
        first = view.tokens[h].head
        owned = any(view.tokens[c].dep in ("det", "nummod", "nmod:poss") for c in view.syntax.below[h])
        bare = view.tokens[h].dep == "conj" and view.tokens[h].tag == "NN" and not owned and h not in view.syntax.entity
        if bare and first in heads:
            called = any(view.tokens[c].dep == "appos" and first < c < h for c in view.syntax.below[first])
            if called or _size(view, first) > 1 or (one and h < i and len(heads) == 2):
                continue
        kept.append(h)
    return kept


def named_once(view: View, heads: Sequence[int]) -> list[int]:
    """A description right before a name is the same person ("arrested journalist Imran Khan", "a clerk, Imran Khan")."""
    names = {e.first for e in view.sentence.entities if e.label == "PER" and any(e.first <= h < e.last for h in heads)}
    found: list[int] = []
    for h in heads:
        if found and _same_name(view, found[-1], h):
            continue
        if "as" in view.cases(h) and found:
            # "the victim, later identified as Jan Novak, died"
            continue
        following = h + 2 if view.low(h + 1) == "," else h + 1
        counted = _size(view, h) > 1 or h in view.amount_at
        if following not in names or view.syntax.entity.get(h) == "PER" or counted:
            found.append(h)
    return found


def _same_name(view: View, a: int, b: int) -> bool:
    """Whether two heads are parts of one name that the tree has cut ("Jan “Honza” Novak", "22-year-old Jan Novak")."""
    between = view.tokens[a + 1 : b]
    if view.tokens[a].pos != "PROPN" or view.tokens[b].pos != "PROPN" or len(between) > 4:
        return False
    if view.tokens[b].dep == "conj" or any(k.text in ",;&" or k.pos == "CCONJ" for k in between):
        return False
    quoted = [k for k in between if k.text in "\"'“”‘’()"]
    return not between or len(quoted) >= 2 or all(k.pos == "PROPN" for k in between)


def _size(view: View, head: int) -> int:
    amount = view.amount_at.get(amount_in(view, head))
    return amount.low if amount is not None else 1
