"""Which candidates are toponyms, which only carry a place's name (a body, a person), which are neither.

Each candidate is scored by itself: the parser's label, the words beside it, what the gazetteer says of the name. Names
of one spelling then lend each other what they have (one sense per document), and a name that the document's settled
places lie around, or that is the publisher's home, gains as well. A score above zero is a toponym.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from onrecord.reading.places.lexicon import calendar_words, cues, designators, dotted_aliases, only_after_comma
from onrecord.reading.places.publisher import Home
from onrecord.reading.places.resolve import kilometres
from onrecord.reading.places.values import Candidate
from onrecord.vocab.gazetteer import Entry, Gazetteer, fold

__all__ = ["Context", "Scale", "Verdict", "decide", "entries_of"]

Verdict = Literal["literal", "associative", "none"]
_LARGE = 100_000
_LANDS = frozenset({"country", "region", "admin1"})
_CALL_SIGN = 5
"""Letters up to which a name in capitals is an abbreviation, not a place that is not written so."""
Lookup = Mapping[str, Sequence[Entry]]


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the document: its publisher's home, the spans of its heads, the surnames of its people."""

    home: Home
    heads: tuple[tuple[int, int], ...] = ()
    surnames: frozenset[str] = frozenset()


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """What each sign counts for (above zero) or against a toponym."""

    unknown: float = -2.7
    known: float = -0.2
    area: float = 2.2
    large: float = 0.5
    only_alternate: float = -0.6
    common: float = -2.0
    person_name: float = -1.0
    loc: float = 2.6
    loc_part: float = 0.8
    org: float = -0.8
    org_part: float = -2.0
    per: float = -3.0
    per_place_name: float = -0.6
    led: float = 1.4
    led_weakly: float = 0.5
    led_surely: float = 2.0
    container: float = 3.5
    designator: float = 1.6
    spot: float = 3.2
    local_body: float = 2.2
    head: float = -1.6
    tail: float = -1.4
    people_after: float = 1.6
    first: float = -0.3
    shared: float = 0.8
    person_elsewhere: float = -3.4
    person_elsewhere_led: float = -0.8
    home: float = 1.6
    around: float = 1.4
    listed: float = 1.2
    near_km: float = 60.0


def entries_of(candidate: Candidate, gazetteer: Gazetteer) -> Sequence[Entry]:
    """The gazetteer's entries for a candidate, without those that its spelling rules out."""
    if candidate.key is None:
        return ()
    found = gazetteer.lookup_key(candidate.key)
    if candidate.kinds == {"feature"} and " " in candidate.key:
        found = [e for e in found if not (e.alternate and e.kind in {"admin1", "admin2"})]
    letters = candidate.exact.replace(".", "")
    if len(letters) <= 3 and letters.isupper() and not candidate.shouted:
        return [e for e in found if _fits_capitals(e)]
    if len(letters) <= 2:
        # "Mo." is the abbreviation of a state before it is a town of that name
        spelt = candidate.exact.casefold() in dotted_aliases()
        states = [e for e in found if e.alternate and e.kind == "admin1"] if spelt else []
        return states or [e for e in found if not e.alternate]
    return found


def _fits_capitals(entry: Entry) -> bool:
    """Whether letters in capitals may mean it: an abbreviation, not a town of three letters."""
    return entry.name.isupper() or (
        entry.alternate and (entry.kind in {"country", "admin1", "region"} or entry.population >= _LARGE)
    )


def decide(
    text: str, candidates: Sequence[Candidate], lookup: Lookup, context: Context, scale: Scale | None = None
) -> list[Verdict]:
    """A verdict for each candidate, in order."""
    return _Decision(text, candidates, lookup, context, scale or Scale()).run()


class _Decision:
    def __init__(
        self, text: str, candidates: Sequence[Candidate], lookup: Lookup, context: Context, scale: Scale
    ) -> None:
        self.text = text
        self.candidates = candidates
        self.lookup = lookup
        self.home = context.home
        self.heads = context.heads
        self.scale = scale
        self.cues = cues()
        self.persons = context.surnames | {c.key for c in candidates if c.label == "PER" and not c.whole and c.key}
        self.home_ids = {e.id for e in self.home.places}

    def run(self) -> list[Verdict]:
        fixed = [self._fixed(i) for i in range(len(self.candidates))]
        scores = [self._alone(i) if verdict is None else 0.0 for i, verdict in enumerate(fixed)]
        best: dict[str, float] = defaultdict(float)
        for i, candidate in enumerate(self.candidates):
            if fixed[i] is None:
                name = _name(candidate)
                best[name] = max(best[name], scores[i])
        settled = self._settled_places(fixed, scores)
        verdicts: list[Verdict] = []
        for i, verdict in enumerate(fixed):
            if verdict is None:
                score = scores[i] + self._together(i, best, settled)
                verdict = "literal" if score > 0 else "none"
            verdicts.append(verdict)
        self._lists(fixed, scores, verdicts)
        return verdicts

    def _entries(self, candidate: Candidate) -> Sequence[Entry]:
        return self.lookup.get(candidate.key or "", ())

    def _fixed(self, i: int) -> Verdict | None:
        """The verdict where no weighing is needed."""
        candidate = self.candidates[i]
        entries = self._entries(candidate)
        if _no_name(candidate, entries):
            return "none"
        if fold(candidate.exact) in calendar_words() and candidate.label != "LOC" and not _area(entries):
            # "On 12 June the Minsk City Court": what the parser puts before a name is not part of it
            return "none"
        if candidate.exact in only_after_comma():
            return "literal" if self._after_comma(i) else "none"
        headed = any(start <= candidate.start and candidate.end <= end for start, end in self.heads)
        if entries and headed and candidate.key not in calendar_words():
            return "literal"
        # "the weapon was fired at Dziekan": of a name that no gazetteer knows the report tells whose it is
        somebody = candidate.key is None and fold(candidate.exact) in self.persons
        if somebody or _abbreviates(candidate, entries):
            return "none"
        if candidate.head and candidate.head[-1] in self.cues.person_titles and not candidate.shouted:
            return "none"
        if candidate.before in self.cues.named_things:
            return "none"
        own = fold(candidate.exact).split()
        if len(own) > 1 and any(w in self.cues.body_heads for w in own) and not _bears(entries):
            return "associative" if candidate.label != "PER" else "none"
        if candidate.shouted:
            return None
        if candidate.head and candidate.head[-1] in self.cues.name_openers:
            return "associative"
        if self._serves(candidate, entries):
            return None
        if set(candidate.tail) & self.cues.body_heads:
            return "associative"
        if candidate.head and candidate.head[-1] == "of" and set(candidate.head) & self.cues.body_heads:
            # a ministry is called after its field, were there ten villages of that name
            field = set(candidate.head) & self.cues.field_bodies and not _area(entries)
            return "none" if field else "associative"
        return None

    def _serves(self, candidate: Candidate, entries: Sequence[Entry]) -> bool:
        """Whether the name stands before a body that governs or serves the place ("the Springfield Police")."""
        tail = candidate.tail
        return (
            bool(tail)
            and candidate.head[-1:] != ("of",)
            and _bears(entries)
            and bool(set(tail[:4]) & self.cues.local_bodies)
            and not set(tail) & self.cues.own_name_bodies
            and candidate.key not in self.cues.common_words | self.cues.person_names | self.cues.local_bodies
        )

    def _alone(self, i: int) -> float:
        candidate, s, known = self.candidates[i], self.scale, self.cues
        entries = self._entries(candidate)
        score = s.known if entries else s.unknown
        area = _area(entries)
        common = candidate.key in known.common_words and "." not in candidate.exact
        score += s.area if area and not common else 0.0
        if any(e.population >= _LARGE and not e.alternate for e in entries) and not common:
            score += s.large
        if entries and not area and all(e.alternate for e in entries):
            score += s.only_alternate
        score += s.common if common else s.person_name if candidate.key in known.person_names else 0.0
        score += self._label(candidate)
        if "spot" in candidate.kinds and candidate.source == "pattern":
            score += s.spot
        elif candidate.kinds - {"spot"} or (candidate.kinds and candidate.key is None and candidate.label == "LOC"):
            score += s.designator
        serves = self._serves(candidate, entries)
        if serves:
            score += s.local_body
        elif not candidate.shouted:
            score += (s.head if candidate.head else 0.0) + (s.tail if candidate.tail else 0.0)
        held = candidate.before == "of" and candidate.lead in known.holders
        within = candidate.before == "the" and candidate.lead in known.place_prepositions and candidate.whole
        if (candidate.before == "of" and not held) or (within and candidate.label == "LOC" and candidate.key is None):
            score += s.led_weakly
        elif held or candidate.before in known.place_prepositions:
            score += s.led
            # "at" stands before bodies as well, hardly before a person
            at = (candidate.before, candidate.label) == ("at", "PER") and candidate.key not in known.person_names
            sure = held or at or candidate.before in known.sure_prepositions
            if entries and candidate.whole and candidate.label in {"PER", "ORG"} and sure:
                score += s.led_surely
        if candidate.source == "led":
            score += s.led_surely
        if self._container(i):
            score += s.container
        if candidate.after in known.people_words and not candidate.first and any(_sizable(e) for e in entries):
            score += s.people_after
        return score + (s.first if candidate.first else 0.0)

    def _label(self, candidate: Candidate) -> float:
        s = self.scale
        if candidate.label == "LOC":
            return s.loc if candidate.whole else s.loc_part
        if candidate.label == "ORG":
            if self._serves(candidate, self._entries(candidate)):
                return 0.0
            return s.org if candidate.whole else s.org_part
        if candidate.label == "PER":
            return s.per_place_name if self._long_name(candidate) else s.per
        return 0.0

    def _long_name(self, candidate: Candidate) -> bool:
        """Whether the parser's person is, word for word, a place of two words or more: by its own name, or led to surely."""
        words = (candidate.key or "").split()
        led = candidate.before in self.cues.sure_prepositions
        own = any(led or not e.alternate for e in self._entries(candidate))
        return candidate.whole and own and len(words) > 1 and words[0] not in self.cues.common_words

    def _together(self, i: int, best: Mapping[str, float], settled: Sequence[Entry]) -> float:
        """What the rest of the document adds."""
        candidate, s = self.candidates[i], self.scale
        surname = fold(candidate.exact)
        led = candidate.before in self.cues.place_prepositions or self._container(i)
        gain = 0.0
        if surname in self.persons:
            gain += s.person_elsewhere_led if led else s.person_elsewhere
        if candidate.label == "PER" and not candidate.whole:
            return gain
        entries, name = self._entries(candidate), _name(candidate)
        if best[name] > 0 and surname not in self.persons:
            gain += s.shared * min(best[name], 3.0)
            if candidate.label == "PER":
                gain -= s.per
        if candidate.key in self.cues.common_words or candidate.key in self.cues.person_names:
            return gain
        if any(e.id in self.home_ids for e in entries):
            gain += s.home
        elif any(
            e.kind in {"city", "admin2"} and kilometres(e, other) < s.near_km and e.id != other.id
            for e in entries
            for other in settled
        ):
            gain += s.around
        return gain

    def _settled_places(self, fixed: Sequence[Verdict | None], scores: Sequence[float]) -> list[Entry]:
        """Towns and districts that can mean only one place, and homes, of names that are surely toponyms."""
        found: dict[int, Entry] = {e.id: e for e in self.home.places if len(self.home.places) <= 3}
        for i, candidate in enumerate(self.candidates):
            entries = self._entries(candidate)
            if fixed[i] is None and scores[i] > 1.0 and 0 < len(entries) <= 2:
                found.update({e.id: e for e in entries if e.kind in {"city", "admin2"}})
        return list(found.values())[:40]

    def _lists(self, fixed: Sequence[Verdict | None], scores: Sequence[float], verdicts: list[Verdict]) -> None:
        """A name between toponyms of a list is one too ("Harwinton, Bantam, Litchfield and Winsted")."""
        order = range(len(self.candidates))
        for sweep in (order, reversed(order)):
            for i in sweep:
                if verdicts[i] != "none" or fixed[i] is not None or not self._entries(self.candidates[i]):
                    continue
                beside = [j for j in (i - 1, i + 1) if self._in_list(i, j) and verdicts[j] == "literal"]
                if beside and scores[i] + self.scale.listed * len(beside) > 0:
                    verdicts[i] = "literal"

    def _in_list(self, i: int, j: int) -> bool:
        if not 0 <= j < len(self.candidates):
            return False
        a, b = sorted((self.candidates[i], self.candidates[j]), key=lambda c: c.start)
        gap = self.text[a.end : b.start]
        return a.sentence == b.sentence and gap.strip() in {",", "and", ", and", "or", "&", ";"}

    def _after_comma(self, i: int) -> bool:
        before = self.candidates[i - 1] if i else None
        here = self.candidates[i]
        return (
            before is not None
            and before.sentence == here.sentence
            and self.text[before.end : here.start].strip(" ") == ","
        )

    def _container(self, i: int) -> bool:
        """Whether the next name, behind a comma, holds this one."""
        if i + 1 >= len(self.candidates):
            return False
        here, after = self.candidates[i], self.candidates[i + 1]
        gap = self.text[here.end : after.start]
        if here.sentence != after.sentence or gap not in {", ", " in ", " in the "} or after.key is None:
            return False
        outer = self._entries(after)
        units = {e.id for e in outer if e.kind in {"admin1", "admin2"}}
        lands = {e.country for e in outer if e.kind == "country"}
        inner = self._entries(here)
        if not inner:
            return here.label == "LOC" and bool(units or lands)
        return any(
            e.admin1_id in units or e.admin2_id in units or (e.country in lands and e.kind != "country") for e in inner
        )


def _name(candidate: Candidate) -> str:
    """What tells that two candidates name one thing: "Dekai" and "the Dekai station", where no gazetteer knows it."""
    if candidate.key is not None:
        return candidate.key
    words = candidate.exact.split()
    while len(words) > 1 and not words[-1][0].isupper():
        words.pop()
    return fold(" ".join(words))


def _no_name(candidate: Candidate, entries: Sequence[Entry]) -> bool:
    """Whether the stretch is made of words that tell a kind or direction and nothing else, or is a known homonym."""
    words = fold(candidate.exact).split()
    known = cues()
    if not words or " ".join(words) in known.homonyms:
        return True
    if len(words) > 1 and (entries or candidate.source == "pattern"):
        return all(w in known.directions for w in words)
    plain = all(
        w in known.directions or w in designators().after or w in known.body_heads or w in known.generic_words
        for w in words
    )
    return plain and not any(e.kind in {"country", "region"} for e in entries)


def _abbreviates(candidate: Candidate, entries: Sequence[Entry]) -> bool:
    """Whether a few capitals amid small letters stand for a body that a town happens to be spelt like: "the SWAT team"."""
    letters = candidate.exact.replace(".", "")
    if not letters.isupper() or len(letters) > _CALL_SIGN or candidate.shouted:
        return False
    # what opens a sentence may be its head: "PERU. Gunmen …"
    return not entries or not (candidate.first or any(_fits_capitals(e) or e.kind in _LANDS for e in entries))


def _sizable(entry: Entry) -> bool:
    return entry.kind in {"country", "admin1"} or (not entry.alternate and entry.population >= 2000)


def _bears(entries: Sequence[Entry]) -> bool:
    """Whether some place is really called so, not only by an alternate name."""
    return any(
        e.kind in {"country", "admin1"} or (not e.alternate and (e.kind == "admin2" or e.population > 0))
        for e in entries
    )


def _area(entries: Sequence[Entry]) -> bool:
    return any(
        e.kind in {"country", "region"} or (e.kind in {"admin1", "feature"} and not e.alternate) for e in entries
    )
