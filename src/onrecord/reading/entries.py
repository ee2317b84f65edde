"""Entries: the heads that situation reports, digests and bulletins give their items.

Forms: ``2 May, Macomia district: …``, ``Jaffna: …``, ``Gondar, 6 July – …``, ``Tillabéri region (3 June): …``,
``14 March. Bamenda. …``, ``Bamenda. …``, the first cells of a row (``14 March | Bamenda | …``), and a head on a line of its
own, which holds for the lines below it; and the hour with which a live page stamps a post (``19:40 …``). What a head tells of
day and place holds for all of its entry (``claims.scenes``).
"""

import re
from collections.abc import Callable
from functools import cache

import msgspec

from onrecord.model import Document
from onrecord.reading.dateline import Dateline, read_dateline
from onrecord.reading.parts import Entry
from onrecord.reading.places.lexicon import designators
from onrecord.reading.times.lexicon import calendar, month_numbers, weekday_numbers
from onrecord.vocab.gazetteer import fold

__all__ = ["Layout", "read_entries", "read_layout"]

_LINE = re.compile(r"[^\n]+")
_LONGEST = 90
"""Characters that a head may take up."""
_PARAGRAPH = 60
_SPOKEN = frozenset("“\"'‘")
_STAMP = re.compile(
    r"^[ \t]*(?P<head>(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:[ ]?[ap]\.?m\b\.?)?)[ ]?(?:[:–—|-][ ]*)?(?=[^\W\d_]|[“\"])",
    re.MULTILINE | re.IGNORECASE,
)


class Layout(msgspec.Struct, frozen=True):
    """The heads of a document: that of the whole, and those of its entries."""

    dateline: Dateline
    entries: tuple[Entry, ...] = ()

    def bodies(self) -> list[int]:
        """Where the words behind a head begin, in order."""
        return sorted({self.dateline.body, *(e.body for e in self.entries)})


def read_layout(document: Document, known: Callable[[str], bool]) -> Layout:
    """The dateline of ``document`` and its entries; the head of a first entry is no dateline."""
    dateline, entries = read_dateline(document), read_entries(document.text, known)
    if entries and entries[0].start <= dateline.start < entries[0].body:
        dateline = Dateline()
    return Layout(dateline, entries)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A head, a date in it, a name in it."""
    months = "|".join(sorted(month_numbers(), key=len, reverse=True))
    days = "|".join(sorted(weekday_numbers(), key=len, reverse=True))
    number = r"\d{1,2}(?:st|nd|rd|th)?"
    date = (
        rf"(?i:(?:(?:{days})\b\.?,?[ ])?(?:{number}(?:[ ]?(?:-|–|to|and)[ ]?{number})?[ ](?:of[ ])?(?:{months})\b\.?"
        rf"|(?:{months})\b\.?[ ]{number}\b)(?:,?[ ]\d{{4}})?|(?:{days})\b)"
    )
    inner = "|".join(calendar().dateline.inner_words)
    kinds = "|".join(sorted((re.escape(w) for w in designators().after if w.isalpha()), key=len, reverse=True))
    word = rf"(?!(?i:{months}|{days})\b)[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’`-]*"
    name = rf"{word}(?:[ ](?:(?:{inner})[ ])?{word}){{0,4}}(?:[ ](?:{kinds})\b)?"
    part = rf"(?:{date}(?:,[ ]\d{{1,2}}[:.h]\d{{2}}(?:[ ]?[ap]\.?m\.?)?)?|{name})"
    between = r"(?:,[ ]|[ ]?/[ ]?|[ ][-–—|][ ]|[.][ ]|[ ]\()"
    head = (
        rf"[ \t]*(?:[-–—•*·▪]|\(?\d{{1,2}}[.)])?[ \t]*(?P<head>{part}(?:{between}{part}\)?){{0,4}})"
        r"(?P<close>[ ]?:[ ]+|[ ]+(?:[-–—]+|\|)[ ]+|[.][ ]+|\.?[ \t]*$)"
    )
    return re.compile(head, re.MULTILINE), re.compile(date), re.compile(name)


def read_entries(text: str, known: Callable[[str], bool]) -> tuple[Entry, ...]:
    """The entries of ``text`` in order; ``known`` says whether a folded name is a place's.

    A digest has two at least: a single head is a dateline's, and a speaker's label stands before a colon too.
    """
    heads = [h for line in _LINE.finditer(text) if (h := _head(text, line.start(), line.end(), known))]
    stopped = {text[h.start : h.head] for h in heads if _full_stop(text, h)}
    heads = [h for h in heads if h.dated or not _full_stop(text, h) or len(stopped) > 1]
    dated = [h for h in heads if h.dated]
    named = {text[h.start : h.head] for h in heads if not h.dated}
    heads = [h for h in heads if (h.dated and len(dated) > 1) or (not h.dated and len(named) > 1)]
    stamps = [Entry(m.start("head"), m.end("head"), m.end(), m.end(), stamped=True) for m in _STAMP.finditer(text)]
    heads = sorted([*heads, *(stamps if len(stamps) > 1 else ())], key=lambda h: h.start)
    found = []
    for n, head in enumerate(heads):
        following = heads[n + 1].start if n + 1 < len(heads) else len(text)
        stop = text.find("\n", head.body)
        # a post goes on to the next one; what stands below the last may be of the page
        whole = head.line or (head.stamped and n + 1 < len(heads) and heads[n + 1].stamped)
        end = following if whole else min(following, stop if stop >= 0 else len(text))
        found.append(msgspec.structs.replace(head, end=end))
    return tuple(found)


def _head(text: str, start: int, end: int, known: Callable[[str], bool]) -> Entry | None:
    pattern, date, name = _patterns()
    found = pattern.match(text, start, end)
    if found is None or found.end("head") - start > _LONGEST:
        return None
    head, line, full_stop = found["head"], found.end() >= end, found["close"].startswith(".")
    dated = date.search(head) is not None
    names = [m[0] for m in name.finditer(date.sub("", head))]
    placed = any(_place(n, known) for n in names)
    if not (dated or placed) or (full_stop and (line or (names and not placed))):
        return None
    body = end if line else found.end()
    if text[body : body + 1] in _SPOKEN or (line and not _told_below(text, end)):
        return None
    return Entry(found.start("head"), found.end("head"), body, end, line, dated, placed)


def _full_stop(text: str, head: Entry) -> bool:
    """Whether a place alone opens a paragraph ("Bamenda. A fight …"): one of them is a sentence of one word."""
    return not head.dated and text[head.head] == "."


def _told_below(text: str, end: int) -> bool:
    """Whether a paragraph follows, and not the next line of a page's frame."""
    below = _LINE.search(text, end)
    return below is not None and len(below[0]) > _PARAGRAPH and below[0].rstrip()[-1:] in '.!?"”'


def _place(name: str, known: Callable[[str], bool]) -> bool:
    key = fold(name)
    first, _, last = key.rpartition(" ")
    return known(key) or (bool(first) and last in designators().after)
