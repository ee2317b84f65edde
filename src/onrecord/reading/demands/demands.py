"""The demands of a document: who asks whom for what, each thing asked a claim of its own."""

from collections.abc import Sequence
from functools import cached_property

from onrecord.model import Claim, ReadBy, Span
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims import firm
from onrecord.reading.claims.admit import setting_of
from onrecord.reading.demands.admit import admitted, is_demander
from onrecord.reading.demands.asks import Ask, find_asks
from onrecord.reading.demands.build import Demand, claim_of, in_context, merged
from onrecord.reading.demands.extent import region_end
from onrecord.reading.demands.kinds import OTHER
from onrecord.reading.demands.lexicon import asking, demanders
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.lists import Listing, fragment, imperative, items_of, listing_of
from onrecord.reading.demands.parties import Cast, Who
from onrecord.reading.demands.subjects import actor_of
from onrecord.reading.demands.things import LISTED, Thing, as_marked, split
from onrecord.reading.demands.voices import Act, demand_of, resolver, voice

__all__ = ["UNREAD", "Scene", "asked_in", "asker_of", "lines_of", "read_demands"]

UNREAD = ReadBy(reader="", version="", vocabulary="")


def lines_of(analysis: Analysis, *, marked: bool = True) -> list[Line | None]:
    """The parsed sentences of a document, with the finder's marks if wanted; ``None`` for those that were not parsed."""
    return [
        Line(analysis.text, n, s, analysis.acts_in(s.start, s.end) if marked else ()) if s.parsed and s.tokens else None
        for n, s in enumerate(analysis.sentences)
    ]


class Scene:
    """The lines of a document, who appears in them, and what is asked: made once for all who read them."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        # the finder knows a sentence alone; where rivals campaign or play, it takes what they ask of one another for demands
        self.lines = lines_of(analysis, marked=not self.aside)
        self.cast = Cast(analysis, self.lines)

    @cached_property
    def aside(self) -> bool:
        """Whether the document is about sport, a storm, a contest for office …, where most asking and answering is of no act."""
        return setting_of(self._analysis.sentences).aside

    @cached_property
    def asked(self) -> list[Demand]:
        """What is asked in the document, as often as it is."""
        return asked_in(self._analysis, self.lines, self.cast)


def read_demands(
    analysis: Analysis, incidents: Sequence[Claim], reader: ReadBy = UNREAD, scene: Scene | None = None
) -> list[Claim]:
    """Every demand of the document as a claim without id, in text order.

    ``incidents`` are its sealed incident claims; their ids fill ``about``.
    """
    scene = scene or Scene(analysis)
    found = merged(scene.asked)
    if not incidents and all(d.code == OTHER for d in found):
        # politics is full of asking; without an incident or a right at stake none of it is for the ledger
        return []
    told = [(d, claim_of(analysis, in_context(d, incidents), incidents, reader)) for d in found]
    # candidates ask for votes and for laws; what is kept is about something that happened, or asked by those who watch over rights
    return [c for d, c in told if not scene.aside or c.about or (d.by and d.by.category in demanders().watching)]


def asked_in(analysis: Analysis, lines: Sequence[Line | None], cast: Cast) -> list[Demand]:
    """What is asked in the document, as often as it is."""
    found: list[Demand] = []
    pending: Listing | None = None
    for line in lines:
        if line is None:
            pending = None
            continue
        if pending is not None:
            items = items_of(analysis, cast, line, pending)
            if items:
                found += items
                continue
            if not line.bullet() and len(line.tokens) > 1:
                pending = None
        asks = find_asks(line)
        told = _sentence(analysis, cast, line, asks)
        if not told:
            told = fragment(analysis, cast, line) or imperative(analysis, cast, line)
        if not any(ask.open for ask in asks):
            told = [*told, *_marked(analysis, cast, line, told)]
        found += told
        pending = listing_of(analysis, cast, line, asks, lines) or pending
    return found


# ---- sentences


def _sentence(analysis: Analysis, cast: Cast, line: Line, asks: Sequence[Ask]) -> list[Demand]:
    told: list[tuple[Ask, Thing, Who | None, Who | None]] = []
    last: Who | None = None
    for n, ask in enumerate(asks):
        if ask.open or ask.first >= len(line.tokens):
            continue
        asker = asker_of(cast, line, ask)
        if asker is None and (ask.voiced or ask.form == "noun"):
            asker = last if ask.form == "verb" else None
        if ask.voiced and asker is None:
            asker = voice(analysis, cast, line, line.tokens[ask.cue].start)
            if asker is None:
                continue
        asked = cast.who(line, ask.asked) if ask.asked is not None else None
        end = region_end(line, ask.first, ask.mode)
        after = [a.cue for a in asks[n + 1 :] if a.cue > ask.first and _goes_on_asking(line, ask, a)]
        pieces = as_marked(line, split(line, ask.first, min([end, *after]), ask.mode), ask.cue)
        for thing in pieces:
            to = cast.who(line, thing.asked) if thing.asked is not None else asked
            if admitted(line, ask, thing, asker, to):
                told.append((ask, thing, asker, to))
        if asker is not None:
            last = asker
    several = len(told) >= LISTED
    found = []
    for ask, thing, asker, asked in told:
        action = line.span(thing.first, thing.last)
        if action is None:
            continue
        asked = asked or _subject(cast, line, ask, thing)
        evidence = action if several and _own_words(action) else line.whole()
        cue = line.tokens[ask.cue]
        act = Act(asker=asker, asked=asked, word=cue.text, cue=cue.start, refused=ask.refused)
        found.append(demand_of(cast, line, thing.code, action, evidence, act))
    return found


def _goes_on_asking(line: Line, ask: Ask, later: Ask) -> bool:
    """Whether the same asker asks for the next thing with a verb of its own: "we demand their release and call on …"."""
    joined = ask.mode == "thing" and later.asker is None and line.low[later.cue - 1] in ("and", ",", ";")
    return later.form == "verb" and (later.asker == ask.asker or joined)


def _marked(analysis: Analysis, cast: Cast, line: Line, told: Sequence[Demand]) -> list[Demand]:
    """What the finder firmly marks as asked where no frame of asking is found, by those who speak there.

    Nothing of a type that is ``told`` in the sentence already, or in words of a demand told.
    """
    found = []
    known = [(min(d.cue, d.action.start), d.action.end) for d in told]
    free = [m for m in line.demanded(line.whole()) if not any(a < m.end and m.start < b for a, b in known)]
    for code in dict.fromkeys(m.type for m in free if firm(m) and all(m.type != d.code for d in told)):
        marks = [m for m in free if m.type == code]
        tokens = [i for m in marks for i in line.syntax.at(m.start, m.end)]
        if not tokens:
            continue
        first = min(tokens)
        asker = actor_of(cast, line, first) if line.verbal(first) else None
        if asker is None or not (is_demander(asker) or asker.office):
            # "the beatings call for an inquiry": whoever says so asks
            asker = voice(analysis, cast, line, line.tokens[first].start)
        action = line.span(first, max(max(tokens) + 1, region_end(line, first, "to")))
        if action is None or asker is None or not is_demander(asker) or asker.office:
            continue
        act = Act(asker=asker, asked=None, word=line.tokens[first].text, cue=line.tokens[first].start)
        found.append(demand_of(cast, line, code, action, line.whole(), act))
    return found


def asker_of(cast: Cast, line: Line, ask: Ask) -> Who | None:
    """Who asks, where the sentence says so: the subject, the body named before a list, or who is of that opinion."""
    if ask.form == "verb":
        found = actor_of(cast, line, ask.cue)
        if found is not None or ask.asker is None:
            return found or resolver(cast, line, ask.cue)
    if ask.asker is not None:
        return cast.who(line, ask.asker)
    thinks = [k for k in line.syntax.path(ask.cue)[1:5] if line.lemma[k] in asking().opining and k < ask.cue]
    subjects = line.syntax.subjects(thinks[0]) if thinks else []
    return cast.who(line, subjects[0]) if subjects else None


def _own_words(action: Span) -> bool:
    return len(action.exact.split()) >= 3


def _subject(cast: Cast, line: Line, ask: Ask, thing: Thing) -> Who | None:
    """ "demanded that the commissioner step down": who is to do it, where the clause is active."""
    if ask.mode != "that" or ask.form == "modal":
        return None
    for k in range(thing.first, min(thing.first + 10, thing.last)):
        if line.low[k] == "be" or (line.tokens[k].tag == "MD" and k + 1 < thing.last and line.low[k + 1] == "be"):
            return None
        if line.tokens[k].dep == "nsubj" and line.low[k] not in ("he", "she", "it", "they", "who", "that"):
            who = cast.who(line, k)
            return (
                who
                if who is not None and (who.category is not None or line.low[k] in demanders().duty_bearers)
                else None
            )
    return None
