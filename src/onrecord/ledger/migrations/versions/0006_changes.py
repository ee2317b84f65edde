"""Which incidents changed, in the order in which they did. It added a derived table alone, which 0007 makes."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
