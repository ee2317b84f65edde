"""Words that name a source without a verb: "according to the police", "as per the ministry"."""

from onrecord.reading.attribution.lexicon import Sense
from onrecord.reading.attribution.sources import Scene, phrase_of
from onrecord.reading.attribution.values import Cue
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["according_cue"]


def according_cue(syntax: Scene, i: int) -> Cue | None:
    """ "according to X": X is the noun phrase above the words, the content its clause."""
    tokens = syntax.tokens
    head = tokens[i].head
    if tokens[i].dep not in ("case", "mark", "fixed") or head < 0:
        # some trees hang the name below the word
        names = [c for c in syntax.dep(i, "obl", "nmod", "obj") if c > i]
        if not names:
            return None
        head = names[0]
        phrase, top = syntax.subtree(i), tokens[i].head
    else:
        phrase, top = syntax.subtree(head), tokens[head].head
    if top < 0 or (tokens[i].lemma.lower() == "per" and (i == 0 or tokens[i - 1].text.lower() != "as")):
        return None
    taken = set(phrase)
    cue = [
        t for t in phrase if t in (i - 1, i, i + 1) and tokens[t].text.lower() in ("according", "to", "as", "per")
    ] or [i]
    clause = _climb(syntax, top)
    content = [t for t in syntax.subtree(clause) if t not in taken]
    source = [t for t in phrase_of(syntax, head) if t not in cue]
    content = _without_rest(syntax, content, phrase[-1])
    if not content or not source:
        return None
    return Cue(i, Sense("report", "said"), cue, source, head, content, form="according_to")


def _without_rest(syntax: Syntax, content: list[int], last: int) -> list[int]:
    """Without a remark on the source that the tree left beside it ("…, according to X, a monitor")."""
    after = [t for t in content if t > last]
    if any(syntax.tokens[t].pos in ("VERB", "AUX") and syntax.tokens[t].dep != "amod" for t in after):
        return content
    return [t for t in content if t < last] or content


def _climb(syntax: Syntax, i: int) -> int:
    """The head of the clause that an adverbial phrase speaks of."""
    tokens = syntax.tokens
    for _ in range(len(tokens)):
        token = tokens[i]
        if token.head < 0 or token.dep in ("ccomp", "parataxis", "conj", "advcl", "acl:relcl"):
            if token.pos in ("VERB", "AUX", "ADJ") or any(tokens[c].dep in ("nsubj", "cop") for c in syntax.below[i]):
                return i
            if token.head < 0:
                return i
        i = token.head
    return i
