"""Texts that any database takes: none holds NUL or half of a surrogate pair."""

import json

from onrecord.ledger.codec import dump

__all__ = ["as_json", "storable", "stored"]


def storable(*texts: str | None) -> bool:
    """Whether all of them can be kept as they are."""
    return all(x is None or ("\0" not in x and not _lone_surrogate(x)) for x in texts)


def _lone_surrogate(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def stored(text: str) -> str:
    """A text with what no database takes spelt out."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()


def as_json(value: object) -> str:
    """JSON that any database takes: broken characters are spelt as escapes."""
    body = dump(value)
    return body if not _lone_surrogate(body) else _escaped(value)


def _escaped(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
