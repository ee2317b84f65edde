"""Reads restrictions of civic space and irregularities, with who ordered them, by the rules of ``restrictions.toml``."""

from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from onrecord.model import Actor, Claim, ReadBy, Speaker
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.binding import bind_places, places_of
from onrecord.reading.demands.asks import Ask, find_asks
from onrecord.reading.demands.chain import chain_of
from onrecord.reading.demands.deeds import modality_of, time_of
from onrecord.reading.demands.demands import UNREAD, Scene
from onrecord.reading.demands.extent import region_end
from onrecord.reading.demands.hits import Hit, find_hits
from onrecord.reading.demands.lexicon import demanders
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.parties import Cast, Who
from onrecord.reading.demands.rules import Book, Rule, RuleEntry, compile_rules, make_book
from onrecord.reading.demands.subjects import actor_of
from onrecord.reading.nlp import ParsedSentence
from onrecord.vocab import claim_type, load

__all__ = ["holds_restriction", "read_restrictions", "restriction_book"]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    classes: dict[str, tuple[str, ...]]
    restriction: tuple[RuleEntry, ...]


@cache
def restriction_book() -> Book:
    """The rules of restrictions, indexed once a process."""
    file: _File = load("restrictions.toml", _File)
    return make_book(compile_rules(file.restriction, file.classes, "restrictions.toml"))


def read_restrictions(
    analysis: Analysis, incidents: Sequence[Claim], reader: ReadBy = UNREAD, scene: Scene | None = None
) -> list[Claim]:
    """Restrictions that ``incidents`` do not tell yet, as claims without id, in text order.

    A restriction is told by a body that can restrict, or in the passive. What is only asked for, possible or denied is
    none; an order given to somebody else ("ordered operators to block …") is told as done.
    """
    scene = scene or Scene(analysis)
    lines, cast = scene.lines, scene.cast
    found: list[Claim] = []
    for line in lines:
        if line is None:
            continue
        hits = find_hits(line, restriction_book())
        if not hits:
            continue
        asks = find_asks(line)
        for hit in hits:
            claim = _claim(analysis, cast, line, hit, asks, reader)
            if claim is not None and scene.aside and not _dated(claim):
                continue
            if claim is not None and not any(_told(claim, c) for c in (*incidents, *found)):
                found.append(claim)
    return found


def _dated(claim: Claim) -> bool:
    """Whether a restriction is told as done on a day: in a contest for office most are promises or past policies."""
    return claim.modality == "actual" and claim.when is not None


def holds_restriction(text: str, sentences: Iterable[ParsedSentence]) -> bool:
    """Whether the words of a rule stand in any of the parsed sentences."""
    return any(find_hits(Line(text, 0, s), restriction_book()) for s in sentences if s.tokens)


def _told(claim: Claim, other: Claim) -> bool:
    """Whether another claim tells of it: the type in the same words, or anywhere where this has no day or place."""
    if claim.type != other.type:
        return False
    if claim.when is None and all(p.precision == "country" for p in claim.where):
        return True
    return any(a.overlaps(b) for a in claim.evidence for b in other.evidence)


def _claim(analysis: Analysis, cast: Cast, line: Line, hit: Hit, asks: Sequence[Ask], reader: ReadBy) -> Claim | None:
    verb = hit.verb
    if any(line.negated(i) for i in (verb, *hit.tokens)):
        return None
    order = _order(cast, line, verb, asks)
    if order is None and any(a.first <= verb < region_end(line, a.first, a.mode) and not a.classed for a in asks):
        return None
    modality = modality_of(line, verb)
    if modality is None or (line.tokens[verb].tag == "VB" and order is None and modality == "actual"):
        return None
    by = order or (actor_of(cast, line, verb) if line.verbal(verb) else None)
    if not _can(hit.rule, by, line, verb):
        return None
    spoken = cast.attributions(line.tokens[verb].start, line.tokens[verb].end)
    if spoken and spoken[0].stance == "allege" and modality == "actual":
        modality = "alleged"
    code = hit.rule.type
    time = time_of(analysis, line, verb)
    places = bind_places(analysis, line.syntax, (verb,), (line.start, line.end))
    return Claim(
        document=analysis.document.id,
        kind="incident",
        type=code,
        evidence=(line.whole(),),
        read_by=reader,
        modality=modality,
        said_by=tuple(s for s in _speakers(cast, line, verb) if by is None or s.name != by.name),
        when=time.when() if time is not None else None,
        where=places_of(places[:1], analysis.places, several=False),
        actors=(_authority(analysis, by),) if by is not None and hit.rule.by == "authority" else (),
        link="single",
        rights=claim_type(code).rights,
    )


def _speakers(cast: Cast, line: Line, verb: int) -> tuple[Speaker, ...]:
    return chain_of(cast, line.tokens[verb].start, line.tokens[verb].end, line=line)


def _order(cast: Cast, line: Line, verb: int, asks: Sequence[Ask]) -> Who | None:
    """The office that ordered the deed: an order of its own is as good as done."""
    for ask in asks:
        if ask.order and ask.first <= verb < region_end(line, ask.first, ask.mode):
            who = actor_of(cast, line, ask.cue)
            return who if who is not None and _official(who) else None
    return None


def _official(who: Who) -> bool:
    words = set(who.name.lower().split())
    return who.office or bool(words & demanders().duty_bearers)


def _can(rule: Rule, by: Who | None, line: Line, verb: int) -> bool:
    if by is None:
        return line.syntax.passive(verb) or rule.by == "anyone"
    if rule.by == "anyone":
        return by.category != "company"
    # a state in the place of its government ("Senegal suspended …") has no category of its own
    return _official(by) or (by.category is None and not by.person and by.name[:1].isupper())


def _authority(analysis: Analysis, by: Who) -> Actor:
    return Actor(
        start=by.start,
        end=by.end,
        exact=analysis.text[by.start : by.end],
        role="authority",
        category=by.category or "government",
        name=by.name,
    )
