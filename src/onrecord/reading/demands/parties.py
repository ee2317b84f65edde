"""Who speaks, asks, is asked and responds: names of noun phrases, what pronouns and "the group" stand for."""

import re
from collections.abc import Sequence

import msgspec

from onrecord.model import Party, Speaker
from onrecord.reading.actors import categorise, categorise_tokens, noun_phrase
from onrecord.reading.analysis import Analysis
from onrecord.reading.attribution.lexicon import lexicon as attribution_lexicon
from onrecord.reading.demands.lexicon import parties
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.names import (
    antecedent,
    bare,
    capitals,
    is_finite,
    is_marked,
    is_passive,
    label_of,
    named_by,
    own_subject,
    same_name,
    whole_name,
    whole_person,
)
from onrecord.reading.parts import Attribution

__all__ = ["Cast", "Who"]

_JOINERS = ("of", "for", "the", "and", "de", "to", "on", "in", "&")
_NAME = r"(?:[A-Z][\w’'.-]*|" + "|".join(_JOINERS) + ")"
_ACRONYM = re.compile(rf"((?:{_NAME})(?:[ -]{_NAME}){{1,9}})\s*\(([A-Z][A-Za-z-]{{1,9}})\)")
_FINITE = ("VBD", "VBZ", "VBP", "MD")


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
        self.full = {m[2]: named_by(m[1], m[2]) for m in _ACRONYM.finditer(self.text)}
        self.lines = [line for line in lines if line is not None]
        self.voiced: list[Who] = []
        self.named: list[_Named] = []
        for line in lines:
            if line is not None:
                self.named += self._names(line)

    def _names(self, line: Line) -> list[_Named]:
        found = []
        taken: set[int] = set()
        for e in line.sentence.entities:
            label = label_of(line, e.first, e.last, e.label)
            first, last = whole_name(line, e.first, e.last) if label == "ORG" else (e.first, e.last)
            taken.update(range(first, last))
            found.append(self._entry(line, first, last, label))
        for i, token in enumerate(line.tokens):
            follows = line.tokens[i + 1].pos if i + 1 < len(line.tokens) else ""
            if (
                i not in taken
                and token.pos == "NOUN"
                and follows != "PROPN"
                and line.low[i] in parties().bodies - set(parties().loose)
            ):
                first, last = noun_phrase(line.sentence, i, line.syntax)
                if any(line.tokens[k].pos in ("NOUN", "ADJ", "PROPN") for k in range(first, i)):
                    found.append(self._entry(line, first, i + 1, "ORG"))
        return sorted(found, key=lambda n: n.start)

    def _entry(self, line: Line, first: int, last: int, label: str) -> _Named:
        start, end = line.tokens[first].start, line.tokens[last - 1].end
        exact = bare(self.text[start:end])
        head = line.syntax.head_of(start, end)
        lemmas = line.lemma[first:last]
        if label == "PER":
            left = max(0, first - 6)
            lemmas = [line.lemma[k] for k in range(left, first) if line.tokens[k].pos in ("NOUN", "PROPN", "ADJ")]
        category = categorise(lemmas, exact)
        if head is not None and category is None and line.sentence.parsed:
            category = categorise_tokens(line.sentence, head, line.syntax)
        subject = head is not None and line.tokens[head].dep.startswith("nsubj")
        return _Named(start, end, self.expand(exact), label, category, subject)

    def expand(self, name: str) -> str:
        """The full name of an acronym that the text explains."""
        name = name.removeprefix("the ").removeprefix("The ")
        return self.full.get(name, name)

    def publisher(self, start: int, end: int) -> Who:
        name = self.analysis.document.publisher or self.text[start:end]
        # the words that name the publisher, where its text does; "we" and "our" stand for it where they are said
        at = self.text.rfind(name, 0, start) if end - start < 2 else -1
        at = self.text.find(name) if at < 0 and end - start < 2 else at
        if at >= 0:
            start, end = at, at + len(name)
        return Who(start, end, name, categorise((), name), own=True)

    # ---- subjects

    def actor(self, line: Line, verb: int) -> Who | None:
        """Who does what the verb tells; ``None`` where the sentence does not say.

        Where the attributions have a speaker for the verb, it mends what the tree alone gets wrong: a name cut short
        before "on Human Rights", a joined verb hung on a verb inside what was said.
        """
        found = self._by_syntax(line, verb)
        at = line.tokens[verb].start
        said = next((a for a in self.analysis.attributions if a.cue.start <= at < a.cue.end and a.speakers), None)
        if said is None or said.source is None or not line.start <= said.source.start < line.end:
            return found
        first = said.speakers[0]
        if found is None or found.own:
            return found
        cut = first.name.startswith(found.name + " ") and first.start == found.start
        elsewhere = not said.source.start <= found.start < said.source.end and not said.source.start > found.start
        if cut:
            return Who(first.start, first.end, first.name, found.category, found.person)
        return self._named_speaker(first) if elsewhere else found

    def _by_syntax(self, line: Line, verb: int) -> Who | None:
        heads = [
            h
            for h in line.syntax.subjects(verb)
            if h != verb and line.low[h] not in parties().times and not line.low[h][:1].isdigit()
        ]
        if not is_passive(line, verb):
            own = [c for c in line.syntax.below[verb] if line.tokens[c].dep.startswith("nsubj") and c < verb]
            if own and not heads:
                heads = own
            elif not own and is_finite(line, verb):
                opening = self._opening(line, verb) if line.tokens[verb].dep in ("advcl", "ccomp") else None
                if opening is not None:
                    return opening
                heads = self._shared(line, verb) or heads
        if not heads:
            return self._opening(line, verb)
        head = antecedent(line, heads[0])
        if head != heads[0] or head > verb:
            return self.who(line, head)
        region = self._region(line, heads, verb)
        if region is not None:
            named = self._person_in(line, *region)
            if named is not None:
                return named
        return self.who(line, head)

    def _shared(self, line: Line, verb: int) -> list[int]:
        """The subject of the finite verb that this one goes on from; trees often hang it on a verb inside a clause."""
        token = line.tokens[verb]
        if token.dep not in ("conj", "parataxis", "root", "advcl") or verb == 0:
            return []
        if not any(line.low[k] in ("and", "but") for k in range(max(0, verb - 3), verb)):
            return []
        fitting: list[int] = []
        for node in line.syntax.path(verb)[1:]:
            helped = any(line.tokens[c].tag in _FINITE for c in line.syntax.below[node])
            if line.tokens[node].dep not in ("root", "ccomp", "parataxis", "conj") or not own_subject(line, node):
                continue
            if not helped and line.tokens[node].tag not in _FINITE:
                continue
            if line.tokens[node].dep == "ccomp" and line.tokens[node].head >= 0 and is_marked(line, node):
                continue
            fitting.append(node)
        # "said the men had been beaten and called for …": the verb goes on from the one in its own form
        alike = [n for n in fitting if line.tokens[n].tag == token.tag]
        best = (alike or fitting)[:1]
        return line.syntax.dep(best[0], "nsubj", "nsubj:pass") if best else []

    def _region(self, line: Line, heads: Sequence[int], verb: int) -> tuple[int, int] | None:
        """The tokens of the subject: title, name and what stands between, up to the first comma."""
        before = [h for h in heads if h < verb]
        if not before:
            return None
        first = min(*(noun_phrase(line.sentence, h, line.syntax)[0] for h in before), *before)
        last = max(before) + 1
        while (last < verb and line.tokens[last].pos in ("PROPN", "NOUN")) or (
            last < verb and line.tokens[last].text == "-"
        ):
            last += 1
        return first, last

    def _person_in(self, line: Line, first: int, last: int) -> Who | None:
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
            return Who(start, line.tokens[stop - 1].end, name, category or self._known(name), True)
        return None

    def _opening(self, line: Line, verb: int) -> Who | None:
        """The one named before a finite verb that the tree leaves without a subject."""
        if not is_finite(line, verb) or is_passive(line, verb):
            return None
        if any(line.low[k] in ("and", "but") for k in range(max(0, verb - 3), verb)):
            before = next(
                (
                    k
                    for k in range(verb - 2, -1, -1)
                    if line.tokens[k].tag in ("VBD", "VBZ", "VBP") and line.tokens[k].dep != "acl:relcl"
                ),
                None,
            )
            if before is not None:
                return self.actor(line, before)
        first = verb = min([verb, *(c for c in line.syntax.below[verb] if line.tokens[c].dep.startswith("aux"))])
        while (
            first > 0
            and line.tokens[first - 1].text not in (",", ";", "—", "|", ".", ":")
            and line.tokens[first - 1].tag not in _FINITE
            and line.tokens[first - 1].dep != "mark"
        ):
            first -= 1
        if verb - first > 14 or first == verb:
            while first > 0 and line.tokens[first - 1].tag not in _FINITE and first > verb - 24:
                first -= 1
        named = self._person_in(line, first, verb)
        if named is not None:
            return named
        for e in reversed(line.sentence.entities):
            if first <= e.first < verb and e.last <= verb:
                a, b = whole_name(line, e.first, e.last)
                start, end = line.tokens[a].start, line.tokens[b - 1].end
                return Who(start, end, self.expand(self.text[start:end]), categorise((), self.text[start:end]))
        subject = next(
            (
                k
                for k in range(first, verb)
                if line.tokens[k].dep.startswith("nsubj") and line.tokens[k].pos in ("NOUN", "PROPN")
            ),
            None,
        )
        return self.who(line, subject) if subject is not None else None

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
        person = self._person_in(line, first, last)
        if person is not None:
            return person
        start, end = line.tokens[first].start, line.tokens[last - 1].end
        category = categorise_tokens(line.sentence, head, line.syntax)
        if line.tokens[head].pos == "PROPN" and last - first == 1:
            before = [n for n in self.named if n.label == "PER" and n.name.split()[-1:] == [line.tokens[head].text]]
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
        if acronym in self.full:
            return Who(start, end, self.expand(acronym), category or categorise((), self.expand(acronym)))
        publisher = self.analysis.document.publisher or ""
        if (
            line.low[first] == "the"
            and last - first == 2
            and line.low[head] in parties().bodies
            and line.low[head] in publisher.lower().split()
        ):
            return self.publisher(start, end)
        back = self._points_back(line, head, first)
        if back is not None:
            return Who(start, end, back.name, back.category or category)
        name = acronym
        if line.tokens[head].pos == "NOUN" and first == head and acronym[1:].islower():
            name = acronym[:1].lower() + acronym[1:]
        return Who(start, end, name, category or categorise(line.lemma[first : head + 1], acronym))

    def _body(self, line: Line, a: int, b: int, category: str | None) -> Who:
        start, end = line.tokens[a].start, line.tokens[b - 1].end
        name = self.expand(self.text[start:end])
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
            who_ = self._meant(line, line.tokens[first].start, line.tokens[head].end, False)
            return who_ if who_ is not None and who_.category in (None, "party", "rights_group") else None
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
            name = self.expand(" ".join(words))
            return Who(start, end, name, categorise([w.lower() for w in words], name) or "government")
        told = [w for w in self.voiced if w.end <= start]
        if told:
            return Who(start, end, told[-1].name, told[-1].category)
        before = [n for n in self.named if n.end <= start and n.label == "ORG" and n.category != "media"]
        if before:
            return Who(start, end, before[-1].name, before[-1].category)
        return Who(start, end, self.text[start:end], category)

    def _points_back(self, line: Line, head: int, first: int) -> _Named | None:
        """What "the party", "the rights body", "the commission" refers to."""
        words = parties()
        if line.low[head] not in words.bodies or line.low[first] not in ("the", "this", "that"):
            return None
        describing = {line.low[c] for c in range(first + 1, head)}
        if any(line.tokens[c].pos == "PROPN" for c in range(first, head)) or describing - words.plain:
            return None
        start = line.tokens[first].start
        before = [n for n in self.named if n.end <= start and n.label == "ORG"]
        word = line.low[head]
        same = [n for n in before if word in n.name.lower().split()]
        if same:
            office = [n for n in same if n.category != "rights_group"]
            return (office or same)[-1]
        if word not in words.loose:
            return None
        rights = bool(describing & {"right", "rights"})
        wanted = {"rights_group"} if rights else {words.loose[word], *words.armed.get(word, ())}
        # "the group" is no office whose name says so
        others = words.bodies - {word}
        plain = [n for n in before if n.category is None and others.isdisjoint(n.name.lower().split())]
        fits = [n for n in before if n.category in wanted] or plain
        subjects = [n for n in fits if n.subject]
        found = subjects or fits
        return found[-1] if found else None

    def _meant(self, line: Line, start: int, end: int, one: bool) -> Who | None:
        here = self._said_here(line, start)
        before = [n for n in self.named if n.end <= start]
        if one:
            if here is not None and here.person:
                return Who(start, end, here.name, here.category, True)
            people = [n for n in before if n.label == "PER"]
            if people:
                n = next((p for p in reversed(people) if p.subject), people[-1])
                return Who(start, end, n.name, n.category or self._known(n.name), True)
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
        n_ = subjects[-1] if subjects else bodies[-1] if bodies else None
        return Who(start, end, n_.name, n_.category) if n_ is not None else None

    def _said_here(self, line: Line, start: int) -> Who | None:
        """The speaker whose words in this sentence hold the pronoun ("the ministry said it had …")."""
        for a in self.attributions(start, start + 1):
            if a.source is not None and line.start <= a.source.start < start:
                s = a.speakers[0]
                return Who(s.start, s.end, s.name, self._category_of(s), self._is_person(s.name))
        return None

    def _known(self, name: str) -> str | None:
        """The category of a person as the text gives it elsewhere ("PML-N president Shehbaz Sharif … Sharif")."""
        words = name.split()
        told = [n for n in self.named if n.label == "PER" and n.category]
        last = next((n.category for n in told if n.name.split()[-1:] == words[-1:]), None)
        if last is not None or len(words) != 1:
            return last
        # where people go by the first of their names
        return next((n.category for n in told if n.name.split()[:1] == words), None)

    def _is_person(self, name: str) -> bool:
        return any(n.label == "PER" and (n.name == name or n.name in name) for n in self.named)

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
            return self._named_speaker(a.speakers[0])
        return None

    def _carriers(self, line: Line, after: int) -> list[Attribution]:
        """Attributions to the media at the end of a sentence; they carry all of it ("…, as per Geo News")."""
        late = [a for a in self.analysis.attributions if after <= a.cue.start < line.end]
        return [a for a in late if any(categorise((), s.name) == "media" for s in a.speakers)][:1]

    def _trailing(self, line: Line, after: int) -> Who | None:
        """ "…, Gambia News reported." at the end of a sentence, where the name is one of the media."""
        tokens = line.tokens
        comma = next((k for k in range(len(tokens) - 1, -1, -1) if tokens[k].text == ","), None)
        if comma is None or tokens[comma].start < after or len(tokens) - comma > 8:
            return None
        verb = next((k for k in range(comma + 2, len(tokens)) if line.lemma[k] in parties().telling), None)
        if verb is None or any(t.pos not in ("PROPN", "DET", "NOUN", "ADJ") for t in tokens[comma + 1 : verb]):
            return None
        start, end = tokens[comma + 1].start, tokens[verb - 1].end
        name = bare(self.text[start:end])
        return Who(start, end, name, "media") if categorise((), name) == "media" else None

    def _named_speaker(self, s: Speaker) -> Who:
        """The speaker of an attribution by the name of the body that a spokesperson stands for."""
        if s.name == s.exact or s.name in s.exact:
            for line in self.lines:
                if line.start <= s.start < line.end:
                    head = line.syntax.head_of(s.start, s.end)
                    found = self.who(line, head) if head is not None else None
                    if found is not None and any(c.isalpha() for c in found.name):
                        return found
        return Who(s.start, s.end, s.name, self._category_of(s), self._is_person(s.name))

    def _category_of(self, speaker: Speaker) -> str | None:
        for n in self.named:
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
        return categorise_tokens(sentence, inside[-1]) or categorise(words) or self._known(speaker.name)

    def chain(self, start: int, end: int, first: Who | None = None, line: Line | None = None) -> tuple[Speaker, ...]:
        """The speakers of what stands at ``start..end``: ``first`` (the demander), then those who told of it.

        The publisher is left out.
        """
        found: list[Speaker] = []
        if first is not None and not first.own:
            found.append(first.speaker(self.text))
        carried = [] if line is None else self._carriers(line, end)
        for a in [*self.attributions(start, end)[:2], *carried]:
            for listed in a.speakers:
                who = self._named_speaker(listed)
                s = who.speaker(self.text, listed.medium)
                if any(same_name(s.name, f.name) for f in found):
                    continue
                told = bool(found)
                found.append(who.speaker(self.text, s.medium or ("report" if told else None)))
        trailing = self._trailing(line, end) if line is not None and not carried else None
        if trailing is not None and not any(same_name(trailing.name, f.name) for f in found):
            found.append(trailing.speaker(self.text, "report" if found else None))
        publisher = self.analysis.document.publisher or ""
        return tuple(s for s in found if not same_name(s.name, publisher))
