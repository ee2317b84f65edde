"""Questions about the syntax of one sentence: who does it, to whom, in which clause."""

from collections.abc import Collection, Iterable
from functools import cache

import msgspec

from onrecord.reading.nlp.values import ParsedSentence, Token

__all__ = ["Syntax"]

_AFTER = ("nsubj:pass", "appos")
_CLAUSES = ("ccomp", "advcl", "acl:relcl", "parataxis", "csubj", "xcomp", "acl")
_VERBAL = ("VERB", "AUX")


def _active(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens with the arguments of a past tense that was taken for a passive: "a court on Saturday convicted X".

    A passive without a helper has one argument before it; a second one behind it is the object of an active verb.
    """
    if not any(t.dep == "nsubj:pass" for t in tokens):
        return tokens
    found = list(tokens)
    for i, verb in enumerate(tokens):
        if verb.tag != "VBN" or verb.dep not in ("root", "conj", "ccomp"):
            continue
        below = [(k, t) for k, t in enumerate(tokens) if t.head == i]
        before = [k for k, t in below if t.dep == "nsubj:pass" and k < i]
        # headlines ("Man given life") have no article
        whole = any(t.dep == "det" and t.head in before for t in tokens)
        # nor do they give people ("police detained Thandiwe Maseko" is none)
        behind = [k for k, t in below if k > i and (t.dep in _AFTER or (t.dep == "obj" and (whole or t.tag == "NNP")))]
        if before and behind and not any(t.dep.startswith("aux") for _, t in below):
            found[before[0]] = msgspec.structs.replace(tokens[before[0]], dep="nsubj")
            found[behind[0]] = msgspec.structs.replace(tokens[behind[0]], dep="obj")
    return tuple(found)


@cache
def _base(relation: str) -> str:
    return relation.partition(":")[0]


class Syntax:
    """Children, arguments and clauses of a parsed sentence; indices are of its tokens."""

    def __init__(self, sentence: ParsedSentence) -> None:
        self.sentence = sentence
        self.tokens = _active(sentence.tokens)
        self.below: list[list[int]] = [[] for _ in sentence.tokens]
        for i, token in enumerate(sentence.tokens):
            if 0 <= token.head < len(sentence.tokens) and token.head != i:
                self.below[token.head].append(i)
        self.joined = _joined(sentence)
        self._words: list[tuple[str, ...] | None] = [None] * len(self.tokens)
        self.entity: dict[int, str] = {}
        for entity in sentence.entities:
            for i in range(entity.first, entity.last):
                self.entity[i] = entity.label

    def words(self, i: int) -> tuple[str, ...]:
        """The forms under which the token is looked up: lemma, word, and the hyphenated word that it ends."""
        found = self._words[i]
        if found is None:
            token = self.tokens[i]
            found = self._words[i] = (token.lemma.lower(), token.text.lower(), *self.joined.get(i, ()))
        return found

    def is_one_of(self, i: int, words: Collection[str]) -> bool:
        """Whether the token is one of the words in any of its forms."""
        return any(form in words for form in self.words(i))

    def dep(self, i: int, *names: str) -> list[int]:
        """Children of ``i`` in one of the relations (a bare name takes its subtypes in)."""
        tokens = self.tokens
        return [c for c in self.below[i] if (dep := tokens[c].dep) in names or _base(dep) in names]

    def with_conjuncts(self, items: Iterable[int]) -> list[int]:
        found = []
        for i in items:
            found.append(i)
            found += self.with_conjuncts(c for c in self.below[i] if self.tokens[c].dep == "conj")
        return found

    def passive(self, i: int) -> bool:
        return any(self.tokens[c].dep in ("nsubj:pass", "aux:pass") for c in self.below[i]) or (
            self.tokens[i].dep in ("acl", "amod") and self.tokens[i].tag == "VBN"
        )

    def is_due(self, i: int) -> bool:
        """ "Nine soldiers are to go on trial": whether the verb is told as what is to come."""
        to = next((c for c in self.below[i] if self.tokens[c].dep == "mark" and self.tokens[c].text.lower() == "to"), 0)
        return to > 0 and self.tokens[to - 1].text.lower() in ("is", "are") and self.tokens[to - 1].head == i

    def inverted(self, i: int) -> bool:
        """Whether "had" stands before its subject: "had the police come in time" tells of what did not happen."""
        subject = min(self.dep(i, "nsubj"), default=0)
        return any(self.tokens[c].text.lower() == "had" and c < subject for c in self.dep(i, "aux"))

    def subjects(self, i: int, depth: int = 0) -> list[int]:
        """Heads of the phrases that do what the verb ``i`` tells (the agent of a passive)."""
        token = self.tokens[i]
        found = self.dep(i, "nsubj") if not self.passive(i) else self._agents(i)
        found = [c for c in found if self.tokens[c].dep != "nsubj:pass"]
        found = [self._antecedent(i, c) for c in found]
        if not found and depth < 3 and not self.passive(i):
            if token.dep == "acl" and token.tag == "VBG":
                found = [token.head]
            elif self._shares(i) and self._verbal(token.head):
                if self.passive(token.head):
                    found = self.dep(token.head, "nsubj:pass") if token.dep != "advcl" else []
                else:
                    found = self.subjects(token.head, depth + 1)
        return self.with_conjuncts(found)

    def _shares(self, i: int) -> bool:
        """Whether the verb takes the subject of the one above: joined to it, or told beside it in the same tense."""
        token = self.tokens[i]
        if token.head < 0:
            return False
        beside = token.dep == "parataxis" and token.tag == self.tokens[token.head].tag and token.head < i
        return token.dep in ("conj", "xcomp", "advcl") or beside

    def objects(self, i: int, depth: int = 0) -> list[int]:
        """Heads of the phrases that undergo what ``i`` tells."""
        token = self.tokens[i]
        if self.passive(i):
            found = [self._antecedent(i, c) for c in self.dep(i, "nsubj:pass", "nsubj")]
            if not found and token.dep in ("acl", "amod"):
                found = [token.head]
            elif not found and token.dep == "conj" and depth < 3 and token.head >= 0:
                found = self.objects(token.head, depth + 1)
            found += self.dep(i, "obj")
        else:
            found = self.dep(i, "obj", "iobj")
        return self.with_conjuncts(found)

    def of(self, i: int) -> list[int]:
        """What a noun is of, on, against, at: nominal modifiers and compounds."""
        return self.with_conjuncts(self.dep(i, "nmod", "compound")) + self.dep(i, "amod")

    def _agents(self, i: int) -> list[int]:
        return [
            c
            for c in self.dep(i, "obl")
            if any(self.tokens[g].dep == "case" and self.tokens[g].lemma == "by" for g in self.below[c])
        ]

    def _antecedent(self, verb: int, subject: int) -> int:
        token = self.tokens[verb]
        relative = self.tokens[subject].lemma in ("who", "which", "that", "whom")
        return token.head if relative and token.dep == "acl:relcl" and token.head >= 0 else subject

    def _verbal(self, i: int) -> bool:
        return self.tokens[i].pos in _VERBAL

    def clause(self, i: int) -> int:
        """The head of the smallest clause that holds ``i``."""
        seen = 0
        while self.tokens[i].head >= 0 and seen < 60:
            token = self.tokens[i]
            if token.dep in _CLAUSES or (token.dep == "conj" and self._verbal(i)):
                return i
            i, seen = token.head, seen + 1
        return i

    def path(self, i: int) -> list[int]:
        """``i`` and the tokens above it, up to the root."""
        found = [i]
        while self.tokens[i].head >= 0 and len(found) < 80:
            i = self.tokens[i].head
            found.append(i)
        return found

    def distance(self, a: int, b: int) -> int:
        """Number of arcs between two tokens; 99 where no syntax is known."""
        if not self.sentence.parsed:
            return 99
        up = {node: n for n, node in enumerate(self.path(a))}
        for m, node in enumerate(self.path(b)):
            if node in up:
                return up[node] + m
        return 99

    def subtree(self, i: int) -> list[int]:
        found, queue = {i}, [i]
        while queue:
            for child in self.below[queue.pop()]:
                if child not in found:
                    found.add(child)
                    queue.append(child)
        return sorted(found)

    def at(self, start: int, end: int) -> list[int]:
        """Indices of the tokens that ``start..end`` of the text touches."""
        return [i for i, t in enumerate(self.tokens) if t.start < end and start < t.end]

    def head_of(self, start: int, end: int) -> int | None:
        """The token of a stretch whose head lies outside of it."""
        inside = self.at(start, end)
        for i in inside:
            if self.tokens[i].head not in inside:
                return i
        return inside[0] if inside else None


def _joined(sentence: ParsedSentence) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    tokens = sentence.tokens
    for i in range(2, len(tokens)):
        if (
            tokens[i - 1].text == "-"
            and tokens[i - 2].end == tokens[i - 1].start
            and tokens[i - 1].end == tokens[i].start
        ):
            before = found.get(i - 2, (tokens[i - 2].text.lower(),))[0]
            found[i] = (f"{before}-{tokens[i].text.lower()}", f"{before}-{tokens[i].lemma.lower()}")
    return found
