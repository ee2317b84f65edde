"""Whether a noun tells of a crowd: so many people that what they do together in public is a protest."""

from onrecord.reading.claims.context import context
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["is_crowd"]

_CROWD = 10


def is_crowd(syntax: Syntax, i: int) -> bool:
    """ "Sixty lawyers", "hundreds of students", "a crowd": ten people or more, by a number or a word for many."""
    counted = (i, *syntax.dep(i, "nummod"))
    return any(form in context().crowds for form in syntax.words(i)) or any(_many(syntax, k) for k in counted)


def _many(syntax: Syntax, i: int) -> bool:
    token = syntax.tokens[i]
    if token.pos != "NUM":
        return False
    digits = token.text.replace(",", "")
    return int(digits) >= _CROWD if digits.isascii() and digits.isdigit() else token.text.lower() not in context().few
