"""Nodes and documents to the bytes in which linking passes them on between its steps, and back.

Vectors hold four bytes a term, their weights as small steps (ten-thousandths below the weight before), and a term that two
vectors share is spelt once. A MinHash signature keeps the low 8 bits of each number (Li and König 2010, b-bit minwise
hashing): two unlike texts agree by chance in half a number of 128, far from what copies agree in.
"""

import sys
from array import array
from collections.abc import Sequence
from itertools import accumulate, chain
from operator import sub

import msgspec

from onrecord.linking.copies import Brief
from onrecord.linking.features import Account
from onrecord.linking.words import SCALE, Vector

__all__ = ["Body", "Packed", "pack_body", "pack_brief", "unpack_bare", "unpack_body", "unpack_brief", "unpack_others"]


class Body(msgspec.Struct, frozen=True, array_like=True):
    """What a stored node's ``body`` holds: the features, and the ids of the demands and responses about the event."""

    account: Account
    others: tuple[str, ...]


class Packed(msgspec.Struct, frozen=True, array_like=True):
    """A body whose ``account`` is without its vectors.

    ``terms`` are theirs, ``vectors`` the places in ``terms`` and the steps of each. No places stand for the first terms
    in their order.
    """

    account: Account
    others: tuple[str, ...]
    terms: bytes
    vectors: tuple[tuple[bytes, tuple[int, ...]], ...]

    def whole(self) -> Account:
        """The account with its vectors, which take several times as long to unpack as all the rest."""
        terms = _numbers(self.terms)
        story, words, heading = (_vector(terms, places, steps) for places, steps in self.vectors)
        return msgspec.structs.replace(self.account, story=story, words=words, heading=heading)


class _Others(msgspec.Struct, frozen=True, array_like=True):
    account: msgspec.Raw
    others: tuple[str, ...]


class _StoredBrief(msgspec.Struct, frozen=True, array_like=True):
    title: str
    publisher: str
    published: str
    kind: str
    words: int
    signature: bytes


# sets in one order in every process: a node's id is a hash of its body
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_BODY = msgspec.msgpack.Decoder(Packed)
_OTHERS = msgspec.msgpack.Decoder(_Others)
_BRIEF = msgspec.msgpack.Decoder(_StoredBrief)
_PLACES = 256
# by the sum of the steps down to it
_WEIGHTS = tuple([(SCALE - down) / SCALE for down in range(SCALE + 1)])


def pack_body(account: Account, others: tuple[str, ...]) -> bytes:
    vectors = (account.story, account.words, account.heading)
    terms = dict.fromkeys(chain(*vectors))
    place = dict(zip(terms, range(len(terms)), strict=True))
    if len(place) > _PLACES:
        raise ValueError(f"an account holds {len(place)} terms; its stored form has room for {_PLACES}")
    bare = msgspec.structs.replace(account, story={}, words={}, heading={})
    packed = tuple(_places_and_steps(v, place) for v in vectors)
    return _ENCODER.encode(Packed(bare, others, _bytes(list(terms)), packed))


def unpack_body(body: bytes) -> Body:
    stored = unpack_bare(body)
    return Body(stored.whole(), stored.others)


def unpack_bare(body: bytes) -> Packed:
    return _BODY.decode(body)


def unpack_others(body: bytes) -> tuple[str, ...]:
    """The ids of the demands and responses alone."""
    return _OTHERS.decode(body).others


def pack_brief(brief: Brief) -> bytes:
    """Without the id and the sequence, which the store keeps beside it."""
    return _ENCODER.encode(
        _StoredBrief(brief.title, brief.publisher, brief.published, brief.kind, brief.words, bytes(brief.signature))
    )


def unpack_brief(id_: str, sequence: int, body: bytes) -> Brief:
    found = _BRIEF.decode(body)
    return Brief(
        id=id_, title=found.title, publisher=found.publisher, published=found.published, kind=found.kind,
        sequence=sequence, signature=tuple(found.signature), words=found.words,
    )  # fmt: skip


def _places_and_steps(v: Vector, place: dict[int, int]) -> tuple[bytes, tuple[int, ...]]:
    """Terms keep their order, heaviest first, so that sums over them come out the same to the last bit."""
    weights = [int(w * SCALE + 0.5) for w in v.values()]
    steps = tuple(map(sub, (SCALE, *weights), weights))
    places = list(map(place.__getitem__, v))
    return (b"" if places == list(range(len(places))) else bytes(places)), steps


def _vector(terms: Sequence[int], places: bytes, steps: tuple[int, ...]) -> Vector:
    keys = map(terms.__getitem__, places) if places else terms
    return dict(zip(keys, map(_WEIGHTS.__getitem__, accumulate(steps)), strict=False))


def _bytes(numbers: Sequence[int]) -> bytes:
    """Numbers of four bytes, least byte first on every machine."""
    made = array("I", numbers)
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()


def _numbers(packed: bytes) -> Sequence[int]:
    found = array("I")
    found.frombytes(packed)
    if sys.byteorder == "big":
        found.byteswap()
    return found
