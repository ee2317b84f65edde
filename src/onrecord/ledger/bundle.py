"""A bundle: a folder that a third party verifies with the script in it, without this program."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from onrecord.ledger.hashing import leaf_of
from onrecord.ledger.look import bytes_of_captures, claims_in_order, judgements_until
from onrecord.ledger.reader import Reader
from onrecord.ledger.schema import APPEND_ONLY, FORMAT, t
from onrecord.ledger.values import Filter, Request
from onrecord.model import Claim, Document, Judgement, LedgerError, LedgerForeign, LedgerReadOnly, to_record

__all__ = ["METHOD", "export_bundle"]

METHOD = """\
How this bundle can be checked
==============================

Run `python3 verify_bundle.py` in this folder (Python 3.8 or later, nothing else is needed), and compare the head's hash that it
prints with the one you were given by another way. The script is short: read it before you trust it.

documents.jsonl    what was published, one document a line, the text as plain text
claims.jsonl       who said what, where it stands in the text (offsets count Unicode code points, end exclusive)
incidents.jsonl    claims that tell of one event, and the toll assessed from them: derived, not part of the chain
judgements.jsonl   what people decided, with who, when and why
batches.jsonl      the chain of batches
rows/              every appended row with its hash; binary columns are given by the SHA-256 of their stored bytes
captures/          the original bytes by their SHA-256, where they were exported
manifest.json      the SHA-256 of every file

A row's bytes are netstrings `<length>:<bytes>,` of the table's name and of each column in order: `-` for an absent
value, `i` and digits, `s` and UTF-8, `b` and the SHA-256 of binary bytes in hex. Its leaf is SHA-256(0x00 || bytes).
The leaves of a batch, by table in the order of manifest.json and then by number, make the Merkle tree of RFC 6962: node
SHA-256(0x01 || left || right). A batch's hash is the SHA-256 of the netstrings of `batches` and its number, moment,
number of rows, root, hash of the batch before, and public key; the signature, where there is one, is Ed25519 over that
hash. A claim's id is the first 16 hex digits of the SHA-256 of the claim as JSON with sorted keys, without `id` and
`read_by`.

What this proves: nothing of what is here was changed, added or left out after it was appended, as far as the head's hash was noted
elsewhere. It does not prove that a report is true, that it was read rightly, or that the clock was right.
Records marked `"redacted": true` have words masked by blocks of the same length; rows that would show these words are given by
their hash alone.
"""


def export_bundle(
    connection: Connection, full: Reader, shown: Reader, folder: Path, captures: bool = False
) -> dict[str, int]:
    """Write the bundle into a new or empty folder; gives the number of records by file.

    ``shown`` is the ledger as the receiver may see it; what differs from ``full`` is marked redacted.

    Raises:
        LedgerError: the folder holds something.
        LedgerReadOnly: it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise LedgerError(f"{folder} is not empty; nothing was written. Name a new folder")
        return _Bundle(connection, full, shown, folder, captures).write()
    except OSError as error:
        raise LedgerReadOnly(f"{folder} cannot be written: {error.strerror}") from error


class _Bundle:
    def __init__(self, connection: Connection, full: Reader, shown: Reader, folder: Path, captures: bool) -> None:
        self.connection = connection
        self.full = full
        self.shown = shown
        self.folder = folder
        self.captures = captures
        self.masked = full is not shown
        self.hashes: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.hidden: dict[str, set[str]] = {"documents": set(), "judgements": set()}

    def write(self) -> dict[str, int]:
        (self.folder / "rows").mkdir()
        self._lines("documents.jsonl", self._documents())
        self._lines("claims.jsonl", self._claims())
        self._lines("incidents.jsonl", self._incidents())
        self._lines("judgements.jsonl", self._judgements())
        self._lines("batches.jsonl", self._batches())
        for table in APPEND_ONLY:
            self._lines(f"rows/{table.name}.jsonl", self._rows(table))
        if self.captures and not self.masked:
            self._captures()
        self._file("METHOD.txt", METHOD.encode())
        self._file("verify_bundle.py", (files("onrecord.ledger") / "verify_bundle.py").read_bytes())
        head = self.connection.execute(select(t.batches.c.hash).order_by(t.batches.c.seq.desc()).limit(1)).scalar()
        manifest = {
            "format": FORMAT,
            "exported": datetime.now(UTC).isoformat(timespec="seconds"),
            "head": head,
            "redacted": self.masked,
            "tables": [x.name for x in APPEND_ONLY],
            "columns": {x.name: [c.name for c in x.columns if c.name != "leaf"] for x in APPEND_ONLY},
            "counts": self.counts,
            "files": self.hashes,
        }
        body = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
        (self.folder / "manifest.json").write_bytes(body)
        # as sha256sum writes and checks it
        (self.folder / "manifest.sha256").write_text(
            f"{hashlib.sha256(body).hexdigest()}  manifest.json\n", encoding="ascii"
        )
        return self.counts

    def _file(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)
        self.hashes[name] = hashlib.sha256(data).hexdigest()

    def _lines(self, name: str, records: Iterable[dict[str, Any]]) -> None:
        digest, number = hashlib.sha256(), 0
        with (self.folder / name).open("wb") as file:
            for record in records:
                # ASCII, so that broken characters of a text survive any editor
                line = json.dumps(record, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                file.write(line)
                number += 1
        self.hashes[name], self.counts[name] = digest.hexdigest(), number

    # ---------------------------------------------------------------------------------------------------- records

    def _documents(self) -> Iterator[dict[str, Any]]:
        """As they were appended: corrections stand among the judgements."""
        after = 0
        while True:
            rows = self.connection.execute(
                select(t.documents.c.seq, t.documents.c.id)
                .where(t.documents.c.seq > after)
                .order_by(t.documents.c.seq)
                .limit(200)
            ).all()
            if not rows:
                return
            after = rows[-1].seq
            ids = [r.id for r in rows]
            full = self.full._documents(self.connection, ids, original=True)
            shown = self.shown._documents(self.connection, ids, original=True) if self.masked else full
            for id_ in ids:
                yield self._marked("documents", full[id_], shown[id_])

    def _claims(self) -> Iterator[dict[str, Any]]:
        portion: list[Claim] = []
        for _, claim in claims_in_order(self.connection):
            portion.append(claim)
            if len(portion) == 500:
                yield from self._claim_records(portion)
                portion = []
        yield from self._claim_records(portion)

    def _claim_records(self, claims: list[Claim]) -> Iterator[dict[str, Any]]:
        shown = self.shown._shown_claims(self.connection, claims, original=True) if self.masked else claims
        for a, b in zip(claims, shown, strict=True):
            yield self._marked("claims", a, b)

    def _incidents(self) -> Iterator[dict[str, Any]]:
        cursor = None
        while True:
            page = self.shown.incidents(Filter(include_rejected=True), Request(limit=500, cursor=cursor, sort="date"))
            yield from (to_record(i) for i in page.items)
            cursor = page.next
            if cursor is None:
                return

    def _judgements(self) -> Iterator[dict[str, Any]]:
        full = judgements_until(self.connection)
        shown = self.shown.judgements() if self.masked else full
        for a, b in zip(full, shown, strict=True):
            yield self._marked("judgements", a, b)

    def _marked(
        self, name: str, full: Document | Claim | Judgement, shown: Document | Claim | Judgement
    ) -> dict[str, Any]:
        record = to_record(shown)
        if full != shown:
            record["redacted"] = True
            if name in self.hidden:
                self.hidden[name].add(full.id)
        return record

    # ------------------------------------------------------------------------------------------------------ chain

    def _batches(self) -> Iterator[dict[str, Any]]:
        for row in self.connection.execute(select(t.batches).order_by(t.batches.c.seq)).mappings():
            yield {k: v for k, v in row.items() if v is not None}

    def _rows(self, table: Table) -> Iterator[dict[str, Any]]:
        names = [c.name for c in table.columns if c.name != "leaf"]
        withhold = self._withheld(table)
        after = 0
        while True:
            rows = self.connection.execute(
                select(table).where(table.c.seq > after).order_by(table.c.seq).limit(500)
            ).mappings().all()  # fmt: skip
            if not rows:
                return
            after = rows[-1]["seq"]
            for row in rows:
                leaf = leaf_of(table, row).hex()
                if withhold(row):
                    yield {"batch": row["batch"], "leaf": leaf}
                else:
                    yield {"leaf": leaf, "columns": [_plain(row[n]) for n in names]}

    def _withheld(self, table: Table) -> Callable[[Any], bool]:
        if not self.masked:
            return lambda row: False
        if table.name in self.hidden:
            return lambda row: row["id"] in self.hidden[table.name]
        # an input's path, a header or a reason may spell a name
        return lambda row: table in (t.captures, t.rejections)

    def _captures(self) -> None:
        (self.folder / "captures").mkdir()
        kept = t.captures.c
        numbers = list(self.connection.execute(select(kept.seq).order_by(kept.seq)).scalars())
        for i in range(0, len(numbers), 50):
            rows = self.connection.execute(select(t.captures).where(kept.seq.in_(numbers[i : i + 50]))).all()
            for row, content in bytes_of_captures(self.connection, rows):
                if content is None:
                    raise LedgerForeign(f"the capture {row.sha256} cannot be unpacked; run `onrecord verify`")
                self._file(f"captures/{row.sha256}", content)


def _plain(value: object) -> object:
    return {"sha256": hashlib.sha256(value).hexdigest()} if isinstance(value, bytes) else value
