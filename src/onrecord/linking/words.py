"""Informative words of a text: which terms make two reports one story.

A term weighs its surprise: minus log2 of the share of reports that hold it. Shares are shipped, not counted in the
ledger, so that the weight of a pair never depends on what else was added, nor on the order. Pairs of capitalised
words (names, streets, schools) are terms of their own.
"""

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import islice

from onrecord.linking.settings import common_words

__all__ = [
    "SCALE",
    "Ranked",
    "Vector",
    "clean",
    "cosine",
    "fold",
    "heaviest",
    "ranked",
    "rare_terms",
    "stacked",
    "term_key",
    "terms",
    "token_set",
    "vector",
    "without",
]

Vector = dict[int, float]
Ranked = list[tuple[float, str]]
# weights are whole ten-thousandths
SCALE = 10_000

_TOKEN = re.compile(r"[^\W\d_][^\W\d_'’]+|\d[\d,.:-]*", re.UNICODE)
_PAIR = re.compile(r"\b([A-Z][\w'’]+)[ -]([A-Z][\w'’]+)\b")


def fold(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFKD", text)
    return "".join(c for c in split if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=1 << 17)
def clean(token: str) -> str:
    """A token as a term: folded, without possessive and trailing marks."""
    word = fold(token).replace("’", "'").removesuffix("'s").rstrip("'")
    return word.rstrip(".,:-") if word[:1].isdigit() else word


def terms(*texts: str) -> Counter[str]:
    """Terms and how often each stands in the texts."""
    found: list[str] = []
    for text in texts:
        found += map(clean, _TOKEN.findall(text))
        found += [f"{clean(first)} {clean(second)}" for first, second in _PAIR.findall(text)]
    return Counter(found)


class _Surprise(dict[str, float]):
    """Bits of surprise of every term: a term that is not listed has those of its words where it is a pair."""

    def __init__(self, known: dict[str, float], rarest: float) -> None:
        super().__init__(known)
        self.rarest = rarest

    def __missing__(self, term: str) -> float:
        first, _, second = term.partition(" ")
        if second:
            return min(self.rarest, 0.5 * (self.get(first, self.rarest) + self.get(second, self.rarest)))
        return self.rarest


@cache
def _surprise() -> _Surprise:
    return _Surprise(*common_words())


def ranked(counts: Counter[str]) -> Ranked:
    """The terms that say anything with their weights below nought, heaviest first."""
    known = _surprise()
    return sorted(
        [
            (-bits if count == 1 else -bits * (1 + math.log(count)), term)
            for term, count in counts.items()
            if (bits := known[term]) > 1.0
        ]
    )


def vector(counts: Counter[str], keep: int, least: float = 0.0) -> Vector:
    """The ``keep`` heaviest terms as a unit vector by 32-bit hash of the term.

    A text whose terms weigh less than ``least`` together (the sum of their squares) gives a shorter vector: two notes
    of twenty words that share a name are less alike than two reports of two hundred that share as large a part.
    """
    return heaviest(ranked(counts), keep, least)


def heaviest(heavy: Ranked, keep: int, least: float = 0.0) -> Vector:
    """``vector`` of terms that are ranked already."""
    kept = heavy[:keep]
    scale = SCALE / (math.sqrt(max(least, sum([w * w for w, _ in kept]))) or 1.0)
    return {term_key(t): int(0.5 - w * scale) / SCALE for w, t in kept}


def stacked(parts: Sequence[tuple[Vector, float]]) -> Vector:
    """Several vectors as one, whose cosine with another such is the mean of the parts' cosines by their shares.

    The first part keeps its keys; those of the others are shifted, so that no part meets another.
    """
    found: dict[int, float] = {}
    for number, (part, share) in enumerate(parts):
        shift, root = number * _SHIFT, math.sqrt(share) * SCALE
        found.update([(term ^ shift, int(weight * root + 0.5)) for term, weight in part.items()])
    return {term: -less / SCALE for less, term in sorted([(-steps, term) for term, steps in found.items()])}


_SHIFT = 0x5BD1E995
_TELLING = 6.0


def rare_terms(heavy: Ranked, keep: int) -> list[str]:
    """The most telling terms of ranked ones, for blocking: rare words first, repeated ones before those that stand once."""
    known = _surprise()
    # a common word that a report repeats is still common
    return list(islice((t for _, t in heavy if known[t] > _TELLING), keep))


def cosine(a: Vector, b: Vector) -> float:
    """The cosine of two unit vectors, the same whichever comes first."""
    if len(a) > len(b):
        a, b = b, a
    return math.fsum([weight * b[term] for term, weight in a.items() if term in b])


def without(counts: Counter[str], words: frozenset[str]) -> Counter[str]:
    """The terms that hold none of ``words``."""
    if not words:
        return counts
    return Counter(
        {t: n for t, n in counts.items() if t not in words and (" " not in t or words.isdisjoint(t.split()))}
    )


@lru_cache(maxsize=1 << 16)
def term_key(term: str) -> int:
    """The 32-bit hash by which vectors hold a term."""
    return zlib.crc32(term.encode())


def token_set(names: Iterable[str]) -> frozenset[str]:
    return frozenset(clean(t) for name in names for t in _TOKEN.findall(name))
