"""Everybody whom a document names, in text order, and which of them "the party" or "the rights body" points back to."""

import re
from collections.abc import Sequence

import msgspec

from onrecord.reading.actors import categorise, categorise_tokens, noun_phrase
from onrecord.reading.demands.lexicon import parties
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.names import bare, label_of, named_by, whole_name

__all__ = ["Named", "Roster"]

_JOINERS = ("of", "for", "the", "and", "de", "to", "on", "in", "&")
_NAME = r"(?:[A-Z][\w’'.-]*|" + "|".join(_JOINERS) + ")"
_ACRONYM = re.compile(rf"((?:{_NAME})(?:[ -]{_NAME}){{1,9}})\s*\(([A-Z][A-Za-z-]{{1,9}})\)")


class Named(msgspec.Struct, frozen=True):
    """A name where it stands, spelled out where it is an acronym; whether it is the ``subject`` of a verb there."""

    start: int
    end: int
    name: str
    label: str
    category: str | None
    subject: bool


class Roster:
    """The names of a document: ``named`` where they stand, ``full`` what its acronyms are short for."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self.text = text
        self.full = {m[2]: named_by(m[1], m[2]) for m in _ACRONYM.finditer(text)}
        self.named = [name for line in lines for name in self._names(line)]

    def _names(self, line: Line) -> list[Named]:
        found = []
        taken: set[int] = set()
        for e in line.sentence.entities:
            label = label_of(line, e.first, e.last, e.label)
            first, last = whole_name(line, e.first, e.last) if label == "ORG" else (e.first, e.last)
            taken.update(range(first, last))
            found.append(self._entry(line, first, last, label))
        for i, token in enumerate(line.tokens):
            follows = line.tokens[i + 1].pos if i + 1 < len(line.tokens) else ""
            if (
                i not in taken
                and token.pos == "NOUN"
                and follows != "PROPN"
                and line.low[i] in parties().bodies - set(parties().loose)
            ):
                first, last = noun_phrase(line.sentence, i, line.syntax)
                if any(line.tokens[k].pos in ("NOUN", "ADJ", "PROPN") for k in range(first, i)):
                    found.append(self._entry(line, first, i + 1, "ORG"))
        return sorted(found, key=lambda n: n.start)

    def _entry(self, line: Line, first: int, last: int, label: str) -> Named:
        start, end = line.tokens[first].start, line.tokens[last - 1].end
        exact = bare(self.text[start:end])
        head = line.syntax.head_of(start, end)
        lemmas = line.lemma[first:last]
        if label == "PER":
            left = max(0, first - 6)
            lemmas = [line.lemma[k] for k in range(left, first) if line.tokens[k].pos in ("NOUN", "PROPN", "ADJ")]
        category = categorise(lemmas, exact)
        if head is not None and category is None and line.sentence.parsed:
            category = categorise_tokens(line.sentence, head, line.syntax)
        subject = head is not None and line.tokens[head].dep.startswith("nsubj")
        return Named(start, end, self.expand(exact), label, category, subject)

    def expand(self, name: str) -> str:
        """The full name of an acronym that the text explains."""
        name = name.removeprefix("the ").removeprefix("The ")
        return self.full.get(name, name)

    def points_back(self, line: Line, head: int, first: int) -> Named | None:
        """What "the party", "the rights body", "the commission" refers to."""
        words = parties()
        if line.low[head] not in words.bodies or line.low[first] not in ("the", "this", "that"):
            return None
        describing = {line.low[c] for c in range(first + 1, head)}
        if any(line.tokens[c].pos == "PROPN" for c in range(first, head)) or describing - words.plain:
            return None
        start = line.tokens[first].start
        before = [n for n in self.named if n.end <= start and n.label == "ORG"]
        word = line.low[head]
        same = [n for n in before if word in n.name.lower().split()]
        if same:
            office = [n for n in same if n.category != "rights_group"]
            return (office or same)[-1]
        if word not in words.loose:
            return None
        rights = bool(describing & {"right", "rights"})
        wanted = {"rights_group"} if rights else {words.loose[word], *words.armed.get(word, ())}
        # "the group" is no office whose name says so
        others = words.bodies - {word}
        plain = [n for n in before if n.category is None and others.isdisjoint(n.name.lower().split())]
        fits = [n for n in before if n.category in wanted] or plain
        subjects = [n for n in fits if n.subject]
        found = subjects or fits
        return found[-1] if found else None

    def category_of(self, name: str) -> str | None:
        """The category of a person as the text gives it elsewhere ("PML-N president Shehbaz Sharif … Sharif")."""
        words = name.split()
        told = [n for n in self.named if n.label == "PER" and n.category]
        last = next((n.category for n in told if n.name.split()[-1:] == words[-1:]), None)
        if last is not None or len(words) != 1:
            return last
        # where people go by the first of their names
        return next((n.category for n in told if n.name.split()[:1] == words), None)

    def is_person(self, name: str) -> bool:
        return any(n.label == "PER" and (n.name == name or n.name in name) for n in self.named)
