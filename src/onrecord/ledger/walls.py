"""Collections as walls: what somebody sees who may see some of them, enforced below every question.

A document is in the collection that its ``meta`` names, else in ``general``. For somebody who may not see all collections a
connection of their own is opened, on which temporary views stand before the tables, under the tables' own names: SQLite and
PostgreSQL both look there first. A question cannot forget to ask, for on that connection there is nothing else to be seen.

Seen are: the documents of the collections; their claims; incidents all of whose documents and claims are seen; judgements all
of whose subjects are seen; captures, runs and batches of what is seen. Refused inputs belong to no collection and are not seen.
"""

# ruff: noqa: S608 - names of tables and columns alone are put into statements, never words of people

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from onrecord.ledger.schema import t
from onrecord.model import RecordError

__all__ = [
    "GENERAL", "Seen", "check_collection", "collection_of", "nothing_hidden", "raise_walls", "sees", "wall_statements",
]  # fmt: skip

GENERAL = "general"
Seen = tuple[frozenset[str], bool]
"""The collections that an incident is in, and whether it has documents at all."""
_MOST = 60


def collection_of(meta: dict[str, str]) -> str:
    """The collection that a document's ``meta`` names."""
    return meta.get("collection") or GENERAL


def check_collection(name: str) -> str:
    """Raises RecordError: a name has 1 to 60 letters, digits, spaces, dots, dashes and underscores, and is not ``all``."""
    kept = name.strip()
    if not 1 <= len(kept) <= _MOST or kept == "all" or not all(c.isalnum() or c in " ._-" for c in kept):
        raise RecordError(
            "%(name)s is no name for a collection: letters, digits, spaces and . _ -, 60 at most, not 'all'",
            name=repr(name),
        )
    return kept


def nothing_hidden(connection: Connection, names: Collection[str]) -> bool:
    """Whether no document is in a collection beside ``names`` and ``general``, in the transaction of the connection."""
    other = select(t.collections.c.document).where(t.collections.c.name.not_in(sorted(names))).limit(1)
    return connection.execute(other).first() is None


def sees(collections: frozenset[str] | None) -> Callable[[Seen], bool]:
    """Whether somebody who may see these collections (None: all) sees an incident, as the walls below have it."""

    def seen(key: Seen) -> bool:
        names, whole = key
        return collections is None or (names <= collections and (whole or GENERAL in collections))

    return seen


def raise_walls(cursor: Any, names: Collection[str], sqlite: bool) -> None:
    """Put the walls up on a new connection of the database's own driver, given by its cursor."""
    mark = "?" if sqlite else "%s"
    if not sqlite:
        # views of a session are no change to the database, but PostgreSQL counts them as one
        cursor.execute("set transaction read write")
        # views of views look dear to the planner, and compiling them takes longer than asking
        cursor.execute("set jit = off")
    cursor.execute("create temporary table seen_collections (name text primary key)")
    for name in sorted(set(names)):
        cursor.execute(f"insert into seen_collections values ({mark})", (name,))
    if sqlite:
        schema = "main"
    else:
        cursor.execute("select current_schema()")
        schema = cursor.fetchone()[0]
    for statement in wall_statements(schema, GENERAL in names):
        cursor.execute(statement)


def wall_statements(real: str, general: bool) -> Sequence[str]:
    """``create temporary view`` for each table. Only documents of named collections have rows in ``collections``, so the set that
    each view looks into is the small one: what is hidden from somebody who sees ``general``, what is seen by another."""
    named = f"select document from {real}.collections where name"
    if general:
        out = f"in ({named} not in (select name from seen_collections))"
        inn = f"not {out}"
    else:
        inn = f"in ({named} in (select name from seen_collections))"
        out = f"not {inn}"
    claims = f"(select seq from {real}.claims where document {out})"
    walled = (
        f"num not in (select incident from {real}.incident_documents where document {out})"
        f" and num not in (select incident from {real}.incident_claims where claim in {claims})"
    )
    if not general:
        # what has no document at all is nobody's to see
        walled += f" and num in (select incident from {real}.incident_documents where document {inn})"
    facts = f"seq not in {claims}" if general else f"seq in (select seq from {real}.claims where document {inn})"
    return [
        _view(real, "documents", f"seq {inn}"),
        _view(real, "claims", f"document {inn}"),
        _view(real, "claim_facts", facts),
        _view(real, "readings", f"document {inn}"),
        _view(real, "collections", "name in (select name from seen_collections)"),
        _view(real, "hidden_words", f"document {inn}"),
        _view(real, "incidents", walled),
        *(
            _view(real, table, f"{column} in (select num from incidents)")
            for table, column in (("incident_bodies", "num"), ("incident_claims", "incident"),
                                  ("incident_documents", "incident"), ("incident_publishers", "incident"))
        ),
        _view(real, "captures", "sha256 in (select capture from documents)"),
        _view(real, "runs", "id in (select run from documents)"),
        *_judgements(real),
        _view(real, "judged", "judgement in (select seq from judgements)"),
        _view(real, "batches", "seq in (select batch from documents) or seq in (select batch from judgements)"),
        _view(real, "rejections", "1 = 0"),
        # they hold pieces of the texts of all collections
        _view(real, "dictionaries", "1 = 0"),
        _view(real, "link_forward", "new in (select id from incidents)"),
        _view(real, "incident_changes", "num in (select num from incidents)"),
        _view(real, "link_node", "document in (select seq from documents)"),
        _view(real, "link_node_claim", "node in (select id from link_node)"),
        # hashes and numbers alone, of which those without a node are passed over
        _view(real, "link_block", "1 = 1"),
        _view(real, "link_edge", "a in (select id from link_node) and b in (select id from link_node)"),
        _view(real, "link_incident_node", "node in (select id from link_node)"),
    ]  # fmt: skip


def _view(real: str, table: str, condition: str) -> str:
    return f"create temporary view {table} as select * from {real}.{table} as {table} where {condition}"


def _judgements(real: str) -> list[str]:
    """Judgements all of whose subjects are seen: a document, a claim, an incident or the claim that names it, a publisher, or
    a judgement that is seen itself (undos of undos of undos and no deeper)."""
    seen = [
        "exists (select 1 from documents d where d.id = j.subject)",
        "exists (select 1 from claims c where c.id = j.subject)",
        "(substr(j.subject, 1, 4) in ('inc-', 'agg-') and exists (select 1 from claims c where c.id = substr(j.subject, 5)))",
        "exists (select 1 from documents d where d.publisher = j.subject)",
    ]
    made = []
    for depth in range(4):
        known = [
            *seen,
            *([f"exists (select 1 from seen_judgements_{depth - 1} v where v.id = j.subject)"] if depth else []),
        ]
        made.append(
            f"create temporary view seen_judgements_{depth} as select u.seq, u.id from {real}.judgements u where not exists "
            f"(select 1 from {real}.judged j where j.judgement = u.seq and not ({' or '.join(known)}))"
        )
    return [*made, _view(real, "judgements", "seq in (select seq from seen_judgements_3)")]
