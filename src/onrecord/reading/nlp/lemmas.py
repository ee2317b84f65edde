"""Lemmas: exceptions from the treebank, then the regular endings of English."""

import re
from functools import cache

import msgspec

from onrecord.vocab import load

__all__ = ["lemma"]

_DOUBLED = frozenset("bdgkmnprt")
# "cancelled", "patrolled", "annulled": verbs of more than one syllable
_LONG_LL = re.compile(r"[aeiou][a-z]*[^aeiou](?:ell|oll|ull|irall|gnall|ivall)$")
# stems that lost a silent e: "riddl", "raz", "commut", "revok", "resum", "deplor", "disburs", "barricad", "undermin"
_SILENT = re.compile(
    r"[^aeioulrw]l$|z$|[^aeiou]ut$|[^aeiou]ok$|[^aeiou]ak$|um$|(?:pl|gn|st|sc|ad)or$|eas$|[lnpry]s$|[nr]ven$|"
    r"[cr]ed$|[^aeiou](?:ad|id|od|ag|ig|ap|ik)$|"
    r"(?:oblig|sieg|lleg)$|[^aeiou]in$|[^aeiou][ai]f$|[lbnr]am$|[lpd]ar$|(?:[xk]tradit|unit|invit|cit|init)$"
)


class _Verbs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs that the rules below get wrong in -ed and -ing."""

    silent_e: tuple[str, ...]
    single: tuple[str, ...]


@cache
def _stems() -> dict[str, str]:
    """What is left before -ed or -ing, to the verb."""
    verbs = load("verbs.toml", _Verbs)
    return {v[:-1]: v for v in verbs.silent_e} | {v + v[-1]: v for v in verbs.single}


@cache
def _exceptions() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = load("lemmas.toml", dict[str, dict[str, str]])
    return found


def lemma(word: str, pos: str) -> str:
    """The dictionary form of ``word`` as a ``pos`` (UPOS), lower-cased except for proper nouns."""
    if pos == "PROPN":
        return word
    low = word.lower().replace("’", "'")
    table = _exceptions().get(pos)
    if table is not None and low in table:
        return table[low]
    if pos == "NOUN":
        return _noun(low)
    if pos in ("VERB", "AUX"):
        return _verb(low)
    return low


def _noun(w: str) -> str:
    if len(w) > 4 and w.endswith("ies"):
        return w[:-3] + "y"
    if len(w) > 4 and w.endswith(("sses", "shes", "ches", "xes", "zes")):
        return w[:-2]
    if len(w) > 3 and w.endswith("s") and not w.endswith(("ss", "us", "is")):
        return w[:-1]
    return w


def _verb(w: str) -> str:
    if len(w) > 4 and w.endswith("ies"):
        return w[:-3] + "y"
    if len(w) > 4 and w.endswith(("sses", "shes", "ches", "xes", "zzes", "tzes", "oes")):
        return w[:-2]
    if len(w) > 3 and w.endswith("s") and not w.endswith(("ss", "us")):
        return w[:-1]
    if len(w) > 4 and w.endswith("ied"):
        return w[:-3] + "y"
    if len(w) > 4 and w.endswith("ing"):
        return _stem(w[:-3])
    if len(w) > 3 and w.endswith("ed"):
        return _stem(w[:-2])
    return w


def _stem(s: str) -> str:
    """Undo a doubled consonant, or give back the silent e where the stem needs one."""
    if s in _stems():
        return _stems()[s]
    if len(s) > 3 and s[-1] == s[-2] and s[-1] in _DOUBLED:
        return s[:-1]
    if _LONG_LL.search(s):
        return s[:-1]
    if s.endswith("our"):
        return s
    if s.endswith(
        ("at", "iz", "is", "us", "ur", "iv", "uc", "ac", "uis", "udg", "arg", "eng", "ang", "ib", "ov", "av", "os")
    ) and (not s.endswith("eat") or s.endswith("creat")):
        return s + "e"
    if len(s) > 2 and s[-1] in "vcgu" and s[-2:] not in ("ng", "eg"):
        return s + "e"
    return s + "e" if _SILENT.search(s) else s
