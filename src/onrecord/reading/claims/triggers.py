"""Finding triggers: patterns of the lexicon in a sentence, checked against their conditions."""

from collections.abc import Sequence

import msgspec

from onrecord.reading.claims.context import context
from onrecord.reading.claims.crowds import is_crowd
from onrecord.reading.claims.lexicon import GAP, Entry, Lexicon, Pattern, Words, lexicon
from onrecord.reading.claims.marks import by_finder, firm, of_harm, plain, sure, telling
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Act
from onrecord.reading.times.lexicon import month_names, weekday_numbers

__all__ = ["Trigger", "find_triggers", "marked_triggers", "retyped", "walk"]

_WEAK, _YES, _NO = 1, 2, 0
_NAMED = 2
# what is done to people alone
_OF_PEOPLE = ("abduction", "arrest")
_PROTEST = "protest"
# forms of a verb that tells what was or is done
_TELLING = ("VBD", "VBN", "VBZ", "VBP", "VBG")
# words in small letters from which on a line is no headline
_PROSE = 3


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """A pattern that stands in a sentence. ``anchor`` is its syntactic head; ``tokens`` are all it matched."""

    sentence: int
    anchor: int
    tokens: tuple[int, ...]
    start: int
    end: int
    exact: str
    type: str
    rank: int
    effect: str | None
    means: tuple[str, ...]
    kind: str
    weak: bool
    plural: bool
    source: str
    entry: int | None
    """Index of the lexicon's entry; absent where the finder marked the words."""


def find_triggers(syntax: Syntax, sentence: int, lexicon: Lexicon, text: str) -> list[Trigger]:
    """The triggers of one sentence in text order, the longest where several overlap, the higher rank next."""
    found: list[tuple[tuple[int, ...], Pattern, int]] = []
    for i, token in enumerate(syntax.tokens):
        if i and token.text in month_names():
            continue
        # in one order, for where two patterns of a line match the first stays
        for key in dict.fromkeys((token.lemma.lower(), token.text.lower())):
            for pattern in lexicon.by_word.get(key, ()):
                matched = _match(pattern, syntax, i)
                if matched is None:
                    continue
                verdict = _check(pattern, syntax, _anchor(syntax, matched), matched)
                if verdict != _NO:
                    found.append((matched, pattern, verdict))
    found.sort(
        key=lambda f: (
            -len(f[0]),
            f[2] == _WEAK,
            f[1].weak,
            -f[1].entry.rank,
            -f[1].entry.prior,
            f[1].entry.index,
            f[0],
        )
    )
    taken: set[int] = set()
    chosen = []
    for matched, pattern, verdict in found:
        core = {matched[0], matched[-1], _anchor(syntax, matched)}
        if not taken & core:
            taken |= set(matched)
            weak = (pattern.weak or verdict == _WEAK) and not _is_firm(pattern.entry, syntax, matched)
            chosen.append(_trigger(syntax, sentence, matched, pattern, weak, text))
    return sorted(chosen, key=lambda t: (t.start, t.end))


def _trigger(
    syntax: Syntax, sentence: int, matched: tuple[int, ...], pattern: Pattern, weak: bool, text: str
) -> Trigger:
    start = min(syntax.tokens[i].start for i in matched)
    end = max(syntax.tokens[i].end for i in matched)
    entry = pattern.entry
    return Trigger(
        sentence=sentence,
        anchor=_anchor(syntax, matched),
        tokens=matched,
        start=start,
        end=end,
        exact=text[start:end],
        type=entry.type,
        rank=entry.rank,
        effect=entry.effect,
        means=entry.means,
        kind=pattern.kind,
        weak=weak,
        plural=entry.plural,
        source=pattern.source,
        entry=entry.index,
    )


def retyped(syntax: Syntax, known: Sequence[Trigger], acts: Sequence[Act]) -> list[Trigger]:
    """The triggers with the type that the finder is sure of, which reads the whole sentence where a line reads some words."""
    marked = [(act, {*syntax.at(act.start, act.end)}) for act in acts if telling(act) > _NAMED and firm(act)]
    found = []
    for trigger in known:
        # a word that the lexicon leaves open is settled by what the finder firmly takes it for
        open_ = trigger.weak and trigger.rank > _NAMED
        told = [act for act, words in marked if trigger.anchor in words and (open_ or sure(act))]
        if trigger.rank >= _NAMED and len({a.type for a in told}) == 1 and (open_ or trigger.type != told[0].type):
            source = f"{trigger.source}; {told[0].type} {by_finder(told[0])}"
            trigger = msgspec.structs.replace(
                trigger, type=told[0].type, weak=trigger.weak and not open_, source=source
            )
        found.append(trigger)
    return found


def marked_triggers(syntax: Syntax, sentence: int, acts: Sequence[Act], known: Sequence[Trigger]) -> list[Trigger]:
    """The triggers that the finder marks where the lexicon has none of ``known``, in text order."""
    taken = {i for t in known for i in (*t.tokens, t.anchor)}
    # where words tell of effects alone ("fell", "to death"), the words beside them may firmly tell of which act
    effects = all(t.rank < _NAMED and t.weak for t in known)
    words = [(act, tuple(syntax.at(act.start, act.end))) for act in acts]
    # what the lexicon tells already is not told again by a word beside it
    told = {act.type for act, matched in words if taken & {*matched}}
    found = []
    for act, matched in words:
        rank = telling(act)
        more = effects and rank > _NAMED and firm(act) and not of_harm(act) and {*matched} - taken
        blocked = not more and (taken & {*matched} or act.type in told)
        if not matched or rank == 0 or blocked:
            continue
        anchor = _anchor(syntax, matched)
        verb = syntax.tokens[anchor].pos in ("VERB", "AUX")
        if verb and act.type in _OF_PEOPLE and _ground_taken(syntax, anchor):
            continue
        if syntax.tokens[anchor].pos == "ADJ" and syntax.tokens[anchor].dep == "amod":
            # "unauthorised protests": what they are called tells of no act
            continue
        found.append(
            Trigger(
                sentence=sentence,
                anchor=anchor,
                tokens=matched,
                start=act.start,
                end=act.end,
                exact=act.exact,
                type=act.type,
                rank=rank,
                effect=None,
                means=(),
                kind="verb" if verb else "noun",
                weak=not (firm(act) or (verb and _told_plainly(syntax, anchor, act))),
                plural=True,
                source=by_finder(act),
                entry=None,
            )
        )
    return found


def _told_plainly(syntax: Syntax, verb: int, act: Act) -> bool:
    """Whether a mark that is not firm stands on the main verb of a sentence that names a place or a day.

    What a crowd does in protest anybody may do: there it has to be a crowd.
    """
    clause = verb
    while syntax.tokens[clause].dep in ("conj", "parataxis", "ccomp") and syntax.tokens[clause].head >= 0:
        clause = syntax.tokens[clause].head
    if syntax.tokens[clause].dep != "root" or syntax.tokens[verb].tag not in _TELLING:
        return False
    if act.type == _PROTEST:
        return any(is_crowd(syntax, i) for i in syntax.subjects(verb))
    return plain(act) and (
        "LOC" in syntax.entity.values()
        or any(t.text in month_names() or t.text.lower() in weekday_numbers() for t in syntax.tokens)
    )


def _ground_taken(syntax: Syntax, verb: int) -> bool:
    """Whether only places undergo a verb, or who does it: who captures a district or drags himself home holds nobody."""
    grounds = context().grounds | lexicon().classes["building"]
    taken = syntax.objects(verb)
    return bool(taken) and all(
        syntax.entity.get(i) == "LOC"
        or syntax.is_one_of(i, grounds)
        or syntax.tokens[i].text.endswith(("self", "selves"))
        for i in taken
    )


def _anchor(syntax: Syntax, matched: tuple[int, ...]) -> int:
    inside = set(matched)
    for i in matched:
        if syntax.tokens[i].head not in inside:
            return i
    return matched[0]


def _match(pattern: Pattern, syntax: Syntax, i: int) -> tuple[int, ...] | None:
    token = syntax.tokens[i]
    if pattern.kind == "verb" and token.pos == "ADV" and pattern.steps[1:] and i + 1 < len(syntax.tokens):
        # "sexually assault": the verb of the line is its second word
        token = syntax.tokens[i + 1]
    if pattern.kind == "verb" and token.pos not in ("VERB", "AUX", ""):
        participle = token.pos == "ADJ" and token.tag in ("VBN", "JJ") and token.text.lower().endswith("ed")
        if not (participle and len(pattern.steps) > 1):
            return None
    joined = token.dep == "conj" and token.head >= 0 and syntax.tokens[token.head].dep == "amod"
    attributive = pattern.kind == "verb" and (token.dep == "amod" or joined)
    matched = walk(pattern.steps, syntax, i)
    # "a mob set fire to the hall": a verb that is parsed as describing a noun of its own pattern is none
    if attributive and (matched is None or token.head not in matched):
        if len(pattern.steps) == 1 or not pattern.entry.type.startswith("restriction."):
            return None
    if matched is None and pattern.kind == "verb":
        matched = _turned(pattern.steps, syntax, i)
    if matched is not None and pattern.kind == "noun":
        head = _anchor(syntax, matched)
        token = syntax.tokens[head]
        if _in_a_name(syntax, head):
            return None
        gerund = token.tag == "VBG" and _nominal(syntax, head)
        if token.pos not in ("NOUN", "PROPN", "") and not gerund:
            return None
    return matched


def _in_a_name(syntax: Syntax, i: int) -> bool:
    """Whether a word is the end of the name of a body ("the Organisation Against Torture"), in a text that is no headline."""
    token = syntax.tokens[i]
    beside = i - 1 if syntax.entity.get(i) == "ORG" else token.head if token.pos == "PROPN" else -1
    if syntax.entity.get(beside) != "ORG" or not token.text.istitle():
        return False
    plain = [t for t in syntax.tokens if t.pos in ("NOUN", "VERB", "ADJ") and t.text.islower()]
    return len(plain) >= _PROSE


def _nominal(syntax: Syntax, i: int) -> bool:
    """Whether a gerund is used as a noun: "the firing", "police firing", "in firing"."""
    return any(syntax.tokens[c].dep in ("det", "amod", "nmod:poss", "compound", "case") for c in syntax.below[i])


def walk(steps: Sequence[Words | None], syntax: Syntax, i: int) -> tuple[int, ...] | None:
    """The tokens that the steps match from token ``i`` on, or ``None``."""
    matched = [i]
    at, gap = i + 1, False
    for step in steps[1:]:
        if step is None:
            gap = True
            continue
        limit = min(len(syntax.tokens), at + (GAP + 1 if gap else 1))
        for k in range(at, limit):
            if syntax.tokens[k].text in (";", ".", ":", "—", "|"):
                return None
            if not step or syntax.is_one_of(k, step):
                matched.append(k)
                at, gap = k + 1, False
                break
        else:
            return None
    return tuple(matched)


def _turned(steps: Sequence[Words | None], syntax: Syntax, i: int) -> tuple[int, ...] | None:
    """A verb with its object before it: "services were suspended", "the suspended services"."""
    split = next((n for n, step in enumerate(steps) if step is None), None)
    if split is None or split + 2 != len(steps):
        return None
    wanted = steps[-1]
    core = walk(steps[:split], syntax, i)
    if core is None or not wanted:
        return None
    for head in syntax.objects(i) if syntax.passive(i) else syntax.objects(i)[:3]:
        for k in syntax.subtree(head):
            if (
                k not in core
                and abs(k - i) < 25
                and syntax.is_one_of(k, wanted)
                and not _deeper_clause(syntax, k, head)
            ):
                return tuple(sorted((*core, k)))
    return None


def _deeper_clause(syntax: Syntax, i: int, head: int) -> bool:
    while i != head:
        if syntax.tokens[i].dep in ("acl:relcl", "acl", "ccomp", "advcl") or syntax.tokens[i].head < 0:
            return True
        i = syntax.tokens[i].head
    return False


def _check(pattern: Pattern, syntax: Syntax, anchor: int, matched: tuple[int, ...]) -> int:
    """Whether the conditions hold; a relation that the sentence leaves open makes the trigger weak."""
    entry = pattern.entry
    verdict = _YES
    open_, held = 0, 0
    # nouns have no subject or object; what they are of is another relation
    known = [
        c for c in entry.conditions if pattern.kind == "verb" or not c.wanted or c.relation not in ("subject", "object")
    ]
    wanted = [c for c in known if c.wanted and c.relation in ("subject", "object", "of")]
    for condition in known:
        words = _related(condition.relation, syntax, anchor, matched)
        hit = any(_fits(syntax, i, condition.words) for i in words)
        if not condition.wanted:
            if hit:
                return _NO
        elif condition.relation in ("with", "before", "after", "governed_by"):
            if not hit:
                return _NO
        elif hit:
            held += 1
        elif not words:
            open_ += 1
        elif not entry.either:
            return _NO
    if open_ and entry.strict and pattern.kind == "verb":
        return _NO
    if wanted and not held:
        if open_ == 0:
            return _NO
        verdict = _WEAK
    return verdict


def _is_firm(entry: Entry, syntax: Syntax, matched: tuple[int, ...]) -> bool:
    anchor = _anchor(syntax, matched)
    return any(
        any(_fits(syntax, i, condition.words) for i in _related(condition.relation, syntax, anchor, matched))
        for condition in entry.firm
    )


def _fits(syntax: Syntax, i: int, words: Words) -> bool:
    if syntax.is_one_of(i, words):
        return True
    if "people" in words and syntax.tokens[i].pos == "NUM":
        return True
    label = syntax.entity.get(i)
    if "PERSON" in words and (label == "PER" or (label is None and syntax.tokens[i].pos == "PROPN")):
        return True
    return "PLACE" in words and label == "LOC"


def _related(relation: str, syntax: Syntax, anchor: int, matched: tuple[int, ...]) -> list[int]:
    if relation == "with":
        return list(range(len(syntax.tokens)))
    if relation == "before":
        return [i for i in (matched[0] - 1,) if i >= 0]
    if relation == "after":
        return [i for i in (matched[-1] + 1,) if i < len(syntax.tokens)]
    if relation == "subject":
        return syntax.subjects(anchor)
    if relation == "object":
        return list(syntax.objects(anchor))
    if relation == "of":
        below = syntax.of(anchor)
        if syntax.tokens[anchor].pos == "VERB":
            below = [*below, *syntax.with_conjuncts(syntax.dep(anchor, "obl"))]
        return [i for i in below if i not in matched]
    if relation == "governed_by":
        return list(syntax.path(anchor)[1:3])
    raise ValueError(f"no relation {relation!r}")
