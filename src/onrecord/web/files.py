"""The desk's own scripts and styles."""

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["STATIC", "static_hash"]

STATIC = Path(__file__).parent / "static"


@cache
def static_hash() -> str:
    """A mark that changes with any of the files, for their addresses."""
    files = sorted(p for p in STATIC.iterdir() if p.is_file())
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()[:10]
