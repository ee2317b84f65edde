"""How sure the text is of what it tells: actual, denied, alleged, planned, feared, conditional."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from onrecord.model import Modality
from onrecord.reading.claims.context import context
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Attribution

__all__ = ["Stance", "stance_of"]


class Stance(msgspec.Struct, frozen=True):
    """``modality`` with the word that tells it; ``absent`` marks acts that the text says did not take place."""

    modality: Modality
    word: str = ""
    absent: bool = False
    generic: bool = False


_BY_STANCE: dict[str, Modality] = {"allege": "alleged", "deny": "denied", "fear": "feared"}
_ACTUAL = Stance("actual")
_NOT = frozenset({"not", "n't", "never"})


def stance_of(syntax: Syntax, anchor: int, matched: tuple[int, ...], attribution: Attribution | None) -> Stance:
    """The stance in which the word ``anchor`` is told, read from the verbs above it and the words beside them."""
    for i in matched:
        # "no lorry shall use the road": the word's own negation is what it tells
        if any(syntax.tokens[c].lemma.lower() in ("no", "neither") for c in syntax.below[i] if c not in matched):
            return Stance("actual", "no", absent=True)
    path = syntax.path(anchor)
    nominal = syntax.tokens[anchor].pos in ("NOUN", "PROPN")
    if nominal and _in_a_work(syntax, anchor):
        return Stance("actual", "told in a work", absent=True)
    if word := _refuted(syntax, path):
        return Stance("denied", word)
    for step, i in enumerate(path):
        if step and nominal and _in_danger(syntax, path[step - 1], i):
            return Stance("conditional", syntax.tokens[i].text, generic=True)
        if step and _leaves(syntax, path[step - 1], i):
            break
        found = _told_by(syntax, i, step, path[step - 1] if step else -1, nominal, matched)
        if found is not None:
            return found
    if attribution is not None and attribution.stance in _BY_STANCE:
        if attribution.stance != "deny" or not nominal:
            return Stance(_BY_STANCE[attribution.stance], attribution.stance)
    return _ACTUAL


def _leaves(syntax: Syntax, child: int, parent: int) -> bool:
    """Whether going up from ``child`` leaves what its own clause asserts."""
    token, governor = syntax.tokens[child], syntax.tokens[parent]
    if token.dep in ("acl:relcl", "parataxis", "advcl"):
        return True
    if token.dep == "conj" and token.pos == "VERB":
        return not _goes_on(syntax, child, parent)
    if token.dep.split(":")[0] in ("nmod", "obl", "compound") or (token.dep == "acl" and governor.pos == "NOUN"):
        return governor.lemma.lower() not in context().transparent
    return False


_CLAUSES = ("csubj", "ccomp", "acl", "appos")
_REPORTED = ("nsubj", "csubj", "ccomp", "acl", "appos", "obj", "nmod", "obl")
_PREDICATES = ("xcomp", "appos", "acl", "obl", "advcl")


def _refuted(syntax: Syntax, path: Sequence[int]) -> str:
    """The word by which a report is said to be false: "reports of a blast proved untrue", "it is not true that they fired"."""
    for child, i in pairwise(path):
        report = syntax.is_one_of(child, context().transparent) or syntax.is_one_of(child, context().hearsay)
        dep = syntax.tokens[child].dep.split(":")[0]
        if dep not in _REPORTED or (_leaves(syntax, child, i) and not report):
            return ""
        if not report and dep not in _CLAUSES:
            # "the case against him is a fabrication": there is a case
            continue
        # "the rumour was false, the mayor said": the tree may give the speaker's verb the subject of what he says
        beside = (*_PREDICATES, "ccomp") if report else _PREDICATES
        for k in (i, *(c for c in syntax.below[i] if c != child and syntax.tokens[c].dep in beside)):
            token = syntax.tokens[k]
            negated = any(syntax.tokens[c].lemma.lower() in _NOT for c in syntax.below[k])
            said = token.pos != "VERB" or token.tag == "VBN"
            # a town that "lies in" a province is no lie
            if said and syntax.is_one_of(k, context().affirming if negated else context().refuting):
                return token.text
    return ""


def _goes_on(syntax: Syntax, child: int, parent: int) -> bool:
    """Whether a joined verb stands under the helpers of the first: "threatened to arrest and kill", "may be held or beaten"."""
    token = syntax.tokens[child]
    below = [syntax.tokens[c] for c in syntax.below[child]]
    own = any(t.dep.startswith(("nsubj", "aux", "csubj")) or (t.dep == "cc" and t.lemma == "but") for t in below)
    return not own and token.tag in ("VB", "VBG", "VBN") and token.tag == syntax.tokens[parent].tag


def _in_danger(syntax: Syntax, child: int, parent: int) -> bool:
    """Whether an act is told as what may befall somebody: "vulnerable to torture", "could amount to torture", "face death"."""
    token, governor = syntax.tokens[child], syntax.tokens[parent]
    if token.dep.split(":")[0] not in ("obl", "obj") or token.pos not in ("NOUN", "PROPN") or _definite(syntax, child):
        return False
    if governor.lemma.lower() in context().endangered:
        return governor.tag not in ("VBD", "VBN")
    helpers = {syntax.tokens[c].lemma.lower() for c in syntax.dep(parent, "aux")}
    return bool(helpers & context().possible) and "have" not in helpers


def _told_by(syntax: Syntax, i: int, step: int, child: int, nominal: bool, matched: tuple[int, ...]) -> Stance | None:
    words = context()
    token = syntax.tokens[i]
    lemma = token.lemma.lower()
    beside = {syntax.tokens[c].lemma.lower() for c in syntax.below[i] if c not in matched}
    if token.pos in ("NOUN", "PROPN") and (beside & {"no", "neither"} or (step == 0 and _but_not(syntax, i))):
        return Stance("actual", "no", absent=True)
    if token.pos in ("VERB", "AUX") and beside & _NOT and not (nominal and _definite(syntax, child)):
        return Stance("actual", "not", absent=True)
    if beside & words.alleging or (step and (lemma in words.alleging or lemma in words.hearsay)):
        return Stance("alleged", min(beside & words.alleging, default=token.text))
    if step and lemma in words.fearing and token.pos in ("VERB", "NOUN", "ADJ"):
        return Stance("feared", token.text)
    if step and lemma in words.denying and token.pos == "VERB" and syntax.tokens[child].dep in ("ccomp", "xcomp"):
        return Stance("denied", token.text)
    if (not step or syntax.tokens[child].dep in ("obj", "nsubj:pass")) and _called_off(syntax, i, bool(step)):
        return Stance("actual", "called off", absent=True)
    predicate = token.pos in ("NOUN", "ADJ") and (step == 0 or bool(syntax.dep(i, "cop")))
    if token.pos in ("VERB", "AUX") or predicate:
        return _auxiliary(syntax, i, step, child, matched)
    return None


def _in_a_work(syntax: Syntax, i: int) -> bool:
    """ "A thriller about the murder of a judge", "a photograph of a street battle"."""
    token = syntax.tokens[i]
    if (
        token.dep not in ("nmod", "acl")
        or token.head < 0
        or syntax.tokens[token.head].lemma.lower() not in context().works
    ):
        return False
    return any(syntax.tokens[c].lemma.lower() in ("about", "of", "on") for c in syntax.below[i])


def _but_not(syntax: Syntax, i: int) -> bool:
    """ "Painful, but not a massacre"."""
    first = min([i, *(c for c in syntax.below[i] if syntax.tokens[c].dep in ("det", "amod", "compound"))])
    return first > 0 and syntax.tokens[first - 1].text.lower() == "not"


def _called_off(syntax: Syntax, i: int, above: bool) -> bool:
    """ "Called off a strike": the act did not take place. ``above``: the verb governs the word of the act, and is not it."""
    lemma = syntax.tokens[i].lemma.lower()
    if lemma in context().off:
        return above
    return lemma == "call" and any(syntax.tokens[c].text.lower() == "off" for c in syntax.below[i])


def _on_condition(syntax: Syntax, i: int) -> bool:
    """ "would march if he stayed": what is planned hangs on something else."""
    return any(
        syntax.tokens[c].dep == "advcl"
        and any(syntax.tokens[m].lemma.lower() in ("if", "unless") for m in syntax.below[c])
        for c in syntax.below[i]
    )


_ASKED = ("xcomp", "ccomp", "acl", "advcl")
_PRESENT = ("VBZ", "VBP")


def _general(syntax: Syntax, i: int) -> bool:
    """A rule and not an event: "when a candidate dies", "a person who threatens a voter"."""
    token = syntax.tokens[i]
    if token.tag not in _PRESENT:
        return False
    while token.dep == "conj" and token.head >= 0:
        i, token = token.head, syntax.tokens[token.head]
    if token.dep not in ("advcl", "acl:relcl"):
        return False
    if any(syntax.tokens[c].dep.startswith("aux") for c in syntax.below[i]):
        return False
    marks = {syntax.tokens[c].lemma.lower() for c in syntax.below[i] if syntax.tokens[c].dep in ("mark", "advmod")}
    if marks & {"when", "whenever", "where"}:
        return True
    # "an order that forbids" is decreed; it is people of whom rules speak
    return token.dep == "acl:relcl" and not _decree(syntax, token.head) and _rule(syntax, token.head)


def _decree(syntax: Syntax, i: int) -> bool:
    return syntax.is_one_of(i, context().laws)


def _rule(syntax: Syntax, i: int) -> bool:
    if syntax.tokens[i].lemma.lower() in ("anyone", "whoever", "anybody", "those"):
        return True
    return any(syntax.tokens[c].lemma.lower() in ("a", "any", "every") for c in syntax.below[i])


def _definite(syntax: Syntax, i: int) -> bool:
    return any(syntax.tokens[c].lemma.lower() in context().definite for c in syntax.below[i]) if i >= 0 else False


def _auxiliary(syntax: Syntax, i: int, step: int, child: int, matched: tuple[int, ...]) -> Stance | None:
    words = context()
    if child >= 0 and syntax.tokens[child].pos in ("NOUN", "PROPN") and _definite(syntax, child):
        return None
    if _general(syntax, i):
        return Stance("conditional", "when", generic=True)
    marks = {syntax.tokens[c].lemma.lower() for c in syntax.below[i] if syntax.tokens[c].dep in ("mark", "advmod")}
    if marks & words.conditional:
        return Stance("conditional", min(marks & words.conditional), generic=True)
    if syntax.inverted(i):
        return Stance("conditional", "had", generic=True)
    perfect = any(syntax.tokens[c].lemma == "have" for c in syntax.below[i] if syntax.tokens[c].dep == "aux")
    for c in syntax.below[i]:
        helper = syntax.tokens[c]
        if c in matched or not helper.dep.startswith("aux"):
            continue
        low = helper.text.lower()
        if low in words.possible:
            return None if perfect else Stance("conditional", helper.text, generic=True)
        if low in words.future:
            if perfect and low == "would":
                # "such a speech would have triggered a riot": nothing came of what was not
                return Stance("actual", "would have", absent=True)
            return Stance("conditional" if _on_condition(syntax, i) else "planned", helper.text)
    token = syntax.tokens[i]
    if step and token.lemma.lower() in words.asking and child >= 0 and syntax.tokens[child].dep in _ASKED:
        return Stance("conditional", token.text, generic=True)
    if step and child >= 0 and syntax.tokens[child].pos == "NOUN" and token.lemma.lower() in words.announcing:
        if syntax.tokens[child].dep in ("obj", "nsubj:pass"):
            return Stance("planned", token.text)
    if syntax.is_due(i) or (step and _ahead(syntax, i, child)):
        return Stance("planned", token.text)
    return None


def _ahead(syntax: Syntax, i: int, child: int) -> bool:
    """ "They plan to march", "an attack is going to take place"."""
    token = syntax.tokens[i]
    if token.text.lower() in context().future:
        return bool(syntax.dep(i, "xcomp"))
    return token.lemma.lower() in context().planning and child >= 0 and syntax.tokens[child].dep == "xcomp"
