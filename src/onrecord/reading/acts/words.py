"""Whether a sentence may tell of an act, by its words and pairs of words alone, before any network reads it.

A linear model over hashed features, trained on the lines that the finder is trained on (``training/acts/words.py``); see
``data/WORDS_CARD.md``.
"""

import hashlib
import itertools
import math
import re
from functools import cache
from importlib.resources import files

from onrecord.reading.nlp.linear import hashed, weights_in

__all__ = ["features", "promise", "promise_by", "promise_hash"]

_DATA = files("onrecord.reading.acts") / "data"
_WORD = re.compile(r"[^\W\d_]+|\d+")
_SCALE = 16
"""Units of a weight in the file to one unit of log odds."""


def features(sentence: str) -> list[int]:
    """CRC-32 of each different word of a sentence in lower case, ``0`` for a figure, and of each pair that stands together."""
    words = ["0" if word.isdigit() else word.lower() for word in _WORD.findall(sentence)]
    return hashed(dict.fromkeys(["", *words, *(f"{a} {b}" for a, b in itertools.pairwise(words))]))


@cache
def promise_hash() -> str:
    """SHA-256 of the model's file."""
    return hashlib.sha256(_file()).hexdigest()


@cache
def _weights() -> dict[int, int]:
    return weights_in(_file())


def _file() -> bytes:
    return (_DATA / "words.bin").read_bytes()


def promise(sentence: str) -> float:
    """How much the words speak for an act; above 0 for, below 0 against, rarely beyond 10 on either side."""
    return promise_by(_weights(), sentence)


def promise_by(weights: dict[int, int], sentence: str) -> float:
    """``promise`` by the weights of another file of the same form."""
    known = [weights[k] for k in features(sentence) if k in weights]
    # long sentences hold more words of either kind
    return sum(known) / (_SCALE * math.sqrt(max(1, len(known))))
