"""The people and bodies of a mention: who did it, to whom, what was aimed at, who ordered it."""

from collections.abc import Sequence

from onrecord.model import Actor, Role
from onrecord.model.claim import Responsibility
from onrecord.reading.actors import (
    Argument,
    arguments,
    categorise_tokens,
    name_of,
    responsibility_of,
)
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.antecedents import antecedent, antecedent_before
from onrecord.reading.claims.context import context
from onrecord.reading.claims.forces import police_before
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.phrases import actor_at, named_list, owner_of, state_at
from onrecord.reading.claims.triggers import Trigger
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Attribution, TollMention

__all__ = ["actors_of", "cast"]

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
# what no court does, whatever noun of it is told beside one ("a grand jury indicts man in slaying")
_HARM = ("violent", "effect", "fire", "sexual")
_JUDGING = ("court", "judge")
_FORCES = ("police", "military", "paramilitary", "intelligence")
_FIGHTING = ("armed_group", "gang", "military", "paramilitary")
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
    if family in ("arrest", "raid"):
        crew.who_arrests()
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
    crew = _Cast(analysis, syntax, "violent", attribution)
    crew.deeds.add(deed)
    for head in heads:
        crew.add_doer(head) if role == "perpetrator" else crew.add_harmed(head)
    return crew.told()


class _Cast:
    def __init__(self, analysis: Analysis, syntax: Syntax, family: str, attribution: Attribution | None) -> None:
        self.analysis = analysis
        self.syntax = syntax
        self.sentence = syntax.sentence
        self.family = family
        self.attribution = attribution
        self.speaker = self._category_of_speaker(attribution)
        self.found: dict[int, Actor] = {}
        self.deeds: set[int] = set()
        """The words of the acts themselves."""

    def of_trigger(self, trigger: Trigger) -> None:
        self.deeds |= {trigger.anchor, *trigger.tokens}
        told = arguments(self.sentence, trigger.anchor, self.syntax)
        inside = set(trigger.tokens)
        # "the convoy came under fire", "received threats": who comes under it does nothing
        undergo = self._undergone({self.syntax.tokens[i].lemma.lower() for i in (trigger.anchor, *inside)})
        for agent in () if self._finds(trigger) else told.agents:
            if agent.head not in inside and (undergo or self._can_do(agent.head, bool(told.patients))):
                (self.add_harmed if undergo else self.add_doer)(agent.head)
        for i in (*self._built_in(trigger), *self._pronouns(told.causes)):
            self.add_doer(i)
        for patient in told.patients:
            if patient.head not in inside:
                self.add_harmed(patient.head)
        if self.family in ("violent", "fire", "effect", "destruction"):
            self._scene(trigger)
        if self.family in _AUTHORITY and not told.agents:
            self._by_order({trigger.anchor, *trigger.tokens})

    def _finds(self, trigger: Trigger) -> bool:
        """ "Police found the body": who comes upon what was done to somebody has not done it."""
        return self.family in _HARM and self.syntax.tokens[trigger.anchor].lemma.lower() in context().seizing

    def _undergone(self, lemmas: set[str]) -> bool:
        return lemmas >= context().undergoing or bool(lemmas & context().suffering)

    def _by_order(self, deed: set[int]) -> None:
        """Who gave the order: "was cut on the orders of the ministry", "at the regulator's request"."""
        for child in sorted(c for i in deed for c in self.syntax.dep(i, "obl", "nmod")):
            if self.syntax.tokens[child].lemma.lower() in context().orders:
                for owner in self.syntax.dep(child, "nmod"):
                    self.add_doer(owner)

    def _built_in(self, trigger: Trigger) -> list[int]:
        """The doer that the trigger's own words name: "police firing", "an army crackdown"."""
        if trigger.kind != "noun":
            return []
        # "hurt in police firing": the tree may take the force for the subject of the firing
        below = [i for i in trigger.tokens if self.syntax.tokens[i].dep in ("compound", "nsubj") and i < trigger.anchor]
        return [i for i in below if categorise_tokens(self.sentence, i, self.syntax) in _FORCES]

    def who_arrests(self) -> None:
        """An arrest without a doer is by the force that tells of it or that the sentence names beside it."""
        if any(a.role == "authority" for a in self.found.values()):
            return
        source = self._source()
        if source is not None and categorise_tokens(self.sentence, source, self.syntax) in _FORCES:
            self._add("authority", source, self.speaker or "police")
            return
        for i, token in enumerate(self.syntax.tokens):
            dep = token.dep.split(":")[0]
            if token.pos not in ("NOUN", "PROPN") or i in self.found or dep not in ("nsubj", "compound", "obl", "nmod"):
                continue
            if categorise_tokens(self.sentence, i, self.syntax) == "police" and not self._undergoes(i):
                self._add("authority", i, "police")
                return
        before = police_before(self.analysis, self.sentence)
        if before is not None:
            self.found[-1] = before

    def _undergoes(self, i: int) -> bool:
        """Whether somebody is the object of a deed ("held for beating a policeman")."""
        return any(i in self.syntax.subtree(a) for a in self.found) or self.syntax.tokens[i].dep in (
            "obj",
            "nsubj:pass",
            "nmod",
        )

    def of_toll(self, toll: TollMention) -> None:
        if toll.who == "attacker" or toll.low == 0:
            return
        deed = self.syntax.head_of(*toll.trigger) or -1
        for start, end in toll.victims:
            head = self.syntax.head_of(start, end)
            if head is None or self.syntax.tokens[head].pos == "PRON":
                continue
            token = self.syntax.tokens[head]
            category = categorise_tokens(self.sentence, head, self.syntax)
            if head == deed and category is None:
                # "five bodies", "the double kidnapping": what is counted is nobody
                continue
            self._named_among(head)
            category = category or toll.who
            plain = category in _VAGUE and token.lemma.lower() in context().anybody
            if token.pos in ("NOUN", "PROPN") and (not plain or name_of(self.sentence, head, self.syntax)):
                self._add("victim", head, category or "individual")
        victims = {i for start, end in (*toll.victims, (toll.start, toll.end)) for i in self.syntax.at(start, end)}
        self.deeds.add(deed)
        if toll.why == "bears a wound" or any(self.syntax.tokens[v].dep == "nsubj" for v in victims):
            # who takes somebody to a hospital harms nobody, and who died beside others did not kill them
            return
        told = arguments(self.sentence, deed, self.syntax)
        for agent in told.agents:
            if agent.head not in victims:
                self.add_doer(agent.head)
        for i in self._pronouns(told.causes):
            self.add_doer(i)

    def told(self) -> tuple[Actor, ...]:
        harmed = {a.name for a in self.found.values() if a.role == "victim" and a.name}
        once = {(a.role, a.start, a.end): a for a in self.found.values()}
        told = [a for a in once.values() if a.role != "perpetrator" or a.name not in harmed]
        return tuple(sorted(told, key=lambda a: (a.start, a.role)))

    def add_doer(self, head: int) -> None:
        source = self._source()
        if self.syntax.tokens[head].pos == "PRON":
            if source is None:
                self._meant(head, "perpetrator")
                return
            if self.family not in _AUTHORITY:
                self._own_deed(head, source)
                return
            head = source
        category = categorise_tokens(self.sentence, head, self.syntax) or state_at(self.analysis, self.syntax, head)
        if head == source and self.family not in _AUTHORITY and category != "armed_group":
            # who tells of it did not do it
            return
        if self.syntax.tokens[head].lemma.lower() in (*context().accounts, "bomber"):
            return
        if self.family in _AUTHORITY:
            if category in _OFFICIAL:
                self._add("authority", head, category)
            return
        if category in _JUDGING and self.family in _HARM:
            return
        if category is None and self.syntax.entity.get(head) == "PER":
            category = "individual"
        if category is None:
            if not self._somebody(head):
                return
            category = "unknown"
        blame = responsibility_of(self.sentence, head, self.syntax, self.speaker)
        if blame is None and category != "unknown":
            blame = "stated"
        if blame == "stated" and self.speaker is not None and category != "unknown":
            blame = "accused_by_authorities" if self.speaker in _OFFICIAL else "accused"
        self._add("perpetrator", head, category, blame)
        self._members_of(head)

    def _can_do(self, head: int, done_to: bool) -> bool:
        """Whether the tree can be trusted that somebody known by name alone did it: the verb says to whom, or "by" stands there.

        Other people of a sentence are more often those whom it befell, or beside whom it is told.
        """
        if self.syntax.entity.get(head) != "PER" or categorise_tokens(self.sentence, head, self.syntax) is not None:
            return True
        if self.syntax.tokens[head].dep == "conj":
            return self._can_do(self.syntax.tokens[head].head, done_to)
        by = any(self.syntax.tokens[c].lemma.lower() == "by" for c in self.syntax.dep(head, "case"))
        subject = self.syntax.tokens[head].dep == "nsubj" and self.syntax.tokens[head].head in self.deeds
        if by or (subject and done_to):
            return True
        return responsibility_of(self.sentence, head, self.syntax, self.speaker) is not None

    def _somebody(self, head: int) -> bool:
        """Whether a doer of no known kind is somebody all the same: a body by its name, "a group of Peruvians"."""
        return self.syntax.entity.get(head) == "ORG" or self.syntax.tokens[head].lemma.lower() in context().bands

    def _pronouns(self, causes: Sequence[Argument]) -> list[int]:
        """The "it" in the place of a doer, which may be whoever tells of the act."""
        return [c.head for c in causes if self.syntax.tokens[c.head].pos == "PRON" and self.family not in _AUTHORITY]

    def _meant(self, pronoun: int, role: Role) -> None:
        """Adds whoever a pronoun stands for, where its own sentence or the one before leaves no choice."""
        if self.family in _AUTHORITY:
            return
        head = antecedent(self.syntax, pronoun)
        if head is not None:
            self.add_doer(head) if role == "perpetrator" else self.add_harmed(head)
            return
        before = self._sentence_before()
        head = antecedent_before(self.syntax, pronoun, before) if before is not None else None
        if before is None or head is None:
            return
        crew = _Cast(self.analysis, before, self.family, None)
        crew.deeds.add(before.tokens[head].head)
        crew.add_doer(head) if role == "perpetrator" else crew.add_harmed(head)
        # they stand in another sentence: no token of this one
        self.found.update({-1 - i: actor for i, actor in crew.found.items()})

    def _sentence_before(self) -> Syntax | None:
        sentences = self.analysis.sentences
        here = self.analysis.sentence_at(self.sentence.start)
        return Syntax(sentences[here - 1]) if here and sentences[here - 1].parsed else None

    def _does(self, pronoun: int) -> bool:
        """Whether the verb that a pronoun stands before is told as done: "it had shot two", not "it will refrain from …"."""
        verb = self.syntax.tokens[pronoun].head
        ahead = {self.syntax.tokens[c].lemma.lower() for c in self.syntax.dep(verb, "aux")}
        return verb in self.deeds and not ahead & (context().future | context().possible)

    def _own_deed(self, pronoun: int, source: int) -> None:
        """ "The front said it had shot two guards": a force that tells of its own deed by a pronoun claims it."""
        if self.syntax.tokens[pronoun].lemma.lower() not in context().themselves or not self._does(pronoun):
            return
        # "a spokesman for the front"
        for i in (source, *self.syntax.dep(source, "nmod")):
            category = categorise_tokens(self.sentence, i, self.syntax)
            # "the army said it killed two soldiers" may tell of a bomb
            if category in _FIGHTING and (category not in _FORCES or self._fights(pronoun)):
                self._add("perpetrator", i, category, "claimed")
                return

    def _fights(self, doer: int) -> bool:
        """Whether the verb of a doer is done to fighters."""
        told = arguments(self.sentence, self.syntax.tokens[doer].head, self.syntax)
        return any(categorise_tokens(self.sentence, p.head, self.syntax) in _FIGHTING[:2] for p in told.patients)

    def _members_of(self, head: int) -> None:
        """The group of "gunmen believed to be members of the front"."""
        for i in self.syntax.subtree(head):
            if i == head or self.syntax.tokens[i].lemma.lower() != "member":
                continue
            for group in self.syntax.dep(i, "nmod"):
                category = categorise_tokens(self.sentence, group, self.syntax)
                if category in _FIGHTING and "of" in {
                    self.syntax.tokens[c].lemma for c in self.syntax.dep(group, "case")
                }:
                    blame = responsibility_of(self.sentence, i, self.syntax, self.speaker)
                    self._add("perpetrator", group, category, blame)

    def add_harmed(self, head: int) -> None:
        if self.syntax.tokens[head].pos == "NUM":
            # "40 of its workers"
            head = next(iter(self.syntax.dep(head, "nmod")), head)
        token = self.syntax.tokens[head]
        if token.pos == "PRON":
            self._meant(head, "victim")
            return
        if self.syntax.entity.get(head) == "LOC":
            return
        category = categorise_tokens(self.sentence, head, self.syntax)
        thing = token.lemma.lower() in lexicon().classes["building"] or _is_gathering(token.lemma.lower())
        restriction = self.family in _AUTHORITY and self.family not in ("arrest", "trial", "execution")
        if thing or restriction:
            owner = owner_of(self.syntax, head) or category
            if owner not in (None, "unknown"):
                self._add("target", head, owner)
            return
        self._named_among(head)
        name = name_of(self.sentence, head, self.syntax)
        if category is None and self.syntax.entity.get(head) == "PER":
            category = "individual"
        if category is not None and (category != "civilian" or name):
            self._add("victim", head, category)

    def _named_among(self, head: int) -> None:
        """The people named as those harmed or some of them: "three men: A, B and C", "a dozen people, including D"."""
        shared = categorise_tokens(self.sentence, head, self.syntax)
        for i in self.syntax.with_conjuncts(named_list(self.syntax, head)):
            if self.syntax.entity.get(i) == "PER":
                told = categorise_tokens(self.sentence, i, self.syntax)
                if i in self.found and self.found[i].role == "perpetrator":
                    # the tree takes names behind a colon for subjects of the verb before it
                    del self.found[i]
                self._add("victim", i, told or (shared if shared not in _VAGUE else None) or "individual")

    def _scene(self, trigger: Trigger) -> None:
        """What a blast outside an office, or a grenade at a home, was aimed at."""
        buildings = lexicon().classes["building"]
        anchors = {trigger.anchor, *trigger.tokens}
        above = self.syntax.tokens[trigger.anchor]
        if above.dep.startswith("nsubj") and above.head >= 0:
            anchors.add(above.head)
        for anchor in sorted(anchors):
            for child in self.syntax.dep(anchor, "obl", "nmod", "obj"):
                lemma = self.syntax.tokens[child].lemma.lower()
                if child in self.found or (lemma not in buildings and not _is_gathering(lemma)):
                    continue
                cases = {self.syntax.tokens[c].lemma.lower() for c in self.syntax.dep(child, "case")}
                if self.syntax.tokens[child].dep != "obj" and not cases & set(_NEAR):
                    continue
                owner = owner_of(self.syntax, child)
                if owner is not None and owner not in ("unknown", "individual", "civilian"):
                    self._add("target", child, owner)

    def _category_of_speaker(self, attribution: Attribution | None) -> str | None:
        if attribution is None or not attribution.speakers:
            return None
        speaker = attribution.speakers[0]
        if self.sentence.start <= speaker.start < self.sentence.end:
            head = self.syntax.head_of(speaker.start, speaker.end)
            return categorise_tokens(self.sentence, head, self.syntax) if head is not None else None
        return None

    def _add(self, role: Role, head: int, category: str, blame: Responsibility | None = None) -> None:
        if head not in self.found:
            self.found[head] = actor_at(self.analysis.text, self.syntax, role, head, category, blame)

    def _source(self) -> int | None:
        """The head of who is quoted, where it stands in this sentence."""
        attribution = self.attribution
        if attribution is None or attribution.source is None:
            return None
        source = attribution.source
        if not self.sentence.start <= source.start < self.sentence.end:
            return None
        return self.syntax.head_of(source.start, source.end)


def _is_gathering(lemma: str) -> bool:
    return lemma in lexicon().classes["meeting"]
