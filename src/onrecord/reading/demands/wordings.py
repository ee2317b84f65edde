"""Lines of words as a vocabulary file writes them, compiled to patterns over lower-case text."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

__all__ = ["Wording", "Words", "compile_line", "wording"]

Words = frozenset[str]
_WORD = r"[\w’'-]+"
_GAP = rf"(?:\W+{_WORD}){{0,6}}?"


class Wording(msgspec.Struct, frozen=True):
    """A line compiled. ``begins`` are the words of which one must stand in the text; ``length`` counts its words."""

    line: str
    pattern: re.Pattern[str]
    begins: tuple[str, ...]
    length: int


def compile_line(line: str, classes: Mapping[str, Sequence[str]] = MappingProxyType({})) -> re.Pattern[str]:
    """A line of words as a pattern over lower-case text.

    ``|`` alternatives, ``*`` any ending, ``~`` up to six words, ``_`` joins words, ``^`` the beginning, ``$`` the end.
    """
    parts: list[str] = []
    gap = False
    words = line.split()
    begins = words[0] == "^"
    for word in words[1:] if begins else words:
        if word == "~":
            gap = True
            continue
        options = [o for w in word.split("|") for o in (classes[w[1:]] if w.startswith("@") else (w,))]
        found = "|".join(_option(w) for w in options if w != "$")
        before = (_GAP + r"\W+" if gap else r"\W+") if parts else ""
        parts.append(rf"(?:{before}(?:{found})" + (r"|\W*$)" if "$" in options else ")"))
        gap = False
    return re.compile((r"^\W*" if begins else r"(?<![\w-])") + "".join(parts) + r"(?!\w)")


def _option(word: str) -> str:
    return r"\W+".join(re.escape(w[:-1]) + r"[\w’'-]*" if w.endswith("*") else re.escape(w) for w in word.split("_"))


def wording(line: str, classes: Mapping[str, Sequence[str]]) -> Wording:
    """A line compiled, with the words that it can begin with."""
    first = line.removeprefix("^ ").split()[0]
    options = [o for w in first.split("|") for o in (classes[w[1:]] if w.startswith("@") else (w,))]
    length = sum(1 for word in line.split() if word not in ("~", "^"))
    return Wording(line, compile_line(line, classes), tuple(o.split("_")[0].rstrip("*") for o in options), length)
