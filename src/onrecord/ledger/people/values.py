"""People, what they may do, and what is kept for them: frozen values."""

from typing import Literal, get_args

import msgspec

__all__ = [
    "OWNER", "RIGHTS", "ROLES", "SCOPES", "Assignment", "Person", "Right", "Role", "SavedView", "Scope", "Session", "Token",
]  # fmt: skip

Role = Literal["reader", "analyst", "editor", "admin"]
Right = Literal["read", "names", "judge", "edit", "add", "assign", "people"]
Scope = Literal["read", "names", "judge", "add"]
ROLES: tuple[Role, ...] = get_args(Role)
SCOPES: tuple[Scope, ...] = get_args(Scope)
RIGHTS: dict[Role, frozenset[Right]] = {
    "reader": frozenset({"read"}),
    "analyst": frozenset({"read", "names", "judge", "assign"}),
    "editor": frozenset({"read", "names", "judge", "assign", "edit", "add"}),
    "admin": frozenset({"read", "names", "judge", "assign", "edit", "add", "people"}),
}
"""``names``: see names of victims, minors and detainees; ``judge``: all verdicts but ``rate`` and ``redact``, which need ``edit``;
``add``: add documents; ``assign``: give review work to people; ``people``: accounts and the log of reads."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with an account. ``collections`` names those they may see; None is all of them."""

    id: int
    name: str
    role: Role
    collections: tuple[str, ...] | None = None
    disabled: bool = False
    second_factor: bool = False
    created: str = ""
    scopes: tuple[Scope, ...] | None = None
    """What an API token narrows the rights to; None for somebody who signed in."""

    @property
    def is_owner(self) -> bool:
        """Whoever opens their own ledger on their own computer, where no account exists."""
        return self.id == 0

    def may(self, right: Right) -> bool:
        """Whether the role gives the right, and the token, if any, its scope."""
        if self.disabled or right not in RIGHTS[self.role]:
            return False
        return self.scopes is None or right in self.scopes


OWNER = Person(id=0, name="owner", role="admin")


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that signed in. ``complete`` is false while the second factor is still to come."""

    key: str
    person: Person
    complete: bool
    created: str


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """An API token; the secret itself is shown once, and only its hash is kept."""

    id: str
    person: str
    name: str
    scopes: tuple[Scope, ...]
    created: str
    expires: str | None = None
    used: str | None = None


class SavedView(msgspec.Struct, frozen=True, kw_only=True):
    """A filtered view that a person named: ``path`` with its query, such as ``/incidents?type=attack``."""

    id: int
    name: str
    path: str
    created: str


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks after a record (an incident or a claim) in the review queue."""

    subject: str
    person: int
    name: str
    by: str
    at: str
