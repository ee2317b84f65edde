"""Scenes: the day and the place that stand for what a text goes on to tell.

The head of an entry ("2 May, Macomia district: …") holds for all of the entry, and the hour of a post for all of the post. In
running text the day on which something was told to happen holds for the acts told after it in the same paragraph, in the
simple past, until another day is told: the narrative's time moves on from the last event (Hinrichs 1986; Dowty 1986). It
holds on into the next paragraph, and over one that only gives somebody's words, for an act of another kind that names no
place of its own ("Eleven were detained"). What was seen at the polls was seen on the day of the vote, where the text dates
one. Restrictions, trials and threats are decreed and go on, so they take no day from what stands before them.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.binding import bind_places, lead_place, sites_of
from onrecord.reading.claims.context import context
from onrecord.reading.claims.mentions import Mention
from onrecord.reading.claims.shifts import counted_from, hours_away, is_moment
from onrecord.reading.nlp import Token
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Entry, PlaceMention, TimeMention
from onrecord.reading.times import BORROWED_DAY

__all__ = ["Scenes"]

_A_LITTLE = 400
"""Characters over which a day named before is still the one that some hours are counted from."""
_PARAGRAPH = 700
"""Characters over which a day stands where no line ends; no paragraph of news is much longer."""
_HEADING = 90
"""Characters that the line of a heading may take up."""
_ENDS = frozenset('.!?"”')
# families whose acts happen at a moment and in a row
_HAPPEN = frozenset(
    {"violent", "fire", "riot", "destruction", "abduction", "sexual", "arrest", "raid", "protest", "execution"}
)
_VOUCHED = ("actual", "alleged")


class Scenes:
    """Goes through the sentences of one document in order and keeps the day and the place that stand."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._poll = next((t for t in analysis.times if t.event == "election" and is_moment(t)), None)
        """The day of the vote that the text is about."""
        self._heads = {entry: _told_by_head(analysis, entry) for entry in analysis.entries}
        self._day: TimeMention | None = None
        self._place: PlaceMention | None = None
        self._carried: tuple[TimeMention | None, PlaceMention | None] = (None, None)
        """The day and place that stood at the end of the paragraph before, until a day, a month or a year is named."""
        self._spoken = False
        """Whether the paragraph so far is but what somebody said: the day stands on behind it."""
        self._told: set[str] = set()
        """The families of the acts told so far: another act of one of them is mostly the same one, told on."""
        self._until = 0

    def set(self, index: int, syntax: Syntax | None, told: Sequence[Mention]) -> list[Mention]:
        """The mentions of sentence ``index`` with the day and place that stand for them; the sentence moves the scene."""
        start = self.analysis.sentences[index].start
        if start >= self._until:
            if self._day is not None or not self._spoken:
                self._carried = (self._day, self._place)
            self._spoken = True
            self._day = self._place = None
            end = self.analysis.text.find("\n", start)
            # a text that lost its line breaks is one paragraph to the eye only
            self._until = min(end if end >= 0 else len(self.analysis.text), start + _PARAGRAPH)
        self._spoken &= _spoken(self.analysis, index)
        if _names_day(self.analysis, index) or _names_period(self.analysis, index):
            self._carried = (None, None)
        if syntax is None:
            if _names_day(self.analysis, index):
                self._day = self._place = None
            return list(told)
        told = [self._shifted(m, syntax) for m in told]
        own = _told_day(self.analysis, syntax)
        if own is not None:
            self._day = own
        entry = next((e for e in self.analysis.entries if e.body <= start < e.end), None)
        day, place = self._heads.get(entry, (None, None)) if entry is not None else (None, None)
        placed = next((lead for m in told if _happens(m) and (lead := lead_place(m.sites)) is not None), None)
        if placed is not None:
            self._place = placed
        elif (led := _led_place(self.analysis, syntax)) is not None:
            self._place = led
        told = [self._pointed(m, syntax) for m in told]
        found = [self._polled(self._stand(m, syntax, day, place), syntax) for m in told]
        found = [replace(m, ground=self._place) if _happens(m) and not m.places else m for m in found]
        self._told |= {m.family for m in told}
        return found

    def _shifted(self, mention: Mention, syntax: Syntax) -> Mention:
        """The mention with the day that its distance from another act tells, or without that act's own day."""
        shifted, day = counted_from(self.analysis, syntax, mention.anchors[0], self._day)
        if not shifted or (mention.time is not None and mention.time.precision not in ("day", "time", "range")):
            return mention
        return replace(mention, time=day, standing=day is None)

    def _pointed(self, mention: Mention, syntax: Syntax) -> Mention:
        """The mention with the place named last, where its words only point to one: "in the boxes there", "across the township"."""
        if mention.places:
            return mention
        at = next((t for t in _pointers(syntax) if mention.start <= t.start < mention.end), None)
        if at is None:
            return mention
        before = [p for p in self.analysis.places if at.start - _A_LITTLE <= p.start < at.start and _locates(p)]
        if not before:
            return mention
        last = before[-1]
        inside = [p for p in before[:-1] if self.analysis.sentence_at(p.start) == self.analysis.sentence_at(last.start)]
        named = lead_place([last, *inside]) or last
        return replace(mention, places=(named,), sites=(named,), standing=True)

    def _stand(self, mention: Mention, syntax: Syntax, day: TimeMention | None, place: PlaceMention | None) -> Mention:
        if mention.responsible is not None or mention.stance.modality in ("planned", "feared", "conditional"):
            return mention
        if place is not None and not mention.places:
            mention = replace(mention, places=(place,), sites=(place,), standing=True)
        if day is not None and mention.time is not None and _by_the_clock(mention.time):
            # "4 May, Bria: shots between 16:00 and 16:40": of the day of the head
            return replace(mention, time=day, standing=True)
        if mention.time is not None:
            return mention
        if day is not None and not mention.number.period:
            return replace(mention, time=day, standing=True)
        hours = hours_away(self.analysis, syntax)
        if not _follows(mention, syntax) and not (mention.rank >= 2 and (hours or self._gathered(mention, syntax))):
            return mention
        standing, where = self._day, self._place
        if standing is None and (hours or (not mention.places and mention.family not in self._told)):
            standing, where = self._carried
            self._day = standing
        if standing is None and hours:
            standing = _named_before(self.analysis, mention.start)
        if standing is not None:
            mention = replace(mention, time=standing, standing=True)
            if not mention.places and where is not None:
                mention = replace(mention, places=(where,), sites=(where,))
        return mention

    def _polled(self, mention: Mention, syntax: Syntax) -> Mention:
        """ "Ballots were found in a box": what was seen at the polls was seen on the day of the vote that the text dates."""
        if (
            mention.time is not None
            or mention.family not in ("irregularity", "media")
            or mention.stance.modality not in _VOUCHED
        ):
            return mention
        at_polls = any(syntax.is_one_of(i, context().polls) for i in range(len(syntax.tokens)))
        if self._poll is None or not (at_polls and _simple_past(syntax, mention.anchors[0])):
            return mention
        return replace(mention, time=self._poll, standing=True)

    def _gathered(self, mention: Mention, syntax: Syntax) -> bool:
        """ "The crowd had gathered to protest": the protest in which the act just told took place."""
        verb = next((i for i in syntax.path(mention.anchors[0]) if syntax.tokens[i].lemma in context().gathering), None)
        return mention.family == "protest" and verb is not None and not mention.number.several


def _pointers(syntax: Syntax) -> Iterator[Token]:
    """The words of a sentence that point to a place named before it."""
    words = context()
    for i, token in enumerate(syntax.tokens):
        if token.text.lower() == "there":
            if token.dep.startswith("advmod"):
                yield token
        elif token.lemma.lower() in words.grounds and token.pos == "NOUN" and syntax.dep(i, "case"):
            dets = {syntax.tokens[c].text.lower() for c in syntax.dep(i, "det")}
            below = {syntax.tokens[c].dep.split(":")[0] for c in syntax.below[i]}
            if dets & {"the", "this", "that"} and below <= {"det", "case", "punct"}:
                yield token


def _locates(place: PlaceMention) -> bool:
    return place.role != "associative" and place.place is not None and place.place.precision != "country"


def _happens(mention: Mention) -> bool:
    return mention.family in _HAPPEN or mention.family == "effect"


def _told_by_head(analysis: Analysis, entry: Entry) -> tuple[TimeMention | None, PlaceMention | None]:
    if entry.stamped:
        return _stamp(analysis, entry), None
    day = next((t for t in analysis.times if entry.start <= t.start < entry.head and is_moment(t)), None)
    return day, lead_place([p for p in analysis.places if entry.start <= p.start < entry.head])


def _stamp(analysis: Analysis, entry: Entry) -> TimeMention | None:
    """The hour of a post of a live page, with the day of the page: the one that heads its posts, else that of publication.

    None where the hours do not run one way, for such a page goes on past midnight.
    """
    posts = [e for e in analysis.entries if e.stamped]
    heads = [t for t in analysis.times if is_moment(t) and _heads(analysis.text, t, posts)]
    above = [t for t in heads if t.start < entry.start]
    hours = {t.start: t for t in analysis.times if t.type == "TIME"}
    below = [e for e in posts if [t for t in heads if t.start < e.start] == above]
    told = [(hours[e.start].value or "").partition("T")[2] for e in below if e.start in hours]
    day = above[-1].first if above else analysis.document.published_day
    if entry.start not in hours or day is None or told not in (sorted(told), sorted(told, reverse=True)):
        return None
    clock = hours[entry.start]
    value = f"{day.isoformat()}T{(clock.value or '').partition('T')[2]}"
    return replace(clock, value=value, first=day, last=day, precision="time", why="the hour of a post of a live page")


def _heads(text: str, time: TimeMention, posts: Sequence[Entry]) -> bool:
    """Whether a day stands in a heading: above all posts, or between them on a line that is no sentence."""
    start, end = text.rfind("\n", 0, time.start) + 1, text.find("\n", time.end)
    line = text[start : end if end >= 0 else len(text)].rstrip()
    stamped = any(start <= e.start < start + len(line) for e in posts)
    sentence = line[-1:] in _ENDS and any(e.start < start for e in posts)
    return len(line) <= _HEADING and not (stamped or sentence or _by_the_clock(time))


def _by_the_clock(time: TimeMention) -> bool:
    """Whether a time tells hours alone, and its day was taken from elsewhere."""
    return time.type in ("TIME", "DURATION") and (
        time.why.endswith(BORROWED_DAY) or all(not c.isalpha() or c.islower() for c in time.exact)
    )


def _led_place(analysis: Analysis, syntax: Syntax) -> PlaceMention | None:
    """The place of the main clause of a sentence that tells no act of its own."""
    root = next((i for i, t in enumerate(syntax.tokens) if t.head < 0), None)
    if root is None or not _simple_past(syntax, root):
        return None
    places = bind_places(analysis, syntax, (root,), (syntax.sentence.start, syntax.sentence.end))
    return lead_place(sites_of(analysis.text, places))


def _follows(mention: Mention, syntax: Syntax) -> bool:
    """Whether a mention tells an act that happened next, and does not look back or sum up."""
    return (
        mention.family in _HAPPEN
        and mention.rank >= 2
        and bool(mention.acts)
        and mention.stance.modality == "actual"
        and not mention.number.several
        and not (mention.number.definite and syntax.tokens[mention.anchors[0]].pos != "VERB")
        and not mention.reacting
        and _simple_past(syntax, mention.anchors[0])
    )


def _simple_past(syntax: Syntax, anchor: int) -> bool:
    """Whether the clause of a word stands in the simple past ("were taken", "opened fire"), not in the perfect."""
    verb = next((i for i in syntax.path(anchor) if syntax.tokens[i].pos in ("VERB", "AUX")), None)
    seen = 0
    while verb is not None and seen < 6:
        token = syntax.tokens[verb]
        helpers = [syntax.tokens[c] for c in syntax.below[verb] if syntax.tokens[c].dep.startswith(("aux", "cop"))]
        if any(h.lemma == "have" or h.tag == "MD" for h in helpers):
            return False
        if token.tag == "VBD" or any(h.tag == "VBD" for h in helpers):
            return True
        if not helpers and token.text.lower() == token.lemma.lower() and token.lemma.lower() in context().alike:
            # "the rebels also set fire to a clinic"
            return True
        if token.dep not in ("conj", "advcl", "xcomp", "acl", "parataxis", "ccomp") or token.head < 0:
            return False
        verb, seen = token.head, seen + 1
    return False


def _named_before(analysis: Analysis, start: int) -> TimeMention | None:
    """The last day named a little before: what "hours after the hearing" counts from."""
    today = analysis.document.published_day
    near = [t for t in analysis.times if start - _A_LITTLE <= t.start < start and is_moment(t) and _behind(t, today)]
    return near[-1] if near else None


def _names_day(analysis: Analysis, index: int) -> bool:
    sentence = analysis.sentences[index]
    return any(sentence.start <= t.start < sentence.end and is_moment(t) for t in analysis.times)


def _spoken(analysis: Analysis, index: int) -> bool:
    """Whether a sentence gives somebody's words."""
    sentence = analysis.sentences[index]
    return any(
        part.start < sentence.end and sentence.start < part.end
        for a in analysis.attributions
        if a.speakers
        for part in (a.cue, *a.content)
    )


def _names_period(analysis: Analysis, index: int) -> bool:
    """Whether a sentence goes back to some month or year, so that what is told next need not be of the day before it."""
    sentence = analysis.sentences[index]
    return any(
        sentence.start <= t.start < sentence.end and t.type == "DATE" and t.precision in ("month", "year")
        for t in analysis.times
    )


def _told_day(analysis: Analysis, syntax: Syntax) -> TimeMention | None:
    """The last day on which the sentence tells in its main clause that something happened."""
    sentence, today = syntax.sentence, analysis.document.published_day
    cues = {
        i
        for a in analysis.attributions
        if a.speakers and sentence.start <= a.cue.start < sentence.end
        for i in syntax.at(a.cue.start, a.cue.end)
    }
    found = None
    for time in analysis.times:
        if not (sentence.start <= time.start < sentence.end and is_moment(time) and _behind(time, today)):
            continue
        if not any(
            t.start <= time.start and time.end <= t.end for t in analysis.times if t is not time and is_moment(t)
        ):
            # "on the night of 3 to 4 May" is one night, and no day inside it
            head = syntax.head_of(time.start, time.end)
            if head is not None and _dates_clause(syntax, head, cues):
                found = time
    return found


def _behind(time: TimeMention, today: date | None) -> bool:
    return time.first is not None and (today is None or time.first <= today)


def _dates_clause(syntax: Syntax, head: int, cues: set[int]) -> bool:
    """Whether a time hangs on a verb of the main clause that tells what happened, not on who said so."""
    if any(syntax.tokens[c].lemma.lower() in context().bounding for c in syntax.dep(head, "case")):
        return False
    path = syntax.path(head)
    verb = next((i for i in path[1:4] if syntax.tokens[i].pos in ("VERB", "AUX")), None)
    if verb is None or verb in cues or not _simple_past(syntax, verb):
        return False
    return all(_main_or_when(syntax, i) for i in syntax.path(verb))


def _main_or_when(syntax: Syntax, i: int) -> bool:
    """Whether a clause is the main one, or tells the moment of it ("died when gunmen stormed the town on Sunday")."""
    dep = syntax.tokens[i].dep.split(":")[0]
    if dep == "advcl":
        marks = {syntax.tokens[m].lemma.lower() for m in syntax.dep(i, "mark", "advmod")}
        return bool(marks & context().meanwhile)
    return dep != "acl"
