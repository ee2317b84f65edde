"""Whom a pronoun in the place of a doer or a victim stands for: "he placed a bomb", "they also burned the office"."""

from collections.abc import Iterator

from onrecord.reading.actors import categorise_tokens
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["antecedent", "antecedent_before"]

_MANY = ("they", "them")
_ONE = ("he", "she", "him", "her")
_PLURAL = ("NNS", "NNPS")
# bodies that "they" may stand for though the noun is one
_BODIES = ("armed_group", "gang", "mob", "police", "military", "paramilitary", "intelligence")
_THING = (
    None,
    "party",
    "media",
    "company",
    "government",
    "court",
    "election_body",
    "international_body",
    "rights_group",
)


def antecedent(syntax: Syntax, pronoun: int) -> int | None:
    """The head of the phrase before the pronoun in its sentence that it stands for; ``None`` where in doubt.

    The subject of a clause above it is meant before any other phrase; the other argument of its own verb never is.
    """
    verb = syntax.tokens[pronoun].head
    own = syntax.below[verb] if verb >= 0 else []
    above = [c for verb in syntax.path(pronoun)[2:] for c in syntax.dep(verb, "nsubj") if c < pronoun]
    for head in above:
        if head not in own and _agrees(syntax, head, pronoun):
            return head
    others = [i for i in _people(syntax) if i < pronoun and i not in own and _agrees(syntax, i, pronoun)]
    return others[0] if len(others) == 1 else None


def antecedent_before(syntax: Syntax, pronoun: int, before: Syntax) -> int | None:
    """The head in the sentence ``before`` that a pronoun without one in its own stands for.

    That is its subject, else the one phrase that can be meant.
    """
    # "soldiers came; farmers said that they …" has a choice of its own
    if any(i < pronoun for i in _people(syntax)):
        return None
    found = [i for i in _people(before) if _agrees(before, i, pronoun, syntax)]
    subjects = [i for i in found if before.tokens[i].dep.split(":")[0] == "nsubj" and _main(before, i)]
    return subjects[0] if subjects else (found[0] if len(found) == 1 else None)


def _main(syntax: Syntax, i: int) -> bool:
    return syntax.tokens[syntax.tokens[i].head].head < 0


def _people(syntax: Syntax) -> Iterator[int]:
    """The heads of phrases that tell of somebody."""
    for i, token in enumerate(syntax.tokens):
        if token.pos not in ("NOUN", "PROPN") or token.dep in ("compound", "flat", "nmod:desc", "nmod:poss"):
            continue
        if syntax.entity.get(i) == "PER" or categorise_tokens(syntax.sentence, i, syntax) not in _THING:
            yield i


def _agrees(syntax: Syntax, head: int, pronoun: int, of: Syntax | None = None) -> bool:
    """Whether a phrase and a pronoun (of another sentence, where given) agree in number, and the phrase tells of somebody."""
    token = syntax.tokens[head]
    word = (of or syntax).tokens[pronoun].text.lower()
    if token.pos not in ("NOUN", "PROPN"):
        return False
    category = categorise_tokens(syntax.sentence, head, syntax)
    if category in _THING and syntax.entity.get(head) != "PER":
        return False
    joined = bool(syntax.dep(head, "conj"))
    if word in _MANY:
        return token.tag in _PLURAL or joined or category in _BODIES
    return word in _ONE and token.tag not in _PLURAL and not joined
