"""Hashes as bytes, a mark of eight bytes beside each row in place of its whole hash, and dictionaries of the ledger's own;
indexes by which a page of a filter is found without a walk through all incidents.

What was appended stays as it was, and the chain with it. SQLite gives the room that this leaves to what is added next.
"""

from alembic import op

from onrecord.ledger.fulltext import tighten_search
from onrecord.ledger.schema import t
from onrecord.ledger.upgrading import appended_as_today, indexes_as_today

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    appended_as_today(connection)
    for table in (t.claim_facts, t.incidents):
        indexes_as_today(connection, table)
    tighten_search(connection)


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
