"""The responses of a document: what officials and others did about what happened."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from onrecord.model import Claim, Modality, ReadBy, Span, Speaker
from onrecord.reading.actors import categorise_tokens
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims import answering, by_finder, firm, police_around
from onrecord.reading.demands.about import incidents_meant, points_back
from onrecord.reading.demands.asks import Ask, find_asks
from onrecord.reading.demands.demands import UNREAD, Scene
from onrecord.reading.demands.lexicon import (
    Book,
    Rule,
    asking,
    demanders,
    outcome,
    parties,
    response_book,
    response_rules,
)
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.parties import Cast, Who
from onrecord.reading.demands.things import region_end
from onrecord.reading.parts import TimeMention

__all__ = ["Hit", "Unheard", "find_hits", "is_asked", "modality_of", "read_responses", "responses_told", "time_of"]


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


class Unheard(msgspec.Struct, frozen=True):
    """Words that could have told of a response, at ``start..end``, and why they do not."""

    start: int
    end: int
    hit: Hit
    reason: str


# what the police do where nobody else is named
_OF_POLICE = ("response.arrest", "response.case", "response.security")
_JUDGING = ("response.condemned", "response.denied", "response.rejected")
"""Answers that are words about what others did or asked."""
_SUFFERED = ("response.arrest", "response.case", "response.conviction", "response.compensation")
"""What a person without an office undergoes, where the finder's words alone tell of it."""
_UNHEARD = ("armed_group", "gang", "mob")
"""Whose deeds answer nothing, whatever they are told with."""
_FORCES = ("police", "military", "paramilitary")
_NAMING = ("JJ", "NN", "NNS", "NNP", "NNPS")
# from one sentence to the next, over a paragraph break at the most
_NEXT = 4


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    hit: Hit
    line: Line
    by: Who | None
    action: Span
    modality: Modality
    to: Who | None = None


def read_responses(
    analysis: Analysis, incidents: Sequence[Claim], reader: ReadBy = UNREAD, scene: Scene | None = None
) -> list[Claim]:
    """Every response of the document as a claim without id, in text order.

    ``incidents`` are its sealed incident claims; their ids fill ``about``.
    """
    told, _ = responses_told(analysis, incidents, reader, scene or Scene(analysis))
    return [claim for claim, _ in told]


def _find(analysis: Analysis, scene: Scene) -> tuple[list[_Found], list[Unheard]]:
    lines, cast, asked = scene.lines, scene.cast, scene.asked
    wanted = [(d.action.start, d.action.end) for d in asked] + [(d.cue, d.cue + 1) for d in asked]
    found: list[_Found] = []
    dropped: list[Unheard] = []
    for line in lines:
        if line is None:
            continue
        hits = find_hits(line, response_book())
        hits += marked_hits(line, hits)
        if not hits:
            continue
        asks = find_asks(line)
        for hit in hits:
            told = "asked for" if is_asked(line, hit, asks, wanted) else _told(analysis, cast, line, hit, asks)
            if isinstance(told, str):
                dropped.append(Unheard(line.tokens[hit.tokens[0]].start, line.tokens[hit.tokens[-1]].end, hit, told))
            else:
                found.append(told)
    return found, dropped


def responses_told(
    analysis: Analysis, incidents: Sequence[Claim], reader: ReadBy, scene: Scene
) -> tuple[list[tuple[Claim, Hit]], list[Unheard]]:
    """Every response with the line of the lexicon that found it, and what was found and not taken."""
    found, dropped = _find(analysis, scene)
    kept = _distinct(found)
    claims = [(_claim(analysis, scene.cast, f, incidents, reader), f.hit) for f in kept]
    told = [(c, hit) for c, hit in claims if c is not None and (c.about or not scene.aside)]
    return list(zip(_follow([c for c, _ in told]), [hit for _, hit in told], strict=True)), dropped


def _follow(claims: list[Claim]) -> list[Claim]:
    """A body that goes on about "such incidents" speaks of what its response just before was about."""
    done: list[Claim] = []
    for claim in claims:
        before = done[-1] if done else None
        near = before is not None and 0 < claim.evidence[0].start - before.evidence[-1].end <= _NEXT
        pointing = points_back().search(" ".join(e.exact for e in claim.evidence))
        if before is not None and near and _same_body(claim, before):
            if pointing and before.about:
                claim = replace(claim, about=before.about)
            claim = replace(claim, said_by=(*claim.said_by, *_carriers(claim, before)))
        done.append(claim)
    return done


def _carriers(claim: Claim, before: Claim) -> tuple[Speaker, ...]:
    """Whoever relayed a body's deed relays what its spokesperson adds in the next sentence."""
    if not claim.said_by or claim.by is None or claim.said_by[0].name != claim.by.name:
        return ()
    known = {s.name for s in claim.said_by}
    return tuple(s for s in before.said_by if s.name not in known)


def _same_body(a: Claim, b: Claim) -> bool:
    return a.by is not None and b.by is not None and a.by.name == b.by.name


# ---- finding


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
            if matched is None:
                continue
            if kind == "phrase":
                verb = _verb_of(line, matched)
            else:
                verb = _governing(line, i, matched)
            found.append((number, Hit(rule, matched, verb, kind, source)))
    found = _in_sense(line, book, found)
    # "a team would be formed to look into the attacks": the purpose gives way to what is done for it
    found.sort(
        key=lambda f: (f[1].kind == "phrase", _general(line, f[1].verb), -len(f[1].tokens), f[0], f[1].tokens),
    )
    return _apart(line, [hit for _, hit in found])


def _governing(line: Line, first: int, matched: tuple[int, ...]) -> int:
    """The verb of a line matched from ``first`` on: behind "would" and "be" the one that they help."""
    if line.tokens[first].tag == "MD":
        return next((k for k in matched[1:] if line.verbal(k) and line.tokens[k].tag != "MD"), first)
    return matched[-1] if line.lemma[first] == "be" and line.verbal(matched[-1]) else first


def marked_hits(line: Line, known: Sequence[Hit]) -> list[Hit]:
    """What the finder marks as a response where the lines of the lexicon have none of ``known``."""
    taken = {i for h in known for i in (*h.tokens, h.verb)}
    found: list[Hit] = []
    for act in sorted(line.acts, key=firm, reverse=True):
        if act.type not in response_rules() or not answering(act):
            continue
        tokens = tuple(line.syntax.at(act.start, act.end))
        if not tokens or any(k.rule.type == act.type for k in known):
            continue
        verb = _verb_of(line, tokens)
        faint = not firm(act)
        if not taken & {verb, *tokens} and not (faint and any(k.rule.type == act.type for k in found)):
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
    bad = {
        n
        for n in {number for number, _ in found}
        if (book.rules[n].with_ and not present & book.rules[n].with_)
        or any(p.search(low) for p in book.rules[n].unless)
    }
    return [(n, hit) for n, hit in found if n not in bad]


def _apart(line: Line, found: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in found:
        if hit.rule.type != REJECTED and _refused(line, hit.verb):
            continue
        if any(k.verb == hit.verb or set(k.tokens) & set(hit.tokens) for k in kept):
            continue
        if any(k.rule.type == hit.rule.type and _one_act(line, k.verb, hit.verb) for k in kept):
            continue
        kept.append(hit)
    telling = [k for k in kept if k.rule.type in _OF_WORDS]
    kept = [h for h in kept if not any(k is not h and _within(line, h.verb, k.verb) for k in telling)]
    return sorted(kept, key=lambda h: h.tokens)


REJECTED = "response.rejected"


def _refused(line: Line, verb: int) -> bool:
    """ "Refused to lift the ban": what is refused is not done."""
    token = line.tokens[verb]
    return token.dep == "xcomp" and token.head >= 0 and line.lemma[token.head] in outcome().refusing


# what is denied, promised, refused or admitted is not told as done a second time
_OF_WORDS = ("response.denied", "response.promised", "response.rejected", "response.admitted")


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
            if k < i and i - k < 16 and line.fits(k, last):
                return (k, *core)
    return None


def _told(analysis: Analysis, cast: Cast, line: Line, hit: Hit, asks: Sequence[Ask]) -> "_Found | str":
    """The response with its responder, or the reason why the words tell of something else."""
    verb = hit.verb
    reason = _untold(line, hit)
    if reason:
        return reason
    modality = modality_of(line, verb)
    if hit.rule.type == REJECTED and _never_to_be(line, verb):
        # "the request cannot be granted" is said now
        modality = "actual"
    if modality is None:
        return "only possible, due or wished"
    # "the suspect gave himself up": who is told of is not who responds
    by = _agent(cast, line, hit) if hit.rule.by == "unsaid" else _responder(cast, line, hit)
    somebody = by is not None and (by.person or by.category in ("individual", "civilian"))
    if somebody and hit.marked and hit.rule.type in _SUFFERED and not _in_office(by):
        # "Amir is serving a life sentence": whom it befell is not who did it
        by = None
    if not _may(line, hit, by) and line.tokens[verb].dep == "conj":
        # "confirmed that the escort had left and suspended two officers": the parser joins it to the nearer verb
        by = cast.speaker_at(line, line.tokens[verb].start) or by
    if not _may(line, hit, by):
        return f"no deed of {by.name}" if by is not None else "nobody is said to do it"
    if hit.faint and hit.rule.type == "response.denied" and not _of_itself(line, hit):
        return "marked by the finder, but not firmly, and nothing of theirs is said not to be"
    suffered = hit.rule.type in _OF_POLICE and line.verbal(verb) and line.syntax.passive(verb)
    if hit.faint and not _in_office(by) and not (by is None and suffered):
        return "marked by the finder, but not firmly, and of nobody in office"
    action = _action(line, hit)
    if action is None:
        return "no words of its own"
    return _Found(hit=hit, line=line, by=by, action=action, modality=modality, to=_asked(cast, line, hit, asks))


def _untold(line: Line, hit: Hit) -> str:
    """Why the words tell that nothing was done; empty where they do not."""
    verb = hit.verb
    free = hit.rule.type in ("response.rejected", "response.denied", "response.promised")
    if not free and any(line.negated(i) for i in (verb, *hit.tokens)):
        return "denied by the text"
    objects = line.syntax.objects(verb)
    if any(line.fits(o, hit.rule.not_object) for o in objects):
        return "done to something else"
    if hit.rule.type not in _OF_WORDS and _nobody(line, (*objects, *line.syntax.subjects(verb))):
        return "done by or to nobody"
    if hit.kind == "verb" and hit.rule.by != "unsaid" and _turned_round(line, hit):
        return "done by them, and not to them"
    if _general(line, verb):
        return "a purpose or a rule"
    return "only describes something" if _aside(line, hit) else ""


def _turned_round(line: Line, hit: Hit) -> bool:
    """ "A strike called by the unit", "sent to a police station": neither the unit nor the police were sent anywhere."""
    verb, taken = hit.verb, set(hit.tokens)
    if line.syntax.passive(verb) and taken & set(line.syntax.subjects(verb)):
        return True
    behind = {line.low[i + 1] for i in taken - {verb} if i + 1 < len(line.low)}
    return line.lemma[verb] in outcome().sending and bool(behind & outcome().quarters)


def _nobody(line: Line, heads: Sequence[int]) -> bool:
    """ "Nobody has been held": it was not done."""
    return any(line.low[h] in ("nobody", "none", "neither") or line.negated(h) for h in heads)


def modality_of(line: Line, verb: int) -> Modality | None:
    """Planned where it is to come; ``None`` where it is only possible, due or wished."""
    tokens = line.tokens
    words = outcome()
    for node in _chain_up(line, verb):
        helpers = [line.low[c] for c in line.syntax.below[node] if tokens[c].dep.startswith("aux") and c < node + 1]
        if any(h in words.possible for h in helpers) or line.syntax.inverted(node):
            return None
        if any(h in words.future for h in helpers):
            return "planned"
        if any(
            line.low[c] in words.conditional for c in line.syntax.below[node] if tokens[c].dep in ("mark", "advmod")
        ):
            return None
        if tokens[node].dep == "xcomp" and tokens[node].head >= 0 and line.lemma[tokens[node].head] in words.planning:
            return "planned"
    return "actual"


def _never_to_be(line: Line, verb: int) -> bool:
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
            if not ask.classed:
                return True
    return any(a <= line.tokens[hit.verb].start < b for a, b in wanted)


def _general(line: Line, verb: int) -> bool:
    """A purpose, a rule or a question, no deed: "to investigate", "whoever denies"."""
    token = line.tokens[verb]
    if token.tag == "VB" and not any(line.tokens[c].dep.startswith("aux") for c in line.syntax.below[verb]):
        marked = any(line.low[c] == "to" for c in line.syntax.below[verb])
        if marked and token.dep in ("advcl", "acl", "xcomp", "csubj", "root"):
            governor = line.lemma[token.head] if token.head >= 0 else ""
            return governor not in outcome().carrying | outcome().planning
        return not marked and token.dep in ("root", "conj") and False
    return False


def _aside(line: Line, hit: Hit) -> bool:
    """A deed told only to describe something ("a unit that had been sent north")."""
    token = line.tokens[hit.verb]
    if len(hit.tokens) == 1 and token.dep in ("acl", "advcl") and token.tag in ("VBG", "VBN"):
        return True
    return token.dep in ("acl:relcl", "acl") and line.syntax.passive(hit.verb) and not line.syntax.subjects(hit.verb)


def _agent(cast: Cast, line: Line, hit: Hit) -> Who | None:
    """The office by which something is told to have been done: "was arrested by railway police"."""
    agents = [a for i in (hit.verb, *hit.tokens) if line.syntax.passive(i) for a in line.syntax.subjects(i)]
    found = [who for a in agents if (who := cast.who(line, a)) is not None]
    return next((who for who in found if who.category in parties().responders), None)


def _responder(cast: Cast, line: Line, hit: Hit) -> Who | None:
    if hit.marked and hit.rule.type in _JUDGING:
        # "those who strike at others shame us", the mayor said: who says it answers, whoever the words are about
        speaker = cast.speaker_at(line, line.tokens[hit.tokens[-1]].start)
        if _in_office(speaker):
            return speaker
    heads = [s for s in line.syntax.subjects(hit.verb) if not line.fits(s, outcome().dummies) and s not in hit.tokens]
    verbal = line.verbal(hit.verb)
    if verbal and (heads or not line.syntax.passive(hit.verb)) and not (hit.kind == "phrase" and not heads):
        found = cast.actor(line, hit.verb)
        if found is not None and not (
            hit.kind == "phrase" and not found.person and found.category not in parties().responders
        ):
            return found
    token = line.tokens[hit.verb]
    if token.tag == "VBG" and token.dep == "advcl" and line.verbal(token.head) and not heads:
        # "the minister said, condemning the attack"
        subjects = line.syntax.subjects(token.head)
        found = cast.who(line, subjects[0]) if subjects else None
        if found is not None:
            return found
    resolved = _resolved(cast, line, hit)
    if resolved is not None:
        return resolved
    speaker = cast.speaker_at(line, token.start)
    if speaker is not None and speaker.category in parties().responders:
        return speaker
    if hit.rule.type in _JUDGING and (told_by := _before_colon(cast, line, hit)) is not None:
        return told_by
    if not verbal or hit.rule.type not in _OF_POLICE:
        return None
    return _force_sent(cast, line, hit) or _police_beside(cast, line, hit)


def _before_colon(cast: Cast, line: Line, hit: Hit) -> Who | None:
    """Who answers behind a colon ("the ministry replied with one line: …"); an office's own paper is its answer."""
    colon = next((k for k in range(min(hit.tokens) - 1, 0, -1) if line.tokens[k].text == ":"), None)
    root = next((i for i, token in enumerate(line.tokens[: colon or 0]) if token.dep == "root"), None)
    if root is not None:
        found = cast.actor(line, root)
        return found if _in_office(found) else None
    own = cast.analysis.document.kind == "official" and cast.speaker_at(line, line.tokens[hit.verb].start) is None
    return cast.publisher(line.start, line.start + 1) if own else None


def _force_sent(cast: Cast, line: Line, hit: Hit) -> Who | None:
    """The force that is told to have been sent where nobody is told to have sent it: "riot police were deployed"."""
    if line.lemma[hit.verb] not in outcome().sending or not line.syntax.passive(hit.verb):
        return None
    sent = [i for i in line.syntax.objects(hit.verb) if categorise_tokens(line.sentence, i, line.syntax) in _FORCES]
    found = cast.who(line, sent[0]) if sent else None
    return found and _uncounted(line, found)


def _uncounted(line: Line, found: Who) -> Who:
    """A force by its name: "more than 100 police personnel" are police personnel."""
    named = [line.tokens[i].start for i in line.syntax.at(found.start, found.end) if line.tokens[i].tag in _NAMING]
    short = found.name == line.text[found.start : found.end] and named
    return msgspec.structs.replace(found, name=line.text[named[0] : found.end]) if short else found


def _resolved(cast: Cast, line: Line, hit: Hit) -> Who | None:
    """Who does what a list of resolutions tells, "The Council: 1. condemns …": the body named before the list."""
    if not line.bullet() or line.first_word() != hit.verb or line.tokens[hit.verb].tag not in ("VBZ", "VBP"):
        return None
    lead = next((k for k in reversed(cast.lines) if k.index < line.index and not k.bullet()), None)
    if lead is None:
        return None
    root = next((i for i, token in enumerate(lead.tokens) if token.dep == "root"), None)
    if root is None:
        return None
    heads = lead.syntax.subjects(root) if lead.verbal(root) else [root]
    found = cast.who(lead, heads[0]) if heads else None
    document = cast.analysis.document
    if document.kind not in ("statement", "official"):
        return found
    itself = found is None or found.name.lower() in (document.publisher or "").lower()
    return cast.publisher(line.start, line.start + 1) if itself else found


def _police_beside(cast: Cast, line: Line, hit: Hit) -> Who | None:
    """The police that act beside a deed told without its doer: "police fired, and four suspects were arrested".

    An arrest is theirs wherever the report tells of them, if no other force acts in it.
    """
    if not line.syntax.passive(hit.verb) or line.syntax.subjects(hit.verb):
        return None
    before = [k for k in cast.lines if k.index < line.index][-1:]
    for near in (line, *before):
        for i, token in enumerate(near.tokens):
            doer = token.dep == "nsubj" and token.pos in ("NOUN", "PROPN") and not (near is line and i in hit.tokens)
            if doer and categorise_tokens(near.sentence, i, near.syntax) == "police":
                return cast.who(near, i)
    around = police_around(cast.analysis, line.sentence) if hit.rule.type == "response.arrest" else None
    if around is None:
        return None
    told = next((k for k in cast.lines if k.sentence is around[0]), None)
    return None if told is None else cast.who(told, around[1])


def _may(line: Line, hit: Hit, by: Who | None) -> bool:
    """Whether such a deed can be theirs."""
    rule = hit.rule
    if rule.by == "unsaid":
        return True
    if by is None:
        passive = line.verbal(hit.verb) and line.syntax.passive(hit.verb)
        if rule.type == "response.other":
            return hit.marked or any(word in hit.line for word in ("@office", "@agent", "leave"))
        if rule.type == "response.notice" and not passive:
            return False
        return rule.by == "authority" and rule.type not in ("response.promised", "response.rejected")
    if by.category in rule.not_by:
        return False
    words = set(by.name.lower().split())
    if not by.person and set(by.name.lower().split()[-1:]) & demanders().never:
        return False
    if rule.by == "anyone":
        titled = bool(words & (demanders().words | outcome().officials))
        return by.person or by.own or by.category is not None or by.name[:1].isupper() or titled
    if rule.by == "accused":
        return by.category not in ("armed_group", "gang", "mob", "media")
    if by.category in parties().responders or by.own:
        return by.category in parties().responders or by.category is None
    if words & outcome().statutory or (by.category not in _UNHEARD and _backed(line, hit)):
        return True
    if by.category in parties().private:
        return False
    return by.person or bool(words & outcome().officials) or _state(line, by)


def _of_itself(line: Line, hit: Hit) -> bool:
    """Whether the words say that something is not, of the speaker's own side: "its guards were not armed"."""
    told, speaking = {*line.low[hit.tokens[0] :]}, parties()
    return bool(told & outcome().negating and told & (speaking.one | speaking.many | speaking.ourselves))


def _in_office(by: Who | None) -> bool:
    """Whether somebody answers for what is done: an office, its officer, or the publisher itself."""
    if by is None or by.own:
        return by is not None
    words = set(by.name.lower().split())
    return by.category in parties().responders or bool(words & (outcome().statutory | outcome().officials))


def _backed(line: Line, hit: Hit) -> bool:
    """Whether the finder, which reads the whole sentence, takes the words for this response too."""
    start, end = line.tokens[hit.tokens[0]].start, line.tokens[hit.tokens[-1]].end
    return any(a.type == hit.rule.type and firm(a) and a.start < end and start < a.end for a in line.acts)


def _state(line: Line, by: Who) -> bool:
    """A country in the place of its government: "the United States imposed sanctions"."""
    return any(line.syntax.entity.get(i) == "LOC" for i in line.syntax.at(by.start, by.end))


def _action(line: Line, hit: Hit) -> Span | None:
    """The deed: from its first word to the end of what it governs, without what is joined to it."""
    verb = hit.verb
    inside = set(hit.tokens)
    keep = ("obj", "iobj", "obl", "xcomp", "ccomp", "nmod", "compound:prt", "aux", "aux:pass", "advmod", "cop")
    for c in line.syntax.below[verb]:
        token = line.tokens[c]
        if token.dep.split(":")[0] in {k.split(":")[0] for k in keep} and c > verb:
            inside |= set(_phrase(line, c))
        if token.dep == "nsubj:pass" or (hit.kind == "phrase" and token.dep == "nsubj"):
            inside |= set(_phrase(line, c))
    first, last = min(inside), max(inside) + 1
    stop = next(
        (
            k
            for k in range(verb + 1, last)
            if line.low[k] in ("and", "but") and k + 1 < last and line.tokens[k + 1].tag in ("VBD", "VBZ")
        ),
        last,
    )
    if stop > max(hit.tokens):
        last = min(last, stop)
    return line.span(first, last)


def _phrase(line: Line, head: int) -> list[int]:
    return [k for k in line.syntax.subtree(head) if abs(k - head) < 26]


def _asked(cast: Cast, line: Line, hit: Hit, asks: Sequence[Ask]) -> Who | None:
    """Of whom a report is sought, or who is ordered."""
    if hit.rule.type not in ("response.notice", "response.other", "response.security"):
        return None
    for ask in asks:
        if ask.cue in hit.tokens and ask.asked is not None:
            return cast.who(line, ask.asked)
    if hit.rule.type == "response.notice":
        k = next((k for k in range(hit.verb, len(line.tokens) - 1) if line.low[k] == "from"), None)
        if k is not None:
            head = next(
                (
                    h
                    for h in range(k + 1, min(k + 8, len(line.tokens)))
                    if line.tokens[h].pos in ("NOUN", "PROPN")
                    and (h + 1 >= len(line.tokens) or line.tokens[h + 1].pos not in ("NOUN", "PROPN"))
                ),
                None,
            )
            if head is not None:
                return cast.who(line, head)
    for c in line.syntax.below[hit.verb]:
        token = line.tokens[c]
        if (
            token.dep in ("iobj", "obj")
            and line.lemma[hit.verb] in asking().person
            and line.low[c] not in ("report", "explanation")
        ):
            return cast.who(line, c)
        if token.dep.startswith("obl") and any(line.low[g] == "from" for g in line.syntax.below[c]):
            return cast.who(line, c)
        if token.dep in ("obj", "obl"):
            for g in line.syntax.below[c]:
                if line.tokens[g].dep == "nmod" and any(line.low[x] == "from" for x in line.syntax.below[g]):
                    return cast.who(line, g)
    return None


# ---- claims


def _distinct(found: Sequence[_Found]) -> list[_Found]:
    """One claim for one deed of one body, told once or again."""
    kept: list[_Found] = []
    for item in found:
        twin = next((k for k in kept if _same(k, item)), None)
        if twin is None:
            kept.append(item)
    return kept


def _same(a: _Found, b: _Found) -> bool:
    if a.hit.rule.type != b.hit.rule.type:
        return False
    if a.line is b.line:
        return _name(a) == _name(b) and a.hit.rule.type in (
            "response.notice",
            "response.condemned",
            "response.inquiry",
            "response.promised",
            "response.denied",
            "response.rejected",
        )
    return a.action.exact.lower() == b.action.exact.lower() and _name(a) == _name(b)


def _name(found: _Found) -> str:
    return found.by.name.lower() if found.by else ""


def _claim(analysis: Analysis, cast: Cast, found: _Found, incidents: Sequence[Claim], reader: ReadBy) -> Claim | None:
    line, text = found.line, analysis.text
    code = found.hit.rule.type
    left = text.rfind("\n", 0, line.start) + 1
    right = text.find("\n", line.start)
    words = {*line.low, *line.lemma}
    # "the vote" and "his opponent" are in every report of politics
    event = bool(words & outcome().events) or (bool(incidents) and bool(words & outcome().mild_events))
    about = incidents_meant(code, line.words(), line.start, incidents, (left, right if right >= 0 else len(text)))
    if not about and (not event or found.hit.faint):
        return None
    time = time_of(analysis, line, found.hit.verb)
    today = analysis.document.published_day
    if time is not None and found.modality == "actual" and today is not None and (time.first or today) > today:
        # what was done was done by the day of publication; the date is another's
        time = None
    return Claim(
        document=analysis.document.id,
        kind="response",
        type=code,
        evidence=(line.whole(),),
        read_by=reader,
        modality=found.modality,
        said_by=cast.chain(line.tokens[found.hit.verb].start, line.tokens[found.hit.verb].end, line=line),
        when=time.when() if time is not None else None,
        about=about,
        by=found.by.party(text) if found.by else None,
        to=found.to.party(text) if found.to else None,
        action=found.action,
    )


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
