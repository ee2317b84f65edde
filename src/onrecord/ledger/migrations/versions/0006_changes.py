"""Which incidents changed, in the order in which they did: what a process that keeps counts in memory reads to stay right."""

from alembic import op

from onrecord.ledger.schema import t

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    t.incident_changes.create(op.get_bind(), checkfirst=True)


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
