"""Words to look for before anything is parsed: a sentence without one of them can hold no trigger."""

from functools import cache

from onrecord.reading.claims.context import context
from onrecord.reading.claims.lexicon import Words, lexicon
from onrecord.vocab import load

__all__ = ["common_words", "telling_stems", "trigger_stems"]

_SHORT = 4


@cache
def trigger_stems() -> tuple[str, ...]:
    """Beginnings of words, lower case, of which every trigger holds at least one."""
    stems: set[str] = set()
    for patterns in lexicon().by_word.values():
        for pattern in patterns:
            steps = [step for step in pattern.steps if step]
            stems |= {form for word in min(steps, key=_commonness) for form in _forms(word)}
    return tuple(sorted(stems))


@cache
def telling_stems() -> tuple[str, ...]:
    """The stems that make a document worth a closer look; words of everyday use are not among them."""
    everyday = {form for word in (*context().everyday, *context().common) for form in _forms(word)}
    return tuple(s for s in trigger_stems() if s not in everyday)


def common_words() -> Words:
    """Words for whose sake alone no sentence is parsed."""
    return context().common


def _commonness(step: Words) -> tuple[float, int, int]:
    """A step of rare words tells most, then one of few words, then one of long ones."""
    common = context().common
    return (sum(w in common for w in step) / len(step), len(step), -max(len(w) for w in step))


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
    if len(word) <= _SHORT:
        # the filter takes short stems for whole words, so their regular forms are spelt out
        forms |= {word + end for end in ("s", "es", "d", "ed", "ing", word[-1] + "ed", word[-1] + "ing")}
    return forms
