"""The tables of people, apart from the ledger's own."""

from sqlalchemy import Column, Index, Integer, MetaData, Table, UniqueConstraint

from onrecord.ledger.schema import Big, Words

__all__ = ["SCHEMA", "VERSION", "metadata", "p"]

SCHEMA = "onrecord_people"
VERSION = "1"
metadata = MetaData()


def _table(name: str, *columns: Column[object] | Index | UniqueConstraint) -> Table:
    return Table(name, metadata, *columns, sqlite_strict=True)


def _text(name: str, nullable: bool = False) -> Column[object]:
    return Column(name, Words, nullable=nullable)


def _number() -> Column[object]:
    return Column("id", Big, primary_key=True, autoincrement=True)


class p:  # noqa: N801 - reads as a namespace: p.accounts
    """The tables by name."""

    settings = _table("settings", Column("name", Words, primary_key=True), _text("value"))
    accounts = _table(
        "accounts",
        _number(),
        Column("name", Words, nullable=False, unique=True),
        _text("role"), _text("collections", nullable=True), _text("password", nullable=True), _text("totp", nullable=True),
        Column("totp_step", Big, nullable=False, default=0),
        Column("disabled", Integer, nullable=False, default=0),
        Column("subject", Words, unique=True),
        _text("created"),
    )  # fmt: skip
    links = _table(
        "links", Column("key", Words, primary_key=True), Column("person", Big), _text("purpose"), _text("expires"),
    )  # fmt: skip
    sessions = _table(
        "sessions",
        Column("key", Words, primary_key=True), Column("person", Big, nullable=False),
        Column("complete", Integer, nullable=False), _text("created"), _text("seen"),
        Index("sessions_person", "person"),
    )  # fmt: skip
    tokens = _table(
        "tokens",
        Column("key", Words, primary_key=True), _text("id"), Column("person", Big, nullable=False), _text("name"),
        _text("scopes"), _text("created"), _text("expires", nullable=True), _text("used", nullable=True),
        Index("tokens_person", "person"),
    )  # fmt: skip
    failures = _table("failures", _number(), _text("who"), _text("at"), Index("failures_who", "who", "at"))
    views = _table(
        "views",
        _number(), Column("person", Big, nullable=False), _text("name"), _text("path"), _text("created"),
        UniqueConstraint("person", "name"),
    )  # fmt: skip
    looked = _table("looked", Column("person", Big, primary_key=True, autoincrement=False), _text("at"))
    assignments = _table(
        "assignments",
        Column("subject", Words, primary_key=True), Column("person", Big, nullable=False), _text("by"), _text("at"),
        Index("assignments_person", "person"),
    )  # fmt: skip
    audit = _table(
        "audit",
        _number(), _text("at"), Column("person", Big, nullable=False), _text("name"), _text("action"), _text("subject"),
        _text("detail"),
        Index("audit_person", "person", "id"),
    )  # fmt: skip
