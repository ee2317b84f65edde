"""Cues inside one sentence: every word that tells of words or thoughts, with what syntax gives it."""

from onrecord.reading.attribution.according import according_cue
from onrecord.reading.attribution.lexicon import Lexicon
from onrecord.reading.attribution.nouns import adjective_cue, noun_cue
from onrecord.reading.attribution.sources import Scene
from onrecord.reading.attribution.values import Cue
from onrecord.reading.attribution.verbs import verb_cue

__all__ = ["find_cues"]


def find_cues(syntax: Scene, words: Lexicon) -> list[Cue]:
    """Every cue of a parsed sentence with what syntax gives it."""
    found: list[Cue] = []
    for i, token in enumerate(syntax.tokens):
        cue: Cue | None = None
        if token.pos in ("VERB", "AUX"):
            cue = verb_cue(syntax, words, i)
        elif token.pos == "NOUN":
            cue = noun_cue(syntax, words, i)
        elif token.pos == "ADJ":
            cue = adjective_cue(syntax, words, i)
        if cue is None and token.lemma.lower() in ("accord", "according", "per"):
            cue = according_cue(syntax, i)
        if cue is not None:
            found.append(cue)
    return found
