"""Whether what a sentence tells was done, is to come, is only asked for or wished, and when."""

from collections.abc import Sequence

from onrecord.model import Modality
from onrecord.reading.analysis import Analysis
from onrecord.reading.demands.asks import Ask
from onrecord.reading.demands.extent import region_end
from onrecord.reading.demands.hits import OF_WORDS, REJECTED, Hit, is_general
from onrecord.reading.demands.lexicon import asking
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.response_lexicon import outcome
from onrecord.reading.parts import TimeMention

__all__ = ["is_asked", "modality_of", "never_to_be", "time_of", "untold"]

_ORDERED = ("response.compensation", "response.lifted")
"""What a court does by ordering that it be done."""


def untold(line: Line, hit: Hit) -> str:
    """Why the words tell that nothing was done; empty where they do not."""
    verb = hit.verb
    free = hit.rule.type in ("response.rejected", "response.denied", "response.promised")
    if not free and any(line.negated(i, () if hit.marked else hit.tokens) for i in (verb, *hit.tokens)):
        return "denied by the text"
    if hit.rule.type == REJECTED and hit.kind == "verb" and not hit.marked and not hit.faint:
        # "a quarrel cannot be ruled out"
        if line.negated(verb, hit.tokens):
            return "denied by the text"
    objects = line.syntax.objects(verb)
    if any(line.fits(o, hit.rule.not_object) for o in objects):
        return "done to something else"
    if hit.rule.type not in OF_WORDS and _nobody(line, (*objects, *line.syntax.subjects(verb)), hit):
        return "done by or to nobody"
    if hit.kind == "verb" and not hit.marked and hit.rule.by != "unsaid" and _turned_round(line, hit):
        return "done by them, and not to them"
    told = line.syntax.is_due(verb) or (hit.rule.type in _ORDERED and _ordered(line, verb))
    if is_general(line, verb) and not told:
        return "a purpose or a rule"
    return "only describes something" if _aside(line, hit) else ""


def _ordered(line: Line, verb: int) -> bool:
    """ "The court ordered the state to pay": what is ordered so is done."""
    governor = line.tokens[verb].head
    return governor >= 0 and line.lemma[governor] in asking().orders


def _turned_round(line: Line, hit: Hit) -> bool:
    """ "A strike called by the unit", "sent to a police station": neither the unit nor the police were sent anywhere."""
    verb, taken = hit.verb, set(hit.tokens)
    doers = {i for doer in line.syntax.subjects(verb) for i in line.syntax.subtree(doer)}
    if line.syntax.passive(verb) and taken & doers:
        return True
    behind = {line.low[i + 1] for i in taken - {verb} if i + 1 < len(line.low)}
    return line.lemma[verb] in outcome().sending and bool(behind & outcome().quarters)


def _nobody(line: Line, heads: Sequence[int], hit: Hit) -> bool:
    """ "Nobody has been held": it was not done."""
    words = () if hit.marked else hit.tokens
    return any(line.low[h] in ("nobody", "none", "neither") or line.negated(h, words) for h in heads)


def _aside(line: Line, hit: Hit) -> bool:
    """A deed told only to describe something ("a unit that had been sent north")."""
    token = line.tokens[hit.verb]
    if len(hit.tokens) == 1 and token.dep in ("acl", "advcl") and token.tag in ("VBG", "VBN"):
        return True
    return token.dep in ("acl:relcl", "acl") and line.syntax.passive(hit.verb) and not line.syntax.subjects(hit.verb)


def modality_of(line: Line, verb: int) -> Modality | None:
    """Planned where it is to come; ``None`` where it is only possible, due or wished."""
    tokens = line.tokens
    words = outcome()
    for node in _chain_up(line, verb):
        helpers = [line.low[c] for c in line.syntax.below[node] if tokens[c].dep.startswith("aux") and c < node + 1]
        if any(h in words.possible for h in helpers) or line.syntax.inverted(node):
            return None
        if any(h in words.future for h in helpers) or line.syntax.is_due(node):
            return "planned"
        if _not_before(line, node):
            return None
        if any(
            line.low[c] in words.conditional for c in line.syntax.below[node] if tokens[c].dep in ("mark", "advmod")
        ):
            return None
        if tokens[node].dep == "xcomp" and tokens[node].head >= 0 and line.lemma[tokens[node].head] in words.planning:
            return "planned"
    return "actual"


def _not_before(line: Line, verb: int) -> bool:
    """ "Would not return before he was freed"."""
    token = line.tokens[verb]
    marked = any(line.low[c] == "before" and line.tokens[c].dep == "mark" for c in line.syntax.below[verb])
    return marked and token.head >= 0 and line.negated(token.head)


def never_to_be(line: Line, verb: int) -> bool:
    """Whether the words say that it will or can not be: "the request cannot be granted"."""
    helped = any(line.tokens[c].tag == "MD" for c in line.syntax.below[verb])
    return helped and (line.negated(verb) or any(line.low[c] == "cannot" for c in line.syntax.below[verb]))


def _chain_up(line: Line, verb: int) -> list[int]:
    """The verb and those that it is joined to without a helper of its own."""
    found = [verb]
    node = verb
    while line.tokens[node].dep == "conj" and line.tokens[node].head >= 0 and len(found) < 4:
        if any(line.tokens[c].dep.startswith(("aux", "nsubj")) for c in line.syntax.below[node]):
            break
        node = line.tokens[node].head
        if line.verbal(node) and line.tokens[node].tag == line.tokens[verb].tag:
            found.append(node)
    return found


def is_asked(line: Line, hit: Hit, asks: Sequence[Ask], wanted: Sequence[tuple[int, int]]) -> bool:
    """Whether the deed stands in what somebody asks for, so that it is a demand and no response."""
    if (line.bullet() and line.tokens[hit.verb].tag in ("VB", "VBG")) or (
        hit.verb == line.first_word() and line.tokens[hit.verb].tag == "VB"
    ):
        return True
    for ask in asks:
        if ask.first <= hit.verb < region_end(line, ask.first, ask.mode) and ask.cue != hit.verb:
            if not ask.classed and not (ask.order and hit.rule.type in _ORDERED):
                return True
    return any(a <= line.tokens[hit.verb].start < b for a, b in wanted)


def time_of(analysis: Analysis, line: Line, verb: int) -> TimeMention | None:
    """The time in the clause of the deed, nearest to its verb."""
    best: tuple[int, TimeMention] | None = None
    for time in analysis.times:
        if time.type not in ("DATE", "TIME") or time.first is None or not line.start <= time.start < line.end:
            continue
        head = line.syntax.head_of(time.start, time.end)
        if head is None:
            continue
        distance = line.syntax.distance(head, verb)
        if (
            distance <= 3
            and line.tokens[head].dep.split(":")[0] in ("obl", "advmod", "nmod", "obj")
            and (best is None or distance < best[0])
        ):
            if line.tokens[head].head == verb or distance <= 2:
                best = (distance, time)
    return best[1] if best else None
