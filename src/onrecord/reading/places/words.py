"""The words of a sentence as the place reader sees them: where they stand and whether they have a capital."""

import re
from collections.abc import Sequence

from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.places.values import Word

__all__ = ["truecased", "words_of"]

_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`][^\W\d_]{2,}|['’][^\W\d_](?=[^\W_]))*")


def words_of(text: str, start: int, end: int) -> list[Word]:
    """Words of ``text[start:end]`` with their offsets in ``text``."""
    found = []
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        found.append(
            Word(match.start(), match.end(), word, word[0].isupper() or word[0].isdigit() or "'" in word or "’" in word)
        )
    return found


def truecased(words: Sequence[Word], sentence: ParsedSentence) -> list[Word]:
    """Words of a sentence in capitals with the case that the parser gave its names back."""
    case = {t.start + k: c for t in sentence.tokens for k, c in enumerate(t.text)}
    found = []
    for word in words:
        text = "".join(case.get(word.start + k, c) for k, c in enumerate(word.text))
        digit = any(not c.isalpha() for c in text) and word.capital
        found.append(Word(word.start, word.end, text, text[0].isupper() or (digit and not text.islower())))
    return found
