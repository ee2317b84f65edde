"""The people and bodies of a mention: who did it, to whom, what was aimed at, who ordered it."""

from collections.abc import Sequence

from onrecord.model import Actor, Role
from onrecord.reading.actors import Argument, arguments, name_of
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.claims.crew import VAGUE, Crew, is_site
from onrecord.reading.claims.forces import FORCES, police_before, police_beside
from onrecord.reading.claims.phrases import owner_of
from onrecord.reading.claims.triggers import Trigger
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Attribution, TollMention

__all__ = ["actors_of", "cast"]

_NOBODY = ("protest", "strike", "death")
_NEAR = (
    "outside",
    "near",
    "at",
    "on",
    "against",
    "close",
    "inside",
    "in",
    "to",
    "toward",
    "towards",
    "into",
    "through",
)


def cast(
    analysis: Analysis,
    syntax: Syntax,
    family: str,
    triggers: Sequence[Trigger],
    tolls: Sequence[TollMention],
    attribution: Attribution | None,
) -> tuple[Actor, ...]:
    """Actors of one mention in text order, each phrase once."""
    if family in _NOBODY:
        return ()
    crew = Crew(analysis, syntax, family, attribution)
    for trigger in triggers:
        _of_trigger(crew, trigger)
    for toll in tolls:
        _of_toll(crew, toll)
    if family in ("arrest", "raid"):
        _who_arrests(crew)
    return crew.told()


def actors_of(
    analysis: Analysis,
    syntax: Syntax,
    attribution: Attribution | None,
    deed: int,
    heads: Sequence[int],
    role: Role = "perpetrator",
) -> tuple[Actor, ...]:
    """Those whom a sentence gives a part in an act of violence that it only refers to, by the word ``deed``."""
    crew = Crew(analysis, syntax, "violent", attribution)
    crew.deeds.add(deed)
    for head in heads:
        crew.add_doer(head) if role == "perpetrator" else crew.add_harmed(head)
    return crew.told()


def _of_trigger(crew: Crew, trigger: Trigger) -> None:
    """Adds those whom the words of an act name: who does it, to whom, at what, by whose order."""
    crew.deeds |= {trigger.anchor, *trigger.tokens}
    told = arguments(crew.sentence, trigger.anchor, crew.syntax)
    inside = set(trigger.tokens)
    # "the convoy came under fire", "received threats": who comes under it does nothing
    undergo = _undergone({crew.lemma(i) for i in (trigger.anchor, *inside)})
    for agent in () if _finds(crew, trigger) else told.agents:
        if agent.head not in inside and (undergo or crew.can_do(agent.head, bool(told.patients))):
            (crew.add_harmed if undergo else crew.add_doer)(agent.head)
    for i in (*_built_in(crew, trigger), *_pronouns(crew, told.causes)):
        crew.add_doer(i)
    for patient in told.patients:
        if patient.head not in inside:
            crew.add_harmed(patient.head)
    if crew.family in ("violent", "fire", "effect", "destruction"):
        _scene(crew, trigger)
    if crew.by_authority and not told.agents:
        _by_order(crew, {trigger.anchor, *trigger.tokens})


def _finds(crew: Crew, trigger: Trigger) -> bool:
    """ "Police found the body": who comes upon what was done to somebody has not done it."""
    return crew.harmful and crew.lemma(trigger.anchor) in context().seizing


def _undergone(lemmas: set[str]) -> bool:
    """Whether it is told of the one to whom it is done ("come under fire", "receive threats")."""
    return lemmas >= context().undergoing or bool(lemmas & context().suffering)


def _by_order(crew: Crew, deed: set[int]) -> None:
    """Who gave the order: "was cut on the orders of the ministry", "at the regulator's request"."""
    for child in sorted(c for i in deed for c in crew.syntax.dep(i, "obl", "nmod")):
        if crew.lemma(child) in context().orders:
            for owner in crew.syntax.dep(child, "nmod"):
                crew.add_doer(owner)


def _built_in(crew: Crew, trigger: Trigger) -> list[int]:
    """The doer that the trigger's own words name: "police firing", "an army crackdown"."""
    if trigger.kind != "noun":
        return []
    # "hurt in police firing": the tree may take the force for the subject of the firing
    below = [i for i in trigger.tokens if crew.tokens[i].dep in ("compound", "nsubj") and i < trigger.anchor]
    return [i for i in below if crew.category(i) in FORCES]


def _pronouns(crew: Crew, causes: Sequence[Argument]) -> list[int]:
    """The "it" in the place of a doer, which may be whoever tells of the act."""
    return [c.head for c in causes if crew.tokens[c.head].pos == "PRON" and not crew.by_authority]


def _scene(crew: Crew, trigger: Trigger) -> None:
    """What a blast outside an office, or a grenade at a home, was aimed at."""
    anchors = {trigger.anchor, *trigger.tokens}
    above = crew.tokens[trigger.anchor]
    if above.dep.startswith("nsubj") and above.head >= 0:
        anchors.add(above.head)
    for anchor in sorted(anchors):
        for child in crew.syntax.dep(anchor, "obl", "nmod", "obj"):
            if not is_site(crew.lemma(child)):
                continue
            cases = {crew.lemma(c) for c in crew.syntax.dep(child, "case")}
            if crew.tokens[child].dep != "obj" and not cases & set(_NEAR):
                continue
            owner = owner_of(crew.syntax, child)
            if owner is not None and owner not in ("unknown", "individual", "civilian"):
                crew.add("target", child, owner)


def _of_toll(crew: Crew, toll: TollMention) -> None:
    """Adds those whom a figure counts, and who did that to them."""
    if toll.who == "attacker" or toll.low == 0:
        return
    deed = crew.syntax.head_of(*toll.trigger) or -1
    for start, end in toll.victims:
        head = crew.syntax.head_of(start, end)
        if head is None or crew.tokens[head].pos == "PRON":
            continue
        category = crew.category(head)
        if head == deed and category is None:
            # "five bodies", "the double kidnapping": what is counted is nobody
            continue
        crew.named_among(head)
        category = category or toll.who
        plain = category in VAGUE and crew.lemma(head) in context().anybody
        if crew.tokens[head].pos in ("NOUN", "PROPN") and (not plain or name_of(crew.sentence, head, crew.syntax)):
            crew.add("victim", head, category or "individual")
    victims = {i for start, end in (*toll.victims, (toll.start, toll.end)) for i in crew.syntax.at(start, end)}
    crew.deeds.add(deed)
    if toll.why == "bears a wound" or any(crew.tokens[v].dep == "nsubj" for v in victims):
        # who takes somebody to a hospital harms nobody, and who died beside others did not kill them
        return
    told = arguments(crew.sentence, deed, crew.syntax)
    for agent in told.agents:
        if agent.head not in victims:
            crew.add_doer(agent.head)
    for i in _pronouns(crew, told.causes):
        crew.add_doer(i)


def _who_arrests(crew: Crew) -> None:
    """An arrest without a doer is by the force that tells of it or that the sentence names beside it."""
    if any(a.role == "authority" for a in crew.found.values()):
        return
    source = crew.source
    if source is not None and crew.category(source) in FORCES:
        crew.add("authority", source, crew.speaker or "police")
        return
    beside = police_beside(crew.syntax, crew.found)
    if beside is not None:
        crew.add("authority", beside, "police")
        return
    before = police_before(crew.analysis, crew.sentence)
    if before is not None:
        # they stand in another sentence: no token of this one
        crew.found[-1] = before
