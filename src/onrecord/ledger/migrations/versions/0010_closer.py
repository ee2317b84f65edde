"""Hashes as bytes, a mark of eight bytes beside each row in place of its whole hash, and dictionaries of the ledger's own.

What was appended stays as it was, and the chain with it. SQLite gives the room that this leaves to what is added next.
"""

from alembic import op

from onrecord.ledger.upgrading import appended_as_today

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    appended_as_today(op.get_bind())


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
