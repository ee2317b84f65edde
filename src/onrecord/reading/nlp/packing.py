"""Sentences laid end to end for the network, so that nothing is computed for padding and no sentence knows its neighbours.

Only attention and arcs need sentences side by side; they find their rows by index. The graph is ``training/nlp/graph.py``.
"""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

__all__ = ["HEADS", "Coded", "Packed", "groups", "pack"]

Ints = npt.NDArray[np.int64]
HEADS = 12
"""Attention heads of the encoder; the positions that ``back`` holds count them in."""
# attention costs the square of the longest sentence of a run: what is padded may be so many times what is not
_SLACK = 2


class Coded(msgspec.Struct):
    """A sentence for the network: ``ids`` of its pieces, the ``first`` and ``last`` piece of each word, its ``shape``."""

    ids: list[int]
    first: list[int]
    last: list[int]
    shape: list[int]


class Packed(msgspec.Struct):
    """What the network is fed, and where the words of each sentence begin in what it gives back (one more than sentences)."""

    feed: dict[str, npt.NDArray[np.int64] | npt.NDArray[np.float32]]
    starts: list[int]


def groups(lengths: Sequence[int], limit: int) -> Iterator[list[int]]:
    """Indices of the sentences that run together, those of like length, none over ``limit`` pieces unless it is one sentence."""
    found: list[int] = []
    total = 0
    for i in sorted((i for i, n in enumerate(lengths) if n), key=lambda i: lengths[i]):
        if found and (total + lengths[i] > limit or (len(found) + 1) * lengths[i] > _SLACK * limit):
            yield found
            found, total = [], 0
        found.append(i)
        total += lengths[i]
    if found:
        yield found


def pack(rows: Sequence[Coded]) -> Packed:
    """The rows end to end."""
    pieces, words = [len(r.ids) for r in rows], [len(r.first) for r in rows]
    # two words at least: a product with a single row is summed in another order
    long, wide = max(pieces), max(2, *words)
    piece_at, word_at = _starts(pieces), _starts(words)
    slots, slot_mask = _table(pieces, piece_at, long)
    word_slots, word_mask = _table(words, word_at, wide)
    root = np.zeros((len(rows), 1), dtype=np.int64)
    feed: dict[str, Ints | npt.NDArray[np.float32]] = {
        "ids": _flat([r.ids for r in rows]),
        "position": _flat([range(n) for n in pieces]),
        "slots": slots,
        "mask": slot_mask,
        # row of the piece in (sentence, head, place), for the first head
        "back": _flat([range(i * HEADS * long, i * HEADS * long + n) for i, n in enumerate(pieces)]),
        "first": _flat([r.first for r in rows]) + np.repeat(piece_at[:-1], words),
        "last": _flat([r.last for r in rows]) + np.repeat(piece_at[:-1], words),
        "shape": _flat([r.shape for r in rows]),
        "word_slots": word_slots,
        "head_slots": np.concatenate([root, np.where(word_mask > 0, word_slots + 1, 0)], axis=1),
        "head_mask": np.concatenate([root.astype(np.float32) + 1, word_mask], axis=1),
        "word_back": _flat([range(i * wide, i * wide + n) for i, n in enumerate(words)]),
    }
    return Packed(feed, word_at.tolist())


def _starts(lengths: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _flat(lists: Sequence[Sequence[int]]) -> Ints:
    return np.array([v for values in lists for v in values], dtype=np.int64)


def _table(lengths: Sequence[int], starts: Ints, width: int) -> tuple[Ints, npt.NDArray[np.float32]]:
    """Row numbers [sentences, width] with 0 beyond the end, and 1.0 where a row stands."""
    held = np.arange(width) < np.array(lengths)[:, None]
    return np.where(held, starts[:-1, None] + np.arange(width), 0), held.astype(np.float32)
