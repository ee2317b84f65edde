"""Who did it and who was hit, told in another sentence than the act: "the attack was the work of …", "the victim, …"."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from onrecord.model import Actor, Role
from onrecord.reading.actors import arguments, is_attacker
from onrecord.reading.amounts import number_of
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.binding import attribution_of
from onrecord.reading.claims.cast import actors_of
from onrecord.reading.claims.context import context
from onrecord.reading.claims.events import Event
from onrecord.reading.claims.modality import stance_of
from onrecord.reading.claims.responsibility import deed_nouns
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["names_them", "told_apart"]

_OPENING = re.compile(r"\W*(\w+)(?:\W+(\w+))?")
_FULL_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+ (?:[a-z]{1,3} )?[A-ZÀ-Þ][\w’'-]+")
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


def names_them(said: str) -> bool:
    """Whether a sentence may name people told of before, by its words alone: "One of them is Ana Ruiz", "The five, named as …"."""
    opening = _OPENING.match(said)
    if opening is None or _FULL_NAME.search(said, opening.end()) is None:
        return False
    first, second = ((w or "").lower() for w in opening.groups())
    return first in context().pointing or (
        first == "the"
        and (second in context().harmed | context().undergone | context().pointing or number_of(second) is not None)
    )


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
        before = syntaxes[index - 1] if index else None
        for said in _statements(analysis, syntax, before, event):
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


def _statements(analysis: Analysis, syntax: Syntax, before: Syntax | None, event: Event) -> Iterator[_Said]:
    for i, token in enumerate(syntax.tokens):
        if _counted_before(analysis, syntax, i, event) or (before is not None and _of_them(syntax, i, before)):
            people = _people(syntax, i)
            if people:
                yield _Said(i, people, "victim")
            continue
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
            people = _people(syntax, i)
            if people:
                yield _Said(i, people, "victim")


def _counted_before(analysis: Analysis, syntax: Syntax, i: int, event: Event) -> bool:
    """ "The five" who are just as many as the act is told to have harmed."""
    token = syntax.tokens[i]
    if token.pos != "NUM" or token.dep == "nummod" or not _points_back(syntax, i):
        return False
    counts = {a.low for a in analysis.amounts if a.start <= token.start < a.end and a.low == a.high and a.low > 1}
    return any(t.low == t.high and t.low in counts for m in event.mentions for t in m.tolls)


def _of_them(syntax: Syntax, i: int, before: Syntax) -> bool:
    """ "They", "one of them", "the other" as who is said to be somebody, behind a sentence on those harmed."""
    token = syntax.tokens[i]
    if token.dep.split(":")[0] != "nsubj" or token.text.lower() not in context().pointing:
        return False
    told = context().harmed | context().undergone
    return any({t.lemma.lower(), t.text.lower()} & told for t in before.tokens)


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


def _people(syntax: Syntax, i: int) -> tuple[int, ...]:
    """Those of them who are people by their names: "Ana Ruiz and the guard Ivo Brandt"."""
    return tuple(
        n
        for n in _identified(syntax, i)
        if any(syntax.entity.get(k) == "PER" for k in (n, *syntax.dep(n, "appos", "flat")))
    )


def _named_as(syntax: Syntax, verb: int) -> list[int]:
    return [
        c
        for c in syntax.dep(verb, "obl", "xcomp", "nmod", "advcl")
        if any(syntax.tokens[g].lemma.lower() == "as" for g in syntax.dep(c, "case", "mark"))
        or syntax.tokens[c].dep == "xcomp"
    ]
