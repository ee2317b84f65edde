"""Whether what is said at a time expression lies ahead or behind, told from the words around it."""

from functools import cache
from typing import Literal

import msgspec

from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.times.lexicon import words
from onrecord.reading.times.tokens import Tokens

__all__ = ["Direction", "direction", "lead_direction", "parsed_direction", "said_on", "side"]

Direction = Literal["past", "future", "none"]
_LEFT, _RIGHT = 14, 10
_CLIMB = 6
_CLOCK = frozenset({"clock", "hour", "ampm", "oclock", "zone", "point"})
"""Words of a time of day, which may stand between the word that tells and the day ("until 9 a.m. Tuesday")."""


def side(step: int) -> Direction:
    """The direction of a step along the calendar."""
    return "past" if step < 0 else "future" if step > 0 else "none"


class _Tables(msgspec.Struct, frozen=True):
    future: frozenset[str]
    strong: frozenset[str]
    modal: frozenset[str]
    until: frozenset[str]
    onward: frozenset[str]
    would: frozenset[str]
    ahead: frozenset[str]
    back: frozenset[str]
    past: frozenset[str]
    not_past: frozenset[str]
    arranged: frozenset[str]


@cache
def _tables() -> _Tables:
    tense = words().tense
    listed = (
        tense.future,
        tense.strong_future,
        tense.modal,
        tense.until,
        tense.onward,
        tense.would,
        tense.ahead,
        tense.back,
        tense.past,
        tense.not_past,
        tense.arranged,
    )
    return _Tables(*map(frozenset, listed))


def _sign(tokens: Tokens, i: int, before_it: bool) -> Direction:
    """The sign of one word: a verb form, or a word that speaks of what is planned.

    ``before_it``: the word stands before the expression, so that what was arranged may be arranged for then.
    """
    known, low = _tables(), tokens.lows[i]
    before = tokens.lows[i - 1] if i else ""
    if low in known.strong:
        return "past" if _planned_before(tokens, i) else "future"
    if low == "to" and before in known.future:
        planning = before.endswith("ing") and "had" not in tokens.lows[max(0, i - 4) : i]
        return "past" if _planned_before(tokens, i - 1) and not planning else "future"
    if low in known.would and not _perfect(tokens, i):
        return "future"
    if low in known.arranged and before_it:
        return "past" if _planned_before(tokens, i) else "future"
    if low.endswith("ed") and low in known.future:
        return "future" if before in ("is", "are", "being", "be") else "past"
    if low in known.past or (len(low) > 3 and low.endswith("ed") and low not in known.not_past | known.future):
        return "future" if _under_modal(tokens, i) else "past"
    return "none"


def _under_modal(tokens: Tokens, i: int) -> bool:
    """Whether the form is no past but stands under a modal ("will be released", "to cut")."""
    modal, before = _tables().modal, tokens.lows[max(0, i - 4) : i]
    if not before:
        return False
    if before[-1] in ("be", "get"):
        return any(low in modal for low in before[:-1])
    return before[-1] in modal


def _planned_before(tokens: Tokens, i: int) -> bool:
    """Whether a plan is told as one of before ("had been due to", "was scheduled")."""
    known = _tables()
    return any(tokens.lows[k] in known.back for k in range(max(0, i - 3), i)) and tokens.lows[i] not in known.modal


def _perfect(tokens: Tokens, i: int) -> bool:
    """ "would have gone", "could see": a modal that speaks of no plan."""
    return "have" in tokens.lows[i + 1 : i + 4]


def _at(tokens: Tokens, i: int) -> set[str]:
    return set(tokens.values[i]) if i < len(tokens.values) else set()


def lead_direction(tokens: Tokens, first: int, last: int) -> Direction:
    """What the word just before tells, more surely than any verb: "until Friday", "effective June 1", "since March"."""
    while first and _CLOCK & tokens.values[first - 1].keys():
        first -= 1
    if first == 0:
        return "none"
    known, before, two = _tables(), tokens.lows[first - 1], " ".join(tokens.lows[max(0, first - 2) : first])
    if before == "for" and tokens.values[first].keys() & {"weekday", "deictic"} and "poss" not in _at(tokens, last):
        return "future"
    if before == "since":
        return "past"
    if before in known.strong or (first > 1 and (before in known.until or two in known.until)):
        return "future"
    return "none"


def direction(tokens: Tokens, first: int, last: int) -> Direction:
    """The sign of the nearest verb before the expression in its clause, else of the nearest after it.

    An expression that opens its sentence belongs to what comes after it.
    """
    opens = first == 0 or (first <= 2 and "function" in tokens.values[first - 1])
    left, right = range(first - 1, max(-1, first - _LEFT), -1), range(last, min(len(tokens.lows), last + _RIGHT))
    for reach in (right, left) if opens else (left, right):
        for i in reach:
            if "stop" in tokens.values[i]:
                break
            if (sign := _sign(tokens, i, before_it=reach is left)) != "none":
                return sign
    onward = first > 0 and tokens.lows[first - 1] in _tables().onward
    return "future" if onward or _infinitive(tokens, first) else "none"


def parsed_direction(sentence: ParsedSentence, offset: int) -> Direction:
    """The direction of the verb that governs the word at ``offset``: a modal that looks ahead, or a finite past.

    Where the verb is neither (a present, an infinitive), nothing is told and the words around have to.
    """
    tokens, at = sentence.tokens, _governing(sentence, offset)
    if at is None:
        return "none"
    helpers = {
        tokens[i].text.lower() for i in range(len(tokens)) if tokens[i].head == at and tokens[i].dep.startswith("aux")
    }
    if helpers & _tables().ahead and not helpers & {"have"}:
        return "future"
    if tokens[at].text.lower() in _tables().arranged:
        return "past" if helpers & _tables().back else "future"
    if tokens[at].tag == "VBD" and tokens[at].text.lower() not in _tables().strong:
        return "past"
    return "past" if helpers & {"had", "was", "were", "did"} and not helpers & _tables().modal else "none"


def _governing(sentence: ParsedSentence, offset: int) -> int | None:
    """The verb that governs the word at ``offset``."""
    tokens = sentence.tokens
    at = next((i for i, token in enumerate(tokens) if token.start <= offset < token.end), None)
    steps = 0
    while at is not None and tokens[at].pos != "VERB" and 0 <= tokens[at].head < len(tokens) and steps < _CLIMB:
        at, steps = tokens[at].head, steps + 1
    return at if at is not None and tokens[at].pos == "VERB" else None


def said_on(sentence: ParsedSentence, offset: int) -> bool:
    """Whether the word at ``offset`` dates a clause that only tells who said so: "…, the ministry announced yesterday"."""
    tokens, verb = sentence.tokens, _governing(sentence, offset)
    if verb is None or tokens[verb].start > offset:
        return False
    if any(t.head == verb and t.dep in ("ccomp", "parataxis") for t in tokens[:verb]):
        return True
    behind_comma = any(t.head == verb and t.text == "," for t in tokens[:verb])
    return tokens[verb].dep in ("parataxis", "dep") and behind_comma


def _infinitive(tokens: Tokens, first: int) -> bool:
    """Whether the clause before holds "to" and what may be its verb ("threatening to close the road on Monday")."""
    left = range(max(0, first - _LEFT), first - 1)
    return any(tokens.lows[i] == "to" and "word" in tokens.values[i + 1] for i in left)
