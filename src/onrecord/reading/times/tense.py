"""Whether what is said at a time expression lies ahead or behind, told from the words around it or from the parse."""

from collections.abc import Sequence
from functools import cache
from typing import Literal

from onrecord.reading.times.lexicon import words
from onrecord.reading.times.tokens import Tokens

__all__ = ["Direction", "direction"]

Direction = Literal["past", "future", "none"]
_LEFT, _RIGHT = 14, 10


@cache
def _tables() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    tense = words().tense
    return tuple(map(frozenset, (tense.future, tense.strong_future, tense.past, tense.not_past)))  # type: ignore[return-value]


def _sign(tokens: Tokens, i: int) -> Direction:
    future, strong, past, not_past = _tables()
    low = tokens.lows[i]
    if low in strong:
        return "future"
    if low == "to" and i and tokens.lows[i - 1] in future | {"is", "are", "agreed", "likely", "about", "ready"}:
        return "future"
    if low in past or (len(low) > 3 and low.endswith("ed") and low not in not_past and low not in future):
        return "past"
    return "none"


def direction(tokens: Tokens, first: int, last: int) -> Direction:
    """The sign of the nearest verb before the expression in its clause, else of the nearest after it.

    An expression that opens its sentence or follows a comma belongs to what comes after it.
    """
    opens = first == 0 or (first <= 2 and "function" in tokens.values[first - 1])
    order: Sequence[range] = (
        range(first - 1, max(-1, first - _LEFT), -1),
        range(last, min(len(tokens.lows), last + _RIGHT)),
    )
    for reach in order[::-1] if opens else order:
        for i in reach:
            if "stop" in tokens.values[i]:
                break
            if (sign := _sign(tokens, i)) != "none":
                if sign == "past" and reach.step < 0 and _strong_behind(tokens, i):
                    return "future"
                return sign
    return "none"


def _strong_behind(tokens: Tokens, i: int) -> bool:
    """ "will be released": the participle stands under a modal within two words before it."""
    strong = _tables()[1]
    return any(tokens.lows[k] in strong or tokens.lows[k] == "to" for k in range(max(0, i - 3), i))
