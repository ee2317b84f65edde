"""The vocabulary of claim types and actor categories, with rights and crosswalks."""

from functools import cache

import msgspec

from onrecord.model import VocabularyError
from onrecord.vocab.loader import load

__all__ = ["ClaimType", "actor_categories", "claim_type", "claim_types", "right_labels"]


class ClaimType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code. ``rights`` are ICCPR articles that such a claim concerns; crosswalks name other schemes' codes."""

    label: str
    group: str
    rights: tuple[str, ...] = ()
    rights_if_killed: tuple[str, ...] = ()
    rights_if_injured: tuple[str, ...] = ()
    acled: str | None = None
    plover: str | None = None
    huridocs: str | None = None
    maverick: str | None = None
    about: str | None = None


class _Types(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: dict[str, ClaimType]
    right: dict[str, str]
    actor: dict[str, str]


@cache
def claim_types() -> dict[str, ClaimType]:
    """Every code of the vocabulary, in the order of the file."""
    types: _Types = load("types.toml", _Types)
    return types.type


@cache
def actor_categories() -> dict[str, str]:
    """Actor category codes and their labels."""
    types: _Types = load("types.toml", _Types)
    return types.actor


@cache
def right_labels() -> dict[str, str]:
    """Articles that claims concern, in the order of their numbers, and what each protects in a few words."""
    types: _Types = load("types.toml", _Types)
    return types.right


def claim_type(code: str) -> ClaimType:
    """The entry of ``code``.

    Raises:
        VocabularyError: when the vocabulary has no such code.
    """
    try:
        return claim_types()[code]
    except KeyError:
        raise VocabularyError(f"{code!r} is no type of the vocabulary") from None
