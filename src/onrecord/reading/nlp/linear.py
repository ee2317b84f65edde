"""Linear models over hashed features in whole numbers, so that the answer is the same on every machine."""

from collections.abc import Iterable
from zlib import crc32

import numpy as np

__all__ = ["hashed", "weights_in"]


def hashed(names: Iterable[str]) -> list[int]:
    """CRC-32 of each name."""
    return [crc32(name.encode("utf-8", "surrogatepass")) for name in names]


def weights_in(held: bytes) -> dict[int, int]:
    """Weight by feature; a file holds all features, four bytes each, and then all weights, one byte each."""
    count = len(held) // 5
    keys = np.frombuffer(held, dtype="<u4", count=count)
    return dict(zip(keys.tolist(), np.frombuffer(held, dtype=np.int8, offset=4 * count).tolist(), strict=True))
