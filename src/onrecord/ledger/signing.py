"""The key with which a person signs what they append: an Ed25519 key in a file of its own."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)  # fmt: skip

from onrecord.ledger.hashing import public_hex
from onrecord.model import LedgerError

__all__ = ["load_key", "make_key", "public_hex"]


def make_key(path: Path) -> Ed25519PrivateKey:
    """Make a key and write it (PKCS 8, PEM) to a new file that its owner alone can read.

    Raises:
        LedgerError: the file is there already, or cannot be written.
    """
    key = Ed25519PrivateKey.generate()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # made with these rights: never readable for others, not even for a moment
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise LedgerError(f"{path} is there already; nothing was changed. A key is never replaced") from None
    except OSError as error:
        raise LedgerError(f"{path} cannot be written: {error.strerror}") from error
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return key


def load_key(path: Path) -> Ed25519PrivateKey:
    """The key of a file.

    Raises:
        LedgerError: there is none, or it holds something else.
    """
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise LedgerError(f"the signing key {path} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError) as error:
        raise LedgerError(f"{path} holds no key without a password: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise LedgerError(f"{path} holds another kind of key; `onrecord key make` makes an Ed25519 key")
    return key
