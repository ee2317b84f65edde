"""Which marks of the finder of acts count as triggers. Shape of the data: ``vocab/data/acts.toml``."""

from functools import cache

import msgspec

from onrecord.reading.parts import Act
from onrecord.vocab import load

__all__ = [
    "answering",
    "asked",
    "by_finder",
    "certain",
    "firm",
    "likely",
    "of_harm",
    "plain",
    "spoken",
    "sure",
    "telling",
]

_ACT, _GENERAL = 3, 2


class _Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    firm: float
    firm_share: float
    sure: float
    weak: float
    weak_share: float
    told: float
    told_share: float
    plain: tuple[str, ...]
    general: tuple[str, ...]
    harm: tuple[str, ...]
    unused: tuple[str, ...]
    answers: tuple[str, ...]


@cache
def _marks() -> _Marks:
    marks: _Marks = load("acts.toml", _Marks)
    return marks


def firm(act: Act) -> bool:
    """Whether a mark may make a claim with no other word or figure beside it."""
    return act.probability >= _marks().firm and act.share >= _marks().firm_share


def likely(act: Act) -> bool:
    """Whether a mark counts beside other words or figures."""
    return act.probability >= _marks().weak and act.share >= _marks().weak_share


def certain(act: Act) -> bool:
    """Whether a mark tells a type better than the words of a line of a lexicon."""
    return act.probability >= _marks().sure and act.share >= _marks().sure


def sure(act: Act) -> bool:
    """Whether a mark tells the type of a trigger better than a line of the lexicon."""
    return telling(act) == _ACT and certain(act)


def telling(act: Act) -> int:
    """The rank of the trigger that a mark makes; 0 for none."""
    if spoken(act) or not likely(act):
        return 0
    if of_harm(act) and not firm(act):
        return 0
    return _GENERAL if act.type in _marks().general else _ACT


def plain(act: Act) -> bool:
    """Whether a mark on the main verb of a sentence that names its place or day may make a claim alone."""
    marks = _marks()
    return act.type.startswith(marks.plain) and act.probability >= marks.told and act.share >= marks.told_share


def spoken(act: Act) -> bool:
    """Whether a mark tells what somebody asks for or answers, and so makes no trigger."""
    return act.type.startswith(_marks().unused)


def of_harm(act: Act) -> bool:
    """Whether the type of a mark tells that somebody came to harm, and not by what act."""
    return act.type in _marks().harm


def asked(act: Act) -> bool:
    """Whether a mark tells what somebody asks for, where the words around it say that somebody asks."""
    return act.type.startswith("demand.") and likely(act)


def answering(act: Act) -> bool:
    """Whether a mark tells of an answer; one that is not firm only of somebody in office, about an act told."""
    if firm(act):
        return act.type.startswith("response.")
    return act.type in _marks().answers and likely(act)


def by_finder(act: Act) -> str:
    """What stands in place of a line of the lexicon in the account of a claim."""
    return f"marked by the finder, {act.probability:.2f}"
