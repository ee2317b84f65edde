"""Estimate the Fellegi-Sunter weights of ``linking_weights.toml`` from labelled pairs.

    python training/linking/estimate.py LEDGER_DIR > src/onrecord/vocab/data/linking_weights.toml

m and u of every level are shares among matching and other pairs; where few pairs show a level its weight stays near the
prior of ``prior.toml``, and ordered levels are made monotone (pool adjacent violators). Settings and the weights of rows
come from ``settings.toml``.
"""

import json
import math
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import msgspec

from onrecord.linking.compare import comparable, levels
from onrecord.linking.features import account_of
from onrecord.linking.within import nearness, speakers
from onrecord.model import Claim, Document


def bins(*edges: float) -> list[str]:
    return [f"<{edges[0]}", *(f">={e}" for e in edges)]


ORDERED = {
    "words": bins(0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7),
    "mention": bins(0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7),
    "story": bins(0.02, 0.05, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.55, 0.75),
    "date": ["apart", "10 days", "3 days", "1 day", "same"],
    "type": ["family", "generic", "kin", "shared", "same"],
}  # fmt: skip
NEUTRAL = {"unknown"}
LIMIT = 9.0
Bits = dict[str, float]


def read(folder: Path) -> tuple[dict[str, Document], dict[str, Claim], list[dict[str, object]]]:
    docs = [msgspec.convert(json.loads(line), Document) for line in (folder / "docs.jsonl").open(encoding="utf-8")]
    claims = {}
    for line in (folder / "claims.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        for extra in ("required", "also"):
            record.pop(extra, None)
        record.setdefault("read_by", {"reader": "gold", "version": "1", "vocabulary": ""})
        claim = msgspec.convert(record, Claim)
        claims[claim.id] = claim
    incidents = [json.loads(line) for line in (folder / "incidents.jsonl").open(encoding="utf-8")]
    return {d.id: d for d in docs}, claims, incidents


def bits(match: Counter[str], other: Counter[str], feature: str, prior: dict[str, float], strength: float) -> Bits:
    """log2(m/u) of every level of one comparison, drawn towards the prior where few pairs show the level.

    A ratio is as sure as the rarer of its two counts, so the estimate counts ``2 m u / (m + u)`` pairs and the prior
    ``strength``.
    """
    names = sorted(set(match) | set(other) | set(prior))
    total_m, total_u = sum(match.values()), sum(other.values())
    rows = {}
    for n in names:
        m, u = (match[n] + 0.5) / (total_m + 1), (other[n] + 0.5) / (total_u + 1)
        sure = 2 * match[n] * other[n] / max(1, match[n] + other[n])
        found = (sure * math.log2(m / u) + strength * prior.get(n, 0.0)) / (sure + strength)
        rows[n] = (found, match[n] + other[n] + 1)
    order = [n for n in ORDERED.get(feature, []) if n in rows]
    if order:
        rows |= monotone(order, rows)
    return {n: round(max(-LIMIT, min(LIMIT, w)), 2) for n, (w, _) in rows.items()}


def monotone(order: list[str], rows: dict[str, tuple[float, int]]) -> dict[str, tuple[float, int]]:
    blocks = [([n], rows[n][0], rows[n][1]) for n in order]
    i = 0
    while i + 1 < len(blocks):
        (a, x, n), (b, y, k) = blocks[i], blocks[i + 1]
        if x > y:
            blocks[i : i + 2] = [(a + b, (x * n + y * k) / (n + k), n + k)]
            i = max(i - 1, 0)
        else:
            i += 1
    return {name: (w, n) for names, w, n in blocks for name in names}


def main() -> None:
    folder, here = Path(sys.argv[1]), Path(__file__).parent
    settings = (here / "settings.toml").read_text("utf-8")
    prior = msgspec.toml.decode((here / "prior.toml").read_bytes())
    strength = prior.pop("strength")
    docs, claims, incidents = read(folder)
    home = {c: i["id"] for i in incidents for c in i["claims"]}  # type: ignore[attr-defined]
    by_document: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for c, incident in home.items():
        by_document[claims[c].document][str(incident)].append(claims[c])
    main_of = {d["id"]: i["id"] for i in incidents for d in i["documents"] if d.get("main")}  # type: ignore[attr-defined]
    table: dict[str, dict[str, tuple[Counter[str], Counter[str]]]] = {"across": {}, "within": {}}

    def note(part: str, found: dict[str, str], same: bool) -> None:
        for feature, level in found.items():
            pair = table[part].setdefault(feature, (Counter(), Counter()))
            pair[0 if same else 1][level] += 1

    accounts = [
        (incident, account_of(docs[d], told, main=main_of.get(d) == incident))
        for d, groups in sorted(by_document.items())
        for incident, told in sorted(groups.items())
    ]
    for (p, a), (q, b) in combinations(accounts, 2):
        if a.document != b.document and comparable(a, b):
            note("across", levels(a, b), p == q)
    for d, groups in sorted(by_document.items()):
        flat = [(i, c, account_of(docs[d], [c], main=False)) for i, told in sorted(groups.items()) for c in told]
        for (p, c, a), (q, e, b) in combinations(flat, 2):
            if comparable(a, b):
                found = levels(a, b) | {"order": nearness(docs[d], c, e), "speaker": speakers(c, e)}
                note("within", found, p == q)
    print("# Made by training/linking/estimate.py: labelled pairs of the ledger development set, settings by hand.\n")
    print(settings.strip())
    for part, features in table.items():
        for feature, (match, other) in sorted(features.items()):
            print(f"\n# {sum(match.values())} matching and {sum(other.values())} other pairs\n[{part}.{feature}]")
            found = bits(match, other, feature, prior[part].get(feature, {}), strength)
            for level, w in sorted(found.items()):
                print(f'"{level}" = {0.0 if level in NEUTRAL else w}')


if __name__ == "__main__":
    main()
