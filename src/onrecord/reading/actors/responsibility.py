"""How surely somebody is held to have done it: claimed, stated, suspected, accused, denied."""

from onrecord.model.claim import Responsibility
from onrecord.reading.actors.categories import categorise_tokens
from onrecord.reading.actors.roles import arguments
from onrecord.reading.actors.words import words
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["responsibility_of"]

_AUTHORITIES = ("police", "military", "paramilitary", "intelligence", "government", "court", "judge")
_UP = 4


def responsibility_of(
    sentence: ParsedSentence, agent: int, syntax: Syntax | None = None, speaker: str | None = None
) -> Responsibility | None:
    """The ``responsibility`` of the perpetrator headed by token ``agent``; absent for the unidentified.

    ``speaker`` is the category of who is quoted, where it is not the publisher: an accusation by police or army is
    ``accused_by_authorities``.
    """
    syntax = syntax or Syntax(sentence)
    for phrase in _joined(agent, syntax):
        found = _modified(sentence, phrase, syntax, speaker) or _governed(sentence, phrase, syntax, speaker)
        if found is not None:
            return found
    category = categorise_tokens(sentence, agent, syntax)
    return None if category in (None, "unknown") else "stated"


def _joined(agent: int, syntax: Syntax) -> list[int]:
    """The phrase and the one it is joined to: of "blamed on rebels and bandits" the bandits are accused too."""
    head = syntax.tokens[agent].head
    joined = syntax.tokens[agent].dep == "conj" and head >= 0 and syntax.tokens[head].pos in ("NOUN", "PROPN", "PRON")
    return [agent, head] if joined else [agent]


def _modified(sentence: ParsedSentence, agent: int, syntax: Syntax, speaker: str | None) -> Responsibility | None:
    for clause in syntax.dep(agent, "acl"):
        # "ten men suspected of the murder", "gunmen believed to be …"
        for cue in words().cue:
            lemma = sentence.tokens[clause].lemma.lower()
            if cue.place == "object" and lemma in cue.lemmas and sentence.tokens[clause].tag != "VBG":
                return _by_whom(sentence, syntax, clause, cue.responsibility, speaker)
    lemmas = {sentence.tokens[c].text.lower() for c in syntax.dep(agent, "amod", "compound", "advmod")}
    for cue in words().cue:
        if cue.place == "modifier" and lemmas & cue.lemmas:
            return cue.responsibility
    return None


def _governed(sentence: ParsedSentence, agent: int, syntax: Syntax, speaker: str | None) -> Responsibility | None:
    for verb in syntax.path(agent)[1:_UP]:
        token = sentence.tokens[verb]
        if token.pos not in ("VERB", "ADJ") and not syntax.dep(verb, "cop"):
            continue
        # "was allegedly carried out by rebels"
        beside = {sentence.tokens[c].lemma.lower() for c in syntax.dep(verb, "advmod")}
        for cue in words().cue:
            if cue.place == "modifier" and beside & cue.lemmas:
                return cue.responsibility
            if token.lemma.lower() in cue.lemmas and _stands(sentence, syntax, cue.place, agent, verb):
                return _by_whom(sentence, syntax, verb, cue.responsibility, speaker)
    return None


def _stands(sentence: ParsedSentence, syntax: Syntax, place: str, agent: int, verb: int) -> bool:
    found = arguments(sentence, verb, syntax)
    if place == "subject":
        return any(a.head == agent for a in found.agents)
    if place == "object":
        return any(p.head == agent for p in found.patients)
    cases = {sentence.tokens[g].lemma.lower() for g in syntax.below[agent] if sentence.tokens[g].dep == "case"}
    if place == "on":
        return bool(cases & {"on", "to"})
    return place == "by" and "by" in cases and any(a.head == agent for a in found.agents)


def _by_whom(
    sentence: ParsedSentence, syntax: Syntax, verb: int, found: Responsibility, speaker: str | None
) -> Responsibility:
    if found != "accused":
        return found
    accusers = {categorise_tokens(sentence, a.head, syntax) for a in arguments(sentence, verb, syntax).agents}
    if accusers & set(_AUTHORITIES) or (not accusers and speaker in _AUTHORITIES):
        return "accused_by_authorities"
    return "accused"
