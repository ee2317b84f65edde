"""Keys and nodes in rows of some hundred pairs: whatever is put and dropped, what is under a key is what was put there."""

import random
from collections import defaultdict
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ledger import open_ledger
from onrecord.ledger.blocks import FIRST, Blocks, pack_pairs, unpack_pairs

_KEYS = st.integers(-(2**31), 2**31 - 1)
_NODES = st.integers(1, 2**31 - 1)


@settings(max_examples=200, deadline=None)
@given(st.sets(st.tuples(_KEYS, _NODES), max_size=60))
def test_a_row_comes_back(pairs: set[tuple[int, int]]) -> None:
    held = sorted(pairs)
    first = held[0][0] if held else 5
    assert unpack_pairs(first, pack_pairs(first, held)) == held


def test_what_is_under_a_key_is_what_was_put_there(where: str) -> None:
    rng = random.Random(11)
    keys = [rng.randrange(-(2**31), 2**31) for _ in range(400)] + [-(2**31), 2**31 - 1]
    # one that a great many nodes share, and the keys beside it
    crowded = keys[7]
    keys += [crowded - 1, crowded + 1]
    held: dict[int, set[int]] = defaultdict(set)
    with open_ledger(where, create=True) as ledger:
        for turn in range(30):
            with ledger.writing() as connection:
                blocks = Blocks(connection)
                number = rng.choice((1, 20, 500))
                fresh = {(rng.choice(keys), rng.randrange(1, 3_000)) for _ in range(number)}
                fresh |= {(crowded, turn * 40 + n) for n in range(1, 40)}
                if turn % 2:
                    # as linking does: asked before anything is put, with other keys between
                    asked = blocks.nodes({k for k, _ in fresh} | {rng.choice(keys)}, 10**6)
                    assert asked.items() <= {k: tuple(sorted(ns)) for k, ns in held.items() if ns}.items()
                blocks.put(fresh)
                for key, node in fresh:
                    held[key].add(node)
                # some that are there, some that are not; now and then a whole range
                away = set(rng.sample(sorted((k, n) for k, ns in held.items() for n in ns), 25)) | {(crowded, 9_999)}
                if turn % 5 == 4:
                    away |= {(k, n) for k, ns in held.items() if k < 0 for n in ns}
                blocks.drop(away)
                for key, node in away:
                    held[key].discard(node)
            with ledger.writing() as connection:
                blocks = Blocks(connection)
                wanted = {k: tuple(sorted(ns)) for k, ns in held.items() if ns}
                assert blocks.nodes([*keys, 12345], 10**6) == wanted
                for most in (7, 200):
                    few = blocks.nodes([crowded], most)[crowded]
                    assert len(few) == min(most, len(wanted[crowded]))
                    assert set(few) <= set(wanted[crowded])
                rows = list(blocks.rows())
                assert sorted(p for k, _, body in rows for p in unpack_pairs(k, body)) == sorted(
                    (k, n) for k, ns in held.items() for n in ns
                )
                assert rows[0][:2] == FIRST
                assert all((k, n) == unpack_pairs(k, body)[0] for k, n, body in rows[1:])


def test_pairs_written_at_once_are_those_put_one_by_one(where: str) -> None:
    rng = random.Random(5)
    keys = [-(2**31), 2**31 - 1, *(rng.randrange(-(2**31), 2**31) for _ in range(60))]
    pairs = [(rng.choice(keys), rng.randrange(1, 2**31)) for _ in range(3_000)]
    # what many nodes share fills several rows, and what is told twice stands once
    pairs += [(keys[5], n) for n in range(1, 900)] + pairs[:50]
    held: dict[int, set[int]] = defaultdict(set)
    with open_ledger(where, create=True) as ledger, ledger.writing() as connection:
        blocks = Blocks(connection)
        blocks.gather()
        for start in range(0, len(pairs), 700):
            blocks.put(pairs[start : start + 700])
        blocks.fill()
        # it goes on as ever
        blocks.put([(keys[5], 7_000_000), (keys[3], 9)])
        for key, node in [*pairs, (keys[5], 7_000_000), (keys[3], 9)]:
            held[key].add(node)
        assert Blocks(connection).nodes(keys, 10**6) == {k: tuple(sorted(n)) for k, n in held.items()}
        told = [pair for key, _, body in blocks.rows() for pair in unpack_pairs(key, body)]
        assert told == sorted((k, n) for k, nodes in held.items() for n in nodes)


def test_a_table_that_holds_pairs_is_added_to(where: str) -> None:
    with open_ledger(where, create=True) as ledger, ledger.writing() as connection:
        blocks = Blocks(connection)
        blocks.put([(4, 1)])
        blocks.gather()
        blocks.put([(4, 2), (9, 3)])
        assert blocks.nodes([4, 9], 10) == {4: (1, 2), 9: (3,)}
        blocks.fill()
        assert blocks.nodes([4, 9], 10) == {4: (1, 2), 9: (3,)}


def test_a_bulk_of_writing_takes_more_memory_and_gives_it_back(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        with ledger.writing(bulk=True) as connection:
            much = connection.exec_driver_sql("pragma cache_size").scalar_one()
        with ledger.writing() as connection:
            usual = connection.exec_driver_sql("pragma cache_size").scalar_one()
    assert usual == -65_536
    assert much <= usual
