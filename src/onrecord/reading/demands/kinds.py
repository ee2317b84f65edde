"""Of which type a thing asked is: by its words, by what is to be done and who is to do it, by the finder's mark."""

import re

import msgspec

from onrecord.model import Span
from onrecord.reading.demands.lexicon import kinds
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.openings import Mode, become_at
from onrecord.reading.parts import Act

__all__ = ["NO_DEATH", "OTHER", "Typed", "kind_at", "kind_between", "kind_of", "marked_in", "refused", "typed"]

NO_DEATH = "demand.no_death_penalty"
OTHER = "demand.other"
_NAMED = re.compile(r"(?<=\s)[A-Z][\w’'-]*")
_VERBAL = ("VERB", "AUX")
_UNLESS_NOT = frozenset({"demand.investigate", "demand.prosecute", "demand.compensate"})
"""What nobody asks for by asking that it not be done."""


class Typed(msgspec.Struct, frozen=True):
    """The type of what is asked, the line of the vocabulary that gives it, and the words that the line found."""

    code: str
    line: str = ""
    words: str = ""


def typed(words: str) -> Typed:
    """The type of what is asked: the one whose words stand first, of two at one place the one told with more words.

    >>> typed("release all detainees and end the blackout").code
    'demand.release'
    """
    low = words.lower().replace("’", "'")
    named = _NAMED.sub("name", words).lower().replace("’", "'")
    best: tuple[tuple[int, int, int], Typed] | None = None
    for order, kind in enumerate(kinds()):
        for wording in kind.wordings:
            for text in (low, named) if named != low else (low,):
                if not any(word in text for word in wording.begins):
                    continue
                found = wording.pattern.search(text)
                if found is None:
                    continue
                rank = (text.count(" ", 0, found.start()), -wording.length, order)
                if best is None or rank < best[0]:
                    best = (rank, Typed(kind.code, wording.line, found.group()))
    return best[1] if best else Typed(OTHER)


def kind_of(words: str) -> str:
    """The code of what is asked.

    >>> kind_of("release all detainees and end the blackout")
    'demand.release'
    """
    return typed(words).code


def kind_between(line: Line, first: int, last: int) -> str:
    """The code of what the words of tokens ``first``..``last`` (exclusive) ask."""
    span = line.span(first, last)
    return kind_of(span.exact if span else "")


def kind_at(line: Line, a: int, b: int, mode: Mode) -> str:
    """The type of the thing asked at ``a``..``b``: what is to be done tells it before who is to do it."""
    code = kind_between(line, a, b)
    verb = next((k for k in range(a, b) if line.tokens[k].tag == "VB" and line.lemma[k] != "be"), None)
    if verb is None and mode == "that":
        told = range(a + 1, b)
        become = next(
            (k for k in told if become_at(line, k) or (line.tokens[k].pos in _VERBAL and line.low[k] != "be")), None
        )
        if become is not None and code != OTHER and become_at(line, become):
            # "the members of the patrol tried": the word may stand in what is spoken of, and not in what is to become of it
            done = kind_between(line, become, b)
            spoken_of = "be" not in line.low[a:become] and kind_between(line, a, become) == code
            return done if done != OTHER or spoken_of else code
    if verb is not None and verb > a and code != OTHER and kind_between(line, a, verb) == code:
        # "that the prosecutor investigate": the word stands in who is to do it
        done = kind_between(line, verb, b)
        code = code if done == OTHER else done
    return OTHER if refused(line, a, code) else code


def refused(line: Line, first: int, code: str) -> bool:
    """Whether it is asked that what would be of type ``code`` at ``first`` not be done, and so nothing of that type."""
    denied = line.low[first] == "not" or line.low[max(0, first - 2) : first] == ["not", "to"]
    return code in _UNLESS_NOT and denied


def marked_in(line: Line, words: Span | None) -> Act | None:
    """The likeliest type of what is asked in these words that the finder marked."""
    marks = [m for m in line.demanded(words) if m.type != OTHER]
    return max(marks, key=lambda m: m.probability * m.share, default=None)
