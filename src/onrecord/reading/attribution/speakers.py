"""Who a source is: the name behind a pronoun, a role or a short form, as the document itself tells."""

import re

from onrecord.model import Speaker
from onrecord.reading.actors import noun_phrase
from onrecord.reading.attribution.cues import cues
from onrecord.reading.nlp import ParsedSentence, Token
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["Cast"]

_SHORT = re.compile(
    r"((?:[A-Z][\w'’&-]*|of|the|and|for|de|des|du|la|al|i|-)(?:[ -](?:[A-Z][\w'’&-]*|of|the|and|for|de|des|du|la|al))*)\s*[(\[]([A-Z][A-Za-z-]{1,11})[)\]]"
)
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those"})


class Cast:
    """The people and bodies of one document, in the order in which they are met."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.long_forms = {m[2]: _long_form(m[1], m[2]) for m in _SHORT.finditer(text)}
        self.people: list[str] = []
        self.last: Speaker | None = None
        self.last_many: Speaker | None = None

    def meet(self, sentence: ParsedSentence) -> None:
        """Take note of the names of a sentence."""
        for entity in sentence.entities:
            if entity.label == "PER":
                name = self.text[entity.start : entity.end]
                if name not in self.people:
                    self.people.append(name)

    def speaker(self, sentence: ParsedSentence, syntax: Syntax, head: int, medium: str | None = None) -> Speaker | None:
        """The speaker named by the phrase around token ``head``; ``None`` for a pronoun that stands for nobody known."""
        tokens = sentence.tokens
        token = tokens[head]
        low = token.text.lower()
        words = cues().words
        if low in words.relative and tokens[head].head >= 0:
            verb = tokens[tokens[head].head]
            if verb.dep in ("acl:relcl", "acl") and verb.head >= 0:
                return self.speaker(sentence, syntax, verb.head, medium)
        if token.pos == "PRON":
            if low in ("it", "they", "we") and self.last_many is not None:
                return self._again(self.last_many, token, medium)
            if low in words.pronouns_one or low in words.pronouns_many:
                return self._again(self.last, token, medium) if self.last is not None else None
            if low in words.relative:
                return None
        first, last = noun_phrase(sentence, head, syntax)
        while first < head and tokens[first].text.lower() in _DETERMINERS:
            first += 1
        start, end = tokens[first].start, tokens[last - 1].end
        name, person = self._name(sentence, syntax, head, start, end)
        found = Speaker.cut(self.text, start, end, name=name, medium=medium)
        if person:
            self.last = found
        else:
            self.last_many = found
            if token.tag in ("NN", "NNP"):
                self.last = found
        return found

    def _again(self, before: Speaker, token: Token, medium: str | None) -> Speaker:
        return Speaker.cut(self.text, token.start, token.end, name=before.name, medium=medium)

    def _name(self, sentence: ParsedSentence, syntax: Syntax, head: int, start: int, end: int) -> tuple[str, bool]:
        near = [
            head,
            *(c for c in syntax.below[head] if sentence.tokens[c].dep in ("appos", "flat", "nmod:desc", "compound")),
        ]
        near += [g for c in near[1:] for g in syntax.below[c] if sentence.tokens[g].dep == "flat"]
        for entity in sentence.entities:
            if entity.label == "PER" and any(entity.first <= j < entity.last for j in near):
                return self.full(self.text[entity.start : entity.end]), True
        if sentence.tokens[head].lemma.lower() in cues().words.spokespeople:
            body = self._represented(sentence, syntax, head)
            if body is not None:
                return body, False
        phrase = self.text[start:end]
        return self.long_forms.get(phrase, phrase), False

    def _represented(self, sentence: ParsedSentence, syntax: Syntax, head: int) -> str | None:
        """A spokesperson without a name stands for the body: "an ECP spokesperson", "a spokesman for the army"."""
        for c in syntax.below[head]:
            token = sentence.tokens[c]
            if token.dep in ("compound", "nmod", "nmod:poss") and token.pos in ("PROPN", "NOUN"):
                first, last = noun_phrase(sentence, c, syntax)
                while first < c and sentence.tokens[first].text.lower() in _DETERMINERS:
                    first += 1
                name = (
                    self.text[sentence.tokens[first].start : sentence.tokens[last - 1].end]
                    .removesuffix("'s")
                    .removesuffix("’s")
                )
                return self.long_forms.get(name, name)
        return None

    def full(self, name: str) -> str:
        """The longest name in the document so far that ends with this one ("Tareen" is "Rafiq Tareen")."""
        same = [p for p in self.people if p == name or p.endswith(" " + name)]
        return max(same, key=len, default=name)


def _long_form(name: str, short: str) -> str:
    """The words of ``name`` that the short form abbreviates, counted from the back."""
    words = name.split()
    letters = [c for c in short.upper() if c.isalpha()]
    for first in range(len(words)):
        initials = [w[0].upper() for part in words[first:] for w in re.split(r"[-\s]", part) if w and w[0].isupper()]
        if initials == letters:
            return " ".join(words[first:])
    first = next((i for i, w in enumerate(words) if w[:1].upper() == short[0]), 0)
    return " ".join(words[first:])
