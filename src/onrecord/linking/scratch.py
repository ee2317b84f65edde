"""Linking from scratch: the same result as adding one by one, in bulk and within bounded memory.

Accounts are kept encoded, keys in flat arrays; blocks come from one sort. ``spread`` is the executor's ``map``: the
two heavy stages (``prepare_batch``, ``compare_batch``) are pure and picklable.
"""

from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from onrecord.linking.cluster import Constraints
from onrecord.linking.decisions import Decisions
from onrecord.linking.features import Account
from onrecord.linking.incident import Member, build
from onrecord.linking.nodes import Told, decode_body, decode_brief, pair_bits, prepare
from onrecord.linking.partition import Cluster, partition
from onrecord.linking.pieces import pieces
from onrecord.linking.settings import settings
from onrecord.linking.store import Edge, StoredDocument, StoredIncident, StoredNode
from onrecord.model import Claim, Rule

__all__ = ["Scratch", "compare_batch", "link_all", "prepare_batch"]

_PAIRS_A_BATCH = 20_000
_CACHE = 100_000
Codes = npt.NDArray[np.uint64]
Spread = Callable[..., Iterable[Any]]


class Prepared(msgspec.Struct, frozen=True):
    documents: list[StoredDocument]
    nodes: list[StoredNode]
    covers: list[Edge]


class Scratch(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a LinkStore needs to be filled anew; ``nodes`` still carry their keys."""

    documents: list[StoredDocument]
    nodes: list[StoredNode]
    edges: list[Edge]
    incidents: list[StoredIncident]


def prepare_batch(told: Sequence[Told], decisions: Decisions | None = None) -> Prepared:
    """Documents to nodes; pure, for a worker."""
    decisions = decisions or Decisions()
    documents, nodes, covers = [], [], []
    for item in told:
        document, made, edges = prepare(item, decisions.must, decisions.cannot)
        documents.append(document)
        nodes += made
        covers += edges
    return Prepared(documents, nodes, covers)


def compare_batch(bodies: Sequence[bytes], pairs: Sequence[tuple[int, int]]) -> list[float]:
    """The match weight of each pair of positions in ``bodies``; -inf where the two can never be one event."""
    accounts = [decode_body(b).account for b in bodies]
    found = (pair_bits(accounts[a], accounts[b]) for a, b in pairs)
    return [-np.inf if bits is None else bits for bits in found]


def link_all(
    batches: Iterable[Sequence[Told]],
    claims: Callable[[Iterable[str]], Mapping[str, Claim]],
    decisions: Decisions | None = None,
    rule: Rule = "latest",
    spread: Spread = map,
) -> Scratch:
    """Link everything. ``claims`` looks claims up by id, so that they need not be held in memory.

    The incidents are those of ``Linker.add`` over the same documents, in any order.
    """
    decisions = decisions or Decisions()
    documents, nodes, covers = [], [], []
    for prepared in spread(prepare_batch, batches):
        documents += prepared.documents
        nodes += prepared.nodes
        covers += prepared.covers
    edges = _edges(nodes, spread)
    clusters = _clusters(nodes, edges, decisions)
    incidents = list(_incidents(clusters, nodes, documents, covers, claims, decisions, rule))
    return Scratch(documents=documents, nodes=nodes, edges=[*edges, *covers], incidents=incidents)


def candidate_pairs(nodes: Sequence[StoredNode], cap: int) -> Codes:
    """Pairs of positions that share a block of at most ``cap`` nodes, as ``a << 32 | b`` with a < b, sorted."""
    keys, owners = array("q"), array("I")
    for position, node in enumerate(nodes):
        keys.extend(node.keys)
        owners.extend([position] * len(node.keys))
    key = np.frombuffer(keys, dtype=np.int64) if keys else np.empty(0, np.int64)
    owner = np.frombuffer(owners, dtype=np.uint32) if owners else np.empty(0, np.uint32)
    order = np.lexsort((owner, key))
    key, owner = key[order], owner[order].astype(np.uint64)
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.empty(0, np.int64)
    sizes = np.diff(np.r_[starts, len(key)])
    parts: list[Codes] = []
    for size in np.unique(sizes[(sizes > 1) & (sizes <= cap)]):
        first, second = np.triu_indices(int(size), 1)
        for chunk in np.array_split(
            starts[sizes == size], max(1, int((sizes == size).sum() * len(first) // 4_000_000))
        ):
            members = owner[chunk[:, None] + np.arange(int(size))]
            parts.append(np.unique((members[:, first] << np.uint64(32)) | members[:, second]))
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.uint64)


def _edges(nodes: Sequence[StoredNode], spread: Spread) -> list[Edge]:
    limits = settings()
    codes = candidate_pairs(nodes, limits.cap)
    batches = [codes[i : i + _PAIRS_A_BATCH] for i in range(0, len(codes), _PAIRS_A_BATCH)]
    found = []
    for batch, weights in zip(batches, spread(compare_batch, *_columns(nodes, batches)), strict=True):
        for code, bits in zip(batch.tolist(), weights, strict=True):
            if bits > limits.floor:
                x, y = nodes[code >> 32].id, nodes[code & 0xFFFFFFFF].id
                found.append(Edge(a=min(x, y), b=max(x, y), weight=bits))
    return found


def _columns(nodes: Sequence[StoredNode], batches: Sequence[Codes]) -> tuple[Iterator[list[bytes]], Iterator[Any]]:
    """The arguments of ``compare_batch`` for every batch, made when they are asked for."""

    def split(batch: Codes) -> tuple[list[int], list[tuple[int, int]]]:
        left, right = batch >> np.uint64(32), batch & np.uint64(0xFFFFFFFF)
        used = np.unique(np.concatenate([left, right]))
        pairs = zip(np.searchsorted(used, left).tolist(), np.searchsorted(used, right).tolist(), strict=True)
        return used.tolist(), list(pairs)

    return ([nodes[i].body for i in split(b)[0]] for b in batches), (split(b)[1] for b in batches)


def _clusters(nodes: Sequence[StoredNode], edges: Sequence[Edge], decisions: Decisions) -> list[Cluster]:
    limits = settings()
    position = {n.id: i for i, n in enumerate(nodes)}
    must, cannot = _judged(nodes, decisions)
    constraints = Constraints(must, cannot)
    weights: dict[int, dict[tuple[int, int], float]] = defaultdict(dict)
    groups = list(pieces(position, {(e.a, e.b): e.weight for e in edges}, must, limits.most))
    home = {n: i for i, group in enumerate(groups) if len(group) > 1 for n in group}
    for edge in edges:
        if edge.a in home and home[edge.a] == home.get(edge.b):
            weights[home[edge.a]][edge.a, edge.b] = edge.weight
    cache: OrderedDict[int, Account] = OrderedDict()

    def account(node: int) -> Account:
        if node not in cache:
            cache[node] = decode_body(nodes[position[node]].body).account
            if len(cache) > _CACHE:
                cache.popitem(last=False)
        return cache[node]

    found: list[Cluster] = []
    for i, group in enumerate(groups):
        found += partition(group, weights.pop(i, {}), constraints, account, limits)
    return found


def _judged(nodes: Sequence[StoredNode], decisions: Decisions) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    wanted = {c for pair in decisions.must | decisions.cannot for c in pair}
    home = {c: n.id for n in nodes for c in n.claims if c in wanted} if wanted else {}

    def pairs(of: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
        found = {(min(home[a], home[b]), max(home[a], home[b])) for a, b in of if a in home and b in home}
        return sorted(p for p in found if p[0] != p[1])

    return pairs(decisions.must), pairs(decisions.cannot)


def _incidents(
    clusters: Sequence[Cluster],
    nodes: Sequence[StoredNode],
    documents: Sequence[StoredDocument],
    covers: Sequence[Edge],
    claims: Callable[[Iterable[str]], Mapping[str, Claim]],
    decisions: Decisions,
    rule: Rule,
) -> Iterator[StoredIncident]:
    by_id = {n.id: n for n in nodes}
    stored = {d.id: d for d in documents}
    parts: dict[str, set[str]] = defaultdict(set)
    above: dict[int, list[int]] = defaultdict(list)
    for edge in covers:
        above[edge.b].append(edge.a)
    made: list[StoredIncident] = []
    home: dict[int, str] = {}
    for cluster in clusters:
        members = [_member(by_id[n], stored, claims, n in cluster.mains) for n in cluster.nodes]
        incident = build(members, rule, decisions)
        if incident is not None:
            made.append(StoredIncident(incident=incident, nodes=cluster.nodes))
            home.update(dict.fromkeys(cluster.nodes, incident.id))
    for part, wholes in above.items():
        for whole in wholes:
            if part in home and whole in home:
                parts[home[whole]].add(home[part])
    for item in made:
        sums = parts.get(item.incident.id)
        if sums:
            item = StoredIncident(incident=replace(item.incident, covers=tuple(sorted(sums))), nodes=item.nodes)
        yield item


def _member(
    node: StoredNode,
    documents: Mapping[str, StoredDocument],
    claims: Callable[[Iterable[str]], Mapping[str, Claim]],
    main: bool,
) -> Member:
    body = decode_body(node.body)
    wanted = (*node.claims, *body.others)
    held = claims(wanted)
    return Member(
        brief=decode_brief(documents[node.document]),
        claims=tuple(held[c] for c in wanted if c in held),
        main=main,
    )
