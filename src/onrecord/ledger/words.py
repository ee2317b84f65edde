"""Words as full text has them: without case and diacritics; and whether texts hold words that stand next to each other.

SQLite's index says which words a text holds and not where (a third of the size), so phrases are looked for in the texts themselves,
by functions that a connection is taught (``teach``).
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from onrecord.ledger.codec import decode_text, dump, load
from onrecord.ledger.packing import Kind, unpack

__all__ = ["beginning_param", "clean", "fold", "phrases_param", "split_query", "teach", "words_of"]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
# a shorter beginning stands for half the words there are
_BEGINNING = 3


def clean(words: str) -> str:
    """Without NUL and lone surrogates, which no database takes."""
    if words.isascii():
        return words.replace("\0", " ")
    return words.replace("\0", " ").encode("utf-8", "replace").decode()


def fold(words: str) -> str:
    """Without case and diacritics, as FTS5 compares words."""
    if words.isascii():
        return words.lower()
    plain = unicodedata.normalize("NFKD", words)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def words_of(folded: str) -> list[str]:
    """The words of folded text, as full text has them."""
    return _WORD.findall(folded)


def split_query(query: str) -> tuple[list[list[str]], bool]:
    """``(groups, beginning)``: words that must stand next to each other, and whether the last one may be the beginning of one.

    A group is what stands between double quotes or between spaces ("al-Shabaab" is two words in a row).
    """
    groups = [words_of(fold(clean(a or b))) for a, b in _PHRASE.findall(query)]
    groups = [g for g in groups if g]
    return groups, bool(groups) and not query.rstrip().endswith('"') and len(groups[-1][-1]) >= _BEGINNING


# -------------------------------------------------------------------------------------------------------- phrases


def phrases_param(groups: Sequence[Sequence[str]], beginning: bool) -> str:
    """The groups of two words or more, as the functions below take them; empty where there are none."""
    return _spelt([(g, beginning and g is groups[-1]) for g in groups if len(g) > 1])


def beginning_param(groups: Sequence[Sequence[str]]) -> str:
    """The groups of two words or more, and the last one, whose last word may be the beginning of one."""
    return _spelt([(g, g is groups[-1]) for g in groups if len(g) > 1 or g is groups[-1]])


def _spelt(groups: Sequence[tuple[Sequence[str], bool]]) -> str:
    return dump([[*g, int(beginning)] for g, beginning in groups]) if groups else ""


def teach(raw: Any) -> None:
    """Teach a connection of SQLite's driver ``holds_phrases(title, text, phrases)`` and ``tells_phrases(body, text, phrases)``."""
    raw.create_function("holds_phrases", 3, _holds_phrases, deterministic=True)
    raw.create_function("tells_phrases", 3, _tells_phrases, deterministic=True)


def _holds_phrases(title: str | None, text: bytes, phrases: str) -> int:
    """Whether a document, given as it is stored, holds all phrases."""
    words = _folded(text)
    return _holds(f"{fold(title)}\n{words}" if title else words, phrases)


def _tells_phrases(body: bytes, text: bytes, phrases: str) -> int:
    """Whether the words that are indexed of a claim (``facts.claim_words``) hold all phrases; it is given as it is stored."""
    record, whole = load(unpack(Kind.CLAIM, body)), _text(text)
    told = [whole[s["start"] : s["end"]] for s in record["evidence"]]
    told += [x["name"] for name in ("said_by", "where", "actors") for x in record.get(name, ()) if x.get("name")]
    return _holds(fold("\n".join(told)), phrases)


def _holds(folded: str, phrases: str) -> int:
    return int(all(p.search(folded) for p in _patterns(phrases)))


@lru_cache(maxsize=64)
def _patterns(phrases: str) -> tuple[re.Pattern[str], ...]:
    found = []
    for *words, beginning in load(phrases):
        end = "" if beginning else r"(?![^\W_])"
        found.append(re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words)) + end))
    return tuple(found)


# neighbouring claims are of one document
@lru_cache(maxsize=8)
def _text(stored: bytes) -> str:
    return decode_text(stored).decode("utf-8", "surrogatepass")


@lru_cache(maxsize=8)
def _folded(stored: bytes) -> str:
    return fold(_text(stored))
