"""The responses of a document: what officials and others did about what happened."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from onrecord.model import Claim, Modality, ReadBy, Span, Speaker
from onrecord.reading.analysis import Analysis
from onrecord.reading.demands.about import incidents_meant, points_back
from onrecord.reading.demands.asks import Ask, find_asks
from onrecord.reading.demands.chain import chain_of
from onrecord.reading.demands.deeds import is_asked, modality_of, never_to_be, time_of, untold
from onrecord.reading.demands.demands import UNREAD, Scene
from onrecord.reading.demands.doers import JUDGING, OF_POLICE, asked_by, backed, doer_of, in_office, may_be_theirs
from onrecord.reading.demands.hits import REJECTED, Hit, find_hits, marked_hits
from onrecord.reading.demands.lexicon import parties
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.parties import Cast, Who
from onrecord.reading.demands.refused import by_those_asked, is_restriction, it_stands, says_no, upheld, with_refusal
from onrecord.reading.demands.response_lexicon import outcome, response_book
from onrecord.reading.demands.suspects import TRIED, over_words
from onrecord.reading.demands.undone import DENIED, with_undone

__all__ = ["Unheard", "read_responses", "responses_told"]

# from one sentence to the next, over a paragraph break at the most
_NEXT = 4
# who denies a charge as a body, and not before a court
_BODIES = ("party", "company", "rights_group", "religious", "armed_group")


class Unheard(msgspec.Struct, frozen=True):
    """Words that could have told of a response, at ``start..end``, and why they do not."""

    start: int
    end: int
    hit: Hit
    reason: str


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
    places = {d.line for d in asked}
    found: list[_Found] = []
    dropped: list[Unheard] = []
    for line in lines:
        if line is None:
            continue
        hits = find_hits(line, response_book())
        hits += marked_hits(line, hits)
        hits = with_refusal(line, with_undone(line, hits), places)
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


def _told(analysis: Analysis, cast: Cast, line: Line, hit: Hit, asks: Sequence[Ask]) -> "_Found | str":
    """The response with its responder, or the reason why the words tell of something else."""
    verb = hit.verb
    reason = untold(line, hit)
    if reason:
        return reason
    if hit.rule.type in TRIED and over_words(line, verb):
        return "tried for words or a membership, and for no deed"
    modality = modality_of(line, verb)
    if hit.rule.type == REJECTED and (never_to_be(line, verb) or it_stands(line, verb) or says_no(hit)):
        # "the request cannot be granted" and "the order would stand" are said now
        modality = "actual"
    if modality is None or (modality == "planned" and (hit.marked or hit.faint) and hit.rule.type in JUDGING):
        return "only possible, due or wished"
    by = doer_of(cast, line, hit)
    hit = upheld(line, hit, by)
    if by is None and by_those_asked(line, hit):
        # "asked the board to lift the order, and was told that it would stand"
        by = next((cast.who(line, a.asked) for a in asks if a.asked is not None and a.cue < verb), None)
    if not may_be_theirs(line, hit, by):
        return f"no deed of {by.name}" if by is not None else "nobody is said to do it"
    if hit.marked and hit.rule.type == DENIED and _accuses(line, hit):
        return "blames others or counts anew, and says of nothing that it is not"
    if hit.rule.type == DENIED and (_beside(line, hit, by) or _pleads(line, hit, by)):
        return "only describes people, or is what they plead"
    if hit.faint and hit.rule.type == DENIED and not _of_itself(line, hit):
        return "marked by the finder, but not firmly, and nothing of theirs is said not to be"
    suffered = hit.rule.type in OF_POLICE and line.verbal(verb) and line.syntax.passive(verb)
    if hit.faint and not in_office(by) and not (by is None and suffered):
        return "marked by the finder, but not firmly, and of nobody in office"
    action = _action(line, hit)
    if action is None:
        return "no words of its own"
    return _Found(hit=hit, line=line, by=by, action=action, modality=modality, to=asked_by(cast, line, hit, asks))


def _accuses(line: Line, hit: Hit) -> bool:
    """ "The minister blamed the rebels", "pleaded guilty", "put the dead at three"."""
    counted = line.lemma[hit.verb] in outcome().counting and any(t.tag == "CD" for t in line.tokens[hit.tokens[0] :])
    other = line.lemma[hit.verb] in outcome().accusing or counted
    return other and outcome().negating.isdisjoint(line.low[hit.tokens[0] :])


def _beside(line: Line, hit: Hit, by: Who | None) -> bool:
    """ "A crowd that disputed the count threw stones": a denial that only describes people, who answer for nothing."""
    return line.tokens[hit.verb].dep == "acl:relcl" and not in_office(by)


def _pleads(line: Line, hit: Hit, by: Who | None) -> bool:
    """ "All eight deny treason": what people on trial say of the charge."""
    if in_office(by) or line.lemma[hit.verb] != "deny" or (by is not None and by.category in _BODIES):
        return False
    objects = line.syntax.objects(hit.verb)
    return any(line.low[o] in outcome().offences | outcome().charges | outcome().pleaded for o in objects)


def _of_itself(line: Line, hit: Hit) -> bool:
    """Whether the words say that something is not, of the speaker's own side: "its guards were not armed"."""
    told, speaking = {*line.low[hit.tokens[0] :]}, parties()
    own = told & (speaking.one | speaking.many | speaking.ourselves)
    near = {line.low[k] for i in hit.tokens for k in (i, *line.syntax.below[i]) if k <= max(hit.tokens)}
    return bool(told & outcome().negating and own) or bool(near & outcome().lacking) or _not_one(line, hit)


def _not_one(line: Line, hit: Hit) -> bool:
    """ "Not one sailor", "not a single shot"."""
    return any(line.low[i] == "not" and line.low[i + 1 : i + 2] in (["one"], ["a"]) for i in hit.tokens)


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
            DENIED,
            "response.rejected",
        )
    if a.hit.rule.type == DENIED and b.line.index - a.line.index == 1 and _name(a) and _name(b):
        # "denied this. She said that nobody had been there": the denial at more length
        return _name(a) in _name(b) or _name(b) in _name(a)
    return a.action.exact.lower() == b.action.exact.lower() and _name(a) == _name(b)


def _name(found: _Found) -> str:
    return found.by.name.lower() if found.by else ""


def _claim(analysis: Analysis, cast: Cast, found: _Found, incidents: Sequence[Claim], reader: ReadBy) -> Claim | None:
    line, text = found.line, analysis.text
    if is_restriction(line, found.hit, incidents):
        return None
    code = found.hit.rule.type
    left = text.rfind("\n", 0, line.start) + 1
    right = text.find("\n", line.start)
    words = {*line.low, *line.lemma}
    # "the vote" and "his opponent" are in every report of politics
    event = bool(words & outcome().events) or (bool(incidents) and bool(words & outcome().mild_events))
    about = incidents_meant(code, line.words(), line.start, incidents, (left, right if right >= 0 else len(text)))
    if not about and (found.hit.faint or not (event or (incidents and backed(line, found.hit)))):
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
        said_by=chain_of(cast, line.tokens[found.hit.verb].start, line.tokens[found.hit.verb].end, line=line),
        when=time.when() if time is not None else None,
        about=about,
        by=found.by.party(text) if found.by else None,
        to=found.to.party(text) if found.to else None,
        action=found.action,
    )
