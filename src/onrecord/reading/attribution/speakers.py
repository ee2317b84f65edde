"""Naming speakers: pronouns, roles and short names resolved to those named before, spokespeople to their bodies."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.model import Speaker
from onrecord.reading.actors import categorise
from onrecord.reading.attribution.lexicon import Lexicon
from onrecord.reading.attribution.spread import Found, holders
from onrecord.reading.nlp import Entity, ParsedSentence, Token
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["Namer", "chains"]

_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "another", "one"})
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z-]{1,9})\)")
_NEAR = 4
_REACH = 5


class _Known(NamedTuple):
    """Somebody named before: where, under which name, and whether a person."""

    sentence: int
    start: int
    name: str
    person: bool
    subject: bool
    said: bool


class Namer:
    """Names the speakers of one document, in text order; it remembers whom the text has named."""

    def __init__(self, text: str, sentences: Sequence[ParsedSentence], lexicon: Lexicon) -> None:
        self._text = text
        self._sentences = sentences
        self._words = lexicon.words
        self._known: list[_Known] = []
        self._seen: set[tuple[int, str]] = set()
        self._longer: dict[str, str] = {}
        self._filled = 0
        self._acronyms = _acronyms(text)
        self._media: dict[str, tuple[int, str]] = {}

    def name(self, sentence: int, tokens: Sequence[int], head: int) -> Speaker | None:
        """The speaker that the phrase stands for; ``None`` for a pronoun that nothing before it explains."""
        self._fill(sentence, tokens[0])
        words = self._sentences[sentence].tokens
        low = words[head].text.lower()
        start, end = words[tokens[0]].start, words[tokens[-1]].end
        if len(tokens) == 1 and (low in self._words.persons or low in self._words.groups):
            found = self._pronoun(sentence, start, person=low in self._words.persons)
            if found is None:
                return None
            return self._made(sentence, start, end, found.name, person=found.person)
        return self._phrase(sentence, tokens, head)

    def medium(self, speaker: Speaker, sentence: int, skip: Sequence[tuple[int, int]], cue: str) -> Speaker:
        """The speaker with the platform that the sentence names, or the same speaker's last one."""
        found = self._words.platform_verbs.get(cue)
        s = self._sentences[sentence]
        for t in s.tokens:
            if t.text in self._words.platforms and not any(a <= t.start < b for a, b in skip):
                found = t.text if _on(s, t.start, self._text) else found
        last = self._media.get(speaker.name)
        if found is None and last is not None and sentence - last[0] <= 2 and self._sentences[sentence].tokens:
            found = last[1]
        if found is None:
            return speaker
        self._media[speaker.name] = (sentence, found)
        return Speaker(start=speaker.start, end=speaker.end, exact=speaker.exact, name=speaker.name, medium=found)

    def _made(self, sentence: int, start: int, end: int, name: str, *, person: bool) -> Speaker:
        self._remember(_Known(sentence, start, name, person, subject=True, said=True))
        return Speaker.cut(self._text, start, end, name=name)

    def _fill(self, sentence: int, token: int) -> None:
        """Take up the names of the text up to here."""
        for n in range(self._filled, sentence + 1):
            s = self._sentences[n]
            limit = s.tokens[token].start if n == sentence else s.end
            for e in s.entities:
                if e.label in ("PER", "ORG") and e.start < limit and not _of_a_kind(s, e):
                    dep = s.tokens[e.first].dep if s.parsed else ""
                    deps = {s.tokens[i].dep for i in range(e.first, e.last)} if s.parsed else {dep}
                    name = self._full(_text_of(self._text, e))
                    entry = _Known(n, e.start, name, e.label == "PER", bool(deps & {"nsubj", "nsubj:pass"}), False)
                    if (e.start, name) not in self._seen:
                        self._seen.add((e.start, name))
                        self._remember(entry)
        self._filled = sentence

    def _full(self, name: str) -> str:
        """The longer form of a name that stood before: "Tareen" after "Rafiq Tareen", "ECP" after its full name."""
        if name in self._acronyms:
            return self._acronyms[name]
        if name.isalpha() and name.isupper() and len(name) > 2:
            self._acronyms[name] = _spelt_out(self._text, name)
            return self._acronyms[name]
        return self._longer.get(name, name)

    def _remember(self, entry: _Known) -> None:
        self._known.append(entry)
        if entry.person and " " in entry.name:
            self._longer.setdefault(entry.name.rsplit(" ", 1)[1], entry.name)
        if not entry.person and " of " in entry.name:
            self._longer.setdefault(entry.name.split(" of ")[0], entry.name)

    def _recent(self, sentence: int, start: int) -> list[_Known]:
        """Those met in the last few sentences before ``start``, the nearest first."""
        found = []
        for k in reversed(self._known):
            if k.sentence < sentence - _NEAR:
                break
            if k.start < start:
                found.append(k)
        return found

    def _pronoun(self, sentence: int, start: int, *, person: bool) -> _Known | None:
        before = [k for k in self._recent(sentence, start) if k.person == person]
        if person:
            # "the senator" is most often somebody who has a name, where anybody named acts or speaks
            named = [k for k in before if k.name[:1].isupper()]
            before = named if any(k.said or k.subject for k in named) else before
        if not before:
            return None
        # a speaker goes on speaking; else the last subject, else the last one named
        return max(before, key=lambda k: (k.sentence >= sentence - 1 and k.subject, k.said, k.subject, k.start))

    def _phrase(self, sentence: int, tokens: Sequence[int], head: int) -> Speaker | None:
        s = self._sentences[sentence]
        words = s.tokens
        inside = [e for e in s.entities if e.first <= tokens[-1] and tokens[0] < e.last]
        own = [e for e in inside if e.first <= head < e.last]
        lemma = words[head].lemma.lower()
        people = [e for e in inside if e.label in ("PER", "ORG") and _names(s, e, head)]
        # "the chairman of the Joint Chiefs, Gen. Ada Wren": the person speaks, not the body
        people.sort(key=lambda e: e.label != "PER")
        if own or people:
            e = (own or people)[0]
            person = e.label == "PER"
            start, end = (e.start, e.end) if person else _whole(s, tokens, e)
            return self._made(sentence, start, end, self._full(_clean(self._text[start:end])), person=person)
        first, last = _bare(s, tokens, head)
        while last > head and words[last].lemma.lower() in self._words.relative:
            # "a woman who accused him": the woman says it
            last -= 1
        start, end = words[first].start, words[last].end
        if start >= end:
            # punctuation alone, or words that the tree puts in another order than the text
            return None
        phrase = self._text[start:end]
        if lemma in self._words.spokespeople:
            bodies = [e for e in inside if e.label != "PER"]
            bodies = bodies or [e for e in s.entities if e.label == "ORG" and 0 < e.first - head <= _REACH]
            if bodies:
                a, b = _whole(s, range(tokens[0], min(len(words), bodies[0].last + _REACH)), bodies[0])
                if a == start:
                    a, b = bodies[0].start, bodies[0].end
                return self._made(sentence, start, end, self._full(_clean(self._text[a:b])), person=False)
        definite = words[tokens[0]].text.lower() in ("the", "this", "that")
        named = any(words[t].text[:1].isupper() and words[t].head == head for t in tokens[1:])
        if lemma in self._words.gatherings or (lemma in self._words.media and not inside):
            # who is there speaks
            return None
        if lemma in self._words.bodies and definite and not named:
            body = self._body(sentence, start, lemma)
            if body is not None:
                return self._made(sentence, start, end, body.name, person=False)
        if first == last and definite and lemma in self._words.roles:
            before = self._role(sentence, start, lemma)
            if before is not None:
                return self._made(sentence, start, end, before.name, person=before.person)
        one = lemma in self._words.callings and words[head].text.lower() == lemma
        return self._made(sentence, start, end, self._full(" ".join(phrase.split())), person=one)

    def _body(self, sentence: int, start: int, lemma: str) -> _Known | None:
        """The body of that kind that spoke last, else the last one named, within a few sentences."""
        kind = categorise([lemma])
        before = [k for k in self._recent(sentence, start) if not k.person and k.name[:1].isupper()]
        if kind is not None:
            before = [k for k in before if categorise([], k.name) in (kind, None)]
        alike = [k for k in before if kind is not None and categorise([], k.name) == kind]
        return max(alike or before, key=lambda k: (k.sentence == sentence, k.said, k.subject, k.start), default=None)

    def _role(self, sentence: int, start: int, lemma: str) -> _Known | None:
        """Who was called so before: a name beside the word, or the fuller description."""
        for n in range(sentence, -1, -1):
            s = self._sentences[n]
            if not s.parsed:
                continue
            for i in range(len(s.tokens) - 1, -1, -1):
                t = s.tokens[i]
                if t.start >= start or t.lemma.lower() != lemma or t.pos not in ("NOUN", "PROPN"):
                    continue
                found = self._described(n, s, i)
                if found is not None:
                    return found
        return None

    def _described(self, n: int, s: ParsedSentence, i: int) -> _Known | None:
        syntax = Syntax(s)
        near = {i, *syntax.below[i], s.tokens[i].head}
        for e in s.entities:
            if e.label == "PER" and near & set(range(e.first, e.last)) and abs(e.first - i) < 8:
                return _Known(n, e.start, self._full(_text_of(self._text, e)), True, subject=True, said=True)
            if e.first <= i < e.last and e.last - e.first > 1:
                return _Known(n, e.start, _text_of(self._text, e), False, subject=True, said=True)
        first = i
        while first and s.tokens[first - 1].head == i and s.tokens[first - 1].dep in ("compound", "amod", "nmod:poss"):
            first -= 1
        last = i
        of = [c for c in syntax.dep(i, "nmod") if any(s.tokens[m].lemma in ("of", "at") for m in syntax.dep(c, "case"))]
        if of:
            last = max(syntax.subtree(of[0]))
        if (first, last) == (i, i):
            return None
        name = " ".join(self._text[s.tokens[first].start : s.tokens[last].end].split())
        return _Known(n, s.tokens[first].start, name, False, subject=True, said=True)


def _of_a_kind(s: ParsedSentence, e: Entity) -> bool:
    """ "At a Wendy's", "the Obama administration": a person's name behind an article is none of a person."""
    return e.label == "PER" and e.first > 0 and s.tokens[e.first - 1].text.lower() in ("a", "an", "the")


def _spelt_out(text: str, short: str) -> str:
    """The words with capitals that begin with the letters of ``short`` ("EBZ": "Electoral Board of Zambia"); else itself."""
    words = r"\s+(?:(?:of|for|and|the|on|in)\s+)*".join(rf"{letter}[a-z]+" for letter in short)
    found = re.search(rf"\b{words}\b", text)
    return " ".join(found.group().split()) if found is not None else short


def _on(s: ParsedSentence, at: int, text: str) -> bool:
    """Whether the platform is where something was said ("on X", "its Telegram channel"), not who says it."""
    before = text[max(s.start, at - 40) : at].lower()
    return bool(re.search(r"\b(on|via|by its|through|using)\s+(?:\w+\s+){0,3}$", before))


def _names(s: ParsedSentence, e: Entity, head: int) -> bool:
    """Whether the name explains the head: beside it, or set off by a comma ("the party, the PTI")."""
    if e.label == "PER" and (e.last == head or e.first == head + 1):
        return True
    aside = ("appos", "flat", "nmod:desc") if e.label == "PER" else ("appos",)
    return any(s.tokens[i].head == head and s.tokens[i].dep in aside for i in range(e.first, e.last))


def _whole(s: ParsedSentence, tokens: Sequence[int], e: Entity) -> tuple[int, int]:
    """A body's name with the capitalised words beside it in the phrase, which the name finder often leaves out."""
    first, last = e.first, e.last - 1
    while first - 1 >= tokens[0] and (_belongs(s.tokens[first - 1]) or _glued(s, first - 1)):
        first -= 1
    while last + 1 <= tokens[-1] and (_belongs(s.tokens[last + 1]) or _glued(s, last)):
        last += 1
    return s.tokens[first].start, s.tokens[last].end


def _belongs(token: Token) -> bool:
    return token.pos in ("PROPN", "NOUN", "ADJ") and token.text[:1].isupper()


def _glued(s: ParsedSentence, i: int) -> bool:
    """Whether a hyphen joins token ``i`` to the next one."""
    return s.tokens[i].end == s.tokens[i + 1].start and "-" in (s.tokens[i].text, s.tokens[i + 1].text)


def _text_of(text: str, e: Entity) -> str:
    return _clean(text[e.start : e.end])


def _clean(phrase: str) -> str:
    found = " ".join(phrase.split())
    return re.sub(r"['’]s$|[.,;:]$", "", found)


def _bare(s: ParsedSentence, tokens: Sequence[int], head: int) -> tuple[int, int]:
    """The phrase without its determiner and what follows the first comma."""
    first, last = tokens[0], tokens[-1]
    while first < head and s.tokens[first].text.lower() in _DETERMINERS:
        first += 1
    for i in range(head + 1, last + 1):
        if s.tokens[i].text in (",", "(", "—", "–", "-", ";") and s.tokens[i].start > s.tokens[i - 1].end - 1:
            if s.tokens[i].text != "-":
                return first, i - 1
    return first, last


def _acronyms(text: str) -> dict[str, str]:
    """ "Election Commission of Pakistan (ECP)": the initials of capitalised words before a bracket."""
    found: dict[str, str] = {}
    for m in _ACRONYM.finditer(text):
        short = m.group(1)
        words = text[max(0, m.start() - 120) : m.start()].rpartition("\n")[2].split()
        for n in range(2, min(9, len(words)) + 1):
            part = words[-n:]
            initials = "".join(p[0] for w in part for p in w.split("-") if p and p[0].isupper())
            if part[0][:1].isupper() and initials.upper() == short.upper().replace("-", ""):
                found.setdefault(short, " ".join(part))
                break
    return found


def chains(
    text: str, sentences: Sequence[ParsedSentence], found: Sequence[Found], lexicon: Lexicon
) -> list[tuple[Speaker, ...]]:
    """For each attribution its speakers, innermost first; empty where nothing is said or nobody can be named."""
    namer = Namer(text, sentences, lexicon)
    own: list[tuple[Speaker, ...]] = [() for _ in found]
    for n in sorted(range(len(found)), key=lambda k: found[k].at):
        own[n] = _own(namer, sentences, found[n], lexicon)
    result = []
    around = holders([f.at[0] for f in found], [f.content for f in found])
    for n, outers in enumerate(around):
        chain = list(own[n])
        for outer in outers:
            chain += [s for s in own[outer] if chain and s.name not in {c.name for c in chain}]
        result.append(tuple(chain))
    return result


def _own(namer: Namer, sentences: Sequence[ParsedSentence], item: Found, lexicon: Lexicon) -> tuple[Speaker, ...]:
    cue = item.cue
    if cue.sense.kind != "said" or not cue.source or cue.source_head is None:
        return ()
    sentence = sentences[item.sentence]
    chain = []
    for tokens, head in cue.carried:
        inner = namer.name(item.sentence, tokens, head)
        if inner is not None:
            chain.append(inner)
    speaker = namer.name(item.sentence, cue.source, cue.source_head)
    if speaker is not None:
        lemma = sentence.tokens[cue.index].lemma.lower()
        chain.append(namer.medium(speaker, item.sentence, item.content, lemma))
    return tuple(chain)
