"""Rejection: an input or a record that was refused, as a value that is kept and shown."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Rejection", "Stage"]

Stage = Literal["source", "reading", "linking", "ledger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """``subject`` names the input (path, line, URL, document id); ``reason`` says what is wrong and what to do."""

    stage: Stage
    reason: str
    subject: str
    code: str = "unreadable"
