"""What a person known here by name alone is said to be elsewhere in the report ("President Ana Ruiz … Ruiz ordered"), and whom
"the president" means where the same act has befallen one by name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from onrecord.model import Actor
from onrecord.reading.actors import categorise_tokens
from onrecord.reading.analysis import Analysis
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.tolls.lexicon import lexicon

__all__ = ["Kinds", "kinds_of", "with_kind", "with_name"]

Kinds = Mapping[str, tuple[frozenset[str], str]]
_OPEN = (None, "individual", "civilian", "unknown")


def kinds_of(analysis: Analysis) -> Kinds:
    """By the last word of a person's name: the words of the fullest name that a calling stands beside, and the category.

    A last word that people of two kinds share is left out.
    """
    found: dict[str, tuple[frozenset[str], str]] = {}
    shared: set[str] = set()
    for sentence in analysis.sentences:
        people = [e for e in sentence.entities if e.label == "PER"] if sentence.parsed else []
        syntax = Syntax(sentence) if people else None
        for entity in people:
            category = categorise_tokens(sentence, entity.first, syntax)
            if category is None or category in _OPEN:
                continue
            words = frozenset(t.text.lower() for t in sentence.tokens[entity.first : entity.last])
            last = sentence.tokens[entity.last - 1].text.lower()
            before = found.get(last)
            if before is not None and before[1] != category:
                shared.add(last)
            if before is None or len(words) > len(before[0]):
                found[last] = words, category
    return {last: told for last, told in found.items() if last not in shared}


def with_kind(actor: Actor, kinds: Kinds) -> Actor:
    """The actor with the category of the person of that name, where the phrase itself tells none."""
    if not actor.name or actor.category not in _OPEN:
        return actor
    words = actor.name.lower().split()
    told = kinds.get(words[-1])
    if told is None or not (set(words) <= told[0] or told[0] <= set(words)):
        return actor
    return replace(actor, category=told[1])


def with_name(actor: Actor, told: Iterable[Actor]) -> Actor:
    """The actor with the name of whom "the magistrate" means: the one of that kind who is named before among ``told``."""
    words = actor.exact.lower().split()
    if actor.role != "victim" or actor.name or actor.category in _OPEN or words[0] not in ("the", "this"):
        return actor
    if words[-1].endswith("s") or set(words) & lexicon().words.other:
        return actor
    names = [
        a.name for a in told if a.role == "victim" and a.name and a.category == actor.category and a.start < actor.start
    ]
    # "Ruiz" and "Ana Ruiz" are one
    whole = [n for n in names if not any(n != o and set(n.split()) < set(o.split()) for o in names)]
    return replace(actor, name=whole[0]) if len(set(whole)) == 1 else actor
