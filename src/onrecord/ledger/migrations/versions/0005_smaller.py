"""A smaller file: full text without places in SQLite, short numbers for what linking keeps, closer packing.

It changed derived tables alone, which 0007 makes anew; frames of before are read.
"""

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
