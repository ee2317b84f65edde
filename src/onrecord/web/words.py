"""Words and addresses that the pages use."""

from urllib.parse import quote

from onrecord.model import Claim, Document
from onrecord.publish import day, type_label

__all__ = [
    "answer_of",
    "inside",
    "moment",
    "path_of",
    "plural",
    "safe_url",
    "speakers",
    "status_mark",
    "status_words",
    "verdict_words",
]

_STATUS = {
    "single_source": ("○", "one source"),
    "corroborated": ("◐", "corroborated"),
    "contested": ("◇", "contested"),
    "confirmed": ("●", "confirmed"),
    "rejected": ("✕", "rejected"),
}


def plural(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def moment(published: str | None) -> str:
    """``7 Feb 2024 20:20``, as the publisher's own clock showed it; "undated" where nothing is known."""
    if not published:
        return "undated"
    return day(published) + (f" {published[11:16]}" if "T" in published else "")


def path_of(id_: str) -> str:
    """An id as a part of an address: ids may hold anything, slashes too."""
    return quote(id_, safe="")


def inside(there: str) -> bool:
    """Whether an address is one of this desk's own to go on to."""
    return there.startswith("/") and not there.startswith(("//", "/\\")) and not set(there) & set("\r\n\t")


def status_words(status: str) -> str:
    return _STATUS.get(status, ("", status))[1]


def status_mark(status: str) -> str:
    """A shape for each status, so that none is told by colour alone."""
    return _STATUS.get(status, ("·", ""))[0]


def verdict_words(verdict: str) -> str:
    return {
        "confirm": "confirmed",
        "reject": "rejected",
        "correct": "corrected",
        "note": "noted",
        "undo": "undone",
    }.get(verdict, verdict.replace("_", " "))


def speakers(claim: Claim, document: Document | None) -> str:
    """The chain, innermost first; the publisher where the text names nobody."""
    said = " ← ".join(s.name for s in claim.said_by)
    return said or (document.publisher if document else None) or "the document"


def answer_of(claim: Claim) -> str:
    """Who answered, and how."""
    who = claim.by.name if claim.by else ", ".join(s.name for s in claim.said_by)
    return f"{who}: {type_label(claim.type).lower()}" if who else type_label(claim.type)


def safe_url(url: str | None) -> str | None:
    """A document's address where it is one that a browser may be offered; other schemes are shown as words only."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
