"""Bytes to text: byte-order marks, UTF-8, then the likeliest single-byte encoding; binary is told apart."""

import re
from dataclasses import dataclass

__all__ = ["Decoded", "decode", "looks_binary"]

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x7fELF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"SQLite format 3",
    b"MZ",
)
# a run of bytes that is no UTF-8 among text that is: the sign of two encodings in one file
_ESCAPED = re.compile("[\udc80-\udcff]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """``text`` is absent when the bytes hold no text; ``note`` says what was done or why not."""

    text: str | None
    encoding: str
    note: str = ""


def looks_binary(head: bytes) -> bool:
    """Whether the first bytes are those of a binary file: a known signature, or control bytes in plenty."""
    if head.startswith(_MAGIC):
        return True
    control = sum(b < 9 or 13 < b < 27 or 27 < b < 32 for b in head[:4096])
    return control > max(2, len(head[:4096]) // 50)


def decode(content: bytes) -> Decoded:
    """The text of ``content`` and the encoding it was taken to be in.

    UTF-16 without a byte-order mark is known by its zero bytes. Where most of the file is UTF-8 and some of it is
    not, the rest is read as Windows-1252, the only encoding that is commonly mixed in, and ``note`` says so.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return Decoded(content.decode(encoding), encoding)
            except UnicodeDecodeError as error:
                return Decoded(None, encoding, f"marked as {encoding} but broken at byte {error.start}")
    sample = content[:4096]
    if len(sample) >= 16 and sample.count(0) > len(sample) // 4:
        encoding = "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"
        try:
            return Decoded(content.decode(encoding), encoding)
        except UnicodeDecodeError:
            return Decoded(None, "binary", "binary data, no text")
    if looks_binary(sample):
        return Decoded(None, "binary", "binary data, no text")
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_other(content)


def _decode_other(content: bytes) -> Decoded:
    text = content.decode("utf-8", "surrogateescape")
    wrong = sum(len(m.group()) for m in _ESCAPED.finditer(text))
    valid_wide = sum(1 for c in text if "\x7f" < c < "\udc80" or c > "\udcff")
    if valid_wide > wrong:
        mended = _ESCAPED.sub(lambda m: m.group().encode("utf-8", "surrogateescape").decode("cp1252", "replace"), text)
        return Decoded(mended, "utf-8+windows-1252", f"mixed encodings: {wrong} bytes read as Windows-1252")
    try:
        # most of what is not UTF-8 in the English-language press is Windows-1252
        return Decoded(content.decode("cp1252"), "windows-1252", "read as Windows-1252")
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(content[:200_000]).best()
    if best is None:
        return Decoded(None, "unknown", "no known text encoding")
    return Decoded(content.decode(best.encoding, "replace"), best.encoding, f"read as {best.encoding}")
