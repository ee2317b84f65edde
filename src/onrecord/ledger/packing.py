"""Bytes packed with zstandard and a fixed dictionary for each kind of content, and back.

The dictionaries are trained on reports of our own (``training/ledger/dictionaries.py``); a frame names the one that it needs, and
any zstandard tool can load them. Frames that name none are older, or were packed against something that stands beside them.
"""

from enum import Enum
from functools import cache
from importlib.resources import files
from threading import get_ident

import zstandard

__all__ = ["Kind", "pack", "pack_against", "unpack", "unpack_against"]


class Kind(Enum):
    """What is packed: its dictionary, the number by which a frame names it, and the one that frames without a number mean."""

    TEXT = ("texts-1.dict", 1, None)
    CLAIM = ("claims-2.dict", 2, "claims-1.dict")
    INCIDENT = ("incidents-1.dict", 3, "claims-1.dict")


# a seventh less than level 3, for 6 microseconds a claim; higher levels give nothing more
_LEVEL = 6
# the two low bits of the byte after the magic number say how long the dictionary's number is (RFC 8878, 3.1.1.1.1)
_FLAGS, _HAS_DICTIONARY = 4, 0b11


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


# a context must not be used by two threads at once, and is dear to make: one for each thread
@cache
def _packer(kind: Kind, thread: int) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary(kind.value[0]))


@cache
def _unpacker(name: str | None, thread: int) -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(dict_data=None if name is None else _dictionary(name))


def pack(kind: Kind, data: bytes) -> bytes:
    return _packer(kind, get_ident()).compress(data)


def unpack(kind: Kind, data: bytes) -> bytes:
    """Raises ``zstandard.ZstdError`` for damaged bytes."""
    name, _, older = kind.value
    told = len(data) > _FLAGS and data[_FLAGS] & _HAS_DICTIONARY
    return _unpacker(name if told else older, get_ident()).decompress(data)


def pack_against(data: bytes, beside: bytes) -> bytes:
    """``data`` as what it has that ``beside`` has not."""
    return zstandard.ZstdCompressor(level=_LEVEL, dict_data=_content(beside)).compress(data)


def unpack_against(data: bytes, beside: bytes) -> bytes:
    """Raises ``zstandard.ZstdError`` for damaged bytes, or others beside them."""
    return zstandard.ZstdDecompressor(dict_data=_content(beside)).decompress(data)


def _content(beside: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(beside, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
