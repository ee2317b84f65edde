#!/usr/bin/env python3
"""Verify a bundle exported from an Onrecord ledger. Needs Python 3.8 or later and nothing else.

    python3 verify_bundle.py [FOLDER] [--head HASH] [--key PUBLIC_KEY]

It checks that every file is the one named in manifest.json; that the rows of each batch give its Merkle root; that each
batch follows from the one before it, and its signature where there is one; that each document has the text that its row
was hashed with; that each claim's id is the hash of what it says and that its words stand in its document; and that each
figure of an incident rests on claims of this bundle. --head and --key are what you were told by another way: the hash of
a batch, and the public key that must have signed. Exit code 0: everything fits; 1: the first misfits are named.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from typing import Any, Iterator

GENESIS = "0" * 64
SHOWN = 20


def netstrings(table: str, values: list[Any]) -> bytes:
    parts = [table.encode()]
    for value in values:
        if value is None:
            parts.append(b"-")
        elif isinstance(value, dict):
            parts.append(b"b" + value["sha256"].encode())
        elif isinstance(value, str):
            parts.append(b"s" + value.encode("utf-8"))
        else:
            parts.append(b"i%d" % value)
    return b"".join(b"%d:%s," % (len(p), p) for p in parts)


def leaf(table: str, values: list[Any]) -> bytes:
    return hashlib.sha256(b"\0" + netstrings(table, values)).digest()


def root(leaves: list[bytes]) -> str:
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    while len(leaves) > 1:
        pairs = [hashlib.sha256(b"\1" + leaves[i] + leaves[i + 1]).digest() for i in range(0, len(leaves) - 1, 2)]
        leaves = pairs + leaves[-1:] if len(leaves) % 2 else pairs
    return leaves[0].hex()


# Ed25519 as in RFC 8032, section 5.1; slow and plain, for verification alone
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point_add(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    w, x = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    y, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = x - w, z - y, z + y, x + w
    return (e * f, g * h, f * g, e * h)


def point_mul(n: int, a: tuple[int, ...]) -> tuple[int, ...]:
    result: tuple[int, ...] = (0, 1, 1, 0)
    while n > 0:
        if n & 1:
            result = point_add(result, a)
        a = point_add(a, a)
        n >>= 1
    return result


def point_load(data: bytes) -> tuple[int, ...]:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        raise ValueError("no point")
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P)
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - xx) % P or (x == 0 and sign):
        raise ValueError("no point")
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def signature_holds(public: str, message: str, signature: str) -> bool:
    try:
        key, signed, mark = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
        if len(key) != 32 or len(mark) != 64 or mark.hex() != signature:
            return False
        a, r = point_load(key), point_load(mark[:32])
    except ValueError:
        return False
    s = int.from_bytes(mark[32:], "little")
    if s >= Q:
        return False
    base = point_load(bytes([0x58]) + bytes([0x66]) * 31)
    h = int.from_bytes(hashlib.sha512(mark[:32] + key + signed).digest(), "little") % Q
    left, right = point_mul(s, base), point_add(r, point_mul(h, a))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


class Bundle:
    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.faults: list[str] = []
        self.notes: list[str] = []
        self.rows: dict[str, dict[int, dict[str, Any]]] = {}
        self.withheld: dict[str, int] = {}

    def fault(self, text: str) -> None:
        self.faults.append(text)

    def path(self, name: str) -> str:
        return os.path.join(self.folder, *name.split("/"))

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """The records of a file, each id once."""
        seen: set[str] = set()
        if not os.path.exists(self.path(name)):
            return
        with open(self.path(name), encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, 1):
                try:
                    record = json.loads(line)
                except ValueError:
                    self.fault("%s line %d is no JSON" % (name, number))
                    continue
                if record.get("id") in seen:
                    self.fault("%s line %d: %s stands here twice" % (name, number, record["id"]))
                seen |= {record["id"]} if "id" in record else set()
                yield record

    def check_files(self) -> dict[str, Any]:
        try:
            with open(self.path("manifest.json"), "rb") as file:
                body = file.read()
            with open(self.path("manifest.sha256"), "rb") as file:
                told = file.read()
            manifest: dict[str, Any] = json.loads(body.decode("utf-8"))
        except (OSError, ValueError) as error:
            self.fault("manifest.json or manifest.sha256 cannot be read: %s" % error)
            return {}
        if told != ("%s  manifest.json\n" % hashlib.sha256(body).hexdigest()).encode():
            self.fault("manifest.json is not the file that was exported")
        for name, wanted in sorted(manifest.get("files", {}).items()):
            try:
                with open(self.path(name), "rb") as file:
                    digest = hashlib.sha256()
                    for part in iter(lambda: file.read(1 << 20), b""):
                        digest.update(part)
            except OSError:
                self.fault("%s is missing" % name)
                continue
            if digest.hexdigest() != wanted:
                self.fault("%s is not the file that was exported" % name)
        return manifest

    def check_chain(self, manifest: dict[str, Any], head: str | None, key: str | None) -> None:  # noqa: C901
        leaves: dict[int, list[bytes]] = {}
        for table in manifest.get("tables", []):
            for row in self.lines("rows/%s.jsonl" % table):
                if "columns" in row:
                    made = leaf(table, row["columns"])
                    if made.hex() != row["leaf"]:
                        self.fault("%s row %s does not give its hash" % (table, row["columns"][0]))
                    names = manifest["columns"][table]
                    self.rows.setdefault(table, {})[row["columns"][0]] = dict(zip(names, row["columns"]))  # noqa: B905 - Python 3.8 has no strict
                    batch = row["columns"][1]
                else:
                    made, batch = bytes.fromhex(row["leaf"]), row["batch"]
                    self.withheld[table] = self.withheld.get(table, 0) + 1
                leaves.setdefault(batch, []).append(made)
        before, number = GENESIS, 0
        hashes: set[str] = set()
        for batch in self.lines("batches.jsonl"):
            number += 1
            name = "batch %s" % batch["seq"]
            if batch["seq"] != number:
                self.fault("%s stands where batch %d should" % (name, number))
            if batch["previous"] != before:
                self.fault("%s does not follow from the batch before it" % name)
            values = [batch.get(k) for k in ("seq", "appended", "rows", "root", "previous", "public_key")]
            if hashlib.sha256(netstrings("batches", values)).hexdigest() != batch["hash"]:
                self.fault("%s does not give its hash" % name)
            mine = leaves.pop(batch["seq"], [])
            if len(mine) != batch["rows"]:
                self.fault("%s should hold %d rows and holds %d" % (name, batch["rows"], len(mine)))
            elif root(mine) != batch["root"]:
                self.fault("%s: its rows do not give its root" % name)
            public, signature = batch.get("public_key"), batch.get("signature")
            if key and public != key:
                self.fault("%s is not signed by the key you named" % name)
            elif (public or signature) and not signature_holds(public or "", batch["hash"], signature or ""):
                self.fault("%s: its signature does not hold" % name)
            before = batch["hash"]
            hashes.add(before)
        for seq in leaves:
            self.fault("rows of batch %s, which is not in the chain" % seq)
        if manifest.get("head") and manifest["head"] != before:
            self.fault("the chain ends at %s, the manifest says %s" % (before, manifest["head"]))
        if head and head not in hashes:
            self.fault("no batch has the hash you named")
        self.notes.append("%d batches, head %s" % (number, before))
        if self.withheld:
            self.notes.append("%d rows are given by their hash alone (redacted)" % sum(self.withheld.values()))

    def check_number(self, table: str, records: dict[str, bool]) -> None:
        """Each row of the chain has its record, and none is called redacted whose row is given in full."""
        rows = {r["id"] for r in self.rows.get(table, {}).values()}
        for name in sorted(rows - set(records)):
            self.fault("%s %s has a row in the chain and is not here" % (table, name))
        if len(records) != len(rows) + self.withheld.get(table, 0):
            self.fault("%s: %d in the chain, %d here" % (table, len(rows) + self.withheld.get(table, 0), len(records)))
        for name in sorted(n for n, redacted in records.items() if redacted and n in rows and table != "claims"):
            self.fault("%s %s is called redacted, and its row is not" % (table, name))

    def check_records(self, masked_bundle: bool) -> None:  # noqa: C901
        rows = {r["id"]: r for r in self.rows.get("documents", {}).values()}
        texts: dict[str, str] = {}
        masked: dict[str, dict[str, bool]] = {"documents": {}, "claims": {}, "judgements": {}}
        for document in self.lines("documents.jsonl"):
            texts[document["id"]] = document["text"]
            row = rows.get(document["id"])
            masked["documents"][document["id"]] = document.pop("redacted", False)
            if masked["documents"][document["id"]]:
                continue
            if row is None:
                self.fault("document %s has no row in the chain" % document["id"])
                continue
            raw = document["text"].encode("utf-8", "surrogatepass")
            if hashlib.sha256(raw).hexdigest() != row["text_sha256"]:
                self.fault("document %s does not have the text that was appended" % document["id"])
            for name in ("title", "publisher", "published", "url", "language", "retrieved", "kind"):
                if document.get(name) != row[name]:
                    self.fault("document %s: its %s is not what was appended" % (document["id"], name))
        claims = masked["claims"] = self.check_claims(texts, {r["id"] for r in self.rows.get("claims", {}).values()})
        for incident in self.lines("incidents.jsonl"):
            for toll in incident.get("tolls", []):
                if not toll.get("from"):
                    self.fault("incident %s: %s rests on no claim" % (incident["id"], toll["effect"]))
            for claim in incident["claims"] + [c for x in incident.get("tolls", []) for c in x.get("from", [])]:
                if claim not in claims:
                    self.fault("incident %s rests on claim %s, which is not here" % (incident["id"], claim))
        kept = {r["id"]: r for r in self.rows.get("judgements", {}).values()}
        for judgement in self.lines("judgements.jsonl"):
            row = kept.get(judgement["id"])
            masked["judgements"][judgement["id"]] = judgement.get("redacted", False)
            if judgement.get("redacted"):
                continue
            if row is None:
                self.fault("judgement %s has no row in the chain" % judgement["id"])
            elif [
                judgement["verdict"],
                judgement["by"],
                judgement["at"],
                judgement.get("why", ""),
                judgement["subjects"],
                judgement.get("detail", {}),
            ] != [
                row["verdict"],
                row["by"],
                row["at"],
                row["why"],
                json.loads(row["subjects"]),
                json.loads(row["detail"]),
            ]:
                self.fault("judgement %s is not what was appended" % judgement["id"])
        for table, records in masked.items():
            self.check_number(table, records)
            if any(records.values()) and not masked_bundle:
                self.fault("%s: some are called redacted in a bundle that is not" % table)
        counts = tuple(x for n in ("documents", "claims") for x in (len(masked[n]), sum(masked[n].values())))
        self.notes.append("%d documents (%d redacted), %d claims (%d redacted)" % counts)

    def check_claims(self, texts: dict[str, str], appended: set[str]) -> dict[str, bool]:
        """The claims that are here, and whether each is redacted."""
        seen: dict[str, bool] = {}
        for claim in self.lines("claims.jsonl"):
            name = claim.pop("id")
            seen[name] = claim.pop("redacted", False)
            text = texts.get(claim["document"])
            if name not in appended:
                self.fault("claim %s has no row in the chain" % name)
            if text is None:
                self.fault("claim %s stands on document %s, which is not here" % (name, claim["document"]))
                continue
            spans = claim["evidence"] + [claim[k] for k in ("by", "to", "action") if k in claim]
            spans += [x for k in ("said_by", "where", "actors", "tolls") for x in claim.get(k, [])]
            if any(text[s["start"] : s["end"]] != s["exact"] for s in spans):
                self.fault("claim %s: its words do not stand in its document" % name)
            if seen[name]:
                continue
            claim.pop("read_by", None)
            body = json.dumps(claim, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            if hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16] != name:
                self.fault("claim %s does not say what its id was made of" % name)
        return seen


def main(arguments: list[str]) -> int:
    folder = os.path.dirname(os.path.abspath(__file__))
    head: str | None = None
    key: str | None = None
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word in ("--head", "--key") and rest:
            head, key = (rest.pop(0), key) if word == "--head" else (head, rest.pop(0))
        elif word.startswith("-"):
            sys.stderr.write(__doc__)
            return 2
        else:
            folder = word
    bundle = Bundle(folder)
    manifest = bundle.check_files()
    if manifest:
        try:
            bundle.check_chain(manifest, head, key)
            bundle.check_records(bool(manifest.get("redacted")))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            bundle.fault("something is not of the form of a bundle: %s %s" % (type(error).__name__, error))
    for note in bundle.notes:
        sys.stdout.write(note + "\n")
    for text in bundle.faults[:SHOWN]:
        sys.stdout.write("DOES NOT FIT: %s\n" % text)
    sys.stdout.write("everything fits\n" if not bundle.faults else "%d misfits\n" % len(bundle.faults))
    return 1 if bundle.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
