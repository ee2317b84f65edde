"""The people and bodies of a mention: who did it, to whom, what was aimed at, who ordered it."""

from collections.abc import Sequence

from onrecord.model import Actor, Role
from onrecord.reading.actors import arguments, categorise_tokens, name_of, noun_phrase, responsibility_of
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.triggers import Trigger
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Attribution, TollMention

__all__ = ["cast"]

_AUTHORITY = (
    "arrest",
    "raid",
    "trial",
    "execution",
    "internet",
    "media",
    "assembly",
    "association",
    "movement",
    "candidacy",
    "irregularity",
)
_NOBODY = ("protest", "strike", "death")
_OFFICIAL = (
    "police",
    "military",
    "paramilitary",
    "intelligence",
    "government",
    "court",
    "judge",
    "election_body",
    "election_official",
    "politician",
    "company",
)
_VAGUE = (None, "civilian", "individual")
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
    crew = _Cast(analysis, syntax, family, attribution)
    for trigger in triggers:
        crew.of_trigger(trigger)
    for toll in tolls:
        crew.of_toll(toll)
    return crew.told()


class _Cast:
    def __init__(self, analysis: Analysis, syntax: Syntax, family: str, attribution: Attribution | None) -> None:
        self.analysis = analysis
        self.syntax = syntax
        self.sentence = syntax.sentence
        self.family = family
        self.speaker = self._category_of_speaker(attribution)
        self.found: dict[int, Actor] = {}

    def of_trigger(self, trigger: Trigger) -> None:
        told = arguments(self.sentence, trigger.anchor, self.syntax)
        inside = set(trigger.tokens)
        for agent in told.agents:
            if agent.head not in inside:
                self._agent(agent.head)
        for patient in told.patients:
            if patient.head not in inside:
                self._patient(patient.head)
        if self.family in ("violent", "fire", "effect", "destruction"):
            self._scene(trigger)

    def of_toll(self, toll: TollMention) -> None:
        if toll.who == "attacker" or toll.low == 0:
            return
        for start, end in toll.victims:
            head = self.syntax.head_of(start, end)
            if head is None:
                continue
            category = categorise_tokens(self.sentence, head, self.syntax) or toll.who
            if category not in _VAGUE or name_of(self.sentence, head, self.syntax):
                self._add("victim", head, category or "individual")
        victims = {i for start, end in (*toll.victims, (toll.start, toll.end)) for i in self.syntax.at(start, end)}
        told = arguments(self.sentence, self.syntax.head_of(*toll.trigger) or -1, self.syntax)
        for agent in told.agents:
            if agent.head not in victims:
                self._agent(agent.head)

    def told(self) -> tuple[Actor, ...]:
        return tuple(sorted(self.found.values(), key=lambda a: (a.start, a.role)))

    def _agent(self, head: int) -> None:
        if self.syntax.tokens[head].pos == "PRON":
            return
        category = categorise_tokens(self.sentence, head, self.syntax)
        if self.family in _AUTHORITY:
            if category in _OFFICIAL:
                self._add("authority", head, category)
            return
        if category is None:
            return
        blame = responsibility_of(self.sentence, head, self.syntax, self.speaker)
        if blame == "stated" and self.speaker is not None and category != "unknown":
            blame = "accused_by_authorities" if self.speaker in _OFFICIAL else "accused"
        self._add("perpetrator", head, category, blame)

    def _patient(self, head: int) -> None:
        token = self.syntax.tokens[head]
        if token.pos == "PRON":
            return
        category = categorise_tokens(self.sentence, head, self.syntax)
        thing = token.lemma.lower() in lexicon().classes["building"] or token.lemma.lower() in _gatherings()
        restriction = self.family in _AUTHORITY and self.family not in ("arrest", "trial", "execution")
        if thing or restriction:
            owner = self._owner(head) or category
            if owner not in (None, "unknown"):
                self._add("target", head, owner)
            return
        name = name_of(self.sentence, head, self.syntax)
        if category is None and self.syntax.entity.get(head) == "PER":
            category = "individual"
        if category is not None and (category != "civilian" or name):
            self._add("victim", head, category)

    def _scene(self, trigger: Trigger) -> None:
        """What a blast outside an office, or a grenade at a home, was aimed at."""
        buildings = lexicon().classes["building"]
        for anchor in {trigger.anchor, *trigger.tokens}:
            for child in self.syntax.dep(anchor, "obl", "nmod", "obj"):
                lemma = self.syntax.tokens[child].lemma.lower()
                if child in self.found or lemma not in buildings and lemma not in _gatherings():
                    continue
                cases = {self.syntax.tokens[c].lemma.lower() for c in self.syntax.dep(child, "case")}
                if self.syntax.tokens[child].dep != "obj" and not cases & set(_NEAR):
                    continue
                owner = self._owner(child)
                if owner is not None and owner not in ("unknown", "individual", "civilian"):
                    self._add("target", child, owner)

    def _owner(self, head: int) -> str | None:
        """The category of who owns, holds or uses a place or a gathering."""
        own = categorise_tokens(self.sentence, head, self.syntax)
        if own not in (None, "unknown", "civilian", "individual"):
            return own
        for child in sorted(self.syntax.subtree(head)):
            if child == head or self.syntax.tokens[child].pos not in ("NOUN", "PROPN"):
                continue
            category = categorise_tokens(self.sentence, child, self.syntax)
            if category not in (None, "unknown", "civilian", "individual"):
                return category
        return own

    def _category_of_speaker(self, attribution: Attribution | None) -> str | None:
        if attribution is None or not attribution.speakers:
            return None
        speaker = attribution.speakers[0]
        if self.sentence.start <= speaker.start < self.sentence.end:
            head = self.syntax.head_of(speaker.start, speaker.end)
            return categorise_tokens(self.sentence, head, self.syntax) if head is not None else None
        return None

    def _add(self, role: Role, head: int, category: str, blame: object = None) -> None:
        if head in self.found:
            return
        first, last = noun_phrase(self.sentence, head, self.syntax)
        start, end = self.sentence.tokens[first].start, self.sentence.tokens[last - 1].end
        if self.sentence.tokens[first].pos == "DET" and last - first > 1 and role == "target":
            start = self.sentence.tokens[first + 1].start
        if role == "target":
            end = max(end, *(self._tail(head)))
        self.found[head] = Actor.cut(
            self.analysis.text,
            start,
            end,
            role=role,
            category=category,
            name=name_of(self.sentence, head, self.syntax),
            responsibility=blame if role == "perpetrator" else None,
        )

    def _tail(self, head: int) -> list[int]:
        """ "office of the party": the owner belongs to the words that name the target."""
        ends = [0]
        for child in self.syntax.dep(head, "nmod"):
            cases = {self.syntax.tokens[c].lemma.lower() for c in self.syntax.dep(child, "case")}
            if cases & {"of", "for"}:
                _, last = noun_phrase(self.sentence, child, self.syntax)
                ends.append(self.sentence.tokens[last - 1].end)
        return ends


def _gatherings() -> frozenset[str]:
    return lexicon().classes["meeting"] | lexicon().classes["gathering"]
