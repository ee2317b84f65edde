"""Figures whose verb is told once: "twelve were killed in A, nine in B and at least two in C" tells of three acts.

The tree has no verb for the second (gapping), and hangs its number anywhere; the words stand in one order only.
"""

from collections.abc import Sequence

import msgspec

from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.claims.mentions import Mention
from onrecord.reading.claims.number import Number
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Amount, PlaceMention, TollMention

__all__ = ["with_gapped"]

_JOINS = (",", ";", "and", "while", "&", "plus")
_PEOPLE = 2
"""Words that may stand between the figure and "in": "ten others in", "two more people in"."""
_DOING = ("perpetrator", "authority")
_VERBAL = ("VERB", "AUX")


def with_gapped(analysis: Analysis, syntax: Syntax, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of a sentence with those whose words leave the verb out: a figure, a place, perhaps a day of their own."""
    found = list(mentions)
    if not any(m.tolls for m in found):
        return found
    inside = [p for p in analysis.places if p.place is not None and p.role == "literal" and _within(syntax, p)]
    for place in sorted(inside, key=lambda p: p.start):
        at = _index(syntax, place.start)
        amount = _figure(analysis, syntax, at)
        if amount is None or _goes_on(syntax, place):
            continue
        n = next((n for n in reversed(range(len(found))) if _leads(syntax, found[n], inside, amount)), None)
        if n is not None:
            found[n], made = _apart(analysis, syntax, found[n], amount, place, at)
            found.append(made)
    return found


def _within(syntax: Syntax, part: PlaceMention) -> bool:
    return syntax.sentence.start <= part.start and part.end <= syntax.sentence.end


def _index(syntax: Syntax, offset: int) -> int:
    return next((i for i, t in enumerate(syntax.tokens) if t.start >= offset), len(syntax.tokens))


def _figure(analysis: Analysis, syntax: Syntax, at: int) -> Amount | None:
    """The number of people before "in PLACE" that no verb counts, behind a comma or a conjunction."""
    tokens = syntax.tokens
    if at < 2 or tokens[at - 1].lemma.lower() not in context().sited:
        return None
    for back in range(_PEOPLE + 1):
        end = at - 2 - back
        if end < 1 or (back and tokens[end + 1].pos not in ("NOUN", "ADJ")):
            return None
        amount = next((a for a in analysis.amounts if a.start <= tokens[end].start < a.end), None)
        if amount is None:
            continue
        first = _index(syntax, amount.start)
        dated = any(t.start < amount.end and amount.start < t.end for t in analysis.times)
        bare = amount.kind == "cardinal" and not dated and first > 0 and tokens[first - 1].text.lower() in _JOINS
        counted = any(t.start < amount.end and amount.start < t.end for t in analysis.tolls)
        told = any(tokens[k].dep.startswith("nsubj") for k in range(first, at - 1))
        return amount if bare and not counted and not told and amount.low else None
    return None


def _goes_on(syntax: Syntax, place: PlaceMention) -> bool:
    """ "And ten in B were hurt": a verb of its own."""
    after = _index(syntax, place.end)
    return after < len(syntax.tokens) and syntax.tokens[after].pos in _VERBAL


def _leads(syntax: Syntax, mention: Mention, places: Sequence[PlaceMention], amount: Amount) -> bool:
    """Whether the mention tells a figure at a place right before, with no other verb on the way."""
    told = _figures(mention)
    if len(told) != 1 or not told[0].low or told[0].end > amount.start or mention.stance.modality == "denied":
        return False
    toll = told[0]
    between = [p for p in places if toll.end <= p.start and p.end <= amount.start]
    last = max((p.end for p in between), default=None)
    return last is not None and not any(t.pos in _VERBAL for t in syntax.tokens if last <= t.start < amount.start)


def _figures(mention: Mention) -> list[TollMention]:
    return [t for t in mention.tolls if not t.part_of]


def _apart(
    analysis: Analysis, syntax: Syntax, mention: Mention, amount: Amount, place: PlaceMention, at: int
) -> tuple[Mention, Mention]:
    """The mention without what is of the figure that has no verb, and that figure's own. ``at`` is the place's first token."""
    follows = min((p.start for p in analysis.places if p.start >= place.end), default=syntax.sentence.end)
    until = min(follows, syntax.sentence.end)
    days = [t for t in analysis.times if t.first is not None and t.type == "DATE"]
    own = next((t for t in days if place.end <= t.start and t.end <= until), None)
    around = [analysis.places[place.within]] if place.within is not None else []
    where = (place, *[p for p in around if place.end <= p.start < syntax.sentence.end])
    made = msgspec.structs.replace(
        mention,
        start=amount.start,
        end=own.end if own is not None else where[-1].end,
        anchors=(syntax.head_of(amount.start, amount.end) or 0,),
        tolls=(_counted(analysis.text, syntax, mention, amount, at),),
        whole=False,
        time=own or mention.time,
        places=where,
        sites=where,
        origins=(),
        ground=None,
        number=Number(),
        apart=True,
        gapped=True,
        actors=tuple(a for a in mention.actors if a.role in _DOING),
    )
    time = mention.time
    if time is not None and own is not None and time.start >= amount.start:
        # "three in A on Monday and five in B on Tuesday": of the two the first is told before
        time = next((t for t in reversed(days) if mention.start <= t.start < amount.start), time)
    kept = tuple(p for p in mention.places if p.start < amount.start)
    several = mention.number if mention.number.count is not None or mention.number.period else Number()
    before = msgspec.structs.replace(
        mention,
        time=time,
        places=kept,
        sites=tuple(p for p in mention.sites if p.start < amount.start),
        number=several if len(kept) < len(mention.places) else mention.number,
        apart=True,
    )
    return before, made


def _counted(text: str, syntax: Syntax, mention: Mention, amount: Amount, at: int) -> TollMention:
    """The figure with the effect told before; its words take in "others" or "people"."""
    end = max([amount.end, *[t.end for t in syntax.tokens[: at - 1] if t.start >= amount.end]])
    return msgspec.structs.replace(
        _figures(mention)[0],
        start=amount.start,
        end=end,
        exact=text[amount.start : end],
        low=amount.low,
        high=amount.high,
        victims=((amount.start, end),),
    )
