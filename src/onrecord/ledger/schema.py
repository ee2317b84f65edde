"""The tables, once for both databases.

Append-only: ``batches``, ``captures``, ``documents``, ``claims``, ``judgements``, ``runs``, ``rejections``. Every row of
theirs carries ``row_hash``, the SHA-256 of its canonical form; a batch carries the Merkle root over its rows and the hash of the
batch before it. Derived, rebuilt at any time: ``incidents``, ``incident_claims`` and the ``link_…`` tables.
"""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

__all__ = ["APPEND_ONLY", "DERIVED", "metadata", "t"]

metadata = MetaData()
# SQLite gives a rowid alias only to INTEGER
Big = BigInteger().with_variant(Integer, "sqlite")


def _table(name: str, *columns: object) -> Table:
    return Table(name, metadata, *columns, sqlite_strict=True)  # type: ignore[arg-type]


class t:  # noqa: N801 - reads as a namespace: t.claims
    """The tables by name."""

    batches = _table(
        "batches",
        Column("seq", Big, primary_key=True, autoincrement=False),
        Column("appended", Text, nullable=False),
        Column("rows", Integer, nullable=False),
        Column("root", Text, nullable=False),
        Column("previous", Text, nullable=False),
        Column("hash", Text, nullable=False),
        Column("signature", Text),
        Column("public_key", Text),
    )
    captures = _table(
        "captures",
        Column("seq", Big, primary_key=True, autoincrement=False),
        Column("batch", Big, ForeignKey("batches.seq"), nullable=False, index=True),
        Column("sha256", Text, nullable=False, unique=True),
        Column("media_type", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("url", Text),
        Column("headers", Text, nullable=False),
        Column("captured", Text, nullable=False),
        Column("tool", Text, nullable=False),
        Column("content", LargeBinary, nullable=False),
        Column("row_hash", Text, nullable=False),
    )
    documents = _table(
        "documents",
        Column("seq", Big, primary_key=True, autoincrement=False),
        Column("batch", Big, ForeignKey("batches.seq"), nullable=False, index=True),
        Column("id", Text, nullable=False, unique=True),
        Column("run", Text, nullable=False),
        Column("capture", Text),
        Column("source", Text, nullable=False),
        Column("title", Text),
        Column("publisher", Text, index=True),
        Column("published", Text, index=True),
        Column("url", Text),
        Column("language", Text),
        Column("retrieved", Text),
        Column("kind", Text, nullable=False),
        Column("meta", Text, nullable=False),
        Column("text_hash", Text, nullable=False),
        Column("text", LargeBinary, nullable=False),
        Column("row_hash", Text, nullable=False),
    )
    claims = _table(
        "claims",
        Column("seq", Big, primary_key=True, autoincrement=False),
        Column("batch", Big, ForeignKey("batches.seq"), nullable=False, index=True),
        Column("id", Text, nullable=False, unique=True),
        Column("document", Text, nullable=False, index=True),
        Column("run", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("day_start", Text, index=True),
        Column("day_end", Text),
        Column("body", LargeBinary, nullable=False),
        Column("row_hash", Text, nullable=False),
        Index("claims_kind_type", "kind", "type"),
    )
    judgements = _table(
        "judgements",
        Column("seq", Big, primary_key=True, autoincrement=False),
        Column("batch", Big, ForeignKey("batches.seq"), nullable=False, index=True),
        Column("id", Text, nullable=False, unique=True),
        Column("verdict", Text, nullable=False),
        Column("subjects", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("why", Text, nullable=False),
        Column("detail", Text, nullable=False),
        Column("row_hash", Text, nullable=False),
    )
    runs = _table(
        "runs",
        Column("seq", Big, primary_key=True, autoincrement=False),
        Column("batch", Big, ForeignKey("batches.seq"), nullable=False, index=True),
        Column("id", Text, nullable=False, unique=True),
        Column("version", Text, nullable=False),
        Column("vocabulary", Text, nullable=False),
        Column("model", Text, nullable=False),
        Column("started", Text, nullable=False),
        Column("settings", Text, nullable=False),
        Column("row_hash", Text, nullable=False),
    )
    rejections = _table(
        "rejections",
        Column("seq", Big, primary_key=True, autoincrement=False),
        Column("batch", Big, ForeignKey("batches.seq"), nullable=False, index=True),
        Column("id", Text, nullable=False, unique=True),
        Column("run", Text, nullable=False),
        Column("stage", Text, nullable=False),
        Column("code", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("row_hash", Text, nullable=False),
    )

    incidents = _table(
        "incidents",
        Column("id", Text, primary_key=True),
        Column("link", Text, nullable=False),
        Column("type", Text, nullable=False, index=True),
        Column("status", Text, nullable=False, index=True),
        Column("day_start", Text, index=True),
        Column("day_end", Text),
        Column("first_reported", Text),
        Column("last_reported", Text, index=True),
        Column("country", Text, index=True),
        Column("place", Text, nullable=False),
        Column("actors", Text, nullable=False),
        Column("publishers", Text, nullable=False),
        Column("rights", Text, nullable=False),
        Column("killed", Integer, index=True),
        Column("injured", Integer),
        Column("arrested", Integer),
        Column("body", LargeBinary, nullable=False),
    )
    incident_claims = _table(
        "incident_claims",
        Column("claim", Text, primary_key=True),
        Column("incident", Text, primary_key=True),
        Index("incident_claims_incident", "incident"),
    )
    incident_documents = _table(
        "incident_documents",
        Column("document", Text, primary_key=True),
        Column("incident", Text, primary_key=True),
        Index("incident_documents_incident", "incident"),
    )
    link_document = _table(
        "link_document",
        Column("id", Text, primary_key=True),
        Column("sequence", Big, nullable=False),
        Column("body", LargeBinary, nullable=False),
    )
    link_node = _table(
        "link_node",
        Column("id", Big, primary_key=True, autoincrement=False),
        Column("document", Text, nullable=False, index=True),
        Column("claims", Text, nullable=False),
        Column("keys", LargeBinary, nullable=False),
        Column("body", LargeBinary, nullable=False),
    )
    link_node_claim = _table(
        "link_node_claim",
        Column("claim", Text, primary_key=True),
        Column("node", Big, nullable=False, index=True),
    )
    link_key = _table(
        "link_key",
        Column("key", Big, primary_key=True, autoincrement=False),
        Column("node", Big, primary_key=True, autoincrement=False),
        Index("link_key_node", "node"),
    )
    link_edge = _table(
        "link_edge",
        Column("a", Big, primary_key=True, autoincrement=False),
        Column("b", Big, primary_key=True, autoincrement=False),
        Column("kind", Text, primary_key=True),
        Column("weight", Float, nullable=False),
        Index("link_edge_b", "b"),
    )
    link_incident_node = _table(
        "link_incident_node",
        Column("node", Big, primary_key=True, autoincrement=False),
        Column("incident", Text, nullable=False, index=True),
    )
    link_forward = _table(
        "link_forward",
        Column("seq", Big, primary_key=True, autoincrement=True),
        Column("old", Text, nullable=False, index=True),
        Column("new", Text),
        Column("reason", Text, nullable=False),
        Column("at", Text, nullable=False),
    )


APPEND_ONLY: tuple[Table, ...] = (t.runs, t.captures, t.documents, t.claims, t.judgements, t.rejections)
DERIVED: tuple[Table, ...] = (
    t.incidents, t.incident_claims, t.incident_documents, t.link_document, t.link_node, t.link_node_claim, t.link_key,
    t.link_edge, t.link_incident_node,
)  # fmt: skip
