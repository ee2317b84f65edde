"""Repairs of a parse that the words themselves call for, each a pair of facts that no grammar allows to stand together."""

from functools import cache

import msgspec

from onrecord.reading.nlp.values import Entity, ParsedSentence, Token
from onrecord.vocab import load

__all__ = ["mended"]

_change = msgspec.structs.replace


def mended(sentence: ParsedSentence) -> ParsedSentence:
    """The sentence with its repairs; a second time changes nothing."""
    if not sentence.parsed:
        return sentence
    entities = _whole_bodies(sentence.tokens, _whole_names(sentence.tokens, sentence.entities))
    tokens = list(sentence.tokens)
    _titles(tokens, entities)
    _by_whom(tokens)
    _active(tokens)
    _one_and_several(tokens)
    _aged(tokens)
    _hit(tokens)
    return _change(sentence, tokens=tuple(tokens), entities=entities)


def _whole_names(tokens: tuple[Token, ...], entities: tuple[Entity, ...]) -> list[Entity]:
    """A place and a person that are parts of one name are a person: "Judge Valencia Garcia"."""
    found: list[Entity] = []
    for entity in entities:
        last = found[-1] if found else None
        joined = last is not None and last.last == entity.first and {last.label, entity.label} == {"LOC", "PER"}
        if last is not None and joined and tokens[entity.first].dep == "flat":
            if last.first <= tokens[entity.first].head < last.last:
                found[-1] = _change(last, end=entity.end, last=entity.last, label="PER")
                continue
        found.append(entity)
    return found


def _whole_bodies(tokens: tuple[Token, ...], entities: list[Entity]) -> tuple[Entity, ...]:
    """A body's name that the labels cut beside "of" goes on to the capitals there: "the Department of" + "Affairs"."""
    found: list[Entity] = []
    for entity in entities:
        first, last = entity.first, entity.last
        if entity.label == "ORG":
            while first and tokens[first].text == "of" and tokens[first - 1].pos == "PROPN":
                first = _run(tokens, first - 1, -1)
            if tokens[last - 1].text == "of" and last < len(tokens) and tokens[last].pos == "PROPN":
                last = _run(tokens, last, 1) + 1
        while found and first < found[-1].last and (found[-1].label == "ORG" or first <= found[-1].first):
            first, last = min(first, found[-1].first), max(last, found[-1].last)
            found.pop()
        if found and first < found[-1].last:
            first = found[-1].last
        if (first, last) != (entity.first, entity.last):
            entity = _change(entity, start=tokens[first].start, end=tokens[last - 1].end, first=first, last=last)
        found.append(entity)
    return tuple(found)


def _run(tokens: tuple[Token, ...], i: int, step: int) -> int:
    """The last of the proper nouns that follow one another from token ``i`` on."""
    while 0 <= i + step < len(tokens) and tokens[i + step].pos == "PROPN":
        i += step
    return i


def _titles(tokens: list[Token], entities: tuple[Entity, ...]) -> None:
    """A calling right before a person's name is a part of the phrase that the name heads.

    The tree may give both the same place ("beat reporter Ana Ruiz": two objects), or hang the name on a body whose officer
    the person is ("the Lima Police Department chief Ana Ruiz").
    """
    for entity in entities:
        i, j = entity.first - 1, entity.first
        if entity.label != "PER" or i < 0 or tokens[i].pos != "NOUN":
            continue
        if tokens[i].head == tokens[j].head >= 0 and tokens[i].dep == tokens[j].dep:
            tokens[i] = _change(tokens[i], head=j, dep="nmod:desc")
        above = tokens[j].head
        beside = tokens[i].head == j and tokens[i].dep == "nmod:desc"
        if beside and above == i - 1 and tokens[j].dep == "appos" and tokens[above].pos == "PROPN":
            tokens[j] = _change(tokens[j], head=tokens[above].head, dep=tokens[above].dep)
            tokens[above] = _change(tokens[above], head=i, dep="compound")
            for k, token in enumerate(tokens):
                # what stands before the name of the body goes on belonging to it, but for the preposition of the whole
                if token.head == above and (k > j or token.dep == "case"):
                    tokens[k] = _change(token, head=j)


def _by_whom(tokens: list[Token]) -> None:
    """ "Was shot by hired killers": the noun behind "by" under a passive is its doer and no object of a clause."""
    passive = {t.head for t in tokens if t.dep == "aux:pass"}
    for i, token in enumerate(tokens):
        if token.dep != "obj" or token.head not in passive or token.pos not in ("NOUN", "PROPN"):
            continue
        marks = [k for k, t in enumerate(tokens) if t.head == i and t.dep == "mark" and t.text.lower() == "by"]
        if marks:
            tokens[marks[0]] = _change(tokens[marks[0]], pos="ADP", dep="case")
            tokens[i] = _change(token, dep="obl:agent")


def _active(tokens: list[Token]) -> None:
    """A past tense with an object and without a helper is no passive: "gunmen seized a trader", "men shot and killed a clerk"."""
    for i, token in enumerate(tokens):
        if token.dep != "nsubj:pass" or token.head < i or tokens[token.head].tag not in ("VBD", "VBN"):
            continue
        below = [(k, t) for k, t in enumerate(tokens) if t.head == token.head]
        verbs = {token.head, *(k for k, t in below if t.dep == "conj" and t.pos == "VERB")}
        own = {t.dep.split(":")[0] for _, t in below} - {"nsubj"}
        shared = {t.dep for t in tokens if t.head in verbs - {token.head}}
        told = tokens[token.head].tag == "VBD" and "obj" in own
        joined = "obj" in shared and not shared & {"nsubj", "nsubj:pass", "aux:pass"}
        joined = joined and any(tokens[v].tag == "VBD" for v in verbs - {token.head})
        if "aux" not in own and (told or joined):
            tokens[i] = _change(token, dep="nsubj")
            tokens[token.head] = _change(tokens[token.head], tag="VBD")


def _one_and_several(tokens: list[Token]) -> None:
    """ "Killed a civilian and wounded four others": what has an article and a number is two phrases, cut at the verb between."""
    for i, noun in enumerate(tokens):
        numbers = [k for k, t in enumerate(tokens) if t.head == i and t.dep == "nummod" and k < i]
        articles = [k for k, t in enumerate(tokens) if t.head == i and t.text.lower() in ("a", "an") and k < i]
        if noun.tag != "NNS" or noun.dep != "obj" or not numbers or not articles or articles[0] > numbers[0]:
            continue
        a, n = articles[0], numbers[0]
        joins = [k for k in range(a + 2, n) if tokens[k].pos == "CCONJ" and tokens[k + 1].tag in ("VBN", "VBD")]
        if len(joins) != 1 or joins[0] + 2 != n:
            continue
        one, verb, above = joins[0] - 1, joins[0] + 1, noun.head
        for k in range(a, one):
            tokens[k] = _change(tokens[k], head=one)
        tokens[one] = _change(tokens[one], pos="NOUN", tag="NN", head=above, dep="obj")
        tokens[joins[0]] = _change(tokens[joins[0]], head=verb)
        tokens[verb] = _change(tokens[verb], pos="VERB", tag="VBD", head=above, dep="conj")
        tokens[i] = _change(noun, head=verb)


_NOMINAL = ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "appos")
_OF_NOUNS = ("det", "nummod", "amod", "nmod:poss", "compound")


class _Persons(msgspec.Struct, frozen=True):
    general: frozenset[str]
    general_plural: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    young: frozenset[str]
    grown: frozenset[str]
    pronouns: frozenset[str]


class _Effects(msgspec.Struct, frozen=True):
    words: _Persons


@cache
def _people() -> frozenset[str]:
    """Nouns for a person in general, by gender and by age."""
    found: _Effects = load("effects.toml", _Effects)
    w = found.words
    nouns = w.general | w.general_plural | w.male | w.female | w.young | w.grown | {"old", "children"}
    return nouns - w.pronouns - {"shot"}


def _aged(tokens: list[Token]) -> None:
    """ "The 17-year-old was hit", "killed a civilian": an age, or what has an article of its own, is a noun in the place of one."""
    for i, token in enumerate(tokens):
        if token.pos != "ADJ" or token.dep not in _NOMINAL:
            continue
        aged = (
            token.text.lower() == "old"
            and i > 1
            and "year" in (tokens[i - 1].lemma.lower(), tokens[i - 2].lemma.lower())
        )
        if aged or (token.dep == "obj" and any(t.head == i and t.text.lower() in ("a", "an") for t in tokens[:i])):
            tokens[i] = _change(token, pos="NOUN", tag="NN")


def _hit(tokens: list[Token]) -> None:
    """ "A boy shot on Monday has died": behind a word for a person "shot" is no noun, as it is in "a gun shot"."""
    for i in range(1, len(tokens)):
        if tokens[i].text.lower() != "shot" or tokens[i].tag != "NN":
            continue
        if any(t.head == i and t.dep == "nsubj" for t in tokens[:i]) and not any(
            t.head == i and t.dep == "cop" for t in tokens
        ):
            _fired(tokens, i)
            continue
        k = i - 1
        while k > 0 and tokens[k].pos == "ADV":
            k -= 1
        if i + 1 < len(tokens) and tokens[i + 1].pos in ("CCONJ", "DET", "PRON", "NUM"):
            # "a child shot and killed a boy"
            continue
        if tokens[k].lemma.lower() not in _people() or tokens[k].pos not in ("NOUN", "ADJ"):
            continue
        if tokens[i].dep == "acl":
            tokens[i] = _change(tokens[i], pos="VERB", tag="VBN", lemma="shoot")
        elif tokens[k].head == i:
            tokens[k] = _change(tokens[k], head=tokens[i].head, dep=tokens[i].dep, pos="NOUN")
            for j, token in enumerate(tokens):
                if token.head == i and j < k and token.dep in (*_OF_NOUNS, "case", "cc", "punct"):
                    tokens[j] = _change(token, head=k)
            tokens[i] = _change(tokens[i], pos="VERB", tag="VBN", lemma="shoot", head=k, dep="acl")


def _fired(tokens: list[Token], i: int) -> None:
    """ "Two men who rode a motorcycle shot the judge dead": what has a subject is a verb, and the judge its object."""
    tokens[i] = _change(tokens[i], pos="VERB", tag="VBD", lemma="shoot")
    for j in range(i + 1, len(tokens)):
        above = tokens[j].head
        of_state = (
            tokens[j].dep == "nsubj" and above == j + 1 and tokens[above].pos == "ADJ" and tokens[above].head == i
        )
        if of_state or (above == i and tokens[j].dep == "dep" and tokens[j].pos in ("NOUN", "PROPN")):
            tokens[j] = _change(tokens[j], head=i, dep="obj")
            return
