"""Keys under which names are kept: ``fold`` for exact lookup, ``skeleton`` for names that sound alike.

``fold`` makes one key of the spellings that an editor would call the same name. ``skeleton`` goes further, in the
manner of phonetic codes (Russell's Soundex, 1918; Philips' Metaphone, 1990): sounds that Arabic, Persian, Urdu,
Cyrillic and Indic names are rendered with in more than one way in Latin letters fall together.
"""

import re
import unicodedata
import zlib

__all__ = ["fold", "key_hash", "skeleton", "within_edits"]

_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d", "ə": "e",
        "ħ": "h", "&": " and ",
        "'": None, "’": None, "‘": None, "ʻ": None, "ʼ": None, "ʿ": None, "ʾ": None, "`": None, "´": None, ".": None,
    }
)  # fmt: skip
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_GAP = re.compile(r"[\W_]+")
_SOUNDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"sch|sh|tch|ch|tj", "c"),
        (r"kh|gh|ck|q|x", "k"),
        (r"g", "k"),
        (r"zh|dzh|dj|z", "s"),
        (r"ph", "f"),
        (r"th|dh|d", "t"),
        (r"bh|p", "b"),
        (r"w", "v"),
        (r"ee|ea|ie|ei|ai|ay|ey|iy|yi|y|e", "i"),
        (r"oo|ou|au|aw|ow|o", "u"),
        (r"(?<=.)h(?![aeiou])", ""),
        (r"h", ""),
        (r"(.)\1+", r"\1"),
    )
)


def fold(name: str) -> str:
    """The lookup key: no case, no marks, no apostrophes or full stops, other signs as one space."""
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
        text = "".join(c for c in text if not unicodedata.combining(c))
    elif _PLAIN.fullmatch(text):
        return text
    return _GAP.sub(" ", text.translate(_LETTERS)).strip()


def skeleton(key: str) -> str:
    """The transliteration key of a folded name: ``qila saifullah`` and ``killa saifulla`` share one."""
    text = key.replace(" ", "")
    for pattern, to in _SOUNDS:
        text = pattern.sub(to, text)
    head, tail = text[:1], text[1:]
    return head + re.sub(r"[aiu]+", "a", tail).rstrip("a")


def key_hash(key: str) -> int:
    """CRC-32 of the key, the order in which keys stand in a layer."""
    return zlib.crc32(key.encode("utf-8"))


def within_edits(a: str, b: str, most: int) -> int | None:
    """Edits (insert, delete, change, swap of neighbours) from ``a`` to ``b``, or nothing when more than ``most``."""
    if abs(len(a) - len(b)) > most:
        return None
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        new = [i]
        for j, y in enumerate(b, start=1):
            cost = min(new[-1] + 1, row[j] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        if min(new) > most:
            return None
        before, row = row, new
    return row[-1] if row[-1] <= most else None
