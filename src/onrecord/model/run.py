"""Run: what stood behind a row: code, vocabulary, models and settings."""

import hashlib
import json
from dataclasses import dataclass, field

__all__ = ["Run", "run_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """``started`` is UTC, ISO 8601; hashes are SHA-256 hex digests."""

    id: str
    version: str
    vocabulary: str
    model: str
    started: str
    settings: dict[str, str] = field(default_factory=dict, hash=False)


def run_id(version: str, vocabulary: str, model: str, started: str, settings: dict[str, str]) -> str:
    body = json.dumps([version, vocabulary, model, started, settings], sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:16]
