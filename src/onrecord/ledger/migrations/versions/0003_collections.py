"""Collections of documents, and the words of names that are hidden, so that no search finds them.

It added derived tables alone, which 0007 makes.
"""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
