"""Whether a noun tells of a crowd: so many people that what they do together in public is a protest."""

from onrecord.reading.amounts import number_of
from onrecord.reading.claims.context import context
from onrecord.reading.nlp import Token
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["is_crowd"]

_CROWD = 10


def is_crowd(syntax: Syntax, i: int) -> bool:
    """ "Sixty lawyers", "hundreds of students", "a crowd": ten people or more, by a number or a word for many."""
    counted = (i, *syntax.dep(i, "nummod"))
    return syntax.is_one_of(i, context().crowds) or any(_many(syntax.tokens[k]) for k in counted)


def _many(token: Token) -> bool:
    if token.pos != "NUM":
        return False
    number = number_of(token.text.replace(",", "").lower())
    return number is None or number >= _CROWD
