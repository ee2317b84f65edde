"""What the forces of a report do where its words leave that open: whose arrest it is, and what they do beside an attack.

An arrest of which nobody says whose it is is that of the police, if no other force acts in the report.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from onrecord.model import Actor, Claim
from onrecord.reading.actors import categorise, categorise_tokens, noun_phrase
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.claims.triggers import Trigger
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["FORCES", "against_protests", "force_beside", "police_around", "police_before", "police_beside"]

FORCES = ("police", "military", "paramilitary", "intelligence")
"""The categories of those who use force for a state."""

# sentences back in which the police stand that make an arrest, whoever else is told of
_NEAR = 3
# sentences on both sides in which they stand where no other force acts
_WIDE = 15
_RECENT = timedelta(days=60)
_BY = ("by", "accord", "according")
# "an officer" is somebody of the police, not the police
_SOMEBODY = ("a", "an", "some", "any", "no", "another")
_OTHERS = frozenset({"military", "paramilitary", "intelligence"})
# who is sent against crowds, and the kinds of attack that they may make there too
_ON_CROWDS = ("police", "military", "paramilitary")
# the attacks that are force where a force makes them at a protest, told within so many characters of it, and on nobody armed
_AT_PROTESTS = ("attack.unspecified", "attack.shooting", "attack.melee")
_BESIDE = 350
_ARMED = ("armed_group", "gang", "police", "military", "paramilitary")
_BY_ANYBODY = ("attack.unspecified", "attack.shooting", "attack.shelling")


def against_protests(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with shots and blows by a force, right beside a protest of that day, as force against it; these have no id yet.

    "The students had taken to the streets. … Police opened fire on students near the stage."
    """
    protests = [c for c in claims if c.type == "protest" and c.modality == "actual"]
    return [
        replace(c, type="excessive_force", id="") if any(_at_protest(c, p) for p in protests) else c for c in claims
    ]


def _at_protest(claim: Claim, protest: Claim) -> bool:
    if claim.type not in _AT_PROTESTS or claim.modality not in ("actual", "alleged"):
        return False
    doers = {a.category for a in claim.actors if a.role == "perpetrator"}
    armed = any(a.category in _ARMED for a in claim.actors if a.role == "victim")
    told, beside = claim.evidence[0], protest.evidence[0]
    gap = max(told.start - beside.end, beside.start - told.end)
    same = claim.when is not None and protest.when is not None and claim.when.start == protest.when.start
    return bool(doers) and doers <= {*_ON_CROWDS} and not armed and gap <= _BESIDE and same


def police_beside(syntax: Syntax, told: Collection[int]) -> int | None:
    """The police that a sentence names beside an arrest; ``told`` are the heads of those who have a part in it."""
    for i, token in enumerate(syntax.tokens):
        dep = token.dep.split(":")[0]
        if token.pos not in ("NOUN", "PROPN") or i in told or dep not in ("nsubj", "compound", "obl", "nmod"):
            continue
        if categorise_tokens(syntax.sentence, i, syntax) == "police" and not _undergoes(syntax, i, told):
            return i
    return None


def _undergoes(syntax: Syntax, i: int, told: Collection[int]) -> bool:
    """Whether somebody is the object of a deed ("held for beating a policeman")."""
    undergoing = syntax.tokens[i].dep in ("obj", "nsubj:pass", "nmod")
    return undergoing or any(i in syntax.subtree(a) for a in told)


def police_before(analysis: Analysis, here: ParsedSentence) -> Actor | None:
    """The police that make an arrest told in ``here`` without a doer, in the words by which another sentence calls them."""
    found = police_around(analysis, here)
    if found is None:
        return None
    sentence, head = found
    first, last = noun_phrase(sentence, head)
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    return Actor.cut(analysis.text, start, end, role="authority", category="police")


def police_around(analysis: Analysis, here: ParsedSentence) -> tuple[ParsedSentence, int] | None:
    """The sentence and the token of the police that act just before ``here``, or else of the one force of the report.

    The arrest must be of the report's own days. Further off the police stand for it only where they act or are quoted, no
    soldiers or agents act beside them, and the police of no second place are told of.
    """
    if _looks_back(analysis, here):
        return None
    at = analysis.sentence_at(here.start)
    before = analysis.sentences[max(0, at - _WIDE) : at]
    for sentence in reversed(before[-_NEAR:]):
        for head, category in _forces(sentence, quoted=False):
            if category == "police":
                return sentence, head
    after = analysis.sentences[at + 1 : at + 1 + _WIDE]
    told = [
        (sentence, head, category)
        for sentence in (*reversed(before), *after)
        for head, category in _forces(sentence, quoted=True)
    ]
    acting = {category for _, _, category in told} | {c for _, c in _forces(here, quoted=True)}
    if acting & _OTHERS or not told:
        return None
    names = [named for sentence, head, _ in told if (named := _named(sentence, head))]
    if any(not a & b for a in names for b in names):
        return None
    return told[0][:2]


def _forces(sentence: ParsedSentence, *, quoted: bool) -> Iterator[tuple[int, str]]:
    """The forces that do something in a sentence; ``quoted`` takes "according to police" and "by police" in."""
    if not sentence.parsed:
        return
    for i, token in enumerate(sentence.tokens):
        if token.pos not in ("NOUN", "PROPN"):
            continue
        # "swift police action": the police act, not somebody as in "a police officer"
        above = sentence.tokens[token.head] if quoted and token.dep == "compound" and token.head > i else None
        named = above if above is not None and categorise([above.lemma.lower()]) is None else token
        if named.dep == "nsubj" or (quoted and named.dep.split(":")[0] == "obl" and _has(sentence, i, "case", _BY)):
            category = categorise_tokens(sentence, i)
            if category in _OTHERS or (category == "police" and _are_police(sentence, i)):
                yield i, category


def _are_police(sentence: ParsedSentence, i: int) -> bool:
    """Whether the words stand for the police as a body: not "three officers", "police jeeps" or "UN security"."""
    first, last = noun_phrase(sentence, i)
    words = sentence.tokens[first:last]
    if _has(sentence, i, "det", _SOMEBODY) or any(t.head == i and t.dep == "nummod" for t in words):
        return False
    name = " ".join(t.text for t in words if t.pos == "PROPN")
    abroad = categorise((), name) == "international_body" if name else False
    return not abroad and categorise([t.lemma.lower() for t in words[: i - first + 1]], name or None) == "police"


def _has(sentence: ParsedSentence, i: int, dep: str, lemmas: tuple[str, ...]) -> bool:
    before = sentence.tokens[max(0, i - 6) : i]
    return any(t.head == i and t.dep == dep and t.lemma.lower() in lemmas for t in before)


def _named(sentence: ParsedSentence, head: int) -> frozenset[str]:
    """The name of a place or a body in the words for a force: "Leeds police" are not "York police"."""
    first, last = noun_phrase(sentence, head)
    words = [t for t in sentence.tokens[first:last] if t.pos == "PROPN"]
    return frozenset(t.lemma.lower() for t in words if "police" not in t.lemma.lower())


def _looks_back(analysis: Analysis, here: ParsedSentence) -> bool:
    """Whether a sentence tells of another time than the report's days."""
    today = analysis.document.published_day
    days = [t.last for t in analysis.times if here.start <= t.start < here.end]
    return today is not None and any(day is not None and day < today - _RECENT for day in days)


def force_beside(syntax: Syntax, triggers: Sequence[Trigger]) -> frozenset[int]:
    """The words of a clause in which a force acts against a crowd while others strike.

    "A man was stabbed to death even as police fired tear gas", "gunmen killed a guard while soldiers beat marchers". Where the
    other clause leaves open who did it ("two were killed as police fired at a crowd"), the force did.
    """
    found = set[int]()
    for trigger in triggers:
        if trigger.type != "excessive_force":
            continue
        verb = syntax.clause(trigger.anchor)
        marks = {syntax.tokens[m].lemma.lower() for m in syntax.dep(verb, "mark")}
        if syntax.tokens[verb].dep != "advcl" or not marks & context().meanwhile:
            continue
        above = [t for t in triggers if syntax.clause(t.anchor) == syntax.tokens[verb].head]
        if any(_struck_by_others(syntax, t) for t in above):
            found.update(syntax.subtree(verb))
    return frozenset(found)


def _struck_by_others(syntax: Syntax, trigger: Trigger) -> bool:
    """Whether an attack has a doer that is no force, or is of a kind that no force uses on a crowd."""
    if not trigger.type.startswith("attack."):
        return False
    doers = syntax.subjects(syntax.clause(trigger.anchor))
    if not doers:
        return trigger.type not in _BY_ANYBODY
    return not any(categorise_tokens(syntax.sentence, i, syntax) in _ON_CROWDS for i in doers)
