"""Columns and indexes by which pages, counts by facet and open demands are answered from one index each.

Only derived tables change. They are made anew from the append-only rows and from the incidents' bodies, so nothing that was
appended is touched, and the incidents stay as they were linked.
"""

from alembic import op
from sqlalchemy import inspect

from onrecord.ledger.schema import t
from onrecord.ledger.upgrading import refill

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    there = inspect(connection)
    if there.has_table("incident_publishers"):
        # a ledger that is being made: the first migration gave it the tables of today
        return
    changed = (t.claim_facts, t.incidents, t.incident_claims, t.incident_documents)
    for table in changed:
        op.drop_table(table.name)
    # collections and hidden words belong to the next version, but are filled with the others
    for table in (*changed, t.incident_publishers, t.collections, t.hidden_words):
        table.create(connection, checkfirst=True)
    refill(connection)


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
