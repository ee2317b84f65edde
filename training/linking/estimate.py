"""Estimate the Fellegi-Sunter weights of ``linking_weights.toml`` from labelled pairs.

    python training/linking/estimate.py LEDGER_DIR > src/onrecord/vocab/data/linking_weights.toml

Two kinds of labelled pairs count alike: of the annotators' claims, and of the same documents as the reader reads them, so
that the weights know what reading gets wrong (a wrong day, a town that is not the site) and what it leaves undone.
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
from onrecord.reading import Reader


def bins(*edges: float) -> list[str]:
    return [f"<{edges[0]}", *(f">={e}" for e in edges)]


ORDERED = {
    "words": bins(0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7),
    "mention": bins(0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7),
    "story": bins(0.02, 0.05, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2, 0.25, 0.3, 0.4, 0.6),
    "note": bins(0.02, 0.05, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2, 0.25, 0.3, 0.4, 0.6),
    "date": ["apart", "10 days", "3 days", "1 day", "same"],
    "type": ["family", "generic", "kin", "shared", "same", "same, civic"],
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


def as_read(docs: dict[str, Document], claims: dict[str, Claim], home: dict[str, str]) -> dict[str, tuple[Claim, str]]:
    """The reader's claims of the documents, each with the labelled incident whose claim it mostly stands on."""
    labelled: dict[str, list[Claim]] = defaultdict(list)
    for c in home:
        labelled[claims[c].document].append(claims[c])
    reader, found = Reader(), {}
    for document in docs.values():
        for claim in reader.read(document).claims:
            if claim.kind != "incident":
                continue
            near = [
                (_shared(claim, g), g.type == claim.type, g.id) for g in labelled[document.id] if g.link == claim.link
            ]
            best = max(near, default=(0.0, False, ""))
            if best[0] >= 0.5:
                found[claim.id] = claim, home[best[2]]
    return found


def _shared(a: Claim, b: Claim) -> float:
    """The best overlap of two spans of evidence, of the longer one."""
    return max(
        max(0, min(x.end, y.end) - max(x.start, y.start)) / max(x.end - x.start, y.end - y.start)
        for x in a.evidence
        for y in b.evidence
    )


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


Table = dict[str, dict[str, tuple[Counter[str], Counter[str]]]]


def count(
    table: Table, docs: dict[str, Document], labelled: dict[str, tuple[Claim, str]], main_of: dict[str, str]
) -> None:
    """Add the levels of all pairs of accounts across documents, and of all pairs of claims within one, to ``table``."""
    by_document: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim, incident in labelled.values():
        by_document[claim.document][incident].append(claim)

    def note(part: str, found: dict[str, str], same: bool) -> None:
        for feature, level in found.items():
            pair = table[part].setdefault(feature, (Counter(), Counter()))
            pair[0 if same else 1][level] += 1

    accounts = []
    for d, groups in sorted(by_document.items()):
        for incident, told in sorted(groups.items()):
            main = main_of.get(d) == incident
            rest = [c for i, held in sorted(groups.items()) for c in held if i != incident and c.link == "single"]
            accounts.append((incident, account_of(docs[d], told, main, rest)))
    for (p, a), (q, b) in combinations(accounts, 2):
        if a.document != b.document and comparable(a, b):
            note("across", levels(a, b), p == q)
    for d, groups in sorted(by_document.items()):
        flat = [(i, c, account_of(docs[d], [c], main=False)) for i, told in sorted(groups.items()) for c in told]
        for (p, c, a), (q, e, b) in combinations(flat, 2):
            if comparable(a, b):
                found = levels(a, b) | {"order": nearness(docs[d], c, e), "speaker": speakers(c, e)}
                note("within", found, p == q)


def main() -> None:
    folder, here = Path(sys.argv[1]), Path(__file__).parent
    settings = (here / "settings.toml").read_text("utf-8")
    prior = msgspec.toml.decode((here / "prior.toml").read_bytes())
    strength = prior.pop("strength")
    docs, claims, incidents = read(folder)
    home = {c: i["id"] for i in incidents for c in i["claims"]}  # type: ignore[attr-defined]
    main_of = {d["id"]: i["id"] for i in incidents for d in i["documents"] if d.get("main")}  # type: ignore[attr-defined]
    table: Table = {"across": {}, "within": {}}
    count(table, docs, {c: (claims[c], str(home[c])) for c in home}, main_of)
    count(table, docs, as_read(docs, claims, home), main_of)
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
