"""Every phrase of a sentence that tells of somebody who can act or be harmed, with its category."""

import msgspec

from onrecord.reading.actors.categories import categorise_tokens, name_of, noun_phrase
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["ActorMention", "find_actors"]


class ActorMention(msgspec.Struct, frozen=True):
    """``head`` is a token of the sentence, ``start``..``end`` offsets in the text, ``name`` the name it holds."""

    head: int
    start: int
    end: int
    exact: str
    category: str
    name: str | None = None


def find_actors(text: str, sentence: ParsedSentence, syntax: Syntax | None = None) -> tuple[ActorMention, ...]:
    """The actors that a parsed sentence mentions, in text order."""
    if not sentence.parsed:
        return ()
    syntax = syntax or Syntax(sentence)
    found = []
    for i, token in enumerate(sentence.tokens):
        if token.pos not in ("NOUN", "PROPN") or token.dep in ("compound", "flat", "nmod:desc"):
            continue
        category = categorise_tokens(sentence, i, syntax)
        if category is None:
            if syntax.entity.get(i) != "PER":
                continue
            category = "individual"
        first, last = noun_phrase(sentence, i, syntax)
        while last - 1 > i and sentence.tokens[last - 1].dep in ("case", "punct"):
            last -= 1
        start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
        found.append(ActorMention(i, start, end, text[start:end], category, name_of(sentence, i, syntax)))
    return tuple(found)
