"""Days told by another act's day: "on Thursday, a day after a constable shot dead a porter", "on the day a court met"."""

import re
from datetime import date, timedelta

from msgspec.structs import replace

from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import TimeMention

__all__ = ["counted_from", "earlier_acts", "hours_away", "is_moment"]

_LENGTH = re.compile(r"P(\d+)([DW])")
_HOURS = re.compile(r"PT[\dX.]+[HM]")
_DAYS = {"D": 1, "W": 7}
_WAYS = {"after": -1, "before": 1}
_TOLD = re.compile(r"(a|one|\d+) (day|week)s? (after|before) ")
_OPENING = 24
"""Characters from the start of a sentence within which it opens."""
_HOURS_TOLD = re.compile(
    r"(?:hours?|minutes?) (?:later|earlier|after|before)\b|within (?:the |an? |\w+ )?(?:hours?|minutes?)\b",
    re.IGNORECASE,
)


def is_moment(time: TimeMention) -> bool:
    """Whether a time is one day or one night."""
    if time.first is None or time.type == "SET":
        return False
    return time.precision in ("day", "time") or (
        time.precision == "range" and time.last is not None and time.last - time.first <= timedelta(days=1)
    )


def counted_from(
    analysis: Analysis, syntax: Syntax, anchor: int, standing: TimeMention | None
) -> tuple[bool, TimeMention | None]:
    """Whether the act ``anchor`` is told by its distance from another act, and its day where that one's is known.

    The other's day is the one that its own clause tells, else ``standing``, the day told before.
    """
    sentence = syntax.sentence
    inside = [t for t in analysis.times if sentence.start <= t.start < sentence.end]
    for time in inside:
        own = _own_day(analysis, syntax, time, anchor)
        if own is not None:
            return True, own
        step = _steps(time)
        if step is None or (way := _way(syntax, time, anchor)) is None:
            continue
        word, below = way
        base = next((t for t in inside if is_moment(t) and not _among(syntax, t, below)), None) or standing
        if base is None or base.first is None:
            return True, None
        day = base.first + timedelta(days=step * _WAYS[syntax.tokens[word].text.lower()])
        return True, _counted(analysis, time, day, syntax.tokens[word].end)
    return False, None


def _own_day(analysis: Analysis, syntax: Syntax, time: TimeMention, anchor: int) -> TimeMention | None:
    """ "Voted on Thursday, a day after bombings killed 30": the day of the bombings, where the words date the vote."""
    told = _TOLD.match(time.exact)
    if told is None or not is_moment(time) or time.first is None:
        return None
    words = syntax.at(time.start, time.end)
    last = max(words, default=-1)
    above = syntax.tokens[last].head if last >= 0 else -1
    holds = anchor in words or (syntax.tokens[last].dep.startswith("nsubj") and anchor == above)
    if not holds:
        return None
    count = int(told[1]) if told[1].isdigit() else 1
    day = time.first + timedelta(days=count * _DAYS[told[2][0].upper()] * _WAYS[told[3]])
    return _counted(analysis, time, day, time.start + told.end() - 1)


def _counted(analysis: Analysis, time: TimeMention, day: date, end: int) -> TimeMention:
    """The day of an act told by its distance from another one's; the words end with "after" or "before"."""
    return replace(
        time,
        end=end,
        exact=analysis.text[time.start : end],
        type="DATE",
        value=day.isoformat(),
        first=day,
        last=day,
        precision="day",
        anchor="narrative",
        why="counted from the day of another act",
    )


def hours_away(analysis: Analysis, syntax: Syntax) -> bool:
    """Whether a sentence opens some hours from what was told before: "Hours after the hearing", "An hour later"."""
    sentence = syntax.sentence
    found = _HOURS_TOLD.search(analysis.text, sentence.start, sentence.end)
    return found is not None and found.start() - sentence.start < _OPENING


def earlier_acts(analysis: Analysis, syntax: Syntax) -> frozenset[int]:
    """The words of clauses that tell what happened before the act of the sentence, by its distance from that.

    "Five were hurt, a week after two men were shot there", "Sunday's attack comes after a boy was shot on Monday".
    """
    sentence, found = syntax.sentence, set[int]()
    inside = [t for t in analysis.times if sentence.start <= t.start < sentence.end]
    lengths = {t.end for t in inside if t.type == "DURATION"}
    for i, token in enumerate(syntax.tokens):
        if token.text.lower() != "after" or token.dep != "mark" or token.head <= i:
            continue
        above = syntax.tokens[token.head].head
        follows = above >= 0 and syntax.tokens[above].lemma.lower() in context().following
        within = any(t.start < token.start < t.end for t in inside)
        if follows or within or (i > 0 and syntax.tokens[i - 1].end in lengths):
            found.update(k for k in syntax.subtree(token.head) if k > i)
    return frozenset(found)


def _steps(time: TimeMention) -> int | None:
    """How many days a length is; hours stay within the day, months and years tell no day."""
    found = _LENGTH.fullmatch(time.value or "")
    if found is not None:
        return int(found[1]) * _DAYS[found[2]]
    return 0 if _HOURS.fullmatch(time.value or "") else None


def _way(syntax: Syntax, time: TimeMention, anchor: int) -> tuple[int, set[int]] | None:
    """The "after" or "before" that follows a length, and the clause or phrase below it, where that holds the act."""
    word = next((i for i, t in enumerate(syntax.tokens) if t.start >= time.end), None)
    if word is None or syntax.tokens[word].text.lower() not in _WAYS or anchor <= word:
        return None
    head = syntax.tokens[word].head
    if head < 0:
        return None
    if syntax.tokens[head].dep.startswith("nsubj"):
        # "a day after bombings killed 30": the clause, where the parser takes its subject for all of it
        head = syntax.tokens[head].head
    below = {i for i in syntax.subtree(head) if i > word} if head > word else set()
    return (word, below) if anchor in below else None


def _among(syntax: Syntax, time: TimeMention, below: set[int]) -> bool:
    return any(i in below for i in syntax.at(time.start, time.end))
