"""Bytes packed with zstandard and a dictionary for each kind of content, and back.

A frame names the dictionary that it needs, and any zstandard tool can load them. Numbers of one byte are those of fixed
dictionaries, trained on reports of our own (``training/ledger/dictionaries.py``); numbers of four bytes those of dictionaries that
a ledger trained on what it holds and keeps (see ``dictionaries``). Frames that name none are older, or were packed against
something that stands beside them.
"""

import hashlib
from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib.resources import files
from threading import get_ident
from typing import Protocol
from weakref import WeakSet

import zstandard

__all__ = ["Keeper", "Kind", "Own", "keepers", "know", "numbered", "pack", "pack_against", "unpack", "unpack_against"]


class Kind(Enum):
    """What is packed: its dictionary, the number by which a frame names it, and the one that frames without a number mean."""

    TEXT = ("texts-1.dict", 1, None)
    CLAIM = ("claims-2.dict", 2, "claims-1.dict")
    INCIDENT = ("incidents-1.dict", 3, "claims-1.dict")


Own = Mapping[Kind, int]
"""The numbers of a ledger's own dictionaries; what is of a kind without one is packed with the fixed one."""
# a seventh less than level 3, for 6 microseconds a claim; higher levels give nothing more
_LEVEL = 6
# the two low bits of the byte after the magic number say how long the dictionary's number is; before it stands a byte for the
# window, unless the frame is a single segment (RFC 8878, 3.1.1.1)
_FLAGS, _HAS_DICTIONARY, _SINGLE, _OWN = 4, 0b11, 0x20, 3
# the number in a dictionary's own bytes (RFC 8878, 5)
_NUMBER = slice(4, 8)
_FIRST_OWN, _RESERVED = 2**16, 2**31


@cache
def _dictionary(name: str) -> zstandard.ZstdCompressionDict:
    data = (files("onrecord.ledger") / "dictionaries" / name).read_bytes()
    # the first was content alone, without tables or a number
    plain = name == "claims-1.dict"
    found = zstandard.ZstdCompressionDict(
        data, dict_type=zstandard.DICT_TYPE_RAWCONTENT if plain else zstandard.DICT_TYPE_FULLDICT
    )
    found.precompute_compress(level=_LEVEL)
    return found


# by number, which is made of the content: the same number is the same dictionary, whatever ledger it came from
_known: dict[int, zstandard.ZstdCompressionDict] = {}


class Keeper(Protocol):
    """Whoever can be asked for the content of a dictionary by its number: an open ledger."""

    def dictionary(self, number: int) -> bytes | None: ...


keepers: WeakSet[Keeper] = WeakSet()
"""Those that are asked for a number which this process does not know."""


def numbered(content: bytes) -> bytes:
    """A trained dictionary under a number of four bytes that its content gives."""
    digest = hashlib.sha256(content[_NUMBER.stop :]).digest()
    number = _FIRST_OWN + int.from_bytes(digest[:4], "big") % (_RESERVED - _FIRST_OWN)
    return content[: _NUMBER.start] + number.to_bytes(4, "little") + content[_NUMBER.stop :]


def know(content: bytes) -> int:
    """Let this process pack and unpack with a dictionary that a ledger keeps; gives its number."""
    number = int.from_bytes(content[_NUMBER], "little")
    if number not in _known:
        made = zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_FULLDICT)
        made.precompute_compress(level=_LEVEL)
        _known[number] = made
    return number


def _own(number: int) -> zstandard.ZstdCompressionDict:
    if number not in _known:
        # another process may have trained it since
        content = next((found for k in tuple(keepers) if (found := k.dictionary(number)) is not None), None)
        if content is None or know(content) != number:
            raise zstandard.ZstdError(f"the dictionary {number} is missing or damaged")
    return _known[number]


# a context must not be used by two threads at once, and is dear to make: one for each thread
@cache
def _packer(named: str | int, thread: int) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(
        level=_LEVEL, dict_data=_own(named) if isinstance(named, int) else _dictionary(named)
    )


@cache
def _unpacker(named: str | int | None, thread: int) -> zstandard.ZstdDecompressor:
    if named is None:
        return zstandard.ZstdDecompressor()
    return zstandard.ZstdDecompressor(dict_data=_own(named) if isinstance(named, int) else _dictionary(named))


def pack(kind: Kind, data: bytes, own: Own | None = None) -> bytes:
    return _packer(own.get(kind, kind.value[0]) if own else kind.value[0], get_ident()).compress(data)


def unpack(kind: Kind, data: bytes) -> bytes:
    """Raises ``zstandard.ZstdError`` for damaged bytes."""
    name, _, older = kind.value
    told = data[_FLAGS] & _HAS_DICTIONARY if len(data) > _FLAGS else 0
    named: str | int | None = name if told else older
    if told == _OWN:
        at = _FLAGS + (1 if data[_FLAGS] & _SINGLE else 2)
        named = int.from_bytes(data[at : at + 4], "little")
    return _unpacker(named, get_ident()).decompress(data)


def pack_against(data: bytes, beside: bytes) -> bytes:
    """``data`` as what it has that ``beside`` has not."""
    return zstandard.ZstdCompressor(level=_LEVEL, dict_data=_content(beside)).compress(data)


def unpack_against(data: bytes, beside: bytes) -> bytes:
    """Raises ``zstandard.ZstdError`` for damaged bytes, or others beside them."""
    return zstandard.ZstdDecompressor(dict_data=_content(beside)).decompress(data)


def _content(beside: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(beside, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
