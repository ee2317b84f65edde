"""Which types can tell of one and the same act, read from ``families.toml``."""

from collections.abc import Iterable
from functools import cache

import msgspec

from onrecord.vocab import load

__all__ = ["compatible", "family_of", "is_general", "prevailing"]


class _Families(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    family: dict[str, tuple[str, ...]]
    general: dict[str, tuple[str, ...]]
    distinct: dict[str, tuple[str, ...]]


@cache
def _families() -> _Families:
    found: _Families = load("families.toml", _Families)
    return found


@cache
def _index() -> dict[str, str]:
    return {code: name for name, codes in _families().family.items() for code in codes}


def family_of(code: str) -> str:
    """The family of a type; a type of none is its own family."""
    return _index().get(code, code)


def compatible(a: str, b: str) -> bool:
    """Whether two types can be accounts of one act."""
    if a == b:
        return True
    data = _families()
    if b in data.distinct.get(a, ()) or a in data.distinct.get(b, ()):
        return False
    return family_of(a) == family_of(b) or b in data.general.get(a, ()) or a in data.general.get(b, ())


def is_general(code: str, than: str) -> bool:
    """Whether ``code`` gives way to ``than`` when both tell of one event."""
    return than in _families().general.get(code, ())


def prevailing(codes: Iterable[str]) -> str:
    """The type of an event told with several: general ones give way, then the one told first and most often."""
    told = list(codes)
    general = _families().general
    left = [c for c in told if not any(other in general.get(c, ()) for other in told)] or told
    return max(dict.fromkeys(left), key=lambda c: (left.count(c), -left.index(c)))
