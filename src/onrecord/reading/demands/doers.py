"""Who responds: the doer of a deed told, whether such a deed can be theirs, and of whom they ask something."""

from collections.abc import Sequence

import msgspec

from onrecord.reading.actors import categorise_tokens
from onrecord.reading.claims import firm, police_around
from onrecord.reading.demands.asks import Ask
from onrecord.reading.demands.hits import Hit
from onrecord.reading.demands.lexicon import asking, demanders, parties
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.parties import Cast, Who
from onrecord.reading.demands.response_lexicon import outcome
from onrecord.reading.demands.subjects import actor_of
from onrecord.reading.demands.voices import before_colon, resolver

__all__ = ["JUDGING", "OF_POLICE", "asked_by", "backed", "doer_of", "in_office", "may_be_theirs"]

# what the police do where nobody else is named
OF_POLICE = ("response.arrest", "response.case", "response.security")
JUDGING = ("response.condemned", "response.denied", "response.rejected")
"""Answers that are words about what others did or asked."""
_SUFFERED = ("response.arrest", "response.case", "response.conviction", "response.compensation")
"""What a person without an office undergoes, where the finder's words alone tell of it."""
_UNHEARD = ("armed_group", "gang", "mob")
"""Whose deeds answer nothing, whatever they are told with."""
_FORCES = ("police", "military", "paramilitary")
_NAMING = ("JJ", "NN", "NNS", "NNP", "NNPS")


def doer_of(cast: Cast, line: Line, hit: Hit) -> Who | None:
    """Who does what ``hit`` tells; ``None`` where nobody is told to."""
    # "the suspect gave himself up": who is told of is not who responds
    by = _agent(cast, line, hit) if hit.rule.by == "unsaid" else _responder(cast, line, hit)
    somebody = by is not None and (by.person or by.category in ("individual", "civilian"))
    if somebody and hit.marked and hit.rule.type in _SUFFERED and not in_office(by):
        # "Amir is serving a life sentence": whom it befell is not who did it
        by = None
    if not may_be_theirs(line, hit, by) and line.tokens[hit.verb].dep == "conj":
        # "confirmed that the escort had left and suspended two officers": the parser joins it to the nearer verb
        by = cast.speaker_at(line, line.tokens[hit.verb].start) or by
    return by


def _agent(cast: Cast, line: Line, hit: Hit) -> Who | None:
    """The office by which something is told to have been done: "was arrested by railway police"."""
    agents = [a for i in (hit.verb, *hit.tokens) if line.syntax.passive(i) for a in line.syntax.subjects(i)]
    found = [who for a in agents if (who := cast.who(line, a)) is not None]
    return next((who for who in found if who.category in parties().responders), None)


def _responder(cast: Cast, line: Line, hit: Hit) -> Who | None:
    if (hit.marked or hit.faint or line.lemma[hit.verb] == "be") and hit.rule.type in JUDGING:
        # "those who strike at others shame us", the mayor said; "the claim is devoid of truth": who says it answers
        speaker = cast.speaker_at(line, line.tokens[hit.tokens[-1]].start)
        if in_office(speaker):
            return speaker
        told_by = _before_colon(cast, line, hit) if speaker is None and ":" in line.low else None
        if told_by is not None:
            return told_by
    heads = [s for s in line.syntax.subjects(hit.verb) if not line.fits(s, outcome().dummies) and s not in hit.tokens]
    verbal = line.verbal(hit.verb)
    if verbal and (heads or not line.syntax.passive(hit.verb)) and not (hit.kind == "phrase" and not heads):
        found = actor_of(cast, line, hit.verb)
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
    resolved = resolver(cast, line, hit.verb)
    if resolved is not None:
        return resolved
    speaker = cast.speaker_at(line, token.start)
    if speaker is not None and speaker.category in parties().responders:
        return speaker
    if hit.rule.type in JUDGING and (told_by := _before_colon(cast, line, hit)) is not None:
        return told_by
    if not verbal or hit.rule.type not in OF_POLICE:
        return None
    return _force_sent(cast, line, hit) or _police_beside(cast, line, hit)


def _before_colon(cast: Cast, line: Line, hit: Hit) -> Who | None:
    """Who answers behind a colon ("the ministry replied with one line: …"); an office's own paper is its answer."""
    colon = next((k for k in range(min(hit.tokens) - 1, 0, -1) if line.tokens[k].text == ":"), None)
    root = next((i for i, token in enumerate(line.tokens[: colon or 0]) if token.dep == "root"), None)
    found = actor_of(cast, line, root) if root is not None else before_colon(cast, line, colon or 0)
    if root is not None or found is not None:
        return found if in_office(found) else None
    own = cast.analysis.document.kind == "official" and cast.speaker_at(line, line.tokens[hit.verb].start) is None
    return cast.publisher(line.start, line.start + 1) if own else None


def _force_sent(cast: Cast, line: Line, hit: Hit) -> Who | None:
    """The force that was sent or came where nobody is told to have sent it: "riot police were deployed", "soldiers flew in"."""
    if line.lemma[hit.verb] not in outcome().sending:
        return None
    come = line.syntax.objects(hit.verb) if line.syntax.passive(hit.verb) else line.syntax.subjects(hit.verb)
    sent = [i for i in come if categorise_tokens(line.sentence, i, line.syntax) in _FORCES]
    found = cast.who(line, sent[0]) if sent else None
    return found and _uncounted(line, found)


def _uncounted(line: Line, found: Who) -> Who:
    """A force by its name: "more than 100 police personnel" are police personnel."""
    named = [line.tokens[i].start for i in line.syntax.at(found.start, found.end) if line.tokens[i].tag in _NAMING]
    short = found.name == line.text[found.start : found.end] and named
    return msgspec.structs.replace(found, name=line.text[named[0] : found.end]) if short else found


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


def may_be_theirs(line: Line, hit: Hit, by: Who | None) -> bool:
    """Whether such a deed can be theirs."""
    rule = hit.rule
    if rule.by == "unsaid":
        return True
    if by is None:
        passive = line.verbal(hit.verb) and line.syntax.passive(hit.verb)
        if hit.marked and not passive and rule.type not in (*_SUFFERED, "response.lifted"):
            return False
        if rule.type == "response.other":
            return hit.marked or any(word in hit.line for word in ("@office", "@agent", "leave"))
        if rule.type == "response.notice" and not passive:
            return False
        # "his application for bail was refused": by a court, whoever tells of it
        judged = rule.type == "response.rejected" and hit.kind == "phrase" and "bail" in line.low
        return rule.by == "authority" and (judged or rule.type not in ("response.promised", "response.rejected"))
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
    if words & outcome().statutory or (by.category not in _UNHEARD and backed(line, hit)):
        return True
    if by.category in parties().private:
        return False
    return by.person or bool(words & outcome().officials) or _state(line, by)


def in_office(by: Who | None) -> bool:
    """Whether somebody answers for what is done: an office, its officer, or the publisher itself."""
    if by is None or by.own:
        return by is not None
    words = set(by.name.lower().split())
    return by.category in parties().responders or bool(words & (outcome().statutory | outcome().officials))


def backed(line: Line, hit: Hit) -> bool:
    """Whether the finder, which reads the whole sentence, takes the words for this response too."""
    start, end = line.tokens[hit.tokens[0]].start, line.tokens[hit.tokens[-1]].end
    return any(a.type == hit.rule.type and firm(a) and a.start < end and start < a.end for a in line.acts)


def _state(line: Line, by: Who) -> bool:
    """A country in the place of its government: "the United States imposed sanctions"."""
    return any(line.syntax.entity.get(i) == "LOC" for i in line.syntax.at(by.start, by.end))


def asked_by(cast: Cast, line: Line, hit: Hit, asks: Sequence[Ask]) -> Who | None:
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
