"""The first schema: append-only tables that refuse changes, derived tables, full text."""

from alembic import op

from onrecord.ledger.dialect import forbid_changes
from onrecord.ledger.fulltext import create_search
from onrecord.ledger.schema import APPEND_ONLY, metadata, t

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    metadata.create_all(connection)
    create_search(connection)
    for table in (*APPEND_ONLY, t.batches):
        forbid_changes(connection, table.name)


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
