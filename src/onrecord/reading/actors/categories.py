"""From a noun phrase to an actor category: role nouns by the head, organisations by the words of their names."""

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from onrecord.reading.nlp import ParsedSentence, Token
from onrecord.reading.nlp.syntax import Syntax
from onrecord.vocab import actor_categories, load

__all__ = [
    "categorise",
    "categorise_tokens",
    "is_attacker",
    "is_member",
    "name_of",
    "named_groups",
    "noun_phrase",
    "people_nouns",
]

_LONGEST = 5
_CLOSING = {")": "(", "]": "["}
# a general word for people gives way to a name's own category
_GENERAL = frozenset({"civilian", "individual"})
# "Army" is a soldier's word, but not in the name of a group known to be none of a state's
_ARMED = frozenset({"armed_group", "gang"})
_BEARING_ARMS = _ARMED | {"military", "paramilitary", "police"}
_FORCES = frozenset({"police", "military", "paramilitary", "intelligence"})


class _Attackers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nouns: frozenset[str]


class _Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nouns: dict[str, tuple[str, ...]]
    attackers: _Attackers
    members: _Attackers
    ranks: _Attackers
    name_words: dict[str, tuple[str, ...]]


@cache
def _vocabulary() -> _Vocabulary:
    found: _Vocabulary = load("actors.toml", _Vocabulary)
    unknown = (set(found.nouns) | set(found.name_words)) - set(actor_categories())
    if unknown:
        raise ValueError(f"actors.toml: no such actor category: {', '.join(sorted(unknown))}")
    return found


@cache
def _nouns() -> dict[str, str]:
    """Phrase of lemmas to category; where a noun stands under two, the more special one (listed later) wins."""
    return {phrase: category for category, phrases in _vocabulary().nouns.items() for phrase in phrases}


def people_nouns(categories: frozenset[str]) -> frozenset[str]:
    """The nouns of one word that stand for actors of the categories."""
    return frozenset(noun for noun, category in _nouns().items() if category in categories and " " not in noun)


@cache
def _names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    order = (
        "armed_group",
        "gang",
        "international_body",
        "rights_group",
        "election_body",
        "paramilitary",
        "intelligence",
    )
    table = _vocabulary().name_words
    rest = [c for c in table if c not in order]
    found = []
    for category in [*order, *rest]:
        words = "|".join(re.escape(w) for w in sorted(table.get(category, ()), key=len, reverse=True))
        found.append((category, re.compile(rf"(?<!\w)(?:{words})(?!\w)")))
    return tuple(found)


def categorise(words: Sequence[str], name: str | None = None) -> str | None:
    """The category of a phrase given as lemmas up to its head, and of the name it holds, if any.

    >>> categorise(["two", "police", "officer"])
    'police'
    """
    role = _role([w.lower() for w in words])
    named = _named(name) if name else None
    if named in _ARMED or role is None or role in _GENERAL:
        return named or role
    return role


def named_groups(text: str) -> list[tuple[int, int]]:
    """Offsets of the names of known armed groups and gangs in ``text``; in capitals throughout they are found too."""
    spelt = [text, text.title()] if text.isupper() else [text]
    patterns = [pattern for category, pattern in _names() if category in _ARMED]
    return sorted({m.span() for t in spelt for p in patterns for m in p.finditer(t)})


def _named(name: str) -> str | None:
    for category, pattern in _names():
        if pattern.search(name) or (name.isupper() and pattern.search(name.title())):
            return category
    return None


def _role(words: Sequence[str]) -> str | None:
    table = _nouns()
    for width in range(min(_LONGEST, len(words)), 0, -1):
        found = table.get(" ".join(words[-width:]))
        if found is not None:
            return found
    if words and "-" in words[-1]:
        return table.get(words[-1].rsplit("-", 1)[1])
    return None


def is_attacker(lemma: str) -> bool:
    """Whether a head noun names those who attack ("gunman", "bomber")."""
    return lemma.lower() in _vocabulary().attackers.nouns


def is_member(lemma: str) -> bool:
    """Whether a head noun stands for people or a body of them, of whatever kind ("member", "group", "column")."""
    return lemma.lower() in _vocabulary().members.nouns


def categorise_tokens(sentence: ParsedSentence, head: int, syntax: Syntax | None = None) -> str | None:
    """The category of the noun phrase headed by token ``head`` of a parsed sentence."""
    syntax = syntax or Syntax(sentence)
    first, last = noun_phrase(sentence, head, syntax)
    tokens = sentence.tokens[first : head + 1]
    lemmas = [t.lemma.lower() for t in tokens if t.pos not in ("DET", "PUNCT", "NUM")]
    name = _name(sentence, first, last)
    found = categorise(lemmas, name)
    armed = found is not None and found not in _ARMED and categorise(lemmas) is None
    if found is None or found in _GENERAL or armed:
        for child in syntax.dep(head, "appos", "flat", "compound", "nmod:desc"):
            # "three civilians, among them a child" are no children
            part = any(sentence.tokens[c].lemma in ("they", "among") for c in syntax.below[child])
            if sentence.tokens[child].pos in ("NOUN", "PROPN") and not part:
                other = categorise([t.lemma.lower() for t in sentence.tokens[max(first, child - 3) : child + 1]])
                # "the Morning Star, a rebel group": a name's words give way to what it is said to be
                if other is not None and other not in _GENERAL and (not armed or other in _ARMED):
                    return other
    words = _vocabulary()
    if found is None or found in _GENERAL:
        return _of_whom(sentence, head, syntax, words.members.nouns) or found
    of = _of_whom(sentence, head, syntax, words.ranks.nouns)
    return of if of in _FORCES else found


def _of_whom(sentence: ParsedSentence, head: int, syntax: Syntax, nouns: frozenset[str]) -> str | None:
    """ "Members of the army" are of the army, and so is an "army unit"; a director general of police is no general."""
    if sentence.tokens[head].lemma.lower() not in nouns:
        return None
    for child in syntax.dep(head, "compound", "amod"):
        found = _role([sentence.tokens[child].lemma.lower()])
        if found in _BEARING_ARMS:
            return found
    for child in syntax.dep(head, "nmod"):
        if any(sentence.tokens[c].lemma == "of" for c in syntax.below[child]):
            return categorise_tokens(sentence, child, syntax)
    return None


def _name(sentence: ParsedSentence, first: int, last: int) -> str | None:
    words: list[Token] = [t for t in sentence.tokens[first:last] if t.text[:1].isupper() or t.pos == "PROPN"]
    return " ".join(t.text for t in words) or None


def name_of(sentence: ParsedSentence, head: int, syntax: Syntax | None = None) -> str | None:
    """The proper name that a phrase holds or is explained by ("a candidate, Rehan Zeb Khan")."""
    syntax = syntax or Syntax(sentence)
    first, last = noun_phrase(sentence, head, syntax)
    aside = [c for c in syntax.below[head] if sentence.tokens[c].dep in ("appos", "flat", "nmod:desc")]
    # the name that the head is a part of comes before one that only stands in its phrase
    for entity in sorted(sentence.entities, key=lambda e: not e.first <= head < e.last):
        inside = entity.first < last and first < entity.last
        if (
            entity.label in ("PER", "ORG")
            and sentence.tokens[entity.last - 1].pos not in ("DET", "ADP")
            and (inside or any(entity.first <= c < entity.last for c in aside))
        ):
            return " ".join(t.text for t in sentence.tokens[entity.first : entity.last])
    return None


def _step_back(sentence: ParsedSentence, first: int, keep: set[int]) -> int:
    """How many tokens a phrase that starts at ``first`` goes on before it: over a hyphen, a quote or what stands in brackets."""
    tokens = sentence.tokens
    if first - 1 in keep:
        return 1
    if first - 2 in keep and tokens[first - 1].text in "-–'\"“’":
        return 2
    if first > 1 and tokens[first - 1].text in _CLOSING:
        # "PLF [People's Liberation Front] units"
        opened = next((k for k in range(first - 2, -1, -1) if tokens[k].text == _CLOSING[tokens[first - 1].text]), 0)
        return first - opened + 1 if opened - 1 in keep else 0
    return 0


def noun_phrase(sentence: ParsedSentence, head: int, syntax: Syntax | None = None) -> tuple[int, int]:
    """First and last (exclusive) token of the phrase around ``head``: its modifiers, no clauses, no appositions."""
    syntax = syntax or Syntax(sentence)
    keep = {head}
    queue = [head]
    inside = {
        "det",
        "amod",
        "compound",
        "nummod",
        "flat",
        "nmod:poss",
        "case",
        "advmod",
        "nmod:desc",
        "fixed",
        "nmod:unmarked",
        "obl:unmarked",
    }
    while queue:
        for child in syntax.below[queue.pop()]:
            token = sentence.tokens[child]
            of = token.dep == "nmod" and any(sentence.tokens[c].lemma == "of" for c in syntax.below[child])
            small = token.dep in inside and not (token.dep == "case" and token.lemma not in ("'s", "’s", "'", "of"))
            if (small or of) and child not in keep:
                keep.add(child)
                queue.append(child)
    first = head
    while (step := _step_back(sentence, first, keep)) > 0:
        first -= step
    last = head + 1
    while last in keep or (
        last + 1 in keep and last < len(sentence.tokens) and sentence.tokens[last].text in "-–'\"”’"
    ):
        last += 1 if last in keep else 2
    while (
        first < head
        and (sentence.tokens[first].dep == "case" or sentence.tokens[first].pos in ("PUNCT", "ADP"))
        and sentence.tokens[first].tag != "$"
    ):
        first += 1
    if first + 1 < head and sentence.tokens[first].pos == "ADJ" and sentence.tokens[first + 1].pos in ("NUM", "DET"):
        # "shot dead three journalists": how it ended stands before them and is none of their words
        first += 1
    return first, last
