"""Sentences as offsets. A line break ends a sentence; inside a line the boundaries are syntok's."""

import re
from functools import cache

from syntok import segmenter
from syntok.tokenizer import Tokenizer

from onrecord.reading.nlp.words import abbreviations

__all__ = ["split_sentences"]

_LINE = re.compile(r"[^\n]+")
# a longer line is cut at white space first, for the segmenter's cost grows with what it holds at once
_STRETCH = 20_000
# a plain word or a long name, its full stop and a capital: an end that needs no segmenter
_PLAIN_END = re.compile(
    r"""(?<!\w)([a-zà-ÿ]{3,}|[A-Z][a-zà-ÿ]{6,})(?:[.?!]|\.(?:''|["”’]))[ \t]+(?=(?:''|[“‘"(\[])?[A-Z][\w’']*\s)"""
)
# the space after a full stop is often lost where a page is turned into text ("officials said.The blast")
_GLUED_END = re.compile(
    r"""(?<![\w./@-])([A-Za-zà-ÿ][a-zà-ÿ]{2,})[.?!]["”’]?(?=["“]?(?:[A-Z][a-z’']+[\s,’']|[AI]\s))(?!(?:Com|Org|Net)\b)"""
)
_CASELESS_END = re.compile(r"""(\w{2,})[.?!]+[\"'’”)\]]*\s+(?=\S)""")
_MAYBE_END = re.compile(r"[.?!…;:][^\w\s]*\s")


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer(emit_hyphen_or_underscore_sep=True, replace_not_contraction=False)


@cache
def _goes_on() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in abbreviations().sentence_safe)
    return re.compile(rf"(?:^|[\s(\[“\"'‘])(?:(?i:{words})\.|[A-Z]\.)$")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of ``text``, in order, without surrounding white space; none is empty.

    Every character that is not white space lies in exactly one sentence.
    """
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        for start, end in _stretches(text, line.start(), line.end()):
            if _caseless(text, start, end):
                spans += _split_caseless(text, start, end)
                continue
            for a, b in _plainly(text, start, end):
                spans += _split(text, a, b)
    return spans


def _caseless(text: str, start: int, end: int) -> bool:
    """Whether a stretch is written without any capital, so that capitals cannot tell where sentences begin."""
    part = text[start:end]
    return len(part) > 60 and part == part.lower() and any(c.isalpha() and c.isascii() for c in part)


def _split_caseless(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    at = start
    for m in _CASELESS_END.finditer(text, start, end):
        if m[1] in _dotted():
            continue
        found.append((at, m.end()))
        at = m.end()
    found.append((at, end))
    trimmed = []
    for a, b in found:
        part = text[a:b]
        if part.strip():
            left = a + len(part) - len(part.lstrip())
            trimmed.append((left, left + len(part.strip())))
    return trimmed


def _stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = []
    while end - start > _STRETCH:
        cut = text.rfind(" ", start + _STRETCH // 2, start + _STRETCH)
        cut = cut if cut > start else start + _STRETCH
        cuts.append((start, cut))
        start = cut
    cuts.append((start, end))
    return cuts


def _plainly(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch cut at the ends that are beyond doubt, which spares the segmenter most of its work."""
    found = []
    ends = [*_PLAIN_END.finditer(text, start, end), *_GLUED_END.finditer(text, start, end)]
    for m in sorted(ends, key=lambda m: m.end()):
        if m.end() <= start:
            continue
        part = text[start : m.end()]
        if m[1].lower() in _dotted() or part.count("(") > part.count(")") or part.count("[") > part.count("]"):
            continue
        # a plain quotation mark between glued sentences opens the second where none is open
        opens = m.re is _GLUED_END and part.endswith('"') and part.count('"') % 2
        found.append((start, m.end() - 1 if opens else m.end()))
        start = found[-1][1]
    found.append((start, end))
    return found


@cache
def _dotted() -> frozenset[str]:
    return frozenset((*abbreviations().dotted, *abbreviations().sentence_safe))


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    part = text[start:end]
    if not part.strip():
        return []
    if _MAYBE_END.search(part.rstrip()) is None:
        left = len(part) - len(part.lstrip())
        return [(start + left, start + len(part.rstrip()))]
    starts = [s[0].offset for s in segmenter.split(_tokenizer().tokenize(part)) if s][1:]
    found: list[tuple[int, int]] = []
    at = 0
    for cut in [*starts, len(part)]:
        before = part[at:cut].rstrip()
        if cut < len(part) and _goes_on().search(before):
            continue
        left = at + len(part[at:cut]) - len(part[at:cut].lstrip())
        if before.strip():
            found.append((start + left, start + at + len(before)))
        at = cut
    return found
