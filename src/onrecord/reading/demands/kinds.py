"""Of which type a thing asked is, by its words."""

import re

import msgspec

from onrecord.reading.demands.lexicon import kinds

__all__ = ["NO_DEATH", "OTHER", "Typed", "kind_of", "typed"]

NO_DEATH = "demand.no_death_penalty"
OTHER = "demand.other"
_NAMED = re.compile(r"(?<=\s)[A-Z][\w’'-]*")


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
