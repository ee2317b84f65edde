"""How sure the text is of what it tells: actual, denied, alleged, planned, feared, conditional."""

import msgspec

from onrecord.model import Modality
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.claims.syntax import Syntax
from onrecord.reading.parts import Attribution

__all__ = ["Stance", "stance_of"]


class Stance(msgspec.Struct, frozen=True):
    """``modality`` with the word that tells it; ``absent`` marks acts that the text says did not take place."""

    modality: Modality
    word: str = ""
    absent: bool = False
    generic: bool = False


_BY_STANCE: dict[str, Modality] = {"allege": "alleged", "deny": "denied", "fear": "feared"}


def stance_of(syntax: Syntax, anchor: int, attribution: Attribution | None, analysis: Analysis) -> Stance:
    """The stance in which the word ``anchor`` is told, read from the verbs above it and the words beside them."""
    words = context()
    path = syntax.path(anchor)
    for step, i in enumerate(path):
        token = syntax.tokens[i]
        if step and _leaves(syntax, path[step - 1]):
            break
        beside = {syntax.tokens[c].lemma.lower() for c in syntax.below[i]}
        nominal = token.pos in ("NOUN", "PROPN")
        if (beside & {"no", "neither"} and nominal) or (token.pos == "VERB" and beside & {"not", "n't", "never"}):
            return Stance("actual", "no", absent=True)
        if beside & words.alleging or (token.lemma.lower() in words.alleging and step):
            if not _is_claiming(token.lemma.lower(), step):
                return Stance("alleged", _first(beside & words.alleging) or token.text)
        if step and token.lemma.lower() in words.fearing and token.pos in ("VERB", "NOUN", "ADJ"):
            return Stance("feared", token.text)
        if step and token.lemma.lower() in words.denying and token.pos == "VERB":
            return Stance("denied", token.text)
        if token.pos in ("VERB", "AUX", "NOUN", "ADJ"):
            found = _auxiliary(syntax, i, step)
            if found is not None:
                return found
    if attribution is not None and attribution.stance in _BY_STANCE:
        return Stance(_BY_STANCE[attribution.stance], attribution.stance)
    return Stance("actual")


def _is_claiming(lemma: str, step: int) -> bool:
    # "claimed 12 lives" and "claimed responsibility" allege nothing
    return lemma == "claim" and step == 0


def _leaves(syntax: Syntax, i: int) -> bool:
    """Whether going up from ``i`` leaves what its own clause asserts: "who …" and "when …" say nothing of the main verb."""
    return syntax.tokens[i].dep in ("acl:relcl", "parataxis", "conj") and syntax.tokens[i].pos == "VERB"


def _first(found: set[str] | frozenset[str]) -> str:
    return min(found) if found else ""


def _auxiliary(syntax: Syntax, i: int, step: int) -> Stance | None:
    words = context()
    helpers = [syntax.tokens[c] for c in syntax.below[i] if syntax.tokens[c].dep.startswith("aux")]
    marks = [syntax.tokens[c].lemma.lower() for c in syntax.below[i] if syntax.tokens[c].dep in ("mark", "advmod")]
    if any(m in words.conditional for m in marks):
        return Stance("conditional", _first(set(marks) & words.conditional))
    for helper in helpers:
        low = helper.text.lower()
        if low in ("will", "shall", "'ll", "’ll") or (helper.lemma in ("will", "shall") and low != "would"):
            return Stance("planned", helper.text)
        if low in words.possible or helper.lemma.lower() in words.possible:
            return Stance("conditional", helper.text, generic=True)
        if low == "would":
            return Stance("planned", helper.text)
    token = syntax.tokens[i]
    if step and token.pos == "VERB" and token.lemma.lower() in words.planning:
        return Stance("planned", token.text)
    return None
