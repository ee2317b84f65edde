"""Making the public value of a group: its words, whose they are, and why it was taken."""

from onrecord.model import Effect
from onrecord.reading.actors import arguments, categorise_tokens, is_attacker
from onrecord.reading.parts import Amount, TollMention
from onrecord.reading.tolls.groups import THEY, Group
from onrecord.reading.tolls.lexicon import Harm
from onrecord.reading.tolls.view import View

__all__ = ["mention_of", "of_amount", "of_tokens"]

_REACH = 2


def mention_of(view: View, g: Group, i: int, harm: Harm) -> TollMention:
    """The toll of a group under the trigger ``i``. Its words take in the noun, or the trigger where no noun is told."""
    tokens = view.tokens
    first, last = g.first, g.last
    if first == i + 1 and last - first > 1 and first in view.senses and view.senses[first].effect == harm.effect:
        # "shot dead Jan Novak"
        first += 1
    name = next((e for e in view.sentence.entities if e.label == "PER" and e.first <= g.head < e.last), None)
    if name is not None and not name.first <= i < name.last:
        first, last = min(first, name.first), max(last, name.last)
    bare = all(
        tokens[k].pos in ("NUM", "ADV", "ADP", "DET", "PRON", "ADJ") or k in view.amount_at for k in range(first, last)
    )
    if bare and g.head != i and harm.frame in ("verb", "state"):
        if 0 <= i - last <= _REACH and "," not in (view.low(k) for k in range(last, i)):
            last = i + 1
        elif 0 < first - i <= 1:
            first = i
    if g.part_of and view.lemma(first - 1) == "include":
        first -= 1
    who = _who(view, g, i)
    named = tuple(
        (e.start, e.end)
        for e in view.sentence.entities
        if e.label == "PER" and e.first < last and first < e.last and not _owns(view, e.first, e.last, g)
    )
    start, end = tokens[first].start, tokens[last - 1].end
    return TollMention(
        start=start,
        end=end,
        exact=view.text[start:end],
        sentence=view.number,
        effect=harm.effect,
        low=g.low,
        high=g.high,
        who=who,
        part_of=g.part_of,
        additional=g.additional,
        trigger=(tokens[i].start, tokens[i].end),
        victims=named or ((tokens[g.first].start, tokens[g.last - 1].end),),
        why=_why(view, g, i, harm),
    )


def _why(view: View, g: Group, i: int, harm: Harm) -> str:
    """What the toll rests on; who was hit or bears a wound may be told to have died elsewhere."""
    if harm.effect == "injured" and view.lemma(i) in view.words.hits:
        return "were hit"
    if g.why == THEY:
        return THEY
    return (
        "bears a wound"
        if harm.effect == "injured" and harm.frame in ("bears", "loses", "undergoes", "lies_in")
        else g.why
    )


def _owns(view: View, first: int, last: int, g: Group) -> bool:
    """Whether a name only tells whose somebody is: "Khan's driver", "two brothers of Khan"."""
    tops = [k for k in range(first, last) if not first <= view.tokens[k].head < last]
    of = g.low > 1 and any(view.tokens[k].head == g.head and "of" in view.cases(k) for k in tops)
    return of or any(view.tokens[k].dep == "nmod:poss" for k in tops)


def _who(view: View, g: Group, i: int) -> str | None:
    """The category of those harmed; ``attacker`` where they attacked."""
    lemma = view.lemma(g.head)
    if lemma in view.words.self_:
        return _himself(view, i)
    of = [c for c in view.syntax.below[g.head] if view.tokens[c].dep == "nmod" and "of" in view.cases(c)]
    if view.tokens[g.head].pos == "NUM" and of:
        return "attacker" if is_attacker(view.lemma(of[0])) else categorise_tokens(view.sentence, of[0], view.syntax)
    if is_attacker(lemma):
        return "attacker"
    if view.tokens[g.head].pos not in ("NOUN", "PROPN") or g.head == i or lemma in view.words.general:
        return None
    return categorise_tokens(view.sentence, g.head, view.syntax)


def _himself(view: View, i: int) -> str | None:
    """Who harmed himself: an attacker where he attacked others too or bears an attacker's name, else a victim."""
    doers = [a.head for a in arguments(view.sentence, i, view.syntax).agents]
    if any(is_attacker(view.lemma(d)) for d in doers):
        return "attacker"
    others = any(
        k != i and view.senses[k].effect in ("killed", "injured") and view.senses[k].frame == "verb"
        for k in view.senses
    )
    joined = any(view.tokens[c].dep == "conj" for s in view.syntax.dep(i, "obj") for c in view.syntax.below[s])
    if others or joined:
        return "attacker"
    return next((categorise_tokens(view.sentence, d, view.syntax) for d in doers), None)


def of_amount(view: View, amount: Amount, trigger: int, effect: Effect, why: str) -> TollMention:
    """A toll that is a bare figure ("the death toll rose to 26")."""
    return TollMention(
        start=amount.start,
        end=amount.end,
        exact=amount.exact,
        sentence=view.number,
        effect=effect,
        low=amount.low,
        high=amount.high,
        additional=amount.additional,
        trigger=(view.tokens[trigger].start, view.tokens[trigger].end),
        victims=((amount.start, amount.end),),
        why=why,
    )


def of_tokens(view: View, first: int, last: int, trigger: int, effect: Effect, why: str) -> TollMention:
    """A toll of nobody that stands in tokens ``first`` to ``last`` (exclusive)."""
    start, end = view.tokens[first].start, view.tokens[last - 1].end
    return TollMention(
        start=start,
        end=end,
        exact=view.text[start:end],
        sentence=view.number,
        effect=effect,
        low=0,
        high=0,
        trigger=(view.tokens[trigger].start, view.tokens[trigger].end),
        why=why,
    )
