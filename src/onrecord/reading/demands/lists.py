"""Lists of things asked: bullets after a line that announces them, a sentence that is a list, bare imperatives."""

from collections.abc import Sequence

import msgspec

from onrecord.reading.analysis import Analysis
from onrecord.reading.demands.admit import is_demander
from onrecord.reading.demands.asks import Ask, find_asks, list_cues
from onrecord.reading.demands.build import Demand
from onrecord.reading.demands.extent import region_end
from onrecord.reading.demands.kinds import OTHER, kind_of
from onrecord.reading.demands.lexicon import asking, parties, things
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.openings import Mode, verb_at
from onrecord.reading.demands.parties import Cast, Who
from onrecord.reading.demands.subjects import actor_of
from onrecord.reading.demands.things import LISTED, as_marked, split
from onrecord.reading.demands.voices import Act, demand_of, teller, voice

__all__ = ["Listing", "fragment", "imperative", "items_of", "listing_of"]

# items that make a list one of things asked, where nothing announces it
_SEVERAL = 2


class Listing(msgspec.Struct, frozen=True):
    """A line that announces a list of things asked."""

    line: int
    asker: Who | None
    asked: Who | None
    word: str
    firm: bool


def listing_of(
    analysis: Analysis, cast: Cast, line: Line, asks: Sequence[Ask], lines: Sequence[Line | None] = ()
) -> "Listing | None":
    """The list of things asked that a line announces, or that the items behind it are; ``None`` for no such line.

    ``lines`` are those of the document.
    """
    text = line.words().rstrip().rstrip("*_")
    if line.bullet() or not (text.endswith(":") or text[-1:].isalpha()):
        return None
    items = _items_behind(lines, line.index)
    if not (items or text.endswith(":")):
        return None
    for ask in asks:
        if ask.open:
            asker = cast.who(line, ask.asker) if ask.asker is not None else voice(analysis, cast, line, line.start)
            asked = cast.who(line, ask.asked) if ask.asked is not None else None
            return Listing(line.index, asker, asked, line.tokens[ask.cue].text, True)
    for i in list_cues(line):
        ask_near = [a for a in asks if a.cue < i]
        asker = cast.who(line, ask_near[0].asker) if ask_near and ask_near[0].asker is not None else None
        owner = [c for c in line.syntax.below[i] if line.tokens[c].dep == "nmod:poss"]
        subjects = (
            line.syntax.subjects(line.tokens[i].head)
            if line.tokens[i].head >= 0 and line.verbal(line.tokens[i].head)
            else []
        )
        for head in [*owner, *subjects]:
            asker = asker or cast.who(line, head)
        asked = None
        for c in line.syntax.below[i]:
            if any(line.low[g] in ("to", "for") for g in line.syntax.below[c]):
                asked = cast.who(line, c)
        asker = asker or voice(analysis, cast, line, line.start)
        if asker is not None:
            return Listing(line.index, asker, asked, line.tokens[i].text, False)
    return _by_items(analysis, cast, line, items)


def _items_behind(lines: Sequence[Line | None], index: int) -> list[Line]:
    """The items that follow on each other right behind line ``index``."""
    found: list[Line] = []
    for k in range(index + 1, len(lines)):
        item = lines[k]
        if item is None or not item.bullet():
            break
        found.append(item)
    return found


def _by_items(analysis: Analysis, cast: Cast, line: Line, items: Sequence[Line]) -> "Listing | None":
    """ "We say: 1. Free Okello! 2. Murder charges against the guards": a list that its items tell to be of things asked."""
    asking = [i for i in items if _asks_for_something(i)]
    root = next((i for i, t in enumerate(line.tokens) if t.head < 0), None)
    if len(asking) < _SEVERAL or len(asking) * 2 < len(items) or root is None or not line.verbal(root):
        return None
    if line.tokens[root].tag in ("VBD", "VBN") and line.lemma[root] not in parties().telling:
        # "The following were recorded in March:"
        return None
    asker = voice(analysis, cast, line, line.start) or actor_of(cast, line, root)
    if asker is None or not is_demander(asker) or asker.office:
        return None
    return Listing(line.index, asker, None, line.tokens[root].text, False)


def _asks_for_something(item: Line) -> bool:
    """Whether an item without a finite verb, or with a base form, tells a thing that can be asked for."""
    body = item.body()
    told = any(t.tag in ("VBD", "VBZ", "VBP") and t.dep == "root" for t in item.tokens)
    return body is not None and not told and kind_of(body.exact) != OTHER


def items_of(analysis: Analysis, cast: Cast, line: Line, listing: Listing) -> list[Demand]:
    """The demands of one item of a list."""
    first = line.first_word()
    if first >= len(line.tokens):
        return []
    mode = _mode_at(line, first)
    if (not line.bullet() and mode is None) or (
        line.tokens[first].tag == "VBZ" and line.lemma[first] in asking().verbs
    ):
        # "- asks the rector to …" tells who asks with a verb of its own
        return []
    if mode is None:
        asks = [a for a in find_asks(line) if not a.open]
        mode = "that" if asks and asks[0].form == "modal" else "thing"
    end = region_end(line, first, mode)
    if mode == "to" and line.low[first] in ("to", "that"):
        first += 1
    pieces = [t for t in as_marked(line, split(line, first, end, mode), first) if listing.firm or t.code != OTHER]
    act = Act(asker=listing.asker, asked=listing.asked, word=listing.word, cue=line.tokens[first].start)
    found = []
    for thing in pieces:
        action = line.span(thing.first, thing.last)
        body = line.body()
        if action is None or body is None:
            continue
        evidence = body if len(pieces) < LISTED else action
        found.append(demand_of(cast, line, thing.code, action, evidence, act))
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


def fragment(analysis: Analysis, cast: Cast, line: Line) -> list[Demand]:
    """A sentence that is itself a list: "Ensuring …; ending …; and lifting …," it said."""
    first = line.first_word()
    if first >= len(line.tokens):
        return []
    mode = _mode_at(line, first)
    if mode != "gerund":
        return []
    asker = voice(analysis, cast, line, line.tokens[first].start) or teller(cast, line)
    if asker is None or not is_demander(asker) or asker.office:
        return []
    end = region_end(line, first, mode)
    pieces = [t for t in as_marked(line, split(line, first, end, mode), first) if t.code != OTHER]
    if len(pieces) < LISTED:
        return []
    asked = None
    for i in list_cues(line):
        for c in line.syntax.below[i]:
            if any(line.low[g] in ("to", "for") for g in line.syntax.below[c]):
                asked = cast.who(line, c)
    act = Act(asker=asker, asked=asked, word=line.tokens[first].text, cue=line.tokens[first].start)
    found = []
    for thing in pieces:
        action = line.span(thing.first, thing.last)
        if action is not None:
            found.append(demand_of(cast, line, thing.code, action, action, act))
    return found


def imperative(analysis: Analysis, cast: Cast, line: Line) -> list[Demand]:
    """ "Free our brothers now", in a quotation, a post or a statement."""
    first = line.first_word()
    if first >= len(line.tokens) or _mode_at(line, first) != "to" or line.tokens[first].tag != "VB":
        return []
    if any(line.tokens[c].dep.startswith("nsubj") for c in line.syntax.below[first]):
        return []
    asker = voice(analysis, cast, line, line.tokens[first].start)
    if asker is None or not is_demander(asker) or asker.office:
        return []
    pieces = as_marked(line, split(line, first, region_end(line, first, "to"), "to"), first)
    pieces = [t for t in pieces if t.code != OTHER]
    act = Act(asker=asker, asked=None, word=line.tokens[first].text, cue=line.tokens[first].start)
    found = []
    for thing in pieces:
        action = line.span(thing.first, thing.last)
        if action is not None and verb_at(line, thing.first, "to"):
            found.append(demand_of(cast, line, thing.code, action, line.whole(), act))
    return found
