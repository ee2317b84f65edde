"""How many acts a mention tells of: one, several, a series; and which of several."""

import msgspec

from onrecord.model import Count
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.claims.syntax import Syntax
from onrecord.reading.claims.triggers import Trigger

__all__ = ["Number", "number_of"]


class Number(msgspec.Struct, frozen=True):
    """``several`` for plural acts; ``count`` where the number is said; ``ordinal`` of "the second blast"."""

    several: bool = False
    count: Count | None = None
    ordinal: int | None = None
    definite: bool = False
    fresh: bool = False


def number_of(
    analysis: Analysis, syntax: Syntax, trigger: Trigger | None, anchor: int, opening: frozenset[str] = frozenset()
) -> Number:
    """The number of the acts that the trigger at ``anchor`` tells of."""
    if trigger is None:
        return Number()
    words = context()
    token = syntax.tokens[anchor]
    if token.pos not in ("NOUN", "PROPN") and not _heads_phrase(syntax, anchor):
        return Number(fresh=bool(opening & words.apart))
    beside = [i for i in syntax.below[anchor] if i < anchor]
    forms = {f for i in (*beside, *(b for i in beside for b in syntax.below[i])) for f in syntax.words(i)}
    ordinal = next((words.ordinals[f] for f in sorted(forms) if f in words.ordinals), None)
    plural = (
        token.tag in ("NNS", "NNPS") or (token.text.lower().endswith("s") and token.lemma.lower() != token.text.lower())
    )
    count = _count(analysis, syntax, anchor)
    if count is None:
        told = [words.plural_counts[f] for f in sorted(forms) if f in words.plural_counts]
        count = Count(low=told[0], high=told[0]) if told and (plural or "twin" in forms) else None
    series = _series(syntax, anchor)
    return Number(
        several=(plural and (count is None or count.low > 1)) or (count is not None and count.low > 1) or series,
        count=count if count is not None and count.low > 1 else None,
        ordinal=ordinal,
        definite=bool(forms & words.definite) or any(syntax.tokens[i].dep == "nmod:poss" for i in beside),
        fresh=bool(forms & words.fresh) or bool(opening & words.apart),
    )


def _heads_phrase(syntax: Syntax, i: int) -> bool:
    return any(syntax.tokens[c].dep == "det" for c in syntax.below[i])


def _count(analysis: Analysis, syntax: Syntax, anchor: int) -> Count | None:
    numerals = [
        i for i in syntax.below[anchor] if syntax.tokens[i].dep in ("nummod", "det", "amod", "nmod", "compound")
    ]
    for amount in analysis.amounts:
        if amount.kind == "ordinal" or not (syntax.sentence.start <= amount.start < syntax.tokens[anchor].start):
            continue
        inside = syntax.at(amount.start, amount.end)
        if any(i in inside for i in numerals) or (inside and anchor in _up(syntax, inside[-1])):
            return Count(low=amount.low, high=amount.high)
    return None


def _up(syntax: Syntax, i: int) -> tuple[int, ...]:
    token = syntax.tokens[i]
    if token.head < 0:
        return ()
    # "dozens of attacks": the noun hangs below the number
    return tuple(c for c in syntax.below[i] if syntax.tokens[c].dep == "nmod")


def _series(syntax: Syntax, anchor: int) -> bool:
    token = syntax.tokens[anchor]
    return token.dep == "nmod" and token.head >= 0 and syntax.tokens[token.head].lemma.lower() in context().series
