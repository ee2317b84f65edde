"""The demands of a document: who asks whom for what, each thing asked a claim of its own."""

import re
from collections.abc import Sequence

import msgspec

from onrecord.model import Claim, Party, ReadBy, Span, Speaker
from onrecord.reading.actors import categorise
from onrecord.reading.analysis import Analysis
from onrecord.reading.demands.about import incidents_meant
from onrecord.reading.demands.asks import Ask, find_asks, list_cues
from onrecord.reading.demands.lexicon import demanders, due, things
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.parties import Cast, Who
from onrecord.reading.demands.things import Mode, Thing, kind_of, region_end, split, verb_at
from onrecord.vocab import claim_type

__all__ = ["Demand", "find_demands", "lines_of", "read_demands"]

OTHER = "demand.other"
UNREAD = ReadBy(reader="", version="", vocabulary="")
_LISTED = 3
_STATEMENTS = ("statement", "post", "report", "official")
_WORD = re.compile(r"[a-z][\w’'-]{3,}")
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her|our)\s+", re.I)


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """A thing asked, before it becomes a claim."""

    code: str
    evidence: tuple[Span, ...]
    action: Span
    by: Who | None
    to: Who | None
    said_by: tuple[Speaker, ...]
    line: int
    word: str
    """The word that asks, for the explanation."""
    cue: int = 0
    """Where it stands."""


def lines_of(analysis: Analysis) -> list[Line | None]:
    """The parsed sentences of a document; ``None`` for those that were not parsed."""
    return [Line(analysis.text, n, s) if s.parsed and s.tokens else None for n, s in enumerate(analysis.sentences)]


def read_demands(analysis: Analysis, incidents: Sequence[Claim], reader: ReadBy = UNREAD) -> list[Claim]:
    """Every demand of the document as a claim without id, in text order; ``incidents`` are its sealed incident claims."""
    lines = lines_of(analysis)
    found = find_demands(analysis, lines, Cast(analysis, lines))
    if not incidents and all(d.code == OTHER for d in found):
        # politics is full of asking; without an incident or a right at stake none of it is for the ledger
        return []
    return [_claim(analysis, d, incidents, reader) for d in found]


def find_demands(analysis: Analysis, lines: Sequence[Line | None], cast: Cast) -> list[Demand]:
    """What is asked in the document, each thing once."""
    found: list[Demand] = []
    pending: _Listing | None = None
    for line in lines:
        if line is None:
            pending = None
            continue
        if pending is not None:
            items = _items(analysis, cast, line, pending)
            if items:
                found += items
                continue
            if not line.bullet() and len(line.tokens) > 1:
                pending = None
        asks = find_asks(line)
        told = _sentence(analysis, cast, line, asks)
        if not told:
            told = _fragment(analysis, cast, line) or _imperative(analysis, cast, line)
        found += told
        pending = _listing(analysis, cast, line, asks) or pending
    return _merged(found)


# ---- sentences


def _sentence(analysis: Analysis, cast: Cast, line: Line, asks: Sequence[Ask]) -> list[Demand]:
    told: list[tuple[Ask, Thing, Who | None, Who | None]] = []
    last: Who | None = None
    for n, ask in enumerate(asks):
        if ask.open or ask.first >= len(line.tokens):
            continue
        asker = _asker(cast, line, ask)
        if asker is None and (ask.voiced or ask.form == "noun"):
            asker = last if ask.form == "verb" else None
        if ask.voiced and asker is None:
            asker = _voice(analysis, cast, line, line.tokens[ask.cue].start)
            if asker is None:
                continue
        asked = cast.who(line, ask.asked) if ask.asked is not None else None
        end = region_end(line, ask.first, ask.mode)
        after = [a.cue for a in asks[n + 1 :] if a.cue > ask.first and a.form == "verb" and a.asker == ask.asker]
        pieces = split(line, ask.first, min([end, *after]), ask.mode)
        for thing in pieces:
            if _admitted(line, ask, thing, asker, asked):
                told.append((ask, thing, asker, asked))
        if asker is not None:
            last = asker
    several = len(told) >= _LISTED
    found = []
    for ask, thing, asker, asked in told:
        action = line.span(thing.first, thing.last)
        if action is None:
            continue
        asked = asked or _subject(cast, line, ask, thing)
        evidence = action if several and _own_words(action) else line.whole()
        found.append(_demand(cast, line, thing.code, evidence, action, asker, asked, line.tokens[ask.cue].text, ask.refused, line.tokens[ask.cue].start))
    return found


def _asker(cast: Cast, line: Line, ask: Ask) -> Who | None:
    if ask.form == "verb":
        found = cast.actor(line, ask.cue)
        if found is not None or ask.asker is None:
            return found
    return cast.who(line, ask.asker) if ask.asker is not None else None


def _own_words(action: Span) -> bool:
    return len(action.exact.split()) >= 3


def _subject(cast: Cast, line: Line, ask: Ask, thing: Thing) -> Who | None:
    """"demanded that the commissioner step down": who is to do it, where the clause is active."""
    if ask.mode != "that" or ask.form == "modal":
        return None
    for k in range(thing.first, min(thing.first + 10, thing.last)):
        if line.low[k] == "be" or line.tokens[k].tag == "MD" and k + 1 < thing.last and line.low[k + 1] == "be":
            return None
        if line.tokens[k].dep == "nsubj" and line.low[k] not in ("he", "she", "it", "they", "who", "that"):
            who = cast.who(line, k)
            return who if who is not None and (who.category is not None or line.low[k] in demanders().duty_bearers) else None
    return None


def _voice(analysis: Analysis, cast: Cast, line: Line, offset: int) -> Who | None:
    """Who says the words at ``offset``: a named speaker, or a publisher that speaks for itself."""
    speaker = cast.speaker_at(line, offset)
    if speaker is not None:
        return speaker
    if any(p.start <= offset < p.end for a in analysis.attributions for p in a.content if not a.speakers):
        teller = _teller(cast, line)
        if teller is not None:
            return teller
    document = analysis.document
    if document.kind in _STATEMENTS and document.publisher and not (document.kind == "report" and categorise((), document.publisher) == "media"):
        return cast.publisher(line.start, line.start + 1)
    return None


def _demand(
    cast: Cast, line: Line, code: str, evidence: Span, action: Span, asker: Who | None, asked: Who | None, word: str, refused: bool = False, cue: int = 0
) -> Demand:  # fmt: skip
    if refused:
        said = (asker.speaker(cast.text),) if asker is not None and not asker.own else ()
    else:
        said = cast.chain(action.start, action.end, asker, line)
    return Demand(code=code, evidence=(evidence,), action=action, by=asker, to=asked, said_by=said, line=line.index, word=word, cue=cue)


def _admitted(line: Line, ask: Ask, thing: Thing, asker: Who | None, asked: Who | None) -> bool:
    """Whether this is a demand and not another use of the words."""
    span = line.span(thing.first, thing.last)
    if span is None:
        return False
    low = _ARTICLE.sub("", span.exact.lower())
    if any(low.startswith(w) and not low[len(w) : len(w) + 1].isalpha() for w in things().idle):
        return False
    typed = thing.code != OTHER
    if asker is not None and _never(asker):
        return False
    if ask.asked is not None and line.low[ask.asked] in demanders().audience and not (asked and (asked.office or asked.category == "party")) and not _grave(thing):
        return False
    if ask.order:
        return asker is not None and asker.category in ("court", "judge") and thing.code == "demand.restore_access"
    if ask.mode == "that" and ask.classed and ask.form == "verb" and not _owed(line, thing):
        return False
    if ask.form in ("modal", "need"):
        return _due(line, ask, thing, typed, asker)
    if ask.classed and not typed:
        return False
    if ask.form == "noun" and asker is None and not typed and not ask.refused:
        return False
    if ask.mode == "thing" and not typed and ask.form == "verb" and not _request(line, ask, thing):
        return False
    if asker is not None and asker.office and not _between(line, ask, thing, asker, asked):
        return False
    if typed:
        return True
    if ask.refused:
        return ask.form == "noun" and _request(line, ask, thing)
    return asker is not None and _heard(line, ask, asker, asked)


def _owed(line: Line, thing: Thing) -> bool:
    """Whether the clause says what is to be and not what is."""
    for k in range(thing.first, min(thing.last, thing.first + 16)):
        if line.low[k] in due().modals or line.low[k] == "be":
            return True
        if line.tokens[k].tag == "VB" and k > thing.first and line.tokens[k - 1].pos in ("NOUN", "PROPN", "PRON", "ADV"):
            return True
    return False


def _heard(line: Line, ask: Ask, asker: Who, asked: Who | None) -> bool:
    """Whether a thing of no type of its own is a demand: by who asks, and of whom."""
    if not _demander(asker):
        return False
    if asked is None:
        return asker.own or asker.category in demanders().firm - {"civilian", "voter"} or ask.form == "noun"
    words = set(re.findall(r"[\w-]+", asked.name.lower()))
    duty = asked.office or asked.category in demanders().firm - {"civilian", "voter"} or bool(words & demanders().duty_bearers)
    return duty or (asked.name[:1].isupper() and not asked.person and (asker.own or asker.category in demanders().firm))


_GRAVE = frozenset({"demand.release", "demand.refrain_from_force", "demand.prosecute", "demand.resign"})


def _grave(thing: Thing) -> bool:
    return thing.code in _GRAVE


def _between(line: Line, ask: Ask, thing: Thing, asker: Who, asked: Who | None) -> bool:
    """Whether an office asks as one among equals; what it asks of those below it is a response."""
    if asker.category in ("court", "judge", "police", "election_body", "election_official", "military", "paramilitary"):
        return False
    if ask.weak or asker.category != "government":
        return False
    span = line.span(thing.first, thing.last)
    return thing.code != OTHER and not (span is not None and span.exact.lower().startswith(("report", "a report")))


def _request(line: Line, ask: Ask, thing: Thing) -> bool:
    return line.low[thing.first : thing.last] != [] and any(w in things().goods for w in line.low[thing.first : thing.last])


def _never(who: Who) -> bool:
    words = set(who.name.lower().split())
    return not who.person and bool(words & demanders().never)


def _demander(who: Who) -> bool:
    if who.category in demanders().firm or who.own:
        return True
    return who.person or bool(set(re.findall(r"[\w-]+", who.name.lower())) & demanders().words) or who.name[:1].isupper()


def _due(line: Line, ask: Ask, thing: Thing, typed: bool, asker: Who | None) -> bool:
    """"Must" and "should": only of somebody who has the duty, or of something that has a type."""
    if asker is None or not _demander(asker) or asker.office:
        return False
    k = thing.first
    if ask.mode == "to" and line.low[k] in ("be", "have") and not typed:
        return False
    if typed and (ask.mode != "to" or ask.asked is None or ask.form == "need"):
        return True
    if ask.asked is None:
        return False
    if typed and line.tokens[ask.asked].pos in ("PROPN", "PRON") or line.syntax.entity.get(ask.asked):
        return typed
    if not {line.lemma[ask.asked], line.low[ask.asked]} & demanders().duty_bearers:
        return False
    return asker.own or asker.category in ("rights_group", "international_body", "party", "politician")


# ---- lists


class _Listing(msgspec.Struct, frozen=True):
    """A line that announces a list of things asked."""

    line: int
    asker: Who | None
    asked: Who | None
    word: str
    firm: bool


def _listing(analysis: Analysis, cast: Cast, line: Line, asks: Sequence[Ask]) -> "_Listing | None":
    text = line.words().rstrip().rstrip("*_")
    if not text.endswith(":"):
        return None
    for ask in asks:
        if ask.open:
            asker = cast.who(line, ask.asker) if ask.asker is not None else _voice(analysis, cast, line, line.start)
            asked = cast.who(line, ask.asked) if ask.asked is not None else None
            return _Listing(line.index, asker, asked, line.tokens[ask.cue].text, True)
    for i in list_cues(line):
        ask_near = [a for a in asks if a.cue < i]
        asker = cast.who(line, ask_near[0].asker) if ask_near and ask_near[0].asker is not None else None
        owner = [c for c in line.syntax.below[i] if line.tokens[c].dep == "nmod:poss"]
        subjects = line.syntax.subjects(line.tokens[i].head) if line.tokens[i].head >= 0 and line.verbal(line.tokens[i].head) else []
        for head in [*owner, *subjects]:
            asker = asker or cast.who(line, head)
        asked = None
        for c in line.syntax.below[i]:
            if any(line.low[g] in ("to", "for") for g in line.syntax.below[c]):
                asked = cast.who(line, c)
        asker = asker or _voice(analysis, cast, line, line.start)
        if asker is not None:
            return _Listing(line.index, asker, asked, line.tokens[i].text, False)
    return None


def _items(analysis: Analysis, cast: Cast, line: Line, listing: "_Listing") -> list[Demand]:
    """The demands of one item of a list."""
    first = line.first_word()
    if first >= len(line.tokens):
        return []
    mode = _mode_at(line, first)
    if not line.bullet() and mode is None:
        return []
    if mode is None:
        asks = [a for a in find_asks(line) if not a.open]
        mode = "that" if asks and asks[0].form == "modal" else "thing"
    end = region_end(line, first, mode)
    if mode == "to" and line.low[first] in ("to", "that"):
        first += 1
    pieces = [t for t in split(line, first, end, mode) if listing.firm or t.code != OTHER]
    found = []
    for thing in pieces:
        action = line.span(thing.first, thing.last)
        body = line.body()
        if action is None or body is None:
            continue
        evidence = body if len(pieces) < _LISTED else action
        found.append(_demand(cast, line, thing.code, evidence, action, listing.asker, listing.asked, listing.word))
    return found


def _mode_at(line: Line, first: int) -> Mode | None:
    k = first
    while k < len(line.tokens) - 1 and (line.tokens[k].pos == "ADV" or line.low[k] == "to"):
        k += 1
    if line.tokens[k].tag == "VBG" and line.lemma[k] in things().acts:
        return "gerund"
    if line.low[k] in things().acts and line.tokens[k].tag in ("VB", "VBP", "NN", "JJ", "NNP"):
        return "to"
    return None


def _fragment(analysis: Analysis, cast: Cast, line: Line) -> list[Demand]:
    """A sentence that is itself a list: "Ensuring …; ending …; and lifting …," it said."""
    first = line.first_word()
    if first >= len(line.tokens):
        return []
    mode = _mode_at(line, first)
    if mode != "gerund":
        return []
    asker = _voice(analysis, cast, line, line.tokens[first].start) or _teller(cast, line)
    if asker is None or not _demander(asker) or asker.office:
        return []
    end = region_end(line, first, mode)
    pieces = [t for t in split(line, first, end, mode) if t.code != OTHER]
    if len(pieces) < _LISTED:
        return []
    asked = None
    for i in list_cues(line):
        for c in line.syntax.below[i]:
            if any(line.low[g] in ("to", "for") for g in line.syntax.below[c]):
                asked = cast.who(line, c)
    found = []
    for thing in pieces:
        action = line.span(thing.first, thing.last)
        if action is not None:
            found.append(_demand(cast, line, thing.code, action, action, asker, asked, line.tokens[first].text))
    return found


def _teller(cast: Cast, line: Line) -> Who | None:
    """The subject of the verb of saying that closes a quotation."""
    for i in range(len(line.tokens) - 1, -1, -1):
        if line.lemma[i] in ("say", "state", "add", "write", "tweet", "post", "suggest", "demand", "recommend"):
            subjects = line.syntax.subjects(i)
            if not subjects and i > 0 and line.tokens[i - 1].pos in ("PRON", "PROPN", "NOUN"):
                subjects = [i - 1]
            if not subjects:
                subjects = [k for k in range(i + 1, min(i + 5, len(line.tokens))) if line.tokens[k].pos in ("NOUN", "PROPN") or line.tokens[k].tag == "PRP"][:1]
            if subjects:
                return cast.who(line, subjects[0])
    return None


def _imperative(analysis: Analysis, cast: Cast, line: Line) -> list[Demand]:
    """"Free our brothers now", in a quotation, a post or a statement."""
    first = line.first_word()
    if first >= len(line.tokens) or _mode_at(line, first) != "to" or line.tokens[first].tag != "VB":
        return []
    if any(line.tokens[c].dep.startswith("nsubj") for c in line.syntax.below[first]):
        return []
    asker = _voice(analysis, cast, line, line.tokens[first].start)
    if asker is None or not _demander(asker) or asker.office:
        return []
    pieces = [t for t in split(line, first, region_end(line, first, "to"), "to") if t.code != OTHER]
    found = []
    for thing in pieces:
        action = line.span(thing.first, thing.last)
        if action is not None and verb_at(line, thing.first, "to"):
            found.append(_demand(cast, line, thing.code, line.whole(), action, asker, None, line.tokens[first].text))
    return found


# ---- claims


_ONCE = frozenset({"demand.restore_access", "demand.no_death_penalty", "demand.resign", "demand.fair_trial"})


def _merged(found: Sequence[Demand]) -> list[Demand]:
    """The same thing asked again by the same is one demand with more evidence."""
    kept: list[Demand] = []
    for demand in found:
        home = next((n for n, k in enumerate(kept) if _same(k, demand)), None)
        if home is None:
            kept.append(demand)
            continue
        old = kept[home]
        evidence = tuple(sorted({*old.evidence, *demand.evidence}, key=lambda s: (s.start, s.end)))
        kept[home] = msgspec.structs.replace(old, evidence=_apart(evidence), to=old.to or demand.to)
    return kept


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans without those that lie inside another."""
    return tuple(s for s in spans if not any(o is not s and o.start <= s.start and s.end <= o.end for o in spans))


def _same(a: Demand, b: Demand) -> bool:
    if a.code != b.code or _name(a.by) != _name(b.by):
        return False
    if a.line == b.line and a.action.start != b.action.start:
        return False
    if a.code in _ONCE or (a.code == "demand.release" and a.by is not None and a.by.own):
        return True
    ours, theirs = _content(a.action.exact), _content(b.action.exact)
    return len(ours & theirs) * 3 >= min(len(ours), len(theirs)) * 2 or len(ours & theirs) >= 2


def _name(who: Who | None) -> str:
    return who.name.lower() if who else ""


def _content(words: str) -> set[str]:
    return {w[:6] for w in _WORD.findall(words.lower())}


def _claim(analysis: Analysis, demand: Demand, incidents: Sequence[Claim], reader: ReadBy) -> Claim:
    text = analysis.text
    by: Party | None = demand.by.party(text) if demand.by else None
    sentence = analysis.sentences[demand.line]
    paragraph = _paragraph(text, sentence.start)
    return Claim(
        document=analysis.document.id,
        kind="demand",
        type=demand.code,
        evidence=demand.evidence,
        read_by=reader,
        said_by=demand.said_by,
        by=by if by is None or not (demand.by and demand.by.own and len(by.exact) < 2) else None,
        to=demand.to.party(text) if demand.to else None,
        action=demand.action,
        about=incidents_meant(demand.code, text[sentence.start : sentence.end], sentence.start, incidents, paragraph),
        rights=rights_of(demand.code, demand.action.exact),
    )


def rights_of(code: str, action: str) -> tuple[str, ...]:
    """The ICCPR articles of a demand: by its type, for the lifting of a restriction by what is restricted."""
    entry = claim_type(code)
    if code != "demand.lift_restriction":
        return entry.rights
    found = [claim_type(c).rights for c in _restricted(action)]
    return tuple(dict.fromkeys(r for rights in found for r in rights)) or entry.rights


def _restricted(action: str) -> list[str]:
    low = action.lower()
    listed = {
        "restriction.media": ("media", "press", "journalist", "newspaper", "broadcast", "censor", "radio", "channel", "expression", "speech"),
        "restriction.internet": ("internet", "network", "social", "platform"),
        "restriction.assembly": ("assembl", "gather", "protest", "rall", "march", "demonstrat", "meeting", "section 144"),
        "restriction.association": ("party", "parties", "ngo", "union", "association", "civil society"),
        "restriction.movement": ("curfew", "movement", "travel", "road", "border", "blockade", "siege"),
        "restriction.candidacy": ("candida", "symbol", "contest", "disqualif", "nomination"),
    }
    return [code for code, words in listed.items() if any(w in low for w in words)][:1]


def _paragraph(text: str, start: int) -> tuple[int, int]:
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", start)
    return left, right if right >= 0 else len(text)
