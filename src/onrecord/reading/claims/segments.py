"""The stretches of a sentence that can each tell of an act of their own: coordinated clauses and list items."""

from collections.abc import Sequence
from itertools import pairwise

from onrecord.reading.nlp.syntax import Syntax

__all__ = ["evidence_spans", "opening", "segments"]

_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "expl")


def segments(syntax: Syntax, listed: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Offsets that cover the sentence, split before a coordinated clause with its own subject and after a semicolon.

    ``listed`` are further offsets at which an item of a list begins.
    """
    tokens = syntax.tokens
    sentence = syntax.sentence
    cuts: set[int] = set(listed)
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
    return list(pairwise(edges))


_OPENING = 7
_ITEMS = 3
_NOT_ITEM = ("conj", "cc", "punct", "acl:relcl", "case", "mark", "parataxis")


def opening(syntax: Syntax, segment: tuple[int, int]) -> frozenset[str]:
    """The lemmas before the subject of a stretch, where words such as "separately" or "hours later" stand."""
    found: list[str] = []
    for i, token in enumerate(syntax.tokens):
        if token.start < segment[0] or token.start >= segment[1]:
            continue
        if token.dep.startswith("nsubj") or len(found) >= _OPENING:
            break
        found.append(syntax.tokens[i].lemma.lower())
    return frozenset(found)


def evidence_spans(
    syntax: Syntax, groups: Sequence[tuple[Sequence[int], set[int]]], parts: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The words that each group of triggers rests on: the sentence, or a clause or list item that is its own.

    ``groups`` are (heads of the triggers, segments used). A group has a clause of its own when no other group stands in
    its segments, and a list item of its own when the sentence lists at least three.
    """
    whole = (syntax.sentence.start, syntax.sentence.end)
    if len(groups) < 2:
        return [whole for _ in groups]
    found: list[tuple[int, int]] = []
    items = [_item(syntax, anchors) for anchors, _ in groups]
    listed = sum(item is not None for item in items) >= _ITEMS
    items = _clipped(syntax, items, parts)
    for n, (_, used) in enumerate(groups):
        others = set().union(*(segs for m, (_, segs) in enumerate(groups) if m != n))
        item = items[n]
        if listed and item is not None:
            found.append(item)
        elif used & others:
            found.append(whole)
        else:
            found.append((parts[min(used)][0], parts[max(used)][1]))
    return found


def _clipped(
    syntax: Syntax, items: list[tuple[int, int] | None], parts: list[tuple[int, int]]
) -> list[tuple[int, int] | None]:
    """Items end where the next one begins: the tree often hangs later items below the last word of the one before."""
    starts = sorted(item[0] for item in items if item is not None) + [a for a, _ in parts]
    found: list[tuple[int, int] | None] = []
    for item in items:
        if item is None:
            found.append(None)
            continue
        end = min([item[1], *(s for s in starts if s > item[0])])
        inside = [t for t in syntax.tokens if item[0] <= t.start and t.end <= end]
        while len(inside) > 1 and (inside[-1].pos in ("PUNCT", "CCONJ", "DET", "ADP") or inside[-1].text in ",;"):
            inside.pop()
        found.append((item[0], inside[-1].end) if inside else None)
    return found


def _item(syntax: Syntax, anchors: Sequence[int]) -> tuple[int, int] | None:
    """The noun phrases of a list item, without the items joined to them."""
    inside: set[int] = set()
    for anchor in anchors:
        token = syntax.tokens[anchor]
        if any(other != anchor and other in syntax.path(anchor)[1:3] for other in anchors) and token.dep != "conj":
            continue
        if token.pos not in ("NOUN", "PROPN") or token.dep.startswith("nsubj"):
            return None
        if token.dep != "conj" and not any(syntax.tokens[c].dep == "conj" for c in syntax.below[anchor]):
            return None
        inside.add(anchor)
        for child in syntax.below[anchor]:
            if syntax.tokens[child].dep not in _NOT_ITEM:
                inside.update(syntax.subtree(child))
    if len(inside) < 2:
        return None
    return syntax.tokens[min(inside)].start, syntax.tokens[max(inside)].end
