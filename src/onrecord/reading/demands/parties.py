"""Whom a text means by a noun phrase, a pronoun, "the group" or "a spokesperson", and who says the words at a place."""

from collections.abc import Sequence

import msgspec

from onrecord.model import Party, Speaker
from onrecord.reading.actors import categorise, categorise_tokens, noun_phrase
from onrecord.reading.analysis import Analysis
from onrecord.reading.attribution.lexicon import lexicon as attribution_lexicon
from onrecord.reading.demands.lexicon import parties
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.names import bare, capitals, label_of, whole_name, whole_person
from onrecord.reading.demands.roster import Roster
from onrecord.reading.parts import Attribution

__all__ = ["Cast", "Who"]


class Who(msgspec.Struct, frozen=True):
    """Somebody: the words that name them here, and the name they are known by. ``own`` is the publisher itself."""

    start: int
    end: int
    name: str
    category: str | None = None
    person: bool = False
    own: bool = False

    def party(self, text: str) -> Party:
        return Party.cut(text, self.start, self.end, name=self.name)

    def speaker(self, text: str, medium: str | None = None) -> Speaker:
        return Speaker.cut(text, self.start, self.end, name=self.name, medium=medium)

    @property
    def office(self) -> bool:
        return self.category in parties().offices


class Cast:
    """Everybody who appears in a document: ``roster`` are those named, ``voiced`` the bodies that somebody spoke for."""

    def __init__(self, analysis: Analysis, lines: Sequence[Line | None]) -> None:
        self.analysis = analysis
        self.text = analysis.text
        self.lines = [line for line in lines if line is not None]
        self.roster = Roster(self.text, self.lines)
        self.voiced: list[Who] = []

    def publisher(self, start: int, end: int) -> Who:
        """The publisher, by the words at ``start..end`` or by its name where the text has it."""
        name = self.analysis.document.publisher or self.text[start:end]
        # the words that name the publisher, where its text does; "we" and "our" stand for it where they are said
        at = self.text.rfind(name, 0, start) if end - start < 2 else -1
        at = self.text.find(name) if at < 0 and end - start < 2 else at
        if at >= 0:
            start, end = at, at + len(name)
        return Who(start, end, name, categorise((), name), own=True)

    # ---- noun phrases

    def who(self, line: Line, head: int) -> Who | None:
        """The party that the noun phrase or pronoun at ``head`` means."""
        token = line.tokens[head]
        low = line.low[head]
        words = parties()
        if low in words.ourselves:
            return self.speaker_at(line, token.start) or self.publisher(token.start, token.end)
        if low in words.one or low in words.many:
            return self._meant(line, token.start, token.end, low in words.one)
        if token.pos not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X", "VERB"):
            return None
        if token.pos == "PRON" and low not in words.indefinite:
            return None
        if line.lemma[head] in attribution_lexicon().words.gatherings:
            # "a rally demanding his release": who came to it asks
            return None
        found = self._phrase(line, head)
        publisher = self.analysis.document.publisher or ""
        if not found.person and publisher and found.name.lower() == publisher.lower():
            return msgspec.structs.replace(found, own=True)
        return found

    def _phrase(self, line: Line, head: int) -> Who:
        first, last = noun_phrase(line.sentence, head, line.syntax)
        person = self.person_in(line, first, last)
        if person is not None:
            return person
        start, end = line.tokens[first].start, line.tokens[last - 1].end
        category = categorise_tokens(line.sentence, head, line.syntax)
        if line.tokens[head].pos == "PROPN" and last - first == 1:
            before = [
                n for n in self.roster.named if n.label == "PER" and n.name.split()[-1:] == [line.tokens[head].text]
            ]
            if before:
                return Who(start, end, before[0].name, before[0].category, True)
        if {line.lemma[head], line.low[head], line.lemma[last - 1]} & parties().voices:
            return self._voice(line, head, first, last, category)
        run = capitals(line, head)
        if run is not None:
            return self._body(line, *run, category)
        for e in line.sentence.entities:
            label = label_of(line, e.first, e.last, e.label)
            a, b = whole_name(line, e.first, e.last)
            if label == "ORG" and a <= head < b:
                return self._body(line, a, b, category)
        aside = self._aside(line, head)
        if aside is not None:
            return aside
        owner = self._owner(line, head, first, last)
        if owner is not None:
            return owner
        acronym = bare(self.text[start:end])
        if acronym in self.roster.full:
            return Who(start, end, self.roster.expand(acronym), category or categorise((), self.roster.expand(acronym)))
        publisher = self.analysis.document.publisher or ""
        if (
            line.low[first] == "the"
            and last - first == 2
            and line.low[head] in parties().bodies
            and line.low[head] in publisher.lower().split()
        ):
            return self.publisher(start, end)
        back = self.roster.points_back(line, head, first)
        if back is not None:
            return Who(start, end, back.name, back.category or category)
        name = acronym
        if line.tokens[head].pos == "NOUN" and first == head and acronym[1:].islower():
            name = acronym[:1].lower() + acronym[1:]
        return Who(start, end, name, category or categorise(line.lemma[first : head + 1], acronym))

    def _body(self, line: Line, a: int, b: int, category: str | None) -> Who:
        start, end = line.tokens[a].start, line.tokens[b - 1].end
        name = self.roster.expand(self.text[start:end])
        return Who(start, end, name, categorise((), name) or category)

    def _aside(self, line: Line, head: int) -> Who | None:
        """ "Khan's party, the PTI": the name stands in apposition."""
        if line.tokens[head].pos == "PROPN":
            return None
        for c in line.syntax.below[head]:
            if line.tokens[c].dep == "appos" and line.tokens[c].pos == "PROPN":
                for e in line.sentence.entities:
                    if e.first <= c < e.last:
                        if label_of(line, e.first, e.last, e.label) == "PER":
                            name = self.text[e.start : e.end]
                            return Who(e.start, e.end, name, categorise_tokens(line.sentence, head, line.syntax), True)
                        a, b = whole_name(line, e.first, e.last)
                        return self._body(line, a, b, categorise_tokens(line.sentence, head, line.syntax))
        return None

    def _owner(self, line: Line, head: int, first: int, last: int) -> Who | None:
        """ "The PTI's provincial chapter", "its provincial president": the body stands for its unnamed officers."""
        if line.lemma[head] not in parties().chapters:
            return None
        for e in line.sentence.entities:
            if (
                head < e.first < last
                and line.low[head + 1] == "of"
                and label_of(line, e.first, e.last, e.label) == "ORG"
            ):
                return self._body(line, *whole_name(line, e.first, e.last), None)
        for e in line.sentence.entities:
            if first <= e.first and e.last <= head and label_of(line, e.first, e.last, e.label) == "ORG":
                who = self._body(line, *whole_name(line, e.first, e.last), None)
                return who if who.category in (None, "party", "rights_group", "company") else None
        if any(line.low[c] == "its" for c in line.syntax.below[head]):
            meant = self._meant(line, line.tokens[first].start, line.tokens[head].end, False)
            return meant if meant is not None and meant.category in (None, "party", "rights_group") else None
        return None

    def _voice(self, line: Line, head: int, first: int, last: int, category: str | None) -> Who:
        """An unnamed spokesperson stands for the organisation."""
        below = set(line.syntax.subtree(head))
        for e in line.sentence.entities:
            inside = set(range(e.first, e.last)) & below or (first <= e.first < last)
            if inside and label_of(line, e.first, e.last, e.label) == "ORG":
                who = self._body(line, *whole_name(line, e.first, e.last), None)
                self.voiced.append(who)
                return who
        start, end = line.tokens[first].start, line.tokens[last - 1].end
        words = [line.tokens[c].text for c in range(first, head) if line.tokens[c].pos in ("NOUN", "PROPN", "ADJ")]
        of = [c for c in line.syntax.below[head] if line.tokens[c].dep == "nmod"]
        if of:
            body = self.who(line, of[0])
            if body is not None and body.category not in ("civilian", None):
                return Who(start, end, body.name, body.category)
        if words and not {w.lower() for w in words} <= parties().plain:
            name = self.roster.expand(" ".join(words))
            return Who(start, end, name, categorise([w.lower() for w in words], name) or "government")
        told = [w for w in self.voiced if w.end <= start]
        if told:
            return Who(start, end, told[-1].name, told[-1].category)
        before = [n for n in self.roster.named if n.end <= start and n.label == "ORG" and n.category != "media"]
        if before:
            return Who(start, end, before[-1].name, before[-1].category)
        return Who(start, end, self.text[start:end], category)

    def _meant(self, line: Line, start: int, end: int, one: bool) -> Who | None:
        """Whom a pronoun means: a person ("he", where it means ``one``) or a body ("it", "they")."""
        here = self._said_here(line, start)
        before = [n for n in self.roster.named if n.end <= start]
        if one:
            if here is not None and here.person:
                return Who(start, end, here.name, here.category, True)
            people = [n for n in before if n.label == "PER"]
            if people:
                n = next((p for p in reversed(people) if p.subject), people[-1])
                return Who(start, end, n.name, n.category or self.roster.category_of(n.name), True)
            return Who(start, end, here.name, here.category, True) if here else None
        if here is not None and not here.person:
            return Who(start, end, here.name, here.category)
        if self.analysis.document.kind in ("statement", "post", "official") and self.text[start:end].lower() in (
            "it",
            "its",
        ):
            return self.publisher(start, end)
        bodies = [n for n in before if n.label == "ORG"]
        subjects = [n for n in bodies if n.subject and n.category != "media"]
        named = next(reversed(subjects or bodies), None)
        return Who(start, end, named.name, named.category) if named is not None else None

    def _said_here(self, line: Line, start: int) -> Who | None:
        """The speaker whose words in this sentence hold the pronoun ("the ministry said it had …")."""
        for a in self.attributions(start, start + 1):
            if a.source is not None and line.start <= a.source.start < start:
                return self._by_name(a.speakers[0])
        return None

    def person_in(self, line: Line, first: int, last: int) -> Who | None:
        """A person named in tokens ``first``..``last`` who is not only an owner or a place of something."""
        for e in line.sentence.entities:
            if label_of(line, e.first, e.last, e.label) != "PER" or e.first < first or e.first >= last:
                continue
            after = line.tokens[e.last].text if e.last < len(line.tokens) else ""
            before = line.low[e.first - 1] if e.first > first else ""
            if line.tokens[e.last - 1].text == "-" and e.last < len(line.tokens):
                after = ""
            if after in ("'s", "’s", "'", "’") or before in ("of", "for", "in", "to", "at", "from", "with", "by", "on"):
                continue
            if any(line.tokens[k].pos == "NOUN" for k in range(whole_person(line, e.last), last)):
                continue
            stop = whole_person(line, e.last)
            name = self.text[line.tokens[e.first].start : line.tokens[stop - 1].end]
            titles = [line.lemma[k] for k in range(first, e.first) if line.tokens[k].pos in ("NOUN", "PROPN", "ADJ")]
            start = line.tokens[e.first].start
            category = categorise(titles, " ".join(titles)) if titles else None
            return Who(start, line.tokens[stop - 1].end, name, category or self.roster.category_of(name), True)
        return None

    # ---- speakers

    def attributions(self, start: int, end: int) -> list[Attribution]:
        """Those whose content covers the middle of a stretch, the innermost first."""
        middle = (start + end) // 2
        found = []
        for a in self.analysis.attributions:
            sizes = [p.end - p.start for p in a.content if p.start <= middle < p.end]
            if sizes and a.speakers and not (a.cue.start <= start < a.cue.end):
                found.append((min(sizes), a))
        return [a for _, a in sorted(found, key=lambda f: f[0])]

    def speaker_at(self, line: Line, offset: int) -> Who | None:
        """Who says the words at ``offset``, if not the publisher."""
        for a in self.attributions(offset, offset + 1):
            return self.named_speaker(a.speakers[0])
        return None

    def named_speaker(self, s: Speaker) -> Who:
        """The speaker of an attribution by the name of the body that a spokesperson stands for."""
        if s.name == s.exact or s.name in s.exact:
            for line in self.lines:
                if line.start <= s.start < line.end:
                    head = line.syntax.head_of(s.start, s.end)
                    found = self.who(line, head) if head is not None else None
                    if found is not None and any(c.isalpha() for c in found.name):
                        return found
        return self._by_name(s)

    def _by_name(self, s: Speaker) -> Who:
        return Who(s.start, s.end, s.name, self._category_of(s), self.roster.is_person(s.name))

    def _category_of(self, speaker: Speaker) -> str | None:
        for n in self.roster.named:
            if n.start < speaker.end and speaker.start < n.end and n.category:
                return n.category
        named = categorise((), speaker.name)
        if named is not None:
            return named
        sentence = self.analysis.sentences[self.analysis.sentence_at(speaker.start)]
        inside = [i for i, t in enumerate(sentence.tokens) if speaker.start <= t.start < speaker.end]
        if not sentence.parsed or not inside:
            return None
        words = [sentence.tokens[i].lemma.lower() for i in inside]
        return categorise_tokens(sentence, inside[-1]) or categorise(words) or self.roster.category_of(speaker.name)
