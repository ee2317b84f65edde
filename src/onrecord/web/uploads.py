"""What became of an upload."""

from dataclasses import dataclass

from onrecord.model import Rejection

__all__ = ["Added"]


@dataclass(frozen=True)
class Added:
    """What an addition did: numbers of documents and claims, ids of incidents, and each refusal."""

    new: int
    known: int
    claims: int
    incidents_new: tuple[str, ...]
    incidents_updated: tuple[str, ...]
    rejected: tuple[Rejection, ...]
