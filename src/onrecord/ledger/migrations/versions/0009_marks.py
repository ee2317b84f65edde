"""A mark beside each row of where incidents went: history that follows from nothing else, and that no batch covers."""

from alembic import op
from sqlalchemy import inspect, select, text

from onrecord.ledger.dialect import is_sqlite
from onrecord.ledger.hashing import row_mark
from onrecord.ledger.schema import t

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    table = t.link_forward
    if any(c["name"] == "mark" for c in inspect(connection).get_columns(table.name)):
        # a ledger that is being made: the first migration gave it the tables of today
        return
    kind, nothing = ("blob", "x''") if is_sqlite(connection) else ("bytea", "''")
    connection.execute(text(f"alter table {table.name} add column mark {kind} not null default {nothing}"))
    columns = [c for c in table.columns if c.name != "mark"]
    rows = [tuple(r) for r in connection.execute(select(*columns).order_by(table.c.seq))]
    for row in rows:
        connection.execute(table.update().where(table.c.seq == row[0]).values(mark=row_mark(table.name, row)))


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
