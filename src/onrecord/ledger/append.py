"""Appending: what is new in a batch becomes rows, hashed and chained; what cannot be kept becomes a Rejection."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Table, select

from onrecord.ledger import hashing
from onrecord.ledger.codec import claim_record, dump, encode_capture, encode_claim, encode_text, id_holds
from onrecord.ledger.dialect import insert_rows
from onrecord.ledger.dictionaries import own_dictionaries, trained
from onrecord.ledger.direct import first_row, rows_where
from onrecord.ledger.facts import claim_facts, claim_words
from onrecord.ledger.fulltext import put_search
from onrecord.ledger.judging import check_judgement
from onrecord.ledger.look import texts_of
from onrecord.ledger.packing import Kind, Own
from onrecord.ledger.schema import APPEND_ONLY, t
from onrecord.ledger.sealed import note_hidden
from onrecord.ledger.standing import settle
from onrecord.ledger.storable import as_json, storable, stored
from onrecord.ledger.values import Appended, Batch
from onrecord.ledger.walls import GENERAL, collection_of
from onrecord.model import (
    Capture,
    Claim,
    Document,
    OnrecordError,
    ReadBy,
    Rejection,
    capture_id,
    check_words,
)

__all__ = ["append", "rejection_id"]

Row = dict[str, Any]
_LAST_NUMBERS = "select " + ", ".join(f"(select coalesce(max(seq), 0) from {x.name})" for x in APPEND_ONLY)  # noqa: S608


def rejection_id(rejection: Rejection) -> str:
    return hashlib.sha256(
        dump([rejection.stage, rejection.code, rejection.subject, rejection.reason]).encode()
    ).hexdigest()[:16]


def append(connection: Connection, batch: Batch, key: Ed25519PrivateKey | None) -> Appended:
    """Append what is new, as one batch of the chain, inside the caller's transaction, which holds the writer's lock."""
    return _Appending(connection, batch, key).run()


class _Appending:
    """One append: rows by table, in the order in which they enter the Merkle tree."""

    def __init__(self, connection: Connection, batch: Batch, key: Ed25519PrivateKey | None) -> None:
        self.connection = connection
        self.given = batch
        self.key = key
        self.last = last_batch(connection)
        self.seq = (self.last["seq"] if self.last else 0) + 1
        self.rows: dict[str, list[Row]] = {table.name: [] for table in APPEND_ONLY}
        # a million of them: plain tuples in the order of the columns, which the collector of cycles need not follow
        self.claims: list[tuple[Any, ...]] = []
        last = first_row(connection, _LAST_NUMBERS) or ()
        self.next: dict[str, int] = {table.name: number + 1 for table, number in zip(APPEND_ONLY, last, strict=True)}
        self.rejections: list[Rejection] = []
        self.texts: dict[str, tuple[int, str]] = {}
        self.fresh: dict[str, Document] = {}
        self.published: dict[str, str | None] = {}
        self.facts: list[tuple[Any, ...]] = []
        self.words: list[tuple[int, str]] = []
        self.collections: list[Row] = []
        self.named: list[tuple[int, Claim]] = []
        self.own: Own = own_dictionaries(connection)

    def run(self) -> Appended:
        given = self.given
        documents_new, documents_known = self._documents(given.documents)
        self._captures()
        claims_new, claims_known = self._claims(given.claims)
        readings = self._readings()
        judgements = self._judgements()
        self._keep_rejections()
        run = given.run
        if run is not None and self._anything() and not self._known(t.runs, t.runs.c.id, [run.id]):
            self._add(t.runs, id=run.id, version=run.version, vocabulary=run.vocabulary, model=run.model,
                      started=run.started, settings=dump(run.settings))  # fmt: skip
        self._write()
        settle(self.connection, self.rows["judgements"], readings)
        return Appended(
            batch=self.seq if self._anything() else self.seq - 1,
            documents_new=documents_new,
            documents_known=documents_known,
            claims_new=claims_new,
            claims_known=claims_known,
            judgements_new=judgements,
            rejections=tuple(self.rejections),
        )

    # ---------------------------------------------------------------------------------------------------- helpers

    @property
    def _run_id(self) -> str | None:
        return self.given.run.id if self.given.run is not None else None

    def _anything(self) -> bool:
        return bool(self.claims) or any(self.rows.values())

    def _add(self, table: Table, **values: Any) -> int:
        seq = self.next[table.name]
        self.next[table.name] = seq + 1
        self.rows[table.name].append({"seq": seq, "batch": self.seq, **values})
        return seq

    def _refuse(self, code: str, subject: str, reason: str) -> None:
        self.rejections.append(Rejection(stage="ledger", code=code, subject=subject, reason=reason))

    def _known(self, table: Table, column: Any, ids: Iterable[Any]) -> set[Any]:
        return {row[0] for row in rows_where(self.connection, table, (column.name,), column.name, ids)}

    # -------------------------------------------------------------------------------------- captures and documents

    def _train(self) -> None:
        """New dictionaries, where the ledger has grown enough, before the first new document is packed."""
        fresh = list(trained(self.connection, self.next[t.documents.name] - 1))
        for row in fresh:
            self._add(t.dictionaries, **row)
        self.own = {**self.own, **{Kind[row["kind"]]: row["number"] for row in fresh}}

    def _captures(self) -> None:
        given = (c.sha256 for c in self.given.captures)
        known = {bytes(held).hex() for held in self._known(t.captures, t.captures.c.sha256, map(bytes.fromhex, given))}
        for capture in self.given.captures:
            if capture.sha256 in known:
                continue
            if capture_id(capture.content) != capture.sha256:
                self._refuse("bad_capture", capture.source, "the bytes do not have the SHA-256 they came with")
                continue
            known.add(capture.sha256)
            texts = (capture.media_type, capture.source, capture.url, capture.captured, capture.tool)
            if not storable(*texts):
                self._refuse(
                    "bad_text", stored(capture.source), "the capture's description holds NUL or broken characters"
                )
                continue
            self._add(
                t.captures, sha256=capture.sha256, run=self._run_id, media_type=capture.media_type,
                source=capture.source, url=capture.url, headers=as_json(capture.headers), captured=capture.captured,
                tool=capture.tool, documents=as_json(list(capture.documents)),
                content=encode_capture(capture.content, self._read_from(capture), self.own),
            )  # fmt: skip

    def _read_from(self, capture: Capture) -> list[Document]:
        """The documents of a capture where all of them are new, so that their rows are as they are given here."""
        found = [self.fresh.get(i) for i in capture.documents]
        return [d for d in found if d is not None] if None not in found else []

    def _documents(self, documents: Sequence[Document]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        names = ("id", "seq", "text_sha256", "published")
        ids = (x.id for x in documents if storable(x.id))
        held = {row[0]: row for row in rows_where(self.connection, t.documents, names, "id", ids)}
        hashes = {i: bytes(row[2]).hex() for i, row in held.items()}
        seqs = {i: row[1] for i, row in held.items()}
        self.published = {i: row[3] for i, row in held.items()}
        captures = {d: c.sha256 for c in self.given.captures for d in c.documents}
        if any(d.id not in held for d in documents):
            self._train()
        new: list[str] = []
        known: list[str] = []
        for document in documents:
            raw = document.text.encode("utf-8", "surrogatepass")
            digest = hashlib.sha256(raw).hexdigest()
            if document.id in hashes:
                if hashes[document.id] != digest:
                    self._refuse(
                        "duplicate_id", document.id,
                        "another text is kept under this id; the first stays. Give the new text an id of its own",
                    )  # fmt: skip
                else:
                    known.append(document.id)
                    self.texts.setdefault(document.id, (seqs[document.id], document.text))
                continue
            fields = (document.id, document.title, document.publisher, document.published, document.url,
                      document.language, document.retrieved)  # fmt: skip
            if not storable(*fields):
                self._refuse("bad_text", stored(document.id), "a field beside the text holds NUL or broken characters")
                continue
            hashes[document.id] = digest
            self.published[document.id] = document.published
            seqs[document.id] = self._add(
                t.documents, id=document.id, run=self._run_id, capture=captures.get(document.id), title=document.title,
                publisher=document.publisher, published=document.published, url=document.url,
                language=document.language, retrieved=document.retrieved, kind=document.kind,
                meta=as_json(document.meta), text_sha256=digest, text=encode_text(raw, self.own),
            )  # fmt: skip
            self.texts[document.id] = (seqs[document.id], document.text)
            self.fresh[document.id] = document
            collection = collection_of(document.meta)
            if collection != GENERAL:
                self.collections.append({"document": seqs[document.id], "name": collection})
            new.append(document.id)
        return tuple(new), tuple(known)

    # ----------------------------------------------------------------------------------------------------- claims

    def _claims(self, claims: Sequence[Claim]) -> tuple[tuple[str, ...], int]:
        known = self._known(t.claims, t.claims.c.id, (c.id for c in claims))
        missing = {c.document for c in claims if c.document not in self.texts and storable(c.document)}
        self.texts.update(texts_of(self.connection, missing))
        self.published |= dict(rows_where(self.connection, t.documents, ("id", "published"), "id", missing))
        other_text = _texts_given(self.given.documents, self.texts)
        readers = self._readers(claims)
        reader_of = {id(c.read_by): readers[c.read_by] for c in {id(c.read_by): c for c in claims}.values()}
        run = self._run_seq()
        new: list[str] = []
        seen = 0
        first = self.next[t.claims.name]
        for claim in claims:
            if claim.id in known:
                seen += 1
                continue
            number = first + len(self.claims)
            found = self.texts.get(claim.document)
            if found is None:
                self._refuse(
                    "unknown_document", stored(claim.id), f"the ledger holds no document {stored(claim.document)}"
                )
                continue
            seq, text = found
            problem = _problem(claim, text)
            if problem is not None:
                if claim.document in other_text:
                    continue
                self._refuse("bad_claim", claim.id or claim.document, problem)
                continue
            record = claim_record(claim)
            if not id_holds(claim, record):
                self._refuse("bad_claim", claim.id or claim.document, "the id is not the hash of the content")
                continue
            known.add(claim.id)
            self.claims.append(
                (number, self.seq, claim.id, seq, run, reader_of[id(claim.read_by)], encode_claim(record, self.own))
            )
            self.facts.append(tuple(claim_facts(number, claim, self.published[claim.document]).values()))
            self.words.append((number, claim_words(claim)))
            if claim.actors:
                self.named.append((seq, claim))
            new.append(claim.id)
        return tuple(new), seen

    def _run_seq(self) -> int | None:
        """The number the run has, or will have: runs are added once it is known that anything is new."""
        if self.given.run is None:
            return None
        row = first_row(self.connection, "select seq from runs where id = ?", self.given.run.id)
        return self.next[t.runs.name] if row is None else int(row[0])

    def _readers(self, claims: Sequence[Claim]) -> dict[ReadBy, int]:
        wanted = {reader: _reader_id(reader) for reader in {id(c.read_by): c.read_by for c in claims}.values()}
        held = dict(rows_where(self.connection, t.readers, ("id", "seq"), "id", wanted.values()))
        for reader, id_ in wanted.items():
            if id_ not in held:
                held[id_] = self._add(
                    t.readers, id=id_, reader=reader.reader, version=reader.version, vocabulary=reader.vocabulary
                )
        return {reader: held[id_] for reader, id_ in wanted.items()}

    def _readings(self) -> list[int]:
        """A row for each document read anew; gives back the numbers of these documents."""
        if not self.given.reread:
            return []
        by_document: dict[str, list[str]] = defaultdict(list)
        for claim in self.given.claims:
            by_document[claim.document].append(claim.id)
        self.texts.update(texts_of(self.connection, [d for d in self.given.reread if d not in self.texts]))
        fresh = {row["seq"] for row in self.rows["documents"]}
        done = []
        for document in dict.fromkeys(self.given.reread):
            if document not in self.texts or self.texts[document][0] in fresh:
                continue
            seq = self.texts[document][0]
            ids = dump(sorted(set(by_document[document])))
            before = self.connection.execute(
                select(t.readings.c.claims)
                .where(t.readings.c.document == seq)
                .order_by(t.readings.c.seq.desc())
                .limit(1)
            ).scalar()
            if before is None:
                mine = select(t.claims.c.id).where(t.claims.c.document == seq, t.claims.c.batch < self.seq)
                before = dump(sorted(self.connection.execute(mine).scalars()))
            if before != ids:
                self._add(t.readings, document=seq, run=self._run_id, claims=ids)
                done.append(seq)
        return done

    # ------------------------------------------------------------------------------------ judgements and rejections

    def _judgements(self) -> tuple[str, ...]:
        known = self._known(t.judgements, t.judgements.c.id, (j.id for j in self.given.judgements))
        fresh = {row["id"] for row in self.rows["documents"]} | {row[2] for row in self.claims}
        new = []
        for judgement in self.given.judgements:
            if judgement.id in known:
                continue
            problem = check_judgement(self.connection, judgement, fresh)
            if problem is not None:
                self._refuse("bad_judgement", stored(judgement.id), problem)
                continue
            known.add(judgement.id)
            fresh.add(judgement.id)
            self._add(
                t.judgements, id=judgement.id, verdict=judgement.verdict, subjects=as_json(list(judgement.subjects)),
                by=judgement.by, at=judgement.at, why=judgement.why, detail=as_json(judgement.detail),
            )  # fmt: skip
            new.append(judgement.id)
        return tuple(new)

    def _keep_rejections(self) -> None:
        safe = [
            replace(r, reason=stored(r.reason), subject=stored(r.subject), code=stored(r.code))
            for r in (*self.given.rejections, *self.rejections)
        ]
        by_id = {rejection_id(r): r for r in safe}
        known = self._known(t.rejections, t.rejections.c.id, by_id)
        for id_, r in by_id.items():
            if id_ not in known:
                self._add(
                    t.rejections,
                    id=id_,
                    run=self._run_id,
                    stage=r.stage,
                    code=r.code,
                    subject=r.subject,
                    reason=r.reason,
                )

    # --------------------------------------------------------------------------------------------------- writing

    def _write(self) -> None:
        leaves: list[bytes] = []
        written: list[tuple[Table, list[tuple[Any, ...]]]] = []
        for table in APPEND_ONLY:
            names = [c.name for c in table.columns if c.name != "leaf"]
            rows = self.claims if table is t.claims else [tuple([r[n] for n in names]) for r in self.rows[table.name]]
            made = [hashing.leaf_hash(table.name, row) for row in rows]
            leaves += made
            written.append((table, [(*row, hashing.mark_of(leaf)) for row, leaf in zip(rows, made, strict=True)]))
        if not leaves:
            return
        head: Row = {
            "seq": self.seq,
            "appended": _moment(self.last["appended"] if self.last else ""),
            "rows": len(leaves),
            "root": hashing.merkle_root(leaves),
            "previous": self.last["hash"] if self.last else hashing.GENESIS,
            "public_key": hashing.public_hex(self.key) if self.key is not None else None,
        }
        head["hash"] = hashing.batch_hash(head)
        head["signature"] = hashing.sign(self.key, head["hash"]) if self.key is not None else None
        insert_rows(self.connection, t.batches, [[head[c.name] for c in t.batches.columns]])
        for table, complete in written:
            insert_rows(self.connection, table, complete)
        insert_rows(self.connection, t.claim_facts, self.facts)
        put_search(self.connection, "claims", self.words)
        if self.collections:
            self.connection.execute(t.collections.insert(), self.collections)
        note_hidden(self.connection, self.named, {c.document for c in self.given.claims} - self.fresh.keys())
        titles = {row["seq"]: row["title"] for row in self.rows["documents"]}
        put_search(
            self.connection, "documents",
            [(seq, f"{titles[seq]}\n{text}" if titles[seq] else text) for seq, text in self.texts.values() if seq in titles],
        )  # fmt: skip


def last_batch(connection: Connection) -> Row | None:
    """The newest row of the chain."""
    names = [c.name for c in t.batches.columns]
    row = first_row(connection, f"select {', '.join(names)} from batches order by seq desc limit 1")  # noqa: S608
    return dict(zip(names, row, strict=True)) if row is not None else None


def _texts_given(documents: Sequence[Document], kept: dict[str, tuple[int, str]]) -> set[str]:
    """Documents of the batch whose text was refused for another one under the same id: their claims go with them."""
    return {d.id for d in documents if d.id not in kept or kept[d.id][1] != d.text}


def _problem(claim: Claim, text: str) -> str | None:
    try:
        check_words(claim, text)
    except OnrecordError as error:
        return str(error)
    return None


def _reader_id(reader: ReadBy) -> str:
    return hashlib.sha256(dump([reader.reader, reader.version, reader.vocabulary]).encode()).hexdigest()[:16]


def _moment(last: str) -> str:
    """Now, in UTC with microseconds; a clock that was put back does not put the chain back."""
    now = datetime.now(UTC)
    if last:
        now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
    return now.isoformat(timespec="microseconds")
