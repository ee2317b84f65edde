"""Verbs that tell of words or thoughts, with what the tree hangs below them: a clause, an infinitive, a preposition, an object."""

from onrecord.reading.attribution.lexicon import Lexicon, Sense
from onrecord.reading.attribution.sources import Scene, has_mark, outer_report, phrase_of, source_of
from onrecord.reading.attribution.values import Cue
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["verb_cue"]

_ASIDE = ("advcl", "conj", "cc", "parataxis", "discourse", "vocative")
_OBLIQUE = frozenset({"as", "for", "of", "about", "over", "against", "on", "to", "with", "like", "from", "into"})


def verb_cue(syntax: Scene, words: Lexicon, i: int) -> Cue | None:
    """The cue that the verb ``i`` is, with its source and whom that only passes on."""
    open_: Cue | None = None
    for reader in (_clause, _infinitive, _with, _object):
        cue = reader(syntax, words, i)
        if cue is not None and not cue.content and open_ is None:
            open_, cue = cue, None
        cue = _either(open_, cue) if reader is _object else cue
        if cue is not None:
            source, head = source_of(syntax, i)
            cue.source, cue.source_head = source, head
            cue.content = [t for t in cue.content if t not in set(source)]
            cue.tokens = _cue_tokens(syntax, i, cue)
            cue.carried = _carried(syntax, words, i)
            if cue.sense.kind == "said" and not cue.quotable and _negated(syntax, i):
                cue.sense = cue.sense._replace(kind="judged")
            return cue
    return None


def _lemmas(syntax: Syntax, i: int) -> list[str]:
    lemma = syntax.tokens[i].lemma.lower()
    parts = [syntax.tokens[c].text.lower() for c in syntax.dep(i, "compound:prt")]
    return [f"{lemma} {p}" for p in parts] + [lemma]


def _negated(syntax: Scene, i: int) -> bool:
    """What somebody did not say is nothing that he said."""
    return any(syntax.tokens[c].lemma.lower() in ("not", "n't", "n’t", "never") for c in syntax.dep(i, "advmod"))


def _either(quotes: Cue | None, other: Cue | None) -> Cue | None:
    """A verb that waits for a quotation, with its object to fall back on where no quotation is found."""
    if quotes is None or other is None:
        return other or quotes
    quotes.fallback, quotes.fallback_sense = other.content, other.sense
    return quotes


def _carried(syntax: Scene, words: Lexicon, i: int) -> list[tuple[list[int], int]]:
    """The objects of "citing" or "quoting" below the verb or just after it, or of the verb itself."""
    tokens = syntax.tokens
    verbs = [i, *syntax.dep(i, "advcl", "xcomp", "acl", "parataxis"), *_citing(syntax, words, i)]
    return [
        (phrase_of(syntax, o), o)
        for v in dict.fromkeys(verbs)
        if tokens[v].lemma.lower() in words.words.carrying and not syntax.passive(v)
        for o in syntax.dep(v, "obj")
        if tokens[o].pos in ("NOUN", "PROPN") and (v != i or not syntax.dep(i, "ccomp") or o < i + 6)
    ]


def _citing(syntax: Scene, words: Lexicon, i: int) -> list[int]:
    """ "…, River News reported, citing police": the participle that follows the verb, wherever the tree hung it."""
    tokens = syntax.tokens
    near = range(i + 1, min(i + 4, len(tokens)))
    return [v for v in near if tokens[v].tag == "VBG" and tokens[v].lemma.lower() in words.words.carrying]


def _cue_tokens(syntax: Syntax, i: int, cue: Cue) -> list[int]:
    near = [i, *syntax.dep(i, "aux", "compound:prt")]
    near += [c for c in syntax.dep(i, "advmod") if syntax.tokens[c].lemma in ("not", "n't", "never")]
    return sorted({i} | (set(near) - set(cue.content)))


def _clause(syntax: Scene, words: Lexicon, i: int) -> Cue | None:
    lemma = syntax.tokens[i].lemma.lower()
    sense = next((s for w in _lemmas(syntax, i) if (s := words.sense("clause", w))), None)
    if sense is None and lemma not in words.words.unsourced and syntax.dep(i, "ccomp") and syntax.dep(i, "nsubj"):
        sense = Sense("report", "held")
    if sense is None:
        return None
    below = _held(syntax, words, i, sense)
    cited = {t for v in _citing(syntax, words, i) for t in syntax.subtree(v)}
    content = [t for c in below for t in syntax.subtree(c) if t not in cited]
    if content:
        content = _until_next_report(syntax, words, below, content)
    inserted = _inserted(syntax, words, i)
    if not content and sense.kind == "said" and not inserted:
        content = _told_after(syntax, i)
    if not content and inserted:
        own = set(syntax.subtree(i))
        content = [t for t in syntax.subtree(syntax.tokens[i].head) if t not in own]
        if not content:
            return None
    quotable = sense.kind == "said" and not syntax.dep(i, "expl")
    if not content and not quotable:
        return None
    return Cue(i, sense, [i], [], None, content, quotable=quotable)


def _held(syntax: Scene, words: Lexicon, i: int, sense: Sense) -> list[int]:
    """The heads of the clauses that the verb holds."""
    tokens = syntax.tokens
    below = syntax.dep(i, "ccomp")
    if sense.kind == "said":
        # a clause before the verb that the tree could not name
        below += [c for c in syntax.dep(i, "dep") if c < i and tokens[c].pos in ("VERB", "AUX", "ADJ")]
        if not below:
            below = [
                c
                for c in syntax.dep(i, "advcl", "parataxis", "xcomp")
                if c > i and tokens[c].dep != "advcl:relcl" and has_mark(syntax, c, ("that",))
            ]
        below = below or _stated(syntax, words, i)
    if below:
        below += [c for c in syntax.dep(i, "conj") if has_mark(syntax, c, ("that",))]
    return below


def _told_after(syntax: Scene, i: int) -> list[int]:
    """What stands after a bare verb of saying where the tree made no clause: "said every talk turns on it"."""
    if syntax.tokens[i].lemma.lower() != "say" or not syntax.dep(i, "obj"):
        return []
    after = [t for c in syntax.below[i] if c > i for t in syntax.subtree(c)]
    if len(after) < 6 or any(syntax.zone[t] != syntax.zone[i] for t in after):
        return []
    return sorted(after)


def _until_next_report(syntax: Scene, words: Lexicon, below: list[int], content: list[int]) -> list[int]:
    """Up to a joined clause with a subject and a word of saying of its own: "…, and he accused them of"."""
    for c in [j for b in below for j in syntax.dep(b, "conj")]:
        lemma = syntax.tokens[c].lemma.lower()
        told = words.sense("clause", lemma) or words.sense("object", lemma)
        first = min(syntax.subtree(c))
        if outer_report(syntax, c) is not None:
            content = [t for t in content if t < first]
        if told and told.kind == "said" and syntax.dep(c, "nsubj") and not has_mark(syntax, c, ("that",)):
            joint = [t for t in range(max(0, first - 2), first) if syntax.tokens[t].text == ","]
            if joint or syntax.tokens[first].text == ",":
                content = [t for t in content if t < first]
    return content


def _stated(syntax: Syntax, words: Lexicon, i: int) -> list[int]:
    """The that-clause that the tree hung below the medium: "said in a statement that …"."""
    tokens = syntax.tokens
    return [
        c
        for o in syntax.dep(i, "obl", "obj")
        if tokens[o].lemma.lower() in words.words.media
        for c in syntax.dep(o, "acl", "ccomp")
        if any(tokens[m].text.lower() == "that" for m in syntax.below[c])
    ]


def _inserted(syntax: Scene, words: Lexicon, i: int) -> bool:
    """Whether the verb stands beside what is said: "…, he said", "as he put it, …", "…, it quoted him as saying"."""
    token = syntax.tokens[i]
    if token.dep not in ("parataxis", "dep", "advcl") or not syntax.dep(i, "nsubj") or syntax.dep(i, "ccomp"):
        return False
    carried = token.lemma.lower() in words.words.carrying
    if syntax.dep(i, "obj", "xcomp") and not carried:
        return False
    if token.dep == "advcl":
        return any(syntax.tokens[m].lemma == "as" for m in syntax.dep(i, "mark", "advmod"))
    return token.head < i or token.dep == "parataxis"


def _infinitive(syntax: Scene, words: Lexicon, i: int) -> Cue | None:
    sense = next((s for w in _lemmas(syntax, i) if (s := words.sense("infinitive", w))), None)
    if sense is None:
        return None
    below = [
        c
        for c in syntax.dep(i, "xcomp", "ccomp", "advcl")
        if c > i and any(syntax.tokens[m].lemma == "to" for m in syntax.dep(c, "mark"))
    ]
    below = below or [c for c in syntax.dep(i, "xcomp") if c > i and syntax.tokens[c].tag == "VBG"]
    if not below:
        return None
    content = [t for c in below for t in syntax.subtree(c)]
    asked = [t for c in syntax.dep(i, "obj", "iobj") for t in syntax.subtree(c)]
    content = _without_remarks(syntax, sorted({*asked, *content}))
    return Cue(i, sense, [i], [], None, content, form="infinitive")


def _with(syntax: Scene, words: Lexicon, i: int) -> Cue | None:
    counted = [n for o in syntax.dep(i, "obj") for n in syntax.dep(o, "nmod") if syntax.tokens[n].pos == "NUM"]
    for c in [*syntax.dep(i, "obl"), *counted, *syntax.dep(i, "advcl", "xcomp", "obj", "ccomp")]:
        if c < i and syntax.tokens[i].dep != "acl:relcl":
            continue
        for m in syntax.dep(c, "case", "mark") or syntax.dep(i, "compound:prt"):
            for lemma in _lemmas(syntax, i):
                sense = words.sense("with", f"{lemma} {syntax.tokens[m].text.lower()}")
                if sense is not None:
                    content = [t for t in syntax.subtree(c) if t != m]
                    content += [t for o in syntax.dep(i, "obj") if o != c for t in syntax.subtree(o)]
                    content += [t for x in syntax.dep(i, "xcomp", "ccomp") if x != c for t in syntax.subtree(x)]
                    content = _without_remarks(syntax, content)
                    return Cue(i, sense, [i, m], [], None, sorted(set(content)), form="with")
    return None


def _object(syntax: Scene, words: Lexicon, i: int) -> Cue | None:
    sense = next((s for w in _lemmas(syntax, i) if (s := words.sense("object", w))), None)
    if sense is None:
        return None
    passive = syntax.passive(i)
    objects = syntax.dep(i, "nsubj:pass") if passive else syntax.dep(i, "obj")
    if not objects and syntax.tokens[i].dep == "acl:relcl" and not passive:
        return None
    content = [t for c in objects for t in syntax.subtree(c)]
    if not content:
        return None
    for c in syntax.below[i]:
        token = syntax.tokens[c]
        if c <= i or c in objects or token.dep.split(":")[0] in _ASIDE:
            continue
        cases = {syntax.tokens[m].lemma.lower() for m in syntax.dep(c, "case", "mark")}
        oblique = token.dep == "obl" and bool(cases & _OBLIQUE)
        if token.dep in ("xcomp", "ccomp", "iobj") or oblique:
            content += syntax.subtree(c)
    content = _without_remarks(syntax, content)
    if syntax.tokens[i].dep == "acl:relcl":
        content = [t for t in content if syntax.tokens[t].lemma not in words.words.relative] or content
    return Cue(i, sense, [i], [], None, sorted(set(content)), form="object")


def _without_remarks(syntax: Syntax, content: list[int]) -> list[int]:
    """Without clauses set off by a comma, which tell the writer's own words: "…, which closed in May"."""
    drop: set[int] = set()
    for t in content:
        if syntax.tokens[t].dep in ("acl:relcl", "advcl", "parataxis") and syntax.tokens[t].head in content:
            below = syntax.subtree(t)
            first = below[0]
            if first > syntax.tokens[t].head and "," in (syntax.tokens[first].text, syntax.tokens[first - 1].text):
                drop.update(below)
    return [t for t in content if t not in drop] or content
