"""Who did it to whom: the arguments of a verb or a noun that tells of an act, read off the dependency tree."""

from collections.abc import Iterable

import msgspec

from onrecord.reading.actors.categories import (
    categorise,
    categorise_tokens,
    is_attacker,
    is_member,
    noun_phrase,
)
from onrecord.reading.actors.words import words
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["Argument", "Arguments", "arguments"]

_RELATIVE = ("who", "which", "that", "whom")
_DEPTH = 3
_DOERS = ("armed_group", "gang", "mob", "military", "paramilitary")
_FORCES = ("police", "intelligence", "government")
_OWNERS = ("military", "paramilitary", "police")
# nominals on the way from a noun of an act to the phrase that tells by whom ("the murder of the mayor of Puno on Monday by …")
_ON_THE_WAY = ("nmod", "obl", "appos", "flat", "conj", "nmod:unmarked", "obl:unmarked")


class Argument(msgspec.Struct, frozen=True):
    """A phrase: ``head`` and ``first``..``last`` (exclusive) are tokens, ``start``..``end`` offsets in the text."""

    head: int
    first: int
    last: int
    start: int
    end: int


class Arguments(msgspec.Struct, frozen=True):
    """``agents`` do it, ``patients`` undergo it (or are aimed at); ``causes`` are things in the place of an agent."""

    agents: tuple[Argument, ...] = ()
    patients: tuple[Argument, ...] = ()
    causes: tuple[Argument, ...] = ()


def arguments(sentence: ParsedSentence, trigger: int, syntax: Syntax | None = None) -> Arguments:
    """The arguments of the token ``trigger``; empty where the sentence was not parsed or names none.

    Actives, passives and their by-phrases, participles and relative clauses, shared and controlled subjects,
    coordination, and nouns of acts ("the killing of X by Y", "Y's attack on X", "a Y attack") with their light verbs
    ("carried out an attack").
    """
    if not sentence.parsed or not 0 <= trigger < len(sentence.tokens):
        return Arguments()
    finder = _Finder(syntax or Syntax(sentence))
    if finder.tokens[trigger].pos in ("NOUN", "PROPN") or finder.is_gerund_noun(trigger):
        agents, patients = finder.of_noun(trigger)
    else:
        agents, patients = finder.agents(trigger), finder.patients(trigger)
    patients = [p for p in dict.fromkeys(patients) if p != trigger]
    agents = [a for a in dict.fromkeys(agents) if a not in patients and a != trigger]
    things = [a for a in agents if finder.is_thing(a)]
    doers = [a for a in agents if a not in things]
    # the wound is the rocket's, the deed is theirs who fired it
    doers += [w for a in things for w in finder.wielders(a) if w not in (*doers, *patients, trigger)]
    make = finder.argument
    return Arguments(tuple(map(make, dict.fromkeys(doers))), tuple(map(make, patients)), tuple(map(make, things)))


class _Finder:
    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self.tokens = syntax.tokens

    def argument(self, head: int) -> Argument:
        first, last = noun_phrase(self.syntax.sentence, head, self.syntax)
        while last - 1 > head and self.tokens[last - 1].dep in ("case", "punct"):
            last -= 1
        while first > 0 and self._one_name(first - 1, first):
            first -= 1
        return Argument(head, first, last, self.tokens[first].start, self.tokens[last - 1].end)

    def _one_name(self, a: int, b: int) -> bool:
        """Whether two neighbours are parts of one name before a noun ("Boko Haram attack")."""
        x, y = self.tokens[a], self.tokens[b]
        return x.pos == y.pos == "PROPN" and x.dep == y.dep == "compound" and x.head == y.head

    def is_thing(self, head: int) -> bool:
        """Whether a phrase in the place of an agent is a weapon or an event, nobody who acts."""
        token = self.tokens[head]
        if token.pos == "PRON":
            return token.lemma.lower() in ("it", "this", "which", "that")
        if head in self.syntax.entity or is_attacker(token.lemma):
            return False
        held = [c for c in self.syntax.below[head] if self.tokens[c].dep == "nmod" and "of" in self._cases(c)]
        if held and token.lemma.lower() in words().quantities:
            return self.is_thing(held[0])
        if is_member(token.lemma):
            return False
        return token.pos == "NOUN" and (
            token.lemma.lower() in words().causes or categorise_tokens(self.syntax.sentence, head, self.syntax) is None
        )

    def wielders(self, thing: int, depth: int = 0) -> list[int]:
        """Whose weapon or deed it is: "a bomb placed by rebels", "a helicopter of the air force", "an attack by a gang"."""
        found: list[int] = []
        for c in self.syntax.below[thing]:
            dep = self.tokens[c].dep
            if dep in ("acl", "acl:relcl") and self.tokens[c].lemma.lower() in words().doing:
                found += self.agents(c)
            elif dep == "nmod" and "by" in self._cases(c):
                found.append(c)
            elif dep in ("compound", "nmod:poss") or (dep == "nmod" and "of" in self._cases(c)):
                # a fighter plane is no fighter's
                if categorise_tokens(self.syntax.sentence, c, self.syntax) in _OWNERS:
                    found.append(c)
        people = [f for f in self._all(found) if not self.is_thing(f)]
        further = [w for f in found if depth < _DEPTH and self.is_thing(f) for w in self.wielders(f, depth + 1)]
        return people + further

    def is_gerund_noun(self, i: int) -> bool:
        return self.tokens[i].tag == "VBG" and any(
            self.tokens[c].dep in ("det", "nmod:poss", "nmod", "compound", "case") for c in self.syntax.below[i]
        )

    # ---- verbs

    def agents(self, i: int, depth: int = 0) -> list[int]:
        """Who does what the verb ``i`` tells."""
        tokens, syntax = self.tokens, self.syntax
        token = tokens[i]
        if self._passive(i):
            return self._all(self._by(i) or self._by_of_later(i))
        own = [self._antecedent(i, c) for c in syntax.dep(i, "nsubj") if tokens[c].dep != "nsubj:pass"]
        if own:
            return self._all(own)
        if depth > _DEPTH or token.head < 0:
            return []
        if token.dep in ("acl", "amod") and token.tag == "VBG":
            return self._all([token.head])
        if token.dep == "conj" and self._verbal(token.head):
            return self._shared(token.head, depth) if not self._passive(token.head) else []
        if token.dep in ("xcomp", "advcl", "ccomp", "acl"):
            return self._controlled(i, depth)
        return []

    def _by_of_later(self, i: int) -> list[int]:
        """ "Arrested and beaten by police": the last of joined passives names the doer of all."""
        later = [c for c in self.syntax.below[i] if self.tokens[c].dep == "conj" and self._passive(c)]
        return self._by(later[-1]) if later and not self.syntax.dep(later[-1], "nsubj:pass") else []

    def _shared(self, head: int, depth: int) -> list[int]:
        return self.agents(head, depth + 1)

    def _controlled(self, i: int, depth: int) -> list[int]:
        """The one meant by a clause without a subject: "accused Y of killing X", "was held for killing X"."""
        tokens, syntax = self.tokens, self.syntax
        head = tokens[i].head
        if not self._verbal(head):
            return self._all([head]) if tokens[i].dep == "acl" and tokens[head].pos in ("NOUN", "PROPN") else []
        if self._told_apart(i) or (tokens[i].dep == "ccomp" and any(tokens[c].dep == "nsubj" for c in syntax.below[i])):
            return []
        if self._passive(head):
            meant = tokens[head].lemma.lower() in words().charging or tokens[i].dep == "xcomp"
            return self.patients(head, depth + 1) if meant else self._all(self._by(head))
        if tokens[head].lemma.lower() in words().charging:
            charged = self.patients(head, depth + 1)
            if charged:
                return charged
        return self.agents(head, depth + 1)

    def _told_apart(self, i: int) -> bool:
        """A clause with a verb of its own tense behind "that" or "as", whose doer is nobody's of the clause above.

        The tree has lost its subject: "envoys hold talks as heavy fighting killed nine", "told officers that Warden, her
        neighbour, hit her".
        """
        token, syntax = self.tokens[i], self.syntax
        if token.dep not in ("advcl", "ccomp") or not any(self.tokens[c].pos == "SCONJ" for c in syntax.dep(i, "mark")):
            return False
        # what has an object is no participle, whatever its tag says
        return token.tag in ("VBD", "VBZ", "VBP") or (
            token.tag == "VBN" and bool(syntax.dep(i, "obj")) and not syntax.dep(i, "aux")
        )

    def patients(self, i: int, depth: int = 0) -> list[int]:
        """Who or what undergoes what the verb ``i`` tells, or is aimed at."""
        tokens, syntax = self.tokens, self.syntax
        token = tokens[i]
        if self._passive(i):
            found = [self._antecedent(i, c) for c in syntax.dep(i, "nsubj:pass", "nsubj")]
            if not found and token.dep in ("acl", "amod", "acl:relcl") and token.head >= 0:
                found = [token.head]
            elif not found and token.dep in ("conj", "xcomp", "advcl") and token.head >= 0 and depth <= _DEPTH:
                found = self.patients(token.head, depth + 1) if self._passive(token.head) else []
                told = self._verbal(token.head) or bool(self.syntax.dep(token.head, "cop"))
                found = found or (self.agents(token.head, depth + 1) if told else [])
            return self._all([*found, *syntax.dep(i, "obj")])
        inner = words().inner_objects
        found = [self._antecedent(i, c) for c in syntax.dep(i, "obj", "iobj") if tokens[c].lemma.lower() not in inner]
        if not found and token.dep == "acl:relcl" and not syntax.dep(i, "obj"):
            # "the journalist whom soldiers beat", "the man police shot"
            rest = [c for c in syntax.dep(i, "nsubj") if tokens[c].lemma.lower() not in _RELATIVE]
            found = [token.head] if rest and token.head >= 0 else []
        if not found:
            found = self._aimed_at(i)
        if not found and depth <= _DEPTH:
            # "shot and killed two teachers": the first verb shares the object of the second
            joined = [c for c in syntax.below[i] if tokens[c].dep == "conj" and self._verbal(c)]
            later = [c for c in joined if not syntax.dep(c, "nsubj")]
            found = self.patients(later[0], depth + 1) if later and not self._passive(later[0]) else []
        return self._all(found)

    def _aimed_at(self, i: int) -> list[int]:
        """ "opened fire on a patrol", "fired at demonstrators", "clashed with police"."""
        found = []
        for c in self.syntax.below[i]:
            cases = {self.tokens[g].lemma.lower() for g in self.syntax.below[c] if self.tokens[g].dep == "case"}
            if self.tokens[c].dep == "obl" and cases & words().aiming and not self.tokens[c].text.isdigit():
                found.append(c)
            elif self.tokens[c].dep == "obj":
                found += self._aimed_of(c)
        return [c for c in found if self.tokens[c].lemma.lower() not in words().time_nouns]

    def _aimed_of(self, noun: int) -> list[int]:
        return [c for c in self.syntax.below[noun] if self.tokens[c].dep == "nmod" and self._cases(c) & words().aiming]

    # ---- nouns

    def of_noun(self, i: int) -> tuple[list[int], list[int]]:
        """Agents and patients of a noun that names an act."""
        tokens, syntax = self.tokens, self.syntax
        agents: list[int] = []
        patients: list[int] = []
        owner: list[int] = []
        compounds: list[int] = []
        for c in syntax.below[i]:
            dep, cases = tokens[c].dep, self._cases(c)
            if dep == "nmod:poss":
                owner.append(c)
            elif dep in ("nmod", "obl") and "by" in cases:
                agents.append(c)
            elif dep in ("nmod", "obl") and cases & (words().aiming | {"of"}):
                if tokens[c].lemma.lower() not in words().time_nouns:
                    patients.append(c)
                    agents += self._by(c)
            elif dep == "compound" and not self._one_name(c, c + 1):
                compounds.append(c)
            elif dep in ("acl", "acl:relcl") and tokens[c].lemma.lower() in words().doing:
                agents += self.agents(c)
            elif dep in ("acl", "acl:relcl") and tokens[c].lemma.lower() in words().aiming_verbs:
                patients += self.patients(c) if not self._passive(c) else []
        for c in compounds:
            self._compound(c, agents, patients)
        if owner:
            undergoing = not patients and tokens[i].lemma.lower() in words().suffered
            (patients if undergoing else agents).extend(owner)
        agents = agents or self._by_far(i) or self._light(i) or self._blamed(i)
        return self._all(agents), self._all(patients)

    def _by_far(self, i: int) -> list[int]:
        """The "by …" that the tree hung on a place, a day or a person on its way to the noun of an act."""
        found: list[int] = []
        queue = [i]
        while queue:
            for c in self.syntax.below[queue.pop()]:
                if self.tokens[c].dep in _ON_THE_WAY and self.tokens[c].pos in ("NOUN", "PROPN", "NUM"):
                    queue.append(c)
                    if c > i and "by" in self._cases(c) and self.tokens[c].lemma.lower() not in words().time_nouns:
                        found.append(c)
        return [f for f in found if self.tokens[f].pos != "NUM"]

    def _compound(self, c: int, agents: list[int], patients: list[int]) -> None:
        """ "a Taliban attack" is by them, "a church bombing" on it, "a bomb attack" with it."""
        lemma = self.tokens[c].lemma.lower()
        if lemma in words().causes:
            return
        category = categorise_tokens(self.syntax.sentence, c, self.syntax) or categorise((), self._name(c))
        if category in _DOERS or is_attacker(lemma) or (category in _FORCES and patients):
            agents.append(c)
        elif category is not None:
            patients.append(c)

    def _name(self, i: int) -> str:
        first = last = i
        while first > 0 and self.tokens[first - 1].pos == "PROPN":
            first -= 1
        while last + 1 < len(self.tokens) and self.tokens[last + 1].pos == "PROPN":
            last += 1
        return " ".join(t.text for t in self.tokens[first : last + 1])

    def _light(self, i: int) -> list[int]:
        """The subject of a verb that lends a noun its doer: "rebels carried out the attack"."""
        token = self.tokens[i]
        if token.head < 0 or self.tokens[token.head].lemma.lower() not in words().doing:
            return []
        if token.dep in ("obj", "nsubj:pass"):
            return self.agents(token.head)
        return []

    def _blamed(self, i: int) -> list[int]:
        """Who is blamed for the act, has a part in it, or to whom it is laid."""
        token = self.tokens[i]
        if token.head < 0:
            return []
        above = self.tokens[token.head]
        lemma, dep, cases = above.lemma.lower(), token.dep.split(":")[0], self._cases(i)
        if dep == "nsubj" and lemma in words().works and self.syntax.dep(token.head, "cop"):
            # "the attack was the work of the gang"
            return [c for c in self.syntax.below[token.head] if self.tokens[c].dep == "nmod" and "of" in self._cases(c)]
        if lemma in words().shares and dep == "nmod" and above.head >= 0:
            verb = self.tokens[above.head].lemma.lower()
            return self.agents(above.head) if verb in words().partaking else []
        if lemma in words().blaming and dep == "obl" and cases & {"for", "of", "in", "over", "with"}:
            # "are to blame for the murder"
            bare = any(
                self.tokens[c].lemma == "to" and self.tokens[c].dep == "mark" for c in self.syntax.below[token.head]
            )
            return self.patients(token.head) or (self.agents(token.head) if bare else [])
        held = self._held_over(i, cases)
        if held:
            return held
        if lemma in words().laying and (dep == "obj" or token.dep == "nsubj:pass"):
            return [c for c in self.syntax.below[token.head] if self._cases(c) & {"to", "on"}]
        if lemma not in words().partaking:
            return []
        if lemma == "involve" and self._passive(token.head):
            return self.patients(token.head) if dep == "obl" and "in" in cases else []
        if lemma == "take" and not any(self.tokens[c].lemma == "part" for c in self.syntax.below[token.head]):
            return []
        return self.agents(token.head) if dep == "obl" and cases & {"in", "for", "behind"} else []

    def _held_over(self, i: int, cases: set[str]) -> list[int]:
        """Who is "arrested over the attack", "held in connection with the murder", "wanted for the bombing"."""
        head = self.tokens[i].head
        if self.tokens[head].lemma.lower() in words().links and self.tokens[i].dep == "nmod":
            i, head, cases = head, self.tokens[head].head, {"for"}
        tied = self.tokens[i].dep.split(":")[0] in ("obl", "nmod") and cases & {"for", "over"}
        if head < 0 or not tied or self.tokens[head].lemma.lower() not in words().holding:
            return []
        if self.tokens[head].pos in ("NOUN", "PROPN"):
            # "the arrest of two men over the attack"
            return self.of_noun(head)[1]
        return self.patients(head)

    # ---- help

    def _cases(self, c: int) -> set[str]:
        # a title before a name takes the preposition with it ("of opposition leader Maria Okello")
        below, tokens = self.syntax.below, self.tokens
        heads = [c, *(g for g in below[c] if g < c and tokens[g].dep in ("nmod:desc", "compound", "appos"))]
        return {tokens[g].lemma.lower() for h in heads for g in below[h] if tokens[g].dep == "case"}

    def _by(self, i: int) -> list[int]:
        found = []
        for c in self.syntax.below[i]:
            token = self.tokens[c]
            cases = self._cases(c)
            # "five were shot, including a guard": the tree may take the part for the doer
            if (token.dep == "obl:agent" and (not cases or "by" in cases)) or (
                token.dep in ("obl", "nmod") and "by" in cases
            ):
                if token.lemma.lower() not in words().time_nouns and not token.text[:1].isdigit():
                    found.append(c)
        return found

    def _passive(self, i: int) -> bool:
        token = self.tokens[i]
        if any(self.tokens[c].dep in ("nsubj:pass", "aux:pass") for c in self.syntax.below[i]):
            return True
        if token.tag != "VBN" and not (token.tag == "VBD" and token.dep in ("acl", "amod")):
            return False
        if any(self.tokens[c].dep in ("aux", "obj") and not self._cases(c) for c in self.syntax.below[i]):
            return False
        return token.dep in ("acl", "amod", "advcl") or (
            token.dep in ("conj", "root", "parataxis", "xcomp") and not self.syntax.dep(i, "nsubj")
        )

    def _antecedent(self, verb: int, subject: int) -> int:
        token = self.tokens[verb]
        relative = self.tokens[subject].lemma.lower() in _RELATIVE
        return token.head if relative and token.dep == "acl:relcl" and token.head >= 0 else subject

    def _verbal(self, i: int) -> bool:
        return self.tokens[i].pos in ("VERB", "AUX", "ADJ")

    def _all(self, items: Iterable[int]) -> list[int]:
        """The phrases and those joined to them ("a candidate and two supporters")."""
        return [i for i in self.syntax.with_conjuncts(items) if not self._verbal(i)]
