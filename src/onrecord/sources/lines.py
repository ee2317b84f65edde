"""Lines of bytes with a bound on each, so that a 50 MB line costs a rejection and not the memory."""

from collections.abc import Iterator
from typing import BinaryIO

__all__ = ["bounded_lines"]

_STEP = 1 << 16


def bounded_lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """``(line number from 1, line without its end)``; ``None`` stands for a line over ``limit`` bytes."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(_STEP)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line.rstrip(b"\r\n")
