"""Filling derived tables whose shape has changed, from what an upgrade leaves in place."""

from sqlalchemy import Connection, select

from onrecord.ledger.codec import decode_incident
from onrecord.ledger.dialect import insert_rows
from onrecord.ledger.links import rows_of_incidents
from onrecord.ledger.schema import t
from onrecord.ledger.standing import rebuild_facts

__all__ = ["refill"]

_STEP = 2_000


def refill(connection: Connection) -> None:
    """Fill the tables by which claims and incidents are found; ``incident_bodies`` holds the incidents as linked."""
    rebuild_facts(connection)
    bodies = select(t.incident_bodies).order_by(t.incident_bodies.c.num).limit(_STEP)
    after = None
    while True:
        portion = bodies if after is None else bodies.where(t.incident_bodies.c.num > after)
        rows = connection.execute(portion).all()
        if not rows:
            return
        after = rows[-1].num
        for table, found in rows_of_incidents(connection, [decode_incident(r.body) for r in rows]).items():
            names = [c.name for c in table.columns]
            insert_rows(connection, table, [[row[n] for n in names] for row in found])
