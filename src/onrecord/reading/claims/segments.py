"""The stretches of a sentence that can each tell of an act of their own: coordinated clauses and list items."""

from onrecord.reading.claims.syntax import Syntax

__all__ = ["segments"]

_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "expl")


def segments(syntax: Syntax) -> list[tuple[int, int]]:
    """Offsets that cover the sentence, split before a coordinated clause with its own subject and after a semicolon."""
    tokens = syntax.tokens
    sentence = syntax.sentence
    cuts: set[int] = set()
    for i, token in enumerate(tokens):
        if token.text == ";" and i + 1 < len(tokens):
            cuts.add(tokens[i + 1].start)
        if token.dep in ("conj", "parataxis") and token.pos in ("VERB", "ADJ", "NOUN", "AUX"):
            if any(tokens[c].dep in _SUBJECTS for c in syntax.below[i]):
                below = syntax.subtree(i)
                first = below[0]
                # a coordinated clause stands after what it is joined to; an inserted "X said" does not cut
                if first > token.head and token.head >= 0 and len(below) >= 4:
                    cuts.add(tokens[first].start)
    edges = [sentence.start, *sorted(c for c in cuts if sentence.start < c < sentence.end), sentence.end]
    return list(zip(edges, edges[1:], strict=False))
