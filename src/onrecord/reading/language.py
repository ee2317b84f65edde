"""Is this English? A cheap profile of function words, enough to keep other languages out of the readers."""

import re
from functools import cache

import msgspec

from onrecord.vocab import load

__all__ = ["is_english"]

_WORD = re.compile(r"[^\W\d_]+")
_PREFIX = 4000
_ENOUGH = 12


class _Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    english: tuple[str, ...]
    other: tuple[str, ...]


@cache
def _profile() -> tuple[frozenset[str], frozenset[str]]:
    profile: _Profile = load("language.toml", _Profile)
    return frozenset(profile.english), frozenset(profile.other)


def is_english(text: str) -> bool:
    """Whether the first 4,000 characters read as English.

    A text of fewer than a dozen words is taken for English when most of its letters are Latin and no foreign
    function word outweighs the English ones: too short to tell is no reason to drop a post.
    """
    words = [w.lower() for w in _WORD.findall(text[:_PREFIX])]
    if not words:
        return False
    latin = sum(1 for w in words if w[0] < "\u0250")
    if latin < 0.6 * len(words):
        return False
    english, other = _profile()
    ours = sum(1 for w in words if w in english)
    theirs = sum(1 for w in words if w in other)
    if len(words) < _ENOUGH:
        return ours >= theirs
    return ours > theirs and ours >= 0.12 * len(words)
