"""Words and addresses that the pages use."""

import re
from datetime import date
from functools import cache
from urllib.parse import quote

from markupsafe import Markup, escape

from onrecord import publish
from onrecord.model import Claim, Document, IncidentPlace, Place, When
from onrecord.vocab import actor_categories, country_name, right_labels
from onrecord.web.translating import N_, ntr, spoken, tr

__all__ = [
    "actor_label",
    "answer_of",
    "code_words",
    "coded",
    "country",
    "day",
    "inside",
    "language_name",
    "moment",
    "month",
    "number_of_incidents",
    "offset",
    "path_of",
    "place",
    "right_label",
    "safe_url",
    "speakers",
    "status_mark",
    "status_words",
    "type_label",
    "verdict_words",
    "when",
]

_STATUS = {
    "single_source": ("○", N_("one source")),
    "corroborated": ("◐", N_("corroborated")),
    "contested": ("◇", N_("contested")),
    "confirmed": ("●", N_("confirmed")),
    "rejected": ("✕", N_("rejected")),
}
_VERDICT = {
    "confirm": N_("confirmed"), "reject": N_("rejected"), "correct": N_("corrected"), "note": N_("noted"), "undo": N_("undone"),
}  # fmt: skip


def number_of_incidents(number: int) -> str:
    return ntr("%(n)s incident", "%(n)s incidents", number)


# ------------------------------------------------------------------------------- dates and places, in the language spoken


def _formatted(iso: str, pattern: str) -> str:
    from babel.dates import format_date

    try:
        return str(format_date(date.fromisoformat(iso[:10]), pattern, spoken()))
    except ValueError:
        return iso


_HELD = "\N{NO-BREAK SPACE}"
_OFFSET = re.compile(r"(?<=[:\d])(?:[+-]\d\d:\d\d|Z)$")


def day(iso: str) -> str:
    return publish.day(iso) if spoken() == "en" else _formatted(iso, "d MMM y")


def month(iso: str) -> str:
    return publish.month(iso) if spoken() == "en" else _formatted(iso, "MMM y")


def _span(first: str, last: str) -> str:
    return publish.span(first, last) if spoken() == "en" else f"{day(first)} – {day(last)}"


def country(code: str) -> str:
    """The name of a country by its code; the code where it is none that is known."""
    return _country(code, spoken())


@cache
def _country(code: str, language: str) -> str:
    if language == "en":
        return country_name(code) or code
    from babel import Locale

    return str(Locale.parse(language).territories.get(code) or country_name(code) or code)


@cache
def language_name(code: str) -> str:
    """The name of a language by its code, in itself: ``اردو``; the code where it is none that is known."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").get_display_name() or code
    except (UnknownLocaleError, ValueError):
        return code


_MANNER = publish.Manner(day=day, month=month, span=_span, say=tr, country=country)


def when(value: When | None) -> str:
    return publish.when(value, _MANNER)


def place(where: tuple[Place, ...] | tuple[IncidentPlace, ...]) -> str:
    return publish.place(where, _MANNER)


def type_label(code: str) -> str:
    return tr(publish.type_label(code))


def actor_label(code: str) -> str:
    return tr(actor_categories().get(code, code.replace("_", " ")))


def right_label(code: str) -> str:
    """``right to life (ICCPR-6)``; the article alone where the vocabulary has no words for it."""
    label = right_labels().get(code)
    return f"{tr(label)} ({code})" if label else code


def code_words(code: str) -> str:
    """A code of the records, such as ``highest_rated_source``, as it is read."""
    return tr(code.replace("_", " "))


def coded(words: str) -> Markup:
    """Words in which what stands between backticks is code."""
    parts = [Markup("<code>%s</code>") % p if i % 2 else escape(p) for i, p in enumerate(words.split("`"))]
    return Markup("").join(parts)


def moment(published: str | None) -> str:
    """``7 Feb 2024 20:20``, as the publisher's own clock showed it, broken before the time alone; or that it is undated."""
    if not published:
        return tr("undated")
    return day(published).replace(" ", _HELD) + (f" {published[11:16]}" if "T" in published else "")


def offset(published: str | None) -> str:
    """What the publisher's clock is by, ``+05:30``; nothing where that, or the time, is not told."""
    found = _OFFSET.search(published or "")
    return "" if found is None else found[0].replace("Z", "+00:00")


def path_of(id_: str) -> str:
    """An id as a part of an address: ids may hold anything, slashes too."""
    return quote(id_, safe="")


def inside(there: str) -> bool:
    """Whether an address is one of this desk's own to go on to."""
    return there.startswith("/") and not there.startswith(("//", "/\\")) and not set(there) & set("\r\n\t")


def status_words(status: str) -> str:
    return tr(_STATUS.get(status, ("", status))[1])


def status_mark(status: str) -> str:
    """A shape for each status, so that none is told by colour alone."""
    return _STATUS.get(status, ("·", ""))[0]


def verdict_words(verdict: str) -> str:
    return tr(_VERDICT[verdict]) if verdict in _VERDICT else code_words(verdict)


def speakers(claim: Claim, document: Document | None) -> str:
    """The chain, innermost first; the publisher where the text names nobody."""
    said = " ← ".join(s.name for s in claim.said_by)
    return said or (document.publisher if document else None) or tr("the document")


def answer_of(claim: Claim) -> str:
    """Who answered, and how."""
    who = claim.by.name if claim.by else ", ".join(s.name for s in claim.said_by)
    return f"{who}: {type_label(claim.type).lower()}" if who else type_label(claim.type)


def safe_url(url: str | None) -> str | None:
    """A document's address where it is one that a browser may be offered; other schemes are shown as words only."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
