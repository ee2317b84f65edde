"""The people and bodies of a mention as they are found, each phrase an actor: of which category, and by whose account."""

from onrecord.model import Actor, Role, Span
from onrecord.model.claim import Responsibility
from onrecord.model.spans import Range
from onrecord.reading.actors import arguments, categorise_tokens, name_of, responsibility_of
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.antecedents import antecedent, antecedent_before
from onrecord.reading.claims.context import context
from onrecord.reading.claims.forces import FORCES
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.phrases import actor_at, named_list, owner_of, state_at
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Attribution

__all__ = ["VAGUE", "Crew", "is_site"]

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
_OFFICIAL = (
    *FORCES,
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
_FIGHTING = ("armed_group", "gang", "military", "paramilitary")
VAGUE = (None, "civilian", "individual")
"""Categories that say nothing of who somebody is."""


class Crew:
    """The actors of a mention: ``found`` by the heads of their phrases, ``deeds`` the words of the acts themselves.

    The family of the mention decides who has a part: ``by_authority`` are acts that only an office does, ``harmful`` those
    that no court does. ``source`` is the head of who is quoted in this sentence, ``speaker`` the category of who speaks.
    """

    def __init__(self, analysis: Analysis, syntax: Syntax, family: str, attribution: Attribution | None) -> None:
        self.analysis = analysis
        self.syntax = syntax
        self.sentence = syntax.sentence
        self.tokens = syntax.tokens
        self.family = family
        self.by_authority = family in _AUTHORITY
        self.harmful = family in _HARM
        self.source = self._head(attribution.source) if attribution is not None else None
        speaker = self._head(attribution.speakers[0]) if attribution is not None and attribution.speakers else None
        self.speaker = self.category(speaker) if speaker is not None else None
        self.found: dict[int, Actor] = {}
        self.deeds: set[int] = set()

    def category(self, head: int) -> str | None:
        """The category of the phrase headed by a token."""
        return categorise_tokens(self.sentence, head, self.syntax)

    def lemma(self, i: int) -> str:
        return self.tokens[i].lemma.lower()

    def add(self, role: Role, head: int, category: str, blame: Responsibility | None = None) -> None:
        """Adds the phrase headed by a token, unless it has a part already."""
        if head not in self.found:
            self.found[head] = actor_at(self.analysis.text, self.syntax, role, head, category, blame)

    def told(self) -> tuple[Actor, ...]:
        """The actors in text order, each phrase once; nobody does to others what was done to them."""
        harmed = {a.name for a in self.found.values() if a.role == "victim" and a.name}
        once = {(a.role, a.start, a.end): a for a in self.found.values()}
        told = [a for a in once.values() if a.role != "perpetrator" or a.name not in harmed]
        return tuple(sorted(told, key=lambda a: (a.start, a.role)))

    def _head(self, words: Span | Range | None) -> int | None:
        """The head of words that stand in this sentence; ``None`` for those of another."""
        if words is None or not self.sentence.start <= words.start < self.sentence.end:
            return None
        return self.syntax.head_of(words.start, words.end)

    # ---- who did it

    def add_doer(self, head: int) -> None:
        """Adds who is told to have done it, with the group that they are said to be members of."""
        source = self.source
        if self.tokens[head].pos == "PRON":
            if source is None:
                self._meant(head, "perpetrator")
                return
            if not self.by_authority:
                self._own_deed(head, source)
                return
            head = source
        category = self.category(head) or state_at(self.analysis, self.syntax, head)
        if head == source and not self.by_authority and category != "armed_group":
            # who tells of it did not do it
            return
        if self.lemma(head) in (*context().accounts, "bomber"):
            return
        if self.by_authority:
            if category in _OFFICIAL:
                self.add("authority", head, category)
            return
        if category in _JUDGING and self.harmful:
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
        self.add("perpetrator", head, category, blame)
        self._members_of(head)

    def can_do(self, head: int, done_to: bool) -> bool:
        """Whether the tree can be trusted that somebody known by name alone did it: the verb says to whom, or "by" stands there.

        Other people of a sentence are more often those whom it befell, or beside whom it is told.
        """
        if self.syntax.entity.get(head) != "PER" or self.category(head) is not None:
            return True
        if self.tokens[head].dep == "conj":
            return self.can_do(self.tokens[head].head, done_to)
        by = any(self.lemma(c) == "by" for c in self.syntax.dep(head, "case"))
        subject = self.tokens[head].dep == "nsubj" and self.tokens[head].head in self.deeds
        if by or (subject and done_to):
            return True
        return responsibility_of(self.sentence, head, self.syntax, self.speaker) is not None

    def _somebody(self, head: int) -> bool:
        """Whether a doer of no known kind is somebody all the same: a body by its name, "a group of Peruvians"."""
        return self.syntax.entity.get(head) == "ORG" or self.lemma(head) in context().bands

    def _does(self, pronoun: int) -> bool:
        """Whether the verb that a pronoun stands before is told as done: "it had shot two", not "it will refrain from …"."""
        verb = self.tokens[pronoun].head
        ahead = {self.lemma(c) for c in self.syntax.dep(verb, "aux")}
        return verb in self.deeds and not ahead & (context().future | context().possible)

    def _own_deed(self, pronoun: int, source: int) -> None:
        """ "The front said it had shot two guards": a force that tells of its own deed by a pronoun claims it."""
        if self.lemma(pronoun) not in context().themselves or not self._does(pronoun):
            return
        # "a spokesman for the front"
        for i in (source, *self.syntax.dep(source, "nmod")):
            category = self.category(i)
            # "the army said it killed two soldiers" may tell of a bomb
            if category in _FIGHTING and (category not in FORCES or self._fights(pronoun)):
                self.add("perpetrator", i, category, "claimed")
                return

    def _fights(self, doer: int) -> bool:
        """Whether the verb of a doer is done to fighters."""
        told = arguments(self.sentence, self.tokens[doer].head, self.syntax)
        return any(self.category(p.head) in _FIGHTING[:2] for p in told.patients)

    def _members_of(self, head: int) -> None:
        """The group of "gunmen believed to be members of the front"."""
        for i in self.syntax.subtree(head):
            if i == head or self.lemma(i) != "member":
                continue
            for group in self.syntax.dep(i, "nmod"):
                category = self.category(group)
                if category in _FIGHTING and "of" in {self.tokens[c].lemma for c in self.syntax.dep(group, "case")}:
                    blame = responsibility_of(self.sentence, i, self.syntax, self.speaker)
                    self.add("perpetrator", group, category, blame)

    # ---- who was hit

    def add_harmed(self, head: int) -> None:
        """Adds who or what was hit, with those whose names are told beside."""
        if self.tokens[head].pos == "NUM":
            # "40 of its workers"
            head = next(iter(self.syntax.dep(head, "nmod")), head)
        if self.tokens[head].pos == "PRON":
            self._meant(head, "victim")
            return
        if self.syntax.entity.get(head) == "LOC":
            return
        category = self.category(head)
        restriction = self.by_authority and self.family not in ("arrest", "trial", "execution")
        if is_site(self.lemma(head)) or restriction:
            owner = owner_of(self.syntax, head) or category
            if owner not in (None, "unknown"):
                self.add("target", head, owner)
            return
        self.named_among(head)
        name = name_of(self.sentence, head, self.syntax)
        if category is None and self.syntax.entity.get(head) == "PER":
            category = "individual"
        if category is not None and (category != "civilian" or name):
            self.add("victim", head, category)

    def named_among(self, head: int) -> None:
        """The people named as those harmed or some of them: "three men: A, B and C", "a dozen people, including D"."""
        shared = self.category(head)
        for i in self.syntax.with_conjuncts(named_list(self.syntax, head)):
            if self.syntax.entity.get(i) == "PER":
                told = self.category(i)
                if i in self.found and self.found[i].role == "perpetrator":
                    # the tree takes names behind a colon for subjects of the verb before it
                    del self.found[i]
                self.add("victim", i, told or (shared if shared not in VAGUE else None) or "individual")

    # ---- pronouns

    def _meant(self, pronoun: int, role: Role) -> None:
        """Adds whoever a pronoun stands for, where its own sentence or the one before leaves no choice."""
        if self.by_authority:
            return
        head = antecedent(self.syntax, pronoun)
        if head is not None:
            self.add_doer(head) if role == "perpetrator" else self.add_harmed(head)
            return
        before = self._sentence_before()
        head = antecedent_before(self.syntax, pronoun, before) if before is not None else None
        if before is None or head is None:
            return
        crew = Crew(self.analysis, before, self.family, None)
        crew.deeds.add(before.tokens[head].head)
        crew.add_doer(head) if role == "perpetrator" else crew.add_harmed(head)
        # they stand in another sentence: no token of this one
        self.found.update({-1 - i: actor for i, actor in crew.found.items()})

    def _sentence_before(self) -> Syntax | None:
        sentences = self.analysis.sentences
        here = self.analysis.sentence_at(self.sentence.start)
        return Syntax(sentences[here - 1]) if here and sentences[here - 1].parsed else None


def is_site(lemma: str) -> bool:
    """Whether a noun tells of a building or a gathering, which acts are aimed at for whose it is."""
    return lemma in lexicon().classes["building"] or lemma in lexicon().classes["meeting"]
