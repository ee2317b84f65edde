"""Columns and indexes by which pages and counts are answered from one index each.

It changed derived tables alone, which 0007 makes anew.
"""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
