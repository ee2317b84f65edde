"""Attributions inside one sentence, over its dependency tree.

Where a cue governs a clause, the clause is the content; a cue that stands as parenthesis ("…, he said, …") leaves the rest of the
sentence as content; "according to" covers the clause that it modifies. After the scheme of Newell, Margolin and Ruths (2018),
"An Attribution Relations Corpus for Political News", re-stated over Universal Dependencies.
"""

from collections.abc import Iterable

import msgspec

from onrecord.reading.attribution.cues import Stance, cues
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["Frame", "find_frames"]

_CLAUSAL = ("ccomp", "parataxis", "csubj")
_CASE = ("according", "per")


class Frame(msgspec.Struct, frozen=True):
    """Token indices: the cue, the head of the source (or none), the tokens of the content."""

    cue: tuple[int, int]
    verb: int
    source: int | None
    content: tuple[int, ...]
    stance: Stance
    kind: str = "indirect"
    cited: int | None = None


def find_frames(sentence: ParsedSentence, syntax: Syntax) -> list[Frame]:
    """The attributions of a parsed sentence, outer ones before those inside them."""
    found: list[Frame] = []
    for i, token in enumerate(sentence.tokens):
        if token.text.lower() in _CASE and token.dep in ("case", "fixed", "mark"):
            frame = _according(syntax, i)
        elif token.pos in ("VERB", "ADJ") and token.lemma.lower() in cues().verbs:
            frame = _verb(syntax, i)
        elif token.pos == "NOUN" and token.lemma.lower() in cues().nouns:
            frame = _noun(syntax, i)
        else:
            continue
        if frame is not None and frame.content:
            found.append(frame)
    return sorted(found, key=lambda f: -len(f.content))


def _according(syntax: Syntax, i: int) -> Frame | None:
    """ "according to X", "as per X"."""
    tokens = syntax.tokens
    head = tokens[i].head
    if head < 0:
        return None
    source = head
    if tokens[i].dep == "fixed":
        source = tokens[head].head
    if source < 0 or tokens[source].pos not in ("NOUN", "PROPN", "PRON", "X"):
        return None
    top = tokens[source].head
    phrase = set(syntax.subtree(source))
    content = _clause_of(syntax, top if top >= 0 else source, phrase)
    last = i + 1
    while last < len(tokens) and tokens[last].text.lower() in ("to", "per") and last <= i + 1:
        last += 1
    return Frame((i, last), i, source, content, "report", "according_to")


def _clause_of(syntax: Syntax, top: int, without: Iterable[int]) -> tuple[int, ...]:
    """The clause around ``top``: up to the nearest verb, with what it governs, less ``without``."""
    tokens = syntax.tokens
    node = top
    for above in syntax.path(top):
        node = above
        if tokens[above].pos in ("VERB", "AUX") or tokens[above].dep in ("root", "ccomp", "parataxis"):
            break
    left = set(without)
    return tuple(j for j in syntax.subtree(node) if j not in left)


def _verb(syntax: Syntax, i: int) -> Frame | None:
    tokens = syntax.tokens
    verb = cues().verbs[tokens[i].lemma.lower()]
    passive = syntax.passive(i)
    source = _source(syntax, i, passive)
    content, kind = _content(syntax, i, passive, source)
    if not content:
        return None
    if passive and source is None and tokens[i].dep not in ("root", "conj", "ccomp", "parataxis", "acl", "advcl"):
        return None
    cited = _cited(syntax, i)
    first = last = i
    for c in syntax.below[i]:
        if tokens[c].dep in ("aux", "aux:pass", "advmod", "compound:prt") and abs(c - i) <= 3:
            first, last = min(first, c), max(last, c)
    return Frame((first, last + 1), i, source, content, verb.stance, kind, cited)


def _source(syntax: Syntax, i: int, passive: bool) -> int | None:
    tokens = syntax.tokens
    if passive:
        said = {tokens[c].lemma for c in syntax.below[i]} & {"say", "as"}
        if tokens[i].lemma in ("quote", "cite", "tell", "ask") or said:
            subjects = syntax.dep(i, "nsubj:pass")
            return subjects[0] if subjects and tokens[i].lemma == "quote" else None
        agents = syntax.subjects(i)
        return agents[0] if agents else None
    subjects = [s for s in syntax.subjects(i) if s != i]
    if subjects:
        return subjects[0]
    if (
        tokens[i].dep in ("acl", "advcl", "conj", "xcomp")
        and tokens[i].head >= 0
        and tokens[i].tag in ("VBG", "VBN", "VB", "VBD")
    ):
        above = tokens[i].head
        if tokens[above].pos in ("NOUN", "PROPN", "PRON"):
            return above
        subjects = syntax.subjects(above) if not syntax.passive(above) else syntax.dep(above, "nsubj:pass")
        return subjects[0] if subjects else None
    # inversion without a subject arc: "…," said the minister
    after = i + 1
    if after < len(tokens) and tokens[i].dep == "parataxis":
        for c in syntax.below[i]:
            if tokens[c].dep in ("obj", "obl", "dep") and c > i and tokens[c].pos in ("PROPN", "NOUN", "PRON"):
                return c
    return None


def _content(syntax: Syntax, i: int, passive: bool, source: int | None) -> tuple[tuple[int, ...], str]:
    tokens = syntax.tokens
    verb = cues().verbs[tokens[i].lemma.lower()]
    clauses = [
        c
        for c in syntax.below[i]
        if tokens[c].dep in _CLAUSAL and not (tokens[c].dep == "parataxis" and c < i and _is_cue(syntax, c))
    ]
    if verb.clause and clauses:
        content = sorted({j for c in clauses for j in syntax.subtree(c)})
        return tuple(_trim(syntax, content)), "indirect"
    if verb.clause and tokens[i].dep == "parataxis" and tokens[i].head >= 0:
        own = set(syntax.subtree(i))
        content = [j for j in syntax.subtree(tokens[i].head) if j not in own]
        return tuple(_trim(syntax, content)), "indirect"
    if verb.clause and tokens[i].lemma in ("quote", "cite") and passive:
        advcl = [c for c in syntax.below[i] if tokens[c].dep in ("advcl", "xcomp") and tokens[c].lemma == "say"]
        if advcl:
            inner = [c for c in syntax.below[advcl[0]] if tokens[c].dep in (*_CLAUSAL, "obj")]
            return tuple(_trim(syntax, [j for c in inner for j in syntax.subtree(c)])), "indirect"
    to = [c for c in syntax.below[i] if tokens[c].dep in ("xcomp", "ccomp", "advcl") and _to(syntax, c)]
    if verb.infinitive and to:
        return tuple(syntax.subtree(to[0])), "intention"
    if verb.clause and source is not None and not passive:
        advcl = [
            c
            for c in syntax.below[i]
            if tokens[c].dep == "advcl" and not _marked(syntax, c) and tokens[c].tag not in ("VBG", "VBN", "VB")
        ]
        if advcl:
            return tuple(_trim(syntax, syntax.subtree(advcl[0]))), "indirect"
    if verb.object or verb.particles:
        return _object(syntax, i, passive), "belief"
    return (), "indirect"


def _object(syntax: Syntax, i: int, passive: bool) -> tuple[int, ...]:
    tokens = syntax.tokens
    verb = cues().verbs[tokens[i].lemma.lower()]
    if verb.object:
        objects = syntax.dep(i, "obj") if not passive else syntax.dep(i, "nsubj:pass")
        extra = [
            c
            for c in syntax.below[i]
            if tokens[c].dep in ("xcomp", "obl") and any(tokens[g].lemma == "as" for g in syntax.below[c])
        ]
        xcomp = [
            c
            for c in syntax.below[i]
            if tokens[c].dep == "xcomp" and tokens[i].lemma in ("call", "dub", "label", "term", "declare")
        ]
        content = sorted({j for c in [*objects, *extra, *xcomp] for j in syntax.subtree(c)})
        if content:
            return tuple(content)
    for c in syntax.below[i]:
        if tokens[c].dep == "obl" and any(tokens[g].lemma in verb.particles for g in syntax.below[c]):
            return tuple(syntax.subtree(c))
    return ()


def _noun(syntax: Syntax, i: int) -> Frame | None:
    """ "the claim that …", "their hope to …", "his criticism of …" with an owner."""
    tokens = syntax.tokens
    owner = [c for c in syntax.below[i] if tokens[c].dep == "nmod:poss"]
    clauses = [
        c for c in syntax.below[i]
        if tokens[c].dep in ("acl", "ccomp", "acl:relcl") and (_to(syntax, c) or any(tokens[g].text.lower() == "that" and tokens[g].dep == "mark" for g in syntax.below[c]))
    ]  # fmt: skip
    if not clauses:
        return None
    source = owner[0] if owner else None
    if source is None:
        of = [
            c
            for c in syntax.below[i]
            if tokens[c].dep == "nmod" and any(tokens[g].lemma in ("by", "from", "of") for g in syntax.below[c])
        ]
        source = of[0] if of else None
    return Frame(
        (i, i + 1), i, source, tuple(syntax.subtree(clauses[0])), cues().nouns[tokens[i].lemma.lower()], "belief"
    )


def _cited(syntax: Syntax, i: int) -> int | None:
    """ "…, Geo News reported, citing a spokesperson": who is behind the report."""
    tokens = syntax.tokens
    for c in syntax.below[i]:
        if tokens[c].lemma in ("cite", "quote") and tokens[c].tag == "VBG":
            objects = syntax.dep(c, "obj")
            if objects:
                return objects[0]
    for c, token in enumerate(tokens):
        if token.lemma in ("cite", "quote") and token.tag == "VBG" and 0 < c - i < 6:
            objects = syntax.dep(c, "obj")
            if objects:
                return objects[0]
    return None


def _is_cue(syntax: Syntax, c: int) -> bool:
    return syntax.tokens[c].lemma.lower() in cues().verbs


def _to(syntax: Syntax, c: int) -> bool:
    return any(syntax.tokens[g].lemma == "to" and syntax.tokens[g].dep == "mark" for g in syntax.below[c])


def _marked(syntax: Syntax, c: int) -> bool:
    return any(syntax.tokens[g].dep == "mark" and syntax.tokens[g].lemma not in ("that", "as") for g in syntax.below[c])


def _trim(syntax: Syntax, content: list[int]) -> list[int]:
    """Without the commas at either end."""
    content = sorted(content)
    while content and syntax.tokens[content[0]].text in ",;:-–—":
        content.pop(0)
    while content and syntax.tokens[content[-1]].text in ",;:-–—.":
        content.pop()
    return content
