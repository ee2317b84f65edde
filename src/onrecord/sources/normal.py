"""Plain text in its final form: paragraphs separated by a blank line. After this the text never changes."""

import re

__all__ = ["normal_text"]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_BREAK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_BULLET = re.compile(r"\s*(?:[-*•–—·▪●]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\d{1,2}[:.]\d{2})\s")


def normal_text(text: str) -> str:
    """Line ends to ``\\n``, control characters to spaces, hard-wrapped lines joined, one blank line between paragraphs.

    Lists keep their line breaks. Half a surrogate pair becomes U+FFFD, for it cannot be stored.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = text.replace("\x85", "\n")
    text = _CONTROL.sub(" ", text).encode("utf-8", "replace").decode("utf-8")
    paragraphs = (_unwrap(p) for p in _BREAK.split(text.strip()))
    return "\n\n".join(p for p in paragraphs if p)


def _unwrap(paragraph: str) -> str:
    """Join the lines of a paragraph that was wrapped at a fixed width; leave lists and verse alone."""
    lines = [line.strip() for line in paragraph.split("\n")]
    lines = [line for line in lines if line]
    if len(lines) < 2:
        return "".join(lines)
    body = lines[:-1]
    longest = max(len(line) for line in body)
    wrapped = 45 <= longest <= 120 and all(len(line) >= longest - 28 for line in body)
    if wrapped and not any(_BULLET.match(line) for line in lines[1:]):
        return " ".join(lines)
    return "\n".join(lines)
