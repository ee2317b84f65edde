"""Accounts: names, roles, collections, and the hashes that web and command line make of passwords."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, func, select, update
from sqlalchemy.exc import IntegrityError

from onrecord.ledger.codec import dump, load
from onrecord.ledger.people.tables import p
from onrecord.ledger.people.values import ROLES, Person, Role
from onrecord.model import NotFound, RecordError

__all__ = ["Accounts", "Connecting", "NameTaken", "now", "person_from_row"]

Connecting = Callable[[], AbstractContextManager[Connection]]


class NameTaken(RecordError):
    """Somebody has that name already."""


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def person_from_row(row: Any) -> Person:
    return Person(
        id=row.id, name=row.name, role=cast(Role, row.role),
        collections=None if row.collections is None else tuple(load(row.collections)),
        disabled=bool(row.disabled), second_factor=row.totp is not None, created=row.created,
    )  # fmt: skip


def checked_name(name: str) -> str:
    """A name as it is kept; signing in compares it without regard to case.

    Raises:
        RecordError: for one that is empty, long, or holds what cannot be seen.
    """
    kept = name.strip().casefold()
    if not 1 <= len(kept) <= 80 or not kept.isprintable() or kept == "owner":
        raise RecordError(
            "%(name)s cannot be a name here: 1 to 80 visible characters, and not 'owner'", name=repr(name)
        )
    return kept


class Accounts:
    """Who may sign in. Passwords come as hashes: hashing is no matter of a database."""

    def __init__(self, reading: Connecting, writing: Connecting) -> None:
        self._reading = reading
        self._writing = writing

    def any(self) -> bool:
        """Whether there is any account, disabled ones too: then the desk asks who is there, and never stops asking."""
        with self._reading() as c:
            return c.execute(select(p.accounts.c.id).limit(1)).first() is not None

    def all(self) -> list[Person]:
        with self._reading() as c:
            return [person_from_row(r) for r in c.execute(select(p.accounts).order_by(p.accounts.c.name))]

    def by_name(self, name: str) -> Person:
        """Raises NotFound."""
        with self._reading() as c:
            row = c.execute(select(p.accounts).where(p.accounts.c.name == name.strip().casefold())).first()
        if row is None:
            raise NotFound(
                "there is nobody called %(name)s; `onrecord people list` shows who there is", name=repr(name)
            )
        return person_from_row(row)

    def by_id(self, id_: int) -> Person | None:
        with self._reading() as c:
            row = c.execute(select(p.accounts).where(p.accounts.c.id == id_)).first()
        return None if row is None else person_from_row(row)

    def by_subject(self, subject: str) -> Person | None:
        """Whom a sign-in provider knows by ``issuer|subject``."""
        with self._reading() as c:
            row = c.execute(select(p.accounts).where(p.accounts.c.subject == subject)).first()
        return None if row is None else person_from_row(row)

    def add(self, name: str, role: Role = "reader", collections: Iterable[str] | None = None) -> Person:
        """Somebody new, without a password yet: a one-time link or a sign-in provider lets them in.

        Raises:
            NameTaken: somebody has that name.
            RecordError: no such role, or no fit name.
        """
        if role not in ROLES:
            raise RecordError("%(value)s is none of %(known)s", value=repr(role), known=", ".join(ROLES))
        kept = checked_name(name)
        values = {"name": kept, "role": role, "collections": _collections(collections), "created": now()}
        try:
            with self._writing() as c:
                id_ = c.execute(p.accounts.insert().values(values).returning(p.accounts.c.id)).scalar_one()
        except Exception as error:
            if isinstance(error.__cause__, IntegrityError) or isinstance(error, IntegrityError):
                raise NameTaken("there is somebody called %(name)s already", name=repr(kept)) from error
            raise
        found = self.by_id(int(id_))
        assert found is not None
        return found

    def set_role(self, person: int, role: Role) -> None:
        """Raises RecordError when nobody would be left to look after the accounts."""
        self._change(person, role=role)

    def set_collections(self, person: int, collections: Iterable[str] | None) -> None:
        self._change(person, collections=_collections(collections))

    def set_disabled(self, person: int, disabled: bool) -> None:
        """A disabled account is kept, for its judgements stand; sessions and tokens end at once."""
        self._change(person, disabled=int(disabled))

    def set_password(self, person: int, hashed: str | None) -> None:
        """Keep the hash; every session of theirs ends."""
        self._change(person, password=hashed)

    def set_totp(self, person: int, secret: str | None) -> None:
        self._change(person, totp=secret, totp_step=0)

    def bind(self, person: int, subject: str) -> bool:
        """Know a person by a provider's number from now on; false where they are known by another one."""
        with self._writing() as c:
            free = (p.accounts.c.id == person) & p.accounts.c.subject.is_(None)
            return c.execute(update(p.accounts).where(free).values(subject=subject)).rowcount == 1

    def password_of(self, name: str) -> tuple[Person, str | None] | None:
        with self._reading() as c:
            row = c.execute(select(p.accounts).where(p.accounts.c.name == name.strip().casefold())).first()
        return None if row is None else (person_from_row(row), cast("str | None", row.password))

    def totp_of(self, person: int) -> str | None:
        with self._reading() as c:
            return c.execute(select(p.accounts.c.totp).where(p.accounts.c.id == person)).scalar()

    def use_totp_step(self, person: int, step: int) -> bool:
        """Whether the step of 30 seconds was not used before: a code that was looked at serves nobody twice."""
        with self._writing() as c:
            mine = (p.accounts.c.id == person) & (p.accounts.c.totp_step < step)
            return c.execute(update(p.accounts).where(mine).values(totp_step=step)).rowcount == 1

    def _change(self, person: int, **values: Any) -> None:
        with self._writing() as c:
            c.execute(update(p.accounts).where(p.accounts.c.id == person).values(**values))
            if "role" in values or "disabled" in values:
                a = p.accounts.c
                if not c.execute(select(func.count()).where(a.disabled == 0, a.role == "admin")).scalar_one():
                    raise RecordError("nobody would be left to look after the accounts; make somebody else admin first")
            if "password" in values or values.get("disabled"):
                c.execute(p.sessions.delete().where(p.sessions.c.person == person))


def _collections(names: Iterable[str] | None) -> str | None:
    return None if names is None else dump(sorted(set(names)))
