"""The tables, once for both databases.

Append-only: ``APPEND_ONLY`` and ``batches``. Every row carries ``leaf``, the first bytes of the SHA-256 of its canonical bytes (see
``hashing``); a batch carries the Merkle root over the whole hashes of its rows and the hash of the batch before it.
Derived: ``DERIVED`` and the full text, filled from the append-only rows and rebuilt at any time.
"""

from typing import Any

from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
    text,
    type_coerce,
)  # fmt: skip

__all__ = [
    "APPEND_ONLY",
    "DERIVED",
    "EFFECTS",
    "FORMAT",
    "KIND",
    "LINK",
    "MODALITY",
    "STATUS",
    "Hex",
    "as_stored",
    "for_postgresql",
    "metadata",
    "t",
]  # fmt: skip

FORMAT = "onrecord-ledger-1"
EFFECTS = ("killed", "injured", "missing", "arrested", "abducted", "displaced")

metadata = MetaData()
# only INTEGER makes a SQLite column the row's own number
# by code point in both databases, so that order and ranges agree
Words = Text().with_variant(Text(collation="C"), "postgresql")
Bits: Double[float] = Double().with_variant(REAL, "sqlite")
Big = BigInteger().with_variant(Integer, "sqlite")
Small = SmallInteger().with_variant(Integer, "sqlite")


class Coded(TypeDecorator[str]):
    """A word of a closed list as its place in it: one byte in the row and in every index. New words go to the end."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.words = words
        self.codes = {word: code for code, word in enumerate(words)}

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else SmallInteger())

    def process_bind_param(self, value: str | None, dialect: Any) -> int:
        # a word that is none of them is found nowhere
        return self.codes.get(value or "", -1)

    def process_result_value(self, value: int | None, dialect: Any) -> str | None:
        return None if value is None else self.words[value]


class Hex(TypeDecorator[str]):
    """A hash in hexadecimal digits, kept as its bytes. The chain hashes the digits, as it always did."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: bytes | None, dialect: Any) -> str | None:
        return None if value is None else bytes(value).hex()


KIND = Coded("incident", "demand", "response")
MODALITY = Coded("actual", "denied", "alleged", "planned", "feared", "conditional")
LINK = Coded("", "single", "aggregate")
STATUS = Coded("single_source", "corroborated", "contested", "confirmed", "rejected")


def _appended(name: str, *columns: Column[object] | Index) -> Table:
    return Table(
        name,
        metadata,
        Column("seq", Big, primary_key=True, autoincrement=False),
        Column("batch", Big, nullable=False),
        *columns,
        Column("leaf", LargeBinary, nullable=False),
        Index(f"{name}_batch", "batch"),
        sqlite_strict=True,
    )


def _derived(name: str, *columns: Column[object] | Index, rowid: bool = True) -> Table:
    return Table(name, metadata, *columns, sqlite_strict=True, sqlite_with_rowid=rowid)


def _text(name: str) -> Column[object]:
    return Column(name, Words, nullable=False)


def _coded(name: str, kind: Coded) -> Column[object]:
    return Column(name, kind, nullable=False)


def _day(name: str) -> Column[object]:
    """A day such as 20240207, or 0 (``facts.day_number``)."""
    return Column(name, Integer, nullable=False)


def _key(name: str) -> Column[object]:
    return Column(name, Big, primary_key=True, autoincrement=False)


_PARTIAL: list[tuple[Index, str]] = []


def _partial(name: str, where: str, *columns: str) -> Index:
    made = Index(name, *columns, sqlite_where=text(where))
    _PARTIAL.append((made, where))
    return made


def for_postgresql() -> None:
    """Say of partial indexes what they hold, to PostgreSQL too: saying it above would load all that is known of that database, a
    tenth of a second that nobody without one should wait."""
    for index, where in _PARTIAL:
        index.dialect_options["postgresql"]["where"] = text(where)


def _tolls() -> list[Column[object]]:
    return [Column(effect, Integer) for effect in EFFECTS]


class t:  # noqa: N801 - reads as a namespace: t.claims
    """The tables by name."""

    batches = Table(
        "batches",
        metadata,
        _key("seq"),
        _text("appended"),
        Column("rows", Integer, nullable=False),
        _text("root"),
        _text("previous"),
        Column("public_key", Words),
        _text("hash"),
        Column("signature", Words),
        sqlite_strict=True,
    )
    runs = _appended(
        "runs",
        Column("id", Words, nullable=False, unique=True),
        _text("version"), _text("vocabulary"), _text("model"), _text("started"), _text("settings"),
    )  # fmt: skip
    readers = _appended(
        "readers",
        Column("id", Words, nullable=False, unique=True),
        _text("reader"), _text("version"), _text("vocabulary"),
    )  # fmt: skip
    captures = _appended(
        "captures",
        Column("sha256", Hex, nullable=False, unique=True),
        Column("run", Words),
        _text("media_type"), _text("source"), Column("url", Words), _text("headers"), _text("captured"), _text("tool"),
        _text("documents"),
        Column("content", LargeBinary, nullable=False),
    )  # fmt: skip
    documents = _appended(
        "documents",
        Column("id", Words, nullable=False, unique=True),
        Column("run", Words),
        Column("capture", Hex),
        Column("title", Words),
        Column("publisher", Words),
        Column("published", Words),
        Column("url", Words),
        Column("language", Words),
        Column("retrieved", Words),
        _text("kind"), _text("meta"), Column("text_sha256", Hex, nullable=False),
        Column("text", LargeBinary, nullable=False),
        Index("documents_publisher", "publisher"),
        Index("documents_published", "published"),
    )  # fmt: skip
    claims = _appended(
        "claims",
        Column("id", Words, nullable=False, unique=True),
        Column("document", Big, nullable=False),
        Column("run", Big),
        Column("reader", Big, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Index("claims_document", "document"),
    )
    readings = _appended(
        "readings",
        Column("document", Big, nullable=False),
        Column("run", Words),
        _text("claims"),
        Index("readings_document", "document"),
    )
    judgements = _appended(
        "judgements",
        Column("id", Words, nullable=False, unique=True),
        _text("verdict"), _text("subjects"), _text("by"), _text("at"), _text("why"), _text("detail"),
    )  # fmt: skip
    rejections = _appended(
        "rejections",
        Column("id", Words, nullable=False, unique=True),
        Column("run", Words),
        _text("stage"), _text("code"), _text("subject"), _text("reason"),
    )  # fmt: skip
    # see dictionaries
    dictionaries = _appended(
        "dictionaries", _text("kind"), Column("number", Big, nullable=False), Column("content", LargeBinary, nullable=False),
    )  # fmt: skip

    claim_facts = _derived(
        "claim_facts",
        _key("seq"),
        _coded("kind", KIND), _text("type"), _coded("modality", MODALITY), _coded("link", LINK),
        _day("day_start"), _day("day_end"),
        _text("country"), _text("countries"), _text("places"), _text("actors"), _text("rights"),
        *_tolls(),
        Column("state", Small, nullable=False),
        # the day on which a demand or a response was published, by which its age counts; 0 for incidents
        _day("told"),
        Index("claim_facts_day", "day_start", "seq"),
        Index("claim_facts_type", "type", "day_start"),
        Index("claim_facts_country", "country", "day_start"),
        _partial("claim_facts_unfit", "state <> 0", "seq"),
        _partial("claim_facts_abroad", "countries <> ''", "countries"),
        _partial("claim_facts_demands", f"kind = {KIND.codes['demand']}", "told", "seq", "state", "type"),
        _partial("claim_facts_responses", f"kind = {KIND.codes['response']}", "told", "seq", "state", "type"),
    )  # fmt: skip
    judged = _derived(
        "judged",
        Column("subject", Words, primary_key=True),
        Column("judgement", Big, primary_key=True, autoincrement=False),
        rowid=False,
    )
    collections = _derived(
        "collections", _key("document"), _text("name"), Index("collections_name", "name", "document"),
    )  # fmt: skip
    hidden_words = _derived(
        "hidden_words", Column("word", Words, primary_key=True), _key("document"),
        Index("hidden_words_document", "document"), rowid=False,
    )  # fmt: skip
    # num: see facts.incident_number; the id has no index of its own, for it names a claim
    incidents = _derived(
        "incidents",
        _key("num"), _text("id"),
        _coded("link", LINK), _text("type"), _coded("status", STATUS), _day("day_start"), _day("day_end"),
        # a moment such as 20240207093000, or 0
        Column("last_reported", Big, nullable=False),
        _text("country"), _text("countries"), _text("places"), _text("actors"), _text("rights"), _text("publishers"),
        *_tolls(),
        Column("demands", Integer, nullable=False),
        Column("answered", Integer, nullable=False),
        Column("responses", Integer, nullable=False),
        _text("admin1"),
        # a page, its total and its counts by facet are answered from one of these alone, without a look at the wide rows
        Index("incidents_by_day", "day_start", "num", "day_end", "status", "type", "country", "link", "killed", "rights"),
        Index("incidents_by_type", "type", "status", "country", "link", "day_start", "day_end", "killed"),
        Index("incidents_by_area", "country", "admin1", "day_start", "day_end", "status", "type", "link", "killed"),
        Index("incidents_reported", "last_reported", "num"),
        Index("incidents_by_killed", text("coalesce(killed, -1)"), "num"),
        _partial("incidents_abroad", "countries <> ''", "countries"),
        _partial("incidents_open", "demands > answered", "day_start", "num", "status"),
        _partial("incidents_rejected", f"status = {STATUS.codes['rejected']}", "num"),
    )  # fmt: skip
    incident_bodies = _derived("incident_bodies", _key("num"), Column("body", LargeBinary, nullable=False))
    # role: see facts.ROLES
    incident_claims = _derived(
        "incident_claims",
        _key("claim"), _key("incident"), Column("role", Small, nullable=False, server_default="0"),
        Index("incident_claims_incident", "incident"), _partial("incident_claims_answered", "role = 2", "claim"), rowid=False,
    )  # fmt: skip
    # by an incident its publishers are those of its documents
    incident_publishers = _derived(
        "incident_publishers", Column("publisher", Words, primary_key=True), _key("incident"), rowid=False,
    )  # fmt: skip
    incident_documents = _derived(
        "incident_documents",
        _key("document"), _key("incident"), Index("incident_documents_incident", "incident"), rowid=False,
    )  # fmt: skip
    # a short number for each node, for it stands beside each of its keys; its claims by their numbers and its keys, four bytes
    # each. What linking compares is made of the document's text and claims when it is asked for
    link_node = _derived(
        "link_node",
        _key("num"), Column("id", Big, nullable=False, unique=True), Column("document", Big, nullable=False),
        Column("claims", LargeBinary, nullable=False), Column("keys", LargeBinary, nullable=False),
        Index("link_node_document", "document"),
    )  # fmt: skip
    link_node_claim = _derived("link_node_claim", _key("claim"), Column("node", Big, nullable=False))
    # see blocks
    link_block = _derived(
        "link_block", _key("key"), _key("node"), Column("body", LargeBinary, nullable=False), rowid=False
    )
    link_edge = _derived(
        "link_edge",
        _key("a"), _key("b"), Column("kind", Words, primary_key=True), Column("weight", Bits, nullable=False),
        Index("link_edge_b", "b"), rowid=False,
    )  # fmt: skip
    link_incident_node = _derived(
        "link_incident_node",
        _key("node"), Column("incident", Big, nullable=False), Index("link_incident_node_incident", "incident"),
    )  # fmt: skip
    # see changes: kept by none of DERIVED's makers, for a rebuild is a change too
    incident_changes = _derived("incident_changes", _key("seq"), Column("num", Big, nullable=False))
    link_forward = _derived(
        "link_forward",
        _key("seq"), _text("old"), Column("new", Words), _text("reason"), _text("at"),
        # of the columns before it: this is history, and follows from nothing else
        Column("mark", LargeBinary, nullable=False),
        Index("link_forward_old", "old"),
    )  # fmt: skip


# the order in which the leaves of a batch enter its Merkle tree
APPEND_ONLY: tuple[Table, ...] = (
    t.runs, t.readers, t.captures, t.documents, t.claims, t.readings, t.judgements, t.rejections, t.dictionaries,
)  # fmt: skip
DERIVED: tuple[Table, ...] = (
    t.claim_facts, t.judged, t.collections, t.hidden_words,
    t.incidents, t.incident_bodies, t.incident_claims, t.incident_documents, t.incident_publishers,
    t.link_node, t.link_node_claim, t.link_block, t.link_edge, t.link_incident_node,
)  # fmt: skip


def as_stored(table: Table) -> list[Any]:
    """The columns of a table as they stand in the rows: words of closed lists as numbers, hashes as bytes."""
    plain: dict[type, Any] = {Coded: Small, Hex: LargeBinary}
    return [type_coerce(c, plain[type(c.type)]).label(c.name) if type(c.type) in plain else c for c in table.columns]
