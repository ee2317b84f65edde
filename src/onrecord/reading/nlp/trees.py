"""From arc scores to a tree with one root (Chu and Liu 1965, Edmonds 1967)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["bare_objects", "best_tree", "is_tree", "out_of_names", "past_of_nouns"]

Scores = npt.NDArray[np.float32]
# more than all arcs of a sentence can gain together, and less than what forbids an arc
_ONE_ROOT = 1e6


def is_tree(heads: list[int]) -> bool:
    """Whether ``heads`` (1-based, 0 the root) form one tree with one root."""
    if heads.count(0) != 1:
        return False
    state = [0] * (len(heads) + 1)
    for start in range(1, len(heads) + 1):
        path, node = [], start
        while node and state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node - 1]
        if node and state[node] == 1:
            return False
        for seen in path:
            state[seen] = 2
    return True


def best_tree(scores: Scores, greedy: list[int]) -> list[int]:
    """Heads of the best tree; ``scores[d, h]`` for dependent ``d`` (0-based) and head ``h`` (0 the root).

    ``greedy`` (the best head of each word) is given back where it is a tree already, as it nearly always is.
    """
    if is_tree(greedy):
        return greedy
    n = len(greedy)
    full = np.full((n + 1, n + 1), -1e9, dtype=np.float64)
    full[1:, :] = scores
    np.fill_diagonal(full, -1e9)
    # one root: with a price on the arcs from it the best tree takes a single one (Zmigrod, Vieira and Cotterell 2020)
    full[1:, 0] -= _ONE_ROOT
    return [int(h) for h in _edmonds(full)[1:]]


def _edmonds(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Maximum spanning arborescence rooted at node 0; ``scores[d, h]``."""
    heads: npt.NDArray[np.int64] = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(len(heads), dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    new = len(outside)
    small = np.full((new + 1, new + 1), -1e9, dtype=np.float64)
    small[:new, :new] = scores[np.ix_(outside, outside)]
    into = scores[np.ix_(cycle, outside)] - scores[cycle, heads[cycle]][:, None]
    out_of = scores[np.ix_(outside, cycle)]
    small[new, :new] = into.max(axis=0)
    small[:new, new] = out_of.max(axis=1)
    solved = _edmonds(small)
    result = heads.copy()
    for i in range(1, new):
        head = solved[i]
        result[outside[i]] = cycle[int(out_of[i].argmax())] if head == new else outside[head]
    entry = solved[new]
    broken = cycle[int(into[:, entry].argmax())]
    result[broken] = outside[entry]
    return result


def _cycle(heads: npt.NDArray[np.int64]) -> npt.NDArray[np.int64] | None:
    seen = np.zeros(len(heads), dtype=np.int64)
    for start in range(1, len(heads)):
        node, path = start, []
        while node and not seen[node]:
            seen[node] = start
            path.append(node)
            node = int(heads[node])
        if node and seen[node] == start and node in path:
            return np.array(path[path.index(node) :])
    return None


_OF_THE_WHOLE = ("conj", "appos", "acl", "acl:relcl", "nmod", "parataxis")


def out_of_names(tree: list[int], relations: Sequence[str]) -> list[int]:
    """The heads (from 1, 0 for the root) with what hangs on a later part of a name hung on the name.

    In Universal Dependencies the parts of a name are ``flat`` and have nothing below them: in "the teacher Ali Raza and two
    guards" the guards stand beside the teacher.
    """
    found = list(tree)
    for i, relation in enumerate(relations):
        while relation in _OF_THE_WHOLE and found[i] and relations[found[i] - 1].split(":")[0] == "flat":
            found[i] = found[found[i] - 1]
    return found


def bare_objects(tree: Sequence[int], relations: Sequence[str], tags: Sequence[str]) -> list[str]:
    """The relations with a bare noun behind a verb as its object: "a gunman shot dead a teacher".

    A verb has no nominal modifier in Universal Dependencies, and one of a noun has a case or stands before it.
    """
    found = list(relations)
    marked = {tree[i] for i, relation in enumerate(relations) if relation == "case"}
    held = {tree[i] for i, relation in enumerate(relations) if relation == "obj"}
    for i, relation in enumerate(relations):
        head = tree[i]
        if relation != "nmod" or not 0 < head <= i or head in held or i + 1 in marked:
            continue
        if tags[head - 1].startswith("VERB"):
            found[i] = "obj"
            held.add(head)
    return found


def past_of_nouns(tree: Sequence[int], relations: Sequence[str], tags: Sequence[str]) -> tuple[list[str], list[str]]:
    """Relations and tags with a noun that has an object read as the past tense that it is: "police shot dead a student".

    No noun has an object; the noun that was taken for a part of its name is the subject.
    """
    names, told = list(relations), list(tags)
    for i, tag in enumerate(tags):
        if tag != "NOUN|NN" or relations[i] != "root":
            continue
        held = [d for d, head in enumerate(tree) if head == i + 1]
        before = [d for d in held if d == i - 1 and relations[d] == "compound"]
        if before and any(relations[d] == "obj" and d > i for d in held):
            told[i], names[before[0]] = "VERB|VBD", "nsubj"
    return names, told
