"""What a person keeps for their work: saved views, when they last looked, and who reviews what."""

from collections.abc import Iterable

from sqlalchemy import select

from onrecord.ledger.dialect import upsert
from onrecord.ledger.look import chosen
from onrecord.ledger.people.accounts import Connecting, now
from onrecord.ledger.people.tables import p
from onrecord.ledger.people.values import Assignment, SavedView
from onrecord.model import NotFound, RecordError

__all__ = ["Work"]

_MOST_VIEWS = 200


class Work:
    """``person`` is the number of a ``Person``; 0 is the owner of a ledger without accounts."""

    def __init__(self, reading: Connecting, writing: Connecting) -> None:
        self._reading = reading
        self._writing = writing

    # --------------------------------------------------------------------------------------------------- views

    def views(self, person: int) -> list[SavedView]:
        """In the order of their names."""
        with self._reading() as c:
            rows = c.execute(select(p.views).where(p.views.c.person == person).order_by(p.views.c.name))
            return [SavedView(id=r.id, name=r.name, path=r.path, created=r.created) for r in rows]

    def save_view(self, person: int, name: str, path: str) -> SavedView:
        """Keep a view under a name, in place of one of that name.

        Raises:
            RecordError: for an empty name, or an address that leads out of the desk.
        """
        name = " ".join(name.split())[:80]
        if (
            not name
            or not path.startswith("/")
            or path.startswith(("//", "/\\"))
            or len(path) > 4_000
            or not (name + path).isprintable()
        ):
            raise RecordError("a saved view needs a name, and an address of this desk")
        if len(self.views(person)) >= _MOST_VIEWS:
            raise RecordError("%(most)s views are kept at most; take one out first", most=_MOST_VIEWS)
        with self._writing() as c:
            c.execute(p.views.delete().where(p.views.c.person == person, p.views.c.name == name))
            row = {"person": person, "name": name, "path": path, "created": now()}
            id_ = c.execute(p.views.insert().values(row).returning(p.views.c.id)).scalar_one()
        return SavedView(id=int(id_), name=name, path=path, created=row["created"])  # type: ignore[arg-type]

    def drop_view(self, person: int, id_: int) -> None:
        """Raises NotFound: there is none of that number, or it is somebody else's."""
        with self._writing() as c:
            if not c.execute(p.views.delete().where(p.views.c.person == person, p.views.c.id == id_)).rowcount:
                raise NotFound("you keep no view %(id)s", id=id_)

    # -------------------------------------------------------------------------------------------------- looking

    def looked(self, person: int) -> str | None:
        """When they last said that they had seen what is new (UTC); None the first time."""
        with self._reading() as c:
            return c.execute(select(p.looked.c.at).where(p.looked.c.person == person)).scalar()

    def look(self, person: int, at: str | None = None) -> None:
        with self._writing() as c:
            upsert(c, p.looked, [{"person": person, "at": at or now()}])

    # ---------------------------------------------------------------------------------------------- assignments

    def assign(self, subject: str, person: int, by: str) -> None:
        """Give a record to somebody; whoever had it has it no more."""
        if not subject or "\0" in subject:
            raise RecordError("nothing was chosen to assign")
        with self._writing() as c:
            upsert(c, p.assignments, [{"subject": subject, "person": person, "by": by, "at": now()}])

    def unassign(self, subject: str) -> None:
        with self._writing() as c:
            c.execute(p.assignments.delete().where(p.assignments.c.subject == subject))

    def assignments(self, subjects: Iterable[str] | None = None, person: int | None = None) -> dict[str, Assignment]:
        """By subject: of the subjects given, of a person, or all."""
        a = p.assignments
        statement = select(a, p.accounts.c.name).join_from(a, p.accounts, p.accounts.c.id == a.c.person, isouter=True)
        if person is not None:
            statement = statement.where(a.c.person == person)
        with self._reading() as c:
            rows = c.execute(statement) if subjects is None else chosen(c, statement, a.c.subject, subjects)
            return {
                r.subject: Assignment(subject=r.subject, person=r.person, name=r.name or "owner", by=r.by, at=r.at) for r in rows
            }  # fmt: skip
