"""One sentence with what the steps of reading tolls share: syntax, amounts and the senses of its words of harm."""

from collections.abc import Sequence, Set

from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Amount
from onrecord.reading.tolls.lexicon import Harm, lexicon
from onrecord.reading.tolls.senses import sense_of

__all__ = ["View"]


class View:
    """``amount_at`` maps tokens to the amount they belong to, ``senses`` the words of harm to their sense.

    ``names`` are the first and last names of people told of anywhere in the document by both.
    """

    def __init__(
        self,
        text: str,
        number: int,
        sentence: ParsedSentence,
        amounts: Sequence[Amount],
        names: Set[str] = frozenset(),
    ) -> None:
        self.text, self.number, self.sentence = text, number, sentence
        self.syntax = Syntax(sentence)
        self.tokens = sentence.tokens
        self._lows = [t.text.lower() for t in sentence.tokens]
        self._lemmas = [t.lemma.lower() for t in sentence.tokens]
        self.words = lexicon().words
        self.names = names
        self.amount_at: dict[int, Amount] = {}
        for amount in amounts:
            for i, token in enumerate(self.tokens):
                if amount.start <= token.start < amount.end:
                    self.amount_at[i] = amount
        self.senses: dict[int, Harm] = {}
        for i in range(len(self.tokens)):
            sense = sense_of(self.syntax, i)
            if sense is not None:
                self.senses[i] = sense

    @property
    def tells(self) -> bool:
        """Whether any word of the sentence can tell a toll."""
        w = self.words
        return bool(self.senses) or any(
            x in w.running or x in w.nil or x in w.running_of or y in w.among
            for x, y in zip(self._lemmas, self._lows, strict=True)
        )

    def first_of(self, amount: Amount) -> int:
        """The first token of an amount."""
        return next(i for i, token in enumerate(self.tokens) if token.start >= amount.start)

    def low(self, i: int) -> str:
        """The word in lower case; empty outside of the sentence."""
        return self._lows[i] if 0 <= i < len(self._lows) else ""

    def lemma(self, i: int) -> str:
        return self._lemmas[i] if 0 <= i < len(self._lemmas) else ""

    def aged(self, i: int) -> bool:
        """Whether an adjective is the age that stands for somebody ("a 12-year-old", "a 12-year old")."""
        return self.lemma(i) == "old" and "year" in (self.lemma(i - 1), self.lemma(i - 2))

    def cases(self, i: int) -> set[str]:
        """The prepositions before a phrase."""
        return {self.lemma(c) for c in self.syntax.below[i] if self.tokens[c].dep in ("case", "mark")}

    def harm_between(self, a: int, b: int) -> bool:
        """Whether a verb or state of harm stands between two tokens."""
        return any(a < i < b and self.senses[i].frame not in ("noun", "counted") for i in self.senses)
