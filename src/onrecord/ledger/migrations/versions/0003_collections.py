"""Collections of documents, and the words of names that are hidden, so that no search finds them."""

from alembic import op

from onrecord.ledger.schema import t
from onrecord.ledger.sealed import refresh_hidden

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    for table in (t.collections, t.hidden_words):
        table.create(connection, checkfirst=True)
    refresh_hidden(connection)


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
