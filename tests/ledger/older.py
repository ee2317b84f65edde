"""Ledgers as older versions left them: of schemas 0010, 0009, 0007 and 0006 that were kept, and what it took to be older still."""

from pathlib import Path

import zstandard
from sqlalchemy import BigInteger, Double, Integer, LargeBinary, MetaData, create_engine, event, text

from onrecord.ledger.codec import decode_text
from onrecord.ledger.dialect import address, forbid_changes
from onrecord.ledger.facts import claim_words
from onrecord.ledger.fulltext import create_search, put_search
from onrecord.ledger.look import claims_in_order
from onrecord.ledger.schema import APPEND_ONLY

_KEPT = Path(__file__).parent / "older"
REVISIONS = ("0010", "0009", "0007", "0006", "0005", "0003", "0001")
_BY_THEMSELVES = REVISIONS[:3]


def older_ledger(where: str, revision: str, folder: Path) -> None:
    """Put a ledger of 13 documents of that schema where nothing is yet."""
    path = Path(where) if where.endswith(".db") else folder / "kept.db"
    kept = _KEPT / f"{revision if revision in _BY_THEMSELVES else '0006'}.db.zst"
    path.write_bytes(zstandard.ZstdDecompressor().decompress(kept.read_bytes()))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as c:
        for step in REVISIONS[4 : REVISIONS.index(revision) + 1]:
            _STEPS[step](c)
        c.execute(text(f"update alembic_version set version_num = '{revision}'"))
    if not where.endswith(".db"):
        _to_postgres(engine, where, texts=revision in _BY_THEMSELVES)
    engine.dispose()


def _to_0005(c) -> None:
    c.execute(text("drop table incident_changes"))


def _to_0003(c) -> None:
    """Nodes had no short number, and keys of eight bytes."""
    rows = c.execute(text("select id, document, claims, keys, body from link_node")).all()
    c.execute(text("drop table link_node"))
    c.execute(text("create table link_node (id integer primary key, document text, claims text, keys blob, body blob)"))
    for id_, document, claims, keys, body in rows:
        cut = [int.from_bytes(keys[i : i + 6], "big") << 16 | 7 for i in range(0, len(keys), 6)]
        wide = b"".join((k - (k >> 63 << 64)).to_bytes(8, "little", signed=True) for k in cut)
        values = {"i": id_, "d": document, "c": claims, "k": wide, "b": body}
        c.execute(text("insert into link_node values (:i, :d, :c, :k, :b)"), values)


def _to_0001(c) -> None:
    for table in ("incident_publishers", "collections", "hidden_words"):
        c.execute(text(f"drop table {table}"))
    for index in (
        "claim_facts_demands", "claim_facts_responses", "claim_facts_abroad", "incidents_by_day", "incidents_by_type",
        "incidents_by_area", "incidents_by_killed", "incidents_abroad", "incidents_rejected", "incident_claims_answered",
    ):  # fmt: skip
        c.execute(text(f"drop index {index}"))
    for table, column in (("claim_facts", "told"), ("incidents", "admin1"), ("incident_claims", "role")):
        c.execute(text(f"alter table {table} drop column {column}"))


_STEPS = {"0005": _to_0005, "0003": _to_0003, "0001": _to_0001}


def _to_postgres(engine, where: str, texts: bool) -> None:
    """The same tables and rows; full text, which older versions' upgrades make anew, with ``texts``."""
    held = MetaData()

    @event.listens_for(held, "column_reflect")
    def _plain(inspector, table, column) -> None:
        kind = str(column["type"])
        types = {"INTEGER": BigInteger(), "BIGINT": BigInteger(), "SMALLINT": Integer(), "BLOB": LargeBinary(), "REAL": Double()}  # fmt: skip
        column["type"] = types.get(kind, column["type"])
        column["default"] = None

    with engine.connect() as old:
        names = old.execute(text("select name from sqlite_master where type = 'table' and name not like '%search%'"))
        wanted = [n for n in names.scalars() if not n.startswith("sqlite_")]
        held.reflect(old, only=wanted)
        for table in held.tables.values():
            table.indexes.clear()
        new_engine = create_engine(address(where))
        with new_engine.begin() as new:
            held.create_all(new)
            for table in held.sorted_tables:
                rows = [dict(r) for r in old.execute(table.select()).mappings()]
                if rows:
                    new.execute(table.insert(), rows)
            if texts:
                create_search(new)
                for row in old.execute(text("select seq, title, text from documents")):
                    put_search(new, "documents", [(row.seq, f"{row.title}\n{decode_text(row.text).decode()}")])
                put_search(new, "claims", [(row.seq, claim_words(claim)) for row, claim in claims_in_order(old)])
            for table in (*(x.name for x in APPEND_ONLY if x.name in held.tables), "batches"):
                forbid_changes(new, table)
        new_engine.dispose()
