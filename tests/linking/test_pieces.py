"""Pieces of components: the same whether found by walking from each new account or cut from the whole graph."""

import random

import numpy as np
import pytest

from onrecord.linking import Edge
from onrecord.linking.pieces import LEVELS, Walk, piece_of, pieces


def whole(nodes: list[int], edges: dict[tuple[int, int], float], most: int) -> set[frozenset[int]]:
    return {frozenset(p) for p in pieces(nodes, edges, [], most)}


@pytest.mark.parametrize("seed", range(30))
def test_walking_from_each_new_account_gives_the_pieces_of_the_whole_graph(seed: int) -> None:
    rng = random.Random(seed)
    most = rng.choice([2, 4, 7])
    nodes: list[int] = []
    edges: dict[tuple[int, int], float] = {}
    home: dict[int, frozenset[int]] = {}
    for node in rng.sample(range(1000), 60):
        near = rng.sample(nodes, min(len(nodes), rng.choice([0, 1, 1, 2, 3])))
        for other in near:
            edges[min(node, other), max(node, other)] = rng.uniform(0.1, 16)
        nodes.append(node)

        def at(wanted: object) -> list[Edge]:
            inside = set(wanted)  # type: ignore[call-overload]
            return [Edge(a=a, b=b, weight=w) for (a, b), w in edges.items() if a in inside or b in inside]

        for piece in Walk(at, [], [node], most).pieces({node, *near}):
            home.update(dict.fromkeys(piece, frozenset(piece)))
        assert set(home.values()) == whole(nodes, edges, most)


def test_a_chain_is_cut_where_it_is_weakest_and_a_must_link_holds_at_every_level() -> None:
    edges = {(1, 2): 5.0, (2, 3): 1.0, (3, 4): 5.0}
    assert whole([1, 2, 3, 4], edges, 4) == {frozenset({1, 2, 3, 4})}
    assert whole([1, 2, 3, 4], edges, 3) == {frozenset({1, 2}), frozenset({3, 4})}
    held = {frozenset(p) for p in pieces([1, 2, 3, 4], edges, [(2, 3)], 3)}
    assert held == {frozenset({1}), frozenset({2, 3}), frozenset({4})}


def test_at_the_last_level_a_piece_may_be_of_any_size() -> None:
    strong = {(i, i + 1): LEVELS[-1] + 1 for i in range(10)}
    assert whole(list(range(11)), strong, 3) == {frozenset(range(11))}


@pytest.mark.parametrize("seed", range(30))
def test_pieces_over_arrays_are_the_pieces(seed: int) -> None:
    rng = random.Random(seed)
    most, count = rng.choice([1, 3, 8]), 80
    edges = {
        (a, b): rng.uniform(0.1, 16)
        for a, b in (sorted(rng.sample(range(count), 2)) for _ in range(rng.choice([0, 30, 90, 200])))
    }
    must = [tuple(sorted(rng.sample(range(count), 2))) for _ in range(rng.choice([0, 2]))]
    left, right = (np.array([p[i] for p in edges], dtype=np.int64) for i in (0, 1))
    found = piece_of(
        count, left, right, np.array(list(edges.values())), np.array(must, dtype=np.int64).reshape(-1, 2), most
    )
    groups: dict[int, set[int]] = {}
    for node, piece in enumerate(found.tolist()):
        groups.setdefault(piece, set()).add(node)
    assert {frozenset(g) for g in groups.values()} == {frozenset(p) for p in pieces(range(count), edges, must, most)}
