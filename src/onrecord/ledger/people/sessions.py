"""What stands for a person who is not typing a password: sessions, API tokens, one-time links; and failed attempts.

Of every secret only the SHA-256 is kept: whoever reads the store cannot sign in with what it holds. They are random 256-bit
strings, for which a slow hash would add nothing.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Literal, cast

from sqlalchemy import func, select, update

from onrecord.ledger.codec import dump, load
from onrecord.ledger.people.accounts import Connecting, now, person_from_row
from onrecord.ledger.people.tables import p
from onrecord.ledger.people.values import Person, Scope, Session, Token
from onrecord.model import NotFound, RecordError

__all__ = ["Purpose", "Sessions"]

Purpose = Literal["welcome", "setup"]
_IDLE = timedelta(hours=12)
_LONGEST = timedelta(days=7)
_SEEN_EVERY = timedelta(minutes=1)


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _before(time: timedelta) -> str:
    return (datetime.now(UTC) - time).isoformat(timespec="seconds")


class Sessions:
    def __init__(self, reading: Connecting, writing: Connecting) -> None:
        self._reading = reading
        self._writing = writing

    # ------------------------------------------------------------------------------------------------- sessions

    def open(self, person: int, complete: bool) -> str:
        """A new session; gives the secret for the cookie. It ends after 12 hours without use, or 7 days."""
        secret = secrets.token_urlsafe(32)
        with self._writing() as c:
            c.execute(p.sessions.delete().where(p.sessions.c.seen < _before(_IDLE)))
            row = {"key": _hash(secret), "person": person, "complete": int(complete), "created": now(), "seen": now()}
            c.execute(p.sessions.insert(), row)
        return secret

    def find(self, secret: str) -> Session | None:
        """The session of a cookie, unless it ended or its person is disabled."""
        s = p.sessions
        statement = select(
            p.accounts, s.c.complete, s.c.seen, s.c.created.label("begun"), s.c.key
        ).join_from(s, p.accounts, p.accounts.c.id == s.c.person)  # fmt: skip
        alive = (s.c.seen >= _before(_IDLE)) & (s.c.created >= _before(_LONGEST))
        with self._reading() as c:
            row = c.execute(statement.where(s.c.key == _hash(secret), alive, p.accounts.c.disabled == 0)).first()
        if row is None:
            return None
        if row.seen < _before(_SEEN_EVERY):
            with self._writing() as c:
                c.execute(update(s).where(s.c.key == row.key).values(seen=now()))
        return Session(key=row.key, person=person_from_row(row), complete=bool(row.complete), created=row.begun)

    def close(self, secret: str) -> None:
        with self._writing() as c:
            c.execute(p.sessions.delete().where(p.sessions.c.key == _hash(secret)))

    def close_all(self, person: int) -> None:
        with self._writing() as c:
            c.execute(p.sessions.delete().where(p.sessions.c.person == person))

    # --------------------------------------------------------------------------------------------------- tokens

    def new_token(
        self, person: Person, name: str, scopes: Sequence[Scope], days: int | None = 365
    ) -> tuple[str, Token]:
        """``(secret, token)``: the secret is shown once.

        Raises:
            RecordError: for a scope that the person's role does not give.
        """
        over = [s for s in scopes if not person.may(s)]
        if over or not scopes:
            raise RecordError(
                "a %(role)s cannot give the scope %(scope)s", role=person.role, scope=", ".join(over) or "(none)"
            )
        secret = f"onr_{secrets.token_urlsafe(32)}"
        until = None if days is None else (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
        made = Token(
            id=secrets.token_hex(4), person=person.name, name=name[:80], scopes=tuple(dict.fromkeys(scopes)), created=now(),
            expires=until,
        )  # fmt: skip
        with self._writing() as c:
            c.execute(
                p.tokens.insert(),
                {"key": _hash(secret), "id": made.id, "person": person.id, "name": made.name, "scopes": dump(list(made.scopes)),
                 "created": made.created, "expires": until},
            )  # fmt: skip
        return secret, made

    def find_token(self, secret: str) -> Person | None:
        """The person of a token, with the rights narrowed to its scopes."""
        t = p.tokens
        statement = select(p.accounts, t.c.scopes, t.c.expires, t.c.used, t.c.key).join_from(
            t, p.accounts, p.accounts.c.id == t.c.person
        )
        with self._reading() as c:
            row = c.execute(statement.where(t.c.key == _hash(secret), p.accounts.c.disabled == 0)).first()
        if row is None or (row.expires is not None and row.expires < now()):
            return None
        if row.used is None or row.used < _before(_SEEN_EVERY):
            with self._writing() as c:
                c.execute(update(t).where(t.c.key == row.key).values(used=now()))
        import msgspec

        return msgspec.structs.replace(person_from_row(row), scopes=tuple(load(row.scopes)))

    def tokens(self, person: int | None = None) -> list[Token]:
        t = p.tokens
        statement = select(t, p.accounts.c.name.label("who")).join_from(t, p.accounts, p.accounts.c.id == t.c.person)
        if person is not None:
            statement = statement.where(t.c.person == person)
        with self._reading() as c:
            return [
                Token(id=r.id, person=r.who, name=r.name, scopes=tuple(cast("list[Scope]", load(r.scopes))), created=r.created,
                      expires=r.expires, used=r.used)
                for r in c.execute(statement.order_by(t.c.created))
            ]  # fmt: skip

    def end_token(self, id_: str, person: int | None = None) -> None:
        """Raises NotFound."""
        gone = p.tokens.delete().where(p.tokens.c.id == id_)
        with self._writing() as c:
            if not c.execute(gone if person is None else gone.where(p.tokens.c.person == person)).rowcount:
                raise NotFound("there is no token %(id)s", id=id_)

    # ---------------------------------------------------------------------------------------------------- links

    def new_link(self, purpose: Purpose, person: int | None = None, hours: float = 24) -> str:
        """A secret that is good once: ``setup`` makes the first admin, ``welcome`` lets a person choose a password."""
        secret = secrets.token_urlsafe(24)
        until = (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="seconds")
        with self._writing() as c:
            old = p.links.delete().where((p.links.c.expires < now()) | (p.links.c.purpose == "setup"))
            c.execute(old if purpose == "setup" else p.links.delete().where(p.links.c.person == person))
            c.execute(p.links.insert(), {"key": _hash(secret), "person": person, "purpose": purpose, "expires": until})
        return secret

    def peek_link(self, secret: str) -> tuple[Purpose, int | None] | None:
        """What a link is for, without using it up."""
        with self._reading() as c:
            row = c.execute(select(p.links).where(p.links.c.key == _hash(secret), p.links.c.expires >= now())).first()
        return None if row is None else (cast(Purpose, row.purpose), row.person)

    def use_link(self, secret: str) -> tuple[Purpose, int | None] | None:
        """What the link was for; the second time None."""
        found = self.peek_link(secret)
        with self._writing() as c:
            used = c.execute(p.links.delete().where(p.links.c.key == _hash(secret))).rowcount
        return found if used else None

    # ------------------------------------------------------------------------------------------ failed attempts

    def failed(self, *who: str) -> None:
        """Note a failed sign-in under each name of the attempt: the account's, the address's."""
        with self._writing() as c:
            c.execute(p.failures.delete().where(p.failures.c.at < _before(timedelta(hours=1))))
            c.execute(p.failures.insert(), [{"who": w, "at": now()} for w in who])

    def failures(self, who: str, minutes: int = 15) -> int:
        with self._reading() as c:
            statement = select(func.count()).where(
                p.failures.c.who == who, p.failures.c.at >= _before(timedelta(minutes=minutes))
            )
            return int(c.execute(statement).scalar_one())

    def forget_failures(self, who: str) -> None:
        with self._writing() as c:
            c.execute(p.failures.delete().where(p.failures.c.who == who))
