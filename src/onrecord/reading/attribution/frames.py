"""Cues inside one sentence: which word tells of words or thoughts, whose they are, and which tokens hold them."""

from dataclasses import dataclass, field

from onrecord.reading.attribution.lexicon import Lexicon, Sense
from onrecord.reading.attribution.sources import Scene, is_cased, outer_report, phrase_of, source_of
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["Cue", "find_cues"]

_ASIDE = ("advcl", "conj", "cc", "parataxis", "discourse", "vocative")
_OBLIQUE = frozenset({"as", "for", "of", "about", "over", "against", "on", "to", "with", "like", "from", "into"})


@dataclass(slots=True)
class Cue:
    """A cue in a sentence. ``tokens`` of the cue, ``source`` tokens (empty: none told), ``content`` tokens.

    ``quotable``: a quotation in or beside the sentence may be its content. ``source_head`` is the noun to be named.
    """

    index: int
    sense: Sense
    tokens: list[int]
    source: list[int]
    source_head: int | None
    content: list[int]
    quotable: bool = False
    fallback: list[int] = field(default_factory=list)
    fallback_sense: Sense | None = None
    form: str = "clause"
    carried: list[tuple[list[int], int]] = field(default_factory=list)
    """Those whom the source only passes on ("citing police"), as (tokens, head)."""


def find_cues(syntax: Scene, words: Lexicon) -> list[Cue]:
    """Every cue of a parsed sentence with what syntax gives it."""
    found: list[Cue] = []
    for i, token in enumerate(syntax.tokens):
        cue: Cue | None = None
        if token.pos in ("VERB", "AUX"):
            cue = _verb(syntax, words, i)
        elif token.pos == "NOUN":
            cue = _noun(syntax, words, i)
        elif token.pos == "ADJ":
            cue = _adjective(syntax, words, i)
        if cue is None and token.lemma.lower() in ("accord", "according", "per"):
            cue = _according(syntax, words, i)
        if cue is not None:
            found.append(cue)
    return found


def _lemmas(syntax: Syntax, i: int) -> list[str]:
    lemma = syntax.tokens[i].lemma.lower()
    parts = [syntax.tokens[c].text.lower() for c in syntax.dep(i, "compound:prt")]
    return [f"{lemma} {p}" for p in parts] + [lemma]


def _verb(syntax: Scene, words: Lexicon, i: int) -> Cue | None:
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
                if c > i and tokens[c].dep != "advcl:relcl" and _has_mark(syntax, c, ("that",))
            ]
        below = below or _stated(syntax, words, i)
    if below:
        below += [c for c in syntax.dep(i, "conj") if _has_mark(syntax, c, ("that",))]
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
        if told and told.kind == "said" and syntax.dep(c, "nsubj") and not _has_mark(syntax, c, ("that",)):
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
    if not objects and passive and syntax.tokens[i].dep in ("acl", "amod"):
        objects = []
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


def _noun(syntax: Scene, words: Lexicon, i: int) -> Cue | None:
    token = syntax.tokens[i]
    sense = words.sense("nouns", token.lemma.lower())
    if sense is None:
        return None
    below = [
        c
        for c in syntax.dep(i, "acl", "ccomp")
        if syntax.tokens[c].dep != "acl:relcl" and c > i and _has_mark(syntax, c, ("that", "to", "whether"))
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


def _has_mark(syntax: Syntax, c: int, words: tuple[str, ...]) -> bool:
    return any(syntax.tokens[m].text.lower() in words for m in syntax.dep(c, "mark"))


def _adjective(syntax: Scene, words: Lexicon, i: int) -> Cue | None:
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


def _according(syntax: Scene, words: Lexicon, i: int) -> Cue | None:
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
