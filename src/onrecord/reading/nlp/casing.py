"""The case that running text would give to the words of a sentence written in capitals throughout, or of a text without any.

Wires of the telegraph age, tickers and headlines are in capitals; scraped archives are often in lower case. The parser
reads them by an encoder that knows no case, so its
tags and names tell which words are names; with them the words get the case that the lexicons and the gazetteer expect.
"""

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from onrecord.reading.nlp.values import Entity, ParsedSentence, Token
from onrecord.reading.nlp.words import abbreviations
from onrecord.vocab import load

__all__ = ["is_lowered", "is_shouted", "truecased"]

_SMALL = ("ADP", "DET", "CCONJ", "SCONJ", "PART", "PUNCT", "PRON", "AUX")
_PART = re.compile(r"[^\W\d_]+")
_LONGEST_ACRONYM = 6
_SPELT = 3
_SHORT = 60
"""Characters up to which a text tells nothing of how its writer uses capitals."""
_PIECE = 500
_STRAY = 0.006
"""Capitals among the characters of a text up to which they are strays."""


def is_shouted(words: Sequence[str]) -> bool:
    """Whether a sentence is written in capitals throughout."""
    letters = "".join(w for w in words if len(w) > 1 and w.isalpha())
    return len(letters) > 7 and sum(c.isupper() for c in letters) > 0.85 * len(letters)


def is_lowered(text: str) -> bool:
    """Whether a text is in lower case throughout, but for a heading or a stray capital; running text has three in a hundred."""
    if len(text) <= _SHORT:
        return False
    capitals = 0
    for at in range(0, len(text), _PIECE):
        capitals += sum(map(str.isupper, text[at : at + _PIECE]))
        # most texts have had enough of them after a few lines
        if capitals >= _STRAY * len(text):
            return False
    return True


def truecased(sentence: ParsedSentence, caseless: bool = False) -> ParsedSentence:
    """The sentence with names in title case and all else in lower case, if its case told nothing; offsets stay.

    That is so where it is written in capitals, and where the whole text has none (``caseless``).
    """
    if not sentence.parsed:
        return sentence
    named = {i for e in sentence.entities for i in range(e.first, e.last)}
    if caseless:
        return msgspec.structs.replace(
            sentence, tokens=tuple(_raised(t, i in named) for i, t in enumerate(sentence.tokens))
        )
    if not is_shouted([t.text for t in sentence.tokens]):
        return sentence
    tokens = [_cased(sentence.tokens, i, i in named) for i in range(len(sentence.tokens))]
    return _with_groups(msgspec.structs.replace(sentence, tokens=tuple(tokens)))


class _Names(msgspec.Struct, frozen=True):
    name_words: dict[str, tuple[str, ...]]


@cache
def _groups() -> dict[str, list[tuple[str, ...]]]:
    """The words of the names of known armed groups and gangs that are no acronyms, by the first word in lower case."""
    names: _Names = load("actors.toml", _Names)
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in (*names.name_words["armed_group"], *names.name_words["gang"]):
        words = tuple(name.lower().split())
        if not name.isupper() and all(w.isalpha() for w in words):
            found.setdefault(words[0], []).append(words)
    return found


def _with_groups(sentence: ParsedSentence) -> ParsedSentence:
    """The sentence with the groups whose names are common words ("Shining Path") told by those words."""
    tokens, entities = list(sentence.tokens), list(sentence.entities)
    taken = {i for e in entities for i in range(e.first, e.last)}
    for i, token in enumerate(sentence.tokens):
        for words in _groups().get(token.text.lower(), ()):
            last = i + len(words)
            if tuple(t.text.lower() for t in sentence.tokens[i:last]) != words or taken & set(range(i, last)):
                continue
            for k in range(i, last):
                name = _title(tokens[k].text)
                tokens[k] = msgspec.structs.replace(tokens[k], text=name, lemma=name, pos="PROPN")
            entities.append(Entity(tokens[i].start, tokens[last - 1].end, "ORG", i, last))
            taken |= set(range(i, last))
    entities.sort(key=lambda e: e.first)
    return msgspec.structs.replace(sentence, tokens=tuple(tokens), entities=tuple(entities))


def _cased(tokens: Sequence[Token], i: int, named: bool) -> Token:
    token = tokens[i]
    word = token.text
    if not word.isupper() or word == "I" or "." in word[:-1] or _is_acronym(tokens, i, named):
        return token
    name = token.pos == "PROPN" or (named and token.pos not in _SMALL)
    low = _title(word) if name or i == 0 else word.lower()
    return msgspec.structs.replace(token, text=low, lemma=_title(token.lemma) if name else token.lemma.lower())


def _raised(token: Token, named: bool) -> Token:
    """A name of a text without capitals in title case; initials of one to three letters without a vowel in capitals."""
    if token.pos != "PROPN" and not (named and token.pos not in _SMALL):
        return token
    bare = token.text.isalpha() and len(token.text) <= _SPELT and not set(token.text) & set("aeiouy")
    text = token.text.upper() if bare else _title(token.text)
    if len(text) != len(token.text):
        return token
    return msgspec.structs.replace(token, text=text, lemma=text if bare else _title(token.lemma))


def _title(word: str) -> str:
    """ "D'AUBUISSON" and "O'HIGGINS" keep two capitals."""
    return _PART.sub(lambda m: m.group().capitalize(), word) if not word.endswith(("'S", "’S")) else word.lower()


def _is_acronym(tokens: Sequence[Token], i: int, named: bool) -> bool:
    """Letters that are spelt out: known ones, those without a vowel, and a name that stands alone in brackets."""
    word = tokens[i].text
    if word.lower() in abbreviations().acronyms and tokens[i].pos not in ("PRON", "VERB", "ADP"):
        return True
    if not 2 <= len(word) <= _LONGEST_ACRONYM or not (named or tokens[i].pos == "PROPN"):
        return False
    if not set(word) & set("AEIOUY") and word.lower() not in abbreviations().dotted:
        return True
    around = [tokens[k].text for k in (i - 1, i + 1) if 0 <= k < len(tokens)]
    return around in (["(", ")"], ["[", "]"])
