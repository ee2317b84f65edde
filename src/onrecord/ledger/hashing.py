"""The hash chain: canonical bytes of a row, Merkle root of a batch, hash of a batch, signature.

A row's canonical bytes are the netstrings ``<length>:<bytes>,`` of its table's name and of each column in the order of the
schema, ``leaf`` left out. A value is written as ``-`` (absent), ``i`` and the decimal digits, ``s`` and UTF-8, or ``b`` and the
SHA-256 of the stored bytes in hex, so that a row can be checked without its blobs.
The tree is that of RFC 6962, section 2.1: leaf ``SHA-256(0x00 || row)``, node ``SHA-256(0x01 || left || right)``, the left part the
largest power of two. ``verify_bundle.py`` holds the same method without dependencies.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Table

__all__ = [
    "GENESIS", "batch_hash", "canonical", "leaf_hash", "leaf_of", "mark_of", "merkle_path", "merkle_root", "path_root",
    "public_hex", "row_mark", "sign", "signature_holds",
]  # fmt: skip

GENESIS = "0" * 64


def canonical(table: str, values: Iterable[object]) -> bytes:
    """The canonical bytes of a row of ``table``."""
    parts = [table.encode()]
    for value in values:
        if value is None:
            parts.append(b"-")
        elif isinstance(value, str):
            parts.append(b"s" + value.encode("utf-8"))
        elif isinstance(value, int):
            parts.append(b"i%d" % value)
        elif isinstance(value, (bytes, memoryview)):
            parts.append(b"b" + hashlib.sha256(value).hexdigest().encode())
        else:
            raise TypeError(f"a row of {table} holds a {type(value).__name__}")
    return b"".join([b"%d:%s," % (len(part), part) for part in parts])


def leaf_hash(table: str, values: Iterable[object]) -> bytes:
    return hashlib.sha256(b"\0" + canonical(table, values)).digest()


def leaf_of(table: Table, row: Any) -> bytes:
    """The leaf of a stored row, of all its columns but the one that keeps it."""
    return leaf_hash(table.name, [row[c.name] for c in table.columns if c.name != "leaf"])


def mark_of(leaf: bytes) -> bytes:
    """The eight bytes of a leaf that stand beside its row, by which a changed row is known and named; the batch's root covers the
    whole of it."""
    return leaf[:8]


def row_mark(table: str, values: Iterable[object]) -> bytes:
    """The mark of a row that no batch covers."""
    return mark_of(leaf_hash(table, values))


def merkle_root(leaves: Sequence[bytes]) -> str:
    """Root of the tree over leaf hashes, as hex; of no leaves, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    level = list(leaves)
    # an odd node moves up as it is, which gives the tree of RFC 6962 level by level
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0].hex()


def merkle_path(leaves: Sequence[bytes], index: int) -> list[tuple[str, str]]:
    """The sister hashes that lead from leaf ``index`` to the root: ``("left" or "right", hex)``."""
    path, level, at = [], list(leaves), index
    while len(level) > 1:
        sister = at ^ 1
        if sister < len(level):
            path.append(("left" if sister < at else "right", level[sister].hex()))
        pairs = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
        at //= 2
    return path


def path_root(leaf: bytes, path: Iterable[tuple[str, str]]) -> str:
    """The root to which ``path`` leads from ``leaf``."""
    for side, sister in path:
        pair = bytes.fromhex(sister) + leaf if side == "left" else leaf + bytes.fromhex(sister)
        leaf = hashlib.sha256(b"\1" + pair).digest()
    return leaf.hex()


def batch_hash(row: dict[str, Any]) -> str:
    """Hash of a row of ``batches``, of everything but the hash itself and the signature over it."""
    values = [row[name] for name in ("seq", "appended", "rows", "root", "previous", "public_key")]
    return hashlib.sha256(canonical("batches", values)).hexdigest()


def public_hex(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def sign(key: Ed25519PrivateKey, hash_: str) -> str:
    return key.sign(bytes.fromhex(hash_)).hex()


def signature_holds(public_key: str, hash_: str, signature: str) -> bool:
    """Whether ``signature`` is that of the key over the hash; false for anything malformed."""
    try:
        mark = bytes.fromhex(signature)
        # capitals and spaces are read as the same bytes, but nobody signed them so
        if signature != mark.hex():
            return False
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(mark, bytes.fromhex(hash_))
    except (InvalidSignature, ValueError):
        return False
    return True
