"""Which incidents were put in, taken out or made anew, in the order in which it happened.

Whoever keeps something made of all incidents (see ``register``) reads on from where they were, and looks at what changed alone.
The list is no part of the record: only its newest end is kept, and whoever fell further behind begins anew.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from onrecord.ledger.dialect import insert_rows
from onrecord.ledger.direct import last_number
from onrecord.ledger.schema import t

__all__ = ["changed_since", "everything_changed", "last_change", "note_changes"]

_KEPT = 1_000_000
_EVERYTHING = 0
"""The number of no incident: that all of them may have changed."""


def note_changes(c: Connection, numbers: Iterable[int]) -> None:
    """Append the numbers of incidents that change in this transaction."""
    last = last_change(c)
    rows = [(seq, num) for seq, num in enumerate(dict.fromkeys(numbers), last + 1)]
    insert_rows(c, t.incident_changes, rows)
    if rows and rows[-1][0] // _KEPT > last // _KEPT:
        c.execute(delete(t.incident_changes).where(t.incident_changes.c.seq <= last - _KEPT))


def everything_changed(c: Connection) -> None:
    note_changes(c, [_EVERYTHING])


def last_change(c: Connection) -> int:
    return last_number(c, t.incident_changes.c.seq)


def changed_since(c: Connection, mark: int, most: int) -> set[int] | None:
    """The incidents that changed after ``mark``; None for more than ``most``, for all, or where the list does not reach back."""
    seq, num = t.incident_changes.c.seq, t.incident_changes.c.num
    rows = c.execute(select(seq, num).where(seq > mark).order_by(seq).limit(most + 1)).all()
    if len(rows) > most or (rows and rows[0].seq != mark + 1) or any(r.num == _EVERYTHING for r in rows):
        return None
    return {r.num for r in rows}
