"""The first schema: append-only tables, derived tables, full text."""

from alembic import op

from onrecord.ledger.dialect import Search
from onrecord.ledger.schema import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    metadata.create_all(connection)
    Search.create(connection)


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
