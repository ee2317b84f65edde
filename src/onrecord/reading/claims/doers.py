"""Who did it and who was hit, told in another sentence than the act: "the attack was the work of …", "the victim, …"."""

from collections.abc import Iterator, Sequence

import msgspec

from onrecord.model import Actor, Role
from onrecord.reading.actors import arguments, is_attacker
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.binding import attribution_of
from onrecord.reading.claims.cast import actors_of
from onrecord.reading.claims.context import context
from onrecord.reading.claims.events import Event
from onrecord.reading.claims.modality import stance_of
from onrecord.reading.claims.responsibility import deed_nouns
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["told_apart"]

_NEAR = 6
"""Sentences after the last that tells an act up to which "the attack" means it."""
_ABOVE = 3
_NOT = ("not", "n't", "never", "no", "neither", "nor")
_TOLD = ("actual", "alleged")
_CRIMES = ("abduction", "torture", "sexual_violence", "excessive_force", "destruction")


class _Said(msgspec.Struct, frozen=True):
    """Heads of phrases that a sentence gives a part in an act referred to by the word ``deed``."""

    deed: int
    heads: tuple[int, ...]
    role: Role = "perpetrator"


def told_apart(
    analysis: Analysis, events: Sequence[Event], syntaxes: Sequence[Syntax | None]
) -> dict[int, tuple[Actor, ...]]:
    """By the ``id`` of the event: the actors that other sentences give it; none where they are in doubt."""
    found: dict[int, list[Actor]] = {}
    crimes = [e for e in events if not e.aggregate and (e.type.startswith("attack.") or e.type in _CRIMES)]
    if not crimes:
        return {}
    for index, syntax in enumerate(syntaxes):
        if syntax is None:
            continue
        event = _last_told(crimes, index)
        if event is None:
            continue
        for said in _statements(syntax, event):
            attribution = attribution_of(analysis, syntax.tokens[said.heads[0]].start, syntax.tokens[said.heads[0]].end)
            stance = stance_of(syntax, said.deed, (said.deed,), attribution)
            if stance.absent or stance.modality not in _TOLD or _negated(syntax, said):
                continue
            told = actors_of(analysis, syntax, attribution, said.deed, said.heads, said.role)
            # who claims an act is told by the claim itself (``parties``)
            found.setdefault(id(event), []).extend(a for a in told if a.responsibility not in ("claimed", "denied"))
    return {key: tuple(actors) for key, actors in found.items()}


def _negated(syntax: Syntax, said: _Said) -> bool:
    """Whether the words say that it was not they: "did not carry out the attack", "the killers were no soldiers"."""
    told = [*syntax.path(said.deed)[:_ABOVE], *said.heads]
    return any(syntax.tokens[c].lemma.lower() in _NOT for i in told for c in syntax.below[i])


def _last_told(events: Sequence[Event], index: int) -> Event | None:
    """The act told last before or in a sentence, near it."""
    last: tuple[int, Event] | None = None
    for event in events:
        told = [m.sentence for m in event.mentions if m.sentence <= index]
        if told and (last is None or max(told) >= last[0]):
            last = max(told), event
    return last[1] if last is not None and index - last[0] <= _NEAR else None


def _statements(syntax: Syntax, event: Event) -> Iterator[_Said]:
    for i, token in enumerate(syntax.tokens):
        if token.pos not in ("NOUN", "PROPN") or not _points_back(syntax, i):
            continue
        lemma = token.lemma.lower()
        if lemma in deed_nouns():
            agents = arguments(syntax.sentence, i, syntax).agents
            if agents and not _of_another(syntax, i, event):
                yield _Said(i, tuple(a.head for a in agents))
        elif is_attacker(lemma) or lemma in context().culprits:
            named = _identified(syntax, i)
            if named:
                yield _Said(i, tuple(named))
        elif lemma in context().harmed:
            named = [n for n in _identified(syntax, i) if syntax.entity.get(n) == "PER"]
            if named:
                yield _Said(i, tuple(named), "victim")


def _points_back(syntax: Syntax, i: int) -> bool:
    """Whether a noun is of something told: "the attack", "his murder", "the killers of the priests"."""
    beside = [syntax.tokens[c] for c in syntax.below[i] if c < i]
    return any(t.lemma.lower() in context().definite or t.dep == "nmod:poss" for t in beside)


def _of_another(syntax: Syntax, deed: int, event: Event) -> bool:
    """Whether the act is told to be on somebody by a name that is none of the event's."""
    named = {
        syntax.tokens[k].text.lower()
        for p in arguments(syntax.sentence, deed, syntax).patients
        for k in range(p.first, p.last)
        if syntax.entity.get(k) == "PER"
    }
    ours = {w.lower() for m in event.mentions for a in m.actors if a.role == "victim" for w in a.exact.split()}
    return bool(named) and not named & ours


def _identified(syntax: Syntax, i: int) -> list[int]:
    """Who somebody referred to is said to be: "the attackers were soldiers", "named the victim as …", "the victim, …"."""
    token = syntax.tokens[i]
    found = [c for c in syntax.below[i] if syntax.tokens[c].dep == "appos" and c > i]
    above = token.head
    if (
        above >= 0
        and token.dep == "nsubj"
        and syntax.dep(above, "cop")
        and syntax.tokens[above].pos in ("NOUN", "PROPN")
    ):
        found.append(above)
    elif above >= 0 and syntax.tokens[above].lemma.lower() in context().naming:
        if token.dep in ("obj", "nsubj:pass"):
            found += _named_as(syntax, above)
    for c in syntax.dep(i, "acl"):
        if syntax.tokens[c].lemma.lower() in context().naming:
            found += _named_as(syntax, c)
    return [f for f in syntax.with_conjuncts(found) if syntax.tokens[f].pos in ("NOUN", "PROPN")]


def _named_as(syntax: Syntax, verb: int) -> list[int]:
    return [
        c
        for c in syntax.dep(verb, "obl", "xcomp", "nmod", "advcl")
        if any(syntax.tokens[g].lemma.lower() == "as" for g in syntax.dep(c, "case", "mark"))
        or syntax.tokens[c].dep == "xcomp"
    ]
