"""Where a sentence may tell of a response: the lines of the lexicon that stand in it, and what the finder marks beside them."""

from collections.abc import Sequence

import msgspec

from onrecord.reading.claims import answering, by_finder, firm, likely
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.response_lexicon import outcome, response_rules
from onrecord.reading.demands.rules import Book, Rule

__all__ = ["OF_WORDS", "REJECTED", "Hit", "find_hits", "is_general", "marked_hits"]

REJECTED = "response.rejected"
# what is denied, promised, refused or admitted is not told as done a second time
CONTRADICTING = frozenset({"response.denied", REJECTED})
"""What is told in much the same words: a sentence that a line of the lexicon takes for one of these is not marked as the other."""
OF_WORDS = ("response.denied", "response.promised", "response.rejected", "response.admitted")


class Hit(msgspec.Struct, frozen=True):
    """A line of the lexicon that stands in a sentence, or what the finder marked there. ``verb`` is its syntactic head."""

    rule: Rule
    tokens: tuple[int, ...]
    verb: int
    kind: str
    line: str
    marked: bool = False
    """Whether the finder marked the words, and no line of the lexicon stands there."""
    faint: bool = False
    """Whether the mark is not firm: it counts of who answers for what is done alone, about an act told."""


def find_hits(line: Line, book: Book) -> list[Hit]:
    """The lines of the lexicon that stand in a sentence, the longest first where they share words."""
    found: list[tuple[int, Hit]] = []
    for i in range(len(line.tokens)):
        verbal = line.verbal(i) and line.tokens[i].dep not in ("amod", "compound")
        for number, kind, source, steps in _lines_at(line, book, i):
            rule = book.rules[number]
            if kind == "verb" and not verbal:
                continue
            matched = line.walk(steps, i)
            if matched is None and kind == "verb":
                matched = _turned(line, steps, i)
            if matched is None or (kind == "verb" and _of_another(line, i, matched[-1])):
                continue
            if kind == "phrase":
                verb = _verb_of(line, matched)
            else:
                verb = _governing(line, i, matched)
            found.append((number, Hit(rule, matched, verb, kind, source)))
    found = _in_sense(line, book, found)
    # "a team would be formed to look into the attacks": the purpose gives way to what is done for it
    found.sort(
        key=lambda f: (f[1].kind == "phrase", is_general(line, f[1].verb), -len(f[1].tokens), f[0], f[1].tokens),
    )
    return _apart(line, [hit for _, hit in found])


def _of_another(line: Line, verb: int, word: int) -> bool:
    """Whether the last word of a line belongs to another verb, joined to the line's own: "fired and wounded one officer"."""
    steps = line.syntax.path(word)
    if line.tokens[verb].pos == line.tokens[word].pos == "VERB" and word in line.syntax.path(verb)[1:]:
        # "when they declined, they were held"
        return True
    between = steps[1 : steps.index(verb)] if verb in steps else ()
    return any(line.tokens[k].dep == "conj" and line.tokens[k].pos == "VERB" and k > verb for k in between)


def _governing(line: Line, first: int, matched: tuple[int, ...]) -> int:
    """The verb of a line matched from ``first`` on: behind "would" and "be" the one that they help."""
    if line.tokens[first].tag == "MD":
        return next((k for k in matched[1:] if line.verbal(k) and line.tokens[k].tag != "MD"), first)
    if line.lemma[first] == "be":
        # "could be sentenced to death": the last of them that is one
        return next((k for k in reversed(matched[1:]) if line.verbal(k)), first)
    return first


def marked_hits(line: Line, known: Sequence[Hit]) -> list[Hit]:
    """What the finder marks as a response where the lines of the lexicon have none of ``known``."""
    taken = {i for h in known for i in (*h.tokens, h.verb)}
    found: list[Hit] = []
    for act in sorted(line.acts, key=firm, reverse=True):
        if act.type not in response_rules() or not answering(act):
            continue
        tokens = tuple(line.syntax.at(act.start, act.end))
        if not tokens or any(k.rule.type == act.type or {k.rule.type, act.type} <= CONTRADICTING for k in known):
            continue
        verb = _verb_of(line, tokens)
        faint = not firm(act)
        again = any(k.rule.type == act.type and (faint or _one_act(line, k.verb, verb)) for k in found)
        if not taken & {verb, *tokens} and not again:
            kind = "verb" if line.verbal(verb) else "phrase"
            found.append(Hit(response_rules()[act.type], tokens, verb, kind, by_finder(act), marked=True, faint=faint))
    return found


def _lines_at(line: Line, book: Book, i: int) -> list[tuple[int, str, str, tuple[frozenset[str] | None, ...]]]:
    forms = {line.lemma[i], line.stem[i], line.low[i], *line.syntax.joined.get(i, ())}
    found = {entry[:3]: entry for form in forms for entry in book.by_word.get(form, ())}
    return [found[key] for key in sorted(found)]


def _in_sense(line: Line, book: Book, found: list[tuple[int, Hit]]) -> list[tuple[int, Hit]]:
    """Without the hits of rules whose other words the sentence lacks, or whose contrary words it holds."""
    if not found:
        return found
    low = line.words().lower()
    present = set(line.low) | set(line.lemma)
    # what the finder takes for such a response needs no word beside it
    marked = {a.type for a in line.acts if likely(a)}
    bad = {
        n
        for n in {number for number, _ in found}
        if (book.rules[n].with_ and not present & book.rules[n].with_ and book.rules[n].type not in marked)
        or any(p.search(low) for p in book.rules[n].unless)
    }
    return [(n, hit) for n, hit in found if n not in bad]


def _apart(line: Line, found: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in found:
        if hit.rule.type != REJECTED and _refused(line, hit.verb):
            continue
        if any((k.verb == hit.verb or set(k.tokens) & set(hit.tokens)) and not _both_done(line, k, hit) for k in kept):
            continue
        if any(k.rule.type == hit.rule.type and _one_act(line, k.verb, hit.verb) for k in kept):
            continue
        kept.append(hit)
    telling = [k for k in kept if k.rule.type in OF_WORDS]
    kept = [h for h in kept if not any(k is not h and _within(line, h.verb, k.verb) for k in telling)]
    return sorted(kept, key=lambda h: h.tokens)


def _refused(line: Line, verb: int) -> bool:
    """ "Refused to lift the ban": what is refused is not done."""
    token = line.tokens[verb]
    return token.dep == "xcomp" and token.head >= 0 and line.lemma[token.head] in outcome().refusing


def _both_done(line: Line, a: Hit, b: Hit) -> bool:
    """Whether one verb does two things: "ordered an inquiry and the deployment of more troops"."""
    if a.rule.type == b.rule.type or {*a.tokens} & {*b.tokens} != {a.verb}:
        return False
    ends = (max(a.tokens), max(b.tokens))
    return any(
        line.tokens[k].dep == "conj" and line.tokens[k].head == other
        for end, other in (ends, ends[::-1])
        for k in line.syntax.path(end)
    )


def _within(line: Line, inner: int, outer: int) -> bool:
    """Whether one verb stands in the clause that another governs, not beside it."""
    steps = line.syntax.path(inner)
    if outer not in steps[1:]:
        return False
    below = steps[steps.index(outer) - 1]
    return line.tokens[below].dep.split(":")[0] in ("ccomp", "xcomp", "obj", "acl", "obl", "advcl") and below > outer


def _one_act(line: Line, a: int, b: int) -> bool:
    """Whether two verbs tell one act of one body: joined, or one below the other."""
    tokens = line.tokens
    up_a, up_b = line.syntax.path(a)[:4], line.syntax.path(b)[:4]
    return b in up_a or a in up_b or (tokens[a].head == tokens[b].head and tokens[a].head >= 0)


def _verb_of(line: Line, matched: Sequence[int]) -> int:
    verbs = [i for i in matched if line.tokens[i].pos == "VERB"] or [i for i in matched if line.verbal(i)]
    if verbs:
        return verbs[0]
    head = line.syntax.head_of(line.tokens[matched[0]].start, line.tokens[matched[-1]].end)
    if head is None:
        return matched[0]
    up = line.tokens[head].head
    if up >= 0 and line.verbal(up) and line.tokens[head].dep.startswith("nsubj"):
        return up
    return head


def _turned(line: Line, steps: Sequence[frozenset[str] | None], i: int) -> tuple[int, ...] | None:
    """The last word of a line before its verb: "a case was registered", "the inquiry ordered by the minister"."""
    if len(steps) < 3 or steps[-2] is not None or not line.syntax.passive(i):
        return None
    core = line.walk(steps[:-2], i)
    last = steps[-1]
    if core is None or last is None:
        return None
    for head in line.syntax.objects(i):
        for k in line.syntax.subtree(head):
            if k < i and i - k < 16 and line.tokens[k].pos != "DET" and line.fits(k, last):
                return (k, *core)
    return None


def is_general(line: Line, verb: int) -> bool:
    """A purpose, a rule or a question, no deed: "to investigate", "whoever denies"."""
    token = line.tokens[verb]
    if token.tag == "VB" and not any(line.tokens[c].dep.startswith("aux") for c in line.syntax.below[verb]):
        marked = any(line.low[c] == "to" for c in line.syntax.below[verb])
        if marked and token.dep in ("advcl", "acl", "xcomp", "csubj", "root"):
            governor = line.lemma[token.head] if token.head >= 0 else ""
            return governor not in outcome().carrying | outcome().planning
        return not marked and token.dep in ("root", "conj") and False
    return False
