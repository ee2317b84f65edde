"""One pass over a sentence that finds every stretch which could name a place.

A token trie is not built: the gazetteer answers in microseconds whether a folded stretch is a name, and only stretches
that begin and end with a capital are asked for, longest first.
"""

import re
from collections.abc import Iterator, Sequence

from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.places.lexicon import (
    Designators,
    calendar_words,
    cues,
    demonym_heads,
    demonyms,
    designators,
    dotted_aliases,
)
from onrecord.reading.places.merge import merge
from onrecord.reading.places.values import Candidate, Found, Source
from onrecord.reading.places.words import truecased, words_of
from onrecord.vocab.gazetteer import Gazetteer, fold

__all__ = ["scan"]

_GAPS = frozenset({" ", "-", ". ", ".", " & ", "–", "'", "’"})
_RUN_GAPS = frozenset({" ", "-", " & ", "'", "’"})
_RUN = 7
_PARTY = re.compile(r"[DRI]-")
_LONGEST = 6
_LANDS = frozenset({"country", "region", "admin1"})
_SMALL = frozenset({"the", "of"})


class _Scan:
    def __init__(self, text: str, index: int, sentence: ParsedSentence, gazetteer: Gazetteer) -> None:
        self.text = text
        self.index = index
        self.sentence = sentence
        self.gazetteer = gazetteer
        self.words = words_of(text, sentence.start, sentence.end)
        letters = [w for w in self.words if w.text.isalpha() and len(w.text) > 1]
        self.shouted = len(letters) > 3 and all(w.text.isupper() for w in letters)
        if self.shouted and sentence.parsed:
            self.words = truecased(self.words, sentence)
        self.designators: Designators = designators()
        self._nouns = {t.start for t in sentence.tokens if t.pos == "NOUN"}

    def run(self) -> Found:
        candidates: list[Candidate] = []
        peoples: list[tuple[int, int, str]] = []
        i = 0
        while i < len(self.words):
            people = self._demonym(i) if self.shouted or self.words[i].text[0].isupper() else None
            if people is None and not self.words[i].text[0].isupper():
                i += 1
                continue
            j = self._match(i)
            if people is not None and people[0] >= j:
                last, code = people
                peoples.append((self.words[i].start, self.words[last - 1].end, code))
                i = last
                continue
            pattern = self._numbered(i) or self._led(i) or self._between(i) or self._pattern(i)
            if pattern is not None and pattern[1] > j:
                candidates.append(pattern[0])
                i = pattern[1]
            elif j == i + 1 and self._leads_on(i):
                i += 1
            elif j > i:
                found, i = self._candidate(i, j, candidates[-1].end if candidates else 0)
                candidates.append(found)
            else:
                i += 1
        return Found(tuple(candidates), tuple(peoples))

    def _leads_on(self, i: int) -> bool:
        """Whether word ``i`` is a direction in front of another capitalised word ("South Los Angeles")."""
        following = i + 1 < len(self.words) and self._gap(i) == " " and self.words[i + 1].capital
        return following and fold(self.words[i].text) in cues().directions

    def _joined(self, i: int, j: int) -> bool:
        """Whether words ``i`` to ``j`` stand close enough together to be one name."""
        return all(self._gap(k) in _GAPS for k in range(i, j - 1))

    def _gap(self, k: int) -> str:
        return self.text[self.words[k].end : self.words[k + 1].start]

    def _demonym(self, i: int) -> tuple[int, str] | None:
        table = demonyms()
        if fold(self.words[i].text) not in demonym_heads():
            return None
        for j in range(min(i + 3, len(self.words)), i, -1):
            if self._joined(i, j):
                code = table.get(fold(self.text[self.words[i].start : self.words[j - 1].end]))
                if code is not None:
                    return j, code
        return None

    def _match(self, i: int) -> int:
        """The end of the longest name of the gazetteer that begins at word ``i``; ``i`` where there is none."""
        stop = i + 1
        while stop < min(i + _LONGEST, len(self.words)) and self._gap(stop - 1) in _GAPS:
            stop += 1
        for j in range(stop, i, -1):
            last = self.words[j - 1]
            if not last.capital or (j - i == 1 and len(last.text) == 1):
                continue
            if self.gazetteer.has(fold(self.text[self.words[i].start : last.end])):
                if self._goes_on(j):
                    continue
                return j if j - i == 1 or not self._loose_start(i, j) else i
        return i

    def _goes_on(self, j: int) -> bool:
        """Whether a hyphen joins what no gazetteer knows to a name: "Ala-Too", not "Kabul-Kandahar" nor "Paris-based"."""
        if j >= len(self.words) or self._gap(j - 1) != "-" or not self.words[j].text[0].isupper():
            return False
        return self._match(j) == j

    def _loose_start(self, i: int, j: int) -> bool:
        """Whether the name is as well known without the article in front."""
        return fold(self.words[i].text) == "the" and self.gazetteer.has(
            fold(self.text[self.words[i + 1].start : self.words[j - 1].end])
        )

    def _candidate(self, i: int, j: int, taken: int) -> tuple[Candidate, int]:
        """The name of words ``i`` to ``j`` with the designator beside it; what ends before ``taken`` has a name already."""
        start, end = self.words[i].start, self.words[j - 1].end
        key = fold(self.text[start:end])
        kinds: set[str] = set()
        after = self.designators.after
        own = fold(self.words[j - 1].text)
        if j - i > 1 and own in after:
            kinds |= after[own]
        elif j < len(self.words) and self._gap(j - 1) == " " and fold(self.words[j].text) in after:
            word = self.words[j]
            kinds |= after[fold(word.text)]
            if fold(word.text) not in cues().body_heads and word.capital and not self.shouted and self._ends_name(j):
                end, j = word.end, j + 1
        if i and self._gap(i - 1) == " " and self.words[i - 1].start >= taken:
            before = fold(self.words[i - 1].text)
            pair = f"{fold(self.words[i - 2].text)} {before}" if i > 1 else ""
            known = self.designators.before.get(before) or self.designators.before.get(pair)
            if known and (pair in self.designators.before or self.words[i - 1].capital):
                kinds |= known
                if self.words[i - 1].capital and before in self.designators.before:
                    start, i = self.words[i - 1].start, i - 1
        end = self._full_stop(start, end)
        return self._make(start, end, key, kinds=frozenset(kinds), span=(i, j)), j

    def unknown(self, found: Sequence[Candidate]) -> Iterator[Candidate]:
        """Names that neither the gazetteer nor the parser knows, where a place is wanted: "near Khiam"."""
        names = {t.start for t in self.sentence.tokens if t.pos == "PROPN"}
        if self.shouted or not names:
            return
        # the parser takes many a village for somebody of one name
        known = [e for e in self.sentence.entities if e.label != "PER" or e.last - e.first > 1]
        taken = [*((c.start, c.end) for c in found), *((e.start, e.end) for e in known)]
        for i in range(1, len(self.words)):
            if self.words[i].start not in names or self._gap(i - 1) != " ":
                continue
            before = fold(self.words[i - 1].text)
            if before not in cues().sure_prepositions and not (before == "of" and self._lead(i) in cues().holders):
                continue
            j = i + 1
            while (
                j < len(self.words)
                and self._gap(j - 1) == " "
                and self.words[j].start in names
                and self.words[j].capital
            ):
                j += 1
            start, end = self.words[i].start, self.words[j - 1].end
            plain = (
                self.words[i].text.istitle() and fold(self.words[i].text) not in calendar_words() | cues().common_words
            )
            if plain and not any(a < end and start < b for a, b in taken):
                yield self._make(start, end, None, source="led", span=(i, j))

    def bare_key(self, key: str) -> str | None:
        """The key without a direction in front, where the gazetteer knows that ("east cambridgeshire")."""
        words = key.split()
        while words and words[0] in cues().directions:
            words = words[1:]
        rest = " ".join(words)
        return rest if words and self.gazetteer.has(rest) else None

    def _ends_name(self, j: int) -> bool:
        """Whether no capitalised word follows word ``j`` ("Zhob Division", not "Oxford District Council")."""
        if j + 1 >= len(self.words) or self._gap(j) != " " or not self.words[j + 1].capital:
            return True
        return fold(self.words[j + 1].text) in calendar_words()

    def _full_stop(self, start: int, end: int) -> int:
        """The end with the full stop of an abbreviation ("U.S.", "Okla.")."""
        if self.text[end : end + 1] != ".":
            return end
        body = self.text[start:end]
        last = re.split(r"[ .]", body)[-1]
        if (len(last) == 1 and last.isupper()) or self.text[start : end + 1].casefold() in dotted_aliases():
            return end + 1
        return end

    def _pattern(self, i: int) -> tuple[Candidate, int] | None:
        """A name the gazetteer lacks that a designator makes a place: "Wichita Drive", "Liberty Chowk"."""
        after = self.designators.after
        first = fold(self.words[i].text)
        if first in {"the", "county", "state"} or (i == 0 and first in cues().common_words - cues().directions):
            return None
        kind = first in after
        j = i
        while j + 1 < len(self.words) and j - i < 4 and self._gap(j) in {" ", ". "} and self.words[j + 1].capital:
            j += 1
            if self._gap(j - 1) == ". " and len(self.words[j - 1].text) > 2:
                return None
            two = f"{fold(self.words[j - 1].text)} {fold(self.words[j].text)}" if j - i > 1 else ""
            last = fold(self.words[j].text)
            if last in cues().body_heads or last in cues().local_bodies - after.keys():
                return None
            kinds = after.get(two) or after.get(last)
            if self._names_body(j + 1):
                return None
            if kinds and (not kind or "spot" in kinds) and (self._ends_name(j) or "spot" in kinds):
                end = self.words[j].end
                if fold(self.words[j].text) in cues().dotted_designators:
                    end += self.text[end : end + 1] == "."
                start = self.words[i].start
                key = fold(self.text[start:end])
                known = key if self.gazetteer.has(key) else None
                return self._make(start, end, known, source="pattern", kinds=kinds, span=(i, j + 1)), j + 1
        return None

    def _led(self, i: int) -> tuple[Candidate, int] | None:
        """A name the gazetteer lacks behind a word that makes it a village: "Barangay Aliwagwag"."""
        kinds = self.designators.before.get(fold(self.words[i].text), frozenset())
        j = i
        while j + 1 < len(self.words) and j - i < 3 and self._gap(j) == " " and self.words[j + 1].capital:
            j += 1
        if "city" not in kinds or j == i or fold(self.words[j].text) in cues().body_heads:
            return None
        return self._make(
            self.words[i].start, self.words[j].end, None, source="pattern", kinds=kinds, span=(i, j + 1)
        ), j + 1

    def _numbered(self, i: int) -> tuple[Candidate, int] | None:
        """A part of a town or country that goes by its number: "at a stop in Zone 18"."""
        if i + 1 >= len(self.words) or not i or self._gap(i) != " " or self._gap(i - 1) != " ":
            return None
        kinds = self.designators.after.get(fold(self.words[i].text), frozenset())
        counted = self.words[i + 1].text.isdigit() and fold(self.words[i - 1].text) in cues().place_prepositions
        if not (kinds - {"spot"} and counted):
            return None
        return self._make(
            self.words[i].start, self.words[i + 1].end, None, source="pattern", kinds=kinds, span=(i, i + 2)
        ), i + 2

    def _between(self, i: int) -> tuple[Candidate, int] | None:
        """A road by the places that it joins: "the Khar-Munda road"."""
        j = i
        while j + 1 < len(self.words) and self._gap(j) in ("-", "–") and self.words[j + 1].text[0].isupper():
            j += 1
        if j == i or j + 1 >= len(self.words) or self._gap(j) != " ":
            return None
        kinds = self.designators.after.get(fold(self.words[j + 1].text), frozenset())
        if "spot" not in kinds or fold(self.words[i].text) in cues().directions:
            return None
        return self._make(
            self.words[i].start, self.words[j + 1].end, None, source="pattern", kinds=kinds, span=(i, j + 2)
        ), j + 2

    def _names_body(self, j: int) -> bool:
        """Whether word ``j`` goes on in the name of a body ("Kansas Highway Patrol")."""
        if j >= len(self.words) or self._gap(j - 1) != " " or not self.words[j].text[0].isupper():
            return False
        return fold(self.words[j].text) in cues().body_heads | cues().local_bodies - self.designators.after.keys()

    def _make(
        self,
        start: int,
        end: int,
        key: str | None,
        *,
        source: Source = "gazetteer",
        kinds: frozenset[str] = frozenset(),
        span: tuple[int, int] | None = None,
    ) -> Candidate:
        i, j = span or self._around(start, end)
        left = self.words[i - 1] if i > 0 else None
        right = self.words[j] if j < len(self.words) else None
        beside_left = left is not None and self.text[left.end : start] in {" ", "-"}
        beside_right = right is not None and self.text[end : right.start] in {" ", "-"}
        party = _PARTY.fullmatch(self.text[max(0, start - 2) : start]) is not None
        return Candidate(
            start=start,
            end=end,
            exact=self.text[start:end],
            sentence=self.index,
            key=key,
            source=source,
            kinds=kinds,
            before="representing" if party else fold(left.text) if left and beside_left else "",
            lead=self._lead(i) if beside_left and not party else "",
            after=fold(right.text) if right and beside_right else "",
            head=() if party else self._head(i, start),
            tail=self._tail(j, end),
            first=i == 0,
            shouted=self.shouted,
        )

    def _lead(self, i: int) -> str:
        """The word in front of the "the" or "of" before word ``i``: "inside the Karwan mill", "the market of Laylan"."""
        if i < 2 or self._gap(i - 2) != " " or fold(self.words[i - 1].text) not in _SMALL:
            return ""
        return fold(self.words[i - 2].text)

    def _tail(self, j: int, end: int) -> tuple[str, ...]:
        found: list[str] = []
        at = end
        for k, word in enumerate(self.words[j : j + _RUN], start=j):
            gap = self.text[at : word.start]
            if word.text == "and" and k + 1 < len(self.words) and self._match(k + 1) > k + 1:
                # "Khanozai and Qila Saifullah" are two names, "Health and Human Services" is one
                break
            if (
                gap not in _RUN_GAPS
                or not (word.capital or word.text in cues().joining_words)
                or fold(word.text) in calendar_words()
            ):
                break
            found.append(fold(word.text))
            at = word.end
        while found and (found[-1] in cues().joining_words or found[-1].isdigit()):
            # "at Tal al-Dhahab on 28 January"
            found.pop()
        return tuple(found)

    def _head(self, i: int, start: int) -> tuple[str, ...]:
        found: list[str] = []
        at = start
        for k in range(i - 1, max(-1, i - 1 - _RUN), -1):
            word = self.words[k]
            link = word.text in {"of", "for"}
            gap = self.text[word.end : at]
            titled = gap == ". " and (len(word.text) == 1 or fold(word.text) in cues().person_titles)
            if not (gap in {" ", "-"} or titled) or not (word.text[0].isupper() or link):
                break
            if k == 0 and (fold(word.text) in cues().common_words or word.start in self._nouns):
                # "People of Ntumbaw": a capital that only opens the sentence
                break
            found.insert(0, fold(word.text))
            at = word.start
        while found and found[0] in {"of", "for"}:
            found.pop(0)
        return tuple(found)

    def _around(self, start: int, end: int) -> tuple[int, int]:
        i = next((k for k, w in enumerate(self.words) if w.end > start), len(self.words))
        j = next((k for k, w in enumerate(self.words) if w.start >= end), len(self.words))
        return i, max(i, j)

    def is_land(self, key: str | None) -> bool:
        """Whether a name is a country's or a province's."""
        return key is not None and any(e.kind in _LANDS for e in self.gazetteer.lookup_key(key))

    def entity(self, start: int, end: int) -> Candidate:
        key = fold(self.text[start:end])
        known = key if self.gazetteer.has(key) else self.bare_key(key)
        words = key.split()
        kinds = self.designators.after.get(words[-1], frozenset()) if len(words) > 1 else frozenset()
        if len(words) > 1:
            kinds |= self.designators.before.get(words[0], frozenset())
        _, j = self._around(start, end)
        if j < len(self.words) and self.text[end : self.words[j].start] == " ":
            # "the Bir Basha quarter"
            kinds |= self.designators.after.get(self.words[j].text, frozenset())
        return self._make(start, end, known, source="entity", kinds=kinds)


def scan(text: str, sentences: Sequence[ParsedSentence], gazetteer: Gazetteer) -> Iterator[Found]:
    """Candidates of every sentence, names of the parser merged in."""
    for index, sentence in enumerate(sentences):
        step = _Scan(text, index, sentence, gazetteer)
        found = step.run()
        merged = merge(text, sentence, found, step.entity, step.is_land)
        yield Found(tuple(sorted((*merged, *step.unknown(merged)), key=lambda c: c.start)), found.demonyms)
