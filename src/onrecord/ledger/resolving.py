"""Ids and unique beginnings of ids; incidents that moved are followed."""

from typing import Literal

from sqlalchemy import Connection, Table, select

from onrecord.ledger.facts import incident_number
from onrecord.ledger.look import chosen, is_there
from onrecord.ledger.schema import t
from onrecord.model import NotFound

__all__ = ["resolve", "resolve_kind", "resolve_past"]

What = Literal["incident", "claim", "document", "judgement"]
_TABLES: tuple[tuple[What, Table], ...] = (
    ("incident", t.incidents), ("claim", t.claims), ("document", t.documents), ("judgement", t.judgements),
)  # fmt: skip
_SHOWN = 6
_PORTION = 500
_PREFIXES = ("inc-", "agg-")


def resolve(c: Connection, given: str) -> tuple[What, str]:
    """The kind and id of the one record of that id or beginning.

    Raises:
        NotFound: for none, or for several, which are listed.
    """
    id_ = _checked(given)
    for kind, table in _TABLES:
        if is_there(c, table, id_):
            return kind, id_
    moved = _forwarded(c, id_)
    if moved is not None:
        return "incident", moved
    found = [(kind, i) for kind, table in _TABLES for i in _starting(c, table, id_)]
    if not found and not id_.startswith(("inc-", "agg-")):
        # an incident is often written without its prefix
        found = [("incident", i) for p in ("inc-", "agg-") for i in _starting(c, t.incidents, p + id_)]
    return _only(found or [("incident", i) for i in _moved_starting(c, id_)], given)


def resolve_past(c: Connection, given: str) -> tuple[What, str]:
    """As ``resolve``, and an incident that is gone, whose history is still told."""
    try:
        return resolve(c, given)
    except NotFound:
        id_ = _checked(given)
        begun = [id_] if id_.startswith(("inc-", "agg-")) else [f"inc-{id_}", f"agg-{id_}"]
        former = {i for b in begun for i in _formerly(c, b)}
        if len(former) != 1:
            raise
        return "incident", former.pop()


def resolve_kind(c: Connection, kind: What, given: str) -> str:
    """The id of the one record of that kind with that id or beginning.

    Raises:
        NotFound: for none, or for several, which are listed.
    """
    id_ = _checked(given)
    table = dict(_TABLES)[kind]
    if is_there(c, table, id_):
        return id_
    if kind == "incident":
        moved = _forwarded(c, id_)
        if moved is not None:
            return moved
    found = [(kind, i) for i in _starting(c, table, id_)]
    if not found and kind == "incident" and not id_.startswith(("inc-", "agg-")):
        found = [(kind, i) for p in ("inc-", "agg-") for i in _starting(c, table, p + id_)]
    if not found and kind == "incident":
        found = [(kind, i) for i in _moved_starting(c, id_)]
    return _only(found, given, kind)[1]


def _checked(given: str) -> str:
    id_ = given.strip()
    if not id_ or "\0" in id_:
        raise NotFound("an empty id names nothing")
    return id_


def _only(found: list[tuple[What, str]], given: str, kind: str = "record") -> tuple[What, str]:
    if not found:
        raise NotFound("there is no %(kind)s %(given)s in this ledger", kind=kind, given=repr(given))
    if len(found) > 1:
        names = ", ".join(f"{i} ({k})" for k, i in found[: _SHOWN - 1])
        more = f" and {'more' if len(found) >= _SHOWN else 'others'}" if len(found) >= _SHOWN else ""
        raise NotFound(
            "%(given)s is the beginning of several ids: %(names)s; write more of it",
            given=repr(given),
            names=names + more,
        )
    return found[0]


def _starting(c: Connection, table: Table, beginning: str) -> list[str]:
    if table is t.incidents:
        return _incidents_starting(c, beginning)
    # ids sort by code point, so all that start alike stand together
    statement = select(table.c.id).where(table.c.id >= beginning, table.c.id < beginning + "\U0010ffff")
    return list(c.execute(statement.order_by(table.c.id).limit(_SHOWN)).scalars())


def _incidents_starting(c: Connection, beginning: str) -> list[str]:
    """Incidents by the beginning of the claim that their ids name."""
    prefix, claim = beginning[:4], beginning[4:]
    if not claim:
        begun = select(t.incidents.c.id).where(t.incidents.c.id.startswith(beginning, autoescape=True))
        return list(c.execute(begun.limit(_SHOWN)).scalars()) if any(p.startswith(beginning) for p in _PREFIXES) else []
    if prefix not in _PREFIXES:
        return []
    held = t.claims.c
    found: list[str] = []
    after = claim
    while len(found) < _SHOWN:
        statement = select(held.id, held.seq).where(held.id >= after, held.id < claim + "\U0010ffff").order_by(held.id)
        rows = c.execute(statement.limit(_PORTION)).all()
        numbers = [incident_number(beginning, r.seq) for r in rows]
        found += sorted(r.id for r in chosen(c, select(t.incidents.c.id), t.incidents.c.num, numbers))
        if len(rows) < _PORTION:
            break
        after = f"{rows[-1].id}\0"
    return found[:_SHOWN]


def _moved_starting(c: Connection, beginning: str) -> list[str]:
    """Where the incidents have gone whose former ids start so, with or without the prefix."""
    begun = [beginning] if beginning.startswith(("inc-", "agg-")) else [f"inc-{beginning}", f"agg-{beginning}"]
    former = [i for b in begun for i in _formerly(c, b)]
    return sorted({moved for moved in (_forwarded(c, i) for i in former) if moved is not None})


def _formerly(c: Connection, beginning: str) -> list[str]:
    old = t.link_forward.c.old
    statement = select(old).distinct().where(old >= beginning, old < beginning + "\U0010ffff").limit(_SHOWN)
    return list(c.execute(statement).scalars())


def _forwarded(c: Connection, id_: str) -> str | None:
    seen = set()
    while id_ not in seen:
        seen.add(id_)
        statement = select(t.link_forward).where(t.link_forward.c.old == id_, t.link_forward.c.reason != "split")
        row = c.execute(statement.order_by(t.link_forward.c.seq.desc()).limit(1)).first()
        if row is None:
            return None
        if row.new is None:
            raise NotFound(
                "incident %(id)s is gone: all its claims were withdrawn; `onrecord log %(id)s` tells how", id=id_
            )
        if is_there(c, t.incidents, row.new):
            return str(row.new)
        id_ = row.new
    return None
