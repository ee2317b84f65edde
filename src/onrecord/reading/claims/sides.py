"""The type of an act by who does it and to whom, where that alone decides: the same words tell of what others do as well.

Officers arrest, men who are none or who hide who they are abduct. A force that goes for a picket uses force on it. What a
crowd burns and breaks in one breath is a riot. Aircraft that fire shell, and who fires back fights.
"""

from collections.abc import Sequence

import msgspec

from onrecord.reading.claims.context import context
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.triggers import Trigger
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["by_sides"]

_ACT = 2
_DAMAGE = ("attack.arson", "destruction", "riot")
_BLOWS = ("attack.melee", "attack.shooting", "attack.unspecified")


def by_sides(syntax: Syntax, triggers: Sequence[Trigger]) -> list[Trigger]:
    """The triggers of one sentence with the types that their sides give them."""
    crowds = [t for t in triggers if t.type in _DAMAGE and _done_by(syntax, t, context().mobs)]
    rioting = len({t.type for t in crowds}) > 1
    found = []
    for trigger in triggers:
        kind = trigger.type
        if trigger.rank < _ACT:
            pass
        elif rioting and trigger in crowds:
            kind = "riot"
        elif kind == "strike" and _aimed(syntax, trigger):
            kind = "attack.unspecified"
        elif kind == "arrest" and _by_others(syntax, trigger):
            kind = "abduction"
        elif kind == "attack.shooting" and _done_by(syntax, trigger, context().engines):
            kind = "attack.shelling"
        elif kind == "attack.shooting" and _answered(syntax):
            kind = "clash"
        elif kind in _BLOWS and _on_protest(syntax, trigger):
            kind = "excessive_force"
        found.append(trigger if kind == trigger.type else _as(trigger, kind))
    return found


def _as(trigger: Trigger, kind: str) -> Trigger:
    return msgspec.structs.replace(trigger, type=kind, source=f"{trigger.source}; {kind} by its sides")


def _done_by(syntax: Syntax, trigger: Trigger, words: frozenset[str]) -> bool:
    return any(syntax.is_one_of(i, words) for i in syntax.subjects(trigger.anchor))


def _by_others(syntax: Syntax, trigger: Trigger) -> bool:
    """Whether nobody is told to take somebody off but people of no office, or men who hide who they are."""
    doers = syntax.subjects(trigger.anchor) if trigger.kind == "verb" else []
    if not doers or not all(syntax.is_one_of(i, context().takers) for i in doers):
        return False
    force = lexicon().classes["force"]
    return not any(syntax.is_one_of(k, force) for i in doers for k in syntax.subtree(i))


def _aimed(syntax: Syntax, trigger: Trigger) -> bool:
    """ "The strike on the market": nobody walked out."""
    aims = [c for i in trigger.tokens if syntax.tokens[i].pos == "NOUN" for c in syntax.dep(i, "nmod")]
    struck = lexicon().classes["building"] | lexicon().classes["person"]
    return any(
        syntax.is_one_of(aim, struck)
        and any(syntax.tokens[c].lemma.lower() in ("on", "against") for c in syntax.dep(aim, "case"))
        for aim in aims
    )


def _answered(syntax: Syntax) -> bool:
    """ "Fired back", "returned fire": who does was fired at."""
    for i, token in enumerate(syntax.tokens[:-1]):
        lemma, following = token.lemma.lower(), syntax.tokens[i + 1].lemma.lower()
        if (lemma in ("fire", "shoot") and following == "back") or (lemma == "return" and following == "fire"):
            return True
    return False


def _on_protest(syntax: Syntax, trigger: Trigger) -> bool:
    """Whether a force strikes those who protest."""
    if trigger.kind != "verb" or not _done_by(syntax, trigger, lexicon().classes["force"]):
        return False
    return any(syntax.is_one_of(i, context().protests) for i in syntax.objects(trigger.anchor))
