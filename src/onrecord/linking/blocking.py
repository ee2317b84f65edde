"""Candidate pairs of a whole ledger from flat arrays of keys: one sort, then a few thousand accounts at a time.

Keys take four bytes each; pairs are made when they are asked for, so that their number, which no one knows before, costs
no memory. Accounts are numbered by their place in the order in which they were given.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["Blocks", "ranges"]

Numbers = npt.NDArray[np.int64]


class Blocks:
    """The open blocks of accounts: those with two to ``cap`` members.

    ``keys`` are the keys of all accounts one after the other (of 32 bits; not copied where they are an array of such),
    ``counts`` how many each account has.
    """

    def __init__(self, keys: Sequence[int], counts: Sequence[int], cap: int) -> None:
        key = np.asarray(keys, dtype=np.int32)
        number = np.array(counts, dtype=np.int64)
        self.accounts = len(number)
        order = np.argsort(key, kind="stable")
        key = key[order]
        # members of a block stand in the order of their numbers
        owner = np.repeat(np.arange(len(number), dtype=np.int32), number)[order]
        del order
        starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.empty(0, np.int64)
        sizes = np.diff(np.r_[starts, len(key)])
        del key
        opened = (sizes > 1) & (sizes <= cap)
        self.owner = owner[np.repeat(opened, sizes)]
        sizes = sizes[opened]
        # for each membership how many come after it in its block, in the order of accounts; as narrow as they fit
        after = (np.repeat(np.cumsum(sizes), sizes) - np.arange(1, len(self.owner) + 1)).astype(np.min_scalar_type(cap))
        self.at = np.argsort(self.owner, kind="stable")
        self.after = after[self.at]
        self.first = np.searchsorted(self.owner[self.at], np.arange(self.accounts + 1))

    def pairs(self, accounts: int, most: int = 1_000_000) -> Iterator[tuple[Numbers, Numbers]]:
        """Pairs ``(left, right)``, left < right, each once, ascending, for at most so many left accounts at a time.

        No more than about ``most`` meetings are looked at together, some of which are of the same two accounts.
        """
        met = np.concatenate(([0], np.cumsum(self.after, dtype=np.int64)))[self.first]
        low = 0
        while low < self.accounts:
            high = int(np.searchsorted(met, met[low] + most, side="right")) - 1
            high = min(max(high, low + 1), low + accounts, self.accounts)
            found = self._meetings(low, high)
            if len(found):
                yield found >> 32, found & 0xFFFFFFFF
            low = high

    def _meetings(self, low: int, high: int) -> Numbers:
        here = slice(self.first[low], self.first[high])
        at, after = self.at[here], self.after[here].astype(np.int64)
        left = np.repeat(self.owner[at].astype(np.int64), after)
        found: Numbers = np.unique(left << 32 | self.owner[ranges(at + 1, after)])
        return found


def ranges(starts: Numbers, sizes: Numbers) -> Numbers:
    """The numbers ``starts[i]`` to ``starts[i] + sizes[i] - 1`` of every i, one after the other."""
    before = np.cumsum(sizes) - sizes
    found: Numbers = np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes)
    return found


def flat(keys: Iterable[Sequence[int]]) -> tuple["array[int]", "array[int]"]:
    """Keys of accounts as ``Blocks`` takes them."""
    held, counts = array("i"), array("B")
    for each in keys:
        held.extend(each)
        counts.append(len(each))
    return held, counts
