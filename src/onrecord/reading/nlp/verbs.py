"""Whether a word can be a verb where it stands, told from the words beside it in microseconds, before anything is parsed.

A linear model over hashed features, trained to foretell the parser's own tags (``training/nlp/verbs.py``); its weights are whole
numbers, so that the answer is the same on every machine. See ``data/VERBS_CARD.md``.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from onrecord.reading.nlp.linear import hashed, weights_in

__all__ = ["can_be_verb", "features", "words_of"]

_DATA = files("onrecord.reading.nlp") / "data"
_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_LEAST = -48
"""Sum of weights, sixteen to one unit of log odds, from which on a word may be a verb."""


def words_of(text: str, start: int, end: int) -> list[tuple[str, int]]:
    """The words, figures and marks of a stretch with their offsets, as the model counts them."""
    return [(m[0], m.start()) for m in _WORD.finditer(text, start, end)]


def features(words: Sequence[str], i: int) -> list[int]:
    """CRC-32 of each feature of word ``i``: itself, two words on either side, their endings and capitals."""
    return hashed(_names(words, i))


def _names(words: Sequence[str], i: int) -> Iterator[str]:
    size = len(words)
    word = words[i].lower()
    before = _form(words[i - 1]) if i else "<"
    after = _form(words[i + 1]) if i + 1 < size else ">"
    first = _form(words[i - 2]) if i > 1 else "<"
    last = _form(words[i + 2]) if i + 2 < size else ">"
    case = ("C" if words[i][:1].isupper() else "c") + ("0" if i == 0 else "1")
    end = word[-3:]
    yield "b"
    yield f"w {word}"
    yield f"e {end} {case}"
    yield f"p {before}"
    yield f"n {after}"
    yield f"pp {first} {before}"
    yield f"nn {after} {last}"
    yield f"pn {before} {after}"
    yield f"pw {before} {word}"
    yield f"wn {word} {after}"
    yield f"pe {before} {end}"
    yield f"en {end} {after}"
    yield f"2p {first} {end}"
    yield f"2n {last} {end}"
    yield f"se {before[-2:]} {end} {after[-2:]}"
    yield f"ps {before[-3:]} {end}"
    yield f"sn {end} {after[-3:]}"
    around = (words[i - 1][:1].isupper() if i else None, words[i + 1][:1].isupper() if i + 1 < size else None)
    yield f"c {case} {around} {end[-2:]}"


def _form(word: str) -> str:
    return "0" if word.isdigit() else word.lower()


@cache
def _weights() -> dict[int, int]:
    return weights_in((_DATA / "verbs.bin").read_bytes())


def can_be_verb(words: Sequence[str], i: int) -> bool:
    """Whether word ``i`` of a sentence may be a verb, or a participle used like an adjective, in the parser's eyes."""
    weights = _weights()
    return sum(weights.get(k, 0) for k in features(words, i)) >= _LEAST
