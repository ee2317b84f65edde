"""Why reports belong together, as the desk is told it: the shapes that linking's answers have, which the desk may not import, and
how they are drawn and said."""

from collections.abc import Callable, Sequence
from typing import Protocol

from markupsafe import Markup

from onrecord.ledger import Ledger
from onrecord.model import Incident
from onrecord.web.charts import tag
from onrecord.web.translating import N_, tr
from onrecord.web.words import code_words

__all__ = ["Apart", "Joined", "Part", "Weights", "WhyLinked", "bars", "in_bits"]


class Part(Protocol):
    """One bar of a waterfall: what was compared, how it came out, what it weighs in bits."""

    @property
    def feature(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def bits(self) -> float: ...


class Joined(Protocol):
    """A report of the incident and its strongest partner in it."""

    @property
    def document(self) -> str: ...
    @property
    def partner(self) -> str | None: ...
    @property
    def bits(self) -> float: ...
    @property
    def mean(self) -> float: ...
    @property
    def parts(self) -> Sequence[Part]: ...
    @property
    def judged(self) -> bool: ...


class Apart(Protocol):
    """A near incident that was kept apart, with the pair of reports that speaks most for joining."""

    @property
    def incident(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def other(self) -> str: ...
    @property
    def bits(self) -> float: ...
    @property
    def mean(self) -> float: ...
    @property
    def parts(self) -> Sequence[Part]: ...
    @property
    def reason(self) -> str: ...


class Weights(Protocol):
    @property
    def joined(self) -> Sequence[Joined]: ...
    @property
    def apart(self) -> Sequence[Apart]: ...


WhyLinked = Callable[[Ledger, Incident], Weights]


# ------------------------------------------------------------------------------------------------------ drawn and said

_COMPARED = {
    "type": N_("kind of event"), "date": N_("date"), "place": N_("place"), "persons": N_("people named"),
    "bodies": N_("groups named"), "killed": N_("killed"), "injured": N_("injured"), "others": N_("other figures"),
    "occurrences": N_("number of events"), "clock": N_("time of day"), "roads": N_("roads named"), "outlet": N_("publisher"),
    "note": N_("wording of the two notes"), "story": N_("wording of the two reports"),
    "mention": N_("wording of the report and the mention"), "words": N_("wording of the evidence"),
    "named": N_("names in the text"), "ages": N_("ages in the text"), "conflict": N_("in conflict"),
    "order": N_("nearness in the text"), "speaker": N_("who says so"), "source": N_("source of the row"),
    "issued": N_("when it was published"), "heading": N_("heading"), "point": N_("coordinates"), "site": N_("place"),
    "names": N_("names"), "kind": N_("kind of event"),
}  # fmt: skip


def in_bits(number: float) -> str:
    """``+4.3`` or ``−0.9``."""
    return f"{number:+.1f}".replace("-", "\N{MINUS SIGN}")


def _told(part: Part) -> str:
    """What was compared, and how it came out."""
    if part.feature == "prior":
        return tr("before anything is compared")
    named = _COMPARED.get(part.feature)
    what = tr(named) if named else code_words(part.feature)
    if part.level.startswith(">="):
        return tr("%(what)s: %(share)s alike or more", what=what, share=part.level[2:])
    if part.level.startswith("<"):
        return tr("%(what)s: less than %(share)s alike", what=what, share=part.level[1:])
    return f"{what}: {code_words(part.level)}"


def bars(parts: Sequence[Part]) -> list[Markup]:
    """The waterfall: each comparison as a bar that starts where the one before it ended, in bits."""
    shown = [p for p in parts if abs(p.bits) >= 0.05]
    ends, at = [0.0], 0.0
    for p in shown:
        at += p.bits
        ends.append(at)
    low, high = min(ends), max(ends)
    wide = (high - low) or 1.0
    made = []
    for p, start in zip(shown, ends, strict=False):
        left = min(start, start + p.bits)
        bar = tag(
            "rect", x=f"{100 * (left - low) / wide:.1f}%", width=f"{max(0.6, 100 * abs(p.bits) / wide):.1f}%", height="100%",
            class_="plus" if p.bits > 0 else "minus",
        )  # fmt: skip
        words = _told(p)
        made.append(
            tag(
                "li", tag("span", words, class_="label"),
                tag("svg", bar, width="100%", height=10, aria_hidden="true", class_="fall"),
                tag("span", in_bits(p.bits), class_="n"),
            )
        )  # fmt: skip
    return made
