"""What a linker may know from one addition to the next: unpacked nodes, and how much pairs of them weigh.

A node's id is the hash of all that it holds, so that both stay true whoever writes to the store meanwhile.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, NamedTuple

from onrecord.linking.features import Account
from onrecord.linking.nodes import pair_bits
from onrecord.linking.packing import Packed, unpack_bare
from onrecord.linking.store import StoredNode

__all__ = ["Held", "Recall"]

_MOST_NODES, _MOST_PAIRS = 8_000, 100_000


class Held(NamedTuple):
    """A stored node: the ids of its claims, and its body."""

    claims: tuple[str, ...]
    packed: Packed

    @property
    def document(self) -> str:
        return self.packed.account.document

    @property
    def told(self) -> tuple[str, ...]:
        """The ids of its claims, and of the demands and responses about its event."""
        return (*self.claims, *self.packed.others)


class Recall:
    """Nodes and weighed pairs by id, the latest some thousands: reports mostly meet others of their days."""

    def __init__(self) -> None:
        self._nodes: dict[int, Held] = {}
        # with vectors, which many accounts are never asked for
        self._accounts: dict[int, Account] = {}
        self._bits: dict[tuple[int, int], float | None] = {}

    def trim(self) -> None:
        """Forget the older half of what has grown too large."""
        _halve(self._nodes, _MOST_NODES)
        _halve(self._accounts, _MOST_NODES)
        _halve(self._bits, _MOST_PAIRS)

    def put(self, nodes: Iterable[StoredNode]) -> None:
        for node in nodes:
            self._nodes[node.id] = Held(node.claims, unpack_bare(node.body))

    def load(self, ids: Iterable[int], stored: Callable[[Iterable[int]], Mapping[int, StoredNode]]) -> None:
        """Let it know the nodes ``ids``; ``stored`` gives those that it does not know yet."""
        missing = [i for i in ids if i not in self._nodes]
        if missing:
            self.put(stored(missing).values())

    def __getitem__(self, node: int) -> Held:
        return self._nodes[node]

    def bare(self, node: int) -> Account:
        """The features of a node that it knows, without their vectors."""
        return self._nodes[node].packed.account

    def account(self, node: int) -> Account:
        """The same, with vectors."""
        known = self._accounts.get(node)
        if known is None:
            known = self._accounts[node] = self._nodes[node].packed.whole()
        return known

    def bits(self, a: int, b: int) -> float | None:
        """The match weight of two nodes that it knows, ``a < b``."""
        pair = (a, b)
        if pair not in self._bits:
            self._bits[pair] = pair_bits(self.account(a), self.account(b))
        return self._bits[pair]


def _halve(held: dict[Any, Any], most: int) -> None:
    if len(held) > most:
        for key in list(islice(held, len(held) // 2)):
            del held[key]
