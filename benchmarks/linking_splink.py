"""Splink beside Onrecord's own scorer, on the same candidate pairs: quality and processor time.

    pip install 'splink>=5,<6'
    python benchmarks/linking_splink.py generated --claims 20000
    python benchmarks/linking_splink.py aggregation

Both sides get the same accounts and the same candidate pairs (Onrecord's blocking keys, closed blocks left out; Splink
explodes the list of keys). Splink compares what its comparisons can hold: kind, first day, last day, place, country,
coordinates, persons, dead, injured and outlet; its u comes from random pairs, its m from expectation maximisation, no labels
on either side. Pairs are scored at the threshold of each (weight above 0 against probability above one half) and at the
threshold that would have been best for each; clusters are Onrecord's average linkage against Splink's connected components.
``generated`` knows its events; ``aggregation`` are the rows of the development set, which only measures.
"""

import argparse
import collections
import itertools
import math
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

from linking import SHARED, aggregation, lines
from linking_scale import machine, stream
from onrecord.linking import MemoryStore, StoredNode, Told, link_all
from onrecord.linking.blocking import Blocks, flat
from onrecord.linking.nodes import decode_node, pair_bits, prepare
from onrecord.linking.settings import settings

Pair = tuple[int, int]


def nodes_of(told: Sequence[Told], truth: Mapping[str, str]) -> tuple[list[StoredNode], list[str]]:
    """The accounts whose event is known, and their events; ``truth`` is by claim."""
    made = [n for item in told for n in prepare(item)[1]]
    kept = [(n, {truth[c] for c in n.claims if c in truth}) for n in made]
    kept = [(n, events) for n, events in kept if len(events) == 1]
    return [n for n, _ in kept], [events.pop() for _, events in kept]


def report(name: str, bits: Mapping[Pair, float], events: Sequence[str], threshold: float) -> None:
    sizes = collections.Counter(events)
    true = sum(n * (n - 1) // 2 for n in sizes.values())

    def f1(found: Iterable[Pair]) -> tuple[float, float, float]:
        listed = list(found)
        hits = sum(events[a] == events[b] for a, b in listed)
        p, r = hits / max(1, len(listed)), hits / max(1, true)
        return p, r, 2 * p * r / max(1e-9, p + r)

    ordered = sorted(bits, key=lambda pair: -bits[pair])
    best, hits = (0.0, 0.0), 0
    for n, (a, b) in enumerate(ordered, 1):
        hits += events[a] == events[b]
        best = max(best, (2 * hits / (n + true), bits[a, b]))
    p, r, f = f1(pair for pair, w in bits.items() if w > threshold)
    print(f"{name}: pairs P {p:.3f} R {r:.3f} F1 {f:.3f}; at its best threshold ({best[1]:.1f} bits) F1 {best[0]:.3f}")


def b_cubed(name: str, home: Sequence[Any], events: Sequence[str]) -> None:
    both = collections.Counter(zip(home, events, strict=True))
    mine, true = collections.Counter(home), collections.Counter(events)
    p = sum(n * n / mine[h] for (h, _), n in both.items()) / len(events)
    r = sum(n * n / true[e] for (_, e), n in both.items()) / len(events)
    print(f"{name}: B-cubed P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}")


def ours(told: Sequence[Told], nodes: Sequence[StoredNode], events: Sequence[str]) -> Sequence[tuple[int, int]]:
    begin = time.process_time()
    blocks = Blocks(*flat(n.keys for n in nodes), settings().cap)
    met = [(left.tolist(), right.tolist()) for left, right in blocks.pairs(8_000)]
    pairs = [pair for left, right in met for pair in zip(left, right, strict=True)]
    accounts = [decode_node(n).account for n in nodes]
    weights = {(a, b): pair_bits(accounts[a], accounts[b]) for a, b in pairs}
    scored = time.process_time() - begin
    report("onrecord", {p: -math.inf if w is None else w for p, w in weights.items()}, events, 0.0)
    store = MemoryStore()
    for item in told:
        store.remember(item.claims)
    begin = time.process_time()
    link_all([told], store)
    whole = time.process_time() - begin
    place = {n.id: i for i, n in enumerate(nodes)}
    home: list[Any] = list(range(-1, -len(nodes) - 1, -1))
    for number, stored in enumerate(store.all_incidents()):
        for node in stored.nodes:
            if node in place:
                home[place[node]] = number
    b_cubed("onrecord", home, events)
    print(
        f"onrecord: {scored:.1f} s to block and score {len(pairs):,} pairs; {whole:.1f} s for everything from the claims on"
    )
    return pairs


def table_of(nodes: Sequence[StoredNode], pairs: Sequence[Pair]) -> Any:
    import pyarrow as pa

    held = collections.Counter(key for n in nodes for key in n.keys)
    cap = settings().cap
    rows = []
    for i, node in enumerate(nodes):
        account = decode_node(node).account
        site = max(account.sites, key=lambda s: s.level, default=None)
        rows.append(
            {
                "unique_id": i,
                "keys": [k for k in node.keys if 1 < held[k] <= cap],
                "kind": account.types[0],
                "first": account.first or None,
                "last": account.last or None,
                "place": site.name if site else None,
                "country": site.country if site else None,
                "lat": site.lat if site else None,
                "lon": site.lon if site else None,
                "people": sorted(account.persons | account.bodies) or None,
                "killed": account.tolls.get("killed", (None,))[0],
                "injured": account.tolls.get("injured", (None,))[0],
                "outlet": account.publisher or None,
                "aggregate": account.aggregate,
            }
        )
    return pa.Table.from_pylist(rows)


def theirs(nodes: Sequence[StoredNode], events: Sequence[str], pairs: Sequence[Pair]) -> None:
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    table = table_of(nodes, pairs)
    begin = time.process_time()

    def levels(name: str, *conditions: str) -> Any:
        null = f"{name}_l is null or {name}_r is null"
        made = [{"sql_condition": null, "label_for_charts": "unknown", "is_null_level": True}]
        made += [{"sql_condition": c, "label_for_charts": c} for c in conditions]
        return {
            "output_column_name": name,
            "comparison_levels": [*made, {"sql_condition": "ELSE", "label_for_charts": "others"}],
        }

    near = "sqrt(pow(lat_l-lat_r,2)+pow((lon_l-lon_r)*cos(radians(lat_l)),2))*111"
    made = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        comparisons=[
            cl.ExactMatch("kind"),
            levels("first", "first_l = first_r and last_l = last_r", "first_l = first_r or last_l = last_r",
                   "first_l <= last_r and first_r <= last_l", "abs(first_l - first_r) <= 1"),
            levels("place", "place_l = place_r and country_l = country_r"),
            levels("lat", f"{near} < 2", f"{near} < 15", f"{near} < 60"),
            levels("people", "people_l = people_r", "len(list_intersect(people_l, people_r)) > 0"),
            levels("killed", "killed_l = killed_r and killed_l > 0", "killed_l = killed_r",
                   "least(killed_l, killed_r) > 0 and greatest(killed_l, killed_r) <= 2 * least(killed_l, killed_r)"),
            levels("injured", "injured_l = injured_r and injured_l > 0", "injured_l = injured_r"),
            cl.ExactMatch("outlet"),
        ],
        retain_intermediate_calculation_columns=False,
    )  # fmt: skip
    api = DuckDBAPI()
    linker = Linker(api.register(table), made, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        ["l.place = r.place and l.first = r.first and l.last = r.last and l.kind = r.kind"], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=7)
    for rule in (block_on("first", "place"), block_on("kind", "killed", "place"), block_on("first", "kind", "killed")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict()
    rows = predicted.as_record_list()
    spent = time.process_time() - begin
    bits = {
        (min(r["unique_id_l"], r["unique_id_r"]), max(r["unique_id_l"], r["unique_id_r"])): r["match_weight"]
        for r in rows
    }
    report("splink", bits, events, 0.0)
    begin = time.process_time()
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=0.5)
    home: list[Any] = list(range(-1, -len(nodes) - 1, -1))
    for row in clusters.as_record_list():
        home[row["unique_id"]] = row["cluster_id"]
    b_cubed("splink", home, events)
    print(
        f"splink: {spent:.1f} s to train and score {len(bits):,} pairs (of {len(pairs):,}), "
        f"{time.process_time() - begin:.1f} s to cluster"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["generated", "aggregation"])
    parser.add_argument("--claims", type=int, default=20_000)
    options = parser.parse_args()
    print(machine())
    if options.what == "generated":
        told = list(itertools.takewhile(lambda _: True, stream(options.claims, 40.0)))
        truth = {
            claim.id: event
            for item in told
            for claim, event in zip(item.claims, (item.document.url or "").rpartition("/")[2].split("-"), strict=False)
        }
    else:
        folder = SHARED / "data" / "aggregation"
        told = aggregation(folder)
        gold = {str(r["report"]): str(r["event"]) for r in lines(folder / "gold.jsonl")}
        truth = {c.id: gold[c.document] for item in told for c in item.claims if c.document in gold}
    nodes, events = nodes_of(told, truth)
    print(f"{len(nodes):,} accounts of {len(set(events)):,} events")
    theirs(nodes, events, ours(told, nodes, events))
    return 0


if __name__ == "__main__":
    sys.exit(main())
