"""What is said not to have been done: "nobody was beaten", told by whoever answers for an act, denies it."""

from collections.abc import Sequence

from onrecord.reading.demands.hits import CONTRADICTING, Hit
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.response_lexicon import outcome, response_rules

__all__ = ["DENIED", "with_undone"]

DENIED = "response.denied"
_PROMISED = "response.promised"


def with_undone(line: Line, known: Sequence[Hit]) -> list[Hit]:
    """The hits with the first act against somebody that a sentence says was not done, where none of them is a denial.

    Whether it denies anything is told by who says so and of what: the hit is as faint as a mark that is not firm. What
    somebody assures was not done is denied by him, and not promised.
    """
    if any(k.rule.type in CONTRADICTING for k in known):
        return [*known]
    for verb, token in enumerate(line.tokens):
        if token.pos == "VERB" and token.tag in ("VBN", "VBD") and line.lemma[verb] in outcome().inflicting:
            word = _negation(line, verb)
            if word is not None:
                tokens = (word, verb) if word < verb else (verb, word)
                found = Hit(response_rules()[DENIED], tokens, verb, "verb", "says that it was not done", faint=True)
                return [*(k for k in known if k.rule.type != _PROMISED or k.verb not in line.syntax.path(verb)), found]
    return [*known]


def _negation(line: Line, verb: int) -> int | None:
    """The word that makes it undone: by or to "nobody", "no prisoner", "not one sailor", "at no time", "never"."""
    lacking = outcome().lacking
    for head in line.syntax.below[verb]:
        if line.low[head] in lacking:
            return head
        dep = line.tokens[head].dep.split(":")[0]
        if dep in ("nsubj", "obj", "obl") and (dep != "obl" or line.low[head] == "time"):
            under = [c for c in line.syntax.below[head] if c < head and line.low[c] in lacking | {"not"}]
            if under:
                return under[0]
    return None
