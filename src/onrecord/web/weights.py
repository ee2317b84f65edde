"""Why reports belong together, as the desk is told it: the shapes that linking's answers have, which the desk may not import."""

from collections.abc import Callable, Sequence
from typing import Protocol

from onrecord.ledger import Ledger
from onrecord.model import Incident

__all__ = ["Apart", "Joined", "Part", "Weights", "WhyLinked"]


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
