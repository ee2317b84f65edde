"""Judgements with their ids."""

import hashlib
import json
from typing import Any

from onrecord.model import Judgement, Verdict

__all__ = ["new_judgement"]


def new_judgement(
    verdict: Verdict, subjects: tuple[str, ...], by: str, at: str, why: str = "", detail: dict[str, Any] | None = None
) -> Judgement:
    """A judgement whose id is the hash of what it says; ``at`` is ISO 8601 with offset."""
    body = json.dumps([verdict, subjects, by, at, why, detail or {}], sort_keys=True, ensure_ascii=False)
    id_ = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Judgement(id=id_, verdict=verdict, subjects=subjects, by=by, at=at, why=why, detail=detail or {})
