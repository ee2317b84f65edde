"""What linking can make of a document's text and claims is kept no more, and its keys stand some hundred to a row: what a ledger
keeps of linking takes a third of the room. Nothing that was appended is touched.

SQLite gives the room that this leaves to what is added next; ``vacuum`` of any SQLite tool gives it back.
"""

from alembic import op
from sqlalchemy import inspect

from onrecord.ledger.upgrading import drop_what_is_made_again

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if inspect(connection).has_table("link_block"):
        # made, or brought up, by an earlier migration in the shape of today
        return
    drop_what_is_made_again(connection)


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
