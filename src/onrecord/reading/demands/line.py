"""One parsed sentence with the questions that demands and responses ask of it. Indices are of its tokens."""

from collections.abc import Sequence

from onrecord.model import Span
from onrecord.reading.claims import asked
from onrecord.reading.nlp import ParsedSentence, Token
from onrecord.reading.nlp.lemmas import lemma
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Act

__all__ = ["MARKS", "Line"]

_QUOTES = "\"“”«»'‘’"
MARKS = frozenset("–—-•*·●▪‣◦►→✓")
"""What stands before an item of a list."""
_GAP = 6
# words in a heading, and what a sentence or an item ends with
_HEADING = 5
_ENDS = '.,;:!?"”’)'
_STOPS = frozenset(";:|—")


def _stem(word: str, tag: str) -> str:
    """The base of a regular past form, for verbs that the table of lemmas does not know or that are tagged as adjectives."""
    if tag == "JJ" and word.endswith("ed"):
        return lemma(word, "VERB")
    return word[:-2] if tag in ("VBD", "VBN") and word.endswith("ed") and len(word) > 4 else word


class Line:
    """A sentence: ``tokens``, ``syntax``, the text that it stands in, and what the finder marked in it."""

    def __init__(self, text: str, index: int, sentence: ParsedSentence, acts: Sequence[Act] = ()) -> None:
        self.text = text
        self.acts = acts
        self.index = index
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.syntax = Syntax(sentence)
        self.low = [t.text.lower() for t in sentence.tokens]
        self.lemma = [t.lemma.lower() for t in sentence.tokens]
        self.stem = [_stem(t.text.lower(), t.tag) for t in sentence.tokens]

    def demanded(self, words: Span | None) -> list[Act]:
        """What the finder marks as asked whose middle stands within these words."""
        return [m for m in self.acts if words and words.start <= (m.start + m.end) // 2 < words.end and asked(m)]

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def end(self) -> int:
        return self.sentence.end

    def words(self) -> str:
        return self.text[self.start : self.end]

    def verbal(self, i: int) -> bool:
        token = self.tokens[i]
        if token.pos in ("VERB", "AUX"):
            return True
        # "unblocked the site", tagged as an adjective
        return (
            token.tag == "JJ"
            and token.text.endswith("ed")
            and any(self.tokens[c].dep == "obj" for c in self.syntax.below[i])
        )

    def span(self, first: int, last: int) -> Span | None:
        """The words of tokens ``first``..``last`` (exclusive) without punctuation at the ends."""
        while first < last and self._loose(first):
            first += 1
        while last > first and self._loose(last - 1):
            last -= 1
        if first >= last:
            return None
        return Span.cut(self.text, self.tokens[first].start, self.tokens[last - 1].end)

    def _loose(self, i: int) -> bool:
        word = self.tokens[i].text
        return all(c in _QUOTES or c in ",.;:!()[]" or c in MARKS for c in word) or (
            word.lower() in ("and", "or") and self.tokens[i].pos == "CCONJ"
        )

    def heading(self) -> list[str]:
        """The words of the heading that the sentence stands under: of the nearest short line above that ends like no sentence."""
        for above in reversed(self.text[: self.start].splitlines()):
            words = above.split()
            if words and len(words) <= _HEADING and above.rstrip()[-1] not in _ENDS:
                return [lemma(word.lower(), "NOUN") for word in words]
        return []

    def first_word(self) -> int:
        """The first token that is no bullet, number of a list, or quotation mark."""
        i = 0
        while i < len(self.tokens) and (
            all(c in _QUOTES or c in MARKS or c in "().[]" for c in self.tokens[i].text)
            or (self.tokens[i].text.isdigit() and i + 1 < len(self.tokens) and self.tokens[i + 1].text in ").")
        ):
            i += 1
        return i

    def bullet(self) -> bool:
        """Whether the sentence is an item of a list."""
        word = self.tokens[0].text if self.tokens else ""
        if word and all(c in MARKS for c in word):
            return True
        return len(self.tokens) > 1 and (
            (word.rstrip(".)").isdigit() and (word[-1] in ".)" or self.tokens[1].text in ")."))
            or (word == "(" and len(self.tokens) > 2 and self.tokens[2].text == ")")
        )

    def body(self) -> Span | None:
        """The sentence without the mark that makes it an item of a list."""
        return self.span(self.first_word(), len(self.tokens))

    def whole(self) -> Span:
        end = self.end
        while end > self.start and self.text[end - 1].isspace():
            end -= 1
        return Span.cut(self.text, self.start, end)

    def walk(self, steps: Sequence[frozenset[str] | None], i: int) -> tuple[int, ...] | None:
        """The tokens that a line of the lexicon matches from token ``i`` on, or ``None``."""
        if not self.fits(i, steps[0]):
            return None
        matched = [i]
        at, gap = i + 1, False
        for step in steps[1:]:
            if step is None:
                gap = True
                continue
            limit = min(len(self.tokens), at + (_GAP + 1 if gap else 1))
            for k in range(at, limit):
                if self.tokens[k].text in _STOPS:
                    return None
                if self.fits(k, step):
                    matched.append(k)
                    at, gap = k + 1, False
                    break
            else:
                return None
        return tuple(matched)

    def fits(self, i: int, words: frozenset[str] | None) -> bool:
        if words is None:
            return False
        if "PLACE" in words and self.syntax.entity.get(i) == "LOC":
            return True
        return (
            self.lemma[i] in words
            or self.stem[i] in words
            or self.low[i] in words
            or any(w in words for w in self.syntax.joined.get(i, ()))
        )

    def negated(self, i: int, but: Sequence[int] = ()) -> bool:
        """Whether the verb or noun ``i`` is denied ("did not condemn", "no inquiry"), by another word than those of ``but``."""
        near = [c for c in self.syntax.below[i] if abs(c - i) < 6 and c not in but]
        return any(self.lemma[c] in ("not", "n't", "never", "no") for c in near)
