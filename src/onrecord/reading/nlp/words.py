"""Words with exact offsets, split as Universal Dependencies English does: ``do n't``, ``22 - year - old``."""

import re
from functools import cache

import msgspec

from onrecord.vocab import load

__all__ = ["abbreviations", "tokenize"]


class _Abbreviations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    dotted: tuple[str, ...]
    prefixes: tuple[str, ...]
    sentence_safe: tuple[str, ...]
    acronyms: frozenset[str]


def abbreviations() -> _Abbreviations:
    found: _Abbreviations = load("abbreviations.toml", _Abbreviations)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    words = abbreviations()
    dotted = "|".join(sorted((re.escape(w) for w in words.dotted), key=len, reverse=True))
    prefixes = "|".join(sorted((re.escape(w) for w in words.prefixes), key=len, reverse=True))
    return re.compile(
        rf"""
        https?://[^\s<>"”]+[^\s<>"”.,;:!?)\]’'] | www\.[^\s<>"”]+[^\s<>"”.,;:!?)\]’']
        | [\w.+-]+@[\w-]+\.[\w.-]*\w | [@#]\w+
        | (?i:[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|info|int|co\.[a-z]{{2}}|pdf|docx?|html?)\b)
        | (?:(?:[^\W\d_]\.){{2,}}[^\W\d_]?(?![^\W\d_]))
        | (?i:\b(?:{dotted})\.)(?=\s|[,;:)\]]|$)
        | (?<![^\W\d_])[A-Z]\.(?=\s?[A-Z])
        | [^\W\d_]+(?=n['’]t\b) | n['’]t\b
        | ['’](?i:s|re|ve|ll|d|m)\b
        | \d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?=[ap]\.?m\b|hrs?\b|h\b)
        | \d{{1,4}}[/]\d{{1,2}}(?:[/]\d{{2,4}})? | \d{{4}}-\d{{2}}-\d{{2}}
        | \d{{1,3}}(?:,\d{{2,3}})+(?:\.\d+)? | \d++(?:[.:]\d++)*+(?:st|nd|rd|th|s)?+(?![^\W\d_]) | \d+(?:[.,:]\d+)*
        | (?i:\b(?:{prefixes})-[^\W\d_]+)
        | (?i:Rs|PKR|INR|Tk|KSh|USD|US|EUR|GBP)(?=\d)
        | [^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u200c\u200d]|['’](?=[^\W\d_]{{3,}}))*(?:\d+(?![^\W_]))?
        | \w+
        | \.{{2,}} | -{{2,}} | ([^\w\s])\1*
        """,
        re.VERBOSE,
    )


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Offsets of the words of ``text[start:end]``; every character that is not white space is in exactly one."""
    return [m.span() for m in _pattern().finditer(text, start, len(text) if end is None else end)]
