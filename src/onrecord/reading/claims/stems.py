"""Words to look for before anything is parsed: a sentence without one of them can hold no trigger."""

from functools import cache

from onrecord.reading.claims.lexicon import Words, lexicon
from onrecord.vocab import load

__all__ = ["trigger_stems"]

# verbs and particles that stand in every second sentence tell nothing; another word of the pattern is looked for
_COMMON = frozenset(
    [
        "be",
        "have",
        "take",
        "go",
        "hold",
        "put",
        "give",
        "come",
        "get",
        "set",
        "leave",
        "lose",
        "carry",
        "make",
        "call",
        "use",
        "stage",
        "say",
        "on",
        "in",
        "at",
        "of",
        "to",
        "from",
        "with",
        "up",
        "off",
        "out",
        "down",
        "over",
        "the",
        "a",
        "for",
        "and",
        "fall",
        "find",
        "keep",
        "turn",
        "run",
        "try",
        "throw",
        "cut",
        "shut",
        "no",
        "not",
        "open",
        "claim",
        "fire",
        "while",
        "by",
        "into",
        "x",
        "without",
        "is",
        "are",
        "was",
        "were",
        "hand",
        "stand",
        "receive",
        "place",
        "resort",
        "launch",
        "carry",
        "pick",
        "break",
        "sustain",
        "suffer",
        "block",
    ]
)


@cache
def trigger_stems() -> tuple[str, ...]:
    """Beginnings of words, lower case, of which every trigger holds at least one."""
    stems: set[str] = set()
    for patterns in lexicon().by_word.values():
        for pattern in patterns:
            steps = [step for step in pattern.steps if step]
            stems |= {form for word in min(steps, key=_commonness) for form in _forms(word)}
    return tuple(sorted(stems))


def _commonness(step: Words) -> tuple[float, int, int]:
    return (sum(w in _COMMON for w in step) / len(step), len(step), -max(len(w) for w in step))


@cache
def _irregular() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    tables: dict[str, dict[str, str]] = load("lemmas.toml", dict[str, dict[str, str]])
    for table in tables.values():
        for form, lemma in table.items():
            found.setdefault(lemma, set()).add(form)
    return found


def _forms(word: str) -> set[str]:
    forms = {word, *_irregular().get(word, ())}
    if len(word) > 5 and word[-1] in "ey":
        forms.add(word[:-1])
    return forms
