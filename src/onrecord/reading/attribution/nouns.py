"""Nouns and adjectives that tell of words or thoughts: "his call for a truce", "she is confident that …"."""

from onrecord.reading.attribution.lexicon import Lexicon
from onrecord.reading.attribution.sources import Scene, has_mark, is_cased, phrase_of, source_of
from onrecord.reading.attribution.values import Cue
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["adjective_cue", "noun_cue"]


def noun_cue(syntax: Scene, words: Lexicon, i: int) -> Cue | None:
    """The cue that the noun ``i`` is, where it has an owner or a verb that hands it to its subject ("made a promise to …")."""
    token = syntax.tokens[i]
    sense = words.sense("nouns", token.lemma.lower())
    if sense is None:
        return None
    below = [
        c
        for c in syntax.dep(i, "acl", "ccomp")
        if syntax.tokens[c].dep != "acl:relcl" and c > i and has_mark(syntax, c, ("that", "to", "whether"))
    ]
    if not below:
        below = [
            c
            for c in syntax.dep(i, "nmod", "acl")
            if c > i
            and is_cased(
                syntax, c, ("of", "for", "on", "about", "against", "in", "over", "from", "to", "toward", "towards")
            )
        ]
    possessors = syntax.dep(i, "nmod:poss")
    holder = _light(syntax, words, i)
    if not below or (not possessors and holder is None):
        return None
    if any(syntax.tokens[c].lemma.lower() == "no" for c in syntax.dep(i, "det")):
        sense = sense._replace(kind="judged")
    content = [t for c in below for t in syntax.subtree(c)]
    source, head = source_of(syntax, i if holder is None else holder)
    if possessors:
        source, head = phrase_of(syntax, possessors[0]), possessors[0]
    if not source:
        return None
    tokens = [i] if holder is None else sorted({holder, i})
    return Cue(i, sense, tokens, source, head, content, form="noun")


def _light(syntax: Syntax, words: Lexicon, i: int) -> int | None:
    """The verb that hands the noun to its subject."""
    token = syntax.tokens[i]
    if token.dep == "obj" and token.head >= 0 and syntax.tokens[token.head].lemma.lower() in words.words.light:
        return token.head
    return None


def adjective_cue(syntax: Scene, words: Lexicon, i: int) -> Cue | None:
    """The cue that the adjective ``i`` is, with the clause or the phrase that it holds."""
    sense = words.sense("adjectives", syntax.tokens[i].lemma.lower())
    if sense is None:
        return None
    below = [
        c
        for c in syntax.dep(i, "ccomp", "xcomp", "advcl")
        if c > i and not is_cased(syntax, c, ("if", "when", "because", "as", "while"))
    ]
    below = below or [
        c
        for c in syntax.dep(i, "obl")
        if c > i and is_cased(syntax, c, ("of", "about", "over", "with", "for", "at", "in", "on"))
    ]
    source, head = source_of(syntax, i)
    if not below or not source or syntax.dep(i, "expl"):
        return None
    content = [t for c in below for t in syntax.subtree(c)]
    return Cue(i, sense, sorted({i, *syntax.dep(i, "cop")}), source, head, content, form="adjective")
