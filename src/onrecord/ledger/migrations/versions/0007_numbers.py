"""Short numbers in place of ids, days and words: derived rows and their indexes take a third less.

An incident has the number of the claim that its id names, days are numbers such as 20240207, words of closed lists their place in
them; what linking keeps names documents, claims and incidents by number. Nothing that was appended is touched. The derived tables
of older versions, in any of their shapes, are brought to this one at once.
"""

from alembic import op
from sqlalchemy import inspect

from onrecord.ledger.upgrading import renew

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if inspect(connection).has_table("link_block"):
        # a ledger that is being made: the first migration gave it the tables of today
        return
    renew(connection)


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
