"""Who speaks, asks, is asked and responds: names of noun phrases, what pronouns and "the group" stand for."""

import re
from collections.abc import Sequence

import msgspec

from onrecord.model import Party, Speaker
from onrecord.reading.actors import categorise, categorise_tokens, noun_phrase
from onrecord.reading.analysis import Analysis
from onrecord.reading.demands.line import Line
from onrecord.reading.parts import Attribution

__all__ = ["Cast", "Who"]

_ONE = frozenset({"he", "she", "him", "her"})
_MANY = frozenset({"it", "they", "them"})
_SELF = frozenset({"we", "us", "our", "i"})
_VOICES = frozenset({"spokesman", "spokesperson", "spokeswoman", "representative", "spokespeople", "spokesmen", "wing"})
_BODIES = frozenset(
    "group body organisation organization party commission committee council union association monitor mission watchdog "
    "ministry department court bench authority government agency movement alliance coalition federation forum network "
    "observatory office bloc regulator police army force forces outfit charity ngo institute centre center foundation".split()
)
_OFFICES = frozenset({"government", "police", "military", "paramilitary", "intelligence", "election_body", "court", "judge", "election_official"})  # fmt: skip
_ACRONYM = re.compile(r"((?:[A-Z][\w’'.-]*|of|for|the|and|de|to|on|in|&)(?:[ -](?:[A-Z][\w’'.-]*|of|for|the|and|de|to|on|in|&)){1,9})\s*\(([A-Z][A-Za-z-]{1,9})\)")  # fmt: skip


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
        return self.category in _OFFICES


class _Named(msgspec.Struct, frozen=True):
    start: int
    end: int
    name: str
    label: str
    category: str | None
    subject: bool


class Cast:
    """Everybody whom a document names, in text order."""

    def __init__(self, analysis: Analysis, lines: Sequence[Line | None]) -> None:
        self.analysis = analysis
        self.text = analysis.text
        self.full = {m[2]: _clean(m[1], m[2]) for m in _ACRONYM.finditer(self.text)}
        self.named: list[_Named] = []
        for line in lines:
            if line is not None:
                self.named += self._names(line)

    def _names(self, line: Line) -> list[_Named]:
        found = []
        for e in line.sentence.entities:
            head = line.syntax.head_of(e.start, e.end)
            if head is None:
                continue
            exact = self.text[e.start : e.end]
            category = categorise_tokens(line.sentence, head, line.syntax) or categorise((), exact)
            subject = line.tokens[head].dep.startswith("nsubj")
            found.append(_Named(e.start, e.end, self.expand(exact), e.label, category, subject))
        return found

    def expand(self, name: str) -> str:
        """The full name of an acronym that the text explains."""
        name = name.removeprefix("the ").removeprefix("The ")
        return self.full.get(name, name)

    def publisher(self, start: int, end: int) -> Who:
        name = self.analysis.document.publisher or self.text[start:end]
        return Who(start, end, name, categorise((), name), own=True)

    def who(self, line: Line, head: int) -> Who | None:
        """The party that the noun phrase or pronoun at ``head`` means."""
        token = line.tokens[head]
        low = line.low[head]
        if low in _SELF:
            return self.speaker_at(line, token.start) or self.publisher(token.start, token.end)
        if low in _ONE or low in _MANY:
            return self._meant(line, token.start, token.end, low in _ONE)
        if token.pos not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X", "VERB"):
            return None
        if token.pos == "PRON" and low not in ("everyone", "those", "all", "others", "both"):
            return None
        return self._phrase(line, head)

    def _phrase(self, line: Line, head: int) -> Who:
        first, last = noun_phrase(line.sentence, head, line.syntax)
        start, end = line.tokens[first].start, line.tokens[last - 1].end
        category = categorise_tokens(line.sentence, head, line.syntax)
        inside = [e for e in line.sentence.entities if e.first < last and first < e.last]
        aside = {c for c in line.syntax.below[head] if line.tokens[c].dep in ("appos", "flat", "nmod:desc")}
        person = next((e for e in inside if e.label == "PER"), None) or next(
            (e for e in line.sentence.entities if e.label == "PER" and any(e.first <= c < e.last for c in aside)), None
        )
        if person is not None and not self._belongs(line, person.first, person.last, head):
            name = self.text[person.start : person.end]
            return Who(person.start, person.end, name, category or self._known(name, person.start), True)
        spokes = line.lemma[head] in _VOICES or (head + 1 < last and line.lemma[last - 1] in _VOICES)
        if spokes:
            return self._voice(line, head, first, last, category)
        org = next((e for e in inside if e.label == "ORG" and e.first <= head < e.last), None)
        if org is not None and not category == "party_worker":
            name = self.expand(self.text[org.start : org.end])
            return Who(org.start, org.end, name, category or categorise((), name))
        acronym = self.text[start:end]
        if acronym.removeprefix("the ").removeprefix("The ") in self.full:
            name = self.expand(acronym)
            return Who(start, end, name, category or categorise((), name))
        back = self._points_back(line, head, first, category)
        if back is not None:
            return Who(start, end, back.name, back.category or category)
        name = re.sub(r"^(?:the|a|an|its|their|his|her|our)\s+", "", self.text[start:end], flags=re.I)
        return Who(start, end, name, category or categorise(line.lemma[first : head + 1], name))

    def _belongs(self, line: Line, first: int, last: int, head: int) -> bool:
        """"Khan's lawyer": the name inside is not the one who acts."""
        if first <= head < last:
            return False
        inner = line.syntax.head_of(line.tokens[first].start, line.tokens[last - 1].end)
        return inner is not None and line.tokens[inner].dep in ("nmod:poss", "nmod") and line.tokens[inner].dep != "nmod:desc"

    def _voice(self, line: Line, head: int, first: int, last: int, category: str | None) -> Who:
        """An unnamed spokesperson stands for the organisation."""
        below = set(line.syntax.subtree(head))
        for e in line.sentence.entities:
            if e.label in ("ORG", "LOC") and (set(range(e.first, e.last)) & below or (e.first < last and first < e.last)):
                name = self.expand(self.text[e.start : e.end])
                if e.label == "ORG" or name in self.full.values():
                    return Who(e.start, e.end, name, categorise((), name) or category)
        start, end = line.tokens[first].start, line.tokens[last - 1].end
        own = [c for c in below if line.lemma[c] in _BODIES or line.tokens[c].dep in ("compound", "nmod")]
        words = [line.tokens[c].text for c in range(first, head) if line.tokens[c].pos in ("NOUN", "PROPN", "ADJ")]
        if words:
            name = " ".join(words)
            return Who(start, end, self.expand(name), categorise([w.lower() for w in words], name) or "government")
        if own:
            body = min(own)
            f, las = noun_phrase(line.sentence, body, line.syntax)
            name = self.text[line.tokens[f].start : line.tokens[las - 1].end]
            return Who(start, end, name, categorise_tokens(line.sentence, body, line.syntax))
        before = [n for n in self.named if n.end <= start and n.label == "ORG" and n.category != "media"]
        if before:
            return Who(start, end, before[-1].name, before[-1].category)
        return Who(start, end, self.text[start:end], category)

    def _points_back(self, line: Line, head: int, first: int, category: str | None) -> _Named | None:
        """What "the party", "the rights body", "the commission" refers to."""
        if line.lemma[head] not in _BODIES or line.low[first] not in ("the", "this", "that"):
            return None
        if any(line.tokens[c].pos == "PROPN" for c in range(first, head)):
            return None
        start = line.tokens[first].start
        before = [n for n in self.named if n.end <= start and n.label == "ORG"]
        word = line.lemma[head]
        for n in reversed(before):
            if word in n.name.lower().split():
                return n
        describing = {line.lemma[c] for c in range(first, head)}
        same = [n for n in reversed(before) if category is None or n.category == category]
        if "right" in describing or "rights" in describing:
            same = [n for n in reversed(before) if n.category in ("rights_group", None)]
        if word in ("government", "police", "army", "court", "ministry", "department", "authority", "office", "force", "forces"):
            return None
        subjects = [n for n in same if n.subject and n.category != "media"]
        return (subjects or [n for n in same if n.category != "media"] or [None])[0]

    def _meant(self, line: Line, start: int, end: int, one: bool) -> Who | None:
        quoted = self.speaker_at(line, start)
        before = [n for n in self.named if n.end <= start]
        if one:
            people = [n for n in before if n.label == "PER"]
            if people:
                n = next((p for p in reversed(people) if p.subject), people[-1])
                return Who(start, end, n.name, n.category or self._known(n.name, start), True)
            return Who(start, end, quoted.name, quoted.category, True) if quoted else None
        bodies = [n for n in before if n.label == "ORG"]
        subjects = [n for n in bodies if n.subject and n.category != "media"]
        n = subjects[-1] if subjects else bodies[-1] if bodies else None
        if n is not None:
            return Who(start, end, n.name, n.category)
        return None

    def _known(self, name: str, start: int) -> str | None:
        """The category of a person as the text gives it elsewhere ("PML-N president Shehbaz Sharif … Sharif")."""
        last = name.split()[-1] if name.split() else name
        for n in self.named:
            if n.label == "PER" and n.category and n.name.split()[-1:] == [last]:
                return n.category
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
            s = a.speakers[0]
            return Who(s.start, s.end, s.name, categorise((), s.name) or self._category_at(s.start))
        return None

    def _category_at(self, start: int) -> str | None:
        for n in self.named:
            if n.start <= start < n.end:
                return n.category
        index = self.analysis.sentence_at(start)
        sentence = self.analysis.sentences[index]
        for i, t in enumerate(sentence.tokens):
            if t.start <= start < t.end and sentence.parsed:
                return categorise_tokens(sentence, i)
        return None

    def chain(self, start: int, end: int, first: Who | None = None) -> tuple[Speaker, ...]:
        """The speakers of what stands at ``start..end``: ``first`` (the demander), then those who told of it.

        The publisher is left out.
        """
        found: list[Speaker] = []
        if first is not None and not first.own:
            found.append(first.speaker(self.text))
        for a in self.attributions(start, end)[:2]:
            for n, s in enumerate(a.speakers):
                if any(_same(s.name, f.name) for f in found):
                    continue
                told = bool(found) and (n > 0 or first is not None)
                found.append(Speaker.cut(self.text, s.start, s.end, name=s.name, medium=s.medium or ("report" if told else None)))
        publisher = self.analysis.document.publisher or ""
        return tuple(s for s in found if not _same(s.name, publisher))


def _same(a: str, b: str) -> bool:
    return bool(a) and bool(b) and (a.lower() == b.lower() or a.split()[-1].lower() == b.split()[-1].lower() and len(a.split()[-1]) > 3)


def _clean(name: str, acronym: str) -> str:
    """The words that the acronym is made of: "while the Election Commission of Pakistan" without its first words."""
    words = name.split()
    for k in range(len(words)):
        letters = "".join(w[0] for w in re.split(r"[\s-]", " ".join(words[k:])) if w[:1].isupper())
        if letters[:1] == acronym[:1] and len(letters) <= len(acronym) + 1 and words[k][:1].isupper():
            return " ".join(words[k:])
    return re.sub(r"^(?:The|the|of|and|to|in|on|for)\s+", "", name)


