"""The log of reads: who saw what with names in it, when. Rows are added and never changed."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import select

from onrecord.ledger.codec import dump, load
from onrecord.ledger.people.accounts import Connecting, now
from onrecord.ledger.people.tables import p
from onrecord.ledger.people.values import Person

__all__ = ["Audit", "AuditRow"]


class AuditRow(msgspec.Struct, frozen=True, kw_only=True):
    """``action`` is ``read`` for sealed data, else what was done about an account: ``sign-in``, ``role``, ``token`` and so on."""

    seq: int
    at: str
    name: str
    action: str
    subject: str
    detail: dict[str, Any] = {}


class Audit:
    def __init__(self, reading: Connecting, writing: Connecting) -> None:
        self._reading = reading
        self._writing = writing

    def note(self, person: Person, action: str, subject: str, **detail: Any) -> None:
        """One line; ``detail`` must be plain JSON values."""
        row = {
            "at": now(), "person": person.id, "name": person.name, "action": action,
            "subject": subject.replace("\0", " ").encode("utf-8", "replace").decode()[:2_000], "detail": dump(detail),
        }  # fmt: skip
        with self._writing() as c:
            c.execute(p.audit.insert(), row)

    def rows(
        self, limit: int = 200, before: int | None = None, name: str | None = None, action: str | None = None
    ) -> Sequence[AuditRow]:
        """Newest first; ``before`` is the ``seq`` of the last row of the page before."""
        a = p.audit
        statement = select(a).order_by(a.c.id.desc()).limit(limit)
        if before is not None:
            statement = statement.where(a.c.id < before)
        if name is not None:
            statement = statement.where(a.c.name == name)
        if action is not None:
            statement = statement.where(a.c.action == action)
        with self._reading() as c:
            return [
                AuditRow(seq=r.id, at=r.at, name=r.name, action=r.action, subject=r.subject, detail=load(r.detail))
                for r in c.execute(statement)
            ]
