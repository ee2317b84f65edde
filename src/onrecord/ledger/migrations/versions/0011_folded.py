"""SQLite's full text over folded words, as PostgreSQL's always was: words with "أ" or in Hangul are found now. Its words can be
listed, so that one is found by its beginning without gathering all rows of all words that begin so."""

from alembic import op
from sqlalchemy import inspect

from onrecord.ledger.dialect import is_sqlite
from onrecord.ledger.standing import refill_search

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    # one that is being made, or comes from before 0007, has the full text of today
    if is_sqlite(connection) and not inspect(connection).has_table("claims_words"):
        refill_search(connection)


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
