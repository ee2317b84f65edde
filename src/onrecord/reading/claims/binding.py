"""Binding a mention to its time, places and speakers: by syntax first, then by the stretch it stands in."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from onrecord.model import Place
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Attribution, PlaceMention, TimeMention
from onrecord.reading.times import BORROWED_DAY

__all__ = [
    "attribution_of",
    "bind_places",
    "bind_time",
    "dates_above",
    "lead_place",
    "places_of",
    "sites_of",
    "time_behind",
]

_FAR = 9
# who asks or plans vouches for nothing that the words around it tell
_WANTS = ("demand", "plan")
_PERIOD = 4
_ELSEWHERE = 12
_ACROSS = 5
_AROUND = 30
_RIGHT_BEHIND = 4
_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
_HOLDERS = ("day", "eve", "night", "morning", "evening", "afternoon", "hour", "week", "month", "dawn")


def attribution_of(
    analysis: Analysis, start: int, end: int, acts: Sequence[tuple[int, int]] = ()
) -> Attribution | None:
    """The innermost attribution whose content covers the middle of ``start..end``.

    ``acts`` are the words of the acts themselves, which report nothing even where they look like it.
    """
    middle = (start + end) // 2
    best: tuple[int, Attribution] | None = None
    for attribution in analysis.attributions:
        if attribution.stance in _WANTS or not (attribution.speakers or _paper(analysis, attribution)):
            continue
        if any(attribution.cue.start < b and a < attribution.cue.end for a, b in acts):
            continue
        for part in attribution.content:
            if part.start <= middle < part.end:
                size = part.end - part.start
                if best is None or size < best[0]:
                    best = (size, attribution)
    if best is None or best[1].speakers:
        return best[1] if best else None
    return _issued(analysis, best[1])


def _paper(analysis: Analysis, attribution: Attribution) -> bool:
    """Whether the source is a paper and not somebody ("the statement added")."""
    source = attribution.source
    return source is not None and analysis.text[source.start : source.end].lower().split()[-1] in context().papers


def _issued(analysis: Analysis, attribution: Attribution) -> Attribution | None:
    """The attribution to whoever issued the paper: the speaker named last before it."""
    before = [a for a in analysis.attributions if a.speakers and a.cue.end <= attribution.cue.start]
    if not before:
        return None
    return replace(attribution, speakers=max(before, key=lambda a: a.cue.start).speakers)


def bind_time(
    analysis: Analysis,
    syntax: Syntax,
    anchors: Sequence[int],
    segment: tuple[int, int],
    *,
    ahead: bool = False,
    several: bool = False,
) -> TimeMention | None:
    """The time that dates the act: the nearest one in the tree that does not date a report or another noun.

    ``ahead`` allows days after publication, ``several`` prefers a period.
    """
    today = analysis.document.published_day
    cues = {
        i
        for a in analysis.attributions
        if a.cue.start < syntax.sentence.end and a.cue.end > syntax.sentence.start and a.speakers
        for i in syntax.at(a.cue.start, a.cue.end)
    } - set(anchors)
    wider = [t for t in analysis.times if t.type == "DURATION" and t.first is not None]
    found: list[tuple[float, TimeMention]] = []
    for time in analysis.times:
        if (
            time.type == "SET"
            or time.first is None
            or any(t.start <= time.start and time.end <= t.end for t in wider if t is not time)
        ):
            continue
        if not (segment[0] <= time.start and time.end <= segment[1]) or _stamped(analysis.text, time.start):
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
        if cost is not None and several and time.precision == "range":
            cost -= _PERIOD
        if cost is not None:
            found.append((cost, time))
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
    week = timedelta(days=7)
    if time.first is None or not time.why.startswith("weekday") or time.first - week > today:
        return None
    last = time.last - week if time.last is not None else None
    return replace(time, first=time.first - week, last=last, value=None, direction="past")


def _finest(found: list[tuple[float, TimeMention]], *, several: bool) -> TimeMention | None:
    """The cheapest, or a day that lies inside it: "In 2018, a bomber killed 20 on July 10"."""
    if not found:
        return None
    cost, best = min(found, key=lambda f: (f[0], f[1].start))
    if several or best.precision not in ("year", "month", "week") or best.first is None or best.last is None:
        return best
    inner = [
        (c, t)
        for c, t in found
        if t.precision in ("day", "time")
        and t.first is not None
        and best.first <= t.first <= best.last
        and c < cost + _FAR
    ]
    return min(inner, key=lambda f: (f[0], f[1].start))[1] if inner else best


def _deadline(syntax: Syntax, head: int, time: TimeMention) -> bool:
    """ "Wants them freed before the weekend": when it is due; "before dawn" and "by Monday" may date what happened."""
    cases = {syntax.tokens[c].lemma.lower() for c in syntax.dep(head, "case")}
    return time.precision not in ("day", "time") and not cases.isdisjoint(context().deadlines)


def _time_cost(syntax: Syntax, head: int, time: TimeMention, anchors: Sequence[int], cues: set[int]) -> float | None:
    governor = syntax.tokens[head].head
    if governor in cues and not any(a in syntax.subtree(head) for a in anchors):
        return None
    if _of_law(syntax, head) or _deadline(syntax, head, time):
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


def _of_law(syntax: Syntax, head: int) -> bool:
    """Whether a time is part of the name of a law or a paper: "the Act of 1997", "the Code of Criminal Procedure, 1898"."""
    before = next((i for i in range(head - 1, -1, -1) if syntax.tokens[i].text not in (",", "of")), 0)
    named = syntax.tokens[before].text[:1].isupper() and syntax.tokens[head].text.isdigit()
    near = [i for i in (syntax.tokens[head].head, before if named else -1) if i >= 0]
    return any(
        syntax.tokens[i].pos in ("NOUN", "PROPN") and syntax.tokens[i].lemma.lower() in context().laws for i in near
    )


def bind_places(
    analysis: Analysis, syntax: Syntax, anchors: Sequence[int], segment: tuple[int, int]
) -> list[PlaceMention]:
    """The places of the act, the nearest first; one that only describes somebody comes last or not at all."""
    scored = []
    for place in analysis.places:
        if place.role == "dateline" or not (segment[0] <= place.start and place.end <= segment[1]):
            continue
        head = syntax.head_of(place.start, place.end)
        if head is None:
            continue
        if _happened_where(syntax, max(syntax.at(place.start, place.end)), anchors):
            # "A lies in B, where three were shot dead": in B; "struck A in B, where three died": in A
            at = analysis.places.index(place)
            return [*(p for p in analysis.places if p.within == at and _one_phrase(analysis.text, p, place)), place]
        cost = float(min((syntax.distance(head, a) for a in anchors), default=99))
        if cost >= 99:
            cost = min(abs(head - a) for a in anchors) / 4 if anchors else _FAR
        aside = _ELSEWHERE if is_origin(syntax, head, place) else _describes(syntax, head, anchors)
        cost += aside + (4 if place.role == "associative" else 0)
        scored.append((cost, place.start, place, aside >= _ELSEWHERE))
    # where somebody is from stands in for a site that is not told, but not their country
    if any(not aside and place.role != "associative" for _, _, place, aside in scored):
        scored = [s for s in scored if not s[3]]
    else:
        scored = [s for s in scored if not s[3] or (s[2].place and s[2].place.precision != "country")]
    scored.sort(key=lambda s: (s[0], s[1]))
    return _inner_first([place for cost, _, place, _ in scored if cost < 2 * _FAR], analysis.places)


def _one_phrase(text: str, inner: PlaceMention, outer: PlaceMention) -> bool:
    """Whether a place and what it lies in are one phrase: "Khanozai in Pishin district", not "A lies in B"."""
    return text[inner.end : outer.start].strip(" ,(") in ("", "in", "in the", "of", "area of", "district of")


def _happened_where(syntax: Syntax, last: int, anchors: Sequence[int]) -> bool:
    """Whether all the acts stand in the clause that "where" opens right behind the place, wherever the tree hung it."""
    near = range(last + 1, min(last + _RIGHT_BEHIND, len(syntax.tokens)))
    where = next((w for w in near if syntax.tokens[w].text.lower() == "where"), None)
    return where is not None and bool(anchors) and all(syntax.tokens[where].head in syntax.path(a) for a in anchors)


def _inner_first(found: list[PlaceMention], everywhere: Sequence[PlaceMention]) -> list[PlaceMention]:
    """A place told to lie in another right before it: "in Karachi's Saddar area"."""
    for inner in [p for p in found if p.within is not None]:
        outer = everywhere[inner.within or 0]
        if outer in found and found.index(outer) < found.index(inner):
            found.remove(inner)
            found.insert(found.index(outer), inner)
    return found


def _describes(syntax: Syntax, head: int, anchors: Sequence[int]) -> float:
    """Cost of a place that stands inside the name or description of somebody ("Chaman's deputy commissioner")."""
    token = syntax.tokens[head]
    governor = token.head
    if any(f.endswith("-based") for f in _after(syntax, head)):
        return _ELSEWHERE
    if syntax.entity.get(head) == "ORG" and not (governor >= 0 and _stands(syntax, governor)):
        return _ELSEWHERE
    if governor < 0 or governor in anchors:
        return 0
    for i in syntax.path(head)[1:4]:
        if i in anchors:
            break
        if syntax.tokens[i].lemma.lower() in context().carrying:
            return _ELSEWHERE
    if token.dep in ("compound", "nmod:poss", "amod") and syntax.tokens[governor].dep.startswith("nsubj"):
        return 5
    return 1 if token.dep in ("compound", "nmod:poss", "amod") else 0


def is_origin(syntax: Syntax, head: int, place: PlaceMention) -> bool:
    """ "Two tourists from Spain", "Ada Wren of Ohio", "killed two tourists from Spain": where somebody is from.

    Who is taken from a town is taken there; who is killed "from" one is only called after it. "Ada Wren, 30, of Kitwe" lives there,
    and is most often found there.
    """
    tokens, governor = syntax.tokens, syntax.tokens[head].head
    cases = [c for c in syntax.dep(head, "case") if tokens[c].lemma.lower() in ("from", "of")]
    if governor < 0 or not cases:
        return False
    if tokens[cases[0]].lemma.lower() == "of":
        wide = place.place is not None and place.place.precision in ("admin1", "country")
        return wide and syntax.entity.get(governor) == "PER"
    noun = cases[0] > 0 and tokens[cases[0] - 1].pos in _NOMINAL
    return noun and (tokens[governor].pos in _NOMINAL or tokens[governor].lemma.lower() in context().harming)


def _stands(syntax: Syntax, i: int) -> bool:
    """Whether the noun is something that stands at a place: "the Chodwan police station"."""
    return any(form in lexicon().classes["building"] for form in syntax.words(i))


def _after(syntax: Syntax, head: int) -> tuple[str, ...]:
    return syntax.words(head + 2) if head + 2 < len(syntax.tokens) and syntax.tokens[head + 1].text == "-" else ()


def lead_place(places: Sequence[PlaceMention]) -> PlaceMention | None:
    """The nearest place, or one that the same words put inside it."""
    found = [p for p in places if p.place is not None]
    return _most_specific(found) if found else None


def places_of(
    places: Sequence[PlaceMention], everywhere: Sequence[PlaceMention], *, several: bool
) -> tuple[Place, ...]:
    """The most specific place first with those that contain it; of several sites, all in text order."""
    found = [p for p in places if p.place is not None]
    if not found:
        return ()
    if several:
        sites = [p for p in found if not any(_inside(q, p) for q in found if q is not p)]
        rest = [p for p in found if p not in sites]
        return _distinct([*sorted(sites, key=lambda p: p.start), *rest])
    lead = _most_specific(found)
    chain, at = [lead], lead.within
    while at is not None and len(chain) < 5:
        chain.append(everywhere[at])
        at = everywhere[at].within
    chain += [p for p in found if p not in chain and _inside(lead, p)]
    return _distinct(chain)


def _distinct(places: Sequence[PlaceMention]) -> tuple[Place, ...]:
    seen: dict[tuple[str, int | str | None], Place] = {}
    for mention in places:
        if mention.place is not None:
            seen.setdefault((mention.place.name, mention.place.geonames), mention.place)
    return tuple(seen.values())


def _inside(inner: PlaceMention, outer: PlaceMention) -> bool:
    return inner.place is not None and outer.place is not None and _holds(outer.place, inner.place)


def sites_of(text: str, places: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The places that can be the site of an act: none that a hospital or a journey to one is told beside."""
    words = context().clinics
    return tuple(
        p
        for p in places
        if p.role != "associative"
        and not any(w in text[max(0, p.start - _AROUND) : p.end + _AROUND].lower() for w in words)
    )


_ORDER = {"exact": 0, "city": 1, "admin2": 2, "admin1": 3, "country": 4}


def _most_specific(found: Sequence[PlaceMention]) -> PlaceMention:
    lead = found[0]
    for other in found[1:]:
        if lead.place and other.place and _holds(lead.place, other.place):
            lead = other
    return lead


def _holds(outer: Place, inner: Place) -> bool:
    """Whether the gazetteer puts ``inner`` inside ``outer``."""
    if _ORDER[outer.precision] <= _ORDER[inner.precision] or outer.country != inner.country:
        return False
    if outer.precision == "country":
        return True
    if outer.precision == "admin1":
        return outer.admin1 == inner.admin1
    if outer.precision == "city" and inner.geonames is None:
        # a spot that no gazetteer knows has the units of the town it is named beside
        return (outer.admin1, outer.admin2) == (inner.admin1, inner.admin2)
    return outer.admin2 is not None and outer.admin2 == inner.admin2
