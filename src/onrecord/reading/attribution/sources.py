"""Who a verb, a noun or an adjective speaks of as its source, read off the tree."""

from collections.abc import Sequence

from onrecord.reading.attribution.lexicon import lexicon
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["Scene", "Source", "has_mark", "is_cased", "outer_report", "phrase_of", "source_of"]

Source = tuple[list[int], int | None]
"""Tokens of the phrase, and its head."""

_OUT_OF_NAME = ("acl:relcl", "acl", "parataxis", "ccomp", "advcl", "punct")
_INFINITE = frozenset({"VB", "VBG", "VBN"})


class Scene(Syntax):
    """The syntax of a sentence with its quotations: ``zone`` tells of each token in which quotation it stands."""

    def __init__(self, sentence: ParsedSentence, zone: Sequence[int]) -> None:
        super().__init__(sentence)
        self.zone = zone

    def dep(self, i: int, *names: str) -> list[int]:
        """As above; a subject in another quotation than its verb is a mistake of the tree."""
        found = super().dep(i, *names)
        return [c for c in found if not (self.tokens[c].dep == "nsubj" and self.zone[c] not in (-1, self.zone[i]))]


def is_cased(syntax: Syntax, c: int, words: tuple[str, ...]) -> bool:
    return any(syntax.tokens[m].text.lower() in words for m in syntax.dep(c, "case", "mark"))


def has_mark(syntax: Syntax, c: int, words: tuple[str, ...]) -> bool:
    return any(syntax.tokens[m].text.lower() in words for m in syntax.dep(c, "mark"))


def source_of(syntax: Scene, i: int, depth: int = 0) -> Source:
    """The phrase that says: the subject, the agent of a passive, or the subject of the verb above."""
    if depth > 4:
        return [], None
    if syntax.passive(i) and depth == 0:
        agents = [c for c in syntax.dep(i, "obl") if is_cased(syntax, c, ("by",))]
        return (phrase_of(syntax, agents[0]), agents[0]) if agents else ([], None)
    subjects = syntax.dep(i, "nsubj") + (syntax.dep(i, "nsubj:pass") if depth else [])
    if subjects:
        return _subject(syntax, i, subjects)
    found = _inherited(syntax, i, depth)
    return found if found[0] else _beside(syntax, i)


def _aside(syntax: Syntax, c: int) -> bool:
    """Whether a noun is put in brackets: "Senator Ali Khan (D-Ill.) said"."""
    return c > 0 and syntax.tokens[c - 1].text in ("(", "[")


def _beside(syntax: Scene, i: int) -> Source:
    """Where the tree gives a finite verb no subject: the noun phrase that ends just before it, or follows it inverted.

    In "many experts say it had effects" the tree often makes the experts a second subject of "had".
    """
    tokens = syntax.tokens
    if tokens[i].tag not in ("VBD", "VBZ", "VBP"):
        return [], None
    j = i - 1
    while j >= 0 and (tokens[j].pos in ("ADV", "AUX") or tokens[j].text == ","):
        j -= 1
    if j >= 0 and tokens[j].pos in ("NOUN", "PROPN", "PRON", "NUM") and syntax.zone[j] == syntax.zone[i]:
        head = _top(syntax, j, i)
        if not syntax.dep(head, "case", "mark") and not tokens[head].dep.startswith("obl"):
            phrase = phrase_of(syntax, head)
            if phrase[-1] >= j and head < i:
                return [t for t in phrase if t < i], head
    after = [c for c in syntax.below[i] if c > i and tokens[c].pos in ("PROPN", "NOUN") and tokens[c].dep == "obj"]
    if after and i > 0 and tokens[i - 1].pos == "PUNCT" and not syntax.dep(after[0], "case"):
        return phrase_of(syntax, after[0]), after[0]
    return [], None


def _top(syntax: Syntax, j: int, before: int) -> int:
    """The head of the noun phrase that token ``j`` ends."""
    inside = ("compound", "flat", "nmod", "nmod:poss", "appos", "amod", "nummod", "conj", "obl:unmarked")
    while syntax.tokens[j].dep in inside and 0 <= syntax.tokens[j].head < before:
        above = syntax.tokens[syntax.tokens[j].head]
        if above.pos not in ("NOUN", "PROPN", "PRON", "NUM"):
            break
        j = syntax.tokens[j].head
    return j


def _subject(syntax: Scene, i: int, subjects: list[int]) -> Source:
    tokens = syntax.tokens
    token = tokens[i]
    subject = _nearest(i, [c for c in subjects if not _aside(syntax, c)] or subjects)
    if tokens[subject].lemma.lower() in ("who", "which", "that") and token.dep == "acl:relcl" and token.head >= 0:
        phrase = phrase_of(syntax, token.head)
        return sorted({*[t for t in phrase if t < subject], subject}), token.head
    if tokens[subject].lemma.lower() in ("there", "what"):
        return [], None
    phrase = phrase_of(syntax, subject)
    for other in sorted(subjects, reverse=True):
        # a title and a name that the tree left side by side
        title = phrase_of(syntax, other)
        if phrase[0] - 2 <= title[-1] < phrase[0]:
            phrase = list(range(title[0], phrase[-1] + 1))
    return _with_name(syntax, phrase), subject


def outer_report(syntax: Scene, i: int) -> int | None:
    """The report that a joined report belongs to, where the tree joined it to what was reported.

    In "she said they had been beaten and called for an inquiry" the caller is she: those beaten are told of, not telling.
    """
    token = syntax.tokens[i]
    if token.dep != "conj" or token.head < 0 or syntax.dep(i, "nsubj", "mark") or not _reports(syntax, i):
        return None
    inner = syntax.tokens[token.head]
    outer = inner.head
    if inner.dep == "acl" and outer >= 0:
        outer = syntax.tokens[outer].head
    telling = _reports(syntax, token.head) and not syntax.passive(token.head)
    if inner.dep not in ("ccomp", "acl") or outer < 0 or telling or not _reports(syntax, outer):
        return None
    # past tense and participle look alike, and after "had been beaten" the tagger guesses
    tense = "VBD" if token.tag == "VBN" and not syntax.dep(i, "aux") else token.tag
    return outer if syntax.tokens[outer].tag == tense and tense in ("VBD", "VBZ", "VBP") else None


def _reports(syntax: Scene, i: int) -> bool:
    lemma = syntax.tokens[i].lemma.lower()
    words = lexicon()
    found = [words.sense("clause", lemma), words.sense("object", lemma), words.sense("infinitive", lemma)]
    return any(s is not None and s.kind == "said" for s in found)


def _with_name(syntax: Syntax, phrase: list[int]) -> list[int]:
    """The phrase with the person's name that follows it at once, where the tree hung the name elsewhere."""
    for e in syntax.sentence.entities:
        if e.label == "PER" and e.first == phrase[-1] + 1:
            return [*phrase, *range(e.first, e.last)]
    return phrase


def _inherited(syntax: Scene, i: int, depth: int) -> Source:
    """The source of a clause without a subject of its own."""
    tokens = syntax.tokens
    token = tokens[i]
    if token.head < 0:
        return [], None
    above = tokens[token.head]
    if token.dep == "acl" and above.pos in ("NOUN", "PROPN", "PRON", "NUM", "DET"):
        telling = token.tag == "VBG" and not syntax.dep(i, "mark", "case")
        return _told_by(syntax, token.head, depth) if telling else ([], None)
    if token.dep not in ("xcomp", "conj", "advcl", "ccomp", "parataxis", "cop"):
        return [], None
    if token.dep in ("ccomp", "parataxis") and token.tag not in _INFINITE:
        return [], None
    if above.pos not in ("VERB", "AUX", "ADJ", "NOUN", "PROPN"):
        return [], None
    outer = outer_report(syntax, i)
    if outer is not None:
        return source_of(syntax, outer, depth + 1)
    asked = syntax.dep(token.head, "obj", "iobj")
    if asked and above.pos == "VERB" and (token.dep == "xcomp" or above.lemma in lexicon().words.carrying):
        return phrase_of(syntax, asked[0]), asked[0]
    return source_of(syntax, token.head, depth + 1)


def _nearest(i: int, subjects: list[int]) -> int:
    """Of several subjects, the tree being unsure, the last one before the verb; else the first after it."""
    before = [c for c in subjects if c < i]
    return max(before) if before else min(subjects)


def _told_by(syntax: Scene, noun: int, depth: int) -> tuple[list[int], int | None]:
    """ "issued a statement saying": the subject of the verb above; else the noun itself."""
    closed = lexicon().words
    token = syntax.tokens[noun]
    if token.lemma.lower() in closed.media and token.dep in ("obj", "obl") and token.head >= 0:
        found = source_of(syntax, token.head, depth + 1)
        if found[0] and (token.dep == "obl" or syntax.tokens[token.head].lemma.lower() in closed.light):
            return found
    return phrase_of(syntax, noun), noun


def phrase_of(syntax: Syntax, head: int) -> list[int]:
    """The tokens of a noun phrase without its clauses and its preposition; the stretch around the head."""
    keep = {head}
    queue = [head]
    while queue:
        node = queue.pop()
        for c in syntax.below[node]:
            dep = syntax.tokens[c].dep
            if node == head and dep in ("case", "mark", "cc", "cop"):
                continue
            if dep in _OUT_OF_NAME and dep != "punct":
                continue
            if dep.startswith("nsubj") or dep in ("aux", "advmod:emph"):
                continue
            keep.add(c)
            queue.append(c)
    first = last = head
    tokens = syntax.tokens
    while first - 1 in keep:
        first -= 1
    while last + 1 in keep:
        last += 1
    while first < head and tokens[first].pos == "PUNCT" and tokens[first].text not in ("“", '"', "$", "#"):
        first += 1
    while last > head and tokens[last].pos == "PUNCT" and tokens[last].text not in ("”", '"', "."):
        last -= 1
    return list(range(first, last + 1))
