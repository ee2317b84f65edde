"""Many small byte strings beside the memory: written once, one after the other, and read back by number."""

import tempfile
from array import array
from collections.abc import Iterable, Sequence

__all__ = ["Spool"]


class Spool:
    """A temporary file that nobody else sees and that goes when it is closed; eight bytes of memory a string."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="onrecord-")  # noqa: SIM115
        self._ends = array("Q", [0])

    def close(self) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def extend(self, strings: Iterable[bytes]) -> None:
        self._file.seek(self._ends[-1])
        for string in strings:
            self._file.write(string)
            self._ends.append(self._ends[-1] + len(string))

    def get(self, numbers: Sequence[int]) -> list[bytes]:
        """The strings of these numbers; neighbours, given in order, are read together."""
        found: list[bytes] = []
        for first, last in _runs(numbers):
            begin = self._ends[first]
            self._file.seek(begin)
            held = self._file.read(self._ends[last + 1] - begin)
            found += [held[self._ends[n] - begin : self._ends[n + 1] - begin] for n in range(first, last + 1)]
        return found


def _runs(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """First and last of each run of consecutive numbers, no run longer than a few thousand."""
    first = last = None
    for number in numbers:
        if first is not None and last is not None and number == last + 1 and last - first < 4096:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last
