"""The time of a mention: by syntax first, then by the stretch it stands in."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from msgspec.structs import replace

from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import TimeMention
from onrecord.reading.times import BORROWED_DAY, SINCE

__all__ = ["bind_time", "dates_above", "time_ahead", "time_behind"]

_FAR = 9
_PERIOD = 4
_ACROSS = 5
_AROUND = 30
_WEEK = timedelta(days=7)
_HOLDERS = ("day", "eve", "night", "morning", "evening", "afternoon", "hour", "week", "month", "dawn")


class _Candidate(NamedTuple):
    """A time that may date an act: how far it stands, and whether it stands in the act's own clause."""

    cost: float
    time: TimeMention
    own: bool


def bind_time(
    analysis: Analysis,
    syntax: Syntax,
    anchors: Sequence[int],
    segment: tuple[int, int],
    *,
    ahead: bool = False,
    several: bool = False,
    lasting: bool = False,
) -> TimeMention | None:
    """The time that dates the act: the nearest one in the tree that does not date a report or another noun.

    ``ahead`` allows days after publication, ``several`` prefers a period, and hours alone tell when something ``lasting``
    holds each day, not since when.
    """
    today = analysis.document.published_day
    cues = {
        i
        for a in analysis.attributions
        if a.cue.start < syntax.sentence.end and a.cue.end > syntax.sentence.start and a.speakers
        for i in syntax.at(a.cue.start, a.cue.end)
    } - set(anchors)
    if lasting:
        # "declared a state of emergency on Sunday": who says so orders it
        cues -= {syntax.tokens[a].head for a in anchors if syntax.tokens[a].dep == "obj"}
    wider = [t for t in analysis.times if t.type == "DURATION" and t.first is not None]
    clause = syntax.clause(anchors[0]) if anchors else -1
    found: list[_Candidate] = []
    for time in analysis.times:
        if (
            time.type == "SET"
            or time.first is None
            or any(t.start <= time.start and time.end <= t.end for t in wider if t is not time)
        ):
            continue
        if not (segment[0] <= time.start and time.end <= segment[1]) or _stamped(analysis.text, time.start):
            continue
        if lasting and _of_hours(analysis, time):
            continue
        if not ahead and today is not None and time.first > today:
            past = _week_before(time, today)
            if past is None:
                continue
            time = past
        head = syntax.head_of(time.start, time.end)
        if head is None:
            continue
        cost = _time_cost(syntax, head, time, anchors, cues)
        if cost is not None and time.why.endswith(BORROWED_DAY):
            # "between eleven at night and five in the morning as of Monday"
            cost += _ACROSS
        if cost is not None and time.why.endswith(SINCE) and not (several or lasting or ahead):
            # "in custody since July, was found dead on 16 August": what goes on is no day of what happened
            cost += _ACROSS
        if cost is not None and several and time.precision == "range":
            cost -= _PERIOD
        if cost is not None:
            found.append(_Candidate(cost, time, syntax.clause(head) == clause))
    return _finest(found, several=several)


def time_behind(analysis: Analysis, syntax: Syntax, anchor: int) -> TimeMention | None:
    """The time behind an act that somebody speaks of now: "condemns the raid in Aden on 4 February".

    A present tense has no day in the past, and "earlier in the day" counts from when it was spoken of: both date the act.
    """
    today = analysis.document.published_day
    verb = next((i for i in syntax.path(anchor)[1:] if syntax.tokens[i].pos == "VERB"), None)
    if verb is None or today is None:
        return None
    now = syntax.tokens[verb].tag in ("VBZ", "VBP") and not syntax.dep(verb, "aux", "aux:pass")
    for time in analysis.times:
        if time.start < syntax.tokens[anchor].end or time.end > syntax.sentence.end or time.last is None:
            continue
        head = syntax.head_of(time.start, time.end)
        hangs = head is not None and (syntax.tokens[head].head == verb or anchor in syntax.path(head))
        told = (now and time.last < today) or (time.exact.lower().startswith("earlier") and time.last <= today)
        if hangs and told and time.type in ("DATE", "TIME"):
            return time
    return None


def _of_hours(analysis: Analysis, time: TimeMention) -> bool:
    """ "Under curfew from eight in the evening until five in the morning": no day is told, here or before."""
    inside = [t for t in analysis.times if time.start <= t.start and t.end <= time.end and t.precision != "range"]
    return bool(inside) and all(t.why.endswith(BORROWED_DAY[1]) for t in inside)


def _stamped(text: str, start: int) -> bool:
    """ "Posted: Tuesday, May 3": when a page was published dates nothing that it tells."""
    before = text[max(0, start - _AROUND) : start].lower().replace(":", " ").split()
    return bool(before) and before[-1].strip("(") in context().stamps


def dates_above(syntax: Syntax, time: TimeMention | None, acts: Sequence[int]) -> bool:
    """Whether a time dates the clause that the acts are told in the wake of, and not the acts, or tells no day of its own.

    "He was still in hospital on Tuesday after he was shot", "On Friday police named a man who was found dead", "it
    happened around 8 p.m.".
    """
    if time is not None and time.why.endswith(BORROWED_DAY):
        return True
    head = syntax.head_of(time.start, time.end) if time is not None else None
    if head is None or not acts:
        return False
    governor = syntax.tokens[head].head
    return all(_in_the_wake(syntax, governor, syntax.path(a)) for a in acts)


def _in_the_wake(syntax: Syntax, governor: int, path: Sequence[int]) -> bool:
    if governor not in path[1:]:
        return False
    below = path[: path.index(governor)]
    marks = {syntax.tokens[c].lemma.lower() for n in below for c in syntax.dep(n, "mark", "case")}
    return bool(marks & context().afterwards) or any(syntax.tokens[n].dep == "acl:relcl" for n in below)


def _week_before(time: TimeMention, today: date) -> TimeMention | None:
    """The weekday behind instead of the one ahead, for an act told as done; ``None`` for any other day to come."""
    if time.first is None or not time.why.startswith("weekday") or time.first - _WEEK > today:
        return None
    return _moved(time, -_WEEK, "past")


def time_ahead(analysis: Analysis, syntax: Syntax, time: TimeMention | None) -> TimeMention | None:
    """The weekday ahead instead of the one behind, for an act only planned: "announced a strike from Monday".

    On that weekday itself it is the day of publication: "will march on Monday" in Monday's paper.
    """
    today = analysis.document.published_day
    head = syntax.head_of(time.start, time.end) if time is not None else None
    if time is None or head is None or today is None or not time.why.startswith("weekday: the one behind"):
        return time
    onward = any(syntax.tokens[c].lemma.lower() == "from" for c in syntax.dep(head, "case"))
    verb = next((i for i in syntax.path(head)[1:] if syntax.tokens[i].pos == "VERB"), None)
    ahead = onward or (verb is not None and syntax.tokens[verb].tag == "VB")
    return (
        _moved(time, _WEEK, "future")
        if ahead and time.first is not None and today - _WEEK < time.first < today
        else time
    )


def _moved(time: TimeMention, step: timedelta, direction: Literal["past", "future"]) -> TimeMention:
    last = time.last + step if time.last is not None else None
    return replace(time, first=time.first + step, last=last, value=None, direction=direction) if time.first else time


def _finest(found: Sequence[_Candidate], *, several: bool) -> TimeMention | None:
    """The cheapest, or a day that lies inside it: "In 2018, a bomber killed 20 on July 10".

    "Held on Monday over the death of a man stabbed earlier this month": the day of a clause above is no day of the stabbing.
    """
    if not found:
        return None
    lead = min(found, key=lambda f: (f.cost, f.time.start))
    best = lead.time
    if several or best.precision not in ("year", "month", "week") or best.first is None or best.last is None:
        return best
    inner = [
        f
        for f in found
        if f.time.precision in ("day", "time")
        and f.time.first is not None
        and best.first <= f.time.first <= best.last
        and f.cost < lead.cost + _FAR
        and f.own >= lead.own
    ]
    return min(inner, key=lambda f: (f.cost, f.time.start)).time if inner else best


def _deadline(syntax: Syntax, head: int, time: TimeMention, anchors: Sequence[int]) -> bool:
    """ "Wants them freed before the weekend": when it is due; "before dawn" and "by Monday" may date what happened."""
    cases = {syntax.tokens[c].lemma.lower() for c in syntax.dep(head, "case")}
    clause = syntax.clause(head)
    if any(syntax.tokens[m].lemma.lower() in context().conditional for m in syntax.dep(clause, "mark")):
        # "will march if the count is not corrected by Wednesday"
        return not any(clause in syntax.path(a) for a in anchors)
    if not cases.isdisjoint(context().ending):
        # "banned until Friday" tells when it ends
        return time.precision != "range"
    return time.precision not in ("day", "time") and not cases.isdisjoint(context().deadlines)


def _of_origin(syntax: Syntax, head: int, anchors: Sequence[int]) -> bool:
    """ "Men born in 2004 and 2006", "the party founded in May": how old somebody or something is."""
    above = next((i for i in syntax.path(head)[1:] if syntax.tokens[i].pos != "NUM"), None)
    return above is not None and above not in anchors and syntax.tokens[above].text.lower() in context().origins


def _time_cost(syntax: Syntax, head: int, time: TimeMention, anchors: Sequence[int], cues: set[int]) -> float | None:
    governor = syntax.tokens[head].head
    while governor >= 0 and syntax.tokens[governor].pos == "ADV":
        # "earlier on that day they said": the day is of the saying
        governor = syntax.tokens[governor].head
    cases = {syntax.tokens[c].lemma.lower() for c in syntax.dep(head, "case")}
    # "announced marches for Saturday": the day of no announcement
    meant = "for" in cases and any(governor in syntax.path(a) for a in anchors)
    if governor in cues and not meant and not any(a in syntax.subtree(head) for a in anchors):
        return None
    first = min(syntax.at(time.start, time.end), default=head)
    before = first - 2 if first and syntax.tokens[first - 1].pos == "ADP" else first - 1
    if before in cues and governor < before:
        # "killed seven, officials said on Friday", where the tree hangs the day on the act before
        return None
    if _compared(syntax, head, time) or _deadline(syntax, head, time, anchors):
        return None
    if _of_law(syntax, head) or _of_origin(syntax, head, anchors):
        return None
    cost = float(min((syntax.distance(head, a) for a in anchors), default=99))
    if governor >= 0 and syntax.tokens[governor].pos in ("NOUN", "PROPN") and governor not in anchors:
        near = any(governor in syntax.path(a)[:3] for a in anchors)
        if syntax.tokens[governor].lemma not in _HOLDERS and not near:
            cost += 6
    if cost >= 99:
        cost = min(abs(head - a) for a in anchors) / 4 if anchors else _FAR
    elif not any(syntax.clause(head) in syntax.path(a) for a in anchors):
        cost += _ACROSS
    return cost if cost < 2 * _FAR else None


def _compared(syntax: Syntax, head: int, time: TimeMention) -> bool:
    """ "The heaviest fighting since spring": how long none was like it, and not how long it lasts."""
    above = syntax.tokens[head].head
    if not time.why.endswith(SINCE) or above < 0 or syntax.tokens[above].pos not in ("NOUN", "PROPN"):
        return False
    return any(syntax.tokens[i].tag in ("JJS", "RBS") for c in syntax.below[above] for i in (c, *syntax.below[c]))


def _of_law(syntax: Syntax, head: int) -> bool:
    """Whether a time is part of the name of a law or a paper: "the Act of 1997", "the Code of Criminal Procedure, 1898"."""
    before = next((i for i in range(head - 1, -1, -1) if syntax.tokens[i].text not in (",", "of")), 0)
    named = syntax.tokens[before].text[:1].isupper() and syntax.tokens[head].text.isdigit()
    near = [i for i in (syntax.tokens[head].head, before if named else -1) if i >= 0]
    return any(
        syntax.tokens[i].pos in ("NOUN", "PROPN") and syntax.tokens[i].lemma.lower() in context().laws for i in near
    )
