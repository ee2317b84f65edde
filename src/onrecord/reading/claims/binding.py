"""Binding a mention to its places and speakers: by syntax first, then by the stretch it stands in."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from onrecord.model import Place
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Attribution, PlaceMention

__all__ = [
    "attribution_of",
    "bind_origins",
    "bind_places",
    "holds",
    "lead_place",
    "places_of",
    "sites_of",
]

_FAR = 9
# who asks or plans vouches for nothing that the words around it tell
_WANTS = ("demand", "plan")
_ELSEWHERE = 12
_AROUND = 30
_RIGHT_BEHIND = 4
_ROAD = 3
_THERE = ("at", "in", "near", "outside", "inside")
_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")


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


def bind_places(
    analysis: Analysis, syntax: Syntax, anchors: Sequence[int], segment: tuple[int, int]
) -> list[PlaceMention]:
    """The places of the act, the nearest first; none that only tells of somebody, nor where somebody was taken."""
    scored = []
    for place, head in _placed(analysis, syntax, segment):
        if _happened_where(syntax, max(syntax.at(place.start, place.end)), anchors):
            # "A lies in B, where three were shot dead": in B; "struck A in B, where three died": in A
            at = analysis.places.index(place)
            return [*(p for p in analysis.places if p.within == at and _one_phrase(analysis.text, p, place)), place]
        aside = _describes(syntax, head, place, anchors)
        if aside >= _ELSEWHERE or is_origin(syntax, head) or _carried_to(syntax, head, anchors):
            continue
        said = any(a.source and a.source.start <= place.start < a.source.end for a in analysis.attributions)
        if said and syntax.dep(head, "case"):
            # "according to the ministry in Yerevan": where the speaker is; "Yerevan police" tell of their own town
            continue
        if any(syntax.tokens[c].lemma.lower() in context().afterwards for c in syntax.dep(head, "case")):
            # "a day after Linden": another act, called by its town
            continue
        cost = _far(syntax, head, anchors) + aside + (4 if place.role == "associative" else 0)
        cost += _ROAD if _is_road(place) else 0
        # "held in A over the death of a man who was stabbed in B": what hangs on the act before what it hangs on
        above = not any(a in syntax.path(head) for a in anchors)
        scored.append((cost, above, place.start, place))
    scored.sort(key=lambda s: s[:3])
    return _inner_first([place for cost, *_, place in scored if cost < 2 * _FAR], analysis.places)


def bind_origins(
    analysis: Analysis, syntax: Syntax, anchors: Sequence[int], segment: tuple[int, int]
) -> list[PlaceMention]:
    """Where somebody told of is from or at home, which stands in for a site that is told nowhere; not a mere country."""
    found = [
        (_far(syntax, head, anchors), place.start, place)
        for place, head in _placed(analysis, syntax, segment)
        if place.role != "associative"
        and not (place.place is None or _country(place))
        and not _carried_to(syntax, head, anchors)
    ]
    return [place for cost, _, place in sorted(found, key=lambda f: f[:2]) if cost < 2 * _FAR - _ELSEWHERE]


def _placed(analysis: Analysis, syntax: Syntax, segment: tuple[int, int]) -> Iterator[tuple[PlaceMention, int]]:
    """The places of a stretch, each with its head."""
    for place in analysis.places:
        if place.role != "dateline" and segment[0] <= place.start and place.end <= segment[1]:
            head = syntax.head_of(place.start, place.end)
            if head is not None:
                yield place, head


def _far(syntax: Syntax, head: int, anchors: Sequence[int]) -> float:
    cost = float(min((syntax.distance(head, a) for a in anchors), default=99))
    if cost < 99:
        return cost
    return min(abs(head - a) for a in anchors) / 4 if anchors else _FAR


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


def _describes(syntax: Syntax, head: int, place: PlaceMention, anchors: Sequence[int]) -> float:
    """Cost of a place that stands inside the name or description of somebody ("Chaman's deputy commissioner")."""
    token = syntax.tokens[head]
    governor = token.head
    if any(f.endswith("-based") for f in _after(syntax, head)):
        return _ELSEWHERE
    if _of_body(syntax, head, place) and not (governor >= 0 and _stands(syntax, governor)):
        return _ELSEWHERE
    if governor < 0 or governor in anchors:
        return 0
    if token.dep == "compound" and any(syntax.tokens[c].lemma.lower() in _THERE for c in syntax.dep(governor, "case")):
        # "at Kabwe market", "in Sari village": where, as much as in Kabwe
        return 0
    modifier = token.dep in ("compound", "nmod:poss", "amod")
    if modifier and _country(place) and not syntax.is_one_of(governor, context().grounds):
        # "a bomb at the U.S. embassy", "an Air France office": whose it is
        return _ELSEWHERE
    if modifier and syntax.tokens[governor].dep.startswith("nsubj"):
        return 5
    return 1 if modifier else 0


def _is_road(place: PlaceMention) -> bool:
    """Whether a place is a road that is named after the towns it joins: a town beside it says more of where it happened."""
    spot = place.place is not None and place.place.precision == "exact"
    return spot and "-" in place.exact and place.exact[:1].isupper() and place.exact.split()[-1].islower()


def _of_body(syntax: Syntax, head: int, place: PlaceMention) -> bool:
    """Whether a place stands in the name of a body, which has more words with a capital than the place has."""
    inside = next((e for e in syntax.sentence.entities if e.label == "ORG" and e.first <= head < e.last), None)
    if inside is None:
        return False
    more = [t for t in syntax.tokens[inside.first : inside.last] if t.end <= place.start or t.start >= place.end]
    return place.role == "associative" or any(t.text[:1].isupper() for t in more)


def _country(place: PlaceMention) -> bool:
    return place.place is not None and place.place.precision == "country"


def is_origin(syntax: Syntax, head: int) -> bool:
    """ "Two tourists from Spain", "Ada Wren, 30, of Kitwe": where somebody is from.

    Who is taken from a town is taken there; who is killed "from" one is only called after it.
    """
    tokens, governor = syntax.tokens, syntax.tokens[head].head
    if governor < 0:
        return False
    cases = [c for c in syntax.dep(head, "case") if tokens[c].lemma.lower() in ("from", "of")]
    if not cases:
        return False
    if tokens[cases[0]].lemma.lower() == "of":
        return syntax.entity.get(governor) == "PER"
    noun = cases[0] > 0 and tokens[cases[0] - 1].pos in _NOMINAL
    return noun and (tokens[governor].pos in _NOMINAL or tokens[governor].lemma.lower() in context().harming)


def _carried_to(syntax: Syntax, head: int, anchors: Sequence[int]) -> bool:
    """ "Flown to Mati", "treated in a hospital in Mati": where the hurt were taken, even where the act is told by that."""
    words = context()
    to = any(syntax.tokens[c].lemma.lower() == "to" for c in syntax.dep(head, "case"))
    # "taken to the hospital in Mati", wherever the tree hung the town
    beside = [c for c in syntax.dep(max(0, syntax.tokens[head].head), "obl") if head - _RIGHT_BEHIND < c < head]
    for i in (*beside, *syntax.path(head)[1:4]):
        lemma, direct = syntax.tokens[i].lemma.lower(), i == syntax.tokens[head].head
        if _struck(syntax, i, anchors):
            return False
        goes = to or i not in anchors or syntax.tokens[i].pos != "VERB"
        if (lemma in words.carrying and goes) or (to and direct and lemma in words.taking):
            return True
        if i in anchors:
            return False
    return False


def _struck(syntax: Syntax, i: int, anchors: Sequence[int]) -> bool:
    """Whether a noun is what the act befell: "stormed a hospital in Mati", "an attack on a clinic in Mati"."""
    token = syntax.tokens[i]
    cases = {syntax.tokens[c].lemma.lower() for c in syntax.dep(i, "case")}
    return token.pos == "NOUN" and token.head in anchors and (not cases or bool(cases & context().aiming))


def _stands(syntax: Syntax, i: int) -> bool:
    """Whether the noun is something that stands at a place: "the Chodwan police station"."""
    return syntax.is_one_of(i, lexicon().classes["building"])


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
    return inner.place is not None and outer.place is not None and holds(outer.place, inner.place)


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
        longer = _is_road(other) and lead.place is not None and lead.place.precision == "city"
        if lead.place and other.place and holds(lead.place, other.place) and not longer:
            lead = other
    return lead


def holds(outer: Place, inner: Place) -> bool:
    """Whether the gazetteer puts ``inner`` inside ``outer``."""
    if outer.country != inner.country:
        return False
    if outer.precision == inner.precision == "city" and outer.name != inner.name:
        # the town by whose name its district goes: "In Bhola, … at Lalmohan"
        return outer.name == inner.admin2 and outer.admin1 == inner.admin1
    if _ORDER[outer.precision] <= _ORDER[inner.precision]:
        return False
    if outer.precision == "country":
        return True
    if outer.precision == "admin1":
        return outer.admin1 == inner.admin1
    if outer.precision == "city" and inner.geonames is None:
        # a spot that no gazetteer knows has the units of the town it is named beside
        return (outer.admin1, outer.admin2) == (inner.admin1, inner.admin2)
    return outer.admin2 is not None and outer.admin2 == inner.admin2
