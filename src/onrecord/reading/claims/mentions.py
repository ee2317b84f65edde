"""Mentions: what one sentence tells of one act, its triggers and figures bound together."""

import msgspec

from onrecord.model import Actor, Count, Speaker
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.binding import bind_origins, bind_places, sites_of
from onrecord.reading.claims.cast import cast
from onrecord.reading.claims.context import context
from onrecord.reading.claims.dating import bind_time, dates_above, time_ahead, time_behind
from onrecord.reading.claims.families import family_of
from onrecord.reading.claims.forces import force_beside
from onrecord.reading.claims.modality import Stance, stance_of
from onrecord.reading.claims.number import Number, number_of, over_a_period
from onrecord.reading.claims.reactions import reaction_to, referred_to
from onrecord.reading.claims.responsibility import Responsible
from onrecord.reading.claims.segments import evidence_spans, opening, segments
from onrecord.reading.claims.shifts import earlier_acts
from onrecord.reading.claims.telling import told_by
from onrecord.reading.claims.triggers import Trigger
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Attribution, PlaceMention, TimeMention, TollMention

__all__ = ["Mention", "read_mentions"]

# "died of", "died from", "killed in": how the cause of a death is told
_CAUSED = {"of", "from", "in"}
_EFFECTS = {"arrested": "arrest", "abducted": "abduction"}


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """``rank`` is that of the best trigger; ``acts`` are the types told by triggers above rank 1."""

    sentence: int
    start: int
    end: int
    family: str
    acts: tuple[str, ...]
    rank: int
    weak: bool
    triggers: tuple[Trigger, ...]
    anchors: tuple[int, ...]
    tolls: tuple[TollMention, ...]
    whole: bool
    time: TimeMention | None
    standing: bool = False
    """Whether the day or the place is not of these words but stands from words before (``scenes``)."""
    loose: bool = False
    """Whether the time dates the clause that the act is told in the wake of: it gives way to any other."""
    places: tuple[PlaceMention, ...]
    sites: tuple[PlaceMention, ...] = ()
    """The places that can be where it happened: not what a clinic is named after, nor where somebody was taken."""
    origins: tuple[PlaceMention, ...] = ()
    """Where somebody told of is from or at home, where no place is told."""
    ground: PlaceMention | None = None
    """The place at which the text stood, where these words name none (``scenes``)."""
    attribution: Attribution | None
    stance: Stance
    number: Number
    reacting: bool
    presupposed: bool = False
    """Whether it only stands in a reaction that takes it as done, in words that tell who did it or to whom."""
    actors: tuple[Actor, ...] = ()
    scene: bool = False
    accident: bool = False
    apart: bool = False
    """Whether its figure is told in one breath with those of acts elsewhere ("twelve in A and nine in B")."""
    gapped: bool = False
    """Whether it is one of those whose verb was told before: an act at just this place, and none around it."""
    line: bool = False
    """Whether the sentence is a line of its own without a full stop, as links to other stories are."""
    responsible: Responsible | None = None
    party: Speaker | None = None
    category: str = "armed_group"

    @property
    def located(self) -> bool:
        """Whether its own words tell a day or a place."""
        return not self.standing and bool(self.time or self.places)

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        return self.attribution.speakers if self.attribution else ()

    @property
    def count(self) -> Count | None:
        return self.number.count


class _Atom(msgspec.Struct):
    family: str
    start: int
    end: int
    anchor: int
    segment: int
    trigger: Trigger | None = None
    toll: TollMention | None = None


def read_mentions(analysis: Analysis, index: int, syntax: Syntax, triggers: list[Trigger]) -> list[Mention]:
    """The mentions of sentence ``index``, in text order."""
    inside = [t for t in analysis.tolls if t.sentence == index and not t.part_of and not t.additional]
    parts = segments(syntax, _lists(inside, analysis))
    atoms = _atoms(analysis, index, syntax, triggers, parts)
    apart = earlier_acts(analysis, syntax) | force_beside(syntax, triggers)
    groups = _groups(atoms, _own_ground(analysis, parts), apart)
    spans = evidence_spans(
        syntax,
        [([a.anchor for a in g if a.trigger is not None], {a.segment for a in g}) for g in groups],
        parts,
    )
    found = [_mention(analysis, index, syntax, g, parts, span) for g, span in zip(groups, spans, strict=True)]
    return sorted(found, key=lambda m: (m.triggers[0].start if m.triggers else m.tolls[0].start, m.family))


def _atoms(
    analysis: Analysis, index: int, syntax: Syntax, triggers: list[Trigger], parts: list[tuple[int, int]]
) -> list[_Atom]:
    atoms = []
    for t in triggers:
        family = family_of(t.type) if t.rank != 1 else _EFFECTS.get(t.effect or "", "effect")
        atoms.append(_Atom(family, t.start, t.end, t.anchor, _segment(parts, syntax.tokens[t.anchor].start), trigger=t))
    for toll in analysis.tolls:
        if toll.sentence != index:
            continue
        family = _EFFECTS.get(toll.effect, "effect")
        acts = {family_of(t.type) for t in triggers if t.start < toll.trigger[1] and toll.trigger[0] < t.end}
        if "abduction" in acts and toll.effect == "arrested":
            toll, family = msgspec.structs.replace(toll, effect="abducted"), "abduction"
        if "execution" in acts:
            # "three men convicted of murder were hanged": those put to death, and nobody's victims
            family = "execution"
        if _known_victim(syntax, toll) or _gave_way(syntax, toll) or (triggers and _died_otherwise(syntax, toll)):
            continue
        at = toll.trigger if toll.trigger[1] > toll.trigger[0] else (toll.start, toll.end)
        if not syntax.sentence.start <= at[0] < syntax.sentence.end:
            at = (toll.start, toll.end)
        anchor = syntax.head_of(*at)
        atoms.append(_Atom(family, toll.start, toll.end, anchor or 0, _segment(parts, toll.start), toll=toll))
    return atoms


def _known_victim(syntax: Syntax, toll: TollMention) -> bool:
    """ "The slain candidate", "each martyred officer": somebody told of before, no figure."""
    head = syntax.head_of(*toll.trigger) if toll.trigger[1] > toll.trigger[0] else None
    counted = toll.why != "one person"
    # "left a man dead" tells it
    before = toll.trigger[1] < toll.end
    return head is not None and toll.low == 1 and syntax.tokens[head].dep == "amod" and before and not counted


def _died_otherwise(syntax: Syntax, toll: TollMention) -> bool:
    """ "Died of cancer a day before the shooting": a death with a cause of its own is none of the act told beside it."""
    head = syntax.head_of(*toll.trigger) if toll.trigger[1] > toll.trigger[0] else None
    if head is None or toll.effect != "killed":
        return False
    for child in syntax.dep(head, "obl", "nmod"):
        cases = {syntax.tokens[c].lemma.lower() for c in syntax.dep(child, "case")}
        if cases & _CAUSED and syntax.is_one_of(child, context().accident):
            return True
    return False


def _gave_way(syntax: Syntax, toll: TollMention) -> bool:
    """ "Only a few succumbed to his threats": nobody died who gave way to something that hurts no body."""
    head = syntax.head_of(*toll.trigger) if toll.trigger[1] > toll.trigger[0] else None
    if head is None or syntax.tokens[head].lemma.lower() != "succumb":
        return False
    causes = [c for c in syntax.dep(head, "obl") if any(syntax.tokens[g].lemma == "to" for g in syntax.dep(c, "case"))]
    bodily = context().blows | context().accident | context().bodily
    return bool(causes) and not any(syntax.is_one_of(c, bodily) for c in causes)


def _segment(parts: list[tuple[int, int]], offset: int) -> int:
    return next((n for n, (a, b) in enumerate(parts) if a <= offset < b), 0)


def _own_ground(analysis: Analysis, parts: list[tuple[int, int]]) -> list[bool]:
    """Which segments name a place or a time of their own."""
    found = []
    for a, b in parts:
        placed = any(a <= p.start < b and p.role == "literal" and p.place for p in analysis.places)
        timed = any(a <= t.start < b and t.first is not None and t.type in ("DATE", "DURATION") for t in analysis.times)
        found.append(placed or timed)
    return found


def _groups(atoms: list[_Atom], ground: list[bool], apart: frozenset[int]) -> list[list[_Atom]]:
    """Atoms of one family are one act unless they stand in segments that each have their own place or time.

    ``apart`` are the words that tell of an act before the others, or of what a force did beside them.
    """
    by_key: dict[tuple[str, int, bool], list[_Atom]] = {}
    split = sum(ground) >= 2
    for atom in sorted(atoms, key=lambda a: a.family == "effect"):
        home, beside = _home(atom.segment, ground) if split else 0, atom.anchor in apart
        key = (atom.family, home, beside)
        if atom.family == "effect":
            # "they found one man dead and took another in custody": who is held is not who died
            harmed = atom.toll is not None and atom.toll.effect in ("killed", "injured")
            bearers = [k for k in by_key if k[1:] == key[1:] and k[0] in _BEARERS and not (harmed and k[0] == "arrest")]
            key = min(bearers, key=lambda k: (_BEARERS.index(k[0]), k), default=key)
        by_key.setdefault(key, []).append(atom)
    return list(by_key.values())


_BEARERS = (
    "effect",
    "violent",
    "fire",
    "riot",
    "sexual",
    "torture",
    "abduction",
    "death",
    "raid",
    "destruction",
    "arrest",
    "protest",
)


def _home(segment: int, ground: list[bool]) -> int:
    """The segment whose place or time holds for this one: its own, else the one before, else the first that has any."""
    at = segment
    while at > 0 and not ground[at]:
        at -= 1
    return at if ground[at] else ground.index(True)


def _lists(tolls: list[TollMention], analysis: Analysis) -> list[int]:
    """Where a second figure of one kind begins after a place: "14 killed in A, 10 killed in B"."""
    seen: dict[str, TollMention] = {}
    cuts = []
    for toll in tolls:
        before = seen.get(toll.effect)
        listed = before is not None and before.trigger == toll.trigger and toll.end <= toll.trigger[0]
        # "the envoy to Peru and his driver were shot": one list under one verb
        if before is not None and not listed and any(before.end <= p.start < toll.start for p in analysis.places):
            cuts.append(toll.start)
        seen[toll.effect] = toll
    return cuts


def _mention(
    analysis: Analysis,
    index: int,
    syntax: Syntax,
    group: list[_Atom],
    parts: list[tuple[int, int]],
    span: tuple[int, int],
) -> Mention:
    start, end = span
    triggers = tuple(a.trigger for a in group if a.trigger is not None)
    tolls = tuple(a.toll for a in group if a.toll is not None)
    acts = [a for a in group if a.trigger is not None and a.trigger.rank >= 2]
    lead = _lead(syntax, acts) if len(acts) > 1 else (acts or group)[0]
    anchors = tuple(dict.fromkeys(a.anchor for a in (*acts, *group)))
    rank = max((t.rank for t in triggers), default=1)
    weak = all(t.weak or t.rank < 2 for t in triggers)
    family = next((a.family for a in group if a.family != "effect"), "effect")
    attribution = told_by(analysis, syntax, (lead.start, lead.end), tolls, [(t.start, t.end) for t in triggers])
    stance = stance_of(syntax, lead.anchor, lead.trigger.tokens if lead.trigger else (), attribution)
    number = number_of(
        analysis,
        syntax,
        [a.trigger for a in (*acts, *group) if a.trigger is not None],
        lead.anchor,
        opening(syntax, parts[lead.segment]),
    )
    reaction = reaction_to(syntax, lead.anchor, lead.trigger)
    reacting = reaction is not None or (not tolls and referred_to(syntax, lead.anchor, lead.trigger))
    if reacting and _harm_beside(syntax, lead.anchor, group):
        reaction, reacting = None, False
    # who was called to an act was called when it happened
    called = any(t.rank == 0 and t.kind == "verb" for t in triggers)
    ground = _words_of(syntax, lead.anchor) if reacting and not called else (start, end)
    places = tuple(bind_places(analysis, syntax, anchors, ground))
    if not places and ground == (start, end):
        # "In Orhei police stopped two buses in which voters were handed money"
        places = tuple(bind_places(analysis, syntax, anchors, (syntax.sentence.start, syntax.sentence.end)))
    ahead = stance.modality in ("planned", "feared", "conditional", "denied") or family in _ORDERED
    lasting = family in _ORDERED and family not in ("protest", "trial")
    bound = bind_time(analysis, syntax, anchors, ground, ahead=ahead, several=number.several, lasting=lasting)
    if stance.modality == "planned":
        bound = time_ahead(analysis, syntax, bound)
    time = _dated(bound or time_behind(analysis, syntax, lead.anchor), acts, syntax)
    brief = all(t.precision in ("day", "time") for t in analysis.times if start <= t.start < end and t.type != "SET")
    if number.several and number.count is None and tolls and brief and _mass_noun(syntax, acts):
        # "a party ended in violence that left two dead" tells of one act
        number = msgspec.structs.replace(number, several=False)
    actors = cast(analysis, syntax, family, [t for t in triggers if t.rank >= 2], tolls, attribution)
    # who is told to have done it did it somewhere, once
    done = any(a.role == "perpetrator" for a in actors)
    period = not done and over_a_period(syntax, time, triggers, tolls)
    if period or (_listed(syntax, lead, span) and not tolls):
        number = msgspec.structs.replace(number, several=True, period=period)
    return Mention(
        sentence=index,
        start=start,
        end=end,
        family=family,
        acts=tuple(a.trigger.type for a in acts if a.trigger is not None),
        rank=rank,
        weak=weak,
        triggers=triggers,
        anchors=anchors,
        tolls=tolls,
        whole=span == (syntax.sentence.start, syntax.sentence.end),
        time=time,
        loose=dates_above(syntax, time, [a.anchor for a in group if a.toll is None or a.toll.why != "bears a wound"]),
        places=places,
        sites=sites_of(analysis.text, places),
        origins=() if places else tuple(bind_origins(analysis, syntax, anchors, ground)),
        attribution=attribution,
        stance=stance,
        number=number,
        reacting=reacting,
        presupposed=reaction in context().presupposing and _told_of_somebody(actors, number),
        actors=actors,
        scene=not _main(syntax, lead.anchor),
        accident=not acts and bool(tolls) and _accident(syntax),
        line=_line(analysis.text, syntax.sentence.start, syntax.sentence.end),
    )


def _harm_beside(syntax: Syntax, anchor: int, group: list[_Atom]) -> bool:
    """ "Nine died in what an officer called the heaviest combat": the clause above the noun tells what it did."""
    above = syntax.path(anchor)[1:]
    return any(a.toll is not None and a.toll.effect in ("killed", "injured") and a.anchor in above for a in group)


def _lead(syntax: Syntax, acts: list[_Atom]) -> _Atom:
    """The first act that is told, before those that somebody only reacts to ("the rapporteur on torture")."""
    return next((a for a in acts if reaction_to(syntax, a.anchor, a.trigger) is None), acts[0])


_ORDERED = ("assembly", "internet", "media", "movement", "association", "candidacy", "strike", "protest", "trial")


def _listed(syntax: Syntax, lead: _Atom, span: tuple[int, int]) -> bool:
    """An item of a list of concerns ("media restrictions; arbitrary arrests"): a practice, not one act."""
    token = syntax.tokens[lead.anchor]
    short = span[1] - span[0] < (syntax.sentence.end - syntax.sentence.start) // 2
    return short and token.pos in ("NOUN", "PROPN") and not token.dep.startswith("nsubj")


def _line(text: str, start: int, end: int) -> bool:
    alone = text[:start].rstrip(" \t").endswith("\n") and text[end : end + 1] in ("\n", "")
    bullet = text[start : start + 1] in "•-*–—"
    return alone and not bullet and text[end - 1 : end].isalnum()


def _mass_noun(syntax: Syntax, acts: list[_Atom]) -> bool:
    return bool(acts) and all(syntax.tokens[a.anchor].lemma.lower() in context().mass for a in acts)


def _dated(time: TimeMention | None, acts: list[_Atom], syntax: Syntax) -> TimeMention | None:
    """A day does not date what goes on for longer ("the violence in the run-up to Thursday's vote")."""
    mass = any(syntax.tokens[a.anchor].lemma.lower() in context().mass for a in acts)
    return None if time is not None and mass and time.precision in ("day", "time") else time


def _words_of(syntax: Syntax, anchor: int) -> tuple[int, int]:
    """The stretch of the noun and what hangs below it."""
    below = syntax.subtree(anchor)
    return syntax.tokens[below[0]].start, syntax.tokens[below[-1]].end


def _told_of_somebody(actors: tuple[Actor, ...], number: Number) -> bool:
    """Whether words that only name an act tell who did it or to whom: "the arrest of a blogger", not "attacks on reporters"."""
    return bool(actors) and (number.definite or not number.several)


def _main(syntax: Syntax, anchor: int) -> bool:
    """Whether the act is what the sentence tells, not the setting in which something else happens."""
    token = syntax.tokens[anchor]
    while token.dep in ("conj", "ccomp", "parataxis", "xcomp") and token.head >= 0:
        token = syntax.tokens[token.head]
    if token.dep == "root" or token.head < 0:
        return True
    governor = syntax.tokens[token.head]
    return token.dep.split(":")[0] in ("nsubj", "obj") and governor.dep in ("root", "conj", "ccomp", "parataxis")


def _accident(syntax: Syntax) -> bool:
    listed = context().accident
    # "they stormed the quarter" tells of no storm
    forms = {f for i, t in enumerate(syntax.tokens) for f in syntax.words(i) if not (t.pos == "VERB" and f == "storm")}
    # a murder-suicide is a deed
    return bool(forms & listed - ({"suicide"} if forms & context().murder else set()))
