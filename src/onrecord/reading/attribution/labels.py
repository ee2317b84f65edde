"""Speakers set off by a colon: in interviews ("WALLACE: …") and headlines ("Nine dead: police")."""

from collections import Counter
from collections.abc import Sequence

from onrecord.reading.actors import categorise
from onrecord.reading.attribution.lexicon import Lexicon, Sense
from onrecord.reading.attribution.spread import Found
from onrecord.reading.attribution.values import Cue
from onrecord.reading.nlp import ParsedSentence

__all__ = ["find_labels"]

_LONGEST = 6
_HEADLINE = 18
_SENSE = Sense("report", "said")


def find_labels(text: str, sentences: Sequence[ParsedSentence], words: Lexicon) -> list[Found]:
    """Attributions by a colon. A label counts where it comes again, or in a headline where it names somebody."""
    heads = [(n, s, k) for n, s in enumerate(sentences) if (k := _colon(text, s)) is not None]
    often = Counter(text[s.start : s.tokens[k].start] for _, s, k in heads)
    found = []
    for n, s, k in heads:
        again = often[text[s.start : s.tokens[k].start]] > 1 and all(t.text[:1].isupper() for t in s.tokens[:k])
        if again or (_is_headline(text, s) and _names(s, 0, k, words)):
            found.append(_found(text, n, s, k, list(range(k))))
    for n, s in enumerate(sentences):
        last = _last_colon(s)
        if last is not None and _is_headline(text, s) and _names(s, last + 1, len(s.tokens), words):
            tokens = s.tokens
            cue = Cue(last, _SENSE, [last], list(range(last + 1, len(tokens))), len(tokens) - 1, [], form="label")
            at = (tokens[last].start, tokens[last].end)
            found.append(Found(n, cue, at, (tokens[last + 1].start, tokens[-1].end), [(s.start, tokens[last - 1].end)]))
    return found


def _colon(text: str, s: ParsedSentence) -> int | None:
    """The colon that ends a short label at the start of a line with words after it."""
    if s.start and text[s.start - 1] != "\n":
        return None
    for k, t in enumerate(s.tokens[: _LONGEST + 1]):
        if t.text == ":" and k > 0:
            if k + 1 < len(s.tokens) and not any(x.pos in ("VERB", "AUX") and x.text.islower() for x in s.tokens[:k]):
                return k
            return None
    return None


def _last_colon(s: ParsedSentence) -> int | None:
    """The colon before the last few words, with more before it than after."""
    for k in range(len(s.tokens) - 2, max(2, len(s.tokens) - _LONGEST), -1):
        if s.tokens[k].text == ":":
            return k if k > len(s.tokens) - k else None
    return None


def _is_headline(text: str, s: ParsedSentence) -> bool:
    line_end = s.end >= len(text) or text[s.end] == "\n"
    whole = (s.start == 0 or text[s.start - 1] == "\n") and line_end
    return whole and len(s.tokens) <= _HEADLINE and (s.tokens[-1].text != "." or s.start == 0)


def _names(s: ParsedSentence, first: int, last: int, words: Lexicon) -> bool:
    """Whether the label is a person, a body or a role; a place before a colon is a dateline."""
    inside = [e for e in s.entities if e.first < last and first < e.last]
    if any(e.label == "LOC" and (e.first, e.last) == (first, last) for e in inside):
        return False
    if any(e.label in ("PER", "ORG") for e in inside):
        return True
    lemma = s.tokens[last - 1].lemma.lower()
    return lemma in words.words.media or categorise([t.lemma.lower() for t in s.tokens[first:last]]) is not None


def _found(text: str, n: int, s: ParsedSentence, k: int, source: list[int]) -> Found:
    end = text.find("\n", s.start)
    end = len(text) if end < 0 else end
    start = s.tokens[k + 1].start
    stop = start + len(text[start:end].rstrip())
    cue = Cue(k, _SENSE, [k], source, source[-1], [], form="label")
    return Found(n, cue, (s.tokens[k].start, s.tokens[k].end), (s.start, s.tokens[k - 1].end), [(start, stop)])
