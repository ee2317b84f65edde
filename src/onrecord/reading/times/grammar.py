"""Find time expressions in a tokenised sentence: rules over classes of words, the leftmost longest match winning."""

import re
from functools import cache

import msgspec

from onrecord.model import VocabularyError
from onrecord.reading.times.lexicon import grammar
from onrecord.reading.times.tokens import Tokens, alphabet, tokenise

__all__ = ["Found", "Rule", "find", "rules"]

_MACRO = re.compile(r"@([A-Z]+)")
_GROUP = re.compile(r"([a-z]\w*)=\(\?:")
_ONE = re.compile(r"([a-z]\w*)=\{([a-z]\w*)\}")
_CLASS = re.compile(r"\{([a-z]\w*)\}")


class Rule(msgspec.Struct, frozen=True):
    name: str
    make: str
    pattern: re.Pattern[str]
    rank: int
    needs: frozenset[str]
    """Letters of which a sentence must hold one for the rule to match anywhere in it."""


class Found(msgspec.Struct):
    """A match of a rule: tokens ``first..last`` (exclusive) and the token ranges of its named groups.

    ``date`` is the expression of a day that a time of day was joined with ("9 a.m." with "Tuesday").
    """

    rule: str
    make: str
    tokens: Tokens
    first: int
    last: int
    groups: dict[str, tuple[int, int]]
    sentence: int = 0
    date: "Found | None" = None

    @property
    def start(self) -> int:
        return self.tokens.starts[self.first]

    @property
    def end(self) -> int:
        return self.tokens.ends[self.last - 1]

    def has(self, group: str) -> bool:
        return group in self.groups

    def low(self, group: str) -> str:
        """The group's words in lower case, a space between."""
        first, last = self.groups[group]
        return " ".join(self.tokens.lows[first:last])

    def of(self, group: str, name: str) -> str | int | float | None:
        """The value of class ``name`` at the first token of the group that has it."""
        if group not in self.groups:
            return None
        first, last = self.groups[group]
        return next((self.tokens.values[i][name] for i in range(first, last) if name in self.tokens.values[i]), None)

    def text(self, group: str, name: str) -> str | None:
        value = self.of(group, name)
        return None if value is None else str(value)

    def number(self, group: str, name: str) -> int | None:
        value = self.of(group, name)
        return int(value) if isinstance(value, int | float) else None


@cache
def rules() -> tuple[Rule, ...]:
    """The grammar, compiled once a process.

    Raises:
        VocabularyError: when a rule names a class that no word has, or is no pattern.
    """
    written = grammar()
    macros = {name: _plain(body) for name, body in written.macro.items()}
    compiled = []
    for rank, rule in enumerate(written.rule):
        try:
            body = _classes(_expand(_plain(rule.pattern), macros))
            compiled.append(Rule(rule.name, rule.make, re.compile(body), rank, _needed(body)))
        except re.error as error:
            raise VocabularyError(f"times_rules.toml, rule {rule.name!r}: {error}") from error
    return tuple(compiled)


def _plain(pattern: str) -> str:
    return "".join(pattern.split())


def _expand(pattern: str, macros: dict[str, str]) -> str:
    while found := _MACRO.search(pattern):
        pattern = pattern[: found.start()] + macros[found[1]] + pattern[found.end() :]
    return pattern


def _classes(pattern: str) -> str:
    pattern = _GROUP.sub(r"(?P<\1>", pattern)
    pattern = _ONE.sub(r"(?P<\1>{\2})", pattern)
    return _CLASS.sub(lambda found: f"[{alphabet().having(found[1])}]", pattern)


_PIECE = re.compile(r"\(\?<?[=!]|\(\?:|\(\?P<\w+>|\)|\||\[[^\]]+\]|[?*+]|\{\d+(?:,\d*)?\}\??")
_COMMON = "the a of in on at to and from by or this that one , . - 12 2 100"
_HEAVY = 50


@cache
def _weights() -> dict[str, int]:
    """Letters of words that nearly every sentence holds weigh more, so that a rule is told by its rarer ones."""
    text = _COMMON
    return dict.fromkeys(tokenise(text, 0, len(text)).letters, _HEAVY)


def _weight(letters: frozenset[str]) -> int:
    return sum(_weights().get(letter, 1) for letter in letters)


def _needed(pattern: str) -> frozenset[str]:
    """The set of letters, of least weight, that every match of the pattern takes one of."""
    pieces = [piece for piece in _PIECE.findall(pattern) if piece]
    best, _ = _needed_in(pieces, 0)
    return best if best is not None else frozenset(pattern)


def _needed_in(pieces: list[str], at: int) -> tuple[frozenset[str] | None, int]:
    """Walk one group: each of its branches gives its best set, the group needs one of any branch."""
    branches: list[frozenset[str] | None] = []
    best: frozenset[str] | None = None
    while at < len(pieces) and pieces[at] != ")":
        piece, made = pieces[at], None
        if piece == "|":
            branches.append(best)
            best, at = None, at + 1
            continue
        if piece.startswith("("):
            made, at = _needed_in(pieces, at + 1)
            made = None if piece[-1] in "=!" else made
        elif piece.startswith("["):
            made = frozenset(piece[1:-1])
        at += 1
        optional = at < len(pieces) and (pieces[at] in "?*" or pieces[at].startswith("{0"))
        if made is not None and not optional and (best is None or _weight(made) < _weight(best)):
            best = made
    branches.append(best)
    needed = [one for one in branches if one is not None]
    return (frozenset().union(*needed) if len(needed) == len(branches) else None), at


def find(tokens: Tokens, sentence: int) -> list[Found]:
    """All expressions of one sentence, in order, without overlap."""
    matches: list[tuple[int, int, int, re.Match[str], Rule]] = []
    present = set(tokens.letters)
    for rule in rules():
        if rule.needs.isdisjoint(present):
            continue
        found = rule.pattern.finditer(tokens.letters)
        matches += [(m.start(), -m.end(), rule.rank, m, rule) for m in found if m.end() > m.start()]
    matches.sort(key=lambda entry: entry[:3])
    chosen: list[Found] = []
    reach = 0
    for start, _, _, match, rule in matches:
        if start < reach:
            continue
        groups = {name: match.span(name) for name, value in match.groupdict().items() if value is not None}
        made = Found(rule.name, rule.make, tokens, start, match.end(), groups, sentence)
        if _plausible(made):
            chosen.append(made)
            reach = match.end()
    return chosen


def _around(found: Found, name: str, step: int) -> bool:
    """Whether the token just before (-1) or after (+1) the match has the class."""
    at = found.first - 1 if step < 0 else found.last
    return 0 <= at < len(found.tokens.values) and name in found.tokens.values[at]


def _low(found: Found, step: int) -> str:
    at = found.first - 1 if step < 0 else found.last
    return found.tokens.lows[at] if 0 <= at < len(found.tokens.lows) else ""


def _glued(found: Found) -> bool:
    """Whether the match is part of a longer word or number ("F-16", "1990/2")."""
    tokens = found.tokens
    before = found.first > 0 and tokens.ends[found.first - 1] == tokens.starts[found.first]
    return before and tokens.lows[found.first - 1][-1:] in {"/", "_", "#", "@", "&"}


def _plausible(found: Found) -> bool:
    """Whether the words around the match let it be a time expression at all."""
    check = _CHECKS.get(found.make)
    return not _glued(found) and (check is None or check(found))


def _month(found: Found) -> bool:
    if found.has("year") or found.has("mod") or found.has("rel"):
        return True
    low = found.low("month").rstrip(" .")
    if low in {"may", "march"}:
        return _around(found, "month_lead", -1) and not (low == "may" and found.first == 0)
    if found.rule == "first of two months of a year":
        return True
    if len(low) == 3 and low != "may" and not found.tokens.lows[found.last - 1].endswith("."):
        return _around(found, "month_lead", -1) and not _around(found, "cap", 1)
    nxt = _low(found, 1)
    return not (
        low in {"april", "june", "august"} and nxt[:1].isalpha() and found.first == 0 and "cap" in _classes_at(found, 1)
    )


def _classes_at(found: Found, step: int) -> set[str]:
    at = found.first - 1 if step < 0 else found.last
    return set(found.tokens.values[at]) if 0 <= at < len(found.tokens.values) else set()


def _year(found: Found) -> bool:
    if found.has("era") or found.has("mod"):
        return True
    if (
        _around(found, "money", -1)
        or _around(found, "unitlike", 1)
        or _around(found, "unit", 1)
        or _around(found, "units", 1)
    ):
        return False
    year = found.number("year", "year")
    lead = _around(found, "year_lead", -1) or _around(found, "open", -1) or _around(found, "comma", -1)
    if found.rule in ("spelled year", "spelled year in thousands", "first of two years BC"):
        return True
    if found.rule == "short year":
        return lead or _around(found, "dash", -1)
    if year is None:
        return lead
    low = _low(found, 1)
    plural = low.isalpha() and low.endswith("s") and "function" not in _classes_at(found, 1)
    if _around(found, "dash", -1) and not _dash_year(found):
        return False
    return 1700 <= year <= 2060 and (lead or not plural) if not (year < 1700) else lead


def _dash_year(found: Found) -> bool:
    at = found.first - 2
    return at >= 0 and (
        "year" in found.tokens.values[at]
        or "month" in found.tokens.values[at]
        or "mod" in found.tokens.values[at]
        or "dayno" in found.tokens.values[at]
    )


def _season(found: Found) -> bool:
    if found.has("year"):
        return True
    if found.low("season") == "fall" and _around(found, "of", 1):
        return False
    if found.has("rel") or found.has("mod") or found.has("mod2"):
        return True
    lead = found.tokens.lows[found.first] == "the" or _around(found, "season_lead", -1)
    return lead and "word" not in _classes_at(found, 1) and "cap" not in _classes_at(found, 1)


def _weekday(found: Found) -> bool:
    low = found.low("weekday").rstrip(" .")
    if low in {"sun", "sat", "mon", "wed", "fri", "tue", "thu"} and found.text("rel", "rel") in (None, "that"):
        return found.tokens.lows[found.groups["weekday"][1] - 1] == "." or (
            _around(found, "on", -1) and not _around(found, "cap", 1)
        )
    return not (_around(found, "dash", 1) and "times" in _low(found, 1))


def _ordinal_day(found: Found) -> bool:
    value = found.number("day", "ordday")
    lead = _classes_at(found, -1) & {
        "on",
        "from",
        "to",
        "by",
        "since",
        "until",
        "and",
        "of",
        "before",
        "afterword",
        "comma",
    }
    return value is not None and value <= 31 and (bool(lead) or found.has("weekday"))


def _clock(found: Found) -> bool:
    if found.has("point"):
        return not _around(found, "dash", -1)
    if _around(found, "money", -1) or _around(found, "unitlike", 1):
        return False
    text = found.tokens.lows[found.groups["clock"][0]] if found.has("clock") else ""
    return not (":" in text and int(text.split(":")[0]) > 24)


def _shift(found: Found) -> bool:
    """ "ten days before the murder" counts from the murder: "before" and "after" with an object shift nothing else."""
    low = found.tokens.lows[found.last - 1]
    if low not in ("before", "after", "following"):
        return True
    return not _classes_at(found, 1) & {"the", "a", "rel", "cap", "word", "number", "event", "one"}


def _holiday(found: Found) -> bool:
    """ "the Christmas Offensive", "Easter Island" are names."""
    return "cap" not in _classes_at(found, 1)


def _deictic(found: Found) -> bool:
    """ "today's youth", "today's world" speak of these times and of no day."""
    values = found.tokens.values
    after = values[found.last + 1] if found.last + 1 < len(values) and _around(found, "poss", 1) else {}
    return "epoch" not in after


def _decade(found: Found) -> bool:
    """ "in his 30s" is an age: two figures without an apostrophe need an article."""
    text = found.tokens.lows[found.groups["decade"][0]]
    return text[0] in "'’‘`" or len(text) > 4 or not text[0].isdigit() or found.tokens.lows[found.first] == "the"


_CHECKS = {
    "month": _month,
    "year": _year,
    "season": _season,
    "weekday": _weekday,
    "deictic": _deictic,
    "ordinal_day": _ordinal_day,
    "clock": _clock,
    "decade": _decade,
    "holiday": _holiday,
    "shift": _shift,
    "unit_shift": _shift,
}
