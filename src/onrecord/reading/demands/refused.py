"""No for an answer: "the decree stays", "I have no reason to go", replied by whoever was asked; and what a court upholds."""

from collections.abc import Collection, Sequence

import msgspec

from onrecord.model import Claim
from onrecord.reading.demands.hits import CONTRADICTING, REJECTED, Hit
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.parties import Who
from onrecord.reading.demands.response_lexicon import outcome, response_rules

__all__ = ["by_those_asked", "is_restriction", "it_stands", "says_no", "upheld", "with_refusal"]

_BEFORE = 2
"""How many sentences after what is asked it may be answered."""
_COURTS = ("court", "judge")


def with_refusal(line: Line, known: Sequence[Hit], asked: Collection[int]) -> list[Hit]:
    """The hits with the "no" that answers what is asked in one of the lines ``asked``, just before or in this one.

    As faint as a mark that is not firm, for only those who were asked can refuse; nobody refuses by saying what was not done.
    """
    if any(k.rule.type in CONTRADICTING or k.rule.type == "response.promised" for k in known):
        return [*known]
    answering = next((i for i in range(len(line.tokens)) if _answers(line, i)), None)
    if answering is None or not any(line.index - n in asked for n in range(_BEFORE + 1)):
        return [*known]
    for i, token in enumerate(line.tokens):
        if token.tag not in ("VB", "VBP", "VBZ") or i == answering or token.dep == "acl:relcl":
            continue
        helpers = [c for c in line.syntax.below[i] if line.tokens[c].tag == "MD"]
        if token.tag == "VB" and not helpers:
            continue
        word = i if it_stands(line, i) else _no(line, i)
        if word is not None:
            tokens = tuple(sorted({word, i}))
            return [*known, Hit(response_rules()[REJECTED], tokens, i, "verb", "says no to what was asked", faint=True)]
    return [*known]


def says_no(hit: Hit) -> bool:
    """Whether it is such an answer; what it says will not be is refused now."""
    return hit.faint and not hit.marked


def _answers(line: Line, i: int) -> bool:
    """Whether a word tells that somebody answers: "he replied", "he had a short answer: …", "they were told"."""
    told = line.lemma[i] == "tell"
    if not (told or line.lemma[i] in outcome().answering) or line.negated(i):
        return False
    if told:
        return line.syntax.passive(i)
    token = line.tokens[i]
    if token.pos == "VERB":
        return token.tag in ("VBD", "VBZ", "VBP")
    return token.pos == "NOUN" and i + 1 < len(line.tokens) and line.tokens[i + 1].text == ":"


def _no(line: Line, verb: int) -> int | None:
    below = line.syntax.below[verb]
    under = [c for h in below if line.tokens[h].dep.split(":")[0] in ("nsubj", "obj") for c in line.syntax.below[h]]
    return next((c for c in (*below, *under) if line.low[c] in outcome().saying_no), None)


def it_stands(line: Line, verb: int) -> bool:
    """Whether what was to end is said to go on: "was told that it would stand"."""
    return line.lemma[verb] in outcome().staying and not line.negated(verb)


def by_those_asked(line: Line, hit: Hit) -> bool:
    """Whether it is the answer of those who were asked, where nobody is named with it: "and was told that it would stand"."""
    answer = it_stands(line, hit.verb) or says_no(hit) or _answers(line, hit.verb)
    return hit.rule.type == REJECTED and answer


def upheld(line: Line, hit: Hit, by: Who | None) -> Hit:
    """A ban that a court confirms is upheld, and not admitted."""
    if hit.rule.type == "response.admitted" and line.lemma[hit.verb] == "confirm" and by and by.category in _COURTS:
        return msgspec.structs.replace(hit, rule=response_rules()[REJECTED])
    return hit


def is_restriction(line: Line, hit: Hit, incidents: Sequence[Claim]) -> bool:
    """Whether a refusal is itself the restriction told in the sentence: "refused to register the list"."""
    if hit.rule.type != REJECTED or outcome().granting.isdisjoint(line.low[min(hit.tokens) :]):
        return False
    told = [c for c in incidents if c.type.startswith("restriction.")]
    return any(e.start < line.end and line.start < e.end for c in told for e in c.evidence)
