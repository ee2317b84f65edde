"""Who works with a ledger: accounts and their rights, sessions, tokens, saved views, assignments, and the log of reads.

A store of its own beside the ledger, for three reasons: a ledger that is handed on or exported must not carry password
hashes; signing in never waits for a long addition, which holds the ledger's one writer's lock; and a ledger opened for
reading still has accounts. For a file ``NAME.db`` it is ``NAME.people.db``; in PostgreSQL the schema ``onrecord_people``.
"""

from onrecord.ledger.people.accounts import Accounts, NameTaken, checked_name
from onrecord.ledger.people.audit import Audit, AuditRow
from onrecord.ledger.people.sessions import Sessions
from onrecord.ledger.people.store import People, open_people, people_of
from onrecord.ledger.people.values import (
    OWNER,
    RIGHTS,
    ROLES,
    SCOPES,
    Assignment,
    Person,
    Right,
    Role,
    SavedView,
    Scope,
    Session,
    Token,
)  # fmt: skip
from onrecord.ledger.people.work import Work

__all__ = [
    "OWNER", "RIGHTS", "ROLES", "SCOPES", "Accounts", "Assignment", "Audit", "AuditRow", "NameTaken", "People", "Person", "Right",
    "Role", "SavedView", "Scope", "Session", "Sessions", "Token", "Work", "checked_name", "open_people", "people_of",
]  # fmt: skip
